"""Long work as functions that a task can run: each takes `progress` and `cancelled`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from refusal_annotator.domain.coders import Coder, CoderKind, CodingStatus
from refusal_annotator.domain.comparison import AgreementInput, AgreementReport
from refusal_annotator.domain.errors import AnnotatorError

Progress = Callable[..., None]
Cancelled = Callable[[], bool]


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


def texts_job(
    project: Any, article_ids: Sequence[UUID] | None, *, progress: Progress, cancelled: Cancelled
) -> Any:
    """Gather the texts in which suggestions are to be looked for."""
    from refusal_annotator.workspace.corpus import texts_to_highlight

    del progress, cancelled
    return texts_to_highlight(project, article_ids)


def prehighlight_job(
    codebook_text: str, texts: Sequence[Any], *, progress: Progress, cancelled: Cancelled
) -> Any:
    """Find suggestions; runs in the worker process.

    What is found comes back packed text by text: unpacking it all at once would hold the window up
    for as long as that takes.
    """
    from refusal_annotator.workspace.corpus import prehighlight_texts

    found = prehighlight_texts(codebook_text, texts, progress=progress, cancelled=cancelled)
    return None if found is None else [pickle.dumps(each) for each in found]


def store_suggestions_job(
    project: Any,
    texts: Sequence[Any],
    found: Sequence[bytes],
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Store what was found; `found` comes from our own worker process."""
    from refusal_annotator.workspace.corpus import store_prehighlights

    del progress, cancelled
    return store_prehighlights(project, texts, [pickle.loads(each) for each in found])


def material_job(
    project: Any, coder_ids: Sequence[UUID] | None, *, progress: Progress, cancelled: Cancelled
) -> tuple[AgreementInput, Any]:
    """Gather what a comparison reads, and what a workbook says of its origin."""
    from refusal_annotator.workspace.reliability import agreement_input, project_facts

    del progress, cancelled
    material = agreement_input(project, coder_ids)
    return material, project_facts(project, material)


def compare_job(
    material: AgreementInput, *, progress: Progress, cancelled: Cancelled
) -> AgreementReport:
    """Compare coders; runs in the worker process."""
    from refusal_annotator.agreement.report import compare

    del progress, cancelled
    return compare(material)


def workbook_job(
    report: AgreementReport,
    material: AgreementInput,
    facts: Any,
    path: Path,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Path:
    """Write the workbook; runs in the worker process."""
    from refusal_annotator.export.workbook import write_workbook

    del progress, cancelled
    write_workbook(report, material, path, facts=facts)
    return path


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
