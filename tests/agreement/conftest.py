"""A small codebook of another topic, and a builder of finished codings on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)

CODEBOOK = """
format: 1
codebook: {id: rivers, version: "2.0", title: Rivers in the press, language: en}
span_types:
  - id: Event
    code: 1
    label: Event
    colour: "#0072B2"
    definition: What a river does.
    example: the river rose
    counter_example: the river
    attributes:
      - id: kind
        label: Kind
        level: nominal
        required: true
        definition: What happened.
        categories:
          - {id: flood, code: 1, definition: Too much.}
          - {id: drought, code: 2, definition: Too little.}
          - {id: repair, code: 3, definition: Works.}
      - id: harm
        label: Harm
        level: ordinal
        required: true
        definition: How bad.
        categories:
          - {id: high, code: 3, definition: Houses lost.}
          - {id: none_at_all, code: 1, definition: No harm.}
          - {id: some, code: 2, definition: Wet cellars.}
      - {id: metres, label: Metres, level: ratio, required: false, definition: The level.}
      - {id: day, label: Day, level: interval, required: false, definition: When.}
      - id: uses
        label: Uses
        level: multi_select
        required: false
        definition: What the river is used for.
        categories:
          - {id: boats, code: 1, definition: Boats.}
          - {id: water, code: 2, definition: Drinking water.}
      - {id: who, label: Who, level: link, links_to: entity, required: false, definition: Office.}
      - {id: words, label: Words, level: text, required: false, definition: Cue.}
      - {id: rivals, label: Rivals, level: ratio, required: false, definition: Computed.,
         derived: {function: count, relations: [causes]}}
      - {id: old, label: Old, level: nominal, required: false, deprecated: true, definition: Gone.,
         categories: [{id: one, code: 1, definition: One.}]}
  - id: River
    code: 2
    label: River
    colour: "#009E73"
    definition: A river named.
    example: the Elm
    counter_example: the bank
relations:
  - {id: causes, code: 1, label: Causes, from: River, to: Event, cardinality: 0..n, ordered: true,
     symmetric: false, scope: within_article, definition: Leads to.,
     attributes: [{id: sure, label: Sure, level: nominal, required: false, definition: Certain.,
       categories: [{id: "on", code: 1, definition: Yes.}, {id: "off", code: 2, definition: No.}]}]}
  - {id: meets, code: 2, label: Meets, from: River, to: River, cardinality: 0..n, ordered: false,
     symmetric: true, scope: within_article, definition: Flow together.}
article_variables:
  - id: tone
    label: Tone
    level: nominal
    required: true
    definition: Tone of the article.
    categories: [{id: calm, code: 1, definition: Calm.}, {id: loud, code: 2, definition: Loud.}]
reliability:
  matching: {rule: cover_shorter, threshold: 0.5}
"""

TEXT = (
    "The river Elm rose by three metres on Monday night. Cellars stood under water, and the ferry "
    "stayed at its pier.\nOn the Ash nothing happened; the two meet below the old mill."
)

Spec = tuple[str, str, Mapping[str, Any]]
"""Type, words of the text, cells."""


def an_id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "/".join(map(str, parts)))


class Builder:
    """Collects articles, coders and codings, and makes the input of a comparison of them."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.articles: dict[str, ComparedArticle] = {}
        self.coders: dict[str, ComparedCoder] = {}
        self.codings: list[FinishedCoding] = []

    def article(
        self, name: str = "elm", text: str = TEXT, zones: Sequence[tuple[int, int]] = ()
    ) -> Builder:
        self.articles[name] = ComparedArticle(an_id("article", name), name, text, tuple(zones))
        return self

    def coding(
        self,
        coder: str,
        spans: Sequence[Spec] = (),
        *,
        article: str = "elm",
        links: Sequence[Mapping[str, Any]] = (),
        values: Mapping[str, Any] | None = None,
        coded_types: Sequence[str] = ("Event", "River"),
    ) -> Builder:
        if article not in self.articles:
            self.article(article)
        self.coders.setdefault(coder, ComparedCoder(an_id("coder", coder), coder))
        text, own = self.articles[article].text, self.coders[coder].id
        annotations = []
        for number, (type_, words, cells) in enumerate(spans):
            start = text.index(words)
            annotations.append(
                Annotation(
                    id=an_id(coder, article, number),
                    article_version_id=self.articles[article].id,
                    coder_id=own,
                    type=type_,
                    start=start,
                    end=start + len(words),
                    quote=words,
                    values=dict(cells),
                    sequence=number,
                )
            )
        made = [
            Link(
                id=an_id(coder, article, "link", number),
                article_version_id=self.articles[article].id,
                coder_id=own,
                type=link["type"],
                from_id=annotations[link["from"]].id,
                to_id=annotations[link["to"]].id if isinstance(link["to"], int) else None,
                pending_target=link["to"] if isinstance(link["to"], dict) else None,
                values=link.get("values", {}),
                position=link.get("position"),
                sequence=number,
            )
            for number, link in enumerate(links)
        ]
        self.codings.append(
            FinishedCoding(
                self.articles[article].id,
                own,
                frozenset(coded_types),
                tuple(annotations),
                tuple(made),
                values or {},
            )
        )
        return self

    def build(self, **more: Any) -> AgreementInput:
        return AgreementInput(
            self.codebook,
            tuple(self.articles.values()),
            tuple(self.coders.values()),
            tuple(self.codings),
            **more,
        )


@pytest.fixture(scope="session")
def rivers() -> Codebook:
    return load_codebook(CODEBOOK)


@pytest.fixture
def study(rivers: Codebook) -> Builder:
    return Builder(rivers)
