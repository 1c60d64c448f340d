"""The panel of suggestions: what coders are shown, what helps to find it, how good it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from refusal_annotator.ui.models.suggestion_report import SuggestionReportModel
from refusal_annotator.ui.panels.suggestion_parts import LearnedRows, ThresholdRows
from refusal_annotator.ui.theme import metrics
from refusal_annotator.ui.widgets import Button, DataTable, Field, Label, Select, on_plane

if TYPE_CHECKING:
    from refusal_annotator.ui.suggestion_jobs import SuggestionFacts


class SuggestionPanel(QWidget):
    """Shows facts and tells what is wanted; others do it."""

    thresholds_chosen = Signal(object)  # {type id: threshold}
    pipeline_chosen = Signal(str)
    folder_wanted = Signal()
    learning_wanted = Signal()
    forgetting_wanted = Signal()
    switch_wanted = Signal(str, bool)
    coder_chosen = Signal(object)  # UUID or None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.thresholds = ThresholdRows()
        self.pipeline = Field(
            self.tr("spaCy pipeline"), placeholder=self.tr("Package or folder; empty for none")
        )
        self.use = Button(self.tr("Use this pipeline"))
        self.folder = Button(self.tr("Choose a folder"), icon="folder")
        self.pipeline_fact = Label("", role="small", tone="muted", wrap=True)
        self.learned_line = Label("", role="small", tone="muted", wrap=True)
        self.learned = LearnedRows()
        self.learn = Button(self.tr("Learn from finished articles"))
        self.forget = Button(self.tr("Forget what was learned"), variant="flat")
        self.coder = Select(self.tr("Coder"))
        self.report_model = SuggestionReportModel(self)
        self.report = DataTable(self.tr("What coders did with suggestions"))
        self.report.setModel(self.report_model)
        self.report_fact = Label("", role="small", tone="muted", wrap=True)
        self._labels: dict[str, str] = {}
        self._writable = False
        self._build()
        self._connect()

    def set_types(self, labels: Mapping[str, str]) -> None:
        """Show these span types: id and label."""
        if dict(labels) != self._labels:
            self._labels = dict(labels)
            self.thresholds.set_types(self._labels)

    def set_coders(self, coders: Sequence[tuple[object, str]]) -> None:
        """Offer these coders, each with its id; the first one is chosen where it is new."""
        chosen = self.coder.currentData()
        self.coder.blockSignals(True)
        self.coder.clear()
        for coder_id, name in coders:
            self.coder.addItem(name, coder_id)
        self.coder.setCurrentIndex(max(0, self.coder.findData(chosen)))
        self.coder.blockSignals(False)
        self.coder.setVisible(len(coders) > 1)

    def set_facts(self, facts: SuggestionFacts) -> None:
        """Show what is so now."""
        self.thresholds.set_values(facts.thresholds, facts.defaults, facts.scores)
        if not self.pipeline.edit.isModified():
            self.pipeline.edit.setText(facts.pipeline)
        self.learned_line.setText(facts.learned_line)
        self.learned.set_roles(facts.learned, writable=self._writable)
        self.forget.setVisible(bool(facts.learned))
        n = facts.n_finished
        some = self.tr("1 finished article") if n == 1 else self.tr("{0} finished articles")
        self.learn.setToolTip(some.format(f"{n:,}"))
        self.report_model.set_report(facts.report, self._labels)
        head = self.report.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows = self.report_model.rowCount()
        self.report.setVisible(rows > 0)
        self.report.setFixedHeight(30 + rows * metrics().table_row + 2)
        self.report_fact.setText(self._report_words(facts))

    def set_pipeline_fact(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what came of choosing a pipeline."""
        self.pipeline.set_problem(sentence if wrong else None)
        self.pipeline_fact.setText("" if wrong else sentence)
        self.pipeline_fact.setVisible(bool(sentence) and not wrong)

    def set_enabled(self, *, writable: bool, busy: bool) -> None:
        """What can be changed at this moment."""
        self._writable = writable
        for part in (self.pipeline, self.use, self.folder, self.learn, self.forget):
            part.setEnabled(writable and not busy)
        self.thresholds.setEnabled(writable)

    def _report_words(self, facts: SuggestionFacts) -> str:
        report = facts.report
        if not report.n_codings:
            return self.tr(
                "No article is finished yet; the figures come with the first one that is."
            )
        words = self.tr("{0} finished articles, {1} codings. Suggestions by {2}.").format(
            f"{report.n_articles:,}", f"{report.n_codings:,}", ", ".join(report.sources) or "–"
        )
        return words + " " + self.tr("All suggestions count, whatever the thresholds are.")

    def _build(self) -> None:
        page = QWidget()
        on_plane(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(8)
        self._section(
            column,
            self.tr("Shown to coders"),
            self.tr(
                "Suggestions from this score on. A score is the share of suggestions that coders "
                "of other articles coded, too. The others are kept, and decisions stay."
            ),
            self.thresholds,
        )
        named = QHBoxLayout()
        named.setSpacing(8)
        named.addWidget(self.pipeline, 1)
        named.addWidget(self.use)
        named.addWidget(self.folder)
        holder = QWidget()
        holder.setLayout(named)
        named.setContentsMargins(0, 0, 0, 0)
        self._section(
            column,
            self.tr("spaCy pipeline"),
            self.tr("Its entities and parse help the rules; without one they stand alone."),
            holder,
            self.pipeline_fact,
        )
        acts = QHBoxLayout()
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        acts.addWidget(self.learn)
        acts.addWidget(self.forget)
        acts.addStretch(1)
        buttons = QWidget()
        buttons.setLayout(acts)
        self._section(
            column,
            self.tr("Learned from coders"),
            self.tr("Used for a type only where cross-validation shows it better than the rules."),
            self.learned_line,
            self.learned,
            buttons,
        )
        whose = QHBoxLayout()
        whose.setContentsMargins(0, 0, 0, 0)
        whose.addWidget(self.coder)
        whose.addStretch(1)
        chooser = QWidget()
        chooser.setLayout(whose)
        self._section(
            column,
            self.tr("What coders did with suggestions"),
            "",
            chooser,
            self.report,
            self.report_fact,
        )
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.pipeline_fact.hide()
        self.report.setTabKeyNavigation(False)
        head = self.report.horizontalHeader()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(72)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _section(self, column: QVBoxLayout, title: str, text: str, *parts: QWidget) -> None:
        column.addWidget(Label(title, weight=600))
        if text:
            column.addWidget(Label(text, role="small", tone="muted", wrap=True))
        for part in parts:
            column.addWidget(part)
        column.addSpacing(14)

    def _connect(self) -> None:
        self.thresholds.chosen.connect(self.thresholds_chosen)
        self.use.clicked.connect(self._on_use)
        self.pipeline.edit.returnPressed.connect(self._on_use)
        self.folder.clicked.connect(self.folder_wanted)
        self.learn.clicked.connect(self.learning_wanted)
        self.forget.clicked.connect(self.forgetting_wanted)
        self.learned.switched.connect(self.switch_wanted)
        self.coder.currentIndexChanged.connect(
            lambda _: self.coder_chosen.emit(self.coder.currentData())
        )

    def _on_use(self) -> None:
        self.pipeline.edit.setModified(False)
        self.pipeline_chosen.emit(self.pipeline.edit.text())
