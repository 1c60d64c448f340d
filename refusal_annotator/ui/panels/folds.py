"""What is read only when somebody unfolds it: a line to unfold, and below it what was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.panels.fold_row import FoldRow
from refusal_annotator.ui.widgets import RowList

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import OpenProject

Found = TypeVar("Found")
_TALLEST = 260


class ReadingFold(QWidget, Generic[Found]):
    """Asks the project in a thread while it is unfolded; what comes too late is left."""

    left = Signal()
    shown = Signal()  # what was asked for at its unfolding stands here

    def __init__(
        self, desk: CodingDesk, title: str, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.fold = FoldRow(title, key=key)
        self.body = QWidget()
        self.body.hide()
        self._asked = 0
        self._just_unfolded = False
        # Several signals come with one act.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._read)
        self.fold.toggled.connect(self._on_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.fold)
        column.addWidget(self.body)

    def question(self) -> Callable[[OpenProject], Found] | None:
        """What to read, or None where there is nothing to ask about."""
        raise TypeError(f"{type(self).__name__} asks nothing")

    def show_found(self, found: Found) -> None:
        """Show what was read."""
        raise TypeError(f"{type(self).__name__} shows nothing")

    def enter(self) -> None:
        """Take the focus, once unfolded."""

    def toggle(self) -> None:
        """Unfold it and take the focus, or fold it and go back to the text."""
        self.fold.toggle()
        if self.fold.is_unfolded:
            self.enter()
        else:
            self.left.emit()

    def refresh(self) -> None:
        """Read anew soon, if anybody sees it."""
        if self.fold.is_unfolded:
            self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_toggled(self, unfolded: bool) -> None:
        self.body.setVisible(unfolded)
        self._just_unfolded = unfolded
        if unfolded:
            self._read()

    def _read(self) -> None:
        ask = self.question() if self.desk.session is not None else None
        self._asked += 1
        if ask is not None:
            asked = self._asked
            self.desk.bridge.read(ask, lambda found: self._on_found(asked, found))

    def _on_found(self, asked: int, found: Any) -> None:
        if asked == self._asked and self.fold.is_unfolded:
            self.show_found(found)
            if self._just_unfolded:
                self._just_unfolded = False
                self.shown.emit()


class TallList(RowList):
    """As tall as its rows, up to a limit; the panel around it scrolls."""

    def fit(self) -> None:
        """Take the height that the rows need."""
        model = self.model()
        rows = model.rowCount() if model is not None else 0
        wanted = sum(self.sizeHintForRow(row) for row in range(rows)) + 2
        self.setFixedHeight(min(_TALLEST, max(24, wanted)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self.fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
