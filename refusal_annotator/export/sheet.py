"""Write sheets that any program opens without repair: safe text, calm form, ready to print.

Every trap of the format is dealt with here and nowhere else: text that looks like a formula,
characters that XML forbids, and text longer than a cell may be.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

INK, MUTED, DIVIDER, PAPER = "22252A", "5A5F66", "DFDBD4", "F1EFEB"
FONT = "Calibri"
CELL_LIMIT = 32_767
"""UTF-16 units that a cell holds; openpyxl cuts longer text without a word."""
ROW_LIMIT = 1_000_000
"""Rows of a sheet; the format allows 1,048,576."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
_PART = 32_000

_LINE = Side(style="thin", color=DIVIDER)
_HEAD_LINES = 14
_LINE_HEIGHT = 13.5
_TITLE_HEIGHT = 24
_PLAIN = Font(name=FONT, size=10, color=INK)
_INDENTED = Alignment(horizontal="left", vertical="top", indent=1)
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font": Font(name=FONT, size=16, bold=True, color=INK), "alignment": _INDENTED},
    "label": {"font": Font(name=FONT, size=10, color=MUTED), "alignment": _INDENTED},
    "plain": {"font": _PLAIN, "alignment": _INDENTED},
    "head": {
        "font": Font(name=FONT, size=10, bold=True, color=INK),
        "fill": PatternFill("solid", fgColor=PAPER),
        "border": Border(bottom=Side(style="medium", color=MUTED)),
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width in characters, number format, wrapped or not."""

    title: str
    width: float
    number_format: str = "General"
    wrap: bool = False
    right: bool = False


COEFFICIENT = "0.00"
SHARE = "0 %"
COUNT = "#,##0"


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of which the middle is set in bold."""

    before: str
    bold: str
    after: str

    @property
    def text(self) -> str:
        """The text without marks."""
        return self.before + self.bold + self.after


@dataclass
class Book:
    """A workbook in the making, with what its texts needed."""

    workbook: Workbook = field(default_factory=lambda: Workbook(write_only=True))
    n_replaced: int = 0
    long_texts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def sheet(self, title: str, columns: Sequence[Column], *, first_table_row: int = 1) -> Sheet:
        """Start a sheet; `first_table_row` is the row of its headings, frozen from there up."""
        raw = self.workbook.create_sheet(title)
        sheet = Sheet(self, raw, tuple(columns), first_table_row)
        sheet.set_up()
        return sheet

    def safe(self, text: str, where: str) -> str:
        """Return text that a cell may hold; what does not fit goes to the sheet of long texts."""
        if len(text) <= _PART and text.isascii() and text.isprintable() and "_x" not in text:
            return text
        clean, count = _FORBIDDEN.subn(_visible, text)
        self.n_replaced += count
        if _units(clean) > _PART:
            self.long_texts.append((where, clean))
            clean = f"{_head(clean, 1000)} … [whole text: sheet Long texts, no. {self.n_long}]"
        return _LOOKS_ESCAPED.sub("_x005F_", clean)

    @property
    def n_long(self) -> int:
        """Number of texts that did not fit into a cell."""
        return len(self.long_texts)

    def discard(self) -> None:
        """Close sheets that were not saved and remove their temporary files."""
        for sheet in cast(Any, self.workbook).worksheets:
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()

    def write_long_texts(self) -> None:
        """Add the sheet with the texts that did not fit, in parts that do."""
        if not self.long_texts:
            return
        columns = (Column("No.", 6), Column("From", 30), Column("Part", 6), Column("Text", 120))
        sheet = self.sheet("Long texts", columns)
        sheet.heads()
        for number, (where, text) in enumerate(self.long_texts, start=1):
            for part, piece in enumerate(_split(text), start=1):
                sheet.row((number, where, part, piece))
        sheet.finish()


@dataclass
class Sheet:
    """One sheet, written from top to bottom."""

    book: Book
    raw: Any
    columns: tuple[Column, ...]
    head_row: int
    at: int = 0
    _styles: list[Any] = field(default_factory=list[Any])

    def set_up(self) -> None:
        """Set widths, panes and print before the first row, as the writer requires."""
        for number, column in enumerate(self.columns, start=1):
            self.raw.column_dimensions[get_column_letter(number)].width = column.width
            self._styles.append(self._style(look_of(column)))
        self.raw._values_to_row = _placed
        self.raw.freeze_panes = f"A{self.head_row + 1}"
        self.raw.sheet_view.showGridLines = False
        page = self.raw.page_setup
        page.orientation, page.paperSize = "landscape", 9
        page.fitToWidth, page.fitToHeight = 1, 0
        self.raw.sheet_properties.pageSetUpPr.fitToPage = True
        self.raw.print_title_rows = f"{self.head_row}:{self.head_row}"
        margins = self.raw.page_margins
        margins.left = margins.right = margins.top = 0.5
        margins.bottom, margins.footer = 0.8, 0.35
        self.raw.oddFooter.left.text = "&A"
        self.raw.oddFooter.right.text = "&P / &N"

    def line(self, *texts: Any, style: str = "label") -> None:
        """Write a line outside the table: the first cell in `style`, the others as plain text."""
        cells = [self._cell(text, self._style(_STYLES["plain"])) for text in texts]
        if style == "title":
            # LibreOffice gives later rows the height of plain text, whatever stands in them.
            self.raw.row_dimensions[self.at + 1].height = _TITLE_HEIGHT
        if texts:
            cells[0] = self._cell(texts[0], self._style(_STYLES[style]))
        self._append(cells)

    def heads(self) -> None:
        """Write the row of headings at `head_row`."""
        while self.at < self.head_row - 1:
            self._append([])
        n_lines = max((_head_lines(column) for column in self.columns), default=1)
        height = min(max(3, n_lines), _HEAD_LINES) * _LINE_HEIGHT + 4
        self.raw.row_dimensions[self.at + 1].height = height
        cells = []
        for column in self.columns:
            align = Alignment(vertical="center", wrap_text=True, **_side_of(column))
            look = {**_STYLES["head"], "alignment": align}
            cells.append(self._cell(column.title, self._style(look)))
        self._append(cells)

    def row(self, values: Sequence[Any]) -> None:
        """Write a row of the table, as high as its wrapped texts need."""
        n_lines = max(map(_lines, values, self.columns), default=1)
        if n_lines > 1:
            # Programs differ in whether they fit rows on opening, so the height is given.
            self.raw.row_dimensions[self.at + 1].height = min(n_lines * _LINE_HEIGHT + 2, 400)
        self._append([self._cell(v, s) for v, s in zip(values, self._styles, strict=True)])

    def finish(self) -> None:
        """Close the table: a filter over all its rows, and nothing printed beside it."""
        last = get_column_letter(len(self.columns))
        self.raw.print_area = f"A1:{last}{max(self.at, self.head_row)}"
        self.raw.auto_filter.ref = f"A{self.head_row}:{last}{max(self.at, self.head_row)}"

    def _append(self, cells: Sequence[Any]) -> None:
        self.raw.append(cells)
        self.at += 1

    def _style(self, look: dict[str, Any]) -> Any:
        # Made once per column: looking up fonts and borders for each cell takes most of the time.
        cell = cast(Any, WriteOnlyCell(self.raw))
        for name, style in look.items():
            setattr(cell, name, style)
        return cell._style

    def _cell(self, value: Any, style: Any) -> Any:
        if isinstance(value, Marked):
            value = self._rich(value, f"{self.raw.title} row {self.at + 1}")
        elif isinstance(value, str):
            value = self.book.safe(value, f"{self.raw.title} row {self.at + 1}")
        cell = cast(Any, WriteOnlyCell(self.raw))
        cell._style = style
        if isinstance(value, str):
            # Checked already, and never to be guessed at.
            cell._value, cell.data_type = value, "s"
        elif value is not None:
            cell.value = value
        if isinstance(value, str) and (value.startswith(_FORMULA_SIGNS) or value in ERROR_CODES):
            cell._style = copy(style)
            cell.data_type = "s"
            cell.quotePrefix = True
        return cell

    def _rich(self, text: Marked, where: str) -> Any:
        parts = [self.book.safe(part, where) for part in (text.before, text.bold, text.after)]
        if not parts[1]:
            return "".join(parts)
        plain, bold = (
            InlineFont(rFont=FONT, sz=10, color=Color(INK), b=b or None) for b in (False, True)
        )
        blocks = (
            TextBlock(font, part)
            for font, part in zip((plain, bold, plain), parts, strict=True)
            if part
        )
        return CellRichText(*blocks)


def _placed(cells: Iterable[Any], row: int) -> Iterable[Any]:
    """Give cells their places. The writer's own way tries each as a plain value first, in vain."""
    for column, cell in enumerate(cells, start=1):
        cell.column, cell.row = column, row
        if cell._hyperlink is not None:
            cell._hyperlink.ref = cell.coordinate
        yield cell


def rows_in_sheets(rows: Iterable[Any]) -> Iterable[tuple[int, Iterable[Any]]]:
    """Split rows into runs that fit a sheet: (number of the sheet from 1, its rows)."""
    source = iter(rows)
    for number, first in enumerate(source, start=1):
        yield number, _run(first, source)


def _run(first: Any, source: Any) -> Iterable[Any]:
    yield first
    for count, row in enumerate(source, start=2):
        yield row
        if count >= ROW_LIMIT:
            return


def look_of(column: Column) -> dict[str, Any]:
    """Return the form of a column's cells."""
    return {
        "font": _PLAIN,
        "number_format": column.number_format,
        "alignment": Alignment(vertical="top", wrap_text=column.wrap, **_side_of(column)),
        "border": Border(bottom=_LINE),
    }


def _side_of(column: Column) -> dict[str, Any]:
    # The indent keeps words off the figures of the column before.
    return {"horizontal": "right"} if column.right else {"horizontal": "left", "indent": 1}


def _head_lines(column: Column) -> int:
    """Return how many lines a heading needs: bold, and broken between words."""
    return len(textwrap.wrap(column.title, max(4, int(column.width * 0.95))))


def _lines(value: Any, column: Column) -> int:
    """Return how many lines a wrapped cell needs, by a cautious guess at its letters' width."""
    if not column.wrap or value is None or isinstance(value, (int, float)):
        return 1
    text = value.text if isinstance(value, Marked) else str(value)
    per_line = max(1.0, column.width * 1.1)
    return sum(max(1, math.ceil(len(line) / per_line)) for line in text.split("\n"))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    # Control characters have pictures of their own; the rest become the replacement character.
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, limit: int) -> str:
    return text[:limit]


def _split(text: str) -> list[str]:
    # Half the limit in code points is never more than the limit in UTF-16 units.
    size = _PART // 2
    return [text[i : i + size] for i in range(0, len(text), size)]
