"""The table of figures: a row a variable, with its interval on a scale and its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from refusal_annotator.ui.figures.opening import OpensOnEnter
from refusal_annotator.ui.models.agreement import AgreementModel, Line
from refusal_annotator.ui.widgets import DataTable
from refusal_annotator.ui.widgets.whisker import ScaleHeader, WhiskerDelegate

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.codebook import Codebook
    from refusal_annotator.domain.comparison import AgreementReport

_WIDTHS = ((216, 78, 56, 72, 52, 132, 136), (176, 74, 54, 70, 50, 130, 98))
_SCALE = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AgreementTable(DataTable):
    """`chosen` tells of the variable that is moved to, `opened` of Enter or two clicks on one."""

    chosen = Signal(object)  # Line
    opened = Signal(object)  # Line

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.figures = AgreementModel(self)
        self.setModel(self.figures)
        self.scale = ScaleHeader(_SCALE, self)
        self.setHorizontalHeader(self.scale)
        self.scale.setHighlightSections(False)
        self.scale.setFixedHeight(30)
        self.scale.setStretchLastSection(True)
        self.scale.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.scale.setDefaultAlignment(_LEFT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(_SCALE, WhiskerDelegate(self))
        self.selectionModel().currentRowChanged.connect(lambda i, _: self._tell(i))
        OpensOnEnter(self, self._open)

    def show_report(self, report: AgreementReport | None, codebook: Codebook | None) -> None:
        """Show the figures of a report, on the row that was chosen before."""
        kept = self.line(self.currentIndex())
        self.figures.show_report(report, codebook)
        self.clearSpans()
        for number, line in enumerate(self.figures.lines):
            if line.is_head:
                self.setSpan(number, 0, 1, self.figures.columnCount())
                self.setRowHeight(number, 38)
        if report is None:
            return
        self.scale.set_thresholds(report.thresholds.tentative, report.thresholds.reliable)
        wanted = next(
            (
                number
                for number, line in enumerate(self.figures.lines)
                if not line.is_head
                and (kept is None or (line.group, line.variable) == (kept.group, kept.variable))
            ),
            None,
        )
        if wanted is not None:
            self.setCurrentIndex(self.figures.index(wanted, 0))

    def fit(self, *, narrow: bool) -> None:
        """Give the columns the widths of a wide or a narrow window."""
        for number, width in enumerate(_WIDTHS[narrow]):
            self.scale.resizeSection(number, width)

    def line(self, index: QModelIndex) -> Line | None:
        """The variable of a row; None for the head of a group."""
        lines = self.figures.lines
        line = lines[index.row()] if index.isValid() and index.row() < len(lines) else None
        return None if line is None or line.is_head else line

    def _tell(self, index: QModelIndex) -> None:
        line = self.line(index)
        if line is not None:
            self.chosen.emit(line)

    def _open(self, index: QModelIndex) -> None:
        line = self.line(index)
        if line is not None:
            self.opened.emit(line)
