"""What the corpus screen does about suggestions: looks for them, learns, keeps choices, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from refusal_annotator.domain.coders import Coder, CoderKind, CoderRole
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui import suggestion_jobs as jobs
from refusal_annotator.ui.panels.suggestion_panel import SuggestionPanel
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from refusal_annotator.ui.suggestion_jobs import SuggestionFacts, SuggestionWork


class Suggesting(QObject):
    """Runs one piece of work after another; the screen follows the tasks and shows the words."""

    started = Signal(object, str)  # Task, what it does
    told = Signal(str)  # what came of it
    offered = Signal(str, str)  # what came of it, and that suggestions may be looked for anew
    cancelled = Signal()  # between two tasks; a task tells of itself
    changed = Signal()  # suggestions, or what is shown of them

    def __init__(self, runner: TaskRunner, panel: SuggestionPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._panel = runner, panel
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._asking: Task | None = None
        panel.thresholds_chosen.connect(self.keep_thresholds)
        panel.pipeline_chosen.connect(self.choose_pipeline)
        panel.folder_wanted.connect(self.choose_folder)
        panel.learning_wanted.connect(self.learn)
        panel.forgetting_wanted.connect(self.forget)
        panel.switch_wanted.connect(self.switch)
        panel.coder_chosen.connect(lambda _: self.refresh())

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        if bridge is None:
            self._panel.thresholds.settle()
        self._bridge, self._coder = bridge, None
        if bridge is not None:
            types = bridge.project.codebook.span_types
            self._panel.set_types({t.id: t.label for t in types})
            self._panel.pipeline.edit.clear()
            self._panel.set_pipeline_fact("")

    def set_coder(self, coder: Coder) -> None:
        """Show figures as this person may see them: another coder's are for supervisors."""
        if self._bridge is None:
            return
        self._coder = coder
        people = [c for c in self._bridge.project.coders() if c.kind == CoderKind.HUMAN]
        supervised = any(c.role == CoderRole.SUPERVISOR for c in people)
        if supervised and coder.role != CoderRole.SUPERVISOR:
            self._panel.set_coders([(coder.id, coder.name)])
            return
        every: list[tuple[object, str]] = [(None, self.tr("All coders"))]
        self._panel.set_coders([*every, *((c.id, c.name) for c in people)])

    def refresh(self) -> None:
        """Read anew what the panel shows."""
        if self._bridge is None:
            return
        chosen = self._panel.coder.currentData()
        ids = [chosen] if isinstance(chosen, UUID) else []
        task = self._runner.in_thread(jobs.facts_job, self._bridge.project, ids)
        self._asking = task
        task.finished.connect(lambda facts: self._on_facts(task, facts))
        task.failed.connect(lambda error: self.told.emit(str(error)))

    # --- looking ----------------------------------------------------------------------------

    def look(self, article_ids: list[UUID] | None) -> None:
        """Look for suggestions in articles, or in all."""
        if self._bridge is None:
            return
        task = self._runner.in_thread(jobs.work_job, self._bridge.project, article_ids)
        self._go_on(task, self.tr("Looking for suggestions"), self._on_work)

    def _on_work(self, work: SuggestionWork) -> None:
        # The window's worker is ready at once; several processes take a moment to start.
        if work.n_processes > 1:
            task = self._runner.in_thread(jobs.prehighlight_elsewhere_job, work)
        else:
            task = self._runner.in_process(jobs.prehighlight_job, work)
        words = self.tr("Looking for suggestions")
        self._go_on(task, words, lambda found: self._on_found(work, found))

    def _on_found(self, work: SuggestionWork, found: Any) -> None:
        if self._bridge is None:
            return
        task = self._runner.in_thread(jobs.store_suggestions_job, self._bridge.project, work, found)
        task.finished.connect(self._on_stored)
        self.started.emit(task, self.tr("Storing suggestions"))

    def _on_stored(self, report: Any) -> None:
        total = sum(report.n_suggestions.values())
        articles = len(report.n_suggestions)
        words = self.tr("{0} suggestions in {1} articles").format(f"{total:,}", f"{articles:,}")
        if report.missing_roles:
            roles = ", ".join(report.missing_roles)
            words += self.tr("; the codebook has no type for {0}").format(roles)
        self.told.emit(" ".join([f"{words}.", *report.notices]))
        self.changed.emit()
        self.refresh()

    # --- choices ----------------------------------------------------------------------------

    def keep_thresholds(self, chosen: Mapping[str, float]) -> None:
        """Keep thresholds that were moved."""
        if self._bridge is None or self._bridge.project.read_only:
            return
        task = self._runner.in_thread(jobs.threshold_job, self._bridge.project, dict(chosen))
        task.finished.connect(lambda _: self.changed.emit())
        task.failed.connect(lambda error: self.told.emit(str(error)))

    def choose_folder(self) -> None:
        """Ask for the folder of a pipeline."""
        folder = QFileDialog.getExistingDirectory(self._panel, self.tr("Folder of the pipeline"))
        if folder:
            self._panel.pipeline.edit.setText(folder)
            self.choose_pipeline(folder)

    def choose_pipeline(self, name: str) -> None:
        """Keep a pipeline once it is known to load; one that does not load gives a sentence."""
        from refusal_annotator.workspace.thresholds import set_pipeline

        if self._bridge is None:
            return
        written = name.strip()
        if not written:
            try:
                set_pipeline(self._bridge.project, "")
            except AnnotatorError as error:
                self.told.emit(str(error))
                return
            self._panel.set_pipeline_fact(self.tr("The rules stand alone from now on."))
            self._offer(self.tr("No pipeline helps the rules"))
            return
        task = self._runner.in_process(jobs.pipeline_job, written)
        task.finished.connect(lambda described: self._on_pipeline(written, described))
        task.failed.connect(lambda e: self._panel.set_pipeline_fact(str(e), wrong=True))
        self.started.emit(task, self.tr("Loading the pipeline"))

    def _on_pipeline(self, written: str, described: str) -> None:
        from refusal_annotator.workspace.thresholds import set_pipeline

        if self._bridge is None:
            return
        try:
            kept = set_pipeline(self._bridge.project, written)
        except AnnotatorError as error:
            self.told.emit(str(error))
            return
        self._panel.pipeline.edit.setText(kept)
        words = self.tr("{0} helps the rules from now on.").format(described)
        self._panel.set_pipeline_fact(words)
        self._offer(self.tr("Pipeline {0} is chosen").format(described))

    # --- learning ---------------------------------------------------------------------------

    def learn(self) -> None:
        """Learn from finished articles."""
        if self._bridge is None:
            return
        task = self._runner.in_thread(jobs.training_job, self._bridge.project)
        self._go_on(task, self.tr("Reading finished articles"), self._on_training)

    def _on_training(self, material: tuple[str, Any, str | None]) -> None:
        task = self._runner.in_process(jobs.learn_job, *material)
        self._go_on(task, self.tr("Learning from coders"), self._on_learned)

    def _on_learned(self, learned: Any) -> None:
        from refusal_annotator.workspace.learning import keep_learned

        if self._bridge is None:
            return
        self._change_learned(lambda project: keep_learned(project, learned))
        if any(learned.model_for(role) for role in learned.results):
            self._offer(learned.summary)
        else:
            self.told.emit(learned.summary)

    def switch(self, role: str, on: bool) -> None:
        """Use what was learned for a role, or the rules."""
        from refusal_annotator.workspace.learning import switch_learning

        if self._change_learned(lambda project: switch_learning(project, role, on=on)):
            self._offer(self.tr("What was learned is used") if on else self.tr("The rules stand"))

    def forget(self) -> None:
        """Delete what was learned."""
        from refusal_annotator.workspace.learning import forget_learned

        if self._change_learned(forget_learned):
            self._offer(self.tr("What was learned is deleted"))

    def _change_learned(self, change: Any) -> bool:
        if self._bridge is None:
            return False
        try:
            change(self._bridge.project)
        except AnnotatorError as error:
            self.told.emit(str(error))
            return False
        self.refresh()
        return True

    def _go_on(self, task: Task, what: str, then: Callable[[Any], None]) -> None:
        """Do the next thing with what a task gives, unless it was cancelled meanwhile."""

        def finished(content: Any) -> None:
            if task.is_cancelled() or content is None:
                self.cancelled.emit()
            else:
                then(content)

        task.finished.connect(finished)
        self.started.emit(task, what)

    def _offer(self, title: str) -> None:
        self.offered.emit(title, self.tr("Suggestions follow when they are made anew."))

    def _on_facts(self, task: Task, facts: SuggestionFacts) -> None:
        if task is self._asking and self._bridge is not None:
            self._panel.set_facts(facts)
