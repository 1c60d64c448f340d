"""The shape of a reliability table: which row is a unit, which column a coder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing.grids import Grid, address
from refusal_annotator.importing.reliability_cells import (
    FORMS,
    NO_COLUMN,
    Shape,
    TableCell,
    TableError,
    TableOptions,
    fold,
    is_there,
    quoted,
    reads_as_number,
    text_of,
)

_UNIT_HEADS = frozenset(
    "unit units unitid id item items case caseid article document doc segment text row".split()
)
_CODER_HEADS = frozenset("coder coderid coders rater annotator judge observer".split())
_VALUE_HEADS = frozenset("value values code rating category score".split())
_MANY = 5
"""From so many values on, a first column of unlike values is not taken for a coder."""


@dataclass
class ShapeReader:
    """Finds units, coders and cells of a table; TableError where they cannot be told."""

    name: str
    grid: Grid
    options: TableOptions
    notes: list[str] = field(default_factory=list[str])

    def read(self) -> Shape:
        """Return the shape; the head alone decides which of the two forms it is."""
        rows = self.grid.rows
        at = next((i for i, row in enumerate(rows) if any(map(is_there, row))), None)
        if at is None:
            raise TableError(self.name, ["it holds no value"], way_out=FORMS)
        head, body = rows[at], [i for i in range(at + 1, len(rows)) if any(map(is_there, rows[i]))]
        if not body:
            raise TableError(self.name, ["it has a head and no rows"], way_out=FORMS)
        self._check_width(head, body)
        names = [text_of(content) if is_there(content) else "" for content in head]
        long = self._long_columns(at, names)
        if long is not None:
            return self._long(at, names, long, body)
        return self._wide(at, head, names, body)

    def _check_width(self, head: Sequence[Any], body: Sequence[int]) -> None:
        problems = []
        for row in body:
            cells = self.grid.rows[row]
            if len(cells) < len(head) and self.grid.sheet is None:
                problems.append(
                    f"row {row + 1} has {len(cells)} cells, and the head has {len(head)}"
                )
            for column in range(len(head), len(cells)):
                if is_there(cells[column]):
                    problems.append(
                        f"{address(row, column)} holds {quoted(cells[column])} beside the head's "
                        f"{len(head)} columns"
                    )
        if problems:
            raise TableError(self.name, problems, way_out=FORMS)

    def _long_columns(self, at: int, names: Sequence[str]) -> tuple[int, int, int] | None:
        said = self.options
        wanted = [
            self._column(names, said.unit, _UNIT_HEADS),
            self._column(names, said.coder, _CODER_HEADS),
            self._column(names, said.value, _VALUE_HEADS),
        ]
        if None not in wanted:
            first, second, third = (column for column in wanted if column is not None)
            return first, second, third
        if said.coder or said.value:
            parts = zip(("unit", "coder", "value"), wanted, strict=True)
            lacking = [part for part, column in parts if column is None]
            raise TableError(
                self.name,
                [f"row {at + 1} names no column for {' and '.join(lacking)}"],
                way_out=FORMS,
            )
        return None

    def _column(self, names: Sequence[str], said: str | None, usual: frozenset[str]) -> int | None:
        folded = [fold(name) for name in names]
        if said == NO_COLUMN:
            return None
        if said is not None:
            if fold(said) not in folded:
                raise AnnotatorError(
                    f"{self.name} has no column {said!r}; it has "
                    f"{', '.join(name for name in names if name)}."
                )
            return folded.index(fold(said))
        found = [i for i, name in enumerate(folded) if name in usual]
        return found[0] if len(found) == 1 else None

    def _wide(
        self, at: int, head: Sequence[Any], names: Sequence[str], body: Sequence[int]
    ) -> Shape:
        unit = self._unit_column(at, names, body)
        columns = [i for i in range(len(names)) if i != unit]
        self._check_head(at, head, names, columns)
        units = [self._unit_name(row, unit) for row in body]
        _refuse_twice(self.name, units, [(row, unit or 0) for row in body], "unit")
        cells = {
            (u, c): TableCell(row, column, self.grid.rows[row][column])
            for u, row in enumerate(body)
            for c, column in enumerate(columns)
            if column < len(self.grid.rows[row])
        }
        if len(columns) > len(body):
            self.notes.append(
                f"There are {len(columns)} coders and {len(body)} units; if the rows are the "
                "coders, turn the table."
            )
        return Shape("units x coders", units, [names[i] for i in columns], cells)

    def _unit_column(self, at: int, names: Sequence[str], body: Sequence[int]) -> int | None:
        said = self.options.unit
        if said is not None:
            return self._column(names, said, frozenset())
        if not names[0] or fold(names[0]) in _UNIT_HEADS:
            return 0
        first = [text_of(self.grid.at(row, 0)) for row in body if is_there(self.grid.at(row, 0))]
        if len(first) >= _MANY and len(set(first)) == len(first):
            raise TableError(
                self.name,
                [
                    f"{address(at, 0)}, “{names[0]}”, heads {len(first)} values that are all "
                    "different: it may be a coder, or it may name the units"
                ],
                way_out=f"Name the column of the units with --unit, or say --unit {NO_COLUMN} "
                "where there is none.",
            )
        return None

    def _check_head(
        self, at: int, head: Sequence[Any], names: Sequence[str], columns: Sequence[int]
    ) -> None:
        if not any(is_there(content) and not reads_as_number(content) for content in head):
            raise TableError(
                self.name,
                [f"row {at + 1} holds numbers and no names of coders"],
                way_out="Put the names of the coders into the first row.",
            )
        problems = [
            f"{address(at, i)} is empty, and the column below has values"
            for i in columns
            if not names[i]
        ]
        if problems:
            raise TableError(self.name, problems, way_out="Name each coder in the first row.")
        _refuse_twice(self.name, [names[i] for i in columns], [(at, i) for i in columns], "coder")

    def _unit_name(self, row: int, column: int | None) -> str:
        if column is None:
            return f"row {row + 1}"
        content = self.grid.rows[row][column] if column < len(self.grid.rows[row]) else None
        if not is_there(content):
            raise TableError(
                self.name,
                [f"{address(row, column)} is empty, and the row has values"],
                way_out="Name each unit in its first cell.",
            )
        return text_of(content)

    def _long(
        self, at: int, names: Sequence[str], columns: tuple[int, int, int], body: Sequence[int]
    ) -> Shape:
        unread = [name for i, name in enumerate(names) if name and i not in columns]
        if unread:
            self.notes.append(f"Columns that were not read: {', '.join(unread)}.")
        units: dict[str, int] = {}
        coders: dict[str, int] = {}
        cells: dict[tuple[int, int], TableCell] = {}
        problems = []
        for row in body:
            found = [self.grid.at(row, column) for column in columns]
            empty = [
                c for c, content in zip(columns[:2], found, strict=False) if not is_there(content)
            ]
            if empty:
                problems += [f"{address(row, c)} is empty: no {names[c]}" for c in empty]
                continue
            unit, coder = text_of(found[0]), text_of(found[1])
            key = units.setdefault(unit, len(units)), coders.setdefault(coder, len(coders))
            if key in cells:
                problems.append(
                    f"{address(row, columns[2])} is a second value of {coder} on {unit}; the first "
                    f"is {cells[key].place}"
                )
            cells.setdefault(key, TableCell(row, columns[2], found[2]))
        if problems:
            way_out = "Each coder has one value on a unit; leave one of the two out."
            raise TableError(self.name, problems, way_out=way_out)
        return Shape("long", list(units), list(coders), cells)


def _refuse_twice(
    name: str, names: Sequence[str], places: Sequence[tuple[int, int]], noun: str
) -> None:
    first: dict[str, tuple[int, int]] = {}
    problems = []
    for written, place in zip(names, places, strict=True):
        if written in first:
            problems.append(
                f"{address(*first[written])} and {address(*place)} name the same {noun}, {written}"
            )
        first.setdefault(written, place)
    if problems:
        raise TableError(name, problems, way_out=f"Each {noun} has one place. {FORMS}")
