"""Coders are compared: what is compared, the report, the workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link, SuggestionDecision, Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import now
from refusal_annotator.domain.coders import (
    ArticleCoding,
    Coder,
    CoderKind,
    CoderRole,
    CodingStatus,
)
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)
from refusal_annotator.domain.diagnostics import Cancelled, ComparisonOptions, Progress
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.collecting import no_collecting
from refusal_annotator.workspace.hiding import drawn_articles
from refusal_annotator.workspace.project import OpenProject

if TYPE_CHECKING:
    from refusal_annotator.export.base import Facts, Written

SUGGESTED = ("accepted", "edited")
"""Origins of a span that a coder took over from a suggestion."""


def comparable_coders(project: OpenProject) -> list[Coder]:
    """People who have finished at least one article."""
    project.flush()
    done = {
        coding.coder_id
        for coding in project.store.values(ArticleCoding)
        if coding.status == CodingStatus.FINISHED
    }
    return [c for c in project.coders() if c.id in done and c.kind == CoderKind.HUMAN]


def may_compare(project: OpenProject, coder_id: UUID) -> bool:
    """Whether a person may see the codings of others beside the own ones.

    Where there is a supervisor, only supervisors may: whoever still codes is not to see what others
    chose. In a project without one everybody may.
    """
    supervisors = {
        coder.id
        for coder in project.coders()
        if coder.kind == CoderKind.HUMAN and coder.role == CoderRole.SUPERVISOR
    }
    return not supervisors or coder_id in supervisors


def why_not_compare(project: OpenProject) -> str:
    """Tell a coder why comparisons stay closed, and who can open them."""
    names = [c.name for c in project.coders() if c.role == CoderRole.SUPERVISOR]
    who = " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
    return (
        "While coding, the codings of others stay hidden, so that everybody codes on their own. "
        f"As supervisor, {who} can compare the coders."
    )


def coders_named(project: OpenProject, names: Sequence[str]) -> list[Coder]:
    """Coders of these names; AnnotatorError for a name that nobody has."""
    chosen = []
    for name in names:
        coder = project.find_coder(name)
        if coder is None:
            known = ", ".join(c.name for c in project.coders()) or "nobody yet"
            raise AnnotatorError(f"There is no coder {name!r} in this project; there is {known}.")
        if coder not in chosen:
            chosen.append(coder)
    return chosen


def agreement_input(
    project: OpenProject, coder_ids: Sequence[UUID] | None = None
) -> AgreementInput:
    """Everything that a comparison of these coders (by default all) reads."""
    store = project.store
    coders = _compared(project, coder_ids)
    chosen = [coder.id for coder in coders]
    codings = [
        c for c in store.values(ArticleCoding, coder_id=chosen) if c.status == CodingStatus.FINISHED
    ]
    versions = {v.id: v for v in store.values(ArticleVersion)}
    used = {coding.article_version_id for coding in codings}
    articles = {a.id: a for a in store.values(Article)}
    zones: dict[UUID, list[tuple[int, int]]] = {}
    for zone in store.values(Zone):
        if zone.status == "confirmed":
            zones.setdefault(zone.article_version_id, []).append((zone.start, zone.end))
    spans: dict[tuple[UUID, UUID], list[Annotation]] = {}
    for annotation in store.values(Annotation, coder_id=chosen):
        place = (annotation.article_version_id, annotation.coder_id)
        spans.setdefault(place, []).append(annotation)
    decided = {
        (decision.article_version_id, decision.coder_id)
        for decision in store.values(SuggestionDecision, coder_id=chosen)
    }
    drawn = drawn_articles(project)
    links: dict[tuple[UUID, UUID], list[Link]] = {}
    for link in store.values(Link, coder_id=chosen):
        links.setdefault((link.article_version_id, link.coder_id), []).append(link)
    return AgreementInput(
        codebook=project.codebook,
        articles=tuple(
            ComparedArticle(
                id=version.id,
                name=articles[version.article_id].key,
                text=version.text,
                zones=tuple(sorted(zones.get(version.id, ()))),
                article_id=version.article_id,
            )
            for version in sorted(
                (versions[v] for v in used),
                key=lambda v: (articles[v.article_id].sequence, str(v.id)),
            )
        ),
        coders=tuple(ComparedCoder(coder.id, coder.name) for coder in coders),
        codings=tuple(
            FinishedCoding(
                article_id=coding.article_version_id,
                coder_id=coding.coder_id,
                coded_types=frozenset(coding.coded_types),
                annotations=tuple(spans.get((coding.article_version_id, coding.coder_id), ())),
                links=tuple(links.get((coding.article_version_id, coding.coder_id), ())),
                values=coding.values,
                finished_at=coding.finished_at,
                codebook_version=coding.codebook_version,
                with_suggestions=_with_suggestions(coding, drawn, decided, spans),
            )
            for coding in codings
        ),
        resolve=project.entity_index().resolve,
        population=sum(not article.deleted for article in articles.values()),
    )


def _compared(project: OpenProject, coder_ids: Sequence[UUID] | None) -> list[Coder]:
    """Coders who can be compared; AnnotatorError where one chosen cannot, or where one is alone."""
    ready = comparable_coders(project)
    wanted = {c.id for c in ready} if coder_ids is None else set(coder_ids)
    coders = [c for c in ready if c.id in wanted]
    idle = [c.name for c in project.coders() if c.id in wanted - {c.id for c in ready}]
    if idle:
        raise AnnotatorError(
            f"{' and '.join(idle)} cannot be compared: no article is finished there. "
            "Finish one, or leave the coder out."
        )
    if len(coders) >= 2:
        return coders
    if not coders:
        fact = "nobody has finished an article yet"
    elif coder_ids is None:
        fact = f"only {coders[0].name} has finished articles"
    else:
        fact = f"only {coders[0].name} was chosen"
    raise AnnotatorError(
        f"A second coder is needed: {fact}. Finish the same articles as two coders, then compare."
    )


def retest_input(project: OpenProject, occasions: Sequence[tuple[UUID, UUID]]) -> AgreementInput:
    """Everything that a test of coders against themselves reads.

    Each pair names a coder and the coder under whom the same person coded a second time.
    """
    from refusal_annotator.agreement.retest import as_retest

    ids = [coder for pair in occasions for coder in pair]
    return as_retest(agreement_input(project, ids), occasions)


def build_report(
    project: OpenProject,
    coder_ids: Sequence[UUID] | None = None,
    *,
    options: ComparisonOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AgreementReport:
    """Compare these coders, or all who have finished something."""
    from refusal_annotator.agreement.report import compare

    material = agreement_input(project, coder_ids)
    with no_collecting():
        return compare(material, options, progress=progress, cancelled=cancelled)


def project_facts(project: OpenProject, material: AgreementInput) -> Facts:
    """What a workbook says of its origin: names, versions, time, digest of the data."""
    from refusal_annotator import __version__
    from refusal_annotator.export.base import Facts

    return Facts(
        project=project.name,
        made=now(),
        program=f"Refusal Annotator {__version__}",
        more={
            "Codebook": f"{project.codebook.title}, version {project.codebook.version}",
            "Journal position": str(project.store.position()),
            "Digest of the data": data_digest(material),
        },
        project_id=project.project_id,
    )


def data_digest(material: AgreementInput) -> str:
    """Digest of the codings that are compared, to name in a report: equal data, equal digest."""
    digest = hashlib.sha256()
    for coding in sorted(material.codings, key=lambda c: (str(c.article_id), str(c.coder_id))):
        content = {
            "article": str(coding.article_id),
            "coder": str(coding.coder_id),
            "types": sorted(coding.coded_types),
            "values": dict(coding.values),
            "spans": [a.model_dump(mode="json", exclude={"revision"}) for a in coding.annotations],
            "links": [k.model_dump(mode="json", exclude={"revision"}) for k in coding.links],
        }
        digest.update(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def export_workbook(
    project: OpenProject,
    path: Path,
    *,
    coder_ids: Sequence[UUID] | None = None,
    options: ComparisonOptions | None = None,
    blind: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AgreementReport:
    """Compare coders and write the Excel workbook; returns the report.

    `blind` replaces the names of coders everywhere in the workbook, not in the report.
    """
    material = agreement_input(project, coder_ids)
    return write_comparison(
        project,
        material,
        path,
        options=options,
        blind=blind,
        progress=progress,
        cancelled=cancelled,
    )[0]


def write_comparison(
    project: OpenProject,
    material: AgreementInput,
    path: Path,
    *,
    options: ComparisonOptions | None = None,
    blind: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[AgreementReport, Written]:
    """Compare what `material` holds (see `agreement_input`, `retest_input`); write the workbook.

    Returns the report, and what a reader of the file should be told.
    """
    from refusal_annotator.agreement.report import compare
    from refusal_annotator.export.workbook import write_workbook

    facts = project_facts(project, material)
    with no_collecting():
        report = compare(material, options, progress=progress, cancelled=cancelled)
        written = write_workbook(
            report, material, path, facts, blind=blind, progress=progress, cancelled=cancelled
        )
    return report, written


def _with_suggestions(
    coding: ArticleCoding,
    drawn: Mapping[tuple[UUID, UUID], bool],
    decided: set[tuple[UUID, UUID]],
    spans: dict[tuple[UUID, UUID], list[Annotation]],
) -> bool:
    """Whether the coder had suggestions here.

    A recorded draw says it, also where no suggestion was touched. Without one it shows in what was
    done: a suggestion was decided on, or a span came from one.
    """
    hidden = drawn.get((coding.article_id, coding.coder_id))
    if hidden is not None:
        return not hidden
    place = (coding.article_version_id, coding.coder_id)
    return place in decided or any(a.origin in SUGGESTED for a in spans.get(place, ()))
