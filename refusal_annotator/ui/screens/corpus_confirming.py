"""What the corpus screen does about what pages say: reads guesses, keeps those confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import suggestion_jobs
from refusal_annotator.ui.panels.metadata_panel import MetadataPanel
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.tasks import TaskRunner

_PROBLEMS = 3


class Confirming(QObject):
    """Fills the grid for a coder and stores what that coder confirms in it."""

    told = Signal(str, str)  # icon, what came of it
    changed = Signal()

    def __init__(self, runner: TaskRunner, panel: MetadataPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._panel = runner, panel
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        panel.confirmed.connect(self._confirm)

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._bridge, self._coder = bridge, None
        self._panel.model.clear()

    def set_coder(self, coder: Coder) -> None:
        """Confirm as this person."""
        self._coder = coder

    def refresh(self) -> None:
        """Read the grid anew."""
        if self._bridge is None or self._coder is None:
            return
        coder = self._coder
        task = self._runner.in_thread(suggestion_jobs.grid_job, self._bridge.project, coder.id)
        task.finished.connect(lambda found: self._show(coder, found))
        task.failed.connect(lambda error: self.told.emit("warning", str(error)))

    def _show(self, coder: Coder, found: Any) -> None:
        if self._coder is coder:
            labels, rows = found
            self._panel.set_rows(rows, labels, coder.name)

    def _confirm(self, texts: Mapping[UUID, Mapping[str, str]]) -> None:
        from refusal_annotator.workspace.metadata_guesses import confirm_guesses

        if self._bridge is None or self._coder is None:
            return
        project = self._bridge.project
        index, count, problems = project.entity_index(), 0, []
        for article_id, values in texts.items():
            try:
                session = project.session(article_id, self._coder.id)
                change_set = confirm_guesses(session, values, index)
                project.apply(change_set, self)
            except AnnotatorError as error:
                problems.append(str(error))
                continue
            count += bool(change_set)
        words = (
            self.tr("Confirmed in 1 article")
            if count == 1
            else self.tr("Confirmed in {0} articles")
        )
        undo = self.tr("each is taken back in its article with Undo")
        said = " ".join([f"{words.format(count)}; {undo}.", *problems[:_PROBLEMS]])
        self.told.emit("check", said)
        self.refresh()
        self.changed.emit()
