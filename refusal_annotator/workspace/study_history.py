"""What a coder did to the study as a whole, taken back and done again in its own order.

Acts on an article are taken back on that article, and imports where they were made; here stand the
acts on actors (made, renamed, merged, split) and on links across articles.
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
class StudyAct:
    """An act on the study, and whether it holds or was taken back."""

    record: ActRecord
    holds: bool


@dataclass(frozen=True, slots=True)
class StudyHistory:
    """The acts that undo and redo would turn round next, and all that can be, the last one first.

    What was taken back before something else was done cannot be done again and is left out.
    """

    undo: ActRecord | None = None
    redo: ActRecord | None = None
    acts: tuple[StudyAct, ...] = ()


def study_history(project: OpenProject, coder_id: UUID) -> StudyHistory:
    """What this coder can take back and do again in the study."""
    project.flush()
    acts = _acts(project, coder_id)
    known = {act.id: act for act in acts}
    found = history_of(acts)
    done = [StudyAct(known[i], True) for i in reversed(found.undoable)]
    undone = [StudyAct(known[i], False) for i in found.redoable]
    return StudyHistory(
        undo=done[0].record if done else None,
        redo=undone[-1].record if undone else None,
        acts=(*undone, *done),
    )


def undo_study(
    project: OpenProject, coder_id: UUID, initiator: object | None = None
) -> ChangeSet | None:
    """Take back the coder's last act on the study; None where there is none."""
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


def _acts(project: OpenProject, coder_id: UUID) -> list[ActRecord]:
    """Acts on the registry and on links across articles, in their order.

    Imports change links too, but only an act on a link across articles names an article.
    """
    store = project.store
    registry = {act.id for act in store.acts(coder_id, None, touching=REGISTRY)}
    kept: set[UUID] = set()
    found = []
    for act in store.acts(coder_id, None, touching=(*REGISTRY, "link")):
        turns = act.target in kept if act.kind != "do" else act.target is not None
        if turns or act.id in registry:
            kept.add(act.id)
            found.append(act)
    return found
