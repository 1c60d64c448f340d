"""Agreement on links: do matched spans lead to the same targets?

Targets are compared by the group they stand in, not by id, since each coder has spans of their own.
A target that is not here yet is known by article and span id alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement import krippendorff
from refusal_annotator.agreement.cells import NOTHING, is_tested
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.resampling import Statistic, with_interval
from refusal_annotator.agreement.values import Compared, Engine, Table, Units, compare_variable
from refusal_annotator.domain.annotations import Link
from refusal_annotator.domain.codebook import Attribute, Relation
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Floats = NDArray[np.float64]
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
    material: Material,
    relation: Relation,
    groups: Sequence[MatchedGroup],
    place: Mapping[UUID, GroupKey],
) -> list[LinkedUnit]:
    """Return the matched groups that a relation may start from, with each coder's targets.

    `place` says which group each span stands in, see :func:`places_of`.
    """
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


def places_of(groups: Sequence[MatchedGroup]) -> dict[UUID, GroupKey]:
    """Return annotation id to the number of its group."""
    return {a.id: n for n, group in enumerate(groups) for a in group.members.values()}


def compare_relation(
    material: Material, relation: Relation, units: list[LinkedUnit], engine: Engine
) -> tuple[list[Result], list[Compared]]:
    """Share of identical targets, alpha on the sets of targets, and the relation's attributes."""
    identical, statistic = _identical(material, relation, units)
    if identical.value is not None:
        identical = with_interval(identical, engine.resampler.interval(statistic))
    targets = _targets(material, relation, units, engine)
    compared = [targets]
    for attribute in relation.attributes:
        if is_tested(attribute):
            table = _attribute_table(material, relation, attribute, units)
            compared.append(compare_variable(table, {}, engine))
    return [identical, *(r for one in compared for r in one.results)], compared


def _identical(
    material: Material, relation: Relation, units: list[LinkedUnit]
) -> tuple[Result, Statistic]:
    """Mean over pairs of coders of the share of matched spans with identical targets, 0 to 1.

    A pair of spans without a link on either side says nothing and is left out, counted.
    """
    same: dict[tuple[UUID, UUID], list[bool]] = {}
    n_articles = len(material.compared_articles)
    sums: dict[tuple[UUID, UUID], Floats] = {}
    empty = in_order = 0
    for unit in units:
        article = material.article_index[unit.group.article_id]
        for a, b in combinations(sorted(unit.links, key=str), 2):
            first, second = unit.targets(a), unit.targets(b)
            if first is None or second is None:
                continue
            if not first and not second:
                empty += 1
                continue
            same.setdefault((a, b), []).append(first == second)
            own = sums.setdefault((a, b), np.zeros((n_articles, 2)))
            own[article] += first == second, 1
            in_order += first == second and unit.sequence(a) == unit.sequence(b)
    shares = [float(np.mean(found)) for found in same.values()]
    n_pairs = sum(map(len, same.values()))
    details = {"pairs": n_pairs, "identical": sum(map(sum, same.values()))}
    if relation.ordered:
        details["identical_in_order"] = in_order
    reason = Reason.NO_PAIRABLE_UNITS if units else Reason.NOT_MATCHED
    result = Result(
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
    stacked = np.stack(list(sums.values())) if sums else np.zeros((0, n_articles, 2))
    return result, Statistic(lambda weights: _mean_share(stacked, weights), n_articles)


def _mean_share(stacked: Floats, weights: Floats) -> Floats:
    """Pairs x articles x (same, all) and resamples x articles: mean share of each resample."""
    found = weights @ stacked
    there = found[:, :, 1] > 0
    shares = np.divide(found[:, :, 0], found[:, :, 1], out=np.zeros(there.shape), where=there)
    n_pairs = there.sum(axis=0)
    total = shares.sum(axis=0)
    return np.divide(total, n_pairs, out=np.full(len(total), np.nan), where=n_pairs > 0)


def _targets(
    material: Material, relation: Relation, units: list[LinkedUnit], engine: Engine
) -> Compared:
    rows = [
        [unit.targets(coder) if coder in unit.links else None for unit in units]
        for coder in material.coder_ids
    ]
    data = ReliabilityData.from_values(rows, coders=[str(c) for c in material.coder_ids])
    places = _units_of(material, [unit.group for unit in units])
    part = next(p for p in krippendorff.MEASURES if p.name == "alpha_jaccard")
    more = {"level": "link", "variable": relation.id, "label": relation.label}
    found = engine.figure(part, data, places.articles, **more)
    if found.reason and not units:
        found = replace(found, reason=Reason.NOT_MATCHED)
    found = engine.judge(found, data, places.articles)
    return Compared(
        "link", relation.id, relation.label, "targets", part.name, data, places, (found,)
    )


def _units_of(material: Material, groups: Sequence[MatchedGroup]) -> Units:
    hulls = tuple(group.hull for group in groups)
    return Units(
        np.array([material.article_index[g.article_id] for g in groups], dtype=np.intp),
        tuple(f"{start}–{end}" for start, end in hulls),
        hulls,
        groups,
    )


def _attribute_table(
    material: Material, relation: Relation, attribute: Attribute, units: list[LinkedUnit]
) -> Table:
    columns: list[Mapping[UUID, Link]] = []
    groups: list[MatchedGroup] = []
    for unit in units:
        targets = {t for links in unit.links.values() for t in (links or {})}
        for target in sorted(targets):
            who = {c: links[target] for c, links in unit.links.items() if links and target in links}
            if len(who) >= 2:
                columns.append(who)
                groups.append(unit.group)
    compare_cell = material.comparer(attribute)
    rows = [
        [
            compare_cell(who[coder].values.get(attribute.id)) if coder in who else NOTHING
            for who in columns
        ]
        for coder in material.coder_ids
    ]
    names = tuple(str(coder) for coder in material.coder_ids)
    variable = f"{relation.id}.{attribute.id}"
    return Table("link", variable, attribute, names, rows, _units_of(material, groups))


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
