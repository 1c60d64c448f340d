"""The codebooks that come with the program, and what a loaded codebook answers."""

from __future__ import annotations

import pickle
import re

import pytest

from refusal_annotator.domain.codebook import (
    Codebook,
    Level,
    category_keys,
    load_codebook,
    relation_keys,
    type_keys,
)
from refusal_annotator.domain.codebook_model import Condition
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value
from refusal_annotator.resources import codebook_path
from tests.builders import CODEBOOK, make_codebook

BUILT_IN = ("refusal_news", "minimal")


@pytest.fixture(scope="module")
def study() -> Codebook:
    return load_codebook(codebook_path("refusal_news").read_text("utf-8"))


# --- what comes with the program ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"), [("refusal_news", "codebook"), ("minimal", "minimal_codebook")]
)
def test_built_in_codebooks_are_the_studys_unchanged(shared_dir, ours, theirs):
    assert (
        codebook_path(ours).read_bytes() == (shared_dir / "study" / f"{theirs}.yaml").read_bytes()
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_codebooks_load(name):
    text = codebook_path(name).read_text("utf-8")
    codebook = load_codebook(text)
    assert codebook.source_text == text
    assert len(codebook.sha256) == 64
    assert codebook.type_by_role("actor") is not None


def test_the_study_has_what_its_file_says(study):
    assert study.id and study.version and study.title and study.language == "en"
    assert {t.role for t in study.span_types} == {"claim", "actor", "number", "stance"}
    assert study.relation_by_role("speaker") is not None
    assert study.variable_by_role("headline").level == Level.TEXT
    assert study.entity_registry is not None
    assert study.number_rules is not None
    assert [c.id for c in study.missing_codes] == ["not_applicable", "not_determinable", "missing"]
    assert study.thresholds.reliable == 0.8
    assert study.matching.rule in ("iou", "cover_shorter", "any")
    for span_type in study.span_types:
        for attribute in span_type.attributes:
            assert bool(attribute.categories) == attribute.has_categories
            assert attribute.value_type is not None


def test_borrowed_categories_are_those_of_the_lender(study):
    actor_class = study.type_by_role("actor").attribute_by_role("actor_class")
    field = next(f for f in study.entity_registry.fields if f.categories_from)
    assert field.categories == actor_class.categories


def test_every_code_of_the_study_has_a_key_of_its_own(study):
    keys = list(type_keys(study).values())
    assert len(set(keys)) == len(keys)
    for span_type in study.span_types:
        links = list(relation_keys(study, span_type.id).values())
        assert len(set(links)) == len(links)
        for attribute in span_type.attributes:
            found = list(category_keys(attribute).values())
            assert len(set(found)) == len(found), attribute.id


# --- look-up --------------------------------------------------------------------------------------


def test_look_up_by_id_names_what_there_is_when_it_fails():
    codebook = make_codebook()
    assert codebook.span_type("Demand").label == "Demand"
    assert codebook.find_type("Nothing") is None
    with pytest.raises(AnnotatorError, match="no span type 'Nothing'; it has Demand, Party"):
        codebook.span_type("Nothing")
    with pytest.raises(AnnotatorError, match="no relation 'x'; it has raised_by"):
        codebook.relation("x")
    with pytest.raises(AnnotatorError, match="Demand has no attribute 'x'; the codebook has topic"):
        codebook.span_type("Demand").attribute("x")
    assert codebook.find_relation("x") is None
    assert codebook.find_variable("x") is None
    (zone,) = codebook.exclusion_zones
    assert codebook.zone_kind("credit") == zone
    assert zone.shown == "Credit"
    assert codebook.zone_kind("x") is None


def test_a_role_that_the_codebook_does_not_have_is_none():
    codebook = make_codebook()
    assert codebook.type_by_role("stance") is None
    assert codebook.relation_by_role("rival") is None
    assert codebook.variable_by_role("byline") is None
    demand = codebook.span_type("Demand")
    assert demand.attribute_by_role("cue") == demand.attribute("cue")
    assert codebook.span_type("Demand").attribute_by_role("topic") is None


def test_relations_that_start_from_a_type():
    codebook = make_codebook()
    assert [r.id for r in codebook.relations_from("Demand")] == ["raised_by"]
    assert codebook.relations_from("Party") == ()


def test_a_note_belongs_to_every_codebook_and_comes_last():
    codebook = make_codebook()
    assert codebook.note_id == "note"
    assert [a.id for a in codebook.attributes_of("Party")] == ["who", "note"]
    assert [a.id for a in codebook.relation_attributes_of("raised_by")] == ["note"]
    own = (
        "common_attributes: [{id: remark, label: Remark, role: note, level: text, "
        "required: false, definition: d.}]\n"
    )
    assert make_codebook(CODEBOOK + own).note_id == "remark"
    assert [a.id for a in make_codebook(CODEBOOK + own).attributes_of("Party")] == ["who", "remark"]


def test_what_the_file_leaves_out_has_the_values_of_the_format():
    codebook = make_codebook()
    assert [str(c.id) for c in codebook.missing_codes] == [
        "not_applicable",
        "not_determinable",
        "missing",
    ]
    assert codebook.is_missing("missing") and not codebook.is_missing("pay")
    assert not codebook.is_missing(97) and not codebook.is_missing(["missing"])
    assert (codebook.matching.rule, codebook.matching.threshold) == ("iou", 0.5)
    assert (codebook.thresholds.reliable, codebook.thresholds.tentative) == (0.8, 0.667)
    assert codebook.span_type("Party").trim == ("space",)
    assert codebook.span_type("Party").discontinuous is False
    levels = {a.id: a.value_type for a in codebook.span_type("Demand").attributes}
    assert levels == {"topic": "category", "force": "category", "cue": "string", "count": "number"}


def test_what_programs_read_of_reliability_is_read_and_the_rest_is_free():
    text = (
        CODEBOOK
        + "reliability: {matching: {rule: any, threshold: 0}, thresholds: {reliable: 0.9}, "
        "plan: {a: [1, x]}}\n"
    )
    codebook = make_codebook(text)
    assert codebook.matching.rule == "any"
    assert (codebook.thresholds.reliable, codebook.thresholds.tentative) == (0.9, 0.667)


def test_the_digest_is_that_of_the_text_as_written():
    assert make_codebook().sha256 != make_codebook(CODEBOOK + "# a remark\n").sha256


# --- keys -----------------------------------------------------------------------------------------


def with_categories(categories: str) -> Codebook:
    return make_codebook(
        re.sub(r"(topic.*categories: )\[.*\]", rf"\1[{categories}]", CODEBOOK)
        .replace("decision_order: [pay, rest], ", "")
        .replace("value: pay", "value: a")
    )


def test_keys_are_the_hotkey_else_the_code_else_a_free_letter_from_b_on():
    codebook = with_categories(
        "{id: a, code: 1, definition: d}, {id: b, code: 0, definition: d},"
        "{id: c, code: 12, definition: d}, {id: d, code: 13, hotkey: B, definition: d},"
        "{id: e, code: 5, hotkey: '1', definition: d}, {id: f, code: -1, definition: d}"
    )
    keys = category_keys(codebook.span_type("Demand").attribute("topic"))
    assert keys == {"a": "c", "b": "0", "c": "d", "d": "B", "e": "1", "f": "e"}


def test_when_letters_run_out_a_category_has_no_key_and_none_is_given_twice():
    many = ",".join(
        f"{{id: {'a' if i == 10 else f'c{i}'}, code: {i}, definition: d}}" for i in range(10, 50)
    )
    keys = category_keys(with_categories(many).span_type("Demand").attribute("topic"))
    given = [key for key in keys.values() if key]
    assert len(given) == len(set(given)) == 25
    assert list(keys.values()).count("") == 15


def test_types_without_hotkeys_get_their_code():
    text = CODEBOOK.replace('    hotkey: "1"\n', "").replace(
        '    hotkey: "2"\n', '    hotkey: "1"\n'
    )
    assert type_keys(make_codebook(text)) == {"Demand": "b", "Party": "1"}


# --- conditions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "operator", "wanted", "holds"),
    [
        (value("pay"), "equals", "pay", True),
        (value("rest"), "equals", "pay", False),
        (None, "equals", "pay", False),
        (EMPTY, "equals", "pay", False),
        (value("pay"), "not_equals", "pay", False),
        (None, "not_equals", "pay", True),
        (missing("not_applicable"), "equals", "not_applicable", True),
        (missing("not_applicable"), "not_equals", "not_applicable", False),
        (value("pay"), "in", ["pay", "rest"], True),
        (value("x"), "in", ["pay", "rest"], False),
        (value("x"), "not_in", ["pay", "rest"], True),
        (None, "not_in", ["pay"], True),
        (value(["a", "b"]), "equals", "b", True),
        (value(["a", "b"]), "in", ["b", "c"], True),
        (value([]), "is_set", None, False),
        (value("pay"), "is_set", None, True),
        (missing("missing"), "is_set", None, True),
        (OPEN, "is_set", None, False),
        (OPEN, "is_empty", None, True),
        (None, "is_empty", None, True),
        (value(0), "is_set", None, True),
        (value(12.0), "equals", 12, True),
        (value(2), "equals", "2", False),
    ],
)
def test_conditions(cell, operator, wanted, holds):
    condition = Condition(attribute="topic", operator=operator, value=wanted)
    assert condition.holds({} if cell is None else {"topic": cell}) is holds


def test_what_is_not_visible_is_not_required():
    force = make_codebook().span_type("Demand").attribute("force")
    required = force.model_copy(update={"required": True})
    assert not force.is_visible({})
    assert force.is_visible({"topic": value("pay")})
    assert not required.is_required({"topic": value("rest")})
    assert required.is_required({"topic": value("pay")})
    when = force.model_copy(update={"visible_when": None, "required_when": force.visible_when})
    assert when.is_required({"topic": value("pay")})
    assert not when.is_required({})
    assert not required.model_copy(update={"deprecated": True}).is_required({"topic": value("pay")})


@pytest.mark.parametrize(
    ("cardinality", "required", "single"),
    [("0..1", False, True), ("1", True, True), ("0..n", False, False), ("1..n", True, False)],
)
def test_cardinality_says_whether_a_link_is_needed_and_whether_there_is_one(
    cardinality, required, single
):
    relation = make_codebook().relation("raised_by").model_copy(update={"cardinality": cardinality})
    assert relation.is_required({}) is required
    assert relation.is_single is single
    hidden = relation.model_copy(
        update={"visible_when": Condition(attribute="topic", operator="is_set")}
    )
    assert not hidden.is_required({})


def test_a_codebook_is_packed_without_what_was_looked_up_in_it(study):
    """Another thread may look something up while the codebook travels to the worker process."""
    fresh = load_codebook(study.source_text)
    before = pickle.dumps(fresh)
    for span_type in fresh.span_types:
        assert fresh.find_type(span_type.id) == span_type
        for attribute in fresh.attributes_of(span_type.id):
            assert attribute.find_category("nowhere") is None
    assert pickle.dumps(fresh) == before
    again = pickle.loads(before)
    assert again == fresh
    assert again.find_type(fresh.span_types[0].id) == fresh.span_types[0]
