"""Where tokens, sentences and paragraphs of a text start and end, found by rules alone.

The rules are the same on every machine, and what they find is stored with the article version, so
that a selection snaps to the same words for every coder.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from refusal_annotator.domain.spans import Span

BORDER_RULES_VERSION = "1"

# A figure keeps its separators (1,234.5, 14.30, 3.5.2024), a word its apostrophes and soft hyphens.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+|[\u00a0\u202f]\d{3}(?!\d))*"
    r"|[^\W\d_]+(?:['’\u00ad][^\W\d_]+)*|_+|[^\w\s]|\w"
)
_REST_OF_WORD = re.compile(r"(?:['’\u00ad]?[^\W\d_]+)+")
_POSSESSIVE = re.compile(r"['’][sS]$")

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s[\s\"'“‘«„‚(\[{•¿¡]*[^\W_])")
_SPACES = re.compile(r"\s*")
_NEXT_WORD = re.compile(r"(\w+)(?=[\s,])")
_NUMBERING = re.compile(r"\(?(?:[0-9]{1,3}|[A-Za-z])")
_OPENERS = "\"'“‘«„‚([{•¿¡"
_LONGEST_ABBREVIATION = 16
# After these a sentence never ends.
_TITLE = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Mt|Ft|Sgt|Lt|Col|Gen|Capt|Maj|Cpl|Pvt|Brig|Adm|Cmdr|"
    r"Supt|Insp|Sen|Rep|Gov|Hon|Rev|vs|e\.g|i\.e|cf|approx|ca)\.$"
)
# After these it ends unless a figure follows.
_BEFORE_FIGURE = re.compile(
    r"(?<![\w.])(?:Nos?|nos?|Art|Sec|Vol|Fig|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
# After these it ends only before a word that opens sentences: "in the U.S. The army", "J. Hale".
_MAY_END = re.compile(
    r"(?<![\w.])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|[ap]\.m|Inc|Ltd|Co|Corp|Bros|Jr|Sr|etc|al)\.$"
)
_SENTENCE_OPENERS = frozenset(
    """The A An He She It They We You I This That These Those There Their His Her Its Our In On At
    To Of But And Or Nor Yet So If When While After Before As For From With By No Not Some Many
    Most Several Both All Other Another One Two Three What Who Why How Where Such According Since
    Although Though However Meanwhile Earlier Later Also Then Now Under During Yesterday Today
    Nobody Everyone Neither Either Each Every Only Even Still Once Until Despite""".split()
)


@dataclass(frozen=True, slots=True)
class Borders:
    """Where tokens, sentences and paragraphs of one text start and end.

    Each field is sorted and disjoint. Stored with the article version, so that snapping does not
    differ between laptops; `rules_version` says which rules made them.
    """

    rules_version: str
    tokens: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]


def compute_borders(text: str) -> Borders:
    """Find tokens, sentences and paragraphs by rules alone, the same on every machine."""
    paragraphs = tuple(_paragraphs(text))
    return Borders(
        rules_version=BORDER_RULES_VERSION,
        tokens=tuple(_tokens(text)),
        sentences=tuple(s for paragraph in paragraphs for s in _sentences(text, *paragraph)),
        paragraphs=paragraphs,
    )


def snap(borders: Borders, start: int, end: int) -> Span | None:
    """Grow `start`..`end` to whole tokens; None where it touches no token."""
    first, last = covered(borders.tokens, start, end)
    if first >= last:
        return None
    return Span(borders.tokens[first][0], borders.tokens[last - 1][1])


def covered(pieces: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Index range of the pieces (sorted, disjoint) that share a code point with start..end."""
    first = bisect_right(pieces, start, key=lambda piece: piece[1])
    last = bisect_left(pieces, max(end, start + 1), key=lambda piece: piece[0])
    return first, last


def is_grapheme_border(text: str, index: int) -> bool:
    """Whether a span may start or end at `index` without splitting what a reader sees as one."""
    if index <= 0 or index >= len(text):
        return True
    if text[index].isspace() or text[index - 1].isspace():
        return True
    return not (_is_glue(text[index]) or text[index - 1] == "\u200d" or _splits_flag(text, index))


def ends_in_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop that ends text[start:end] belongs to its last word, as in U.S."""
    if end - start < 3 or text[end - 1] != ".":
        return False
    begin = max(start, end - _LONGEST_ABBREVIATION)
    found = _MAY_END.search(text, begin, end)
    # A single capital may be an initial or the end of "plan B."; the full stop tells neither.
    return found is not None and len(found.group()) > 2


def _is_glue(char: str) -> bool:
    """Whether it belongs to the one before: marks, joiners, selectors, skin tones, flag tags."""
    if char < "\u0300":
        return False
    return (
        char in "\u200c\u200d"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _splits_flag(text: str, index: int) -> bool:
    def regional(position: int) -> bool:
        return position >= 0 and "\U0001f1e6" <= text[position] <= "\U0001f1ff"

    if not (regional(index) and regional(index - 1)):
        return False
    before = 0
    while regional(index - 1 - before):
        before += 1
    return before % 2 == 1


def _tokens(text: str) -> Iterable[tuple[int, int]]:
    position = 0
    while match := _TOKEN.search(text, position):
        start = match.start()
        end = position = _token_end(text, start, match.end())
        possessive = _POSSESSIVE.search(text, start + 1, end)
        if possessive:
            yield start, possessive.start()
            start = possessive.start()
        yield start, end


def _token_end(text: str, start: int, end: int) -> int:
    """Take in the marks that follow, and after a mark inside a word the rest of the word."""
    in_word = text[start].isalpha()
    while end < len(text):
        if not is_grapheme_border(text, end):
            end += 1
            continue
        rest = _REST_OF_WORD.match(text, end) if in_word and _is_glue(text[end - 1]) else None
        if rest is None:
            break
        end = rest.end()
    return end


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if not line.isspace():
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(line.strip())


def _sentences(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        spaces = _SPACES.match(text, match.end(), end)
        following = spaces.end() if spaces else match.end()
        if _goes_on(text, begin, match.start(), following, end):
            continue
        yield begin, match.end()
        begin = following
    if begin < end:
        yield begin, end


def _goes_on(text: str, begin: int, mark: int, following: int, end: int) -> bool:
    """Whether the sentence that began at `begin` goes on after the mark at `mark`."""
    first = following
    while first < end and (text[first] in _OPENERS or text[first].isspace()):
        first += 1
    # "…wrote. said he": a small letter after the mark continues the sentence.
    if first < end and text[first].islower():
        return True
    if text[mark] != ".":
        return False
    if _NUMBERING.fullmatch(text, begin, mark):
        return True
    window = (max(begin, mark - _LONGEST_ABBREVIATION), mark + 1)
    if _TITLE.search(text, *window):
        return True
    if _BEFORE_FIGURE.search(text, *window):
        return text[first : first + 1].isdigit()
    if _MAY_END.search(text, *window):
        word = _NEXT_WORD.match(text, first, end)
        return not (word and word.group(1) in _SENTENCE_OPENERS)
    return False
