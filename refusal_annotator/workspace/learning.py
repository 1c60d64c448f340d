"""Suggestions learn from the codings of finished articles of the study.

The training itself is `learn_from_texts`: plain data in and out, for a worker process. What was
learned lies beside the project as `learned.json`, belongs to no coding, and may be deleted at any
time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, SuggestionDecision, Zone
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.thresholds import pipeline_name

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


def n_finished(project: OpenProject) -> int:
    """Number of articles that somebody has finished: what can be learned from."""
    project.flush()
    return len(_finished_by_version(project))


def learn_from_texts(
    codebook_text: str,
    texts: Sequence[TrainingText],
    *,
    trained: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned | None:
    """Learn from finished articles; pure, so that it can run in another process."""
    from refusal_annotator.prehighlight.training import train_on_texts

    return train_on_texts(
        codebook_text, texts, trained=trained, progress=progress, cancelled=cancelled
    )


def train_from_codings(
    project: OpenProject,
    *,
    trained: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned | None:
    """Train in this process and keep the result; None when cancelled.

    An interface gathers `training_texts`, runs `learn_from_texts` in its worker process and hands
    the result to `keep_learned`. `trained` names a spaCy pipeline; None takes the project's.
    """
    _refuse_reading_only(project)
    learned = learn_from_texts(
        project.codebook.source_text,
        training_texts(project),
        trained=(pipeline_name(project) if trained is None else trained.strip()) or None,
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


@dataclass(frozen=True, slots=True)
class LearnedRole:
    """What was learned for the span type of a role: overlap F1, cross-validated, and its use.

    `helps` tells that the model is better than the rules; it is used where it helps and is not
    switched off.
    """

    role: str
    label: str
    rules_f1: float
    learned_f1: float
    n_coded: int
    helps: bool
    switched_off: bool

    @property
    def used(self) -> bool:
        """Whether the next suggestions are made with it."""
        return self.helps and not self.switched_off

    @property
    def verdict(self) -> str:
        """In words, what is used."""
        if self.used:
            return "learned"
        return "switched off" if self.helps else "rules stay"


def learned_roles(project: OpenProject) -> tuple[LearnedRole, ...]:
    """What was learned, by role; empty without."""
    learned = load_learned(project)
    if learned is None:
        return ()
    rows = []
    for role, r in learned.results.items():
        span_type = project.codebook.type_by_role(role)
        if span_type is not None:
            off = role in learned.switched_off
            rows.append(
                LearnedRole(
                    role, span_type.label, r.rules_f1, r.learned_f1, r.n_coded, r.helps, off
                )
            )
    return tuple(rows)


def learned_lines(project: OpenProject) -> list[str]:
    """What was learned as lines of text: a summary, and one line for each role."""
    learned = load_learned(project)
    if learned is None:
        return ["Nothing was learned yet; suggestions are made with the rules."]
    if not learned.results:
        return [learned.summary]
    n = learned.n_articles
    lines = [f"Learned from {n} finished articles; overlap F1 of rules and model, cross-validated"]
    return lines + [
        f"{row.role} ({row.label}): {row.rules_f1:.3f} and {row.learned_f1:.3f}, "
        f"{row.n_coded} coded, {row.verdict}"
        for row in learned_roles(project)
    ]


def switch_learning(project: OpenProject, role: str, *, on: bool) -> Learned:
    """Switch the learned model of a role off or on again, for the next suggestions."""
    _refuse_reading_only(project)
    learned = load_learned(project)
    if learned is None or role not in learned.results:
        raise LearningError(
            f"Nothing was learned for the role {role!r} yet; finish articles and learn first."
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
