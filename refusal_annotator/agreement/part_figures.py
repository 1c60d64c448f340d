"""The same figures on parts of the data: over time, by codebook version, with suggestions or not.

Whether suggestions anchor coders is asked twice: do units whose codings were taken over from
suggestions agree better than those coded unaided (*origin*), and do articles that were coded with
suggestions agree better than those without (*suggestions*)? Both may: accepting the same suggestion
is agreement with the machine, not between coders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.resampling import Statistic
from refusal_annotator.agreement.span_f1 import matched_counts
from refusal_annotator.agreement.unitizing import u_alpha_statistic
from refusal_annotator.agreement.values import Compared, Engine
from refusal_annotator.domain.comparison import ComparedArticle, MatchedGroup
from refusal_annotator.domain.diagnostics import PartFigures
from refusal_annotator.domain.reliability import Reason, ReliabilityData

Indices = NDArray[np.intp]
Kind = Literal["week", "codebook version", "suggestions"]

SUGGESTED = ("accepted", "edited")
"""Origins of a span that was taken over from a suggestion."""


def part_figures(
    material: Material, compared: Sequence[Compared], engine: Engine
) -> Iterator[PartFigures]:
    """Yield figures on each part of the data, where there are two parts or more."""
    partings: dict[Kind, Mapping[str, Indices]] = {
        kind: parts for kind, parts in _partings(material).items() if len(parts) > 1
    }
    if partings:
        for type_id in material.types:
            yield from _of_spans(material, type_id, partings, engine)
        for one in compared:
            yield from _of_variable(one, partings, engine)
    if _any_suggested(material):
        for one in compared:
            if one.level == "attribute":
                yield from _by_origin(one, engine)


def article_parts(material: Material) -> Mapping[str, Mapping[str, tuple[UUID, ...]]]:
    """Return how the compared articles are parted: kind to part to article ids."""
    articles = material.compared_articles
    return {
        kind: {name: tuple(articles[at].id for at in found) for name, found in parts.items()}
        for kind, parts in _partings(material).items()
    }


def _partings(material: Material) -> dict[Kind, dict[str, Indices]]:
    found: dict[Kind, dict[str, list[int]]] = {
        "week": {},
        "codebook version": {},
        "suggestions": {},
    }
    for at, article in enumerate(material.compared_articles):
        names: Mapping[Kind, str | None] = {
            "week": _week(material, article),
            "codebook version": _versions(material, article),
            "suggestions": _suggestions(material, article),
        }
        for kind, name in names.items():
            if name is not None:
                found[kind].setdefault(name, []).append(at)
    return {
        kind: {name: np.array(parts[name], dtype=np.intp) for name in sorted(parts)}
        for kind, parts in found.items()
    }


def _week(material: Material, article: ComparedArticle) -> str | None:
    """The week in which the last coder finished the article: from then on it can be compared."""
    times = [c.finished_at for c in material.codings[article.id].values() if c.finished_at]
    if not times:
        return None
    year, week, _ = max(times).isocalendar()
    return f"{year} week {week:02}"


def _versions(material: Material, article: ComparedArticle) -> str:
    versions = {c.codebook_version for c in material.codings[article.id].values()}
    return " and ".join(str(version) for version in sorted(versions))


def _suggestions(material: Material, article: ComparedArticle) -> str | None:
    known = {c.with_suggestions for c in material.codings[article.id].values()}
    if None in known:
        return None
    return "some coders with" if len(known) > 1 else "with" if True in known else "without"


def _any_suggested(material: Material) -> bool:
    return any(a.origin in SUGGESTED for c in material.input.codings for a in c.annotations)


def _of_spans(
    material: Material,
    type_id: str,
    partings: Mapping[Kind, Mapping[str, Indices]],
    engine: Engine,
) -> Iterator[PartFigures]:
    texts = material.types[type_id]
    lengths = material.measured(type_id)
    statistics: dict[str, Statistic] = {}
    if not isinstance(lengths, Reason):
        statistics["u_alpha_nominal"] = u_alpha_statistic(lengths)
    counts = matched_counts(texts.pieces, texts.matches)
    statistics["f1_overlap"] = counts.statistic()
    spans = np.zeros(engine.n_clusters, dtype=int)
    spans[texts.at] = [sum(map(len, text.values())) for text in texts.pieces]
    coded = np.zeros(engine.n_clusters, dtype=bool)
    coded[texts.at] = True
    for measure, statistic in statistics.items():
        whole = statistic.on(texts.at, engine.n_clusters)
        yield from _figures("unitizing", type_id, measure, whole, coded, spans, partings, engine)


def _of_variable(
    one: Compared, partings: Mapping[Kind, Mapping[str, Indices]], engine: Engine
) -> Iterator[PartFigures]:
    pairable = one.data.values_per_unit >= 2
    units = np.bincount(one.units.articles[pairable], minlength=engine.n_clusters)
    if units.any():
        statistic = engine.statistic(one.measure, one.data, one.units.articles)
        yield from _figures(
            one.level, one.variable, one.measure, statistic, units > 0, units, partings, engine
        )


def _figures(
    level: str,
    variable: str,
    measure: str,
    statistic: Statistic,
    there: NDArray[np.bool_],
    units: NDArray[np.intp],
    partings: Mapping[Kind, Mapping[str, Indices]],
    engine: Engine,
) -> Iterator[PartFigures]:
    for kind, parts in partings.items():
        for name, at in parts.items():
            mine = np.zeros(engine.n_clusters, dtype=bool)
            mine[at] = True
            mine &= there
            if not mine.any():
                continue
            value = float(statistic.evaluate(mine.astype(np.float64)[None, :])[0])
            interval = None
            if kind == "suggestions":
                interval = engine.resampler.interval(statistic, clusters=mine)
            yield PartFigures(
                kind,
                name,
                level,
                variable,
                measure,
                int(mine.sum()),
                int(units[mine].sum()),
                None if np.isnan(value) else value,
                interval.low if interval else None,
                interval.high if interval else None,
            )


def _by_origin(one: Compared, engine: Engine) -> Iterator[PartFigures]:
    groups = one.units.groups or ()
    origins = np.array([origin_of(group) for group in groups])
    for name in ("suggested", "unaided", "mixed"):
        units = origins == name
        if not units.any():
            continue
        data = ReliabilityData(one.data.codes[:, units], one.data.labels, one.data.coders)
        articles = one.units.articles[units]
        pairable = data.values_per_unit >= 2
        mine = np.bincount(articles[pairable], minlength=engine.n_clusters) > 0
        value, interval = None, None
        if pairable.any():
            statistic = engine.statistic(one.measure, data, articles)
            value = statistic.value()
            interval = engine.resampler.interval(statistic, clusters=mine)
        yield PartFigures(
            "origin",
            name,
            one.level,
            one.variable,
            one.measure,
            int(mine.sum()),
            int(pairable.sum()),
            value,
            interval.low if interval else None,
            interval.high if interval else None,
        )


def origin_of(group: MatchedGroup) -> str:
    """Return whether the spans of a group were taken over from suggestions."""
    suggested = [a.origin in SUGGESTED for a in group.members.values()]
    if all(suggested):
        return "suggested"
    return "mixed" if any(suggested) else "unaided"
