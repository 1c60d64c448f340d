"""What a coding file changes in a project: nothing, something, or all that it holds is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from refusal_annotator.domain.annotations import (
    Annotation,
    ArticleLink,
    Link,
    Zone,
    file_annotation_id,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, creation, edits, edits_between, now
from refusal_annotator.domain.coders import ArticleCoding, Coder, CodingStatus
from refusal_annotator.domain.spans import pieces_iou
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.exchange.coding_files import ImportedCoding, span_names
from refusal_annotator.workspace.acts import coding_id
from refusal_annotator.workspace.project import OpenProject

Value = TypeVar("Value", Annotation, Link, ArticleLink)
# What the program keeps of its own whatever a file says.
_OURS = ("id", "revision", "suggestion_id", "derived_from", "codebook_version")


@dataclass(frozen=True, slots=True)
class Held:
    """What a project holds of one coder's coding of one article, deleted rows too."""

    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    article_links: tuple[ArticleLink, ...]
    record: ArticleCoding | None
    zones: tuple[Zone, ...]

    @staticmethod
    def read(project: OpenProject, coder: Coder, article: Article, version: UUID) -> Held:
        """Read it from the database."""
        store, who = project.store, coder.id
        records = store.values(ArticleCoding, deleted=True, article_id=article.id, coder_id=who)
        return Held(
            tuple(store.values(Annotation, deleted=True, article_version_id=version, coder_id=who)),
            tuple(store.values(Link, deleted=True, article_version_id=version, coder_id=who)),
            tuple(
                store.values(ArticleLink, deleted=True, from_article_id=article.id, coder_id=who)
            ),
            min(records, key=lambda record: record.deleted, default=None),
            tuple(store.values(Zone, deleted=True, article_version_id=version)),
        )


def coding_changes(
    project: OpenProject,
    coder: Coder,
    article: Article,
    version: ArticleVersion,
    coding: ImportedCoding,
    held: Held,
    *,
    draft: bool,
) -> tuple[list[Change], list[str]]:
    """Changes that bring a file's coding in, and lines for people on its zones."""
    coding = _as_held(project, coder, article, coding, held)
    changes = _updates("annotation", held.annotations, coding.annotations, ())
    links = (*coding.links, *_left_dangling(held, coding))
    changes += _updates("link", held.links, links, ("to_id",))
    changes += _updates(
        "article_link", held.article_links, coding.article_links, ("to_article_id",)
    )
    record = ArticleCoding(
        id=coding_id(article.id, coder.id),
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
    changes += _record_changes(held.record, record)
    zone_changes, notes = _zone_changes(held.zones, coding.zones)
    return [*changes, *zone_changes], notes


def _as_held(
    project: OpenProject, coder: Coder, article: Article, coding: ImportedCoding, held: Held
) -> ImportedCoding:
    """Give what an export of this very project holds the ids that it has here.

    Spans and links made in the tool have ids of their own; an export names the spans, and coming
    back under that name, with the same type and at least in part the same text, they are the same.
    """
    names = span_names(held.annotations, project.codebook)
    made = {names[a.id]: a for a in held.annotations if a.source_id is None}
    ids: dict[UUID, UUID] = {}
    for annotation in coding.annotations:
        here = made.get(annotation.source_id or "")
        if here is not None and _is_same(here, annotation):
            given = annotation.source_id or ""
            ids[file_annotation_id(project.project_id, coder.id, article.id, given)] = here.id
    annotations = tuple(
        a.model_copy(update={"id": ids[a.id], "source_id": None}) if a.id in ids else a
        for a in coding.annotations
    )
    # Of several in one place the one that is not deleted comes last and counts.
    by_life = sorted(held.links, key=lambda link: not link.deleted)
    places = {_link_place(link): link.id for link in by_life}
    links, renamed = [], {}
    for link in coding.links:
        to_id = ids.get(link.to_id, link.to_id) if link.to_id else None
        ends = {"from_id": ids.get(link.from_id, link.from_id), "to_id": to_id}
        moved = link.model_copy(update=ends)
        kept = places.get(_link_place(moved), moved.id)
        renamed[str(link.id)] = str(kept)
        links.append(moved.model_copy(update={"id": kept}))
    return replace(
        coding,
        annotations=annotations,
        links=tuple(links),
        keys=tuple(_renamed(key, renamed) for key in coding.keys),
    )


def _is_same(here: Annotation, there: Annotation) -> bool:
    return here.type == there.type and pieces_iou(here.all_parts, there.all_parts) > 0


def _link_place(link: Link) -> tuple[Any, ...]:
    target = tuple(sorted((link.pending_target or {}).items()))
    return (link.type, link.from_id, target or link.to_id, link.position, link.path)


def _renamed(key: str, links: Mapping[str, str]) -> str:
    """Entry on how a link was written, under the id that the link has here."""
    if not key.startswith("@"):
        return key
    owner, colon, what = key[1:].rpartition(":")
    return f"@{links.get(owner, owner)}{colon}{what}"


def _left_dangling(held: Held, coding: ImportedCoding) -> list[Link]:
    """Links drawn in the tool at spans that the file has no more: they go with their span."""
    gone = {a.id for a in held.annotations if _came_from_file(a)} - {
        a.id for a in coding.annotations
    }
    known = {link.id for link in coding.links}
    return [
        link.model_copy(update={"deleted": True})
        for link in held.links
        if link.id not in known and not link.deleted and {link.from_id, link.to_id} & gone
    ]


def _updates(
    table: str, before: Sequence[Value], after: Sequence[Value], kept: tuple[str, ...]
) -> list[Change]:
    """Creations, edits, and deletions of what an earlier import brought and the file has no more.

    Fields in `kept` are settled elsewhere.
    """
    known = {value.id: value for value in before}
    wanted = {value.id: value for value in after}
    if _in_order([known.get(value.id) for value in after]):
        kept = (*kept, "sequence")
    changes: list[Change] = []
    for row_id, value in wanted.items():
        if row_id not in known:
            changes.append(creation(table, value))
            continue
        changes += _row_changes(table, known[row_id], value, kept)
    for row_id, value in known.items():
        # What a coder made in the tool since stays; a file cannot know of it.
        if row_id not in wanted and _came_from_file(value) and not value.deleted:
            changes += edits(table, value, deleted=True)
    return changes


def _row_changes(
    table: str, before: Value, after: Value, kept: tuple[str, ...]
) -> tuple[Change, ...]:
    origin = getattr(after, "origin", None)
    # A file that says nothing of the origin does not mean that it is another one now.
    silent = ("origin",) if origin == "imported" else ()
    found = _differences(table, before, after, (*_OURS, *kept, *silent))
    if found:
        found += edits(table, before, codebook_version=after.codebook_version)
    return found


def _in_order(known: Sequence[Value | None]) -> bool:
    """Whether the rows here stand in the order of the file, so that no place needs to change."""
    places = [value.sequence for value in known if value is not None]
    return len(places) == len(known) and all(a < b for a, b in pairwise(places))


def _came_from_file(value: Annotation | Link | ArticleLink) -> bool:
    """Whether an import made it: its id then follows from the file's words (UUID version 5)."""
    return value.id.version == 5


def _record_changes(known: ArticleCoding | None, record: ArticleCoding) -> list[Change]:
    if known is None:
        return [creation("article_coding", record)]
    kept = ["id", "revision", "unfinished_reason", "codebook_version"]
    if known.status == record.status:
        kept.append("finished_at")
    if known.file_keys is not None and set(known.file_keys) == set(record.file_keys or ()):
        kept.append("file_keys")
    return list(_differences("article_coding", known, record, kept))


def _differences(
    table: str, before: StoredValue, after: StoredValue, kept: Iterable[str]
) -> tuple[Change, ...]:
    left = set(kept)
    names = [name for name in type(after).model_fields if name not in left]
    return edits_between(table, before, after, only=names)


def _zone_changes(here: Sequence[Zone], zones: Sequence[Zone]) -> tuple[list[Change], list[str]]:
    """The first file's zones become the article's; others that differ become proposals."""
    known = {zone.id: zone for zone in here}
    if any(z.status == "confirmed" and not z.deleted for z in here):
        fresh = [z.model_copy(update={"status": "proposed"}) for z in zones if z.id not in known]
        notes = [
            f"the zone {z.start}-{z.end} ({z.kind}) differs from those confirmed and is kept as a "
            "proposal"
            for z in fresh
        ]
        return [creation("zone", zone) for zone in fresh], notes
    changes: list[Change] = []
    for zone in zones:
        earlier = known.get(zone.id)
        if earlier is None:
            changes.append(creation("zone", zone.model_copy(update={"status": "confirmed"})))
        else:
            changes += edits("zone", earlier, status="confirmed", deleted=False)
    decided = {zone.id for zone in zones}
    for zone in here:
        # What rules proposed gives way to what a coder decided.
        if zones and zone.id not in decided and not zone.deleted and zone.coder_id is None:
            changes += edits("zone", zone, deleted=True)
    return changes, []
