"""Coding files come in and go out: one JSON file for each article and coder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import UUID, uuid5

from pydantic import BaseModel

from refusal_annotator.domain.annotations import (
    Annotation,
    ArticleLink,
    Link,
    Zone,
    file_annotation_id,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, creation, edits, now
from refusal_annotator.domain.coders import ArticleCoding, Coder, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.exchange.coding_files import (
    CodingFile,
    CodingFileError,
    ImportedCoding,
    Problem,
    check_coding_file,
    read_coding_file,
    span_names,
    to_domain,
    to_json,
)
from refusal_annotator.workspace.project import OpenProject

Outcome = Literal["imported", "updated", "unchanged", "refused"]
Progress = Callable[[int, int, str], None]
Value = TypeVar("Value", bound=BaseModel)

MAX_FILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one coding file; `notes` are lines for people."""

    name: str
    outcome: Outcome
    coder: str = ""
    article: str = ""
    n_spans: int = 0
    n_relations: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What became of all files, and what still waits for its target."""

    files: tuple[FileReport, ...]
    n_pending_links: int = 0
    pending_entities: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """Files that changed nothing because of their problems."""
        return tuple(report for report in self.files if report.outcome == "refused")


def import_codings(
    project: OpenProject,
    paths: Sequence[Path],
    *,
    coder_name: str | None = None,
    draft: bool = False,
    progress: Progress | None = None,
) -> CodingsReport:
    """Take in coding files; a file with a wrong value, quote or offset changes nothing.

    `coder_name` wins over the coder that a file names. A file imported again is an update.
    """
    files = list(_files(paths))
    reports: list[FileReport] = []
    coders: dict[UUID, Coder] = {}
    for number, path in enumerate(files):
        if progress:
            progress(number, len(files), path.name)
        report, coder = _import_file(project, path, coder_name, draft=draft)
        reports.append(report)
        if coder is not None:
            coders[coder.id] = coder
    if not files:
        raise AnnotatorError(
            "There is no coding file there. Name files or folders with .json files."
        )
    for coder in coders.values():
        resolve_pending(project, coder.id)
    project.forget_sessions()
    return CodingsReport(
        tuple(reports),
        n_pending_links=len(pending_links(project, coders)),
        pending_entities=tuple(sorted(pending_entities(project, coders))),
    )


def export_codings(project: OpenProject, coder: Coder, folder: Path) -> list[Path]:
    """Write one file for each article that a coder has taken up, named after its source's stem."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = {article.id: article for article in project.store.values(Article)}
    written = []
    for coding in project.store.values(ArticleCoding, coder_id=coder.id):
        article = articles.get(coding.article_id)
        if article is None:
            continue
        content = coding_as_json(project, coder, article, coding)
        path = folder / f"{article.key}.json"
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        unfinished.replace(path)
        written.append(path)
    return sorted(written)


def coding_as_json(
    project: OpenProject, coder: Coder, article: Article, coding: ArticleCoding
) -> dict[str, Any]:
    """One coder's coding of one article as the object of a coding file."""
    store = project.store
    version = store.values(ArticleVersion, id=coding.article_version_id)[0]
    mine = {"article_version_id": version.id, "coder_id": coder.id}
    annotations = store.values(Annotation, deleted=True, **mine)
    zones = coding.zones
    if zones is None:
        confirmed = store.values(Zone, article_version_id=version.id)
        zones = tuple(
            (z.start, z.end, z.kind)
            for z in sorted(confirmed, key=lambda z: (z.start, z.end))
            if z.status == "confirmed"
        )
    return to_json(
        [a for a in annotations if not a.deleted],
        store.values(Link, **mine),
        codebook=project.codebook,
        names=span_names(annotations, project.codebook),
        article=article.source_name,
        sha256=version.source_sha256,
        length=len(version.text),
        coder=coder.name,
        coded_types=coding.coded_types,
        zones=zones,
        article_values=coding.values,
        article_links=store.values(ArticleLink, coder_id=coder.id, from_article_id=article.id),
        extras=coding.extras,
        keys=coding.file_keys,
        articles={a.id: a.key for a in store.values(Article)},
    )


def resolve_pending(project: OpenProject, coder_id: UUID) -> int:
    """Connect links across articles whose target has come in; returns their number."""
    waiting = [
        link
        for link in project.store.values(Link, coder_id=coder_id)
        if link.to_id is None and link.pending_target
    ]
    if not waiting:
        return 0
    here = {a.id: a for a in project.store.values(Annotation, coder_id=coder_id)}
    articles = {a.key: a.id for a in project.store.values(Article)}
    changes: list[Change] = []
    for link in waiting:
        target = link.pending_target or {}
        article_id = articles.get(target.get("article", "").removesuffix(".txt"))
        if article_id is None:
            continue
        wanted = file_annotation_id(
            project.project_id, coder_id, article_id, target.get("span", "")
        )
        if wanted in here:
            changes += edits("link", link, to_id=wanted)
    if changes:
        project.study_act("Connect links across articles", changes, coder_id)
        project.flush()
    return len(changes)


def pending_links(project: OpenProject, coder_ids: Iterable[UUID]) -> list[Link]:
    """Links whose target is not here yet."""
    return [
        link for link in project.store.values(Link, coder_id=list(coder_ids)) if link.to_id is None
    ]


def pending_entities(project: OpenProject, coder_ids: Iterable[UUID]) -> set[str]:
    """Names and keys that codings use and the registry does not know."""
    index = project.entity_index()
    codebook = project.codebook
    written: set[str] = set()
    linked = {
        span_type.id: [a.id for a in span_type.attributes if a.level == "link"]
        for span_type in codebook.span_types
    }
    for annotation in project.store.values(Annotation, coder_id=list(coder_ids)):
        for attribute_id in linked.get(annotation.type, ()):
            written |= _names(annotation.values.get(attribute_id))
    variables = [v.id for v in codebook.article_variables if v.level == "link"]
    for coding in project.store.values(ArticleCoding, coder_id=list(coder_ids)):
        for variable_id in variables:
            written |= _names(coding.values.get(variable_id))
    return {name for name in written if index.find(name) is None}


def _names(cell: Any) -> set[str]:
    content = (cell or {}).get("v")
    items = content if isinstance(content, list) else [content]
    return {item for item in items if isinstance(item, str)}


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.json") if p.is_file())
        else:
            yield path


def _import_file(
    project: OpenProject, path: Path, coder_name: str | None, *, draft: bool
) -> tuple[FileReport, Coder | None]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise AnnotatorError("it is larger than 64 MiB; a coding file is small")
        file = read_coding_file(path.read_bytes(), name=path.name)
        article, version, notes = _find_article(project, file)
        name = coder_name or file.coder
        if not name:
            raise AnnotatorError("it names no coder; name one with --coder")
        if coder_name and file.coder and coder_name != file.coder:
            notes.append(f"coded by {file.coder} in the file, imported for {coder_name}")
    except OSError as error:
        return _refused(path, f"it cannot be read: {error.strerror or error}"), None
    except CodingFileError as error:
        return FileReport(path.name, "refused", problems=error.problems), None
    except AnnotatorError as error:
        return _refused(path, str(error)), None
    problems = check_coding_file(file, text=version.text, codebook=project.codebook)
    if any(problem.severity == "error" for problem in problems):
        return FileReport(path.name, "refused", name, article.key, problems=problems), None
    coder = project.find_coder(name)
    if coder is None:
        coder = project.add_coder(name)
        notes.append(f"{name} is new and was added as a coder")
    coding = to_domain(
        file,
        codebook=project.codebook,
        codebook_version=project.codebook_version,
        project_id=project.project_id,
        coder_id=coder.id,
        article_id=article.id,
        article_version_id=version.id,
        text=version.text,
    )
    return _store(
        project, path.name, coder, article, version, coding, problems, notes, draft
    ), coder


def _refused(path: Path, reason: str) -> FileReport:
    return FileReport(path.name, "refused", problems=(Problem(path.name, None, None, reason),))


def _find_article(
    project: OpenProject, file: CodingFile
) -> tuple[Article, ArticleVersion, list[str]]:
    """By the digest of the source's bytes, then by name where the text has the stated length."""
    articles = {article.id: article for article in project.store.values(Article)}
    heads = project.store.version_heads()
    stem = Path(file.article).stem
    exact = [h for h in heads if file.sha256 and h["source_sha256"] == file.sha256]
    # One text may have been published twice; the name then tells which is meant.
    exact.sort(key=lambda h: articles[h["article_id"]].key != stem)
    if exact:
        version = project.store.values(ArticleVersion, id=exact[0]["id"])[0]
        return articles[version.article_id], version, []
    named = [a for a in articles.values() if a.key == stem or a.source_name == file.article]
    if not named:
        raise AnnotatorError(
            f"its article {file.article} is not in the project; import the article first"
        )
    version = project.store.version_of(named[0].id)
    if file.length is not None and file.length != len(version.text):
        raise AnnotatorError(
            f"its article {file.article} has {file.length} characters there and "
            f"{len(version.text)} here: it is another text; import that one"
        )
    note = "matched by name: the file does not state the digest of this source"
    return named[0], version, [note]


def _store(
    project: OpenProject,
    name: str,
    coder: Coder,
    article: Article,
    version: ArticleVersion,
    coding: ImportedCoding,
    problems: tuple[Problem, ...],
    notes: list[str],
    draft: bool,
) -> FileReport:
    store = project.store
    mine = {"article_version_id": version.id, "coder_id": coder.id}
    before = store.values(Annotation, deleted=True, **mine)
    links_before = store.values(Link, deleted=True, **mine)
    annotations, links = _as_held(project, article, coding, before, links_before)
    changes = _updates("annotation", before, annotations, ("sequence", "origin", "suggestion_id"))
    changes += _updates("link", links_before, links, ("to_id", "sequence", "origin"))
    changes += _updates(
        "article_link",
        store.values(ArticleLink, deleted=True, coder_id=coder.id, from_article_id=article.id),
        coding.article_links,
        ("to_article_id",),
    )
    record = ArticleCoding(
        id=uuid5(project.project_id, f"coding:{coder.id}/{article.id}"),
        article_id=article.id,
        article_version_id=version.id,
        coder_id=coder.id,
        status=CodingStatus.DRAFT if draft else CodingStatus.FINISHED,
        values=dict(coding.article_values),
        coded_types=coding.coded_types,
        finished_at=None if draft else now(),
        extras=dict(coding.extras),
        file_keys=tuple(coding.keys),
        zones=coding.zone_triples,
        codebook_version=project.codebook_version,
    )
    held = store.values(ArticleCoding, article_id=article.id, coder_id=coder.id)
    known = held[0] if held else None
    changes += _record_changes(known, record)
    zone_changes, zone_notes = _zone_changes(project, version, coding.zones)
    changes += zone_changes
    if changes:
        project.study_act(f"Import the coding of {article.key}", changes, coder.id)
        project.flush()
    outcome: Outcome = "imported" if known is None else "updated" if changes else "unchanged"
    return FileReport(
        name,
        outcome,
        coder.name,
        article.key,
        n_spans=len(coding.annotations),
        n_relations=len(coding.links),
        problems=problems,
        notes=(*notes, *zone_notes),
    )


def _as_held(
    project: OpenProject,
    article: Article,
    coding: ImportedCoding,
    before: Sequence[Annotation],
    links_before: Sequence[Link],
) -> tuple[list[Annotation], list[Link]]:
    """Give what an export of this very project holds the ids that it has here.

    Spans and links made in the tool have ids of their own; an export names the spans, and coming
    back under that name they are the same.
    """
    names = span_names(before, project.codebook)
    ids: dict[UUID, UUID] = {}
    for annotation in before:
        if annotation.source_id is None:
            coder_id = annotation.coder_id
            written = names[annotation.id]
            ids[file_annotation_id(project.project_id, coder_id, article.id, written)] = (
                annotation.id
            )
    if not ids:
        return list(coding.annotations), list(coding.links)

    def held(row_id: UUID | None) -> UUID | None:
        return ids.get(row_id, row_id) if row_id else None

    annotations = [
        a.model_copy(update={"id": ids[a.id], "source_id": None}) if a.id in ids else a
        for a in coding.annotations
    ]
    places = {_link_place(link): link.id for link in links_before}
    links = []
    for link in coding.links:
        moved = link.model_copy(update={"from_id": held(link.from_id), "to_id": held(link.to_id)})
        links.append(moved.model_copy(update={"id": places.get(_link_place(moved), moved.id)}))
    return annotations, links


def _link_place(link: Link) -> tuple[Any, ...]:
    target = tuple(sorted((link.pending_target or {}).items()))
    return (link.type, link.from_id, target or link.to_id, link.position, link.path)


def _updates(
    table: str, before: Sequence[Value], after: Sequence[Value], kept: tuple[str, ...]
) -> list[Change]:
    """Creations, edits, and deletions of what an earlier import brought and the file has no more.

    Fields in `kept` are the program's own and are not overwritten.
    """
    known = {value.id: value for value in before}  # type: ignore[attr-defined]
    wanted = {value.id: value for value in after}  # type: ignore[attr-defined]
    changes: list[Change] = []
    for row_id, value in wanted.items():
        if row_id not in known:
            changes.append(creation(table, value))
            continue
        changes += _field_changes(table, known[row_id], value, ("revision", *kept))
    for row_id, value in known.items():
        # What a coder made in the tool since stays; a file cannot know of it.
        from_file = getattr(value, "source_id", "") is not None and value.origin == "imported"  # type: ignore[attr-defined]
        if row_id not in wanted and from_file and not value.deleted:  # type: ignore[attr-defined]
            changes += edits(table, value, deleted=True)
    return changes


def _field_changes(
    table: str, before: BaseModel, after: BaseModel, kept: tuple[str, ...]
) -> list[Change]:
    from refusal_annotator.domain.changes import NESTED, edit

    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    row_id: UUID = before.id  # type: ignore[attr-defined]
    changes: list[Change] = []
    for name, content in new.items():
        if name in kept or old[name] == content:
            continue
        if name in NESTED:
            changes += [
                edit(table, row_id, f"{name}/{key}", old[name].get(key), content.get(key))
                for key in dict.fromkeys([*old[name], *content])
                if old[name].get(key) != content.get(key)
            ]
        else:
            changes.append(edit(table, row_id, name, old[name], content))
    return changes


def _record_changes(known: ArticleCoding | None, record: ArticleCoding) -> list[Change]:
    if known is None:
        return [creation("article_coding", record)]
    kept = ("id", "revision", "unfinished_reason")
    if known.status == record.status:
        kept = (*kept, "finished_at")
    return _field_changes("article_coding", known, record, kept)


def _zone_changes(
    project: OpenProject, version: ArticleVersion, zones: Sequence[Zone]
) -> tuple[list[Change], list[str]]:
    """The first file's zones become the article's; others that differ become proposals."""
    known = {
        zone.id: zone
        for zone in project.store.values(Zone, deleted=True, article_version_id=version.id)
    }
    confirmed = any(z.status == "confirmed" and not z.deleted for z in known.values())
    status = "proposed" if confirmed else "confirmed"
    changes: list[Change] = []
    for zone in zones:
        earlier = known.get(zone.id)
        if earlier is None:
            changes.append(creation("zone", zone.model_copy(update={"status": status})))
        elif status == "confirmed":
            changes += edits("zone", earlier, status="confirmed", deleted=False)
    if confirmed:
        return changes, [
            f"the zone {c.after['start']}-{c.after['end']} ({c.after['kind']}) differs from those "
            "confirmed and is kept as a proposal"
            for c in changes
        ]
    if zones:
        # What rules proposed gives way to what a coder decided.
        decided = {zone.id for zone in zones}
        for zone in known.values():
            if zone.id not in decided and not zone.deleted and zone.coder_id is None:
                changes += edits("zone", zone, deleted=True)
    return changes, []
