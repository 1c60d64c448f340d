"""Agreement on links: do matched spans lead to the same targets?

Targets are compared by the group they stand in, not by id, since each coder has spans of their own.
A target that is not here yet is known by article and span id alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import numpy as np

from refusal_annotator.agreement import krippendorff
from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.agreement.cells import Comparable, comparable, is_tested
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.values import Table, results_for
from refusal_annotator.domain.annotations import Link
from refusal_annotator.domain.codebook import Attribute, Relation
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

GroupKey = int
Target = tuple[str, str]
Targets = frozenset[Target]


@dataclass(frozen=True, slots=True)
class LinkedUnit:
    """A matched group with what each coder linked from it: target to link, or None if not coded."""

    group: MatchedGroup
    links: Mapping[UUID, Mapping[Target, Link] | None]

    def targets(self, coder: UUID) -> Targets | None:
        """Return the targets of a coder; None where the relation was not coded."""
        found = self.links[coder]
        return None if found is None else frozenset(found)

    def sequence(self, coder: UUID) -> tuple[tuple[int, int, Target], ...]:
        """Return the targets with path and position, for ordered relations."""
        found = self.links[coder] or {}
        return tuple(
            sorted((link.path or 1, link.position or 0, target) for target, link in found.items())
        )


def linked_units(
    material: Material, relation: Relation, groups: Sequence[MatchedGroup]
) -> list[LinkedUnit]:
    """Return the matched groups that a relation may start from, with each coder's targets."""
    place: dict[UUID, GroupKey] = {
        annotation.id: number
        for number, group in enumerate(groups)
        for annotation in group.members.values()
    }
    units = []
    for group in groups:
        if group.type not in relation.from_types or len(group.members) < 2:
            continue
        found: dict[UUID, Mapping[Target, Link] | None] = {}
        for coder, annotation in group.members.items():
            coded = material.codings[group.article_id][coder].coded_types
            if coded.isdisjoint(relation.to_types):
                found[coder] = None
                continue
            own = material.links_at.get(annotation.id, ())
            found[coder] = _targets_of(relation, annotation.id, own, place)
        units.append(LinkedUnit(group, found))
    return units


def link_results(material: Material, relation: Relation, units: list[LinkedUnit]) -> list[Result]:
    """Share of identical targets, alpha on the sets of targets, and the relation's attributes."""
    results = [_identical(relation, units), _alpha(material, relation, units)]
    for attribute in relation.attributes:
        if is_tested(attribute):
            results += results_for(_attribute_table(material, relation, attribute, units), {})
    return results


def _identical(relation: Relation, units: list[LinkedUnit]) -> Result:
    """Mean over pairs of coders of the share of matched spans with identical targets.

    A pair of spans without a link on either side says nothing and is left out, counted.
    """
    same: dict[tuple[UUID, UUID], list[bool]] = {}
    empty = in_order = 0
    for unit in units:
        for a, b in combinations(sorted(unit.links, key=str), 2):
            first, second = unit.targets(a), unit.targets(b)
            if first is None or second is None:
                continue
            if not first and not second:
                empty += 1
                continue
            same.setdefault((a, b), []).append(first == second)
            in_order += first == second and unit.sequence(a) == unit.sequence(b)
    shares = [float(np.mean(found)) for found in same.values()]
    n_pairs = sum(map(len, same.values()))
    details = {"pairs": n_pairs, "identical": sum(map(sum, same.values()))}
    if relation.ordered:
        details["identical_in_order"] = in_order
    reason = Reason.NO_PAIRABLE_UNITS if units else Reason.NOT_MATCHED
    return Result(
        "identical_targets",
        float(np.mean(shares)) if shares else None,
        None if shares else reason,
        level="link",
        variable=relation.id,
        label=relation.label,
        n_units=len(units),
        n_pairable=2 * n_pairs,
        n_coders=len({coder for pair in same for coder in pair}),
        left_out={"pairs_without_link": empty} if empty else {},
        details=details,
    )


def _alpha(material: Material, relation: Relation, units: list[LinkedUnit]) -> Result:
    rows = [
        [unit.targets(coder) if coder in unit.links else None for unit in units]
        for coder in material.coder_ids
    ]
    data = ReliabilityData.from_values(rows, coders=[str(c) for c in material.coder_ids])
    found = krippendorff.alpha_jaccard(data, CodingOptions())
    reason = found.reason if units else Reason.NOT_MATCHED
    return Result(
        "alpha_jaccard",
        found.value,
        None if found.value is not None else reason,
        level="link",
        variable=relation.id,
        label=relation.label,
        n_units=found.n_units,
        n_pairable=found.n_pairable,
        n_coders=found.n_coders,
        warnings=found.warnings,
        details=found.details,
    )


def _attribute_table(
    material: Material, relation: Relation, attribute: Attribute, units: list[LinkedUnit]
) -> Table:
    columns: list[Mapping[UUID, Link]] = []
    for unit in units:
        targets = {t for links in unit.links.values() for t in (links or {})}
        for target in sorted(targets):
            who = {c: links[target] for c, links in unit.links.items() if links and target in links}
            if len(who) >= 2:
                columns.append(who)
    rows = [
        [
            comparable(attribute, who[coder].values.get(attribute.id), material.input.resolve)
            if coder in who
            else Comparable()
            for who in columns
        ]
        for coder in material.coder_ids
    ]
    names = tuple(str(coder) for coder in material.coder_ids)
    return Table("link", f"{relation.id}.{attribute.id}", attribute, names, rows)


def _targets_of(
    relation: Relation, annotation_id: UUID, links: Sequence[Link], place: Mapping[UUID, GroupKey]
) -> dict[Target, Link]:
    found: dict[Target, Link] = {}
    for link in links:
        if link.type != relation.id:
            continue
        if link.from_id == annotation_id:
            found[_target(link, place)] = link
        elif relation.symmetric and link.to_id == annotation_id:
            # Stored once for the pair, whichever end it was drawn from.
            found[_end(link.from_id, place)] = link
    return found


def _target(link: Link, place: Mapping[UUID, GroupKey]) -> Target:
    if link.to_id is not None:
        return _end(link.to_id, place)
    pending = link.pending_target or {}
    return str(pending.get("article", "")), str(pending.get("span", ""))


def _end(annotation_id: UUID, place: Mapping[UUID, GroupKey]) -> Target:
    # A span outside every group (of a type or text that is not compared) is equal to itself only.
    number = place.get(annotation_id)
    return ("group", str(number)) if number is not None else ("span", str(annotation_id))
