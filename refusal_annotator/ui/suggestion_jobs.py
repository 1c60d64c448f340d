"""Work on suggestions that a task can run: each function takes `progress` and `cancelled`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.errors import AnnotatorError

Progress = Callable[..., None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SuggestionWork:
    """All that looking for suggestions needs: texts, the pipeline, what was learned.

    `n_processes` is how many processes the corpus is worth; the window's worker is one.
    """

    codebook_text: str
    texts: Sequence[Any]
    pipeline: str | None
    learned: Any
    n_processes: int


@dataclass(frozen=True, slots=True)
class SuggestionFacts:
    """What the panel of suggestions shows; `scores` by type are sorted."""

    scores: Mapping[str, Sequence[float]]
    thresholds: Mapping[str, float]
    defaults: Mapping[str, float]
    pipeline: str
    learned: Sequence[Any]
    learned_line: str
    n_finished: int
    report: Any


def work_job(
    project: Any, article_ids: Sequence[UUID] | None, *, progress: Progress, cancelled: Cancelled
) -> SuggestionWork:
    """Gather what looking for suggestions needs."""
    from refusal_annotator.workspace import prehighlighting
    from refusal_annotator.workspace.learning import load_learned
    from refusal_annotator.workspace.thresholds import pipeline_name

    del progress, cancelled
    texts = prehighlighting.texts_to_highlight(project, article_ids)
    return SuggestionWork(
        project.codebook.source_text,
        texts,
        pipeline_name(project) or None,
        load_learned(project),
        prehighlighting.worth_processes(texts),
    )


def prehighlight_job(
    work: SuggestionWork, *, progress: Progress, cancelled: Cancelled
) -> list[bytes] | None:
    """Find suggestions; runs in the worker process.

    What is found comes back packed text by text: unpacking it all at once would hold the window up
    for as long as that takes.
    """
    from refusal_annotator.workspace.prehighlighting import prehighlight_texts

    found = prehighlight_texts(
        work.codebook_text,
        work.texts,
        trained=work.pipeline,
        learned=work.learned,
        progress=progress,
        cancelled=cancelled,
    )
    return None if found is None else [pickle.dumps(each) for each in found]


def prehighlight_elsewhere_job(
    work: SuggestionWork, *, progress: Progress, cancelled: Cancelled
) -> list[bytes] | None:
    """Find suggestions in a large corpus; runs in a thread that waits for several processes."""
    from refusal_annotator.workspace.prehighlighting import prehighlight_elsewhere

    return prehighlight_elsewhere(
        work.codebook_text,
        work.texts,
        n_processes=work.n_processes,
        trained=work.pipeline,
        learned=work.learned,
        progress=progress,
        cancelled=cancelled,
    )


def store_suggestions_job(
    project: Any,
    work: SuggestionWork,
    found: Sequence[bytes],
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Store what was found; `found` comes from our own processes."""
    from refusal_annotator.workspace.prehighlighting import store_prehighlights

    del progress, cancelled
    return store_prehighlights(project, work.texts, [pickle.loads(each) for each in found])


def facts_job(
    project: Any, coder_ids: Sequence[UUID], *, progress: Progress, cancelled: Cancelled
) -> SuggestionFacts:
    """Gather what the panel of suggestions shows."""
    from refusal_annotator.workspace import learning, shown, suggestion_report, thresholds

    del progress, cancelled
    roles = learning.learned_roles(project)
    return SuggestionFacts(
        thresholds.scores_by_type(project),
        thresholds.thresholds(project),
        shown.default_thresholds(project.codebook),
        thresholds.pipeline_name(project),
        roles,
        learning.learned_lines(project)[0],
        learning.n_finished(project),
        suggestion_report.suggestion_report(project, coder_ids),
    )


def threshold_job(
    project: Any, chosen: Mapping[str, float], *, progress: Progress, cancelled: Cancelled
) -> Mapping[str, float]:
    """Keep thresholds and let every open article follow."""
    from refusal_annotator.workspace.thresholds import set_thresholds

    del progress, cancelled
    return set_thresholds(project, chosen)


def pipeline_job(name: str, *, progress: Progress, cancelled: Cancelled) -> str:
    """Try a spaCy pipeline in the worker process: its name and version, or AnnotatorError."""
    from refusal_annotator.workspace.prehighlighting import try_pipeline

    del progress, cancelled
    return try_pipeline(name)


def training_job(
    project: Any, *, progress: Progress, cancelled: Cancelled
) -> tuple[str, Sequence[Any], str | None]:
    """Gather what learning needs: the codebook, finished articles, the pipeline."""
    from refusal_annotator.workspace.learning import training_texts
    from refusal_annotator.workspace.thresholds import pipeline_name

    del progress, cancelled
    if project.read_only:
        raise AnnotatorError("The project is open for reading only; nothing was learned.")
    return project.codebook.source_text, training_texts(project), pipeline_name(project) or None


def learn_job(
    codebook_text: str,
    texts: Sequence[Any],
    pipeline: str | None,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> Any:
    """Learn from coders; runs in the worker process. None when cancelled."""
    from refusal_annotator.workspace.learning import learn_from_texts

    return learn_from_texts(
        codebook_text, texts, trained=pipeline, progress=progress, cancelled=cancelled
    )


def grid_job(
    project: Any,
    coder_id: UUID,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[dict[str, str], list[Any]]:
    """Heads and rows of the grid of metadata."""
    from refusal_annotator.workspace.metadata_guesses import metadata_grid, role_labels

    del progress, cancelled
    return role_labels(project), metadata_grid(project, coder_id)
