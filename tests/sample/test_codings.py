"""The codings respect the codebook, their articles and the entity registry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import compute_borders, sha256_of, snap, trim
from refusal_annotator.domain.variables import cell_from_json, is_filled
from refusal_annotator.exchange.coding_files import check_coding_file, read_coding_file

CODERS = {"Ines", "Tomasz", "Aino"}
CODED = {"01_tern_wire", "05_daily_trumpet", "06_pallasta_courier"}


def test_three_coders_coded_the_same_three_articles(sample: Any) -> None:
    assert {(c.coder, c.stem) for c in sample.codings} == {
        (coder, stem) for coder in CODERS for stem in CODED
    }


def test_head_of_each_file_fits_its_article(sample: Any) -> None:
    for coding in sample.codings:
        data = sample.articles[coding.content["article"]]

        assert coding.content["coder"] == coding.coder
        assert coding.content["article"] == f"{coding.stem}.txt"
        assert coding.content["sha256"] == sha256_of(data)
        assert coding.content["length_code_points"] == len(coding.text)


def test_every_type_is_coded_in_every_file(sample: Any) -> None:
    types = [span_type.id for span_type in sample.codebook.span_types]

    for coding in sample.codings:
        assert coding.content["coded_types"] == types
        assert {span["type"] for span in coding.spans} == set(types)


def test_the_program_finds_nothing_to_complain_about(sample: Any) -> None:
    for coding in sample.codings:
        data = json.dumps(coding.content).encode("utf-8")
        file = read_coding_file(data, name=f"{coding.coder}/{coding.stem}.json")

        assert not check_coding_file(file, text=coding.text, codebook=sample.codebook)


def test_surfaces_and_traps_stand_where_they_say(sample: Any) -> None:
    for coding in sample.codings:
        for entry in _anchored(coding):
            assert coding.text[entry["start"] : entry["end"]] == entry["surface"]


def test_spans_are_whole_words_trimmed_as_their_type_asks(sample: Any) -> None:
    borders = {stem: compute_borders(sample.texts[stem]) for stem in CODED}
    for coding in sample.codings:
        for span in coding.spans:
            extent = Span(span["start"], span["end"])
            trims = sample.codebook.span_type(span["type"]).trim

            assert trim(coding.text, extent, trims) == extent, span["surface"]
            grown = snap(borders[coding.stem], extent.start, extent.end)
            assert grown == extent, span["surface"]


def test_spans_of_one_type_nest_but_never_cross_or_repeat(sample: Any) -> None:
    for coding in sample.codings:
        for first, second in combinations(coding.spans, 2):
            if first["type"] != second["type"]:
                continue
            a, b = (Span(s["start"], s["end"]) for s in (first, second))
            assert a != b
            assert not a.overlaps(b) or a.contains(b) or b.contains(a)


def test_nothing_is_coded_in_an_exclusion_zone(sample: Any) -> None:
    for coding in sample.codings:
        kinds = [sample.codebook.zone_kind(kind) for _, _, kind in coding.content["boilerplate"]]
        assert kinds
        assert None not in kinds
        for start, end, _ in coding.content["boilerplate"]:
            zone = Span(start, end)
            assert not any(zone.overlaps(Span(s["start"], s["end"])) for s in coding.spans)


def test_required_attributes_are_filled_and_invisible_ones_empty(sample: Any) -> None:
    for coding in sample.codings:
        for span in coding.spans:
            attributes = sample.codebook.attributes_of(span["type"])
            _check_conditions(sample, attributes, span["attributes"], span["surface"])


def test_required_article_variables_are_filled(sample: Any) -> None:
    for coding in sample.codings:
        variables = coding.content["article_variables"]
        _check_conditions(sample, sample.codebook.article_variables, variables, coding.stem)


def test_nothing_derived_is_coded(sample: Any) -> None:
    derived = {
        attribute.id
        for span_type in sample.codebook.span_types
        for attribute in span_type.attributes
        if attribute.derived
    }

    assert derived
    for coding in sample.codings:
        for span in coding.spans:
            assert not derived & set(span["attributes"])


def test_links_stand_where_the_codebook_asks_for_them_and_nowhere_else(sample: Any) -> None:
    codebook = sample.codebook
    for coding in sample.codings:
        for span in coding.spans:
            cells = _cells(sample, codebook.attributes_of(span["type"]), span["attributes"])
            for relation in codebook.relations_from(span["type"]):
                links = [
                    link
                    for link in coding.relations
                    if link["from"] == span["id"] and link["type"] == relation.id
                ]
                place = f"{coding.coder} {coding.stem} {span['surface']!r} {relation.id}"
                visible = relation.is_visible(cells)
                assert visible or not links, place
                assert links or not (visible and relation.is_required(cells)), place
                assert len(links) <= 1 or relation.cardinality not in ("0..1", "1"), place


def test_ordered_links_count_from_one_within_a_path(sample: Any) -> None:
    for coding in sample.codings:
        for relation in (r for r in sample.codebook.relations if r.ordered):
            chains: dict[tuple[str, int], list[int]] = {}
            for link in coding.relations:
                if link["type"] == relation.id:
                    chains.setdefault((link["from"], link.get("path", 1)), []).append(link["order"])
            for orders in chains.values():
                assert sorted(orders) == list(range(1, len(orders) + 1))


def test_the_paper_repeats_a_chain_of_two_intermediaries(sample: Any) -> None:
    coding = sample.coding("Ines", "06_pallasta_courier")
    claim = "Claim: A third of the night crews stayed ashore"

    assert coding.targets(claim, "speaker") == "lock-keeper"
    assert coding.targets(claim, "via") == "Maret Ollin > Tern"


def test_links_across_articles_lead_to_the_same_coder_s_spans(sample: Any) -> None:
    found = 0
    for coding in sample.codings:
        for link in coding.content["cross_article"]:
            target = sample.coding(coding.coder, link["to_article"])
            assert link["from"] in coding.by_id
            assert target.by_id[link["to"]]["type"] == coding.by_id[link["from"]]["type"]
            found += 1
    assert found >= 3


def test_every_entity_is_registered_once(sample: Any) -> None:
    rows = sample.rows("entities.csv")
    keys = [row["key"] for row in rows]
    spellings = [
        spelling.casefold()
        for row in rows
        for spelling in (row["canonical_name"], *filter(None, row["aliases"].split("|")))
    ]
    field = next(f for f in sample.codebook.entity_registry.fields if f.id == "actor_class")
    actor_class = sample.codebook.type_by_role("actor").attribute_by_role("actor_class")

    assert len(set(keys)) == len(keys)
    assert len(set(spellings)) == len(spellings)
    assert field.categories_from == "Actor.actor_class"
    assert {row["actor_class"] for row in rows} <= {str(c.id) for c in actor_class.categories}
    assert _named_entities(sample) <= set(keys)


def _anchored(coding: Any) -> Iterator[Mapping[str, Any]]:
    yield from coding.spans
    yield from coding.content["not_number"]
    yield from coding.content["not_actor"]


def _cells(sample: Any, attributes: Any, written: Mapping[str, Any]) -> dict[str, Any]:
    return {
        attribute.id: cell_from_json(attribute, written[attribute.id], sample.codebook)
        for attribute in attributes
        if attribute.id in written
    }


def _check_conditions(sample: Any, attributes: Any, written: Mapping[str, Any], place: str) -> None:
    cells = _cells(sample, attributes, written)
    for attribute in attributes:
        filled = is_filled(cells.get(attribute.id))
        visible = attribute.is_visible(cells)
        assert visible or not filled, f"{place}: {attribute.id} is not asked for here"
        assert filled or not visible or not attribute.is_required(cells), (
            f"{place}: {attribute.id} is required"
        )


def _named_entities(sample: Any) -> set[str]:
    named: set[str] = set()
    variables = [v for v in sample.codebook.article_variables if v.value_type == "entity"]
    for coding in sample.codings:
        named |= {s["attributes"]["entity"] for s in coding.spans if "entity" in s["attributes"]}
        for variable in variables:
            content = coding.content["article_variables"].get(variable.id) or []
            named |= set(content if isinstance(content, list) else [content])
    return named
