"""Datelines: the place, day and agency that open the first paragraph of an article."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?"
_AGENCY = r"[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]]"
# A dash and a space, or a long dash that touches the text.
_DASH = r"[.,]?\s?(?:[-–—:|•·»]{1,2}\s|[–—](?=[A-Z“\"‘]))"
_REGION = r"(?:,\s?[A-Z][\w .'’-]{2,30}?){0,2}"
_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-Z][A-Z.'’-]{2,40}(?:[ /][A-Z][A-Z.'’-]{1,30}){0,4})"
    rf"{_REGION}(?:,?\s+{_DAY})?(?:,?\s?{_AGENCY})?{_DASH})(?=\S)"
)
_AGENCY_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-Z][\w.'’-]{1,40}(?:[ /][A-Z][\w.'’-]{1,40}){0,3})"
    rf"{_REGION}(?:(?:,?\s+{_DAY})?,?\s?{_AGENCY}|,?\s+{_DAY}){_DASH})(?=\S)"
)
_AGENCY_ALONE = re.compile(rf"(?P<line>{_AGENCY}{_DASH})(?=\S)(?P<place>)")
_DAY_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-Z][A-Z.'’-]{2,40}(?:[ /][A-Z][A-Z.'’-]{1,30}){0,4}),\s+"
    rf"{_DAY}[.:]\s+)"
    r"(?=[“\"‘]?[A-Z\d])"
)
# Without a dash: "Westport (Seawire) The crews ..."
_BRACKET_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-Z][\w.'’-]{1,40}(?:[ /][A-Z][\w.'’-]{1,40}){0,3})"
    rf"(?:,?\s+{_DAY})?,?\s{_AGENCY}[.:]?\s+)(?=[“\"‘]?[A-Z])"
)
_PLAIN_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-Z][\w.'’-]{1,30}(?:(?:\s?/\s?| )"
    r"(?:(?:of|de|del|la|on|upon|do|da|am|al|el|the)\s){0,2}[A-Z][\w.'’-]{1,30}){0,3})"
    r"(?:,\s?[A-Z][\w .'’-]{2,30}?)?[.,]?\s?"
    r"(?:(?:\s[–—|•·»]|[–—]|\s--?)\s|\s?[–—](?=[A-Z“\"‘])))(?=[A-Z\d“\"‘])"
)
_DATELINES = (
    _DATELINE,
    _AGENCY_DATELINE,
    _BRACKET_DATELINE,
    _PLAIN_DATELINE,
    _AGENCY_ALONE,
    _DAY_DATELINE,
)


def opens_with_dateline(text: str) -> bool:
    """Whether a place in capitals and a dash open a line."""
    return bool(_DATELINE.match(text))


def dateline(text: str) -> re.Match[str] | None:
    """Place and dash that open a paragraph; a title that opens so is none."""
    return next((m for m in (p.match(text) for p in _DATELINES) if m), None)
