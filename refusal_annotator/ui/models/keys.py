"""The table of commands with their keys; a search narrows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.ui.commands.model import Command, key_text
from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = ("Command", "Menu", "Keys", "")
_SCOPES = {"code": "while coding", "text": "in the text", "compare": "Compare", "actors": "Actors"}
WIDTHS = (300, 110, 190)


class KeyModel(QAbstractTableModel):
    """Commands in the order of the menus; those with keys of the user's own are marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Command, ...] = ()
        self._rows: tuple[Command, ...] = ()
        self._own: frozenset[str] = frozenset()
        self._words: tuple[str, ...] = ()

    def set_commands(self, commands: Sequence[Command], own: Collection[str]) -> None:
        """Show these commands; `own` are ids of those whose keys were changed."""
        self._all, self._own = tuple(commands), frozenset(own)
        self._narrow()

    def set_filter(self, text: str) -> None:
        """Show only commands that hold these words, or have this key."""
        self._words = tuple(text.casefold().split())
        self._narrow()

    def command(self, row: int) -> Command | None:
        """The command of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, command_id: str) -> int:
        """Where a command stands, -1 where it is not shown."""
        return next((n for n, c in enumerate(self._rows) if c.id == command_id), -1)

    def is_own(self, command_id: str) -> bool:
        """Whether the keys of a command were changed."""
        return command_id in self._own

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(_HEADS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        command = self._rows[index.row()]
        words = self._words_of(command)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in self._words_of(command) if part)
        if role == Row.BOLD and index.column() == 2:
            return command.id in self._own
        if role == Row.TONE and index.column() != 0:
            return "text" if index.column() == 2 else "text_muted"
        return None

    def _words_of(self, command: Command) -> tuple[str, str, str, str]:
        keys = "   ".join(key_text(key) for key in command.keys) or "—"
        where = _SCOPES.get(command.scope, "")
        note = self.tr("changed") if command.id in self._own else where
        return full_text(command), command.menu, keys, note

    def _narrow(self) -> None:
        self.beginResetModel()
        self._rows = tuple(c for c in self._all if self._holds(c))
        self.endResetModel()

    def _holds(self, command: Command) -> bool:
        text = " ".join(self._words_of(command)).casefold()
        return all(word in text for word in self._words)


def full_text(command: Command) -> str:
    """Words of a command that are clear without its menu."""
    text = command.text.rstrip("…")
    if command.menu == "Go" and command.argument:
        return f"Go to {text}"
    named = command.id.startswith("theme_") and not text.startswith("Theme")
    return f"Theme: {text.lower()}" if named else text
