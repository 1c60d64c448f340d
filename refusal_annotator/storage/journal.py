"""Writes change sets into rows and journal in one transaction, and joins foreign journals.

Every function works inside a transaction that the caller has opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from refusal_annotator.domain.changes import (
    CREATE,
    Change,
    ChangeSet,
    FoldedRow,
    apply_to_row,
    fold_row,
    heads,
    read_field,
)
from refusal_annotator.domain.errors import AnnotatorError, StaleError
from refusal_annotator.domain.text import check_storable
from refusal_annotator.storage.rows import JOURNALED, NOT_REPEATED, decode, encode, table_of
from refusal_annotator.storage.tables import ChangeRow, ChangeSetRow, FieldConflictRow

CHANGE: Table = ChangeRow.__table__  # type: ignore[attr-defined]
CHANGE_SET: Table = ChangeSetRow.__table__  # type: ignore[attr-defined]
CONFLICT: Table = FieldConflictRow.__table__  # type: ignore[attr-defined]

_CHUNK = 500


def next_counter(connection: Connection) -> int:
    """Lamport counter of the next change set: one more than any this database has seen."""
    return (
        int(
            connection.execute(
                select(func.coalesce(func.max(CHANGE_SET.c.counter), 0))
            ).scalar_one()
        )
        + 1
    )


def write(connection: Connection, change_set: ChangeSet, replica: UUID) -> ChangeSet:
    """Write a change set made here; returns it as stamped.

    Raises StaleError, and writes nothing, where a row is not as the change set expects it.
    """
    counter = next_counter(connection)
    # Only a creation can stand before an edit of its row within one set.
    made = {(c.table, c.row_id): c for c in change_set.changes if c.field == CREATE}
    known = _field_changes(connection, [c for c in change_set.changes if c.field != CREATE])
    stamped: list[Change] = []
    for index, change in enumerate(change_set.changes):
        check_content(change.after)
        parents: tuple[UUID, ...] = ()
        if change.field != CREATE:
            own = list(known.get(change.row_id, ()))
            creation = made.get((change.table, change.row_id))
            own += [creation] if creation else []
            own += [c for c in stamped if c.row_id == change.row_id and c.field == change.field]
            parents = heads(own, change.field)
        stamped.append(
            change.model_copy(
                update={"parents": parents, "replica": replica, "counter": counter, "index": index}
            )
        )
    result = change_set.model_copy(
        update={"changes": tuple(stamped), "replica": replica, "counter": counter}
    )
    _write_rows(connection, result)
    insert_journal(connection, [result])
    _settle_conflicts(connection, stamped)
    return result


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
        by_set[row.change_set_id].append(_restore(connection, change_from(row)))
    return [ChangeSet(**dict(row._mapping), changes=tuple(by_set[row.id])) for row in sets]


def join(connection: Connection, change_sets: Iterable[ChangeSet]) -> int:
    """Take in the change sets that are not here yet; returns their number.

    The rows they touch become the fold of all their changes, so that the order in which copies are
    joined makes no difference.
    """
    here = set(connection.execute(select(CHANGE_SET.c.id)).scalars())
    fresh = [change_set for change_set in change_sets if change_set.id not in here]
    touched: dict[tuple[str, UUID], list[Change]] = defaultdict(list)
    for change_set in fresh:
        for change in change_set.changes:
            touched[change.table, change.row_id].append(change)
    insert_journal(connection, fresh)
    position = list(JOURNALED).index
    for table, row_id in sorted(touched, key=lambda key: (position(key[0]), str(key[1]))):
        changes = [_restore(connection, c) for c in _changes_of(connection, row_id)]
        # The row's big fields may not be here yet: they come with the creations just taken in.
        held = {change.id: change for change in touched[table, row_id]}
        folded = fold_row([held.get(change.id, change) for change in changes])
        if folded is not None:
            _write_folded(connection, table, row_id, folded)
    return len(fresh)


def conflicts(connection: Connection) -> list[tuple[str, UUID, str, list[Any]]]:
    """Fields that two copies set apart: table, row, field, values with the shown one first."""
    rows = connection.execute(
        select(CONFLICT).order_by(CONFLICT.c.table, CONFLICT.c.row_id, CONFLICT.c.field)
    )
    return [(row.table, row.row_id, row.field, list(row.values)) for row in rows]


def check_content(content: Any) -> None:
    """Refuse what one of the two databases could not hold."""
    if isinstance(content, str):
        reason = check_storable(content)
        if reason:
            raise AnnotatorError(f"The text cannot be stored: {reason}. Nothing was changed.")
    elif isinstance(content, float):
        if content != content or content in (float("inf"), float("-inf")):
            raise AnnotatorError(
                "A figure is not finite and cannot be stored. Nothing was changed."
            )
    elif isinstance(content, Mapping):
        for key, inner in content.items():
            check_content(key)
            check_content(inner)
    elif isinstance(content, (list, tuple)):
        for inner in content:
            check_content(inner)


def change_from(row: Row[Any]) -> Change:
    """Change of a journal row."""
    fields = dict(row._mapping)
    fields.pop("change_set_id")
    fields["parents"] = tuple(UUID(parent) for parent in fields["parents"])
    return Change(**fields)


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
            fresh[key].update(apply_to_row(fresh[key], change))
        else:
            edited[key].append(change)
    for name, fields in creations.items():
        table = table_of(name)
        try:
            connection.execute(insert(table), [encode(table, row) for row in fields])
        except IntegrityError as error:
            raise StaleError(
                f"“{change_set.label}” was not done: it would make something that is here already. "
                "Open the article again."
            ) from error
    for (name, row_id), changes in edited.items():
        _edit_row(connection, name, row_id, changes, change_set.label)


def _edit_row(
    connection: Connection, name: str, row_id: UUID, changes: Sequence[Change], label: str
) -> None:
    table = table_of(name)
    found = connection.execute(
        select(table).where(table.c.id == row_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise StaleError(f"“{label}” was not done: what it changes is not in this project.")
    before = decode(dict(found._mapping))
    row = before
    for change in changes:
        if read_field(row, change.field) != change.before:
            raise StaleError(
                f"“{label}” was not done: {change.field.replace('/', ' ')} has been changed since. "
                "Look at its present value and decide again."
            )
        row = apply_to_row(row, change)
    wanted = {key: row[key] for key in row if row[key] != before.get(key)}
    statement = (
        update(table)
        .where(table.c.id == row_id, table.c.revision == before["revision"])
        .values({table.c[key]: content for key, content in encode(table, wanted).items()})
    )
    if connection.execute(statement).rowcount != 1:
        raise StaleError(f"“{label}” was not done: somebody else changed it at the same moment.")


def _write_folded(connection: Connection, name: str, row_id: UUID, folded: FoldedRow) -> None:
    table = table_of(name)
    fields = encode(table, folded.fields)
    exists = connection.execute(select(table.c.id).where(table.c.id == row_id)).first()
    columns = {table.c[key]: content for key, content in fields.items()}
    if exists:
        connection.execute(update(table).where(table.c.id == row_id).values(columns))
    else:
        connection.execute(insert(table).values(columns))
    connection.execute(delete(CONFLICT).where(CONFLICT.c.row_id == row_id))
    for field, values in folded.conflicts.items():
        connection.execute(
            insert(CONFLICT).values(table=name, row_id=row_id, field=field, values=list(values))
        )


def _settle_conflicts(connection: Connection, changes: Iterable[Change]) -> None:
    for change in changes:
        if change.field != CREATE and len(change.parents) > 1:
            connection.execute(
                delete(CONFLICT).where(
                    CONFLICT.c.row_id == change.row_id, CONFLICT.c.field == change.field
                )
            )


def _field_changes(connection: Connection, changes: Sequence[Change]) -> dict[UUID, list[Change]]:
    """Earlier changes of the rows that are edited: on any field, with the creations."""
    ids = sorted({change.row_id for change in changes}, key=str)
    found: dict[UUID, list[Change]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for row in connection.execute(select(CHANGE).where(CHANGE.c.row_id.in_(chunk))):
            found[row.row_id].append(change_from(row))
    return found


def _changes_of(connection: Connection, row_id: UUID) -> list[Change]:
    return [
        change_from(r) for r in connection.execute(select(CHANGE).where(CHANGE.c.row_id == row_id))
    ]


def _set_fields(change_set: ChangeSet) -> dict[str, Any]:
    return change_set.model_dump(exclude={"changes"})


def _change_fields(change_set_id: UUID, change: Change) -> dict[str, Any]:
    after = change.after
    if change.field == CREATE and change.table in NOT_REPEATED:
        after = {k: v for k, v in after.items() if k not in NOT_REPEATED[change.table]}
    fields = {
        **change.model_dump(),
        "change_set_id": change_set_id,
        "after": after,
        "parents": [str(parent) for parent in change.parents],
    }
    return encode(CHANGE, fields)


def _restore(connection: Connection, change: Change) -> Change:
    """Put back what the journal does not repeat."""
    if change.field != CREATE or change.table not in NOT_REPEATED:
        return change
    table = table_of(change.table)
    names = NOT_REPEATED[change.table]
    columns = [table.c[name] for name in names]
    row = connection.execute(select(*columns).where(table.c.id == change.row_id)).one_or_none()
    if row is None:
        return change
    return change.model_copy(update={"after": {**change.after, **dict(row._mapping)}})
