"""The one writer thread: a queue in order, a ticket for each change set, and taking back.

A change is *saving* from `submit` on and *saved* when its ticket is done. If a commit fails, that
ticket and all that are queued behind it fail, since they were made on top of it; the writer then
takes nothing more until `resume` is called, when the caller has put its own state back.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.storage.reading import first_line

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Ticket:
    """A job's receipt."""

    number: int
    payload: Any = None
    error: AnnotatorError | None = None
    _done: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether it is committed, or has failed."""
        return self._done.is_set()

    @property
    def saved(self) -> bool:
        """Whether it is committed."""
        return self.done and self.error is None

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is done."""
        return self._done.wait(timeout)

    def settle(self, error: AnnotatorError | None = None) -> None:
        """Mark as committed, or as failed."""
        self.error = error
        self._done.set()


Job = Callable[[], object]
Saved = Callable[[Ticket], None]
Failed = Callable[[AnnotatorError, tuple[Ticket, ...]], None]


class Writer:
    """Runs jobs one after the other on a thread of its own."""

    def __init__(self, *, on_saved: Saved, on_failed: Failed) -> None:
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._queue: queue.SimpleQueue[tuple[Ticket, Job] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._numbers = 0
        self._pending = 0
        self._halted: AnnotatorError | None = None
        self._stopped = False
        self._idle = threading.Condition(self._lock)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """Number of jobs that are neither committed nor failed."""
        with self._lock:
            return self._pending

    @property
    def halted(self) -> AnnotatorError | None:
        """Why nothing is taken until `resume`, or None."""
        with self._lock:
            return self._halted

    def submit(self, job: Job, payload: Any = None) -> Ticket:
        """Queue a job; raises while a failure has not been dealt with, and after `stop`."""
        with self._lock:
            if self._halted is not None:
                raise self._halted
            if self._stopped:
                raise ProjectError("The project is closed; nothing was changed. Open it again.")
            self._numbers += 1
            self._pending += 1
            ticket = Ticket(self._numbers, payload)
            self._queue.put((ticket, job))
        return ticket

    def flush(self) -> None:
        """Wait until the queue is empty; raises the error that emptied it, if one did."""
        with self._lock:
            self._idle.wait_for(lambda: self._pending == 0)
            if self._halted is not None:
                raise self._halted

    def resume(self) -> None:
        """Take jobs again after a failure."""
        with self._lock:
            self._halted = None

    def stop(self) -> None:
        """Finish the queue and end the thread."""
        with self._lock:
            self._stopped = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            ticket, job = item
            try:
                job()
            except Exception as error:
                self._fail(ticket, error)
            else:
                ticket.settle()
                _tell(self._on_saved, ticket)
                self._finish(1)

    def _fail(self, ticket: Ticket, error: Exception) -> None:
        sentence = _as_sentence(error)
        failed = [ticket]
        with self._lock:
            self._halted = sentence
            # Nothing can be added while the lock is held and the flag is set.
            while not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    self._queue.put(None)
                    break
                failed.append(item[0])
        for each in failed:
            each.settle(sentence)
        _tell(self._on_failed, sentence, tuple(failed))
        self._finish(len(failed))

    def _finish(self, count: int) -> None:
        with self._lock:
            self._pending -= count
            self._idle.notify_all()


def _tell(listener: Callable[..., None], *news: object) -> None:
    """Tell a listener; a fault of its own must not end the thread that saves."""
    try:
        listener(*news)
    except Exception:
        logger.exception("a listener of the writer failed")


def _as_sentence(error: Exception) -> AnnotatorError:
    if isinstance(error, AnnotatorError):
        return error
    # The full message of a database quotes what was written: article text, names.
    logger.error("a commit failed: %s", type(error).__name__)
    logger.debug("a commit failed", exc_info=error)
    sentence = ProjectError(
        f"The last change is not saved. {_reason(error)} "
        "It was taken back, and all before it is safe."
    )
    sentence.__cause__ = error
    return sentence


_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("disk is full", "no space left"), "The disk is full; free some space."),
    (("readonly", "read-only"), "The project folder is read-only; check its permissions."),
    (("locked", "busy"), "Another program holds the database; close it."),
    (("malformed", "not a database"), "The database file is damaged; see the backups folder."),
    (("unable to open",), "The project folder is not there any more; connect its drive."),
    (("foreign key",), "It refers to what is not in this project or belongs to another coder."),
    (("server closed", "connection"), "The database server cannot be reached."),
)


def _reason(error: Exception) -> str:
    if not isinstance(error, (SQLAlchemyError, sqlite3.Error, OSError)):
        return f"The program met a fault of its own ({type(error).__name__}); please report it."
    said = first_line(error)
    for words, sentence in _REASONS:
        if any(word in said.lower() for word in words):
            return sentence
    return f"The database says: {said}."
