"""Krippendorff's alpha for coding: nominal, ordinal, interval, ratio and set-valued variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import (
    CodingOptions,
    coding,
    coding_result,
    label_counts,
    numeric_labels,
)
from refusal_annotator.agreement.gwet import alpha_standard_error, interval
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Floats = NDArray[np.float64]

# Up to this many labels the coincidence matrix is the fastest way; beyond it pairs are summed.
_SMALL = 50
# Rows of the matrix of distances that are held in memory at once.
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Scale:
    """What a level of measurement contributes: places on a scale, and a squared distance.

    `places(data, n_c)` returns one number per label; `distance(a, b)` works on arrays of them, and
    `expected(places, n_c)`, where there is a closed form, is the sum of n_c n_k d_ck.
    """

    places: Callable[[ReliabilityData, Floats], Floats]
    distance: Callable[[Any, Any], Any]
    expected: Callable[[Floats, Floats], float] | None = None


def alpha(data: ReliabilityData, scale: Scale, measure: str, options: CodingOptions) -> Result:
    r"""Krippendorff's alpha: agreement beyond chance, from pairs of values within units.

    .. math:: \alpha = 1 - D_o / D_e, \quad
       D_o = \frac{1}{n} \sum_{c,k} o_{ck} \delta_{ck}, \quad
       D_e = \frac{1}{n(n-1)} \sum_{c,k} n_c n_k \delta_{ck}

    with coincidences :math:`o_{ck} = \sum_u [n_{uc} n_{uk} - (c=k) n_{uc}] / (m_u - 1)` over units
    with :math:`m_u \ge 2` values, and :math:`n` the number of values on these units.

    Parameters
    ----------
    data
        Coders x units; units with one value or none take no part.
    scale
        The distance of the level of measurement.

    Returns
    -------
    Result
        1 for perfect agreement, 0 for what chance would give, below 0 for less than that. Undefined
        without a unit that has two values (no_pairable_units) and where all values on such units
        are alike (no_variation), however many single values differ.

    References
    ----------
    K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    K. Krippendorff, Content Analysis, 4th ed. (2019), chapter 12. doi:10.4135/9781071878781
    """
    n_c = label_counts(data, data.values_per_unit >= 2).astype(np.float64)
    n = n_c.sum()
    if not n:
        return coding_result(measure, data, None, Reason.NO_PAIRABLE_UNITS)
    if np.count_nonzero(n_c) < 2:
        return coding_result(measure, data, None, Reason.NO_VARIATION)
    places = scale.places(data, n_c)
    observed = _observed(data, scale, places) / n
    expected = _expected(scale, places, n_c) / (n * (n - 1))
    if expected <= 0:
        return coding_result(measure, data, None, Reason.NO_VARIATION)
    value = float(1 - observed / expected)
    more: dict[str, Any] = {"details": {"D_o": float(observed), "D_e": float(expected)}}
    if options.analytic:
        weights = agreement_weights(scale, places)
        error = alpha_standard_error(data, weights)
        more |= interval(value, error, data.n_pairable_units, options)
    return coding_result(measure, data, value, **more)


def alpha_nominal(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with distance 0 for equal categories and 1 for all others; see :func:`alpha`."""
    return alpha(data, NOMINAL, "alpha_nominal", options)


def alpha_ordinal(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with the squared difference of mid-ranks in the order of the labels.

    Equal to Krippendorff's sum of the frequencies between two ranks, squared. Labels that nobody
    used change nothing.
    """
    return alpha(data, ORDINAL, "alpha_ordinal", options)


def alpha_interval(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with the squared difference of values; undefined unless all are numbers."""
    if numeric_labels(data) is None:
        return coding_result("alpha_interval", data, None, Reason.NOT_NUMERIC)
    return alpha(data, INTERVAL, "alpha_interval", options)


def alpha_ratio(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with ((c - k) / (c + k)) squared, 0 for two zeros.

    Undefined for negative values: -1 and 1 would otherwise count as far apart as can be or, summed
    to zero, as equal.
    """
    numbers = numeric_labels(data)
    if numbers is None:
        return coding_result("alpha_ratio", data, None, Reason.NOT_NUMERIC)
    if (numbers < 0).any():
        return coding_result("alpha_ratio", data, None, Reason.NEGATIVE_VALUES)
    return alpha(data, RATIO, "alpha_ratio", options)


def alpha_jaccard(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance 1 - |A and B| / |A or B|; two empty sets are equal."""
    return alpha(data, _sets(data, _jaccard), "alpha_jaccard", options)


def alpha_masi(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance 1 - J M (Passonneau 2006).

    J is Jaccard's index; M is 1 for equal sets, 2/3 where one holds the other, 1/3 where each has
    something of its own, 0 for disjoint sets.
    """
    return alpha(data, _sets(data, _masi), "alpha_masi", options)


def alpha_masi_product(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance (1 - J)(1 - M): another program's reading of MASI.

    Kept to recompute its figures; not the distance of 2006. There the empty set counts as a subset
    of all others.
    """
    scale = _sets(data, _masi_product, empty_is_subset=True)
    return alpha(data, scale, "alpha_masi_product", options)


def alpha_custom(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with a matrix of distances between labels, given in the options."""
    matrix = np.asarray(options.weights, dtype=np.float64)
    return alpha(data, _matrix_scale(matrix), "alpha_custom", options)


def alpha_per_category(data: ReliabilityData) -> dict[Any, Result]:
    """Nominal alpha of each category against all others together.

    Follows from the coincidences: 1 - (n - 1)(n_k - o_kk) / (n_k (n - n_k)). Undefined
    (no_variation) for a category that is never, or always, used on pairable units.
    """
    measure = "alpha_nominal_per_category"
    o = coincidences(data)
    n_c = o.sum(axis=0)
    n = n_c.sum()
    results = {}
    for k, label in enumerate(data.labels):
        value, reason = None, Reason.NO_VARIATION if n else Reason.NO_PAIRABLE_UNITS
        if 0 < round(n_c[k]) < round(n):
            value = float(1 - (n - 1) * (n_c[k] - o[k, k]) / (n_c[k] * (n - n_c[k])))
        results[label] = coding_result(measure, data, value, reason, details={"uses": int(n_c[k])})
    return results


def coincidences(data: ReliabilityData) -> Floats:
    """Return the matrix of coincidences, labels x labels, summing to the pairable values."""
    size = len(data.labels) + 1
    m = data.values_per_unit
    codes = data.codes.astype(np.intp) + 1
    total = np.zeros((data.n_coders + 1) * size * size, dtype=np.intp)
    for i in range(data.n_coders - 1):
        base = (m * size + codes[i]) * size
        for j in range(i + 1, data.n_coders):
            total += np.bincount(base + codes[j], minlength=total.size)
    # Whole numbers up to here, so that nothing is lost before the division by m - 1.
    by_m = total.reshape(-1, size, size)[:, 1:, 1:]
    o = np.zeros((size - 1, size - 1))
    for count in range(2, data.n_coders + 1):
        o += by_m[count] / (count - 1)
    return o + o.T


def agreement_weights(scale: Scale, places: Floats) -> Floats:
    """Return the distances of a scale as weights of agreement, 1 on the diagonal."""
    distances = np.asarray(scale.distance(places[:, None], places[None, :]), dtype=np.float64)
    return 1 - distances / max(float(distances.max()), 1e-300)


def _observed(data: ReliabilityData, scale: Scale, places: Floats) -> float:
    if len(data.labels) <= _SMALL:
        distances = scale.distance(places[:, None], places[None, :])
        return float((coincidences(data) * distances).sum())
    return sum(
        float((scale.distance(places[a], places[b]) / (m - 1)).sum()) * 2
        for a, b, m in _pairs(data)
    )


def _pairs(
    data: ReliabilityData,
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]]:
    m = data.values_per_unit
    for i in range(data.n_coders - 1):
        for j in range(i + 1, data.n_coders):
            both = (data.codes[i] >= 0) & (data.codes[j] >= 0)
            yield data.codes[i][both], data.codes[j][both], m[both]


def _expected(scale: Scale, places: Floats, n_c: Floats) -> float:
    if scale.expected:
        return scale.expected(places, n_c)
    used = np.flatnonzero(n_c)
    total = 0.0
    for first in range(0, len(used), _CHUNK):
        rows = used[first : first + _CHUNK]
        distances = scale.distance(places[rows, None], places[None, used])
        total += float(n_c[rows] @ (distances @ n_c[used]))
    return total


def _mid_ranks(_data: ReliabilityData, n_c: Floats) -> Floats:
    return np.cumsum(n_c) - n_c / 2


def _positions(data: ReliabilityData, _n_c: Floats) -> Floats:
    return np.arange(len(data.labels), dtype=np.float64)


def _numbers(data: ReliabilityData, n_c: Floats) -> Floats:
    # Centred, so that the closed form loses no digits on values such as years.
    numbers = np.array(data.labels, dtype=np.float64)
    return numbers - np.average(numbers, weights=n_c)


def _ratio_distance(a: Any, b: Any) -> Any:
    total = a + b
    return np.divide(a - b, total, out=np.zeros(np.shape(total)), where=total != 0) ** 2


def _squared(a: Any, b: Any) -> Any:
    return (a - b) ** 2


def _expected_nominal(_places: Floats, n_c: Floats) -> float:
    return float(n_c.sum() ** 2 - (n_c**2).sum())


def _expected_squared(places: Floats, n_c: Floats) -> float:
    first, second = float(n_c @ places), float(n_c @ places**2)
    return 2 * float(n_c.sum()) * second - 2 * first**2


NOMINAL = Scale(_positions, lambda a, b: np.asarray(a != b, dtype=np.float64), _expected_nominal)
ORDINAL = Scale(_mid_ranks, _squared, _expected_squared)
INTERVAL = Scale(_numbers, _squared, _expected_squared)
RATIO = Scale(lambda data, _: np.array(data.labels, dtype=np.float64), _ratio_distance)


def _matrix_scale(matrix: Floats) -> Scale:
    def distance(a: Any, b: Any) -> Any:
        return matrix[np.asarray(a, dtype=np.intp), np.asarray(b, dtype=np.intp)]

    return Scale(_positions, distance)


def _sets(
    data: ReliabilityData,
    distance: Callable[[Floats, Floats], Floats],
    *,
    empty_is_subset: bool = False,
) -> Scale:
    sets = [x if isinstance(x, frozenset) else frozenset((x,)) for x in data.labels]
    members = {item: i for i, item in enumerate(dict.fromkeys(x for one in sets for x in one))}
    held = np.zeros((len(sets), len(members)))
    for row, one in enumerate(sets):
        held[row, [members[x] for x in one]] = 1
    shared = held @ held.T
    sizes = held.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    equal = (shared == sizes[:, None]) & (shared == sizes[None, :])
    disjoint = (shared == 0) & ((smaller > 0) | (not empty_is_subset))
    monotone = np.select([equal, disjoint, shared == smaller], [1.0, 0.0, 2 / 3], 1 / 3)
    return _matrix_scale(distance(jaccard, monotone))


def _jaccard(jaccard: Floats, _monotone: Floats) -> Floats:
    return 1 - jaccard


def _masi(jaccard: Floats, monotone: Floats) -> Floats:
    return 1 - jaccard * monotone


def _masi_product(jaccard: Floats, monotone: Floats) -> Floats:
    return (1 - jaccard) * (1 - monotone)


MEASURES = (
    coding("alpha_nominal", "Krippendorff's alpha, nominal", alpha_nominal, "nominal"),
    coding("alpha_ordinal", "Krippendorff's alpha, ordinal", alpha_ordinal, "ordinal"),
    coding("alpha_interval", "Krippendorff's alpha, interval", alpha_interval, "interval"),
    coding("alpha_ratio", "Krippendorff's alpha, ratio", alpha_ratio, "ratio"),
    coding("alpha_jaccard", "Krippendorff's alpha, sets (Jaccard)", alpha_jaccard, "multi_select"),
    coding("alpha_masi", "Krippendorff's alpha, sets (MASI)", alpha_masi, "multi_select"),
    coding("alpha_masi_product", "Alpha, sets ((1-J)(1-M))", alpha_masi_product, "multi_select"),
    coding("alpha_custom", "Krippendorff's alpha, own distances", alpha_custom, "nominal"),
)
