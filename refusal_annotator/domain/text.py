"""One canonical text per article, and the check that a quote stands where it says.

Offsets everywhere count Unicode code points of the canonical text. The text never changes once it
is stored: everything that could make two programs count differently is taken out here, once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from refusal_annotator.domain.borders import (
    BORDER_RULES_VERSION,
    Borders,
    compute_borders,
    covered,
    ends_in_abbreviation,
    is_grapheme_border,
    snap,
)
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span

__all__ = [
    "BORDER_RULES_VERSION",
    "PART_JOINER",
    "Borders",
    "canonical_text",
    "check_anchor",
    "check_storable",
    "compute_borders",
    "covered",
    "is_grapheme_border",
    "quote_of",
    "require_anchor",
    "sha256_of",
    "snap",
    "text_sha256",
    "trim",
]

PART_JOINER = " … "

# Line ends that Qt, browsers and editors rewrite in their own ways; all become LF, once.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTES = frozenset("\"'“”‘’«»„‚‹›")
_BRACKETS = frozenset("()[]{}")
_FINAL_PUNCTUATION = frozenset(".,;:!?…")
# What closes a pair, by what opens it; straight marks open and close alike.
_CLOSERS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "“": "”",
    "‘": "’",
    "«": "»",
    "‹": "›",
    "„": "“",
    "‚": "‘",
    '"': '"',
    "'": "'",
}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}


def canonical_text(raw: str) -> str:
    """Return `raw` without BOM and NUL, with LF as the only line end, and otherwise unchanged."""
    return _LINE_ENDS.sub("\n", raw.replace("\0", "").lstrip("\ufeff"))


def check_storable(text: str) -> str | None:
    """Say why `text` cannot be stored in both databases, or return None."""
    if "\0" in text:
        return "it holds a NUL character"
    if _SURROGATE.search(text):
        return "it holds half of a surrogate pair, which is no character"
    return None


def sha256_of(data: bytes) -> str:
    """Hex digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """Hex digest of the UTF-8 form of a canonical text."""
    return sha256_of(text.encode("utf-8"))


def count_words(text: str) -> int:
    """How many pieces between white space hold a letter or a figure; a dash alone is no word."""
    return sum(any(map(str.isalnum, piece)) for piece in text.split())


def quote_of(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """Return what stands in the parts, joined by an ellipsis where there are several."""
    return PART_JOINER.join(text[start:end] for start, end in parts)


def check_anchor(text: str, parts: Sequence[tuple[int, int]], quote: str) -> str | None:
    """Say why `quote` does not stand at `parts` of `text`, or return None."""
    for start, end in parts:
        if not 0 <= start < end <= len(text):
            return f"{start}-{end} lies outside the text of {len(text)} characters"
    for before, after in pairwise(parts):
        if after[0] < before[1]:
            return f"the parts {before[0]}-{before[1]} and {after[0]}-{after[1]} are not in order"
    found = quote_of(text, parts)
    if found != quote:
        return f"the text there is {_short(found)}, not {_short(quote)}"
    return None


def require_anchor(text: str, parts: Sequence[tuple[int, int]], quote: str) -> None:
    """Raise AnnotatorError unless `quote` stands at `parts` of `text`."""
    reason = check_anchor(text, parts, quote)
    if reason:
        raise AnnotatorError(f"The quote does not match the text: {reason}. Nothing was changed.")


def trim(text: str, span: Span, trims: Sequence[str]) -> Span | None:
    """Take what the span type trims off both edges; None where nothing would be left.

    Brackets and quotes go only where they stand alone at the edge or as a pair around all of it;
    final punctuation goes at the end only, and never the full stop of an abbreviation (U.S.).
    """
    start, end = span.start, span.end
    names = frozenset(trims)
    while start < end:
        if _goes_at_start(text, start, end, names) and is_grapheme_border(text, start + 1):
            start += 1
        elif _goes_at_end(text, start, end, names) and is_grapheme_border(text, end - 1):
            end -= 1
        else:
            return Span(start, end)
    return None


def _goes_at_start(text: str, start: int, end: int, names: frozenset[str]) -> bool:
    char = text[start]
    if char.isspace():
        return "space" in names
    if not _is_mark(char, names):
        return False
    closer = _CLOSERS.get(char)
    partner = _closing(text, start, end, closer) if closer else None
    return partner is None or partner == end - 1


def _goes_at_end(text: str, start: int, end: int, names: frozenset[str]) -> bool:
    char = text[end - 1]
    if char.isspace():
        return "space" in names
    if char in _FINAL_PUNCTUATION:
        return "final_punctuation" in names and not ends_in_abbreviation(text, start, end)
    if not _is_mark(char, names):
        return False
    opener = _OPENERS.get(char)
    partner = _opening(text, start, end, opener) if opener else None
    return partner is None or partner == start


def _is_mark(char: str, names: frozenset[str]) -> bool:
    return ("quotes" in names and char in _QUOTES) or ("brackets" in names and char in _BRACKETS)


def _closing(text: str, start: int, end: int, closer: str) -> int | None:
    """Where the mark that opens at `start` is closed, or None."""
    opener, depth = text[start], 0
    for index in range(start + 1, end):
        char = text[index]
        if char == closer and not _is_apostrophe(text, index):
            if depth == 0:
                return index
            depth -= 1
        elif char == opener:
            depth += opener != closer
    return None


def _opening(text: str, start: int, end: int, opener: str) -> int | None:
    """Where the mark that closes at the end was opened, or None."""
    closer, depth = text[end - 1], 0
    for index in range(end - 2, start - 1, -1):
        char = text[index]
        if char == opener and not _is_apostrophe(text, index):
            if depth == 0:
                return index
            depth -= 1
        elif char == closer and not _is_apostrophe(text, index):
            depth += opener != closer
    return None


def _is_apostrophe(text: str, index: int) -> bool:
    """Whether a mark stands between two letters, as in don't."""
    return (
        text[index] in "'’"
        and 0 < index < len(text) - 1
        and text[index - 1].isalnum()
        and text[index + 1].isalnum()
    )


def _short(text: str, limit: int = 60) -> str:
    return f"“{text}”" if len(text) <= limit else f"“{text[: limit - 1]}…”"
