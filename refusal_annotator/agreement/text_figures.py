"""Text by text: how well coders agree on where spans are, and in what way they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import numpy as np

from refusal_annotator.agreement.groups import Material, TypeTexts
from refusal_annotator.agreement.span_f1 import PairMatches, exact_counts, matched_counts
from refusal_annotator.agreement.unitizing import u_alpha_statistic
from refusal_annotator.domain.diagnostics import TextFigures
from refusal_annotator.domain.matching import Pieces, covered_length, shared_length
from refusal_annotator.domain.reliability import Reason

_SAME_PLACE = 0.5
"""Least intersection over union from which spans of two types count as one place."""


def text_figures(material: Material) -> Iterator[TextFigures]:
    """Yield the figures of each text and span type that anybody marked there."""
    for type_id, texts in material.types.items():
        lengths = material.measured(type_id)
        n = len(texts.entries)
        alphas = np.full(n, np.nan)
        if not isinstance(lengths, Reason):
            alphas = u_alpha_statistic(lengths).evaluate(np.eye(n))
        exact = exact_counts(texts.pieces).by_text()
        overlap = matched_counts(texts.pieces, texts.matches).by_text()
        for at, (article, _) in enumerate(texts.entries):
            if not any(texts.pieces[at].values()):
                continue
            kinds = _kinds(material, type_id, texts, at)
            yield TextFigures(
                article.id,
                article.name,
                type_id,
                _or_none(alphas[at]),
                _or_none(exact[at]),
                _or_none(overlap[at]),
                kinds["exact"],
                kinds["overlap"],
                kinds["other type"],
                kinds["first"],
                kinds["second"],
            )


def _kinds(material: Material, type_id: str, texts: TypeTexts, at: int) -> Counter[str]:
    """Count pairs of spans by how they match, and spans without a partner."""
    found: Counter[str] = Counter()
    own: Mapping[str, Sequence[Pieces]] = texts.pieces[at]
    matches: PairMatches = texts.matches[at]
    article_id = texts.entries[at][0].id
    for (a, b), pairs in matches.items():
        exact = sum(own[a][i] == own[b][j] for i, j, _ in pairs)
        found["exact"] += exact
        found["overlap"] += len(pairs) - exact
        lone_a = set(range(len(own[a]))) - {i for i, _, _ in pairs}
        lone_b = set(range(len(own[b]))) - {j for _, j, _ in pairs}
        for side, coder, lone, other in (("first", a, lone_a, b), ("second", b, lone_b, a)):
            for i in lone:
                place = own[coder][i]
                meets = _meets_other_type(material, article_id, other, type_id, place)
                found["other type" if meets else side] += 1
    return found


def _meets_other_type(
    material: Material, article_id: UUID, coder: str, type_id: str, place: Pieces
) -> bool:
    start, end, length = place[0][0], place[-1][1], covered_length(place)
    for annotation in material.codings[article_id][UUID(coder)].annotations:
        if annotation.type == type_id or annotation.deleted:
            continue
        if annotation.start >= end or annotation.end <= start:
            continue
        shared = shared_length(place, annotation.all_parts)
        union = length + covered_length(annotation.all_parts) - shared
        if shared >= _SAME_PLACE * union:
            return True
    return False


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
