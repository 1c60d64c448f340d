"""A list of two-line rows, each with an id: titles, details, a note at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `tone` is the colour role of its text."""

    id: object
    title: str
    detail: str = ""
    note: str = ""
    icon: str = ""
    tone: str = ""


class LineModel(QAbstractListModel):
    """Lines as they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line of a row."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, line_id: object) -> int:
        """Where a line stands, -1 where it does not."""
        return next((n for n, line in enumerate(self.lines) if line.id == line_id), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.title, line.detail, line.note) if part)
        shown: dict[int, str] = {
            int(Qt.ItemDataRole.DisplayRole): line.title,
            int(Qt.ItemDataRole.ToolTipRole): line.title,
            int(Row.DETAIL): line.detail,
            int(Row.NOTE): line.note,
            int(Row.ICON): line.icon,
            int(Row.TONE): line.tone,
        }
        return shown.get(role) or None
