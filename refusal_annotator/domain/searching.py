"""Words to look for in texts: what a query says, and where in a text it is found.

A word is a run of letters and digits; capitals, accents, soft hyphens and the shape of apostrophes
make no difference. What is indexed, asked for and found is cut into words by the same rule, so
that no database's own idea of a word decides what is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Marks that stand above or under a letter, and signs that show nothing, part no word.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_UNSEEN}{_MARKS}])*")
_DROPPED = re.compile(f"[{_UNSEEN}]")
_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'"(?P<phrase>[^"]*)(?:"|\Z)(?P<open>\*?)|(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand in a row; with `prefix` the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def parse_query(query: str) -> tuple[Term, ...]:
    """What to look for: each word, "words in quotes" in a row, and beginnings such as refus*.

    Every query means something: a quote that is not closed reaches to the end, and signs that are
    neither letters nor digits are left out. Nothing to look for gives no terms.
    """
    terms: dict[Term, None] = {}
    for found in _TERM.finditer(query.translate(_QUOTES)):
        written = found["phrase"] if found["word"] is None else found["word"]
        words = tuple(words_of(written))
        prefix = bool(found["open"]) or (found["word"] or "").endswith("*")
        if words:
            terms[Term(words, prefix)] = None
    return tuple(terms)


def words_of(text: str) -> list[str]:
    """Words of a text in their order, as they are compared."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [_fold(word) for word in _WORD.findall(text)]


def places_of(text: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Where a text holds the terms, as (start, end) in code points, in order and apart.

    Empty where it does not hold every one of them.
    """
    words = words_of(text)
    rows: list[tuple[int, int]] = []
    for term in terms:
        own = _rows_of(words, term)
        if not own:
            return ()
        rows += own
    spans = [found.span() for found in _WORD.finditer(text)]
    kept: list[tuple[int, int]] = []
    for first, last in sorted(rows, key=lambda row: (row[0], -row[1])):
        start, end = spans[first][0], spans[last][1]
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _rows_of(words: Sequence[str], term: Term) -> list[tuple[int, int]]:
    """First and last word of every place where a term stands."""
    *inner, last = term.words
    length = len(term.words)
    if not inner:
        if term.prefix:
            return [(n, n) for n, word in enumerate(words) if word.startswith(last)]
        return [(n, n) for n, word in enumerate(words) if word == last]
    found: list[tuple[int, int]] = []
    for at in range(len(words) - length + 1):
        if words[at] != inner[0] or list(words[at : at + length - 1]) != inner:
            continue
        end = words[at + length - 1]
        if end == last or (term.prefix and end.startswith(last)):
            found.append((at, at + length - 1))
    return found


@lru_cache(maxsize=65_536)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", word)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in plain if unicodedata.category(c) != "Mn")
