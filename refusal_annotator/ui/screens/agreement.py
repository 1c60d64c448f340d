"""The agreement screen: a table of figures, what stands behind each, and the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.models.agreement import (
    AgreementModel,
    Line,
    counts_of,
    figure,
    percent,
)
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import (
    ActionBar,
    Button,
    DataTable,
    Divider,
    EmptyState,
    IconMark,
    Label,
    PanelHead,
    SectionLabel,
    on_plane,
)

MEASURE_NAMES = {
    "u_alpha_nominal": "Unitizing alpha",
    "f1_exact": "F1, same edges",
    "f1_overlap": "F1, by overlap",
    "alpha_nominal": "Alpha, nominal",
    "alpha_ordinal": "Alpha, ordinal",
    "alpha_interval": "Alpha, interval",
    "alpha_ratio": "Alpha, ratio",
    "alpha_jaccard": "Alpha on sets, Jaccard",
    "alpha_masi": "Alpha on sets, MASI",
    "alpha_nominal_with_absence": "Alpha, no span as a category",
    "percent_agreement": "Percent, pairs of coders",
    "percent_unanimous": "Percent, all coders alike",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2_quadratic": "Gwet's AC2, quadratic",
    "f1_boundaries": "F1, edges alone",
    "f1_token": "F1, by words",
    "char_binary_alpha_nominal": "Alpha by characters",
    "sentence_binary_alpha_nominal": "Alpha by sentences",
    "alpha_U_1995": "Legacy alpha-U (1995)",
    "u_alpha_binary": "Unitizing alpha, marked or not",
    "cu_alpha_nominal": "Alpha where both marked (cu)",
    "u_alpha_sets": "Unitizing alpha on sets of types",
    "cu_alpha_sets": "Alpha on sets where both marked",
    "alpha_log_ratio": "Alpha, ratio of logarithms",
    "fleiss_kappa": "Fleiss' kappa",
    "brennan_prediger": "Brennan and Prediger",
    "cohen_kappa": "Cohen's kappa",
    "scott_pi": "Scott's pi",
    "holsti": "Holsti",
    "identical_targets": "Identical targets",
}


class AgreementScreen(QWidget):
    """Computes in the worker process and shows the report."""

    reported = Signal(object, object)  # AgreementReport, AgreementInput
    failed = Signal(str)
    status_changed = Signal(object)
    disagreements_wanted = Signal(str)  # variable

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._runner = runner
        self._bridge: ProjectBridge | None = None
        self._task: Task | None = None
        self._material: AgreementInput | None = None
        self._facts: Any = None
        self._stale = True
        self._chosen: tuple[UUID, ...] | None = None
        self.report: AgreementReport | None = None
        self.model = AgreementModel(self)
        self.table = DataTable(self.tr("Agreement"))
        self.table.setModel(self.model)
        self.coders = Button("", chevron=True)
        self.again = Button(self.tr("Compute again"), key="F5")
        self.workbook = Button(self.tr("Export workbook"), variant="primary", icon="export")
        self.empty = EmptyState("agreement", self.tr("A second coder is needed"))
        self.detail = _Detail()
        self._build()
        self.coders.clicked.connect(self._choose_coders)
        self.again.clicked.connect(self.compute)
        self.workbook.clicked.connect(lambda: self.export())
        self.empty.activated.connect(self._on_empty)
        self.detail.disagreements_wanted.connect(self.disagreements_wanted)
        self.table.selectionModel().currentRowChanged.connect(lambda i, _: self._show_line(i))
        self._show()

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        if self._task is not None:
            self._task.cancel()
        self._bridge, self._task = bridge, None
        self.report, self._material, self._facts = None, None, None
        self._stale, self._chosen = True, None
        self._problem = ""
        self._show()

    def set_coder(self, _: Coder) -> None:
        """Another person sits here; what was computed is put away."""
        self._stale = True

    def mark_stale(self) -> None:
        """Something was coded since the figures were computed."""
        self._stale = True

    def compute_if_stale(self) -> None:
        """Compute unless the figures are fresh."""
        if self._stale and self._bridge is not None and self._task is None:
            self.compute()

    def compute(self) -> None:
        """Compare the coders."""
        if self._bridge is None or self._task is not None:
            return
        self._problem = ""
        first = self._runner.in_thread(jobs.material_job, self._bridge.project, self._chosen)
        first.finished.connect(self._on_material)
        self._follow(first)

    def export(self, path: Path | None = None) -> None:
        """Write the workbook of the shown figures."""
        if self.report is None or self._material is None:
            return
        target = path or self._ask_path()
        if target is None:
            return
        task = self._runner.in_process(
            jobs.workbook_job, self.report, self._material, self._facts, target
        )
        self.workbook.setEnabled(False)
        task.finished.connect(self._on_exported)
        task.failed.connect(self._on_export_failed)
        task.ended.connect(lambda: self.workbook.setEnabled(True))

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        if self._task is not None:
            return CodeStatus("Comparing", "· you can go on working", (("?", "keys"),))
        if self.report is None:
            return CodeStatus("", self._problem, (("F5", "compute"), ("?", "keys")))
        known, undefined = counts_of(self.model.lines)
        rest = f"· {known} with a figure · {undefined} undefined"
        return CodeStatus(
            f"{known + undefined} variables", rest, (("F5", "compute again"), ("?", "keys"))
        )

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self._problem = ""
        bar = PanelHead(self.tr("Agreement"))
        self._bar_text = Label("", role="small", tone="muted")
        upright = Divider(upright=True)
        upright.setFixedHeight(22)
        bar.add_left(upright)
        bar.add_left(self.coders)
        bar.add_left(self._bar_text)
        bar.add(self.again)
        bar.add(self.workbook)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        foot = ActionBar()
        foot.setFixedHeight(36)
        foot.add(IconMark("info", size=14))
        foot.add(
            Label(
                self.tr(
                    "Verdicts look at the lower end of the 95 % interval and need 10 articles and "
                    "20 units. Drafts are not compared."
                ),
                role="small",
                tone="muted",
            )
        )
        foot.add_room()
        column.addWidget(foot)
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
        head = self.table.horizontalHeader()
        for column_number, width in enumerate((286, 84, 62, 72, 58, 62, 110)):
            head.resizeSection(column_number, width)
        head.setSectionResizeMode(7, QHeaderView.ResizeMode.Stretch)

    def _show(self) -> None:
        running = self._task is not None
        report = self.report
        self.workbook.setEnabled(report is not None and not running)
        self.again.setEnabled(self._bridge is not None and not running)
        codebook = self._bridge.project.codebook if self._bridge else None
        self.model.show_report(report, codebook)
        for number, line in enumerate(self.model.lines):
            if line.is_head:
                self.table.setSpan(number, 0, 1, self.model.columnCount())
                self.table.setRowHeight(number, 38)
        count = len(report.coders) if report else 0
        self.coders.setVisible(report is not None)
        self.coders.setText(self.tr("{0} coders").format(count))
        compared = report.n_compared if report else 0
        words = (
            self.tr("1 article coded twice")
            if compared == 1
            else self.tr("{0} articles coded twice or more")
        )
        self._bar_text.setText(words.format(compared) if report else "")
        self._pages.setCurrentIndex(0 if report is not None and not running else 1)
        if running:
            self.empty.set_state(
                "history",
                self.tr("Comparing the coders"),
                self.tr("You can go on working; the figures appear when they are ready."),
            )
        elif report is None:
            self.empty.set_state(
                "agreement",
                self.tr("A second coder is needed")
                if "second coder" in self._problem
                else self.tr("No figures yet"),
                self._problem or self.tr("Press F5 to compare the coders."),
                button=self.tr("Compute again"),
            )
        elif self.model.lines:
            first = next(n for n, line in enumerate(self.model.lines) if not line.is_head)
            self.table.setCurrentIndex(self.model.index(first, 0))
        self.status_changed.emit(self.status())

    def _show_line(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()] if index.isValid() else None
        if line is not None and not line.is_head and self.report is not None:
            count = sum(
                d.variable == _bare(line) or (not d.variable and d.type == line.variable)
                for d in self.report.disagreements
            )
            self.detail.show_line(line, count)

    # --- work -------------------------------------------------------------------------------

    def _follow(self, task: Task) -> None:
        self._task = task
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        self._show()

    def _on_material(self, found: tuple[AgreementInput, Any]) -> None:
        self._material, self._facts = found
        second = self._runner.in_process(jobs.compare_job, self._material)
        second.finished.connect(self._on_report)
        self._follow(second)

    def _on_report(self, report: AgreementReport) -> None:
        self._task, self.report, self._stale = None, report, False
        self._show()
        self.reported.emit(report, self._material)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._task, self.report, self._problem = None, None, str(error)
        self._stale = False
        self._show()
        self.failed.emit(str(error))

    def _on_cancelled(self) -> None:
        self._task = None
        self._show()

    def _on_empty(self) -> None:
        self.compute()

    def _choose_coders(self) -> None:
        if self._bridge is None or self.report is None:
            return
        from refusal_annotator.workspace.reliability import comparable_coders

        people = comparable_coders(self._bridge.project)
        chosen = set(self._chosen or [c.id for c in people])
        menu = QMenu(self)
        for coder in people:
            action = menu.addAction(coder.name)
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

    def _ask_path(self) -> Path | None:
        assert self._bridge is not None
        name = f"{self._bridge.project.name} agreement.xlsx"
        start = str(self._bridge.project.folder / name)
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export workbook"), start, self.tr("Excel workbooks (*.xlsx)")
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == ".xlsx" else path.with_suffix(".xlsx")

    def _on_exported(self, path: Path) -> None:
        self.status_changed.emit(CodeStatus("Workbook written", f"· {path}", (("?", "keys"),)))

    def _on_export_failed(self, error: AnnotatorError) -> None:
        tell(self, self.tr("The workbook was not written"), str(error), act=self.tr("Go back"))


class _Detail(QWidget):
    """All figures of one variable."""

    disagreements_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(360)
        on_plane(self, "surface")
        self.head = PanelHead()
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._variable = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)
        self.jump = Button("", icon="compare")
        self.jump.clicked.connect(lambda: self.disagreements_wanted.emit(self._variable))
        foot = ActionBar()
        foot.add(self.jump)
        foot.add_room()
        column.addWidget(foot)

    def show_line(self, line: Line, n_disagreements: int) -> None:
        """Show a variable."""
        self._variable = line.variable
        head = line.headline
        self.head.set_texts(line.label, self.tr("{0} units").format(f"{line.n_units:,}"))
        words = (
            self.tr("Show 1 disagreement")
            if n_disagreements == 1
            else self.tr("Show {0} disagreements")
        )
        self.jump.setText(words.format(n_disagreements))
        self.jump.setEnabled(n_disagreements > 0)
        page = QWidget()
        on_plane(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(SectionLabel(self.tr("Figures")))
        column.addWidget(_figures(line))
        notes = [c.sentence for c in head.warnings]
        if head.reason is not None:
            notes.insert(0, f"Undefined: {head.reason.sentence}")
        if notes:
            column.addWidget(SectionLabel(self.tr("Read with care")))
            text = Label("\n".join(notes), role="small", tone="muted", wrap=True)
            text.setContentsMargins(14, 0, 14, 8)
            column.addWidget(text)
        column.addWidget(SectionLabel(self.tr("What was compared")))
        column.addWidget(_facts(line))
        column.addStretch(1)
        self._body.setWidget(page)


def _figures(line: Line) -> QWidget:
    rows = []
    for measure, result in line.results.items():
        shown = percent(result.value) if measure.startswith("percent") else figure(result.value, 3)
        rows.append((MEASURE_NAMES.get(measure, measure.replace("_", " ")), shown))
    return _grid(rows)


def _facts(line: Line) -> QWidget:
    head = line.headline
    rows = [
        ("Coders", str(head.n_coders)),
        ("Units", f"{line.n_units:,}"),
        ("Values that could be compared", f"{head.n_pairable:,}"),
    ]
    rows += [(name.replace("_", " ").capitalize(), f"{n:,}") for name, n in head.left_out.items()]
    return _grid(rows)


def _grid(rows: list[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(14, 2, 14, 6)
    grid.setVerticalSpacing(7)
    for at, (label, value) in enumerate(rows):
        grid.addWidget(Label(label, tone="muted"), at, 0)
        words = Label(value)
        words.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(words, at, 1)
    grid.setColumnStretch(0, 1)
    return holder


def _bare(line: Line) -> str:
    return line.variable.rpartition(".")[2]
