"""Reliability of a table that was coded elsewhere: look at it, say what it is, compute, save.

A window of its own, for which no project is needed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs, layouts
from refusal_annotator.ui.screens.spreadsheet_form import TableForm, in_the_window
from refusal_annotator.ui.screens.spreadsheet_preview import PreviewModel
from refusal_annotator.ui.screens.spreadsheet_results import TableResults
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import (
    Button,
    DataTable,
    Divider,
    EmptyState,
    Label,
    PanelHead,
    SectionLabel,
    on_plane,
)
from refusal_annotator.ui.widgets.notices import Notice, ProgressStrip
from refusal_annotator.workspace.spreadsheet_look import BOOKS, TableLook

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.workspace.spreadsheet import SpreadsheetReport

_TABLES = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm)"
_KINDS = {".xlsx": "Excel workbooks (*.xlsx)", ".json": "JSON (*.json)"}


class SpreadsheetWindow(QWidget):
    """Reads a file, shows it, computes every measure that fits, and saves the figures."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Reliability of a table"))
        self.setAcceptDrops(True)
        self.resize(1120, 760)
        on_plane(self, "surface")
        self._runner = runner
        self._task: Task | None = None
        self._path: Path | None = None
        self._look_at = TableLook(None)
        self._changed = False
        self.report: SpreadsheetReport | None = None
        self.preview = PreviewModel(self)
        self.table = DataTable(self.tr("Table"))
        self.table.setModel(self.preview)
        self.form = TableForm()
        self.choose = Button(self.tr("Choose a table"), icon="folder", key="Ctrl+O")
        self.blind = Button(self.tr("Hide names"), icon="eye")
        self.blind.setCheckable(True)
        self.compute_it = Button(self.tr("Compute"), variant="primary", key="F5")
        self.save_book = Button(self.tr("Save workbook"), icon="export")
        self.save_json = Button(self.tr("Save JSON"), variant="flat")
        self.problem = Label("", tone="danger", wrap=True)
        self.results = TableResults()
        self.strip, self.notice = ProgressStrip(), Notice()
        self.empty = EmptyState(
            "agreement",
            self.tr("A table of codes"),
            self.tr(
                "One row for each unit and one column for each coder, or the columns unit, coder "
                "and value. Drop a CSV file or an Excel workbook here."
            ),
            button=self.tr("Choose a table"),
        )
        self._build()
        self._connect()
        self._show()
        if parent is not None:
            parent.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The program ends with its main window; this one must not keep it alive.
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.close()
        return super().eventFilter(watched, event)

    @property
    def busy(self) -> bool:
        """Whether a table is being read or compared."""
        return self._task is not None

    def open_file(self, path: Path) -> None:
        """Show the beginning of a table."""
        self._path = path
        self.form.show_sheets(())
        self._look()

    def compute(self) -> None:
        """Compute every measure that fits the level."""
        if self._path is None or self.busy:
            return
        from refusal_annotator.domain.diagnostics import ComparisonOptions

        try:
            occasions = self.form.occasions()
        except AnnotatorError as error:
            self._on_problem(error)
            self._show()
            return
        self._say_problem("")
        self._changed = False
        task = self._runner.in_process(
            jobs.spreadsheet_job,
            self._path,
            self.form.options(),
            ComparisonOptions(resamples=self.form.resamples.currentData()),
            blind=self.blind.isChecked(),
            retest=occasions,
        )
        task.finished.connect(self._on_report)
        self._follow(task)

    def save(self, path: Path) -> None:
        """Write the figures as a workbook, or as JSON, by the ending of the name."""
        if self.report is None:
            return
        from refusal_annotator.workspace.spreadsheet import write_report

        try:
            if path.suffix.lower() == ".json":
                content = json.dumps(
                    self.report.to_json(), ensure_ascii=False, indent=1, allow_nan=False
                )
                path.write_text(content + "\n", "utf-8")
            else:
                write_report(self.report, path)
        except AnnotatorError as error:
            self._say_problem(str(error))
            return
        except OSError as error:
            self._say_problem(self.tr("{0} cannot be written: {1}.").format(path, error.strerror))
            return
        self.notice.say(self.tr("Figures saved: {0}").format(path), (), path)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        head = PanelHead(self.tr("Reliability of a table"))
        self._file = Label("", role="small", tone="muted")
        head.add_left(self._file)
        for button in (self.choose, self.save_json, self.save_book):
            head.add(button)
        left = QWidget()
        left.setFixedWidth(300)
        on_plane(left, "surface")
        column = layouts.column(left, margins=(0, 0, 0, 14))
        column.addWidget(SectionLabel(self.tr("What the table is")))
        column.addWidget(self.form)
        act = layouts.row(margins=(14, 14, 14, 0), gap=8)
        act.addWidget(self.compute_it)
        act.addWidget(self.blind)
        act.addStretch(1)
        column.addLayout(act)
        column.addStretch(1)
        self.problem.setContentsMargins(14, 10, 14, 10)
        right = layouts.column()
        right.addWidget(self.problem)
        right.addWidget(self.table, 1)
        right.addWidget(self.results, 1)
        right.addStretch(0)
        for part in (self.strip, self.notice):
            right.addWidget(part)
        body = QWidget()
        row = layouts.row(body)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addLayout(right, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(body)
        self._pages.addWidget(self.empty)
        whole = layouts.column(self)
        whole.addWidget(head)
        whole.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._on_choose)
        self.empty.activated.connect(self._on_choose)
        self.compute_it.clicked.connect(self.compute)
        self.save_book.clicked.connect(lambda: self._on_save(".xlsx"))
        self.save_json.clicked.connect(lambda: self._on_save(".json"))
        self.blind.toggled.connect(lambda _: self._on_blind())
        self.form.changed.connect(self._on_changed)
        self.form.sheet_chosen.connect(self._look)
        self.strip.cancel.clicked.connect(self._cancel)
        for keys, call in (("Ctrl+O", self._on_choose), ("F5", self.compute)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        self._pages.setCurrentIndex(1 if self._path is None else 0)
        self._file.setText(self._path.name if self._path else "")
        self.compute_it.setEnabled(self._path is not None and not self.busy)
        for button in (self.save_book, self.save_json):
            button.setVisible(self._path is not None)
            button.setEnabled(self.report is not None and not self.busy)
        self.strip.setVisible(self.busy)
        self.table.setVisible(self.preview.shown is not None)
        self.results.setVisible(self.report is not None)

    def _say_problem(self, sentence: str) -> None:
        numbers, words = self._numbers(), in_the_window(sentence)
        if numbers:
            names = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True))
            words = re.sub(rf"\b(?:{names})\b", lambda found: numbers[found[0]], words)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.preview.mark(sentence)
        if self.preview.first_marked().isValid():
            self.table.scrollTo(self.preview.first_marked())

    # --- reading and computing --------------------------------------------------------------

    def _look(self) -> None:
        """Read the beginning of the table; a large workbook takes a while."""
        if self._path is None:
            return
        if self._task is not None:
            self._task.abandon()
        self.report, self._look_at = None, TableLook(None)
        self.preview.show(None)
        self._say_problem("")
        # Text is read in no time, and need not wait for the worker process.
        is_book = self._path.suffix.lower() in BOOKS
        run = self._runner.in_process if is_book else self._runner.in_thread
        task = run(jobs.look_job, self._path, self.form.chosen_sheet)
        task.finished.connect(self._on_look)
        self._follow(task)

    def _on_look(self, look: TableLook) -> None:
        self._look_at = look
        self.form.show_sheets(look.sheets)
        self.preview.show(look.preview)
        if look.preview is not None:
            heads = look.preview.rows[0] if look.preview.rows else ()
            self.form.show_table(heads, is_text=look.preview.is_text)
        self._call()
        self.table.setColumnWidth(0, 48)
        self._say_problem(look.problem)
        self.table.setAccessibleDescription(self._path.name if self._path else "")
        if self.choose.hasFocus():
            self.form.level.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, task: Task) -> None:
        task.failed.connect(self._on_problem)
        task.progressed.connect(self.strip.show_progress)
        task.ended.connect(lambda: self._on_ended(task))
        self._task = task
        self.strip.show_progress(0, 1, self.tr("Reading the table"))
        self._show()

    def _on_report(self, report: SpreadsheetReport) -> None:
        self.report = report
        self.results.show_report(report)
        self.results.show_changed(changed=self._changed)
        self.notice.hide()

    def _on_changed(self) -> None:
        """Something else was said about the table, perhaps while it was being compared."""
        self._changed = True
        self.results.show_changed(changed=True)

    def _on_problem(self, error: AnnotatorError) -> None:
        self.report = None
        self._say_problem(str(error))

    def _on_ended(self, task: Task) -> None:
        # One that was left for another file ends later than that one began.
        if task is self._task:
            self._task = None
            self._show()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # --- names ------------------------------------------------------------------------------

    def _numbers(self) -> dict[str, str]:
        """The numbers that stand for coders while their names are hidden."""
        if not self.blind.isChecked():
            return {}
        return {coder: f"Coder {n}" for n, coder in enumerate(self._look_at.coders, 1)}

    def _call(self) -> None:
        numbers, named = self._numbers(), self._look_at.named
        places = {place: numbers[coder] for place, coder in named.items() if coder in numbers}
        self.preview.show_instead(places)
        self.form.call(numbers)

    def _on_blind(self) -> None:
        """Hide or show the names at once, in the figures too."""
        self._call()
        self._say_problem("")
        if self.report is not None:
            self.report = None
            self._show()
            self.compute()

    # --- files ------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        start = str(self._path.parent) if self._path else ""
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a table"), start, self.tr(_TABLES)
        )
        if chosen:
            self.open_file(Path(chosen))

    def _on_save(self, suffix: str) -> None:
        assert self._path is not None
        start = self._path.with_name(f"{self._path.stem} reliability{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the figures"), str(start), self.tr(_KINDS[suffix])
        )
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() == suffix else path.with_suffix(suffix))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.open_file(Path(local[0]))
