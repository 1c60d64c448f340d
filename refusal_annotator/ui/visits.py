"""Brings a coder back to the place where an article was left, and counts the time of work on it.

The place in the open article is kept a moment after each move, so that a crash or a power loss
costs none of it.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.panels.inspector import InspectorPanel
from refusal_annotator.workspace.last_place import LastPlace, keep_place, last_place

KEEP_MS = 700  # after a move
LONGEST_PAUSE = 60.0  # seconds; who does nothing for longer is not at work
_log = logging.getLogger(__name__)


class Visits(QObject):
    """Follows one desk, its view and its inspector.

    The caret is stored with the project; how far the page was scrolled is kept while the window is
    open. Of the open article all is kept on this computer, for the next start.
    """

    def __init__(
        self,
        desk: CodingDesk,
        view: ArticleView,
        inspector: InspectorPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._view, self._inspector = desk, view, inspector
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep_timer.timeout.connect(self._keep_for_next_start)
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
            inspector.state_changed,
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
            self._view.scroll_down_to(self._scrolled[key])
        else:
            self._view.scroll_to_position(caret)

    def last_place(self) -> LastPlace | None:
        """Where this coder was in this project when the program ended."""
        if self._desk.coder_id is None:
            return None
        return last_place(self._desk.bridge.project.folder, self._desk.coder_id)

    def restore(self, place: LastPlace) -> None:
        """Stand in the open article as it was left; what is gone since is passed over."""
        session = self._desk.session
        if session is None or session.article.id != place.article_id:
            return
        limit = len(session.text)
        if place.selected in session.annotations:
            self._desk.select(place.selected)
        elif place.suggestion is not None and session.open_suggestion(place.suggestion):
            self._desk.show_suggestion(place.suggestion)
        self._view.set_selection(min(limit, place.anchor), min(limit, place.caret))
        self._view.scroll_down_to(place.scroll)
        self._inspector.restore(place.inspector)

    def _keep_for_next_start(self) -> None:
        """Write where the coder stands, in a thread."""
        place = self._place()
        session = self._desk.session
        if place is not None and session is not None:
            coder_id = session.coder.id
            self._desk.bridge.read(lambda project: keep_place(project.folder, coder_id, place))

    def _place(self) -> LastPlace | None:
        session = self._desk.session
        if session is None:
            return None
        chosen, proposed = self._desk.selected, self._desk.suggestion
        return LastPlace(
            article_id=session.article.id,
            caret=self._view.caret(),
            anchor=self._view.anchor(),
            scroll=self._view.verticalScrollBar().value(),
            selected=chosen.id if chosen else None,
            suggestion=proposed.id if proposed else None,
            inspector=self._inspector.state(),
        )

    def _on_work(self, *_: object) -> None:
        now = time.monotonic()
        if now - self._last <= LONGEST_PAUSE:
            self._seconds += now - self._last
        self._last = now
        if self._desk.session is not None:
            self._keep_timer.start()

    def _keep(self) -> None:
        session = self._desk.session
        if session is None:
            return
        self._on_work()
        self._keep_timer.stop()
        self._keep_for_next_start()
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
