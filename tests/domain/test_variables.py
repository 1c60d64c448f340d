"""Cells per level: what is legal, what counts as filled, what people and files see."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.codebook import Attribute, Level
from refusal_annotator.domain.codebook_file import STANDARD_MISSING_CODES
from refusal_annotator.domain.variables import (
    EMPTY,
    MAX_INTEGER,
    OPEN,
    cell_from_json,
    cell_to_json,
    check_cell,
    check_value,
    is_filled,
    is_open,
    missing,
    missing_kind,
    plain,
    plain_list,
    show,
    show_number,
    stored,
    value,
)
from tests.builders import make_codebook

CODEBOOK = make_codebook()
CATEGORIES = [
    {"id": "low", "code": 1, "definition": "Low."},
    {"id": 2, "code": 2, "label": "Second", "definition": "Middle."},
    {"id": "not_applicable", "code": 97, "label": "Not meant", "definition": "None."},
]


def attribute(level: str, **fields: Any) -> Attribute:
    given_ = {"id": "x", "label": "X", "level": level, "required": False, "definition": "X."}
    types = {"interval": "partial_date", "ratio": "number", "text": "string", "link": "entity"}
    given_["value_type"] = types.get(level, "category")
    if level in ("nominal", "ordinal", "multi_select"):
        given_["categories"] = CATEGORIES
    return Attribute.model_validate({**given_, **fields})


ONE = {level.value: attribute(level) for level in Level}
YEAR = attribute("interval", value_type="number")


@pytest.mark.parametrize(
    ("variable", "content"),
    [
        (ONE["nominal"], "low"),
        (ONE["nominal"], 2),
        (ONE["ordinal"], "low"),
        (ONE["multi_select"], ["low", 2]),
        (ONE["multi_select"], "low"),
        (ONE["multi_select"], []),
        (ONE["interval"], "2025-03"),
        (YEAR, -3),
        (YEAR, 1999.5),
        (ONE["ratio"], 0),
        (ONE["ratio"], 97),
        (ONE["ratio"], 0.5),
        (ONE["ratio"], MAX_INTEGER),
        (ONE["text"], "nine pilots"),
        (ONE["text"], ""),
        (attribute("text", multiple=True), ["a", "b"]),
        (ONE["link"], "holm"),
        (attribute("link", multiple=True), ["holm", "lind"]),
    ],
)
def test_legal_values(variable, content):
    assert check_cell(variable, value(content), CODEBOOK) is None
    assert check_value(variable, content) is None


@pytest.mark.parametrize(
    ("variable", "content", "said"),
    [
        (ONE["nominal"], "high", "x has no category 'high'; allowed are low, 2, not_applicable"),
        (ONE["nominal"], "2", "has no category '2'"),
        (ONE["nominal"], 1, "has no category 1"),
        (ONE["nominal"], 2.0, "has no category 2.0"),
        (ONE["nominal"], True, "has no category True"),
        (ONE["nominal"], {"a": 1}, "has no category"),
        (ONE["nominal"], ["low"], "takes one value, not a list of 1"),
        (ONE["multi_select"], ["low", "low"], "names a category twice"),
        (ONE["multi_select"], ["low", "high"], "has no category 'high'"),
        (ONE["multi_select"], [["low"]], "has no category"),
        (ONE["interval"], "2025-13", "no day of the calendar"),
        (ONE["interval"], 2025, "takes a date as text, not 2025"),
        (YEAR, "1999", "takes a number, not '1999'"),
        (ONE["ratio"], -1, "takes no negative number"),
        (ONE["ratio"], True, "takes a number, not True"),
        (ONE["ratio"], "9", "takes a number, not '9'"),
        (ONE["ratio"], math.nan, "finite"),
        (ONE["ratio"], math.inf, "finite"),
        (ONE["ratio"], MAX_INTEGER + 1, "up to 9223372036854775807"),
        (ONE["ratio"], 1e16, "decimals only up to 9007199254740992"),
        (ONE["ratio"], None, "takes a number, not None"),
        (ONE["text"], 3, "takes text, not 3"),
        (ONE["text"], "a\nb", "without line breaks"),
        (ONE["text"], "a\u2028b", "without line breaks"),
        (ONE["text"], "a\0b", "NUL"),
        (ONE["text"], "a\ud800b", "surrogate"),
        (ONE["link"], "  ", "names no entity"),
        (ONE["link"], 7, "takes text, not 7"),
    ],
)
def test_illegal_values_are_told_with_the_variable_and_what_it_takes(variable, content, said):
    reason = check_cell(variable, {"v": content}, CODEBOOK)
    assert reason is not None
    assert said in reason
    assert reason.startswith("x ")


@pytest.mark.parametrize("level", list(Level))
def test_missing_kinds_are_legal_at_every_level_but_text(level):
    for code in ("not_applicable", "not_determinable", "missing"):
        reason = check_cell(ONE[level], missing(code), CODEBOOK)
        assert (reason is None) == (level != "text")
    if level != "text":
        reason = check_cell(ONE[level], missing("unknown"), CODEBOOK)
        assert reason is not None
        assert "allowed are not_applicable, not_determinable, missing" in reason
    assert check_cell(ONE[level], EMPTY, CODEBOOK) is None


@pytest.mark.parametrize("level", list(Level))
def test_only_a_figure_can_be_open(level):
    reason = check_cell(ONE[level], OPEN, CODEBOOK)
    assert (reason is None) == (level == "ratio")
    assert check_cell(YEAR, OPEN, CODEBOOK) is None


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"x": 1},
        {"v": 1, "m": "missing"},
        {"open": False},
        {"empty": False},
        {"open": 1, "v": 2},
    ],
)
def test_a_cell_is_one_thing(cell):
    assert check_cell(ONE["ratio"], cell, CODEBOOK) is not None


@pytest.mark.parametrize(
    ("cell", "filled"),
    [
        (None, False),
        ({}, False),
        (EMPTY, False),
        (value(""), False),
        (value("  "), False),
        (value([]), False),
        (missing("missing"), False),
        (missing("not_applicable"), True),
        (OPEN, True),
        (value(0), True),
        (value(["low"]), True),
        (value("a"), True),
    ],
)
def test_what_counts_as_answered(cell, filled):
    assert is_filled(cell) is filled


def test_the_four_kinds_of_cell_are_told_apart():
    assert plain(value(0)) == 0
    assert plain(missing("missing")) is plain(OPEN) is plain(EMPTY) is plain(None) is None
    assert missing_kind(missing("missing")) == "missing"
    assert missing_kind(value("missing")) is missing_kind(None) is None
    assert is_open(OPEN)
    assert not any(is_open(cell) for cell in (None, EMPTY, value(1), missing("missing")))
    assert plain_list(value(("a", "b"))) == ["a", "b"]
    assert plain_list(value("a")) == ["a"]
    assert plain_list(None) == plain_list(OPEN) == []


def test_a_category_that_repeats_a_missing_code_is_stored_as_that_kind():
    assert stored(value("not_applicable"), CODEBOOK) == missing("not_applicable")
    assert stored(value("low"), CODEBOOK) == value("low")
    assert stored(value(["low"]), CODEBOOK) == value(["low"])
    assert stored(OPEN, CODEBOOK) == OPEN


# --- coding files ---------------------------------------------------------------------------------


json_contents = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.text(), st.lists(st.text(), max_size=3)
)


@given(st.sampled_from(list(Level)), json_contents)
def test_what_a_file_writes_comes_back_as_written(level, content):
    cell = cell_from_json(ONE[level], content, CODEBOOK)
    assert cell_to_json(cell) == content
    assert json.loads(json.dumps(cell)) == cell


def test_a_missing_code_in_a_file_is_a_kind_but_in_text_a_word():
    assert cell_from_json(ONE["ratio"], "not_applicable", CODEBOOK) == missing("not_applicable")
    assert cell_from_json(ONE["nominal"], "not_applicable", CODEBOOK) == missing("not_applicable")
    assert cell_from_json(ONE["text"], "not_applicable", CODEBOOK) == value("not_applicable")
    assert cell_from_json(ONE["ratio"], None, CODEBOOK) == EMPTY
    assert cell_from_json(ONE["ratio"], 97, CODEBOOK) == value(97), "97 is a figure, not a code"


# --- shown to people ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "cell", "words"),
    [
        (ONE["nominal"], value(2), "Second"),
        (ONE["nominal"], value("low"), "Low"),
        (ONE["nominal"], missing("not_applicable"), "Not meant"),
        (ONE["nominal"], missing("not_determinable"), "Not determinable"),
        (ONE["nominal"], value("gone"), "gone"),
        (ONE["multi_select"], value(["low", 2]), "Low, Second"),
        (ONE["ratio"], value(12000), "12,000"),
        (ONE["ratio"], OPEN, "open"),
        (ONE["ratio"], EMPTY, ""),
        (ONE["ratio"], None, ""),
        (ONE["text"], value("nine"), "nine"),
    ],
)
def test_words_for_a_cell(variable, cell, words):
    assert show(variable, cell, CODEBOOK) == words


def test_a_missing_kind_is_shown_under_the_label_that_the_study_gave_it():
    text = """
format: 1
codebook: {id: a, version: "1", title: A, language: en, missing_codes: [{id: gone, code: 9, label: Not there, definition: Absent.}]}
span_types: [{id: T, code: 1, label: T, colour: "#000000", definition: d, example: e, counter_example: c}]
"""  # noqa: E501
    assert show(ONE["ratio"], missing("gone"), make_codebook(text)) == "Not there"
    assert show(ONE["ratio"], missing("gone")) == "Gone"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (3.0, "3"),
        (-2, "−2"),
        (-1.25, "−1.25"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_figures_have_separators_and_no_needless_decimals(number, words):
    assert show_number(number) == words


def test_the_standard_missing_codes_are_those_of_the_format():
    assert [(c.id, c.code) for c in STANDARD_MISSING_CODES] == [
        ("not_applicable", 97),
        ("not_determinable", 98),
        ("missing", 99),
    ]
