"""Agreement on values: attributes of matched spans, attributes of links, article variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from refusal_annotator.agreement import gwet, krippendorff, percent
from refusal_annotator.agreement.base import BuiltIn, CodingOptions
from refusal_annotator.agreement.cells import (
    SETS,
    Comparable,
    left_out,
    reliability_data,
    scale_of,
)
from refusal_annotator.domain.codebook import Attribute, Level
from refusal_annotator.domain.reliability import Reason, Result

_BY_NAME = {part.name: part for part in (*krippendorff.MEASURES, *percent.MEASURES, *gwet.MEASURES)}
_RAW = ("percent_agreement", "percent_unanimous")

MEASURES_OF_SCALE: Mapping[str, tuple[BuiltIn, ...]] = {
    scale: tuple(_BY_NAME[name] for name in names)
    for scale, names in {
        Level.NOMINAL: ("alpha_nominal", *_RAW, "gwet_ac1"),
        Level.ORDINAL: ("alpha_ordinal", *_RAW),
        Level.INTERVAL: ("alpha_interval", *_RAW),
        Level.RATIO: ("alpha_ratio", *_RAW),
        Level.LINK: _RAW,
        SETS: ("alpha_jaccard", "alpha_masi", *_RAW),
    }.items()
}
"""What is reported for a variable, by its level of measurement; the first is the headline."""

_ABSENT = "(no span)"


@dataclass(frozen=True, slots=True)
class Table:
    """Coders x units of one variable, and what the result is called.

    `present` marks, for variables of spans, which coder has a span in which unit; units may then
    include those that one coder alone marked, which enter only the alpha with absence.
    """

    level: str
    variable: str
    attribute: Attribute
    coders: tuple[str, ...]
    rows: Sequence[Sequence[Comparable]]
    present: Sequence[Sequence[bool | None]] | None = None


def results_for(table: Table, details: Mapping[str, Any]) -> list[Result]:
    """Return all figures of one variable, in the order of `MEASURES_OF_SCALE`."""
    attribute = table.attribute
    data = reliability_data(attribute, table.rows, table.coders)
    excluded = left_out(table.rows)
    both_open = excluded.pop("pairs_both_bounds_open", None)
    shared = {**details, "scale": scale_of(attribute)}
    if both_open:
        # Agreement of a kind, but not between numbers, so it is shown and not computed with.
        shared["pairs_both_bounds_open"] = both_open
    results = []
    for part in MEASURES_OF_SCALE[scale_of(attribute)]:
        found = part.compute(data, CodingOptions())
        reason = found.reason
        if reason is Reason.NO_PAIRABLE_UNITS and table.present and not _any_matched(table):
            reason = Reason.NOT_MATCHED
        results.append(
            replace(
                found,
                reason=reason,
                level=table.level,
                variable=table.variable,
                label=attribute.label,
                left_out=excluded,
                details={**found.details, **shared},
            )
        )
    if table.present and scale_of(attribute) == Level.NOMINAL:
        results.append(_with_absence(table, shared))
    return results


def _with_absence(table: Table, details: Mapping[str, Any]) -> Result:
    """Nominal alpha in which having no span is a category of its own."""
    rows = [
        [Comparable(_ABSENT) if there is False else cell for cell, there in zip(r, p, strict=True)]
        for r, p in zip(table.rows, table.present or (), strict=True)
    ]
    data = reliability_data(table.attribute, rows, table.coders, absent=_ABSENT)
    found = krippendorff.alpha_nominal(data, CodingOptions())
    return replace(
        found,
        measure="alpha_nominal_with_absence",
        level=table.level,
        variable=table.variable,
        label=table.attribute.label,
        details={**found.details, **details},
    )


def _any_matched(table: Table) -> bool:
    units = zip(*(table.present or ()), strict=True)
    return any(sum(there is True for there in unit) >= 2 for unit in units)
