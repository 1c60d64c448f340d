"""The QActions of the commands: in menus, on widgets, enabled as the conditions say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.ui.commands import COMMANDS, SECTIONS, TEXT_KEYS, type_commands
from refusal_annotator.ui.commands.model import (
    MENUS,
    WINDOW,
    CollisionError,
    Command,
    is_single,
    key_text,
    refuse_collisions,
)
from refusal_annotator.ui.commands.remapping import rekeyed
from refusal_annotator.ui.icons import keep_icon

__all__ = [
    "COMMANDS",
    "MENUS",
    "Actions",
    "CollisionError",
    "Command",
    "key_text",
    "refuse_collisions",
    "type_commands",
]


class Actions(QObject):
    """The QActions of the commands: in menus, on widgets, enabled as the conditions say."""

    triggered = Signal(str)
    keys_changed = Signal()

    def __init__(
        self,
        parent: QWidget,
        *,
        calls: Mapping[str, Callable[..., object]],
        conditions: Mapping[str, Callable[[], bool]],
    ) -> None:
        super().__init__(parent)
        self._calls, self._conditions = calls, conditions
        self._scopes: dict[str, list[QWidget]] = {WINDOW: [parent]}
        self._actions: dict[str, QAction] = {}
        self._commands: dict[str, Command] = {}
        self._codebook: Codebook | None = None
        self._letters = True
        self._own_keys: Mapping[str, tuple[str, ...]] = {}
        self.add(COMMANDS)

    @property
    def commands(self) -> tuple[Command, ...]:
        """All commands, those of the open codebook among them."""
        return tuple(self._commands.values())

    def action(self, command_id: str) -> QAction:
        """The action of a command."""
        return self._actions[command_id]

    def key(self, command_id: str) -> str:
        """The first key of a command as shown on a key cap, empty without one."""
        command = self._commands.get(command_id)
        return key_text(command.keys[0]) if command and command.keys else ""

    def set_scope(self, scope: str, widget: QWidget) -> None:
        """Let the keys of a scope work inside a widget, beside those where they work already."""
        self._scopes.setdefault(scope, []).append(widget)
        for command in self._commands.values():
            if command.scope == scope:
                widget.addAction(self._actions[command.id])

    def add(self, commands: Iterable[Command]) -> None:
        """Make actions for more commands; a collision with those that exist is refused."""
        new = list(commands)
        refuse_collisions([*self._commands.values(), *new])
        for command in new:
            self._commands[command.id] = command
            self._actions[command.id] = self._make(command)

    def set_codebook(self, codebook: Codebook | None) -> None:
        """Replace the commands that tag by those of this codebook's types."""
        self._codebook = codebook
        for command_id in [i for i in self._commands if i.startswith("tag:")]:
            action = self._actions.pop(command_id)
            for widget in action.associatedObjects():
                if isinstance(widget, QWidget):
                    widget.removeAction(action)
            action.deleteLater()
            del self._commands[command_id]
        if codebook is not None:
            self.add(type_commands(codebook, tuple(self._commands.values())))

    def set_letters(self, on: bool) -> None:
        """Let single letters be commands, or leave them to menus."""
        self._letters = on
        for command in self._commands.values():
            self._actions[command.id].setShortcuts(self._shortcuts(command))

    def set_keys(self, own: Mapping[str, Sequence[str]]) -> None:
        """Give commands the keys that a user chose, and all others their usual ones.

        A choice that collides, as after an update brought a new command, is passed over. Keys of
        types come from the codebook and follow.
        """
        wanted = {command_id: tuple(keys) for command_id, keys in own.items()}
        if wanted == self._own_keys:
            return
        self._own_keys = wanted
        for command in rekeyed(COMMANDS, wanted):
            self._commands[command.id] = command
            self._actions[command.id].setShortcuts(self._shortcuts(command))
        self.set_codebook(self._codebook)
        self.refresh()
        self.keys_changed.emit()

    def refresh(self) -> None:
        """Enable what can be done now."""
        known: dict[str, bool] = {}
        for command in self._commands.values():
            if command.when not in known:
                known[command.when] = self._conditions[command.when]()
            self._actions[command.id].setEnabled(known[command.when])

    def fill_menus(self, bar: QMenuBar, menus: Sequence[str]) -> dict[str, QMenu]:
        """Build the menus anew: the commands by menu and group."""
        # Clearing a menu bar keeps its menus.
        for action in bar.actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.deleteLater()
        bar.clear()
        made = {}
        for title in menus:
            own = [c for c in self._commands.values() if c.menu == title]
            if own:
                # Made here: of a menu made by Qt something would stay when it is deleted.
                made[title] = QMenu(title, bar)
                bar.addMenu(made[title])
                self._fill(made[title], sorted(own, key=lambda c: c.group))
        return made

    def sections(
        self, titles: Sequence[str] = SECTIONS
    ) -> list[tuple[str, list[tuple[tuple[str, ...], str]]]]:
        """Lists of keys with words, by section, as the list of keys shows them."""
        found: dict[str, dict[str, tuple[str, ...]]] = {title: {} for title in titles}
        text_keys = [each for each in TEXT_KEYS if each[0] in found]
        for section, keys, short in text_keys:
            if section == "Move and select":
                found[section][short] = keys
        for command in self._commands.values():
            if command.section in found and command.keys:
                rows = found[command.section]
                shown = (key_text(command.keys[0]),)
                rows[command.short] = (*rows.get(command.short, ()), *shown)
        for section, keys, short in text_keys:
            found[section].setdefault(short, keys)
        return [(title, [(k, s) for s, k in rows.items()]) for title, rows in found.items()]

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        action.setShortcuts(self._shortcuts(command))
        action.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if command.scope == WINDOW
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        if command.icon:
            keep_icon(action, command.icon)
        action.triggered.connect(lambda _=False: self._run(command.id))
        for widget in self._scopes.get(command.scope, ()):
            widget.addAction(action)
        return action

    def _shortcuts(self, command: Command) -> list[QKeySequence]:
        keys = [k for k in command.keys if self._letters or not is_single(k)]
        return [QKeySequence(key) for key in keys]

    def _run(self, command_id: str) -> None:
        command = self._commands[command_id]
        call = self._calls[command.calls]
        if command.argument is None:
            call()
        else:
            call(command.argument)
        self.triggered.emit(command.id)

    def _fill(self, menu: QMenu, commands: Sequence[Command]) -> None:
        group = commands[0].group
        for command in commands:
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(self._actions[command.id])
