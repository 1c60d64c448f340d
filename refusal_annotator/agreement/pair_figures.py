"""Each pair of coders on each variable: kappa, pi, alpha, F1, and whether their margins differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.cohen import marginal_test
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.gwet import distance_weights
from refusal_annotator.agreement.scales import Scale, distance_matrix, expected_sum
from refusal_annotator.agreement.span_f1 import exact_counts, matched_counts
from refusal_annotator.agreement.values import Compared
from refusal_annotator.domain.codebook import Level
from refusal_annotator.domain.diagnostics import PairFigures
from refusal_annotator.domain.reliability import ReliabilityData

Floats = NDArray[np.float64]
Joint = NDArray[np.int64]

_SMALL = 60
_TABLED = (Level.NOMINAL, Level.ORDINAL)


class PairTables:
    """One variable by pairs of coders; what pairs need is computed once."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.data = compared.data
        self.pairs = list(combinations(range(self.data.n_coders), 2))

    @cached_property
    def scale(self) -> Scale:
        """The distance of the headline alpha."""
        return self.compared.distance

    @cached_property
    def alphas(self) -> dict[tuple[int, int], float | None]:
        """Alpha of each pair over all their common units."""
        return {pair: self.alpha(pair) for pair in self.pairs}

    def alpha(self, pair: tuple[int, int], units: NDArray[np.bool_] | None = None) -> float | None:
        """Return alpha of two coders, over some of the units."""
        a, b = self.data.codes[pair[0]], self.data.codes[pair[1]]
        both = (a >= 0) & (b >= 0)
        if units is not None:
            both &= units
        return pair_alpha(self.data, a[both], b[both], self.scale)


def pair_alpha(
    data: ReliabilityData, a: NDArray[np.int32], b: NDArray[np.int32], scale: Scale
) -> float | None:
    """Return alpha of two coders from their labels on common units, None where undefined."""
    size = len(data.labels)
    n_c = (np.bincount(a, minlength=size) + np.bincount(b, minlength=size)).astype(np.float64)
    n = float(n_c.sum())
    if np.count_nonzero(n_c) < 2:
        return None
    places = scale.places(data, n_c)
    expected = expected_sum(scale, places, n_c) / (n - 1)
    if expected <= 0:
        return None
    if size <= _SMALL:
        joint = np.bincount(a.astype(np.intp) * size + b, minlength=size * size)
        observed = 2 * float(joint @ distance_matrix(scale, places).ravel())
    else:
        observed = 2 * float(scale.distance(places[a], places[b]).sum())
    return 1 - observed / expected


def pair_figures(material: Material, tables: PairTables) -> Iterator[PairFigures]:
    """Yield the figures of each pair of coders on one variable."""
    compared, data = tables.compared, tables.data
    for i, j in tables.pairs:
        a, b = data.codes[i], data.codes[j]
        both = (a >= 0) & (b >= 0)
        if not both.any():
            continue
        figures = PairFigures(
            compared.level,
            compared.variable,
            material.coder_ids[i],
            material.coder_ids[j],
            int(both.sum()),
            int((a[both] == b[both]).sum()),
            alpha=tables.alphas[i, j],
        )
        yield _with_kappas(figures, data.select((i, j)), compared.scale)


def span_pair_figures(material: Material) -> Iterator[PairFigures]:
    """Yield F1 of each pair of coders on each span type."""
    for type_id, texts in material.types.items():
        exact, overlap = exact_counts(texts.pieces), matched_counts(texts.pieces, texts.matches)
        for first, second in exact.counts:
            n_first, n_second, agreed = exact.counts[first, second].sum(axis=0)
            yield PairFigures(
                "unitizing",
                type_id,
                UUID(first),
                UUID(second),
                int(n_first + n_second),
                2 * int(agreed),
                f1_exact=exact.value((first, second)),
                f1_overlap=overlap.value((first, second)),
            )


def _with_kappas(figures: PairFigures, data: ReliabilityData, scale: str) -> PairFigures:
    if scale not in _TABLED or len(data.labels) > _SMALL:
        return figures
    joint = _joint(data)
    p = joint / joint.sum()
    nominal = np.eye(len(p))
    more: dict[str, float | int | None] = {
        "kappa": _kappa(p, nominal),
        "kappa_max": _kappa_max(p),
        "pi": _pi(p),
    }
    if scale == Level.ORDINAL:
        more["kappa_weighted"] = _kappa(p, distance_weights(data, 2))
    test = marginal_test(data)
    if test:
        more |= {
            "marginal_chi2": test.chi2,
            "marginal_df": test.df,
            "marginal_p": test.p,
            "bias_index": test.bias_index,
            "prevalence_index": test.prevalence_index,
        }
    return replace(figures, **more)


def _joint(data: ReliabilityData) -> Joint:
    a, b = data.codes
    both = (a >= 0) & (b >= 0)
    size = len(data.labels)
    flat = a[both].astype(np.intp) * size + b[both]
    return np.bincount(flat, minlength=size * size).reshape(size, size)


def _kappa(p: Floats, weights: Floats) -> float | None:
    return _beyond_chance(p, weights, np.outer(p.sum(axis=1), p.sum(axis=0)))


def _pi(p: Floats) -> float | None:
    pooled = (p.sum(axis=0) + p.sum(axis=1)) / 2
    return _beyond_chance(p, np.eye(len(p)), np.outer(pooled, pooled))


def _kappa_max(p: Floats) -> float | None:
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    by_chance = float(rows @ columns)
    if by_chance >= 1 - 1e-12:
        return None
    return (float(np.minimum(rows, columns).sum()) - by_chance) / (1 - by_chance)


def _beyond_chance(p: Floats, weights: Floats, chance: Floats) -> float | None:
    p_e = float((weights * chance).sum())
    if p_e >= 1 - 1e-12:
        return None
    return (float((weights * p).sum()) - p_e) / (1 - p_e)


def mean_defined(values: Sequence[float | None]) -> float | None:
    """Return the mean of what is defined, or None."""
    there = [value for value in values if value is not None]
    return float(np.mean(there)) if there else None
