"""What every editor of one variable has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.variables import Cell, check_cell, missing
from refusal_annotator.ui.widgets.options import Option, OptionList

_NOTHING = object()
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that may be chosen: its key, its name and the other spellings."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorContext:
    """What editors may ask of the open project."""

    codebook: Codebook
    entities: Callable[[], Sequence[Named]] = tuple
    add_entity: Callable[[str], str | None] = str


class Editor(QWidget):
    """Edits one cell; the owner stores what it commits and moves on when it is done."""

    committed = Signal(object)  # a cell, or None for no cell
    done = Signal()  # on to the next field
    left = Signal()  # back to the text
    tabbed = Signal(bool)  # to the neighbour: forward or backward
    described = Signal(object)  # id of the category under the cursor

    def __init__(
        self, attribute: Attribute, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.attribute, self.context = attribute, context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 2, 14, 8)
        self.column.setSpacing(4)

    def set_cell(self, cell: Cell | None) -> None:
        """Show what is stored."""
        raise TypeError(f"{type(self).__name__} shows no cell")

    def set_cell_if_changed(self, cell: Cell | None) -> None:
        """Show what is stored, unless it is what is shown: typing must not be disturbed."""
        if getattr(self, "_shown", _NOTHING) != cell:
            self._shown = cell
            self.set_cell(cell)

    def flush(self) -> None:
        """Commit what was typed and not yet committed."""

    def watch(self, widget: QWidget) -> None:
        """Let Tab, Shift+Tab and Esc of a part speak for the whole."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab:
                self.tabbed.emit(True)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self.tabbed.emit(False)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def problem_of(self, cell: Cell) -> str | None:
        """Say why the codebook refuses a cell, or None."""
        return check_cell(self.attribute, cell, self.context.codebook)

    def missing_options(self, taken: Sequence[str] = ()) -> list[Option]:
        """Choices for the missing kinds, with keys that are still free."""
        if self.attribute.level == "text":
            return []
        own = {str(category.id) for category in self.attribute.categories}
        used = {key.casefold() for key in taken}
        options = []
        for code in self.context.codebook.missing_codes:
            if str(code.id) in own:
                continue
            key = next((letter for letter in _LETTERS if letter not in used), "")
            used.add(key)
            cell = _Missing(str(code.id))
            options.append(Option(cell, code.shown, key.upper(), str(code.code), code.definition))
        return options


@dataclass(frozen=True, slots=True)
class _Missing:
    """Id of an option that stands for a missing kind."""

    code: str

    @property
    def cell(self) -> Cell:
        return missing(self.code)


def missing_cell(option: object) -> Cell | None:
    """The cell of a missing kind's option, or None for any other option."""
    return option.cell if isinstance(option, _Missing) else None


def missing_option(cell: Cell | None) -> object:
    """The option that stands for the missing kind in a cell, or None."""
    return _Missing(cell["m"]) if cell and "m" in cell else None


class KeyedOptions(OptionList):
    """An option list whose keys win over the commands of the screen around it."""

    def event(self, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and self.has_key(event.text()):
                event.accept()
                return True
        return super().event(event)

    def has_key(self, key: str) -> bool:
        """Whether a choice shows this key."""
        model = self.model()
        shown = (
            model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())
        )
        return bool(key.strip()) and any(
            option.key and option.key.casefold() == key.casefold() for option in shown
        )
