"""Which suggestions are shown: those that reach the threshold of their span type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.prehighlight.calibration import default_calibration
from refusal_annotator.prehighlight.values import TYPE_ROLES


class Scored(Protocol):
    """Anything with a type and a score."""

    @property
    def type(self) -> str:
        """Id of the span type."""
        ...

    @property
    def score(self) -> float:
        """Score from 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class ShownCount:
    """How many suggestions of a type a threshold shows, out of how many."""

    n_shown: int
    n_all: int


def default_thresholds(codebook: Codebook) -> dict[str, float]:
    """Default threshold by span type id; precision goes before recall for claims and stance."""
    calibration = default_calibration()
    found = {}
    for role in TYPE_ROLES:
        span_type = codebook.type_by_role(role)
        if span_type is not None:
            found[span_type.id] = calibration.threshold(role)
    return found


def is_shown(item: Scored, thresholds: Mapping[str, float]) -> bool:
    """Whether a suggestion reaches the threshold of its type; a type without one shows all."""
    return item.score >= thresholds.get(item.type, 0.0)


def shown(items: Iterable[Scored], thresholds: Mapping[str, float]) -> list[Scored]:
    """Suggestions that reach the threshold of their type."""
    return [item for item in items if is_shown(item, thresholds)]


def count_shown(items: Sequence[Scored], thresholds: Mapping[str, float]) -> dict[str, ShownCount]:
    """Count by type of what thresholds show; quick enough to follow a slider."""
    totals: dict[str, list[int]] = {}
    for item in items:
        row = totals.setdefault(item.type, [0, 0])
        row[0] += is_shown(item, thresholds)
        row[1] += 1
    return {name: ShownCount(*row) for name, row in totals.items()}
