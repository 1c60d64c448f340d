"""The import: files are read and previewed; nothing is stored before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QFileDialog

from refusal_annotator.ui import jobs
from refusal_annotator.ui.models.imports import ImportModel, rows_of
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.corpus_list import fit_columns
from refusal_annotator.ui.tasks import TaskRunner
from refusal_annotator.ui.widgets import DataTable

_WIDTHS = (0, 100, 84, 58, 216)


class Importing(QObject):
    """Reads files and stores what is new of them; the screen follows the tasks."""

    started = Signal(object, str)  # Task, what it does
    previewed = Signal(str, str, str, bool)  # title, words, what to press, whether it may be
    imported = Signal(str, str)  # title, words
    cancelled = Signal()
    row_chosen = Signal(object)  # PreviewRow

    def __init__(self, runner: TaskRunner, preview: DataTable, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._preview = runner, preview
        self._bridge: ProjectBridge | None = None
        self.batch: Any = None
        self.model = ImportModel(self)
        preview.setModel(self.model)
        fit_columns(preview, _WIDTHS)
        preview.selectionModel().currentRowChanged.connect(lambda i, _: self._tell(i))

    @property
    def is_previewing(self) -> bool:
        """Whether files wait to be imported."""
        return self.batch is not None

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Import into a project, or nowhere."""
        self._bridge = bridge
        self.clear()

    def clear(self) -> None:
        """Put the preview away."""
        self.batch = None
        self.model.set_rows(())

    def ask_files(self) -> list[Path]:
        """Let files be chosen."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._preview.window(),
            self.tr("Articles to import"),
            "",
            self.tr("Texts and tables (*.txt *.md *.csv *.tsv);;All files (*)"),
        )
        return [Path(name) for name in chosen]

    def ask_folder(self) -> list[Path]:
        """Let a folder be chosen."""
        words = self.tr("Folder to import")
        chosen = QFileDialog.getExistingDirectory(self._preview.window(), words)
        return [Path(chosen)] if chosen else []

    def preview(self, paths: Sequence[Path]) -> None:
        """Read files and show what of them is new."""
        if self._bridge is None:
            return
        task = self._runner.in_thread(jobs.preview_job, self._bridge.project, list(paths))
        task.finished.connect(self._on_previewed)
        self.started.emit(task, self.tr("Reading files"))

    def confirm(self) -> None:
        """Store what the preview shows as new."""
        if self._bridge is None or self.batch is None:
            return
        task = self._runner.in_thread(jobs.import_job, self._bridge.project, self.batch)
        task.finished.connect(self._on_imported)
        self.started.emit(task, self.tr("Importing"))

    def _on_previewed(self, batch: Any) -> None:
        if batch.cancelled:
            self.cancelled.emit()
            return
        self.batch = batch
        rows = rows_of(batch)
        self.model.set_rows(rows)
        for column in self.model.OPTIONAL:
            # What nothing is known of leaves its room to the title.
            self._preview.setColumnHidden(column, self.model.is_empty(column))
        new = len(batch.items)
        twice = sum(p.kind == "duplicate" for p in batch.problems)
        refused = len(batch.problems) - twice
        parts = [self.tr("{0} new").format(new)]
        parts += [self.tr("{0} here already").format(twice)] if twice else []
        parts += [self.tr("{0} not readable").format(refused)] if refused else []
        words = self.tr("Import 1 article") if new == 1 else self.tr("Import {0} articles")
        self.previewed.emit(self.tr("Import preview"), ", ".join(parts), words.format(new), new > 0)
        if rows:
            self._preview.setCurrentIndex(self.model.index(0, 0))

    def _on_imported(self, report: Any) -> None:
        self.clear()
        if report.cancelled:
            self.cancelled.emit()
            return
        count = len(report.imported)
        words = self.tr("1 article imported") if count == 1 else self.tr("{0} articles imported")
        notes = f" {report.notes[0]}" if report.notes else ""
        text = self.tr("Suggestions mark what may be coded; coders decide.") + notes
        self.imported.emit(words.format(count), text)

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self.model.rows[index.row()])
