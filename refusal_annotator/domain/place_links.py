"""Addresses of places: an article of a project, and where in its text.

An address may come from anywhere, a web page too. All it can do is name a place: it holds two ids
and at most two numbers, no path, no name and no text, and anything else is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.errors import AnnotatorError

SCHEME = "refusal-annotator"
LONGEST_ADDRESS = 160
"""Characters of an address; the longest that we make has 121."""
MOST_DIGITS = 9
_FORM = f"{SCHEME}://open/PROJECT/ARTICLE?at=START-END"
_HEX = "[0-9a-fA-F]"
_ID = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
_NUMBER = f"[0-9]{{1,{MOST_DIGITS}}}"
_ADDRESS = re.compile(
    f"(?i:{SCHEME})://open/(?P<project>{_ID})/(?P<article>{_ID})/?"
    rf"(?:\?at=(?P<start>{_NUMBER})(?:-(?P<end>{_NUMBER}))?)?"
)
# An en dash is how places are printed, so it is what gets copied.
_WRITTEN = re.compile(
    rf"(?P<article>.*?)\s*:\s*(?P<start>{_NUMBER})(?:\s*[-–]\s*(?P<end>{_NUMBER}))?"
)


class PlaceLinkError(AnnotatorError):
    """What was given is no address of a place."""


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place: half-open code points of an article's text, one point, or the article as a whole.

    `start` equals `end` for a point between two characters; both are None for the whole article.
    """

    project_id: UUID
    article_id: UUID
    start: int | None = None
    end: int | None = None

    def __post_init__(self) -> None:
        problem = _problem(self.start, self.end)
        if problem:
            raise PlaceLinkError(problem)

    @property
    def extent(self) -> tuple[int, int] | None:
        """Start and end, or None for the whole article."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    @property
    def address(self) -> str:
        """The place as plain ASCII that spreadsheets, browsers and shells hand on unchanged."""
        where = f"{SCHEME}://open/{self.project_id}/{self.article_id}"
        if self.extent is None:
            return where
        start, end = self.extent
        return f"{where}?at={start}" if start == end else f"{where}?at={start}-{end}"


def parse_address(address: str) -> PlaceLink:
    """Read an address; PlaceLinkError says what in it is not one.

    Capitals in scheme and ids and a slash before the question mark make no difference, since some
    programs put them there.
    """
    if len(address) > LONGEST_ADDRESS:
        raise PlaceLinkError(
            f"This link is too long: {len(address):,} characters, and no link to a place has more "
            f"than {LONGEST_ADDRESS}. Copy the link again from the workbook."
        )
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise PlaceLinkError(_why_not(address))
    start, end = found["start"], found["end"]
    return PlaceLink(
        UUID(found["project"]),
        UUID(found["article"]),
        None if start is None else int(start),
        None if start is None else int(end or start),
    )


def parse_place(written: str) -> tuple[str, tuple[int, int] | None]:
    """Read ARTICLE, ARTICLE:START or ARTICLE:START-END as somebody types it.

    Gives what names the article and the extent; PlaceLinkError where the end is before the start.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return written.strip(), None
    start = int(found["start"])
    end = int(found["end"] or start)
    problem = _problem(start, end)
    if problem:
        raise PlaceLinkError(problem)
    return found["article"], (start, end)


def in_words(extent: tuple[int, int] | None) -> str:
    """A place for a sentence: "place 29 to 118", "place 29", or nothing."""
    if extent is None:
        return ""
    start, end = extent
    return f"place {start}" if start == end else f"place {start} to {end}"


def _problem(start: int | None, end: int | None) -> str:
    if start is None and end is None:
        return ""
    if start is None or end is None:
        return "A place needs both a start and an end."
    if start < 0 or end >= 10**MOST_DIGITS:
        return f"A place lies between 0 and {10**MOST_DIGITS - 1}, not at {start}-{end}."
    if end < start:
        return f"The place {start}-{end} ends before it starts. Write the smaller number first."
    return ""


def _why_not(address: str) -> str:
    """Say which part of an address is not as it should be; none of it is repeated unshortened."""
    scheme, sign, rest = address.partition("://")
    if not sign or scheme.lower() != SCHEME:
        return f"This is no link to a place in a text: it does not begin with {SCHEME}://open/."
    path, _, query = rest.partition("?")
    parts = path.rstrip("/").split("/")
    if parts[0] != "open":
        return "This link asks for something else than to open a place; it was not followed."
    ids = [part for part in parts[1:] if re.fullmatch(_ID, part)]
    if len(parts) != 3 or len(ids) != 2:
        return f"This link names no project and article. Its form is {_FORM}."
    return f"This link names no place: {_short(query)} is not at=START-END. Its form is {_FORM}."


def _short(text: str) -> str:
    return ascii(text if len(text) <= 30 else f"{text[:29]}…")
