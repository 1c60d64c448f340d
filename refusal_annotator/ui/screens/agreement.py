"""The agreement screen: a table of figures, the views behind each, and the files they become."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.results import Verdict
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.figures.detail import VariablePanel
from refusal_annotator.ui.models.agreement import AgreementModel, verdict_counts
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import (
    ActionBar,
    Button,
    DataTable,
    Divider,
    ElidedLabel,
    EmptyState,
    IconButton,
    IconMark,
    Label,
    PanelHead,
    on_plane,
)
from refusal_annotator.ui.widgets.buttons import Select
from refusal_annotator.ui.widgets.notices import Notice, ProgressStrip
from refusal_annotator.ui.widgets.whisker import ScaleHeader, WhiskerDelegate

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport

RESAMPLES = (0, 500, 2000, 10_000)
_STANDARD = 2000
_LARGE = 3000
"""From so many spans on, figures are shown without intervals first."""
_WIDTHS = ((216, 78, 56, 72, 52, 132, 136), (176, 74, 54, 70, 50, 130, 98))
_SCALE = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
FIGURE_FILES = "SVG (*.svg);;PNG (*.png);;PDF (*.pdf)"


class AgreementScreen(QWidget):
    """Computes in the worker process and shows the report."""

    reported = Signal(object, object)  # AgreementReport, AgreementInput
    failed = Signal(str)
    closed = Signal(str)  # why this person may not compare
    status_changed = Signal(object)
    units_wanted = Signal(str, object)  # title, tuple[Disagreement, ...]
    data_wanted = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._runner = runner
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._task: Task | None = None
        self._writing: Task | None = None
        self._material: AgreementInput | None = None
        self._facts: Any = None
        self._stale = True
        self._chosen: tuple[UUID, ...] | None = None
        self._problem = ""
        self._forbidden = ""
        self._said: CodeStatus | None = None
        self.report: AgreementReport | None = None
        self.model = AgreementModel(self)
        self.table = DataTable(self.tr("Agreement"))
        self.table.setModel(self.model)
        self.scale = ScaleHeader(_SCALE, self.table)
        self.coders = Button("", chevron=True)
        self.resamples = Select(self.tr("Resamples for the intervals"))
        self.blind = Button(self.tr("Hide names"), icon="eye")
        self.again = Button(self.tr("Compute again"), key="F5")
        self.methods = Button(self.tr("Methods text"), icon="document")
        self.workbook = Button(self.tr("Export workbook"), variant="primary", icon="export")
        self.data = Button(self.tr("Export data"), variant="flat", icon="package")
        self.save_table = IconButton("export", self.tr("Save this table as a figure"))
        self.empty = EmptyState("agreement", self.tr("A second coder is needed"))
        self.strip = ProgressStrip()
        self.notice = Notice()
        self.detail = VariablePanel()
        self._build()
        self._connect()
        self._show()

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._stop()
        self._bridge, self._coder = bridge, None
        self._forget()
        self._chosen = None
        self._problem = self._forbidden = ""
        self._said = None
        self._show()

    def set_coder(self, coder: Coder) -> None:
        """Another person sits here; what that person may not see is put away."""
        self._coder = coder
        self._stale = True
        self._forbidden = self._why_not()
        if self._forbidden:
            self._stop()
            self._forget()
            self.closed.emit(self._forbidden)
        self._show()

    def mark_stale(self) -> None:
        """Something was coded since the figures were computed."""
        self._stale = True

    def compute_if_stale(self) -> None:
        """Compute unless the figures are fresh."""
        if self._stale and self._task is None:
            self.compute()

    def compute(self) -> None:
        """Compare the coders."""
        if self._bridge is None or self._task is not None:
            return
        self._forbidden = self._why_not()
        if self._forbidden:
            self.closed.emit(self._forbidden)
            self._show()
            return
        self._problem = ""
        first = self._runner.in_thread(jobs.material_job, self._bridge.project, self._chosen)
        first.finished.connect(self._on_material)
        self._follow(first)

    def export(self, path: Path | None = None) -> None:
        """Write the workbook of the shown figures."""
        if self.report is None or self._material is None or self._writing is not None:
            return
        target = path or self._ask_workbook()
        if target is None:
            return
        task = self._runner.in_process(
            jobs.workbook_job,
            self.report,
            self._material,
            self._facts,
            target,
            blind=self.blind.isChecked(),
        )
        task.finished.connect(self._on_exported)
        self._write(task, self.tr("Writing the workbook"), self.tr("The workbook was not written"))

    def save_figure(self, figure: Any, path: Path | None = None) -> None:
        """Save a view as SVG, PNG or PDF."""
        target = path or self._ask_figure(figure)
        if target is None or self._writing is not None:
            return
        task = self._runner.in_process(jobs.figure_job, figure, target)
        task.finished.connect(self._on_figure)
        self._write(task, self.tr("Drawing the figure"), self.tr("The figure was not saved"))

    def overview(self) -> Any:
        """The table as a figure."""
        from refusal_annotator.export.figures import overview

        assert self.report is not None
        groups: list[tuple[str, list[tuple[str, Any]]]] = []
        for line in self.model.lines:
            if line.is_head:
                groups.append((line.label, []))
            else:
                groups[-1][1].append((line.label, line.headline))
        return overview(self.report, groups)

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        if self._task is not None:
            return CodeStatus("Comparing", "· you can go on working", (("?", "keys"),))
        if self._said is not None:
            return self._said
        if self.report is None:
            return CodeStatus("", self._problem, (("F5", "compute"), ("?", "keys")))
        counts = verdict_counts(self.model.lines)
        words = (
            (Verdict.RELIABLE, "reliable"),
            (Verdict.TENTATIVE, "tentative"),
            (Verdict.NOT_RELIABLE, "not reliable"),
            (Verdict.NOT_COMPUTABLE, "undefined"),
            (Verdict.NONE, "without verdict"),
        )
        parts = [f"{counts[verdict]} {word}" for verdict, word in words if counts[verdict]]
        options = self.report.options
        drawn = f"{options.resamples:,} resamples of articles, seed {options.seed}"
        parts.append(drawn if options.resamples else "no intervals")
        rest = "".join(f" · {part}" for part in parts)
        return CodeStatus(
            f"{counts.total()} variables", rest.strip(), (("F5", "compute again"), ("?", "keys"))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        for count in RESAMPLES:
            words = self.tr("{0} resamples").format(f"{count:,}") if count else ""
            self.resamples.addItem(words or self.tr("No intervals"), count)
        self.resamples.setCurrentIndex(RESAMPLES.index(_STANDARD))
        self.blind.setCheckable(True)
        bar = PanelHead(self.tr("Agreement"))
        self._bar_text = Label("", role="small", tone="muted")
        upright = Divider(upright=True)
        upright.setFixedHeight(22)
        for part in (upright, self.coders, self.resamples, self.blind, self._bar_text):
            bar.add_left(part)
        for button in (self.again, self.methods, self.workbook):
            bar.add(button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        column.addWidget(self.notice)
        column.addWidget(self._build_foot())
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.detail)
        self._pages = QStackedWidget()
        self._pages.addWidget(both)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)
        self.table.setHorizontalHeader(self.scale)
        self.scale.setHighlightSections(False)
        self.scale.setFixedHeight(30)
        self.scale.setStretchLastSection(True)
        self.scale.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.scale.setDefaultAlignment(_LEFT)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setItemDelegateForColumn(_SCALE, WhiskerDelegate(self.table))
        self._fit()

    def _build_foot(self) -> QWidget:
        foot = ActionBar()
        foot.setFixedHeight(36)
        foot.add(IconMark("info", size=14))
        self._foot_text = ElidedLabel("", role="small", tone="muted")
        foot.row.addWidget(self._foot_text, 1)
        foot.add(self.data)
        foot.add(self.save_table)
        return foot

    def _connect(self) -> None:
        self.coders.clicked.connect(self._choose_coders)
        self.resamples.activated.connect(lambda _: self.compute())
        self.blind.toggled.connect(lambda _: self._show_report())
        self.again.clicked.connect(self.compute)
        self.methods.clicked.connect(self._show_methods)
        self.workbook.clicked.connect(lambda: self.export())
        self.data.clicked.connect(self.data_wanted)
        self.save_table.clicked.connect(lambda: self.save_figure(self.overview()))
        self.empty.activated.connect(self._on_empty)
        self.strip.cancel.clicked.connect(self._cancel)
        self.detail.units_wanted.connect(self.units_wanted)
        self.detail.save_wanted.connect(self.save_figure)
        self.table.selectionModel().currentRowChanged.connect(lambda i, _: self._show_line(i))

    def _fit(self) -> None:
        """Give the columns and the panel the widths of a wide or a narrow window."""
        narrow = self.width() < 1300
        widths = _WIDTHS[narrow]
        for column_number, width in enumerate(widths):
            self.scale.resizeSection(column_number, width)
        self.detail.setFixedWidth(360 if narrow else 424)
        self._bar_text.setVisible(self.width() >= 1300 and self.report is not None)

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        running = self._task is not None
        report = self.report
        ready = report is not None and self._writing is None
        for button in (self.workbook, self.methods, self.save_table):
            button.setEnabled(ready and not running)
        self.again.setEnabled(self._bridge is not None and not running and not self._forbidden)
        self.resamples.setEnabled(not running and not self._forbidden)
        for part in (self.coders, self.resamples, self.blind, self.methods):
            part.setVisible(report is not None)
        self._pages.setCurrentIndex(0 if report is not None else 1)
        self.strip.setVisible(report is not None and (running or self._writing is not None))
        if report is None:
            self._show_empty(running)
        self._fit()
        self.status_changed.emit(self.status())

    def _show_empty(self, running: bool) -> None:
        if running:
            self.empty.set_state(
                "history",
                self.tr("Comparing the coders"),
                self.tr("You can go on working; the figures appear when they are ready."),
                button=self.tr("Stop comparing"),
            )
        elif self._forbidden:
            title = self.tr("Only a supervisor compares here")
            self.empty.set_state("lock", title, self._forbidden)
        else:
            alone = "second coder" in self._problem
            self.empty.set_state(
                "agreement",
                self.tr("A second coder is needed") if alone else self.tr("No figures yet"),
                self._problem or self.tr("Press F5 to compare the coders."),
                button=self.tr("Compute again"),
            )
        if not running:
            self.empty.set_progress(0, 0)

    def _show_report(self) -> None:
        """Show the figures of the report, on the row that was chosen before."""
        before = self.table.currentIndex().row()
        kept = self.model.lines[before] if 0 <= before < len(self.model.lines) else None
        codebook = self._bridge.project.codebook if self._bridge else None
        report = self.report
        self.model.show_report(report, codebook)
        self.table.clearSpans()
        for number, line in enumerate(self.model.lines):
            if line.is_head:
                self.table.setSpan(number, 0, 1, self.model.columnCount())
                self.table.setRowHeight(number, 38)
        if report is None:
            return
        self.detail.show_report(report, self._material, blind=self.blind.isChecked())
        limits = report.thresholds
        self.scale.set_thresholds(limits.tentative, limits.reliable)
        self.coders.setText(self.tr("{0} coders").format(len(report.coders)))
        one = report.n_compared == 1
        words = (
            self.tr("1 article coded twice")
            if one
            else self.tr("{0} articles coded twice or more").format(report.n_compared)
        )
        self._bar_text.setText(words)
        self._foot_text.set_text(
            self.tr(
                "Reliable from {0}, tentative from {1}, by the interval's lower end. "
                "No verdict below {2} units or {3} articles."
            ).format(
                f"{limits.reliable:g}",
                f"{limits.tentative:g}",
                report.options.min_units,
                report.options.min_articles,
            )
        )
        wanted = next(
            (
                n
                for n, line in enumerate(self.model.lines)
                if not line.is_head
                and (kept is None or (line.group, line.variable) == (kept.group, kept.variable))
            ),
            None,
        )
        if wanted is not None:
            self.table.setCurrentIndex(self.model.index(wanted, 0))
            self._show_line(self.model.index(wanted, 0))

    def _show_line(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()] if index.isValid() else None
        if line is not None and not line.is_head and self.report is not None:
            self.detail.show_line(line)

    # --- work -------------------------------------------------------------------------------

    def _why_not(self) -> str:
        from refusal_annotator.workspace.reliability import may_compare, why_not_compare

        if self._bridge is None or self._coder is None:
            return ""
        project = self._bridge.project
        return "" if may_compare(project, self._coder.id) else why_not_compare(project)

    def _forget(self) -> None:
        self.report, self._material, self._facts = None, None, None
        self._stale = True
        self.model.show_report(None, None)
        self.detail.show_report(None, None, blind=False)
        self.notice.hide()

    def _follow(self, task: Task) -> None:
        self._task, self._said = task, None
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.progressed.connect(self._on_progress)
        self._show()

    def _on_progress(self, done: int, total: int, what: str) -> None:
        self.strip.show_progress(done, total, what)
        if self.report is None:
            self.empty.set_progress(done, total, what)

    def _on_material(self, found: tuple[AgreementInput, Any]) -> None:
        self._material, self._facts = found
        n_spans = sum(len(coding.annotations) for coding in self._material.codings)
        quick = self.report is None and n_spans >= _LARGE and self.resamples.currentData()
        self._compare(0 if quick else self.resamples.currentData())

    def _compare(self, resamples: int) -> None:
        from refusal_annotator.domain.diagnostics import ComparisonOptions

        options = ComparisonOptions(resamples=resamples)
        task = self._runner.in_process(jobs.compare_job, self._material, options)
        task.finished.connect(self._on_report)
        self._follow(task)

    def _on_report(self, report: AgreementReport) -> None:
        self._task, self.report, self._stale = None, report, False
        self._show_report()
        if report.options.resamples != self.resamples.currentData():
            # The first look had no intervals; they follow while it is read.
            self._compare(self.resamples.currentData())
        else:
            self._show()
        self.reported.emit(report, self._material)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._task, self._problem = None, str(error)
        self._forget()
        self._stale = False
        self._show()
        self.failed.emit(str(error))

    def _on_cancelled(self) -> None:
        self._task = None
        if self.report is not None:
            self.resamples.setCurrentIndex(RESAMPLES.index(self.report.options.resamples))
        else:
            self._problem = self.tr("The comparison was stopped. Press F5 to start it again.")
            self.failed.emit(self._problem)
        self._stale = False
        self._show()

    def _on_empty(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            self.compute()

    def _cancel(self) -> None:
        for task in (self._task, self._writing):
            if task is not None:
                task.cancel()

    def _stop(self) -> None:
        """Leave what runs: nobody waits for it any more."""
        for task in (self._task, self._writing):
            if task is not None:
                task.abandon()
        self._task = self._writing = None

    def _choose_coders(self) -> None:
        if self._bridge is None or self.report is None:
            return
        from refusal_annotator.domain.comparison import blind_coders
        from refusal_annotator.workspace.reliability import comparable_coders

        people = comparable_coders(self._bridge.project)
        chosen = set(self._chosen or [c.id for c in people])
        blind = {c.id: c.name for c in blind_coders(self.report.coders)}
        menu = QMenu(self)
        for coder in people:
            hidden = self.blind.isChecked()
            action = menu.addAction(blind.get(coder.id, "Coder") if hidden else coder.name)
            action.setCheckable(True)
            action.setChecked(coder.id in chosen)
            action.setData(coder.id)
        picked = menu.exec(self.coders.mapToGlobal(self.coders.rect().bottomLeft()))
        if picked is None:
            return
        wanted = chosen ^ {picked.data()}
        if len(wanted) >= 2:
            self._chosen = tuple(c.id for c in people if c.id in wanted)
            self.compute()

    # --- files ------------------------------------------------------------------------------

    def _write(self, task: Task, what: str, failure: str) -> None:
        self._writing, self._said = task, None
        self.strip.show_progress(0, 1, what)
        task.progressed.connect(self.strip.show_progress)
        task.failed.connect(lambda error: self._on_write_failed(failure, error))
        for signal in (task.finished, task.failed, task.cancelled):
            signal.connect(self._on_written)
        self._show()

    def _on_written(self, *_: object) -> None:
        self._writing = None
        self._show()

    def _on_exported(self, written: Any) -> None:
        self.notice.say(
            self.tr("Workbook written: {0}").format(written.path), written.notes, written.path
        )
        self._said = CodeStatus("Workbook written", f"· {written.path}", (("?", "keys"),))

    def _on_figure(self, path: Path) -> None:
        self.notice.say(self.tr("Figure saved: {0}").format(path), (), path)
        self._said = CodeStatus("Figure saved", f"· {path}", (("?", "keys"),))

    def _on_write_failed(self, title: str, error: AnnotatorError) -> None:
        tell(self, title, str(error), act=self.tr("Go back"))

    def _ask_workbook(self) -> Path | None:
        assert self._bridge is not None
        start = self._bridge.project.folder / f"{self._bridge.project.name} agreement.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export workbook"), str(start), self.tr("Excel workbooks (*.xlsx)")
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == ".xlsx" else path.with_suffix(".xlsx")

    def _ask_figure(self, figure: Any) -> Path | None:
        assert self._bridge is not None
        name = "".join(c if c.isalnum() or c in " -" else " " for c in figure.title)
        start = self._bridge.project.folder / f"{' '.join(name.split())}.svg"
        chosen, form = QFileDialog.getSaveFileName(
            self, self.tr("Save the figure"), str(start), FIGURE_FILES
        )
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() in (".svg", ".png", ".pdf"):
            return path
        return path.with_name(f"{path.name}.{form[:3].lower()}")

    def _show_methods(self) -> None:
        from refusal_annotator.ui.dialogs.methods import MethodsDialog

        if self.report is not None and self._bridge is not None:
            codebook = self._bridge.project.codebook
            MethodsDialog(self.report, f"{codebook.title}, version {codebook.version}", self).exec()
