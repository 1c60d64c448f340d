"""Buttons, icon buttons, drop-down choices and the action cards of the start screen."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import SpanStyle, current_theme, metrics
from refusal_annotator.ui.widgets.focus import wants_ring
from refusal_annotator.ui.widgets.painting import (
    blend,
    key_cap_width,
    paint_key_cap,
    paint_plate,
    paint_text,
    paint_type_glyph,
    text_width,
)

Variant = Literal["default", "primary", "flat"]
_GAP = 8


class Button(QPushButton):
    """A button with its text, and beside it an icon or a type's pattern and the key that does the
    same.
    """

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        variant: Variant = "default",
        icon: str = "",
        glyph: SpanStyle | None = None,
        dashed_glyph: bool = False,
        key: str = "",
        chevron: bool = False,
        padding: int | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._variant: Variant = variant
        self._icon, self._glyph, self._dashed = icon, glyph, dashed_glyph
        self._key, self._chevron = key, chevron
        self._padding = padding if padding is not None else (8 if variant == "flat" else 12)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        wants_ring(self, 6)

    def set_key(self, key: str) -> None:
        """Show another key beside the text."""
        self._key = key
        self._changed()

    def set_glyph(self, glyph: SpanStyle | None, *, dashed: bool = False) -> None:
        """Show the pattern of a span type, or none."""
        self._glyph, self._dashed = glyph, dashed
        self._changed()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._changed()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._changed()

    def sizeHint(self) -> QSize:
        width = 2 * self._padding + sum(self._part_widths()) + _GAP * (len(self._part_widths()) - 1)
        return QSize(width, metrics().control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ink = self._paint_frame(painter)
            self._paint_parts(painter, ink)

    def _changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return ui_font("body", weight=600 if self._variant == "primary" else 400)

    def _part_widths(self) -> list[int]:
        parts = [16] if self._icon or self._glyph else []
        if self.text():
            parts.append(text_width(_plain(self.text()), self._font()))
        if self._key:
            parts.append(key_cap_width(self._key))
        if self._chevron:
            parts.append(16)
        return parts

    def _paint_frame(self, painter: QPainter) -> QColor:
        theme = current_theme()
        plate, line, ink = _frame_colours(self, self._variant)
        if plate is not None or line is not None:
            paint_plate(painter, self.rect(), fill=plate, line=line, radius=6)
        if not self.isEnabled():
            return theme.colour("text_disabled")
        return ink

    def _paint_parts(self, painter: QPainter, ink: QColor) -> None:
        widths = self._part_widths()
        x = (self.width() - sum(widths) - _GAP * (len(widths) - 1)) // 2
        middle = self.height() // 2
        primary = self._variant == "primary" and self.isEnabled()
        if self._glyph is not None:
            box = QRectF(x, middle - 8, 16, 16)
            paint_type_glyph(painter, box, self._glyph, dashed=self._dashed)
        elif self._icon:
            paint_icon(painter, self._icon, QPoint(x, middle - 8), colour=ink)
        if self._icon or self._glyph:
            x += 16 + _GAP
        if self.text():
            width = text_width(_plain(self.text()), self._font())
            box = QRect(x, 0, width + 1, self.height())
            paint_text(painter, box, _plain(self.text()), font=self._font(), colour=ink)
            x += width + _GAP
        if self._key:
            box = QRect(x, 0, 0, self.height())
            paint_key_cap(painter, box, self._key, inverse=primary, enabled=self.isEnabled())
            x += key_cap_width(self._key) + _GAP
        if self._chevron:
            paint_icon(painter, "chevron_down", QPoint(x, middle - 8), colour=ink)


class IconButton(QAbstractButton):
    """A frameless button of one icon; its name is its tooltip and its accessible name."""

    def __init__(
        self,
        icon: str,
        name: str,
        parent: QWidget | None = None,
        *,
        key: str = "",
        checkable: bool = False,
        role: str = "text",
    ) -> None:
        super().__init__(parent)
        self._icon, self._role = icon, role
        self.setCheckable(checkable)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name, key=key)
        wants_ring(self, 6)

    def set_name(self, name: str, *, key: str = "") -> None:
        """What it does, and the key that does the same."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({key})" if key else name)

    def set_icon_name(self, icon: str, *, role: str = "text") -> None:
        """Show another icon, in the colour of a role."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics().icon_button, metrics().icon_button)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            plate, line, _ = _frame_colours(self, "flat")
            if plate is not None or line is not None:
                paint_plate(painter, self.rect(), fill=plate, line=line, radius=6)
            at = QPoint((self.width() - 16) // 2, (self.height() - 16) // 2)
            role = self._role if self.isEnabled() else "text_disabled"
            paint_icon(painter, self._icon, at, colour=theme.hex(role))


class Select(QComboBox):
    """A drop-down choice that looks like a button with a chevron."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        wants_ring(self, 6)

    def sizeHint(self) -> QSize:
        texts = [self.itemText(i) for i in range(self.count())] or [self.placeholderText()]
        widest = max(text_width(text, ui_font("body")) for text in texts)
        return QSize(widest + 12 + _GAP + 16 + 10, metrics().control)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), metrics().control)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver) and self.isEnabled()
        role = "text" if self.isEnabled() else "text_disabled"
        text = self.currentText() or self.placeholderText()
        with QPainter(self) as painter:
            fill = theme.colour("hover" if hover else "raised")
            line = theme.colour("border" if self.isEnabled() else "divider")
            paint_plate(painter, self.rect(), fill=fill, line=line, radius=6)
            box = self.rect().adjusted(12, 0, -(16 + 10 + 4), 0)
            paint_text(painter, box, text, font=ui_font("body"), colour=theme.colour(role))
            at = QPoint(self.width() - 26, (self.height() - 16) // 2)
            paint_icon(painter, "chevron_down", at, colour=theme.hex(role))


class ActionCard(QAbstractButton):
    """A wide button of two lines with an icon and a key; the start screen's ways on."""

    def __init__(
        self,
        icon: str,
        title: str,
        detail: str,
        parent: QWidget | None = None,
        *,
        key: str = "",
        primary: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon, self._detail, self._key, self._primary = icon, detail, key, primary
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self, 8)

    def set_detail(self, detail: str) -> None:
        """Change the second line."""
        self._detail = detail
        self.setAccessibleDescription(detail)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(304, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        plate, line, ink = _frame_colours(self, "primary" if self._primary else "default")
        muted = ink if self._primary else theme.colour("text_muted")
        if not self._primary and line == theme.colour("border"):
            line = theme.colour("divider")
        with QPainter(self) as painter:
            paint_plate(painter, self.rect(), fill=plate, line=line, radius=8)
            at = QPoint(15, (self.height() - 20) // 2)
            paint_icon(painter, self._icon, at, size=20, colour=ink)
            key_width = text_width(self._key, ui_font("small"))
            right = self.width() - 15 - (key_width + 10 if self._key else 0)
            title = QRect(49, self.height() // 2 - 18, right - 49, 18)
            paint_text(painter, title, self.text(), font=ui_font("body", weight=600), colour=ink)
            detail = QRect(49, self.height() // 2 + 1, right - 49, 16)
            paint_text(painter, detail, self._detail, font=ui_font("small"), colour=muted)
            key = QRect(self.width() - 15 - key_width, 0, key_width + 1, self.height())
            paint_text(painter, key, self._key, font=ui_font("small"), colour=muted)


def _frame_colours(
    button: QAbstractButton, variant: Variant
) -> tuple[QColor | None, QColor | None, QColor]:
    """Plate, outline and ink of a button in its present state."""
    theme = current_theme()
    hover = button.underMouse() and button.isEnabled()
    ink = theme.colour("text")
    if not button.isEnabled():
        frame = None if variant == "flat" else theme.colour("divider")
        return None, frame, theme.colour("text_disabled")
    if variant == "primary":
        share = 0.76 if button.isDown() else 0.88 if hover else 1.0
        plate = blend(theme.colour("accent"), theme.colour("surface"), share)
        return plate, None, theme.colour("on_accent")
    if button.isDown():
        return theme.colour("pressed"), theme.colour("border"), ink
    if button.isChecked():
        return theme.colour("hover"), ink, ink
    if variant == "flat":
        return (theme.colour("hover") if hover else None), None, ink
    return theme.colour("hover" if hover else "raised"), theme.colour("border"), ink


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
