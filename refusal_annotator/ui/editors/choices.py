"""Editors of variables whose values are categories: one of them, or several."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.codebook import Attribute, category_keys
from refusal_annotator.domain.variables import Cell, missing_kind, plain, plain_list, value
from refusal_annotator.ui.editors.base import (
    Editor,
    EditorContext,
    KeyedOptions,
    missing_cell,
    missing_option,
)
from refusal_annotator.ui.widgets.options import Option


class CategoryEditor(Editor):
    """One category: its key, Enter or a click stores it and goes on."""

    def __init__(
        self, attribute: Attribute, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, context, parent)
        self.options = KeyedOptions(attribute.label)
        self.column.addWidget(self.options)
        self.setFocusProxy(self.options)
        self.watch(self.options)
        self.options.chosen.connect(self._on_chosen)
        self.options.highlighted.connect(self.described)

    def set_cell(self, cell: Cell | None) -> None:
        content = plain(cell)
        kind = missing_kind(cell)
        # A category may repeat a missing code; its own option then stands for it.
        if content is None and kind is not None and self.attribute.find_category(kind):
            content = kind
        current = missing_option(cell) if content is None else content
        if current is None:
            current = self.attribute.default
        self.options.set_options(self._choices(), current=current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        ):
            self.committed.emit(None)
            return True
        return super().eventFilter(watched, event)

    def _choices(self) -> list[Option]:
        keys = category_keys(self.attribute)
        options = [
            Option(c.id, c.shown, keys[c.id].upper(), tooltip=c.definition)
            for c in self.attribute.categories
        ]
        return [*options, *self.missing_options([option.key for option in options])]

    def _on_chosen(self, option: Any) -> None:
        self.committed.emit(missing_cell(option) or value(option))
        self.done.emit()


class MultiCategoryEditor(CategoryEditor):
    """Several categories: each key or click adds one or takes it away; Tab goes on."""

    def __init__(
        self, attribute: Attribute, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, context, parent)
        self._chosen: list[Any] = []
        self._cell: Cell | None = None

    def set_cell(self, cell: Cell | None) -> None:
        self._cell = cell
        self._chosen = plain_list(cell)
        current = self.options.current()
        marked = missing_option(cell)
        options = [
            Option(o.id, o.text, o.key, o.note, o.tooltip, o.id in self._chosen or o.id == marked)
            for o in self._choices()
        ]
        self.options.set_options(options, current=current)

    def _on_chosen(self, option: Any) -> None:
        cell = missing_cell(option)
        if cell is None:
            wanted = {*self._chosen} ^ {option}
            order = [c.id for c in self.attribute.categories]
            cell = value([c for c in order if c in wanted]) if wanted else None
        elif self._cell == cell:
            cell = None
        self.committed.emit(cell)
