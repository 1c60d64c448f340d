"""A small codebook on another topic that has every kind of variable and link."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.exchange.coding_files import (
    CodingFile,
    ImportedCoding,
    read_coding_file,
    to_domain,
    to_json,
)

# ruff: noqa: E501
HARBOUR_CODEBOOK = """
format: 1
codebook:
  id: harbour
  version: "1"
  title: Harbour disputes
  language: en
  missing_codes:
    - {id: not_applicable, code: 97, definition: Cannot apply.}
    - {id: not_determinable, code: 98, definition: The text does not say.}
    - {id: missing, code: 99, definition: Not coded yet.}
span_types:
  - id: Plea
    code: 1
    label: Plea
    role: claim
    colour: "#0072B2"
    discontinuous: true
    definition: What somebody asks for.
    example: more crews
    counter_example: a crew
    attributes:
      - {id: subject, label: Subject, level: nominal, required: true, definition: What about., decision_order: [pay, 2, not_applicable], categories: [{id: pay, code: 1, definition: Pay.}, {id: 2, code: 2, definition: Rest.}, {id: not_applicable, code: 97, definition: None.}]}
      - {id: tone, label: Tone, level: ordinal, required: false, definition: How loud., decision_order: [soft, loud], visible_when: {attribute: subject, operator: equals, value: pay}, categories: [{id: soft, code: 1, definition: Soft.}, {id: loud, code: 2, definition: Loud.}]}
      - {id: tags, label: Tags, level: multi_select, required: false, definition: All that fit., decision_order: [ship, shore], categories: [{id: ship, code: 1, definition: Ship.}, {id: shore, code: 2, definition: Shore.}]}
      - {id: cue, label: Cue, role: cue, level: text, required: false, definition: The verb.}
      - {id: said_on, label: Said on, level: interval, required: false, definition: When.}
      - {id: depth, label: Depth, role: chain_depth, level: ratio, required: false, derived: {function: longest_path, relations: [carried_by]}, definition: Links of the chain.}
      - {id: old, label: Old, level: text, required: false, deprecated: true, definition: Read only.}
  - id: Crew
    code: 2
    label: Crew
    role: actor
    colour: "#D55E00"
    definition: Who acts.
    example: the stokers
    counter_example: the ship
    attributes:
      - {id: who, label: Who, role: entity, level: link, links_to: entity, required: true, definition: Which crew.}
      - {id: ports, label: Ports, level: link, links_to: entity, multiple: true, required: false, definition: Home ports.}
  - id: Tally
    code: 3
    label: Tally
    role: number
    colour: "#009E73"
    definition: How many.
    example: twelve
    counter_example: Pier 9
    attributes:
      - {id: least, label: Least, role: value_low, level: ratio, required: false, definition: Low bound.}
      - {id: most, label: Most, role: value_high, level: ratio, required: false, definition: High bound.}
relations:
  - {id: raised_by, code: 1, label: Raised by, role: speaker, from: Plea, to: Crew, cardinality: 0..1, ordered: false, symmetric: false, scope: within_article, definition: Who asks.}
  - {id: carried_by, code: 2, label: Carried by, role: via, from: Plea, to: Crew, cardinality: 0..n, ordered: true, paths: true, symmetric: false, scope: within_article, definition: Who handed it on.}
  - {id: same, code: 3, label: Same, role: same_claim, from: Plea, to: Plea, cardinality: 0..n, ordered: false, symmetric: true, scope: within_or_across_articles, definition: The same plea., attributes: [{id: basis, label: Basis, level: text, required: false, definition: Why.}]}
  - {id: echoes, code: 4, label: Echoes, from: Plea, to: Plea, cardinality: 0..n, ordered: false, symmetric: false, scope: across_articles, definition: Heard elsewhere.}
article_variables:
  - {id: headline, label: Headline, role: headline, level: text, required: false, definition: First title.}
  - {id: outlet, label: Outlet, role: outlet, level: link, links_to: entity, required: false, definition: Who carries it.}
  - {id: dated, label: Dated, role: publication_date, level: interval, required: false, definition: Day of issue.}
article_relations:
  - {id: reprint_of, code: 1, label: Reprint of, role: reprint, cardinality: 0..n, symmetric: false, definition: The other's text., attributes: [{id: share, label: Share, level: ratio, required: false, definition: How much of it.}]}
exclusion_zones:
  - {id: credit, code: 1, label: Credit, definition: Who wrote it.}
  - {id: menu, code: 2, label: Menu, definition: Navigation.}
"""

TEXT = "⚓🙂 The stokers of Pier 9 want twelve more hands, they say. By T. Holm"

IDS = {
    "project_id": UUID(int=1),
    "coder_id": UUID(int=2),
    "article_id": UUID(int=3),
    "article_version_id": UUID(int=4),
}


def span(span_id: str, type_: str, quote: str, **attributes: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    end = start + len(quote)
    place = {"id": span_id, "type": type_, "start": start, "end": end, "surface": quote}
    return {**place, "attributes": attributes}


def coding(**changes: Any) -> dict[str, Any]:
    """A coding without a fault; `changes` replace article-level entries."""
    return {
        "article": "pier.txt",
        "sha256": "0" * 64,
        "length_code_points": len(TEXT),
        "coder": "Ada",
        "coded_types": ["Plea", "Crew", "Tally"],
        "spans": [
            span("P1", "Plea", "want twelve more hands", subject="pay", tone="loud", cue="say"),
            span("K1", "Crew", "The stokers of Pier 9", who="stokers_pier_9"),
            span("T1", "Tally", "twelve", least=12, most=12),
        ],
        "relations": [{"type": "raised_by", "from": "P1", "to": "K1"}],
        "boilerplate": [[TEXT.index("By T."), len(TEXT), "credit"]],
        "article_variables": {"headline": None, "outlet": "The Quay"},
        "cross_article": [],
        **changes,
    }


def with_span(number: int, **changes: Any) -> dict[str, Any]:
    """The faultless coding with entries of one span replaced; `attributes` are added to."""
    content = coding()
    target = content["spans"][number]
    attributes = {**target["attributes"], **changes.pop("attributes", {})}
    content["spans"][number] = {**target, **changes, "attributes": attributes}
    return content


def parse(content: Any) -> CodingFile:
    return read_coding_file(json.dumps(content).encode(), name="ada.json")


def imported(content: Any, codebook: Codebook, text: str = TEXT) -> ImportedCoding:
    return to_domain(parse(content), codebook=codebook, codebook_version=3, text=text, **IDS)


def exported(
    content: dict[str, Any], made: ImportedCoding, codebook: Codebook, text: str = TEXT
) -> dict[str, Any]:
    return to_json(
        made.annotations,
        made.links,
        codebook=codebook,
        article=content["article"],
        sha256=content.get("sha256", ""),
        length=len(text),
        coder=content.get("coder", "Ada"),
        coded_types=made.coded_types,
        zones=made.zone_triples,
        article_values=made.article_values,
        article_links=made.article_links,
        extras=made.extras,
        keys=made.keys,
    )
