"""Files that figures become: the workbook, and views as SVG, PNG or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.one_task import OneTask
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets.notices import Notice, ProgressStrip

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
    from refusal_annotator.export.figures import Figure
    from refusal_annotator.workspace.project import OpenProject

FIGURE_FILES = "SVG (*.svg);;PNG (*.png);;PDF (*.pdf)"


class FigureFiles(OneTask):
    """Asks for a name, writes in the worker process, and says what was written; one at a time."""

    changed = Signal()

    def __init__(
        self, runner: TaskRunner, strip: ProgressStrip, notice: Notice, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._runner, self._strip, self._notice = runner, strip, notice
        self._folder, self._name = Path(), ""
        self.said: CodeStatus | None = None

    def set_project(self, project: OpenProject | None) -> None:
        """Offer names in the folder of this project."""
        self.stop()
        self.said = None
        if project is not None:
            self._folder, self._name = project.folder, project.name

    def write_workbook(
        self,
        report: AgreementReport,
        material: AgreementInput,
        facts: Any,
        path: Path | None = None,
        *,
        blind: bool,
    ) -> None:
        """Write the workbook of a report."""
        if self.running:
            return
        target = path or self._ask_workbook()
        if target is None:
            return
        task = self._runner.in_process(
            jobs.workbook_job, report, material, facts, target, blind=blind
        )
        task.finished.connect(self._on_workbook)
        self._follow(task, self.tr("Writing the workbook"), self.tr("The workbook was not written"))

    def write_figure(self, figure: Figure, path: Path | None = None) -> None:
        """Write a view of the figures."""
        if self.running:
            return
        target = path or self._ask_figure(figure)
        if target is None:
            return
        task = self._runner.in_process(jobs.figure_job, figure, target)
        task.finished.connect(self._on_figure)
        self._follow(task, self.tr("Drawing the figure"), self.tr("The figure was not saved"))

    def _follow(self, task: Task, what: str, failure: str) -> None:
        self._task, self.said = task, None
        self._strip.show_progress(0, 1, what)
        task.progressed.connect(self._strip.show_progress)
        task.failed.connect(lambda error: self._on_failed(failure, error))
        for signal in (task.finished, task.failed, task.cancelled):
            signal.connect(self._on_written)
        self.changed.emit()

    def _on_written(self, *_: object) -> None:
        self._task = None
        self.changed.emit()

    def _on_workbook(self, written: Any) -> None:
        words = self.tr("Workbook written: {0}").format(written.path)
        self._notice.say(words, written.notes, written.path)
        self.said = CodeStatus("Workbook written", f"· {written.path}", (("?", "keys"),))

    def _on_figure(self, path: Path) -> None:
        self._notice.say(self.tr("Figure saved: {0}").format(path), (), path)
        self.said = CodeStatus("Figure saved", f"· {path}", (("?", "keys"),))

    def _on_failed(self, title: str, error: AnnotatorError) -> None:
        tell(self._window, title, str(error), act=self.tr("Go back"))

    def _ask_workbook(self) -> Path | None:
        start = self._folder / f"{self._name} agreement.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export workbook"),
            str(start),
            self.tr("Excel workbooks (*.xlsx)"),
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == ".xlsx" else path.with_suffix(".xlsx")

    def _ask_figure(self, figure: Figure) -> Path | None:
        name = "".join(c if c.isalnum() or c in " -" else " " for c in figure.title)
        start = self._folder / f"{' '.join(name.split())}.svg"
        chosen, form = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the figure"), str(start), FIGURE_FILES
        )
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() in (".svg", ".png", ".pdf"):
            return path
        return path.with_name(f"{path.name}.{form[:3].lower()}")
