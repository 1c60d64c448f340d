"""Guesses at what an article's page says about it, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refusal_annotator.prehighlight.base import FoundZone, MetadataGuess
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.zones import dateline, find_title, lines_of

_BY = re.compile(r"^\s*(?:by|from|von|par)\s+", re.IGNORECASE)
_REPORTING = re.compile(r"\(?reporting by (?P<names>[^;.)\n]+)", re.IGNORECASE)
_ABOUT = re.compile(r"^about (?P<name>(?:the )?[A-Z][\w .'’&-]{2,50})\s*$", re.IGNORECASE)
_SELF = re.compile(
    r"(?:could not (?:independently |immediately )?(?:verify|confirm)|was (?:not )?(?:able|unable)"
    r" to (?:independently )?(?:verify|confirm)|(?:told|contacted by)\s+this)"
)
_FROM_PLUG = re.compile(
    r"(?:stories|news) from (?P<name>[A-Z][\w .'’&-]{2,40}?) (?:delivered|in your|every)"
)


def guess_metadata(
    text: str, zones: Sequence[FoundZone], title: tuple[int, int] | None
) -> dict[str, MetadataGuess]:
    """Guesses by the role of an article variable: headline, byline, outlet, original_outlet;
    and "dateline", for which no role is known.
    """
    guesses: dict[str, MetadataGuess] = {}
    if title:
        guesses["headline"] = MetadataGuess(text[slice(*title)], *title)
    for zone in zones:
        words = text[zone.start : zone.end]
        if zone.kind == "byline" and "byline" not in guesses:
            by = _BY.match(words)
            start = zone.start + (by.end() if by else 0)
            name = text[start : zone.end].rstrip()
            guesses["byline"] = MetadataGuess(name, start, start + len(name))
        if zone.kind == "dateline" and "dateline" not in guesses:
            place = dateline(text[zone.start : zone.end + 1])
            if place:
                start = zone.start + place.start("place")
                guesses["dateline"] = MetadataGuess(
                    place.group("place"), start, start + len(place.group("place"))
                )
        _guess_outlet(words, zone, guesses)
    _guess_original(text, guesses)
    return guesses


def title_of(text: str, zones: Sequence[FoundZone]) -> tuple[int, int] | None:
    """Where the headline stands, if the text has one."""
    lines = lines_of(text)
    for line in lines:
        inside = any(z.start <= line.start and line.end <= z.end for z in zones)
        line.kind = "zone" if inside else ""
    title = find_title(lines)
    return (title.start, title.end) if title else None


def _guess_outlet(words: str, zone: FoundZone, guesses: dict[str, MetadataGuess]) -> None:
    about = _ABOUT.match(words.splitlines()[0]) or _FROM_PLUG.search(words)
    if about and zone.kind in ("navigation", "plug") and "outlet" not in guesses:
        start = zone.start + about.start("name")
        name = about.group("name")
        guesses["outlet"] = MetadataGuess(name, start, start + len(name))


def _guess_original(text: str, guesses: dict[str, MetadataGuess]) -> None:
    """The outlet that says what it could not check is the one that wrote the text."""
    for match in _SELF.finditer(text):
        before = text[max(0, match.start() - 45) : match.start()].rstrip()
        for name in sorted(column("outlets", "name"), key=len, reverse=True):
            if before.endswith(name):
                start = text.rfind(name, 0, match.start())
                guesses["original_outlet"] = MetadataGuess(name, start, start + len(name))
                return
