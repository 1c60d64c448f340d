"""What a coder did last, newest first, so that it can be done again by a digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.changes import CREATE, ChangeSet

KEPT = 30
_VALUES = "values/"


@dataclass(frozen=True, slots=True)
class Recent:
    """A type that was tagged, or with `variable` a value that was set on a coding of the type."""

    type: str
    variable: str = ""
    value: Any = None


class RecentActs:
    """The last acts that can be repeated, each once."""

    def __init__(self) -> None:
        self._acts: list[Recent] = []

    def __len__(self) -> int:
        return len(self._acts)

    def clear(self) -> None:
        """Forget all, for another project or coder."""
        self._acts.clear()

    def follow(self, change_set: ChangeSet, type_of: Callable[[UUID], str | None]) -> None:
        """Take in an act; `type_of` names the span type of a coding that is there."""
        if change_set.kind != "do":
            return
        for change in change_set.changes:
            if change.table != "annotation":
                continue
            if change.field == CREATE and change.after.get("origin") == "drawn":
                self._put(Recent(change.after["type"]))
            elif change.field.startswith(_VALUES) and isinstance(change.after, dict):
                type_id, content = type_of(change.row_id), change.after.get("v")
                if type_id is not None and isinstance(content, (str, int)):
                    self._put(Recent(type_id, change.field.removeprefix(_VALUES), content))

    def fitting(self, *, tagging: bool, type_id: str | None) -> list[Recent]:
        """Those that can be done now: types while text is selected, values on this type."""
        return [act for act in self._acts if (type_id == act.type if act.variable else tagging)]

    def _put(self, act: Recent) -> None:
        if act in self._acts:
            self._acts.remove(act)
        self._acts.insert(0, act)
        del self._acts[KEPT:]
