"""Agreement on values: attributes of matched spans, attributes of links, article variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement import cohen, gwet, krippendorff, percent
from refusal_annotator.agreement.base import BuiltIn, CodingOptions
from refusal_annotator.agreement.cells import (
    SETS,
    Comparable,
    left_out,
    reliability_data,
    scale_of,
)
from refusal_annotator.agreement.judging import judge
from refusal_annotator.agreement.resampling import Resampler, Statistic, with_interval
from refusal_annotator.agreement.scales import (
    INTERVAL,
    LOG_RATIO,
    NOMINAL,
    ORDINAL,
    RATIO,
    Scale,
    set_scale,
)
from refusal_annotator.agreement.tallies import (
    ac1_statistic,
    alpha_statistic,
    percent_statistic,
    unanimous_statistic,
)
from refusal_annotator.domain.codebook import Attribute, Level
from refusal_annotator.domain.codebook_file import Thresholds
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.reliability import Reason, ReliabilityData, Result

Clusters = NDArray[np.intp]

_BY_NAME = {
    part.name: part
    for part in (*krippendorff.MEASURES, *percent.MEASURES, *gwet.MEASURES, *cohen.MEASURES)
}
_RAW = ("percent_agreement", "percent_unanimous")

MEASURES_OF_SCALE: Mapping[str, tuple[BuiltIn, ...]] = {
    scale: tuple(_BY_NAME[name] for name in names)
    for scale, names in {
        Level.NOMINAL: (
            "alpha_nominal",
            *_RAW,
            "gwet_ac1",
            "fleiss_kappa",
            "brennan_prediger",
            "cohen_kappa",
            "holsti",
        ),
        Level.ORDINAL: (
            "alpha_ordinal",
            *_RAW,
            "gwet_ac2_quadratic",
            "cohen_kappa_quadratic",
            "holsti",
        ),
        Level.INTERVAL: ("alpha_interval", *_RAW),
        Level.RATIO: ("alpha_ratio", *_RAW, "alpha_log_ratio"),
        Level.LINK: (*_RAW, "alpha_nominal"),
        SETS: ("alpha_jaccard", "alpha_masi", *_RAW),
    }.items()
}
"""What is reported for a variable, by its level of measurement; the first is the headline."""

SCALES: Mapping[str, Callable[[ReliabilityData], Scale]] = {
    "alpha_nominal": lambda _: NOMINAL,
    "alpha_ordinal": lambda _: ORDINAL,
    "alpha_interval": lambda _: INTERVAL,
    "alpha_ratio": lambda _: RATIO,
    "alpha_log_ratio": lambda _: LOG_RATIO,
    "alpha_jaccard": lambda data: set_scale(data, "jaccard"),
    "alpha_masi": lambda data: set_scale(data, "masi"),
}
"""The distance of each alpha."""

_OTHER_STATISTICS: Mapping[str, Callable[[ReliabilityData, Clusters, int], Statistic]] = {
    "percent_agreement": percent_statistic,
    "percent_unanimous": unanimous_statistic,
    "gwet_ac1": ac1_statistic,
}
_ABSENT = "(no span)"


@dataclass(frozen=True, slots=True)
class Engine:
    """What all figures of a comparison share: resamples, options, thresholds."""

    resampler: Resampler
    thresholds: Thresholds

    @property
    def n_clusters(self) -> int:
        """Number of articles."""
        return self.resampler.n_clusters

    def statistic(self, measure: str, data: ReliabilityData, clusters: Clusters) -> Statistic:
        """Return a measure as a function of how often each article counts."""
        if measure in SCALES:
            return alpha_statistic(data, clusters, self.n_clusters, SCALES[measure](data))
        return _OTHER_STATISTICS[measure](data, clusters, self.n_clusters)

    def figure(
        self, part: BuiltIn, data: ReliabilityData, clusters: Clusters, **more: Any
    ) -> Result:
        """Return a measure of the data with its interval."""
        options = self.resampler.options
        analytic = options.ci_method == "analytic"
        found = part.compute(data, CodingOptions(analytic=analytic, confidence=options.confidence))
        found = replace(found, **{**more, "details": {**found.details, **more.get("details", {})}})
        if found.value is None or found.ci_low is not None:
            return found
        if part.name not in SCALES and part.name not in _OTHER_STATISTICS:
            return found
        statistic = self.statistic(part.name, data, clusters)
        return with_interval(found, self.resampler.interval(statistic))

    def judge(self, result: Result, data: ReliabilityData, clusters: Clusters) -> Result:
        """Return the result with its verdict."""
        pairable = data.values_per_unit >= 2
        used = np.unique(data.codes[:, pairable])
        return judge(
            result,
            thresholds=self.thresholds,
            options=self.resampler.options,
            n_units=int(pairable.sum()),
            n_categories=int((used >= 0).sum()),
            n_articles=len(np.unique(clusters[pairable])),
        )


@dataclass(frozen=True, slots=True)
class Units:
    """Where the units of a variable are: article, name, place, and the group they stand for."""

    articles: Clusters
    names: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    groups: Sequence[MatchedGroup] | None = None


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
    units: Units
    present: Sequence[Sequence[bool | None]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One variable as it was compared, with its figures; diagnostics start from here."""

    level: str
    variable: str
    label: str
    scale: str
    measure: str
    data: ReliabilityData
    units: Units
    results: tuple[Result, ...]
    attribute: Attribute | None = None

    @property
    def distance(self) -> Scale:
        """The distance of its headline alpha."""
        return SCALES[self.measure](self.data)

    @property
    def headline(self) -> Result:
        """The alpha that heads its figures."""
        return next(r for r in self.results if r.measure == self.measure)


def compare_variable(table: Table, details: Mapping[str, Any], engine: Engine) -> Compared:
    """Return all figures of one variable, in the order of `MEASURES_OF_SCALE`."""
    attribute = table.attribute
    data = reliability_data(attribute, table.rows, table.coders)
    excluded = left_out(table.rows)
    both_open = excluded.pop("pairs_both_bounds_open", None)
    scale = scale_of(attribute)
    shared = {**details, "scale": scale}
    if both_open:
        # Agreement of a kind, but not between numbers, so it is shown and not computed with.
        shared["pairs_both_bounds_open"] = both_open
    if scale in (Level.INTERVAL, Level.RATIO):
        shared["mean_difference"] = mean_difference(data)
    more = {"level": table.level, "variable": table.variable, "label": attribute.label}
    results: list[Result] = []
    for part in MEASURES_OF_SCALE[scale]:
        if part.why_not(data) and not part.more_than_two:
            continue
        found = engine.figure(
            part, data, table.units.articles, **more, left_out=excluded, details=shared
        )
        if found.reason is Reason.NO_PAIRABLE_UNITS and table.present and not _any_matched(table):
            found = replace(found, reason=Reason.NOT_MATCHED)
        if part.name in SCALES:
            found = engine.judge(found, data, table.units.articles)
        results.append(found)
    if table.present and scale == Level.NOMINAL:
        results.append(_with_absence(table, shared, engine, more))
    measure = next(p.name for p in MEASURES_OF_SCALE[scale] if p.name in SCALES)
    return Compared(
        table.level,
        table.variable,
        attribute.label,
        scale,
        measure,
        data,
        table.units,
        tuple(results),
        attribute,
    )


def mean_difference(data: ReliabilityData) -> float | None:
    """Return the mean absolute difference of two coders' numbers, over all pairs of values."""
    if not data.labels:
        return None
    numbers = np.array(data.labels, dtype=np.float64)
    total, count = 0.0, 0
    for i in range(data.n_coders - 1):
        for j in range(i + 1, data.n_coders):
            both = (data.codes[i] >= 0) & (data.codes[j] >= 0)
            apart = np.abs(numbers[data.codes[i, both]] - numbers[data.codes[j, both]])
            total, count = total + float(apart.sum()), count + int(both.sum())
    return total / count if count else None


def _with_absence(
    table: Table, details: Mapping[str, Any], engine: Engine, more: Mapping[str, Any]
) -> Result:
    """Nominal alpha in which having no span is a category of its own."""
    absent = Comparable(_ABSENT)
    rows = [
        [absent if there is False else cell for cell, there in zip(r, p, strict=True)]
        for r, p in zip(table.rows, table.present or (), strict=True)
    ]
    data = reliability_data(table.attribute, rows, table.coders, absent=_ABSENT)
    part = _BY_NAME["alpha_nominal"]
    found = engine.figure(part, data, table.units.articles, **more, details=dict(details))
    return replace(found, measure="alpha_nominal_with_absence")


def _any_matched(table: Table) -> bool:
    units = zip(*(table.present or ()), strict=True)
    return any(sum(there is True for there in unit) >= 2 for unit in units)
