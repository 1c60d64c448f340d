"""Model of what coders did with suggestions: one column for each span type, a row for each figure.

The figures are what there are many of; a codebook has few types, so the table fits a narrow panel.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

# Name, attribute of the counts, what it means.
FIGURES: tuple[tuple[str, str, str], ...] = (
    ("Suggested", "n_suggested", "once for each coder who finished the article"),
    ("Accepted", "n_accepted", "taken over as they were"),
    ("Changed", "n_edited", "taken over, then changed"),
    ("Rejected", "n_rejected", "turned down"),
    ("Left open", "n_undecided", "no decision"),
    ("Missed", "n_missed", "coded without a suggestion"),
    ("Precision", "precision", "share of suggestions that were coded, too"),
    ("Recall", "recall", "share of coded spans that were suggested"),
)


class SuggestionReportModel(QAbstractTableModel):
    """The types that were suggested or coded; no rows without any."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._types: list[tuple[str, Any]] = []

    def set_report(self, report: Any, labels: dict[str, str]) -> None:
        """Show a report; `labels` name the span types."""
        self.beginResetModel()
        self._types = [
            (labels.get(str(type_id), str(type_id)), c)
            for type_id, c in report.by_type.items()
            if c.n_suggested or c.n_coded
        ]
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self._types else len(FIGURES)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._types) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._types[section - 1][0] if section else ""
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, attribute, meaning = FIGURES[index.row()]
        if index.column() == 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.tr(name)
            if role in (Row.DETAIL, Qt.ItemDataRole.ToolTipRole):
                return self.tr(meaning)
            return None
        label, counts = self._types[index.column() - 1]
        words = _words(getattr(counts, attribute))
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{label}, {self.tr(name)}: {words}"
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole else None


def _words(content: int | float | None) -> str:
    if content is None:
        return "–"
    return f"{content:.2f}" if isinstance(content, float) else f"{content:,}"
