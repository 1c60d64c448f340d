"""The table twin of the text: every coding and suggestion as a row, under the same commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.models.codings import LACKING, WIDTHS, CodingsModel
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import DataTable, EmptyState, IconButton, PanelHead, on_plane

if TYPE_CHECKING:
    from refusal_annotator.ui.actions import Actions

_HEIGHT, _LEAST_HEIGHT = 300, 140
_NOTE_WIDTH = 100
# Columns of words, which give way where the window is narrow.
_YIELDING = (1, 3, 4, LACKING)


class CodingsTable(QWidget):
    """Follows the desk's selection and sets it; read only while it is shown."""

    left = Signal()

    def __init__(self, desk: CodingDesk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._desk = desk
        self._following = False
        self.model = CodingsModel(desk, self)
        self.head = PanelHead(self.tr("All codings"))
        self.table = _Table(self.tr("All codings"))
        self.table.setModel(self.model)
        self.empty = EmptyState(
            "code",
            self.tr("No codings in this article"),
            self.tr("Select words in the text and press the key of a type."),
        )
        # Several signals come with one act.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read)
        self._build()
        self._connect()
        for scope in ("code", "text"):
            actions.set_scope(scope, self.table)
        self.hide()

    def toggle(self) -> None:
        """Show it and take the focus, or put it away."""
        if self.isVisible() and self.table.hasFocus():
            self.leave()
            return
        self.show()
        self._read()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Put it away."""
        self.hide()
        self.left.emit()

    def fit(self, room: int) -> None:
        """Be as high as usual, or as there is room."""
        self.setFixedHeight(max(_LEAST_HEIGHT, min(_HEIGHT, room)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            line = QRect(0, 0, self.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))

    def _build(self) -> None:
        close = IconButton("cross", self.tr("Hide the table"), key="Esc")
        close.clicked.connect(self.leave)
        self.head.add(close)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self.fit(_HEIGHT)

    def _connect(self) -> None:
        desk = self._desk
        for signal in (desk.article_changed, desk.marks_changed, desk.content_changed):
            signal.connect(self._on_news)
        desk.selection_changed.connect(self._show_selection)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._on_row())
        self.table.left.connect(self.leave)

    def _on_news(self, *_: object) -> None:
        # Of a long article it is filled once all is read, of which the desk tells.
        if self.isVisible() and self._desk.is_whole:
            self._timer.start()

    def _read(self) -> None:
        session = self._desk.session
        if session is not None:
            self.model.set_entities(self._desk.bridge.project.entity_index())
        self._following = True
        self.model.read()
        self._following = False
        codings = len(session.annotations) if session is not None else 0
        waiting = self.model.rowCount() - codings
        words = self.tr("1 coding") if codings == 1 else self.tr("{0} codings").format(codings)
        self.head.set_texts(
            self.tr("All codings"), self.tr("{0}, {1} suggestions").format(words, waiting)
        )
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._show_selection()

    def _show_selection(self) -> None:
        if not self.isVisible():
            return
        unit = self._desk.selected or self._desk.suggestion
        row = self.model.row_of(unit.id if unit else None)
        self._following = True
        if row < 0:
            self.table.clearSelection()
        elif row != self.table.currentIndex().row() or not self.table.selectedIndexes():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._following = False

    def _on_row(self) -> None:
        """What the cursor is on is what commands mean."""
        if self._following:
            return
        session = self._desk.session
        unit_id = self.model.id_at(self.table.currentIndex().row())
        if session is None or unit_id is None:
            return
        if unit_id in session.annotations:
            self._desk.select(unit_id)
        else:
            self._desk.show_suggestion(unit_id)


class _Table(DataTable):
    """Letters are commands here and no search; Esc leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            for column, width in enumerate(column_widths(event.size().width())):
                self.setColumnWidth(column, width)

    def keyboardSearch(self, _: str) -> None:
        return


def column_widths(room: int) -> tuple[int, ...]:
    """Widths of all columns but the last, so that all are in sight; columns of words give way."""
    yielding = sum(WIDTHS[column] for column in _YIELDING)
    free = room - _NOTE_WIDTH - (sum(WIDTHS) - yielding)
    share = max(0.0, min(1.0, free / yielding))
    return tuple(
        int(width * share) if column in _YIELDING else width for column, width in enumerate(WIDTHS)
    )
