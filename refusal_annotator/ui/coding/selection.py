"""Moving and selecting by the units of the text: tokens, sentences, paragraphs. No Qt here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from refusal_annotator.ui.coding.marks import Extent, ZoneMark


class Units:
    """Sorted, disjoint extents of one kind."""

    def __init__(self, extents: Sequence[Extent]) -> None:
        self._extents = extents

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._extents]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._extents]

    def __len__(self) -> int:
        return len(self._starts)

    def at(self, position: int) -> Extent | None:
        """The unit at a position; between two, the one that begins there, else the one before."""
        i = bisect_right(self._starts, position) - 1
        if i < 0:
            return (self._starts[0], self._ends[0]) if self._starts else None
        return self._starts[i], self._ends[i]

    def touching(self, position: int) -> Extent | None:
        """The unit that holds a position or ends at it, or None in the room between."""
        unit = self.at(position)
        return unit if unit is not None and unit[0] <= position <= unit[1] else None

    def snap(self, start: int, end: int) -> Extent | None:
        """Grow to whole units; None when no unit is touched."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        return self._starts[first], self._ends[last]

    def next_start(self, position: int) -> int | None:
        """Where the next unit begins."""
        i = bisect_right(self._starts, position)
        return self._starts[i] if i < len(self._starts) else None

    def previous_start(self, position: int) -> int | None:
        """Where this unit begins, or the one before when already there."""
        i = bisect_left(self._starts, position) - 1
        return self._starts[i] if i >= 0 else None

    def next_end(self, position: int) -> int | None:
        """Where this unit ends, or the next one when already there."""
        i = bisect_right(self._ends, position)
        return self._ends[i] if i < len(self._ends) else None

    def previous_end(self, position: int) -> int | None:
        """Where the unit before ends."""
        i = bisect_left(self._ends, position) - 1
        return self._ends[i] if i >= 0 else None


def step(units: Units, position: int, *, forward: bool, length: int) -> int:
    """Where the caret goes by one unit: always to a beginning, at last to the end of the text."""
    if forward:
        target = units.next_start(position)
        return length if target is None else target
    target = units.previous_start(position)
    return 0 if target is None else target


def extend(units: Units, anchor: int, position: int, *, forward: bool) -> int:
    """Where the moving end of a selection goes by one unit.

    Right of the anchor it stops where units end, left of it where they begin, so a selection always
    holds whole units; on the way back it stops at the anchor.
    """
    if forward:
        if position >= anchor:
            target = units.next_end(position)
            return position if target is None else target
        target = units.next_start(position)
        return anchor if target is None or target > anchor else target
    if position > anchor:
        target = units.previous_end(position)
        return anchor if target is None or target < anchor else target
    target = units.previous_start(position)
    return position if target is None else target


def out_of_zones(zones: Sequence[ZoneMark], position: int, *, forward: bool, length: int) -> int:
    """The nearest place in the direction of travel that is not inside a zone.

    Zones come sorted. A zone at the very end or start of the text has nothing behind it; then the
    caret turns back to the edge it came from.
    """
    moved = position
    for zone in zones if forward else reversed(zones):
        if zone.start < moved < zone.end or (forward and zone.start == moved < zone.end):
            moved = zone.end if forward else zone.start
    if forward and moved >= length and zones and zones[-1].end >= length:
        return min(position, zones[-1].start)
    if not forward and moved == 0 and zones and zones[0].start == 0:
        return min(length, zones[0].end)
    return moved
