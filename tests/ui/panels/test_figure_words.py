"""A figure beside its words."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.variables import OPEN, value
from refusal_annotator.resources import codebook_path
from refusal_annotator.ui.panels.figure_words import figure_words
from refusal_annotator.workspace import coding
from tests.workspace.ferry import SKUA, Desk, new_project


@pytest.fixture
def news(tmp_path):
    text = codebook_path("refusal_news").read_text("utf-8")
    project = new_project(tmp_path / "study", codebook=text, skua=SKUA)
    yield Desk(project)
    project.close()


def cells(desk, **roles):
    kind = desk.session.codebook.type_by_role("number")
    return {
        kind.attribute_by_role(role).id: cell if isinstance(cell, dict) else value(cell)
        for role, cell in roles.items()
    }


def shown(desk, **roles):
    kind = desk.session.codebook.type_by_role("number")
    made = desk.do(coding.tag, kind.id, *desk.place("Twelve"), values=cells(desk, **roles))
    return figure_words(desk.session, desk.annotation(coding.created_annotation(made)))


def test_a_share_says_bounds_unit_and_of_whom(news):
    figure = {"kind": "percent", "value_low": 20, "value_high": 40, "unit": "percent"}
    said = shown(news, **figure, base_text="the crews", counted_text="absences")
    assert said == "20 to 40 · percent · of the crews · absences"


def test_open_and_single_bounds(news):
    assert shown(news, value_low=30, value_high=OPEN).startswith("at least 30")


def test_one_value_is_said_once(news):
    assert shown(news, value_low=12, value_high=12).split(" · ")[0] == "12"


def test_what_is_counted_is_the_linked_coding(news):
    kinds = news.session.codebook
    number, actor = kinds.type_by_role("number"), kinds.type_by_role("actor")
    made = news.do(coding.tag, number.id, *news.place("Twelve"), values=cells(news, value_low=12))
    figure = coding.created_annotation(made)
    news.relate(kinds.relation_by_role("counted").id, figure, news.tag(actor.id, "hands"))
    assert figure_words(news.session, news.annotation(figure)).endswith(" · hands")


def test_no_bound_gives_no_figure(news):
    assert shown(news, unit="percent") == ""


def test_a_third_needs_no_ten_digits(news):
    said = shown(news, kind="fraction", value_low=1 / 3, value_high=1 / 3, unit="share")
    assert said == "0.333 · share"


def test_an_approximation_is_said_of_one_value_and_not_of_a_bound(news):
    kind = news.session.codebook.type_by_role("number")
    about = kind.attribute_by_role("approximator")
    chosen = next(c.id for c in about.categories if c.id != about.default)
    one = shown(news, value_low=150, value_high=150, approximator=chosen)
    assert one.split(" · ")[0] == f"{about.find_category(chosen).shown.lower()} 150"
    bound = cells(news, value_high=5, approximator=chosen)
    made = news.do(coding.tag, kind.id, *news.place("Five"), values=bound)
    said = figure_words(news.session, news.annotation(coding.created_annotation(made)))
    assert said == "at most 5"
