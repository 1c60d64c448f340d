"""Entry fields: search, and a field that can say what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.text import Label


class SearchField(QLineEdit):
    """A field with a glass; Esc empties it, and goes on when it is empty."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(22, 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            at = QPoint(11, (self.height() - 16) // 2)
            paint_icon(painter, "search", at, colour=current_theme().hex("text"))


class Field(QWidget):
    """A line to type in with a sentence below it when the value is not accepted."""

    def __init__(self, name: str, parent: QWidget | None = None, *, placeholder: str = "") -> None:
        super().__init__(parent)
        self.edit = _WarningEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.problem = Label("", role="small", tone="danger", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        column.addWidget(self.problem)
        self.setFocusProxy(self.edit)

    def set_problem(self, sentence: str | None) -> None:
        """Say what is wrong; what was typed stays."""
        self.problem.setText(sentence or "")
        self.problem.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence or "")
        self.edit.set_wrong(bool(sentence))


class _WarningEdit(QLineEdit):
    def set_wrong(self, wrong: bool) -> None:
        self.setProperty("error", "true" if wrong else "false")
        self.setTextMargins(0, 0, 24 if wrong else 0, 0)
        self.style().unpolish(self)
        self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("error") != "true":
            return
        box = QRect(self.width() - 28, (self.height() - 16) // 2, 16, 16)
        with QPainter(self) as painter:
            paint_icon(painter, "warning", box.topLeft(), colour=current_theme().hex("danger"))
