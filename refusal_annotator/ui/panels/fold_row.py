"""A line of the inspector that folds out what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.panels.field_row import MARGIN
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.painting import (
    key_cap_width,
    paint_key_cap,
    paint_plate,
    paint_text,
)


class FoldRow(QWidget):
    """A line that folds out what stands below it."""

    toggled = Signal(bool)

    def __init__(self, text: str, parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(parent)
        self._text, self._key, self._unfolded = text, key, False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change what it says."""
        self._text = text
        self._name()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key that it shows."""
        self._key = key
        self.update()

    def _name(self) -> None:
        state = self.tr("unfolded") if self._unfolded else self.tr("folded")
        self.setAccessibleName(f"{self._text}, {state}")

    @property
    def is_unfolded(self) -> bool:
        """Whether what stands below is shown."""
        return self._unfolded

    def toggle(self) -> None:
        """Fold out or in."""
        self._unfolded = not self._unfolded
        self._name()
        self.update()
        self.toggled.emit(self._unfolded)

    def sizeHint(self) -> QSize:
        return QSize(200, metrics().inspector_row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            if self.underMouse():
                painter.fillRect(self.rect(), theme.colour("hover"))
            name = "chevron_down" if self._unfolded else "chevron_right"
            muted = theme.colour("text_muted")
            at = QPoint(MARGIN, (self.height() - 14) // 2)
            paint_icon(painter, name, at, size=14, colour=muted)
            room = key_cap_width(self._key) + 8 if self._key else 0
            box = self.rect().adjusted(MARGIN + 20, 0, -MARGIN - room, 0)
            paint_text(painter, box, self._text, font=ui_font("small"), colour=muted)
            if self._key:
                width = key_cap_width(self._key)
                area = QRect(self.width() - MARGIN - width, 0, width, self.height())
                paint_key_cap(painter, area, self._key)
            if self.hasFocus():
                focus = theme.colour("focus")
                frame = self.rect().adjusted(6, 0, -6, 0)
                paint_plate(painter, frame, fill=None, line=focus, radius=4, width=2)
