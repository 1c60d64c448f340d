"""What can be undone and redone, read off the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from refusal_annotator.domain.changes import Kind


class Act(Protocol):
    """What history needs to know of a change set."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def target(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class History:
    """Ids of the acts that can be undone, oldest first, and redone, next one last."""

    undoable: tuple[UUID, ...]
    redoable: tuple[UUID, ...]


def history_of(acts: Iterable[Act]) -> History:
    """Follow acts in their order: a new act ends what could be redone."""
    undoable: list[UUID] = []
    redoable: list[UUID] = []
    for act in acts:
        target = act.target
        if act.kind == "do":
            undoable.append(act.id)
            redoable.clear()
        elif act.kind == "undo" and target is not None and target in undoable:
            undoable.remove(target)
            redoable.append(target)
        elif act.kind == "redo" and target is not None and target in redoable:
            redoable.remove(target)
            undoable.append(target)
    return History(tuple(undoable), tuple(redoable))
