r"""Krippendorff's alpha for unitizing of 1995 and 2004: a different coefficient, kept as legacy.

Per category c the disagreement is a squared difference of edges where units of two coders
intersect, and the squared length of a unit that lies in a gap of the other coder:

.. math:: D_{oc} = \frac{\sum_{i}\sum_{j \ne i}\sum_{g,h} \delta^2_{cigjh}}{m(m-1)L^2}, \qquad
   D_{ec} = \frac{\frac{2}{L} \sum_{i,g} \left[\frac{N_c - 1}{3}(2l^3 - 3l^2 + l) +
   l^2 \sum_{j,h} (l_{jh} - l + 1)_{l_{jh} \ge l}\right]}
   {mL(mL - 1) - \sum_{i,g} l(l-1)}

with l the length of unit (i, g), and in the inner sum the gaps (j, h) of all coders that are at
least as long. Disagreements of the categories are summed before alpha is taken. Several texts are
laid one after another, and a gap ends where a text does. Coders who did not finish a text are
missing there; only texts of all coders are used.

References
----------
K. Krippendorff (1995), On the reliability of unitizing continuous data, Sociological Methodology
25, 47-76. doi:10.2307/271061
K. Krippendorff (2004), Measuring the reliability of qualitative text analysis data, Quality &
Quantity 38, 787-800. doi:10.1007/s11135-004-8107-7
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import NoOptions
from refusal_annotator.agreement.lengths import join_same
from refusal_annotator.domain.reliability import Block, Continuum, Reason, Result

Units = NDArray[np.int64]


def alpha_u_1995(continuum: Continuum, _options: NoOptions) -> Result:
    """Legacy alpha_U over all categories; see the module.

    At most 1. Undefined where no text was finished by all coders (no_text) and where nobody marked
    anything (no_spans).
    """
    whole = _common(continuum)
    parts = [_disagreement(whole, category) for category in _categories(whole)]
    observed, expected = sum(o for o, _ in parts), sum(e for _, e in parts)
    return _result("alpha_U_1995", whole, observed, expected)


def alpha_u_1995_per_category(continuum: Continuum) -> dict[str, Result]:
    """Legacy alpha_U of each category alone."""
    whole = _common(continuum)
    return {
        category: _result("alpha_U_1995_category", whole, *_disagreement(whole, category))
        for category in _categories(whole)
    }


def _common(continuum: Continuum) -> Continuum:
    blocks = tuple(
        b for b in continuum.blocks if len(b.spans) == len(continuum.coders) and len(b.spans) >= 2
    )
    return Continuum(blocks, continuum.coders)


def _categories(continuum: Continuum) -> list[str]:
    return sorted({c for b in continuum.blocks for row in b.spans.values() for _, _, c in row})


def _result(measure: str, continuum: Continuum, observed: float, expected: float) -> Result:
    value, reason = None, Reason.NO_SPANS if continuum.length else Reason.NO_TEXT
    if expected > 0:
        value, reason = float(1 - observed / expected), None
    return Result(
        measure,
        value,
        reason,
        level="unitizing",
        n_units=len(continuum.blocks),
        n_pairable=continuum.length,
        n_coders=len(continuum.coders),
        details={"D_o": float(observed), "D_e": float(expected)} if value is not None else {},
    )


def _disagreement(continuum: Continuum, category: str) -> tuple[float, float]:
    """Return D_o and D_e of one category."""
    units: list[Units] = []
    gaps: list[Units] = []
    for coder in continuum.coders:
        own, between = _lay_out(continuum.blocks, coder, category)
        units.append(own)
        gaps.append(between)
    m, length = len(units), float(continuum.length)
    observed = sum(
        _between(units[i], units[j]) + _in_gaps(units[i], gaps[j]) + _in_gaps(units[j], gaps[i])
        for i in range(m)
        for j in range(i + 1, m)
    )
    d_o = 2 * observed / (m * (m - 1) * length**2)
    return d_o, _expected(units, gaps, m * length, length)


def _lay_out(blocks: Sequence[Block], coder: str, category: str) -> tuple[Units, Units]:
    """Return units and gaps of one coder, each text at an offset of its own."""
    units: list[tuple[int, int]] = []
    gaps: list[tuple[int, int]] = []
    offset = 0
    for block in blocks:
        joined, _ = join_same(p for p in block.spans[coder] if p[2] == category)
        at = 0
        for start, end, _ in sorted(joined):
            if start > at:
                gaps.append((offset + at, offset + start))
            units.append((offset + start, offset + end))
            at = end
        if at < block.length:
            gaps.append((offset + at, offset + block.length))
        offset += block.length
    return _array(units), _array(gaps)


def _array(pairs: Sequence[tuple[int, int]]) -> Units:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _between(a: Units, b: Units) -> float:
    """Sum of squared differences of edges over units that intersect."""
    first = np.searchsorted(b[:, 1], a[:, 0], side="right")
    last = np.searchsorted(b[:, 0], a[:, 1], side="left")
    counts = np.maximum(last - first, 0)
    left = np.repeat(np.arange(len(a)), counts)
    starts = np.cumsum(counts) - counts
    right = np.arange(counts.sum()) - np.repeat(starts - first, counts)
    return float(((a[left] - b[right]).astype(np.float64) ** 2).sum())


def _in_gaps(units: Units, gaps: Units) -> float:
    """Sum of squared lengths of units that lie wholly in a gap of the other coder."""
    if not len(gaps):
        return 0.0
    at = np.searchsorted(gaps[:, 0], units[:, 0], side="right") - 1
    inside = (at >= 0) & (gaps[np.maximum(at, 0), 1] >= units[:, 1])
    return float(((units[inside, 1] - units[inside, 0]).astype(np.float64) ** 2).sum())


def _expected(
    units: Sequence[Units], gaps: Sequence[Units], all_length: float, length: float
) -> float:
    lengths = np.concatenate([u[:, 1] - u[:, 0] for u in units]).astype(np.float64)
    if not len(lengths):
        return 0.0
    empty = np.sort(np.concatenate([g[:, 1] - g[:, 0] for g in gaps]).astype(np.float64))
    total_from = np.concatenate([np.cumsum(empty[::-1])[::-1], [0.0]])
    at = np.searchsorted(empty, lengths, side="left")
    room = total_from[at] - (len(empty) - at) * (lengths - 1)
    pairs = (len(lengths) - 1) / 3 * (2 * lengths**3 - 3 * lengths**2 + lengths)
    above = 2 / length * float((pairs + lengths**2 * room).sum())
    below = all_length * (all_length - 1) - float((lengths * (lengths - 1)).sum())
    return above / below if below > 0 else 0.0
