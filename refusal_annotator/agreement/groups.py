"""Bring the coders' spans of a type together: what was coded, what matches, on which continuum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    FinishedCoding,
    MatchedGroup,
    TypeMatch,
)
from refusal_annotator.domain.matching import Pieces, group_spans
from refusal_annotator.domain.reliability import Block, Continuum, cut_zones, merge_zones

IN_ZONE = "spans_in_exclusion_zone"


@dataclass(frozen=True)
class Material:
    """The input in the order and form that all comparisons share.

    Coders are put in order of their ids, so that the order in which they were chosen has no
    influence on any figure, not even on ties.
    """

    input: AgreementInput

    @cached_property
    def coder_ids(self) -> tuple[UUID, ...]:
        """Ids of the coders in a fixed order."""
        return tuple(sorted((coder.id for coder in self.input.coders), key=str))

    @cached_property
    def codings(self) -> Mapping[UUID, Mapping[UUID, FinishedCoding]]:
        """Article id to coder id to coding."""
        found: dict[UUID, dict[UUID, FinishedCoding]] = {a.id: {} for a in self.input.articles}
        for coding in sorted(self.input.codings, key=lambda c: str(c.coder_id)):
            found[coding.article_id][coding.coder_id] = coding
        return found

    @cached_property
    def zones(self) -> Mapping[UUID, tuple[tuple[int, int], ...]]:
        """Article id to its exclusion zones, sorted and disjoint."""
        return {article.id: merge_zones(article.zones) for article in self.input.articles}

    @cached_property
    def compared_articles(self) -> tuple[ComparedArticle, ...]:
        """Articles that at least two coders finished."""
        return tuple(a for a in self.input.articles if len(self.codings[a.id]) >= 2)

    def lengths(self) -> tuple[int, int]:
        """Code points of the compared articles without and with their zones."""
        full = sum(len(article.text) for article in self.compared_articles)
        cut = sum(end - start for a in self.compared_articles for start, end in self.zones[a.id])
        return full - cut, full

    def left_out(self) -> dict[str, int]:
        """Count what takes no part in any comparison."""
        counts = Counter(
            {"articles_without_second_coder": len(self.codings) - len(self.compared_articles)}
        )
        for article in self.compared_articles:
            for coding in self.codings[article.id].values():
                spans = [a for a in coding.annotations if not a.deleted]
                counts[IN_ZONE] += sum(self._is_in_zone(article.id, a) for a in spans)
        return {reason: count for reason, count in counts.items() if count}

    def spans(self, type_id: str) -> list[tuple[ComparedArticle, dict[UUID, list[Annotation]]]]:
        """Per article with two coders or more for this type: each coder's spans, in text order."""
        texts = []
        for article in self.compared_articles:
            by_coder = {
                coder: self._spans_of(coding, type_id)
                for coder, coding in self.codings[article.id].items()
                if type_id in coding.coded_types
            }
            if len(by_coder) >= 2:
                texts.append((article, by_coder))
        return texts

    @cached_property
    def annotations(self) -> Mapping[UUID, Annotation]:
        """All coded spans by id."""
        return {a.id: a for coding in self.input.codings for a in coding.annotations}

    @cached_property
    def links_at(self) -> Mapping[UUID, list[Link]]:
        """Annotation id to the links that start or end there, in order of making."""
        found: dict[UUID, list[Link]] = {}
        for coding in self.input.codings:
            for link in sorted(coding.links, key=lambda k: (k.sequence, str(k.id))):
                if not link.deleted:
                    for end in {link.from_id, link.to_id} - {None}:
                        found.setdefault(end, []).append(link)
        return found

    def _spans_of(self, coding: FinishedCoding, type_id: str) -> list[Annotation]:
        own = [
            a
            for a in coding.annotations
            if a.type == type_id and not a.deleted and not self._is_in_zone(coding.article_id, a)
        ]
        return sorted(own, key=lambda a: (a.all_parts, a.sequence, str(a.id)))

    def _is_in_zone(self, article_id: UUID, annotation: Annotation) -> bool:
        return not cut_zones(annotation.all_parts, self.zones[article_id])


def continuum_of(material: Material, type_id: str) -> Continuum:
    """Lay the compared texts one after another, zones cut out, with the spans of one type."""
    blocks = []
    for article, by_coder in material.spans(type_id):
        zones = material.zones[article.id]
        gone = sum(end - start for start, end in zones)
        spans = {
            str(coder): tuple(
                (start, end, type_id)
                for annotation in annotations
                for start, end in cut_zones(annotation.all_parts, zones)
            )
            for coder, annotations in by_coder.items()
        }
        blocks.append(Block(article.name, len(article.text) - gone, len(article.text), spans))
    return Continuum(tuple(blocks), tuple(str(coder) for coder in material.coder_ids))


def pieces_by_text(material: Material, type_id: str) -> list[dict[str, list[Pieces]]]:
    """Return the spans of one type as pieces, per text and coder."""
    return [
        {str(coder): [a.all_parts for a in found] for coder, found in by_coder.items()}
        for _, by_coder in material.spans(type_id)
    ]


def match_type(material: Material, type_id: str) -> tuple[list[MatchedGroup], TypeMatch]:
    """Group the spans of one type over all coders, and count how many found a partner."""
    groups: list[MatchedGroup] = []
    per_coder: Counter[str] = Counter()
    texts = material.spans(type_id)
    rule = material.input.codebook.matching
    for article, by_coder in texts:
        coders = list(by_coder)
        found = [by_coder[coder] for coder in coders]
        per_coder.update({str(coder): len(spans) for coder, spans in by_coder.items()})
        for group in group_spans(found, rule, keys=[str(coder) for coder in coders]):
            members = {coders[c]: found[c][i] for c, i in group.members}
            groups.append(MatchedGroup(article.id, type_id, members, tuple(coders)))
    matched = sum(len(g.members) for g in groups if len(g.members) >= 2)
    counts = TypeMatch(
        type_id, len(texts), sum(per_coder.values()), matched, len(groups), dict(per_coder)
    )
    return groups, counts
