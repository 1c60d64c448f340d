"""Figures of a variable line by line, and what was compared for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.line_list import LineList
from refusal_annotator.ui.flow import empty_layout
from refusal_annotator.ui.widgets import Label, SectionLabel, on_plane

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.results import Result
    from refusal_annotator.export.figures import Intervals, Stacks


class LinesPage(QWidget):
    """A list of figures; below it, for the view of all figures, what to read with care."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.lines = LineList(self.tr("Figures"))
        self._head = SectionLabel("")
        self._facts = QWidget()
        self._facts_column = layouts.column(self._facts, margins=(0, 0, 0, 8))
        column = layouts.column(self, margins=(0, 4, 0, 0))
        column.addWidget(self._head)
        column.addWidget(self.lines, 1)
        column.addWidget(self._facts)

    def show_figure(self, figure: Intervals | Stacks, thresholds: tuple[float, float]) -> None:
        """Show the lines of a figure."""
        self._head.label.setText(figure.subtitle)
        self.lines.setAccessibleName(figure.title)
        self.lines.show_lines(figure.lines, thresholds)
        self._facts.hide()

    def show_facts(self, result: Result) -> None:
        """Say below the lines what the headline figure rests on."""
        empty_layout(self._facts_column)
        self._facts.show()
        notes = [caution.sentence for caution in result.warnings]
        if result.reason is not None:
            notes.insert(0, self.tr("Undefined: {0}").format(result.reason.sentence))
        if result.verdict_why:
            notes.append(result.verdict_why)
        if notes:
            self._facts_column.addWidget(SectionLabel(self.tr("Read with care")))
            text = Label("\n".join(dict.fromkeys(notes)), role="small", tone="muted", wrap=True)
            text.setContentsMargins(14, 0, 14, 4)
            self._facts_column.addWidget(text)
        self._facts_column.addWidget(SectionLabel(self.tr("What was compared")))
        rows = [
            (self.tr("Coders"), str(result.n_coders)),
            (self.tr("Values that could be compared"), f"{result.n_pairable:,}"),
        ]
        rows += [(n.replace("_", " ").capitalize(), f"{k:,}") for n, k in result.left_out.items()]
        self._facts_column.addWidget(_grid(rows))


def _grid(rows: Sequence[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(14, 2, 14, 6)
    grid.setVerticalSpacing(6)
    for at, (label, value) in enumerate(rows):
        grid.addWidget(Label(label, tone="muted"), at, 0)
        words = Label(value)
        words.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(words, at, 1)
    grid.setColumnStretch(0, 1)
    return holder
