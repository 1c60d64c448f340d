"""Spans: half-open stretches of code points of one text."""

from __future__ import annotations

from dataclasses import dataclass

from refusal_annotator.domain.errors import SpanError


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Code points `start` up to, but not including, `end`; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise SpanError(
                f"The span {self.start}-{self.end} is empty or reversed. "
                "Select at least one character."
            )

    @property
    def length(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def intersection(self, other: Span) -> int:
        """Number of code points that both share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def overlaps(self, other: Span) -> bool:
        """Whether at least one code point is shared."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def iou(self, other: Span) -> float:
        """Intersection over union of the code points, 0 to 1."""
        shared = self.intersection(other)
        return shared / (self.length + other.length - shared)


def pieces_iou(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> float:
    """Intersection over union of two spans given as disjoint pieces, 0 to 1."""
    shared = sum(max(0, min(ae, be) - max(as_, bs)) for as_, ae in a for bs, be in b)
    total = sum(e - s for s, e in a) + sum(e - s for s, e in b)
    return shared / (total - shared) if total > shared else 1.0
