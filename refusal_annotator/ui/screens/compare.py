"""The compare screen: disagreements by kind, the place in the text, what each coder has there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.domain.variables import Cell, is_filled, plain, show
from refusal_annotator.ui.coding.marks import ArticleContent, ZoneMark
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.models.disagreements import KINDS, DisagreementModel
from refusal_annotator.ui.panels.bars import TitleHead
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.compare_detail import (
    CompareDetail,
    Digit,
    FilterChip,
    Swatch,
)
from refusal_annotator.ui.panels.compare_view import ComparedSpan, ComparePane
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.session_marks import short_quote
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.widgets import (
    Button,
    Chip,
    CoderLine,
    Divider,
    EmptyState,
    Label,
    PanelHead,
    RowList,
    on_plane,
)

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import (
        AgreementInput,
        AgreementReport,
        Disagreement,
        MatchedGroup,
    )

_KEYS = (
    ("J K", "next, previous"),
    ("D", "only differences"),
    ("N", "names"),
    ("F5", "compute again"),
    ("?", "keys"),
)


_ROOMY, _LIST_WIDTH, _LIST_WIDTH_SMALL = 1000, 256, 208


class CompareScreen(QWidget):
    """Follows the report that the agreement screen computed."""

    status_changed = Signal(object)
    compute_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._report: AgreementReport | None = None
        self._material: AgreementInput | None = None
        self._shown_article: UUID | None = None
        self._names: EntityIndex | None = None
        self._problem = ""
        self._closed = False
        self.model = DisagreementModel(self)
        self.list = RowList(self.tr("Disagreements"))
        self.list.setModel(self.model)
        self.head = PanelHead(self.tr("Disagreements"))
        self.filters = Flow(gap=6, line_gap=6)
        self._group = QButtonGroup(self)
        self.behind = Chip("", removable=True, icon="filter", max_width=228)
        self.title = TitleHead()
        self.only = Button(self.tr("Only differences"), icon="filter", key="D", variant="flat")
        self.names = Button(self.tr("Names"), icon="eye", key="N", variant="flat")
        self.legend = QWidget()
        self.pane = ComparePane()
        self.detail = CompareDetail()
        self.empty = EmptyState("compare", self.tr("Nothing is compared yet"))
        self._build()
        self.list.selectionModel().currentChanged.connect(lambda i, _: self._show(i))
        self.pane.view.span_clicked.connect(self._on_clicked)
        self.empty.activated.connect(self.compute_wanted)
        self.behind.removed.connect(self.show_all)
        self.behind.clicked.connect(self.show_all)
        self.only.toggled.connect(lambda _: self._restyle())
        self.names.toggled.connect(lambda _: self._on_names())
        theme_manager().changed.connect(self._restyle)
        self._show_page()

    @property
    def has_disagreements(self) -> bool:
        """Whether there is one to go to."""
        return self.model.rowCount() > 0

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._bridge, self._report, self._material = bridge, None, None
        self._shown_article, self._problem = None, ""
        self.model.show((), None, {})
        self._show_page()

    def show_report(self, report: AgreementReport, material: AgreementInput) -> None:
        """Show the disagreements of a report; the place stays where they are the same."""
        same = self._report is not None and self._report.disagreements == report.disagreements
        self._report, self._material = report, material
        self._problem, self._closed = "", False
        if same:
            return
        self._shown_article, self._names = None, None
        self.model.show(report.disagreements, self._codebook(), self._numbers())
        self.behind.hide()
        self._fill_filters()
        self._fill_legend()
        self._show_page()
        self._go_to(0)

    def show_problem(self, sentence: str) -> None:
        """Say why nothing could be compared."""
        self._report, self._problem, self._closed = None, sentence, False
        self.model.show((), None, {})
        self._show_page()

    def show_closed(self, sentence: str) -> None:
        """Say why this person sees no codings of others."""
        self.show_problem(sentence)
        self._closed = True
        self._show_page()

    def show_units(self, title: str, rows: Sequence[Disagreement]) -> None:
        """Show only the places behind a figure, until the chip that names it is removed."""
        self.model.show_some(rows)
        self.behind.set_chip(title)
        self.behind.setToolTip(self.tr("{0}. Press to see all disagreements.").format(title))
        self.behind.show()
        self._fill_filters()
        self._show_page()
        self._go_to(0)

    def show_all(self) -> None:
        """Show all disagreements again, at the same place."""
        index = self.list.currentIndex()
        row = self.model.at(index.row()) if index.isValid() else None
        self.model.show_some(None)
        self.behind.hide()
        self._fill_filters()
        self._show_page()
        self._go_to(self.model.row_of(row))

    def step(self, forward: bool) -> None:
        """Next or last disagreement."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + (1 if forward else -1)
            self.list.setCurrentIndex(self.model.index(row % count))

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        index = self.list.currentIndex()
        if self._report is None or not index.isValid():
            return CodeStatus("", self._problem, _KEYS)
        row = self.model.at(index.row())
        noun = "Place" if row.kind == "alike" else "Disagreement"
        strong = f"{noun} {index.row() + 1} of {self.model.rowCount()}"
        return CodeStatus(strong, f"· {row.article} · {self.model.kind_words(row)}", _KEYS)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        left = QWidget()
        self._left = left
        on_plane(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.filters.setContentsMargins(0, 0, 0, 0)
        bar = QVBoxLayout()
        bar.setContentsMargins(14, 10, 14, 10)
        bar.setSpacing(8)
        self.behind.hide()
        bar.addWidget(self.behind)
        bar.addWidget(self.filters)
        column.addLayout(bar)
        for button in (self.only, self.names):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.title.add(button)
        column.addWidget(self.list, 1)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        legend_row = QHBoxLayout(self.legend)
        legend_row.setContentsMargins(14, 4, 14, 4)
        legend_row.setSpacing(18)
        self._lanes = Flow(gap=18, line_gap=4)
        legend_row.addWidget(self._lanes, 1)
        for role, words in (
            ("hover", self.tr("all alike")),
            ("danger_fill", self.tr("in dispute")),
        ):
            legend_row.addWidget(_legend(6, Swatch(role), words))
        self.legend.setMinimumHeight(36)
        for part in (self.title, self.legend, Divider()):
            centre.addWidget(part)
        centre.addWidget(self.pane, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addLayout(centre, 1)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.detail)
        # The text keeps its measure; what is left over is the panel's.
        row.setStretch(2, 3)
        row.setStretch(4, 2)
        self._pages = QStackedWidget()
        self._pages.addWidget(body)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In the smallest window the columns of all coders stay in sight.
        self._left.setFixedWidth(_LIST_WIDTH if self.width() >= _ROOMY else _LIST_WIDTH_SMALL)

    def _show_page(self) -> None:
        report = self._report
        if report is None:
            self.empty.set_state(
                "compare",
                self.tr("Nothing is compared yet"),
                self._problem or self.tr("Coders must finish the same articles first."),
                button=self.tr("Compare the coders"),
            )
            if self._closed:
                title = self.tr("Only a supervisor compares here")
                self.empty.set_state("lock", title, self._problem)
        elif not self.has_disagreements:
            self.empty.set_state(
                "check",
                self.tr("The coders agree everywhere"),
                self.tr("{0} articles were compared.").format(report.n_compared),
            )
        found = report is not None and self.has_disagreements
        self._pages.setCurrentIndex(0 if found else 1)
        self.status_changed.emit(self.status())

    def _fill_filters(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.filters.clear()
        counts = self.model.counts()
        total = sum(counts.values())
        choices = [("", self.tr("All {0}").format(total))]
        choices += [(k, f"{k.capitalize()} {counts[k]}") for k in KINDS if counts[k]]
        for number, (kind, words) in enumerate(choices):
            chip = FilterChip(words)
            chip.setChecked(number == 0)
            chip.clicked.connect(lambda _=False, k=kind: self._filter(k))
            self._group.addButton(chip)
            self.filters.add(chip)
        self.head.set_texts(self.tr("Disagreements"), "")

    def _fill_legend(self) -> None:
        self._lanes.clear()
        for lane, coder in enumerate(self._coder_names()):
            self._lanes.add(_legend(7, Digit(lane), CoderLine(lane, coder), coder))

    # --- showing ----------------------------------------------------------------------------

    def _filter(self, kind: str) -> None:
        self.model.filter(kind)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))
            self._show(self.model.index(row))

    def _coder_names(self) -> list[str]:
        """Names of the coders, or their numbers while names are hidden."""
        from refusal_annotator.domain.comparison import blind_coders

        coders = self._report.coders if self._report else ()
        shown = coders if self.names.isChecked() else blind_coders(coders)
        return [coder.name for coder in shown]

    def _on_names(self) -> None:
        self._fill_legend()
        self._show(self.list.currentIndex())

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid() or self._material is None:
            return
        row = self.model.at(index.row())
        if row.article_id != self._shown_article:
            self._show_article(row.article_id)
        groups = self._groups_of(row)
        self.pane.view.set_current(tuple(map(_group_id, groups)))
        if not groups:
            self.pane.view.scroll_to_position(row.start)
        self._show_detail(row, groups)
        self.status_changed.emit(self.status())

    def _show_article(self, version_id: UUID) -> None:
        assert self._material is not None
        self._shown_article = version_id
        article = next(a for a in self._material.articles if a.id == version_id)
        title, headline, zones = self._facts(version_id)
        self.title.set_texts(title or article.name)
        borders = compute_borders(article.text)
        content = ArticleContent(
            text=article.text,
            tokens=borders.tokens,
            headline=headline,
            zones=zones,
            sentences=borders.sentences,
            paragraphs=borders.paragraphs,
        )
        self.pane.view.set_article(content)
        self._restyle()

    def _facts(self, version_id: UUID) -> tuple[str, tuple[int, int] | None, tuple[ZoneMark, ...]]:
        """Title, headline and zones of an article, as the window knows them."""
        if self._bridge is None or self._report is None:
            return "", None, ()
        project = self._bridge.project
        found = next((a for a in project.articles() if a.version_id == version_id), None)
        if found is None:
            return "", None, ()
        session = project.session(found.id, self._report.coders[0].id)
        zones = []
        for zone in session.zones:
            kind = session.codebook.zone_kind(zone.kind)
            words = (kind.shown if kind else zone.kind).lower()
            if zone.status != "confirmed":
                # Still counted in every figure: only confirmed zones are cut out.
                words = self.tr("{0}, proposed").format(words)
            zones.append(ZoneMark(zone.start, zone.end, words))
        return found.title, session.headline_span(), tuple(zones)

    def _restyle(self) -> None:
        if self._shown_article is None or self._report is None:
            return
        groups = self._groups(self._shown_article)
        only = self.only.isChecked()
        if only:
            groups = [group for group in groups if group.differs]
        self.pane.view.set_groups(groups, len(self._report.coders))
        self.pane.view.set_backlight(only)
        self.pane.minimap.set_disagreements([g.hull for g in groups if g.disputed])
        index = self.list.currentIndex()
        row = self.model.at(index.row()) if index.isValid() else None
        shown = self._groups_of(row) if row is not None else ()
        self.pane.view.set_current(tuple(map(_group_id, shown)))

    def _groups(self, version_id: UUID) -> list[ComparedSpan]:
        assert self._report is not None
        lanes = {coder.id: lane for lane, coder in enumerate(self._report.coders)}
        first: dict[UUID, int] = {}
        edges: set[UUID] = set()
        differing: set[UUID] = set()
        for number, d in enumerate(self._report.disagreements, 1):
            for side in d.sides:
                if side.annotation_id is None:
                    continue
                differing.add(side.annotation_id)
                if d.kind in ("missed", "boundary", "type"):
                    edges.add(side.annotation_id)
                    first.setdefault(side.annotation_id, number)
        made = []
        for group in self._report.groups:
            if group.article_id != version_id:
                continue
            parts = {lanes[coder]: a.all_parts for coder, a in group.members.items()}
            numbers = [first[a.id] for a in group.members.values() if a.id in first]
            disputed = any(a.id in edges for a in group.members.values())
            made.append(
                ComparedSpan(
                    _group_id(group),
                    dict(sorted(parts.items())),
                    disputed,
                    min(numbers, default=None),
                    any(a.id in differing for a in group.members.values()),
                )
            )
        return made

    def _show_detail(self, row: Disagreement, groups: Sequence[MatchedGroup]) -> None:
        report, codebook = self._report, self._codebook()
        if report is None or codebook is None:
            return
        names = self._coder_names()
        ids = [coder.id for coder in report.coders]
        lines: list[tuple[str, list[str], bool]] = []
        if groups:
            lines += self._extent_lines(row, groups, ids)
        if len(groups) == 1:
            lines += self._value_lines(row, groups[0], ids, codebook)
        if row.kind in ("link", "article") or (row.kind == "alike" and not groups):
            sides = {side.coder_id: side for side in row.sides}
            cells = [sides[i].shown if i in sides else "" for i in ids]
            lines.append((self.model.label_of(row), cells, row.kind != "alike"))
        number = self.list.currentIndex().row() + 1
        self.detail.show_rows(row, number, self.model.rowCount(), names, lines, self._rule(row))

    def _extent_lines(
        self, row: Disagreement, groups: Sequence[MatchedGroup], ids: Sequence[UUID]
    ) -> list[tuple[str, list[str], bool]]:
        held = {coder: a for group in groups for coder, a in group.members.items()}
        quotes = [short_quote(held[i].quote, 40) if i in held else "" for i in ids]
        differs = row.kind in ("missed", "boundary", "type")
        lines = [(self.tr("Extent"), quotes, differs)]
        if row.kind == "type":
            shown = {side.coder_id: side.shown for side in row.sides}
            lines.append((self.tr("Type"), [shown.get(i, "") for i in ids], True))
        return lines

    def _value_lines(
        self, row: Disagreement, group: MatchedGroup, ids: Sequence[UUID], codebook: Codebook
    ) -> list[tuple[str, list[str], bool]]:
        lines: list[tuple[str, list[str], bool]] = []
        for attribute in codebook.attributes_of(group.type):
            if not any(is_filled(a.values.get(attribute.id)) for a in group.members.values()):
                continue
            cells = [
                self._words(attribute, group.members[i].values.get(attribute.id))
                if i in group.members
                else ""
                for i in ids
            ]
            hit = row.kind == "attribute" and row.variable == attribute.id
            lines.append((attribute.label, cells, hit))
        return lines

    def _words(self, attribute: Attribute, cell: Cell | None) -> str:
        """A value in words, an entity by its name."""
        content = plain(cell)
        if attribute.value_type == "entity" and content is not None and self._bridge is not None:
            if self._names is None:
                self._names = self._bridge.project.entity_index()
            items = content if isinstance(content, list) else [content]
            return ", ".join(self._names.label(str(item)) for item in items)
        return show(attribute, cell, self._codebook())

    def _rule(self, row: Disagreement) -> str:
        codebook = self._codebook()
        if codebook is None:
            return ""
        if row.kind in ("attribute", "article") and row.variable:
            pool = codebook.attributes_of(row.type) if row.type else codebook.article_variables
            found = next((a for a in pool if a.id == row.variable), None)
            return f"{found.label}. {found.definition}" if found else ""
        if row.kind == "link":
            relation = codebook.find_relation(row.variable.partition(".")[0])
            return f"{relation.label}. {relation.definition}" if relation else ""
        span_type = codebook.find_type(row.type)
        return f"{span_type.label}. {span_type.definition}" if span_type else ""

    def _groups_of(self, row: Disagreement) -> tuple[MatchedGroup, ...]:
        """The groups that a disagreement is about: two where the types differ."""
        if self._report is None or row.kind == "article":
            return ()
        wanted = {s.annotation_id for s in row.sides if s.annotation_id}
        return tuple(
            g
            for g in self._report.groups
            if g.article_id == row.article_id and any(a.id in wanted for a in g.members.values())
        )

    def _on_clicked(self, mark_id: UUID) -> None:
        for number in range(self.model.rowCount()):
            if mark_id in map(_group_id, self._groups_of(self.model.at(number))):
                self.list.setCurrentIndex(self.model.index(number))
                return

    def _codebook(self) -> Codebook | None:
        return self._bridge.project.codebook if self._bridge else None

    def _numbers(self) -> dict[UUID, int]:
        return {c.id: n for n, c in enumerate(self._report.coders, 1)} if self._report else {}


def _group_id(group: MatchedGroup) -> UUID:
    """A group goes by the id of its first coder's span."""
    return min((a.id for a in group.members.values()), key=str)


def _legend(gap: int, *parts: QWidget | str) -> QWidget:
    """Signs, and what they stand for."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for part in parts:
        known = Label(part, role="small", tone="muted") if isinstance(part, str) else part
        row.addWidget(known)
    return holder
