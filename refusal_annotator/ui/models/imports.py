"""Model of an import preview: what is new, what is here already, what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.text import count_words
from refusal_annotator.ui.models.articles import short_date
from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIGNS = {
    "new": ("check", "success"),
    "duplicate": ("duplicate", "warning"),
    "refused": ("warning", "danger"),
}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One file or table row of a preview."""

    kind: str
    title: str
    outlet: str = ""
    date: str = ""
    n_words: int | None = None
    note: str = ""
    item: Any = None


def rows_of(batch: Any) -> tuple[PreviewRow, ...]:
    """Rows of a preview: the new ones first, then what is left out and why."""
    rows = [
        PreviewRow(
            "new",
            title_of(item),
            str(item.metadata.get("outlet") or ""),
            str(item.metadata.get("date") or ""),
            count_words(item.text),
            item.encoding_note
            or (f"same text as {item.same_text_as}" if item.same_text_as else ""),
            item,
        )
        for item in batch.items
    ]
    rows += [PreviewRow(p.kind, p.name, note=p.reason) for p in batch.problems]
    return tuple(rows)


def title_of(item: Any) -> str:
    """Headline of an article to be imported, as far as it is known: else its first long line."""
    headline = str(item.metadata.get("headline") or "").strip()
    if headline:
        return headline
    lines = [" ".join(line.split()) for line in item.text.split("\n")]
    found = next((line for line in lines if len(line.split()) >= 4), "")
    return found or item.name


class ImportModel(QAbstractTableModel):
    """A preview as a table of the corpus's columns."""

    HEADS = ("Article", "Outlet", "Date", "Words", "Note")
    OPTIONAL = (1, 2, 4)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PreviewRow, ...] = ()

    def set_rows(self, rows: tuple[PreviewRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def is_empty(self, column: int) -> bool:
        """Whether no row says anything in a column."""
        return not any(self.index(row, column).data() for row in range(len(self.rows)))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self.HEADS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            words = "" if row.n_words is None else f"{row.n_words:,}"
            return (row.title, row.outlet, short_date(row.date), words, row.note)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column in (0, 4):
            return row.note or row.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 3:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if column == 0 and role in (Row.ICON, Row.TONE):
            sign, tone = _SIGNS[row.kind]
            if role == Row.ICON:
                return sign
            return tone if row.kind == "refused" else "text"
        if role == Row.TONE:
            return "danger" if column == 4 and row.kind == "refused" else "text_muted"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            return f"{row.title}, {row.kind}, {row.note}".rstrip(", ")
        return None
