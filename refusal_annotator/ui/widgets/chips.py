"""Chips: a coding, a link or a value in one small plate; dashed when it is not stored."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import SpanStyle, as_colour, current_theme, metrics
from refusal_annotator.ui.widgets.focus import wants_ring
from refusal_annotator.ui.widgets.painting import (
    paint_plate,
    paint_text,
    paint_type_glyph,
    text_width,
)

_LEFT, _RIGHT, _GAP, _SIGN = 6, 7, 5, 12


class Chip(QAbstractButton):
    """A chip: `clicked` jumps; `removed` comes from its cross, Delete or Backspace.

    With a style it wears the colours and the pattern of a span type; without one it is plain.
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        style: SpanStyle | None = None,
        icon: str = "",
        dashed: bool = False,
        bold: bool = False,
        removable: bool = False,
        max_width: int = 0,
    ) -> None:
        super().__init__(parent)
        self._style, self._icon, self._dashed = style, icon, dashed
        self._bold, self._removable, self._max_width = bold, removable, max_width
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        wants_ring(self, 5)

    def set_chip(self, text: str, *, style: SpanStyle | None = None, dashed: bool = False) -> None:
        """Show another coding."""
        self._style, self._dashed = style, dashed
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = _LEFT + text_width(self.text(), self._font()) + _RIGHT + 1
        if self._style or self._icon:
            width += _SIGN + (_GAP if self.text() else -1)
        if self._removable:
            width += _SIGN + _GAP
        return QSize(min(width, self._max_width or width), metrics().chip)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 48), metrics().chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill, line, ink = self._colours()
            paint_plate(painter, self.rect(), fill=fill, line=line, radius=5, dashed=self._dashed)
            x, middle = _LEFT, self.height() // 2
            if self._style is not None:
                box = QRectF(x, middle - _SIGN / 2, _SIGN, _SIGN)
                paint_type_glyph(painter, box, self._style, dashed=self._dashed)
                x += _SIGN + _GAP
            elif self._icon:
                at = QPoint(x, middle - _SIGN // 2)
                paint_icon(painter, self._icon, at, size=_SIGN, colour=ink)
                x += _SIGN + _GAP
            right = self._cross().left() - _GAP if self._removable else self.width() - _RIGHT + 1
            box = QRect(x, 0, right - x, self.height())
            paint_text(painter, box, self.text(), font=self._font(), colour=ink)
            if self._removable:
                # Always there, fainter at rest: nothing appears by hover alone.
                painter.setOpacity(1.0 if self.underMouse() or self.hasFocus() else 0.55)
                paint_icon(painter, "cross", self._cross().topLeft(), size=_SIGN, colour=ink)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        reach = self._cross().adjusted(-_GAP, -_GAP, _RIGHT, _GAP)
        if self._removable and reach.contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _font(self) -> QFont:
        return ui_font("small", weight=600 if self._bold else 400)

    def _cross(self) -> QRect:
        x = self.width() - _RIGHT - _SIGN + 1
        return QRect(x, (self.height() - _SIGN) // 2, _SIGN, _SIGN)

    def _colours(self) -> tuple[QColor | None, QColor, QColor]:
        theme = current_theme()
        if not self.isEnabled():
            return None, theme.colour("divider"), theme.colour("text_disabled")
        if self._style is not None and not self._dashed:
            shown = theme.resolved(self._style)
            strong = self.isChecked() or self.isDown() or self.underMouse()
            fill = as_colour(shown.fill_strong if strong else shown.fill)
            return fill, as_colour(shown.line), as_colour(shown.chip_text)
        plate = theme.colour("hover") if self.underMouse() else None
        if self._style is None and not self._icon:
            return plate or theme.colour("raised"), theme.colour("border"), theme.colour("text")
        ink = theme.colour("text" if self._style is not None else "text_muted")
        return plate, theme.colour("border"), ink
