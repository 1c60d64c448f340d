"""One task at a time, which can be stopped, or left without waiting for it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from refusal_annotator.ui.tasks import Task


class OneTask(QObject):
    """Holds the task under way; who starts one puts it into `_task` and takes it out at its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def cancel(self) -> None:
        """Ask the work to stop; it tells when it has."""
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Leave what runs: nobody waits for it any more."""
        if self._task is not None:
            self._task.abandon()
        self._task = None
