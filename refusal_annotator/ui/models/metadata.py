"""Model of the grid of metadata: what pages say, to be confirmed, corrected or left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_STATES = {
    "open": "to confirm",
    "filled": "filled in already",
    "finished": "the article is finished",
    "no_variable": "no variable of the codebook",
    "not_allowed": "not allowed by the codebook",
}


class MetadataModel(QAbstractTableModel):
    """One row for each article, one column for each variable that a page may tell."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Any] = ()
        self._roles: list[str] = []
        self._labels: Mapping[str, str] = {}
        # What a person typed, or "" for what is left out.
        self._corrected: dict[tuple[UUID, str], str] = {}

    def set_rows(self, rows: Sequence[Any], labels: Mapping[str, str]) -> None:
        """Show these rows; corrections of cells that are still open stay."""
        self.beginResetModel()
        self.rows, self._labels = rows, labels
        self._roles = [r for r in labels if any(r in row.cells for row in rows)]
        still = {(row.article_id, r) for row in rows for r, c in row.cells.items() if is_open(c)}
        self._corrected = {k: v for k, v in self._corrected.items() if k in still}
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing and forget corrections."""
        self._corrected = {}
        self.set_rows((), {})

    def texts(self, numbers: Iterable[int] | None = None) -> dict[UUID, dict[str, str]]:
        """What is to be confirmed in rows, or in all: by article and variable id."""
        chosen = range(len(self.rows)) if numbers is None else sorted(set(numbers))
        found = {}
        for number in chosen:
            row = self.rows[number]
            texts = {
                cell.variable_id: text
                for role, cell in row.cells.items()
                if is_open(cell) and (text := self._text(row, role, cell))
            }
            if texts:
                found[row.article_id] = texts
        return found

    def leave_out(self, index: _Index) -> None:
        """Leave a guess out, or take it in again."""
        cell = self.cell(index)
        if cell is None or not is_open(cell):
            return
        key = (self.rows[index.row()].article_id, cell.role)
        if self._corrected.get(key) == "":
            del self._corrected[key]
        else:
            self._corrected[key] = ""
        self._told(index)

    def cell(self, index: _Index) -> Any | None:
        """The cell of the grid at an index; None in the first column and where nothing is."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.rows[index.row()].cells.get(self._roles[index.column() - 1])

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._roles) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._labels[self._roles[section - 1]] if section else self.tr("Article")
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index)
        if cell is not None and is_open(cell):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if role != Qt.ItemDataRole.EditRole or cell is None or not is_open(cell):
            return False
        key = (self.rows[index.row()].article_id, cell.role)
        written = " ".join(str(value).split())
        if written == cell.text:
            self._corrected.pop(key, None)
        else:
            self._corrected[key] = written
        self._told(index)
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if index.column() == 0:
            return _of_article(row, role)
        cell = self.cell(index)
        return None if cell is None else self._of_cell(row, cell, role)

    def _of_cell(self, row: Any, cell: Any, role: int) -> Any:
        text = self._text(row, cell.role, cell)
        left_out = is_open(cell) and not text
        shown = cell.present if cell.state == "filled" else (cell.text if left_out else text)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown or self.tr("left empty")
        if role == Qt.ItemDataRole.EditRole:
            return text or cell.text
        state = self.tr("left out") if left_out else self.tr(_STATES[cell.state])
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tooltip(cell, shown, state)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._labels[cell.role]}: {shown}, {state}"
        if role == Row.ICON:
            return _sign(cell.state, left_out=left_out)
        if role == Row.TONE:
            return "text" if is_open(cell) and not left_out else "text_muted"
        return None

    def _text(self, row: Any, role: str, cell: Any) -> str:
        written = self._corrected.get((row.article_id, role))
        return str(cell.text) if written is None else written

    def _told(self, index: _Index) -> None:
        self.dataChanged.emit(index, index)
        self.edited.emit()


def is_open(cell: Any) -> bool:
    """Whether a guess can be confirmed."""
    return cell.state == "open"


def _sign(state: str, *, left_out: bool) -> str:
    if left_out:
        return "cross"
    return {"filled": "check", "not_allowed": "warning"}.get(state, "")


def _of_article(row: Any, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return row.title or row.key
    return None


def _tooltip(cell: Any, shown: str, state: str) -> str:
    lines = [f"{shown} ({state})" if shown else state]
    if cell.state == "filled" and cell.text and cell.text != shown:
        lines.append(f"On the page: {cell.text}")
    if cell.variants:
        lines.append("Also: " + ", ".join(cell.variants))
    if cell.reason:
        lines.append(cell.reason)
    return "\n".join(lines)
