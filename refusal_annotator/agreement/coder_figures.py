"""Each coder: agreement with the others, what leaving him out changes, bias, drift, habits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import CodingOptions
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.krippendorff import alpha
from refusal_annotator.agreement.pair_figures import PairTables, mean_defined
from refusal_annotator.agreement.variable_tables import labels_in_words
from refusal_annotator.domain.codebook import Level
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.diagnostics import CoderFigures, CoderSpans
from refusal_annotator.domain.matching import covered_length

_TOP = 3
_THIRDS = 3
_LEAST_SPAN = timedelta(days=1)


def coder_figures(material: Material, tables: PairTables) -> Iterator[CoderFigures]:
    """Yield the figures of each coder who has values of the variable."""
    compared, data = tables.compared, tables.data
    whole = compared.headline.value
    names = labels_in_words(material, compared) if compared.scale in _BIASED else ()
    for coder, coder_id in enumerate(material.coder_ids):
        own = data.codes[coder] >= 0
        if not own.any():
            continue
        others = [i for i in range(data.n_coders) if i != coder]
        without = None
        if len(others) >= 2:
            rest = data.select(others)
            without = alpha(rest, tables.scale, compared.measure, CodingOptions()).value
        first, last = _thirds(material, tables, coder, coder_id)
        yield CoderFigures(
            coder_id,
            compared.level,
            compared.variable,
            int((own & (data.values_per_unit >= 2)).sum()),
            int(own.sum()),
            mean_defined([tables.alphas[min(coder, i), max(coder, i)] for i in others]),
            whole,
            without,
            _bias(tables, coder, names),
            first,
            last,
        )


def coder_spans(material: Material, groups: Sequence[MatchedGroup]) -> Iterator[CoderSpans]:
    """Yield how each coder marks each span type, in texts that two coders finished."""
    n_words = {a.id: len(a.text.split()) for a in material.compared_articles}
    alone: dict[tuple[UUID, str], int] = {}
    for group in groups:
        if len(group.members) == 1:
            coder = next(iter(group.members))
            alone[coder, group.type] = alone.get((coder, group.type), 0) + 1
    for type_id, texts in material.types.items():
        for coder in material.coder_ids:
            own = [(a, spans[coder]) for a, spans in texts.entries if coder in spans]
            lengths = [covered_length(s.all_parts) for _, spans in own for s in spans]
            words = sum(n_words[article.id] for article, _ in own)
            if not own:
                continue
            n = len(lengths)
            yield CoderSpans(
                coder,
                type_id,
                len(own),
                n,
                1000 * n / words if words else None,
                float(np.median(lengths)) if lengths else None,
                alone.get((coder, type_id), 0) / n if n else None,
            )


_BIASED = (Level.NOMINAL, Level.ORDINAL)


def _bias(tables: PairTables, coder: int, names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Return the categories whose share differs most from the others' on the same units."""
    if not names:
        return ()
    codes = tables.data.codes
    others = np.delete(codes, coder, axis=0)
    units = (codes[coder] >= 0) & (others >= 0).any(axis=0)
    if not units.any():
        return ()
    size = len(names)
    own = np.bincount(codes[coder, units], minlength=size) / units.sum()
    theirs = others[:, units]
    shared = np.bincount(theirs[theirs >= 0], minlength=size) / (theirs >= 0).sum()
    apart = own - shared
    order = sorted(range(size), key=lambda k: (-abs(apart[k]), k))[:_TOP]
    return tuple((names[k], float(apart[k])) for k in order if abs(apart[k]) > 1e-12)


def _thirds(
    material: Material, tables: PairTables, coder: int, coder_id: UUID
) -> tuple[float | None, float | None]:
    """Return mean alpha with the others in the first and in the last third of the coder's work."""
    ordered = work_order(material, coder_id)
    if len(ordered) < _THIRDS:
        return None, None
    size = len(ordered) // _THIRDS
    articles = tables.compared.units.articles
    found: list[float | None] = []
    for part in (ordered[:size], ordered[-size:]):
        units = np.isin(articles, part)
        alphas = [tables.alpha(pair, units) for pair in tables.pairs if coder in pair]
        found.append(mean_defined(alphas))
    return found[0], found[1]


def work_order(material: Material, coder_id: UUID) -> NDArray[np.intp]:
    """Return the compared articles of a coder in order of finishing; empty if times say nothing."""
    times = [
        (coding.finished_at, material.article_index[article.id])
        for article in material.compared_articles
        if (coding := material.codings[article.id].get(coder_id))
    ]
    known = sorted((time, at) for time, at in times if time is not None)
    # Codings that were imported together were all finished at one time: nothing follows from that.
    if len(known) < len(times) or not known or known[-1][0] - known[0][0] < _LEAST_SPAN:
        return np.zeros(0, dtype=np.intp)
    return np.array([at for _, at in known], dtype=np.intp)
