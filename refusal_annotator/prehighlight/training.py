"""Training from the codings of finished articles, as plain data in and out, so that it can run in
another process; and a learned model as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight.base import VERSION
from refusal_annotator.prehighlight.learner import (
    Cancelled,
    CodedArticle,
    Learned,
    Place,
    Progress,
    RoleResult,
    train,
)
from refusal_annotator.prehighlight.linear import LinearModel
from refusal_annotator.prehighlight.memory import Memory
from refusal_annotator.prehighlight.pipeline import Pipeline
from refusal_annotator.prehighlight.values import TYPE_ROLES

FORMAT = 2


@dataclass(frozen=True, slots=True)
class TrainingText:
    """A finished article: its text and zones, and what each of its coders coded.

    `coded` has one mapping for each coder, from span type id to places, without the types that a
    coder did not go through; `rejected` holds places of suggestions that somebody turned down.
    """

    version_id: UUID
    key: str
    text: str
    zones: tuple[Zone, ...]
    coded: tuple[Mapping[str, frozenset[Place]], ...]
    rejected: frozenset[Place] = frozenset()


def train_on_texts(
    codebook_text: str,
    texts: Sequence[TrainingText],
    *,
    trained: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learned | None:
    """Learn from finished articles; None when cancelled."""
    book = load_codebook(codebook_text)
    pipeline = Pipeline(book, trained=trained)
    types = {role: book.type_by_role(role) for role in TYPE_ROLES}
    articles = []
    for number, text in enumerate(texts):
        if cancelled and cancelled():
            return None
        if progress:
            progress(number, len(texts), text.key)
        coded = {
            role: [coder[span_type.id] for coder in text.coded if span_type.id in coder]
            for role, span_type in types.items()
            if span_type is not None
        }
        candidates = pipeline.candidates(text.text, confirmed_zones=text.zones)
        articles.append(CodedArticle(candidates, coded, text.rejected))
    return train(articles, rules_version=VERSION, progress=progress, cancelled=cancelled)


def learned_to_json(learned: Learned) -> dict[str, Any]:
    """Return a learned model as JSON-able content."""
    return {
        "format": FORMAT,
        "rules_version": learned.rules_version,
        "n_articles": learned.n_articles,
        "switched_off": sorted(learned.switched_off),
        "results": {
            role: {"rules_f1": r.rules_f1, "learned_f1": r.learned_f1, "n_coded": r.n_coded}
            for role, r in learned.results.items()
        },
        "weights": {
            role: [[place, round(weight, 5)] for place, weight in sorted(model.weights.items())]
            for role, model in learned.models.items()
            if learned.results[role].helps
        },
        "memories": {
            role: {key: [round(c, 3), n] for key, (c, n) in sorted(model.memory.counts.items())}
            for role, model in learned.models.items()
            if learned.results[role].helps and model.memory is not None
        },
    }


def learned_from_json(content: Mapping[str, Any]) -> Learned | None:
    """Read what `learned_to_json` wrote; None for a model of other rules, which fits no more."""
    if content.get("format") != FORMAT or content.get("rules_version") != VERSION:
        return None
    memories = {
        role: Memory({key: (float(c), int(n)) for key, (c, n) in rows.items()})
        for role, rows in content["memories"].items()
    }
    models = {
        role: LinearModel({int(p): float(w) for p, w in rows}, memories.get(role))
        for role, rows in content["weights"].items()
    }
    results = {role: RoleResult(**row) for role, row in content["results"].items()}
    return Learned(
        models,
        results,
        int(content["n_articles"]),
        str(content["rules_version"]),
        frozenset(content["switched_off"]),
    )
