"""Brings a coder back to the place where an article was left, and counts the time of work on it."""

from __future__ import annotations

import logging
import time
from uuid import UUID

from PySide6.QtCore import QObject

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding_desk import CodingDesk

LONGEST_PAUSE = 60.0  # seconds; who does nothing for longer is not at work
_log = logging.getLogger(__name__)


class Visits(QObject):
    """Follows one desk and its view.

    The caret is stored with the project; how far the page was scrolled is kept while the window is
    open.
    """

    def __init__(self, desk: CodingDesk, view: ArticleView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self._away = True
        self._seconds = 0.0
        self._last = time.monotonic()
        self._scrolled: dict[tuple[UUID, UUID], int] = {}
        desk.article_left.connect(self._keep)
        for signal in (
            desk.content_changed,
            desk.selection_changed,
            desk.mode_changed,
            view.caret_moved,
            view.verticalScrollBar().valueChanged,
        ):
            signal.connect(self._on_work)

    def go_back(self) -> None:
        """Go to where the open article was left, once; the clock of this visit starts."""
        session = self._desk.session
        if session is None or not self._away:
            return
        self._away, self._seconds, self._last = False, 0.0, time.monotonic()
        key = (session.coder.id, session.article.id)
        try:
            caret, _ = self._desk.bridge.project.visit(*key)
        except AnnotatorError:
            _log.exception("The place in the article could not be read")
            return
        if not 0 < caret <= len(session.text):
            return
        self._view.set_caret(caret)
        if key in self._scrolled:
            self._view.verticalScrollBar().setValue(self._scrolled[key])
        else:
            self._view.scroll_to_position(caret)

    def _on_work(self, *_: object) -> None:
        now = time.monotonic()
        if now - self._last <= LONGEST_PAUSE:
            self._seconds += now - self._last
        self._last = now

    def _keep(self) -> None:
        session = self._desk.session
        if session is None:
            return
        self._on_work()
        self._away = True
        key = (session.coder.id, session.article.id)
        self._scrolled[key] = self._view.verticalScrollBar().value()
        try:
            self._desk.bridge.project.save_visit(
                *key, caret=self._view.caret(), seconds=self._seconds
            )
        except AnnotatorError:
            # Where somebody stood is no work of theirs: nothing to trouble them with.
            _log.exception("The place in the article could not be stored")
        self._seconds = 0.0
