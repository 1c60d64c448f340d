"""Logistic regression over hashed features that starts from what the rules already say."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from refusal_annotator.prehighlight.memory import Memory

N_BUCKETS = 1 << 18
_CLIP = 30.0
_HISTORY = 10
_MOST_STEPS = 150
_SUFFICIENT = 1e-4
_SHORTEST = 1e-10
_TOLERANCE = 1e-7

Features = Sequence[str]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by bucket; `logit` of a candidate is its offset plus the weights of its features.

    `memory` holds what a study's coders did with words, where the model was fitted with it.
    """

    weights: Mapping[int, float]
    memory: Memory | None = None

    def logit(self, features: Features, offset: float) -> float:
        """Log-odds that a coder codes the candidate."""
        weights = self.weights
        return offset + sum(weights.get(bucket(name), 0.0) for name in features)


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate with the share of coders who code it, and the log-odds by the rules."""

    features: Features
    offset: float
    share: float
    weight: float = 1.0


@lru_cache(maxsize=200_000)
def bucket(feature: str) -> int:
    """Bucket of a feature; the same in every process and version of Python."""
    return zlib.crc32(feature.encode("utf-8")) % N_BUCKETS


def logit(probability: float) -> float:
    """Log-odds of a probability, kept off the infinite ends."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(p / (1 - p)))


def sigmoid(value: float) -> float:
    """Probability of log-odds."""
    return float(1 / (1 + np.exp(-np.clip(value, -_CLIP, _CLIP))))


def fit(
    examples: Sequence[Example], *, strength: float = 1.0, prior: LinearModel | None = None
) -> LinearModel:
    r"""Fit weights by penalised maximum likelihood.

    Minimises :math:`\sum_i c_i \, \mathrm{CE}(y_i, \sigma(o_i + w^\top x_i)) + s/2 \, |w - m|^2`
    with offsets :math:`o` of the rules and the weights :math:`m` of a `prior` (zero without one),
    so that without examples, or with a large `strength` s, the model says what they say.
    """
    from scipy.sparse import csr_matrix

    known = prior.weights if prior is not None else {}
    if not examples:
        return LinearModel(dict(known))
    rows, columns = [], []
    for row, example in enumerate(examples):
        for place in {bucket(name) for name in example.features}:
            rows.append(row)
            columns.append(place)
    used, compact = np.unique(np.asarray(columns, dtype=np.int64), return_inverse=True)
    data = np.ones(len(rows))
    matrix = csr_matrix((data, (rows, compact)), shape=(len(examples), len(used)))
    start = np.array([known.get(int(place), 0.0) for place in used])
    offsets = np.array([e.offset for e in examples]) + matrix @ start
    shares = np.array([e.share for e in examples])
    counts = np.array([e.weight for e in examples])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        values = np.clip(offsets + matrix @ weights, -_CLIP, _CLIP)
        # log(1 + exp(v)) - y v is the cross entropy of log-odds v.
        entropy = np.logaddexp(0.0, values) - shares * values
        residual = counts * (1 / (1 + np.exp(-values)) - shares)
        total = float((counts * entropy).sum()) + 0.5 * strength * _product(weights, weights)
        return total, matrix.T @ residual + strength * weights

    fitted = start + _minimised(loss, len(used))
    kept = np.abs(fitted) > 1e-6
    pairs = zip(used[kept], fitted[kept], strict=True)
    return LinearModel({**known, **{int(place): float(weight) for place, weight in pairs}})


def _minimised(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], size: int) -> np.ndarray:
    """Minimum of a smooth and strictly convex loss, by L-BFGS (Liu and Nocedal 1989).

    Written out because products of BLAS over so many weights start threads that, on a busy
    machine, wait for one another longer than the whole fit takes.
    """
    place = np.zeros(size)
    value, gradient = loss(place)
    steps: deque[tuple[np.ndarray, np.ndarray, float]] = deque(maxlen=_HISTORY)
    for _ in range(_MOST_STEPS):
        direction = -_newton_like(gradient, steps)
        slope = _product(gradient, direction)
        rate = 1.0 if steps else min(1.0, 1.0 / max(1.0, float(np.abs(gradient).sum())))
        while True:
            moved = place + rate * direction
            next_value, next_gradient = loss(moved)
            if next_value <= value + _SUFFICIENT * rate * slope or rate < _SHORTEST:
                break
            rate /= 2
        step, change = moved - place, next_gradient - gradient
        curvature = _product(step, change)
        if curvature > 0:
            steps.append((step, change, 1 / curvature))
        gained = value - next_value
        place, value, gradient = moved, next_value, next_gradient
        if gained <= _TOLERANCE * max(1.0, abs(value)):
            break
    return place


def _newton_like(
    gradient: np.ndarray, steps: Sequence[tuple[np.ndarray, np.ndarray, float]]
) -> np.ndarray:
    """Gradient times the inverse Hessian that the last steps suggest."""
    out = gradient.copy()
    parts = []
    for step, change, inverse in reversed(steps):
        part = inverse * _product(step, out)
        parts.append(part)
        out -= part * change
    if steps:
        step, change, _ = steps[-1]
        out *= _product(step, change) / _product(change, change)
    for (step, change, inverse), part in zip(steps, reversed(parts), strict=True):
        out += step * (part - inverse * _product(change, out))
    return out


def _product(one: np.ndarray, other: np.ndarray) -> float:
    return float((one * other).sum())
