"""Distances between values: what a level of measurement contributes to Krippendorff's alpha."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.reliability import ReliabilityData

Floats = NDArray[np.float64]

# Rows of the matrix of distances that are held in memory at once.
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Scale:
    """Places on a scale, and a squared distance between them.

    `places(data, n_c)` returns one number per label; `distance(a, b)` works on arrays of them.
    `kind` says what is known beyond that: *nominal*; *ordinal* (squared differences of ranks, which
    depend on the sample); *squared* (differences of fixed places); *fixed* (anything else that the
    sample does not change).
    """

    places: Callable[[ReliabilityData, Floats], Floats]
    distance: Callable[[Any, Any], Any]
    kind: Literal["nominal", "ordinal", "squared", "fixed"] = "fixed"


def expected_sum(scale: Scale, places: Floats, n_c: Floats) -> float:
    """Return the sum of n_c n_k d_ck, in closed form where there is one."""
    if scale.kind == "nominal":
        return float(n_c.sum() ** 2 - (n_c**2).sum())
    if scale.kind in ("ordinal", "squared"):
        first, second = float(n_c @ places), float(n_c @ places**2)
        return 2 * float(n_c.sum()) * second - 2 * first**2
    used = np.flatnonzero(n_c)
    total = 0.0
    for first_row in range(0, len(used), _CHUNK):
        rows = used[first_row : first_row + _CHUNK]
        distances = scale.distance(places[rows, None], places[None, used])
        total += float(n_c[rows] @ (distances @ n_c[used]))
    return total


def distance_matrix(scale: Scale, places: Floats) -> Floats:
    """Return the distances between all labels."""
    return np.asarray(scale.distance(places[:, None], places[None, :]), dtype=np.float64)


def _mid_ranks(_data: ReliabilityData, n_c: Floats) -> Floats:
    return np.cumsum(n_c) - n_c / 2


def _positions(data: ReliabilityData, _n_c: Floats) -> Floats:
    return np.arange(len(data.labels), dtype=np.float64)


def _numbers(data: ReliabilityData, _n_c: Floats) -> Floats:
    return np.array(data.labels, dtype=np.float64)


def _centred(data: ReliabilityData, n_c: Floats) -> Floats:
    # So that the closed form loses no digits on values such as years.
    numbers = np.array(data.labels, dtype=np.float64)
    return numbers - np.average(numbers, weights=n_c)


def _centred_logarithms(data: ReliabilityData, n_c: Floats) -> Floats:
    logarithms = np.log(np.array(data.labels, dtype=np.float64))
    return logarithms - np.average(logarithms, weights=n_c)


def _differ(a: Any, b: Any) -> Any:
    return np.asarray(a != b, dtype=np.float64)


def _squared(a: Any, b: Any) -> Any:
    return (a - b) ** 2


def _ratio_distance(a: Any, b: Any) -> Any:
    total = a + b
    return np.divide(a - b, total, out=np.zeros(np.shape(total)), where=total != 0) ** 2


NOMINAL = Scale(_positions, _differ, "nominal")
ORDINAL = Scale(_mid_ranks, _squared, "ordinal")
INTERVAL = Scale(_centred, _squared, "squared")
RATIO = Scale(_numbers, _ratio_distance)
LOG_RATIO = Scale(_centred_logarithms, _squared, "squared")


def circular(period: float) -> Scale:
    """Return a scale that closes on itself after `period`: sin squared of pi (c - k) / period."""

    def distance(a: Any, b: Any) -> Any:
        return np.sin(np.pi * (a - b) / period) ** 2

    return Scale(_numbers, distance)


def bipolar(lowest: float, highest: float) -> Scale:
    """Return a scale with two poles: differences near a pole weigh more than in the middle."""

    def distance(a: Any, b: Any) -> Any:
        below = (a + b - 2 * lowest) * (2 * highest - a - b)
        apart = np.asarray(a - b, dtype=np.float64) ** 2
        return np.divide(apart, below, out=np.zeros(np.shape(below)), where=apart > 0)

    return Scale(_numbers, distance)


def matrix_scale(matrix: Floats) -> Scale:
    """Return a scale whose distances are given, in the order of the labels."""

    def distance(a: Any, b: Any) -> Any:
        return matrix[np.asarray(a, dtype=np.intp), np.asarray(b, dtype=np.intp)]

    return Scale(_positions, distance)


def set_scale(data: ReliabilityData, kind: Literal["jaccard", "masi", "masi_product"]) -> Scale:
    """Return the distance between sets: Jaccard's, MASI of 2006, or another reading of it."""
    sets = [x if isinstance(x, frozenset) else frozenset((x,)) for x in data.labels]
    return matrix_scale(set_distances(sets, kind))


def set_distances(sets: list[frozenset[Any]], kind: str) -> Floats:
    """Return the matrix of distances between sets; two empty sets are equal."""
    members = {item: i for i, item in enumerate(dict.fromkeys(x for one in sets for x in one))}
    held = np.zeros((len(sets), len(members)))
    for row, one in enumerate(sets):
        held[row, [members[x] for x in one]] = 1
    shared = held @ held.T
    sizes = held.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    if kind == "jaccard":
        return 1 - jaccard
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    equal = (shared == sizes[:, None]) & (shared == sizes[None, :])
    # In the other reading the empty set counts as a subset of all others.
    disjoint = (shared == 0) & ((smaller > 0) | (kind == "masi"))
    monotone = np.select([equal, disjoint, shared == smaller], [1.0, 0.0, 2 / 3], 1 / 3)
    return 1 - jaccard * monotone if kind == "masi" else (1 - jaccard) * (1 - monotone)
