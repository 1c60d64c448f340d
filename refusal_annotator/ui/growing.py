"""Growing and shrinking a selection: token, phrase, clause, sentence, paragraph. No Qt here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

Extent = tuple[int, int]

# Tokens at which a clause ends; a comma inside a figure is part of its token and no border.
_BREAKS = frozenset(',;:—–()[]«»“”"…')


class Growth:
    """The units of one text, and the steps that were taken from the last place."""

    def __init__(
        self,
        text: str,
        *,
        tokens: Sequence[Extent],
        sentences: Sequence[Extent],
        paragraphs: Sequence[Extent],
    ) -> None:
        self._text = text
        self._tokens, self._sentences, self._paragraphs = tokens, sentences, paragraphs
        self._steps: list[Extent] = []

    def grow(self, extent: Extent, phrases: Iterable[Extent] = ()) -> Extent | None:
        """The smallest unit that holds the extent and more; None where it is a whole paragraph.

        `phrases` are extents that the analysis found: entities, figures, noun phrases.
        """
        wider = [
            unit
            for unit in self._around(extent, phrases)
            if unit[0] <= extent[0] and extent[1] <= unit[1] and unit != extent
        ]
        if not wider:
            return None
        target = min(wider, key=lambda unit: (unit[1] - unit[0], unit[0]))
        if not self._steps or self._steps[-1] != extent:
            self._steps = [extent]
        self._steps.append(target)
        return target

    def shrink(self, extent: Extent, phrases: Iterable[Extent] = ()) -> Extent | None:
        """Back one step; without a step before, the widest unit inside that begins the extent."""
        if len(self._steps) > 1 and self._steps[-1] == extent:
            self._steps.pop()
            return self._steps[-1]
        start = (extent[0], extent[0] + 1)
        narrower = [
            unit
            for unit in self._around(start, phrases)
            if extent[0] <= unit[0] and unit[1] <= extent[1] and unit != extent
        ]
        self._steps = []
        return max(narrower, key=lambda unit: unit[1] - unit[0], default=None)

    def _around(self, extent: Extent, phrases: Iterable[Extent]) -> Iterator[Extent]:
        """Units of each kind that touch both ends of an extent."""
        yield from phrases
        for units in (self._tokens, self._sentences, self._paragraphs):
            unit = _cover(units, extent)
            if unit is not None:
                yield unit
        sentence = _cover(self._sentences, extent)
        if sentence is not None:
            clause = self._clause(sentence, extent)
            if clause is not None:
                yield clause

    def _clause(self, sentence: Extent, extent: Extent) -> Extent | None:
        """What lies between the marks around an extent, inside its sentence."""
        first = bisect_right(self._tokens, (sentence[0], sentence[0]))
        start, end = sentence
        for token in self._tokens[max(0, first - 1) :]:
            if token[0] >= sentence[1]:
                break
            if self._text[token[0] : token[1]] not in _BREAKS:
                continue
            if sentence[0] <= token[0] and token[1] <= extent[0]:
                start = token[1]
            elif token[0] >= extent[1]:
                end = token[0]
                break
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and (self._text[end - 1].isspace() or self._text[end - 1] in ".!?"):
            end -= 1
        return (start, end) if start < end else None


def _cover(units: Sequence[Extent], extent: Extent) -> Extent | None:
    """From the beginning of the unit at the start to the end of the unit at the end."""
    start, end = extent
    first = max(0, bisect_right(units, (start, 1 << 62)) - 1)
    if first >= len(units) or units[first][0] > start:
        return None
    left, right = units[first]
    if right < start:
        return None
    after = first
    while right < end and after + 1 < len(units) and units[after + 1][0] < end:
        after += 1
        right = units[after][1]
    return (left, right) if right >= end else None
