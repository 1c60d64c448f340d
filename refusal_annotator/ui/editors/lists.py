"""Editor of variables that hold several texts or entities: chips, and a line for the next one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import Attribute, Level
from refusal_annotator.domain.variables import Cell, missing_kind, plain_list, value
from refusal_annotator.ui.editors.base import Editor, EditorContext
from refusal_annotator.ui.editors.lines import EntityEditor, LineEditor, NumberEditor, TextEditor
from refusal_annotator.ui.flow import empty_layout
from refusal_annotator.ui.widgets.chips import Chip

_LINES: dict[str, type[LineEditor]] = {
    Level.LINK: EntityEditor,
    Level.RATIO: NumberEditor,
}


class ListEditor(Editor):
    """Each Enter adds one more; a chip's cross or Del takes it away."""

    def __init__(
        self, attribute: Attribute, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(attribute, context, parent)
        self._items: list[Any] = []
        self._chips = QVBoxLayout()
        self._chips.setSpacing(4)
        self.column.addLayout(self._chips)
        single = attribute.model_copy(update={"multiple": False})
        self.line = _LINES.get(str(attribute.level), TextEditor)(single, context)
        self.line.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.committed.connect(self._on_committed)
        self.line.left.connect(self.left)
        self.line.tabbed.connect(self.tabbed)
        self.line.done.connect(self._on_line_done)

    def set_cell(self, cell: Cell | None) -> None:
        self._items = plain_list(cell)
        empty_layout(self._chips)
        for item in self._items:
            shown = self.line.text_of(value(item))
            chip = Chip(shown, removable=True, max_width=300)
            chip.removed.connect(lambda item=item: self._remove(item))
            self._chips.addWidget(chip)
        self.line.set_cell(cell if missing_kind(cell) else None)

    def flush(self) -> None:
        self.line.flush()

    def _on_committed(self, cell: Cell | None) -> None:
        if cell is None:
            return
        if "v" not in cell:
            self.committed.emit(cell)
        elif cell["v"] not in self._items:
            self.committed.emit(value([*self._items, cell["v"]]))
        self._added = True

    def _on_line_done(self) -> None:
        # An empty Enter ends the list; an Enter that added one waits for the next.
        if getattr(self, "_added", False):
            self._added = False
            self.line.set_cell(None)
        else:
            self.done.emit()

    def _remove(self, item: Any) -> None:
        rest = [other for other in self._items if other != item]
        self.committed.emit(value(rest) if rest else None)
