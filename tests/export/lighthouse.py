"""A small study of invented articles on lighthouses, with every kind of variable in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.coders import ArticleCoding, Coder, CodingStatus
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.entities import Entity
from refusal_annotator.export.data_set import StudyData
from tests.builders import make_annotation, make_article, make_coder, make_coding, make_version

CODEBOOK = """\
format: 1
codebook: {id: lights, version: "2.0", title: Lights, language: en}
span_types:
  - id: Report
    code: 1
    label: Report
    role: claim
    hotkey: "1"
    colour: "#0072B2"
    definition: What is said of a light.
    example: the lamp failed
    counter_example: a lamp
    attributes:
      - {id: subject, label: Subject, level: nominal, required: true, definition: What about., categories: [{id: lamp, code: 1, definition: The lamp.}, {id: keeper, code: 2, label: "Keeper, or =crew", definition: Who keeps it.}]}
      - {id: force, label: Force, level: ordinal, required: false, definition: How strongly., categories: [{id: mild, code: 1, definition: Mild.}, {id: firm, code: 2, definition: Firm.}]}
      - {id: tags, label: Tags, level: multi_select, required: false, definition: All that fit., categories: [{id: storm, code: 1, definition: Storm.}, {id: fog, code: 2, definition: Fog.}]}
      - {id: depth, label: Depth, level: ratio, required: false, derived: {function: longest_path, relations: [via]}, definition: Links of the chain.}
      - {id: doubted, label: Doubted, level: nominal, required: false, derived: {function: has_rival, relations: [denies], only_roles: [contradiction]}, definition: Rival., categories: [{id: "no", code: 0, definition: None.}, {id: "yes", code: 1, definition: One.}]}
  - id: Figure
    code: 2
    label: Figure
    role: number
    hotkey: "2"
    colour: "#D55E00"
    definition: A quantity.
    example: nine ships
    counter_example: ship nine
    attributes:
      - {id: low, label: Low, role: value_low, level: ratio, required: false, definition: Lower bound.}
      - {id: high, label: High, role: value_high, level: ratio, required: false, definition: Upper bound.}
      - {id: day, label: Day, level: interval, required: false, definition: When.}
      - {id: owner, label: Owner, level: link, links_to: entity, multiple: true, required: false, definition: Whose.}
      - {id: words, label: Words, level: text, required: false, definition: As printed.}
relations:
  - {id: via, code: 1, label: Via, role: via, from: Report, to: Figure, cardinality: 0..n, ordered: true, paths: true, symmetric: false, scope: within_article, definition: Handed on by.}
  - {id: denies, code: 2, label: Denies, role: rival, from: Report, to: Report, cardinality: 0..n, ordered: false, symmetric: true, scope: within_or_across_articles, definition: Denies., attributes: [{id: kind, label: Kind, role: rival_kind, level: nominal, required: false, definition: Which., categories: [{id: against, code: 1, role: contradiction, definition: Against.}, {id: later, code: 2, role: update, definition: Later.}]}]}
  - {id: heard_from, code: 3, label: Heard from, from: Report, to: Report, cardinality: 0..n, ordered: false, symmetric: false, scope: within_article, definition: Source.}
article_variables:
  - {id: tone, label: Tone, level: nominal, required: false, definition: Tone., categories: [{id: calm, code: 1, definition: Calm.}, {id: loud, code: 2, definition: Loud.}]}
  - {id: heading, label: Heading, role: headline, level: text, required: false, definition: Title.}
"""  # noqa: E501

TEXT = "The lamp of Skerry failed. Nine ships waited, the keeper wrote. 🌊 Fog lay on the bay."


@dataclass
class Lighthouse:
    """Collects coders, spans and links of one article; `data()` gives them all."""

    text: str = TEXT
    coders: list[Coder] = field(default_factory=list)
    codings: list[ArticleCoding] = field(default_factory=list)
    spans: list[Annotation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    groups: list[MatchedGroup] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.article = make_article("skerry", title="=SUM(1)", metadata={"outlet": "Bay Post"})
        self.version = make_version(self.article, self.text)

    def coder(self, name: str, values: Any = None, *, finished: bool = True) -> Coder:
        coder = make_coder(name)
        status = CodingStatus.FINISHED if finished else CodingStatus.DRAFT
        self.coders.append(coder)
        self.codings.append(
            make_coding(
                self.version,
                coder,
                status=status,
                coded_types=("Report", "Figure"),
                values=values or {},
            )
        )
        return coder

    def span(self, coder: Coder, quote: str, type: str = "Report", **values: Any) -> Annotation:
        span = make_annotation(self.version, coder, quote, type=type, values=values)
        self.spans.append(span)
        return span

    def group(self, *spans: Annotation) -> None:
        self.groups.append(
            MatchedGroup(
                self.version.id,
                spans[0].type,
                {span.coder_id: span for span in spans},
                tuple(coder.id for coder in self.coders),
            )
        )

    def data(self) -> StudyData:
        return StudyData(
            codebook=load_codebook(CODEBOOK),
            articles=[self.article],
            versions={self.version.id: self.version},
            zones={},
            coders=self.coders,
            codings=self.codings,
            annotations=self.spans,
            links=self.links,
            article_links=[],
            entities=self.entities,
            entity_links=[],
            groups=self.groups,
        )
