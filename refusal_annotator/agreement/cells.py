"""From a stored cell to what may be compared, by the level of the variable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from refusal_annotator.domain.codebook import Attribute, Level, ValueType
from refusal_annotator.domain.comparison import Resolve
from refusal_annotator.domain.partial_dates import parse_partial_date
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.domain.variables import UNCODED, Cell, is_open, missing_kind

OPEN_BOUND = "open_bound"
OPEN_DATE = "open_ended_date"
NOT_IN_CODEBOOK = "not_in_codebook"
SETS = "sets"

# At these levels "does not apply" is an answer like any other; on a scale it has no place.
_MISSING_IS_CATEGORY = {Level.NOMINAL, Level.MULTI_SELECT}


@dataclass(frozen=True, slots=True)
class Comparable:
    """A value that can be compared, or None; `why` says why a filled cell gives none."""

    value: Any = None
    why: str | None = None


def scale_of(attribute: Attribute) -> str:
    """Return the level that decides on the measure; a variable with several values is a set."""
    return SETS if attribute.holds_list else str(attribute.level)


def is_tested(attribute: Attribute) -> bool:
    """Whether agreement on the variable means something: not text, derived or deprecated."""
    return attribute.is_asked and attribute.level != Level.TEXT


NOTHING = Comparable()


def comparable(attribute: Attribute, cell: Cell | None, resolve: Resolve) -> Comparable:
    """Return what a cell contributes to the comparison of its variable."""
    return Comparer(attribute, resolve)(cell)


@dataclass(slots=True)
class Comparer:
    """Says what cells of one variable contribute; equal contents are looked at once."""

    attribute: Attribute
    resolve: Resolve
    _known: dict[tuple[type, Any], Comparable] = field(
        default_factory=dict[tuple[type, Any], Comparable]
    )

    def __call__(self, cell: Cell | None) -> Comparable:
        if not cell or cell.get("empty"):
            return NOTHING
        kind = missing_kind(cell)
        if kind is not None:
            return _missing(self.attribute, kind)
        if is_open(cell):
            return Comparable(why=OPEN_BOUND)
        content = cell.get("v")
        if content is None:
            return NOTHING
        if self.attribute.holds_list:
            items = content if isinstance(content, list) else [content]
            parts = [self._single(item) for item in items]
            bad = next((part.why for part in parts if part.why), None)
            return Comparable(None, bad) if bad else Comparable(frozenset(p.value for p in parts))
        return self._single(content)

    def _single(self, content: Any) -> Comparable:
        # The type is part of the key, since 1, 1.0 and True are one key to a dictionary.
        key = type(content), content
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _single(self.attribute, content, self.resolve)
        return found


def reliability_data(
    attribute: Attribute,
    rows: Sequence[Sequence[Comparable]],
    coders: Sequence[str],
    *,
    absent: str | None = None,
) -> ReliabilityData:
    """Encode coders x units, with the categories of the codebook in its order.

    Missing kinds that are in use follow the categories; `absent` adds the category of a coder
    without a span.
    """
    values = [[cell.value for cell in row] for row in rows]
    categories: list[Any] | None = None
    if not attribute.holds_list and attribute.has_categories:
        ordered = attribute.categories
        if attribute.level == Level.ORDINAL:
            ordered = tuple(sorted(ordered, key=lambda c: c.code))
        categories = [category.id for category in ordered]
        extra = {v for row in values for v in row if v is not None} - set(categories)
        categories += sorted(extra - {absent}, key=str) + ([absent] if absent else [])
    return ReliabilityData.from_values(values, categories=categories, coders=coders)


def left_out(rows: Sequence[Sequence[Comparable]]) -> dict[str, int]:
    """Count what could not be compared, per reason.

    Open bounds and open-ended dates are counted by pair of coders, as that is what they cost: a
    pair with exactly one open bound, a pair with both open, a pair with an open-ended date.
    Everything else is counted by value.
    """
    counts: Counter[str] = Counter()
    if not any(cell.why for row in rows for cell in row):
        return {}
    for unit in zip(*rows, strict=True):
        kinds = Counter(cell.why for cell in unit if cell.why)
        n_values = sum(cell.value is not None for cell in unit)
        bounds, dates = kinds.pop(OPEN_BOUND, 0), kinds.pop(OPEN_DATE, 0)
        counts["pairs_one_open_bound"] += bounds * n_values
        counts["pairs_both_bounds_open"] += bounds * (bounds - 1) // 2
        counts["pairs_open_ended_date"] += dates * n_values + dates * (dates - 1) // 2
        counts.update({str(kind): count for kind, count in kinds.items()})
    return {reason: count for reason, count in counts.items() if count}


def _missing(attribute: Attribute, kind: str) -> Comparable:
    if kind == UNCODED:
        return Comparable()
    if attribute.level not in _MISSING_IS_CATEGORY:
        return Comparable(why=kind)
    return Comparable(frozenset((kind,)) if attribute.holds_list else kind)


def _single(attribute: Attribute, content: Any, resolve: Resolve) -> Comparable:
    if attribute.has_categories:
        known = attribute.find_category(content) is not None
        return Comparable(content) if known else Comparable(why=NOT_IN_CODEBOOK)
    if attribute.value_type == ValueType.ENTITY:
        return Comparable(resolve(str(content)))
    if attribute.value_type == ValueType.PARTIAL_DATE:
        middle = parse_partial_date(str(content)).middle
        return Comparable(middle) if middle is not None else Comparable(why=OPEN_DATE)
    if attribute.value_type == ValueType.NUMBER:
        return Comparable(float(content))
    return Comparable(content)
