"""A list of variables, one line each; the open one holds its editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from refusal_annotator.domain.codebook import Attribute, category_keys
from refusal_annotator.domain.variables import Cell, is_filled, plain, show
from refusal_annotator.ui.editors import Editor, EditorContext, make_editor
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text, text_width

LABEL_WIDTH = 116
_MARGIN = 14
_PROMPTS = {
    "number": "Type a number",
    "string": "Type a text",
    "entity": "Choose an entity",
    "partial_date": "Type a date",
}


class FieldRow(QWidget):
    """One variable: its label, what is stored, where that comes from."""

    activated = Signal()
    stepped = Signal(bool)
    left = Signal()

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self._value, self._origin, self._lacking, self._open = "", "", False, False
        self._content: tuple[str, str, bool] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(attribute.definition)

    @property
    def is_lacking(self) -> bool:
        """Whether it is required and empty."""
        return self._lacking

    @property
    def shown_value(self) -> str:
        """The words at the right of the label."""
        return self._value

    def set_content(self, value: str, *, origin: str, lacking: bool) -> None:
        """Show a value, or what to do where a required one is lacking."""
        if (value, origin, lacking) == self._content:
            return
        self._content = (value, origin, lacking)
        self._value, self._origin, self._lacking = value, origin, lacking
        name = f"{self.attribute.label}: {value or self.tr('empty')}"
        self.setAccessibleName(f"{name}, {self.tr('required')}" if lacking else name)
        self.update()

    def set_open(self, is_open: bool) -> None:
        """Show it as the one being edited."""
        self._open = is_open
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = metrics().inspector_row
        if self._open:
            height += 16 * (self._label_lines() - 1) + 3
        return QSize(200, height)

    def _label_lines(self) -> int:
        """Lines that the whole label takes while the row is open."""
        width = LABEL_WIDTH - 4
        box = QFontMetrics(ui_font("small", weight=600)).boundingRect(
            QRect(0, 0, width, 200), Qt.TextFlag.TextWordWrap, self.attribute.label
        )
        return max(1, round(box.height() / 15))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(key == Qt.Key.Key_Down)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Enter opens the field; the command with that key belongs to the text.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            if self.underMouse() and not self._open:
                painter.fillRect(self.rect(), theme.colour("hover"))
            small = ui_font("small")
            label_font = ui_font("small", weight=600) if self._open else small
            label_ink = theme.colour("text" if self._open else "text_muted")
            label = QRect(_MARGIN, 0, LABEL_WIDTH - 4, self.height())
            if self._open:
                painter.setFont(label_font)
                painter.setPen(label_ink)
                wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(label, wrapped, self.attribute.label)
            else:
                words = self.attribute.label
                paint_text(painter, label, words, font=label_font, colour=label_ink)
            right = self.width() - _MARGIN
            if self._origin:
                width = text_width(self._origin, ui_font("mark"))
                box = QRect(right - width, 0, width + 1, self.height())
                muted = theme.colour("text_muted")
                paint_text(painter, box, self._origin, font=ui_font("mark"), colour=muted)
                right -= width + 8
            x = _MARGIN + LABEL_WIDTH + 8
            if self._lacking:
                at = QPoint(x, (self.height() - 8) // 2)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("missing"))
                painter.drawEllipse(at.x(), at.y(), 8, 8)
                x += 14
            ink = theme.colour("warning" if self._lacking else "text")
            box = QRect(x, 0, right - x, self.height())
            paint_text(painter, box, self._value, font=ui_font("body"), colour=ink)
            if self.hasFocus():
                focus = theme.colour("focus")
                frame = self.rect().adjusted(6, 0, -6, 0)
                paint_plate(painter, frame, fill=None, line=focus, radius=4, width=2)


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
        self._origin_of: Callable[[Attribute, Cell | None], str] = _default_origin
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

    def set_origin(self, origin_of: Callable[[Attribute, Cell | None], str]) -> None:
        """Say how to name where a value comes from."""
        self._origin_of = origin_of

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
            origin = self._origin_of(attribute, cell)
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


def _default_origin(attribute: Attribute, cell: Cell | None) -> str:
    if attribute.default is not None and plain(cell) == attribute.default:
        return "default"
    return ""


class FoldRow(QWidget):
    """A line that folds out what stands below it."""

    toggled = Signal(bool)

    def __init__(self, text: str, parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(parent)
        self._text, self._key, self._unfolded = text, key, False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change what it says."""
        self._text = text
        self._name()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key that it shows."""
        self._key = key
        self.update()

    def _name(self) -> None:
        state = self.tr("unfolded") if self._unfolded else self.tr("folded")
        self.setAccessibleName(f"{self._text}, {state}")

    @property
    def is_unfolded(self) -> bool:
        """Whether what stands below is shown."""
        return self._unfolded

    def toggle(self) -> None:
        """Fold out or in."""
        self._unfolded = not self._unfolded
        self._name()
        self.update()
        self.toggled.emit(self._unfolded)

    def sizeHint(self) -> QSize:
        return QSize(200, metrics().inspector_row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        from refusal_annotator.ui.widgets.painting import key_cap_width, paint_key_cap

        theme = current_theme()
        with QPainter(self) as painter:
            if self.underMouse():
                painter.fillRect(self.rect(), theme.colour("hover"))
            name = "chevron_down" if self._unfolded else "chevron_right"
            muted = theme.colour("text_muted")
            at = QPoint(_MARGIN, (self.height() - 14) // 2)
            paint_icon(painter, name, at, size=14, colour=muted)
            room = key_cap_width(self._key) + 8 if self._key else 0
            box = self.rect().adjusted(_MARGIN + 20, 0, -_MARGIN - room, 0)
            paint_text(painter, box, self._text, font=ui_font("small"), colour=muted)
            if self._key:
                width = key_cap_width(self._key)
                area = QRect(self.width() - _MARGIN - width, 0, width, self.height())
                paint_key_cap(painter, area, self._key)
            if self.hasFocus():
                focus = theme.colour("focus")
                frame = self.rect().adjusted(6, 0, -6, 0)
                paint_plate(painter, frame, fill=None, line=focus, radius=4, width=2)
