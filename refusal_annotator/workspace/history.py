"""Undo and redo: what can be taken back, and whether it still can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from refusal_annotator.domain.changes import CREATE, ChangeSet, read_field, write_field
from refusal_annotator.domain.errors import StaleError
from refusal_annotator.domain.history import History, history_of
from refusal_annotator.storage.rows import JOURNALED
from refusal_annotator.storage.store import ActRecord, ProjectStore

Scope = tuple[UUID | None, UUID | None]
Rows = dict[tuple[str, UUID], Mapping[str, Any]]
_CHUNK = 500


class HistoryLog:
    """What each coder did to each article, so that a menu need not ask the database to name it.

    The journal stays the truth: a scope is read from it once, then follows what is applied here,
    and `read` looks it up anew.
    """

    def __init__(self, store: ProjectStore) -> None:
        self._store = store
        self._acts: dict[Scope, list[ActRecord]] = {}

    def add(self, change_set: ChangeSet) -> None:
        """Follow a change set that is applied."""
        known = self._acts.get((change_set.coder_id, change_set.article_id))
        if known is not None:
            head = change_set
            known.append(ActRecord(head.id, head.label, head.kind, head.target, head.time))

    def holds(self, coder_id: UUID | None, article_id: UUID | None) -> bool:
        """Whether a scope has been read already."""
        return (coder_id, article_id) in self._acts

    def read(self, coder_id: UUID | None, article_id: UUID | None) -> None:
        """Read a scope from the journal."""
        self._acts[coder_id, article_id] = self._store.acts(coder_id, article_id)  # type: ignore[arg-type]

    def forget(self) -> None:
        """Read every scope anew at its next use, after a failure or a merge."""
        self._acts.clear()

    def history(self, coder_id: UUID | None, article_id: UUID | None) -> History:
        """What can be undone and redone in a scope that has been read."""
        return history_of(self._acts[coder_id, article_id])

    def label(self, coder_id: UUID | None, article_id: UUID | None, act_id: UUID) -> str:
        """Label of an act in a scope that has been read."""
        acts = self._acts[coder_id, article_id]
        return next(act.label for act in acts if act.id == act_id)


def refuse_moved(store: ProjectStore, turned: ChangeSet) -> Rows:
    """Raise StaleError, before anything is shown, where a field is not as the turn expects it.

    Returns the rows that the turn changes, as they would be after it.
    """
    verb = "taken back" if turned.kind == "undo" else "done again"
    rows = _rows(store, turned)
    for change in turned.changes:
        if change.field == CREATE:
            continue
        row = rows.get((change.table, change.row_id))
        if row is None:
            raise StaleError(f"“{turned.label}” was not {verb}: what it changed is not here.")
        if read_field(row, change.field) != change.before:
            raise StaleError(
                f"“{turned.label}” was not {verb}: {_words(change.field)} has been changed since, "
                f"{_elsewhere(turned)}by an import or on another copy. Look at it and change it "
                "by hand."
            )
        rows[change.table, change.row_id] = write_field(row, change.field, change.after)
    return rows


def _rows(store: ProjectStore, change_set: ChangeSet) -> Rows:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for change in change_set.changes:
        wanted[change.table].add(change.row_id)
    rows: Rows = {}
    for table, ids in wanted.items():
        kind: Any = JOURNALED[table][1]
        ordered = sorted(ids, key=str)
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            for value in store.values(kind, deleted=True, id=chunk):
                rows[table, value.id] = value.model_dump(mode="json")
    return rows


def _elsewhere(turned: ChangeSet) -> str:
    """Where else a field may have moved, when the act was one on the study."""
    return "" if turned.article_id is not None else "in an article, "


def _words(field: str) -> str:
    if field == "deleted":
        return "what it made or deleted"
    return "the field " + field.removeprefix("values/").replace("_", " ")
