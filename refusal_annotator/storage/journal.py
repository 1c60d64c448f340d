"""Writes change sets into rows and journal in one transaction, and reads the journal.

Every function works inside a transaction that the caller has opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from refusal_annotator.domain.changes import CREATE, Change, ChangeSet, apply_to_row, read_field
from refusal_annotator.domain.errors import StaleError
from refusal_annotator.domain.folding import heads
from refusal_annotator.storage import searching
from refusal_annotator.storage.rows import NOT_REPEATED, decode, encode, table_of
from refusal_annotator.storage.tables import ChangeRow, ChangeSetRow, FieldConflictRow

CHANGE: Table = ChangeRow.__table__  # type: ignore[attr-defined]
CHANGE_SET: Table = ChangeSetRow.__table__  # type: ignore[attr-defined]
CONFLICT: Table = FieldConflictRow.__table__  # type: ignore[attr-defined]

# The journaled table whose rows are searched.
TEXTS = "article_version"
# Ids in one query: far below what either database takes.
CHUNK = 500


def next_counter(connection: Connection) -> int:
    """Lamport counter of the next change set: one more than any this database has seen."""
    highest = select(func.coalesce(func.max(CHANGE_SET.c.counter), 0))
    return int(connection.execute(highest).scalar_one()) + 1


def write(connection: Connection, change_set: ChangeSet, replica: UUID) -> ChangeSet:
    """Write a change set made here; returns it as stamped.

    Raises StaleError, and writes nothing, where a row is not as the change set expects it.
    """
    # Rows first: on a server this locks them, so that the journal read next is what they rest on.
    _write_rows(connection, change_set)
    stamped = _stamped(connection, change_set, replica)
    insert_journal(connection, [stamped])
    _settle_conflicts(connection, stamped.changes)
    return stamped


def insert_journal(connection: Connection, change_sets: Sequence[ChangeSet]) -> None:
    """Add change sets, stamped here or elsewhere, to the journal."""
    if not change_sets:
        return
    connection.execute(insert(CHANGE_SET), [_set_fields(s) for s in change_sets])
    changes = [_change_fields(s.id, c) for s in change_sets for c in s.changes]
    if changes:
        connection.execute(insert(CHANGE), changes)


def read_journal(connection: Connection) -> list[ChangeSet]:
    """All change sets in their order, whole: what another copy needs to join this one."""
    sets = connection.execute(
        select(CHANGE_SET).order_by(CHANGE_SET.c.counter, CHANGE_SET.c.replica)
    )
    by_set: dict[UUID, list[Change]] = defaultdict(list)
    for row in connection.execute(select(CHANGE).order_by(CHANGE.c.index)):
        by_set[row.change_set_id].append(restore(connection, change_from(row)))
    return [ChangeSet(**dict(row._mapping), changes=tuple(by_set[row.id])) for row in sets]


def changes_of(connection: Connection, row_ids: Iterable[UUID]) -> dict[UUID, list[Change]]:
    """Changes in the journal, by the row that they are of."""
    ids = sorted(set(row_ids), key=str)
    found: dict[UUID, list[Change]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        for row in connection.execute(select(CHANGE).where(CHANGE.c.row_id.in_(chunk))):
            found[row.row_id].append(change_from(row))
    return found


def conflicts(connection: Connection) -> list[tuple[str, UUID, str, list[Any]]]:
    """Fields that two copies set apart: table, row, field, values with the shown one first."""
    rows = connection.execute(
        select(CONFLICT).order_by(CONFLICT.c.table, CONFLICT.c.row_id, CONFLICT.c.field)
    )
    return [(row.table, row.row_id, row.field, list(row.values)) for row in rows]


def change_from(row: Row[Any]) -> Change:
    """Change of a journal row."""
    fields = dict(row._mapping)
    fields.pop("change_set_id")
    fields["parents"] = tuple(UUID(parent) for parent in fields["parents"])
    return Change(**fields)


def restore(connection: Connection, change: Change) -> Change:
    """Put back what the journal does not repeat."""
    if change.field != CREATE or change.table not in NOT_REPEATED:
        return change
    table = table_of(change.table)
    columns = [table.c[name] for name in NOT_REPEATED[change.table]]
    row = connection.execute(select(*columns).where(table.c.id == change.row_id)).one_or_none()
    if row is None:
        return change
    return change.model_copy(update={"after": {**change.after, **dict(row._mapping)}})


def is_repeat(error: IntegrityError) -> bool:
    """Whether a row was refused because its like is here already."""
    said = str(error.orig).lower()
    return "unique" in said or "duplicate" in said


def _stamped(connection: Connection, change_set: ChangeSet, replica: UUID) -> ChangeSet:
    counter = next_counter(connection)
    # Only a creation can stand before an edit of its row within one set.
    made = {(c.table, c.row_id): c for c in change_set.changes if c.field == CREATE}
    known = changes_of(connection, (c.row_id for c in change_set.changes if c.field != CREATE))
    stamped: list[Change] = []
    for index, change in enumerate(change_set.changes):
        parents: tuple[UUID, ...] = ()
        if change.field != CREATE:
            own = [c for c in known.get(change.row_id, ()) if c.table == change.table]
            creation = made.get((change.table, change.row_id))
            own += [creation] if creation else []
            own += [c for c in stamped if c.row_id == change.row_id and c.field == change.field]
            parents = heads(own, change.field)
        stamp = {"parents": parents, "replica": replica, "counter": counter, "index": index}
        stamped.append(change.model_copy(update=stamp))
    return change_set.model_copy(
        update={"changes": tuple(stamped), "replica": replica, "counter": counter}
    )


def _write_rows(connection: Connection, change_set: ChangeSet) -> None:
    creations: dict[str, list[dict[str, Any]]] = defaultdict(list)
    edited: dict[tuple[str, UUID], list[Change]] = defaultdict(list)
    fresh: dict[tuple[str, UUID], dict[str, Any]] = {}
    for change in change_set.changes:
        key = (change.table, change.row_id)
        if change.field == CREATE:
            fresh[key] = apply_to_row(None, change)
            creations[change.table].append(fresh[key])
        elif key in fresh:
            _require_expected(fresh[key], change, change_set.label)
            fresh[key].update(apply_to_row(fresh[key], change))
        else:
            edited[key].append(change)
    for name, fields in creations.items():
        _insert_rows(connection, name, fields, change_set.label)
    for (name, row_id), changes in edited.items():
        _edit_row(connection, name, row_id, changes, change_set.label)


def _insert_rows(
    connection: Connection, name: str, fields: Sequence[dict[str, Any]], label: str
) -> None:
    table = table_of(name)
    try:
        connection.execute(insert(table), [encode(table, row) for row in fields])
    except IntegrityError as error:
        if not is_repeat(error):
            raise
        raise StaleError(
            f"“{label}” was not done: it would make something that is here already. "
            "Open the article again."
        ) from error
    index_texts(connection, name, fields)


def index_texts(connection: Connection, name: str, fields: Iterable[Mapping[str, Any]]) -> None:
    """Let the texts among new rows of a table be found."""
    if name == TEXTS:
        rows = [encode(table_of(name), row) for row in fields]
        searching.add_texts(connection, [(r["id"], r["article_id"], r["text"]) for r in rows])


def _edit_row(
    connection: Connection, name: str, row_id: UUID, changes: Sequence[Change], label: str
) -> None:
    table = table_of(name)
    found = connection.execute(
        select(table).where(table.c.id == row_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise StaleError(
            f"“{label}” was not done: what it changes is not in this project. "
            "Open the article again."
        )
    before = decode(dict(found._mapping))
    row = before
    for change in changes:
        _require_expected(row, change, label)
        row = apply_to_row(row, change)
    wanted = {key: row[key] for key in row if row[key] != before.get(key)}
    statement = (
        update(table)
        .where(table.c.id == row_id, table.c.revision == before["revision"])
        .values({table.c[key]: content for key, content in encode(table, wanted).items()})
    )
    if connection.execute(statement).rowcount != 1:
        raise StaleError(
            f"“{label}” was not done: somebody else changed it at the same moment. "
            "Look at its present value and decide again."
        )


def _require_expected(row: dict[str, Any], change: Change, label: str) -> None:
    if read_field(row, change.field) != change.before:
        raise StaleError(
            f"“{label}” was not done: {change.field.replace('/', ' ')} has been changed since. "
            "Look at its present value and decide again."
        )


def _settle_conflicts(connection: Connection, changes: Iterable[Change]) -> None:
    for change in changes:
        if change.field != CREATE and len(change.parents) > 1:
            connection.execute(
                delete(CONFLICT).where(
                    CONFLICT.c.table == change.table,
                    CONFLICT.c.row_id == change.row_id,
                    CONFLICT.c.field == change.field,
                )
            )


def _set_fields(change_set: ChangeSet) -> dict[str, Any]:
    return change_set.model_dump(exclude={"changes"})


def _change_fields(change_set_id: UUID, change: Change) -> dict[str, Any]:
    after = change.after
    if change.field == CREATE and change.table in NOT_REPEATED:
        after = {k: v for k, v in after.items() if k not in NOT_REPEATED[change.table]}
    return {
        **change.model_dump(),
        "change_set_id": change_set_id,
        "after": after,
        "parents": [str(parent) for parent in change.parents],
    }
