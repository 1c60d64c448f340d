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
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from refusal_annotator.ui.figures.opening import OpensOnEnter
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
        painter.save()
        if line.is_head:
            _paint_head(painter, box, line)
        else:
            paint_row_plate(painter, option, edge=True)
            model = index.model()
            limits = model.thresholds if isinstance(model, LineModel) else (0.667, 0.8)
            _paint_line(painter, box, line, limits)
        painter.restore()


def _paint_head(painter: QPainter, box: QRect, line: Line) -> None:
    theme = current_theme()
    bold, muted = ui_font("small", weight=600), theme.colour("text_muted")
    words = box.adjusted(14, 8, -14, 0)
    paint_text(painter, words, line.label, font=bold, colour=theme.colour("text"))
    rest = words.adjusted(text_width(line.label, bold) + 8, 0, 0, 0)
    paint_text(painter, rest, line.detail, font=ui_font("small"), colour=muted)


def _paint_line(painter: QPainter, box: QRect, line: Line, limits: tuple[float, float]) -> None:
    small, muted = ui_font("small"), current_theme().colour("text_muted")
    whole = box.adjusted(14, 0, -14, 0)
    if box.height() >= _THREE:
        # Longer remarks have a line of their own below interval and figure.
        last = QRect(whole.x(), box.y() + 40, whole.width(), 16)
        paint_text(painter, last, line.detail, font=small, colour=muted)
        box = QRect(box.x(), box.y(), box.width(), _TWO)
    second = ends(line).strip() or line.detail
    beside = QRect(whole.x(), box.y(), _figure_left(line, whole) - whole.x() - 8, box.height())
    is_long = text_width(second, small) > beside.width()
    # A remark that would be cut beside the figure runs on below it.
    top = QRect(whole.x(), box.y() + (3 if is_long else 0), whole.width(), box.height())
    if is_long:
        top.setHeight(22)
    _paint_figure(painter, top, line, limits)
    ink = current_theme().colour("text")
    if second:
        upper = QRect(beside.x(), box.y() + 5, beside.width(), 18)
        paint_text(painter, upper, line.label, font=ui_font("body"), colour=ink)
        lower = QRect(beside.x(), box.y() + 23, (whole if is_long else beside).width(), 16)
        paint_text(painter, lower, second, font=small, colour=muted)
    else:
        paint_text(painter, beside, line.label, font=ui_font("body"), colour=ink)


def _is_scaled(line: Line) -> bool:
    return line.value is not None and not line.shown.endswith("%")


def _figure_left(line: Line, whole: QRect) -> int:
    """Where the figure begins, which stands before its scale or at the right end."""
    right = whole.right() - (_WHISKER + 10 if _is_scaled(line) else 0)
    return right - max(_VALUE, text_width(line.shown, ui_font("body", weight=600)) + 2)


def _paint_figure(painter: QPainter, whole: QRect, line: Line, limits: tuple[float, float]) -> None:
    right = whole.right()
    if _is_scaled(line):
        place = QRect(right - _WHISKER, whole.y(), _WHISKER, whole.height())
        paint_whisker(painter, place, Whisker(line.value, line.low, line.high, *limits), height=18)
        right -= _WHISKER + 10
    left = _figure_left(line, whole)
    value = QRect(left, whole.y(), right - left, whole.height())
    bold, ink = ui_font("body", weight=600), current_theme().colour("text")
    align = Qt.AlignmentFlag.AlignRight
    paint_text(painter, value, line.shown, font=bold, colour=ink, align=align)


class LineList(QListView):
    """The lines; `chosen` tells of the current one, `opened` of Enter or two clicks on one."""

    chosen = Signal(object)  # Line, or None
    opened = Signal(object)  # Line

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
        self.selectionModel().currentChanged.connect(lambda i, _: self.chosen.emit(self.line(i)))
        OpensOnEnter(self, self._open)

    def show_lines(self, lines: Sequence[Line], thresholds: tuple[float, float]) -> None:
        """Show these lines."""
        self.rows.show(lines, thresholds)

    def line(self, index: QModelIndex) -> Line | None:
        """Return a line that can be opened; None for a head."""
        line = self.rows.lines[index.row()] if index.isValid() else None
        return None if line is None or line.is_head else line

    def _open(self, index: QModelIndex) -> None:
        line = self.line(index)
        if line is not None:
            self.opened.emit(line)


def ends(line: Line) -> str:
    """Both ends of the interval in words, in the unit of the figure; empty without one."""
    if line.low is None or line.high is None:
        return ""
    if line.shown.endswith("%"):
        return f" {100 * line.low:.0f} to {100 * line.high:.0f} %"
    return f" {line.low:.2f} to {line.high:.2f}".replace("-", "−")
