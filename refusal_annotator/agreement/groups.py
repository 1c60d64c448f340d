"""Bring the coders' spans of a type together: what was coded, what matches, on which continuum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.cells import Comparer
from refusal_annotator.agreement.lengths import Lengths, measure_lengths
from refusal_annotator.agreement.span_f1 import Pair, match_text
from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.borders import Borders, compute_borders
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    FinishedCoding,
    MatchedGroup,
    TypeMatch,
)
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.matching import Match, MatchingRule, Pieces, group_spans
from refusal_annotator.domain.reliability import (
    Block,
    Continuum,
    Reason,
    cut_zones,
    merge_zones,
)
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import trim

IN_ZONE = "spans_in_exclusion_zone"
EDGES = ("space", "quotes", "brackets", "final_punctuation")
"""What edges are trimmed of where a comparison asks for it."""
_DEFAULT = MatchingRule()


@dataclass(frozen=True)
class Material:
    """The input in the order and form that all comparisons share.

    Coders are put in order of their ids, so that the order in which they were chosen has no
    influence on any figure, not even on ties.
    """

    input: AgreementInput
    options: ComparisonOptions = field(default_factory=ComparisonOptions)

    @cached_property
    def rule(self) -> MatchingRule:
        """The codebook's rule of matching; IoU of at least tau where it has none."""
        own = self.input.codebook.matching
        return MatchingRule(rule="iou", threshold=self.options.tau) if own == _DEFAULT else own

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

    @cached_property
    def article_index(self) -> Mapping[UUID, int]:
        """Article id to its place among the compared articles."""
        return {article.id: n for n, article in enumerate(self.compared_articles)}

    @cached_property
    def borders(self) -> Mapping[UUID, Borders]:
        """Article id to its tokens and sentences."""
        return {article.id: compute_borders(article.text) for article in self.compared_articles}

    @cached_property
    def tokens(self) -> Mapping[UUID, NDArray[np.int64]]:
        """Article id to start and end of each token outside exclusion zones."""
        found: dict[UUID, NDArray[np.int64]] = {}
        for article in self.compared_articles:
            own = np.array(self.borders[article.id].tokens, dtype=np.int64).reshape(-1, 2)
            inside = np.zeros(len(own), dtype=bool)
            for start, end in self.zones[article.id]:
                inside |= (own[:, 0] >= start) & (own[:, 1] <= end)
            found[article.id] = own[~inside]
        return found

    @cached_property
    def sentences(self) -> Mapping[UUID, Pieces]:
        """Article id to its sentences, in coordinates of the text without its zones."""
        return {
            article.id: cut_zones(self.borders[article.id].sentences, self.zones[article.id])
            for article in self.compared_articles
        }

    def comparer(self, attribute: Attribute) -> Comparer:
        """Return what reads the cells of a variable; kept, as equal contents recur."""
        found = self._comparers.get(id(attribute))
        if found is None:
            found = self._comparers[id(attribute)] = Comparer(attribute, self.input.resolve)
        return found

    @cached_property
    def _comparers(self) -> dict[int, Comparer]:
        return {}

    def continuum(self, type_id: str) -> Continuum:
        """Return the compared texts one after another with the spans of one type; kept."""
        if type_id not in self._continua:
            texts = self.types[type_id]
            self._continua[type_id] = continuum_of(self, texts, texts.pieces)
        return self._continua[type_id]

    @cached_property
    def _continua(self) -> dict[str, Continuum]:
        return {}

    def measured(self, type_id: str) -> Lengths | Reason:
        """Return the lengths of :meth:`continuum`; kept."""
        if type_id not in self._measured:
            self._measured[type_id] = measure_lengths(self.continuum(type_id))
        return self._measured[type_id]

    @cached_property
    def _measured(self) -> dict[str, Lengths | Reason]:
        return {}

    @cached_property
    def types(self) -> Mapping[str, TypeTexts]:
        """Span type to the texts that two coders or more finished for it."""
        return {t.id: self._type_texts(t.id) for t in self.input.codebook.span_types}

    def _type_texts(self, type_id: str) -> TypeTexts:
        entries = []
        for article in self.compared_articles:
            by_coder = {
                coder: self.spans_of(coding, type_id)
                for coder, coding in self.codings[article.id].items()
                if type_id in coding.coded_types
            }
            if len(by_coder) >= 2:
                entries.append((article, by_coder))
        at = [self.article_index[article.id] for article, _ in entries]
        return TypeTexts(type_id, tuple(entries), np.array(at, dtype=np.intp), self.rule)

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

    def spans_of(self, coding: FinishedCoding, type_id: str) -> list[Annotation]:
        """Return a coder's spans of one type outside exclusion zones, in text order."""
        own = self._by_type[coding.article_id, coding.coder_id].get(type_id, [])
        return sorted(own, key=lambda a: (a.all_parts, a.sequence, str(a.id)))

    @cached_property
    def _by_type(self) -> Mapping[tuple[UUID, UUID], Mapping[str, list[Annotation]]]:
        found: dict[tuple[UUID, UUID], dict[str, list[Annotation]]] = {}
        for coding in self.input.codings:
            own = found.setdefault((coding.article_id, coding.coder_id), {})
            for annotation in coding.annotations:
                if not annotation.deleted and not self._is_in_zone(coding.article_id, annotation):
                    own.setdefault(annotation.type, []).append(annotation)
        return found

    def _is_in_zone(self, article_id: UUID, annotation: Annotation) -> bool:
        return not cut_zones(annotation.all_parts, self.zones[article_id])


@dataclass(frozen=True)
class TypeTexts:
    """The texts that two coders or more finished for one span type, with their spans in order."""

    type_id: str
    entries: tuple[tuple[ComparedArticle, Mapping[UUID, list[Annotation]]], ...]
    at: NDArray[np.intp]
    rule: MatchingRule

    @cached_property
    def pieces(self) -> list[dict[str, list[Pieces]]]:
        """Per text and coder the spans as pieces."""
        return [
            {str(coder): [a.all_parts for a in found] for coder, found in by_coder.items()}
            for _, by_coder in self.entries
        ]

    @cached_property
    def matches(self) -> list[dict[Pair, list[Match]]]:
        """Per text and pair of coders the spans matched one to one."""
        return [match_text(text, self.rule) for text in self.pieces]

    @cached_property
    def n_spans(self) -> int:
        """Number of spans in these texts."""
        return sum(len(spans) for text in self.pieces for spans in text.values())

    @cached_property
    def trimmed(self) -> list[dict[str, list[Pieces]]]:
        """The pieces with edges free of spaces, quotes, brackets and final punctuation."""
        return [
            {coder: [trim_pieces(article.text, p) for p in spans] for coder, spans in text.items()}
            for (article, _), text in zip(self.entries, self.pieces, strict=True)
        ]


def trim_pieces(text: str, pieces: Pieces) -> Pieces:
    """Trim the outer edges; a span of nothing but such characters stays as it is."""
    start, end = pieces[0][0], pieces[-1][1]
    found = trim(text, Span(start, end), EDGES)
    if found is None:
        return pieces
    cut = tuple((max(s, found.start), min(e, found.end)) for s, e in pieces)
    return tuple((s, e) for s, e in cut if s < e) or pieces


def continuum_of(
    material: Material, texts: TypeTexts, pieces: Sequence[Mapping[str, Sequence[Pieces]]]
) -> Continuum:
    """Lay the compared texts one after another, zones cut out, with the spans of one type."""
    blocks = []
    for (article, _), by_coder in zip(texts.entries, pieces, strict=True):
        zones = material.zones[article.id]
        spans = {
            coder: tuple(
                (start, end, texts.type_id) for own in found for start, end in cut_zones(own, zones)
            )
            for coder, found in by_coder.items()
        }
        blocks.append(block_of(material, article, spans))
    return Continuum(tuple(blocks), tuple(str(coder) for coder in material.coder_ids))


def block_of(
    material: Material,
    article: ComparedArticle,
    spans: Mapping[str, tuple[tuple[int, int, str], ...]],
) -> Block:
    """Return one text of a continuum, its sentences and length without its zones."""
    zones = material.zones[article.id]
    gone = sum(end - start for start, end in zones)
    sentences = material.sentences[article.id]
    return Block(article.name, len(article.text) - gone, len(article.text), spans, sentences)


def match_type(material: Material, type_id: str) -> tuple[list[MatchedGroup], TypeMatch]:
    """Group the spans of one type over all coders, and count how many found a partner."""
    groups: list[MatchedGroup] = []
    per_coder: Counter[str] = Counter()
    texts = material.types[type_id]
    for (article, by_coder), matches in zip(texts.entries, texts.matches, strict=True):
        coders = list(by_coder)
        found = [by_coder[coder] for coder in coders]
        per_coder.update({str(coder): len(spans) for coder, spans in by_coder.items()})
        known = {
            (x, y): matches[str(coders[x]), str(coders[y])]
            for x, y in combinations(range(len(coders)), 2)
        }
        keys = [str(coder) for coder in coders]
        for group in group_spans(found, texts.rule, keys=keys, matches=known):
            members = {coders[c]: found[c][i] for c, i in group.members}
            groups.append(MatchedGroup(article.id, type_id, members, tuple(coders)))
    matched = sum(len(g.members) for g in groups if len(g.members) >= 2)
    n_texts = len(texts.entries)
    counts = TypeMatch(type_id, n_texts, texts.n_spans, matched, len(groups), dict(per_coder))
    return groups, counts
