"""What a coder did to the registry of the study, taken back and done again in its own order.

Acts on an article are taken back on that article, and imports where they were made; here stand only
the acts on actors: made, renamed, merged, split.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.history import history_of
from refusal_annotator.storage.store import ActRecord
from refusal_annotator.workspace.project import OpenProject

REGISTRY = ("entity", "entity_link")


@dataclass(frozen=True, slots=True)
class StudyHistory:
    """The acts that undo and redo would turn round next."""

    undo: ActRecord | None = None
    redo: ActRecord | None = None


def study_history(project: OpenProject, coder_id: UUID) -> StudyHistory:
    """What this coder can take back and do again in the registry."""
    project.flush()
    acts = project.store.acts(coder_id, None, touching=REGISTRY)
    known = {act.id: act for act in acts}
    found = history_of(acts)
    return StudyHistory(
        undo=known[found.undoable[-1]] if found.undoable else None,
        redo=known[found.redoable[-1]] if found.redoable else None,
    )


def undo_study(
    project: OpenProject, coder_id: UUID, initiator: object | None = None
) -> ChangeSet | None:
    """Take back the coder's last act on the registry; None where there is none."""
    act = study_history(project, coder_id).undo
    if act is None:
        return None
    return project.turn(project.store.change_set(act.id).inverse(), initiator)


def redo_study(
    project: OpenProject, coder_id: UUID, initiator: object | None = None
) -> ChangeSet | None:
    """Do again what was taken back last; None where there is nothing."""
    act = study_history(project, coder_id).redo
    if act is None:
        return None
    return project.turn(project.store.change_set(act.id).again(), initiator)
