"""Who is told of changes: what is shown, what is saved, what failed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.storage.writer import Ticket

logger = logging.getLogger(__name__)


class Listener(Protocol):
    """Who wants to be told.

    `saved` and `failed` come on the writer's thread, which must not wait for the project there.
    """

    def changed(self, change_set: ChangeSet, initiator: object | None) -> None: ...
    def saved(self, ticket: Ticket) -> None: ...
    def failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None: ...


class Listeners:
    """Tells all in the order of their subscription.

    A listener that fails is logged and does not keep the others, or the writer, from going on.
    """

    def __init__(self) -> None:
        self._all: list[Listener] = []

    def add(self, listener: Listener) -> None:
        """Tell `listener` from now on."""
        self._all.append(listener)

    def remove(self, listener: Listener) -> None:
        """Stop telling `listener`."""
        self._all.remove(listener)

    def changed(self, change_set: ChangeSet, initiator: object | None) -> None:
        """Tell that a change is shown."""
        self._tell(lambda listener: listener.changed(change_set, initiator))

    def saved(self, ticket: Ticket) -> None:
        """Tell that a change is saved."""
        self._tell(lambda listener: listener.saved(ticket))

    def failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None:
        """Tell that changes could not be saved."""
        self._tell(lambda listener: listener.failed(error, tickets))

    def _tell(self, what: Callable[[Listener], None]) -> None:
        for listener in list(self._all):
            try:
                what(listener)
            except Exception:
                logger.exception("a listener failed")
