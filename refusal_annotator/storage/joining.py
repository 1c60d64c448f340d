"""Joins the journal of another copy: the union of both, and each touched row as its fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from refusal_annotator.domain.changes import CREATE, PLACE, Change, ChangeSet
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.folding import FoldedRow, fold_row
from refusal_annotator.storage.journal import (
    CHANGE_SET,
    CHUNK,
    CONFLICT,
    changes_of,
    index_texts,
    insert_journal,
    is_repeat,
    restore,
)
from refusal_annotator.storage.rows import JOURNALED, encode, table_of


def join(connection: Connection, change_sets: Iterable[ChangeSet]) -> int:
    """Take in the change sets that are not here yet; returns their number.

    The rows they touch become the fold of all their changes, so that the order in which copies are
    joined makes no difference.
    """
    here = set(connection.execute(select(CHANGE_SET.c.id)).scalars())
    fresh = list({s.id: s for s in change_sets if s.id not in here}.values())
    touched: dict[str, dict[UUID, dict[UUID, Change]]] = {name: {} for name in JOURNALED}
    for change_set in fresh:
        for change in change_set.changes:
            _refuse_unknown(change)
            touched[change.table].setdefault(change.row_id, {})[change.id] = change
    _insert_foreign(connection, fresh)
    for name, rows in touched.items():
        ids = sorted(rows, key=str)
        for start in range(0, len(ids), CHUNK):
            chunk = {row_id: rows[row_id] for row_id in ids[start : start + CHUNK]}
            _write_folded(connection, name, _folded(connection, name, chunk))
    return len(fresh)


def _refuse_unknown(change: Change) -> None:
    strange = [change.table]
    if change.table in JOURNALED:
        known = JOURNALED[change.table][1].model_fields
        made = change.field == CREATE
        names = set(change.after) if made else {change.field.partition("/")[0]} - {PLACE}
        strange = sorted(names - set(known))
    if strange:
        raise ProjectError(
            "Nothing was joined: the other copy holds what this version does not know "
            f"({', '.join(strange)}). Install the newer version of Refusal Annotator here too."
        )


def _insert_foreign(connection: Connection, change_sets: Sequence[ChangeSet]) -> None:
    try:
        insert_journal(connection, change_sets)
    except IntegrityError as error:
        if not is_repeat(error):
            raise
        raise ProjectError(
            "Nothing was joined: the other copy numbers other changes as this one does, as when a "
            "database file was put back and edited again. Join from an untouched copy of it."
        ) from error


def _folded(
    connection: Connection, name: str, rows: Mapping[UUID, Mapping[UUID, Change]]
) -> dict[UUID, FoldedRow]:
    folded: dict[UUID, FoldedRow] = {}
    for row_id, changes in changes_of(connection, rows).items():
        own = [change for change in changes if change.table == name]
        # A row's big fields may not be here yet: they come with the creations just taken in.
        whole = [rows[row_id].get(c.id) or restore(connection, c) for c in own]
        row = fold_row(whole)
        if row is not None:
            folded[row_id] = FoldedRow(_checked(name, row.fields), row.conflicts)
    return folded


def _checked(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a legal domain value; what an older version did not write has its default."""
    try:
        return JOURNALED[name][1].model_validate(fields).model_dump(mode="json")
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise ProjectError(
            f"Nothing was joined: the other copy holds a damaged {name.replace('_', ' ')} "
            f"({place}: {error.errors()[0]['msg']})."
        ) from error


def _write_folded(connection: Connection, name: str, rows: Mapping[UUID, FoldedRow]) -> None:
    if not rows:
        return
    table = table_of(name)
    here = set(connection.execute(select(table.c.id).where(table.c.id.in_(rows))).scalars())
    fields = {row_id: encode(table, row.fields) for row_id, row in rows.items()}
    fresh = [content for row_id, content in fields.items() if row_id not in here]
    if fresh:
        connection.execute(insert(table), fresh)
        index_texts(connection, name, fresh)
    for row_id in here:
        columns = {table.c[key]: content for key, content in fields[row_id].items()}
        connection.execute(update(table).where(table.c.id == row_id).values(columns))
    connection.execute(
        delete(CONFLICT).where(CONFLICT.c.table == name, CONFLICT.c.row_id.in_(rows))
    )
    kept = [
        {"table": name, "row_id": row_id, "field": field, "values": list(values)}
        for row_id, row in rows.items()
        for field, values in row.conflicts.items()
    ]
    if kept:
        connection.execute(insert(CONFLICT), kept)
