"""A matrix of figures as a table of cells: a heat map, or a table of confusions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from refusal_annotator.ui.figures.opening import OpensOnEnter
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import blend, paint_plate, paint_text, text_width

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.export.figures import Matrix

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = {"heat": 36, "counts": 27}
_HEAD = 24


class MatrixModel(QAbstractTableModel):
    """A matrix with its labels in the first row and column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None

    def show(self, matrix: Matrix | None) -> None:
        """Show this matrix."""
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.rows) + 1

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.columns) + 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.row() < 1 or index.column() < 1:
            # Labels are passed over by the arrow keys.
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        matrix = self.matrix
        if matrix is None or not index.isValid():
            return None
        row, column = index.row() - 1, index.column() - 1
        if role == Qt.ItemDataRole.DisplayRole:
            if row < 0:
                return matrix.columns[column] if column >= 0 else ""
            return matrix.rows[row] if column < 0 else matrix.shown(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if row < 0 or column < 0:
                return self.data(index)
            return _words(matrix, row, column)
        return None

    def ref(self, index: _Index) -> Any:
        """Return what is behind a cell, None for a label or an empty cell."""
        if self.matrix is None or index.row() < 1 or index.column() < 1:
            return None
        return self.matrix.refs[index.row() - 1][index.column() - 1]


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(28, 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = option.widget  # type: ignore[attr-defined]
        box = QRect(option.rect)  # type: ignore[attr-defined]
        model = index.model()
        if not isinstance(model, MatrixModel) or model.matrix is None:
            return
        painter.save()
        if index.row() == 0 or index.column() == 0:
            self._paint_label(painter, box, index)
        else:
            self._paint_cell(painter, box, index, model.matrix)
            state = option.state  # type: ignore[attr-defined]
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            here = isinstance(view, QAbstractItemView) and view.currentIndex() == index
            if chosen or (here and view.hasFocus()):
                line = current_theme().colour("focus")
                paint_plate(painter, box, fill=None, line=line, radius=2, width=2)
        painter.restore()

    def _paint_label(self, painter: QPainter, box: QRect, index: _Index) -> None:
        align = Qt.AlignmentFlag.AlignLeft
        if index.row() == 0:
            align = Qt.AlignmentFlag.AlignHCenter
        text, font = str(index.data() or ""), ui_font("small")
        if index.row() == 0 and text_width(text, font) > box.width() - 2:
            text = _cut(text, box.width() - 2)
        ink = current_theme().colour("text_muted")
        paint_text(painter, box, text, font=font, colour=ink, align=align)

    def _paint_cell(self, painter: QPainter, box: QRect, index: _Index, matrix: Matrix) -> None:
        theme = current_theme()
        row, column = index.row() - 1, index.column() - 1
        value, marked = matrix.values[row][column], (row, column) in matrix.marked
        inner = box.adjusted(1, 1, -1, -1)
        fill, ink, bold = theme.colour("window"), theme.colour("text"), False
        if matrix.kind == "heat" and value is not None:
            share = matrix.shade(row, column)
            fill, bold = blend(theme.colour("text"), theme.colour("surface"), share), True
            ink = theme.colour("surface") if share >= 0.63 else ink
        elif matrix.kind == "counts" and row == column and value:
            fill, bold = _agreeing(), True
        elif matrix.kind == "counts" and marked:
            fill, ink, bold = theme.colour("danger_fill"), theme.colour("danger"), True
        painter.fillRect(inner, fill)
        if matrix.kind == "heat" and marked:
            line = theme.colour("warning")
            paint_plate(painter, inner, fill=None, line=line, radius=1, width=1.5)
        font = ui_font("small", weight=600 if bold else 400)
        centre = Qt.AlignmentFlag.AlignHCenter
        shown = matrix.shown(row, column)
        paint_text(painter, inner, shown, font=font, colour=ink, align=centre)


class MatrixTable(QTableView):
    """`chosen` tells what is behind the cell that is moved to; `opened` comes by Enter or clicks.

    In a table of counts one click opens a cell; in a heat map it chooses, and two clicks open.
    """

    chosen = Signal(object)  # what is behind a cell, None for an empty one
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.cells = MatrixModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(8)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(lambda now, _: self._choose(now))
        self.clicked.connect(self._on_clicked)
        OpensOnEnter(self, self._open)

    def show_matrix(self, matrix: Matrix | None) -> None:
        """Show a matrix, or nothing."""
        self.cells.show(matrix)
        self.setVisible(matrix is not None)
        if matrix is None:
            return
        self.setAccessibleName(matrix.title)
        height = _ROW[matrix.kind]
        self.setRowHeight(0, _HEAD)
        for row in range(1, len(matrix.rows) + 1):
            self.setRowHeight(row, height)
        self.setFixedHeight(_HEAD + height * len(matrix.rows) + 2)
        self._fit()

    def choose(self, ref: object) -> None:
        """Choose the cell that something is behind."""
        for row in range(self.cells.rowCount()):
            for column in range(self.cells.columnCount()):
                index = self.cells.index(row, column)
                if self.cells.ref(index) == ref:
                    self.setCurrentIndex(index)
                    return

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if not self.currentIndex().isValid():
            return self.cells.index(1, 1)
        return super().moveCursor(action, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        matrix = self.cells.matrix
        if matrix is None or not matrix.columns:
            return
        font = ui_font("small")
        widest = max(text_width(label, font) for label in matrix.rows) + 8
        label = min(widest, int(self.width() * 0.36), 150)
        rest = self.viewport().width() - label
        most = 110 if matrix.kind == "heat" else 48
        width = max(18, min(most, rest // len(matrix.columns)))
        self.setColumnWidth(0, label)
        for column in range(1, len(matrix.columns) + 1):
            self.setColumnWidth(column, width)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.cells.ref(index))
            self._bring_into_view(index)

    def _bring_into_view(self, index: QModelIndex) -> None:
        """The table is as high as its rows; what scrolls is the page that it stands on."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        page = above.widget() if above is not None else None
        if above is not None and page is not None:
            place = self.viewport().mapTo(page, self.visualRect(index).center())
            above.ensureVisible(place.x(), place.y(), 0, 2 * _HEAD)

    def _on_clicked(self, index: QModelIndex) -> None:
        matrix = self.cells.matrix
        if matrix is not None and matrix.kind == "counts":
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        ref = self.cells.ref(index)
        if ref is not None:
            self.opened.emit(ref)


def _words(matrix: Matrix, row: int, column: int) -> str:
    """A cell in words."""
    first, second = matrix.rows[row], matrix.columns[column]
    shown = matrix.shown(row, column)
    if matrix.kind == "counts":
        return f"{first} and {second}: {shown or '0'}"
    if row == column:
        return f"{first}: all pairs of coders"
    return f"{first} and {second}: {shown or 'undefined'}"


def _agreeing() -> QColor:
    theme = current_theme()
    return blend(theme.colour("text"), theme.colour("surface"), 0.16)


def _cut(text: str, width: int) -> str:
    """As many letters as fit, with a point: several columns stay apart where an ellipsis would not
    leave a letter.
    """
    font = ui_font("small")
    for n in range(len(text), 1, -1):
        if text_width(text[:n] + ".", font) <= width:
            return text[:n].rstrip() + "."
    return text[:1]
