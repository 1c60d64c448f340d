"""Suggestions are made for articles, stored, and written out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.domain.changes import Change, creation, edits, now
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.storage.store import SuggestionRun
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.thresholds import pipeline_name

if TYPE_CHECKING:
    from refusal_annotator.prehighlight.base import Prehighlights
    from refusal_annotator.prehighlight.learner import Learned
    from refusal_annotator.prehighlight.parallel import Job

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TextToHighlight:
    """What the pre-highlighter needs of one article; can be sent to another process."""

    article_id: UUID
    version_id: UUID
    key: str
    text: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class PrehighlightReport:
    """What a run found, by article key, the roles for which the codebook has no unit, and what
    else is limited: the language, a spaCy pipeline that did not load, what the learner changed.
    """

    n_suggestions: Mapping[str, int]
    missing_roles: tuple[str, ...]
    cancelled: bool = False
    notices: tuple[str, ...] = ()


def texts_to_highlight(
    project: OpenProject, article_ids: Iterable[UUID] | None = None
) -> list[TextToHighlight]:
    """Texts of the articles named, or of all."""
    wanted = None if article_ids is None else set(article_ids)
    texts = []
    for summary in project.articles():
        if wanted is not None and summary.id not in wanted:
            continue
        version = project.store.version_of(summary.id)
        zones = project.store.values(Zone, article_version_id=version.id)
        confirmed = tuple(zone for zone in zones if zone.status == "confirmed")
        texts.append(TextToHighlight(summary.id, version.id, summary.key, version.text, confirmed))
    return texts


def prehighlight_texts(
    codebook_text: str,
    texts: Sequence[TextToHighlight],
    *,
    trained: str | None = None,
    learned: Learned | None = None,
    n_processes: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Prehighlights] | None:
    """Run the pre-highlighter over texts; pure, so that it can run in another process.

    `trained` names a spaCy pipeline or its folder, `learned` is what `learning.load_learned` gives.
    A large corpus is spread over several processes, unless this one may start none. Returns one
    `Prehighlights` for each text, or None when cancelled.
    """
    from refusal_annotator.prehighlight.parallel import prehighlight_many

    return prehighlight_many(
        codebook_text,
        _jobs(texts),
        trained=trained,
        learned=learned,
        n_processes=n_processes,
        progress=progress,
        cancelled=cancelled,
    )


def try_pipeline(name: str) -> str:
    """Load a spaCy pipeline, for another process than a window's: its name and version.

    AnnotatorError says why it does not load.
    """
    from refusal_annotator.prehighlight.trained import described, load_trained

    loaded, problem = load_trained(name)
    if loaded is None:
        raise ProjectError(problem)
    return described(loaded)


def worth_processes(texts: Sequence[TextToHighlight]) -> int:
    """How many processes a corpus is worth; one for a small one."""
    from refusal_annotator.prehighlight.parallel import worth_processes as worth

    return worth(_jobs(texts))


def prehighlight_elsewhere(
    codebook_text: str,
    texts: Sequence[TextToHighlight],
    *,
    n_processes: int,
    trained: str | None = None,
    learned: Learned | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[bytes] | None:
    """Run the pre-highlighter in other processes only, for a caller with a window.

    Returns one packed `Prehighlights` for each text, or None when cancelled.
    """
    from refusal_annotator.prehighlight.parallel import prehighlight_elsewhere as elsewhere

    return elsewhere(
        codebook_text,
        _jobs(texts),
        trained=trained,
        learned=learned,
        n_processes=n_processes,
        progress=progress,
        cancelled=cancelled,
    )


def store_prehighlights(
    project: OpenProject, texts: Sequence[TextToHighlight], found: Sequence[Prehighlights]
) -> PrehighlightReport:
    """Store what `prehighlight_texts` found, in place of what earlier runs had found."""
    from refusal_annotator.prehighlight import VERSION

    runs, changes = [], []
    moment = now()
    for text, result in zip(texts, found, strict=True):
        changes += _zone_changes(project, text, result.zones)
        runs.append(
            SuggestionRun(text.version_id, VERSION, moment, result.suggestions, result.links)
        )
    if changes:
        project.study_act("Propose exclusion zones", changes)
    project.store.replace_suggestions(runs)
    project.flush()
    project.forget_sessions()
    roles = tuple(dict.fromkeys(role for result in found for role in result.missing_roles))
    counts = {t.key: len(r.suggestions) for t, r in zip(texts, found, strict=True)}
    notices = tuple(dict.fromkeys(line for result in found for line in result.notices))
    return PrehighlightReport(counts, roles, notices=notices)


def run_prehighlight(
    project: OpenProject,
    article_ids: Iterable[UUID] | None = None,
    *,
    trained: str | None = None,
    n_processes: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> PrehighlightReport:
    """Make suggestions for the articles named, or for all, with what the project has learned.

    `trained` names a spaCy pipeline or its folder; None takes the project's, an empty name none.
    """
    from refusal_annotator.workspace.learning import load_learned

    texts = texts_to_highlight(project, article_ids)
    found = prehighlight_texts(
        project.codebook.source_text,
        texts,
        trained=(pipeline_name(project) if trained is None else trained.strip()) or None,
        learned=load_learned(project),
        n_processes=n_processes,
        progress=progress,
        cancelled=cancelled,
    )
    if found is None:
        return PrehighlightReport({}, (), cancelled=True)
    return store_prehighlights(project, texts, found)


def suggestions_as_json(project: OpenProject, article_id: UUID) -> list[dict[str, Any]]:
    """Suggestions of an article in the documented form of `prehighlight --json-dir`."""
    from refusal_annotator.prehighlight import as_json

    version = project.store.version_of(article_id)
    return as_json(project.store.suggestions(version.id), project.codebook)


def write_suggestions(project: OpenProject, folder: Path) -> list[Path]:
    """Write the suggestions of every article as `<article key>.json`; returns the files."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for summary in project.articles():
            path = folder / f"{summary.key}.json"
            content = suggestions_as_json(project, summary.id)
            text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
            path.write_text(text + "\n", "utf-8")
            written.append(path)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from error
    return written


def _jobs(texts: Sequence[TextToHighlight]) -> list[Job]:
    from refusal_annotator.prehighlight.parallel import Job

    return [Job(text.version_id, text.key, text.text, text.zones) for text in texts]


def _zone_changes(
    project: OpenProject, text: TextToHighlight, zones: Sequence[Zone]
) -> list[Change]:
    """New proposals come, untouched proposals of rules that are not found any more go."""
    if text.zones:
        return []
    known = {
        zone.id: zone
        for zone in project.store.values(Zone, deleted=True, article_version_id=text.version_id)
    }
    found = {zone.id: zone for zone in zones}
    changes = [creation("zone", zone) for zone_id, zone in found.items() if zone_id not in known]
    for zone_id, zone in known.items():
        by_rule = zone.status == "proposed" and zone.coder_id is None and not zone.deleted
        if by_rule and zone_id not in found:
            changes += edits("zone", zone, deleted=True)
    return changes
