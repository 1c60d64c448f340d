"""Quotations: which stretches of a text stand between marks that belong together."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from refusal_annotator.prehighlight.reading import Reading

_PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’", '"': '"'}
_MARKS = frozenset('“”„«»‘’"')
OPENERS = frozenset(_PAIRS)
_MAY_OPEN = frozenset("“„«‘\"'’([$£€¥₽₴#@…")
_MAY_CLOSE = frozenset("”»’\"')]%!?…€")
CLOSERS = frozenset('”»’"')


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; `closed` is False where a paragraph ends before it does."""

    start: int
    end: int
    closed: bool = True


class Quotes:
    """The quotations of one text, outermost only, found paragraph by paragraph."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self.all: list[Quote] = []
        for paragraph in reading.paragraphs:
            self._scan(paragraph.start, paragraph.end)
        self._starts = [quote.start for quote in self.all]

    def around(self, start: int, end: int) -> Quote | None:
        """Return the quotation that start..end lies in, marks included, or None."""
        index = bisect_right(self._starts, start) - 1
        if index >= 0 and end <= self.all[index].end:
            return self.all[index]
        return None

    def within(self, start: int, end: int) -> list[Quote]:
        """Quotations that share characters with start..end."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, max(start, end - 1))
        return [q for q in self.all[first:last] if q.start < end and start < q.end]

    def _scan(self, start: int, end: int) -> None:
        opened, closer = -1, ""
        for i in range(start, end):
            char = self.text[i]
            if char not in _MARKS:
                continue
            if opened < 0:
                if char in _PAIRS and self._opens(i, start):
                    opened, closer = i, _PAIRS[char]
            elif char == closer and self._closes(i, end):
                self.all.append(Quote(opened, i + 1))
                opened = -1
        if opened >= 0 and closer != "’":
            self.all.append(Quote(opened, end, closed=False))

    def _opens(self, i: int, start: int) -> bool:
        before = self.text[i - 1] if i > start else " "
        return not before.isalnum() and i + 1 < len(self.text) and not self.text[i + 1].isspace()

    def _closes(self, i: int, end: int) -> bool:
        return i + 1 >= end or not self.text[i + 1].isalnum()


def fit_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Keep quotation marks at the edges only where both belong together, and drop loose ends.

    Conjunctions and spaces at the start and marks of punctuation at the end go as well; the comma
    or full stop before a closing mark that stays, stays with it.
    """
    for _ in range(4):
        before = (start, end)
        while start < end and not (text[start].isalnum() or text[start] in _MAY_OPEN):
            start += 1
        while start < end and not (text[end - 1].isalnum() or text[end - 1] in _MAY_CLOSE):
            end -= 1
        if start < end and not _is_paired(text, start, end):
            if text[start] in OPENERS and _unclosed(text, start, end):
                start += 1
            if start < end and text[end - 1] in CLOSERS and _unopened(text, start, end):
                end -= 1
        if (start, end) == before:
            break
    return start, max(start, end)


def _is_paired(text: str, start: int, end: int) -> bool:
    closer = _PAIRS.get(text[start])
    if closer is None or text[end - 1] != closer or end - start < 3:
        return False
    return text.find(closer, start + 1, end - 1) < 0


def _unclosed(text: str, start: int, end: int) -> bool:
    return text.find(_PAIRS[text[start]], start + 1, end) < 0 or (
        text[start] != '"'
        and text.count(text[start], start, end) > text.count(_PAIRS[text[start]], start, end)
    )


def _unopened(text: str, start: int, end: int) -> bool:
    mark = text[end - 1]
    if mark == '"':
        return text.count('"', start, end) % 2 == 1
    openers = [o for o, c in _PAIRS.items() if c == mark]
    if mark == "’":
        # "the soldiers’" ends in an apostrophe, not in a mark.
        if text.rfind("‘", start, end) >= 0:
            return False
        return not (end >= 2 and text[end - 2] in "sS")
    return not any(text.rfind(opener, start, end - 1) >= 0 for opener in openers)
