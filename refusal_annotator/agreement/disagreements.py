"""Every single difference between coders, with its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any
from uuid import UUID

from refusal_annotator.agreement.cells import is_tested
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.links import LinkedUnit
from refusal_annotator.domain.annotations import Link
from refusal_annotator.domain.codebook import Attribute, Relation
from refusal_annotator.domain.comparison import (
    ComparedArticle,
    Disagreement,
    DisagreementKind,
    MatchedGroup,
    Side,
    Snippet,
)
from refusal_annotator.domain.matching import covered_length, shared_length
from refusal_annotator.domain.variables import Cells, is_filled, show

_OFTEN = 1000
CONTEXT = 60
"""Characters of text before and after the place in a snippet."""

LONGEST = 200
"""Characters of a disputed place that a snippet shows; longer ones are shortened in the middle."""


def list_disagreements(
    material: Material,
    groups: Sequence[MatchedGroup],
    linked: Mapping[str, Sequence[LinkedUnit]],
    check: Callable[[], None] = lambda: None,
) -> tuple[Disagreement, ...]:
    """Return all differences, in order of article, place and kind.

    `check` is called now and then, and may raise to stop.
    """
    finder = _Finder(material, {a.id: a for a in material.compared_articles})
    found: list[Disagreement] = []
    retyped = retyped_groups(material, groups)
    seconds = {id(second) for second in retyped.values()}
    for number, group in enumerate(groups):
        if number % _OFTEN == 0:
            check()
        if id(group) not in seconds:
            found += finder.in_group(group, retyped.get(id(group)))
        elif len(group.members) > 1:
            found += finder.within(group)
    for relation in material.input.codebook.relations:
        for unit in linked.get(relation.id, ()):
            found += finder.in_links(relation, unit)
    found += finder.in_articles()
    order = {article.id: n for n, article in enumerate(material.compared_articles)}
    kinds = {k: n for n, k in enumerate(("article", "missed", "type", "boundary", "attribute"))}
    return tuple(
        sorted(found, key=lambda d: (order[d.article_id], d.start, d.end, kinds.get(d.kind, 9)))
    )


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


def make_snippet(text: str, start: int, end: int) -> Snippet:
    """Cut a place out of its text, one line, at most `LONGEST` characters of it."""
    disputed = text[start:end]
    if len(disputed) > LONGEST:
        disputed = f"{disputed[: LONGEST // 2]} … {disputed[-LONGEST // 2 :]}"
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Snippet(
        ("…" if start > CONTEXT else "") + _one_line(before),
        _one_line(disputed),
        _one_line(after) + ("…" if end + CONTEXT < len(text) else ""),
    )


@dataclass(frozen=True)
class _Finder:
    material: Material
    articles: Mapping[UUID, ComparedArticle]

    def in_group(
        self, group: MatchedGroup, retyped: MatchedGroup | None = None
    ) -> Iterator[Disagreement]:
        if retyped is not None:
            yield self._as_type(group, retyped)
        elif len(group.members) < len(group.expected):
            yield self._make("missed", group, "", self._sides(group))
        yield from self.within(group)

    def within(self, group: MatchedGroup) -> Iterator[Disagreement]:
        """Yield how the spans of a group differ."""
        extents = {a.all_parts for a in group.members.values()}
        if len(extents) > 1:
            yield self._make("boundary", group, "", self._sides(group), iou=_least_iou(group))
        if len(group.members) < 2:
            return
        for attribute in self.material.input.codebook.attributes_of(group.type):
            if is_tested(attribute):
                cells = {coder: a.values for coder, a in group.members.items()}
                difference, tested = self._differ(attribute, cells)
                if difference:
                    sides = self._sides(group, attribute)
                    yield self._make("attribute", group, attribute.id, sides, tested=tested)

    def _as_type(self, group: MatchedGroup, other: MatchedGroup) -> Disagreement:
        codebook = self.material.input.codebook
        sides = []
        for coder in dict.fromkeys((*group.expected, *other.expected)):
            mine = group if coder in group.members else other
            label = codebook.span_type(mine.type).label if coder in mine.members else ""
            sides.append(self._side(coder, mine, label))
        start = min(group.hull[0], other.hull[0])
        end = max(group.hull[1], other.hull[1])
        found = self._make("type", group, "", tuple(sides))
        text = self.articles[group.article_id].text
        return replace(
            found,
            start=start,
            end=end,
            snippet=make_snippet(text, start, end),
            other_type=other.type,
        )

    def in_links(self, relation: Relation, unit: LinkedUnit) -> Iterator[Disagreement]:
        targets = {coder: unit.targets(coder) for coder in unit.links}
        # In a chain the order is what was coded: the same ends the other way round differ.
        known = {
            unit.sequence(coder) if relation.ordered else found
            for coder, found in targets.items()
            if found is not None
        }
        if len(known) > 1:
            shown = self._show_chain if relation.ordered else self._show_links
            sides = tuple(
                self._side(coder, unit.group, shown(unit.links[coder]))
                for coder in unit.group.expected
                if targets.get(coder) is not None
            )
            yield self._make("link", unit.group, relation.id, sides)

    def in_articles(self) -> Iterator[Disagreement]:
        for article in self.material.compared_articles:
            codings = self.material.codings[article.id]
            cells = {coder: coding.values for coder, coding in codings.items()}
            for attribute in self.material.input.codebook.article_variables:
                if not is_tested(attribute):
                    continue
                difference, tested = self._differ(attribute, cells)
                if difference:
                    sides = tuple(
                        Side(coder, shown=self._show(attribute, own))
                        for coder, own in cells.items()
                    )
                    yield Disagreement(
                        "article",
                        article.id,
                        article.name,
                        "",
                        attribute.id,
                        0,
                        0,
                        sides,
                        make_snippet(article.text, 0, 0),
                        tested=tested,
                    )

    def _differ(self, attribute: Attribute, cells: Mapping[UUID, Cells]) -> tuple[bool, bool]:
        """Return whether coders differ, and whether the coefficient saw it."""
        compare_cell = self.material.comparer(attribute)
        found = [compare_cell(own.get(attribute.id)) for own in cells.values()]
        if len({cell.value for cell in found if cell.value is not None}) > 1:
            return True, True
        filled = [is_filled(own.get(attribute.id)) for own in cells.values()]
        reasons = {cell.why for cell in found if cell.why or cell.value is not None}
        return len(reasons) > 1 or len(set(filled)) > 1, False

    def _show(self, attribute: Attribute, cells: Cells) -> str:
        return show(attribute, cells.get(attribute.id), self.material.input.codebook)

    def _show_links(self, links: Mapping[Any, Link] | None) -> str:
        targets = sorted(self._end(link) for link in (links or {}).values())
        return "; ".join(_one_line(target) for target in targets) or "—"

    def _show_chain(self, links: Mapping[Any, Link] | None) -> str:
        found = sorted((links or {}).values(), key=lambda li: (li.path or 1, li.position or 0))
        return " → ".join(_one_line(self._end(link)) for link in found) or "—"

    def _end(self, link: Link) -> str:
        target = self.material.annotations.get(link.to_id) if link.to_id else None
        pending = link.pending_target or {}
        return target.quote if target else " ".join(map(str, pending.values()))

    def _sides(self, group: MatchedGroup, attribute: Attribute | None = None) -> tuple[Side, ...]:
        sides = []
        for coder in group.expected:
            own = group.members.get(coder)
            shown = self._show(attribute, own.values) if attribute and own else ""
            sides.append(self._side(coder, group, shown))
        return tuple(sides)

    def _side(self, coder: UUID, group: MatchedGroup, shown: str) -> Side:
        own = group.members.get(coder)
        if own is None:
            return Side(coder, shown=shown)
        return Side(coder, own.id, own.all_parts, own.quote, shown)

    def _make(
        self,
        kind: DisagreementKind,
        group: MatchedGroup,
        variable: str,
        sides: tuple[Side, ...],
        *,
        iou: float | None = None,
        tested: bool = True,
    ) -> Disagreement:
        article = self.articles[group.article_id]
        start, end = group.hull
        return Disagreement(
            kind,
            article.id,
            article.name,
            group.type,
            variable,
            start,
            end,
            sides,
            make_snippet(article.text, start, end),
            iou,
            tested,
        )


def _least_iou(group: MatchedGroup) -> float:
    extents = [a.all_parts for a in group.members.values()]
    ratios: Iterable[float] = (
        shared_length(a, b) / (covered_length(a) + covered_length(b) - shared_length(a, b))
        for a, b in combinations(extents, 2)
    )
    return min(ratios)


def _one_line(text: str) -> str:
    return text.translate({ord(sign): " " for sign in "\n\r\t"})
