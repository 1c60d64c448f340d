"""The codings and suggestions of an article as a table: all that the text shows, in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.variables import plain, show
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.rows import Row
from refusal_annotator.workspace.session import ArticleSession, shown_attributes

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SHOWN_VALUES = 4
HEADS = ("Coding", "Text", "Sentence", "Values", "Links", "Lacking", "Doubt", "Note")
WIDTHS = (130, 300, 74, 270, 210, 160, 64)
DOUBT, LACKING, PLACE = 6, 5, 2


class CodingsModel(QAbstractTableModel):
    """Rows in the order of the text; words are made when a row comes into view."""

    def __init__(self, desk: CodingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: list[UUID] = []
        self._rows: dict[UUID, int] = {}
        self._index: EntityIndex | None = None
        self._words: dict[UUID, tuple[str, ...]] = {}

    def read(self) -> None:
        """Take up what the desk holds now; rows that stay keep their place."""
        session = self._desk.session
        units: list[Annotation | Suggestion] = []
        if session is not None:
            units = [*session.ordered(), *self._desk.suggestions]
            units.sort(key=lambda u: (u.start, -u.end, isinstance(u, Suggestion)))
        ids = [unit.id for unit in units]
        self._words.clear()
        if ids == self._ids:
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(HEADS) - 1))
            return
        self.beginResetModel()
        self._ids, self._rows = ids, {each: n for n, each in enumerate(ids)}
        self.endResetModel()

    def set_entities(self, index: EntityIndex | None) -> None:
        """Show actors by the names of this registry."""
        self._index = index
        self._words.clear()

    def id_at(self, row: int) -> UUID | None:
        """The coding or suggestion of a row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, unit_id: UUID | None) -> int:
        """Where a coding or suggestion stands, -1 where it does not."""
        return -1 if unit_id is None else self._rows.get(unit_id, -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(HEADS[section])
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        unit = self._unit(index.row())
        if unit is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words_of(unit)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[column]}: {self._words_of(unit)[column] or self.tr('nothing')}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return _look(unit, column, role)

    def _unit(self, row: int) -> Annotation | Suggestion | None:
        session = self._desk.session
        if session is None:
            return None
        unit_id = self._ids[row]
        return session.annotations.get(unit_id) or session.find_suggestion(unit_id)

    def _words_of(self, unit: Annotation | Suggestion) -> tuple[str, ...]:
        if unit.id not in self._words:
            session = self._desk.session
            assert session is not None
            self._words[unit.id] = self._describe(session, unit)
        return self._words[unit.id]

    def _describe(self, session: ArticleSession, unit: Annotation | Suggestion) -> tuple[str, ...]:
        quote = " ".join(unit.quote.split())
        place = str(bisect_right(session.borders.sentences, (unit.start, 1 << 62)))
        values = self._values(session, unit)
        if isinstance(unit, Suggestion):
            label = session.codebook.span_type(unit.type).label
            return self.tr("Suggested {0}").format(label.lower()), quote, place, values, *("",) * 4
        lacking = ", ".join(m.label for m in self._desk.missing_of(unit.id))
        doubt = self.tr("doubt") if unit.doubt else ""
        note = str(plain(unit.values.get(session.codebook.note_id)) or "")
        links = self._links(session, unit)
        return self._desk.title(unit), quote, place, values, links, lacking, doubt, note

    def _values(self, session: ArticleSession, unit: Annotation | Suggestion) -> str:
        codebook = session.codebook
        parts = []
        for attribute in shown_attributes(codebook.attributes_of(unit.type), unit.values):
            words = show(attribute, unit.values.get(attribute.id), codebook)
            if not words or attribute.id == codebook.note_id:
                continue
            if attribute.role == "entity" and self._index is not None:
                words = self._index.label(words)
            parts.append(f"{attribute.label}: {words}")
        more = f" +{len(parts) - _SHOWN_VALUES}" if len(parts) > _SHOWN_VALUES else ""
        return "; ".join(parts[:_SHOWN_VALUES]) + more

    def _links(self, session: ArticleSession, unit: Annotation) -> str:
        parts = []
        for link in session.links_from(unit.id):
            target = session.annotations.get(link.to_id) if link.to_id else None
            label = session.codebook.relation(link.type).label
            name = (
                f"{self._desk.title(target)} “{target.quote}”" if target else self.tr("elsewhere")
            )
            parts.append(f"{label}: {' '.join(name.split())}")
        return "; ".join(parts)


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column == PLACE else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _style(unit: Annotation | Suggestion, _: int) -> Any:
    return current_theme().span(unit.type)


def _dashed(unit: Annotation | Suggestion, _: int) -> bool:
    return isinstance(unit, Suggestion)


_SIGNS: dict[int, Callable[[Annotation | Suggestion, int], Any]] = {
    int(Row.STYLE): _style,
    int(Row.DASHED): _dashed,
}


def _look(unit: Annotation | Suggestion, column: int, role: int) -> Any:
    if column == 0 and role in _SIGNS:
        return _SIGNS[role](unit, column)
    doubtful = isinstance(unit, Annotation) and unit.doubt and column == DOUBT
    if role == Row.ICON and doubtful:
        return "doubt"
    if role == Row.TONE:
        if doubtful:
            return "danger"
        return "warning" if column == LACKING else None
    return None
