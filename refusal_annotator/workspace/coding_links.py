"""Links between the spans of an article.

Whoever takes a link away or sets a value of it need not know whether it leads to another article;
the act then stands in the history of the study.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import Change, ChangeSet, creation, edits
from refusal_annotator.domain.codebook import Codebook, Relation
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cell, Cells
from refusal_annotator.workspace.acts import (
    across_act,
    act,
    an,
    find_attribute,
    first_cells,
    is_linked,
    next_sequence,
    own_annotation,
    removal,
    require_shown,
    settled_cell,
    with_cell,
)
from refusal_annotator.workspace.session import ArticleSession


def relate(
    session: ArticleSession,
    relation_id: str,
    from_id: UUID,
    to_id: UUID,
    *,
    values: Cells | None = None,
    path: int | None = None,
) -> ChangeSet:
    """Link two spans; a relation that takes one link replaces the one that is there.

    A link of an ordered relation comes last in its chain; `path` names the chain, from 1.
    """
    relation = session.codebook.relation(relation_id)
    source, target = own_annotation(session, from_id), own_annotation(session, to_id)
    refuse_link(session, relation, source, target, path)
    _, changes = link_changes(session, relation, from_id, to_id, values=values, path=path)
    return act(session, f"Link {relation.label.lower()}", changes)


def link_changes(
    session: ArticleSession,
    relation: Relation,
    from_id: UUID,
    to_id: UUID,
    *,
    values: Cells | None,
    path: int | None,
    pending_target: dict[str, str] | None = None,
) -> tuple[Link, list[Change]]:
    """A new link, and the changes that make it; it replaces one where there may be one only."""
    existing = [k for k in session.links_from(from_id) if k.type == relation.id]
    changes: list[Change] = []
    if relation.is_single:
        changes += removal(session, existing)
        existing = []
    attributes = session.codebook.relation_attributes_of(relation.id)
    link = Link(
        id=uuid4(),
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type=relation.id,
        from_id=from_id,
        to_id=to_id,
        pending_target=pending_target,
        values=first_cells(attributes, values or {}, session.codebook, owner=relation.id),
        position=next_position(existing, path) if relation.ordered else None,
        path=path if path != 1 else None,
        sequence=next_sequence(session),
        codebook_version=session.codebook_version,
    )
    changes.append(creation("link", link))
    return link, changes


def unrelate(session: ArticleSession, link_id: UUID) -> ChangeSet:
    """Delete a link; later links of its chain move up."""
    link = _own_link(session, link_id)
    name = session.codebook.relation(link.type).label.lower()
    changes = removal(session, [link])
    if is_across(link):
        label = f"Remove link across articles: {name} ({ways(session, link)})"
        return across_act(session, label, changes)
    return act(session, f"Remove link {name}", changes)


def set_link_value(
    session: ArticleSession, link_id: UUID, variable_id: str, cell: Cell | None
) -> ChangeSet:
    """Set a variable of a link; None clears it."""
    link = _own_link(session, link_id)
    attributes = session.codebook.relation_attributes_of(link.type)
    attribute = find_attribute(attributes, variable_id, link.type)
    cell = settled_cell(attribute, cell, session.codebook)
    require_shown(attribute, cell, link.values)
    changes = edits("link", link, values=with_cell(attributes, link.values, variable_id, cell))
    name = attribute.label.lower()
    if is_across(link):
        label = f"Set {name} of a link across articles ({ways(session, link)})"
        return across_act(session, label, changes)
    return act(session, f"Set {name}", changes)


def ways(session: ArticleSession, link: Link) -> str:
    """Keys of the articles that a link across articles leads from and to."""
    target = link.pending_target or {}
    return f"{session.article.key} → {target.get('article', '?')}"


def is_across(link: Link) -> bool:
    """Whether a link leads to another article, be that here or not."""
    return link.pending_target is not None


def link_candidates(session: ArticleSession, relation: Relation, from_id: UUID) -> list[Annotation]:
    """Spans that a relation may lead to from here, the nearest first."""
    source = own_annotation(session, from_id)
    fitting = [
        a
        for a in session.annotations.values()
        if a.type in relation.to_types
        and a.id != from_id
        and not is_linked(session, relation, from_id, a.id)
    ]
    return sorted(fitting, key=lambda a: (_distance(source, a), a.start, str(a.id)))


def relations_across(codebook: Codebook, source: Annotation) -> tuple[Relation, ...]:
    """Relations that may lead from a span to another article, with its present values."""
    return tuple(
        relation
        for relation in codebook.relations_from(source.type)
        if relation.scope != "within_article" and relation.is_visible(source.values)
    )


def next_position(existing: Sequence[Link], path: int | None) -> int:
    """Place of the next link in a chain of an ordered relation."""
    places = [link.position or 1 for link in existing if (link.path or 1) == (path or 1)]
    return max(places, default=0) + 1


def refuse_link(
    session: ArticleSession,
    relation: Relation,
    source: Annotation,
    target: Annotation,
    path: int | None,
    *,
    across: bool = False,
) -> None:
    """Raise AnnotatorError, with the first reason, where two spans may not be linked so.

    `across` says that the target stands in another article.
    """
    codebook, name = session.codebook, relation.label

    def label(ids: Sequence[str]) -> str:
        return " or ".join(codebook.span_type(i).label.lower() for i in ids)

    linked = is_linked(session, relation, source.id, target.id)
    if across and relation.symmetric:
        ends = [(k.from_id, k.type) for k in session.incoming.values() if k.to_id == source.id]
        linked = linked or (target.id, relation.id) in ends
    reasons = (
        (source.id == target.id, "a span cannot be linked to itself"),
        (
            source.type not in relation.from_types,
            f"{name} starts at {an(label(relation.from_types))}, not {an(label([source.type]))}",
        ),
        (
            target.type not in relation.to_types,
            f"{name} leads to {an(label(relation.to_types))}, not {an(label([target.type]))}",
        ),
        (
            not across and relation.scope == "across_articles",
            f"{name} links spans of two articles, and these stand in one",
        ),
        (
            across and relation.scope == "within_article",
            f"{name} links spans of one article, and these stand in two",
        ),
        (
            not relation.is_visible(source.values),
            f"with its present values this {label([source.type])} has no {name.lower()}",
        ),
        (path is not None and not relation.paths, f"{name} has no paths"),
        (path is not None and path < 1, "paths count from 1"),
        (linked, "the two are linked in this way already"),
    )
    for holds, reason in reasons:
        if holds:
            raise AnnotatorError(f"The link was not made: {reason}.")


def _own_link(session: ArticleSession, link_id: UUID) -> Link:
    link = session.links.get(link_id)
    if link is None:
        raise AnnotatorError("That link is not here any more; it may have been deleted.")
    return link


def _distance(a: Annotation, b: Annotation) -> int:
    if a.start < b.end and b.start < a.end:
        return 0
    return min(abs(a.start - b.end), abs(b.start - a.end))
