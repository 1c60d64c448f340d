"""The alpha family for unitizing (2016): agreement on where spans are and what they are.

All figures follow from the matrices of :mod:`refusal_annotator.agreement.lengths`.

References
----------
K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlocher (2016), On the reliability of unitizing textual
continua: further developments, Quality & Quantity 50, 2347-2364. doi:10.1007/s11135-015-0266-1
K. Krippendorff, Content Analysis, 4th ed. (2019).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import NoOptions, unitizing
from refusal_annotator.agreement.gamma import (
    GammaOptions,
    gamma,
    gamma_best_alignment_disorder,
    gamma_cat,
)
from refusal_annotator.agreement.legacy_unitizing import alpha_u_1995
from refusal_annotator.agreement.lengths import (
    GAP,
    Lengths,
    expected_between,
    expected_lengths,
    measure_lengths,
)
from refusal_annotator.agreement.resampling import Statistic
from refusal_annotator.agreement.set_unitizing import (
    cu_alpha_of_sets,
    set_lengths,
    u_alpha_of_sets,
)
from refusal_annotator.domain.reliability import Continuum, Reason, Result

Floats = NDArray[np.float64]


def u_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Agreement on where spans are and on their categories, gaps included.

    1 for identical spans, about 0 for chance and where only one coder marked anything, below 0 for
    less. Undefined where no text has two coders (no_text), and where nobody marked anything or all
    marked everything alike (no_variation).
    """
    return u_alpha_from(continuum, measure_lengths(continuum))


def u_alpha_from(continuum: Continuum, lengths: Lengths | Reason) -> Result:
    """Return :func:`u_alpha_nominal` where the lengths are measured already."""
    if isinstance(lengths, Reason):
        return _result("u_alpha_nominal", continuum, None, None, lengths, {})
    value, details = _u_alpha(lengths)
    return _result("u_alpha_nominal", continuum, lengths, value, Reason.NO_VARIATION, details)


def u_alpha_binary(continuum: Continuum, _options: NoOptions) -> Result:
    """Agreement on where spans are, whatever their category: |u-alpha.

    Observed and expected are both collapsed to gap and not gap; adjacent spans stay apart, since
    joining them would change what chance can pair.
    """
    return _from_lengths("u_alpha_binary", continuum, _u_alpha_binary)


def cu_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Agreement on categories where spans of two coders meet; gaps are dropped.

    The share of coded length that meets another span is in the details as `coverage`; agreement on
    a small share says little.
    """
    return _from_lengths("cu_alpha_nominal", continuum, _cu_alpha)


def ku_alpha_nominal(continuum: Continuum) -> dict[str, Result]:
    """Agreement on one category where it meets other spans, with its coverage, per category.

    A category that meets nothing but gaps is undefined (only_gaps) with coverage 0.
    """
    lengths = measure_lengths(continuum)
    if isinstance(lengths, Reason):
        return {}
    observed, expected = _without_gaps(lengths)
    results = {}
    for k, name in enumerate(lengths.categories):
        met, all_of_k = float(observed[k].sum()), float(lengths.observed[k + 1].sum())
        coverage = met / all_of_k if all_of_k else 0.0
        value, reason = None, Reason.ONLY_GAPS if not met else Reason.NO_VARIATION
        by_chance = (expected[k].sum() - expected[k, k]) / met if met else 0
        if by_chance > 0:
            value = float(1 - (met - observed[k, k]) / met / by_chance)
        results[name] = _result(
            "ku_alpha_nominal", continuum, lengths, value, reason, {"coverage": coverage}
        )
    return results


def u_alpha_sets(continuum: Continuum, _options: NoOptions) -> Result:
    """Agreement on spans whose categories may overlap within a coder: sets and Jaccard's distance.

    Our extension of the family, see :mod:`refusal_annotator.agreement.set_unitizing`; equal to
    u-alpha where nothing overlaps. Undefined as :func:`u_alpha_nominal`.
    """
    return _from_sets("u_alpha_sets", continuum, u_alpha_of_sets)


def cu_alpha_sets(continuum: Continuum, _options: NoOptions) -> Result:
    """The same where spans of two coders meet, gaps dropped; equal to cu-alpha without overlaps."""
    return _from_sets("cu_alpha_sets", continuum, cu_alpha_of_sets)


def u_alpha_statistic(lengths: Lengths, distances: Floats | None = None) -> Statistic:
    """Return u-alpha as a function of how often each text counts; see :func:`u_alpha_nominal`.

    With `distances` between gap and categories it is the variant on sets.
    """
    size = len(lengths.categories) + 1
    apart = 1 - np.eye(size) if distances is None else distances
    observed = lengths.observed_by_text.reshape(-1, size * size)

    def evaluate(weights: Floats) -> Floats:
        own = weights @ observed
        total = own.sum(axis=1)
        margins = own.reshape(-1, size, size).sum(axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            rest = total - (weights @ lengths.correction_by_text).sum(axis=1) / total
            chance = np.einsum("bi,ij,bj->b", margins, apart, margins) / rest
            value = 1 - own @ apart.ravel() / chance
        return np.where((rest > 0) & (chance > 1e-12 * np.maximum(total, 1)), value, np.nan)

    return Statistic(evaluate, len(observed))


def _from_sets(measure: str, continuum: Continuum, function: Any) -> Result:
    lengths, n_overlaps = set_lengths(continuum)
    details = {"overlaps_of_categories": n_overlaps}
    if isinstance(lengths, Reason):
        return _result(measure, continuum, None, None, lengths, details)
    return _result(measure, continuum, lengths, function(lengths), Reason.NO_VARIATION, details)


def _from_lengths(measure: str, continuum: Continuum, function: Any) -> Result:
    lengths = measure_lengths(continuum)
    if isinstance(lengths, Reason):
        return _result(measure, continuum, None, None, lengths, {})
    value, details = function(lengths)
    return _result(measure, continuum, lengths, value, Reason.NO_VARIATION, details)


def _result(
    measure: str,
    continuum: Continuum,
    lengths: Lengths | None,
    value: float | None,
    reason: Reason,
    details: dict[str, Any],
) -> Result:
    pairable = continuum.pairable()
    return Result(
        measure,
        value,
        None if value is not None else reason,
        level="unitizing",
        n_units=len(pairable.blocks),
        n_pairable=pairable.length,
        n_coders=len({coder for block in pairable.blocks for coder in block.spans}),
        details={
            "length": pairable.length,
            "full_length": pairable.full_length,
            "overlaps_resolved": lengths.resolved if lengths else 0,
            **details,
        },
    )


def _u_alpha(lengths: Lengths) -> tuple[float | None, dict[str, Any]]:
    return _ratio(lengths.observed, expected_lengths(lengths)), {}


def _u_alpha_binary(lengths: Lengths) -> tuple[float | None, dict[str, Any]]:
    return _ratio(_collapse(lengths.observed), _collapse(expected_lengths(lengths))), {}


def _cu_alpha(lengths: Lengths) -> tuple[float | None, dict[str, Any]]:
    observed, expected = _without_gaps(lengths)
    coded = float(lengths.observed[1:].sum())
    coverage = float(observed.sum()) / coded if coded else 0.0
    return _ratio(observed, expected), {"coverage": coverage}


def _ratio(observed: Floats, expected: Floats) -> float | None:
    chance = float(expected.sum() - np.trace(expected))
    if chance <= 1e-12 * max(1.0, float(expected.sum())):
        return None
    return 1 - float(observed.sum() - np.trace(observed)) / chance


def _without_gaps(lengths: Lengths) -> tuple[Floats, Floats]:
    observed = lengths.observed[1:, 1:]
    if not observed.sum():
        return observed, np.zeros_like(observed)
    return observed, expected_between(observed, lengths.mean_shared_squared[1:])


def _collapse(matrix: Floats) -> Floats:
    return np.array(
        [
            [matrix[GAP, GAP], matrix[GAP, 1:].sum()],
            [matrix[1:, GAP].sum(), matrix[1:, 1:].sum()],
        ]
    )


MEASURES = (
    unitizing("u_alpha_nominal", "Krippendorff's u-alpha", u_alpha_nominal),
    unitizing("u_alpha_binary", "Krippendorff's |u-alpha (place only)", u_alpha_binary),
    unitizing("cu_alpha_nominal", "Krippendorff's cu-alpha (category)", cu_alpha_nominal),
    unitizing("u_alpha_sets", "u-alpha on sets (overlapping codes)", u_alpha_sets),
    unitizing("cu_alpha_sets", "cu-alpha on sets (overlapping codes)", cu_alpha_sets),
    unitizing("alpha_U_1995", "Alpha-U of 1995 (legacy)", alpha_u_1995),
    unitizing("gamma", "Gamma", gamma, options=GammaOptions),
    unitizing("gamma_cat", "Gamma-cat", gamma_cat, options=GammaOptions),
    unitizing(
        "gamma_best_alignment_disorder",
        "Disorder of the best alignment",
        gamma_best_alignment_disorder,
        options=GammaOptions,
    ),
)
