"""Findings as suggestions of a codebook: roles become its types and attributes, concepts its
categories. What a codebook does not have is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import (
    SuggestedLink,
    Suggestion,
    Zone,
    suggestion_id,
    zone_id,
)
from refusal_annotator.domain.codebook import Attribute, Codebook, SpanType
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import trim
from refusal_annotator.domain.variables import EMPTY, OPEN, Cell, check_cell, value
from refusal_annotator.prehighlight.base import (
    SOURCE,
    Bound,
    Choice,
    Fact,
    Found,
    FoundLink,
    FoundZone,
)
from refusal_annotator.prehighlight.calibration import Calibration
from refusal_annotator.prehighlight.lexicon import table

TYPE_ROLES = ("number", "actor", "claim", "stance")
LINK_ROLES = ("speaker", "via", "verifies", "in_claim", "counted", "holder")


class Binding:
    """What a codebook has for each role, looked up once for many articles."""

    def __init__(self, codebook: Codebook, calibration: Calibration, source: str) -> None:
        self.codebook = codebook
        self.source = source
        self.calibration = calibration
        self._chosen: dict[tuple[str, str, str], Cell | None] = {}
        self.types = {role: codebook.type_by_role(role) for role in TYPE_ROLES}
        self.relations = {role: codebook.relation_by_role(role) for role in LINK_ROLES}
        self.attributes = {
            role: {a.role: a for a in span_type.attributes if a.role and a.is_asked}
            for role, span_type in self.types.items()
            if span_type is not None
        }

    @property
    def missing_roles(self) -> tuple[str, ...]:
        """Roles that the codebook lacks: of span types, then of relations."""
        every = {**self.types, **self.relations}
        return tuple(role for role, unit in every.items() if unit is None)

    def suggestion(
        self,
        found: Found,
        text: str,
        article_version_id: UUID,
        score: float | None = None,
        source: str | None = None,
    ) -> Suggestion | None:
        """Suggestion of a finding; None without a type for it, or where nothing is left of it.

        `score` is a learner's, in place of the calibrated score of the rules.
        """
        span_type = self.types[found.role]
        span = _trimmed(text, found, span_type) if span_type is not None else None
        if span_type is None or span is None:
            return None
        return Suggestion(
            id=suggestion_id(article_version_id, span_type.id, ((span.start, span.end),)),
            article_version_id=article_version_id,
            type=span_type.id,
            start=span.start,
            end=span.end,
            quote=text[span.start : span.end],
            values=self._cells(found),
            score=self._score(found) if score is None else round(score, 3),
            source=source or self.source,
            why=found.why,
        )

    def _score(self, found: Found) -> float:
        raw = min(1.0, max(0.0, found.score))
        return round(self.calibration.apply(found.role, raw), 3)

    def link(
        self, link: FoundLink, suggestions: Mapping[int, Suggestion], article_version_id: UUID
    ) -> SuggestedLink | None:
        """Suggested link; None without a relation for it, or where one end is no suggestion."""
        relation = self.relations[link.role]
        source = suggestions.get(id(link.source))
        target = suggestions.get(id(link.target))
        if relation is None or source is None or target is None or source.id == target.id:
            return None
        if source.type not in relation.from_types or target.type not in relation.to_types:
            return None
        if not relation.is_visible(source.values):
            return None
        return SuggestedLink(
            article_version_id=article_version_id,
            type=relation.id,
            from_id=source.id,
            to_id=target.id,
            score=min(1.0, max(0.0, link.score)),
        )

    def best_links(self, links: Iterable[SuggestedLink]) -> list[SuggestedLink]:
        """As many links of a kind from one suggestion as its relation allows, best first."""
        single = {r.id for r in self.relations.values() if r is not None and r.is_single}
        kept: dict[tuple[str, UUID, UUID | None], SuggestedLink] = {}
        for link in sorted(links, key=lambda each: -each.score):
            to_id = None if link.type in single else link.to_id
            kept.setdefault((link.type, link.from_id, to_id), link)
        return list(kept.values())

    def _cells(self, found: Found) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        attributes = self.attributes[found.role]
        for role, fact in found.facts.items():
            attribute = attributes.get(role)
            cell = None if attribute is None else self._cell(found.role, attribute, fact)
            if attribute is None or cell is None:
                continue
            # A category found in the codebook is legal as it is; other values need the check.
            if isinstance(fact, Choice) or check_cell(attribute, cell, self.codebook) is None:
                cells[attribute.id] = dict(cell)
        # What a first value hides ("base" of a duration) must stay empty.
        hidden = [a.id for a in attributes.values() if a.id in cells and not a.is_visible(cells)]
        return {name: cell for name, cell in cells.items() if name not in hidden}

    def _cell(self, role: str, attribute: Attribute, fact: Fact) -> Cell | None:
        if not isinstance(fact, Choice):
            return _plain_cell(fact)
        key = (role, attribute.id, str(fact))
        if key not in self._chosen:
            self._chosen[key] = _chosen_cell(attribute, fact)
        return self._chosen[key]


def to_zone(zone: FoundZone, codebook: Codebook, article_version_id: UUID) -> Zone | None:
    """Proposed zone; None where the codebook has no such kind."""
    kinds = {str(category.id): category for category in codebook.exclusion_zones}
    kind = next((name for name in concept_ids("zone", zone.kind) if name in kinds), None)
    if kind is None:
        return None
    return Zone(
        id=zone_id(article_version_id, kind, zone.start, zone.end),
        article_version_id=article_version_id,
        start=zone.start,
        end=zone.end,
        kind=kind,
        source=SOURCE,
    )


@cache
def concept_ids(role: str, concept: str) -> tuple[str, ...]:
    """Ids that studies give a concept of a role, by the gazetteer, and the concept itself."""
    rows = table("categories")
    listed = (
        row["ids"].split() for row in rows if (row["role"], row["concept"]) == (role, concept)
    )
    return (*(name for names in listed for name in names), concept)


def _trimmed(text: str, found: Found, span_type: SpanType) -> Span | None:
    span = Span(found.start, found.end)
    # Marks that the rules put into a span on purpose, as a pair, are not trimmed off again.
    kept = [name for name in span_type.trim if not (name == "quotes" and _is_marked(text, found))]
    if found.role == "claim" and _ends_in_closing_mark(text, found):
        kept = [name for name in kept if name != "final_punctuation"]
    return trim(text, span, kept)


def _is_marked(text: str, found: Found) -> bool:
    return found.role == "stance" and text[found.start] in '“"‘' and text[found.end - 1] in '”"’'


def _ends_in_closing_mark(text: str, found: Found) -> bool:
    return text[found.end - 1] in '”"’»'


def _plain_cell(fact: Fact) -> Cell:
    if isinstance(fact, Bound):
        return OPEN if fact == "open" else EMPTY
    return value(fact)


def _chosen_cell(attribute: Attribute, choice: Choice) -> Cell | None:
    category = category_of(attribute, choice)
    if category is None:
        return None
    return value([category]) if attribute.holds_list else value(category)


def category_of(attribute: Attribute, choice: str) -> str | int | None:
    """Id of the category that a concept stands for: by role, by gazetteer, by its own name."""
    by_role = attribute.category_by_role(choice)
    if by_role:
        return by_role.id
    for name in concept_ids(attribute.role or "", str(choice)):
        category = attribute.find_category(name)
        if category is None and name.lstrip("-").isdigit():
            category = attribute.find_category(int(name))
        if category is not None:
            return category.id
    return None
