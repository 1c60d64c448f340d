"""One-to-one matching of spans: one definition for agreement, learner and adjudication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field

from refusal_annotator.domain.spans import Span

Pieces = tuple[tuple[int, int], ...]
"""Disjoint half-open intervals in rising order; one interval for a span without gaps."""


class HasParts(Protocol):
    """A coded span that may be discontinuous, such as an Annotation."""

    @property
    def all_parts(self) -> Pieces: ...


Match = tuple[int, int, float]
Matches = Mapping[tuple[int, int], Sequence[Match]]

Extent = Span | HasParts | Sequence[tuple[int, int]]
"""What can be matched: a span, an annotation, or the pieces of a discontinuous span."""

# Far below any difference of IoU that two real spans can show, far above rounding errors of a sum.
_TIE = 1e-9


class MatchingRule(BaseModel):
    """When two spans may count as the same unit (codebook: ``reliability.matching``).

    ``cover_shorter``: the intersection covers at least ``threshold`` of the shorter span.
    ``iou``: intersection over union is at least ``threshold``. ``any``: one shared character.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Literal["cover_shorter", "iou", "any"] = "iou"
    threshold: float = Field(default=0.5, ge=0, le=1)

    def admits(self, shared: int, length_a: int, length_b: int) -> bool:
        """Say whether two spans with `shared` common characters are candidates for a match."""
        if shared <= 0:
            return False
        if self.rule == "any":
            return True
        whole = min(length_a, length_b)
        if self.rule == "iou":
            whole = length_a + length_b - shared
        # The slack keeps thresholds such as .7 of 10 characters from failing by rounding.
        return shared >= self.threshold * whole - 1e-9

    def describe(self) -> str:
        """Return the rule in words, to be printed beside each result that rests on it."""
        return {
            "any": "any shared character",
            "iou": f"intersection over union at least {self.threshold:g}",
            "cover_shorter": f"shared text at least {self.threshold:g} of the shorter span",
        }[self.rule]


@dataclass(frozen=True, slots=True)
class SpanGroup:
    """Spans of several coders that are one unit: (coder index, span index), one per coder."""

    members: tuple[tuple[int, int], ...]

    def of_coder(self, coder: int) -> int | None:
        """Return the index of the coder's span in this group, or None."""
        return next((span for who, span in self.members if who == coder), None)


def pieces_of(extent: Extent) -> Pieces:
    """Return the pieces of a span; pieces themselves pass through."""
    if isinstance(extent, Span):
        return ((extent.start, extent.end),)
    if isinstance(extent, Sequence):
        return tuple((start, end) for start, end in extent)
    return extent.all_parts


def shared_length(a: Pieces, b: Pieces) -> int:
    """Return the number of characters that lie in both."""
    total = i = j = 0
    while i < len(a) and j < len(b):
        total += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return total


def covered_length(pieces: Pieces) -> int:
    """Return the number of characters in the pieces."""
    return sum(end - start for start, end in pieces)


def match_spans(
    a: Sequence[Extent], b: Sequence[Extent], rule: MatchingRule | None = None
) -> list[tuple[int, int, float]]:
    """Match two coders' spans one to one so that the sum of IoU is as large as it can be.

    Parameters
    ----------
    a, b
        The spans of either coder in one text; a discontinuous span as its pieces.
    rule
        Which pairs are candidates at all; IoU of at least .5 where nothing is given.

    Returns
    -------
    list of (i, j, iou)
        Indices into `a` and `b`, in rising order of `i`. Turning `a` and `b` round turns the pairs
        round, and nothing else; the order of spans within `a` and `b` has no influence.

    Notes
    -----
    Candidates form a graph whose connected parts are solved one by one as an assignment problem.
    Among assignments of equal sum the one with smaller differences of start wins, then the earlier.
    """
    rule = rule or MatchingRule()
    left, right = [pieces_of(x) for x in a], [pieces_of(x) for x in b]
    order_a = sorted(range(len(left)), key=lambda i: left[i])
    order_b = sorted(range(len(right)), key=lambda j: right[j])
    # A fixed orientation that depends on the spans alone makes the answer blind to coder order.
    turned = [left[i] for i in order_a] > [right[j] for j in order_b]
    if turned:
        left, right, order_a, order_b = right, left, order_b, order_a
    sorted_left, sorted_right = [left[i] for i in order_a], [right[j] for j in order_b]
    weights = _candidates(sorted_left, sorted_right, rule)
    pairs: list[tuple[int, int, float]] = []
    for part in _connected(weights):
        for i, j in _assign(part, weights, sorted_left, sorted_right):
            x, y = order_a[i], order_b[j]
            pairs.append((y, x, weights[i, j]) if turned else (x, y, weights[i, j]))
    return sorted(pairs)


def group_spans(
    spans: Sequence[Sequence[Extent]],
    rule: MatchingRule | None = None,
    *,
    keys: Sequence[str] | None = None,
    matches: Matches | None = None,
) -> list[SpanGroup]:
    """Group the spans of any number of coders into units, at most one span per coder in each.

    All pairs of coders are matched by :func:`match_spans`; the matches are edges of a graph, and a
    connected part that holds two spans of one coder loses its weakest edge until it is clean.

    Parameters
    ----------
    spans
        For each coder the spans in one text.
    rule
        Which pairs are candidates.
    keys
        A stable name per coder. It decides only between edges that are alike in IoU and in place,
        so that the groups do not depend on the order in which coders are given.
    matches
        Pairs of coders (indices, the lower first) to what :func:`match_spans` found for them, where
        that is known already.

    Returns
    -------
    list of SpanGroup
        All spans, also those that nobody else has, in order of first place in the text.
    """
    names = list(keys) if keys is not None else [f"{i:06}" for i in range(len(spans))]
    pieces = [[pieces_of(x) for x in row] for row in spans]
    nodes = [(coder, i) for coder, row in enumerate(pieces) for i in range(len(row))]
    edges: list[_Edge] = []
    for x in range(len(pieces)):
        for y in range(x + 1, len(pieces)):
            own = matches[x, y] if matches else match_spans(pieces[x], pieces[y], rule)
            for i, j, iou in own:
                edges.append(_Edge((x, i), (y, j), _strength(pieces, names, (x, i), (y, j), iou)))
    groups: list[SpanGroup] = []
    for part in _clean_parts(nodes, sorted(edges, key=lambda e: e.strength, reverse=True)):
        groups.append(SpanGroup(tuple(sorted(part))))

    def place(group: SpanGroup) -> tuple[Pieces, list[str]]:
        first = min(pieces[coder][i] for coder, i in group.members)
        return first, sorted(names[coder] for coder, _ in group.members)

    return sorted(groups, key=place)


_Node = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Edge:
    a: _Node
    b: _Node
    strength: tuple[Any, ...]


def _strength(
    pieces: Sequence[Sequence[Pieces]], names: Sequence[str], a: _Node, b: _Node, iou: float
) -> tuple[Any, ...]:
    # Larger is stronger: IoU, then smaller difference of start, then the earlier place.
    pa, pb = pieces[a[0]][a[1]], pieces[b[0]][b[1]]
    low, high = sorted((pa, pb))
    ends = sorted((names[a[0]], names[b[0]]))
    return (
        round(iou, 12),
        -abs(pa[0][0] - pb[0][0]),
        tuple(-x for piece in low for x in piece),
        tuple(-x for piece in high for x in piece),
        ends,
    )


def _clean_parts(nodes: Sequence[_Node], edges: list[_Edge]) -> Iterable[list[_Node]]:
    # `edges` come strongest first, so the weakest edge of a part is its last one.
    waiting = [(list(nodes), edges)]
    while waiting:
        some, between = waiting.pop()
        for part in _components(some, between):
            if len({coder for coder, _ in part}) == len(part):
                yield part
            else:
                inside = set(part)
                waiting.append((part, [e for e in between if e.a in inside][:-1]))


def _components(nodes: Sequence[_Node], edges: Sequence[_Edge]) -> list[list[_Node]]:
    root = {node: node for node in nodes}

    def find(node: _Node) -> _Node:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for edge in edges:
        root[find(edge.a)] = find(edge.b)
    parts: dict[_Node, list[_Node]] = {}
    for node in nodes:
        parts.setdefault(find(node), []).append(node)
    return list(parts.values())


def _candidates(
    left: Sequence[Pieces], right: Sequence[Pieces], rule: MatchingRule
) -> dict[tuple[int, int], float]:
    # Both lists are sorted by start: sweep, and keep those on the right that may still overlap.
    found: dict[tuple[int, int], float] = {}
    lengths = [covered_length(p) for p in left], [covered_length(p) for p in right]
    open_right: list[int] = []
    following = 0
    for i, pieces in enumerate(left):
        start, end = pieces[0][0], pieces[-1][1]
        while following < len(right) and right[following][0][0] < end:
            open_right.append(following)
            following += 1
        # Left starts only rise, so what ends before this start is done with.
        open_right = [j for j in open_right if right[j][-1][1] > start]
        for j in open_right:
            shared = shared_length(pieces, right[j])
            if rule.admits(shared, lengths[0][i], lengths[1][j]):
                found[i, j] = shared / (lengths[0][i] + lengths[1][j] - shared)
    return found


def _connected(weights: dict[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    # Left node i is (0, i), right node j is (1, j).
    edges = [_Edge((0, i), (1, j), ()) for i, j in weights]
    nodes = sorted({e.a for e in edges} | {e.b for e in edges})
    part_of = {
        node: number for number, part in enumerate(_components(nodes, edges)) for node in part
    }
    parts: dict[int, list[tuple[int, int]]] = {}
    for i, j in weights:
        parts.setdefault(part_of[0, i], []).append((i, j))
    return list(parts.values())


def _assign(
    part: list[tuple[int, int]],
    weights: dict[tuple[int, int], float],
    left: Sequence[Pieces],
    right: Sequence[Pieces],
) -> list[tuple[int, int]]:
    if len(part) == 1:
        return part
    import numpy as np
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    rows, columns = sorted({i for i, _ in part}), sorted({j for _, j in part})
    at_row, at_column = {i: n for n, i in enumerate(rows)}, {j: n for n, j in enumerate(columns)}
    origin = min(left[rows[0]][0][0], right[columns[0]][0][0])
    width = max(max(left[i][-1][1] for i in rows), max(right[j][-1][1] for j in columns)) - origin
    gain = np.zeros((len(rows), len(columns)))
    for i, j in part:
        start_i, start_j = left[i][0][0], right[j][0][0]
        apart = abs(start_i - start_j) / width
        late = (start_i + start_j - 2 * origin) / (2 * width)
        gain[at_row[i], at_column[j]] = weights[i, j] * (1 - _TIE * (apart + 1e-3 * late))
    solve: Callable[..., tuple[Any, Any]] = cast(Any, optimize).linear_sum_assignment
    at_rows, at_columns = solve(gain, maximize=True)
    pairs = [(rows[int(r)], columns[int(c)]) for r, c in zip(at_rows, at_columns, strict=True)]
    return [pair for pair in pairs if pair in weights]
