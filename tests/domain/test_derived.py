"""Derived attributes: chains, counts and rivals, over all articles of a coder."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.derived import derived_cells
from refusal_annotator.domain.variables import missing, value
from tests.builders import make_coder, make_link
from tests.export.lighthouse import CODEBOOK, Lighthouse

BOOK = load_codebook(CODEBOOK)


def of(cells, span, name):
    return cells[span.id][name]["v"]


@pytest.fixture
def study():
    return Lighthouse()


def compute(study, links, codebook=BOOK):
    return derived_cells(codebook, study.spans, links)


def test_a_chain_is_as_long_as_its_longest_path(study):
    ann = study.coder("Ann")
    report, one, two = (study.span(ann, q, t) for q, t in (
        ("The lamp", "Report"), ("Nine ships", "Figure"), ("the keeper", "Figure")
    ))  # fmt: skip
    links = [
        make_link(report, one, "via", position=1, path=1),
        make_link(report, two, "via", position=2, path=1),
        make_link(report, two, "via", position=1, path=2),
    ]
    assert of(compute(study, links), report, "depth") == 2


def test_without_links_a_chain_has_no_length_and_nothing_is_doubted(study):
    report = study.span(study.coder("Ann"), "The lamp")
    cells = compute(study, [])
    assert of(cells, report, "depth") == 0
    assert of(cells, report, "doubted") == "no"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": value("against")}, "yes"),
        ({"kind": value("later")}, "no"),
        ({"kind": missing("not_determinable")}, "no"),
        ({}, "no"),
    ],
)
def test_a_rival_counts_by_the_role_of_its_kind_at_both_ends(study, values, expected):
    ann = study.coder("Ann")
    one, two = study.span(ann, "The lamp"), study.span(ann, "the keeper")
    cells = compute(study, [make_link(one, two, "denies", values=values)])
    assert of(cells, one, "doubted") == of(cells, two, "doubted") == expected


def test_a_rival_that_is_not_here_yet_is_a_rival(study):
    report = study.span(study.coder("Ann"), "The lamp")
    link = make_link(report, None, "denies", values={"kind": value("against")})
    assert of(compute(study, [link]), report, "doubted") == "yes"


def test_a_deleted_link_has_no_influence(study):
    report = study.span(study.coder("Ann"), "The lamp")
    link = make_link(report, None, "denies", values={"kind": value("against")}, deleted=True)
    assert of(compute(study, [link]), report, "doubted") == "no"


def with_rule(rule):
    return load_codebook(CODEBOOK.replace("{function: longest_path, relations: [via]}", rule))


def test_an_unordered_relation_is_followed_and_a_circle_ends(study):
    ann = study.coder("Ann")
    a, b, c = (study.span(ann, q) for q in ("The lamp", "the keeper", "the bay"))
    links = [make_link(x, y, "heard_from") for x, y in ((a, b), (b, c), (c, a), (a, a))]
    book = with_rule("{function: longest_path, relations: [heard_from]}")
    assert of(compute(study, links[:2], book), a, "depth") == 2
    assert of(compute(study, links[:2], book), c, "depth") == 0
    circle = compute(study, links, book)
    assert {of(circle, x, "depth") for x in (a, b, c)} == {2}


def test_links_are_counted_and_a_symmetric_one_at_both_ends(study):
    ann = study.coder("Ann")
    one, two = study.span(ann, "The lamp"), study.span(ann, "the keeper")
    book = with_rule("{function: count, relations: [denies, heard_from]}")
    links = [make_link(one, two, "denies"), make_link(one, two, "heard_from")]
    cells = compute(study, links, book)
    assert (of(cells, one, "depth"), of(cells, two, "depth")) == (2, 1)


def test_a_unit_may_be_reached_through_another(study):
    ann = study.coder("Ann")
    one, two = study.span(ann, "The lamp"), study.span(ann, "the keeper")
    book = with_rule("{function: count, relations: [denies], through: heard_from}")
    links = [make_link(one, two, "heard_from"), make_link(two, None, "denies")]
    assert of(compute(study, links, book), one, "depth") == 1


def test_types_without_derived_attributes_have_none(study):
    figure = study.span(make_coder(), "Nine ships", "Figure")
    assert figure.id not in compute(study, [])
