"""What stands in the way of finishing, docked below the text: fill the fields, or give a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import Button, ElidedLabel, Field, IconMark, on_plane

_NAMED = 6


class FinishPanel(QWidget):
    """Says how many required fields are empty and which; takes a reason."""

    reason_given = Signal(str)
    filling_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "raised")
        self.words = ElidedLabel("", weight=600)
        self.reason = Field(
            self.tr("Why the fields stay empty"), placeholder=self.tr("Why the fields stay empty")
        )
        self.finish = Button(self.tr("Finish with this reason"), variant="primary", key="Enter")
        self.fill = Button(self.tr("Fill them first"), variant="flat", key="Esc")
        self._build()
        self.finish.clicked.connect(self.attempt)
        self.fill.clicked.connect(self.filling_wanted)
        self.reason.edit.returnPressed.connect(self.attempt)
        self.reason.edit.textEdited.connect(lambda _: self.reason.set_problem(None))
        self.hide()

    def ask(self, missing: Sequence[str]) -> None:
        """Ask about these fields, and take the focus."""
        if self.isHidden():
            self.reason.edit.clear()
        self.reason.set_problem(None)
        self.show_missing(missing)
        self.show()
        self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_missing(self, missing: Sequence[str]) -> None:
        """Say what is lacking now."""
        count = len(missing)
        names = list(dict.fromkeys(missing))
        shown = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        noun = self.tr("1 required field is empty") if count == 1 else ""
        noun = noun or self.tr("{0} required fields are empty").format(count)
        self.words.set_text(f"{noun}: {shown}")
        self.setAccessibleName(self.words.whole_text)

    def attempt(self) -> None:
        """Hand the reason on, or say that it is missing."""
        written = " ".join(self.reason.edit.text().split())
        if not written:
            self.reason.set_problem(self.tr("Write a reason first."))
            self.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.reason_given.emit(written)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.filling_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            line = QRect(0, 0, self.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconMark("warning", size=16, role="warning"))
        head.addWidget(self.words, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.fill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row)
