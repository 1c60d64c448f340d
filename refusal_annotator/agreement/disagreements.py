"""Every single difference between coders, with its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Any
from uuid import UUID

from refusal_annotator.agreement.cells import is_tested
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.links import LinkedUnit
from refusal_annotator.agreement.retyped import retyped_groups
from refusal_annotator.domain.annotations import Annotation, Link
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
from refusal_annotator.domain.variables import Cell, is_filled, show

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


@dataclass(frozen=True, slots=True)
class _Place:
    """A group of spans with its place in the text, worked out once for all its differences."""

    group: MatchedGroup
    article: ComparedArticle
    start: int
    end: int
    snippet: Snippet
    held: tuple[tuple[UUID, Annotation | None], ...]

    @classmethod
    def of(cls, group: MatchedGroup, article: ComparedArticle) -> _Place:
        """Find the place of a group."""
        start, end = group.hull
        held = tuple((coder, group.members.get(coder)) for coder in group.expected)
        snippet = make_snippet(article.text, start, end)
        return cls(group, article, start, end, snippet, held)

    def sides(self, words: Callable[[Annotation], str] | None = None) -> tuple[Side, ...]:
        """Return what each coder has, with the words for it."""
        return tuple(
            Side(coder)
            if own is None
            else Side(coder, own.id, own.all_parts, own.quote, words(own) if words else "")
            for coder, own in self.held
        )

    def difference(
        self,
        kind: DisagreementKind,
        variable: str,
        sides: tuple[Side, ...],
        *,
        iou: float | None = None,
        tested: bool = True,
    ) -> Disagreement:
        """Return a difference between the coders at this place."""
        return Disagreement(
            kind,
            self.article.id,
            self.article.name,
            self.group.type,
            variable,
            self.start,
            self.end,
            sides,
            self.snippet,
            iou,
            tested,
        )


@dataclass(frozen=True)
class _Finder:
    material: Material
    articles: Mapping[UUID, ComparedArticle]
    _tested: dict[str, tuple[Attribute, ...]] = field(
        default_factory=dict[str, tuple[Attribute, ...]]
    )
    _words: dict[tuple[int, type, Any], str] = field(
        default_factory=dict[tuple[int, type, Any], str]
    )

    def in_group(
        self, group: MatchedGroup, retyped: MatchedGroup | None = None
    ) -> Iterator[Disagreement]:
        """Yield a span that is missed or of another type, and how the spans differ."""
        if retyped is not None:
            yield self._as_type(group, retyped)
        elif len(group.members) < len(group.expected):
            place = self._place(group)
            yield place.difference("missed", "", place.sides())
        yield from self.within(group)

    def within(self, group: MatchedGroup) -> Iterator[Disagreement]:
        """Yield how the spans of a group differ."""
        if len(group.members) < 2:
            return
        place: _Place | None = None
        members = tuple(group.members.values())
        if len({a.all_parts for a in members}) > 1:
            place = self._place(group)
            yield place.difference("boundary", "", place.sides(), iou=_least_iou(members))
        for attribute in self._attributes(group.type):
            name = attribute.id
            difference, tested = self._differ(attribute, [a.values.get(name) for a in members])
            if difference:
                place = place or self._place(group)
                show = partial(self._show_value, attribute)
                yield place.difference("attribute", name, place.sides(show), tested=tested)

    def _place(self, group: MatchedGroup) -> _Place:
        return _Place.of(group, self.articles[group.article_id])

    def _attributes(self, type_id: str) -> tuple[Attribute, ...]:
        if type_id not in self._tested:
            own = self.material.input.codebook.attributes_of(type_id)
            self._tested[type_id] = tuple(a for a in own if is_tested(a))
        return self._tested[type_id]

    def _as_type(self, group: MatchedGroup, other: MatchedGroup) -> Disagreement:
        codebook = self.material.input.codebook
        sides = []
        for coder in dict.fromkeys((*group.expected, *other.expected)):
            mine = group if coder in group.members else other
            label = codebook.span_type(mine.type).label if coder in mine.members else ""
            sides.append(_side(coder, mine, label))
        start = min(group.hull[0], other.hull[0])
        end = max(group.hull[1], other.hull[1])
        article = self.articles[group.article_id]
        return replace(
            self._place(group).difference("type", "", tuple(sides)),
            start=start,
            end=end,
            snippet=make_snippet(article.text, start, end),
            other_type=other.type,
        )

    def in_links(self, relation: Relation, unit: LinkedUnit) -> Iterator[Disagreement]:
        """Yield whether coders linked a place to different targets."""
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
                _side(coder, unit.group, shown(unit.links[coder]))
                for coder in unit.group.expected
                if targets.get(coder) is not None
            )
            yield self._place(unit.group).difference("link", relation.id, sides)

    def in_articles(self) -> Iterator[Disagreement]:
        """Yield differences in article variables."""
        variables = self.material.input.codebook.article_variables
        tested_ones = [attribute for attribute in variables if is_tested(attribute)]
        for article in self.material.compared_articles:
            codings = self.material.codings[article.id]
            snippet = make_snippet(article.text, 0, 0)
            for attribute in tested_ones:
                cells = {coder: c.values.get(attribute.id) for coder, c in codings.items()}
                difference, tested = self._differ(attribute, list(cells.values()))
                if difference:
                    sides = tuple(
                        Side(coder, shown=self._show(attribute, cell))
                        for coder, cell in cells.items()
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
                        snippet,
                        tested=tested,
                    )

    def _differ(self, attribute: Attribute, cells: Sequence[Cell | None]) -> tuple[bool, bool]:
        """Return whether coders differ, and whether the coefficient saw it."""
        if all(cell == cells[0] for cell in cells):
            # Most are alike as they stand, which need not be looked into.
            return False, False
        compare_cell = self.material.comparer(attribute)
        found = [compare_cell(cell) for cell in cells]
        if len({cell.value for cell in found if cell.value is not None}) > 1:
            return True, True
        filled = [is_filled(cell) for cell in cells]
        reasons = {cell.why for cell in found if cell.why or cell.value is not None}
        return len(reasons) > 1 or len(set(filled)) > 1, False

    def _show_value(self, attribute: Attribute, annotation: Annotation) -> str:
        return self._show(attribute, annotation.values.get(attribute.id))

    def _show(self, attribute: Attribute, cell: Cell | None) -> str:
        content = cell.get("v") if cell else None
        codebook = self.material.input.codebook
        if not isinstance(content, (str, int, float)):
            return show(attribute, cell, codebook)
        # The type is part of the key, since 1, 1.0 and True are one key to a dictionary.
        key = id(attribute), type(content), content
        words = self._words.get(key)
        if words is None:
            words = self._words[key] = show(attribute, cell, codebook)
        return words

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


def _side(coder: UUID, group: MatchedGroup, shown: str) -> Side:
    own = group.members.get(coder)
    if own is None:
        return Side(coder, shown=shown)
    return Side(coder, own.id, own.all_parts, own.quote, shown)


def _least_iou(members: Sequence[Annotation]) -> float:
    extents = [a.all_parts for a in members]
    ratios: Iterable[float] = (
        shared_length(a, b) / (covered_length(a) + covered_length(b) - shared_length(a, b))
        for a, b in combinations(extents, 2)
    )
    return min(ratios)


def _one_line(text: str) -> str:
    return text.translate({ord(sign): " " for sign in "\n\r\t"})
