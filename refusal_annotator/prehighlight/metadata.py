"""Guesses at what an article's page says about it, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refusal_annotator.prehighlight.base import FoundZone, MetadataGuess
from refusal_annotator.prehighlight.datelines import dateline
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.titles import find_title
from refusal_annotator.prehighlight.zones import find_zones, lines_of

_NAME = r"[A-Z][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_NAMES = re.compile(
    rf"{_NAME}(?:\s+(?:(?:de|van|von|der|den|al|el|bin|da|di|la|le|du|ten|ter)\s+)?{_NAME}){{1,4}}"
)
_BY = re.compile(r"^.{0,24}?\b(?:by|from|von|par)\s+", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:reporting|reported|compiled|written|words|text)\s*(?:by|:)\s+(?P<names>[^;)\n]+)",
    re.IGNORECASE,
)
_TITLED = r"(?P<name>(?:the |The )?[A-Z][\w'’-]*(?: (?:of |and |the )?[A-Z][\w'’-]*){0,4})"
_OUTLETS = (
    re.compile(rf"^[Aa]bout {_TITLED}\s*$", re.MULTILINE),
    re.compile(rf"(?:[Ss]tories|[Nn]ews) from {_TITLED} (?:delivered|in your|every)"),
    re.compile(rf"(?:©|\(c\)|[Cc]opyright)\s*(?:\d{{4}})?[\s,]*(?:by )?{_TITLED}"),
    re.compile(
        r"(?:[Gg]et|[Dd]ownload|[Ff]ollow|[Tt]ry) (?:our live coverage in )?"
        rf"{_TITLED} (?:app|headlines|on )"
    ),
    re.compile(rf"[Ss]ubscribe to {_TITLED}(?: for| today| now|\.|$)", re.MULTILINE),
    re.compile(rf"^{_TITLED}\s+[·|•]\s+\d{{1,2}} [A-Z]", re.MULTILINE),
)
_SELF = re.compile(
    rf"{_TITLED} (?:could not (?:independently |immediately )?(?:verify|confirm|establish|check)|"
    r"was (?:not )?(?:able|unable) to (?:independently )?(?:verify|confirm)|"
    r"has not (?:seen|been able))"
)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("(?:)", "") + "|Sept"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_DATES = (
    re.compile(rf"{_DAY}\s+(?P<month>{_MONTH})\.?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?P<month>{_MONTH})\.?\s+{_DAY}{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})"),
    re.compile(rf"(?P<month>{_MONTH})\.?\s+(?P<year>\d{{4}})", re.IGNORECASE),
)
_NO_NAMES = frozenset((*_MONTHS, "Updated", "Published", "Posted"))
_HEAD = ("navigation", "byline", "residue", "dateline", "repeated_title")


def guess_article(text: str) -> dict[str, MetadataGuess]:
    """Guesses for a text alone: the zones are found, no spaCy is loaded."""
    zones = find_zones(text)
    return guess_metadata(text, zones, title_of(text, zones))


def guess_metadata(
    text: str, zones: Sequence[FoundZone], title: tuple[int, int] | None
) -> dict[str, MetadataGuess]:
    """Guesses by the role of an article variable: headline, byline, outlet, original_outlet,
    publication_date; and "dateline", for which no role is known.

    `variants` of the by-line are all spellings of names in by-lines and credits; `value` of the
    date is a partial date, empty where the page gives no year.
    """
    guesses: dict[str, MetadataGuess] = {}
    if title:
        guesses["headline"] = MetadataGuess(text[slice(*title)], *title)
    _guess_byline(text, zones, guesses)
    for zone in zones:
        if zone.kind == "dateline" and "dateline" not in guesses:
            place = dateline(text[zone.start : zone.end + 1])
            name = place.group("place").rstrip(" /-") if place else ""
            if place and name:
                start = zone.start + place.start("place")
                guesses["dateline"] = MetadataGuess(name, start, start + len(name))
    _guess_date(text, zones, guesses)
    _guess_outlet(text, zones, guesses)
    _guess_original(text, zones, guesses)
    return guesses


def title_of(text: str, zones: Sequence[FoundZone]) -> tuple[int, int] | None:
    """Where the headline stands, if the text has one."""
    lines = lines_of(text)
    for line in lines:
        inside = any(z.start <= line.start and line.end <= z.end for z in zones)
        line.kind = "zone" if inside else ""
    title = find_title(lines)
    return (title.start, title.end) if title else None


def _guess_byline(text: str, zones: Sequence[FoundZone], guesses: dict[str, MetadataGuess]) -> None:
    names: list[tuple[int, int]] = []
    for zone in zones:
        if zone.kind == "byline":
            by = _BY.match(text[zone.start : zone.end])
            start = zone.start + (by.end() if by else 0)
            names += _names_in(text, start, zone.end)
        elif zone.kind == "credit":
            for match in _REPORTED.finditer(text, zone.start, zone.end):
                names += _names_in(text, *match.span("names"))
    if names:
        start, end = names[0]
        variants = tuple(dict.fromkeys(text[a:b] for a, b in names))
        guesses["byline"] = MetadataGuess(text[start:end], start, end, variants=variants)


def _names_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Personal names of a by-line, without the place and the paper behind them."""
    for match in _NAMES.finditer(text, start, end):
        before = text[max(start, match.start() - 4) : match.start()].casefold()
        words = match.group().split()
        if before.endswith((" in ", " at ", "for ")) or any(
            word.casefold() in column("journalists", "word") or word in _NO_NAMES for word in words
        ):
            continue
        yield match.span()


def _guess_date(text: str, zones: Sequence[FoundZone], guesses: dict[str, MetadataGuess]) -> None:
    for zone in zones:
        if zone.kind not in _HEAD:
            continue
        for pattern in _DATES:
            match = pattern.search(text, zone.start, zone.end)
            if match:
                start, end = match.span()
                guesses["publication_date"] = MetadataGuess(
                    match.group(), start, end, value=_partial_date(match)
                )
                return


def _partial_date(match: re.Match[str]) -> str:
    """YYYY-MM-DD or YYYY-MM; empty without a year, which nobody should guess."""
    parts = match.groupdict()
    if not parts.get("year"):
        return ""
    if parts.get("month"):
        wanted = parts["month"][:3].casefold()
        number = next(i for i, m in enumerate(_MONTHS, 1) if m[:3].casefold() == wanted)
    else:
        number = int(parts["number"])
    day = int(parts["day"]) if parts.get("day") else 0
    if not 1 <= number <= 12 or day > 31:
        return ""
    return f"{parts['year']}-{number:02}" + (f"-{day:02}" if day else "")


def _guess_outlet(text: str, zones: Sequence[FoundZone], guesses: dict[str, MetadataGuess]) -> None:
    for zone in zones:
        for pattern in _OUTLETS:
            match = pattern.search(text, zone.start, zone.end)
            if match and match.group("name").casefold() != "the":
                start, end = _without_article(text, *match.span("name"))
                guesses["outlet"] = MetadataGuess(text[start:end], start, end)
                return


def _guess_original(
    text: str, zones: Sequence[FoundZone], guesses: dict[str, MetadataGuess]
) -> None:
    """The outlet that says what it could not check, or that a dateline names, wrote the text."""
    for match in _SELF.finditer(text):
        start, end = match.span("name")
        if not any(z.start < end and start < z.end for z in zones):
            guesses["original_outlet"] = MetadataGuess(text[start:end], start, end)
            return
    for zone in zones:
        place = dateline(text[zone.start : zone.end + 1]) if zone.kind == "dateline" else None
        agency = place.groupdict().get("agency") if place else None
        if place and agency:
            start = zone.start + place.start("agency")
            guesses["original_outlet"] = MetadataGuess(agency, start, start + len(agency))
            return


def _without_article(text: str, start: int, end: int) -> tuple[int, int]:
    return (start + 4, end) if text[start : start + 4] == "the " else (start, end)
