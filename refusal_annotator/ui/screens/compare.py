"""The compare screen: disagreements by kind, the place in the text, what each coder has there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.ui import layouts
from refusal_annotator.ui.coding.marks import ZoneMark
from refusal_annotator.ui.figures.behind import FigureName
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.compare_detail import CompareDetail
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.agreement_empty import NoFigures
from refusal_annotator.ui.screens.compare_list import DisagreementPanel
from refusal_annotator.ui.screens.compare_report import ComparedReport, id_of
from refusal_annotator.ui.screens.compare_sides import SideBySide
from refusal_annotator.ui.screens.compare_text import ComparedText
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.widgets import Divider, on_plane

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import (
        AgreementInput,
        AgreementReport,
        ComparedCoder,
        Disagreement,
        MatchedGroup,
    )

_KEYS = (
    ("J K", "next, previous"),
    ("0 – 6", "kind"),
    ("D", "only differences"),
    ("N", "names"),
    ("?", "keys"),
)
_BACK = ("Esc", "back to the figure")
_ROOMY = 1000


class CompareScreen(QWidget):
    """Follows the report that the agreement screen computed."""

    status_changed = Signal(object)
    compute_wanted = Signal()
    figure_wanted = Signal()  # back to where the places were opened

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._compared: ComparedReport | None = None
        self._material: AgreementInput | None = None
        self._entities: EntityIndex | None = None
        self._problem = ""
        self._closed = self._running = False
        self.shown_article: UUID | None = None
        self.disagreements = DisagreementPanel()
        self.model, self.list = self.disagreements.model, self.disagreements.list
        self.text = ComparedText()
        self.only, self.names = self.text.only, self.text.names
        self.pane = self.text.pane
        self.view = self.pane.view
        self.detail = CompareDetail()
        self.empty = NoFigures("compare", self.tr("Nothing is compared yet"))
        self._build()
        self.disagreements.row_chosen.connect(self._show)
        self.disagreements.listed.connect(self._on_listed)
        self.view.span_clicked.connect(self._on_clicked)
        self.empty.activated.connect(self.compute_wanted)
        self.only.toggled.connect(lambda _: self._paint())
        self.names.toggled.connect(lambda _: self._name())
        theme_manager().changed.connect(self._paint)
        self._show_page()

    @property
    def has_disagreements(self) -> bool:
        """Whether there is one to go to."""
        return self.model.rowCount() > 0

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._bridge, self._entities = bridge, None
        self._problem, self._closed = "", False
        self._clear()

    def show_report(self, report: AgreementReport, material: AgreementInput) -> None:
        """Show the disagreements of a report, at the place where one stood."""
        # A second look at the same codings, with intervals, has the same disagreements.
        same = self._compared is not None and self._material is material
        row = self.disagreements.current
        self._compared, self._material = ComparedReport(report), material
        self._problem, self._closed = "", False
        if same:
            return
        self.shown_article, self._entities = None, None
        numbers = {coder.id: n for n, coder in enumerate(report.coders, 1)}
        self.model.show(report.disagreements, self._codebook(), numbers)
        self._name()
        self.disagreements.renew(row)
        self._show_page()

    def show_running(self, on: bool) -> None:
        """Say that coders are being compared; what is there already stays to be read."""
        if on != self._running:
            self._running = on
            self._show_page()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Say how far the comparison is."""
        if self._compared is None:
            self.empty.set_progress(done, total, what)

    def show_problem(self, sentence: str) -> None:
        """Say why nothing could be compared."""
        self._problem, self._closed = sentence, False
        self._clear()

    def show_closed(self, sentence: str) -> None:
        """Say why this person sees no codings of others."""
        self._problem, self._closed = sentence, True
        self._clear()

    def show_units(self, figure: FigureName, rows: Sequence[Disagreement]) -> None:
        """Show only the places behind a figure, until the chip that names it is removed."""
        self.disagreements.show_some(figure, rows)
        self.disagreements.show_figure_name(self._names())

    def show_kind(self, kind: str) -> None:
        """Show disagreements of one kind, or of all."""
        self.disagreements.filter(kind)

    def go_back(self) -> None:
        """Back to the figure whose places are shown."""
        if self.disagreements.figure is not None:
            self.figure_wanted.emit()

    def step(self, forward: bool) -> None:
        """Next or last disagreement."""
        self.disagreements.step(forward)

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        row = self.disagreements.current
        if self._compared is None or row is None:
            keys = (("F5", "compute"), ("?", "keys"))
            words = "· you can go on working" if self._running else self._problem
            return CodeStatus("Comparing" if self._running else "", words, keys)
        noun = "Place" if row.kind == "alike" else "Disagreement"
        strong = f"{noun} {self.list.currentIndex().row() + 1} of {self.model.rowCount():,}"
        keys = _KEYS if self.disagreements.figure is None else (_BACK, *_KEYS)
        rest = f"· {row.article} · {self.model.kind_words(row)}"
        return CodeStatus(strong, f"{rest} · comparing again" if self._running else rest, keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.disagreements.fit(narrow=self.width() < _ROOMY)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        body = QWidget()
        row = layouts.row(body)
        row.addWidget(self.disagreements)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.text)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.detail)
        # The text keeps its measure; what is left over is the panel's.
        row.setStretch(2, 3)
        row.setStretch(4, 2)
        self._pages = QStackedWidget()
        self._pages.addWidget(body)
        self._pages.addWidget(self.empty)
        layouts.column(self).addWidget(self._pages)
        self.setFocusProxy(self.list)

    # --- showing ----------------------------------------------------------------------------

    def _clear(self) -> None:
        self._compared = self._material = self.shown_article = None
        self.model.show((), None, {})
        self.disagreements.renew(None)
        self._show_page()

    def _show_page(self) -> None:
        compared = self._compared
        if compared is None and self._running:
            self.empty.show_running()
        elif compared is None:
            self.empty.show_reason(self._problem, self._problem if self._closed else "")
        elif not self.has_disagreements:
            count = compared.report.n_compared
            articles = self.tr("1 article was compared.")
            self.empty.set_state(
                "check",
                self.tr("The coders agree everywhere"),
                articles if count == 1 else self.tr("{0} articles were compared.").format(count),
            )
        found = compared is not None and self.has_disagreements
        self._pages.setCurrentIndex(0 if found else 1)
        self.status_changed.emit(self.status())

    def _show(self, row: Disagreement) -> None:
        if self._material is None or self._compared is None:
            return
        if row.article_id != self.shown_article:
            self._show_article(row.article_id)
        groups = self._compared.groups_of(row)
        self.view.set_current([id_of(group) for group in groups])
        if not groups:
            self.view.scroll_to_position(row.start)
        self._show_detail(row, groups)
        self.status_changed.emit(self.status())

    def _show_article(self, version_id: UUID) -> None:
        assert self._material is not None
        self.shown_article = version_id
        article = next(a for a in self._material.articles if a.id == version_id)
        self.text.show_article(article, *self._facts(version_id))
        self._paint()

    def _facts(self, version_id: UUID) -> tuple[str, tuple[int, int] | None, tuple[ZoneMark, ...]]:
        """Title, headline and zones of an article, as the window knows them."""
        if self._bridge is None or self._compared is None:
            return "", None, ()
        project = self._bridge.project
        found = next((a for a in project.articles() if a.version_id == version_id), None)
        if found is None:
            return "", None, ()
        session = project.session(found.id, self._compared.coders[0].id)
        zones = []
        for zone in session.zones:
            kind = session.codebook.zone_kind(zone.kind)
            words = (kind.shown if kind else zone.kind).lower()
            if zone.status != "confirmed":
                # Still counted in every figure: only confirmed zones are cut out.
                words = self.tr("{0}, proposed").format(words)
            zones.append(ZoneMark(zone.start, zone.end, words))
        return found.title, session.headline_span(), tuple(zones)

    def _on_listed(self) -> None:
        """Other rows are listed, and numbered in the text."""
        self._paint()
        self._show_page()

    def _paint(self) -> None:
        """Paint what coders have in the text anew."""
        compared, row = self._compared, self.disagreements.current
        if self.shown_article is None or compared is None:
            return
        numbers = self.model.numbers(self.shown_article)
        spans = compared.spans_of(self.shown_article, numbers)
        self.text.show_spans(spans, len(compared.coders))
        groups = compared.groups_of(row) if row is not None else ()
        self.view.set_current([id_of(group) for group in groups])

    def _show_detail(self, row: Disagreement, groups: Sequence[MatchedGroup]) -> None:
        codebook, compared = self._codebook(), self._compared
        if codebook is None or compared is None:
            return
        ids = tuple(coder.id for coder in compared.coders)
        sides = SideBySide(codebook, ids, self._registry)
        lines = sides.lines(row, groups, self.model.label_of(row))
        number, total = self.list.currentIndex().row() + 1, self.model.rowCount()
        names = list(self._names().values())
        self.detail.show_rows(row, number, total, names, lines, sides.rule(row))

    # --- names ------------------------------------------------------------------------------

    def _names(self) -> dict[UUID, str]:
        """Names of the coders, or their numbers while names are hidden."""
        from refusal_annotator.domain.comparison import blind_coders, coder_names

        coders: tuple[ComparedCoder, ...] = self._compared.coders if self._compared else ()
        return coder_names(coders if self.names.isChecked() else blind_coders(coders))

    def _name(self) -> None:
        """Call the coders by what they are called now, everywhere."""
        self.text.show_coders(list(self._names().values()))
        self.disagreements.show_figure_name(self._names())
        row = self.disagreements.current
        if row is not None:
            self._show(row)

    # --- what is at hand --------------------------------------------------------------------

    def _on_clicked(self, mark_id: UUID) -> None:
        """Go to the disagreement of a span; one that is filtered out is brought back."""
        compared = self._compared
        if compared is None or self.shown_article is None:
            return
        for row in compared.rows_of(self.shown_article):
            if mark_id in map(id_of, compared.groups_of(row)):
                if not self.model.holds(row):
                    self.disagreements.show_all()
                self.disagreements.go_to(self.model.row_of(row))
                return
        self.status_changed.emit(CodeStatus("All alike", "· the coders agree here", _KEYS))

    def _registry(self) -> EntityIndex:
        if self._entities is None:
            assert self._bridge is not None
            self._entities = self._bridge.project.entity_index()
        return self._entities

    def _codebook(self) -> Codebook | None:
        return self._bridge.project.codebook if self._bridge else None
