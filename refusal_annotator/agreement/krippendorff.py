"""Krippendorff's alpha for coding: nominal, ordinal, interval, ratio and set-valued variables."""

from __future__ import annotations

from collections.abc import Iterator
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
from refusal_annotator.agreement.scales import (
    INTERVAL,
    LOG_RATIO,
    NOMINAL,
    ORDINAL,
    RATIO,
    Scale,
    bipolar,
    circular,
    distance_matrix,
    expected_sum,
    matrix_scale,
    set_scale,
)
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Floats = NDArray[np.float64]

# Up to this many labels the coincidence matrix is the fastest way; beyond it pairs are summed.
_SMALL = 50


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
    expected = expected_sum(scale, places, n_c) / (n * (n - 1))
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


def alpha_log_ratio(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with (ln c - ln k) squared: the factor between two amounts, whatever their size.

    Unlike the ratio metric it has no ceiling, so a tenfold error weighs more than a threefold one.
    Undefined (not_positive) where a value is zero or below. An extension of the interval metric.
    """
    numbers = numeric_labels(data)
    if numbers is None:
        return coding_result("alpha_log_ratio", data, None, Reason.NOT_NUMERIC)
    if (numbers <= 0).any():
        return coding_result("alpha_log_ratio", data, None, Reason.NOT_POSITIVE)
    return alpha(data, LOG_RATIO, "alpha_log_ratio", options)


def alpha_circular(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with sin squared of pi (c - k) / U for values that return after U, such as hours.

    U is the option `period`; without it the highest less the lowest label plus 1. Undefined unless
    all are numbers. K. Krippendorff, Content Analysis, 4th ed. (2019), doi:10.4135/9781071878781.
    """
    numbers = numeric_labels(data)
    if numbers is None:
        return coding_result("alpha_circular", data, None, Reason.NOT_NUMERIC)
    period = options.period or float(np.ptp(numbers)) + 1
    return alpha(data, circular(period), "alpha_circular", options)


def alpha_bipolar(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with (c - k) squared / [(c + k - 2 min)(2 max - c - k)] for scales with two poles.

    min and max are the options `lowest` and `highest`, else the lowest and highest label. Undefined
    unless all are numbers. K. Krippendorff (2019), doi:10.4135/9781071878781.
    """
    numbers = numeric_labels(data)
    if numbers is None:
        return coding_result("alpha_bipolar", data, None, Reason.NOT_NUMERIC)
    lowest = float(numbers.min()) if options.lowest is None else options.lowest
    highest = float(numbers.max()) if options.highest is None else options.highest
    return alpha(data, bipolar(lowest, highest), "alpha_bipolar", options)


def alpha_jaccard(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance 1 - |A and B| / |A or B|; two empty sets are equal."""
    return alpha(data, set_scale(data, "jaccard"), "alpha_jaccard", options)


def alpha_masi(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance 1 - J M (Passonneau 2006).

    J is Jaccard's index; M is 1 for equal sets, 2/3 where one holds the other, 1/3 where each has
    something of its own, 0 for disjoint sets.
    """
    return alpha(data, set_scale(data, "masi"), "alpha_masi", options)


def alpha_masi_product(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha on sets with distance (1 - J)(1 - M): another program's reading of MASI.

    Kept to recompute its figures; not the distance of 2006. There the empty set counts as a subset
    of all others.
    """
    return alpha(data, set_scale(data, "masi_product"), "alpha_masi_product", options)


def alpha_custom(data: ReliabilityData, options: CodingOptions) -> Result:
    """Alpha with a matrix of distances between labels, given in the options."""
    matrix = np.asarray(options.weights, dtype=np.float64)
    return alpha(data, matrix_scale(matrix), "alpha_custom", options)


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
    distances = distance_matrix(scale, places)
    return 1 - distances / max(float(distances.max()), 1e-300)


def _observed(data: ReliabilityData, scale: Scale, places: Floats) -> float:
    if len(data.labels) <= _SMALL:
        return float((coincidences(data) * distance_matrix(scale, places)).sum())
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


MEASURES = (
    coding("alpha_nominal", "Krippendorff's alpha, nominal", alpha_nominal, "nominal"),
    coding("alpha_ordinal", "Krippendorff's alpha, ordinal", alpha_ordinal, "ordinal"),
    coding("alpha_interval", "Krippendorff's alpha, interval", alpha_interval, "interval"),
    coding("alpha_ratio", "Krippendorff's alpha, ratio", alpha_ratio, "ratio"),
    coding("alpha_log_ratio", "Krippendorff's alpha, log-ratio", alpha_log_ratio, "ratio"),
    coding("alpha_circular", "Krippendorff's alpha, circular", alpha_circular, "interval"),
    coding("alpha_bipolar", "Krippendorff's alpha, bipolar", alpha_bipolar, "interval"),
    coding("alpha_jaccard", "Krippendorff's alpha, sets (Jaccard)", alpha_jaccard, "multi_select"),
    coding("alpha_masi", "Krippendorff's alpha, sets (MASI)", alpha_masi, "multi_select"),
    coding("alpha_masi_product", "Alpha, sets ((1-J)(1-M))", alpha_masi_product, "multi_select"),
    coding("alpha_custom", "Krippendorff's alpha, own distances", alpha_custom, "nominal"),
)
