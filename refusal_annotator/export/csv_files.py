"""CSV that R, Python and spreadsheets read alike: UTF-8 with a mark, CRLF rows, quoted texts.

Texts stand in quotes, numbers do not, and an empty cell has neither: so a reader that looks can
tell "" from nothing. The semicolon variant with decimal commas is what Excel opens by a double
click where the comma is the decimal sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from refusal_annotator.export.base import write_whole
from refusal_annotator.export.data_set import DataTable, Value

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How the file is written.

    `semicolon`: semicolons between cells and decimal commas. `excel_safe`: texts that Excel would
    run as formulas get an apostrophe in front, which changes the data.
    """

    semicolon: bool = False
    excel_safe: bool = False

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return ";" if self.semicolon else ","

    @property
    def decimal(self) -> str:
        """The decimal sign."""
        return "," if self.semicolon else "."


def write_csv(table: DataTable, path: Path, form: CsvForm | None = None) -> None:
    """Write a table; the file is whole or not there."""
    chosen = form or CsvForm()
    write_whole(path, lambda place: _fill(place, table, chosen))


def formula_like(table: DataTable) -> int:
    """Count texts that a spreadsheet program may take for formulas."""
    return sum(
        isinstance(value, str) and value.startswith(_FORMULA_SIGNS)
        for row in table.rows
        for value in row
    )


def _fill(place: Path, table: DataTable, form: CsvForm) -> None:
    with place.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        file.writelines(_lines(table, form))


def _lines(table: DataTable, form: CsvForm) -> Iterator[str]:
    yield form.delimiter.join(column.name for column in table.columns) + "\r\n"
    for row in table.rows:
        yield form.delimiter.join(_cell(value, form) for value in row) + "\r\n"


def _cell(value: Value, form: CsvForm) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
        if form.excel_safe and value.startswith(_FORMULA_SIGNS):
            text = f"'{text}"
        return '"' + text.replace('"', '""') + '"'
    if isinstance(value, date):
        return value.isoformat()
    return repr(value).replace(".", form.decimal)
