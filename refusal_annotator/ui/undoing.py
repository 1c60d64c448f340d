"""Undo and redo in the window: of the open article while coding, of the study beside its actors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from refusal_annotator.ui.coding_desk import CodingDesk
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.ui.screens.actors import ActorsScreen


class Undoing(QObject):
    """Each history belongs to a screen, so nothing is taken back that is not seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def undo(self) -> None:
        """Take back the last act."""
        self._owner().undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._owner().redo()

    def may_undo(self) -> bool:
        """Whether there may be something to take back here."""
        return self._may(lambda: self._window.actors.undo_label)

    def may_redo(self) -> bool:
        """Whether there may be something to do again here."""
        return self._may(lambda: self._window.actors.redo_label)

    def name_acts(self) -> None:
        """Name what undo and redo would do, when the menu is about to show."""
        for command, word, label, may in (
            ("undo", self.tr("Undo"), self._labels()[0], self.may_undo()),
            ("redo", self.tr("Redo"), self._labels()[1], self.may_redo()),
        ):
            action = self._window.actions_.action(command)
            action.setText(f"{word}: {label}" if label else word)
            action.setEnabled(label is not None and may)

    def _labels(self) -> tuple[str | None, str | None]:
        if self._window.screen_name == "actors":
            return self._window.actors.undo_label, self._window.actors.redo_label
        return self._window.desk.undo_label(), self._window.desk.redo_label()

    def _owner(self) -> ActorsScreen | CodingDesk:
        window = self._window
        return window.actors if window.screen_name == "actors" else window.desk

    def _may(self, label_of_actors: Callable[[], str | None]) -> bool:
        window = self._window
        if window.screen_name == "actors":
            return label_of_actors() is not None
        seen = window.screen_name == "code" and window.desk.session is not None
        return seen and window.bridge is not None and not window.bridge.project.read_only
