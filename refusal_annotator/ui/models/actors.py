"""The table of actors: name, class, further spellings, number of codings; a search narrows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from refusal_annotator.workspace.entities import Actor

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def _also(actor: Actor) -> str:
    return ", ".join(s for s in actor.spellings if s != actor.name)


_COLUMNS: tuple[tuple[str, Callable[[Actor], str]], ...] = (
    ("Name", lambda a: a.name),
    ("Class", lambda a: (a.entity.entity_class or "").replace("_", " ")),
    ("Codings", lambda a: str(a.n_codings)),
    ("Also written", _also),
)
COUNT = 2
WIDTHS = (240, 130, 80)


class ActorModel(QAbstractTableModel):
    """Actors by name; the search looks at every spelling, the class and the key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Actor, ...] = ()
        self._rows: tuple[Actor, ...] = ()
        self._words: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Number of actors, found or not."""
        return len(self._all)

    def set_actors(self, actors: Sequence[Actor]) -> None:
        """Show these actors."""
        self._all = tuple(actors)
        self._narrow()

    def set_filter(self, text: str) -> None:
        """Show only actors that hold these words."""
        self._words = tuple(text.casefold().split())
        self._narrow()

    def actor(self, row: int) -> Actor | None:
        """The actor of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, actor_id: UUID) -> int:
        """Where an actor stands, -1 where it is not shown."""
        return next((n for n, a in enumerate(self._rows) if a.entity.id == actor_id), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(_COLUMNS[section][0])
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        title, read = _COLUMNS[index.column()]
        words = read(self._rows[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}: {words or self.tr('nothing')}"
        return (
            self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None
        )

    @staticmethod
    def _alignment(column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column == COUNT else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def _narrow(self) -> None:
        self.beginResetModel()
        self._rows = tuple(a for a in self._all if _holds(_searched(a), self._words))
        self.endResetModel()


def _searched(actor: Actor) -> str:
    parts = (*actor.spellings, actor.entity.entity_class or "", actor.entity.key)
    return " ".join(parts).casefold()


def _holds(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)
