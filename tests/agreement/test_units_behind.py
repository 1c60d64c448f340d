"""The way from a figure to the texts behind it, and spans that two coders gave different types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from refusal_annotator.agreement.report import compare
from refusal_annotator.agreement.units_behind import UnitsBehind
from refusal_annotator.domain.comparison import blind_coders
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.variables import value
from tests.agreement.conftest import Builder, an_id

QUICK = ComparisonOptions(resamples=0)
ROSE, STOOD, ASH = "The river Elm rose", "Cellars stood under water", "nothing happened"


def event(words, kind):
    return ("Event", words, {"kind": value(kind)})


@pytest.fixture
def behind(rivers):
    study = Builder(rivers)
    study.coding("Ann", [event(ROSE, "flood"), event(STOOD, "flood"), event(ASH, "drought")])
    study.coding("Ben", [event(ROSE, "flood"), event(STOOD, "drought"), event(ASH, "drought")])
    study.coding("Cem", [event(ROSE, "flood"), event(STOOD, "flood")])
    material = study.build()
    return UnitsBehind(compare(material, QUICK), material)


def names(behind):
    return {c.name: c.id for c in behind.report.coders}


def test_a_confusion_leads_to_its_units(behind):
    table = behind.table("attribute", "Event.kind")
    flood, drought = table.shown.index("Flood"), table.shown.index("Drought")
    (found,) = behind.of_cell(table, flood, drought)
    assert (found.kind, found.snippet.disputed) == ("attribute", STOOD)
    who = names(behind)
    assert behind.of_cell(table, flood, drought, (who["Ann"], who["Ben"])) == (found,)
    assert behind.of_cell(table, drought, flood, (who["Ann"], who["Ben"])) == ()
    (alike,) = behind.of_cell(table, drought, drought)
    assert (alike.kind, alike.snippet.disputed) == ("alike", ASH)
    assert {side.shown for side in alike.sides} == {"Drought"}
    both = behind.of_cell(table, flood, flood)
    assert [d.kind for d in both] == ["alike", "attribute"]


def test_pairs_coders_and_categories_lead_to_units(behind):
    who = names(behind)
    kind = ("attribute", "Event.kind")
    (found,) = behind.of_pair(*kind, (who["Ann"], who["Ben"]))
    assert found.snippet.disputed == STOOD
    assert behind.of_pair(*kind, (who["Ann"], who["Cem"])) == ()
    assert behind.of_coder(*kind, who["Ben"]) == (found,)
    assert behind.of_category(behind.table(*kind), "Flood") == (found,)
    (missed,) = behind.of_coder("unitizing", "Event", who["Cem"])
    assert (missed.kind, missed.snippet.disputed) == ("missed", ASH)
    assert behind.of_pair("unitizing", "Event", (who["Ann"], who["Ben"])) == ()
    assert behind.of_text(an_id("article", "elm"), "Event") == (missed,)


def test_one_place_under_two_types_is_one_disagreement(study):
    study.coding("Ann", [("Event", ROSE, {})]).coding("Ben", [("River", "river Elm rose", {})])
    report = compare(study.build(), QUICK)
    (found,) = report.disagreements
    assert (found.kind, {found.type, found.other_type}) == ("type", {"Event", "River"})
    assert {side.shown for side in found.sides} == {"Event", "River"}
    assert found.snippet.disputed == ROSE


def test_a_short_span_inside_a_long_one_is_no_change_of_type(study):
    study.coding("Ann", [("Event", ROSE, {})]).coding("Ben", [("River", "Elm", {})])
    assert [d.kind for d in compare(study.build(), QUICK).disagreements] == ["missed", "missed"]


def test_who_has_both_types_did_not_change_the_type(study):
    study.coding("Ann", [("Event", ROSE, {}), ("River", ROSE, {})])
    study.coding("Ben", [("River", ROSE, {})])
    (found,) = compare(study.build(), QUICK).disagreements
    assert (found.kind, found.type) == ("missed", "Event")


def test_parts_lead_to_their_articles(rivers):
    study = Builder(rivers)
    for number in (1, 2):
        name = f"a{number}"
        study.coding("Ann", [event(ROSE, "flood")], article=name)
        study.coding("Ben", [event(ROSE, "drought")], article=name)
    material = study.build()
    later = {an_id("article", "a2")}
    codings = tuple(
        replace(c, codebook_version=2) if c.article_id in later else c for c in material.codings
    )
    material = replace(material, codings=codings)
    behind = UnitsBehind(compare(material, QUICK), material)
    (found,) = behind.of_part("attribute", "Event.kind", "codebook version", "2")
    assert found.article == "a2"


def test_blind_names_go_by_the_order_of_the_report(behind):
    assert [c.name for c in blind_coders(behind.report.coders)] == ["Coder 1", "Coder 2", "Coder 3"]
