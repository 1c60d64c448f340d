"""Derived attributes: computed from a coder's links, never asked, never stored.

The codebook says how (`derived`): `longest_path` counts the links of the longest path, `count` the
links, `has_rival` answers yes or no. One article cannot show them all, so the links of all articles
that a coder coded are looked at together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.codebook_model import Derivation
from refusal_annotator.domain.variables import Cell, missing_kind, plain_list, value

YES, NO = "yes", "no"


def derived_cells(
    codebook: Codebook, annotations: Iterable[Annotation], links: Iterable[Link]
) -> dict[UUID, dict[str, Cell]]:
    """Compute the derived attributes of the spans of one coder.

    Parameters
    ----------
    codebook
        Says which attributes are derived, from which relations, and how.
    annotations, links
        All spans and links of one coder, of all articles; deleted ones have no influence.

    Returns
    -------
    dict
        Annotation id to attribute id to cell, for spans whose type has derived attributes.

    Notes
    -----
    ``longest_path``: an ordered relation is a chain of its own for each ``path``, so its length is
    the number of links with that path. A relation without order is followed from span to span; a
    circle ends where it comes back to a span that it has passed. ``has_rival`` is yes as well where
    the other side of a link is not here yet: that there is a rival is coded already.
    """
    alive = [a for a in annotations if not a.deleted]
    graph = _Graph(codebook, links)
    found: dict[UUID, dict[str, Cell]] = {}
    by_type = {t.id: [a for a in t.attributes if a.derived] for t in codebook.span_types}
    for annotation in alive:
        cells: dict[str, Cell] = {
            attribute.id: value(_compute(graph, attribute, annotation.id))
            for attribute in by_type.get(annotation.type, ())
        }
        if cells:
            found[annotation.id] = cells
    return found


@dataclass
class _Graph:
    """Links by their ends; a link whose target is not here has one end."""

    codebook: Codebook
    links: Iterable[Link]
    starting: dict[UUID, list[Link]] = field(default_factory=dict[UUID, list[Link]])
    ending: dict[UUID, list[Link]] = field(default_factory=dict[UUID, list[Link]])

    def __post_init__(self) -> None:
        for link in self.links:
            if not link.deleted:
                self.starting.setdefault(link.from_id, []).append(link)
                if link.to_id is not None:
                    self.ending.setdefault(link.to_id, []).append(link)

    def of(self, unit: UUID, relations: Iterable[str]) -> list[Link]:
        """Links that start at a unit; for symmetric relations those that end there as well."""
        wanted = set(relations)
        symmetric = {r.id for r in self.codebook.relations if r.symmetric} & wanted
        return [link for link in self.starting.get(unit, ()) if link.type in wanted] + [
            link
            for link in self.ending.get(unit, ())
            # A link of a unit with itself stands in both lists and is one link.
            if link.type in symmetric and link.from_id != unit
        ]

    def touching(self, unit: UUID, relations: Iterable[str]) -> list[Link]:
        """Links that start or end at a unit."""
        wanted = set(relations)
        ends = (*self.starting.get(unit, ()), *self.ending.get(unit, ()))
        return [link for link in ends if link.type in wanted]


def _compute(graph: _Graph, attribute: Attribute, unit: UUID) -> int | str:
    rule = attribute.derived
    assert rule is not None
    units = [unit]
    if rule.through is not None:
        reached = (_other_end(link, unit) for link in graph.of(unit, [rule.through]))
        units = [end for end in dict.fromkeys(reached) if end is not None]
    if rule.function == "has_rival":
        return YES if any(_has_rival(graph, rule, each) for each in units) else NO
    if rule.function == "count":
        return sum(len(graph.of(each, rule.relations)) for each in units)
    return max((_longest_path(graph, rule, each, frozenset()) for each in units), default=0)


def _other_end(link: Link, unit: UUID) -> UUID | None:
    return link.to_id if link.from_id == unit else link.from_id


def _has_rival(graph: _Graph, rule: Derivation, unit: UUID) -> bool:
    return any(_counts(graph.codebook, rule, k) for k in graph.touching(unit, rule.relations))


def _counts(codebook: Codebook, rule: Derivation, link: Link) -> bool:
    """Whether a link makes a rival: it has no kind, or one of the kinds that the rule names."""
    relation = codebook.find_relation(link.type)
    kind = relation.attribute_by_role("rival_kind") if relation else None
    if kind is None or rule.only_roles is None:
        return True
    cells: Mapping[str, Cell] = link.values
    cell = cells.get(kind.id)
    if missing_kind(cell) is not None:
        return False
    categories = (kind.find_category(item) for item in plain_list(cell))
    return any(c is not None and c.role in rule.only_roles for c in categories)


def _longest_path(graph: _Graph, rule: Derivation, unit: UUID, passed: frozenset[UUID]) -> int:
    chains: Counter[int] = Counter()
    longest = 0
    for link in graph.of(unit, rule.relations):
        relation = graph.codebook.find_relation(link.type)
        if relation is not None and relation.ordered:
            chains[link.path or 1] += 1
            continue
        target = _other_end(link, unit)
        further = 0
        if target is not None and target != unit and target not in passed:
            further = _longest_path(graph, rule, target, passed | {unit})
        elif target is not None:
            # A link back to a span of this path adds nothing to it.
            continue
        longest = max(longest, 1 + further)
    return max(longest, *chains.values(), 0)
