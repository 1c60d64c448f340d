"""Model of the list of disagreements, filtered by kind or to the places behind a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.rows import Row

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import Disagreement

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
KINDS = ("missed", "boundary", "type", "attribute", "link", "article", "alike")
ICONS = {
    "missed": "eye",
    "boundary": "edge",
    "type": "split",
    "attribute": "filter",
    "link": "link",
    "article": "document",
    "alike": "check",
}


class DisagreementModel(QAbstractListModel):
    """Disagreements in order of article and place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Disagreement, ...] = ()
        self._some: tuple[Disagreement, ...] | None = None
        self._rows: tuple[Disagreement, ...] = ()
        self._codebook: Codebook | None = None
        self._numbers: Mapping[UUID, int] = {}
        self.kind = ""

    def show(
        self,
        disagreements: Sequence[Disagreement],
        codebook: Codebook | None,
        numbers: Mapping[UUID, int],
    ) -> None:
        """Show these; `numbers` gives each coder's number on the screen."""
        self._all, self._codebook, self._numbers = tuple(disagreements), codebook, numbers
        self._some = None
        self.filter()

    def show_some(self, rows: Sequence[Disagreement] | None) -> None:
        """Show only these places, or all disagreements again."""
        self._some = None if rows is None else tuple(rows)
        self.filter()

    def filter(self, kind: str = "") -> None:
        """Show only one kind."""
        self.kind = kind
        source = self._all if self._some is None else self._some
        rows = tuple(d for d in source if not kind or d.kind == kind)
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def counts(self) -> Counter[str]:
        """How many there are of each kind, whichever are shown."""
        return Counter(d.kind for d in (self._all if self._some is None else self._some))

    def at(self, row: int) -> Disagreement:
        """The disagreement of a row."""
        return self._rows[row]

    def numbers(self, article_id: UUID) -> dict[Disagreement, int]:
        """The disagreements shown of one text, each with its number in the list."""
        rows = enumerate(self._rows, 1)
        return {row: number for number, row in rows if row.article_id == article_id}

    def holds(self, wanted: Disagreement) -> bool:
        """Whether a disagreement is shown."""
        return self._rows[row] == wanted if (row := self.row_of(wanted)) >= 0 else False

    def row_of(self, wanted: Disagreement | None) -> int:
        """The row of a disagreement, else of the next one in its text; -1 without any row.

        Where the text has none behind the place it is the last one of the text, and where it has
        none at all the first row.
        """
        if not self._rows or wanted is None:
            return 0 if self._rows else -1
        same = [n for n, row in enumerate(self._rows) if row.article_id == wanted.article_id]
        behind = [n for n in same if self._rows[n].start >= wanted.start]
        found = (n for n in behind if self._rows[n] == wanted)
        return next(found, (behind[0] if behind else same[-1]) if same else 0)

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
            parts = (row.snippet.disputed or row.article, self.kind_words(row), self._who(row))
            return ", ".join(part for part in parts if part)
        return None

    def kind_words(self, row: Disagreement) -> str:
        """Kind, and what it is about."""
        label = self.label_of(row)
        return f"{row.kind}: {label}" if label else row.kind

    def label_of(self, row: Disagreement) -> str:
        """Label of the variable or link in dispute; of both types where these differ."""
        book = self._codebook
        if book is None:
            return ""
        if row.kind == "type":
            types = (book.find_type(row.type), book.find_type(row.other_type))
            return " or ".join(t.label for t in types if t is not None)
        if not row.variable:
            return ""
        relation = book.find_relation(row.variable.partition(".")[0])
        if row.kind == "link" or (relation is not None and not row.type):
            return relation.label if relation else row.variable
        own = [a for a in book.attributes_of(row.type) if a.id == row.variable] if row.type else []
        if own:
            return own[0].label
        variable = book.find_variable(row.variable)
        return variable.label if variable else row.variable

    def _who(self, row: Disagreement) -> str:
        """The numbers of the coders who have a span that others missed."""
        if row.kind != "missed":
            return ""
        have = [self._numbers.get(s.coder_id) for s in row.sides if s.annotation_id]
        return "by " + ", ".join(str(n) for n in sorted(n for n in have if n))
