"""Keys of the commands, to be changed by pressing others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.actions import COMMANDS, Actions
from refusal_annotator.ui.commands.model import Command, key_text
from refusal_annotator.ui.commands.remapping import changed, refusal
from refusal_annotator.ui.models.keys import WIDTHS, KeyModel, full_text
from refusal_annotator.ui.widgets import (
    ActionBar,
    Button,
    DataTable,
    EmptyState,
    Label,
    SearchField,
    on_plane,
)
from refusal_annotator.workspace.settings import Settings, change_settings

_USUAL = {command.id: command.keys for command in COMMANDS}


class KeySettings(QWidget):
    """A row for each command; Enter on it, then the new key."""

    changed = Signal(object)  # Settings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._actions: Actions | None = None
        self._settings = Settings()
        self.model = KeyModel(self)
        self.table = _Table(self.tr("Commands and their keys"))
        self.table.setModel(self.model)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.search = SearchField(self.tr("Command or key"))
        self.none = EmptyState("search", self.tr("No command has these words"))
        self.catcher = KeyCatcher()
        self.change = Button(self.tr("Change key"), icon="keyboard", key="Enter")
        self.remove = Button(self.tr("Remove key"), key="Del")
        self.reset = Button(self.tr("Usual key"))
        self.reset_all = Button(self.tr("All usual keys"), variant="flat")
        self.bar = ActionBar()
        self._build()
        self._connect()
        self._show_buttons()

    def set_actions(self, actions: Actions) -> None:
        """Show the commands of a window."""
        self._actions = actions
        actions.keys_changed.connect(self._fill)
        self._fill()

    def show_settings(self, settings: Settings) -> None:
        """Show what is chosen."""
        if settings.keys != self._settings.keys:
            self._settings = settings
            self._fill()
        self._settings = settings

    def command(self) -> Command | None:
        """The chosen command."""
        return self.model.command(self.table.currentIndex().row())

    def begin(self) -> None:
        """Wait for the new key of the chosen command."""
        command = self.command()
        if command is not None:
            self.catcher.ask(full_text(command))
            self._feet.setCurrentIndex(1)
            self.catcher.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, key: str) -> None:
        """Give the chosen command this key, or say why it cannot have it."""
        command = self.command()
        if command is None or self._actions is None:
            return
        problem = refusal(command, key, self._actions.commands)
        if problem is not None:
            self.catcher.refuse(problem)
            return
        self._store(command, (key,))

    def take_away(self) -> None:
        """Leave the chosen command without a key."""
        command = self.command()
        if command is not None and command.keys:
            self._store(command, ())

    def put_back(self) -> None:
        """Give the chosen command its usual keys."""
        command = self.command()
        if command is None or self._actions is None:
            return
        for key in _USUAL[command.id]:
            problem = refusal(command, key, self._actions.commands)
            if problem is not None and key not in command.keys:
                self.begin()
                self.catcher.refuse(problem)
                return
        self._store(command, _USUAL[command.id])

    def put_all_back(self) -> None:
        """Give all commands their usual keys."""
        self.changed.emit(change_settings(keys={}))

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.search.setFixedWidth(240)
        words = Label(
            self.tr("Menus, palette and the list of keys follow. Types have the codebook's keys."),
            role="small",
            tone="muted",
            wrap=True,
        )
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 10)
        head.addWidget(words, 1)
        head.addWidget(self.search)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.none)
        for button in (self.change, self.remove, self.reset):
            self.bar.add(button)
        self.bar.add_room()
        self.bar.add(self.reset_all)
        self._feet = QStackedWidget()
        self._feet.setFixedHeight(48)
        self._feet.addWidget(self.bar)
        self._feet.addWidget(self.catcher)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._feet)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self.table.entered_row.connect(self.begin)
        self.table.emptied_row.connect(self.take_away)
        self.table.doubleClicked.connect(lambda _: self.begin())
        self.change.clicked.connect(self.begin)
        self.remove.clicked.connect(self.take_away)
        self.reset.clicked.connect(self.put_back)
        self.reset_all.clicked.connect(self.put_all_back)
        self.catcher.pressed.connect(self.take)
        self.catcher.left.connect(self._end)

    # --- showing ----------------------------------------------------------------------------

    def _fill(self) -> None:
        if self._actions is None:
            return
        chosen = self.command()
        # The command of a type comes and goes with its codebook, which gives its key.
        own = [c for c in self._actions.commands if c.id in _USUAL]
        self.model.set_commands(own, self._settings.keys)
        self._choose(chosen.id if chosen else "")

    def _choose(self, command_id: str) -> None:
        row = max(0, self.model.row_of(command_id))
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._show_buttons()

    def _on_search(self, text: str) -> None:
        chosen = self.command()
        self.model.set_filter(text)
        self._choose(chosen.id if chosen else "")

    def _show_buttons(self) -> None:
        command = self.command()
        self.change.setEnabled(command is not None)
        self.remove.setEnabled(command is not None and bool(command.keys))
        self.reset.setEnabled(command is not None and self.model.is_own(command.id))
        usual = _USUAL[command.id] if command else ()
        shown = key_text(usual[0]) if usual else ""
        words = self.tr("Usual key: {0}").format(shown) if shown else self.tr("Usual: no key")
        self.reset.setText(words)
        self.reset_all.setEnabled(bool(self._settings.keys))

    def _store(self, command: Command, keys: tuple[str, ...]) -> None:
        chosen = changed(self._settings.keys, command, keys, _USUAL[command.id])
        self._end()
        self.changed.emit(change_settings(keys=chosen))

    def _end(self) -> None:
        self._feet.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class KeyCatcher(QWidget):
    """Waits for a key in the place of the buttons; Esc leaves it as it was."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "raised")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Waits for a key"))
        self._name = ""
        self.words = Label("", weight=600)
        self.more = Label("", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.more)
        row.addStretch(1)

    def ask(self, name: str) -> None:
        """Ask for the key of a command."""
        self._name = name
        self._say(self.tr("Esc keeps the old one"))
        self.more.set_tone("muted")

    def refuse(self, sentence: str) -> None:
        """Say why the key was not taken; wait for another."""
        self._say(sentence)
        self.more.set_tone("danger")

    def event(self, event: QEvent) -> bool:
        # The key may be a command's already: it is to be caught, not to be done.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _: bool) -> bool:
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in _MODIFIERS:
            self.pressed.emit(key_name(event))

    def focusOutEvent(self, event: object) -> None:
        self.left.emit()
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def _say(self, sentence: str) -> None:
        self.words.setText(self.tr("Press the new key for “{0}”").format(self._name))
        self.more.setText(sentence)
        self.setAccessibleName(f"{self.words.text()}. {sentence}")


class _Table(DataTable):
    """A table whose rows are entered and emptied by key."""

    entered_row = Signal()
    emptied_row = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.emptied_row.emit()
        else:
            super().keyPressEvent(event)


_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)


def key_name(event: QKeyEvent) -> str:
    """A pressed key as the tables of commands write it; empty where it can be no command."""
    name = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    sign = event.text()
    # A sign that needs Shift on this keyboard may not need it on another: it is the sign itself.
    if name.startswith("Shift+") and sign.isprintable() and sign and not sign.isalnum():
        return sign if len(sign) == 1 and sign != " " else name
    return name.removeprefix("Num+")
