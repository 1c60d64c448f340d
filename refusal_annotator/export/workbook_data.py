"""The data behind the figures: codings in long form, and each variable as coders x units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.export.frames import CODING_COLUMNS, coding_rows
from refusal_annotator.export.sheet import Column, rows_in_sheets
from refusal_annotator.export.workbook_context import LEVEL_LABELS, Context
from refusal_annotator.export.workbook_sheet import A4, AuditSheet

MOST_UNITS = 5_000
"""Most units of a variable that are written as a matrix."""
_UNIT_WIDTH = 22
_MOST_PRINTED = 60
"""Most columns of the matrices that are printed."""
_WIDTHS = (22, 10, 10, 8, 13, 7, 7, 22, 12, 26, 7, 15, 24, 60)


def write_data(context: Context) -> None:
    """Write one row per coding and variable, so that any figure can be computed elsewhere."""
    columns = tuple(
        Column(title, width, right=title in ("Start", "End", "Code"))
        for title, width in zip(CODING_COLUMNS, _WIDTHS, strict=True)
    )
    written = False
    for number, rows in rows_in_sheets(coding_rows(context.material)):
        sheet = context.book.sheet("Data" if number == 1 else f"Data {number}", columns)
        sheet.heads()
        for row in rows:
            sheet.row(tuple(value if value != "" else None for value in row.cells()))
        sheet.finish()
        written = True
    if not written:
        sheet = context.book.sheet("Data", columns)
        sheet.heads()
        sheet.finish()


def write_matrices(context: Context) -> None:
    """Write each variable as coders x units, as programs for alpha read it."""
    shown: list[tuple[VariableTable, NDArray[np.intp]]] = []
    left_out: list[str] = []
    for table in context.tables:
        pairable = np.flatnonzero(table.data.values_per_unit >= 2)
        if len(pairable) > MOST_UNITS:
            left_out.append(table.variable)
        elif len(pairable):
            shown.append((table, pairable))
    most = max((len(units) for _, units in shown), default=1)
    head = (
        *(Column("Level", 14), Column("Variable", 30), Column("Coder", 18)),
        *(Column(f"Unit {number}", _UNIT_WIDTH) for number in range(1, most + 1)),
    )
    sheet = context.book.sheet("Matrices", head, first_table_row=4)
    # Hundreds of columns on one page could not be read: they go on over several, side by side.
    sheet.raw.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.raw.page_setup.scale, sheet.raw.page_setup.pageOrder = 60, "overThenDown"
    sheet.raw.page_setup.paperSize = A4
    sheet.raw.print_title_cols = "A:C"
    sheet.line("Coders by units, one block per variable; an empty cell is missing", style="title")
    sheet.line()
    sheet.line(
        f"Labels in words; numbers as numbers. Variables with more than {MOST_UNITS:,} units "
        "stand on Data alone."
    )
    sheet.heads()
    for table, pairable in shown:
        _matrix(context, sheet, table, pairable)
    if left_out:
        sheet.line(f"Not here: {', '.join(left_out)}")
    sheet.close(min(len(head), _MOST_PRINTED))


def _matrix(
    context: Context, sheet: AuditSheet, table: VariableTable, units: NDArray[np.intp]
) -> None:
    level = LEVEL_LABELS.get(table.level, table.level)
    names = [
        table.units[u]
        if table.level == "article"
        else f"{_article(context, table, u)} {table.units[u]}"
        for u in units
    ]
    sheet.plain_row((level, table.variable, "unit", *names))
    labels = [
        label if isinstance(label, (int, float)) else shown
        for label, shown in zip(table.data.labels, table.shown, strict=True)
    ]
    by_coder = dict(zip(table.data.coders, table.data.codes[:, units], strict=True))
    for coder, name in context.coders.items():
        codes = by_coder.get(str(coder))
        if codes is not None:
            cells = [labels[code] if code >= 0 else None for code in codes.tolist()]
            sheet.plain_row((level, table.variable, name, *cells))


def _article(context: Context, table: VariableTable, unit: int) -> str:
    return context.compared[int(table.articles[unit])][1]
