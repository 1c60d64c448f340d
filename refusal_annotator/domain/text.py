"""One canonical text per article, its borders, and the check that a quote stands where it says.

Offsets everywhere count Unicode code points of the canonical text. The text never changes once it
is stored: everything that could make two programs count differently is taken out here, once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span

BORDER_RULES_VERSION = "1"
PART_JOINER = " … "

# Line ends that Qt, browsers and editors rewrite in their own ways; all become LF, once.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_TOKEN = re.compile(
    r"\d+(?:[.,\u00a0\u202f]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*|_+|[^\w\s]|\w"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[•]*[^\W_])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘'])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sgt|Lt|Col|Gen|Capt|Maj|Cpl|"
    r"Brig|Adm|Lt-Gen|Maj-Gen|Sen|Rep|Gov|Jr|Sr|vs|No|Nos|e\.g|i\.e|cf|Inc|Ltd|Co|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.$"
)
_OPENERS = "\"'“‘«([{"
_CLOSERS = "\"'”’»)]}"
_TRIMMED = {
    "quotes": "\"'“”‘’«»„‚‹›",
    "brackets": "()[]{}",
    "final_punctuation": ".,;:!?…",
}
_TRIM_LEFT = frozenset({"space", "quotes", "brackets"})


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


def canonical_text(raw: str) -> str:
    """Return `raw` without BOM and NUL, with LF as the only line end, and otherwise unchanged."""
    return _LINE_ENDS.sub("\n", raw.removeprefix("\ufeff").replace("\0", ""))


def check_storable(text: str) -> str | None:
    """Say why `text` cannot be stored in both databases, or return None."""
    if "\0" in text:
        return "it holds a NUL character"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "it holds half of a surrogate pair, which is no character"
    return None


def sha256_of(data: bytes) -> str:
    """Hex digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """Hex digest of the UTF-8 form of a canonical text."""
    return sha256_of(text.encode("utf-8"))


def quote_of(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """Return what stands in the parts, joined by an ellipsis where there are several."""
    return PART_JOINER.join(text[start:end] for start, end in parts)


def check_anchor(text: str, parts: Sequence[tuple[int, int]], quote: str) -> str | None:
    """Say why `quote` does not stand at `parts` of `text`, or return None."""
    for start, end in parts:
        if not 0 <= start < end <= len(text):
            return f"{start}-{end} lies outside the text of {len(text)} characters"
    found = quote_of(text, parts)
    if found != quote:
        return f"the text there is {_short(found)}, not {_short(quote)}"
    return None


def require_anchor(text: str, parts: Sequence[tuple[int, int]], quote: str) -> None:
    """Raise AnnotatorError unless `quote` stands at `parts` of `text`."""
    reason = check_anchor(text, parts, quote)
    if reason:
        raise AnnotatorError(f"The quote does not match the text: {reason}. Nothing was changed.")


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


def trim(text: str, span: Span, trims: Sequence[str]) -> Span | None:
    """Take what the span type trims off both edges; None where nothing would be left.

    Brackets and quotes go only where they stand alone at the edge or as a pair around all of it;
    final punctuation goes at the end only.
    """
    start, end = span.start, span.end
    left = "".join(_TRIMMED.get(name, "") for name in trims if name in _TRIM_LEFT)
    right = "".join(_TRIMMED.get(name, "") for name in trims)
    spaces = "space" in trims
    while start < end and ((spaces and text[start].isspace()) or text[start] in left):
        start += 1
    while start < end and _goes_at_end(text, start, end, right, spaces=spaces):
        end -= 1
    return Span(start, end) if start < end else None


def _goes_at_end(text: str, start: int, end: int, right: str, *, spaces: bool) -> bool:
    char = text[end - 1]
    if char in ")]}":
        # The bracket of "12 (nine)" belongs to what it closes inside the span.
        opener = {")": "(", "]": "[", "}": "{"}[char]
        return char in right and opener not in text[start : end - 1]
    return (spaces and char.isspace()) or char in right


def is_grapheme_border(text: str, index: int) -> bool:
    """Whether a span may start or end at `index` without splitting what a reader sees as one."""
    if index <= 0 or index >= len(text):
        return True
    return not (_is_glue(text[index]) or text[index - 1] == "\u200d" or _splits_flag(text, index))


def _is_glue(char: str) -> bool:
    if char < "\u0300":
        return False
    return (
        char == "\u200d"
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


def _tokens(text: str) -> list[tuple[int, int]]:
    tokens: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        joined = tokens and tokens[-1][1] == start and not is_grapheme_border(text, start)
        if joined:
            tokens[-1] = (tokens[-1][0], end)
            continue
        possessive = _POSSESSIVE.search(match.group())
        if possessive and possessive.start() > 0:
            middle = start + possessive.start()
            tokens += [(start, middle), (middle, end)]
        else:
            tokens.append((start, end))
    return tokens


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if not line.isspace():
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(line.strip())


def _sentences(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.end()
        if match.group().startswith(".") and _ABBREVIATION.search(
            text, max(begin, match.start() - 12), match.start() + 1
        ):
            continue
        following = text[stop:end].lstrip()
        # "…wrote. said he": a small letter after the mark continues the sentence.
        if following.lstrip(_OPENERS)[:1].islower():
            continue
        yield begin, stop
        begin = end - len(following)
    if begin < end:
        yield begin, end


def _short(text: str, limit: int = 60) -> str:
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"
