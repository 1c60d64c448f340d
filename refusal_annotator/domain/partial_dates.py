"""Dates that are known only in part: a year, a month, a day, or an interval of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """First and last possible day; None where that end is open."""

    first: date | None
    last: date | None

    @property
    def middle(self) -> float | None:
        """Middle of the period as a proleptic ordinal day; None where an end is open."""
        if self.first is None or self.last is None:
            return None
        return (self.first.toordinal() + self.last.toordinal()) / 2


def parse_partial_date(text: str) -> PartialDate:
    """Read YYYY, YYYY-MM, YYYY-MM-DD or START/END with `..` for an open end.

    Raises ValueError with the reason for anything else, for days that no calendar has, and for an
    interval that ends before it starts.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return PartialDate(*_period(text))
    first = None if start == ".." else _period(start)[0]
    last = None if end == ".." else _period(end)[1]
    if first is None and last is None:
        raise ValueError("an interval needs at least one end")
    if first and last and first > last:
        raise ValueError(f"{start} lies after {end}")
    return PartialDate(first, last)


def _period(text: str) -> tuple[date, date]:
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM, YYYY-MM-DD or START/END")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        if year and month and day:
            return date(year, month, day), date(year, month, day)
        if year and month:
            following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else None
            last = following - timedelta(days=1) if following else date(year, month, 28)
            return date(year, month, 1), last
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    except ValueError as error:
        raise ValueError(f"{text} is no day of the calendar") from error
