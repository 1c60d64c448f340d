"""Which suggestions coders are shown: those that reach the threshold of their span type.

A suggestion below it is kept and not shown; one that a coder has decided on stays for that coder.
The thresholds stand in the project's database; `thresholds` changes them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from refusal_annotator.domain.annotations import Suggestion
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.resources import resource_path
from refusal_annotator.storage.store import ProjectStore

META_KEY = "suggestion_thresholds"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShownCount:
    """How many suggestions of a type a threshold shows, out of how many."""

    n_shown: int
    n_all: int


def default_thresholds(codebook: Codebook) -> dict[str, float]:
    """Threshold by span type id where nobody chose: precision goes before recall for claims and
    stance. A type without a role that is suggested has 0.
    """
    by_role = _default_by_role()
    return {t.id: by_role.get(t.role or "", 0.0) for t in codebook.span_types}


def thresholds_in(store: ProjectStore, codebook: Codebook) -> dict[str, float]:
    """Threshold by span type id: what was chosen, else the default."""
    limits = default_thresholds(codebook)
    limits.update((k, v) for k, v in chosen_in(store).items() if k in limits)
    return limits


def chosen_in(store: ProjectStore) -> dict[str, float]:
    """Thresholds that somebody chose, also for types of another version of the codebook."""
    written = store.meta().get(META_KEY)
    if not written:
        return {}
    try:
        return {str(k): float(v) for k, v in json.loads(written).items()}
    except (ValueError, TypeError, AttributeError) as error:
        log.warning("the thresholds of the project cannot be read: %s", error)
        return {}


def is_shown(suggestion: Suggestion, limits: Mapping[str, float]) -> bool:
    """Whether a suggestion reaches the threshold of its type; a type without one shows all."""
    return suggestion.score >= limits.get(suggestion.type, 0.0)


def count_shown(
    suggestions: Iterable[Suggestion], limits: Mapping[str, float]
) -> dict[str, ShownCount]:
    """Count by type of what thresholds show."""
    totals: dict[str, list[int]] = {}
    for suggestion in suggestions:
        row = totals.setdefault(suggestion.type, [0, 0])
        row[0] += is_shown(suggestion, limits)
        row[1] += 1
    return {name: ShownCount(*row) for name, row in totals.items()}


@cache
def _default_by_role() -> Mapping[str, float]:
    # Read here and not through prehighlight, whose rules the window's process does not load.
    content = json.loads(resource_path("prehighlight", "calibration.json").read_text("utf-8"))
    return {role: float(limit) for role, limit in content["thresholds"].items()}
