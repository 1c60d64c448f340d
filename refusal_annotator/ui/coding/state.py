"""What the article view shows beside text and marks: selection, modes, hits. Qt positions
inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Edge = Literal["start", "end"]
QtExtent = tuple[int, int]


@dataclass(slots=True)
class ViewState:
    """Changed by the view, read by the painters."""

    selected: UUID | None = None
    linked: frozenset[UUID] = frozenset()
    current_suggestion: UUID | None = None
    hints: Mapping[UUID, str] | None = None
    flashed: UUID | None = None
    # Shown left of the bar, for the marks that are counted.
    numbers: Mapping[UUID, int] = field(default_factory=dict)
    selection: QtExtent | None = None
    # While dragging: what the mouse covers, and what will be selected when it is let go.
    preview: QtExtent | None = None
    # Selections that wait to become parts of one span.
    held: tuple[QtExtent, ...] = ()
    # An edge that is being moved, and where the span would reach now.
    edge: Edge | None = None
    edge_extent: QtExtent | None = None
    hits: list[QtExtent] = field(default_factory=list)
    current_hit: int = -1
    # Focus mode: only this extent keeps its ink.
    focus_extent: QtExtent | None = None
    show_values: bool = True
    # Where sentences begin, to be numbered at the left edge; empty when they are not.
    sentence_starts: tuple[int, ...] = ()
    lane_pitch: int = 4

    @property
    def dims(self) -> bool:
        """Whether all but the strong spans lose their fill."""
        return self.hints is not None or self.edge is not None

    def is_strong(self, mark_id: UUID) -> bool:
        """Whether a span is selected, linked or a candidate of a link."""
        return (
            mark_id == self.selected
            or mark_id in self.linked
            or (self.hints is not None and mark_id in self.hints)
        )
