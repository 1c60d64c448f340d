"""A list of two-line rows that may be very long.

A list view asks its model for each row before it shows the first one, which for a hundred thousand
of them is a quarter of a second; a table of one column does not.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from refusal_annotator.ui.theme import current_theme, metrics, theme_manager
from refusal_annotator.ui.widgets import DataTable, TwoLineDelegate
from refusal_annotator.ui.widgets.painting import paint_plate


class LongRowList(DataTable):
    """Looks and is moved through like a list of rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setItemDelegate(_RowDelegate(self))
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme_manager().changed.connect(self._restyle)
        self._restyle()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # To a table these are the ends of a row.
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, 0)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(metrics().two_line_row)


class _RowDelegate(TwoLineDelegate):
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            box = QRect(option.rect)  # type: ignore[attr-defined]
            line = current_theme().colour("focus")
            paint_plate(painter, box, fill=None, line=line, radius=2, width=2)
