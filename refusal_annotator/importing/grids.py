"""The cells of a CSV file or of one sheet of a workbook, where they stand, as they are stored."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing.base import MAX_FILE_BYTES, ImportRefused
from refusal_annotator.importing.decoding import decode

_DELIMITERS = (",", ";", "\t", "|")
_TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_BOOK_SUFFIXES = (".xlsx", ".xlsm")
_MAX_UNPACKED = 1024 * 1024 * 1024
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells from the first row on; a cell is text, number, truth value, date or None.

    `sheet` is the name of the sheet, None for a text file, where every cell is text.
    """

    rows: tuple[tuple[Any, ...], ...]
    sheet: str | None = None
    notes: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> Any:
        """Return a cell, None beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def address(row: int, column: int) -> str:
    """Return the name of a cell as a spreadsheet shows it; both count from 0."""
    letters = ""
    rest = column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def read_grid(name: str, content: bytes, *, sheet: str | None = None) -> Grid:
    """Read a text table or a workbook; AnnotatorError says why it cannot be read."""
    suffix = PurePath(name).suffix.lower()
    _refuse_large(name, content)
    if suffix in _BOOK_SUFFIXES:
        return _read_book(name, content, sheet)
    if suffix not in _TEXT_SUFFIXES:
        raise AnnotatorError(
            f"{name} is no table that is read here. Save it as .csv or .xlsx and try again."
        )
    return _read_text(name, content, suffix)


def _refuse_large(name: str, content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise AnnotatorError(
            f"{name} is larger than {MAX_FILE_BYTES // 2**20} MB. Leave out what is not compared."
        )


def _read_text(name: str, content: bytes, suffix: str) -> Grid:
    try:
        decoded = decode(content)
    except ImportRefused as error:
        raise AnnotatorError(f"{name} cannot be read: {error}.") from error
    text, skipped = decoded.text, 0
    # Excel writes the delimiter into a first line of its own.
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        delimiter, text, skipped = said[1], text[said.end() :], 1
    else:
        delimiter = "\t" if suffix in (".tsv", ".tab") else _delimiter(name, text)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [tuple(cell if cell.strip() else None for cell in row) for row in reader]
    except csv.Error as error:
        raise AnnotatorError(
            f"{name} cannot be read: {error}. A quotation mark in a cell is written twice."
        ) from error
    notes = (decoded.note,) if decoded.note else ()
    return Grid((*[()] * skipped, *rows), None, notes)


def _delimiter(name: str, text: str) -> str:
    """The one delimiter that the head is divided by."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\0")
    head = next((line[0] for line in lines if line and line[0].strip()), "")
    outside = re.sub(r'"[^"]*"', "", head)
    found = [delimiter for delimiter in _DELIMITERS if delimiter in outside]
    if len(found) != 1:
        what = "no delimiter" if not found else f"several delimiters ({' '.join(found).strip()})"
        raise AnnotatorError(
            f"{name} cannot be read: its head has {what}. Separate its columns by commas, "
            "semicolons or tabs, and use no other of these in the names."
        )
    return found[0]


def sheet_names(name: str, content: bytes) -> tuple[str, ...]:
    """Names of the sheets of a workbook, none for a text table; AnnotatorError as `read_grid`."""
    if PurePath(name).suffix.lower() not in _BOOK_SUFFIXES:
        return ()
    _refuse_large(name, content)
    with _as_workbook(name, content):
        book = _load(content, read_only=True)
        try:
            return tuple(sheet.title for sheet in book.worksheets)
        finally:
            book.close()


@contextmanager
def _as_workbook(name: str, content: bytes) -> Iterator[None]:
    """Refuse what is no workbook, or unpacks to more than any."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_archive(name, content)
        yield
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise AnnotatorError(
            f"{name} is no workbook that can be read. Open it in a spreadsheet program and save it "
            "as .xlsx without a password."
        ) from error


def _read_book(name: str, content: bytes, wanted: str | None) -> Grid:
    with _as_workbook(name, content):
        book = _load(content)
        chosen = _choose_sheet(name, book, wanted)
        rows, formulas, errors = _scan(book[chosen])
        results = _load(content, data_only=True)[chosen] if formulas else None
    _refuse_merged(name, book[chosen])
    if errors:
        raise AnnotatorError(
            f"{name}: {', '.join(errors[:8])} hold an error of the spreadsheet. Correct them, or "
            "empty the cells."
        )
    for row, column in formulas:
        result = results.cell(row + 1, column + 1).value if results is not None else None
        if result is None:
            raise AnnotatorError(
                f"{name}: {address(row, column)} holds a formula whose result is not stored. Open "
                "the file in a spreadsheet program, save it, and try again."
            )
        rows[row][column] = result
    cleaned = [tuple(_unescape(cell) for cell in row) for row in rows]
    notes = [f"Sheet {chosen}."]
    hidden = [at for at, look in book[chosen].row_dimensions.items() if look.hidden]
    if hidden:
        notes.append(f"Hidden rows are counted, too: {len(hidden)}.")
    return Grid(_trimmed(cleaned), chosen, tuple(notes))


def _check_archive(name: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
            raise AnnotatorError(f"{name} unpacks to more than 1 GB and was not opened.")


def _load(content: bytes, **how: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of pictures, validation lists and the like, which have no values.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), **how)


def _choose_sheet(name: str, book: Any, wanted: str | None) -> str:
    sheets = [sheet.title for sheet in book.worksheets]
    if wanted is not None:
        if wanted not in sheets:
            raise AnnotatorError(f"{name} has no sheet {wanted!r}; it has {', '.join(sheets)}.")
        return wanted
    filled = [
        sheet.title
        for sheet in book.worksheets
        if any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)
    ]
    if len(filled) > 1:
        raise AnnotatorError(
            f"{name} has several sheets: {', '.join(filled)}. Name one with --sheet."
        )
    return filled[0] if filled else sheets[0]


def _scan(sheet: Any) -> tuple[list[list[Any]], list[tuple[int, int]], list[str]]:
    """Return the values, the places of formulas, and the names of cells that hold an error."""
    rows, formulas, errors = [], [], []
    for row in sheet.iter_rows():
        rows.append([cell.value for cell in row])
        for cell in row:
            if cell.data_type == "f":
                formulas.append((cell.row - 1, cell.column - 1))
            elif cell.data_type == "e":
                errors.append(cell.coordinate)
    return rows, formulas, errors


def _refuse_merged(name: str, sheet: Any) -> None:
    merged = [str(area) for area in sheet.merged_cells.ranges]
    if merged:
        raise AnnotatorError(
            f"{name}: the cells {', '.join(sorted(merged)[:8])} are merged, so that it is not "
            "known whose value they hold. Divide them and fill each cell."
        )


def _unescape(cell: Any) -> Any:
    if isinstance(cell, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)
    return cell


def _trimmed(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Rows without the empty cells at their ends that a sheet's size brings along."""
    width = 0
    for row in rows:
        filled = [i for i, cell in enumerate(row) if cell is not None and str(cell).strip()]
        width = max(width, filled[-1] + 1 if filled else 0)
    cut = [row[:width] for row in rows]
    while cut and not any(cell is not None for cell in cut[-1]):
        cut.pop()
    return tuple(cut)
