"""Key caps on buttons follow the keys that the commands have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from refusal_annotator.ui.panels.fold_row import FoldRow
from refusal_annotator.ui.widgets import Button, IconButton

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


class KeyCaps(QObject):
    """Shows on each button the key of the command that does the same."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.actions_.keys_changed.connect(self.show_keys)

    def show_keys(self) -> None:
        """Show the keys of now."""
        window = self._window
        for button, command in self._pairs():
            key = window.actions_.key(command)
            if isinstance(button, IconButton):
                button.set_name(button.accessibleName(), key=key)
            else:
                button.set_key(key)
        if window.bridge is not None:
            window.code.toolbar.set_codebook(window.bridge.project.codebook)

    def _pairs(self) -> Iterator[tuple[Button | IconButton | FoldRow, str]]:
        screens = self._window.screens
        if screens.is_made("code"):
            yield from self._coding_pairs()
        if screens.is_made("actors"):
            card = self._window.actors.card
            yield card.split_button, "split_actor"
            yield card.merge_button, "merge_actors"

    def _coding_pairs(self) -> Iterator[tuple[Button | IconButton | FoldRow, str]]:
        code = self._window.code
        yield code.toolbar.link, "link"
        yield code.toolbar.suggestions, "next_suggestion"
        yield code.toolbar.focus, "focus_mode"
        yield code.decisions.accept, "accept"
        yield code.decisions.edit, "accept_and_edit"
        yield code.decisions.reject, "reject"
        yield code.decisions.skip, "skip"
        yield code.decisions.rest, "accept_sentence"
        yield code.inspector.form_button, "article_form"
        yield code.inspector.doubt, "doubt"
        yield code.inspector.note, "note"
        yield code.inspector.coding.definition_fold, "definition"
        yield code.inspector.coding.comments.fold, "comments"
        yield code.inspector.coding.history.fold, "history"
        yield code.inspector.article.comments.fold, "comments"
        yield code.inspector.delete, "delete"
        yield code.inspector.linking.across, "link_across"
