"""The figures of a table that was coded elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.line_list import LineList
from refusal_annotator.ui.widgets import Divider, Label, SectionLabel

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.export.figures import Line
    from refusal_annotator.workspace.spreadsheet import Figure, SpreadsheetReport

_SHARES = ("percent", "holsti")
_THRESHOLDS = (0.667, 0.8)


class TableResults(QWidget):
    """Every measure that fits the level with its interval, and what does not apply."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = LineList(self.tr("Figures"))
        self.notes = Label("", role="small", tone="muted", wrap=True)
        self.notes.setContentsMargins(14, 4, 14, 8)
        self._head = SectionLabel("")
        column = layouts.column(self)
        for part in (Divider(), self._head):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.notes)

    def show_report(self, report: SpreadsheetReport) -> None:
        """Show the figures of a table."""
        data = report.table.data
        head = self.tr("{0} units, {1} of them with two values or more; {2}").format(
            f"{data.n_units:,}", f"{data.n_pairable_units:,}", ", ".join(data.coders)
        )
        self._head.label.setText(head)
        self.list.show_lines([_line(figure) for figure in report.figures], _THRESHOLDS)
        self.notes.setText(" ".join((*report.table.notes, *report.not_applied)))

    def show_changed(self, *, changed: bool) -> None:
        """Say that something else was said about the table since the figures were computed."""
        words = self.tr("changed since: press F5 to compute again")
        self._head.count.setText(words if changed else "")


def _line(figure: Figure) -> Line:
    from refusal_annotator.export.figures import Line, number

    result = figure.result
    reason = result.reason.sentence if result.reason else ""
    care = " ".join(caution.sentence for caution in result.warnings)
    detail = " ".join(part for part in (reason, result.ci_method or "", care) if part)
    shown = number(result.value, 3)
    if result.value is not None and result.measure.startswith(_SHARES):
        # Thresholds are for what is corrected for chance, and mean nothing to a share.
        shown = f"{100 * result.value:.1f} %"
    return Line(figure.label, shown, detail, result.value, result.ci_low, result.ci_high)
