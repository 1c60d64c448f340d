"""Every command once: its words, keys, menu, when it works, what it calls.

Menus, shortcuts and the list of keys follow from this table. A scope says where a key works:
`window` everywhere, a screen's name inside that screen, `text` while the article text has the
focus. Two commands with one key that could both be meant are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from refusal_annotator.domain.codebook import Codebook, type_keys
from refusal_annotator.ui.icons import keep_icon

WINDOW = "window"
MENUS = ("File", "Edit", "View", "Go", "Code", "Suggestions", "Corpus", "Agreement", "Help")
# The text lies on the coding screen, so its keys must differ from that screen's too.
_ABOVE = {"text": ("code", WINDOW), WINDOW: ()}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `calls` and `when` name entries of the tables given to `Actions`; `short` and `section` are the
    words in the list of keys (no section: not listed).
    """

    id: str
    text: str
    calls: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    group: int = 0
    scope: str = WINDOW
    when: str = "always"
    icon: str = ""
    section: str = ""
    short: str = ""
    argument: str | None = None
    checkable: bool = False
    screens: tuple[str, ...] = ()


class CollisionError(ValueError):
    """Two commands share a key where both could be meant."""


_CODING = ("code",)

COMMANDS: tuple[Command, ...] = (
    # --- File
    Command("new_project", "New project…", "new_project", ("Ctrl+N",), "File", 0),
    Command("open_project", "Open project…", "open_project", ("Ctrl+O",), "File", 0),
    Command("open_sample", "Open the sample study", "open_sample", (), "File", 0),
    Command(
        "export_workbook", "Export workbook…", "export_workbook", (), "File", 1, when="compared"
    ),
    Command("switch_coder", "Change coder…", "switch_coder", (), "File", 2, when="project"),
    Command(
        "close_project", "Close project", "close_project", ("Ctrl+W",), "File", 2, when="project"
    ),
    Command("quit", "Quit", "quit", ("Ctrl+Q",), "File", 3),
    # --- Edit
    Command(
        "undo",
        "Undo",
        "undo",
        ("Ctrl+Z",),
        "Edit",
        0,
        when="can_undo",
        icon="undo",
        section="Article",
        short="undo",
    ),
    Command(
        "redo",
        "Redo",
        "redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "Edit",
        0,
        when="can_redo",
        icon="redo",
        section="Article",
        short="redo",
    ),
    Command(
        "find",
        "Find in the article",
        "find",
        ("Ctrl+F",),
        "Edit",
        1,
        "code",
        "article",
        icon="search",
        section="Article",
        short="find",
    ),
    Command(
        "find_next",
        "Find next",
        "find_next",
        ("F3",),
        "Edit",
        1,
        "code",
        "article",
        section="Article",
        short="find again",
    ),
    Command(
        "find_previous",
        "Find previous",
        "find_previous",
        ("Shift+F3",),
        "Edit",
        1,
        "code",
        "article",
    ),
    # --- View
    Command(
        "theme_system",
        "Theme of the system",
        "set_theme",
        (),
        "View",
        0,
        argument="system",
        checkable=True,
    ),
    Command("theme_light", "Light", "set_theme", (), "View", 0, argument="light", checkable=True),
    Command("theme_dark", "Dark", "set_theme", (), "View", 0, argument="dark", checkable=True),
    Command(
        "theme_high_contrast",
        "High contrast",
        "set_theme",
        (),
        "View",
        0,
        argument="high_contrast",
        checkable=True,
    ),
    Command("zoom_in", "Larger text", "zoom_in", ("Ctrl++", "Ctrl+="), "View", 1),
    Command("zoom_out", "Smaller text", "zoom_out", ("Ctrl+-",), "View", 1),
    Command("zoom_reset", "Text at its usual size", "zoom_reset", ("Ctrl+0",), "View", 1),
    Command(
        "toggle_queue",
        "List of articles",
        "toggle_queue",
        ("F9",),
        "View",
        2,
        "code",
        "project",
        checkable=True,
    ),
    Command(
        "toggle_inspector",
        "Inspector",
        "toggle_inspector",
        ("F10",),
        "View",
        2,
        "code",
        "project",
        checkable=True,
    ),
    Command(
        "backlight",
        "Fade uncoded text",
        "toggle_backlight",
        (),
        "View",
        2,
        "code",
        "article",
        icon="backlight",
        checkable=True,
    ),
    Command(
        "focus_mode",
        "Fade all but this sentence",
        "toggle_focus_mode",
        ("F11",),
        "View",
        2,
        "code",
        "article",
        icon="focus_mode",
        checkable=True,
        section="Article",
        short="focus mode",
    ),
    Command("compact", "Compact rows", "toggle_compact", (), "View", 3, checkable=True),
    Command("settings", "Settings", "show_settings", ("Ctrl+,",), "View", 3, icon="settings"),
    # --- Go
    Command(
        "go_code", "Code", "go", ("Ctrl+1",), "Go", 0, when="project", argument="code", icon="code"
    ),
    Command(
        "go_corpus",
        "Corpus",
        "go",
        ("Ctrl+2",),
        "Go",
        0,
        when="project",
        argument="corpus",
        icon="corpus",
    ),
    Command(
        "go_compare",
        "Compare",
        "go",
        ("Ctrl+3",),
        "Go",
        0,
        when="project",
        argument="compare",
        icon="compare",
    ),
    Command(
        "go_agreement",
        "Agreement",
        "go",
        ("Ctrl+4",),
        "Go",
        0,
        when="project",
        argument="agreement",
        icon="agreement",
    ),
    Command(
        "go_codebook",
        "Codebook",
        "go",
        ("Ctrl+5",),
        "Go",
        0,
        when="project",
        argument="codebook",
        icon="codebook",
    ),
    Command(
        "next_article",
        "Next article",
        "next_article",
        ("Ctrl+PgDown",),
        "Go",
        1,
        "code",
        "article",
        section="Article",
        short="next article",
    ),
    Command(
        "previous_article",
        "Previous article",
        "previous_article",
        ("Ctrl+PgUp",),
        "Go",
        1,
        "code",
        "article",
        section="Article",
        short="previous article",
    ),
    Command(
        "next_coding",
        "Next coding",
        "next_coding",
        ("J",),
        "Go",
        2,
        "code",
        "article",
        section="Move and select",
        short="next coding",
    ),
    Command(
        "previous_coding",
        "Previous coding",
        "previous_coding",
        ("K",),
        "Go",
        2,
        "code",
        "article",
        section="Move and select",
        short="previous coding",
    ),
    Command(
        "next_overlap",
        "Next coding under the caret",
        "next_overlap",
        ("O",),
        "Go",
        2,
        "code",
        "article",
        section="Move and select",
        short="next under the caret",
    ),
    Command(
        "next_doubt",
        "Next doubt",
        "next_doubt",
        ("D",),
        "Go",
        2,
        "code",
        "article",
        section="Article",
        short="next doubt",
    ),
    Command(
        "next_missing",
        "Next missing field",
        "next_missing",
        ("M",),
        "Go",
        2,
        "code",
        "article",
        section="Fields",
        short="next missing field",
    ),
    # --- Code
    Command(
        "last_type",
        "Last type again",
        "last_type",
        ("Q",),
        "Code",
        1,
        "code",
        "selection",
        section="Code",
        short="last type again",
    ),
    Command(
        "link",
        "Link",
        "link",
        ("L",),
        "Code",
        1,
        "code",
        "linkable",
        icon="link",
        section="Code",
        short="link",
    ),
    Command(
        "first_field",
        "Edit the first empty field",
        "edit_field",
        ("Return", "Enter"),
        "Code",
        2,
        "text",
        "coding",
        section="Fields",
        short="first empty field",
    ),
    Command(
        "definition",
        "Definition and examples",
        "toggle_definition",
        ("H",),
        "Code",
        2,
        "code",
        "coding",
        section="Fields",
        short="definition",
    ),
    Command(
        "article_form",
        "Variables of the article",
        "toggle_article_form",
        ("V",),
        "Code",
        2,
        "code",
        "article",
        section="Fields",
        short="variables of the article",
    ),
    Command(
        "doubt",
        "Mark as doubtful",
        "toggle_doubt",
        ("F",),
        "Code",
        3,
        "code",
        "coding",
        icon="doubt",
        section="Code",
        short="doubt",
    ),
    Command(
        "note",
        "Write a note",
        "edit_note",
        ("C",),
        "Code",
        3,
        "code",
        "coding",
        icon="comment",
        section="Code",
        short="note",
    ),
    Command(
        "delete",
        "Delete the coding",
        "delete",
        ("Del",),
        "Code",
        3,
        "text",
        "coding",
        icon="delete",
        section="Code",
        short="delete",
    ),
    Command(
        "start_edge",
        "Move the start edge",
        "pick_start_edge",
        ("[",),
        "Code",
        4,
        "text",
        "coding",
        icon="edge",
        section="Edges",
        short="start edge",
    ),
    Command(
        "end_edge",
        "Move the end edge",
        "pick_end_edge",
        ("]",),
        "Code",
        4,
        "text",
        "coding",
        icon="edge",
        section="Edges",
        short="end edge",
    ),
    Command(
        "next_open",
        "Go to the next open item",
        "next_open",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Code",
        5,
        "code",
        "article",
        section="Fields",
        short="next open item",
    ),
    Command(
        "finish",
        "Finish article",
        "finish",
        ("Ctrl+Shift+F",),
        "Code",
        5,
        "code",
        "unfinished",
        icon="check",
        section="Article",
        short="finish the article",
    ),
    Command("reopen", "Open the article again", "reopen", (), "Code", 5, "code", "finished"),
    # --- Suggestions
    Command(
        "next_suggestion",
        "Next suggestion",
        "next_suggestion",
        ("N",),
        "Suggestions",
        0,
        "code",
        "suggestions",
        section="Suggestions",
        short="next",
    ),
    Command(
        "previous_suggestion",
        "Previous suggestion",
        "previous_suggestion",
        ("P",),
        "Suggestions",
        0,
        "code",
        "suggestions",
        section="Suggestions",
        short="previous",
    ),
    Command(
        "accept",
        "Accept",
        "accept",
        ("A",),
        "Suggestions",
        1,
        "code",
        "suggestion",
        section="Suggestions",
        short="accept",
    ),
    Command(
        "accept_edit",
        "Accept and edit",
        "accept_and_edit",
        ("E",),
        "Suggestions",
        1,
        "code",
        "suggestion",
        section="Suggestions",
        short="accept and edit",
    ),
    Command(
        "reject",
        "Reject",
        "reject",
        ("X",),
        "Suggestions",
        1,
        "code",
        "suggestion",
        section="Suggestions",
        short="reject",
    ),
    Command(
        "skip",
        "Skip",
        "skip",
        ("S",),
        "Suggestions",
        1,
        "code",
        "suggestion",
        section="Suggestions",
        short="skip",
    ),
    Command(
        "accept_sentence",
        "Accept the rest of the sentence",
        "accept_sentence",
        ("Shift+A",),
        "Suggestions",
        1,
        "code",
        "suggestion",
        section="Suggestions",
        short="rest of the sentence",
    ),
    # --- Corpus
    Command(
        "import",
        "Import articles…",
        "import_files",
        ("Ctrl+I",),
        "Corpus",
        0,
        when="writable",
        icon="import",
    ),
    Command(
        "import_folder",
        "Import a folder…",
        "import_folder",
        (),
        "Corpus",
        0,
        when="writable",
        icon="folder",
    ),
    Command(
        "prehighlight",
        "Look for suggestions",
        "prehighlight",
        ("F6",),
        "Corpus",
        1,
        when="writable",
        icon="search",
    ),
    # --- Agreement
    Command(
        "compute",
        "Compute agreement",
        "compute",
        ("F5",),
        "Agreement",
        0,
        when="project",
        icon="agreement",
    ),
    Command(
        "next_disagreement",
        "Next disagreement",
        "next_disagreement",
        ("J",),
        "Agreement",
        1,
        "compare",
        "disagreements",
        section="Compare",
        short="next disagreement",
    ),
    Command(
        "previous_disagreement",
        "Previous disagreement",
        "previous_disagreement",
        ("K",),
        "Agreement",
        1,
        "compare",
        "disagreements",
        section="Compare",
        short="previous disagreement",
    ),
    # --- Help
    Command("keys", "Keys", "show_keys", ("?", "F1"), "Help", 0, icon="keyboard"),
    Command("about", "About Refusal Annotator", "show_about", (), "Help", 1, icon="info"),
)

# Keys that the article text itself answers to; they are listed, but are no commands.
TEXT_KEYS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Move and select", ("←", "→"), "token"),
    ("Move and select", ("Alt+←", "→"), "character"),
    ("Move and select", ("Ctrl+←", "→"), "sentence"),
    ("Move and select", ("Shift+…",), "extend the selection"),
    ("Edges", ("←", "→"), "move by token"),
    ("Edges", ("Alt+←", "→"), "by character"),
    ("Edges", ("Enter",), "keep"),
    ("Edges", ("Esc",), "put back"),
    ("Fields", ("Tab",), "next field"),
    ("Fields", ("Esc",), "back to the text"),
)
SECTIONS = ("Move and select", "Code", "Suggestions", "Edges", "Fields", "Article")


def type_commands(codebook: Codebook, others: Sequence[Command] = COMMANDS) -> list[Command]:
    """Commands that tag with each type; a key that is already a command's stays with that one."""
    taken = {key for c in others if c.scope in ("code", "text", WINDOW) for key in c.keys}
    keys = type_keys(codebook)
    made = []
    for span_type in codebook.span_types:
        key = keys[span_type.id].upper()
        own = (key,) if key and key not in taken else ()
        taken.update(own)
        made.append(
            Command(
                f"tag:{span_type.id}",
                f"Tag as {span_type.label}",
                "tag",
                own,
                "Code",
                0,
                "code",
                "article",
                section="Code",
                short="apply a type",
                argument=span_type.id,
            )
        )
    return made


def refuse_collisions(commands: Iterable[Command]) -> None:
    """Raise CollisionError where two commands share a key that could mean both."""
    for one, other in combinations(commands, 2):
        shared = set(map(str.lower, one.keys)) & set(map(str.lower, other.keys))
        if shared and _meet(one.scope, other.scope):
            raise CollisionError(
                f"{one.id} and {other.id} both have the key {', '.join(sorted(shared))}"
            )


def _meet(one: str, other: str) -> bool:
    return one == other or other in _above(one) or one in _above(other)


def _above(scope: str) -> tuple[str, ...]:
    return _ABOVE.get(scope, (WINDOW,))


class Actions(QObject):
    """The QActions of the commands: in menus, on widgets, enabled as the conditions say."""

    triggered = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        calls: Mapping[str, Callable[..., object]],
        conditions: Mapping[str, Callable[[], bool]],
    ) -> None:
        super().__init__(parent)
        self._calls, self._conditions = calls, conditions
        self._scopes: dict[str, QWidget] = {WINDOW: parent}
        self._actions: dict[str, QAction] = {}
        self._commands: dict[str, Command] = {}
        self._letters = True
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
        """Let the keys of a scope work inside a widget."""
        self._scopes[scope] = widget
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

    def refresh(self) -> None:
        """Enable what can be done now."""
        known: dict[str, bool] = {}
        for command in self._commands.values():
            if command.when not in known:
                known[command.when] = self._conditions[command.when]()
            self._actions[command.id].setEnabled(known[command.when])

    def fill_menus(self, bar: QMenuBar, menus: Sequence[str]) -> dict[str, QMenu]:
        """Build the menus anew: the commands by menu and group."""
        bar.clear()
        made = {}
        for title in menus:
            own = [c for c in self._commands.values() if c.menu == title]
            if own:
                made[title] = bar.addMenu(title)
                self._fill(made[title], sorted(own, key=lambda c: c.group))
        return made

    def sections(self) -> list[tuple[str, list[tuple[tuple[str, ...], str]]]]:
        """Lists of keys with words, by section, as the list of keys shows them."""
        found: dict[str, dict[str, tuple[str, ...]]] = {title: {} for title in SECTIONS}
        for section, keys, short in TEXT_KEYS:
            if section == "Move and select":
                found[section][short] = keys
        for command in self._commands.values():
            if command.section in found and command.keys:
                rows = found[command.section]
                shown = (key_text(command.keys[0]),)
                rows[command.short] = (*rows.get(command.short, ()), *shown)
        for section, keys, short in TEXT_KEYS:
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
        action.triggered.connect(lambda _=False: self._run(command))
        if command.scope in self._scopes:
            self._scopes[command.scope].addAction(action)
        return action

    def _shortcuts(self, command: Command) -> list[QKeySequence]:
        keys = [k for k in command.keys if self._letters or not _is_single(k)]
        return [QKeySequence(key) for key in keys]

    def _run(self, command: Command) -> None:
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


def key_text(key: str) -> str:
    """A key as a key cap shows it."""
    words = {"Return": "Enter", "PgDown": "PgDn", "Ctrl++": "Ctrl +", "Ctrl+-": "Ctrl −"}
    if key in words:
        return words[key]
    return key.replace("Return", "Enter").replace("PgDown", "PgDn")


def _is_single(key: str) -> bool:
    return len(key) == 1 or (key.startswith("Shift+") and len(key) == 7)
