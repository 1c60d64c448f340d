"""Nobody changes another coder's work: the check before a change set is queued.

A file forbids nothing, so this is the first lock; on a server the database is the second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from refusal_annotator.domain.changes import CREATE, Change, ChangeSet
from refusal_annotator.domain.errors import ForbiddenError
from refusal_annotator.storage.rows import JOURNALED
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.session import ArticleSession

OWNED = frozenset(
    {
        "annotation",
        "link",
        "article_link",
        "article_coding",
        "suggestion_decision",
        "comment",
        "work_period",
    }
)
# Whether a matter is settled belongs to the thread: whoever reads it may say so.
_SHARED = frozenset({("comment", "resolved")})
# What says whose a row is never changes, not even by its owner.
_FIXED = frozenset({"id", "coder_id"})
_CHUNK = 500

Owners = Mapping[UUID, UUID]


def refuse_foreign(
    change_set: ChangeSet,
    sessions: Iterable[ArticleSession],
    store: ProjectStore,
    *,
    wait: Callable[[], None],
) -> None:
    """Raise ForbiddenError where a change set touches rows of another coder than the one who acts.

    Rows in the coder's own sessions are known to be the coder's; all others are looked up. `wait`
    lets rows that are still queued reach the database. Rows that are nowhere are left to the
    writer, which refuses them.
    """
    acting = change_set.coder_id
    own = [s for s in sessions if s.coder.id == acting]
    unknown: dict[str, set[UUID]] = defaultdict(set)
    made: set[tuple[str, UUID]] = set()
    for change in change_set.changes:
        if change.table not in OWNED or (change.table, change.field) in _SHARED:
            continue
        if change.field == CREATE:
            _require(_creator(change) == str(acting), change_set)
            made.add((change.table, change.row_id))
            continue
        _require(change.field not in _FIXED, change_set)
        known = any(session.holds(change.table, change.row_id) for session in own)
        if not known and (change.table, change.row_id) not in made:
            unknown[change.table].add(change.row_id)
    for table, ids in unknown.items():
        owners = _owners(store, table, ids)
        if len(owners) < len(ids):
            wait()
            owners = _owners(store, table, ids)
        _require(all(owner == acting for owner in owners.values()), change_set)


def _require(allowed: bool, change_set: ChangeSet) -> None:
    if not allowed:
        raise ForbiddenError(
            f"“{change_set.label}” was not done: it would change another coder's work."
        )


def _creator(change: Change) -> str | None:
    fields: Mapping[str, Any] = change.after or {}
    coder_id = fields.get("coder_id")
    return str(coder_id) if coder_id is not None else None


def _owners(store: ProjectStore, table: str, ids: set[UUID]) -> Owners:
    kind: Any = JOURNALED[table][1]
    wanted = sorted(ids, key=str)
    found: dict[UUID, UUID] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found |= {row.id: row.coder_id for row in store.values(kind, deleted=True, id=chunk)}
    return found
