"""Reliability data from any spreadsheet: units x coders, or one row for each value.

Two forms are read, and which one it is follows from the head alone:

- *units x coders*: the first row names the coders, each further row is a unit. A first column that
  is called unit (or id, item, case, article, document, segment, text, or nothing) names the units.
- *long*: the head has the columns unit, coder and value; each further row is one value.

Nothing is guessed: what does not fit is named by its cell, and nothing is computed from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.importing.grids import read_grid
from refusal_annotator.importing.reliability_cells import (
    FORMS,
    Form,
    Shape,
    TableError,
    TableOptions,
)
from refusal_annotator.importing.reliability_shape import ShapeReader
from refusal_annotator.importing.reliability_values import ValueReader

__all__ = ["LEVELS", "ReliabilityTable", "TableError", "TableOptions", "read_reliability_table"]

LEVELS = ("nominal", "ordinal", "interval", "ratio", "multi_select")


@dataclass(frozen=True, slots=True)
class ReliabilityTable:
    """Reliability data, and how they were read; `notes` are lines for people."""

    data: ReliabilityData
    level: str
    form: Form
    sheet: str | None = None
    notes: tuple[str, ...] = ()


def read_reliability_table(
    name: str, content: bytes, options: TableOptions | None = None
) -> ReliabilityTable:
    """Read a CSV file or an Excel workbook.

    Raises TableError, which names every cell that does not fit, and AnnotatorError for a file that
    is no table.
    """
    chosen = options or TableOptions()
    level = chosen.level or "nominal"
    if level not in LEVELS:
        raise AnnotatorError(
            f"There is no level of measurement {level!r}. Choose one of {', '.join(LEVELS)}."
        )
    file = PurePath(name).name
    grid = read_grid(file, content, sheet=chosen.sheet)
    notes = [*grid.notes]
    if chosen.level is None:
        notes.append("No level of measurement was given; values are taken as nominal.")
    shape = ShapeReader(file, grid, chosen, notes).read()
    if len(shape.coders) < 2:
        count = len(shape.coders)
        raise TableError(
            file, [f"it has values of {count} coder, and two are needed"], way_out=FORMS
        )
    values = ValueReader(file, grid.sheet is None, chosen, level, notes).read(shape)
    notes += _absent(shape, values)
    rows = [
        [values.get((unit, coder)) for unit in range(len(shape.units))]
        for coder in range(len(shape.coders))
    ]
    data = ReliabilityData.from_values(
        rows,
        categories=(chosen.order or None) if level == "ordinal" else None,
        coders=shape.coders,
        units=shape.units,
    )
    return ReliabilityTable(data, level, shape.form, grid.sheet, tuple(notes))


def _absent(shape: Shape, values: Mapping[tuple[int, int], Any]) -> list[str]:
    present = {coder for _, coder in values}
    notes = [f"{name} has no values." for at, name in enumerate(shape.coders) if at not in present]
    n_empty = len(shape.units) - len({unit for unit, _ in values})
    return [*notes, f"Units without any value: {n_empty}."] if n_empty else notes
