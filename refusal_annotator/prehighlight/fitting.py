"""Fits the model of one role to what coders coded, from a prior where the program has one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from refusal_annotator.prehighlight.choosing import CodedArticle, features_of, shares_of
from refusal_annotator.prehighlight.linear import Example, LinearModel, fit
from refusal_annotator.prehighlight.memory import counted, merged
from refusal_annotator.resources import resource_path

# Penalties that cross-validation chooses from; a stronger one stays nearer to the rules.
STRENGTHS = (0.5, 2.0)
# Openings of features that name words: they hold in the study they were learned in.
LEXICAL = ("head=", "stem=", "suffix", "first=", "before", "after")
_PRIOR_FILE = ("prehighlight", "prior.json")
_REJECTED_WEIGHT = 2.0


def fit_role(
    articles: Sequence[CodedArticle], role: str, *, strength: float = STRENGTHS[0]
) -> LinearModel:
    """Model of one role, from the prior that comes with the program."""
    return fit_from(articles, role, strength=strength, prior=default_prior(role))


def fit_from(
    articles: Sequence[CodedArticle],
    role: str,
    *,
    strength: float,
    prior: LinearModel | None = None,
    general: bool = False,
) -> LinearModel:
    """Model of one role; `general` leaves out what only this study's words tell."""
    coded = [a for a in articles if a.coded.get(role)]
    shares = [shares_of(article, role) for article in coded]
    own = [
        counted((c.keys, float(share)) for c, share in zip(a.candidates[role], row, strict=True))
        for a, row in zip(coded, shares, strict=True)
    ]
    memory = merged(own)
    examples: list[Example] = []
    for article, row, counts in zip(coded, shares, own, strict=True):
        for candidate, share in zip(article.candidates[role], row, strict=True):
            features = features_of(candidate, memory, counts)
            if general:
                features = tuple(f for f in features if not f.startswith(LEXICAL))
            refused = (candidate.start, candidate.end) in article.rejected and share == 0
            weight = _REJECTED_WEIGHT if refused else 1.0
            examples.append(Example(features, candidate.offset, float(share), weight))
    return replace(fit(examples, strength=strength, prior=prior), memory=memory)


@cache
def default_prior(role: str) -> LinearModel | None:
    """What holds in general of candidates of a role, learned once from the articles that the rules
    were made on with many words forgotten; None for a role without one.
    """
    content = json.loads(resource_path(*_PRIOR_FILE).read_text("utf-8"))
    rows = content["weights"].get(role)
    return LinearModel({int(p): float(w) for p, w in rows}) if rows else None
