"""What undo and redo must not do to links across articles, whose ends have histories of their own.

A span is taken back in its article's history, a link across articles in the study's. So a link
could come back to a span that is gone, or a span be taken away under a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.codebook import Relation
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.errors import StaleError
from refusal_annotator.workspace.project_reading import ReadableProject

Rows = Mapping[tuple[str, UUID], Mapping[str, Any]]


def refuse_loose_ends(project: ReadableProject, turned: ChangeSet, rows: Rows) -> None:
    """Raise StaleError where a turn would leave a link without an end, or twice.

    `rows` are the rows that the turn changes, as they would be after it.
    """
    reason = (
        _finished(project, turned, rows)
        or _under_a_link(project, turned, rows)
        or _without_end(project, turned, rows)
    )
    if reason:
        verb = "taken back" if turned.kind == "undo" else "done again"
        raise StaleError(f"“{turned.label}” was not {verb}: {reason}.")


def _finished(project: ReadableProject, turned: ChangeSet, rows: Rows) -> str:
    """An act on links across articles, of an article that is finished by now."""
    tables = {table for table, _ in rows}
    coder = turned.coder_id
    if coder is None or turned.article_id is not None:
        return ""
    if "link" not in tables or "annotation" in tables:
        return ""
    links = [row for (table, _), row in rows.items() if table == "link"]
    versions = list({UUID(row["article_version_id"]) for row in links})
    codings = project.store.values(ArticleCoding, article_version_id=versions, coder_id=coder)
    if any(coding.status == CodingStatus.FINISHED for coding in codings):
        return "the article of the link is finished. Take it up again first"
    return ""


def _under_a_link(project: ReadableProject, turned: ChangeSet, rows: Rows) -> str:
    """Spans that would go while a link of another history is at them."""
    gone = _turned_to(turned, "annotation", deleted=True)
    if not gone or turned.article_id is None or turned.coder_id is None:
        return ""
    session = project.session(turned.article_id, turned.coder_id)
    for span in gone:
        at_it = [*session.links_from(span), *session.links_to(span)]
        at_it += [link for link in session.incoming.values() if link.to_id == span]
        for link in at_it:
            row = rows.get(("link", link.id))
            if link.pending_target is not None and not (row and row["deleted"]):
                return "a link across articles is at the span now. Take that link away first"
    return ""


def _without_end(project: ReadableProject, turned: ChangeSet, rows: Rows) -> str:
    """Links that would come back to spans that are gone, or beside a link in their place."""
    back = _turned_to(turned, "link", deleted=False)
    for link in (Link.model_validate(rows["link", row_id]) for row_id in back):
        relation = project.codebook.find_relation(link.type)
        if relation is None or relation.scope == "within_article":
            continue
        ends = {end for end in (link.from_id, link.to_id) if end is not None}
        alive = {a.id for a in project.store.values(Annotation, id=list(ends))}
        alive |= _turned_to(turned, "annotation", deleted=False)
        if ends - alive:
            end = "starts from" if link.from_id not in alive else "leads to"
            return f"the span it {end} has been deleted since. Bring that span back first"
        if any(_in_its_place(link, other, relation) for other in _others(project, link, rows)):
            return "another such link is there now. Take that one away first"
    return ""


def _others(project: ReadableProject, link: Link, rows: Rows) -> list[Link]:
    """Links of the kind at either end, but for those that the turn changes."""
    own: dict[str, Any] = {"coder_id": link.coder_id, "type": link.type}
    store = project.store
    found = store.values(
        Link, article_version_id=link.article_version_id, from_id=link.from_id, **own
    )
    if link.to_id is not None:
        found += store.values(Link, to_id=link.from_id, from_id=link.to_id, **own)
    return [other for other in found if ("link", other.id) not in rows]


def _in_its_place(link: Link, other: Link, relation: Relation) -> bool:
    if other.from_id != link.from_id:
        return relation.symmetric
    return relation.is_single or (link.to_id is not None and other.to_id == link.to_id)


def _turned_to(turned: ChangeSet, table: str, *, deleted: bool) -> set[UUID]:
    return {
        change.row_id
        for change in turned.changes
        if change.table == table and change.field == "deleted" and change.after is deleted
    }
