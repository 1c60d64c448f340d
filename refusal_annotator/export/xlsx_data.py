"""The data as one Excel workbook: a page about it, the dictionary, a sheet for each table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from refusal_annotator.export.base import write_whole
from refusal_annotator.export.data_set import (
    DataColumn,
    DataSet,
    DataTable,
    Progress,
    Value,
)
from refusal_annotator.export.sheet import Book, Column, rows_in_sheets

_FIRST_DAY = date(1900, 3, 1)
"""Excel knows no days before 1900 and counts one too many until here."""
_ABOUT = (Column("Entry", 26, wrap=True), Column("What", 110, wrap=True))
_WIDTHS = {"category": 9.0, "flag": 9.0, "integer": 9.0, "number": 13.0, "date": 12.0}
_WIDE = {
    "text": 60.0,
    "before": 40.0,
    "after": 40.0,
    "title": 40.0,
    "label": 44.0,
    "codes": 60.0,
    "definition": 80.0,
    "remark": 80.0,
}
_TEXT_WIDTH, _MIN_WIDTH, _MAX_WIDTH = 18.0, 6.0, 36.0
_RIGHT = frozenset({"category", "flag", "integer", "number", "date"})
_DATE = "yyyy-mm-dd"


def write_data_workbook(
    data: DataSet, path: Path, *, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write all tables as one workbook and return what a reader should be told."""
    book = Book()
    try:
        about = _start_about(book, data)
        for number, table in enumerate(_ordered(data)):
            if progress:
                progress(number, len(data.tables), table.name)
            _write(book, table)
        notes = _finish_about(about, book)
        book.write_long_texts()
        book.workbook.properties.title = book.safe(data.about.get("Project", ""), "title")
        book.workbook.properties.creator = data.about.get("Program", "")
        write_whole(path, lambda place: book.workbook.save(place))
    finally:
        book.discard()
    return notes


def _ordered(data: DataSet) -> list[DataTable]:
    """The dictionary stands first, where it is found."""
    return sorted(data.tables, key=lambda table: table.name != "dictionary")


def _start_about(book: Book, data: DataSet) -> Any:
    sheet = book.sheet("about", _ABOUT)
    sheet.heads()
    for label, text in data.about.items():
        sheet.row((label, text))
    for note in data.notes:
        sheet.row(("Note", note))
    for table in _ordered(data):
        sheet.row((table.name, f"{table.title} Rows: {len(table.rows)}."))
    return sheet


def _finish_about(sheet: Any, book: Book) -> tuple[str, ...]:
    notes = []
    if book.n_replaced:
        notes.append(f"{book.n_replaced} characters that a workbook cannot hold were replaced.")
    if book.n_long:
        notes.append(f"{book.n_long} long texts stand on the sheet Long texts.")
    for note in notes:
        sheet.row(("Note", note))
    sheet.finish()
    return tuple(notes)


def _write(book: Book, table: DataTable) -> None:
    columns = tuple(_column(column, table) for column in table.columns)
    written = False
    for number, rows in rows_in_sheets(table.rows):
        sheet = book.sheet(table.name if number == 1 else f"{table.name[:27]} {number}", columns)
        sheet.heads()
        for row in rows:
            sheet.row(tuple(map(_cell, row)))
        sheet.finish()
        written = True
    if not written:
        sheet = book.sheet(table.name, columns)
        sheet.heads()
        sheet.finish()


def _column(column: DataColumn, table: DataTable) -> Column:
    width = _WIDE.get(column.name, _WIDTHS.get(column.kind, _TEXT_WIDTH))
    # Names have no blank to wrap at, so the head decides on how narrow a column may be.
    width = max(width, min(_MAX_WIDTH, len(column.name) * 1.15 + 2.5), _MIN_WIDTH)
    return Column(
        column.name,
        width,
        number_format=_DATE if column.kind == "date" else "General",
        # What stands before a span is read from its end, beside the span.
        right=column.kind in _RIGHT or column.name == "before",
    )


def _cell(value: Value) -> Value:
    if isinstance(value, date) and value < _FIRST_DAY:
        return value.isoformat()
    return value if value != "" else None
