"""Enter and two clicks open what is behind the place in a view; the same in every view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OpensOnEnter(QObject):
    """Calls `opens` with the current place of a view on Enter, and with the one clicked twice.

    Qt's own signal for this comes by one click on some desktops, and not by Enter on macOS.
    """

    def __init__(self, view: QAbstractItemView, opens: Callable[[QModelIndex], None]) -> None:
        super().__init__(view)
        self._view, self._opens = view, opens
        view.installEventFilter(self)
        view.doubleClicked.connect(opens)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
        ):
            if self._view.currentIndex().isValid():
                self._opens(self._view.currentIndex())
            return True
        return super().eventFilter(watched, event)
