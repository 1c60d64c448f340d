"""The compare screen: disagreements by kind, the place in the text, what each coder has there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    Disagreement,
    MatchedGroup,
)
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.text import compute_borders
from refusal_annotator.domain.variables import Cell, is_filled, plain, show
from refusal_annotator.ui.coding.marks import ArticleContent, ZoneMark
from refusal_annotator.ui.flow import Flow, empty_layout
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.models.disagreements import ICONS, KINDS, DisagreementModel
from refusal_annotator.ui.panels.bars import TitleHead
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.compare_view import ComparedSpan, ComparePane
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.session_marks import short_quote
from refusal_annotator.ui.theme import current_theme, theme_manager
from refusal_annotator.ui.widgets import (
    Chip,
    CoderLine,
    Divider,
    EmptyState,
    Label,
    PanelHead,
    RowList,
    Tag,
    on_plane,
)
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text

_KEYS = (("J K", "next, previous"), ("F5", "compute again"), ("?", "keys"))
_LABEL = 104


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
        self.model = DisagreementModel(self)
        self.list = RowList(self.tr("Disagreements"))
        self.list.setModel(self.model)
        self.head = PanelHead(self.tr("Disagreements"))
        self.filters = Flow(gap=6, line_gap=6)
        self._group = QButtonGroup(self)
        self.title = TitleHead()
        self.legend = QWidget()
        self.pane = ComparePane()
        self.detail = _Detail()
        self.empty = EmptyState("compare", self.tr("Nothing is compared yet"))
        self._build()
        self.list.selectionModel().currentChanged.connect(lambda i, _: self._show(i))
        self.pane.view.span_clicked.connect(self._on_clicked)
        self.empty.activated.connect(self.compute_wanted)
        theme_manager().changed.connect(lambda _: self._restyle())
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
        """Show the disagreements of a report."""
        self._report, self._material, self._shown_article = report, material, None
        self._names = None
        self._problem = ""
        self.model.show(report.disagreements, self._codebook(), self._numbers())
        self._fill_filters()
        self._fill_legend()
        self._show_page()
        if self.has_disagreements:
            self.list.setCurrentIndex(self.model.index(0))

    def show_problem(self, sentence: str) -> None:
        """Say why nothing could be compared."""
        self._report, self._problem = None, sentence
        self.model.show((), None, {})
        self._show_page()

    def show_variable(self, variable: str) -> None:
        """Show only what is about one variable."""
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        self.model.filter(variable=variable)
        if self.has_disagreements:
            self.list.setCurrentIndex(self.model.index(0))

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
        strong = f"Disagreement {index.row() + 1} of {self.model.rowCount()}"
        return CodeStatus(strong, f"· {row.article} · {self.model.kind_words(row)}", _KEYS)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(256)
        on_plane(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.filters.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 10, 14, 10)
        bar.addWidget(self.filters)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        self._legend_row = QHBoxLayout(self.legend)
        self._legend_row.setContentsMargins(14, 0, 14, 0)
        self._legend_row.setSpacing(18)
        self.legend.setFixedHeight(36)
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

    def _show_page(self) -> None:
        report = self._report
        if report is None:
            self.empty.set_state(
                "compare",
                self.tr("Nothing is compared yet"),
                self._problem or self.tr("Coders must finish the same articles first."),
                button=self.tr("Compare the coders"),
            )
        elif not report.disagreements:
            self.empty.set_state(
                "check",
                self.tr("The coders agree everywhere"),
                self.tr("{0} articles were compared.").format(report.n_compared),
            )
        found = report is not None and bool(report.disagreements)
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
            chip = _FilterChip(words)
            chip.setChecked(number == 0)
            chip.clicked.connect(lambda _=False, k=kind: self._filter(k))
            self._group.addButton(chip)
            self.filters.add(chip)
        self.head.set_texts(self.tr("Disagreements"), "")

    def _fill_legend(self) -> None:
        empty_layout(self._legend_row)
        report = self._report
        for lane, coder in enumerate(report.coders if report else ()):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(7)
            row.addWidget(_Digit(lane))
            row.addWidget(CoderLine(lane, coder.name))
            row.addWidget(Label(coder.name, role="small", tone="muted"))
            self._legend_row.addWidget(holder)
        self._legend_row.addStretch(1)
        for role, words in (
            ("hover", self.tr("all alike")),
            ("danger_fill", self.tr("in dispute")),
        ):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(_Swatch(role))
            row.addWidget(Label(words, role="small", tone="muted"))
            self._legend_row.addWidget(holder)

    # --- showing ----------------------------------------------------------------------------

    def _filter(self, kind: str) -> None:
        self.model.filter(kind)
        if self.has_disagreements:
            self.list.setCurrentIndex(self.model.index(0))

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid() or self._material is None:
            return
        row = self.model.at(index.row())
        if row.article_id != self._shown_article:
            self._show_article(row.article_id)
        group = self._group_of(row)
        self.pane.view.set_current(_group_id(group) if group is not None else None)
        if group is None:
            self.pane.view.scroll_to_position(row.start)
        self._show_detail(row, group)
        self.status_changed.emit(self.status())

    def _show_article(self, version_id: UUID) -> None:
        assert self._material is not None
        self._shown_article = version_id
        article = next(a for a in self._material.articles if a.id == version_id)
        title, headline, zones = self._facts(version_id)
        self.title.set_texts(title or article.name, article.name if title else "")
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
        for zone in session.confirmed_zones:
            kind = session.codebook.zone_kind(zone.kind)
            words = (kind.shown if kind else zone.kind).lower()
            zones.append(ZoneMark(zone.start, zone.end, words))
        return found.title, session.headline_span(), tuple(zones)

    def _restyle(self) -> None:
        if self._shown_article is None or self._report is None:
            return
        groups = self._groups(self._shown_article)
        self.pane.view.set_groups(groups, len(self._report.coders))
        self.pane.minimap.set_disagreements([g.hull for g in groups if g.disputed])
        self.pane.view.set_current(self._current_group())

    def _current_group(self) -> UUID | None:
        index = self.list.currentIndex()
        group = self._group_of(self.model.at(index.row())) if index.isValid() else None
        return _group_id(group) if group is not None else None

    def _groups(self, version_id: UUID) -> list[ComparedSpan]:
        assert self._report is not None
        lanes = {coder.id: lane for lane, coder in enumerate(self._report.coders)}
        first: dict[UUID, int] = {}
        edges: set[UUID] = set()
        for number, d in enumerate(self._report.disagreements, 1):
            for side in d.sides:
                if side.annotation_id is None:
                    continue
                if d.kind in ("missed", "boundary"):
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
                )
            )
        return made

    def _show_detail(self, row: Disagreement, group: MatchedGroup | None) -> None:
        report, codebook = self._report, self._codebook()
        assert report is not None
        if codebook is None:
            return
        names = [coder.name for coder in report.coders]
        ids = [coder.id for coder in report.coders]
        sides = {side.coder_id: side for side in row.sides}
        lines: list[tuple[str, list[str], bool]] = []
        if group is not None:
            quotes = [
                short_quote(group.members[i].quote, 40) if i in group.members else "" for i in ids
            ]
            differs = row.kind in ("missed", "boundary")
            lines.append((self.tr("Extent"), quotes, differs))
            for attribute in codebook.attributes_of(group.type):
                cells = [
                    self._words(attribute, group.members[i].values.get(attribute.id))
                    if i in group.members
                    else ""
                    for i in ids
                ]
                filled = any(is_filled(a.values.get(attribute.id)) for a in group.members.values())
                if filled:
                    hit = row.kind == "attribute" and row.variable == attribute.id
                    lines.append((attribute.label, cells, hit))
        if row.kind in ("link", "article"):
            cells = [sides[i].shown if i in sides else "" for i in ids]
            lines.append((self.model.label_of(row), cells, True))
        number = self.list.currentIndex().row() + 1
        self.detail.show_rows(row, number, self.model.rowCount(), names, lines, self._rule(row))

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
            relation = codebook.find_relation(row.variable)
            return f"{relation.label}. {relation.definition}" if relation else ""
        span_type = codebook.find_type(row.type)
        return f"{span_type.label}. {span_type.definition}" if span_type else ""

    def _group_of(self, row: Disagreement) -> MatchedGroup | None:
        if self._report is None or row.kind == "article":
            return None
        wanted = {s.annotation_id for s in row.sides if s.annotation_id}
        return next(
            (
                g
                for g in self._report.groups
                if g.article_id == row.article_id
                and any(a.id in wanted for a in g.members.values())
            ),
            None,
        )

    def _on_clicked(self, mark_id: UUID) -> None:
        for number in range(self.model.rowCount()):
            group = self._group_of(self.model.at(number))
            if group is not None and _group_id(group) == mark_id:
                self.list.setCurrentIndex(self.model.index(number))
                return

    def _codebook(self) -> Codebook | None:
        return self._bridge.project.codebook if self._bridge else None

    def _numbers(self) -> dict[UUID, int]:
        return {c.id: n for n, c in enumerate(self._report.coders, 1)} if self._report else {}


class _Detail(QWidget):
    """What each coder has, side by side; what differs stands on the danger plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(380)
        self.setMaximumWidth(476)
        on_plane(self, "surface")
        self.head = PanelHead()
        self._tag = Tag("", "danger", icon="edge")
        self.head.add(self._tag)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)

    def show_rows(
        self,
        row: Disagreement,
        number: int,
        total: int,
        names: Sequence[str],
        lines: Sequence[tuple[str, list[str], bool]],
        rule: str,
    ) -> None:
        """Show one disagreement."""
        self.head.set_texts(self.tr("Disagreement {0} of {1}").format(number, total), "")
        self._tag.set_tag(row.kind, "danger", icon=ICONS[row.kind])
        page = QWidget()
        on_plane(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 8, 14, 14)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _LABEL)
        for lane, name in enumerate(names):
            head = QWidget()
            head_row = QHBoxLayout(head)
            head_row.setContentsMargins(7, 6, 0, 6)
            head_row.setSpacing(8)
            head_row.addWidget(_Digit(lane))
            head_row.addWidget(CoderLine(lane, name))
            head_row.addStretch(1)
            head.setToolTip(name)
            grid.addWidget(head, 0, lane + 1)
            grid.setColumnStretch(lane + 1, 1)
        for at, (label, cells, hit) in enumerate(lines, 1):
            differs = hit or len({cell for cell in cells if cell}) > 1
            name_label = Label(label, role="small", tone="" if differs else "muted", wrap=True)
            name_label.setFont(ui_font("small", weight=600 if differs else 400))
            name_label.setFixedWidth(_LABEL)
            grid.addWidget(name_label, at, 0)
            held = [cell for cell in cells if cell]
            common = max(set(held), key=held.count) if held else ""
            for lane, cell in enumerate(cells):
                apart = cell != common or held.count(common) == 1
                odd = differs and (apart if cell else hit)
                grid.addWidget(_Cell(cell or "—", odd=odd, muted=not differs), at, lane + 1)
        column.addLayout(grid)
        if rule:
            column.addWidget(Divider())
            column.addWidget(Label(rule, role="small", tone="muted", wrap=True))
        if not row.tested:
            words = self.tr(
                "This pair does not enter the coefficient: a value stands against none."
            )
            column.addWidget(Label(words, role="small", tone="muted", wrap=True))
        column.addStretch(1)
        self._area.setWidget(page)


class _Cell(Label):
    def __init__(self, text: str, *, odd: bool, muted: bool) -> None:
        super().__init__(text, role="small", tone="muted" if muted else "", wrap=True)
        self._odd = odd
        self.setContentsMargins(7, 6, 7, 6)
        self.setAccessibleName(f"{text}, differs" if odd else text)
        # A long word without a space must not push the panel apart.
        self.setText(text.replace("_", "_\u200b").replace("/", "/\u200b"))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._odd:
            with QPainter(self) as painter:
                fill = current_theme().colour("danger_fill")
                paint_plate(painter, self.rect(), fill=fill, radius=4)
        super().paintEvent(event)


class _Digit(QWidget):
    def __init__(self, lane: int) -> None:
        super().__init__()
        self._lane = lane
        self.setFixedSize(18, 18)
        self.setAccessibleName(str(lane + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            line = theme.coder(self._lane)
            paint_plate(painter, self.rect(), fill=None, line=line, radius=4, width=1.5)
            font, ink = ui_font("mark", weight=600), theme.colour("text")
            centre = Qt.AlignmentFlag.AlignHCenter
            number = str(self._lane + 1)
            paint_text(painter, self.rect(), number, font=font, colour=ink, align=centre)


class _Swatch(QWidget):
    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(14, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(self._role))
            if self._role == "hover":
                line = QRect(0, self.height() - 2, self.width(), 2)
                painter.fillRect(line, theme.colour("text_muted"))


class _FilterChip(Chip):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(4, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        on = self.isChecked()
        with QPainter(self) as painter:
            line = theme.colour("text" if on else "divider")
            fill = theme.colour("hover") if self.underMouse() else None
            paint_plate(painter, self.rect(), fill=fill, line=line, radius=5)
            font = ui_font("small", weight=600 if on else 400)
            ink = theme.colour("text" if on else "text_muted")
            centre = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, self.rect(), self.text(), font=font, colour=ink, align=centre)


def _group_id(group: MatchedGroup) -> UUID:
    """A group goes by the id of its first coder's span."""
    return min((a.id for a in group.members.values()), key=str)
