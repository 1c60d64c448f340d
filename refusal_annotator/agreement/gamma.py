r"""Gamma and gamma-cat: agreement on spans and categories at once, from the best alignment.

.. math:: \gamma = 1 - \frac{\sum_t w_t\, \delta_o(t)}{\sum_t w_t\, \delta_e(t)}

over texts t, with :math:`w_t` the mean number of spans per coder, :math:`\delta_o` the disorder of
the best alignment (:mod:`alignment`), and :math:`\delta_e` the mean disorder of texts in which each
coder's spans are those of a coder drawn at random, moved along the text by a random distance.
Gamma is 1 for identical spans, about 0 for chance. It takes overlaps within a coder, and it is a
band rather than a point: chance is sampled, so seed, samples and the precision reached stand with
it. Gamma-cat looks at the categories of aligned spans alone, weighted by how well they lie.

References
----------
Y. Mathet, A. Widlocher, J.-P. Metivier (2015). doi:10.1162/COLI_a_00227
Y. Mathet (2017), The agreement measure gamma-cat: a complement to gamma focused on categorization
of a continuum, Computational Linguistics 43(3), 661-681. doi:10.1162/COLI_a_00296
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from refusal_annotator.agreement.alignment import (
    Alignment,
    Coders,
    Dissimilarity,
    TooManyCandidates,
    Unit,
    best_alignment,
)
from refusal_annotator.agreement.base import NoOptions
from refusal_annotator.domain.diagnostics import ComparisonCancelled
from refusal_annotator.domain.reliability import Block, Continuum, Reason, Result

Floats = NDArray[np.float64]

_Z = 1.959964
_MOST = 10
"""How many times the least number of samples may be drawn to reach the precision."""
_TRIES = 30
_NO_CHANCE = (np.zeros(0), np.zeros(0))


class GammaOptions(NoOptions):
    """What may be chosen for gamma."""

    alpha: float = Field(default=1.0, ge=0, description="Weight of place")
    beta: float = Field(default=1.0, ge=0, description="Weight of category")
    delta_empty: float = Field(default=1.0, gt=0, description="Cost of having no span")
    precision: float = Field(default=0.05, gt=0, lt=1, description="Wanted of chance disorder")
    samples: int = Field(default=30, ge=2, description="Least number of samples of chance")
    cap: int = Field(default=300, ge=1, description="Most spans in one text")
    seed: int = Field(default=20_240_101, ge=0)

    @property
    def dissimilarity(self) -> Dissimilarity:
        """The weights as the alignment reads them."""
        return Dissimilarity(self.alpha, self.beta, self.delta_empty)


def gamma_best_alignment_disorder(continuum: Continuum, options: GammaOptions) -> Result:
    """Disorder of the best alignment, 0 or more, mean over texts weighted by their spans."""
    found = _Observed.of(continuum, options)
    value = found.disorder / found.weight if found.weight else None
    return _result("gamma_best_alignment_disorder", continuum, found, value, {})


def gamma(continuum: Continuum, options: GammaOptions) -> Result:
    """Gamma over all texts with spans; see the module."""
    return gamma_both(continuum, options)[0]


def gamma_cat(continuum: Continuum, options: GammaOptions) -> Result:
    """Gamma-cat over all texts with spans: 1 - observed / expected disorder of categories.

    Undefined (no_variation) where chance gives no disorder, as with one category.
    """
    return gamma_both(continuum, options)[1]


def gamma_both(
    continuum: Continuum,
    options: GammaOptions,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Result, Result]:
    """Return gamma and gamma-cat from the same alignments; ComparisonCancelled on request."""
    found = _Observed.of(continuum, options, cancelled)
    try:
        chance, categories = _chance(found, options, cancelled) if found.weight else _NO_CHANCE
    except TooManyCandidates:
        found, (chance, categories) = replace(found, weight=0.0, n_over_cap=1), _NO_CHANCE
    if not found.weight:
        return (
            _result("gamma", continuum, found, None, {}),
            _result("gamma_cat", continuum, found, None, {}),
        )
    mean = float(chance.mean())
    spread = float(chance.std(ddof=1)) / mean if mean else 0.0
    precision = _Z * spread / math.sqrt(len(chance))
    details = {
        "samples": len(chance),
        "precision": precision,
        "seed": options.seed,
        "alpha": options.alpha,
        "beta": options.beta,
    }
    value = 1 - found.disorder / mean if mean else None
    band: dict[str, Any] = {}
    if value is not None and precision < 1:
        low, high = (1 - found.disorder / (mean * (1 + s * precision)) for s in (-1, 1))
        band = {
            "ci_low": low,
            "ci_high": high,
            "ci_method": f"precision of chance, {len(chance)} samples",
        }
    by_chance = float(np.nanmean(categories)) if not np.isnan(categories).all() else 0.0
    cat = None
    if found.category_disorder is not None and by_chance > 0:
        cat = 1 - found.category_disorder / by_chance
    of_categories = {**details, "D_o": found.category_disorder, "D_e": by_chance}
    return (
        _result("gamma", continuum, found, value, details, **band),
        _result("gamma_cat", continuum, found, cat, of_categories),
    )


@dataclass(frozen=True, slots=True)
class _Observed:
    texts: tuple[tuple[Block, Coders], ...]
    disorder: float
    weight: float
    category_disorder: float | None
    n_over_cap: int

    @classmethod
    def of(
        cls,
        continuum: Continuum,
        options: GammaOptions,
        cancelled: Callable[[], bool] | None = None,
    ) -> _Observed:
        texts: list[tuple[Block, Coders]] = []
        disorder = weight = 0.0
        pairs = _Pairs()
        over = 0
        for block, coders in _texts(continuum):
            _stop_if(cancelled)
            n_units = sum(map(len, coders))
            try:
                if n_units > options.cap:
                    raise TooManyCandidates
                found = best_alignment(coders, options.dissimilarity)
            except TooManyCandidates:
                over += 1
                continue
            texts.append((block, coders))
            own = n_units / len(coders)
            disorder, weight = disorder + found.disorder * own, weight + own
            pairs.add(coders, found, options.dissimilarity)
        return cls(tuple(texts), disorder, weight, pairs.disorder, over)


@dataclass(slots=True)
class _Pairs:
    """Disorder of categories over aligned pairs, weighted by how well they lie.

    A pair of the n spans of a unitary alignment weighs max(0, 1 - d_place) / (n - 1), so that each
    span counts alike however many coders have one; on given units this is alpha's own weighting.
    """

    weighted: float = 0.0
    weight: float = 0.0

    def add(self, coders: Coders, found: Alignment, dissimilarity: Dissimilarity) -> None:
        for chosen in found.chosen:
            there = [coders[c][u] for c, u in enumerate(chosen) if u >= 0]
            for a, b in combinations(there, 2):
                certainty = max(0.0, 1 - float(dissimilarity.place([a], [b])[0, 0]))
                weight = certainty / (len(there) - 1)
                self.weight += weight
                self.weighted += weight * (a[2] != b[2])

    @property
    def disorder(self) -> float | None:
        return self.weighted / self.weight if self.weight else None


def _chance(
    found: _Observed, options: GammaOptions, cancelled: Callable[[], bool] | None
) -> tuple[Floats, Floats]:
    """Return, per sample, the weighted disorder of all texts, and that of categories."""
    rng = np.random.default_rng(options.seed)
    totals: list[float] = []
    categories: list[float] = []
    wanted = options.samples
    while len(totals) < wanted:
        _stop_if(cancelled)
        pairs, total = _Pairs(), 0.0
        for block, coders in found.texts:
            own = sum(map(len, coders)) / len(coders)
            moved = _shuffle(coders, block.length, rng)
            aligned = best_alignment(moved, options.dissimilarity)
            total += aligned.disorder * own
            pairs.add(moved, aligned, options.dissimilarity)
        totals.append(total)
        categories.append(math.nan if pairs.disorder is None else pairs.disorder)
        if len(totals) == options.samples:
            wanted = _enough(np.array(totals), options)
    return np.array(totals), np.array(categories)


def _enough(totals: Floats, options: GammaOptions) -> int:
    mean = float(totals.mean())
    if not mean:
        return len(totals)
    needed = math.ceil((float(totals.std(ddof=1)) / mean * _Z / options.precision) ** 2)
    return min(max(needed, len(totals)), _MOST * options.samples)


def _shuffle(coders: Coders, length: int, rng: np.random.Generator) -> Coders:
    """Draw a coder for each coder, and move its spans round the text, each by another distance."""
    sizes = [end - start for units in coders for start, end, _ in units]
    apart = min(float(np.mean(sizes)), length / (2 * len(coders)))
    pivots: list[int] = []
    moved: list[list[Unit]] = []
    for _ in coders:
        pivot = 0
        for _ in range(_TRIES):
            pivot = int(rng.integers(0, max(1, length)))
            around = [abs(pivot - other) for other in pivots]
            if all(min(d, length - d) >= apart for d in around):
                break
        pivots.append(pivot)
        units = coders[int(rng.integers(0, len(coders)))]
        starts = [(start + pivot) % max(1, length) for start, _, _ in units]
        moved.append(
            sorted(
                (s, s + end - start, c) for s, (start, end, c) in zip(starts, units, strict=True)
            )
        )
    return moved


def _texts(continuum: Continuum) -> Iterator[tuple[Block, Coders]]:
    for block in continuum.pairable().blocks:
        coders = [sorted(block.spans[coder]) for coder in sorted(block.spans)]
        if any(coders):
            yield block, coders


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled and cancelled():
        raise ComparisonCancelled


def _result(
    measure: str,
    continuum: Continuum,
    found: _Observed,
    value: float | None,
    details: dict[str, Any],
    **band: Any,
) -> Result:
    reason = None
    if value is None:
        pairable = continuum.pairable()
        reason = Reason.NO_SPANS if pairable.length else Reason.NO_TEXT
        if found.n_over_cap:
            reason = Reason.TOO_MANY_SPANS
        if found.weight:
            reason = Reason.NO_VARIATION
    return Result(
        measure,
        value,
        reason,
        level="unitizing",
        n_units=len(found.texts),
        n_pairable=sum(len(u) for _, coders in found.texts for u in coders),
        n_coders=len(continuum.coders),
        left_out={"texts_over_cap": found.n_over_cap} if found.n_over_cap else {},
        details=details,
        **band,
    )
