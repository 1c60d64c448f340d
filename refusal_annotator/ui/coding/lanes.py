"""Where spans go when they overlap: lanes under the text, and lanes in the margins. No Qt here.

Longest first takes the lowest free lane, so a claim's line runs on next to the text and its parts
sit below it; a span keeps one lane over all its lines. A change touches only the spans that hang
together with it.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from refusal_annotator.ui.coding.marks import SpanMark

# Longer spans are few and kept apart, so that a search for shorter ones can stop early.
LONG = 2000
_EXACT_LIMIT = 300
_AT_ONCE = 500


class Placed:
    """A mark with its lane, and what the painter remembers about it."""

    __slots__ = ("end", "lane", "length", "lines", "mark", "pieces", "qt_parts", "start")

    def __init__(self, mark: SpanMark, qt_parts: tuple[tuple[int, int], ...]) -> None:
        self.mark = mark
        parts = mark.parts
        self.start, self.end = parts[0][0], parts[-1][1]
        alone = len(parts) == 1
        self.length = self.end - self.start if alone else sum(end - start for start, end in parts)
        self.qt_parts = qt_parts
        self.lane = 0
        # Filled by the painter: block -> (first, last) line, (block, line) -> drawn pieces.
        self.lines: dict[int, tuple[int, int] | None] = {}
        self.pieces: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}

    def forget_layout(self) -> None:
        """The text was laid out anew."""
        self.lines.clear()
        self.pieces.clear()


class MarkIndex:
    """All marks of an article, found by position, with their lanes kept right."""

    def __init__(self) -> None:
        self._by_id: dict[UUID, Placed] = {}
        self._starts: list[int] = []
        self._placed: list[Placed] = []
        self._long: list[Placed] = []

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, mark_id: UUID) -> bool:
        return mark_id in self._by_id

    def get(self, mark_id: UUID) -> Placed | None:
        """The mark of this id."""
        return self._by_id.get(mark_id)

    def all(self) -> Iterable[Placed]:
        """Every mark, in no order."""
        return self._by_id.values()

    def load(self, marks: Iterable[Placed]) -> None:
        """Start over with these marks."""
        for _ in self.loading(marks):
            pass

    def loading(self, marks: Iterable[Placed]) -> Iterator[None]:
        """Start over with these marks, some hundred at a time; of no use before all are in."""
        by_id: dict[UUID, Placed] = {}
        for number, placed in enumerate(marks, 1):
            by_id[placed.mark.id] = placed
            if number % _AT_ONCE == 0:
                yield
        self._by_id = by_id
        ordered = sorted(by_id.values(), key=lambda p: p.start)
        self._long = [p for p in ordered if p.end - p.start > LONG]
        self._placed = [p for p in ordered if p.end - p.start <= LONG]
        self._starts = [p.start for p in self._placed]
        yield
        _assign(self._long, ())
        done = 0
        for group in _groups(self._placed):
            _assign(group, self._long_near(group))
            done += len(group)
            if done >= _AT_ONCE:
                done = 0
                yield

    def add(self, placed: Placed) -> None:
        """Add a mark, or put it in the place of the one with its id."""
        if placed.mark.id in self._by_id:
            self.remove(placed.mark.id)
        self._by_id[placed.mark.id] = placed
        if placed.end - placed.start > LONG:
            self._relane_long([*self._long, placed], placed)
            return
        else:
            at = bisect_right(self._starts, placed.start)
            self._starts.insert(at, placed.start)
            self._placed.insert(at, placed)
        self._relane(placed.start, placed.end)

    def change(self, mark: SpanMark) -> bool:
        """Give a mark another look where its place stays; False where it must be placed anew."""
        placed = self._by_id.get(mark.id)
        if placed is None or placed.mark.parts != mark.parts or placed.mark.side != mark.side:
            return False
        placed.mark = mark
        return True

    def remove(self, mark_id: UUID) -> Placed | None:
        """Take a mark away; None when it was not there."""
        placed = self._by_id.pop(mark_id, None)
        if placed is None:
            return None
        if placed.end - placed.start > LONG:
            self._relane_long([p for p in self._long if p is not placed], placed)
            return placed
        else:
            at = bisect_left(self._starts, placed.start)
            while self._placed[at] is not placed:
                at += 1
            del self._starts[at], self._placed[at]
        self._relane(placed.start, placed.end)
        return placed

    def overlapping(self, start: int, end: int) -> list[Placed]:
        """Marks that share a character with this extent."""
        first = bisect_left(self._starts, start - LONG)
        last = bisect_left(self._starts, end)
        found = [p for p in self._placed[first:last] if p.end > start]
        if self._long:
            found += self._long_over(start, end)
        return found

    def _long_over(self, start: int, end: int) -> list[Placed]:
        return [p for p in self._long if p.start < end and p.end > start]

    def _long_near(self, group: Sequence[Placed]) -> list[Placed]:
        return self._long_over(group[0].start - 1, max(p.end for p in group) + 1)

    def _relane_long(self, long: list[Placed], changed: Placed) -> None:
        # Long spans come first, so all that lies under any of them may move.
        self._long = sorted(long, key=lambda p: p.start)
        _assign(self._long, ())
        touched = [*self._long, changed]
        self._relane(min(p.start for p in touched), max(p.end for p in touched))

    def _relane(self, start: int, end: int) -> None:
        # Spans that touch would run into each other on one lane, so they count as overlapping.
        group: list[Placed] = []
        while True:
            first = bisect_left(self._starts, start - LONG - 1)
            last = bisect_right(self._starts, end)
            found = [p for p in self._placed[first:last] if p.end >= start]
            if len(found) == len(group):
                break
            group = found
            start = min(start, min(p.start for p in group))
            end = max(end, max(p.end for p in group))
        for part in _groups(group):
            _assign(part, self._long_near(part))


def pack(intervals: Sequence[tuple[int, int]]) -> list[int]:
    """Lanes of closed line intervals that come sorted by their first line: the lowest that is
    free.
    """
    ends: list[int] = []
    lanes: list[int] = []
    for first, last in intervals:
        for lane, end in enumerate(ends):
            if end < first:
                ends[lane] = last
                break
        else:
            lane = len(ends)
            ends.append(last)
        lanes.append(lane)
    return lanes


def _groups(ordered: Sequence[Placed]) -> list[list[Placed]]:
    groups: list[list[Placed]] = []
    reach = -1
    for placed in ordered:
        if placed.start > reach or not groups:
            groups.append([])
        groups[-1].append(placed)
        reach = max(reach, placed.end)
    return groups


def _assign(group: Sequence[Placed], fixed: Sequence[Placed]) -> None:
    if len(group) == 1 and not fixed:
        group[0].lane = 0
    elif len(group) <= _EXACT_LIMIT:
        _assign_longest_first(group, fixed)
    else:
        _assign_by_start(group, fixed)


def _assign_longest_first(group: Sequence[Placed], fixed: Sequence[Placed]) -> None:
    done: list[Placed] = list(fixed)
    for placed in sorted(group, key=lambda p: (-p.length, p.start, p.mark.id.int)):
        start, end = placed.start, placed.end
        used = {other.lane for other in done if other.start <= end and other.end >= start}
        lane = 0
        while lane in used:
            lane += 1
        placed.lane = lane
        done.append(placed)


def _assign_by_start(group: Sequence[Placed], fixed: Sequence[Placed]) -> None:
    # Hundreds of spans that hang together: one sweep, lowest free lane by start.
    base = 1 + max((p.lane for p in fixed), default=-1)
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    count = 0
    for placed in sorted(group, key=lambda p: (p.start, -p.end)):
        while busy and busy[0][0] < placed.start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, count = count, count + 1
        placed.lane = base + lane
        heapq.heappush(busy, (placed.end, lane))
