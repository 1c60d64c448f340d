"""Raw agreement: what share of values, or of units, is the same. Not corrected for chance."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import CodingOptions, coding, coding_result
from refusal_annotator.agreement.gwet import interval, standard_error
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

_LEVELS = ("nominal", "ordinal", "interval", "ratio", "multi_select", "link")


def percent_agreement(data: ReliabilityData, options: CodingOptions) -> Result:
    """Mean over units of the share of pairs of values that agree, 0 to 1.

    Without missing values this is also the mean over pairs of coders. Units with one value take no
    part. Defined without variation, unlike the coefficients.
    """
    per_unit_values = data.values_per_unit[data.values_per_unit >= 1]
    several = per_unit_values >= 2
    if not several.any():
        return coding_result("percent_agreement", data, None, Reason.NO_PAIRABLE_UNITS)
    agreeing = _agreeing_pairs(data)[data.values_per_unit >= 1]
    n_pairs = per_unit_values * (per_unit_values - 1) / 2
    shares = np.divide(agreeing, n_pairs, out=np.zeros(len(n_pairs)), where=several)
    value, n = float(shares[several].mean()), len(shares)
    more: dict[str, Any] = {}
    if options.analytic and n > 1:
        # Gwet (2014): units with one value count in the error, though not in the share.
        error = standard_error(n / several.sum() * shares, value)
        more = interval(value, error, n, options)
    return coding_result("percent_agreement", data, value, **more)


def percent_unanimous(data: ReliabilityData, _options: CodingOptions) -> Result:
    """Share of units with two values or more on which all coders who coded them agree, 0 to 1."""
    several = data.values_per_unit >= 2
    if not several.any():
        return coding_result("percent_unanimous", data, None, Reason.NO_PAIRABLE_UNITS)
    codes = data.codes[:, several]
    highest = codes.max(axis=0)
    alike = ((codes == highest) | (codes < 0)).all(axis=0)
    return coding_result("percent_unanimous", data, float(alike.mean()))


def holsti(data: ReliabilityData, _options: CodingOptions) -> Result:
    """Holsti's CR: 2 M / (N1 + N2), averaged over pairs of coders, 0 to 1.

    M is the number of agreements, N1 and N2 the values of either coder, also on units that only one
    of them coded. O. R. Holsti, Content Analysis (1969), p. 140.
    """
    ratios = [2 * int(same.sum()) / (n1 + n2) for same, n1, n2 in _pairs(data) if len(same)]
    value = float(np.mean(ratios)) if ratios else None
    return coding_result("holsti", data, value, Reason.NO_PAIRABLE_UNITS)


def _pairs(data: ReliabilityData) -> Iterator[tuple[NDArray[np.bool_], int, int]]:
    for i, j in combinations(range(data.n_coders), 2):
        a, b = data.codes[i], data.codes[j]
        both = (a >= 0) & (b >= 0)
        yield a[both] == b[both], int((a >= 0).sum()), int((b >= 0).sum())


def _agreeing_pairs(data: ReliabilityData) -> NDArray[np.int64]:
    """Return per unit the number of pairs of equal values; no matrix of labels is needed."""
    agreeing = np.zeros(data.codes.shape[1], dtype=np.int64)
    for i, j in combinations(range(data.n_coders), 2):
        agreeing += (data.codes[i] == data.codes[j]) & (data.codes[i] >= 0)
    return agreeing


MEASURES = (
    coding("percent_agreement", "Percent agreement, mean of pairs", percent_agreement, *_LEVELS),
    coding("percent_unanimous", "Share of units all agree on", percent_unanimous, *_LEVELS),
    coding("holsti", "Holsti's coefficient", holsti, "nominal"),
)
