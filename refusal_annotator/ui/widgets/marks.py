"""Small marks with a fixed meaning: key cap, tag, status shape, pattern, progress, saving state."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import SpanStyle, current_theme, metrics
from refusal_annotator.ui.widgets.painting import (
    ArticleState,
    key_cap_width,
    paint_key_cap,
    paint_plate,
    paint_progress,
    paint_status,
    paint_text,
    paint_type_glyph,
    text_width,
)

TagKind = Literal["success", "warning", "danger", "neutral", "gold"]
SaveState = Literal["saved", "saving", "failed", "read_only"]

# kind: sign, ink role, fill role
TAGS: dict[TagKind, tuple[str, str, str]] = {
    "success": ("check", "success", "success_fill"),
    "warning": ("minus", "warning", "warning_fill"),
    "danger": ("cross", "danger", "danger_fill"),
    "neutral": ("info", "text_muted", "hover"),
    "gold": ("gold", "gold", "gold_fill"),
}
_TAG_PADDING, _TAG_GAP, _TAG_SIGN = 6, 4, 14


class _Mark(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class KeyCap(_Mark):
    """A key as it stands on the keyboard."""

    def __init__(self, key: str, parent: QWidget | None = None, *, inverse: bool = False) -> None:
        super().__init__(parent)
        self._key, self._inverse = key, inverse
        self.setAccessibleName(self.tr("Key {0}").format(key))

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.setAccessibleName(self.tr("Key {0}").format(key))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._key), metrics().key_cap)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_key_cap(painter, self.rect(), self._key, inverse=self._inverse)


class Tag(_Mark):
    """A state with its sign and its word."""

    def __init__(
        self, text: str, kind: TagKind = "neutral", parent: QWidget | None = None, *, icon: str = ""
    ) -> None:
        super().__init__(parent)
        self.set_tag(text, kind, icon=icon)

    def set_tag(self, text: str, kind: TagKind, *, icon: str = "") -> None:
        """Show another state."""
        self._text, self._icon = text, icon
        self._kind: TagKind = kind
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self._text), metrics().tag)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_tag(painter, self.rect(), self._text, self._kind, icon=self._icon)


def tag_width(text: str) -> int:
    """Width of a tag."""
    return 2 * _TAG_PADDING + _TAG_SIGN + _TAG_GAP + text_width(text, ui_font("small")) + 1


def paint_tag(painter: QPainter, area: QRect, text: str, kind: TagKind, *, icon: str = "") -> None:
    """A tag at the left edge of an area, centred upright; for delegates."""
    theme = current_theme()
    sign, ink, fill = TAGS[kind]
    height = metrics().tag
    box = QRect(area.x(), area.y() + (area.height() - height) // 2, 0, height)
    box.setWidth(min(tag_width(text), area.width()))
    paint_plate(painter, box, fill=theme.colour(fill), radius=4)
    at = QPoint(box.x() + _TAG_PADDING, box.y() + (height - _TAG_SIGN) // 2)
    paint_icon(painter, icon or sign, at, size=_TAG_SIGN, colour=theme.hex(ink))
    words = box.adjusted(_TAG_PADDING + _TAG_SIGN + _TAG_GAP, 0, -_TAG_PADDING + 2, 0)
    paint_text(painter, words, text, font=ui_font("small"), colour=theme.colour(ink))


class ArticleStatusGlyph(_Mark):
    """The 12 px shape of an article's status."""

    def __init__(self, state: ArticleState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_state(state)

    def set_state(self, state: ArticleState) -> None:
        """Show another status."""
        self._state: ArticleState = state
        self.setAccessibleName(self.tr(state.replace("_", " ")))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            at = QPointF((self.width() - 12) / 2, (self.height() - 12) / 2)
            paint_status(painter, at, self._state)


class PatternGlyph(_Mark):
    """The sign of a span type."""

    def __init__(
        self,
        style: SpanStyle,
        name: str,
        parent: QWidget | None = None,
        *,
        size: int = 16,
        dashed: bool = False,
    ) -> None:
        super().__init__(parent)
        self._style, self._size, self._dashed = style, size, dashed
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRectF(0, 0, self._size, self._size)
            paint_type_glyph(painter, box, self._style, dashed=self._dashed)


class ProgressBar(QProgressBar):
    """A 4 px bar without words; it steps, it does not pulse."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setFixedHeight(4)

    def set_progress(self, done: int, total: int) -> None:
        """So many of so many."""
        self.setMaximum(max(1, total))
        self.setValue(done)

    def paintEvent(self, event: QPaintEvent) -> None:
        share = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
        with QPainter(self) as painter:
            paint_progress(painter, self.rect(), share)


class SaveMark(_Mark):
    """Whether the last coding is saved: a sign and a word, in the menu bar's corner."""

    _LOOK: dict[SaveState, tuple[str, str]] = {
        "saved": ("check", "success"),
        "saving": ("history", "text_muted"),
        "failed": ("warning", "danger"),
        "read_only": ("lock", "warning"),
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_saved()

    @property
    def state(self) -> SaveState:
        return self._state

    @property
    def text(self) -> str:
        return self._text

    def set_saved(self, at: datetime | None = None) -> None:
        """All is saved, at this local time."""
        word = self.tr("Saved {0}").format(f"{at:%H:%M}") if at else self.tr("Saved")
        self._show("saved", word)

    def set_saving(self) -> None:
        """Something is on its way to the disk."""
        self._show("saving", self.tr("Saving"))

    def set_failed(self, reason: str) -> None:
        """The last change is not saved."""
        self._show("failed", reason)

    def set_read_only(self) -> None:
        """Nothing is saved here."""
        self._show("read_only", self.tr("Read-only"))

    def sizeHint(self) -> QSize:
        return QSize(16 + 6 + text_width(self._text, ui_font("small")) + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        sign, role = self._LOOK[self._state]
        with QPainter(self) as painter:
            at = QPoint(0, (self.height() - 16) // 2)
            paint_icon(painter, sign, at, colour=theme.hex(role))
            box = self.rect().adjusted(22, 0, 0, 0)
            paint_text(painter, box, self._text, font=ui_font("small"), colour=theme.colour(role))

    def _show(self, state: SaveState, text: str) -> None:
        self._state: SaveState = state
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()


class CoderLine(_Mark):
    """The line of a coder in the compare view: second cue beside the colour."""

    def __init__(self, lane: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(24, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_coder_line(painter, QRect(0, (self.height() - 6) // 2, 24, 6), self._lane)


def paint_coder_line(painter: QPainter, box: QRect, lane: int) -> None:
    """Solid, double, dots or dash-dot by lane, 6 px high."""
    colour = current_theme().coder(lane)
    x, y, width = box.x(), box.y(), box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    kind = lane % 4
    if kind == 0:
        painter.fillRect(QRectF(x, y + 1, width, 3), colour)
    elif kind == 1:
        painter.fillRect(QRectF(x, y + 1, width, 1.3), colour)
        painter.fillRect(QRectF(x, y + 4, width, 1.3), colour)
    elif kind == 2:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for at in range(2, width, 5):
            painter.drawEllipse(QPointF(x + at, y + 2.5), 1.5, 1.5)
    else:
        for at in range(0, width, 17):
            painter.fillRect(QRectF(x + at, y + 1, min(9, width - at), 3), colour)
            painter.fillRect(QRectF(x + at + 12, y + 1, max(0, min(2, width - at - 12)), 3), colour)
    painter.restore()
