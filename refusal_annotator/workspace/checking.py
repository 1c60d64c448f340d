"""`check`: quotes equal the text, references resolve or are listed, the codebook is respected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.text import check_anchor, sha256_of, text_sha256
from refusal_annotator.domain.variables import Cells, check_cell
from refusal_annotator.workspace.codings import pending_entities, pending_links
from refusal_annotator.workspace.project import OpenProject


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is wrong (problems), what waits (pending), and how much was looked at."""

    problems: tuple[str, ...]
    pending: tuple[str, ...]
    n_articles: int
    n_spans: int
    n_links: int


def check_project(project: OpenProject) -> CheckReport:
    """Look at every row of a project."""
    project.flush()
    store = project.store
    versions = {v.id: v for v in store.values(ArticleVersion)}
    articles = {a.id: a for a in store.values(Article)}
    coders = {c.id: c for c in store.values(Coder)}
    annotations = {a.id: a for a in store.values(Annotation)}
    links = store.values(Link)

    def place(version_id: UUID, coder_id: UUID) -> str:
        article = articles.get(versions[version_id].article_id)
        return f"{article.key if article else version_id}, {coders[coder_id].name}"

    problems = [*_texts(project, versions.values(), articles)]
    for annotation in annotations.values():
        where = place(annotation.article_version_id, annotation.coder_id)
        name = annotation.source_id or f"{annotation.start}-{annotation.end}"
        text = versions[annotation.article_version_id].text
        problems += [f"{where}, {name}: {p}" for p in _span(project.codebook, annotation, text)]
    for link in links:
        where = place(link.article_version_id, link.coder_id)
        problems += [
            f"{where}, {link.type}: {p}" for p in _link(project.codebook, link, annotations)
        ]
    for coding in store.values(ArticleCoding):
        where = place(coding.article_version_id, coding.coder_id)
        found = _cells(project.codebook, project.codebook.article_variables, coding.values)
        problems += [f"{where}, article variables: {p}" for p in found]
    for table, row_id, field, values in store.conflicts():
        problems.append(f"{table} {row_id}: {field} has {len(values)} values from two copies")
    return CheckReport(
        problems=tuple(problems),
        pending=tuple(_pending(project, annotations, coders)),
        n_articles=len(articles),
        n_spans=len(annotations),
        n_links=len(links),
    )


def _texts(
    project: OpenProject, versions: Iterable[ArticleVersion], articles: dict[UUID, Article]
) -> Iterator[str]:
    names = project.store.source_hashes()
    for version in versions:
        key = articles[version.article_id].key
        if text_sha256(version.text) != version.text_sha256:
            yield f"{key}: the stored text is not the one that was imported"
        if not project.store.address.is_file:
            continue
        source = project.folder / "sources" / version.source_sha256
        if version.source_sha256 not in names or not source.is_file():
            yield f"{key}: its source file is not in the sources folder"
        elif sha256_of(source.read_bytes()) != version.source_sha256:
            yield f"{key}: its source file has been changed"


def _span(codebook: Codebook, annotation: Annotation, text: str) -> Iterator[str]:
    reason = check_anchor(text, annotation.all_parts, annotation.quote)
    if reason:
        yield reason
    span_type = codebook.find_type(annotation.type)
    if span_type is None:
        yield f"the codebook has no span type {annotation.type!r}"
        return
    if annotation.parts and not span_type.discontinuous:
        yield f"a {span_type.label.lower()} has one part only"
    yield from _cells(codebook, codebook.attributes_of(annotation.type), annotation.values)


def _link(codebook: Codebook, link: Link, annotations: dict[UUID, Annotation]) -> Iterator[str]:
    relation = codebook.find_relation(link.type)
    if relation is None:
        yield "the codebook has no such relation"
        return
    source = annotations.get(link.from_id)
    if source is None:
        yield "the span it starts at is not here"
    elif source.type not in relation.from_types:
        yield f"it starts at a {source.type}"
    if link.to_id is not None:
        target = annotations.get(link.to_id)
        if target is None:
            yield "the span it leads to is not here"
        elif target.type not in relation.to_types:
            yield f"it leads to a {target.type}"
    elif not link.pending_target:
        yield "it leads nowhere"
    yield from _cells(codebook, codebook.relation_attributes_of(link.type), link.values)


def _cells(codebook: Codebook, attributes: Sequence[Attribute], cells: Cells) -> Iterator[str]:
    known = {attribute.id: attribute for attribute in attributes}
    for name, cell in cells.items():
        if name not in known:
            yield f"the codebook has no {name!r} here"
            continue
        reason = check_cell(known[name], cell, codebook)
        if reason:
            yield reason


def _pending(
    project: OpenProject, annotations: dict[UUID, Annotation], coders: dict[UUID, Coder]
) -> Iterator[str]:
    for link in pending_links(project, coders):
        target = link.pending_target or {}
        source = annotations.get(link.from_id)
        name = source.source_id or f"{source.start}-{source.end}" if source else "?"
        yield (
            f"{coders[link.coder_id].name}: {link.type} from {name} waits for "
            f"{target.get('article')} {target.get('span')}"
        )
    names = pending_entities(project, coders)
    if names:
        shown = ", ".join(sorted(names)[:8])
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        yield f"{len(names)} names are not in the entity registry: {shown}{more}"
