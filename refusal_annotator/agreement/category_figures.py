"""Per category: alpha against the rest, specific agreement, and what it is confused with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from refusal_annotator.agreement.base import label_counts
from refusal_annotator.agreement.cells import SETS
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.krippendorff import alpha_per_category
from refusal_annotator.agreement.planning import required_codings
from refusal_annotator.agreement.resampling import with_interval
from refusal_annotator.agreement.tallies import category_statistics
from refusal_annotator.agreement.values import Compared, Engine
from refusal_annotator.agreement.variable_tables import directed_pairs, labels_in_words
from refusal_annotator.domain.codebook import Level
from refusal_annotator.domain.diagnostics import CategoryFigures
from refusal_annotator.domain.reliability import ReliabilityData

_LEVELS = (Level.NOMINAL, Level.ORDINAL)


def category_figures(
    material: Material, compared: Compared, engine: Engine
) -> Iterator[CategoryFigures]:
    """Yield the figures of each category that was used; of a set, of each of its members."""
    attribute = compared.attribute
    if attribute is None or not attribute.has_categories:
        return
    if compared.scale in _LEVELS:
        names = labels_in_words(material, compared)
        yield from _of(compared, compared.data, names, range(len(names)), engine)
    elif compared.scale == SETS:
        for member in _members(compared.data):
            category = attribute.find_category(member)
            name = category.shown if category else str(member).replace("_", " ")
            held = _holding(compared.data, member)
            yield from _of(compared, held, ("", name), (1,), engine)


def _of(
    compared: Compared,
    data: ReliabilityData,
    names: Sequence[str],
    wanted: Iterable[int],
    engine: Engine,
) -> Iterator[CategoryFigures]:
    alphas = list(alpha_per_category(data).values())
    directed = directed_pairs(data.codes, len(data.labels))
    statistics = category_statistics(data, compared.units.articles, engine.n_clusters)
    uses = label_counts(data, data.values_per_unit >= 2)
    for code in wanted:
        if not uses[code]:
            continue
        share = float(uses[code] / uses.sum())
        others = directed[code] + directed[:, code]
        others[code] = 0
        worst = int(others.argmax())
        yield CategoryFigures(
            compared.level,
            compared.variable,
            names[code],
            int(uses[code]),
            share,
            with_interval(alphas[code], engine.resampler.interval(statistics[code])),
            int(directed[code, code]),
            int(others.sum()),
            names[worst] if others[worst] else "",
            int(others[worst]),
            _required(share, engine, data.n_coders),
        )


def _required(share: float, engine: Engine, n_coders: int) -> int | None:
    if not 0 < share < 1 or n_coders < 2:
        return None
    options = engine.resampler.options
    found = required_codings(
        alpha_min=options.planning_alpha,
        rarest_share=share,
        significance=options.significance,
        n_coders=n_coders,
    )
    return int(found.value or 0)


def _members(data: ReliabilityData) -> list[Any]:
    found: dict[Any, None] = {}
    for label in data.labels:
        found.update(dict.fromkeys(sorted(label, key=str)))
    return list(found)


def _holding(data: ReliabilityData, member: Any) -> ReliabilityData:
    holds = np.array([member in label for label in data.labels], dtype=np.int32)
    codes = np.where(data.codes < 0, data.codes, holds[np.maximum(data.codes, 0)])
    return ReliabilityData(codes.astype(np.int32), (False, True), data.coders)
