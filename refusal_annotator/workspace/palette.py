"""The command palette: what can be reached by typing a few letters, ranked.

Nothing here knows a screen. An entry says what it is; whoever made it knows what to do with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Places = tuple[tuple[int, int], ...]

# How well a word of the query fits; a lower figure is better.
_WHOLE, _START, _WORD, _INSIDE, _LETTERS = range(5)
PER_GROUP = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: `id` is for its maker, `group` is the head it stands under.

    `also` are further spellings by which it is found: aliases, ids, keys of a file.
    """

    id: object
    group: str
    text: str
    note: str = ""
    key: str = ""
    icon: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and where in its text the letters are that were typed."""

    entry: Entry
    places: Places = ()
    spelling: str = ""


def find_entries(
    entries: Iterable[Entry], query: str, *, per_group: int = PER_GROUP
) -> list[tuple[str, list[Hit]]]:
    """Entries that hold every word of the query, by group, the best of each first.

    Groups keep the order of their first entry. Capitals and accents make no difference. A word may
    begin the text, begin a word of it, stand inside one, or be spelt by its letters in order.
    """
    words = fold(query).split()
    found: dict[str, list[tuple[tuple[int, int], Hit]]] = {}
    for number, entry in enumerate(entries):
        group = found.setdefault(entry.group, [])
        best = _best(entry, words)
        if best is not None:
            rank, hit = best
            group.append(((rank, number), hit))
    shown = []
    for title, ranked in found.items():
        ranked.sort(key=lambda pair: pair[0])
        if ranked:
            shown.append((title, [hit for _, hit in ranked[:per_group]]))
    return shown


def fold(text: str) -> str:
    """Text without capitals and accents, one character for each of its own."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFD", character.casefold())
    return plain[:1] or character


def _best(entry: Entry, words: Sequence[str]) -> tuple[int, Hit] | None:
    if not words:
        return 0, Hit(entry)
    own = _match(entry.text, words)
    if own is not None:
        rank, places = own
        return rank, Hit(entry, places)
    for spelling in entry.also:
        other = _match(spelling, words)
        if other is not None:
            return other[0] + 1, Hit(entry, (), spelling)
    return None


def _match(text: str, words: Sequence[str]) -> tuple[int, Places] | None:
    """How badly a text fits, and where the words stand in it; None where one does not."""
    folded = fold(text)
    worst, places = 0, []
    for word in words:
        found = _place(folded, word)
        if found is None:
            return None
        worst = max(worst, found[0])
        places += found[1]
    if len(words) == 1 and folded == words[0]:
        worst = _WHOLE
    return worst, tuple(sorted(places))


def _place(folded: str, word: str) -> tuple[int, list[tuple[int, int]]] | None:
    if folded.startswith(word):
        return _START, [(0, len(word))]
    at = folded.find(word)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(word, at + 1)
    if at >= 0:
        return _WORD, [(at, at + len(word))]
    at = folded.find(word)
    if at >= 0:
        return _INSIDE, [(at, at + len(word))]
    if len(word) < 3:
        return None
    return _spelt(folded, word)


def _spelt(folded: str, word: str) -> tuple[int, list[tuple[int, int]]] | None:
    """Letters of the word in order, each at the beginning of a word or right after the last."""
    places: list[tuple[int, int]] = []
    at = 0
    for letter in word:
        while at < len(folded):
            begins = at == 0 or not folded[at - 1].isalnum()
            follows = bool(places) and places[-1][1] == at
            if folded[at] == letter and (begins or follows):
                break
            at += 1
        if at == len(folded):
            return None
        places.append((at, at + 1))
        at += 1
    return _LETTERS, places
