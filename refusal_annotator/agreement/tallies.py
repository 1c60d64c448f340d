"""Coefficients as functions of weights: sums per cluster first, then the formula for all resamples.

What a coefficient needs of an article is a handful of sums, so thousands of resamples cost one
product of matrices each. Figures for all weights 1 equal those of the functions that compute them
once (:mod:`krippendorff`, :mod:`gwet`, :mod:`percent`), which tests hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.resampling import Statistic
from refusal_annotator.agreement.scales import NOMINAL, Scale, distance_matrix, expected_sum
from refusal_annotator.domain.reliability import ReliabilityData

Floats = NDArray[np.float64]
Clusters = NDArray[np.intp]
Evaluate = Callable[[Floats], Floats]

# Up to so many labels an ordinal variable is tallied by pairs of labels; beyond it resample by
# resample.
_PAIRED_LABELS = 60
_LABELS_AT_ONCE = 512
_TINY = 1e-12


def alpha_statistic(
    data: ReliabilityData, clusters: Clusters, n_clusters: int, scale: Scale
) -> Statistic:
    """Return Krippendorff's alpha as a function of how often each cluster counts."""
    made = _Tally(data, clusters, n_clusters)
    evaluate = {
        "nominal": made.nominal,
        "ordinal": made.ordinal,
        "squared": lambda: made.squared(scale),
        "fixed": lambda: made.fixed(scale),
    }[scale.kind]()
    return Statistic(evaluate, n_clusters, _pairs_of(made, scale))


def percent_statistic(data: ReliabilityData, clusters: Clusters, n_clusters: int) -> Statistic:
    """Return mean pairwise agreement as a function of how often each cluster counts."""
    share, several = _agreeing_share(data)
    return _ratio(share, several.astype(np.float64), clusters, n_clusters)


def unanimous_statistic(data: ReliabilityData, clusters: Clusters, n_clusters: int) -> Statistic:
    """Return the share of units that all agree on as a function of how often clusters count."""
    several = data.values_per_unit >= 2
    highest = data.codes.max(axis=0)
    alike = ((data.codes == highest) | (data.codes < 0)).all(axis=0) & several
    return _ratio(alike.astype(np.float64), several.astype(np.float64), clusters, n_clusters)


def ac1_statistic(data: ReliabilityData, clusters: Clusters, n_clusters: int) -> Statistic:
    """Return Gwet's AC1 as a function of how often each cluster counts."""
    share, several = _agreeing_share(data)
    q = max(data.n_categories or 0, len(data.labels))
    m = data.values_per_unit
    sums = np.stack(
        [
            _sum(share, clusters, n_clusters),
            _sum(several, clusters, n_clusters),
            _sum(m > 0, clusters, n_clusters),
        ],
        axis=1,
    )
    prevalence = _label_sums(data, clusters, n_clusters, 1 / np.maximum(m, 1), m > 0)
    counts = _label_sums(data, clusters, n_clusters, np.ones(len(m)), several)

    def evaluate(weights: Floats) -> Floats:
        agreed, n_several, n_units = (weights @ sums).T
        pi = weights @ prevalence
        with np.errstate(invalid="ignore", divide="ignore"):
            pi /= n_units[:, None]
            p_e = (pi * (1 - pi)).sum(axis=1) / max(q - 1, 1)
            value = (agreed / n_several - p_e) / (1 - p_e)
        varied = ((weights @ counts) > 0).sum(axis=1) >= 2
        return np.where((n_several > 0) & varied & (q >= 2) & (p_e < 1), value, np.nan)

    return Statistic(evaluate, n_clusters)


def category_statistics(
    data: ReliabilityData, clusters: Clusters, n_clusters: int
) -> list[Statistic]:
    """Return, for each label, nominal alpha of it against all others, from o_kk, n_k and n."""
    made = _Tally(data, clusters, n_clusters)
    size = len(data.labels)
    alike = np.zeros(n_clusters * size)
    for a, b, weight, own in made.pairs():
        same = a == b
        flat = own[same] * size + a[same]
        alike += np.bincount(flat, weights=weight[same], minlength=len(alike))
    agreed, total = alike.reshape(n_clusters, size), made.counts.sum(axis=1)

    def statistic(label: int) -> Statistic:
        sums = np.stack([agreed[:, label], made.counts[:, label], total], axis=1)

        def evaluate(weights: Floats) -> Floats:
            o_kk, n_k, n = (weights @ sums).T
            return _alpha(2 * (n_k - o_kk), 2 * n_k * (n - n_k), n, n**2)

        return Statistic(evaluate, n_clusters)

    return [statistic(label) for label in range(size)]


class _Tally:
    """Sums per cluster of units with two values or more."""

    def __init__(self, data: ReliabilityData, clusters: Clusters, n_clusters: int) -> None:
        pairable = data.values_per_unit >= 2
        self.data = data
        self.codes = data.codes[:, pairable]
        self.m = data.values_per_unit[pairable]
        self.clusters = clusters[pairable]
        self.n_clusters = n_clusters
        self.counts = _label_sums(data, clusters, n_clusters, np.ones(len(pairable)), pairable)

    def pairs(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], Floats, Clusters]]:
        """Yield labels of either coder, weight 2 / (m - 1) and cluster, pair by pair of coders."""
        for i in range(len(self.codes) - 1):
            for j in range(i + 1, len(self.codes)):
                both = (self.codes[i] >= 0) & (self.codes[j] >= 0)
                yield (
                    self.codes[i][both],
                    self.codes[j][both],
                    2 / (self.m[both] - 1),
                    self.clusters[both],
                )

    def places(self, scale: Scale) -> Floats:
        return scale.places(self.data, np.maximum(self.counts.sum(axis=0), _TINY))

    def observed(self, scale: Scale, places: Floats) -> Floats:
        """Sum of distances over pairs, per cluster: n D_o."""
        total = np.zeros(self.n_clusters)
        for a, b, weight, clusters in self.pairs():
            apart = scale.distance(places[a], places[b]) * weight
            total += np.bincount(clusters, weights=apart, minlength=self.n_clusters)
        return total

    def nominal(self) -> Evaluate:
        observed = self.observed(NOMINAL, np.arange(len(self.data.labels), dtype=np.float64))
        counts = self.counts

        def evaluate(weights: Floats) -> Floats:
            n_c = weights @ counts
            n = n_c.sum(axis=1)
            expected = n**2 - (n_c**2).sum(axis=1)
            return _alpha(weights @ observed, expected, n, n**2)

        return evaluate

    def squared(self, scale: Scale) -> Evaluate:
        places = self.places(scale)
        sums = np.stack(
            [
                self.counts.sum(axis=1),
                self.counts @ places,
                self.counts @ places**2,
                self.observed(scale, places),
            ],
            axis=1,
        )

        def evaluate(weights: Floats) -> Floats:
            n, first, second, observed = (weights @ sums).T
            return _alpha(observed, 2 * n * second - 2 * first**2, n, n * second)

        return evaluate

    def fixed(self, scale: Scale) -> Evaluate:
        """Distances that do not depend on the sample: D_e is a quadratic form in the weights."""
        used = np.flatnonzero(self.counts.sum(axis=0))
        places = self.places(scale)
        observed = self.observed(scale, places)
        counts = self.counts[:, used]
        totals = counts.sum(axis=1)
        # Whichever is smaller, labels or clusters, is the side of the matrix in the middle.
        if len(used) <= self.n_clusters:
            left, kernel = counts, distance_matrix(scale, places[used])
        else:
            left, kernel = np.eye(self.n_clusters), np.zeros((self.n_clusters, self.n_clusters))
            for first in range(0, len(used), _LABELS_AT_ONCE):
                some = slice(first, first + _LABELS_AT_ONCE)
                apart = scale.distance(places[used[some], None], places[None, used])
                kernel += counts[:, some] @ (apart @ counts.T)

        def evaluate(weights: Floats) -> Floats:
            n, own = weights @ totals, weights @ left
            expected = np.einsum("bi,bi->b", own @ kernel, own)
            return _alpha(weights @ observed, expected, n, n**2)

        return evaluate

    def ordinal(self) -> Evaluate:
        if len(self.data.labels) > _PAIRED_LABELS:
            return self._ordinal_by_resample()
        size = len(self.data.labels)
        first, second = np.triu_indices(size, 1)
        index = np.full((size, size), -1)
        index[first, second] = index[second, first] = np.arange(len(first))
        together = np.zeros(self.n_clusters * len(first))
        for a, b, weight, clusters in self.pairs():
            apart = a != b
            flat = clusters[apart] * len(first) + index[a[apart], b[apart]]
            together += np.bincount(flat, weights=weight[apart], minlength=len(together))
        matrix = together.reshape(self.n_clusters, len(first))
        counts = self.counts

        def evaluate(weights: Floats) -> Floats:
            n_c = weights @ counts
            ranks = np.cumsum(n_c, axis=1) - n_c / 2
            observed = ((weights @ matrix) * (ranks[:, first] - ranks[:, second]) ** 2).sum(axis=1)
            return _ordinal_alpha(observed, n_c, ranks)

        return evaluate

    def _ordinal_by_resample(self) -> Evaluate:
        pairs = [np.concatenate(part) for part in zip(*self.pairs(), strict=True)]
        a, b, weight, clusters = pairs
        counts = self.counts

        def evaluate(weights: Floats) -> Floats:
            n_c = weights @ counts
            ranks = np.cumsum(n_c, axis=1) - n_c / 2
            observed = np.array(
                [
                    float((own[clusters] * weight) @ (r[a] - r[b]) ** 2)
                    for own, r in zip(weights, ranks, strict=True)
                ]
            )
            return _ordinal_alpha(observed, n_c, ranks)

        return evaluate


def _pairs_of(tally: _Tally, scale: Scale) -> Callable[[int, np.random.Generator], Floats]:
    """Return the resampling of observed pairs with D_e fixed.

    Pairs are drawn with the probabilities of their coincidences, as many as were observed; alpha is
    1 minus their mean distance over D_e. Dependence within units is ignored, so the interval is
    too narrow. A. F. Hayes and K. Krippendorff (2007), doi:10.1080/19312450709336664.
    """
    parts = [np.concatenate(part) for part in zip(*tally.pairs(), strict=True)]

    def resample(count: int, rng: np.random.Generator) -> Floats:
        a, b, weight, _ = parts
        places = tally.places(scale)
        apart, back = np.unique(
            np.round(scale.distance(places[a], places[b]), 12), return_inverse=True
        )
        chance = np.bincount(back.ravel(), weights=weight, minlength=len(apart))
        n_c = tally.counts.sum(axis=0)
        n = n_c.sum()
        expected = expected_sum(scale, places, n_c) / (n * (n - 1))
        drawn = rng.multinomial(len(a), chance / chance.sum(), size=count)
        return np.maximum(-1.0, 1 - drawn @ apart / len(a) / expected)

    return resample


def _alpha(observed: Floats, expected: Floats, n: Floats, size: Floats) -> Floats:
    """Return 1 - (n - 1) sum(o d) / sum(n n d), nan without chance disagreement."""
    defined = expected > _TINY * np.maximum(size, 1e-300)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = 1 - (n - 1) * observed / expected
    return np.where(defined, value, np.nan)


def _ordinal_alpha(observed: Floats, n_c: Floats, ranks: Floats) -> Floats:
    n = n_c.sum(axis=1)
    first, second = (n_c * ranks).sum(axis=1), (n_c * ranks**2).sum(axis=1)
    return _alpha(observed, 2 * n * second - 2 * first**2, n, n * second)


def _agreeing_share(data: ReliabilityData) -> tuple[Floats, NDArray[np.bool_]]:
    m = data.values_per_unit
    agreeing = np.zeros(len(m))
    for i in range(data.n_coders - 1):
        for j in range(i + 1, data.n_coders):
            agreeing += (data.codes[i] == data.codes[j]) & (data.codes[i] >= 0)
    several = m >= 2
    return np.where(several, agreeing / np.maximum(m * (m - 1) / 2, 1), 0.0), several


def _ratio(above: Floats, below: Floats, clusters: Clusters, n_clusters: int) -> Statistic:
    sums = np.stack([_sum(above, clusters, n_clusters), _sum(below, clusters, n_clusters)], axis=1)

    def evaluate(weights: Floats) -> Floats:
        a, b = (weights @ sums).T
        return np.divide(a, b, out=np.full(len(a), np.nan), where=b > 0)

    return Statistic(evaluate, n_clusters)


def _sum(per_unit: NDArray[np.generic], clusters: Clusters, n_clusters: int) -> Floats:
    sums = np.bincount(clusters, weights=per_unit.astype(np.float64), minlength=n_clusters)
    return sums.astype(np.float64)


def _label_sums(
    data: ReliabilityData,
    clusters: Clusters,
    n_clusters: int,
    per_unit: Floats,
    units: NDArray[np.bool_],
) -> Floats:
    """Clusters x labels: how much of each label the marked units of a cluster hold."""
    size = len(data.labels)
    total = np.zeros(n_clusters * size)
    for row in data.codes:
        there = (row >= 0) & units
        flat = clusters[there] * size + row[there]
        total += np.bincount(flat, weights=per_unit[there], minlength=n_clusters * size)
    return total.reshape(n_clusters, size)
