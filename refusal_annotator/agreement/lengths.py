r"""The lengths that agreement on spans follows from: observed, by chance, and of self-pairings.

Observed and expected are matrices of lengths. With coders' spans laid over one another,

.. math:: \ell_{ck} = \frac{1}{m-1} \sum_{i \ne j} |c_i \cap k_j|, \qquad
          e_{ck} = \frac{\ell_{c\cdot}\ell_{\cdot k} - [c=k]\,C_c}
                        {\ell_{\cdot\cdot} - \sum C / \ell_{\cdot\cdot}}

where c, k run over the categories and the gap, and :math:`C_c` takes a unit's pairing with itself
out of what chance may pair: the sum of squared lengths of its spans for a category, of plain
lengths for the gap. m is the number of coders who finished the text, so texts that some left out
count with those who have them.

References
----------
K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlocher (2016), On the reliability of unitizing textual
continua: further developments, Quality & Quantity 50, 2347-2364. doi:10.1007/s11135-015-0266-1
K. Krippendorff, Content Analysis, 4th ed. (2019).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.reliability import Block, Continuum, Reason

Floats = NDArray[np.float64]

GAP = 0
"""Row and column of the gap in matrices of lengths; categories follow from 1."""

Category = TypeVar("Category", int, str)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Observed lengths and self-pairing corrections of a continuum, text by text.

    Attributes
    ----------
    observed_by_text
        Texts x matrix l over gap and categories, in code points.
    correction_by_text
        Texts x C for gap and categories.
    shared_by_text
        Texts x, for each category, the sum over its spans of the squared mean length that the other
        coders' coded spans share with it; only these lengths can be paired once gaps are dropped.
    categories
        Names, without the gap.
    resolved
        Overlaps of spans of one category within one coder that were joined before.
    """

    observed_by_text: Floats
    correction_by_text: Floats
    shared_by_text: Floats
    categories: tuple[str, ...]
    resolved: int

    @property
    def observed(self) -> Floats:
        """Matrix l over gap and categories, in code points."""
        return self.observed_by_text.sum(axis=0)

    @property
    def correction(self) -> Floats:
        """C for gap and categories."""
        return self.correction_by_text.sum(axis=0)

    @property
    def mean_shared_squared(self) -> Floats:
        """Squared mean shared lengths, summed for gap and categories."""
        return self.shared_by_text.sum(axis=0)


def measure_lengths(continuum: Continuum) -> Lengths | Reason:
    """Sweep the continuum once and return the lengths that all of the family follow from.

    Returns a Reason where no text has two coders, or where one coder's spans of different
    categories overlap: the family needs a partition, so such types are compared one by one.
    """
    pairable = continuum.pairable()
    if not pairable.length:
        return Reason.NO_TEXT
    names = sorted({c for b in pairable.blocks for row in b.spans.values() for _, _, c in row})
    index = {name: i + 1 for i, name in enumerate(names)}
    rows, resolved = _lay_out(pairable, index)
    if any(_overlaps(row) for row in rows):
        return Reason.OVERLAP_WITHIN_CODER
    size = len(names) + 1
    edges = _edges(pairable, rows)
    borders = np.array(_offsets(pairable.blocks), dtype=np.int64)
    texts = np.searchsorted(borders, edges[:-1], side="right") - 1
    sweep = _Sweep(
        np.diff(edges).astype(np.float64), _labels(pairable, rows, edges), texts, len(borders), size
    )
    observed = sweep.observed()
    correction = np.zeros((len(borders), size))
    correction[:, GAP] = observed[:, GAP].sum(axis=1)
    for row in rows:
        at = np.searchsorted(borders, row[:, 0], side="right") - 1
        np.add.at(correction, (at, row[:, 2]), (row[:, 1] - row[:, 0]).astype(np.float64) ** 2)
    shared = sweep.mean_shared_squared(rows, edges, borders)
    return Lengths(observed, correction, shared, tuple(names), resolved)


def expected_lengths(lengths: Lengths) -> Floats:
    """Return e, the lengths that chance would pair, over gap and categories."""
    return expected_between(lengths.observed, lengths.correction)


def expected_between(observed: Floats, correction: Floats) -> Floats:
    """Return e from l and the self-pairings C that chance may not use."""
    margins, total = observed.sum(axis=1), observed.sum()
    rest = total - correction.sum() / total
    if rest <= 0:
        return np.zeros_like(observed)
    return (np.outer(margins, margins) - np.diag(correction)) / rest


def _lay_out(continuum: Continuum, index: dict[str, int]) -> tuple[list[NDArray[np.int64]], int]:
    # Each text gets an offset of its own: raw offsets would lay all texts on one another.
    rows: list[NDArray[np.int64]] = []
    resolved = 0
    offsets = _offsets(continuum.blocks)
    for coder in continuum.coders:
        pieces: list[tuple[int, int, int]] = []
        for offset, block in zip(offsets, continuum.blocks, strict=True):
            own = ((s + offset, e + offset, index[c]) for s, e, c in block.spans.get(coder, ()))
            joined, count = join_same(own)
            pieces += joined
            resolved += count
        rows.append(np.array(sorted(pieces), dtype=np.int64).reshape(-1, 3))
    return rows, resolved


def join_same(
    pieces: Iterable[tuple[int, int, Category]],
) -> tuple[list[tuple[int, int, Category]], int]:
    """Join overlapping (not touching) pieces of one category; return them and how often."""
    joined: list[tuple[int, int, Category]] = []
    count = 0
    for start, end, category in sorted(pieces, key=lambda p: (p[2], p[0], p[1])):
        last = joined[-1] if joined else None
        if last and last[2] == category and start < last[1]:
            joined[-1] = (last[0], max(end, last[1]), category)
            count += 1
        else:
            joined.append((start, end, category))
    return joined, count


def _overlaps(row: NDArray[np.int64]) -> bool:
    return bool((row[1:, 0] < row[:-1, 1]).any())


def _offsets(blocks: Iterable[Block]) -> list[int]:
    offsets, total = [], 0
    for block in blocks:
        offsets.append(total)
        total += block.length
    return offsets


def _edges(continuum: Continuum, rows: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    borders = np.array([*_offsets(continuum.blocks), continuum.length], dtype=np.int64)
    return np.unique(np.concatenate([borders, *(row[:, :2].ravel() for row in rows)]))


def _labels(
    continuum: Continuum, rows: list[NDArray[np.int64]], edges: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Coders x segments: the category, the gap, or -1 where the coder did not finish the text."""
    labels = np.zeros((len(rows), len(edges) - 1), dtype=np.int64)
    for i, row in enumerate(rows):
        first = np.searchsorted(edges, row[:, 0])
        last = np.searchsorted(edges, row[:, 1])
        change = np.zeros(len(edges), dtype=np.int64)
        # Spans of one coder are disjoint, so a running sum of +category and -category labels all.
        np.add.at(change, first, row[:, 2])
        np.add.at(change, last, -row[:, 2])
        labels[i] = np.cumsum(change)[:-1]
    offsets = _offsets(continuum.blocks)
    for offset, block in zip(offsets, continuum.blocks, strict=True):
        low, high = np.searchsorted(edges, [offset, offset + block.length])
        for i, coder in enumerate(continuum.coders):
            if coder not in block.spans:
                labels[i, low:high] = -1
    return labels


@dataclass(frozen=True, slots=True)
class _Sweep:
    """Segments between all edges: width, each coder's label, and the text they lie in."""

    widths: Floats
    labels: NDArray[np.int64]
    texts: NDArray[np.int64]
    n_texts: int
    size: int

    def observed(self) -> Floats:
        m = (self.labels >= 0).sum(axis=0)
        weight = self.widths / np.maximum(m - 1, 1)
        cells = self.size * self.size
        total = np.zeros(self.n_texts * cells)
        for i in range(len(self.labels) - 1):
            for j in range(i + 1, len(self.labels)):
                a, b = self.labels[i], self.labels[j]
                both = (a >= 0) & (b >= 0)
                joint = self.texts[both] * cells + a[both] * self.size + b[both]
                total += np.bincount(joint, weights=weight[both], minlength=len(total))
        matrix = total.reshape(self.n_texts, self.size, self.size)
        return matrix + matrix.transpose(0, 2, 1)

    def mean_shared_squared(
        self, rows: list[NDArray[np.int64]], edges: NDArray[np.int64], borders: NDArray[np.int64]
    ) -> Floats:
        total = np.zeros((self.n_texts, self.size))
        m = (self.labels >= 0).sum(axis=0)
        coded = (self.labels > GAP).sum(axis=0)
        for i, row in enumerate(rows):
            others = coded - (self.labels[i] > GAP)
            shared = self.widths * others / np.maximum(m - 1, 1)
            running = np.concatenate([[0.0], np.cumsum(shared)])
            first, last = np.searchsorted(edges, row[:, 0]), np.searchsorted(edges, row[:, 1])
            at = np.searchsorted(borders, row[:, 0], side="right") - 1
            np.add.at(total, (at, row[:, 2]), (running[last] - running[first]) ** 2)
        return total
