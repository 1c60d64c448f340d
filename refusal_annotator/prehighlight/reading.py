"""A text as the rules read it: words, sentences and paragraphs outside the exclusion zones.

Rules read the text and not the tokens of a pipeline, so that they find the same in any pipeline.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from refusal_annotator.domain.borders import compute_borders

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:st|nd|rd|th)(?![^\W_])|\d[\d.,]*\d%?|\d%?"
    r"|['’][sS](?![^\W_])"  # possessive
    r"|[^\W\d_]\.(?=\s[A-Z])"  # an initial: J. Holm
    r"|[^\W_]+(?:(?:[-‐/&]|['’](?![sS](?![^\W_])))[^\W_]+)*"
    r"|[^\w\s]|_+"
)
_BULLET = re.compile(r"[•*▪◦‣·–—-]\s+|\d{1,2}[.)]\s+")
_LONGEST_SENTENCE = 2000
_SMALL_TITLE_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per the to up via vs with".split()
)


@dataclass(slots=True)
class Word:
    """A word, figure, possessive ending or mark."""

    text: str
    lower: str
    start: int
    end: int
    capital: bool


@dataclass(slots=True)
class Sentence:
    """A sentence, or what of it lies outside the zones; `first`..`last` are indices of words."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    title_case: bool = False


@dataclass(slots=True)
class Paragraph:
    """A line of text that is not empty."""

    start: int
    end: int
    bullet: bool = False


@dataclass(slots=True)
class Reading:
    """Words and sentences of one text outside its zones."""

    text: str
    words: list[Word]
    sentences: list[Sentence]
    paragraphs: list[Paragraph]
    zones: Sequence[tuple[int, int]] = ()
    starts: list[int] = field(default_factory=list)
    lowers: list[str] = field(default_factory=list)

    def word_at(self, start: int) -> int:
        """Index of the first word that starts at or after `start`."""
        return bisect_left(self.starts, start)


def read(text: str, zones: Iterable[tuple[int, int]] = ()) -> Reading:
    """Read a canonical text, leaving out what lies in `zones`."""
    taken = sorted(zones)
    borders = compute_borders(text)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    words: list[Word] = []
    position = 0
    for start, end in borders.paragraphs:
        bullet = _BULLET.match(text, start, end)
        paragraphs.append(Paragraph(bullet.end() if bullet else start, end, bool(bullet)))
        while position < len(borders.sentences) and borders.sentences[position][0] < end:
            left, right = borders.sentences[position]
            position += 1
            if bullet:
                left = max(left, bullet.end())
            for piece in outside(left, right, taken):
                for short in _bounded(text, *piece):
                    _add_sentence(text, short, len(paragraphs) - 1, words, sentences)
    starts = [word.start for word in words]
    lowers = [word.lower for word in words]
    return Reading(text, words, sentences, paragraphs, taken, starts, lowers)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Words of a stretch of text."""
    return [_word(match) for match in _WORD.finditer(text, start, end)]


def outside(start: int, end: int, zones: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Pieces of start..end that lie in no zone (zones sorted)."""
    for left, right in zones:
        if right <= start:
            continue
        if left >= end:
            break
        if left > start:
            yield start, left
        start = right
    if start < end:
        yield start, end


def is_title_case(words: Sequence[Word]) -> bool:
    """Whether the words are set like a title, so that their capitals tell nothing."""
    long_words = [w for w in words if w.text[0].isalpha() and w.lower not in _SMALL_TITLE_WORDS]
    capitals = sum(word.capital for word in long_words)
    return len(long_words) >= 4 and capitals >= 0.8 * len(long_words)


def _bounded(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Cut a sentence without end, as scraped pages have them, so that no rule meets a long one."""
    while end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = space if space > start else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _add_sentence(
    text: str,
    piece: tuple[int, int],
    paragraph: int,
    words: list[Word],
    sentences: list[Sentence],
) -> None:
    start, end = piece
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    found = words_of(text, start, end)
    if not found:
        return
    first = len(words)
    words += found
    title = is_title_case(found) and text[end - 1] not in ".!?"
    sentences.append(Sentence(start, end, first, len(words), paragraph, title))


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    return Word(text, text.lower().replace("’", "'"), match.start(), match.end(), text[0].isupper())
