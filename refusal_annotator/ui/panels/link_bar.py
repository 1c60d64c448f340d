"""The strip over every screen that says where a link leads, or why it does not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets import Button, Divider, IconButton, IconMark, Label, on_plane


class LinkBar(QWidget):
    """A sentence, at most one act, and a way to put it away (Esc)."""

    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "raised")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._call: Callable[[], object] | None = None
        self.words = Label("", wrap=True)
        self.act = Button("", variant="primary")
        self.leave = Button(self.tr("Stay here"), variant="flat", key="Esc")
        self.close_it = IconButton("cross", self.tr("Put this away"))
        self.act.clicked.connect(self._do)
        self.leave.clicked.connect(self._leave)
        self.close_it.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(IconMark("link", size=16), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        for button in (self.act, self.leave, self.close_it):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Divider())
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self.words.text()

    def tell(
        self, sentence: str, *, act: str = "", call: Callable[[], object] | None = None
    ) -> None:
        """Say something, with one thing to do about it."""
        self._show(sentence, act, call)
        self.leave.hide()
        self.close_it.show()

    def ask(self, sentence: str, *, act: str, call: Callable[[], object]) -> None:
        """Ask whether to do something; the focus is on doing it."""
        self._show(sentence, act, call)
        self.leave.show()
        self.close_it.hide()
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _show(self, sentence: str, act: str, call: Callable[[], object] | None) -> None:
        self._call = call
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.act.setText(act)
        self.act.setVisible(bool(act))
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _do(self) -> None:
        if self._call is not None:
            self._call()

    def _leave(self) -> None:
        self.hide()
        self.put_away.emit()
