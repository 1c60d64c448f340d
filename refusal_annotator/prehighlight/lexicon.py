"""Word lists of `resources/gazetteers`, read once, and a matcher for phrases of several words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from refusal_annotator.prehighlight.reading import words_of
from refusal_annotator.resources import resource_path


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a gazetteer by column name."""
    lines = resource_path("gazetteers", f"{name}.tsv").read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    return tuple(dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:] if line)


@cache
def column(name: str, column_name: str) -> frozenset[str]:
    """All entries of one column."""
    return frozenset(row[column_name] for row in table(name) if row[column_name])


def split_list(cell: str) -> tuple[str, ...]:
    """Entries of a cell that holds several, parted by semicolons."""
    return tuple(entry.strip() for entry in cell.split(";") if entry.strip())


def alternatives(phrases: Iterable[str]) -> str:
    """Pattern for any of the phrases, longest first, with free spaces and either apostrophe."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(_pattern(phrase) for phrase in ordered) or "(?!)"


def _pattern(phrase: str) -> str:
    words = (re.escape(word).replace("'", "['’]") for word in phrase.split())
    return r"\s+".join(words)


class Phrases:
    """Finds entries of one or several words in a row of words, the longest at each place."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for entry in entries:
            words = tuple(word.text for word in words_of(entry, 0, len(entry)))
            self._by_first.setdefault(words[0], []).append(words)
        for rows in self._by_first.values():
            rows.sort(key=len, reverse=True)

    def match(self, words: Sequence[str], at: int, end: int) -> int:
        """Number of words of the longest entry that starts at `at`; 0 where none does."""
        for entry in self._by_first.get(words[at], ()):
            length = len(entry)
            if at + length <= end and tuple(words[at : at + length]) == entry:
                return length
        return 0

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether the words are one whole entry."""
        return words in self._by_first.get(words[0], ())
