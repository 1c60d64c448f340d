"""Comparing coders in the worker process; a large study is seen without intervals first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from refusal_annotator.ui import jobs
from refusal_annotator.ui.one_task import OneTask
from refusal_annotator.ui.tasks import Task, TaskRunner
from refusal_annotator.workspace.collecting import collect_if_grown

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
    from refusal_annotator.workspace.project import OpenProject

LARGE = 3000
"""From so many spans on, figures are shown without intervals first."""


def gather_job(
    project: OpenProject,
    coder_ids: Sequence[UUID] | None,
    version: int | None,
    *,
    progress: jobs.Progress,
    cancelled: jobs.Cancelled,
) -> tuple[AgreementInput, Any, tuple[int, ...]]:
    """Gather what is compared, and the versions of the codebook that were used; in a thread."""
    from refusal_annotator.workspace.reliability import project_facts

    whole, facts = jobs.material_job(project, coder_ids, progress=progress, cancelled=cancelled)
    versions = tuple(sorted({coding.codebook_version for coding in whole.codings}))
    if version is None or version not in versions:
        return whole, facts, versions
    codings = tuple(c for c in whole.codings if c.codebook_version == version)
    material = replace(whole, codings=codings)
    facts = project_facts(project, material)
    said = {"Codings compared": f"finished under version {version} of the codebook"}
    return material, replace(facts, more={**facts.more, **said}), versions


class Comparing(OneTask):
    """Gathers what is compared, then compares it; one comparison at a time."""

    started = Signal()
    progressed = Signal(int, int, str)
    compared = Signal(object, object, object)  # AgreementReport, AgreementInput, Facts
    failed = Signal(object)  # AnnotatorError
    cancelled = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._resamples = 0
        self._quick = False
        self.versions: tuple[int, ...] = ()
        """Versions of the codebook that the finished codings were made with."""
        self._material: AgreementInput | None = None
        self._facts: Any = None

    def start(
        self,
        project: OpenProject,
        coder_ids: Sequence[UUID] | None,
        resamples: int,
        *,
        version: int | None = None,
        quick: bool,
    ) -> None:
        """Compare coders; `quick` shows a large study without intervals first.

        With `version` only codings are compared that were finished under this version of the
        codebook.
        """
        self._resamples, self._quick = resamples, quick
        task = self._runner.in_thread(gather_job, project, coder_ids, version)
        task.finished.connect(self._on_material)
        self._follow(task)

    def _on_material(self, found: tuple[AgreementInput, Any, tuple[int, ...]]) -> None:
        self._material, self._facts, self.versions = found
        n_spans = sum(len(coding.annotations) for coding in self._material.codings)
        self._compare(0 if self._quick and n_spans >= LARGE else self._resamples)

    def _compare(self, resamples: int) -> None:
        from refusal_annotator.domain.diagnostics import ComparisonOptions

        options = ComparisonOptions(resamples=resamples)
        task = self._runner.in_process(jobs.compare_job, self._material, options)
        task.finished.connect(self._on_report)
        self._follow(task)

    def _on_report(self, report: AgreementReport) -> None:
        self._task = None
        if report.options.resamples != self._resamples:
            # The first look had no intervals; they follow while it is read.
            self._compare(self._resamples)
        self.compared.emit(report, self._material, self._facts)
        # The report before this one is no longer held by any view.
        collect_if_grown()

    def _follow(self, task: Task) -> None:
        self._task = task
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.progressed.connect(self.progressed)
        self.started.emit()

    def _on_failed(self, error: object) -> None:
        self._task = None
        self.failed.emit(error)

    def _on_cancelled(self) -> None:
        self._task = None
        self.cancelled.emit()
