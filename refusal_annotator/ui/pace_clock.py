"""Notices when somebody is at work on the open article, and keeps the stretches of it."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer

from refusal_annotator.domain.changes import now
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.pace import Stretch, WorkClock

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow

_log = logging.getLogger(__name__)
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


class PaceClock(QObject):
    """Listens to the system's window, where each input arrives once and nothing else does much."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._clock = WorkClock()
        self._at: tuple[UUID, UUID] | None = None
        self._heard: QObject | None = None
        # A stretch that ended with a pause is kept even if nobody comes back.
        self._timer = QTimer(self, interval=15_000)
        self._timer.timeout.connect(self._look)
        window.installEventFilter(self)
        window.desk.article_left.connect(self.stop)

    @property
    def seconds(self) -> float:
        """Seconds of the stretch that is going on."""
        return self._clock.seconds()

    def touch(self, moment: float | None = None) -> None:
        """There was an input; counts while an article is open for coding."""
        window = self._window
        session = window.desk.session
        if session is None or window.screen_name != "code" or window.bridge is None:
            return
        here = (session.coder.id, session.article.id)
        if here != self._at:
            self.stop()
            self._at = here
        self._keep(self._clock.touch(time.monotonic() if moment is None else moment))
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Work on this article ends with its last input."""
        self._timer.stop()
        self._keep(self._clock.stop())
        self._at = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._heard:
            if event.type() in _INPUT:
                self.touch()
        elif event.type() == QEvent.Type.Show:
            self._listen()
        return False

    def _listen(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._heard:
            self._heard = handle
            handle.installEventFilter(self)
            self._window.removeEventFilter(self)

    def _look(self) -> None:
        if self._clock.is_pause(time.monotonic()):
            self._timer.stop()
            self._keep(self._clock.stop())

    def _keep(self, stretch: Stretch | None) -> None:
        bridge = self._window.bridge
        if stretch is None or self._at is None or bridge is None:
            return
        from refusal_annotator.workspace.pace import add_period

        began = now() - timedelta(seconds=max(0.0, time.monotonic() - stretch.began))
        try:
            add_period(bridge.project, *self._at, began, stretch.seconds)
        except AnnotatorError:
            # How long somebody worked is no work of theirs: nothing to trouble them with.
            _log.exception("The time of work could not be stored")
