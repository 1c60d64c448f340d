"""Suggestions learn from the codings of finished articles of the study.

The training itself is `prehighlight.training.train_on_texts`: plain data in and out, for a worker
process. What was learned lies beside the project as `learned.json`, belongs to no coding, and may
be deleted at any time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, SuggestionDecision, Zone
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.workspace.project import OpenProject

if TYPE_CHECKING:
    from refusal_annotator.prehighlight.learner import Learned
    from refusal_annotator.prehighlight.training import TrainingText

FILE_NAME = "learned.json"

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

log = logging.getLogger(__name__)


class LearningError(AnnotatorError):
    """A choice about learning that the project does not allow."""


def training_texts(project: OpenProject) -> list[TrainingText]:
    """Finished articles with what each coder who finished them coded, by article key."""
    from refusal_annotator.prehighlight.training import TrainingText

    project.flush()
    texts: list[TrainingText] = []
    finished = _finished_by_version(project)
    for summary in sorted(project.articles(), key=lambda s: s.key):
        version = project.store.version_of(summary.id)
        codings = finished.get(version.id, ())
        if not codings:
            continue
        coders = [coding.coder_id for coding in codings]
        spans = project.store.values(Annotation, article_version_id=version.id, coder_id=coders)
        decisions = project.store.values(
            SuggestionDecision, article_version_id=version.id, coder_id=coders
        )
        zones = project.store.values(Zone, article_version_id=version.id)
        texts.append(
            TrainingText(
                version_id=version.id,
                key=summary.key,
                text=version.text,
                zones=tuple(zone for zone in zones if zone.status == "confirmed"),
                coded=tuple(_coded(project, coding, spans) for coding in codings),
                rejected=frozenset((d.start, d.end) for d in decisions if d.decision == "rejected"),
            )
        )
    return texts


def train_from_codings(
    project: OpenProject,
    *,
    trained: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned | None:
    """Train in this process and keep the result; None when cancelled.

    An interface gathers `training_texts`, runs `train_on_texts` in its worker process and hands
    the result to `keep_learned`.
    """
    from refusal_annotator.prehighlight.training import train_on_texts

    learned = train_on_texts(
        project.codebook.source_text,
        training_texts(project),
        trained=trained,
        progress=progress,
        cancelled=cancelled,
    )
    if learned is not None:
        keep_learned(project, learned)
    return learned


def keep_learned(project: OpenProject, learned: Learned) -> None:
    """Write what was learned into the project folder; what was switched off stays off."""
    _refuse_reading_only(project)
    before = load_learned(project)
    if before is not None:
        learned = replace(learned, switched_off=before.switched_off)
    _write(project, learned)


def load_learned(project: OpenProject) -> Learned | None:
    """What was learned in this project; None without, or where it fits these rules no more."""
    from refusal_annotator.prehighlight.training import learned_from_json

    try:
        return learned_from_json(json.loads(_path(project).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        # A file of this computer only: suggestions go on with the rules.
        log.warning("what was learned cannot be read: %s", error)
        return None


def switch_learning(project: OpenProject, role: str, *, on: bool) -> Learned:
    """Switch the learned model of a role off or on again, for the next suggestions."""
    _refuse_reading_only(project)
    learned = load_learned(project)
    if learned is None or role not in learned.results:
        raise LearningError(
            f"Nothing was learned for the role {role!r} yet; finish articles and train first."
        )
    off = learned.switched_off - {role} if on else learned.switched_off | {role}
    changed = replace(learned, switched_off=frozenset(off))
    _write(project, changed)
    return changed


def forget_learned(project: OpenProject) -> None:
    """Delete what was learned; suggestions are made with the rules."""
    _refuse_reading_only(project)
    _path(project).unlink(missing_ok=True)


def _refuse_reading_only(project: OpenProject) -> None:
    if project.read_only:
        raise ProjectError("The project is open for reading only; nothing learned was changed.")


def _write(project: OpenProject, learned: Learned) -> None:
    """Write the file whole, so that a crash leaves the old one or the new one."""
    from refusal_annotator.prehighlight.training import learned_to_json

    path = _path(project)
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(json.dumps(learned_to_json(learned), allow_nan=False) + "\n", "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise ProjectError(
            f"What was learned cannot be kept: {path} cannot be written: {error.strerror}. "
            "Suggestions are made with the rules."
        ) from error


def _path(project: OpenProject) -> Path:
    return project.folder / FILE_NAME


def _finished_by_version(project: OpenProject) -> Mapping[UUID, Sequence[ArticleCoding]]:
    finished: dict[UUID, list[ArticleCoding]] = {}
    for coding in project.store.values(ArticleCoding):
        if coding.status is CodingStatus.FINISHED:
            finished.setdefault(coding.article_version_id, []).append(coding)
    return finished


def _coded(
    project: OpenProject, coding: ArticleCoding, spans: Sequence[Annotation]
) -> dict[str, frozenset[tuple[int, int]]]:
    """Places by span type; a type that the coder did not go through is left out, not empty."""
    mine = [span for span in spans if span.coder_id == coding.coder_id]
    every = [span_type.id for span_type in project.codebook.span_types]
    return {
        type_id: frozenset((span.start, span.end) for span in mine if span.type == type_id)
        for type_id in (coding.coded_types or every)
    }
