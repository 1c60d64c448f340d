"""A variable as it was compared, unit by unit: for audit, drill-down and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.krippendorff import coincidences
from refusal_annotator.agreement.scales import distance_matrix
from refusal_annotator.agreement.values import Compared
from refusal_annotator.domain.codebook import Attribute, ValueType
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.domain.partial_dates import day_in_words
from refusal_annotator.domain.variables import missing, show, value

Floats = NDArray[np.float64]

MOST_LABELS = 40
"""Up to so many labels in use the matrices of a variable are kept."""
_LONGEST = 60


def variable_table(
    material: Material, compared: Compared, groups: Sequence[MatchedGroup]
) -> VariableTable:
    """Return the data of a variable with its matrices and each unit's disagreement."""
    data = compared.data
    pairable = data.values_per_unit >= 2
    n_c = np.bincount(data.codes[:, pairable].ravel() + 1, minlength=len(data.labels) + 1)[1:]
    used = np.flatnonzero(n_c)
    found = compared.headline
    matrices: dict[str, Any] = {"observed": None, "distances": None, "confusion": None}
    contributions = np.zeros(data.codes.shape[1])
    if len(used):
        places = compared.distance.places(data, np.maximum(n_c, 1e-300).astype(np.float64))
        contributions = _contributions(compared, places)
        if len(used) <= MOST_LABELS:
            some = np.ix_(used, used)
            matrices = {
                "observed": coincidences(data)[some] if len(data.labels) <= 400 else None,
                "distances": distance_matrix(compared.distance, places[used]),
                "confusion": confusion(data.codes, len(data.labels))[some],
            }
    return VariableTable(
        compared.level,
        compared.variable,
        compared.label,
        compared.scale,
        compared.measure,
        data,
        labels_in_words(material, compared, groups),
        compared.units.articles,
        compared.units.names,
        compared.units.places,
        tuple(int(i) for i in used),
        **matrices,
        disagreement=contributions,
        d_observed=found.details.get("D_o"),
        d_expected=found.details.get("D_e"),
        results={result.measure: result for result in compared.results},
    )


def confusion(codes: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Return how often a pair of coders chose two labels.

    With two coders rows are the first; with more both directions of each pair are counted, as no
    order of coders means anything.
    """
    matrix = directed_pairs(codes, size)
    return matrix if len(codes) == 2 else matrix + matrix.T


def directed_pairs(codes: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Return the contingency tables of all pairs of coders, added up, the lower coder in rows."""
    total = np.zeros(size * size, dtype=np.int64)
    for i in range(len(codes) - 1):
        for j in range(i + 1, len(codes)):
            both = (codes[i] >= 0) & (codes[j] >= 0)
            flat = codes[i, both].astype(np.int64) * size + codes[j, both]
            total += np.bincount(flat, minlength=len(total))
    return total.reshape(size, size)


def labels_in_words(
    material: Material, compared: Compared, groups: Sequence[MatchedGroup] = ()
) -> tuple[str, ...]:
    """Return each label as a reader of the report knows it; targets of links by their quotes."""
    if compared.attribute is None:
        return tuple(_targets_in_words(label, groups) for label in compared.data.labels)
    return tuple(_in_words(material, compared, label) for label in compared.data.labels)


def _in_words(material: Material, compared: Compared, label: Any) -> str:
    attribute, codebook = compared.attribute, material.input.codebook
    items = sorted(label, key=str) if isinstance(label, frozenset) else [label]
    shown: list[str] = []
    for item in items:
        category = attribute.find_category(item) if attribute else None
        if category is not None:
            shown.append(category.shown)
        elif attribute is not None and codebook.is_missing(item):
            shown.append(show(attribute, missing(str(item)), codebook))
        elif attribute is None or isinstance(item, (int, float)):
            shown.append(_number_in_words(attribute, item))
        else:
            shown.append(show(attribute, value(item), codebook))
    return "; ".join(shown) or "none"


def _number_in_words(attribute: Attribute | None, item: Any) -> str:
    if not isinstance(item, float):
        return str(item)
    if attribute is not None and attribute.value_type == ValueType.PARTIAL_DATE:
        return day_in_words(item)
    return f"{item:.15g}" if item.is_integer() else f"{item:.6g}"


def _targets_in_words(label: Any, groups: Sequence[MatchedGroup]) -> str:
    shown: list[str] = []
    for kind, name in sorted(label):
        if kind == "group":
            member = next(iter(groups[int(name)].members.values()))
            shown.append(member.quote[:_LONGEST])
        else:
            shown.append(name if kind != "span" else "a span outside all groups")
    return "; ".join(shown) or "no link"


def _contributions(compared: Compared, places: Floats) -> Floats:
    """Return each unit's share of the observed disagreement; they sum to D_o."""
    data, scale = compared.data, compared.distance
    m = data.values_per_unit
    total = np.zeros(len(m))
    for i in range(data.n_coders - 1):
        for j in range(i + 1, data.n_coders):
            both = np.flatnonzero((data.codes[i] >= 0) & (data.codes[j] >= 0))
            apart = scale.distance(places[data.codes[i, both]], places[data.codes[j, both]])
            total[both] += 2 * apart / (m[both] - 1)
    return total / max(data.n_pairable, 1)
