"""A large study for benchmarks: all attributes of the study's codebook, noise in every coder."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import Attribute, Level, ValueType, load_codebook
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)
from refusal_annotator.resources import codebook_path

TEXT = ("The river Elm rose by three metres on Monday night. " * 120)[:5000]


def big_study(*, n_articles: int = 500, n_coders: int = 5, n_spans: int = 40) -> AgreementInput:
    """Return finished codings of every article by every coder."""
    draws = random.Random(1)
    codebook = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
    coders = tuple(ComparedCoder(an_id(f"coder {n}"), f"Coder {n}") for n in range(n_coders))
    articles = tuple(
        ComparedArticle(an_id(f"article {n}"), f"article {n:04}", TEXT, ((0, 100),))
        for n in range(n_articles)
    )
    types = codebook.span_types
    codings: list[FinishedCoding] = []
    for article in articles:
        truth = []
        for number in range(n_spans):
            type_ = types[number % len(types)]
            start = 110 + number * 110 + draws.randrange(40)
            attributes = codebook.attributes_of(type_.id)
            cells = {a.id: cell for a in attributes if (cell := a_cell(draws, a))}
            truth.append((type_.id, start, start + draws.randrange(5, 60), cells))
        values = {a.id: cell for a in codebook.article_variables if (cell := a_cell(draws, a))}
        for coder in coders:
            spans = tuple(
                span
                for number, unit in enumerate(truth)
                if (span := a_span(draws, codebook, article, coder, number, unit))
            )
            own = frozenset(type_.id for type_ in types)
            codings.append(FinishedCoding(article.id, coder.id, own, spans, (), values))
    return AgreementInput(codebook, articles, coders, tuple(codings))


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def a_cell(draws: random.Random, attribute: Attribute) -> dict[str, Any] | None:
    if not attribute.is_asked or attribute.level == Level.TEXT:
        return None
    if attribute.has_categories:
        category = draws.choice([c.id for c in attribute.categories])
        return {"v": [category] if attribute.holds_list else category}
    if attribute.value_type == ValueType.ENTITY:
        return {"v": f"e{draws.randrange(40)}"}
    if attribute.value_type == ValueType.PARTIAL_DATE:
        return {"v": f"2020-0{draws.randrange(1, 9)}"}
    return {"v": draws.randrange(1, 3000)} if attribute.value_type == ValueType.NUMBER else None


def a_span(
    draws: random.Random,
    codebook: Any,
    article: ComparedArticle,
    coder: ComparedCoder,
    number: int,
    unit: tuple[str, int, int, Mapping[str, Any]],
) -> Annotation | None:
    type_id, start, end, cells = unit
    if draws.random() < 0.08:
        return None
    moved = start + (draws.randrange(-3, 4) if draws.random() < 0.2 else 0)
    values = {}
    for attribute in codebook.attributes_of(type_id):
        cell = cells.get(attribute.id) if draws.random() < 0.85 else a_cell(draws, attribute)
        if cell is not None and draws.random() < 0.95:
            values[attribute.id] = cell
    return Annotation(
        id=UUID(int=draws.getrandbits(128)),
        article_version_id=article.id,
        coder_id=coder.id,
        type=type_id,
        start=moved,
        end=end,
        quote=article.text[moved:end],
        values=values,
        sequence=number,
    )
