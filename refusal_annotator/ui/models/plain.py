"""A table of words that is shown as it is: heads, rows, which columns hold figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PlainTable(QAbstractTableModel):
    """Rows of words; some may be bold, as sums are."""

    def __init__(
        self,
        heads: Sequence[str],
        parent: QObject | None = None,
        *,
        figures: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._heads, self._figures = tuple(heads), frozenset(figures)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._bold: frozenset[int] = frozenset()

    def set_rows(self, rows: Sequence[Sequence[str]], *, bold: Collection[int] = ()) -> None:
        """Show these rows; `bold` are numbers of rows."""
        self.beginResetModel()
        self._rows, self._bold = tuple(tuple(row) for row in rows), frozenset(bold)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        words = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[index.column()]}: {words}"
        if role == Row.BOLD:
            return index.row() in self._bold
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> int:
        right = column in self._figures
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
