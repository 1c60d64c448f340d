"""Editors with a line to type in: text, numbers, dates, entities; below it what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.variables import OPEN, Cell, plain, value
from refusal_annotator.ui.editors.base import (
    Editor,
    EditorContext,
    KeyedOptions,
    missing_cell,
    missing_option,
)
from refusal_annotator.ui.widgets.fields import Field
from refusal_annotator.ui.widgets.options import Option

_BOUND_ROLES = frozenset({"value_low", "value_high"})
_OPEN_OPTION = "open bound"
_SHOWN_ENTITIES = 7


class LineEditor(Editor):
    """A field, and below it the answers that are not typed; Enter stores and goes on."""

    placeholder = ""

    def __init__(
        self, attribute: Attribute, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, context, parent)
        self.field = Field(attribute.label, placeholder=self.tr(self.placeholder))
        self.edit = self.field.edit
        self.options = KeyedOptions(self.tr("Other answers"))
        self.column.addWidget(self.field)
        self.column.addWidget(self.options)
        self.setFocusProxy(self.edit)
        self.watch(self.edit)
        self.watch(self.options)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.editingFinished.connect(self.flush)
        self.options.chosen.connect(self._on_chosen)
        self._stored = ""
        self._clearing = False

    def set_cell(self, cell: Cell | None) -> None:
        self._stored = self.text_of(cell)
        self.edit.setText(self._stored)
        self.edit.selectAll()
        self.field.set_problem(None)
        self._show_options(self.choices(""), current=self.option_of(cell))

    def flush(self) -> None:
        if self._clearing or self.edit.text().strip() == self._stored:
            return
        self._commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.edit and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter()
                return True
            if watched is self.edit and event.key() == Qt.Key.Key_Down:
                if self.options.isVisible():
                    self.options.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._clearing = True
                self.edit.setText(self._stored)
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def text_of(self, cell: Cell | None) -> str:
        """What stands in the field for a cell."""
        content = plain(cell)
        return "" if content is None else str(content)

    def cell_of(self, text: str) -> Cell:
        """The cell for what was typed."""
        return value(text)

    def option_of(self, cell: Cell | None) -> object:
        """The option that stands for a cell without a value."""
        return _OPEN_OPTION if cell and cell.get("open") else missing_option(cell)

    def choices(self, typed: str) -> Sequence[Option]:
        """Answers to choose from, for what is typed so far."""
        del typed
        return self.missing_options()

    def cell_of_option(self, option: Any) -> Cell | None:
        """The cell for a chosen answer."""
        return missing_cell(option) or (OPEN if option == _OPEN_OPTION else None)

    def _show_options(self, options: Sequence[Option], *, current: object = None) -> None:
        self.options.set_options(options, current=current)
        self.options.setVisible(bool(options))
        if current is None:
            self.options.clearSelection()

    def _on_edited(self, text: str) -> None:
        del text
        self.field.set_problem(None)

    def _on_enter(self) -> None:
        if self.edit.text().strip() == self._stored or self._commit():
            self.done.emit()

    def _commit(self) -> bool:
        text = self.edit.text().strip()
        cell = self.cell_of(text) if text else None
        problem = self.problem_of(cell) if cell is not None else None
        self.field.set_problem(_sentence(problem))
        if problem:
            return False
        self._stored = text
        self.committed.emit(cell)
        return True

    def _on_chosen(self, option: Any) -> None:
        cell = self.cell_of_option(option)
        self._stored = self.text_of(cell)
        self.edit.setText(self._stored)
        self.committed.emit(cell)
        self.done.emit()


class TextEditor(LineEditor):
    """Free text of one line."""


class NumberEditor(LineEditor):
    """A figure; separators and a true minus sign are understood, a bound may be open."""

    placeholder = "A number"

    def text_of(self, cell: Cell | None) -> str:
        content = plain(cell)
        if isinstance(content, float) and content.is_integer():
            content = int(content)
        return "" if content is None else str(content)

    def cell_of(self, text: str) -> Cell:
        bare = text.replace("\u2212", "-").replace(",", "").replace("\u00a0", "").replace(" ", "")
        try:
            return value(int(bare))
        except ValueError:
            pass
        try:
            return value(float(bare))
        except ValueError:
            return value(text)

    def choices(self, typed: str) -> Sequence[Option]:
        options = list(super().choices(typed))
        if self.attribute.role in _BOUND_ROLES:
            words = self.tr("Open: the text gives no bound")
            options.insert(0, Option(_OPEN_OPTION, words, "O"))
        return options


class DateEditor(LineEditor):
    """A date as far as it is known: a year, a month, a day, or an interval."""

    placeholder = "2024, 2024-05, 2024-05-17 or start/end"


class EntityEditor(LineEditor):
    """An entity of the study: known ones are offered while typing, a new one can be made."""

    placeholder = "Type a name"

    def text_of(self, cell: Cell | None) -> str:
        content = plain(cell)
        if content is None:
            return ""
        written = str(content)
        return next((e.name for e in self.context.entities() if e.key == written), written)

    def cell_of(self, text: str) -> Cell:
        known = self._known(text)
        return value(known.key if known else text)

    def choices(self, typed: str) -> Sequence[Option]:
        wanted = " ".join(typed.casefold().split())
        found = [
            Option(("entity", e.key), e.name, note=e.key if e.key != e.name else "")
            for e in self.context.entities()
            if not wanted or any(wanted in s.casefold() for s in (e.name, e.key, *e.aliases))
        ]
        new = []
        if typed.strip() and self._known(typed) is None:
            words = self.tr("New entity: {0}").format(typed.strip())
            new = [Option(("new", typed.strip()), words)]
        return [*found[:_SHOWN_ENTITIES], *new, *(self.missing_options() if not wanted else [])]

    def cell_of_option(self, option: Any) -> Cell | None:
        if not isinstance(option, tuple):
            return super().cell_of_option(option)
        kind, written = option
        key = self.context.add_entity(written) if kind == "new" else written
        return value(key or written)

    def _known(self, text: str) -> Any:
        wanted = " ".join(text.casefold().split())
        for entity in self.context.entities():
            if wanted in (s.casefold() for s in (entity.key, entity.name, *entity.aliases)):
                return entity
        return None

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        self._show_options(self.choices(text))
        if text.strip():
            self.options.setCurrentIndex(self.options.model().index(0, 0))

    def _on_enter(self) -> None:
        text = self.edit.text().strip()
        if text and text != self._stored and self.options.currentIndex().isValid():
            self._on_chosen(self.options.current())
            return
        super()._on_enter()


def _sentence(problem: str | None) -> str | None:
    return f"{problem[0].upper()}{problem[1:]}." if problem else None
