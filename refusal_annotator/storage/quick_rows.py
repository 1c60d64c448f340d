"""Thousands of rows as domain values, without a call in Python for each cell.

SQLAlchemy turns each id into a UUID and each JSON text into its content one at a time. Here SQLite
gives the texts as they are stored: the JSON of a column is read in one go, and the ids are left to
the validation of the values, which reads them faster. Other databases give ready values anyway.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import JSON, ColumnElement, Connection, Select, String, Table, Uuid, type_coerce

Value = TypeVar("Value", bound=BaseModel)
# Validated in one call, during which nothing else runs.
_AT_ONCE = 2_000


def columns_of(table: Table, connection: Connection) -> list[ColumnElement[Any]]:
    """Columns of a table to select, so that `values_of` can read them."""
    if not _is_raw(connection):
        return list(table.c)
    return [_raw(column) for column in table.c]


def values_of(
    kind: type[Value], table: Table, connection: Connection, statement: Select[Any]
) -> list[Value]:
    """What a statement over `columns_of` a table finds, as values."""
    rows = connection.execute(statement).all()
    if not rows:
        return []
    names = [column.name for column in table.c]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if _is_raw(connection):
        for at, column in enumerate(table.c):
            if isinstance(column.type, JSON):
                columns[at] = _read(columns[at])
    found = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    reader: TypeAdapter[list[Value]] = _reader(kind)
    made: list[Value] = []
    try:
        for start in range(0, len(found), _AT_ONCE):
            made += reader.validate_python(found[start : start + _AT_ONCE])
    except ValidationError:
        # Row by row, the error names the field of one value, as whoever checks a project expects.
        return [kind.model_validate(row) for row in found]
    return made


def _is_raw(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, (JSON, Uuid)):
        return type_coerce(column, String).label(column.key)
    return column


def _read(texts: Sequence[str | None]) -> list[Any]:
    """Contents of JSON texts; where there is none, None."""
    return json.loads(f"[{','.join(text or 'null' for text in texts)}]")


@cache
def _reader(kind: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(Sequence[kind])  # type: ignore[valid-type]
