"""What the sheets of an audit need beyond plain tables: formulas, links, runs of text, charts.

The writer cannot store a formula together with its result. So every figure is a stored value, and
a formula stands in a column of its own, where a spreadsheet program recomputes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, cast

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.export.sheet import FONT, INK, MUTED, Book, Column, Sheet, look_of

ACCENT, ONE_SIDED = "1F5F8B", "B3541E"
RELIABLE, TENTATIVE, NOT_RELIABLE = "DDEBDD", "F6EBCF", "F3DAD5"
LOW, MIDDLE, HIGH = "F3DAD5", "FFFFFF", "CFE0EC"

A3, A4 = 8, 9
_A4_WIDTH = 180
"""Width in characters beyond which a sheet is printed on A3."""

OPEN, OPEN_IN_TOOL = "Open", "Open in tool"
MOST_LINKS = 60_000
"""Links of a sheet to other sheets. With those below they stay under 65,530, the most that Excel
opens without repair."""
MOST_TOOL_LINKS = 5_000
"""Links of a sheet that leave the workbook; further ones are formulas, which weigh a hundredth but
show nothing until a program has computed them."""

NAMES = {
    "t_tentative": "Threshold: tentative",
    "t_reliable": "Threshold: reliable",
    "min_units": "No verdict below so many units",
    "min_articles": "No verdict below so many articles",
    "planning_alpha": "Alpha to plan for",
    "significance": "Significance to plan for",
}
"""Names that formulas use, and the settings that they mean."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Our own formula, to be recomputed by the reader's program; never made of anybody's text.

    `like` is text about as long as what it will show, where the row is to be high enough for it.
    """

    text: str
    like: str = ""

    def __str__(self) -> str:
        return self.like


@dataclass(frozen=True, slots=True)
class Linked:
    """Text or figure that leads to a place in the workbook."""

    value: Any
    sheet: str
    row: int

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A word that leads to a place in the text, as the program shows it."""

    place: PlaceLink

    def __str__(self) -> str:
        return self.place.address


@dataclass(frozen=True, slots=True)
class Runs:
    """Text in runs: kind is plain, common (bold) or one-sided (coloured)."""

    runs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The text without marks."""
        return "".join(text for text, _ in self.runs)

    def __str__(self) -> str:
        return self.text


@dataclass
class AuditBook(Book):
    """A workbook whose sheets are there from the start, so that any may be written first."""

    reserved: dict[str, Any] = field(default_factory=dict[str, Any])

    def reserve(self, titles: Sequence[str]) -> None:
        """Make the sheets in this order; they are written in any."""
        for title in titles:
            self.reserved[title] = self.workbook.create_sheet(title)

    def sheet(
        self, title: str, columns: Sequence[Column], *, first_table_row: int = 1
    ) -> AuditSheet:
        """Start a sheet; `first_table_row` is the row of its headings, frozen from there up."""
        raw = self.reserved.pop(title, None) or self.workbook.create_sheet(title)
        sheet = AuditSheet(self, raw, tuple(columns), first_table_row)
        sheet.set_up()
        if sum(column.width for column in columns) > _A4_WIDTH:
            raw.page_setup.paperSize = A3
        return sheet

    def name(self, name: str, sheet: str, cell: str) -> None:
        """Give a cell a name that formulas use."""
        column, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        reference = f"'{sheet}'!${column}${row}"
        self.workbook.defined_names[name] = DefinedName(name, attr_text=reference)


@dataclass
class AuditSheet(Sheet):
    """A sheet of several blocks with formulas, links and conditional formats."""

    n_links: int = 0
    n_tool_links: int = 0
    _link_styles: dict[bytes, Any] = field(default_factory=dict[bytes, Any])

    def block(self, columns: Sequence[Column], title: str = "") -> int:
        """Start another table below; returns the row of its headings."""
        self._append([])
        if title:
            self.line(title, style="title")
        self.columns = tuple(columns)
        self.restyle()
        self.head_row = self.at + 1
        self.heads()
        return self.head_row

    def restyle(self) -> None:
        """Take the form of cells from the columns as they are now."""
        self._styles = [self._style(look_of(column)) for column in self.columns]

    def plain_row(self, values: Sequence[Any]) -> None:
        """Write a row of any width in the form of the last column."""
        style = self._styles[-1]
        self._append([self._cell(value, style) for value in values])

    def close(
        self,
        last_column: int,
        *,
        filter_rows: tuple[int, int] | None = None,
        chart_rows: int = 0,
    ) -> None:
        """Close the sheet: what is printed, and which rows the filter covers.

        `filter_rows` are the row of headings and the last row of the table, `chart_rows` the rows
        that a chart below the last row covers. Wide sheets are printed on larger paper.
        """
        last = get_column_letter(last_column)
        bottom = max(self.at, self.head_row) + chart_rows
        self.raw.print_area = f"A1:{last}{bottom}"
        if filter_rows:
            self.raw.auto_filter.ref = f"A{filter_rows[0]}:{last}{max(filter_rows)}"

    def verdicts(self, column: str, first: int, last: int) -> None:
        """Colour verdicts by their words."""
        area = f"{column}{first}:{column}{max(first, last)}"
        for word, colour in (
            ("reliable", RELIABLE),
            ("tentative", TENTATIVE),
            ("not reliable", NOT_RELIABLE),
        ):
            fill = PatternFill("solid", bgColor=colour, fgColor=colour)
            rule = CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill)
            self.raw.conditional_formatting.add(area, rule)

    def below(self, column: str, first: int, last: int, limit: str) -> None:
        """Colour figures below a named limit."""
        area = f"{column}{first}:{column}{max(first, last)}"
        fill = PatternFill("solid", bgColor=NOT_RELIABLE, fgColor=NOT_RELIABLE)
        condition = f"AND(ISNUMBER({column}{first}),{column}{first}<{limit})"
        self.raw.conditional_formatting.add(area, FormulaRule(formula=[condition], fill=fill))

    def scale(self, area: str, *, counts: bool = False) -> None:
        """Colour an area by size: figures around the middle, counts from nothing."""
        if counts:
            rule = ColorScaleRule(
                start_type="num", start_value=0, start_color=MIDDLE, end_type="max", end_color=HIGH
            )
        else:
            rule = ColorScaleRule(
                start_type="num",
                start_value=0,
                start_color=LOW,
                mid_type="num",
                mid_value=0.667,
                mid_color=MIDDLE,
                end_type="num",
                end_value=1,
                end_color=HIGH,
            )
        self.raw.conditional_formatting.add(area, rule)

    def bars(self, area: str) -> None:
        """Show shares as bars in their cells."""
        rule = DataBarRule(
            start_type="num", start_value=0, end_type="num", end_value=1, color="9DB9CC"
        )
        self.raw.conditional_formatting.add(area, rule)

    def choices(self, area: str, words: Sequence[str]) -> None:
        """Offer words in empty cells."""
        listed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        listed.add(area)
        self.raw.data_validations.append(listed)

    def say_unlinked(self) -> None:
        """Say below the table how many rows have no link because a sheet may not hold more."""
        if self.n_links > MOST_LINKS:
            self.line(
                f"The last {self.n_links - MOST_LINKS:,} rows do not lead to another sheet: a "
                "sheet may not hold more links."
            )

    def _cell(self, value: Any, style: Any) -> Any:
        if isinstance(value, Formula):
            cell = cast(Any, WriteOnlyCell(self.raw, value=value.text))
            cell._style = style
            return cell
        if isinstance(value, Runs):
            return super()._cell(self._of_runs(value), style)
        if isinstance(value, Linked):
            return self._linked(value, style)
        if isinstance(value, ToolLink):
            return self._tool_link(value, style)
        return super()._cell(value, style)

    def _linked(self, value: Linked, style: Any) -> Any:
        cell = super()._cell(value.value, style)
        self.n_links += 1
        if self.n_links <= MOST_LINKS:
            # The writer fills in the place of the cell.
            cell._style = self._link_style(cell._style)
            cell.hyperlink = Hyperlink(ref="", location=f"'{value.sheet}'!A{value.row}")
        return cell

    def _tool_link(self, value: ToolLink, style: Any) -> Any:
        address = value.place.address
        self.n_tool_links += 1
        if self.n_tool_links <= MOST_TOOL_LINKS:
            cell = super()._cell(OPEN, style)
            cell.hyperlink = Hyperlink(ref="", target=address)
        else:
            formula = f'=HYPERLINK("{address}","{OPEN}")'
            cell = cast(Any, WriteOnlyCell(self.raw, value=formula))
        cell._style = self._link_style(style)
        return cell

    def _link_style(self, style: Any) -> Any:
        """The form of a cell, in the colour of links; made once for each form."""
        key = style.tobytes()
        if key not in self._link_styles:
            cell = cast(Any, WriteOnlyCell(self.raw))
            cell._style = copy(style)
            cell.font = Font(name=FONT, size=10, color=ACCENT, underline="single")
            self._link_styles[key] = cell._style
        return self._link_styles[key]

    def _of_runs(self, value: Runs) -> Any:
        where = f"{self.raw.title} row {self.at + 1}"
        safe = [(self.book.safe(text, where), kind) for text, kind in value.runs if text]
        if all(kind == "plain" for _, kind in safe):
            return "".join(text for text, _ in safe)
        return CellRichText(*(TextBlock(_RUN_FONTS[kind], text) for text, kind in safe))


_RUN_FONTS: Mapping[str, InlineFont] = {
    "plain": InlineFont(rFont=FONT, sz=10, color=Color(MUTED)),
    "common": InlineFont(rFont=FONT, sz=10, color=Color(INK), b=True),
    "one-sided": InlineFont(rFont=FONT, sz=10, color=Color(ONE_SIDED), u="single"),
}


def letter(number: int) -> str:
    """Return the letters of a column, from 1."""
    return get_column_letter(number)
