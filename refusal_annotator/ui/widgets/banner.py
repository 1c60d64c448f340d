"""The dark bar over the text while a mode is on, and the plain bar that asks or tells something."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import paint_text, text_width


class Banner(QWidget):
    """Icon, what is going on, what to do, and how to leave; 44 px high, on the accent."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_banner(icon, title, text, hint=hint)

    def set_banner(self, icon: str, title: str, text: str = "", *, hint: str = "") -> None:
        """Say something else."""
        self._icon, self._title, self._text, self._hint = icon, title, text, hint
        self.setAccessibleName(" ".join(part for part in (title, text, hint) if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        ink, bold, plain = theme.colour("on_accent"), ui_font("body", weight=600), ui_font("body")
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("accent"))
            paint_icon(painter, self._icon, QPoint(16, 14), colour=ink)
            hint_width = text_width(self._hint, plain)
            hint = QRect(self.width() - 16 - hint_width, 0, hint_width + 1, self.height())
            paint_text(painter, hint, self._hint, font=plain, colour=ink)
            title_width = min(text_width(self._title, bold), hint.x() - 52)
            title = QRect(42, 0, title_width + 1, self.height())
            paint_text(painter, title, self._title, font=bold, colour=ink)
            x = title.right() + 11
            text = QRect(x, 0, max(0, hint.x() - 16 - x), self.height())
            paint_text(painter, text, self._text, font=plain, colour=ink)


class ActionBar(QWidget):
    """A 48 px bar docked under or over a view that holds buttons; a 1 px line parts it."""

    def __init__(self, parent: QWidget | None = None, *, line_on_top: bool = True) -> None:
        super().__init__(parent)
        self._line_on_top = line_on_top
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 1, 14, 0)
        self.row.setSpacing(6)
        self.setFixedHeight(48)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end of what is there."""
        self.row.addWidget(widget)

    def add_room(self) -> None:
        """Push what follows to the right."""
        self.row.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("raised"))
            y = 0 if self._line_on_top else self.height() - 1
            painter.fillRect(QRect(0, y, self.width(), 1), theme.colour("divider"))
