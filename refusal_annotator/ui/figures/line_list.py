"""Figures one below the other, each with its interval: a list of two-line rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import paint_text, text_width
from refusal_annotator.ui.widgets.rows import paint_row_plate
from refusal_annotator.ui.widgets.whisker import Whisker, paint_whisker

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.export.figures import Line

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LINE = Qt.ItemDataRole.UserRole + 150
_HEAD, _ONE, _TWO, _THREE = 34, 30, 44, 62
_WHISKER, _VALUE = 104, 44


class LineModel(QAbstractListModel):
    """Lines of a figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.thresholds = (0.667, 0.8)

    def show(self, lines: Sequence[Line], thresholds: tuple[float, float]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines, self.thresholds = tuple(lines), thresholds
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].is_head:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role == _LINE:
            return line
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(
                part for part in (line.label, line.shown + ends(line), line.detail) if part
            )
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(_LINE)
        n_lines = 1 + bool(ends(line)) + bool(line.detail)
        height = _HEAD if line.is_head else (_ONE, _TWO, _THREE)[n_lines - 1]
        return QSize(80, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(_LINE)
        box = QRect(option.rect)  # type: ignore[attr-defined]
        theme = current_theme()
        small, muted = ui_font("small"), theme.colour("text_muted")
        painter.save()
        if line.is_head:
            bold = ui_font("small", weight=600)
            words = box.adjusted(14, 8, -14, 0)
            paint_text(painter, words, line.label, font=bold, colour=theme.colour("text"))
            rest = words.adjusted(text_width(line.label, bold) + 8, 0, 0, 0)
            paint_text(painter, rest, line.detail, font=small, colour=muted)
            painter.restore()
            return
        paint_row_plate(painter, option, edge=True)
        whole = box.adjusted(14, 0, -14, 0)
        if box.height() >= _THREE:
            # Longer remarks have a line of their own below interval and figure.
            last = QRect(whole.x(), box.y() + 40, whole.width(), 16)
            paint_text(painter, last, line.detail, font=small, colour=muted)
            box.setHeight(_TWO)
        right = box.right() - 14
        is_scaled = line.value is not None and not line.shown.endswith("%")
        if is_scaled:
            place = QRect(right - _WHISKER, box.y(), _WHISKER, box.height())
            model = index.model()
            limits = model.thresholds if isinstance(model, LineModel) else (0.667, 0.8)
            whisker = Whisker(line.value, line.low, line.high, *limits)
            paint_whisker(painter, place, whisker, height=18)
            right -= _WHISKER + 10
        bold = ui_font("body", weight=600)
        width = max(_VALUE, text_width(line.shown, bold))
        value = QRect(right - width, box.y(), width, box.height())
        align = Qt.AlignmentFlag.AlignRight
        ink = theme.colour("text")
        paint_text(painter, value, line.shown, font=bold, colour=ink, align=align)
        words = QRect(box.x() + 14, box.y(), value.x() - box.x() - 22, box.height())
        detail = ends(line).strip() or line.detail
        if detail:
            upper = QRect(words.x(), box.y() + 5, words.width(), 18)
            paint_text(painter, upper, line.label, font=ui_font("body"), colour=ink)
            lower = QRect(words.x(), box.y() + 23, words.width(), 16)
            paint_text(painter, lower, detail, font=small, colour=muted)
        else:
            paint_text(painter, words, line.label, font=ui_font("body"), colour=ink)
        painter.restore()


class LineList(QListView):
    """The lines; `chosen` tells what is behind the current one, `opened` is Enter or two clicks."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = LineModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda i, _: self.chosen.emit(self.ref(i)))
        self.doubleClicked.connect(self._open)

    def show_lines(self, lines: Sequence[Line], thresholds: tuple[float, float]) -> None:
        """Show these lines."""
        self.rows.show(lines, thresholds)

    def ref(self, index: QModelIndex) -> Any:
        """Return what is behind a line."""
        return self.rows.lines[index.row()].ref if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        ref = self.ref(index)
        if ref is not None:
            self.opened.emit(ref)


def ends(line: Line) -> str:
    """Both ends of the interval in words, empty without one."""
    if line.low is None or line.high is None:
        return ""
    return f" {line.low:.2f} to {line.high:.2f}".replace("-", "−")
