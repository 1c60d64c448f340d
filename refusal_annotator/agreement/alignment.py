r"""The best alignment of several coders' spans: the one of least disorder.

A unitary alignment takes at most one span of each coder; its disorder is the mean over pairs of
coders of their dissimilarity, with :math:`\delta_\emptyset` where one has no span,

.. math:: d(u, v) = \alpha \left(\frac{|s_u - s_v| + |e_u - e_v|}{l_u + l_v}\right)^2
   \delta_\emptyset + \beta\,[c_u \ne c_v]\,\delta_\emptyset .

An alignment puts each span into exactly one unitary alignment; its disorder is the sum of theirs,
divided by the mean number of spans per coder. Two coders are an assignment problem, more a set
partition solved by HiGHS. Spans that only worse alignments could bring together are solved apart.

References
----------
Y. Mathet, A. Widlocher, J.-P. Metivier (2015), The unified and holistic method gamma for
inter-annotator agreement measure and alignment, Computational Linguistics 41(3), 437-479.
doi:10.1162/COLI_a_00227
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Unit = tuple[int, int, str]
Coders = Sequence[Sequence[Unit]]
CANDIDATES = 50_000
"""Most unitary alignments of one connected part of a text that are weighed exactly."""

Chosen = tuple[int, ...]
"""For each coder the index of a span, or -1."""


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """Weights of place and category, and the cost of having no span."""

    alpha: float = 1.0
    beta: float = 1.0
    delta_empty: float = 1.0

    def place(self, a: Sequence[Unit], b: Sequence[Unit]) -> Floats:
        """Return the dissimilarity of place between all spans, without its weight."""
        p, q = _edges(a), _edges(b)
        apart = np.abs(p[:, None, :] - q[None, :, :]).sum(axis=2)
        lengths = (p[:, 1] - p[:, 0])[:, None] + (q[:, 1] - q[:, 0])[None, :]
        return (apart / lengths) ** 2 * self.delta_empty

    def category(self, a: Sequence[Unit], b: Sequence[Unit]) -> Floats:
        """Return 0 for equal categories and the cost of an empty span for others."""
        names = np.array([u[2] for u in a], dtype=object), np.array([u[2] for u in b], dtype=object)
        differs = names[0][:, None] != names[1][None, :]
        return np.asarray(differs, dtype=np.float64) * self.delta_empty

    def of(self, a: Sequence[Unit], b: Sequence[Unit]) -> Floats:
        """Return the dissimilarity between all spans of two coders."""
        return self.alpha * self.place(a, b) + self.beta * self.category(a, b)


@dataclass(frozen=True, slots=True)
class Alignment:
    """An alignment and its disorder."""

    chosen: tuple[Chosen, ...]
    disorder: float


class TooManyCandidates(Exception):
    """A text where so many spans could be aligned that no exact answer is tried for."""


def best_alignment(coders: Coders, dissimilarity: Dissimilarity) -> Alignment:
    """Return the alignment of least disorder; deterministic.

    Disorder is 0 where nobody has a span. Raises TooManyCandidates rather than to guess.
    """
    n_units = sum(map(len, coders))
    if not n_units:
        return Alignment((), 0.0)
    matrices = {
        (i, j): dissimilarity.of(coders[i], coders[j])
        for i, j in combinations(range(len(coders)), 2)
    }
    problem = _Problem(coders, matrices, dissimilarity.delta_empty)
    chosen: list[Chosen] = []
    for part in problem.parts():
        chosen += problem.solve(part)
    total = sum(problem.cost(one) for one in chosen)
    return Alignment(tuple(sorted(chosen)), total / (n_units / len(coders)))


@dataclass(frozen=True, slots=True)
class _Problem:
    coders: Coders
    matrices: dict[tuple[int, int], Floats]
    empty: float

    @property
    def n_pairs(self) -> int:
        return len(self.coders) * (len(self.coders) - 1) // 2

    def cost(self, chosen: Chosen) -> float:
        total = 0.0
        for i, j in combinations(range(len(chosen)), 2):
            a, b = chosen[i], chosen[j]
            total += self.matrices[i, j][a, b] if a >= 0 and b >= 0 else self.empty
        return total / self.n_pairs

    def alone(self, coder: int, unit: int) -> Chosen:
        return tuple(unit if c == coder else -1 for c in range(len(self.coders)))

    @property
    def limit(self) -> float:
        """What the pairs of one span may cost together in a best alignment.

        To take a span out of a unitary alignment of k costs all pairs empty for it alone, and
        k - 1 pairs empty where it was; beyond this limit its pairs together are dearer than that.
        """
        return (self.n_pairs + len(self.coders) - 1) * self.empty

    def parts(self) -> Iterator[list[tuple[int, int]]]:
        """Yield spans that may be aligned with one another, connected by worthwhile pairs."""
        neighbours: dict[tuple[int, int], list[tuple[int, int]]] = {
            (c, u): [] for c, units in enumerate(self.coders) for u in range(len(units))
        }
        for (i, j), matrix in self.matrices.items():
            for a, b in zip(*np.nonzero(matrix < self.limit), strict=True):
                neighbours[i, int(a)].append((j, int(b)))
                neighbours[j, int(b)].append((i, int(a)))
        seen: set[tuple[int, int]] = set()
        for node in neighbours:
            if node in seen:
                continue
            seen.add(node)
            part, waiting = [], [node]
            while waiting:
                one = waiting.pop()
                part.append(one)
                fresh = [other for other in neighbours[one] if other not in seen]
                seen.update(fresh)
                waiting += fresh
            yield sorted(part)

    def solve(self, part: Sequence[tuple[int, int]]) -> list[Chosen]:
        if len(part) == 1:
            return [self.alone(*part[0])]
        if len(self.coders) == 2:
            return self._assign(part)
        return self._partition(part)

    def _assign(self, part: Sequence[tuple[int, int]]) -> list[Chosen]:
        """Two coders: pairs below the cost of two spans alone are gains over leaving them so."""
        from scipy.optimize import linear_sum_assignment

        left = [u for c, u in part if c == 0]
        right = [u for c, u in part if c == 1]
        gain = np.maximum(2 * self.empty - self.matrices[0, 1][np.ix_(left, right)], 0)
        rows, columns = linear_sum_assignment(gain, maximize=True)
        pairs = [(left[r], right[c]) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]
        used = {(0, a) for a, _ in pairs} | {(1, b) for _, b in pairs}
        return [*pairs, *(self.alone(*one) for one in part if one not in used)]

    def _partition(self, part: Sequence[tuple[int, int]]) -> list[Chosen]:
        from scipy.optimize import LinearConstraint, milp
        from scipy.sparse import coo_array

        candidates = self._candidates(part)
        costs = np.array([self.cost(one) for one in candidates])
        index = {node: row for row, node in enumerate(part)}
        at = [
            (index[coder, unit], column)
            for column, one in enumerate(candidates)
            for coder, unit in enumerate(one)
            if unit >= 0
        ]
        rows, columns = zip(*at, strict=True)
        shape = (len(part), len(candidates))
        matrix = coo_array((np.ones(len(at)), (rows, columns)), shape=shape).tocsr()
        found: Any = milp(
            costs,
            constraints=LinearConstraint(cast(Any, matrix), 1, 1),
            integrality=np.ones(len(costs)),
            bounds=(0, 1),
        )
        return [candidates[i] for i in np.flatnonzero(found.x > 0.5)]

    def _candidates(self, part: Sequence[tuple[int, int]]) -> list[Chosen]:
        """Unitary alignments that are no dearer than their spans would be alone."""
        own: list[list[int]] = [[] for _ in self.coders]
        for coder, unit in part:
            own[coder].append(unit)
        partial: list[tuple[Chosen, tuple[float, ...]]] = [((), ())]
        for coder in range(len(self.coders)):
            grown: list[tuple[Chosen, tuple[float, ...]]] = []
            for chosen, sums in partial:
                grown.append(((*chosen, -1), (*sums, 0.0)))
                for unit in own[coder]:
                    pairs = [
                        float(self.matrices[c, coder][u, unit]) if u >= 0 else 0.0
                        for c, u in enumerate(chosen)
                    ]
                    # What each span pays for its company; it only grows with more company.
                    paid = (*(x + y for x, y in zip(sums, pairs, strict=True)), sum(pairs))
                    if max(paid) < self.limit:
                        grown.append(((*chosen, unit), paid))
                if len(grown) > CANDIDATES:
                    raise TooManyCandidates
            partial = grown
        return [chosen for chosen, sums in partial if self._is_worthwhile(chosen, sums)]

    def _is_worthwhile(self, chosen: Chosen, sums: tuple[float, ...]) -> bool:
        size = sum(unit >= 0 for unit in chosen)
        cost = sum(sums) / 2 + self._empty_pairs(size)
        return size > 0 and cost <= size * self.n_pairs * self.empty + 1e-12

    def _empty_pairs(self, size: int) -> float:
        return (self.n_pairs - size * (size - 1) // 2) * self.empty


def _edges(units: Sequence[Unit]) -> Floats:
    return np.array([(s, e) for s, e, _ in units], dtype=np.float64).reshape(-1, 2)
