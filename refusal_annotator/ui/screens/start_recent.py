"""Recent projects: what is known of each without opening it, and how the list shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QWidget

from refusal_annotator.ui.figures.opening import OpensOnEnter
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.jobs import Glance
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import paint_progress, paint_text
from refusal_annotator.workspace.project_file import FILE_NAME
from refusal_annotator.workspace.settings import Settings

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = 72
_MOST_ROWS = 6
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


class RecentList(QListView):
    """The projects; `opened` comes by Enter or two clicks."""

    opened = Signal()

    def __init__(self, name: str, model: RecentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_ProjectDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; border-radius: 7px; }")
        OpensOnEnter(self, lambda _: self.opened.emit())

    @property
    def project(self) -> RecentProject | None:
        """The marked project."""
        return self.currentIndex().data(_PROJECT)

    @property
    def glance(self) -> Glance | None:
        """What a glance into the marked project found."""
        return self.currentIndex().data(_GLANCE)

    def mark_first(self) -> None:
        """Mark the first project, and take the height of those there are."""
        count = self.model().rowCount()
        self.setFixedHeight(min(_MOST_ROWS, max(1, count)) * _ROW)
        if count:
            self.setCurrentIndex(self.model().index(0, 0))


class _ProjectDelegate(QStyledItemDelegate):
    def sizeHint(self, option: object, index: _Index) -> QSize:
        return QSize(300, _ROW)

    def paint(self, painter: QPainter, option: object, index: _Index) -> None:
        theme = current_theme()
        box = QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        if chosen:
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), theme.colour("accent"))
        if index.row() + 1 < index.model().rowCount():
            line = QRect(box.x(), box.bottom(), box.width(), 1)
            painter.fillRect(line, theme.colour("divider"))
        project, glance = index.data(_PROJECT), index.data(_GLANCE)
        inner = box.adjusted(20, 0, -20, 0)
        if project.exists:
            _paint_project(painter, inner, project, glance)
        else:
            _paint_gone(painter, inner, project)
        painter.restore()


_RIGHT = 284
"""Room at the right end for progress and date."""


def _paint_project(
    painter: QPainter, inner: QRect, project: RecentProject, glance: Glance | None
) -> None:
    theme = current_theme()
    small, muted = ui_font("small"), theme.colour("text_muted")
    second, progress, when = lines_of(project, glance)
    width = inner.width() - _RIGHT - 24
    title = QRect(inner.x(), inner.y() + 17, width, 18)
    ink = theme.colour("text")
    paint_text(painter, title, project.name, font=ui_font("panel_title"), colour=ink)
    line = QRect(inner.x(), inner.y() + 38, width, 16)
    paint_text(painter, line, second, font=small, colour=muted)
    if progress and glance is not None:
        x = inner.right() - _RIGHT + 1
        share = max(glance.finished.values(), default=0) / max(1, glance.n_articles)
        paint_progress(painter, QRect(x, inner.y() + 23, 150, 4), share)
        words = QRect(x, inner.y() + 33, 150, 16)
        paint_text(painter, words, progress, font=small, colour=muted)
    when_box = QRect(inner.right() - 110, inner.y(), 111, inner.height())
    align = Qt.AlignmentFlag.AlignRight
    paint_text(painter, when_box, when, font=small, colour=muted, align=align)


def _paint_gone(painter: QPainter, inner: QRect, project: RecentProject) -> None:
    """A project whose folder is not there: all of the line says so."""
    theme = current_theme()
    width = inner.width() - 24
    title = QRect(inner.x(), inner.y() + 17, width, 18)
    muted, danger = theme.colour("text_muted"), theme.colour("danger")
    paint_text(painter, title, project.name, font=ui_font("panel_title"), colour=muted)
    line = QRect(inner.x(), inner.y() + 38, width, 16)
    paint_icon(painter, "warning", line.topLeft(), size=14, colour=danger)
    words = lines_of(project, None)[0]
    paint_text(painter, line.adjusted(20, 0, 0, 0), words, font=ui_font("small"), colour=danger)
