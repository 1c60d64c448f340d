"""What waits for something that is not here yet: links into other articles, names of entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link
from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.changes import Change, edits
from refusal_annotator.domain.coders import ArticleCoding
from refusal_annotator.exchange.coding_files import span_names
from refusal_annotator.workspace.article_finder import ArticleFinder
from refusal_annotator.workspace.project import OpenProject

_REACHED = ("to_id", "to_article_id")


def resolve_pending(project: OpenProject, coder_id: UUID) -> int:
    """Connect a coder's links whose target has come in; returns their number.

    A link whose target is gone waits again: a file that still names it would bring it back. One
    that was drawn here knows its target, which may have got another name since.
    """
    project.flush()
    store = project.store
    across = [link for link in store.values(Link, coder_id=coder_id) if link.pending_target]
    between = [k for k in store.values(ArticleLink, coder_id=coder_id) if k.pending_target]
    if not across and not between:
        return 0
    targets = _Targets(project, coder_id)
    changes: list[Change] = []
    for link in across:
        drawn_to = targets.drawn(link)
        if drawn_to is not None:
            changes += edits("link", link, pending_target=drawn_to)
        else:
            changes += edits("link", link, to_id=targets.span(link.pending_target or {}))
    for link in between:
        article = targets.article(link.pending_target or {})
        changes += edits("article_link", link, to_article_id=article.id if article else None)
    if changes:
        project.study_act("Connect links across articles", changes, coder_id)
        project.flush()
    return sum(change.after is not None for change in changes if change.field in _REACHED)


def resolve_all(project: OpenProject) -> None:
    """Connect what waits, for every coder."""
    for coder in project.coders():
        resolve_pending(project, coder.id)


def pending_links(project: OpenProject, coder_ids: Iterable[UUID]) -> list[Link]:
    """Links whose target is not here yet."""
    wanted = list(coder_ids)
    return [k for k in project.store.values(Link, coder_id=wanted) if k.to_id is None]


def pending_article_links(project: OpenProject, coder_ids: Iterable[UUID]) -> list[ArticleLink]:
    """Links to articles that are not here yet."""
    wanted = list(coder_ids)
    found = project.store.values(ArticleLink, coder_id=wanted)
    return [link for link in found if link.to_article_id is None]


def pending_entities(project: OpenProject, coder_ids: Iterable[UUID]) -> set[str]:
    """Names and keys that codings use and the registry does not know."""
    index = project.entity_index()
    codebook = project.codebook
    wanted = list(coder_ids)
    written: set[str] = set()
    linked = {
        span_type.id: [a.id for a in span_type.attributes if a.level == "link"]
        for span_type in codebook.span_types
    }
    for annotation in project.store.values(Annotation, coder_id=wanted):
        for attribute_id in linked.get(annotation.type, ()):
            written |= _names(annotation.values.get(attribute_id))
    variables = [v.id for v in codebook.article_variables if v.level == "link"]
    for coding in project.store.values(ArticleCoding, coder_id=wanted):
        for variable_id in variables:
            written |= _names(coding.values.get(variable_id))
    return {name for name in written if index.find(name) is None}


class _Targets:
    """What the names in links of one coder mean; spans of an article are looked up once."""

    def __init__(self, project: OpenProject, coder_id: UUID) -> None:
        self._project = project
        self._coder_id = coder_id
        self._articles = ArticleFinder(project.store.values(Article))
        self._heads = {head["article_id"]: head["id"] for head in project.store.version_heads()}
        self._keys = {
            version: self._articles.by_id[article].key
            for article, version in self._heads.items()
            if article in self._articles.by_id
        }
        self._spans: dict[UUID, Mapping[str, UUID]] = {}

    def drawn(self, link: Link) -> dict[str, str] | None:
        """Present name of the target of a link that was drawn here, while the target is here.

        A link from a file has an id that follows from the file (UUID version 5); its name counts.
        """
        if link.to_id is None or link.id.version != 4:
            return None
        target = next(iter(self._project.store.values(Annotation, id=link.to_id)), None)
        if target is None or target.article_version_id not in self._keys:
            return None
        version = target.article_version_id
        names = {span: name for name, span in self._named(version).items()}
        return {"article": self._keys[version], "span": names[target.id]}

    def article(self, target: Mapping[str, str]) -> Article | None:
        """Article that a pending target names."""
        return self._articles.one(target.get("article", ""))

    def span(self, target: Mapping[str, str]) -> UUID | None:
        """Span that a pending target names, as a coding file would name it."""
        article = self.article(target)
        if article is None or article.id not in self._heads:
            return None
        return self._named(self._heads[article.id]).get(target.get("span", ""))

    def _named(self, version_id: UUID) -> Mapping[str, UUID]:
        if version_id not in self._spans:
            self._spans[version_id] = self._names_of(version_id)
        return self._spans[version_id]

    def _names_of(self, version_id: UUID) -> Mapping[str, UUID]:
        own = self._project.store.values(
            Annotation, deleted=True, article_version_id=version_id, coder_id=self._coder_id
        )
        names = span_names(own, self._project.codebook)
        return {names[a.id]: a.id for a in own if not a.deleted}


def _names(cell: Any) -> set[str]:
    content = (cell or {}).get("v")
    items = content if isinstance(content, list) else [content]
    return {item for item in items if isinstance(item, str)}
