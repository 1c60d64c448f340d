"""The actors of the study as fields and the palette offer them, read once until they change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refusal_annotator.domain.entities import EntityIndex, spellings_of
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.editors import Named

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


class ActorNames:
    """Names for completion, and new actors made in place."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._known: tuple[Named, ...] | None = None

    def forget(self) -> None:
        """Read them anew at the next use."""
        self._known = None

    def listed(self) -> tuple[Named, ...]:
        """Actors of the study; those merged into another are further spellings of it."""
        if self._known is None and self._window.bridge is not None:
            self._known = tuple(_named(self._window.bridge.project.entity_index()))
        return self._known or ()

    def make(self, name: str) -> str | None:
        """Add an actor; its key, or None where it was refused."""
        from refusal_annotator.workspace.entities import new_entity

        bridge = self._window.bridge
        if bridge is None:
            return None
        try:
            coder = self._window.coder
            entity, change_set = new_entity(bridge.project, name, coder.id if coder else None)
        except AnnotatorError as error:
            self._window.following.on_refused(error)
            return None
        return entity.key if bridge.do(change_set, self._window) else None


def _named(index: EntityIndex) -> Iterator[Named]:
    for entity in index.heads():
        members = index.members(entity)
        spellings = dict.fromkeys(s for e in members for s in spellings_of(e))
        name = entity.name or entity.key
        yield Named(entity.key, name, tuple(s for s in spellings if s != name))
