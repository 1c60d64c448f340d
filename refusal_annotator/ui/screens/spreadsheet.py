"""Reliability of a table that was coded elsewhere: look at it, say what it is, compute, save.

A window of its own, for which no project is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import jobs
from refusal_annotator.ui.figures.line_list import LineList
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.ui.widgets import (
    Button,
    DataTable,
    Divider,
    EmptyState,
    Label,
    PanelHead,
    Row,
    SectionLabel,
    on_plane,
)
from refusal_annotator.ui.widgets.buttons import Select
from refusal_annotator.ui.widgets.notices import Notice, ProgressStrip

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.workspace.spreadsheet import SpreadsheetReport, TablePreview

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEVELS = (
    ("nominal", "Nominal: categories"),
    ("ordinal", "Ordinal: ordered categories"),
    ("interval", "Interval: numbers"),
    ("ratio", "Ratio: numbers from a true zero"),
    ("multi_select", "Several categories in a cell"),
)
_AUTO, _NO_COLUMN = "", "-"
_TABLES = "Tables (*.csv *.tsv *.txt *.xlsx *.xlsm)"
_RESAMPLES = (0, 500, 2000, 10_000)
_FIELDS = {
    "level": "Level of measurement",
    "missing": "Words that mean no value",
    "order": "Categories from low to high",
    "separator": "Between the categories of a cell",
    "decimal": "Decimal sign",
    "unit": "Units",
    "sheet": "Sheet",
}
_OPTION = re.compile(rf"--({'|'.join(_FIELDS)})\b")
_CELL = re.compile(r"\b([A-Z]{1,3})([1-9][0-9]*)\b")


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
        self.report: SpreadsheetReport | None = None
        self.preview = PreviewModel(self)
        self.table = DataTable(self.tr("Table"))
        self.table.setModel(self.preview)
        self.choose = Button(self.tr("Choose a table"), icon="folder", key="Ctrl+O")
        self.level = Select(self.tr("Level of measurement"))
        self.units = Select(self.tr("Column of the units"))
        self.resamples = Select(self.tr("Resamples for the intervals"))
        self.missing = QLineEdit()
        self.order = QLineEdit()
        self.separator = QLineEdit(";")
        self.sheet = QLineEdit()
        self.retest = QLineEdit()
        self.decimal = Select(self.tr("Decimal sign"))
        self.blind = Button(self.tr("Hide names"), icon="eye")
        self.compute_it = Button(self.tr("Compute"), variant="primary", key="F5")
        self.save_book = Button(self.tr("Save workbook"), icon="export")
        self.save_json = Button(self.tr("Save JSON"), variant="flat")
        self.problem = Label("", tone="danger", wrap=True)
        self.notes = Label("", role="small", tone="muted", wrap=True)
        self.results = LineList(self.tr("Figures"))
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
        self._fill()
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

    def open_file(self, path: Path) -> None:
        """Show the beginning of a table."""
        self._path, self.report = path, None
        self._show_preview()

    def compute(self) -> None:
        """Compute every measure that fits the level."""
        if self._path is None or self._task is not None:
            return
        from refusal_annotator.domain.diagnostics import ComparisonOptions

        try:
            retest = _pairs(self.retest.text())
        except AnnotatorError as error:
            self._on_problem(error)
            self._show()
            return
        task = self._runner.in_process(
            jobs.spreadsheet_job,
            self._path,
            self.options(),
            ComparisonOptions(resamples=self.resamples.currentData()),
            blind=self.blind.isChecked(),
            retest=retest,
        )
        task.finished.connect(self._on_report)
        task.failed.connect(self._on_problem)
        task.progressed.connect(self.strip.show_progress)
        task.ended.connect(self._on_ended)
        self._task = task
        self._say_problem("")
        self.strip.show_progress(0, 1, self.tr("Reading the table"))
        self._show()

    def options(self) -> Any:
        """What was said about the table."""
        from refusal_annotator.workspace.spreadsheet import TableOptions

        return TableOptions(
            level=self.level.currentData(),
            sheet=self.sheet.text().strip() or None,
            unit=self.units.currentData() or None,
            missing=_words(self.missing.text()),
            order=_words(self.order.text()) if self.level.currentData() == "ordinal" else (),
            decimal=self.decimal.currentData(),
            separator=self.separator.text() or ";",
        )

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

    def _fill(self) -> None:
        for name, words in _LEVELS:
            self.level.addItem(self.tr(words), name)
        for count in _RESAMPLES:
            words = self.tr("{0} resamples of units").format(f"{count:,}")
            self.resamples.addItem(words if count else self.tr("Analytic intervals"), count)
        self.resamples.setCurrentIndex(_RESAMPLES.index(2000))
        for sign, words in ((".", "A point: 1.5"), (",", "A comma: 1,5")):
            self.decimal.addItem(self.tr(words), sign)
        self.blind.setCheckable(True)
        for field, name in (
            (self.missing, self.tr("Words that mean no value")),
            (self.order, self.tr("Categories from low to high")),
            (self.separator, self.tr("Between the categories of a cell")),
            (self.sheet, self.tr("Sheet of the workbook")),
            (self.retest, self.tr("Coded twice by one person")),
        ):
            field.setAccessibleName(name)
        self.missing.setPlaceholderText(self.tr("n/a, 99"))
        self.order.setPlaceholderText(self.tr("low, middle, high"))
        self.sheet.setPlaceholderText(self.tr("the only one"))
        self.retest.setPlaceholderText(self.tr("Ann=Ann again, Ben=Ben 2"))
        self._fill_units(())

    def _fill_units(self, heads: Sequence[str]) -> None:
        before = self.units.currentData()
        self.units.clear()
        self.units.addItem(self.tr("As the head says"), _AUTO)
        self.units.addItem(self.tr("No column names the units"), _NO_COLUMN)
        for head in dict.fromkeys(head for head in heads if head.strip()):
            self.units.addItem(head, head)
        self.units.setCurrentIndex(max(0, self.units.findData(before)))

    def _build(self) -> None:
        head = PanelHead(self.tr("Reliability of a table"))
        self._file = Label("", role="small", tone="muted")
        head.add_left(self._file)
        for button in (self.choose, self.save_json, self.save_book):
            head.add(button)
        self._head = head
        left = QWidget()
        left.setFixedWidth(300)
        on_plane(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 14)
        column.setSpacing(0)
        column.addWidget(SectionLabel(self.tr("What the table is")))
        column.addWidget(self._build_form())
        act = QHBoxLayout()
        act.setContentsMargins(14, 14, 14, 0)
        act.setSpacing(8)
        act.addWidget(self.compute_it)
        act.addWidget(self.blind)
        act.addStretch(1)
        column.addLayout(act)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.table, 1)
        self.problem.setContentsMargins(14, 10, 14, 10)
        self.notes.setContentsMargins(14, 4, 14, 8)
        self._results_line = Divider()
        self._results_head = SectionLabel("")
        for part in (self.problem, self._results_line, self._results_head):
            right.addWidget(part)
        right.addWidget(self.results, 1)
        for part in (self.notes, self.strip, self.notice):
            right.addWidget(part)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addLayout(right, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(body)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._pages, 1)

    def _build_form(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(14, 4, 14, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self._rows: dict[QWidget, Label] = {}
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Level of measurement"), self.level),
            (self.tr("Categories from low to high"), self.order),
            (self.tr("Between the categories of a cell"), self.separator),
            (self.tr("Units"), self.units),
            (self.tr("Words that mean no value"), self.missing),
            (self.tr("Sheet"), self.sheet),
            (self.tr("Decimal sign"), self.decimal),
            (self.tr("Coded twice by one person"), self.retest),
            (self.tr("Intervals"), self.resamples),
        )
        for at, (words, field) in enumerate(fields):
            label = self._rows[field] = Label(words, role="small", tone="muted")
            label.setBuddy(field)
            label.setContentsMargins(0, 6, 0, 0)
            grid.addWidget(label, 2 * at, 0)
            grid.addWidget(field, 2 * at + 1, 0)
        return holder

    def _connect(self) -> None:
        self.choose.clicked.connect(self._on_choose)
        self.empty.activated.connect(self._on_choose)
        self.compute_it.clicked.connect(self.compute)
        self.save_book.clicked.connect(lambda: self._on_save(".xlsx"))
        self.save_json.clicked.connect(lambda: self._on_save(".json"))
        self.level.activated.connect(lambda _: self._show())
        self.sheet.editingFinished.connect(self._on_sheet)
        self.strip.cancel.clicked.connect(self._cancel)
        for keys, call in (("Ctrl+O", self._on_choose), ("F5", self.compute)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)

    # --- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        running = self._task is not None
        self._pages.setCurrentIndex(1 if self._path is None else 0)
        self._file.setText(self._path.name if self._path else "")
        self.compute_it.setEnabled(self._path is not None and not running)
        known = self.report is not None and not running
        for button in (self.save_book, self.save_json):
            button.setVisible(self._path is not None)
            button.setEnabled(known)
        self.strip.setVisible(running)
        level = self.level.currentData()
        text = self.preview.shown.is_text if self.preview.shown else True
        for field, wanted in (
            (self.order, level == "ordinal"),
            (self.separator, level == "multi_select"),
            (self.sheet, not text),
            (self.decimal, text),
        ):
            field.setVisible(wanted)
            self._rows[field].setVisible(wanted)
        has_report = self.report is not None
        for part in (self._results_line, self._results_head, self.results, self.notes):
            part.setVisible(has_report)

    def _show_preview(self) -> None:
        from refusal_annotator.workspace.spreadsheet import preview_table

        assert self._path is not None
        try:
            found = preview_table(self._path, self.sheet.text().strip() or None)
        except AnnotatorError as error:
            self.preview.show(None)
            self._say_problem(str(error))
            # A workbook of several sheets is refused until one is named: the field must be there.
            self._show()
            book = self._path.suffix.lower().startswith(".xls")
            self.sheet.setVisible(book)
            self._rows[self.sheet].setVisible(book)
            return
        self.preview.show(found)
        self.table.setColumnWidth(0, 48)
        self._fill_units(found.rows[0] if found.rows else ())
        self._say_problem("")
        self._show()

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.preview.mark(_CELL.findall(sentence))

    def _on_report(self, report: SpreadsheetReport) -> None:
        from refusal_annotator.export.figures import Line, number

        self.report = report
        data = report.table.data
        head = self.tr("{0} units, {1} of them with two values or more; {2}").format(
            f"{data.n_units:,}", f"{data.n_pairable_units:,}", ", ".join(data.coders)
        )
        self._results_head.label.setText(head)
        lines = []
        for found in report.figures:
            result = found.result
            reason = result.reason.sentence if result.reason else ""
            care = " ".join(caution.sentence for caution in result.warnings)
            detail = " ".join(part for part in (reason, result.ci_method or "", care) if part)
            lines.append(
                Line(
                    found.label,
                    number(result.value, 3),
                    detail,
                    result.value,
                    result.ci_low,
                    result.ci_high,
                )
            )
        self.results.show_lines(lines, (0.667, 0.8))
        self.notes.setText(" ".join((*report.table.notes, *report.not_applied)))
        self.notice.hide()

    def _on_problem(self, error: AnnotatorError) -> None:
        self.report = None
        # What the command line calls an option is a field here.
        self._say_problem(_OPTION.sub(lambda found: f"“{_FIELDS[found[1]]}”", str(error)))

    def _on_ended(self) -> None:
        self._task = None
        self._show()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_sheet(self) -> None:
        if self._path is not None:
            self._show_preview()

    def _on_choose(self) -> None:
        start = str(self._path.parent) if self._path else ""
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a table"), start, self.tr(_TABLES)
        )
        if chosen:
            self.sheet.clear()
            self.open_file(Path(chosen))

    def _on_save(self, suffix: str) -> None:
        assert self._path is not None
        start = self._path.with_name(f"{self._path.stem} reliability{suffix}")
        kinds = {".xlsx": "Excel workbooks (*.xlsx)", ".json": "JSON (*.json)"}
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the figures"), str(start), self.tr(kinds[suffix])
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
            self.sheet.clear()
            self.open_file(Path(local[0]))


class PreviewModel(QAbstractTableModel):
    """The first rows of a table, with the letters of a spreadsheet over its columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: TablePreview | None = None
        self._marked: frozenset[tuple[int, int]] = frozenset()

    def show(self, preview: TablePreview | None) -> None:
        """Show this table."""
        self.beginResetModel()
        self.shown, self._marked = preview, frozenset()
        self.endResetModel()

    def mark(self, cells: Sequence[tuple[str, str]]) -> None:
        """Mark the cells that a problem names."""
        self._marked = frozenset((int(row) - 1, _number(letters)) for letters, row in cells)
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.shown is None else len(self.shown.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        if parent.isValid() or self.shown is None or not self.shown.rows:
            return 0
        return len(self.shown.rows[0]) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return "" if section == 0 else _letters(section - 1)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.shown is None:
            return None
        row, column = index.row(), index.column() - 1
        if column < 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(row + 1)
            return "text_muted" if role == Row.TONE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown.rows[row][column]
        if role == Row.BOLD:
            return row == 0
        if role == Row.TAG and (row, column) in self._marked:
            return "danger"
        return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names of the first and of the second coding of each person."""
    pairs = []
    for part in _words(text):
        first, sign, second = (piece.strip() for piece in part.partition("="))
        if not (first and sign and second):
            raise AnnotatorError(
                f"“{part}” does not name two codings of one person. Write the coder, an equals "
                "sign and the name of the second coding, such as Ann=Ann again."
            )
        pairs.append((first, second))
    return pairs


def _letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - ord("A") + 1
    return found - 1
