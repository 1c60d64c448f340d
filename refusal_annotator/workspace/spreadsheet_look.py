"""A look into a table before anything is computed: its beginning, its sheets, its coders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from refusal_annotator.domain.errors import AnnotatorError

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.workspace.spreadsheet import TablePreview

BOOKS = (".xlsx", ".xlsm")
"""Endings of workbooks: to look into one takes longer than a window may wait."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """The first rows of a table, or why there are none; its sheets; its coders as far as seen.

    `named` holds the places of the cells that name a coder; rows and columns count from 0.
    """

    preview: TablePreview | None
    problem: str = ""
    sheets: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    named: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])


def look_into(path: Path, sheet: str | None) -> TableLook:
    """Look into a file. What keeps it from being read is part of what is found."""
    from refusal_annotator.importing.grids import sheet_names
    from refusal_annotator.workspace.spreadsheet import preview_table, read_table_file

    sheets: tuple[str, ...] = ()
    try:
        sheets = sheet_names(path.name, read_table_file(path))
        preview = preview_table(path, sheet)
    except AnnotatorError as error:
        return TableLook(None, str(error), sheets)
    coders, named = _coders(path, preview)
    return TableLook(preview, "", sheets, coders, named)


def _coders(
    path: Path, preview: TablePreview
) -> tuple[tuple[str, ...], Mapping[tuple[int, int], str]]:
    """The coders that the shown rows name, and where; none where the form cannot be told yet."""
    from refusal_annotator.importing.grids import Grid
    from refusal_annotator.importing.reliability_cells import TableOptions, text_of
    from refusal_annotator.importing.reliability_shape import ShapeReader

    rows = tuple(tuple(cell or None for cell in row) for row in preview.rows)
    try:
        shape = ShapeReader(path.name, Grid(rows, preview.sheet), TableOptions(), []).read()
    except AnnotatorError:
        return (), {}
    known = set(shape.coders)
    words = [[text_of(cell) for cell in row] for row in preview.rows]
    head = next(at for at, row in enumerate(words) if any(row))
    if shape.form == "long":
        body = words[head + 1 :]
        columns = range(len(words[head]))
        at = next(c for c in columns if {row[c] for row in body if row[c]} == known)
        places = [(row, at) for row in range(head + 1, len(words))]
    else:
        places = [(head, column) for column in range(len(words[head]))]
    named = {place: words[place[0]][place[1]] for place in places}
    return tuple(shape.coders), {place: name for place, name in named.items() if name in known}
