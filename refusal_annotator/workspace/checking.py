"""`check`: quotes equal the text, references resolve or are listed, the codebook is respected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link, Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import check_anchor, sha256_of, text_sha256
from refusal_annotator.domain.variables import Cells, check_cell
from refusal_annotator.workspace.pending import (
    pending_article_links,
    pending_entities,
    pending_links,
)
from refusal_annotator.workspace.project import OpenProject

Value = TypeVar("Value", bound=StoredValue)
_SHOWN_NAMES = 8
_UNREADABLE = "cannot be read: a field holds what it must not"


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
    check = _Check(project)
    parts = (
        check.texts(),
        check.zones(),
        check.spans(),
        check.links(),
        check.article_links(),
        check.article_values(),
        check.conflicts(),
    )
    problems = [line for part in parts for line in part]
    pending = () if check.unreadable else tuple(check.pending())
    return CheckReport(
        problems=(*check.unreadable, *problems),
        pending=pending,
        n_articles=len(check.articles),
        n_spans=len(check.annotations),
        n_links=len(check.all_links),
    )


@dataclass
class _Check:
    """Everything that a project holds, and what is wrong with it."""

    project: OpenProject
    unreadable: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.codebook = self.project.codebook
        self.coders = self._by_id("coder", Coder)
        self.articles = self._by_id("article", Article)
        self.versions = self._by_id("article version", ArticleVersion)
        self.annotations = self._by_id("annotation", Annotation)
        self.all_links = self._by_id("link", Link)

    def texts(self) -> Iterator[str]:
        """Texts as imported, and sources byte for byte."""
        names = self.project.store.source_hashes()
        for version in self.versions.values():
            key = self._key(version.article_id)
            if text_sha256(version.text) != version.text_sha256:
                yield f"{key}: the stored text is not the one that was imported"
            if version.source_sha256 not in names:
                yield f"{key}: its source file is not among the sources"
            elif self.project.store.address.is_file:
                yield from self._source(key, version.source_sha256)
        texts = {version.article_id for version in self.versions.values()}
        for article in self.articles.values():
            if article.id not in texts:
                yield f"{article.key}: it has no text"

    def _source(self, key: str, sha256: str) -> Iterator[str]:
        path = self.project.folder / "sources" / sha256
        try:
            if sha256_of(path.read_bytes()) != sha256:
                yield f"{key}: its source file has been changed"
        except FileNotFoundError:
            yield f"{key}: its source file is not in the sources folder"
        except OSError as error:
            yield f"{key}: its source file cannot be read ({error.strerror})"

    def zones(self) -> Iterator[str]:
        """Zones that lie in the text and are of a kind that the codebook has."""
        for zone in self._by_id("zone", Zone).values():
            where = f"{self._text_key(zone.article_version_id)}, zone {zone.start}-{zone.end}"
            version = self.versions.get(zone.article_version_id)
            if version and not 0 <= zone.start < zone.end <= len(version.text):
                yield f"{where}: it lies outside the text of {len(version.text)} characters"
            if self.codebook.zone_kind(zone.kind) is None:
                yield f"{where}: the codebook has no zone kind {zone.kind!r}"

    def spans(self) -> Iterator[str]:
        """Quotes, types, parts and values of spans."""
        for annotation in self.annotations.values():
            where = f"{self._place(annotation)}, {_name(annotation)}"
            yield from (f"{where}: {problem}" for problem in self._span(annotation))
        places = Counter(
            (a.article_version_id, a.coder_id, a.type, a.all_parts)
            for a in self.annotations.values()
        )
        for (version_id, coder_id, type_id, parts), count in places.items():
            if count > 1:
                where = f"{self._text_key(version_id)}, {self._coder(coder_id)}, {parts[0][0]}"
                yield f"{where}: {count} spans of type {type_id} stand on the same text"

    def _span(self, annotation: Annotation) -> Iterator[str]:
        version = self.versions.get(annotation.article_version_id)
        if version is None:
            yield "its article is not here"
        else:
            reason = check_anchor(version.text, annotation.all_parts, annotation.quote)
            if reason:
                yield reason
        if (annotation.start, annotation.end) != (
            annotation.all_parts[0][0],
            annotation.all_parts[-1][1],
        ):
            yield "start and end are not those of its parts"
        span_type = self.codebook.find_type(annotation.type)
        if span_type is None:
            yield f"the codebook has no span type {annotation.type!r}"
            return
        if annotation.parts and not span_type.discontinuous:
            yield f"a {span_type.label.lower()} has one part only"
        yield from self._cells(self.codebook.attributes_of(annotation.type), annotation.values)

    def links(self) -> Iterator[str]:
        """Ends, kinds and values of links."""
        for link in self.all_links.values():
            where = f"{self._place(link)}, {link.type}"
            yield from (f"{where}: {problem}" for problem in self._link(link))

    def _link(self, link: Link) -> Iterator[str]:
        relation = self.codebook.find_relation(link.type)
        if relation is None:
            yield "the codebook has no such relation"
            return
        source = self.annotations.get(link.from_id)
        if source is None:
            yield "the span it starts at is not here"
        elif source.type not in relation.from_types:
            yield f"it starts at a {source.type}"
        if link.to_id is not None:
            target = self.annotations.get(link.to_id)
            if target is None:
                yield "the span it leads to is not here"
            elif target.type not in relation.to_types:
                yield f"it leads to a {target.type}"
        elif not link.pending_target:
            yield "it leads nowhere"
        yield from self._cells(self.codebook.relation_attributes_of(link.type), link.values)

    def article_links(self) -> Iterator[str]:
        """Ends, kinds and values of links between articles."""
        relations = {relation.id: relation for relation in self.codebook.article_relations}
        for link in self._by_id("article link", ArticleLink).values():
            owner = f"{self._key(link.from_article_id)}, {self._coder(link.coder_id)}"
            where = f"{owner}, {link.type}"
            relation = relations.get(link.type)
            if relation is None:
                yield f"{where}: the codebook has no such relation between articles"
                continue
            if link.to_article_id is not None and link.to_article_id not in self.articles:
                yield f"{where}: the article it leads to is not here"
            elif link.to_article_id is None and not link.pending_target:
                yield f"{where}: it leads nowhere"
            attributes = (*relation.attributes, *self.codebook.common_attributes)
            yield from (f"{where}: {p}" for p in self._cells(attributes, link.values))

    def article_values(self) -> Iterator[str]:
        """Values of article variables, and types that were gone through."""
        for coding in self._by_id("coding of an article", ArticleCoding).values():
            where = f"{self._place(coding)}, article variables"
            found = [*self._cells(self.codebook.article_variables, coding.values)]
            found += [
                f"the codebook has no span type {type_id!r}, which is named as coded"
                for type_id in coding.coded_types
                if self.codebook.find_type(type_id) is None
            ]
            yield from (f"{where}: {problem}" for problem in found)

    def conflicts(self) -> Iterator[str]:
        """Fields that two copies set apart."""
        for table, row_id, name, values in self.project.store.conflicts():
            yield f"{table} {row_id}: {name} has {len(values)} values from two copies"

    def pending(self) -> Iterator[str]:
        """What waits for a coding, an article or an entity that is not here yet."""
        for link in pending_links(self.project, self.coders):
            target = link.pending_target or {}
            source = self.annotations.get(link.from_id)
            yield (
                f"{self._coder(link.coder_id)}: {link.type} from "
                f"{_name(source) if source else '?'} waits for "
                f"{target.get('article')} {target.get('span')}"
            )
        for between in pending_article_links(self.project, self.coders):
            target = between.pending_target or {}
            yield (
                f"{self._coder(between.coder_id)}: {between.type} from "
                f"{self._key(between.from_article_id)} waits for {target.get('article')}"
            )
        names = sorted(pending_entities(self.project, self.coders))
        if names:
            shown = ", ".join(names[:_SHOWN_NAMES])
            more = len(names) - _SHOWN_NAMES
            verb = "name is" if len(names) == 1 else "names are"
            rest = f" and {more} more" if more > 0 else ""
            yield f"{len(names)} {verb} not in the entity registry: {shown}{rest}"

    def _cells(self, attributes: Sequence[Attribute], cells: Cells) -> Iterator[str]:
        known = {attribute.id: attribute for attribute in attributes}
        for name, cell in cells.items():
            if name not in known:
                yield f"the codebook has no {name!r} here"
            elif not _is_cell(cell):
                yield f"{name} holds {cell!r}, which is no value"
            elif reason := check_cell(known[name], cell, self.codebook):
                yield reason

    def _by_id(self, what: str, kind: type[Value]) -> dict[UUID, Value]:
        """Rows of a table; one that cannot be read is a problem, and the rest is checked."""
        try:
            return {value.id: value for value in self.project.store.values(kind)}
        except ValidationError as error:
            fields = sorted({".".join(map(str, e["loc"])) for e in error.errors()})
            self.unreadable.append(f"a row of {what} {_UNREADABLE} ({', '.join(fields)})")
            return {}

    def _place(self, row: Annotation | Link | ArticleCoding) -> str:
        return f"{self._text_key(row.article_version_id)}, {self._coder(row.coder_id)}"

    def _text_key(self, version_id: UUID) -> str:
        version = self.versions.get(version_id)
        return self._key(version.article_id) if version else str(version_id)

    def _key(self, article_id: UUID) -> str:
        article = self.articles.get(article_id)
        return article.key if article else str(article_id)

    def _coder(self, coder_id: UUID) -> str:
        coder = self.coders.get(coder_id)
        return coder.name if coder else str(coder_id)


def _name(annotation: Annotation) -> str:
    return annotation.source_id or f"{annotation.start}-{annotation.end}"


def _is_cell(cell: Any) -> bool:
    known: Iterable[str] = ("v", "m", "open", "empty")
    return isinstance(cell, Mapping) and len(cell) == 1 and next(iter(cell)) in known
