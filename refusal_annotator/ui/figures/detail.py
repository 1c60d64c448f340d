"""What stands behind one figure: pairs and confusions, categories, coders, time, texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.behind import TextsBehind, VariableTexts
from refusal_annotator.ui.figures.lines_page import LinesPage
from refusal_annotator.ui.figures.pairs_page import PairsPage
from refusal_annotator.ui.models.agreement import Line
from refusal_annotator.ui.widgets import ActionBar, Button, IconButton, PanelHead, on_plane
from refusal_annotator.ui.widgets.buttons import Select

if TYPE_CHECKING:
    # numpy comes with them, and is not needed before the first window.
    from refusal_annotator.agreement.units_behind import UnitsBehind
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
    from refusal_annotator.export.figures import Figure
    from refusal_annotator.export.variable_figures import VariableFigures

_VIEWS = (
    ("pairs", "Pairs and confusions"),
    ("categories", "Categories"),
    ("coders", "Coders"),
    ("parts", "Time and suggestions"),
    ("texts", "Texts"),
    ("measures", "All figures"),
)


class VariablePanel(QWidget):
    """Views of the variable that is chosen in the table; each leads to the texts behind it."""

    units_wanted = Signal(object, object)  # FigureName, tuple[Disagreement, ...]
    save_wanted = Signal(object)  # Figure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(330)
        self.setMaximumWidth(460)
        on_plane(self, "surface")
        self._report: AgreementReport | None = None
        self._behind: UnitsBehind | None = None
        self._line: Line | None = None
        self._views: VariableFigures | None = None
        self._texts: VariableTexts | None = None
        self._found: TextsBehind | None = None
        self._figures: list[Figure] = []
        self.head = PanelHead()
        self.save = IconButton("export", self.tr("Save as a figure"))
        self.view = Select(self.tr("View"))
        self._pairs_page, self._lines_page = PairsPage(), LinesPage()
        self.pairs, self.confusion = self._pairs_page.pairs, self._pairs_page.confusion
        self.lines = self._lines_page.lines
        self.jump = Button("", icon="compare")
        self._build()
        self._connect()

    def show_report(
        self, report: AgreementReport | None, material: AgreementInput | None, *, blind: bool
    ) -> None:
        """Work on another report; `blind` shows numbers in place of names."""
        self._behind = None
        self._report = report
        if report is None or material is None:
            return
        from refusal_annotator.agreement.units_behind import UnitsBehind
        from refusal_annotator.domain.comparison import blind_coders

        self._behind = UnitsBehind(report, material)
        if blind:
            self._report = replace(report, coders=blind_coders(report.coders))

    def show_line(self, line: Line) -> None:
        """Show a variable."""
        from refusal_annotator.export.variable_figures import VariableFigures

        if self._report is None or self._behind is None:
            return
        about = (line.group, line.variable, line.label)
        self._line = line
        self._views = VariableFigures(self._report, *about)
        self._texts = VariableTexts(self._behind, *about)
        what = self.tr("spans") if line.group == "unitizing" else self.tr("units")
        self.head.set_texts(line.label, f"{line.n_units:,} {what}")
        self._offer_views()
        self._show_view()

    def open_view(self, name: str) -> None:
        """Show one of the views, where the variable has it."""
        at = self.view.findData(name)
        if at >= 0:
            self.view.setCurrentIndex(at)
            self._show_view()

    def open_texts(self) -> None:
        """Go to all disagreements on the variable."""
        if self._texts is not None:
            self._open(self._texts.all())

    @property
    def view_names(self) -> tuple[str, ...]:
        """The views that the variable has."""
        return tuple(self.view.itemData(n) for n in range(self.view.count()))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown, as figures that can be saved."""
        return tuple(self._figures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setMaximumWidth(max(120, self.width() - 28))

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.head.add(self.save)
        bar = layouts.row(margins=(14, 10, 14, 2))
        bar.addWidget(self.view)
        bar.addStretch(1)
        self._pages = QStackedWidget()
        for page in (self._pairs_page, self._lines_page):
            self._pages.addWidget(page)
        foot = ActionBar()
        foot.add(self.jump)
        foot.add_room()
        whole = layouts.column(self)
        whole.addWidget(self.head)
        whole.addLayout(bar)
        whole.addWidget(self._pages, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        def of(found: Callable[[VariableTexts, Any], TextsBehind]) -> Callable[[Any], TextsBehind]:
            return lambda ref: found(self._known_texts(), ref)

        of_pair, of_cell = of(VariableTexts.of_pair), of(VariableTexts.of_cell)
        of_line = of(lambda texts, line: texts.of_line(self.view.currentData(), line))
        for chosen, opened, texts in (
            (self._pairs_page.pair_chosen, self.pairs.opened, of_pair),
            (self.confusion.chosen, self.confusion.opened, of_cell),
            (self.lines.chosen, self.lines.opened, of_line),
        ):
            chosen.connect(lambda ref, texts=texts: self._offer(texts(ref)))
            opened.connect(lambda ref, texts=texts: self._open(texts(ref)))
        self._pairs_page.pair_chosen.connect(lambda _: self._take_figures())
        self.view.activated.connect(lambda _: self._show_view())
        self.jump.clicked.connect(lambda: self._found and self._open(self._found))
        self.save.clicked.connect(self._on_save)

    def _known_texts(self) -> VariableTexts:
        assert self._texts is not None
        return self._texts

    # --- showing ----------------------------------------------------------------------------

    def _offer_views(self) -> None:
        assert self._views is not None
        wanted = self.view.currentData() or "pairs"
        views: dict[str, Callable[[], Any]] = {
            "pairs": lambda: self._views and (self._views.pairs() or self._views.confusion()),
            "categories": self._views.categories,
            "coders": self._views.coders,
            "parts": self._views.parts,
            "texts": self._views.texts,
            "measures": self._views.measures,
        }
        self.view.blockSignals(True)
        self.view.clear()
        for name, words in _VIEWS:
            if views[name]() is not None:
                self.view.addItem(self.tr(words), name)
        at = self.view.findData(wanted)
        self.view.setCurrentIndex(max(0, at))
        self.view.blockSignals(False)
        self.view.updateGeometry()

    def _show_view(self) -> None:
        views, line = self._views, self._line
        if views is None or line is None:
            return
        self._offer(self._known_texts().all())
        name = str(self.view.currentData() or "")
        if name == "pairs":
            self._pages.setCurrentWidget(self._pairs_page)
            self._pairs_page.show_views(views)
            self._take_figures()
            return
        figure = getattr(views, name)() if name else None
        self._figures = [figure] if figure is not None else []
        self.save.setEnabled(bool(self._figures))
        self._pages.setCurrentWidget(self._lines_page)
        if figure is None:
            return
        thresholds = views.report.thresholds
        self._lines_page.show_figure(figure, (thresholds.tentative, thresholds.reliable))
        if name == "measures":
            self._lines_page.show_facts(line.headline)

    def _take_figures(self) -> None:
        self._figures = self._pairs_page.figures
        self.save.setEnabled(bool(self._figures))

    # --- texts and files --------------------------------------------------------------------

    def _offer(self, found: TextsBehind) -> None:
        """Say on the button how many texts are behind what is chosen."""
        self._found = found
        self.jump.setText(found.button)
        self.jump.setEnabled(bool(found.units))

    def _open(self, found: TextsBehind) -> None:
        self._offer(found)
        if found.units:
            self.units_wanted.emit(found.name, found.units)

    def _on_save(self) -> None:
        if len(self._figures) == 1:
            self.save_wanted.emit(self._figures[0])
            return
        menu = QMenu(self)
        for figure in self._figures:
            action = menu.addAction(figure.title)
            action.triggered.connect(lambda _=False, f=figure: self.save_wanted.emit(f))
        menu.exec(self.save.mapToGlobal(self.save.rect().bottomLeft()))
        menu.deleteLater()
