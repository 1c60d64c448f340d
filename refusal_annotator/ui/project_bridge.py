"""The open project as a QObject: what changed, what is saved, what failed, on one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError

if TYPE_CHECKING:
    # Databases are loaded when a project is opened, not before the first window.
    from refusal_annotator.workspace.project import OpenProject

_log = logging.getLogger(__name__)
Found = TypeVar("Found")
SaveState = Literal["saved", "saving", "failed"]


class _Listener:
    """What the project calls, from whichever thread; only emits, so Qt carries it over."""

    def __init__(self, bridge: ProjectBridge) -> None:
        self._bridge = bridge

    def changed(self, change_set: ChangeSet, initiator: object | None) -> None:
        self._bridge._told_of_change.emit(change_set, initiator)

    def saved(self, ticket: object) -> None:
        self._bridge._told_of_saving.emit(ticket)

    def failed(self, error: AnnotatorError, tickets: object) -> None:
        self._bridge._told_of_failure.emit(error, tickets)


class ProjectBridge(QObject):
    """Hands changes to the project and passes on what it says, on the thread of the window."""

    changed = Signal(object, object)  # ChangeSet, who began it
    save_state_changed = Signal()
    failed = Signal(object)  # AnnotatorError
    refused = Signal(object)  # AnnotatorError: the change was against the codebook or stale

    _told_of_change = Signal(object, object)
    _told_of_saving = Signal(object)
    _told_of_failure = Signal(object, object)
    _told_of_reading = Signal(object, object)

    def __init__(self, project: OpenProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._state: SaveState = "saved"
        self._last_saved: datetime | None = None
        self._problem = ""
        self._closed = False
        self._readers: list[Thread] = []
        self._told_of_change.connect(self._on_changed)
        self._told_of_saving.connect(self._on_saved)
        self._told_of_failure.connect(self._on_failed)
        self._told_of_reading.connect(self._on_read)
        self._recheck = QTimer(self, singleShot=True, interval=5)
        self._recheck.timeout.connect(self._settle)
        self._listener = _Listener(self)
        project.subscribe(self._listener)

    @property
    def save_state(self) -> SaveState:
        """Whether everything shown is stored."""
        return self._state

    @property
    def last_saved(self) -> datetime | None:
        """Local time of the last commit, None before the first."""
        return self._last_saved

    @property
    def problem(self) -> str:
        """The sentence of the last failure, empty when all is well."""
        return self._problem

    def do(self, change_set: ChangeSet | None, initiator: object | None = None) -> bool:
        """Apply a change set; a refusal is emitted as a sentence and returns False."""
        if change_set is None or not change_set:
            return False
        try:
            self.project.apply(change_set, initiator)
        except AnnotatorError as error:
            self.refused.emit(error)
            return False
        self._show_unsaved()
        return True

    def attempt(self, act: Any, *args: Any, initiator: object | None = None) -> ChangeSet | None:
        """Make a change set by a workspace function and apply it; None where it was refused."""
        try:
            change_set = act(*args)
        except AnnotatorError as error:
            self.refused.emit(error)
            return None
        return change_set if self.do(change_set, initiator) else None

    def read(
        self, work: Callable[[OpenProject], Found], then: Callable[[Found], object] | None = None
    ) -> None:
        """Read from the project in a thread and hand over what was found on the window's.

        What cannot be read is left out: whoever asks for it directly meets the problem and says so.
        """
        self._readers = [thread for thread in self._readers if thread.is_alive()]
        thread = Thread(target=self._run_reader, args=(work, then), name="reader", daemon=True)
        self._readers.append(thread)
        thread.start()

    def _run_reader(self, work: Callable[[OpenProject], Any], then: object) -> None:
        try:
            found = work(self.project)
        except AnnotatorError:
            _log.info("Something could not be read in passing", exc_info=True)
            return
        if then is not None:
            self._told_of_reading.emit(then, found)

    def _on_read(self, then: Callable[[object], object], found: object) -> None:
        if not self._closed:
            then(found)

    def close(self) -> None:
        """Write what is left and let go of the project."""
        self._closed = True
        self._recheck.stop()
        for thread in self._readers:
            thread.join()
        self.project.unsubscribe(self._listener)
        self.project.close()

    def _on_changed(self, change_set: ChangeSet, initiator: object | None) -> None:
        self._show_unsaved()
        self.changed.emit(change_set, initiator)

    def _show_unsaved(self) -> None:
        if self.project.unsaved and self._state != "failed":
            self._set_state("saving")

    def _on_saved(self, _: object) -> None:
        self._last_saved = datetime.now().astimezone()
        self._settle()

    def _settle(self) -> None:
        # The writer tells of a commit just before it counts it, so the count may lag behind.
        if self.project.unsaved:
            self._recheck.start()
            return
        self._problem = ""
        self._set_state("saved")

    def _on_failed(self, error: AnnotatorError, _: object) -> None:
        self._recheck.stop()
        self._problem = str(error)
        try:
            # What hung on the failed change is taken back; the window then reads anew.
            self.project.recover()
        except AnnotatorError as second:
            self._problem = f"{self._problem} {second}"
        self._set_state("failed")
        self.failed.emit(error)

    def _set_state(self, state: SaveState) -> None:
        self._state = state
        self.save_state_changed.emit()
