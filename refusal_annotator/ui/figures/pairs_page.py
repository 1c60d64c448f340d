"""Pairs of coders and what they confuse: a heat map, and a table of confusions below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.matrix_table import MatrixTable
from refusal_annotator.ui.widgets import Label, SectionLabel, on_plane

if TYPE_CHECKING:
    # numpy comes with them, and is not needed before the first window.
    from refusal_annotator.export.figures import Figure, Matrix
    from refusal_annotator.export.variable_figures import VariableFigures


class PairsPage(QScrollArea):
    """The pair that is chosen in the heat map is the one whose confusions are shown."""

    pair_chosen = Signal(object)  # two ids, or None for all pairs

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The cell that is moved to comes into view: nobody need stop at the page itself.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._views: VariableFigures | None = None
        self.pairs = MatrixTable(self.tr("Pairs of coders"))
        self.confusion = MatrixTable(self.tr("Confusions"))
        self._figures: list[Figure] = []
        page = QWidget()
        on_plane(page, "surface")
        inner = layouts.column(page, margins=(14, 4, 14, 14), gap=6)
        self._pairs_head = SectionLabel("", margins=(0, 8, 0, 2))
        self._pairs_note = Label("", role="small", tone="muted", wrap=True)
        self._confusion_head = SectionLabel("", trailing=" ", margins=(0, 16, 0, 2))
        self._confusion_note = Label("", role="small", tone="muted", wrap=True)
        self._plain_note = Label(
            self.tr("There is no table of confusions: the values have no categories to confuse."),
            role="small",
            tone="muted",
            wrap=True,
        )
        for part in (
            self._pairs_head,
            self.pairs,
            self._pairs_note,
            self._confusion_head,
            self.confusion,
            self._confusion_note,
            self._plain_note,
        ):
            inner.addWidget(part)
        inner.addStretch(1)
        self.setWidget(page)
        self.pairs.chosen.connect(self._on_pair)

    @property
    def figures(self) -> list[Figure]:
        """What is shown, as figures that can be saved."""
        return list(self._figures)

    def show_views(self, views: VariableFigures) -> None:
        """Show a variable."""
        self._views = views
        pairs = views.pairs()
        self.pairs.show_matrix(pairs)
        self._pairs_head.setVisible(pairs is not None)
        self._pairs_note.setVisible(pairs is not None)
        if pairs is not None:
            self._pairs_head.label.setText(_after(pairs))
            self._pairs_note.setText(f"{pairs.subtitle}. {pairs.caption}".strip())
        self._show_confusion(None)

    def _on_pair(self, pair: Any) -> None:
        self._show_confusion(pair)
        self.pair_chosen.emit(pair)

    def _show_confusion(self, pair: Any) -> None:
        views = self._views
        if views is None:
            return
        found = views.confusion(pair)
        self._figures = [f for f in (views.pairs(), found) if f is not None]
        self.confusion.show_matrix(found)
        self._confusion_head.setVisible(found is not None)
        self._confusion_note.setVisible(found is not None and bool(found.caption))
        self._plain_note.setVisible(found is None and views.table is not None)
        if found is not None:
            self._confusion_head.label.setText(_after(found))
            self._confusion_head.count.setText(self.tr("click or Enter for the texts"))
            self._confusion_note.setText(found.caption)


def _after(matrix: Matrix) -> str:
    """The title without the variable, which stands in the head of the panel."""
    words = matrix.title.partition(": ")[2] or matrix.title
    return words[:1].upper() + words[1:]
