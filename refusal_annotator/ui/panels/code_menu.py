"""The menu of a place in the text."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding_desk import CodingDesk

_ON_CODING = (
    "first_field",
    "link",
    "tag_everywhere",
    "doubt",
    "note",
    "start_edge",
    "end_edge",
    "delete",
)
_ON_SUGGESTION = ("accept", "accept_edit", "reject", "skip", "accept_sentence")


class CodeMenu(QObject):
    """Offers what can be done at a place; a coding there becomes the selected one."""

    clicked = Signal(object)  # UUID of a mark

    def __init__(
        self, desk: CodingDesk, view: ArticleView, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._view, self._actions = desk, view, actions

    def commands_at(self, place: int) -> list[str]:
        """What can be done at a place by the mouse: tag the selection, or work on the coding."""
        extent = self._view.selection()
        if extent is not None and extent[0] <= place <= extent[1]:
            types = self._desk.codebook.span_types
            parts = ["add_part"] if any(t.discontinuous for t in types) else []
            return [*(f"tag:{t.id}" for t in types), *parts]
        own = [i for i in self._view.spans_at(place) if i in self._desk.marks]
        if not own:
            return []
        chosen = self._desk.selected or self._desk.suggestion
        if chosen is None or chosen.id not in own:
            self.clicked.emit(own[0])
        if self._desk.suggestion is not None:
            return list(_ON_SUGGESTION)
        several = self._desk.selected is not None and self._desk.selected.parts is not None
        return [*_ON_CODING[:-1], *(["remove_part"] if several else []), _ON_CODING[-1]]

    def show(self, at: QPoint, place: int) -> None:
        """Open the menu of a place."""
        commands = self.commands_at(place) if self._desk.session is not None else []
        if commands:
            menu = QMenu(self._view)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([self._actions.action(command) for command in commands])
            menu.popup(at)
