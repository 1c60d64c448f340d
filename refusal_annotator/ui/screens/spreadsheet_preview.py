"""The beginning of a table as a spreadsheet shows it; the cells that a problem names are marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from refusal_annotator.importing.grids import address
from refusal_annotator.ui.widgets import Row

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.workspace.spreadsheet import TablePreview

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CELL = re.compile(r"\b([A-Z]{1,3})([1-9][0-9]*)\b")


class PreviewModel(QAbstractTableModel):
    """The first rows of a table, with the letters of a spreadsheet over its columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: TablePreview | None = None
        self._marked: frozenset[tuple[int, int]] = frozenset()
        self._instead: Mapping[tuple[int, int], str] = {}

    def show(self, preview: TablePreview | None) -> None:
        """Show this table."""
        self.beginResetModel()
        self.shown, self._marked = preview, frozenset()
        self.endResetModel()

    def mark(self, problem: str) -> None:
        """Mark the cells that a sentence names."""
        cells = _CELL.findall(problem)
        self._marked = frozenset((int(row) - 1, _number(letters)) for letters, row in cells)
        self._renew()

    def first_marked(self) -> QModelIndex:
        """The first of the marked cells that is shown."""
        for row, column in sorted(self._marked):
            index = self.index(row, column + 1)
            if index.isValid():
                return index
        return QModelIndex()

    def show_instead(self, words: Mapping[tuple[int, int], str]) -> None:
        """Show other words in these cells."""
        self._instead = words
        self._renew()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.shown is None else len(self.shown.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        if parent.isValid() or self.shown is None or not self.shown.rows:
            return 0
        return len(self.shown.rows[0]) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return "" if section == 0 else address(0, section - 1).removesuffix("1")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.shown is None:
            return None
        row, column = index.row(), index.column() - 1
        if column < 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(row + 1)
            return "text_muted" if role == Row.TONE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._instead.get((row, column)) or self.shown.rows[row][column]
        if role == Row.BOLD:
            return row == 0
        if role == Row.TAG and (row, column) in self._marked:
            return "danger"
        return None

    def _renew(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - ord("A") + 1
    return found - 1
