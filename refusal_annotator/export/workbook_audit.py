"""Coincidences with alpha recomputed, and who confused what: the sheets for the doubting reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.export.sheet import COUNT, Column
from refusal_annotator.export.workbook_context import Context, title_of, words
from refusal_annotator.export.workbook_sheet import A3, AuditSheet, Formula, letter

MOST = 40
"""Most categories of a variable that the audit shows."""
_EXPLAIN = (
    "Observed coincidences o with margins n, squared distances d, and alpha from them: "
    "1 - (n - 1) sum(o d) / sum(n n d). The check compares it with the stored figure."
)
_CELL, _WIDEST_CELL = 8.0, 14.0
_LONGEST_HEAD = 60
_FIRST = Column("", 30, wrap=True)
_PAGE = 250.0
"""Width in characters of a page at the scale of print below."""
_SCALE = 60


def write_coincidences(context: Context) -> None:
    """Write, per variable, coincidences, distances, and alpha recomputed by a formula."""
    shown = [t for t in context.tables if t.observed is not None and 2 <= len(t.used) <= MOST]
    audit = _Matrices.start(
        context, "Coincidences", "Coincidences of values, and alpha from them", _EXPLAIN, shown
    )
    for table in audit.tables():
        assert table.observed is not None and table.distances is not None
        _coincidence_block(audit, table, table.observed, table.distances)
    left_out = [t.variable for t in context.tables if t.observed is None or len(t.used) > MOST]
    if left_out:
        audit.sheet.line()
        audit.sheet.line(f"More than {MOST} values in use, see Data: {', '.join(left_out)}")
    audit.close()


@dataclass
class _Matrices:
    """A sheet of square tables: those that fit across a page first, then the wide ones."""

    sheet: AuditSheet
    shown: list[VariableTable]
    widths: list[float]
    last_narrow: int = 0

    @classmethod
    def start(
        cls, context: Context, title: str, heading: str, explain: str, shown: list[VariableTable]
    ) -> _Matrices:
        widths = _widths(shown)
        columns = (_FIRST, *(Column("", width) for width in widths))
        sheet = context.book.sheet(title, columns)
        sheet.raw.freeze_panes = "B4"
        # Tables of forty values on one page could not be read: they go on over several.
        sheet.raw.sheet_properties.pageSetUpPr.fitToPage = False
        sheet.raw.page_setup.scale, sheet.raw.page_setup.pageOrder = _SCALE, "overThenDown"
        sheet.raw.page_setup.paperSize = A3
        sheet.raw.print_title_cols, sheet.raw.print_title_rows = "A:A", "1:3"
        sheet.line(heading, style="title")
        sheet.line()
        sheet.line(explain)
        return cls(sheet, shown, widths)

    def tables(self) -> Iterator[VariableTable]:
        """Yield the tables in the order of the sheet; what fits a page ends at `last_narrow`."""
        narrow = [table for table in self.shown if len(table.used) <= self.n_narrow]
        yield from narrow
        self.last_narrow = self.sheet.at
        yield from (table for table in self.shown if table not in narrow)

    @property
    def n_narrow(self) -> int:
        """Most values of a table that a page has room for, beside their sum."""
        ends = np.cumsum(self.widths) + _FIRST.width
        return max(1, int(np.searchsorted(ends, _PAGE, side="right")) - 1)

    def columns(self, title: str, names: Sequence[str], form: str, *more: str) -> list[Column]:
        """Return the columns of one square table."""
        heads = map(_head, (*names, *more))
        return [
            Column(title, _FIRST.width, wrap=True),
            *(
                Column(head, width, form, wrap=True, right=True)
                for head, width in zip(heads, self.widths, strict=False)
            ),
        ]

    def close(self) -> None:
        """Print the narrow tables on pages of their own, so that none of these is half empty."""
        widest = max((len(table.used) for table in self.shown), default=2) + 2
        self.sheet.close(widest)
        bottom, last = self.sheet.at, self.last_narrow
        if last < bottom:
            narrow = f"A1:{letter(self.n_narrow + 2)}{last}"
            self.sheet.raw.print_area = f"{narrow},A{last + 1}:{letter(widest)}{bottom}"


def _widths(tables: Sequence[VariableTable]) -> list[float]:
    """Return the widths of the columns behind the first: no heading is broken within a word."""
    widths = [_CELL] * (MOST + 1)
    for table in tables:
        for column, label in enumerate(table.used):
            longest = max(map(len, _head(table.shown[label]).split()), default=0)
            widths[column] = min(_WIDEST_CELL, max(widths[column], longest * 1.1 + 1.5))
    return widths


def _coincidence_block(
    audit: _Matrices,
    table: VariableTable,
    observed: NDArray[np.float64],
    distances: NDArray[np.float64],
) -> None:
    sheet, size = audit.sheet, len(table.used)
    names = [table.shown[i] for i in table.used]
    title = title_of(table.variable, table.label)
    head = sheet.block(audit.columns(f"{title}: o", names, "0.##", "n"))
    first, last = head + 1, head + size
    for name, row in zip(names, observed.tolist(), strict=True):
        sheet.row((name, *row, sum(row)))
    sheet.row(("n", *observed.sum(axis=0).tolist(), float(observed.sum())))
    below = sheet.block(audit.columns(f"{title}: d", names, "0.####"))
    for name, row in zip(names, distances.tolist(), strict=True):
        sheet.row((name, *row))
    right = letter(1 + size)
    o, d = f"B{first}:{right}{last}", f"B{below + 1}:{right}{below + size}"
    column = f"{letter(2 + size)}{first}:{letter(2 + size)}{last}"
    across = f"B{last + 1}:{right}{last + 1}"
    n = f"{letter(2 + size)}{last + 1}"
    alpha = table.results[table.measure].value
    live = Formula(f"=1-({n}-1)*SUMPRODUCT({o},{d})/SUMPRODUCT(MMULT({column},{across}),{d})")
    at = sheet.at + 1
    _line(sheet, "alpha, stored", alpha, "0.000000")
    _line(sheet, "alpha, live", live, "0.000000")
    _line(sheet, "check", Formula(f'=IF(ABS(B{at}-B{at + 1})<1E-9,"ok","differs")'), "@")


def _head(name: str) -> str:
    """Return a heading that fits; the row of the same value has it whole."""
    return name if len(name) <= _LONGEST_HEAD else f"{name[: _LONGEST_HEAD - 1]}…"


def _line(sheet: AuditSheet, label: str, value: object, form: str) -> None:
    sheet.columns = (Column(label, 30), Column("", _CELL, form, right=True))
    sheet.restyle()
    sheet.row((label, value))


def write_confusion(context: Context) -> None:
    """Write, per variable with categories, counts over pairs of coders and shares of each row."""
    explain = (
        "How often pairs of coders chose the two categories. With two coders rows are the first; "
        "with more each pair counts both ways. Below each, shares of its rows by formula."
    )
    shown = [
        table
        for table in context.tables
        if table.confusion is not None and len(table.used) >= 2 and table.scale != "targets"
    ]
    audit = _Matrices.start(
        context, "Confusion", "Who chose what when the other chose the category", explain, shown
    )
    for table in audit.tables():
        assert table.confusion is not None
        _confusion_block(context, audit, table, table.confusion)
    audit.close()


def _confusion_block(
    context: Context, audit: _Matrices, table: VariableTable, counts: NDArray[np.int64]
) -> None:
    sheet, size = audit.sheet, len(table.used)
    names: Sequence[str] = [table.shown[i] for i in table.used]
    title = f"{title_of(table.variable, table.label)}, {words(table.scale)}"
    head = sheet.block(audit.columns(title, names, COUNT, "all"))
    context.anchors["Confusion", f"{table.level}/{table.variable}"] = head
    for name, row in zip(names, counts.tolist(), strict=True):
        sheet.row((name, *row, sum(row)))
    below = sheet.block(audit.columns("of each row", names, "0 %"))
    for number, name in enumerate(names):
        at = head + 1 + number
        total = f"{letter(2 + size)}{at}"
        live = (Formula(f'=IF({total}>0,{letter(2 + k)}{at}/{total},"")') for k in range(size))
        sheet.row((name, *live))
    sheet.scale(f"B{head + 1}:{letter(1 + size)}{head + size}", counts=True)
    sheet.scale(f"B{below + 1}:{letter(1 + size)}{sheet.at}", counts=True)
