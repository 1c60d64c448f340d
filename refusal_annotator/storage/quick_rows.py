"""Thousands of rows as domain values, without a call in Python for each cell.

SQLAlchemy turns each id into a UUID and each JSON text into its content one at a time. Here SQLite
gives the texts as they are stored: the JSON of a column is read in one go, and the ids are left to
the validation of the values, which reads them faster. Other databases give ready values anyway.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Table,
    Uuid,
    type_coerce,
)

Value = TypeVar("Value", bound=BaseModel)
# Validated in one call, during which nothing else runs.
_AT_ONCE = 2_000
# What SQLite keeps of some kinds of content.
_STORED_AS = (((JSON, Uuid), String), ((Boolean,), Integer))


class Rows(Generic[Value]):
    """Rows of one table as the database gave them; they become values when those are asked for.

    Of thousands of rows a screen shows a few at first. Fetching all of them takes a tenth of the
    time that it takes to read them into values.
    """

    def __init__(
        self, kind: type[Value], table: Table, connection: Connection, statement: Select[Any]
    ) -> None:
        self._kind = kind
        self._at = {column.name: at for at, column in enumerate(table.c)}
        self._is_raw = _is_raw(connection)
        self._texts = (
            [at for at, column in enumerate(table.c) if isinstance(column.type, JSON)]
            if self._is_raw
            else []
        )
        self._rows: Sequence[Sequence[Any]] = connection.execute(statement).all()

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _columns(self) -> list[Sequence[Any]]:
        return list(zip(*self._rows, strict=True))

    def column(self, name: str) -> Sequence[Any]:
        """Contents of a column; ids as the database writes them, which `uuids` reads."""
        if not self._rows:
            return ()
        at = self._at[name]
        contents = self._columns[at]
        return _read(contents) if at in self._texts else contents

    def uuids(self, ids: Iterable[Any]) -> list[UUID]:
        """Ids of a column as ids."""
        return [UUID(int=int(each, 16)) for each in ids] if self._is_raw else list(ids)

    def values(self, first: int = 0, last: int | None = None) -> list[Value]:
        """All rows as values, or those from one place to before another."""
        return self._made(self._rows[first:last])

    def values_at(self, places: Iterable[int]) -> list[Value]:
        """The rows at some places as values."""
        return self._made([self._rows[place] for place in places])

    def _made(self, rows: Sequence[Sequence[Any]]) -> list[Value]:
        if not rows:
            return []
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for at in self._texts:
            columns[at] = _read(columns[at])
        found = [dict(zip(self._at, row, strict=True)) for row in zip(*columns, strict=True)]
        reader: TypeAdapter[list[Value]] = _reader(self._kind)
        made: list[Value] = []
        try:
            for start in range(0, len(found), _AT_ONCE):
                made += reader.validate_python(found[start : start + _AT_ONCE])
        except ValidationError:
            # Row by row, the error names the field of one value, as whoever checks a project
            # expects.
            return [self._kind.model_validate(row) for row in found]
        return made


def columns_of(table: Table, connection: Connection) -> list[ColumnElement[Any]]:
    """Columns of a table to select, so that `Rows` can read them."""
    if not _is_raw(connection):
        return list(table.c)
    return [_raw(column) for column in table.c]


def _is_raw(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
    for kinds, stored in _STORED_AS:
        if isinstance(column.type, kinds):
            return type_coerce(column, stored).label(column.key)
    return column


def _read(texts: Sequence[str | None]) -> list[Any]:
    """Contents of JSON texts; where there is none, None."""
    return json.loads(f"[{','.join(text or 'null' for text in texts)}]")


@cache
def _reader(kind: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(Sequence[kind])  # type: ignore[valid-type]
