"""What the words of a claim show: certainty, polarity, place in the article, kind of note."""

from __future__ import annotations

import re
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import alternatives, column, table
from refusal_annotator.prehighlight.reading import Reading

# From a plain assertion to one that its source does not vouch for: the weakest hedge counts.
WEAKNESS = {"certain": 0, "probable": 1, "possible": 2, "uncommitted": 3}


def weakest_certainty(reading: Reading, start: int, end: int, certainty: str) -> str:
    """Certainty of a claim with what its cue gives and what stands around its first predicate."""
    for match in _certainty_pattern().finditer(governing_words(reading, start, end)):
        inside = _certainties()[" ".join(match.group().casefold().split())]
        if WEAKNESS[inside] > WEAKNESS[certainty]:
            certainty = inside
    return certainty


def governing_words(reading: Reading, start: int, end: int) -> str:
    """Words up to just behind the first predicate; what comes later governs only a part."""
    first, last = reading.word_at(start), reading.word_at(end)
    for i in range(first, last):
        if grammar.is_finite(reading.words[i].lower):
            return reading.text[start : reading.words[min(i + 3, last - 1)].end]
    return reading.text[start:end]


def is_negative(reading: Reading, start: int, end: int) -> bool:
    """Whether the first predicate is negated."""
    first, last = reading.word_at(start), reading.word_at(end)
    words = reading.words
    negations = column("negations", "word")
    for i in range(first, last):
        lower = words[i].lower
        if lower in ("nobody", "none", "no", "neither") and i - first < 3:
            return True
        if grammar.is_finite(lower):
            near = (words[j].lower for j in range(i, min(i + 4, last)))
            return lower.endswith("n't") or any(w in negations and w != "no" for w in near)
    return False


def positions_of(reading: Reading, title: tuple[int, int] | None) -> list[str]:
    """Position of each paragraph: headline, summary, lead, body or closing."""
    used = {sentence.paragraph for sentence in reading.sentences}
    body = [
        i
        for i, p in enumerate(reading.paragraphs)
        if i in used and not (title and p.start == title[0])
    ]
    running = [i for i in body if not reading.paragraphs[i].bullet]
    lead = running[0] if running else -1
    positions = ["body"] * len(reading.paragraphs)
    for i in body:
        if reading.paragraphs[i].bullet and i < lead:
            positions[i] = "summary"
    if lead >= 0:
        positions[running[-1]] = "closing"
        positions[lead] = "lead"
    for i, paragraph in enumerate(reading.paragraphs):
        if title and paragraph.start == title[0]:
            positions[i] = "headline"
    return positions


def note_kind(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Place and kind of the words of a note on checking or answering in start..end, or None."""
    match = _note_pattern().search(text, start, end)
    if match is None:
        return None
    return match.start(), match.end(), _notes()[" ".join(match.group().casefold().split())]


@cache
def _notes() -> dict[str, str]:
    return {row["phrase"]: row["kind"] for row in table("source_notes")}


@cache
def _note_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(_notes())})(?!\w)", re.IGNORECASE)


@cache
def _certainties() -> dict[str, str]:
    return {row["word"]: row["certainty"] for row in table("certainty_words")}


@cache
def _certainty_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(_certainties())})(?!\w)", re.IGNORECASE)
