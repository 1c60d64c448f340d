"""The list of disagreements with its filters: by kind, and to the places behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.behind import FigureName
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.models.disagreements import KINDS, DisagreementModel
from refusal_annotator.ui.panels.compare_detail import FilterChip
from refusal_annotator.ui.screens.compare_rows import LongRowList
from refusal_annotator.ui.widgets import Chip, PanelHead, on_plane

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import Disagreement

_WIDTHS = (256, 208)


class DisagreementPanel(QWidget):
    """Chips filter the list; the one that names a figure leads back to all disagreements."""

    row_chosen = Signal(object)  # Disagreement
    listed = Signal()  # other rows

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.model = DisagreementModel(self)
        self.list = LongRowList(self.tr("Disagreements"))
        self.list.setModel(self.model)
        self.behind = Chip("", removable=True, icon="filter", max_width=228)
        self.behind.hide()
        self.filters = Flow(gap=6, line_gap=6)
        self._group = QButtonGroup(self)
        self._figure: FigureName | None = None
        bar = layouts.column(margins=(14, 10, 14, 10), gap=8)
        bar.addWidget(self.behind)
        bar.addWidget(self.filters)
        column = layouts.column(self)
        column.addWidget(PanelHead(self.tr("Disagreements")))
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.behind.removed.connect(self.show_all)
        self.behind.clicked.connect(self.show_all)
        self.fit(narrow=False)

    @property
    def current(self) -> Disagreement | None:
        """The disagreement that is shown."""
        index = self.list.currentIndex()
        return self.model.at(index.row()) if index.isValid() else None

    @property
    def chips(self) -> list[QAbstractButton]:
        """The filters, all kinds first."""
        return self._group.buttons()

    @property
    def figure(self) -> FigureName | None:
        """The figure whose places are shown, None where all are."""
        return self._figure

    def show_figure_name(self, names: Mapping[UUID, str]) -> None:
        """Name the figure, its coders as they are called now."""
        self.behind.setVisible(self._figure is not None)
        if self._figure is not None:
            words = self._figure.words(names)
            self.behind.set_chip(words)
            self.behind.setToolTip(self.tr("{0}. Press to see all disagreements.").format(words))

    def show_some(self, figure: FigureName, rows: Sequence[Disagreement]) -> None:
        """Show only the places behind a figure, until the chip that names it is removed."""
        self._figure = figure
        self.model.show_some(rows)
        self._renew(0)

    def show_all(self) -> None:
        """Show all disagreements again, at the same place."""
        row = self.current
        self._figure = None
        self.behind.hide()
        self.model.show_some(None)
        self._renew(self.model.row_of(row))

    def renew(self, place: Disagreement | None) -> None:
        """Show what the model has now: at this place, or as near to it as there is something."""
        self._figure = None
        self.behind.hide()
        self._renew(self.model.row_of(place))

    def filter(self, kind: str) -> None:
        """Show one kind, or all with an empty one; the place stays where it is shown."""
        row = self.current
        if not kind or self.model.counts()[kind]:
            self.model.filter(kind)
            self._check(kind)
            self.go_to(self.model.row_of(row))
            self.listed.emit()

    def go_to(self, row: int) -> None:
        """Go to a row."""
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))

    def step(self, forward: bool) -> None:
        """Next or last disagreement."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + (1 if forward else -1)
            self.go_to(row % count)

    def fit(self, *, narrow: bool) -> None:
        """Leave room for the columns of all coders in the smallest window."""
        self.setFixedWidth(_WIDTHS[narrow])

    def _renew(self, row: int) -> None:
        self._fill_filters()
        self.go_to(row)
        self.listed.emit()

    def _fill_filters(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.filters.clear()
        counts = self.model.counts()
        choices = [("", self.tr("All {0}").format(f"{sum(counts.values()):,}"))]
        choices += [(k, f"{k.capitalize()} {counts[k]:,}") for k in KINDS if counts[k]]
        before: QWidget = self.behind
        for kind, words in choices:
            chip = FilterChip(words)
            chip.setProperty("kind", kind)
            chip.clicked.connect(lambda _=False, k=kind: self.filter(k))
            self._group.addButton(chip)
            self.filters.add(chip)
            # Made anew, they would come last of all on the screen.
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self.list)
        self._check(self.model.kind)

    def _check(self, kind: str) -> None:
        for button in self._group.buttons():
            if button.property("kind") == kind:
                button.setChecked(True)

    def _tell(self) -> None:
        row = self.current
        if row is not None:
            self.row_chosen.emit(row)
