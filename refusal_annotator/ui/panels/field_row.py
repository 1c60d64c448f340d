"""One variable in the inspector: its label, what is stored, where that comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text, text_width

LABEL_WIDTH = 116
MARGIN = 14


class FieldRow(QWidget):
    """One variable: its label, what is stored, where that comes from."""

    activated = Signal()
    stepped = Signal(bool)
    left = Signal()

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self._value, self._origin, self._lacking, self._open = "", "", False, False
        self._content: tuple[str, str, bool] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(attribute.definition)

    @property
    def is_lacking(self) -> bool:
        """Whether it is required and empty."""
        return self._lacking

    def set_content(self, value: str, *, origin: str, lacking: bool) -> None:
        """Show a value, or what to do where a required one is lacking."""
        if (value, origin, lacking) == self._content:
            return
        self._content = (value, origin, lacking)
        self._value, self._origin, self._lacking = value, origin, lacking
        name = f"{self.attribute.label}: {value or self.tr('empty')}"
        self.setAccessibleName(f"{name}, {self.tr('required')}" if lacking else name)
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Show it as the one being edited."""
        self._open = is_open
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = metrics().inspector_row
        if self._open:
            height += 16 * (self._label_lines() - 1) + 3
        return QSize(200, height)

    def _label_lines(self) -> int:
        """Lines that the whole label takes while the row is open."""
        width = LABEL_WIDTH - 4
        box = QFontMetrics(ui_font("small", weight=600)).boundingRect(
            QRect(0, 0, width, 200), Qt.TextFlag.TextWordWrap, self.attribute.label
        )
        return max(1, round(box.height() / 15))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(key == Qt.Key.Key_Down)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Enter opens the field; the command with that key belongs to the text.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            if self.underMouse() and not self._open:
                painter.fillRect(self.rect(), theme.colour("hover"))
            small = ui_font("small")
            label_font = ui_font("small", weight=600) if self._open else small
            label_ink = theme.colour("text" if self._open else "text_muted")
            label = QRect(MARGIN, 0, LABEL_WIDTH - 4, self.height())
            if self._open:
                painter.setFont(label_font)
                painter.setPen(label_ink)
                wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(label, wrapped, self.attribute.label)
            else:
                words = self.attribute.label
                paint_text(painter, label, words, font=label_font, colour=label_ink)
            right = self.width() - MARGIN
            if self._origin:
                width = text_width(self._origin, ui_font("mark"))
                box = QRect(right - width, 0, width + 1, self.height())
                muted = theme.colour("text_muted")
                paint_text(painter, box, self._origin, font=ui_font("mark"), colour=muted)
                right -= width + 8
            x = MARGIN + LABEL_WIDTH + 8
            if self._lacking:
                at = QPoint(x, (self.height() - 8) // 2)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("missing"))
                painter.drawEllipse(at.x(), at.y(), 8, 8)
                x += 14
            ink = theme.colour("warning" if self._lacking else "text")
            box = QRect(x, 0, right - x, self.height())
            paint_text(painter, box, self._value, font=ui_font("body"), colour=ink)
            if self.hasFocus():
                focus = theme.colour("focus")
                frame = self.rect().adjusted(6, 0, -6, 0)
                paint_plate(painter, frame, fill=None, line=focus, radius=4, width=2)
