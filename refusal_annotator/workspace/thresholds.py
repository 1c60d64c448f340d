"""Which suggestions coders see, and which spaCy pipeline helps to find them.

Both are choices for the study, so they stand in the project's database and travel with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.shown import META_KEY, chosen_in, thresholds_in

_PIPELINE = "suggestion_pipeline"


class ThresholdError(AnnotatorError):
    """A threshold that no score can be compared with."""


def thresholds(project: OpenProject) -> dict[str, float]:
    """Threshold by span type id, as chosen in this project."""
    project.flush()
    return thresholds_in(project.store, project.codebook)


def set_threshold(project: OpenProject, type_id: str, threshold: float) -> dict[str, float]:
    """Choose the lowest score (0 to 1) of a type that coders are shown; returns all thresholds."""
    return set_thresholds(project, {type_id: threshold})


def set_thresholds(project: OpenProject, limits: Mapping[str, float]) -> dict[str, float]:
    """Choose the lowest scores of several types; returns all thresholds."""
    _refuse_reading_only(project)
    project.flush()
    chosen = chosen_in(project.store)
    for type_id, threshold in limits.items():
        label = project.codebook.span_type(type_id).label
        if not (math.isfinite(threshold) and 0 <= threshold <= 1):
            raise ThresholdError(
                f"The threshold of {label} was not changed: {threshold} is no number from 0 to 1."
            )
        chosen[type_id] = round(float(threshold), 4)
    project.store.set_meta(**{META_KEY: json.dumps(chosen, sort_keys=True)})
    project.forget_sessions()
    return thresholds(project)


def pipeline_name(project: OpenProject) -> str:
    """Package or folder of the spaCy pipeline of this project; empty for none."""
    project.flush()
    return project.store.meta().get(_PIPELINE, "")


def set_pipeline(project: OpenProject, name: str) -> str:
    """Choose a spaCy pipeline for the next suggestions; empty for none. Returns what is kept.

    Whether it loads is found out when suggestions are made, on the computer that makes them.
    """
    _refuse_reading_only(project)
    written = name.strip()
    folder = Path(written).expanduser() if written else None
    if folder is not None and folder.is_dir():
        written = str(folder.resolve())
    project.store.set_meta(**{_PIPELINE: written})
    project.flush()
    return written


def scores_by_type(
    project: OpenProject, article_ids: Sequence[UUID] | None = None
) -> dict[str, list[float]]:
    """Scores of the suggestions in articles, by span type, sorted: what a live count looks up."""
    project.flush()
    scores: dict[str, list[float]] = {}
    ids = [a.id for a in project.articles()] if article_ids is None else article_ids
    for article_id in ids:
        for suggestion in project.store.suggestions(project.store.version_of(article_id).id):
            scores.setdefault(suggestion.type, []).append(suggestion.score)
    return {type_id: sorted(found) for type_id, found in scores.items()}


def _refuse_reading_only(project: OpenProject) -> None:
    if project.read_only:
        raise ProjectError("The project is open for reading only; nothing was changed.")
