"""Chance-corrected coefficients over units by coders' counts: Fleiss, Conger, S, AC1, AC2.

All are ``(p_a - p_e) / (1 - p_e)`` with weights of agreement, and differ in ``p_e`` alone. Missing
values follow Gwet (2014): p_a averages over units with two values or more, the prevalence of a
category over units with one or more.

References
----------
K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters 2-5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
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
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Floats = NDArray[np.float64]


def fleiss_kappa(data: ReliabilityData, options: CodingOptions) -> Result:
    """Fleiss' kappa: p_e from the pooled prevalence, sum of w_kl pi_k pi_l.

    For two coders without missing values it equals Scott's pi. Undefined without variation.
    J. L. Fleiss (1971), doi:10.1037/h0031619.
    """
    return _coefficient("fleiss_kappa", data, options, identity(data), _pooled)


def brennan_prediger(data: ReliabilityData, options: CodingOptions) -> Result:
    """Brennan and Prediger's kappa with free margins: p_e = T_w / q squared.

    q is the number of categories of the codebook, of those in use where it is not known.
    R. L. Brennan and D. J. Prediger (1981), doi:10.1177/001316448104100307; for more coders
    J. J. Randolph (2005).
    """
    return _coefficient("brennan_prediger", data, options, identity(data), _uniform)


def bennett_s(data: ReliabilityData, options: CodingOptions) -> Result:
    """Bennett's S for two coders: p_e = 1 / q; see :func:`brennan_prediger`."""
    return _coefficient("bennett_s", data, options, identity(data), _uniform)


def gwet_ac1(data: ReliabilityData, options: CodingOptions) -> Result:
    """Gwet's AC1: p_e = sum of pi_k (1 - pi_k) / (q - 1); steady where one category prevails.

    K. L. Gwet (2008), doi:10.1348/000711006X126600.
    """
    return _coefficient("gwet_ac1", data, options, identity(data), _hard_to_code)


def gwet_ac2_linear(data: ReliabilityData, options: CodingOptions) -> Result:
    """Gwet's AC2 with linear weights 1 - |c - k| / range."""
    return _coefficient("gwet_ac2_linear", data, options, distance_weights(data, 1), _hard_to_code)


def gwet_ac2_quadratic(data: ReliabilityData, options: CodingOptions) -> Result:
    """Gwet's AC2 with quadratic weights 1 - ((c - k) / range) squared."""
    weights = distance_weights(data, 2)
    return _coefficient("gwet_ac2_quadratic", data, options, weights, _hard_to_code)


def conger_kappa(data: ReliabilityData, options: CodingOptions) -> Result:
    """Conger's (exact Fleiss, Hubert's) kappa: chance from each coder's own margins.

    p_e = sum of w_kl (mean p_k mean p_l - s_kl / r), s_kl the sample covariance of the r coders'
    margins. A. J. Conger (1980), doi:10.1037/0033-2909.88.2.322.
    """
    return own_margins("conger_kappa", data, options, identity(data))


def own_margins(
    measure: str, data: ReliabilityData, options: CodingOptions, weights: Floats
) -> Result:
    """Return the coefficient whose chance comes from each coder's own margins.

    For two coders who coded the same units this is Cohen's kappa, weighted or not.
    """
    counts, reason = _counts(data)
    codes = data.codes[(data.codes >= 0).any(axis=1)][:, (data.codes >= 0).any(axis=0)]
    if reason:
        return coding_result(measure, data, None, reason)
    margins = np.stack([_margin(row, len(data.labels)) for row in codes])
    mean, r = margins.mean(axis=0), len(margins)
    covariance = np.atleast_2d(np.cov(margins, rowvar=False, ddof=1))
    p_e = float((weights * (np.outer(mean, mean) - covariance / r)).sum())
    p_a, per_unit = _observed(counts, weights)
    more: dict[str, Any] = {}
    if options.analytic and p_e < 1 and len(counts) > 1:
        chance = _chance_by_coder(codes, margins, weights)
        more = _linearised(data, options, counts, (p_a, p_e), per_unit, chance)
    return _finish(measure, data, p_a, p_e, **more)


def _chance_by_coder(codes: NDArray[np.int32], margins: Floats, weights: Floats) -> Floats:
    """Return the per-unit terms of p_e when chance comes from each coder's own margins."""
    r, n = codes.shape
    together, own = np.zeros((n, len(weights))), np.zeros(n)
    for row, margin in zip(codes, margins, strict=True):
        there = row >= 0
        n_own = there.sum()
        chosen = np.zeros((n, len(margin)))
        chosen[np.flatnonzero(there), row[there]] = 1
        # A unit that this coder left out stands for the coder's average choice.
        chosen = (chosen - (there - n_own / n)[:, None] * margin) * n / n_own
        together += chosen
        own += chosen @ (weights.T @ margin)
    both_ways = (weights + weights.T) / 2
    return (r * (together @ (both_ways @ margins.mean(axis=0))) - own) / (r * (r - 1))


def identity(data: ReliabilityData) -> Floats:
    """Weights of a nominal variable: 1 for equal, 0 for all else."""
    return np.eye(len(data.labels))


def distance_weights(data: ReliabilityData, power: int) -> Floats:
    """Weights 1 - (|c - k| / range) ** power, by value for numbers and by position otherwise."""
    places = numeric_labels(data)
    if places is None:
        places = np.arange(len(data.labels), dtype=np.float64)
    apart = np.abs(places[:, None] - places[None, :])
    return 1 - (apart / max(float(apart.max()), 1e-300)) ** power


def count_matrix(data: ReliabilityData) -> Floats:
    """Units x labels: how many coders chose each, for units with at least one value."""
    size = len(data.labels) + 1
    n_units = data.codes.shape[1]
    flat = (np.arange(n_units) * size + data.codes + 1).ravel()
    counts = np.bincount(flat, minlength=n_units * size).reshape(n_units, size)[:, 1:]
    return counts[counts.sum(axis=1) > 0].astype(np.float64)


def alpha_standard_error(data: ReliabilityData, weights: Floats) -> float | None:
    """Standard error of alpha over units, linearised after Gwet (2014, chapter 5).

    The per-unit terms use p_a without the correction for small samples, as the R package irrCAC
    does since 1.4. None with fewer than two units.
    """
    counts = count_matrix(data)
    r = counts.sum(axis=1)
    counts, r = counts[r >= 2], r[r >= 2]
    n = len(r)
    if n < 2:
        return None
    mean_r = r.mean()
    pi = (counts / mean_r).mean(axis=0)
    p_e = float(pi @ weights @ pi)
    agreeing = (counts * (counts @ weights.T - 1)).sum(axis=1) / (mean_r * (r - 1))
    p_a = agreeing.mean()
    off = (r - mean_r) / mean_r
    terms = (agreeing - p_a * off - p_e) / (1 - p_e)
    value = (p_a - p_e) / (1 - p_e)
    chance = counts @ ((weights + weights.T) / 2 @ pi) / mean_r - p_e * off
    terms = terms - 2 * (1 - value) * (chance - p_e) / (1 - p_e)
    return standard_error(terms, value)


def standard_error(terms: Floats, value: float) -> float:
    """Return the standard error of a mean-like coefficient from its per-unit terms."""
    n = len(terms)
    return float(np.sqrt(((terms - value) ** 2).sum() / (n * (n - 1))))


def interval(value: float, error: float | None, n: int, options: CodingOptions) -> dict[str, Any]:
    """Return standard error and interval for a Result: t with n - 1 degrees of freedom."""
    if error is None or n < 2:
        return {}
    from scipy.special import stdtrit

    if options.divide_by_n:
        error *= math.sqrt((n - 1) / n)
    half = float(stdtrit(n - 1, (1 + options.confidence) / 2)) * error
    return {
        "se": error,
        "ci_low": value - half,
        "ci_high": min(1.0, value + half),
        "ci_method": "analytic (Gwet 2014)",
    }


_Chance = Callable[[Floats, Floats, int], tuple[float, Floats]]
"""(counts per unit as shares, weights, q) -> p_e and the per-unit terms of p_e."""


def _pooled(shares: Floats, weights: Floats, _q: int) -> tuple[float, Floats]:
    pi = shares.mean(axis=0)
    return float(pi @ weights @ pi), shares @ ((weights + weights.T) / 2 @ pi)


def _uniform(shares: Floats, weights: Floats, q: int) -> tuple[float, Floats]:
    p_e = _total(weights, q) / q**2
    return p_e, np.full(len(shares), p_e)


def _hard_to_code(shares: Floats, weights: Floats, q: int) -> tuple[float, Floats]:
    pi = shares.mean(axis=0)
    factor = _total(weights, q) / (q * (q - 1))
    return factor * float(pi @ (1 - pi)), factor * (shares @ (1 - pi))


def _total(weights: Floats, q: int) -> float:
    # Categories of the codebook beyond the labels at hand agree with themselves only.
    return float(weights.sum()) + max(0, q - len(weights))


def _coefficient(
    measure: str, data: ReliabilityData, options: CodingOptions, weights: Floats, chance: _Chance
) -> Result:
    q = max(data.n_categories or 0, len(data.labels))
    counts, reason = _counts(data)
    if reason is None and q < 2:
        reason = Reason.ONE_CATEGORY_IN_CODEBOOK
    if reason:
        return coding_result(measure, data, None, reason)
    p_a, per_unit = _observed(counts, weights)
    r = counts.sum(axis=1)
    p_e, chance_terms = chance(counts / r[:, None], weights, q)
    more: dict[str, Any] = {"details": {"q": q}}
    if options.analytic and p_e < 1 and len(r) > 1:
        more |= _linearised(data, options, counts, (p_a, p_e), per_unit, chance_terms)
    return _finish(measure, data, p_a, p_e, **more)


def _linearised(
    data: ReliabilityData,
    options: CodingOptions,
    counts: Floats,
    agreement: tuple[float, float],
    per_unit: Floats,
    chance_terms: Floats,
) -> dict[str, Any]:
    """Return standard error and interval from per-unit terms (Gwet 2014, chapter 5)."""
    p_a, p_e = agreement
    n, several = len(counts), counts.sum(axis=1) >= 2
    value = (p_a - p_e) / (1 - p_e)
    terms = n / several.sum() * (per_unit - p_e * several) / (1 - p_e)
    terms = terms - 2 * (1 - value) * (chance_terms - p_e) / (1 - p_e)
    return interval(value, standard_error(terms, value), n, options)


def _counts(data: ReliabilityData) -> tuple[Floats, Reason | None]:
    counts = count_matrix(data)
    if not (counts.sum(axis=1) >= 2).any():
        return counts, Reason.NO_PAIRABLE_UNITS
    if np.count_nonzero(label_counts(data, data.values_per_unit >= 2)) < 2:
        return counts, Reason.NO_VARIATION
    return counts, None


def _observed(counts: Floats, weights: Floats) -> tuple[float, Floats]:
    r = counts.sum(axis=1)
    several = r >= 2
    agreeing = (counts * (counts @ weights.T - 1)).sum(axis=1)
    per_unit = np.where(several, agreeing / np.where(several, r * (r - 1), 1), 0)
    return float(per_unit[several].mean()), per_unit


def _margin(codes: NDArray[np.int32], size: int) -> Floats:
    counts = np.bincount(codes[codes >= 0], minlength=size)
    return counts / counts.sum()


def fleiss_kappa_per_category(data: ReliabilityData) -> dict[Any, Result]:
    """Fleiss' kappa of each category against all others together (Fleiss 1971, section 3).

    Equal to (P_k - p_k) / (1 - p_k), P_k the share of agreeing second choices given a first
    choice of k. Undefined for a category that is never, or always, used.
    """
    results = {}
    for code, label in enumerate(data.labels):
        codes = np.where(data.codes < 0, data.codes, data.codes == code).astype(np.int32)
        collapsed = ReliabilityData(codes, (False, True), data.coders, data.units)
        found = fleiss_kappa(collapsed, CodingOptions())
        results[label] = replace(found, measure="fleiss_kappa_per_category")
    return results


def _finish(measure: str, data: ReliabilityData, p_a: float, p_e: float, **more: Any) -> Result:
    if p_e >= 1:
        return coding_result(measure, data, None, Reason.NO_VARIATION)
    details = {"p_a": p_a, "p_e": p_e, **more.pop("details", {})}
    return coding_result(measure, data, (p_a - p_e) / (1 - p_e), details=details, **more)


MEASURES = (
    coding("fleiss_kappa", "Fleiss' kappa", fleiss_kappa, "nominal"),
    coding("conger_kappa", "Conger's kappa", conger_kappa, "nominal"),
    coding("brennan_prediger", "Brennan-Prediger kappa", brennan_prediger, "nominal"),
    coding("bennett_s", "Bennett's S", bennett_s, "nominal", more_than_two=False),
    coding("gwet_ac1", "Gwet's AC1", gwet_ac1, "nominal"),
    coding("gwet_ac2_linear", "Gwet's AC2, linear", gwet_ac2_linear, "ordinal", "interval"),
    coding(
        "gwet_ac2_quadratic", "Gwet's AC2, quadratic", gwet_ac2_quadratic, "ordinal", "interval"
    ),
)
