"""Places that coders marked alike, but under different span types."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from refusal_annotator.agreement.groups import Material
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.matching import covered_length, shared_length


def retyped_groups(material: Material, groups: Sequence[MatchedGroup]) -> dict[int, MatchedGroup]:
    """Return groups (by `id`) that other coders marked at the same place as another type.

    Two incomplete groups of different types belong together where no coder is in both, a coder of
    each was expected in the other, and two of their spans would match by the rule of the
    comparison. Each group is taken once, with the one that shares most with it.
    """
    by_article: dict[UUID, list[MatchedGroup]] = {}
    for group in groups:
        if len(group.members) < len(group.expected):
            by_article.setdefault(group.article_id, []).append(group)
    pairs: list[tuple[float, int, int, MatchedGroup, MatchedGroup]] = []
    for own in by_article.values():
        own.sort(key=lambda g: g.hull)
        for i, first in enumerate(own):
            for j in range(i + 1, len(own)):
                second = own[j]
                if second.hull[0] >= first.hull[1]:
                    break
                ratio = _retyped(material, first, second)
                if ratio > 0:
                    pairs.append((-ratio, i, j, first, second))
    taken: set[int] = set()
    found: dict[int, MatchedGroup] = {}
    for _, _, _, first, second in sorted(pairs, key=lambda pair: pair[:3]):
        if taken.isdisjoint((id(first), id(second))):
            taken |= {id(first), id(second)}
            found[id(first)] = second
    return found


def _retyped(material: Material, first: MatchedGroup, second: MatchedGroup) -> float:
    """Return the best IoU of two groups that may be one place under two types, else 0."""
    if first.type == second.type or not first.members.keys().isdisjoint(second.members):
        return 0.0
    crossed = set(second.members) & set(first.expected) and set(first.members) & set(
        second.expected
    )
    if not crossed:
        return 0.0
    best = 0.0
    for a in first.members.values():
        for b in second.members.values():
            shared = shared_length(a.all_parts, b.all_parts)
            lengths = covered_length(a.all_parts), covered_length(b.all_parts)
            if material.rule.admits(shared, *lengths) and _alike_in_length(shared, *lengths):
                best = max(best, shared / (sum(lengths) - shared))
    return best


def _alike_in_length(shared: int, a: int, b: int) -> bool:
    # A short span inside a long one is covered wholly: a number in a claim is no mistaken claim.
    return 2 * shared >= max(a, b)
