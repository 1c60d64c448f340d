"""Cells of a unit from what a coding file writes, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.variables import (
    EMPTY,
    OPEN,
    Cells,
    cell_from_json,
    cell_to_json,
    plain,
)

_BOUND_ROLES = ("value_low", "value_high")


def span_attributes(codebook: Codebook, type_id: str) -> Sequence[Attribute]:
    """Attributes that a span of this type may carry in a file; none for an unknown type."""
    return codebook.attributes_of(type_id) if codebook.find_type(type_id) else ()


def cells_of(
    written: Mapping[str, Any], attributes: Sequence[Attribute], codebook: Codebook
) -> dict[str, Any]:
    """Cells for the values written; derived and unknown attributes are left out.

    null on one bound of a figure whose other bound has a value is an open bound; any other null
    is an empty cell.
    """
    known = {attribute.id: attribute for attribute in attributes if attribute.derived is None}
    cells = {
        name: cell_from_json(known[name], content, codebook)
        for name, content in written.items()
        if name in known
    }
    for bound, other in bounds_of(attributes):
        if cells.get(bound) == EMPTY and plain(cells.get(other)) is not None:
            cells[bound] = dict(OPEN)
    return cells


def written_of(cells: Cells, attributes: Sequence[Attribute]) -> dict[str, Any]:
    """What a file writes for the cells: attributes in the codebook's order, derived left out."""
    order = {attribute.id: place for place, attribute in enumerate(attributes)}
    derived = {attribute.id for attribute in attributes if attribute.derived}
    names = sorted(cells, key=lambda name: (order.get(name, len(order)), name))
    return {name: cell_to_json(cells[name]) for name in names if name not in derived}


def bounds_of(attributes: Iterable[Attribute]) -> list[tuple[str, str]]:
    """Each bound of a figure with the other one, by role; empty where a unit has no two bounds."""
    by_role = {attribute.role: attribute.id for attribute in attributes if attribute.role}
    low, high = (by_role.get(role) for role in _BOUND_ROLES)
    return [(low, high), (high, low)] if low and high else []


def reversed_bounds(cells: Cells, attributes: Sequence[Attribute]) -> tuple[str, str] | None:
    """Ids of the low and high bound where the low one is above the high one."""
    for low, high in bounds_of(attributes)[:1]:
        least, most = plain(cells.get(low)), plain(cells.get(high))
        if isinstance(least, (int, float)) and isinstance(most, (int, float)) and least > most:
            return low, high
    return None
