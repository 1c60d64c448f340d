"""Matrices of a variable: pairs of coders, and which categories are taken for which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.comparison import AgreementReport, coder_names
from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.export.figures import Matrix, number

MOST_CATEGORIES = 14
"""Categories of a confusion matrix; the rarest of more are left out, and counted below it."""


def pair_matrix(report: AgreementReport, level: str, variable: str, label: str) -> Matrix | None:
    """Return how far each pair of coders agrees: alpha, or F1 by overlap for spans."""
    names_by_id = coder_names(report.coders)
    measure = "F1 by overlap" if level == "unitizing" else "alpha"
    found: dict[frozenset[UUID], tuple[float | None, int]] = {}
    for pair in report.diagnostics.pairs:
        if (pair.level, pair.variable) == (level, variable):
            value = pair.f1_overlap if level == "unitizing" else pair.alpha
            found[frozenset((pair.first, pair.second))] = (value, pair.n_common)
    if not found:
        return None
    coders = [coder.id for coder in report.coders]
    values = tuple(
        tuple(found.get(frozenset((a, b)), (None, 0))[0] if a != b else None for b in coders)
        for a in coders
    )
    refs = tuple(
        tuple((a, b) if frozenset((a, b)) in found and a != b else None for b in coders)
        for a in coders
    )
    names = tuple(names_by_id[coder] for coder in coders)
    units = [n for _, n in found.values()]
    spread = f"{min(units):,}" if min(units) == max(units) else f"{min(units):,}–{max(units):,}"
    what = "spans of both coders" if level == "unitizing" else "units in common"
    return Matrix(
        f"{label}: pairs of coders, {measure}",
        f"{spread} {what}",
        "heat",
        names,
        names,
        values,
        refs,
        _weakest(report, level, variable),
        _lowest(values),
    )


def confusion_matrix(
    report: AgreementReport,
    table: VariableTable,
    label: str,
    pair: tuple[UUID, UUID] | None = None,
) -> Matrix | None:
    """Return how often coders chose which two categories.

    With `pair` rows are the first coder; without, both directions of all pairs are counted, and
    the diagonal once for each pair.
    """
    if len(table.used) < 2 or table.confusion is None:
        return None
    names = coder_names(report.coders)
    coders = [UUID(coder) for coder in table.data.coders]
    if pair is None and len(coders) == 2:
        pair = (coders[0], coders[1])
    counts = _counts(table, pair)
    n_pairs = counts.sum() if pair else np.triu(counts).sum()
    used = sorted(table.used, key=lambda k: -int(counts[k].sum() + counts[:, k].sum()))
    kept = sorted(used[:MOST_CATEGORIES])
    left = len(used) - len(kept)
    shown = counts[np.ix_(kept, kept)]
    labels = tuple(table.shown[k] for k in kept)
    first, second = (names[c] for c in pair) if pair else ("", "")
    between = f"{first} in rows, {second} in columns" if pair else "all pairs of coders"
    caption = _most_confused(shown, labels, both=pair is None)
    if left:
        caption = f"{caption} The {left} rarest categories are not shown.".strip()
    return Matrix(
        f"{label}: {between}",
        f"{int(n_pairs):,} pairs of values",
        "counts",
        labels,
        labels,
        tuple(tuple(float(n) for n in row) for row in shown),
        tuple(
            tuple((a, b, pair) if shown[i, j] else None for j, b in enumerate(kept))
            for i, a in enumerate(kept)
        ),
        caption,
        _heaviest(shown),
        first,
        second,
    )


def _weakest(report: AgreementReport, level: str, variable: str) -> str:
    names = coder_names(report.coders)
    best: tuple[float, str, float] | None = None
    for c in report.diagnostics.coders:
        if (c.level, c.variable) != (level, variable):
            continue
        if c.alpha_without is None or c.alpha_all is None:
            continue
        gain = c.alpha_without - c.alpha_all
        if gain > 0.005 and (best is None or gain > best[0]):
            best = gain, names[c.coder_id], c.alpha_without
    if best is None:
        return ""
    return f"{best[1]} lowers the value: without this coder {number(best[2])}."


def _counts(table: VariableTable, pair: tuple[UUID, UUID] | None) -> NDArray[np.int64]:
    coders = [UUID(coder) for coder in table.data.coders]
    codes, size = table.data.codes, len(table.shown)
    if pair is not None:
        return _joint(codes[coders.index(pair[0])], codes[coders.index(pair[1])], size)
    counts = np.zeros((size, size), dtype=np.int64)
    for i in range(len(coders)):
        for j in range(i + 1, len(coders)):
            counts += _joint(codes[i], codes[j], size)
    both = counts + counts.T
    np.fill_diagonal(both, counts.diagonal())
    return both


def _joint(a: Any, b: Any, size: int) -> Any:
    both = (a >= 0) & (b >= 0)
    flat = a[both].astype(np.int64) * size + b[both]
    return np.bincount(flat, minlength=size * size).reshape(size, size)


def _lowest(values: Sequence[Sequence[float | None]]) -> frozenset[tuple[int, int]]:
    """Return the two cells of the pair that agrees least, where there are several pairs."""
    known = {(i, j): v for i, row in enumerate(values) for j, v in enumerate(row) if v is not None}
    if len(known) <= 2:
        return frozenset()
    least = min(known.values())
    i, j = next(place for place, value in known.items() if value == least)
    return frozenset({(i, j), (j, i)})


def _heaviest(counts: Any) -> frozenset[tuple[int, int]]:
    """Return the cells off the diagonal that hold most: at least half of the largest, and 2."""
    apart = counts.copy()
    np.fill_diagonal(apart, 0)
    limit = max(2, (int(apart.max()) + 1) // 2) if apart.size else 2
    return frozenset((int(i), int(j)) for i, j in np.argwhere(apart >= limit))


def _most_confused(counts: Any, labels: Sequence[str], *, both: bool) -> str:
    apart = counts.copy() if both else counts + counts.T
    found = [
        (int(apart[i, j]), labels[i], labels[j])
        for i in range(len(labels))
        for j in range(i + 1, len(labels))
        if apart[i, j]
    ]
    if not found:
        return ""
    found.sort(key=lambda item: -item[0])
    words = ", ".join(f"{a} and {b} ({n})" for n, a, b in found[:3])
    return f"Most confused: {words}."
