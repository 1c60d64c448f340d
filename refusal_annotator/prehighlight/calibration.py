"""Scores that mean something: of all suggestions shown with 0.8, four in five are a coder's too.

The rules give raw scores, which only rank. `resources/prehighlight/calibration.json` maps them, by
role, to the share of suggestions that coders coded as well, fitted on articles that the rules were
not tuned on. The same file holds the default thresholds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from refusal_annotator.resources import resource_path

# Pseudo-suggestions at the share of the whole role, so that few cases give no 0 and no 1.
PRIOR_WEIGHT = 8.0
_HIGHEST = 0.99
_FILE = ("prehighlight", "calibration.json")

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps from raw to calibrated scores, by role; a role without one keeps its raw scores."""

    knots: Mapping[str, Knots]
    thresholds: Mapping[str, float]
    fitted_on: str = ""

    def apply(self, role: str, raw: float) -> float:
        """Calibrated score; between two fitted raw scores in proportion."""
        knots = self.knots.get(role)
        if not knots:
            return raw
        places, shares = zip(*knots, strict=True)
        return float(np.interp(raw, places, shares))

    def threshold(self, role: str) -> float:
        """Lowest calibrated score that is shown unless the user chooses another."""
        return self.thresholds.get(role, 0.0)


UNCALIBRATED = Calibration({}, {})


@cache
def default_calibration() -> Calibration:
    """The calibration that comes with the program."""
    return from_json(json.loads(resource_path(*_FILE).read_text("utf-8")))


def from_json(content: Mapping[str, Any]) -> Calibration:
    """Read what `to_json` wrote."""
    knots = {role: tuple((x, y) for x, y in rows) for role, rows in content["knots"].items()}
    return Calibration(knots, dict(content["thresholds"]), content.get("fitted_on", ""))


def to_json(calibration: Calibration) -> dict[str, Any]:
    """Return a calibration as JSON-able content."""
    return {
        "fitted_on": calibration.fitted_on,
        "thresholds": dict(calibration.thresholds),
        "knots": {role: [list(knot) for knot in rows] for role, rows in calibration.knots.items()},
    }


def fit(raw: Sequence[float], hit: Sequence[bool], *, prior_weight: float = PRIOR_WEIGHT) -> Knots:
    """Isotonic regression of hits on raw scores, shrunk towards the share of all.

    The shares of equal raw scores, each with `prior_weight` pseudo-cases at the overall share, are
    made non-decreasing by pooling adjacent violators (Ayer and others 1955), weighted by cases.

    Returns
    -------
    One knot for each raw score that occurs; empty without cases.
    """
    if not raw:
        return ()
    values, places = np.unique(np.asarray(raw, dtype=float), return_inverse=True)
    n_cases = np.bincount(places).astype(float)
    n_hits = np.bincount(places, weights=np.asarray(hit, dtype=float))
    overall = n_hits.sum() / n_cases.sum()
    shares = (n_hits + prior_weight * overall) / (n_cases + prior_weight)
    pooled = np.minimum(pool_adjacent(shares, n_cases), _HIGHEST)
    return tuple((float(x), round(float(y), 4)) for x, y in zip(values, pooled, strict=True))


def pool_adjacent(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Nearest non-decreasing sequence by weighted least squares."""
    blocks: list[list[float]] = []  # mean, weight, length
    for share, weight in zip(shares, weights, strict=True):
        blocks.append([float(share), float(weight), 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, total, length = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * total) / (last[1] + total)
            last[1] += total
            last[2] += length
    return np.concatenate([np.full(int(length), mean) for mean, _, length in blocks])


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Suggestions of one range of scores: how sure they looked and how many were right."""

    low: float
    high: float
    n_suggestions: int
    mean_score: float
    share_right: float


def reliability(
    scores: Sequence[float], hit: Sequence[bool], *, n_bins: int = 10
) -> tuple[ReliabilityBin, ...]:
    """Bins of equal width of a reliability diagram; empty ones are left out."""
    values, right = np.asarray(scores, dtype=float), np.asarray(hit, dtype=float)
    places = np.minimum((values * n_bins).astype(int), n_bins - 1)
    bins = []
    for index in range(n_bins):
        inside = places == index
        if inside.any():
            bins.append(
                ReliabilityBin(
                    index / n_bins,
                    (index + 1) / n_bins,
                    int(inside.sum()),
                    float(values[inside].mean()),
                    float(right[inside].mean()),
                )
            )
    return tuple(bins)


def expected_error(bins: Sequence[ReliabilityBin]) -> float:
    """Expected calibration error: mean distance of score and share, weighted by suggestions."""
    total = sum(b.n_suggestions for b in bins)
    return sum(b.n_suggestions * abs(b.mean_score - b.share_right) for b in bins) / max(1, total)
