"""Links from a span of one article to a span of another: made, taken away, their targets found.

Each act is one change set of the study's history, not of an article's. A link counts under the
article it starts from; there it is forbidden where the article is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cell, Cells
from refusal_annotator.exchange.coding_files import span_names
from refusal_annotator.workspace.acts import (
    across_act,
    own_annotation,
)
from refusal_annotator.workspace.coding_links import (
    link_changes,
    refuse_link,
    set_link_value,
    unrelate,
    ways,
)
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession


@dataclass(frozen=True, slots=True)
class FarSpan:
    """A span of another article, and the article's key and title."""

    annotation: Annotation
    article_id: UUID
    article: str
    title: str


def relate_across(
    project: OpenProject,
    session: ArticleSession,
    relation_id: str,
    from_id: UUID,
    to_id: UUID,
    *,
    values: Cells | None = None,
    path: int | None = None,
) -> ChangeSet:
    """Link a span of the session's article to one of the same coder in another article.

    A relation that takes one link replaces the one that is there.
    """
    relation = session.codebook.relation(relation_id)
    source = own_annotation(session, from_id)
    far = _target(project, session, to_id)
    refuse_link(session, relation, source, far.annotation, path, across=True)
    target = {"article": far.article, "span": _name_of(project, far.annotation)}
    link, changes = link_changes(
        session, relation, from_id, to_id, values=values, path=path, pending_target=target
    )
    label = f"Link across articles: {relation.label.lower()} ({ways(session, link)})"
    return across_act(session, label, changes)


def unrelate_across(project: OpenProject, session: ArticleSession, link_id: UUID) -> ChangeSet:
    """Delete a link across articles, seen from either of them."""
    return unrelate(_home(project, session, link_id), link_id)


def set_across_value(
    project: OpenProject,
    session: ArticleSession,
    link_id: UUID,
    variable_id: str,
    cell: Cell | None,
) -> ChangeSet:
    """Set a variable of a link across articles, seen from either of them; None clears it."""
    return set_link_value(_home(project, session, link_id), link_id, variable_id, cell)


def far_spans(project: OpenProject, ids: Iterable[UUID]) -> dict[UUID, FarSpan]:
    """Spans, wherever they stand, with their articles; what is deleted is left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    project.flush()
    store = project.store
    spans = store.values(Annotation, id=wanted)
    places = {head["id"]: head["article_id"] for head in store.version_heads()}
    near = {places[a.article_version_id] for a in spans if a.article_version_id in places}
    articles = {a.id: a for a in store.values(Article, id=list(near))}
    found = {}
    for span in spans:
        article = articles.get(places.get(span.article_version_id, span.id))
        if article is not None:
            title = article.title or article.key
            found[span.id] = FarSpan(span, article.id, article.key, title)
    return found


def _target(project: OpenProject, session: ArticleSession, to_id: UUID) -> FarSpan:
    if to_id in session.annotations:
        raise AnnotatorError(
            "The link was not made: the two spans stand in one article. Link them there."
        )
    found = far_spans(project, [to_id]).get(to_id)
    if found is None:
        raise AnnotatorError(
            "The link was not made: the span it would lead to is not here any more."
        )
    if found.annotation.coder_id != session.coder.id:
        raise AnnotatorError("The link was not made: it would lead to another coder's span.")
    return found


def _home(project: OpenProject, session: ArticleSession, link_id: UUID) -> ArticleSession:
    """Session of the article that a link starts from."""
    link = session.incoming.get(link_id)
    if link is None:
        return session
    heads = project.store.version_heads()
    article_id = next(h["article_id"] for h in heads if h["id"] == link.article_version_id)
    return project.session(article_id, session.coder.id)


def _name_of(project: OpenProject, annotation: Annotation) -> str:
    """Name that the span has in the coding file of its article."""
    own = project.store.values(
        Annotation,
        deleted=True,
        article_version_id=annotation.article_version_id,
        coder_id=annotation.coder_id,
    )
    return span_names(own, project.codebook)[annotation.id]
