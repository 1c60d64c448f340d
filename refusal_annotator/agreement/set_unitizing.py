"""Overlapping codes: the alpha family for unitizing on sets of categories.

The family of 2016 needs a partition, which codes that overlap within one coder are not. Here each
stretch of a coder's text bears the *set* of categories that cover it, and two sets differ by a
distance (Jaccard's), the empty set being the gap. Where nothing overlaps, all sets hold one
category, all distances are 1, and the figures equal those of :mod:`unitizing`. The extension is
our own; ATLAS.ti reports several semantic domains jointly under the name csu-alpha.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.lengths import (
    GAP,
    Lengths,
    expected_between,
    expected_lengths,
    join_same,
    measure_lengths,
)
from refusal_annotator.agreement.scales import set_distances
from refusal_annotator.domain.reliability import Block, Continuum, Reason

Floats = NDArray[np.float64]
Pieces = tuple[tuple[int, int, str], ...]

_BETWEEN = "\x1f"
"""Joins the names of categories in the name of a set; no id of a codebook holds it."""


def as_sets(continuum: Continuum) -> tuple[Continuum, int]:
    """Return the continuum with disjoint stretches named by sets, and how many overlaps there were.

    Overlapping spans of one category are joined; where different categories overlap, spans are cut
    at each other's edges.
    """
    n_overlaps = 0
    blocks: list[Block] = []
    for block in continuum.blocks:
        spans: dict[str, Pieces] = {}
        for coder, pieces in block.spans.items():
            spans[coder], count = _partition(pieces)
            n_overlaps += count
        blocks.append(replace(block, spans=spans))
    return replace(continuum, blocks=tuple(blocks)), n_overlaps


def set_lengths(continuum: Continuum) -> tuple[Lengths | Reason, int]:
    """Return the lengths of the continuum on sets, and the overlaps of different categories."""
    cut, n_overlaps = as_sets(continuum)
    return measure_lengths(cut), n_overlaps


def distances_of(categories: Sequence[str], *, gap: bool = True) -> Floats:
    """Return Jaccard distances between sets, with the gap as the empty set in front."""
    sets = [frozenset(name.split(_BETWEEN)) for name in categories]
    return set_distances([frozenset(), *sets] if gap else sets, "jaccard")


def u_alpha_of_sets(lengths: Lengths) -> float | None:
    """Return 1 - sum(l d) / sum(e d) over sets and the gap; None without chance disagreement."""
    return _weighted(lengths.observed, expected_lengths(lengths), distances_of(lengths.categories))


def cu_alpha_of_sets(lengths: Lengths) -> float | None:
    """Return the same without gaps: only where spans of two coders meet."""
    observed = lengths.observed[GAP + 1 :, GAP + 1 :]
    if not observed.sum():
        return None
    expected = expected_between(observed, lengths.mean_shared_squared[GAP + 1 :])
    return _weighted(observed, expected, distances_of(lengths.categories, gap=False))


def _weighted(observed: Floats, expected: Floats, distances: Floats) -> float | None:
    chance = float((expected * distances).sum())
    if chance <= 1e-12 * max(1.0, float(expected.sum())):
        return None
    return 1 - float((observed * distances).sum()) / chance


def _partition(pieces: Pieces) -> tuple[Pieces, int]:
    joined, _ = join_same(pieces)
    ordered = sorted(joined)
    if all(a[1] <= b[0] for a, b in pairwise(ordered)):
        return tuple(ordered), 0
    return _cut(ordered), _count_overlaps(ordered)


def _cut(ordered: Sequence[tuple[int, int, str]]) -> Pieces:
    edges = sorted({edge for start, end, _ in ordered for edge in (start, end)})
    found: list[tuple[int, int, str]] = []
    open_spans: list[tuple[int, int, str]] = []
    following = 0
    for start, end in pairwise(edges):
        while following < len(ordered) and ordered[following][0] <= start:
            open_spans.append(ordered[following])
            following += 1
        open_spans = [span for span in open_spans if span[1] > start]
        if open_spans:
            found.append((start, end, _BETWEEN.join(sorted(name for _, _, name in open_spans))))
    return tuple(found)


def _count_overlaps(ordered: Sequence[tuple[int, int, str]]) -> int:
    count = 0
    open_ends: list[int] = []
    for start, end, _ in ordered:
        open_ends = [other for other in open_ends if other > start]
        count += len(open_ends)
        open_ends.append(end)
    return count
