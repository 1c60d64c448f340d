"""Exclusion zones: by-line, dateline, credit, caption, advertisement, navigation, repeated title.

Zones are lines, except the dateline and a plug inside a paragraph. Lines are judged by what they
say (`zone_lines.tsv`) and by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from refusal_annotator.prehighlight import furniture
from refusal_annotator.prehighlight.base import FoundZone
from refusal_annotator.prehighlight.datelines import dateline
from refusal_annotator.prehighlight.furniture import Line
from refusal_annotator.prehighlight.lexicon import column, table
from refusal_annotator.prehighlight.reading import words_of
from refusal_annotator.prehighlight.titles import (
    BYLINE,
    HEAD_LINES,
    LIST_ITEM,
    find_title,
    title_zones,
)

_LONGEST_FURNITURE = 220
_DATE_LINE = re.compile(
    r"(?:(?:published|updated|posted|last\s+updated|first\s+published)\s*(?:on|at|:)?\s*)?"
    r"(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?,?\s+(?:on\s+)?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?:\s+|$)"
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}|\d{1,2}(?:st|nd|rd|th)?,?)?"
    r"(?:[ ,|-]*(?:at\s+)?\d{1,2}[:.]\d{2}.{0,12})?\s*$",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(r",\s[^,]{2,40}\s(?:said|says|told [^,.]{2,30}|added|wrote)\.?$")
_INLINE_PLUG = re.compile(
    r"\b(?:delivered (?:straight|directly) to your inbox|sign up (?:to|for) (?:one of )?our|"
    r"subscribe to our|read more:|click here to)",
    re.IGNORECASE,
)
_SENTENCE_MARK = re.compile(r"[.!?]")
_CREDIT_TAIL = re.compile(
    r"\((?:additional\s+)?(?:reporting|writing|editing|edited|translated|compiled)"
    r"(?:\s+by)?\b[^()\n]*\)\s*$",
    re.IGNORECASE,
)
_RELATED_HEAD = re.compile(
    r"(?:check also|also in (?:this|the) .{1,30}|more on|elsewhere|see also|"
    r"you may also like|you might also like|"
    r"related (?:articles|stories|topics|coverage|posts|links|reading):?|"
    r"more (?:stories|from).*|recommended(?: for you)?|most read|most popular|read next|"
    r"what to read next|also read:?|read also:?|trending|about .{3,60} magazine)\s*$",
    re.IGNORECASE,
)
_LIST_HEAD = re.compile(
    r"(?:(?:read )?more (?:on|in|from|about|to|stories)|also (?:on|in|from)|most (?:read|popular)|"
    r"related|latest (?:on|in|from|news)|keep reading|read (?:next|on|also)|what to read|"
    r"recommended|you may also|in (?:this|the) section|editor['’]s picks?)\b[^.!?]*$",
    re.IGNORECASE,
)
_LIST_HEAD_LENGTH, _LONGEST_LIST, _LONGEST_ITEM = 40, 6, 120
_CREDIT_INSIDE = re.compile(
    r"\b(?:Photo|Picture|Image|Photograph)s?(?: credit)?: ?\S|Getty Images|"
    r"\b(?:Handout|Stringer|File photo)\b ?[/(]|/(?:AFP|AP|Reuters|EPA|Getty|Anadolu)\b"
)


def lines_of(text: str) -> list[Line]:
    """Lines that are not empty, without the spaces around them."""
    lines: list[Line] = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group().strip()
        if line:
            start = match.start() + match.group().index(line[0])
            lines.append(Line(start, start + len(line), line))
    return lines


def find_zones(text: str) -> list[FoundZone]:
    """All zones of a text, in order and disjoint."""
    lines = lines_of(text)
    for line in lines:
        line.kind = _by_words(line.text)
    furniture.mark_captions(lines)
    title = find_title(lines)
    _mark_repeats(lines, title)
    _mark_navigation(lines, title)
    _mark_bylines(lines, title)
    _mark_captions(lines, title)
    furniture.mark_pictured(lines, title)
    furniture.mark_head(lines, title)
    furniture.mark_signatures(lines, title)
    _mark_related(lines)
    _mark_lists(lines)
    furniture.mark_teasers(lines, title)
    furniture.mark_biographies(lines)
    furniture.mark_calls(lines)
    zones = [FoundZone(line.kind, line.start, line.end) for line in lines if line.kind]
    zones += _dateline_zones(lines)
    zones += _inline_zones(lines)
    zones += title_zones(title)
    return _merged(text, _disjoint(zones))


@cache
def _line_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows: dict[str, list[str]] = {}
    for row in table("zone_lines"):
        rows.setdefault(row["kind"], []).append(row["pattern"])
    return tuple(
        (kind, re.compile(rf"(?:{'|'.join(patterns)})\s*$", re.IGNORECASE))
        for kind, patterns in rows.items()
    )


def _by_words(text: str) -> str:
    if len(text) > _LONGEST_FURNITURE or _ATTRIBUTED.search(text):
        return ""
    if _DATE_LINE.match(text):
        return "navigation"
    return next((kind for kind, pattern in _line_patterns() if pattern.match(text)), "")


def _mark_repeats(lines: Sequence[Line], title: Line | None) -> None:
    if title is None:
        return
    wanted = _bare(title.text)
    for line in lines:
        if line is title or line.kind or not wanted:
            continue
        bare = _bare(line.text)
        if bare == wanted:
            is_crumb = line.start < title.start or bool(LIST_ITEM.match(line.text))
            line.kind = "navigation" if is_crumb else "repeated_title"


def _mark_navigation(lines: Sequence[Line], title: Line | None) -> None:
    """A run of list items before the title, with the short lines that lead it, is a menu."""
    if title is None:
        return
    head = [line for line in lines if line.start < title.start]
    if any(line.kind in ("navigation", "advertisement") or _is_item(line) for line in head):
        for line in head:
            if not line.kind and (_is_item(line) or line.is_short) and not BYLINE.match(line.text):
                line.kind = "navigation"


def _mark_bylines(lines: Sequence[Line], title: Line | None) -> None:
    for index, line in enumerate(lines[:HEAD_LINES]):
        if line.kind:
            continue
        after_title = title is not None and line.start > title.start
        if (BYLINE.fullmatch(line.text) and line.text[:3].casefold() in ("by ", "von", "par")) or (
            after_title and index < 8 and _is_name_alone(line.text)
        ):
            line.kind = "byline"
    for line in lines[-3:]:
        if not line.kind and len(lines) > 4 and BYLINE.fullmatch(line.text):
            line.kind = "byline"


def _mark_captions(lines: Sequence[Line], title: Line | None) -> None:
    """A line that runs into a picture credit has one of the credit's words inside it."""
    for line in lines:
        if (
            not line.kind
            and len(line.text) <= _LONGEST_FURNITURE
            and _CREDIT_INSIDE.search(line.text)
        ):
            line.kind = "caption"


def _mark_lists(lines: Sequence[Line]) -> None:
    """Lines right under "More on this story", with no empty line between, tease other articles."""
    for index in range(len(lines) // 2, len(lines)):
        head = lines[index]
        if not _LIST_HEAD.match(head.text) or len(head.text) > _LIST_HEAD_LENGTH:
            continue
        run = list(_run_on(lines, index))
        if 0 < len(run) <= _LONGEST_LIST and all(len(line.text) <= _LONGEST_ITEM for line in run):
            for line in (head, *run):
                line.kind = line.kind or "navigation"


def _run_on(lines: Sequence[Line], index: int) -> Iterator[Line]:
    """The lines behind one, as long as no empty line comes between."""
    for before, line in pairwise(lines[index:]):
        if line.start - before.end > 1:
            return
        yield line


def _mark_related(lines: Sequence[Line]) -> None:
    """After "Check also" at the end of a page, all that follows teases other articles."""
    for index in range(len(lines) - 1, max(0, len(lines) // 2) - 1, -1):
        rest = lines[index + 1 :]
        if _RELATED_HEAD.match(lines[index].text) and 0 < len(rest) <= 12:
            for line in lines[index:]:
                line.kind = line.kind or "navigation"


def _dateline_zones(lines: Sequence[Line]) -> list[FoundZone]:
    zones = []
    for line in lines[:HEAD_LINES]:
        match = None if line.kind or not line.is_sentence else dateline(line.text)
        if match:
            zones.append(FoundZone("dateline", line.start, line.start + match.end("line")))
            break
    return zones


def _inline_zones(lines: Sequence[Line]) -> list[FoundZone]:
    zones = []
    for line in lines:
        if line.kind:
            continue
        tail = _CREDIT_TAIL.search(line.text)
        if tail:
            zones.append(FoundZone("credit", line.start + tail.start(), line.start + tail.end()))
        plug = _INLINE_PLUG.search(line.text)
        if plug:
            begin, end = _sentence_around(line.text, plug.start(), plug.end())
            zones.append(FoundZone("plug", line.start + begin, line.start + end))
    return zones


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max(text.rfind(mark, 0, start) for mark in ".!?") + 1
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    stop = _SENTENCE_MARK.search(text, end)
    return begin, stop.end() if stop else len(text.rstrip())


def _disjoint(zones: Sequence[FoundZone]) -> list[FoundZone]:
    kept: list[FoundZone] = []
    for zone in sorted(zones, key=lambda z: (z.start, -z.end)):
        if not kept or zone.start >= kept[-1].end:
            kept.append(zone)
    return kept


def _merged(text: str, zones: Sequence[FoundZone]) -> list[FoundZone]:
    """A menu of several lines is one zone."""
    merged: list[FoundZone] = []
    for zone in zones:
        last = merged[-1] if merged else None
        run = (
            last
            and zone.kind == last.kind == "navigation"
            and not text[last.end : zone.start].strip()
        )
        if last and run:
            merged[-1] = FoundZone(zone.kind, last.start, zone.end)
        else:
            merged.append(zone)
    return merged


def _is_item(line: Line) -> bool:
    return bool(LIST_ITEM.match(line.text)) and not line.is_sentence


def _is_name_alone(text: str) -> bool:
    words = words_of(text, 0, len(text))
    return (
        2 <= len(words) <= 4
        and all(
            word.capital and word.text.replace(".", "").replace("-", "").isalpha() for word in words
        )
        and words[0].text in column("given_names", "name")
    )


def _bare(text: str) -> str:
    stripped = re.sub(r"^\s*(?:\d{1,2}[.)]|[•*▪-])\s+", "", text)
    return re.sub(r"[\W_]+", " ", stripped).casefold().strip()
