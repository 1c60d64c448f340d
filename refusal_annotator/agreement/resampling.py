"""Intervals: a figure as a function of how often each article counts, resampled.

Spans of one article resemble each other, so articles are resampled, not spans. Where units stand
alone each unit is its own cluster. All figures of a comparison share the same resamples.

References
----------
B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993). doi:10.1201/9780429246593
J. Hughes (2022), Toward improved inference for Krippendorff's Alpha agreement coefficient, Journal
of Statistical Planning and Inference 233, 170-179. doi:10.1016/j.jspi.2023.106170
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.results import Caution, Result

Floats = NDArray[np.float64]

SMALL = 50
"""Below so many clusters the interval of the jackknife is given beside that of the bootstrap."""
DROPPED = 0.05
"""Share of undefined resamples above which there is too little variation for an interval."""
_ROWS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure as a function of weights.

    `evaluate` takes weights, one row per resample and one column per cluster (how often it counts),
    and returns one value per row, nan where it is undefined. Ones give the figure itself.
    `pairs(n, rng)`, where a measure has it, resamples observed pairs with D_e fixed.
    """

    evaluate: Callable[[Floats], Floats]
    n_clusters: int
    pairs: Callable[[int, np.random.Generator], Floats] | None = None

    def value(self) -> float | None:
        """Return the figure itself."""
        found = float(self.evaluate(np.ones((1, self.n_clusters)))[0])
        return None if np.isnan(found) else found

    def on(self, clusters: Sequence[int] | NDArray[np.intp], n_clusters: int) -> Statistic:
        """Return the same figure over more clusters, of which these are the ones it reads."""
        columns = np.asarray(clusters, dtype=np.intp)
        inner = self.evaluate
        return Statistic(lambda w: inner(w[:, columns]), n_clusters, self.pairs)


@dataclass(frozen=True, slots=True)
class Interval:
    """What resampling says of a figure."""

    low: float | None
    high: float | None
    method: str
    se: float | None = None
    q_below: Mapping[str, float] = field(default_factory=dict[str, float])
    dropped: float = 0.0
    jackknife: tuple[float, float] | None = None


@dataclass(frozen=True)
class Resampler:
    """Draws the resamples of a comparison once, and makes intervals of them."""

    n_clusters: int
    options: ComparisonOptions
    thresholds: tuple[float, ...] = (0.667, 0.8, 0.9)
    unit: str = "articles"

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.options.seed)
        weights = draw(self.n_clusters, self.options.resamples, rng)
        object.__setattr__(self, "_weights", weights)

    @property
    def weights(self) -> Floats:
        """Resamples x clusters."""
        weights: Floats = self.__dict__["_weights"]
        return weights

    def interval(
        self, statistic: Statistic, *, clusters: NDArray[np.bool_] | None = None
    ) -> Interval:
        """Return the interval of a figure, by default over all clusters."""
        used = np.ones(self.n_clusters, dtype=bool) if clusters is None else clusters
        n = int(used.sum())
        if n < 2 or not self.options.resamples:
            why = f"none: fewer than two {self.unit}" if n < 2 else "none asked for"
            return Interval(None, None, why)
        values, name = self._replicates(statistic, used)
        kept = values[~np.isnan(values)]
        dropped = 1 - len(kept) / len(values)
        value = float(statistic.evaluate(used.astype(np.float64)[None, :])[0])
        if len(kept) < 2 or np.isnan(value):
            return Interval(None, None, "none: too little variation", dropped=dropped)
        rest = np.zeros(0)
        if n < SMALL or self.options.ci_method in ("bca", "jackknife"):
            rest = jackknife_values(statistic, used)
        jack = _jackknife_interval(value, rest, self.options.confidence)
        low, high, name = self._ends(kept, value, rest, jack, name)
        return Interval(
            low,
            high,
            name,
            float(kept.std(ddof=1)),
            {f"{t:.3f}": float((kept < t).mean()) for t in self.thresholds},
            dropped,
            jack if n < SMALL else None,
        )

    def _replicates(self, statistic: Statistic, used: NDArray[np.bool_]) -> tuple[Floats, str]:
        n = self.options.resamples
        if self.options.ci_method == "krippendorff" and statistic.pairs:
            rng = np.random.default_rng(self.options.seed)
            return statistic.pairs(n, rng), "pairs, D_e fixed (Krippendorff)"
        name = f"bootstrap, {n:,} resamples of {self.unit}"
        weights = self.weights
        if not used.all():
            rng = np.random.default_rng(self.options.seed)
            weights = np.zeros((n, self.n_clusters))
            weights[:, used] = draw(int(used.sum()), n, rng)
        return statistic.evaluate(weights), name

    def _ends(
        self,
        kept: Floats,
        value: float,
        rest: Floats,
        jack: tuple[float, float] | None,
        name: str,
    ) -> tuple[float, float, str]:
        method = self.options.ci_method
        if method == "jackknife" and jack:
            return *jack, f"jackknife over {self.unit}"
        tails = (1 - self.options.confidence) / 2
        levels = (tails, 1 - tails)
        if method == "bca":
            found = _bca_levels(kept, value, rest, levels)
            if found:
                levels, name = found, f"BCa {name}"
        low, high = np.quantile(kept, levels)
        return float(low), float(high), name


def with_interval(result: Result, interval: Interval) -> Result:
    """Return the result with its interval, and a caution where it rests on little."""
    if result.value is None:
        return result
    warnings = list(result.warnings)
    if interval.dropped > DROPPED:
        warnings.append(Caution.RESAMPLES_DROPPED)
    details = dict(result.details)
    if interval.dropped:
        details["resamples_dropped"] = interval.dropped
    if interval.jackknife:
        details["jackknife"] = list(interval.jackknife)
    return replace(
        result,
        ci_low=interval.low,
        ci_high=interval.high,
        ci_method=interval.method,
        se=interval.se,
        q_below=interval.q_below,
        warnings=tuple(warnings),
        details=details,
    )


def draw(n: int, resamples: int, rng: np.random.Generator) -> Floats:
    """Return how often each of n clusters is drawn in each resample of n draws."""
    rows = []
    at_once = max(1, _ROWS_AT_ONCE // max(1, n))
    for first in range(0, resamples, at_once):
        count = min(at_once, resamples - first)
        picks = rng.integers(0, n, (count, n), dtype=np.int32)
        picks += (np.arange(count, dtype=np.int32) * n)[:, None]
        rows.append(np.bincount(picks.ravel(), minlength=count * n).reshape(count, n))
    if not rows:
        return np.zeros((0, n))
    return np.concatenate(rows).astype(np.float64)


def jackknife_values(statistic: Statistic, used: NDArray[np.bool_]) -> Floats:
    """Return the figure with each cluster left out once; nan where it is undefined then."""
    at = np.flatnonzero(used)
    weights = np.repeat(used.astype(np.float64)[None, :], len(at), axis=0)
    weights[np.arange(len(at)), at] = 0
    return statistic.evaluate(weights)


def _jackknife_interval(
    value: float, rest: Floats, confidence: float
) -> tuple[float, float] | None:
    """Return value +- t times the jackknife standard error; None where a figure is undefined."""
    from scipy.special import stdtrit

    n = len(rest)
    if n < 2 or np.isnan(rest).any():
        return None
    error = float(np.sqrt((n - 1) / n * ((rest - rest.mean()) ** 2).sum()))
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * error
    return value - half, min(1.0, value + half)


def _bca_levels(
    kept: Floats, value: float, rest: Floats, levels: tuple[float, float]
) -> tuple[float, float] | None:
    """Return the levels corrected for bias and skew (Efron and Tibshirani 1993, chapter 14)."""
    from scipy.special import ndtr, ndtri

    rest = rest[~np.isnan(rest)]
    below = float((kept < value).mean() + (kept == value).mean() / 2)
    if not 0 < below < 1 or len(rest) < 2:
        return None
    off = rest.mean() - rest
    spread = float((off**2).sum()) ** 1.5
    skew = float((off**3).sum()) / (6 * spread) if spread else 0.0
    bias = float(ndtri(below))
    z = bias + ndtri(np.array(levels))
    low, high = ndtr(bias + z / (1 - skew * z))
    return float(low), float(high)
