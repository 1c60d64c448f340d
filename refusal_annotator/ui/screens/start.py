"""The start screen: ways to begin at the left, recent projects and coders at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.coders import Coder
from refusal_annotator.ui.dialogs.projects import coder_button
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.jobs import Glance
from refusal_annotator.ui.tasks import Task
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    ActionCard,
    Button,
    Divider,
    EmptyState,
    Label,
    SearchField,
    on_plane,
)
from refusal_annotator.ui.widgets.painting import paint_progress, paint_text
from refusal_annotator.workspace.project_file import FILE_NAME
from refusal_annotator.workspace.settings import Settings

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 72
_GLANCE = Qt.ItemDataRole.UserRole + 1
_PROJECT = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was opened on this computer."""

    folder: Path
    name: str
    opened: datetime
    exists: bool


def recent_of(settings: Settings) -> list[RecentProject]:
    """The projects that the settings remember; no database is touched for it."""
    return [
        RecentProject(
            entry.folder,
            entry.name,
            entry.opened,
            (entry.folder / FILE_NAME).is_file(),
        )
        for entry in settings.recent
    ]


class StartScreen(QWidget):
    """Chooses a project and a coder; the window does the rest."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    table_wanted = Signal()
    project_wanted = Signal(object, object)  # folder, coder id or None
    coder_wanted = Signal(object)  # folder
    locate_wanted = Signal(object)  # folder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coders: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self.go_on = ActionCard("code", self.tr("Continue coding"), "", key="Enter", primary=True)
        self.new = ActionCard(
            "plus", self.tr("New project"), self.tr("From a codebook"), key="Ctrl+N"
        )
        self.open = ActionCard(
            "folder",
            self.tr("Open project"),
            self.tr("A folder with project.toml"),
            key="Ctrl+O",
        )
        self.sample = Button(
            self.tr("Open the sample study"), variant="flat", icon="document", padding=4
        )
        self.table = Button(
            self.tr("Reliability of a table"), variant="flat", icon="agreement", padding=4
        )
        self.search = SearchField(self.tr("Find a project"))
        self.search.setFixedWidth(220)
        self.model = RecentModel(self)
        self.list = _Recent(self.tr("Recent projects"))
        self.list.setModel(self.model)
        self.people = Flow(gap=10, line_gap=10)
        self.people_head = Label(self.tr("Who is coding?"), role="section")
        self.people_text = Label(
            self.tr(
                "Codings are stored under this name; while coding, those of others stay hidden."
            ),
            role="small",
            tone="muted",
        )
        self.empty = EmptyState(
            "folder",
            self.tr("No projects yet"),
            self.tr("Make one from a codebook, or look around in the sample study."),
            button=self.tr("Open the sample study"),
        )
        self._build()
        self._connect()

    def show_projects(
        self, projects: Sequence[RecentProject], coders: dict[str, str] | None = None
    ) -> None:
        """Show the projects opened on this computer; `coders` holds who coded in which last."""
        self._coders = coders or {}
        self.model.set_projects(projects)
        self._frame.setVisible(bool(projects))
        self.empty.setVisible(not projects)
        self._fit_list()
        if projects:
            self.list.setCurrentIndex(self.model.index(0))
        self._show_chosen()

    def take_focus(self) -> None:
        """Put the focus on what Enter should do."""
        target = self.go_on if not self.go_on.isHidden() else self.new
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_glances(self, glances: Sequence[Glance]) -> None:
        """Show what a look into the projects found."""
        self.model.set_glances(glances)
        self._show_chosen()

    def show_building(self, task: Task) -> None:
        """Show how far the sample study is made."""
        self.sample.setEnabled(False)
        self.empty.button.setEnabled(False)
        task.progressed.connect(
            lambda done, total, what: self.empty.set_progress(done, total, what)
        )
        task.ended.connect(self._on_built)

    def _on_built(self) -> None:
        self.empty.set_progress(0, 0)
        self.sample.setEnabled(True)
        self.empty.button.setEnabled(True)

    @property
    def chosen_folder(self) -> Path | None:
        """Folder of the marked project."""
        project = self.list.currentIndex().data(_PROJECT)
        return project.folder if project is not None and project.exists else None

    @property
    def chosen_coder(self) -> UUID | None:
        """The coder whose button is pressed."""
        button = self._group.checkedButton()
        return button.property("coder_id") if button is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            card = focused if isinstance(focused, ActionCard) else self.go_on
            if card.isVisible():
                card.click()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        left = QWidget()
        on_plane(left, "window")
        left.setFixedWidth(400)
        column = QVBoxLayout(left)
        column.setContentsMargins(56, 72, 40, 32)
        column.setSpacing(10)
        column.addWidget(Label(self.tr("Refusal Annotator"), role="screen_title"))
        words = self.tr(
            "Tag claims, actors, numbers and stance in news, and see how far coders agree. "
            "Everything stays on this computer."
        )
        column.addWidget(Label(words, tone="muted", wrap=True))
        column.addSpacing(16)
        for card in (self.go_on, self.new, self.open):
            column.addWidget(card)
        column.addStretch(1)
        column.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeft)
        right = QWidget()
        on_plane(right, "surface")
        inner = QVBoxLayout(right)
        inner.setContentsMargins(56, 72, 64, 32)
        inner.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Recent projects"), role="section"))
        head.addStretch(1)
        head.addWidget(self.search)
        inner.addLayout(head)
        inner.addSpacing(18)
        self._frame = QFrame()
        on_plane(self._frame, "card")
        framed = QVBoxLayout(self._frame)
        framed.setContentsMargins(0, 0, 0, 0)
        framed.addWidget(self.list)
        inner.addWidget(self._frame)
        inner.addWidget(self.empty)
        inner.addSpacing(40)
        inner.addWidget(self.people_head)
        inner.addSpacing(4)
        inner.addWidget(self.people_text)
        inner.addSpacing(14)
        inner.addWidget(self.people)
        inner.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addWidget(right, 1)
        self._group.setExclusive(True)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._on_go_on)
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        self.table.clicked.connect(self.table_wanted)
        self.empty.activated.connect(self.sample_wanted)
        self.search.textChanged.connect(self._on_search)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.list.doubleClicked.connect(lambda _: self._on_go_on())
        self.list.entered_row.connect(self._on_go_on)

    def _on_search(self, text: str) -> None:
        self.model.set_filter(text)
        self._fit_list()
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_chosen()

    def _fit_list(self) -> None:
        rows = min(6, max(1, self.model.rowCount()))
        self.list.setFixedHeight(rows * _ROW)

    def _show_chosen(self) -> None:
        index = self.list.currentIndex()
        project, glance = index.data(_PROJECT), index.data(_GLANCE)
        usable = project is not None and project.exists
        self.go_on.setVisible(project is not None)
        self.go_on.setText(self.tr("Continue coding") if usable else self.tr("Locate the project"))
        self.go_on.setAccessibleName(self.go_on.text())
        self.go_on.set_detail(project.name if project is not None else "")
        self._show_people(project, glance)

    def _show_people(self, project: RecentProject | None, glance: Glance | None) -> None:
        known = project is not None and project.exists
        known = known and glance is not None and not glance.problem
        for part in (self.people_head, self.people_text, self.people):
            part.setVisible(known)
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.people.clear()
        if not known or project is None or glance is None:
            return
        last = self._coders.get(str(project.folder))
        for coder in glance.coders:
            self._add_person(coder, checked=str(coder.id) == last)
        buttons = self._group.buttons()
        if buttons and self._group.checkedButton() is None:
            buttons[0].setChecked(True)
        add = Button(self.tr("Add a coder"), variant="flat", icon="plus")
        add.setFixedHeight(40)
        add.clicked.connect(lambda: self.coder_wanted.emit(project.folder))
        self.people.add(add)

    def _add_person(self, coder: Coder, *, checked: bool) -> None:
        button = coder_button(coder, checked=checked)
        button.setProperty("coder_id", coder.id)
        self._group.addButton(button)
        self.people.add(button)

    def _on_go_on(self) -> None:
        project = self.list.currentIndex().data(_PROJECT)
        if project is None:
            return
        if not project.exists:
            self.locate_wanted.emit(project.folder)
            return
        self.project_wanted.emit(project.folder, self.chosen_coder)


class RecentModel(QAbstractListModel):
    """Recent projects, with what a glance into each found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[RecentProject, ...] = ()
        self._rows: tuple[RecentProject, ...] = ()
        self._glances: dict[Path, Glance] = {}
        self._filter = ""

    def set_projects(self, projects: Sequence[RecentProject]) -> None:
        """Show these projects."""
        self._all = tuple(projects)
        self._show()

    def set_filter(self, text: str) -> None:
        """Show only projects whose name or folder holds these words."""
        self._filter = text.casefold()
        self._show()

    def set_glances(self, glances: Sequence[Glance]) -> None:
        """Take in what was found."""
        self._glances = {glance.folder: glance for glance in glances}
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        project = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return project.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(project.folder)
        if role == _PROJECT:
            return project
        if role == _GLANCE:
            return self._glances.get(project.folder)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((project.name, *lines_of(project, self._glances.get(project.folder))))
        return None

    def _show(self) -> None:
        rows = tuple(p for p in self._all if self._filter in f"{p.name} {p.folder}".casefold())
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def lines_of(project: RecentProject, glance: Glance | None) -> tuple[str, ...]:
    """Second line, progress, and when it was opened, in words."""
    when = _when(project.opened)
    if not project.exists:
        gone = "The folder is not there any more. It may be on a drive that is not connected."
        return (gone, "", "")
    if glance is None:
        return (str(project.folder), "", when)
    if glance.problem:
        return (glance.problem, "", when)
    articles = "1 article" if glance.n_articles == 1 else f"{glance.n_articles} articles"
    most = max(glance.finished.values(), default=0)
    return (f"{articles} · {glance.codebook}", f"{most} of {glance.n_articles} finished", when)


def _when(moment: datetime) -> str:
    local, now = moment.astimezone(), datetime.now().astimezone()
    if local.date() == now.date():
        return f"Today {local:%H:%M}"
    words = f"{local.day} {local:%b}"
    return words if local.year == now.year else f"{words} {local.year}"


class _Recent(QListView):
    entered_row = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_ProjectDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; border-radius: 7px; }")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
            return
        super().keyPressEvent(event)


class _ProjectDelegate(QStyledItemDelegate):
    def sizeHint(self, option: object, index: _Index) -> QSize:
        return QSize(300, _ROW)

    def paint(self, painter: QPainter, option: object, index: _Index) -> None:
        theme = current_theme()
        box = QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        project, glance = index.data(_PROJECT), index.data(_GLANCE)
        second, progress, when = lines_of(project, glance)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        if chosen:
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), theme.colour("accent"))
        if index.row() + 1 < index.model().rowCount():
            line = QRect(box.x(), box.bottom(), box.width(), 1)
            painter.fillRect(line, theme.colour("divider"))
        inner = box.adjusted(20, 0, -20, 0)
        muted = theme.colour("text_muted")
        title_ink = theme.colour("text") if project.exists else muted
        right = 284 if project.exists else 0
        title = QRect(inner.x(), inner.y() + 17, inner.width() - right - 24, 18)
        paint_text(painter, title, project.name, font=ui_font("panel_title"), colour=title_ink)
        line_box = QRect(inner.x(), inner.y() + 38, inner.width() - right - 24, 16)
        if not project.exists:
            danger = theme.colour("danger")
            paint_icon(painter, "warning", line_box.topLeft(), size=14, colour=danger)
            line_box.adjust(20, 0, 0, 0)
            paint_text(painter, line_box, second, font=ui_font("small"), colour=danger)
            painter.restore()
            return
        paint_text(painter, line_box, second, font=ui_font("small"), colour=muted)
        if progress and glance is not None:
            x = inner.right() - right + 1
            share = max(glance.finished.values(), default=0) / max(1, glance.n_articles)
            paint_progress(painter, QRect(x, inner.y() + 23, 150, 4), share)
            words = QRect(x, inner.y() + 33, 150, 16)
            paint_text(painter, words, progress, font=ui_font("small"), colour=muted)
        when_box = QRect(inner.right() - 110, inner.y(), 111, inner.height())
        align = Qt.AlignmentFlag.AlignRight
        paint_text(painter, when_box, when, font=ui_font("small"), colour=muted, align=align)
        painter.restore()
