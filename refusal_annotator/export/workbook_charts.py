"""Native charts of the workbook; their data stand on a sheet of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.pagebreak import Break

from refusal_annotator.domain.results import Result
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, Column
from refusal_annotator.export.workbook_context import Context
from refusal_annotator.export.workbook_sheet import AuditSheet

SHEET = "Chart data"
INK, BAR = "22252A", "5B84A0"
_COLOURS = ("2F5D7C", "5B84A0", "C9A227", "B3541E", "8A8F96")
_MOST_BARS = 60
_ROW_CM = 0.48
_STEP = 0.2


class ChartData:
    """The sheet that charts read; blocks are added as charts are made."""

    def __init__(self, context: Context) -> None:
        columns = (Column("Name", 40, wrap=True), *(Column("", 14, COEFFICIENT) for _ in range(6)))
        self.sheet: AuditSheet = context.book.sheet(SHEET, columns)
        self.sheet.line("What the charts show", style="title")

    def block(
        self, heads: Sequence[str], rows: Sequence[Sequence[Any]], form: str = COEFFICIENT
    ) -> tuple[int, int]:
        """Add rows; returns the row of the headings and the last row."""
        columns = (
            Column(heads[0], 40, wrap=True),
            *(Column(head, 14, form, right=True) for head in heads[1:]),
        )
        first = self.sheet.block(columns)
        for row in rows:
            self.sheet.row(row)
        return first, self.sheet.at

    def close(self) -> None:
        """Close the sheet."""
        self.sheet.close(7)


def chart_of_alphas(
    context: Context, sheet: AuditSheet, results: Sequence[Result], anchor: str
) -> int:
    """Bars of alpha with intervals, sorted, with dashes at the thresholds; returns its rows."""
    found = [r for r in results if r.value is not None and "alpha" in r.measure]
    found = sorted(found, key=lambda r: r.value or 0.0)[:_MOST_BARS]
    if not found:
        return 0
    data = chart_data(context)
    thresholds = context.report.thresholds
    rows = [
        (
            r.variable,
            r.value,
            max(0.0, (r.ci_high if r.ci_high is not None else r.value or 0.0) - (r.value or 0.0)),
            max(0.0, (r.value or 0.0) - (r.ci_low if r.ci_low is not None else r.value or 0.0)),
            thresholds.tentative,
            thresholds.reliable,
        )
        for r in found
    ]
    heads = ("Variable", "Alpha", "Up to", "Down to", "Tentative", "Reliable")
    head, last = data.block(heads, rows)
    with_interval = any(r.ci_low is not None for r in found)
    level = f" with {context.report.options.confidence:.0%} intervals" if with_interval else ""
    chart = _bars(f"Alpha{level}", len(found))
    chart.add_data(_column(data, 2, head, last), titles_from_data=True)
    chart.add_data(_column(data, 5, head, last), titles_from_data=True)
    chart.add_data(_column(data, 6, head, last), titles_from_data=True)
    chart.set_categories(_column(data, 1, head + 1, last))
    alpha, *lines = chart.series
    alpha.graphicalProperties = GraphicalProperties(solidFill=BAR)
    alpha.errBars = ErrorBars(
        errBarType="both",
        errValType="cust",
        plus=_numbers("C", head, last),
        minus=_numbers("D", head, last),
        spPr=GraphicalProperties(ln=LineProperties(solidFill=INK, w=9525)),
    )
    for series, colour in zip(lines, ("C9A227", "2F7D4F"), strict=True):
        # Invisible bars whose end caps make a dashed line across all of them.
        series.graphicalProperties = GraphicalProperties(noFill=True)
        series.errBars = ErrorBars(
            errBarType="both",
            errValType="fixedVal",
            val=0.0001,
            spPr=GraphicalProperties(ln=LineProperties(solidFill=colour, w=15875)),
        )
    chart.overlap = 100
    lowest = min([0.0, *(r.value or 0.0 for r in found), *(r.ci_low or 0.0 for r in found)])
    chart.y_axis.scaling.min = max(-1.0, math.floor(lowest / _STEP) * _STEP)
    chart.y_axis.scaling.max, chart.y_axis.majorUnit = 1, _STEP
    return _place(sheet, chart, anchor)


def chart_of_gains(context: Context, sheet: AuditSheet, rows: Sequence[Any], anchor: str) -> int:
    """Bars of what leaving out each coder would gain, mean over variables; returns its rows."""
    if not rows:
        return 0
    data = chart_data(context)
    head, last = data.block(("Coder", "Mean gain"), rows, "0.000")
    chart = _bars("Mean gain in alpha if the coder is left out", len(rows))
    chart.add_data(_column(data, 2, head, last), titles_from_data=True)
    chart.set_categories(_column(data, 1, head + 1, last))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=BAR)
    chart.y_axis.number_format = "0.00"
    return _place(sheet, chart, anchor)


def chart_of_matches(context: Context, sheet: AuditSheet, rows: Sequence[Any], anchor: str) -> int:
    """Stacked bars of how the spans of pairs of coders match, per type; returns its rows."""
    if not rows:
        return 0
    data = chart_data(context)
    heads = ("Type", "Same edges", "Overlap", "Other type", "Only first", "Only second")
    head, last = data.block(heads, rows, COUNT)
    chart = _bars("How spans of pairs of coders match", len(rows))
    chart.grouping, chart.overlap = "percentStacked", 100
    for column in range(2, 7):
        chart.add_data(_column(data, column, head, last), titles_from_data=True)
    chart.set_categories(_column(data, 1, head + 1, last))
    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    chart.legend = _legend()
    chart.y_axis.number_format = "0%"
    return _place(sheet, chart, anchor)


def chart_data(context: Context) -> ChartData:
    """Return the sheet of chart data, made when the first chart asks for it."""
    found = context.__dict__.get("_chart_data")
    if found is None:
        found = context.__dict__["_chart_data"] = ChartData(context)
    return found


def close_chart_data(context: Context) -> None:
    """Close the sheet of chart data; it is there even if no chart is."""
    chart_data(context).close()


def _place(sheet: AuditSheet, chart: Any, anchor: str) -> int:
    """Put a chart on a sheet; returns how many rows it covers."""
    sheet.raw.add_chart(chart, anchor)
    # A chart is not cut by the edge of a page.
    sheet.raw.row_breaks.append(Break(id=sheet.at + 1))
    return int(chart.height / _ROW_CM) + 4


def _bars(title: str, count: int) -> Any:
    chart = BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = title
    chart.legend = None
    chart.gapWidth = 60
    chart.width, chart.height = 26, max(6.0, min(40.0, 3.0 + 0.55 * count))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    # The first row on top, and the figures below.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.y_axis.number_format = "0.0"
    soft = GraphicalProperties(ln=LineProperties(solidFill="E4E0D9"))
    chart.y_axis.majorGridlines = ChartLines(spPr=soft)
    return chart


def _legend() -> Any:
    from openpyxl.chart.legend import Legend

    return Legend(legendPos="b")


def _column(data: ChartData, column: int, first: int, last: int) -> Any:
    return Reference(data.sheet.raw, min_col=column, min_row=first, max_row=last)


def _numbers(column: str, head: int, last: int) -> Any:
    area = f"'{SHEET}'!${column}${head + 1}:${column}${last}"
    return NumDataSource(numRef=NumRef(f=area))
