"""Model of the list of disagreements, filtered by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.comparison import Disagreement
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
KINDS = ("missed", "boundary", "attribute", "link", "article")
ICONS = {
    "missed": "eye",
    "boundary": "edge",
    "attribute": "filter",
    "link": "link",
    "article": "document",
}


class DisagreementModel(QAbstractListModel):
    """Disagreements in order of article and place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Disagreement, ...] = ()
        self._rows: tuple[Disagreement, ...] = ()
        self._codebook: Codebook | None = None
        self._numbers: Mapping[UUID, int] = {}

    def show(
        self,
        disagreements: Sequence[Disagreement],
        codebook: Codebook | None,
        numbers: Mapping[UUID, int],
    ) -> None:
        """Show these; `numbers` gives each coder's number on the screen."""
        self._all, self._codebook, self._numbers = tuple(disagreements), codebook, numbers
        self.filter()

    def filter(self, kind: str = "", variable: str = "") -> None:
        """Show only one kind, or one variable."""
        rows = tuple(
            d
            for d in self._all
            if (not kind or d.kind == kind) and (not variable or _is_about(d, variable))
        )
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(d.kind for d in self._all)

    def at(self, row: int) -> Disagreement:
        """The disagreement of a row."""
        return self._rows[row]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.snippet.disputed or row.article
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.snippet.text
        if role == Row.DETAIL:
            return self.kind_words(row)
        if role == Row.NOTE:
            return self._who(row)
        if role == Row.STYLE:
            return current_theme().span(row.type) if row.type else None
        if role == Row.ICON:
            return None if row.type else ICONS["article"]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.snippet.disputed or row.article}, {self.kind_words(row)}"
        return None

    def kind_words(self, row: Disagreement) -> str:
        """Kind, and what it is about."""
        label = self.label_of(row)
        return f"{row.kind}: {label}" if label else row.kind

    def label_of(self, row: Disagreement) -> str:
        """Label of the variable or link in dispute."""
        book = self._codebook
        if book is None or not row.variable:
            return ""
        if row.kind == "link":
            relation = book.find_relation(row.variable)
            return relation.label if relation else row.variable
        if row.kind == "article":
            variable = book.find_variable(row.variable)
            return variable.label if variable else row.variable
        found = [a for a in book.attributes_of(row.type) if a.id == row.variable]
        return found[0].label if found else row.variable

    def _who(self, row: Disagreement) -> str:
        if row.kind != "missed":
            return ""
        have = [self._numbers.get(s.coder_id) for s in row.sides if s.annotation_id]
        return " ".join(str(n) for n in sorted(n for n in have if n))


def _is_about(row: Disagreement, variable: str) -> bool:
    type_id, _, attribute = variable.rpartition(".")
    if attribute == row.variable:
        return not type_id or type_id == row.type
    return row.kind in ("missed", "boundary") and variable == row.type
