"""Agreement by character and by sentence: simple, popular, and biased views of spans.

Each character, or sentence, is a unit that a coder's spans touch or do not. Blank and uncoded text
inflates what is computed from it, and overlaps cannot be shown; so these stand beside the family of
u-alpha, never in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement import cohen, krippendorff
from refusal_annotator.agreement.base import CodingOptions, NoOptions, unitizing
from refusal_annotator.agreement.lengths import GAP, Lengths
from refusal_annotator.domain.reliability import (
    MISSING,
    Block,
    Continuum,
    Reason,
    ReliabilityData,
    Result,
)


def characters(continuum: Continuum) -> ReliabilityData:
    """Return each code point as a unit, covered or not."""
    return _binary(continuum, lambda block: [(i, i + 1) for i in range(block.length)])


def sentences(continuum: Continuum) -> ReliabilityData:
    """Return each sentence as a unit, touched by a span or not; texts need their sentences."""
    return _binary(continuum, lambda block: block.sentences)


def char_binary_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Nominal alpha with each code point, covered or not, as a unit."""
    data = characters(continuum)
    return _by_unit("char_binary_alpha_nominal", continuum, data, krippendorff.alpha_nominal)


def char_binary_cohen_kappa(continuum: Continuum, _options: NoOptions) -> Result:
    """Cohen's kappa with each code point, covered or not, as a unit; two coders."""
    data = characters(continuum)
    return _by_unit("char_binary_cohen_kappa", continuum, data, cohen.cohen_kappa)


def char_binary_scott_pi(continuum: Continuum, _options: NoOptions) -> Result:
    """Scott's pi with each code point, covered or not, as a unit; two coders."""
    data = characters(continuum)
    return _by_unit("char_binary_scott_pi", continuum, data, cohen.scott_pi)


def sentence_binary_alpha_nominal(continuum: Continuum, _options: NoOptions) -> Result:
    """Nominal alpha with each sentence, touched or not, as a unit. Undefined without sentences."""
    data = sentences(continuum)
    return _by_unit("sentence_binary_alpha_nominal", continuum, data, krippendorff.alpha_nominal)


def sentence_binary_cohen_kappa(continuum: Continuum, _options: NoOptions) -> Result:
    """Cohen's kappa with each sentence, touched or not, as a unit; two coders."""
    data = sentences(continuum)
    return _by_unit("sentence_binary_cohen_kappa", continuum, data, cohen.cohen_kappa)


def char_alpha_of(lengths: Lengths | Reason, continuum: Continuum) -> Result:
    """Return :func:`char_binary_alpha_nominal` from lengths: coincidences of characters."""
    pairable = continuum.pairable()
    value, reason = None, lengths if isinstance(lengths, Reason) else Reason.NO_VARIATION
    if not isinstance(lengths, Reason):
        o = lengths.observed
        coded, n = float(o[GAP + 1 :].sum()), float(o.sum())
        apart = 2 * float(o[GAP, GAP + 1 :].sum())
        if 0 < coded < n:
            value = 1 - (n - 1) * apart / (2 * coded * (n - coded))
    return Result(
        "char_binary_alpha_nominal",
        value,
        None if value is not None else reason,
        level="unitizing",
        n_units=len(pairable.blocks),
        n_pairable=round(float(lengths.observed.sum())) if isinstance(lengths, Lengths) else 0,
        n_coders=len({coder for block in pairable.blocks for coder in block.spans}),
    )


def _binary(continuum: Continuum, units_of: Callable[[Block], Any]) -> ReliabilityData:
    rows: list[NDArray[np.int32]] = []
    for block in continuum.blocks:
        units = np.array(units_of(block), dtype=np.int64).reshape(-1, 2)
        own = np.full((len(continuum.coders), len(units)), MISSING, dtype=np.int32)
        for i, coder in enumerate(continuum.coders):
            if coder in block.spans:
                covered = np.zeros(block.length + 1, dtype=np.int64)
                for start, end, _ in block.spans[coder]:
                    covered[start + 1 : end + 1] = 1
                running = np.cumsum(covered)
                own[i] = (running[units[:, 1]] - running[units[:, 0]]) > 0
        rows.append(own)
    codes = np.concatenate(rows, axis=1) if rows else np.zeros((len(continuum.coders), 0), np.int32)
    return ReliabilityData(codes, (False, True), continuum.coders)


def _by_unit(
    measure: str,
    continuum: Continuum,
    data: ReliabilityData,
    function: Callable[[ReliabilityData, CodingOptions], Result],
) -> Result:
    found = function(data, CodingOptions())
    pairable = continuum.pairable()
    reason = found.reason
    if reason is Reason.NO_PAIRABLE_UNITS and not pairable.length:
        reason = Reason.NO_TEXT
    return Result(
        measure,
        found.value,
        reason,
        level="unitizing",
        n_units=len(pairable.blocks),
        n_pairable=found.n_pairable,
        n_coders=len(continuum.coders),
    )


_PAIR = {"more_than_two": False}

MEASURES = (
    unitizing("char_binary_alpha_nominal", "Alpha by character", char_binary_alpha_nominal),
    unitizing("char_binary_cohen_kappa", "Kappa by character", char_binary_cohen_kappa, **_PAIR),
    unitizing("char_binary_scott_pi", "Pi by character", char_binary_scott_pi, **_PAIR),
    unitizing("sentence_binary_alpha_nominal", "Alpha by sentence", sentence_binary_alpha_nominal),
    unitizing(
        "sentence_binary_cohen_kappa", "Kappa by sentence", sentence_binary_cohen_kappa, **_PAIR
    ),
)
