"""Data for statistics: gather what was coded, make the tables, write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link, Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import now
from refusal_annotator.domain.coders import ArticleCoding, Coder, CoderKind, CodingStatus
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
    MatchedGroup,
)
from refusal_annotator.domain.entities import EntityLink
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.reliability import coders_named

if TYPE_CHECKING:
    from refusal_annotator.export.csv_files import CsvForm
    from refusal_annotator.export.data_files import WrittenFiles
    from refusal_annotator.export.data_set import DataSet, StudyData

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class DataChoice:
    """Whose codings are exported, and which.

    `coders` are names; none means all people. `gold` takes the gold standard alone. With
    `finished_only` drafts are left out; otherwise a column tells them apart. `tables` names groups
    of tables (`export.data_dictionary.GROUPS`); none means all.
    """

    coders: tuple[str, ...] = ()
    gold: bool = False
    finished_only: bool = False
    tables: tuple[str, ...] = ()


def export_data(
    project: OpenProject,
    path: Path,
    format_name: str,
    *,
    choice: DataChoice | None = None,
    csv: CsvForm | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WrittenFiles:
    """Write the codings for a statistics program: xlsx, csv, sav, dta or jsonl.

    Each export has a dictionary and scripts for R and Python that load it. Raises AnnotatorError
    for a format or coder that there is not, and where an extra package is not installed.
    """
    _refuse_unwritable(format_name)
    material = data_material(project, choice)
    return write_material(
        material, path, format_name, csv=csv, progress=progress, cancelled=cancelled
    )


@dataclass(frozen=True, slots=True)
class DataMaterial:
    """What an export reads of a project; it can travel to another process."""

    data: StudyData
    about: Mapping[str, str]
    tables: tuple[str, ...] = ()


def data_material(project: OpenProject, choice: DataChoice | None = None) -> DataMaterial:
    """Gather what an export reads."""
    chosen = choice or DataChoice()
    data = study_data(project, chosen)
    return DataMaterial(data, _about(project, data, chosen), chosen.tables)


def write_material(
    material: DataMaterial,
    path: Path,
    format_name: str,
    *,
    csv: CsvForm | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WrittenFiles:
    """Make the tables and write them; ExportCancelled once `cancelled` says yes."""
    from refusal_annotator.export.data_dictionary import make_data_set
    from refusal_annotator.export.data_files import data_format, write_data

    _refuse_unwritable(format_name)
    tables = make_data_set(material.data, material.about, material.tables)
    form = data_format(format_name)
    return write_data(tables, path, form, csv=csv, progress=progress, cancelled=cancelled)


def _refuse_unwritable(format_name: str) -> None:
    from refusal_annotator.export.data_files import data_format

    reason = data_format(format_name).why_not()
    if reason:
        raise AnnotatorError(reason)


def data_set(project: OpenProject, choice: DataChoice | None = None) -> DataSet:
    """Return all tables of an export."""
    from refusal_annotator.export.data_dictionary import make_data_set

    material = data_material(project, choice)
    return make_data_set(material.data, material.about, material.tables)


def chosen_coders(project: OpenProject, choice: DataChoice) -> list[Coder]:
    """Return the coders of a choice; AnnotatorError where there are none."""
    if choice.gold and choice.coders:
        raise AnnotatorError(
            "Nothing was exported: choose either coders or the gold standard. To export both, "
            "name the gold standard among the coders."
        )
    if choice.coders:
        return coders_named(project, choice.coders)
    kind = CoderKind.GOLD if choice.gold else CoderKind.HUMAN
    found = [coder for coder in project.coders() if coder.kind == kind]
    if choice.gold and not found:
        raise AnnotatorError(
            "Nothing was exported: this project has no gold standard yet. Settle the "
            "disagreements first, or export the coders."
        )
    return found


def study_data(project: OpenProject, choice: DataChoice) -> StudyData:
    """Gather articles, codings, spans, links and registry as domain values."""
    from refusal_annotator.export.data_set import StudyData

    coders = chosen_coders(project, choice)
    project.flush()
    store = project.store
    ids = [coder.id for coder in coders]
    codings = store.values(ArticleCoding, coder_id=ids)
    annotations = store.values(Annotation, coder_id=ids)
    links = store.values(Link, coder_id=ids)
    if choice.finished_only:
        codings = [c for c in codings if c.status == CodingStatus.FINISHED]
        done = {(c.article_version_id, c.coder_id) for c in codings}
        annotations = [a for a in annotations if (a.article_version_id, a.coder_id) in done]
        links = [k for k in links if (k.article_version_id, k.coder_id) in done]
    zones: dict[UUID, list[tuple[int, int]]] = {}
    for zone in store.values(Zone):
        if zone.status == "confirmed":
            zones.setdefault(zone.article_version_id, []).append((zone.start, zone.end))
    articles = store.values(Article)
    known = {article.id for article in articles}
    versions = {v.id: v for v in store.values(ArticleVersion) if v.article_id in known}
    data = StudyData(
        codebook=project.codebook,
        articles=articles,
        versions=versions,
        zones=zones,
        coders=coders,
        codings=[c for c in codings if c.article_version_id in versions],
        annotations=[a for a in annotations if a.article_version_id in versions],
        links=[k for k in links if k.article_version_id in versions],
        article_links=store.values(ArticleLink, coder_id=ids),
        entities=project.entities(),
        entity_links=store.values(EntityLink),
    )
    return _with_groups(data) if len(coders) > 1 else data


def _with_groups(data: StudyData) -> StudyData:
    """Match the spans of finished articles, as agreement does."""
    from dataclasses import replace

    from refusal_annotator.agreement.groups import Material, match_type

    material = Material(_comparison(data))
    groups: list[MatchedGroup] = []
    for span_type in data.codebook.span_types:
        groups += match_type(material, span_type.id)[0]
    return replace(data, groups=tuple(groups))


def _comparison(data: StudyData) -> AgreementInput:
    finished = [c for c in data.codings if c.status == CodingStatus.FINISHED]
    spans: dict[tuple[UUID, UUID], list[Annotation]] = {}
    for annotation in data.annotations:
        place = (annotation.article_version_id, annotation.coder_id)
        spans.setdefault(place, []).append(annotation)
    order = {article.id: (article.sequence, article.key) for article in data.articles}
    used = {coding.article_version_id for coding in finished}
    versions = sorted(
        (data.versions[v] for v in used), key=lambda v: (order[v.article_id], str(v.id))
    )
    keys = {article.id: article.key for article in data.articles}
    return AgreementInput(
        codebook=data.codebook,
        articles=tuple(
            ComparedArticle(v.id, keys[v.article_id], v.text, tuple(data.zones.get(v.id, ())))
            for v in versions
        ),
        coders=tuple(ComparedCoder(coder.id, coder.name) for coder in data.coders),
        codings=tuple(
            FinishedCoding(
                article_id=coding.article_version_id,
                coder_id=coding.coder_id,
                coded_types=frozenset(coding.coded_types),
                annotations=tuple(spans.get((coding.article_version_id, coding.coder_id), ())),
                values=coding.values,
            )
            for coding in finished
        ),
        resolve=data.entity_index.resolve,
    )


def _about(project: OpenProject, data: StudyData, choice: DataChoice) -> dict[str, str]:
    from refusal_annotator import __version__

    names = ", ".join(coder.name for coder in data.coders) or "nobody"
    drafts = "left out" if choice.finished_only else "included; the column finished tells them"
    return {
        "Project": project.name,
        "Program": f"Refusal Annotator {__version__}",
        "Time of export": now().isoformat(timespec="seconds"),
        "Journal position": str(project.store.position()),
        "Codebook": f"{project.codebook.title}, version {project.codebook.version}",
        "Coders": names,
        "Drafts": drafts,
        "Offsets": "Code points of the article's text from 0; the end is the one after the last.",
        "Matching of spans": f"One to one; {project.codebook.matching.describe()}.",
        "Missing values": _missing_sentence(data),
        "Open bounds": "An open bound is an empty cell with 1 in the column NAME_open.",
        "Dates": "As written, with first and last possible day; an open end is empty.",
    }


def _missing_sentence(data: StudyData) -> str:
    codes: Sequence[str] = [f"{c.code} {c.shown.lower()}" for c in data.codebook.missing_codes]
    return (
        f"{', '.join(codes)}: codes of categorical variables (user-missing in SPSS; .a, .b, .c in "
        "this order in Stata), and in the column NAME_missing of figures, dates and entities, "
        "where the value itself is empty. An empty cell is none of these."
    )
