"""Keys of the article that mean something of their own in a mode: links, edges, parts; and Esc."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.parts_mode import PartsMode

_COMMANDING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_MODE_KEYS = frozenset(
    {
        Qt.Key.Key_Escape,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)


class ModeKeys(QObject):
    """Stands before the article view; what no mode wants goes on to the view and the commands."""

    def __init__(
        self,
        desk: CodingDesk,
        view: ArticleView,
        parts: PartsMode,
        caret_to: Callable[[int], None],
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._parts = desk, view, parts
        self._caret_to = caret_to
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_mode_key(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._on_key(event):
                return True
        return super().eventFilter(watched, event)

    def _is_mode_key(self, event: QKeyEvent) -> bool:
        if self._view.state.edge is not None:
            return event.key() in _MODE_KEYS
        if self._desk.mode == "read":
            return False
        if event.key() in _MODE_KEYS:
            return True
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        return self._desk.mode == "link" and plain and event.text().isalpha()

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._view.state.edge is not None:
            return False
        handlers = {"link": self._on_link_key, "read": self._on_read_key}
        return handlers[self._desk.mode](event)

    def _on_link_key(self, event: QKeyEvent) -> bool:
        key, desk = event.key(), self._desk
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            desk.links.leave()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            desk.links.next_relation(key == Qt.Key.Key_Tab and not shifted)
        elif key == Qt.Key.Key_Backspace:
            desk.links.unlink_last()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            extent = self._view.selection()
            whole = not self._view.selects_characters
            if extent is not None and desk.links.link_new(*extent, whole_tokens=whole):
                self._caret_to(extent[1])
        elif event.text().isalpha() and not event.modifiers() & _COMMANDING:
            desk.links.press_letter(event.text())
        else:
            return False
        return True

    def _on_read_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        if self._parts.active and self._view.selection() is None:
            self._parts.leave()
        elif self._view.selection() is not None:
            self._caret_to(self._view.caret())
        elif self._desk.selected or self._desk.suggestion:
            self._desk.select(None)
        else:
            return False
        return True
