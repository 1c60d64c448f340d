"""Long work away from the window: in a worker process (spaCy, scipy, Excel) or in a thread.

A task tells of progress, ends as finished, failed or cancelled, and always tells on the thread of
the window. The worker process is started after the first paint and kept, so that its imports are
paid for once.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import pickle
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QObject, Signal

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.collecting import no_collecting

_log = logging.getLogger(__name__)
_STOP = None
_FRAME = 32_768
_SWITCH_SECONDS = 0.0005


class TaskCancelled(Exception):
    """Raised inside the work when the user has cancelled it."""


class Task(QObject):
    """One piece of work under way."""

    progressed = Signal(int, int, str)  # done, total, what
    finished = Signal(object)
    failed = Signal(object)  # AnnotatorError
    cancelled = Signal()
    ended = Signal()

    _told = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._over = False
        self._abandoned = False
        self._told.connect(self._on_told)

    @property
    def is_over(self) -> bool:
        """Whether it has ended in any way."""
        return self._over

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows when it has."""
        self._cancel.set()

    def abandon(self) -> None:
        """Ask the work to stop, and tell nothing of it any more but that it ended."""
        self._abandoned = True
        self._cancel.set()

    def is_cancelled(self) -> bool:
        """Whether the user asked to stop; safe from any thread."""
        return self._cancel.is_set()

    def report(self, done: int, total: int, what: str = "") -> None:
        """Tell of progress; safe from any thread."""
        with suppress(RuntimeError):  # the window closed meanwhile
            self._told.emit("progressed", (done, total, what))

    def _on_told(self, what: str, content: Any) -> None:
        if self._over:
            return
        if what == "progressed":
            if not self._abandoned:
                self.progressed.emit(*content)
            return
        self._over = True
        if not self._abandoned:
            self._tell_outcome(what, content)
        self.ended.emit()

    def _tell_outcome(self, what: str, content: Any) -> None:
        if what == "finished" and not (self.is_cancelled() and content is None):
            self.finished.emit(content)
        elif what == "failed":
            self.failed.emit(content)
        else:
            self.cancelled.emit()


class TaskRunner(QObject):
    """Starts tasks and ends them with the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # How long a thread at work keeps the others waiting: each call of Qt may wait once.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._worker: _Worker | None = None
        self._tasks: list[Task] = []

    def in_thread(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Task:
        """Run `work(*args, progress=, cancelled=)` in a thread of this process.

        For what reads and writes the open project, which cannot travel.
        """
        task = self._new_task()
        thread = threading.Thread(
            target=_run_here, args=(task, work, args, kwargs), name="task", daemon=True
        )
        thread.start()
        return task

    def in_process(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Task:
        """Run a module-level `work(*args, progress=, cancelled=)` in the worker process."""
        task = self._new_task()
        self.start_worker()
        worker = self._worker
        thread = threading.Thread(
            target=_run_there, args=(task, worker, work, args, kwargs), name="task", daemon=True
        )
        thread.start()
        return task

    def start_worker(self) -> None:
        """Start the worker process, so that the first task need not wait for it."""
        if self._worker is None or not self._worker.alive:
            self._worker = _Worker()

    def close(self) -> None:
        """Cancel what runs and end the worker process."""
        for task in self._tasks:
            task.cancel()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _new_task(self) -> Task:
        task = Task(self)
        self._tasks.append(task)
        task.ended.connect(lambda: self._forget(task))
        return task

    def _forget(self, task: Task) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        task.deleteLater()


class _Worker:
    """A spawned process that runs one piece of work after another."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._cancel = context.Event()
        self._process = context.Process(
            target=_work_for_ever, args=(theirs, self._cancel), name="worker", daemon=True
        )
        # Started in a thread: spawning takes tens of milliseconds, which the window has not.
        self._lock = threading.Lock()
        self._closed = False
        self._starting = threading.Thread(target=self._start, daemon=True)
        self._starting.start()

    def _start(self) -> None:
        try:
            self._process.start()
        except (OSError, RuntimeError):
            _log.exception("The worker process did not start")
            self._closed = True

    @property
    def alive(self) -> bool:
        return not self._closed and (self._starting.is_alive() or self._process.is_alive())

    def run(self, task: Task, work: Callable[..., Any], args: Any, kwargs: Any) -> tuple[str, Any]:
        """Do one piece of work; one at a time."""
        try:
            return self._run(task, work, args, kwargs)
        except (OSError, EOFError):
            # The pipe breaks a moment before the process counts as dead.
            self._closed = True
            raise

    def _run(self, task: Task, work: Callable[..., Any], args: Any, kwargs: Any) -> tuple[str, Any]:
        with self._lock:
            self._starting.join()
            if self._closed:
                return "failed", _died()
            self._cancel.clear()
            send_gently(self._connection, (work, args, kwargs))
            while True:
                if task.is_cancelled():
                    self._cancel.set()
                if not self._connection.poll(0.05):
                    if not self._process.is_alive():
                        return "failed", _died()
                    continue
                what, content = receive_gently(self._connection)
                if what != "progressed":
                    return what, content
                task.report(*content)

    def close(self) -> None:
        self._closed = True
        self._cancel.set()
        self._starting.join()
        if not self._lock.locked():
            with suppress(OSError):
                send_gently(self._connection, _STOP)
            if self._process.pid is not None:
                self._process.join(0.5)
        if self._process.pid is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(2)
        self._connection.close()


class _Frames(io.RawIOBase):
    """A stream over a connection, in frames of some ten thousand bytes.

    To pack or unpack a large object at one go would keep every other thread, the window's among
    them, from running for as long as it takes; between two frames the others have their turn.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._rest = b""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        view = memoryview(content).cast("B")
        for start in range(0, len(view), _FRAME):
            self._connection.send_bytes(view[start : start + _FRAME])
        return len(view)

    def readinto(self, into: Any, /) -> int:
        if not self._rest:
            self._rest = self._connection.recv_bytes()
        target = memoryview(into).cast("B")
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def send_gently(connection: Connection, content: Any) -> None:
    """Send an object to the other process without holding up this one's other threads."""
    pickle.Pickler(_Frames(connection), pickle.HIGHEST_PROTOCOL).dump(content)


def receive_gently(connection: Connection) -> Any:
    """Receive what `send_gently` sent; it comes from our own worker process."""
    return pickle.Unpickler(io.BufferedReader(_Frames(connection), _FRAME)).load()


def _died() -> AnnotatorError:
    return AnnotatorError(
        "The work was not finished: its process ended unexpectedly, perhaps for want of memory. "
        "Nothing was stored by it. Close other programs and start it again."
    )


def _run_here(task: Task, work: Callable[..., Any], args: Any, kwargs: Any) -> None:
    with no_collecting():
        outcome = _outcome(work, args, kwargs, task.report, task.is_cancelled)
    with suppress(RuntimeError):  # the window closed meanwhile
        task._told.emit(*outcome)


def _run_there(task: Task, worker: _Worker, work: Callable[..., Any], args: Any, kw: Any) -> None:
    try:
        with no_collecting():
            outcome = worker.run(task, work, args, kw)
    except (OSError, EOFError):
        outcome = ("cancelled", None) if task.is_cancelled() else ("failed", _died())
    with suppress(RuntimeError):  # the window closed meanwhile
        task._told.emit(*outcome)


def _work_for_ever(connection: Connection, cancel: Any) -> None:
    def progress(done: int, total: int, what: str = "") -> None:
        send_gently(connection, ("progressed", (done, total, what)))

    with suppress(EOFError, KeyboardInterrupt):
        while (job := receive_gently(connection)) is not _STOP:
            work, args, kwargs = job
            what, content = _outcome(work, args, kwargs, progress, cancel.is_set)
            # Errors with a signature of their own do not survive the way between processes.
            plain = AnnotatorError(str(content)) if what == "failed" else content
            send_gently(connection, (what, plain))


def _outcome(
    work: Callable[..., Any],
    args: Any,
    kwargs: Any,
    progress: Callable[..., None],
    cancelled: Callable[[], bool],
) -> tuple[str, Any]:
    try:
        return "finished", work(*args, **kwargs, progress=progress, cancelled=cancelled)
    except TaskCancelled:
        return "cancelled", None
    except AnnotatorError as error:
        return "failed", error
    except Exception as error:
        _log.exception("A task failed")
        said = f"{type(error).__name__}: {error}"
        return "failed", AnnotatorError(
            f"The work was not finished: {said}. Nothing else was changed; try again, and if it "
            "happens again, report this sentence."
        )
