from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.exchange.coding_files import Problem, check_coding_file
from tests.exchange.harbour import TEXT, coding, parse, span, with_span
from tests.exchange.test_reading import ANYTHING

Check = Callable[[Any], tuple[Problem, ...]]


def link(type_: str, start: str, to: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "from": start, "to": to, **more}


def with_links(*links: dict[str, Any], key: str = "relations") -> dict[str, Any]:
    content = coding(**{key: list(links)})
    content["spans"].append(span("P2", "Plea", "hands", subject="pay"))
    return content


def test_a_faultless_file_has_no_problem(problems: Check) -> None:
    assert problems(coding()) == ()


@pytest.mark.parametrize(
    "attributes",
    [
        {"subject": 2, "tone": None},
        {"subject": "not_applicable", "tone": None},
        {"tone": "missing"},
        {"tags": ["ship", "shore"]},
        {"tags": "ship"},
        {"tags": "not_determinable"},
        {"cue": "missing"},
        {"cue": ""},
        {"said_on": "2031-05"},
        {"said_on": "2031-05-01/.."},
        {"depth": "derived values are ignored, whatever they are"},
        {"old": "deprecated values are read"},
        {"note": "a remark"},
    ],
)
def test_legal_values(problems: Check, attributes: dict[str, Any]) -> None:
    assert problems(with_span(0, attributes=attributes)) == ()


@pytest.mark.parametrize(
    ("attributes", "field", "reason"),
    [
        ({"subject": "wages"}, "subject", "allowed are pay, 2, not_applicable"),
        ({"subject": "2"}, "subject", "no category"),
        ({"subject": True}, "subject", "no category"),
        ({"subject": ["pay"]}, "subject", "one value"),
        ({"subject": {"v": "pay"}}, "subject", "no category"),
        ({"tags": ["ship", "ship"]}, "tags", "twice"),
        ({"tags": ["missing"]}, "tags", ""),
        ({"cue": 3}, "cue", "takes text"),
        ({"cue": "two\nlines"}, "cue", "line breaks"),
        ({"said_on": "2031-02-30"}, "said_on", "no day of the calendar"),
        ({"said_on": "2031-05/2031-04"}, "said_on", "lies after"),
        ({"volume": 3}, "volume", "a Plea has no attribute 'volume'; it has subject, tone"),
    ],
)
def test_a_wrong_value_is_listed_by_file_span_and_field(
    problems: Check, attributes: dict[str, Any], field: str, reason: str
) -> None:
    (problem,) = problems(with_span(0, attributes={"tone": None, **attributes}))
    assert (problem.file, problem.span, problem.field) == ("ada.json", "P1", field)
    assert problem.severity == "error"
    assert reason in problem.message
    assert str(problem).startswith(f"ada.json, P1, {field}: ")


@pytest.mark.parametrize("number", ["12", True, -1, [12], 2**63])
def test_a_figure_takes_a_number(problems: Check, number: Any) -> None:
    (problem,) = problems(with_span(2, attributes={"least": number, "most": None}))
    assert (problem.span, problem.field) == ("T1", "least")


def test_reversed_bounds_are_pointed_out(problems: Check) -> None:
    (problem,) = problems(with_span(2, attributes={"least": 13}))
    assert (problem.span, problem.field, problem.severity) == ("T1", "least", "warning")


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"surface": "The stokers of Pier 8"}, "surface", "the text there is"),
        ({"start": 2}, "surface", "the text there is"),
        ({"start": 9, "end": 4}, "surface", "outside the text"),
        ({"end": 10_000}, "surface", "outside the text"),
        ({"start": -2}, "surface", "outside the text"),
        ({"type": "Ship"}, "type", "no span type 'Ship'; it has Plea, Crew, Tally"),
        ({"origin": "guessed"}, "origin", "no origin 'guessed'"),
        ({"colour": "red"}, "colour", "no such entry"),
        ({"parts": [[3, 10], [11, 24]]}, "parts", "continuous"),
    ],
)
def test_a_wrong_place_or_entry_is_listed(
    problems: Check, changes: dict[str, Any], field: str, reason: str
) -> None:
    content = with_span(1, **changes)
    content["relations"] = []
    found = [problem for problem in problems(content) if problem.field == field]
    assert [problem.span for problem in found] == ["K1"]
    assert reason in found[0].message
    assert found[0].severity == "error"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([[30, 34]], "two parts or more"),
        ([[30, 34], [33, 40]], "overlap"),
        ([[35, 40], [30, 34]], "out of order"),
    ],
)
def test_parts_are_checked(problems: Check, parts: Any, reason: str) -> None:
    content = with_span(0, parts=parts, start=parts[0][0], end=parts[-1][1])
    assert any(reason in p.message for p in problems(content) if p.field == "parts")


def test_two_spans_of_one_id_are_listed(problems: Check) -> None:
    (problem,) = problems({**with_span(2, id="K1"), "relations": []})
    assert (problem.span, problem.message) == ("K1", "2 spans have this id")


@pytest.mark.parametrize(
    ("links", "field", "reason"),
    [
        ([link("raised_by", "P1", "K9")], "to", "no span 'K9'"),
        ([link("raised_by", "K1", "K1")], "from", "K1 is a Crew; allowed are Plea"),
        ([link("hired_by", "P1", "K1")], "type", "no relation 'hired_by' here; it has raised_by"),
        ([link("echoes", "P1", "P2")], "type", "two articles only"),
        ([link("same", "P1", "P1")], "to", "with itself"),
        ([link("same", "P1", "P2"), link("same", "P2", "P1")], None, "one link a pair"),
        ([link("raised_by", "P1", "K1", order=1)], "order", "have no order"),
        ([link("carried_by", "P1", "K1", order=0)], "order", "counts from 1"),
        ([link("raised_by", "P1", "K1", path=1)], "path", "have no path"),
        ([link("same", "P1", "P2", basis=4)], "basis", "takes text"),
        ([link("same", "P1", "P2", strength="full")], "strength", "no attribute 'strength'"),
        ([link("same", "P1", "P2", doubt="x")], "doubt", "true or false"),
        ([link("same", "P1", "P2", origin=["x"])], "origin", "no origin"),
    ],
)
def test_a_wrong_link_is_listed(
    problems: Check, links: list[dict[str, Any]], field: str | None, reason: str
) -> None:
    found = problems(with_links(*links))
    assert any(p.field == field and reason in p.message for p in found), found
    assert {p.severity for p in found} == {"error"}
    assert found[0].span is not None
    assert "→" in found[0].span


def test_links_into_other_articles(problems: Check) -> None:
    fine = {"type": "echoes", "from": "P1", "to_article": "quay", "to": "C4", "note": "sure"}
    assert problems(with_links(fine, key="cross_article")) == ()
    (problem,) = problems(with_links({**fine, "type": "raised_by"}, key="cross_article"))
    assert "one article only" in problem.message


def test_links_between_articles(problems: Check) -> None:
    fine = {"type": "reprint_of", "to_article": "quay", "share": 0.5}
    assert problems(coding(article_relations=[fine])) == ()
    (problem,) = problems(coding(article_relations=[{**fine, "type": "same"}]))
    assert "it has reprint_of" in problem.message


def test_what_the_codebook_asks_otherwise_is_a_warning(problems: Check) -> None:
    content = with_span(0, attributes={"subject": 2})
    content["spans"].append(span("K2", "Crew", "they", who="stokers_pier_9"))
    content["relations"].append(link("raised_by", "P1", "K2"))
    content["relations"].append(link("carried_by", "P1", "K2"))
    content["coded_types"] = ["Plea", "Crew"]
    found = problems(content)
    assert {p.severity for p in found} == {"warning"}
    assert [(p.span, p.field) for p in found] == [
        ("P1", "tone"),
        (None, "coded_types"),
        ("carried_by P1 → K2", "order"),
        ("P1", "raised_by"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"length_code_points": 7}, "length_code_points"),
        ({"coded_types": ["Plea", "Crew", "Tally", "Ship"]}, "coded_types"),
        ({"article_variables": {"dated": "May"}}, "dated"),
        ({"article_variables": {"mood": "calm"}}, "mood"),
        ({"boilerplate": [[0, 10_000, "credit"]]}, "boilerplate[0]"),
        ({"boilerplate": [[0, 2, "tea"]]}, "boilerplate[0]"),
        ({"boilerplate": [[0, 2, "menu"], [0, 2, "menu"]]}, "boilerplate[1]"),
    ],
)
def test_a_wrong_entry_of_the_article_is_listed(
    problems: Check, changes: dict[str, Any], field: str
) -> None:
    (problem,) = problems(coding(**changes))
    assert (problem.span, problem.field, problem.severity) == (None, field, "error")


@given(st.sampled_from(["subject", "tags", "cue", "said_on", "note"]), ANYTHING)
def test_any_value_is_legal_or_listed(codebook: Codebook, name: str, content: Any) -> None:
    if not _is_finite(content):
        return
    file = parse(with_span(0, attributes={name: content, "tone": None}))
    for problem in check_coding_file(file, text=TEXT, codebook=codebook):
        assert (problem.span, problem.field) == ("P1", name)


def _is_finite(content: Any) -> bool:
    if isinstance(content, float):
        return abs(content) != float("inf")
    if isinstance(content, int):
        return abs(content) < 10**19
    children = content.values() if isinstance(content, dict) else content
    return not isinstance(content, (dict, list)) or all(map(_is_finite, children))
