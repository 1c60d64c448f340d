"""Agreement on where spans are: per span type, over all types at once, and text by text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.base import NoOptions
from refusal_annotator.agreement.gamma import GammaOptions, gamma_both
from refusal_annotator.agreement.granular import char_alpha_of, sentence_binary_alpha_nominal
from refusal_annotator.agreement.groups import (
    Material,
    TypeTexts,
    block_of,
    continuum_of,
)
from refusal_annotator.agreement.judging import judge
from refusal_annotator.agreement.legacy_unitizing import alpha_u_1995
from refusal_annotator.agreement.lengths import GAP, Lengths, measure_lengths
from refusal_annotator.agreement.resampling import Statistic, with_interval
from refusal_annotator.agreement.set_unitizing import distances_of, set_lengths
from refusal_annotator.agreement.span_f1 import (
    PairCounts,
    exact_counts,
    f1_result,
    matched_counts,
    token_counts,
)
from refusal_annotator.agreement.unitizing import (
    cu_alpha_nominal,
    cu_alpha_sets,
    ku_alpha_nominal,
    u_alpha_from,
    u_alpha_nominal,
    u_alpha_sets,
    u_alpha_statistic,
)
from refusal_annotator.agreement.values import Engine
from refusal_annotator.domain.codebook import SpanType
from refusal_annotator.domain.comparison import ComparedArticle
from refusal_annotator.domain.diagnostics import Cancelled
from refusal_annotator.domain.matching import Pieces
from refusal_annotator.domain.reliability import Continuum, Reason, Result, cut_zones

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

POOLED = "all types"
"""What results over all span types at once are called; their level is "pooled"."""


def type_results(
    material: Material, span_type: SpanType, engine: Engine, cancelled: Cancelled | None = None
) -> list[Result]:
    """Return all figures on where spans of one type are."""
    texts = material.types[span_type.id]
    continuum, lengths = material.continuum(span_type.id), material.measured(span_type.id)
    found = [_u_alpha(material, texts, engine)]
    found += _f1_results(material, texts, engine)
    found.append(char_alpha_of(lengths, continuum))
    found.append(sentence_binary_alpha_nominal(continuum, NoOptions()))
    found.append(alpha_u_1995(continuum, NoOptions()))
    if material.options.gamma:
        found.append(gamma_both(continuum, gamma_options(material), cancelled=cancelled)[0])
    found = [_with_reason(result, texts.n_spans) for result in found]
    return [replace(r, variable=span_type.id, label=span_type.label) for r in found]


def pooled_results(
    material: Material, engine: Engine, cancelled: Cancelled | None = None
) -> list[Result]:
    """Return figures over all span types at once; types may overlap one another.

    Texts count with the types that all of their coders went through.
    """
    domain = _Pooled.of(material)
    found = [
        *domain.alphas(engine),
        *domain.f1s(material, engine),
    ]
    if material.options.gamma:
        found += gamma_both(domain.continuum, gamma_options(material), cancelled=cancelled)
    found = [_with_reason(result, domain.n_spans) for result in found]
    pooled = [replace(r, level="pooled", variable=POOLED, label="All types") for r in found]
    for type_id, result in ku_alpha_nominal(domain.continuum).items():
        pooled.append(replace(result, level="pooled", variable=type_id))
    return pooled


def gamma_options(material: Material) -> GammaOptions:
    """Return gamma's own options from those of the comparison."""
    own = material.options
    return GammaOptions(
        precision=own.gamma_precision,
        samples=own.gamma_samples,
        cap=own.gamma_cap,
        seed=own.seed,
    )


def _u_alpha(material: Material, texts: TypeTexts, engine: Engine) -> Result:
    continuum, lengths = material.continuum(texts.type_id), material.measured(texts.type_id)
    trimmed = continuum_of(material, texts, texts.trimmed)
    trimmed_lengths = measure_lengths(trimmed)
    found, other = u_alpha_from(continuum, lengths), u_alpha_from(trimmed, trimmed_lengths)
    name = "value_trimmed"
    if material.options.trim:
        found, other, name, lengths = other, found, "value_untrimmed", trimmed_lengths
    details = {**found.details, name: other.value, "spans": texts.n_spans}
    if not isinstance(lengths, Reason):
        details["coded_share"] = coded_share(lengths)
    found = replace(found, details=details)
    if not isinstance(lengths, Reason):
        found = _interval(found, u_alpha_statistic(lengths), texts.at, engine)
    return _judged(found, texts.n_spans, len(texts.entries), engine)


def coded_share(lengths: Lengths) -> float | None:
    """Return the share of the text that coders marked, on average."""
    total = float(lengths.observed.sum())
    return float(lengths.observed[GAP + 1 :].sum()) / total if total else None


def _f1_results(material: Material, texts: TypeTexts, engine: Engine) -> list[Result]:
    exact, trimmed = exact_counts(texts.pieces), exact_counts(texts.trimmed)
    name = "value_trimmed"
    if material.options.trim:
        exact, trimmed, name = trimmed, exact, "value_untrimmed"
    tokens = [material.tokens[article.id] for article, _ in texts.entries]
    other = f1_result("f1_exact", trimmed).value
    results = []
    for measure, counts, details in (
        ("f1_exact", exact, {name: other}),
        (
            "f1_overlap",
            matched_counts(texts.pieces, texts.matches),
            {"matching": texts.rule.describe()},
        ),
        ("f1_token", token_counts(texts.pieces, tokens), {}),
    ):
        results.append(_f1(measure, counts, texts.at, engine, details))
    return results


def _f1(
    measure: str, counts: PairCounts, at: Indices, engine: Engine, details: Mapping[str, object]
) -> Result:
    found = f1_result(measure, counts)
    found = replace(found, details={**found.details, **details})
    return _interval(found, counts.statistic(), at, engine)


def _interval(result: Result, statistic: Statistic, at: Indices, engine: Engine) -> Result:
    if result.value is None:
        return result
    used = np.zeros(engine.n_clusters, dtype=bool)
    used[at] = True
    whole = statistic.on(at, engine.n_clusters)
    clusters = None if used.all() else used
    return with_interval(result, engine.resampler.interval(whole, clusters=clusters))


def _judged(result: Result, n_spans: int, n_articles: int, engine: Engine) -> Result:
    return judge(
        result,
        thresholds=engine.thresholds,
        options=engine.resampler.options,
        n_units=n_spans,
        n_categories=2,
        n_articles=n_articles,
    )


def _with_reason(result: Result, n_spans: int) -> Result:
    # A continuum of gaps alone has no variation; that nobody marked a span says it more plainly.
    if result.reason is Reason.NO_VARIATION and not n_spans:
        return replace(result, reason=Reason.NO_SPANS)
    return result


_Typed = tuple[str, Pieces]


class _Pooled:
    """All types of the compared texts on one continuum."""

    def __init__(
        self,
        continuum: Continuum,
        articles: Sequence[ComparedArticle],
        typed: Sequence[Mapping[str, Sequence[_Typed]]],
        at: Indices,
    ) -> None:
        self.continuum = continuum
        self.articles = articles
        self.typed = typed
        self.at = at
        self.n_spans = sum(len(spans) for text in typed for spans in text.values())

    @classmethod
    def of(cls, material: Material) -> _Pooled:
        blocks, articles, typed = [], [], []
        for article in material.compared_articles:
            codings = material.codings[article.id]
            shared = frozenset.intersection(*(c.coded_types for c in codings.values()))
            if not shared:
                continue
            own = {
                str(coder): [
                    (a.type, a.all_parts)
                    for type_id in sorted(shared)
                    for a in material.spans_of(coding, type_id)
                ]
                for coder, coding in codings.items()
            }
            zones = material.zones[article.id]
            spans = {
                coder: tuple(
                    (start, end, name)
                    for name, pieces in found
                    for start, end in cut_zones(pieces, zones)
                )
                for coder, found in own.items()
            }
            blocks.append(block_of(material, article, spans))
            articles.append(article)
            typed.append(own)
        at = np.array([material.article_index[a.id] for a in articles], dtype=np.intp)
        coders = tuple(str(coder) for coder in material.coder_ids)
        return cls(Continuum(tuple(blocks), coders), articles, typed, at)

    def alphas(self, engine: Engine) -> list[Result]:
        one = self._one_category()
        lengths = measure_lengths(one)
        place = replace(u_alpha_from(one, lengths), measure="u_alpha_binary")
        if not isinstance(lengths, Reason):
            place = _interval(place, u_alpha_statistic(lengths), self.at, engine)
        sets = u_alpha_sets(self.continuum, NoOptions())
        on_sets, _ = set_lengths(self.continuum)
        if not isinstance(on_sets, Reason):
            statistic = u_alpha_statistic(on_sets, distances_of(on_sets.categories))
            sets = _interval(sets, statistic, self.at, engine)
        return [
            _judged(sets, self.n_spans, len(self.articles), engine),
            place,
            u_alpha_nominal(self.continuum, NoOptions()),
            cu_alpha_nominal(self.continuum, NoOptions()),
            cu_alpha_sets(self.continuum, NoOptions()),
            alpha_u_1995(self.continuum, NoOptions()),
        ]

    def f1s(self, material: Material, engine: Engine) -> list[Result]:
        edges = self._mapped(lambda typed: typed[1])
        tokens = [material.tokens[article.id] for article in self.articles]
        return [
            _f1("f1_exact", exact_counts(self.typed), self.at, engine, {}),  # type: ignore[arg-type]
            _f1("f1_boundaries", exact_counts(edges), self.at, engine, {}),
            _f1("f1_token", token_counts(edges, tokens), self.at, engine, {}),
        ]

    def _mapped(self, of: Callable[[_Typed], Pieces]) -> list[dict[str, list[Pieces]]]:
        return [{c: [of(x) for x in spans] for c, spans in text.items()} for text in self.typed]

    def _one_category(self) -> Continuum:
        """The continuum with all types called one; where they overlap they are joined."""
        blocks = tuple(
            replace(
                block,
                spans={
                    c: tuple((s, e, "any") for s, e, _ in row) for c, row in block.spans.items()
                },
            )
            for block in self.continuum.blocks
        )
        return replace(self.continuum, blocks=blocks)
