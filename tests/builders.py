"""Domain values for tests: every builder gives a whole, legal value; name only what matters.

`make_annotation(version, coder, "nine pilots", values={"topic": value("pay")})`
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import (
    Annotation,
    ArticleLink,
    Link,
    SuggestedLink,
    Suggestion,
    SuggestionDecision,
    Zone,
    decision_id,
    suggestion_id,
    zone_id,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, ChangeSet, creation, make_change_set
from refusal_annotator.domain.claim_groups import ClaimGroup
from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.codebook_versions import CodebookVersion
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.comments import Comment
from refusal_annotator.domain.entities import Entity, EntityLink
from refusal_annotator.domain.hiding import HiddenDraw, HiddenShare, draw_id, share_id
from refusal_annotator.domain.pace import WorkPeriod
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.text import quote_of, sha256_of, text_sha256
from refusal_annotator.domain.variables import value

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

TEXT = (
    "🚢 Nine pilots refused to sail, the harbour union said. “Not one more night,” said Vera Holm."
)

# One line for each part, so that a test can replace one and know its line.
CODEBOOK = """\
format: 1
codebook: {id: harbour-talk, version: "1.0", title: Harbour talk, language: en}
span_types:
  - id: Demand
    code: 1
    label: Demand
    role: claim
    hotkey: "1"
    colour: "#0072B2"
    trim: [space, quotes, final_punctuation]
    definition: What somebody asks for.
    example: more pilots
    counter_example: a pilot
    attributes:
      - {id: topic, label: Topic, level: nominal, required: true, definition: What about., decision_order: [pay, rest], categories: [{id: pay, code: 1, definition: Wages.}, {id: rest, code: 2, definition: Free time.}]}
      - {id: force, label: Force, level: ordinal, required: false, definition: How strongly., visible_when: {attribute: topic, operator: equals, value: pay}, categories: [{id: mild, code: 1, definition: Asks.}, {id: firm, code: 2, definition: Insists.}]}
      - {id: cue, label: Cue, role: cue, level: text, required: false, definition: The verb.}
      - {id: count, label: Count, level: ratio, required: false, definition: How many.}
  - id: Party
    code: 2
    label: Party
    role: actor
    hotkey: "2"
    colour: "#D55E00"
    definition: Who takes part.
    example: harbour union
    counter_example: the harbour
    attributes:
      - {id: who, label: Who, role: entity, level: link, links_to: entity, required: false, definition: Which party.}
relations:
  - {id: raised_by, code: 1, label: Raised by, role: speaker, from: Demand, to: Party, cardinality: 0..1, ordered: false, symmetric: false, scope: within_article, definition: Who asks.}
article_variables:
  - {id: headline, label: Headline, role: headline, level: text, required: false, definition: First title.}
exclusion_zones:
  - {id: credit, code: 1, definition: Who wrote or took it.}
"""  # noqa: E501


def make_codebook(text: str = CODEBOOK) -> Codebook:
    return load_codebook(text)


def make_coder(name: str = "Ada", **fields: Any) -> Coder:
    return Coder(**{"id": uuid4(), "name": name, **fields})


def make_article(key: str = "01_pier", **fields: Any) -> Article:
    defaults = {"id": uuid4(), "title": key, "source_name": f"{key}.txt"}
    return Article(**{**defaults, "key": key, **fields})


def make_version(article: Article | None = None, text: str = TEXT, **fields: Any) -> ArticleVersion:
    defaults = {
        "id": uuid4(),
        "article_id": article.id if article else uuid4(),
        "text_sha256": text_sha256(text),
        "source_sha256": sha256_of(text.encode()),
        "encoding": "utf-8",
        "importer": "plain_text",
        "importer_version": "1",
        "imported_at": NOON,
        "n_words": len(text.split()),
    }
    return ArticleVersion(**{**defaults, "text": text, **fields})


def make_annotation(
    version: ArticleVersion,
    coder: Coder,
    quote: str = "Nine pilots",
    *more: str,
    type: str = "Demand",
    **fields: Any,
) -> Annotation:
    """Annotation of a quote, or of several parts, where they first stand in the text."""
    parts = [_place(version.text, part) for part in (quote, *more)]
    defaults = {
        "id": uuid4(),
        "article_version_id": version.id,
        "coder_id": coder.id,
        "start": parts[0][0],
        "end": parts[-1][1],
        "parts": tuple(parts) if len(parts) > 1 else None,
        "quote": quote_of(version.text, parts),
        "values": {"topic": value("pay")},
    }
    return Annotation(**{**defaults, "type": type, **fields})


def make_link(
    source: Annotation, target: Annotation | None, type: str = "raised_by", **fields: Any
) -> Link:
    defaults = {
        "id": uuid4(),
        "article_version_id": source.article_version_id,
        "coder_id": source.coder_id,
        "from_id": source.id,
        "to_id": target.id if target else None,
    }
    return Link(**{**defaults, "type": type, **fields})


def make_article_link(coder: Coder, source: Article, target: Article, **fields: Any) -> ArticleLink:
    defaults = {
        "id": uuid4(),
        "coder_id": coder.id,
        "type": "reprint_of",
        "from_article_id": source.id,
        "to_article_id": target.id,
    }
    return ArticleLink(**{**defaults, **fields})


def make_coding(version: ArticleVersion, coder: Coder, **fields: Any) -> ArticleCoding:
    defaults = {
        "id": uuid4(),
        "article_id": version.article_id,
        "article_version_id": version.id,
        "coder_id": coder.id,
    }
    return ArticleCoding(**{**defaults, **fields})


def make_zone(version: ArticleVersion, quote: str = "said Vera Holm", **fields: Any) -> Zone:
    start, end = _place(version.text, quote)
    defaults = {
        "id": zone_id(version.id, "credit", start, end),
        "article_version_id": version.id,
        "start": start,
        "end": end,
        "kind": "credit",
        "source": "rules",
    }
    return Zone(**{**defaults, **fields})


def make_suggestion(
    version: ArticleVersion, quote: str = "Nine pilots", type: str = "Demand", **fields: Any
) -> Suggestion:
    place = _place(version.text, quote)
    defaults = {
        "id": suggestion_id(version.id, type, [place]),
        "article_version_id": version.id,
        "start": place[0],
        "end": place[1],
        "quote": quote,
        "score": 0.5,
        "source": "rules 1",
    }
    return Suggestion(**{**defaults, "type": type, **fields})


def make_suggested_link(source: Suggestion, target: Suggestion, **fields: Any) -> SuggestedLink:
    defaults = {
        "article_version_id": source.article_version_id,
        "type": "raised_by",
        "from_id": source.id,
        "to_id": target.id,
        "score": 0.5,
    }
    return SuggestedLink(**{**defaults, **fields})


def make_decision(suggestion: Suggestion, coder: Coder, **fields: Any) -> SuggestionDecision:
    defaults = {
        "id": decision_id(suggestion.id, coder.id),
        "suggestion_id": suggestion.id,
        "article_version_id": suggestion.article_version_id,
        "coder_id": coder.id,
        "type": suggestion.type,
        "start": suggestion.start,
        "end": suggestion.end,
        "parts": suggestion.parts,
        "decision": "rejected",
        "time": NOON,
    }
    return SuggestionDecision(**{**defaults, **fields})


def make_entity(key: str = "harbour_union", **fields: Any) -> Entity:
    return Entity(**{"id": uuid4(), "key": key, **fields})


def make_entity_link(source: Entity, target: Entity, **fields: Any) -> EntityLink:
    defaults = {"id": uuid4(), "type": "part_of", "from_id": source.id, "to_id": target.id}
    return EntityLink(**{**defaults, **fields})


def make_codebook_version(text: str = CODEBOOK, number: int = 1, **fields: Any) -> CodebookVersion:
    defaults = {"id": uuid4(), "sha256": text_sha256(text), "number": number}
    return CodebookVersion(**{**defaults, "text": text, **fields})


def make_claim_group(name: str = "Nine pilots", **fields: Any) -> ClaimGroup:
    return ClaimGroup(**{"id": uuid4(), "kind": "group", "name": name, **fields})


def make_comment(
    coder: Coder, article: Article, text: str = "Who says so?", **fields: Any
) -> Comment:
    own = {"id": uuid4(), "coder_id": coder.id, "article_id": article.id, "created": NOON}
    return Comment(**{**own, "text": text, **fields})


def make_hidden_share(coder: Coder, **fields: Any) -> HiddenShare:
    own = {"id": share_id(coder.id), "coder_id": coder.id, "share": 0.25, "seed": 7}
    return HiddenShare(**{**own, **fields})


def make_hidden_draw(coder: Coder, article: Article, **fields: Any) -> HiddenDraw:
    own = {"id": draw_id(article.id, coder.id), "coder_id": coder.id, "article_id": article.id}
    return HiddenDraw(**{**own, "hidden": True, "share": 0.25, "seed": 7, **fields})


def make_work_period(coder: Coder, article: Article, **fields: Any) -> WorkPeriod:
    own = {"id": uuid4(), "coder_id": coder.id, "article_id": article.id, "began": NOON}
    return WorkPeriod(**{**own, "seconds": 90.5, **fields})


TABLES: dict[type[StoredValue], str] = {
    Comment: "comment",
    HiddenShare: "hidden_share",
    HiddenDraw: "hidden_draw",
    WorkPeriod: "work_period",
    Coder: "coder",
    CodebookVersion: "codebook_version",
    Article: "article",
    ArticleVersion: "article_version",
    Zone: "zone",
    Entity: "entity",
    EntityLink: "entity_link",
    Annotation: "annotation",
    Link: "link",
    ArticleLink: "article_link",
    ArticleCoding: "article_coding",
    SuggestionDecision: "suggestion_decision",
    ClaimGroup: "claim_group",
}


def make(*values: StoredValue) -> list[Change]:
    """Creations of values."""
    return [creation(TABLES[type(value)], value) for value in values]


def act(
    *changes: Change | Sequence[Change],
    label: str = "Do something",
    coder: Coder | None = None,
    article_id: UUID | None = None,
) -> ChangeSet:
    """Change set of changes and of lists of them."""
    flat = [c for item in changes for c in ([item] if isinstance(item, Change) else item)]
    return make_change_set(label, flat, coder_id=coder.id if coder else None, article_id=article_id)


def _place(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)
