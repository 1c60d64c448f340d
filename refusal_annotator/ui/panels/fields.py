"""A list of variables, one line each; the open one holds its editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import Attribute, category_keys
from refusal_annotator.domain.variables import Cell, is_filled, plain, show
from refusal_annotator.ui.editors import Editor, EditorContext, make_editor
from refusal_annotator.ui.panels.field_row import FieldRow

_PROMPTS = {
    "number": "Type a number",
    "string": "Type a text",
    "entity": "Choose an entity",
    "partial_date": "Type a date",
}


class FieldList(QWidget):
    """The variables that are asked for on one unit, and the editor of the open one."""

    cell_edited = Signal(str, object)  # variable id, cell or None
    left = Signal()
    finished = Signal()  # the last required variable that was empty has its value
    stepped_out = Signal(bool)  # over the last variable, or before the first one
    described = Signal(object, object)  # Attribute, category id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._spare: dict[str, FieldRow] = {}
        self._context: EditorContext | None = None
        self._attributes: tuple[Attribute, ...] = ()
        self._cells: Mapping[str, Cell] = {}
        self._editor: Editor | None = None
        self._open_id = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The lines shown, in order."""
        return tuple(self._rows.values())

    @property
    def open_id(self) -> str:
        """Id of the variable being edited, or an empty string."""
        return self._open_id

    @property
    def editor(self) -> Editor | None:
        """The open editor."""
        return self._editor

    def show_fields(
        self,
        attributes: Sequence[Attribute],
        cells: Mapping[str, Cell],
        context: EditorContext,
        *,
        read_only: bool = False,
    ) -> None:
        """Show these variables with these cells; what is open stays open."""
        self._context, self._cells = context, cells
        self._attributes = tuple(a for a in attributes if a.is_asked and a.is_visible(cells))
        self._read_only = read_only
        ids = [a.id for a in self._attributes]
        if self._open_id and self._open_id not in ids:
            self.close_editor()
        if ids != list(self._rows) or any(
            self._rows[a.id].attribute != a for a in self._attributes
        ):
            self._build()
        self._fill()

    def open(self, variable_id: str, *, focus: bool = True) -> bool:
        """Open the editor of a variable."""
        row = self._rows.get(variable_id)
        if row is None or self._read_only or self._context is None:
            return False
        if self._open_id != variable_id:
            self.close_editor()
            editor = make_editor(row.attribute, self._context, self)
            editor.set_cell_if_changed(self._cells.get(variable_id))
            self._connect(editor, variable_id)
            self._column.insertWidget(self._column.indexOf(row) + 1, editor)
            self._editor, self._open_id = editor, variable_id
            row.set_open(True)
            self._fill()
        if focus and self._editor is not None:
            self._editor.show()
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.described.emit(row.attribute, None)
        return True

    def open_first_lacking(self) -> bool:
        """Open the first required variable that is empty."""
        return any(row.is_lacking and self.open(row.attribute.id) for row in self.rows)

    def open_edge(self, *, first: bool = True) -> bool:
        """Open the first or the last variable."""
        ids = list(self._rows)
        return bool(ids) and self.open(ids[0 if first else -1])

    def close_editor(self) -> None:
        """Close the open editor; what was typed is stored."""
        if self._editor is None:
            return
        editor, variable_id = self._editor, self._open_id
        self._editor, self._open_id = None, ""
        editor.flush()
        editor.blockSignals(True)
        editor.hide()
        self._column.removeWidget(editor)
        editor.deleteLater()
        if variable_id in self._rows:
            self._rows[variable_id].set_open(False)

    def _build(self) -> None:
        # Rows are put by and used again: a coder goes back and forth between a few types.
        self._spare.update(self._rows)
        self._rows = {}
        if self._editor is not None:
            self._column.removeWidget(self._editor)
        for place, attribute in enumerate(self._attributes):
            row = self._spare.pop(attribute.id, None)
            if row is not None and row.attribute != attribute:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
                row = None
            row = row or self._make_row(attribute)
            self._rows[attribute.id] = row
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            row.show()
        for row in self._spare.values():
            row.hide()
        if self._editor is not None and self._open_id in self._rows:
            row = self._rows[self._open_id]
            row.set_open(True)
            self._column.insertWidget(self._column.indexOf(row) + 1, self._editor)

    def _make_row(self, attribute: Attribute) -> FieldRow:
        row = FieldRow(attribute)
        row.activated.connect(lambda i=attribute.id: self._on_row(i))
        row.stepped.connect(lambda forward, i=attribute.id: self._focus_row(i, forward))
        row.left.connect(self.left)
        return row

    def _fill(self) -> None:
        assert self._context is not None
        for attribute in self._attributes:
            cell = self._cells.get(attribute.id)
            lacking = attribute.is_required(self._cells) and not is_filled(cell)
            words = self._words(attribute, cell)
            if lacking:
                words = words or self._prompt(attribute)
            origin = _origin_of(attribute, cell)
            self._rows[attribute.id].set_content(words, origin=origin, lacking=lacking)
        if self._editor is not None:
            self._editor.set_cell_if_changed(self._cells.get(self._open_id))

    def _words(self, attribute: Attribute, cell: Cell | None) -> str:
        assert self._context is not None
        shown = show(attribute, cell, self._context.codebook)
        content = plain(cell)
        if attribute.value_type == "entity" and content is not None:
            names = {e.key: e.name for e in self._context.entities()}
            items = content if isinstance(content, list) else [content]
            return ", ".join(names.get(str(item), str(item)) for item in items)
        return shown

    def _prompt(self, attribute: Attribute) -> str:
        if not attribute.has_categories:
            return self.tr(_PROMPTS.get(str(attribute.value_type), "Required"))
        keys = [key for key in category_keys(attribute).values() if key]
        digits = sorted(key for key in keys if key.isdigit())
        if digits and len(digits) == len(keys):
            return self.tr("Choose {0} to {1}").format(digits[0], digits[-1])
        return self.tr("Choose one of {0}").format(len(attribute.categories))

    def _connect(self, editor: Editor, variable_id: str) -> None:
        editor.committed.connect(lambda cell: self.cell_edited.emit(variable_id, cell))
        # Later, so that the change has come back and shown or hidden what depends on it.
        editor.done.connect(lambda: QTimer.singleShot(0, self, self._on_done))
        editor.left.connect(self._on_left)
        editor.tabbed.connect(self._on_tabbed)
        attribute = self._rows[variable_id].attribute
        editor.described.connect(lambda category: self.described.emit(attribute, category))

    def _on_row(self, variable_id: str) -> None:
        if self._open_id == variable_id:
            self.close_editor()
            self._rows[variable_id].setFocus()
        else:
            self.open(variable_id)

    def _on_done(self) -> None:
        ids = list(self._rows)
        if self._open_id not in ids:
            return
        after = ids.index(self._open_id) + 1
        for variable_id in [*ids[after:], *ids[:after]]:
            if self._rows[variable_id].is_lacking:
                self.open(variable_id)
                return
        self.close_editor()
        self.finished.emit()

    def _on_left(self) -> None:
        self.close_editor()
        self.left.emit()

    def _on_tabbed(self, forward: bool) -> None:
        ids = list(self._rows)
        if self._open_id not in ids:
            return
        at = ids.index(self._open_id) + (1 if forward else -1)
        if 0 <= at < len(ids):
            self.open(ids[at])
        else:
            self.close_editor()
            self.stepped_out.emit(forward)

    def _focus_row(self, variable_id: str, forward: bool) -> None:
        ids = list(self._rows)
        at = ids.index(variable_id) + (1 if forward else -1)
        if 0 <= at < len(ids):
            self._rows[ids[at]].setFocus()


def _origin_of(attribute: Attribute, cell: Cell | None) -> str:
    if attribute.default is not None and plain(cell) == attribute.default:
        return "default"
    return ""
