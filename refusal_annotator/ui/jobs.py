"""Long work as functions that a task can run: each takes `progress` and `cancelled`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from refusal_annotator.domain.coders import Coder, CoderKind, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
    from refusal_annotator.workspace.project import ArticleSummary, OpenProject
    from refusal_annotator.workspace.spreadsheet_look import TableLook

Progress = Callable[..., None]
Cancelled = Callable[[], bool]
ArticleLists: TypeAlias = "tuple[list[ArticleSummary], int]"
"""A coder's articles, and how many people code."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the start screen shows of a project that is not open."""

    folder: Path
    codebook: str
    n_articles: int
    coders: tuple[Coder, ...]
    finished: dict[UUID, int]
    problem: str = ""


def glance_at_projects(
    folders: Sequence[Path], *, progress: Progress, cancelled: Cancelled
) -> list[Glance]:
    """Look into projects without taking them."""
    glances = []
    for folder in folders:
        if cancelled():
            break
        glances.append(_glance(folder))
    progress(len(folders), len(folders), "")
    return glances


def article_lists(project: OpenProject, coder_id: UUID) -> ArticleLists:
    """What the lists of articles show a coder."""
    people = [c for c in project.coders() if c.kind == CoderKind.HUMAN]
    return project.article_summaries(coder_id), len(people)


def warm_up_job(*, progress: Progress, cancelled: Cancelled) -> None:
    """Import what opening a project needs."""
    del progress, cancelled
    import refusal_annotator.workspace.project  # noqa: F401


def sample_job(*, progress: Progress, cancelled: Cancelled) -> Path:
    """Build the sample study where it is not there yet; runs in the worker process."""
    from refusal_annotator.workspace.demo import prepare_sample

    del cancelled
    return prepare_sample(None, progress=progress)


def preview_job(
    project: Any, paths: Sequence[Path], *, progress: Progress, cancelled: Cancelled
) -> Any:
    """Read files and say what of them is new."""
    from refusal_annotator.workspace.corpus import preview_import

    return preview_import(project, paths, progress=progress, cancelled=cancelled)


def import_job(project: Any, batch: Any, *, progress: Progress, cancelled: Cancelled) -> Any:
    """Store what a preview found."""
    from refusal_annotator.workspace.corpus import import_articles

    return import_articles(project, batch, progress=progress, cancelled=cancelled)


def material_job(
    project: Any, coder_ids: Sequence[UUID] | None, *, progress: Progress, cancelled: Cancelled
) -> tuple[AgreementInput, Any]:
    """Gather what a comparison reads, and what a workbook says of its origin."""
    # What the views of the report need is loaded here, where nobody waits for it.
    import refusal_annotator.agreement.units_behind
    import refusal_annotator.export.variable_figures  # noqa: F401
    from refusal_annotator.workspace.reliability import agreement_input, project_facts

    del progress, cancelled
    material = agreement_input(project, coder_ids)
    return material, project_facts(project, material)


def compare_job(
    material: AgreementInput, options: Any = None, *, progress: Progress, cancelled: Cancelled
) -> AgreementReport | None:
    """Compare coders; runs in the worker process."""
    from refusal_annotator.agreement.report import compare
    from refusal_annotator.domain.diagnostics import ComparisonCancelled
    from refusal_annotator.workspace.collecting import no_collecting

    try:
        with no_collecting():
            return compare(material, options, progress=progress, cancelled=cancelled)
    except ComparisonCancelled:
        return None


def workbook_job(
    report: AgreementReport,
    material: AgreementInput,
    facts: Any,
    path: Path,
    *,
    blind: bool = False,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Write the workbook; runs in the worker process. Gives what was written, with notes."""
    from refusal_annotator.export.base import ExportCancelled
    from refusal_annotator.export.workbook import write_workbook

    try:
        return write_workbook(
            report, material, path, facts, blind=blind, progress=progress, cancelled=cancelled
        )
    except ExportCancelled:
        return None


def data_material_job(
    project: Any, choice: Any, *, progress: Progress, cancelled: Cancelled
) -> Any:
    """Gather what an export of data reads."""
    from refusal_annotator.workspace.exporting import data_material

    del progress, cancelled
    return data_material(project, choice)


def write_data_job(
    material: Any,
    path: Path,
    form: str,
    csv: Any = None,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Write data for statistics; runs in the worker process."""
    from refusal_annotator.export.base import ExportCancelled
    from refusal_annotator.workspace.exporting import write_material

    try:
        return write_material(material, path, form, csv=csv, progress=progress, cancelled=cancelled)
    except ExportCancelled:
        return None


def look_job(
    path: Path, sheet: str | None, *, progress: Progress, cancelled: Cancelled
) -> TableLook:
    """Look into a table."""
    from refusal_annotator.workspace.spreadsheet_look import look_into

    del progress, cancelled
    return look_into(path, sheet)


def spreadsheet_job(
    path: Path,
    options: Any,
    intervals: Any,
    *,
    blind: bool = False,
    retest: Sequence[tuple[str, str]] = (),
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Compute the reliability of a table; runs in the worker process."""
    from refusal_annotator.domain.diagnostics import ComparisonCancelled
    from refusal_annotator.workspace.spreadsheet import compare_spreadsheet

    try:
        return compare_spreadsheet(
            path,
            options,
            intervals=intervals,
            blind=blind,
            retest=retest,
            progress=progress,
            cancelled=cancelled,
        )
    except ComparisonCancelled:
        return None


def figure_job(figure: Any, path: Path, *, progress: Progress, cancelled: Cancelled) -> Path:
    """Draw a figure into a file; runs in the worker process."""
    from refusal_annotator.export.figure_files import write_figure

    del progress, cancelled
    return write_figure(figure, path)


def _glance(folder: Path) -> Glance:
    from refusal_annotator.workspace.project import OpenProject

    try:
        project = OpenProject.open(folder, read_only=True)
    except (AnnotatorError, OSError) as error:
        return Glance(folder, "", 0, (), {}, str(error))
    try:
        coders = tuple(c for c in project.coders() if c.kind == CoderKind.HUMAN)
        articles = project.articles()
        finished = {
            c.id: sum(a.statuses.get(c.id) == CodingStatus.FINISHED for a in articles)
            for c in coders
        }
        title = f"{project.codebook.title} {project.codebook.version}"
        return Glance(folder, title, len(articles), coders, finished)
    except AnnotatorError as error:
        return Glance(folder, "", 0, (), {}, str(error))
    finally:
        project.close()
