"""A list of choices, each with the key that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.painting import (
    key_cap_width,
    paint_key_cap,
    paint_plate,
    paint_text,
    text_width,
)

_Index = QModelIndex | QPersistentModelIndex
_MAX_ROWS = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its id, the key shown before it, its words and a remark at the right edge."""

    id: object
    text: str
    key: str = ""
    note: str = ""
    tooltip: str = ""
    checked: bool | None = None


class OptionList(QListView):
    """Choices with keys: arrows and Enter, the shown key, or a click take one (`chosen`).

    With checked options (several answers) a choice toggles; the owner gives the new state with
    `set_options`.
    """

    chosen = Signal(object)
    highlighted = Signal(object)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _OptionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_OptionDelegate(self))
        self.setProperty("options", "true")
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._take)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_options(self, options: Sequence[Option], *, current: object = None) -> None:
        """Show these choices, with the cursor on one."""
        self._model.set_options(tuple(options))
        self.setFixedHeight(self.sizeHint().height())
        self.set_current(current)

    def set_current(self, option: object) -> None:
        """Put the cursor on a choice; the first one when it is not there."""
        options = self._model.options
        row = next((i for i, o in enumerate(options) if o.id == option), 0)
        if options:
            self.setCurrentIndex(self._model.index(row))

    def current(self) -> object:
        """The id under the cursor, or None."""
        row = self.currentIndex().row()
        return self._model.options[row].id if 0 <= row < len(self._model.options) else None

    def take_key(self, key: str) -> bool:
        """Take the choice that shows this key; False when none does."""
        for option in self._model.options:
            if option.key and option.key.casefold() == key.casefold():
                self.set_current(option.id)
                self.chosen.emit(option.id)
                return True
        return False

    def sizeHint(self) -> QSize:
        rows = min(_MAX_ROWS, max(1, len(self._model.options)))
        return QSize(240, rows * metrics().option_row + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif plain and event.text().strip() and self.take_key(event.text()):
            pass
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _take(self, index: _Index) -> None:
        if index.isValid():
            self.chosen.emit(self._model.options[index.row()].id)

    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid():
            self.highlighted.emit(self._model.options[index.row()].id)


_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class _OptionModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.options: tuple[Option, ...] = ()

    def set_options(self, options: tuple[Option, ...]) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        option = self.options[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return option.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return option.tooltip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (option.key, option.text, option.note)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.UserRole:
            return option
        return None


class _OptionDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, metrics().option_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current_theme()
        row: Option = index.data(Qt.ItemDataRole.UserRole)
        box = QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        on = bool(state & QStyle.StateFlag.State_Selected)
        if on or state & QStyle.StateFlag.State_MouseOver:
            paint_plate(painter, box, fill=theme.colour("hover"), radius=4)
        x = box.x() + 6
        if row.checked is not None:
            _paint_tick(painter, QRect(x, box.y(), 16, box.height()), ticked=row.checked)
            x += 24
        if row.key:
            paint_key_cap(painter, QRect(x, box.y(), 0, box.height()), row.key)
            x += key_cap_width(row.key) + 8
        right = box.right() - 6
        if row.note:
            # The words come first; a remark takes what they leave.
            room = right - x - text_width(row.text, ui_font("body", weight=500)) - 12
            width = max(0, min(text_width(row.note, ui_font("small")), room))
            note = QRect(right - width, box.y(), width + 1, box.height())
            muted = theme.colour("text_muted")
            paint_text(painter, note, row.note, font=ui_font("small"), colour=muted)
            right = note.x() - 8
        words = QRect(x, box.y(), right - x, box.height())
        font = ui_font("body", weight=500 if on else 400)
        paint_text(painter, words, row.text, font=font, colour=theme.colour("text"))


def _paint_tick(painter: QPainter, area: QRect, *, ticked: bool) -> None:
    theme = current_theme()
    box = QRect(area.x(), area.y() + (area.height() - 16) // 2, 16, 16)
    fill = theme.colour("accent" if ticked else "raised")
    line = theme.colour("accent" if ticked else "border")
    paint_plate(painter, box, fill=fill, line=line, radius=4)
    if ticked:
        at = box.topLeft()
        at.setX(at.x() + 2)
        at.setY(at.y() + 2)
        paint_icon(painter, "check", at, size=12, colour=theme.hex("on_accent"))
