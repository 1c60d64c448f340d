"""Coders are compared: what is compared, the report, the workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link, Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import now
from refusal_annotator.domain.coders import ArticleCoding, Coder, CoderKind, CodingStatus
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.project import OpenProject

if TYPE_CHECKING:
    from refusal_annotator.export.base import Facts

Progress = Callable[[int, int, str], None]


def comparable_coders(project: OpenProject) -> list[Coder]:
    """People who have finished at least one article."""
    project.flush()
    done = {
        coding.coder_id
        for coding in project.store.values(ArticleCoding)
        if coding.status == CodingStatus.FINISHED
    }
    return [c for c in project.coders() if c.id in done and c.kind == CoderKind.HUMAN]


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
    coders = [c for c in comparable_coders(project) if coder_ids is None or c.id in set(coder_ids)]
    if len(coders) < 2:
        who = coders[0].name + " has" if coders else "Nobody has"
        raise AnnotatorError(
            f"A second coder is needed: {who} finished articles"
            f"{', and no other coder has finished any' if coders else ' yet'}. "
            "Finish the same articles as two coders, then compare."
        )
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
            )
            for coding in codings
        ),
        resolve=project.entity_index().resolve,
    )


def build_report(project: OpenProject, coder_ids: Sequence[UUID] | None = None) -> AgreementReport:
    """Compare these coders, or all who have finished something."""
    from refusal_annotator.agreement.report import compare

    return compare(agreement_input(project, coder_ids))


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
) -> AgreementReport:
    """Compare coders and write the Excel workbook; returns the report."""
    from refusal_annotator.agreement.report import compare
    from refusal_annotator.export.workbook import write_workbook

    material = agreement_input(project, coder_ids)
    report = compare(material)
    write_workbook(report, material, path, project_facts(project, material))
    return report
