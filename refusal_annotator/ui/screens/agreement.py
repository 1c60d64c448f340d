"""The agreement screen: a table of figures, the views behind each, and the files they become."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.results import Verdict
from refusal_annotator.ui import layouts
from refusal_annotator.ui.figures.detail import VariablePanel
from refusal_annotator.ui.models.agreement import Line, verdict_counts
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.screens.agreement_empty import NoFigures
from refusal_annotator.ui.screens.agreement_files import FigureFiles
from refusal_annotator.ui.screens.agreement_foot import AgreementFoot
from refusal_annotator.ui.screens.agreement_head import AgreementHead
from refusal_annotator.ui.screens.agreement_table import AgreementTable
from refusal_annotator.ui.screens.agreement_work import Comparing
from refusal_annotator.ui.tasks import TaskRunner
from refusal_annotator.ui.widgets import Divider, on_plane
from refusal_annotator.ui.widgets.notices import Notice, ProgressStrip

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
    from refusal_annotator.export.figures import Intervals

_ROOMY = 1300
_VERDICTS = (
    (Verdict.RELIABLE, "reliable"),
    (Verdict.TENTATIVE, "tentative"),
    (Verdict.NOT_RELIABLE, "not reliable"),
    (Verdict.NOT_COMPUTABLE, "undefined"),
    (Verdict.NONE, "without verdict"),
)


class AgreementScreen(QWidget):
    """Computes in the worker process and shows the report."""

    reported = Signal(object, object)  # AgreementReport, AgreementInput
    failed = Signal(str)
    closed = Signal(str)  # why this person may not compare
    status_changed = Signal(object)
    running_changed = Signal(bool)
    units_wanted = Signal(object, object)  # FigureName, tuple[Disagreement, ...]
    data_wanted = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._material: AgreementInput | None = None
        self._facts: Any = None
        self._stale = True
        self._chosen: tuple[UUID, ...] | None = None
        self._problem = self._forbidden = ""
        self.report: AgreementReport | None = None
        self.head = AgreementHead()
        self.coders, self.resamples, self.blind = (
            self.head.coders,
            self.head.resamples,
            self.head.blind,
        )
        self.again = self.head.again
        self.table = AgreementTable(self.tr("Agreement"))
        self.model = self.table.figures
        self.detail = VariablePanel()
        self.foot = AgreementFoot()
        self.strip, self.notice = ProgressStrip(), Notice()
        self.empty = NoFigures("agreement", self.tr("No figures yet"))
        self.comparing = Comparing(runner, self)
        self.files = FigureFiles(runner, self.strip, self.notice, self)
        self._build()
        self._connect()
        self._show()

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self.comparing.stop()
        self.files.set_project(bridge.project if bridge else None)
        self._bridge, self._coder = bridge, None
        self._forget()
        self.head.offer_versions(())
        self._chosen = None
        self._problem = self._forbidden = ""
        self._show()

    def set_coder(self, coder: Coder) -> None:
        """Another person sits here; what that person may not see is put away."""
        self._coder = coder
        self._stale = True
        self._forbidden = self._why_not()
        if self._forbidden:
            self.comparing.stop()
            self.files.stop()
            self._forget()
            self.closed.emit(self._forbidden)
        self._show()

    def mark_stale(self) -> None:
        """Something was coded since the figures were computed."""
        self._stale = True

    def compute_if_stale(self) -> None:
        """Compute unless the figures are fresh."""
        if self._stale and not self.comparing.running:
            self.compute()

    def compute(self) -> None:
        """Compare the coders."""
        if self._bridge is None or self.comparing.running:
            return
        self._forbidden = self._why_not()
        if self._forbidden:
            self.closed.emit(self._forbidden)
            self._show()
            return
        self._problem = ""
        self.comparing.start(
            self._bridge.project,
            self._chosen,
            self.resamples.currentData(),
            version=self.head.versions.currentData(),
            quick=self.report is None,
        )

    def compute_or_stop(self) -> None:
        """Compare the coders, or stop comparing them."""
        if self.comparing.running:
            self.comparing.cancel()
        else:
            self.compute()

    def export(self, path: Path | None = None) -> None:
        """Write the workbook of the shown figures."""
        if self.report is not None and self._material is not None:
            blind = self.blind.isChecked()
            self.files.write_workbook(self.report, self._material, self._facts, path, blind=blind)

    def overview(self) -> Intervals:
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
        if self.comparing.running:
            return CodeStatus("Comparing", "· you can go on working", (("?", "keys"),))
        if self.files.said is not None:
            return self.files.said
        if self.report is None:
            return CodeStatus("", self._problem, (("F5", "compute"), ("?", "keys")))
        counts = verdict_counts(self.model.lines)
        parts = [f"{counts[verdict]} {word}" for verdict, word in _VERDICTS if counts[verdict]]
        options = self.report.options
        drawn = f"{options.resamples:,} resamples of articles, seed {options.seed}"
        parts.append(drawn if options.resamples else "no intervals")
        return CodeStatus(
            f"{counts.total()} variables",
            "".join(f" · {part}" for part in parts).strip(),
            (("Enter", "texts"), ("F5", "compute again"), ("?", "keys")),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        left = QWidget()
        column = layouts.column(left)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        column.addWidget(self.notice)
        column.addWidget(self.foot)
        both = QWidget()
        row = layouts.row(both)
        row.addWidget(left, 1)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.detail)
        self._pages = QStackedWidget()
        self._pages.addWidget(both)
        self._pages.addWidget(self.empty)
        whole = layouts.column(self)
        whole.addWidget(self.head)
        whole.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)
        # From a row to what is behind it, and only then to the files.
        for before, after in (
            (self.table, self.detail.view),
            (self.detail.view, self.detail.pairs),
            (self.detail.pairs, self.detail.confusion),
            (self.detail.confusion, self.detail.lines),
            (self.detail.lines, self.detail.jump),
            (self.detail.jump, self.detail.save),
            (self.detail.save, self.foot.data),
            (self.foot.data, self.foot.save_table),
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.coders.clicked.connect(self._choose_coders)
        for choice in (self.resamples, self.head.versions):
            choice.activated.connect(lambda _: self.compute())
        self.blind.toggled.connect(lambda _: self._show_report())
        self.again.clicked.connect(self.compute)
        self.head.methods.clicked.connect(self._show_methods)
        self.head.workbook.clicked.connect(lambda: self.export())
        self.foot.data.clicked.connect(self.data_wanted)
        self.foot.save_table.clicked.connect(lambda: self.files.write_figure(self.overview()))
        self.empty.activated.connect(self.compute_or_stop)
        self.strip.cancel.clicked.connect(self.comparing.cancel)
        self.strip.cancel.clicked.connect(self.files.cancel)
        self.table.chosen.connect(self._show_line)
        self.table.opened.connect(lambda _: self.detail.open_texts())
        self.detail.units_wanted.connect(self._on_units)
        self.detail.save_wanted.connect(lambda figure: self.files.write_figure(figure))
        self.files.changed.connect(self._show)
        self.comparing.started.connect(self._on_started)
        self.comparing.progressed.connect(self._on_progress)
        self.comparing.compared.connect(self._on_report)
        self.comparing.failed.connect(self._on_failed)
        self.comparing.cancelled.connect(self._on_cancelled)

    def _fit(self) -> None:
        """Give the columns and the panel the widths of a wide or a narrow window."""
        narrow = self.width() < _ROOMY
        self.table.fit(narrow=narrow)
        self.head.fit(self.width(), narrow=narrow)
        self.detail.setFixedWidth(360 if narrow else 424)

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        known, running = self.report is not None, self.comparing.running
        self.head.show_state(
            computable=self._bridge is not None and not self._forbidden,
            running=running,
            known=known,
            writing=self.files.running,
        )
        self.foot.save_table.setEnabled(known and not running and not self.files.running)
        self._pages.setCurrentIndex(0 if known else 1)
        self.strip.setVisible(known and (running or self.files.running))
        if not known and running:
            self.empty.show_running()
        elif not known:
            self.empty.show_reason(self._problem, self._forbidden)
        self._fit()
        self.running_changed.emit(running)
        self.status_changed.emit(self.status())

    def _show_report(self) -> None:
        """Show the figures of the report, on the row that was chosen before."""
        report = self.report
        if report is None:
            return
        self.detail.show_report(report, self._material, blind=self.blind.isChecked())
        self.table.show_report(report, self._bridge.project.codebook if self._bridge else None)
        self.head.show_report(report)
        self.foot.show_report(report)

    def _show_line(self, line: Line) -> None:
        self.setFocusProxy(self.table)
        if self.report is not None:
            self.detail.show_line(line)

    def _on_units(self, name: object, units: object) -> None:
        """Lead to the texts; who comes back stands again where the way began."""
        here = self.focusWidget()
        self.setFocusProxy(here if here is not None and self.isAncestorOf(here) else self.table)
        self.units_wanted.emit(name, units)

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
        self.table.show_report(None, None)
        self.detail.show_report(None, None, blind=False)
        self.notice.hide()

    def _on_started(self) -> None:
        self.files.said = None
        self._show()

    def _on_progress(self, done: int, total: int, what: str) -> None:
        self.strip.show_progress(done, total, what)
        if self.report is None:
            self.empty.set_progress(done, total, what)

    def _on_report(self, report: AgreementReport, material: AgreementInput, facts: Any) -> None:
        self.report, self._material, self._facts = report, material, facts
        self._stale = False
        self.head.offer_versions(self.comparing.versions)
        self._show_report()
        self._show()
        self.reported.emit(report, material)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._problem = str(error)
        self._forget()
        self._stale = False
        self._show()
        self.failed.emit(str(error))

    def _on_cancelled(self) -> None:
        if self.report is not None:
            self.head.choose_resamples(self.report.options.resamples)
        else:
            self._problem = self.tr("The comparison was stopped. Press F5 to start it again.")
            self.failed.emit(self._problem)
        self._stale = False
        self._show()

    def _choose_coders(self) -> None:
        if self._bridge is None or self.report is None:
            return
        from refusal_annotator.domain.comparison import blind_coders, coder_names
        from refusal_annotator.workspace.reliability import comparable_coders

        people = comparable_coders(self._bridge.project)
        chosen = set(self._chosen or [c.id for c in people])
        blind = coder_names(blind_coders(self.report.coders))
        wanted = self.head.ask_coders(people, chosen, blind)
        if wanted != chosen:
            self._chosen = tuple(c.id for c in people if c.id in wanted)
            self.compute()

    def _show_methods(self) -> None:
        from refusal_annotator.ui.dialogs.methods import MethodsDialog

        if self.report is not None and self._bridge is not None:
            codebook = self._bridge.project.codebook
            MethodsDialog(self.report, f"{codebook.title}, version {codebook.version}", self).exec()
