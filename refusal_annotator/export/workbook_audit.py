"""Coincidences with alpha recomputed, and who confused what: the sheets for the doubting reader."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.export.sheet import COUNT, Column
from refusal_annotator.export.workbook_context import Context, title_of, words
from refusal_annotator.export.workbook_sheet import AuditSheet, Formula, letter

MOST = 40
"""Most categories of a variable that the audit shows."""
_EXPLAIN = (
    "Observed coincidences o with margins n, squared distances d, and alpha from them: "
    "1 - (n - 1) sum(o d) / sum(n n d). The check compares it with the stored figure."
)
_CELL = 9.5
_LONGEST_HEAD = 60
_FIRST = Column("", 30, wrap=True)


def write_coincidences(context: Context) -> None:
    """Write, per variable, coincidences, distances, and alpha recomputed by a formula."""
    sheet = _start(context, "Coincidences", "Coincidences of values, and alpha from them", _EXPLAIN)
    left_out: list[str] = []
    width = 4
    for table in context.tables:
        if table.observed is None or table.distances is None or len(table.used) > MOST:
            left_out.append(table.variable)
            continue
        if len(table.used) < 2:
            continue
        _coincidence_block(sheet, table, table.observed, table.distances)
        width = max(width, len(table.used) + 2)
    if left_out:
        sheet.line()
        sheet.line(f"More than {MOST} values in use, see Data: {', '.join(left_out)}")
    sheet.close(width)


def _start(context: Context, title: str, heading: str, explain: str) -> AuditSheet:
    sheet = context.book.sheet(title, (_FIRST, *(Column("", _CELL) for _ in range(MOST + 1))))
    sheet.raw.freeze_panes = "B4"
    sheet.raw.print_title_rows = "1:3"
    sheet.line(heading, style="title")
    sheet.line()
    sheet.line(explain)
    return sheet


def _coincidence_block(
    sheet: AuditSheet,
    table: VariableTable,
    observed: NDArray[np.float64],
    distances: NDArray[np.float64],
) -> None:
    size = len(table.used)
    names = [table.shown[i] for i in table.used]
    title = title_of(table.variable, table.label)
    head = sheet.block(_matrix_columns(f"{title}: o", names, "0.##", "n"))
    first, last = head + 1, head + size
    for name, row in zip(names, observed.tolist(), strict=True):
        sheet.row((name, *row, sum(row)))
    sheet.row(("n", *observed.sum(axis=0).tolist(), float(observed.sum())))
    below = sheet.block(_matrix_columns(f"{title}: d", names, "0.####"))
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


def _matrix_columns(title: str, names: Sequence[str], form: str, *more: str) -> list[Column]:
    return [
        Column(title, 30, wrap=True),
        *(Column(_head(name), _CELL, form, wrap=True, right=True) for name in (*names, *more)),
    ]


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
    sheet = _start(
        context, "Confusion", "Who chose what when the other chose the category", explain
    )
    width = 4
    for table in context.tables:
        if table.confusion is None or len(table.used) < 2 or table.scale == "targets":
            continue
        _confusion_block(context, sheet, table, table.confusion)
        width = max(width, len(table.used) + 2)
    sheet.close(width)


def _confusion_block(
    context: Context, sheet: AuditSheet, table: VariableTable, counts: NDArray[np.int64]
) -> None:
    size = len(table.used)
    names: Sequence[str] = [table.shown[i] for i in table.used]
    title = f"{title_of(table.variable, table.label)}, {words(table.scale)}"
    head = sheet.block(_matrix_columns(title, names, COUNT, "all"))
    context.anchors["Confusion", f"{table.level}/{table.variable}"] = head
    for name, row in zip(names, counts.tolist(), strict=True):
        sheet.row((name, *row, sum(row)))
    below = sheet.block(_matrix_columns("of each row", names, "0 %"))
    for number, name in enumerate(names):
        at = head + 1 + number
        total = f"{letter(2 + size)}{at}"
        live = (Formula(f'=IF({total}>0,{letter(2 + k)}{at}/{total},"")') for k in range(size))
        sheet.row((name, *live))
    sheet.scale(f"B{head + 1}:{letter(1 + size)}{head + size}", counts=True)
    sheet.scale(f"B{below + 1}:{letter(1 + size)}{sheet.at}", counts=True)
