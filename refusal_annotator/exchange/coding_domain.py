"""From a checked coding file to annotations, links and cells with ids that every import repeats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid5

from refusal_annotator.domain.annotations import (
    Annotation,
    ArticleLink,
    Link,
    Origin,
    Zone,
    file_annotation_id,
    zone_id,
)
from refusal_annotator.domain.codebook import ArticleRelation, Attribute, Codebook
from refusal_annotator.domain.text import require_anchor
from refusal_annotator.exchange.coding_cells import cells_of
from refusal_annotator.exchange.coding_checks import link_values
from refusal_annotator.exchange.coding_form import (
    CodingFile,
    FileLink,
    FileSpan,
    ImportedCoding,
    form_key,
)

ZONE_SOURCE = "coding file"


def to_domain(
    file: CodingFile,
    *,
    codebook: Codebook,
    codebook_version: int,
    project_id: UUID,
    coder_id: UUID,
    article_id: UUID,
    article_version_id: UUID,
    text: str,
) -> ImportedCoding:
    """Make domain values of a file that `check_coding_file` found without error.

    Ids follow from project, coder, article and what the file says, so importing a file again is
    an update. Without `coded_types` the types that occur count as coded: the file says no more.
    """
    place = _Place(codebook, codebook_version, project_id, coder_id, article_id, article_version_id)
    for span in file.spans:
        require_anchor(text, span.places, span.surface)
    annotations = [place.annotation(span, at) for at, span in enumerate(file.spans)]
    written = (*file.relations, *file.cross_article)
    links = [place.link(link, at) for at, link in enumerate(written)]
    article_links = [place.article_link(li, at) for at, li in enumerate(file.article_relations)]
    return ImportedCoding(
        annotations=tuple(annotations),
        links=tuple(links),
        article_links=tuple(article_links),
        article_values=cells_of(file.article_variables, codebook.article_variables, codebook),
        coded_types=_coded_types(file, codebook),
        zones=tuple(place.zone(*zone) for zone in file.boilerplate),
        extras=dict(file.extras),
        keys=(
            *file.keys,
            *(key for span in file.spans for key in _span_form(span)),
            *(
                key
                for made, link in zip(
                    (*links, *article_links), (*written, *file.article_relations), strict=True
                )
                for key in _link_form(made.id, link)
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the coding belongs: whose it is, of which text, under which codebook."""

    codebook: Codebook
    codebook_version: int
    project_id: UUID
    coder_id: UUID
    article_id: UUID
    article_version_id: UUID

    def annotation(self, span: FileSpan, sequence: int) -> Annotation:
        attributes = self.codebook.attributes_of(span.type)
        return Annotation(
            id=self._span_id(span.id),
            article_version_id=self.article_version_id,
            coder_id=self.coder_id,
            type=span.type,
            start=span.start,
            end=span.end,
            parts=span.parts,
            quote=span.surface,
            values=cells_of(span.written, attributes, self.codebook),
            origin=cast(Origin, span.origin or "imported"),
            doubt=bool(span.doubt),
            source_id=span.id,
            sequence=sequence,
            codebook_version=self.codebook_version,
        )

    def link(self, link: FileLink, sequence: int) -> Link:
        values, marks = self._values(link, self.codebook.relation(link.type))
        across = link.to_article is not None
        return Link(
            id=self._link_id(link),
            article_version_id=self.article_version_id,
            coder_id=self.coder_id,
            type=link.type,
            from_id=self._span_id(link.start or ""),
            to_id=None if across else self._span_id(link.to or ""),
            pending_target={"article": link.to_article or "", "span": link.to or ""}
            if across
            else None,
            values=values,
            position=link.order,
            path=link.path,
            origin=marks.get("origin", "imported"),
            doubt=marks.get("doubt", False),
            sequence=sequence,
            codebook_version=self.codebook_version,
        )

    def article_link(self, link: FileLink, sequence: int) -> ArticleLink:
        relation = next(r for r in self.codebook.article_relations if r.id == link.type)
        values, _ = self._values(link, relation)
        return ArticleLink(
            id=self._link_id(link),
            coder_id=self.coder_id,
            type=link.type,
            from_article_id=self.article_id,
            pending_target={"article": link.to_article or ""},
            values=values,
            sequence=sequence,
            codebook_version=self.codebook_version,
        )

    def zone(self, start: int, end: int, kind: str) -> Zone:
        return Zone(
            id=zone_id(self.article_version_id, kind, start, end),
            article_version_id=self.article_version_id,
            start=start,
            end=end,
            kind=kind,
            source=ZONE_SOURCE,
            coder_id=self.coder_id,
        )

    def _values(
        self, link: FileLink, relation: ArticleRelation
    ) -> tuple[dict[str, Any], Mapping[str, Any]]:
        attributes: Sequence[Attribute] = (
            *relation.attributes,
            *self.codebook.common_attributes,
        )
        written = link_values(link, attributes)
        marks = {name: said for name, said in link.beside.items() if name not in written}
        return cells_of(written, attributes, self.codebook), marks

    def _span_id(self, span: str) -> UUID:
        return file_annotation_id(self.project_id, self.coder_id, self.article_id, span)

    def _link_id(self, link: FileLink) -> UUID:
        # As a JSON list: ids may hold any separator that we could think of.
        identity = [link.type, link.start, link.to_article, link.to, link.order, link.path]
        return uuid5(
            self.project_id,
            f"link:{self.coder_id}/{self.article_id}/{json.dumps(identity)}",
        )


def _coded_types(file: CodingFile, codebook: Codebook) -> tuple[str, ...]:
    if file.coded_types is not None:
        return file.coded_types
    used = {span.type for span in file.spans}
    return tuple(span_type.id for span_type in codebook.span_types if span_type.id in used)


def _span_form(span: FileSpan) -> Iterator[str]:
    if span.attributes is None:
        yield form_key(span.id, "-attributes")
    for name in span.beside:
        yield form_key(span.id, name)
    if span.doubt is False:
        yield form_key(span.id, "doubt")
    if span.origin == "imported":
        yield form_key(span.id, "origin")


def _link_form(link_id: UUID, link: FileLink) -> Iterator[str]:
    if link.beside.get("doubt") is False:
        yield form_key(link_id, "doubt")
    if link.beside.get("origin") == "imported":
        yield form_key(link_id, "origin")
