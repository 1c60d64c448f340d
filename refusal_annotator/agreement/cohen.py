"""Coefficients of two coders from their contingency table, and Light's mean over pairs.

Units that one of the two left out do not count (pairwise deletion).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import CodingOptions, coding, coding_result
from refusal_annotator.agreement.gwet import (
    distance_weights,
    fleiss_kappa,
    identity,
    interval,
    own_margins,
)
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Floats = NDArray[np.float64]


def cohen_kappa(data: ReliabilityData, options: CodingOptions) -> Result:
    """Cohen's kappa: (p_o - p_e) / (1 - p_e), chance from each coder's own margins.

    1 for perfect agreement, 0 for chance. Undefined unless both coders together use two categories
    on common units. J. Cohen (1960), doi:10.1177/001316446002000104.
    """
    return _kappa("cohen_kappa", data, identity(data), options)


def cohen_kappa_linear(data: ReliabilityData, options: CodingOptions) -> Result:
    """Weighted kappa, weights 1 - |c - k| / range: by value for numbers, by position otherwise."""
    return _kappa("cohen_kappa_linear", data, distance_weights(data, 1), options)


def cohen_kappa_quadratic(data: ReliabilityData, options: CodingOptions) -> Result:
    """Weighted kappa, weights 1 - ((c - k) / range) squared. J. Cohen (1968)."""
    return _kappa("cohen_kappa_quadratic", data, distance_weights(data, 2), options)


def cohen_kappa_custom(data: ReliabilityData, options: CodingOptions) -> Result:
    r"""Weighted kappa with a matrix of weights of agreement, given in the options.

    .. math:: \kappa_w = (p_o - p_e) / (1 - p_e), \quad p_o = \sum_{ij} w_{ij} p_{ij}, \quad
       p_e = \sum_{ij} w_{ij} p_{i\cdot} p_{\cdot j}

    Rows are the first coder's categories. The weights need not be symmetric: an error in one
    direction may count more, and then the order of the two coders matters. J. Cohen (1968),
    doi:10.1037/h0026256.
    """
    measure, p = "cohen_kappa_custom", _joint(data)
    reason = _why_undefined(data, p)
    if p is None or reason:
        return coding_result(measure, data, None, reason)
    weights = np.asarray(options.weights, dtype=np.float64)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    p_o, p_e = float((weights * p).sum()), float(rows @ weights @ columns)
    if p_e >= 1:
        return coding_result(measure, data, None, Reason.NO_VARIATION)
    value, n = (p_o - p_e) / (1 - p_e), data.n_pairable_units
    more: dict[str, Any] = {}
    if options.analytic and n > 1:
        by_chance = (weights @ columns)[:, None] + (rows @ weights)[None, :]
        terms = weights - (1 - value) * by_chance
        variance = float((p * terms**2).sum()) - (p_o - 2 * (1 - value) * p_e) ** 2
        error = math.sqrt(max(0.0, variance) / (n - 1)) / (1 - p_e)
        more = interval(value, error, n, options)
    return coding_result(measure, data, value, details={"p_a": p_o, "p_e": p_e}, **more)


def cohen_kappa_max(data: ReliabilityData, _options: CodingOptions) -> Result:
    """The largest kappa that the two coders' margins allow: p_o = sum of min(row, column)."""
    p = _joint(data)
    reason = _why_undefined(data, p)
    if p is None or reason:
        return coding_result("cohen_kappa_max", data, None, reason)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    p_e = float(rows @ columns)
    value = (float(np.minimum(rows, columns).sum()) - p_e) / (1 - p_e)
    return coding_result("cohen_kappa_max", data, value)


def scott_pi(data: ReliabilityData, options: CodingOptions) -> Result:
    """Scott's pi: chance from the margins of both coders pooled. W. A. Scott (1955).

    Units that only one coder has do not enter the margins.
    """
    common = _common(data)
    if common is None:
        return coding_result("scott_pi", data, None, Reason.TWO_CODERS_NEEDED)
    found = fleiss_kappa(common, options)
    return coding_result(
        "scott_pi",
        data,
        found.value,
        found.reason,
        se=found.se,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        ci_method=found.ci_method,
    )


def cohen_kappa_per_category(data: ReliabilityData) -> dict[Any, Result]:
    """Cohen's kappa of each category against all others together, two coders.

    The table is collapsed to two by two and kappa computed from each coder's own margins. Other
    programs print Fleiss' k-value under this name (:func:`fleiss_kappa_per_category`), which pools
    the margins. Undefined for a category that neither, or both always, used.
    """
    results = {}
    for code, label in enumerate(data.labels):
        codes = np.where(data.codes < 0, data.codes, data.codes == code).astype(np.int32)
        collapsed = replace(data, codes=codes, labels=(False, True), n_categories=2)
        found = cohen_kappa(collapsed, CodingOptions())
        results[label] = replace(found, measure="cohen_kappa_per_category")
    return results


@dataclass(frozen=True, slots=True)
class Marginals:
    """Stuart and Maxwell's test of equal margins, and indices of a table of two categories."""

    chi2: float | None
    df: int
    p: float | None
    bias_index: float | None = None
    prevalence_index: float | None = None


def marginal_test(data: ReliabilityData) -> Marginals | None:
    r"""Test whether two coders use the categories equally often; None without common units.

    .. math:: \chi^2 = d^T S^{-1} d, \quad d_k = n_{k\cdot} - n_{\cdot k}, \quad
       S_{kk} = n_{k\cdot} + n_{\cdot k} - 2 n_{kk}, \quad S_{kl} = -(n_{kl} + n_{lk})

    over all but one of the categories that either coder used and not always together, with as many
    degrees of freedom. With two categories it is McNemar's test, and bias and prevalence index
    (|b - c| / n, |a - d| / n; Byrt, Bishop and Carlin 1993, doi:10.1016/0895-4356(93)90018-V) are
    given too. A. Stuart (1955), doi:10.1093/biomet/42.3-4.412; A. E. Maxwell (1970),
    doi:10.1192/bjp.116.535.651.
    """
    joint = joint_counts(data)
    if joint is None or not joint.sum():
        return None
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    used = np.flatnonzero(rows + columns)
    bias = prevalence = None
    if len(used) == 2:
        table = joint[np.ix_(used, used)] / joint.sum()
        bias, prevalence = abs(table[0, 1] - table[1, 0]), abs(table[0, 0] - table[1, 1])
    differing = used[(rows + columns - 2 * np.diag(joint))[used] > 0]
    chi2, df = _stuart_maxwell(joint[np.ix_(differing, differing)])
    p = None
    if chi2 is not None:
        from scipy.special import chdtrc

        p = float(chdtrc(df, chi2))
    return Marginals(
        chi2,
        df,
        p,
        None if bias is None else float(bias),
        None if prevalence is None else float(prevalence),
    )


def _stuart_maxwell(table: NDArray[np.int64]) -> tuple[float | None, int]:
    df = len(table) - 1
    if df < 1:
        return None, 0
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    d = (rows - columns)[:-1].astype(np.float64)
    s = -(table + table.T).astype(np.float64)
    np.fill_diagonal(s, rows + columns - 2 * np.diag(table))
    # Categories that are confused in separate groups make the matrix singular.
    rank = int(np.linalg.matrix_rank(s[:-1, :-1]))
    return float(d @ np.linalg.pinv(s[:-1, :-1]) @ d), rank


def joint_counts(data: ReliabilityData) -> NDArray[np.int64] | None:
    """Return the contingency table of two coders on common units, None for more coders."""
    if data.n_coders != 2:
        return None
    a, b = data.codes
    both = (a >= 0) & (b >= 0)
    size = len(data.labels)
    counts = np.bincount(a[both].astype(np.intp) * size + b[both], minlength=size * size)
    return counts.reshape(size, size)


def light_kappa(data: ReliabilityData, _options: CodingOptions) -> Result:
    """Light's kappa: the mean of Cohen's kappa over all pairs of coders.

    Pairs for which kappa is undefined are left out and counted. R. J. Light (1971).
    """
    pairs = [
        _kappa("cohen_kappa", data.select(pair), identity(data))
        for pair in combinations(range(data.n_coders), 2)
    ]
    values = [result.value for result in pairs if result.value is not None]
    left_out = {"pairs_undefined": len(pairs) - len(values)} if len(values) < len(pairs) else {}
    if not values:
        reason = pairs[0].reason if pairs else Reason.NO_PAIRABLE_UNITS
        return coding_result("light_kappa", data, None, reason, left_out=left_out)
    return coding_result("light_kappa", data, float(np.mean(values)), left_out=left_out)


def _kappa(
    measure: str, data: ReliabilityData, weights: Floats, options: CodingOptions | None = None
) -> Result:
    common = _common(data)
    if common is None:
        return coding_result(measure, data, None, Reason.TWO_CODERS_NEEDED)
    found = own_margins(measure, common, options or CodingOptions(), weights)
    # The counts describe the data as given, with the units that only one of the two coded.
    return replace(found, warnings=coding_result(measure, data, None, Reason.NO_UNITS).warnings)


def _common(data: ReliabilityData) -> ReliabilityData | None:
    if data.n_coders != 2:
        return None
    return replace(data, codes=data.codes[:, data.values_per_unit == 2], units=())


def _joint(data: ReliabilityData) -> Floats | None:
    """Return the joint shares of the two coders on common units."""
    counts = joint_counts(data)
    return None if counts is None else counts / max(1, counts.sum())


def _why_undefined(data: ReliabilityData, p: Floats | None) -> Reason | None:
    if p is None:
        return Reason.TWO_CODERS_NEEDED
    if not p.sum():
        return Reason.NO_PAIRABLE_UNITS
    if np.count_nonzero(p.sum(axis=0) + p.sum(axis=1)) < 2:
        return Reason.NO_VARIATION
    return None


_PAIR = {"more_than_two": False}

MEASURES = (
    coding("scott_pi", "Scott's pi", scott_pi, "nominal", **_PAIR),
    coding("cohen_kappa", "Cohen's kappa", cohen_kappa, "nominal", **_PAIR),
    coding("cohen_kappa_linear", "Weighted kappa, linear", cohen_kappa_linear, "ordinal", **_PAIR),
    coding(
        "cohen_kappa_quadratic",
        "Weighted kappa, quadratic",
        cohen_kappa_quadratic,
        "ordinal",
        "interval",
        **_PAIR,
    ),
    coding("cohen_kappa_custom", "Weighted kappa, own weights", cohen_kappa_custom, **_PAIR),
    coding("cohen_kappa_max", "Largest kappa of these margins", cohen_kappa_max, **_PAIR),
    coding("light_kappa", "Light's kappa, mean of pairs", light_kappa, "nominal"),
)
