"""A study in the order of its tables, with all that their rows are filled from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.derived import derived_cells
from refusal_annotator.domain.reliability import cut_zones, merge_zones
from refusal_annotator.domain.variables import Cells
from refusal_annotator.export.data_cells import Encoder, Trouble
from refusal_annotator.export.data_names import Names
from refusal_annotator.export.data_set import StudyData

_LOST = "The present codebook has no {} {}; its values are left out."


@dataclass(frozen=True)
class SpanRecord:
    """A span with what its rows are filled from; `cells` include the derived attributes."""

    annotation: Annotation
    article: Article
    version: ArticleVersion
    coder: str
    finished: bool
    excluded: bool
    cells: Cells


@dataclass(frozen=True)
class LinkRecord:
    """A link with its ends."""

    link: Link
    article: Article
    coder: str
    finished: bool
    source: Annotation | None
    target: Annotation | None
    target_article: str | None


@dataclass(frozen=True)
class CodingRecord:
    """One coder's work on one article."""

    article: Article
    coder: str
    coding: ArticleCoding | None
    spans: Sequence[SpanRecord]
    n_links: int


@dataclass(frozen=True)
class Study:
    """The data of a study in the order of its tables: by article, coder, place in the text."""

    data: StudyData
    trouble: Trouble = field(default_factory=Trouble)

    @cached_property
    def articles(self) -> Mapping[UUID, Article]:
        """Articles by id, in the order of import."""
        ordered = sorted(self.data.articles, key=lambda a: (a.sequence, a.key))
        return {article.id: article for article in ordered}

    @cached_property
    def coders(self) -> Mapping[UUID, str]:
        """Names of the coders by id, in their order."""
        return {coder.id: coder.name for coder in self.data.coders}

    @cached_property
    def resolve(self) -> Any:
        """From a written name to the key of its entity."""
        return self.data.entity_index.resolve

    @cached_property
    def codings(self) -> Mapping[tuple[UUID, UUID], ArticleCoding]:
        """Codings by article version and coder."""
        return {(c.article_version_id, c.coder_id): c for c in self.data.codings}

    @cached_property
    def spans(self) -> Sequence[SpanRecord]:
        """All spans with their derived attributes."""
        derived: dict[UUID, dict[str, Any]] = {}
        for coder in self.coders:
            own = [a for a in self.data.annotations if a.coder_id == coder]
            links = [k for k in self.data.links if k.coder_id == coder]
            derived |= derived_cells(self.data.codebook, own, links)
        zones = {v: merge_zones(found) for v, found in self.data.zones.items()}
        records = [self._span(a, derived.get(a.id, {}), zones) for a in self.data.annotations]
        return sorted(records, key=lambda r: (*self._place(r.annotation), *_in_text(r.annotation)))

    @cached_property
    def links(self) -> Sequence[LinkRecord]:
        """All links with their ends."""
        spans = {a.id: a for a in self.data.annotations}
        records = [self._link(link, spans) for link in self.data.links]
        return sorted(
            records, key=lambda r: (*self._place(r.link), r.link.sequence, str(r.link.id))
        )

    @cached_property
    def work(self) -> Sequence[CodingRecord]:
        """One record for each article and coder who has anything on it."""
        spans: dict[tuple[UUID, UUID], list[SpanRecord]] = {}
        for record in self.spans:
            own = record.annotation
            spans.setdefault((own.article_version_id, own.coder_id), []).append(record)
        n_links: dict[tuple[UUID, UUID], int] = {}
        for link in self.data.links:
            key = (link.article_version_id, link.coder_id)
            n_links[key] = n_links.get(key, 0) + 1
        keys = {**dict.fromkeys(self.codings), **dict.fromkeys(spans), **dict.fromkeys(n_links)}
        ordered = sorted(keys, key=lambda key: (*self._at(key[0]), self._coder_at(key[1])))
        return [
            CodingRecord(
                self._article(version),
                self.coders[coder],
                self.codings.get((version, coder)),
                spans.get((version, coder), ()),
                n_links.get((version, coder), 0),
            )
            for version, coder in ordered
        ]

    def encoder(self, names: Names) -> Encoder:
        """Return what makes columns for a table with these names."""
        return Encoder(self.data.codebook, self.resolve, names, self.trouble)

    def attributes_of(self, type_id: str) -> tuple[Attribute, ...]:
        """Attributes of a span type; those of one that the codebook lost are left out, and told."""
        if self.data.codebook.find_type(type_id) is None:
            self.trouble.add(_LOST.format("span type", type_id))
            return ()
        return self.data.codebook.attributes_of(type_id)

    def relation_attributes_of(self, relation_id: str) -> tuple[Attribute, ...]:
        """Attributes of a relation; none of one that the codebook lost, which is told."""
        if self.data.codebook.find_relation(relation_id) is None:
            self.trouble.add(_LOST.format("relation", relation_id))
            return ()
        return self.data.codebook.relation_attributes_of(relation_id)

    def finished(self, version: UUID, coder: UUID) -> bool:
        """Whether a coder finished an article."""
        coding = self.codings.get((version, coder))
        return coding is not None and coding.status == CodingStatus.FINISHED

    def _article(self, version: UUID) -> Article:
        return self.articles[self.data.versions[version].article_id]

    def _span(
        self, span: Annotation, derived: Mapping[str, Any], zones: Mapping[UUID, Any]
    ) -> SpanRecord:
        version = self.data.versions[span.article_version_id]
        asked = {a.id for a in self.attributes_of(span.type) if a.derived is None}
        held = {name: cell for name, cell in span.values.items() if name in asked}
        return SpanRecord(
            annotation=span,
            article=self.articles[version.article_id],
            version=version,
            coder=self.coders[span.coder_id],
            finished=self.finished(version.id, span.coder_id),
            excluded=not cut_zones(span.all_parts, zones.get(version.id, ())),
            cells={**held, **derived},
        )

    def _link(self, link: Link, spans: Mapping[UUID, Annotation]) -> LinkRecord:
        target = spans.get(link.to_id) if link.to_id else None
        pending = (link.pending_target or {}).get("article")
        return LinkRecord(
            link=link,
            article=self._article(link.article_version_id),
            coder=self.coders[link.coder_id],
            finished=self.finished(link.article_version_id, link.coder_id),
            source=spans.get(link.from_id),
            target=target,
            target_article=self._article(target.article_version_id).key if target else pending,
        )

    def _place(self, row: Annotation | Link) -> tuple[Any, ...]:
        return *self._at(row.article_version_id), self._coder_at(row.coder_id)

    def _at(self, version: UUID) -> tuple[Any, ...]:
        article = self._article(version)
        return article.sequence, article.key, str(version)

    @cached_property
    def _coder_order(self) -> Mapping[UUID, int]:
        return {coder: at for at, coder in enumerate(self.coders)}

    def _coder_at(self, coder: UUID) -> int:
        return self._coder_order[coder]


def _in_text(span: Annotation) -> tuple[Any, ...]:
    return span.start, -span.end, span.sequence, str(span.id)
