"""What stands behind one figure: pairs and confusions, categories, coders, time, texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.ui.figures.line_list import LineList
from refusal_annotator.ui.figures.matrix_table import MatrixTable
from refusal_annotator.ui.models.agreement import Line
from refusal_annotator.ui.widgets import (
    ActionBar,
    Button,
    IconButton,
    Label,
    PanelHead,
    SectionLabel,
    on_plane,
)
from refusal_annotator.ui.widgets.buttons import Select

if TYPE_CHECKING:
    # numpy comes with them, and is not needed before the first window.
    from refusal_annotator.agreement.units_behind import UnitsBehind
    from refusal_annotator.domain.comparison import (
        AgreementInput,
        AgreementReport,
        Disagreement,
    )
    from refusal_annotator.export.figures import Figure, Intervals, Stacks
    from refusal_annotator.export.variable_figures import VariableFigures

_VIEWS = (
    ("pairs", "Pairs and confusions"),
    ("categories", "Categories"),
    ("coders", "Coders"),
    ("parts", "Time and suggestions"),
    ("texts", "Texts"),
    ("measures", "All figures"),
)
_PAIRS, _LINES = 0, 1


class VariablePanel(QWidget):
    """Views of the variable that is chosen in the table; each leads to the texts behind it."""

    units_wanted = Signal(str, object)  # title, tuple[Disagreement, ...]
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
        self._figures: list[Figure] = []
        self._units: tuple[Disagreement, ...] = ()
        self._about = ""
        self.head = PanelHead()
        self.save = IconButton("export", self.tr("Save as a figure"))
        self.view = Select(self.tr("View"))
        self.pairs = MatrixTable(self.tr("Pairs of coders"))
        self.confusion = MatrixTable(self.tr("Confusions"))
        self.lines = LineList(self.tr("Figures"))
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

        if self._report is None:
            return
        self._line = line
        self._views = VariableFigures(self._report, line.group, line.variable, line.label)
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

    @property
    def view_names(self) -> tuple[str, ...]:
        """The views that the variable has."""
        return tuple(self.view.itemData(n) for n in range(self.view.count()))

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.head.add(self.save)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 10, 14, 2)
        bar.addWidget(self.view)
        bar.addStretch(1)
        page = QWidget()
        on_plane(page, "surface")
        inner = QVBoxLayout(page)
        inner.setContentsMargins(14, 4, 14, 14)
        inner.setSpacing(6)
        margins = (0, 8, 0, 2)
        self._pairs_head = SectionLabel("", margins=margins)
        self._pairs_note = Label("", role="small", tone="muted", wrap=True)
        self._confusion_head = SectionLabel("", trailing=" ", margins=(0, 16, 0, 2))
        self._confusion_note = Label("", role="small", tone="muted", wrap=True)
        for part in (
            self._pairs_head,
            self.pairs,
            self._pairs_note,
            self._confusion_head,
            self.confusion,
            self._confusion_note,
        ):
            inner.addWidget(part)
        self._plain_note = Label("", role="small", tone="muted", wrap=True)
        inner.addWidget(self._plain_note)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        second = QWidget()
        on_plane(second, "surface")
        column = QVBoxLayout(second)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        self._lines_head = SectionLabel("")
        column.addWidget(self._lines_head)
        column.addWidget(self.lines, 1)
        self._facts = QWidget()
        self._facts_column = QVBoxLayout(self._facts)
        self._facts_column.setContentsMargins(0, 0, 0, 8)
        self._facts_column.setSpacing(0)
        column.addWidget(self._facts)
        self._pages = QStackedWidget()
        self._pages.addWidget(area)
        self._pages.addWidget(second)
        foot = ActionBar()
        foot.add(self.jump)
        foot.add_room()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(bar)
        whole.addWidget(self._pages, 1)
        whole.addWidget(foot)

    def _connect(self) -> None:
        self.view.activated.connect(lambda _: self._show_view())
        self.pairs.chosen.connect(self._on_pair)
        self.pairs.opened.connect(lambda ref: self._open(self._of_pair(ref)))
        self.confusion.chosen.connect(lambda ref: self._offer(*self._of_cell(ref)))
        self.confusion.opened.connect(lambda ref: self._open(self._of_cell(ref)))
        self.lines.chosen.connect(self._on_line)
        self.lines.opened.connect(lambda ref: self._open(self._of_line(ref)))
        self.jump.clicked.connect(lambda: self._open((self._about, self._units)))
        self.save.clicked.connect(self._on_save)

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
        name = self.view.currentData()
        self._offer(line.label, self._all_units())
        if name == "pairs":
            self._pages.setCurrentIndex(_PAIRS)
            self._show_pairs()
            return
        figure: Intervals | Stacks | None = getattr(views, str(name))() if name else None
        self._figures = [figure] if figure is not None else []
        self.save.setEnabled(bool(self._figures))
        self._pages.setCurrentIndex(_LINES)
        if figure is None:
            return
        thresholds = views.report.thresholds
        limits = (thresholds.tentative, thresholds.reliable)
        self._lines_head.label.setText(figure.subtitle)
        self.lines.show_lines(figure.lines, limits)
        self._show_facts(line if name == "measures" else None)

    def _show_pairs(self) -> None:
        assert self._views is not None
        pairs = self._views.pairs()
        self.pairs.show_matrix(pairs)
        self._pairs_head.setVisible(pairs is not None)
        self._pairs_note.setVisible(pairs is not None)
        if pairs is not None:
            words = _after(pairs.title)
            self._pairs_head.label.setText(words[:1].upper() + words[1:])
            self._pairs_note.setText(f"{pairs.subtitle}. {pairs.caption}".strip())
        self._show_confusion(None)

    def _show_confusion(self, pair: Any) -> None:
        assert self._views is not None
        found = self._views.confusion(pair)
        self._figures = [f for f in (self._views.pairs(), found) if f is not None]
        self.save.setEnabled(bool(self._figures))
        self.confusion.show_matrix(found)
        for part in (self._confusion_head, self._confusion_note):
            part.setVisible(found is not None)
        self._plain_note.setVisible(found is None and self._views.table is not None)
        if found is None:
            self._plain_note.setText(
                self.tr(
                    "There is no table of confusions: the values have no categories to confuse."
                )
            )
            return
        words = _after(found.title)
        self._confusion_head.label.setText(words[:1].upper() + words[1:])
        self._confusion_head.count.setText(self.tr("click a cell for its texts"))
        self._confusion_note.setText(found.caption)
        self._confusion_note.setVisible(bool(found.caption))

    def _show_facts(self, line: Line | None) -> None:
        while (item := self._facts_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._facts.setVisible(line is not None)
        if line is None:
            return
        head = line.headline
        notes = [caution.sentence for caution in head.warnings]
        if head.reason is not None:
            notes.insert(0, self.tr("Undefined: {0}").format(head.reason.sentence))
        if head.verdict_why:
            notes.append(head.verdict_why)
        if notes:
            self._facts_column.addWidget(SectionLabel(self.tr("Read with care")))
            text = Label("\n".join(dict.fromkeys(notes)), role="small", tone="muted", wrap=True)
            text.setContentsMargins(14, 0, 14, 4)
            self._facts_column.addWidget(text)
        self._facts_column.addWidget(SectionLabel(self.tr("What was compared")))
        rows = [
            (self.tr("Coders"), str(head.n_coders)),
            (self.tr("Values that could be compared"), f"{head.n_pairable:,}"),
        ]
        rows += [(n.replace("_", " ").capitalize(), f"{k:,}") for n, k in head.left_out.items()]
        self._facts_column.addWidget(_grid(rows))

    # --- units ------------------------------------------------------------------------------

    def _all_units(self) -> tuple[Disagreement, ...]:
        if self._behind is None or self._line is None:
            return ()
        return self._behind.of_variable(self._line.group, self._line.variable)

    def _offer(self, about: str, units: Sequence[Disagreement]) -> None:
        """Say on the button how many texts are behind what is chosen."""
        self._about, self._units = about, tuple(units)
        alike = bool(units) and all(unit.kind == "alike" for unit in units)
        noun = "place" if alike else "disagreement"
        plural = "" if len(units) == 1 else "s"
        self.jump.setText(self.tr("Show {0} {1}").format(f"{len(units):,}", noun + plural))
        self.jump.setEnabled(bool(units))

    def _open(self, found: tuple[str, Sequence[Disagreement]]) -> None:
        about, units = found
        if units:
            self._offer(about, units)
            self.units_wanted.emit(about, tuple(units))

    def _on_pair(self, ref: Any) -> None:
        self._show_confusion(ref)
        self._offer(*self._of_pair(ref))

    def _of_pair(self, ref: Any) -> tuple[str, tuple[Disagreement, ...]]:
        line, behind, views = self._line, self._behind, self._views
        if line is None or behind is None or views is None:
            return "", ()
        names = " and ".join(views.names[coder] for coder in ref)
        return f"{line.label}: {names}", behind.of_pair(line.group, line.variable, ref)

    def _of_cell(self, ref: Any) -> tuple[str, tuple[Disagreement, ...]]:
        line, behind = self._line, self._behind
        if line is None or behind is None:
            return "", ()
        table = behind.table(line.group, line.variable)
        if table is None:
            return "", ()
        first, second, pair = ref
        words = dict.fromkeys((table.shown[first], table.shown[second]))
        return f"{line.label}: {' and '.join(words)}", behind.of_cell(table, first, second, pair)

    def _on_line(self, ref: Any) -> None:
        if ref is None and self._line is not None:
            self._offer(self._line.label, self._all_units())
        elif ref is not None:
            self._offer(*self._of_line(ref))

    def _of_line(self, ref: Any) -> tuple[str, tuple[Disagreement, ...]]:
        line, behind, views = self._line, self._behind, self._views
        if line is None or behind is None or views is None:
            return "", ()
        key = (line.group, line.variable)
        view = self.view.currentData()
        if view == "categories":
            table = behind.table(*key)
            return f"{line.label}: {ref}", behind.of_category(table, ref) if table else ()
        if view == "coders":
            return f"{line.label}: {views.names[ref]}", behind.of_coder(*key, ref)
        if view == "texts":
            return line.label, behind.of_text(ref, line.variable)
        return f"{line.label}: {ref[1]}", behind.of_part(*key, *ref)

    # --- saving -----------------------------------------------------------------------------

    def _on_save(self) -> None:
        if len(self._figures) == 1:
            self.save_wanted.emit(self._figures[0])
            return
        menu = QMenu(self)
        for figure in self._figures:
            action = menu.addAction(figure.title)
            action.triggered.connect(lambda _=False, f=figure: self.save_wanted.emit(f))
        menu.exec(self.save.mapToGlobal(self.save.rect().bottomLeft()))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown, as figures that can be saved."""
        return tuple(self._figures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setMaximumWidth(max(120, self.width() - 28))


def _after(title: str) -> str:
    """The title without the variable, which stands in the head of the panel."""
    return title.partition(": ")[2] or title


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
