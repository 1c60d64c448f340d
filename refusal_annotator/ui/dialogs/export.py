"""Exporting data for statistics: what, whose, as what, where; progress, and what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from refusal_annotator.domain.coders import Coder, CoderKind
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import FormDialog
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import Button, Chip, Label
from refusal_annotator.ui.widgets.buttons import Select
from refusal_annotator.ui.widgets.notices import ProgressStrip

_ALL, _GOLD = "all", "gold"
_POINTS, _COMMAS = "points", "commas"


class ExportDialog(FormDialog):
    """Stays open while files are written, and then tells of them."""

    def __init__(
        self,
        bridge: ProjectBridge,
        coder: Coder,
        runner: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "Export data for statistics",
            "Flat tables with codes and their labels, a dictionary of every column, and scripts "
            "for R and Python that load them.",
            "Export data",
            parent,
            leave="Close",
        )
        self.setMinimumWidth(600)
        self._bridge, self._coder, self._runner = bridge, coder, runner
        self._task: Task | None = None
        self._written: Path | None = None
        self.form = Select(self.tr("Format"))
        self.numbers = Select(self.tr("Numbers in CSV"))
        self.whose = Select(self.tr("Whose codings"))
        self.drafts = Select(self.tr("Drafts"))
        self.tables: dict[str, _TableChip] = {}
        self.folder = QLineEdit(str(bridge.project.folder / "data"))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.choose_folder = Button(self.tr("Choose a folder"), icon="folder")
        self.strip = ProgressStrip()
        self.outcome = Label("", role="small", wrap=True)
        self.outcome.hide()
        self._fill()
        self._lay_out()
        self.form.activated.connect(lambda _: self._on_form())
        self.choose_folder.clicked.connect(self._on_choose)
        self.strip.cancel.clicked.connect(self._cancel)
        self._on_form()

    @property
    def written(self) -> Path | None:
        """The folder with the files, once they are there."""
        return self._written

    def find_problem(self) -> str | None:
        if not self.folder.text().strip():
            return self.tr("Say in which folder the files are to stand.")
        reason = self._reason()
        if reason:
            return reason
        if not any(chip.isChecked() for chip in self.tables.values()):
            return self.tr("Choose at least one group of tables.")
        return None

    def attempt(self) -> None:
        """Export; once it is done, open the folder."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))
            return
        problem = self.find_problem()
        self.problem.setText(problem or "")
        self.problem.setVisible(bool(problem))
        if problem is None and self._task is None:
            self._start()

    def reject(self) -> None:
        if self._task is not None:
            self._cancel()
            return
        super().reject()

    # --- building ---------------------------------------------------------------------------

    def _fill(self) -> None:
        from refusal_annotator.export.data_dictionary import GROUPS
        from refusal_annotator.export.data_files import DATA_FORMATS
        from refusal_annotator.workspace.reliability import may_compare

        for form in DATA_FORMATS:
            self.form.addItem(form.label, form.name)
        self.numbers.addItem(self.tr("Commas between cells, decimal points"), _POINTS)
        self.numbers.addItem(self.tr("Semicolons between cells, decimal commas"), _COMMAS)
        people = self._bridge.project.coders()
        if may_compare(self._bridge.project, self._coder.id):
            self.whose.addItem(self.tr("All coders"), _ALL)
            if any(c.kind == CoderKind.GOLD for c in people):
                self.whose.addItem(self.tr("The gold standard"), _GOLD)
            for person in people:
                if person.kind == CoderKind.HUMAN:
                    self.whose.addItem(self.tr("{0} alone").format(person.name), person.name)
        else:
            # Where there is a supervisor, coders take only their own codings out.
            self.whose.addItem(self.tr("{0} alone").format(self._coder.name), self._coder.name)
        self.drafts.addItem(self.tr("Finished articles alone"), True)
        self.drafts.addItem(self.tr("Drafts as well, marked as such"), False)
        for name, words in GROUPS.items():
            chip = self.tables[name] = _TableChip(self.tr(words))
            chip.setChecked(True)

    def _lay_out(self) -> None:
        groups = Flow(gap=6, line_gap=6)
        for chip in self.tables.values():
            groups.add(chip)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_folder)
        self.add_row(self.tr("Format"), self.form)
        self.add_row(self.tr("Numbers"), self.numbers)
        self.add_row(self.tr("Codings"), self.whose)
        self.add_row(self.tr("Drafts"), self.drafts)
        self.add_row(self.tr("Tables"), groups)
        self.add_row(self.tr("Folder"), place)
        self.add_wide(self.outcome)
        self.add_wide(self.strip)

    def _reason(self) -> str | None:
        from refusal_annotator.export.data_files import data_format

        return data_format(self.form.currentData()).why_not()

    def _on_form(self) -> None:
        self.numbers.setEnabled(self.form.currentData() == "csv")
        reason = self._reason()
        self.problem.setText(reason or "")
        self.problem.setVisible(bool(reason))
        self.act.setEnabled(not reason)
        self._reset()

    def _on_choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the files"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)
            self._reset()

    # --- work -------------------------------------------------------------------------------

    def _start(self) -> None:
        from refusal_annotator.workspace.exporting import DataChoice

        whose = self.whose.currentData()
        chosen = tuple(name for name, chip in self.tables.items() if chip.isChecked())
        choice = DataChoice(
            coders=() if whose in (_ALL, _GOLD) else (whose,),
            gold=whose == _GOLD,
            finished_only=self.drafts.currentData(),
            tables=() if len(chosen) == len(self.tables) else chosen,
        )
        task = self._runner.in_thread(jobs.data_material_job, self._bridge.project, choice)
        task.finished.connect(self._on_material)
        self._follow(task, self.tr("Reading the codings"))

    def _on_material(self, material: Any) -> None:
        from refusal_annotator.export.csv_files import CsvForm

        csv = CsvForm(semicolon=self.numbers.currentData() == _COMMAS)
        path = Path(self.folder.text()).expanduser()
        task = self._runner.in_process(
            jobs.write_data_job, material, path, self.form.currentData(), csv
        )
        task.finished.connect(self._on_written)
        self._follow(task, self.tr("Writing"))

    def _follow(self, task: Task, what: str) -> None:
        self._task = task
        self.strip.show_progress(0, 1, what)
        self.strip.show()
        self.outcome.hide()
        self._set_busy(True)
        task.progressed.connect(self.strip.show_progress)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)

    def _on_written(self, written: Any) -> None:
        self._end()
        self._written = written.paths[0].parent
        n = len(written.paths)
        head = self.tr("{0} files stand in {1}.").format(n, self._written)
        self.outcome.setText("\n".join((head, *written.notes)))
        self.outcome.show()
        self.act.setText(self.tr("Open the folder"))

    def _on_failed(self, error: AnnotatorError) -> None:
        self._end()
        self.say_problem(str(error))

    def _on_cancelled(self) -> None:
        self._end()
        self.outcome.setText(self.tr("The export was stopped. No file was written or changed."))
        self.outcome.show()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _end(self) -> None:
        self._task = None
        self.strip.hide()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        fields = (self.form, self.whose, self.drafts, self.folder, self.choose_folder)
        for part in (*fields, *self.tables.values(), self.act):
            part.setEnabled(not busy)
        self.numbers.setEnabled(not busy and self.form.currentData() == "csv")

    def _reset(self) -> None:
        self._written = None
        self.outcome.hide()
        self.act.setText(self.tr("Export data"))


class _TableChip(Chip):
    """A group of tables: with a check while it goes along."""

    def __init__(self, text: str) -> None:
        super().__init__(text, icon="check")
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def _on_toggled(self, on: bool) -> None:
        self._icon, self._bold, self._dashed = ("check" if on else "plus"), on, not on
        state = self.tr("chosen") if on else self.tr("left out")
        self.setAccessibleName(f"{self.text()}, {state}")
        self.updateGeometry()
        self.update()
