"""Dates that are known only in part: a year, a month, a day, or an interval of these."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

# Digits of other scripts count as \d too, and no statistics program would read them.
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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


def day_in_words(middle: float) -> str:
    """Return the middle of a period as a day; `.5` means noon, between two days."""
    day = date.fromordinal(int(middle)).isoformat()
    return day if middle == int(middle) else f"{day}.5"


def _period(text: str) -> tuple[date, date]:
    match = _FORM.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM, YYYY-MM-DD or START/END")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise ValueError(f"{text} is no day of the calendar") from error
    if day is not None:
        return first, first
    last_month = 12 if month is None else month
    return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
