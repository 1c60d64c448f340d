"""A coefficient with its interval on the scale from 0 to 1, over the planes of the thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.painting import text_width
from refusal_annotator.ui.widgets.rows import Row, paint_row_plate

_Index = QModelIndex | QPersistentModelIndex
WHISKER = Qt.ItemDataRole.UserRole + 140
_MARGIN = 8
_GAP = 5


@dataclass(frozen=True, slots=True)
class Whisker:
    """Value and ends of the interval, as far as there are any; the thresholds that judge."""

    value: float | None
    low: float | None
    high: float | None
    tentative: float
    reliable: float


def paint_whisker(painter: QPainter, box: QRect, whisker: Whisker, *, height: int = 24) -> None:
    """Draw a whisker in a box; what is below 0 stands at the left end as an arrow."""
    theme = current_theme()
    middle = box.center().y() + 0.5

    def at(value: float) -> float:
        return box.x() + box.width() * min(1.0, max(0.0, value))

    if whisker.value is None:
        painter.fillRect(QRectF(box.x(), middle, box.width(), 1), theme.colour("divider"))
        return
    top = middle - height / 2
    tentative, reliable = at(whisker.tentative), at(whisker.reliable)
    plane = QRectF(tentative, top, reliable - tentative, height)
    painter.fillRect(plane, theme.colour("warning_fill"))
    plane = QRectF(reliable, top, box.x() + box.width() - reliable, height)
    painter.fillRect(plane, theme.colour("success_fill"))
    ink = theme.colour("text")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if whisker.low is not None and whisker.high is not None:
        low, high = at(whisker.low), at(whisker.high)
        painter.fillRect(QRectF(low, middle - 0.75, high - low, 1.5), ink)
        for end in (low, high):
            painter.fillRect(QRectF(end - 0.75, middle - 4.5, 1.5, 9), ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if whisker.value < 0:
        x = box.x()
        points = [QPointF(x - 3, middle), QPointF(x + 5, middle - 5), QPointF(x + 5, middle + 5)]
        painter.drawPolygon(points)
    else:
        painter.drawEllipse(QPointF(at(whisker.value), middle), 4, 4)
    painter.restore()


class WhiskerDelegate(QStyledItemDelegate):
    """A cell of a table that shows the whisker of its row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, metrics().table_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        on = paint_row_plate(painter, option, edge=False)
        if not on:
            line = QRect(box.x(), box.bottom(), box.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))
        whisker = index.data(WHISKER)
        if whisker is not None and not index.data(Row.SECTION):
            paint_whisker(painter, box.adjusted(_MARGIN, 0, -_MARGIN, -1), whisker)
        painter.restore()


class ScaleHeader(QHeaderView):
    """A header that writes the scale over the column of whiskers."""

    def __init__(self, column: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._column = column
        self._thresholds = (0.667, 0.8)
        self.setSectionsClickable(False)

    def set_thresholds(self, tentative: float, reliable: float) -> None:
        """Show these two between 0 and 1."""
        self._thresholds = (tentative, reliable)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex != self._column:
            return
        font = ui_font("small")
        painter.setFont(font)
        painter.setPen(current_theme().colour("text_muted"))
        left, width = rect.x() + _MARGIN, rect.width() - 2 * _MARGIN
        low, high = self._thresholds
        room = float(rect.right())
        # From the right: what would touch the number before it moves to the left.
        for value, shift in ((1.0, 0.5), (high, 0.5), (low, 0.85), (0.0, 0.5)):
            words = f"{value:.3g}".replace("0.", ".")
            wide = text_width(words, font)
            start = min(left + width * value - shift * wide, room - wide)
            if start < rect.x():
                continue
            box = QRectF(start, rect.y(), wide + 2, rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            room = start - _GAP
