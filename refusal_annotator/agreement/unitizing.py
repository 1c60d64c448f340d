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

from refusal_annotator.agreement import cohen, krippendorff
from refusal_annotator.agreement.base import CodingOptions, NoOptions, unitizing
from refusal_annotator.agreement.lengths import (
    GAP,
    Lengths,
    expected_between,
    expected_lengths,
    measure_lengths,
)
from refusal_annotator.domain.reliability import (
    MISSING,
    Continuum,
    Reason,
    ReliabilityData,
    Result,
)

Floats = NDArray[np.float64]


def u_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Agreement on where spans are and on their categories, gaps included.

    1 for identical spans, about 0 for chance and where only one coder marked anything, below 0 for
    less. Undefined where no text has two coders (no_text), and where nobody marked anything or all
    marked everything alike (no_variation).
    """
    return _from_lengths("u_alpha_nominal", continuum, _u_alpha)


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


def characters(continuum: Continuum) -> ReliabilityData:
    """Return each code point as a unit, covered or not: the simplest, and a biased, view.

    Blank and uncoded text inflates what is computed from it, and overlaps cannot be shown.
    """
    rows = np.full((len(continuum.coders), continuum.length), MISSING, dtype=np.int32)
    start = 0
    for block in continuum.blocks:
        for i, coder in enumerate(continuum.coders):
            if coder in block.spans:
                rows[i, start : start + block.length] = 0
                for first, last, _ in block.spans[coder]:
                    rows[i, start + first : start + last] = 1
        start += block.length
    return ReliabilityData(rows, (False, True), continuum.coders)


def char_binary_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Nominal alpha with each code point, covered or not, as a unit."""
    return _by_character("char_binary_alpha_nominal", continuum, krippendorff.alpha_nominal)


def char_binary_cohen_kappa(continuum: Continuum, _options: NoOptions) -> Result:
    """Cohen's kappa with each code point, covered or not, as a unit; two coders."""
    return _by_character("char_binary_cohen_kappa", continuum, cohen.cohen_kappa)


def char_binary_scott_pi(continuum: Continuum, _options: NoOptions) -> Result:
    """Scott's pi with each code point, covered or not, as a unit; two coders."""
    return _by_character("char_binary_scott_pi", continuum, cohen.scott_pi)


def _by_character(measure: str, continuum: Continuum, function: Any) -> Result:
    found = function(characters(continuum), CodingOptions())
    return Result(
        measure,
        found.value,
        found.reason,
        level="unitizing",
        n_units=len(continuum.blocks),
        n_pairable=found.n_pairable,
        n_coders=len(continuum.coders),
    )


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
    unitizing(
        "char_binary_alpha_nominal",
        "Alpha by character",
        char_binary_alpha_nominal,
    ),
    unitizing(
        "char_binary_cohen_kappa",
        "Kappa by character",
        char_binary_cohen_kappa,
        more_than_two=False,
    ),
    unitizing(
        "char_binary_scott_pi",
        "Pi by character",
        char_binary_scott_pi,
        more_than_two=False,
    ),
)
