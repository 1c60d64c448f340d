"""Logistic regression over hashed features that starts from what the rules already say."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

N_BUCKETS = 1 << 15
_CLIP = 30.0

Features = Sequence[str]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by bucket; `logit` of a candidate is its offset plus the weights of its features."""

    weights: Mapping[int, float]

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


def fit(examples: Sequence[Example], *, strength: float = 1.0) -> LinearModel:
    r"""Fit weights by penalised maximum likelihood.

    Minimises :math:`\sum_i c_i \, \mathrm{CE}(y_i, \sigma(o_i + w^\top x_i)) + s/2 \, |w|^2` with
    offsets :math:`o` of the rules, so that without examples, or with a large `strength` s, the
    model says what the rules say.
    """
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    if not examples:
        return LinearModel({})
    rows, columns = [], []
    for row, example in enumerate(examples):
        for place in {bucket(name) for name in example.features}:
            rows.append(row)
            columns.append(place)
    used, compact = np.unique(np.asarray(columns, dtype=np.int64), return_inverse=True)
    data = np.ones(len(rows))
    matrix = csr_matrix((data, (rows, compact)), shape=(len(examples), len(used)))
    offsets = np.array([e.offset for e in examples])
    shares = np.array([e.share for e in examples])
    counts = np.array([e.weight for e in examples])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        values = np.clip(offsets + matrix @ weights, -_CLIP, _CLIP)
        # log(1 + exp(v)) - y v is the cross entropy of log-odds v.
        entropy = np.logaddexp(0.0, values) - shares * values
        residual = counts * (1 / (1 + np.exp(-values)) - shares)
        total = float(counts @ entropy + 0.5 * strength * (weights @ weights))
        return total, matrix.T @ residual + strength * weights

    result = minimize(
        loss, np.zeros(len(used)), jac=True, method="L-BFGS-B", options={"maxiter": 120}
    )
    kept = np.abs(result.x) > 1e-6
    pairs = zip(used[kept], result.x[kept], strict=True)
    return LinearModel({int(place): float(weight) for place, weight in pairs})
