"""Recomputing published values: our own copy, a file of others, and files that are none."""

from __future__ import annotations

import json

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.tools import NOT_KNOWN, verify, verify_to_json

UNIT = {"values": [["A", "B", None], ["B", "A", "C"]]}


def cases_file(tmp_path, *cases):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(list(cases)), encoding="utf-8")
    return path


def a_case(**more):
    case = {"id": "x", "level": "unit", "measure": "alpha_nominal", "data": UNIT}
    return {**case, "expected": -0.5, "tolerance": 1e-9, **more}


def test_every_published_value_of_a_measure_that_is_built_comes_out():
    cases = verify()
    wrong = [(c.id, c.expected, c.computed, c.reason) for c in cases if c.ok is False]
    assert wrong == []
    assert sum(c.ok is True for c in cases) == len(cases) >= 84


def test_the_published_file_gives_the_same(shared_dir):
    cases = verify(shared_dir / "reference" / "agreement_reference_public.json")
    assert [c.id for c in cases if c.ok is False] == []
    ours = {c.id: c.computed for c in verify()}
    assert {c.id: c.computed for c in cases}.items() <= ours.items()


def test_a_wrong_expectation_is_seen(tmp_path):
    (case,) = verify(cases_file(tmp_path, a_case(expected=0.9)))
    assert case.ok is False
    assert case.computed == pytest.approx(-0.5)
    assert case.difference == pytest.approx(1.4)


def test_undefined_must_be_undefined(tmp_path):
    same = {"values": [["A", "A"], ["A", "A"]]}
    good, bad = verify(
        cases_file(tmp_path, a_case(data=same, expected=None), a_case(data=same, expected=1.0))
    )
    assert (good.ok, good.reason) == (True, "no_variation")
    assert (bad.ok, bad.computed) == (False, None)


def test_only_the_parts_that_are_given_are_compared(tmp_path):
    table = {"categories": ["x", "y", "z"], "table": [[13, 0, 0], [0, 20, 7], [0, 4, 56]]}
    (case,) = verify(
        cases_file(
            tmp_path,
            a_case(
                level="table",
                data=table,
                measure="cohen_kappa",
                expected={"value": 0.7964094, "se": 0.05891072},
                tolerance=1e-6,
            ),
        )
    )
    assert case.ok is True
    assert set(case.computed) == {"value", "se"}


def test_values_per_category(tmp_path):
    data = {"values": [["a", "b", "c", "a"], ["a", "c", "c", "b"]]}
    # n = 8, of which a has 3 and o_aa is 2: 1 - 7 (3 - 2) / (3 * 5).
    whole, one = verify(
        cases_file(
            tmp_path,
            a_case(measure="alpha_nominal_per_category", data=data, expected={"a": 8 / 15}),
            a_case(
                measure="alpha_nominal_per_category",
                data=data,
                expected=8 / 15,
                params={"category": "a"},
            ),
        )
    )
    assert whole.ok is True
    assert one.ok is True


def test_unknown_measures_and_broken_data_do_not_stop_the_rest(tmp_path):
    unknown, broken, good = verify(
        cases_file(
            tmp_path, a_case(measure="delta"), a_case(data={"numbers": []}), a_case(expected=-0.5)
        )
    )
    assert (unknown.ok, unknown.reason) == (None, NOT_KNOWN)
    assert broken.ok is False
    assert "level 'unit'" in broken.reason
    assert good.ok is True


def test_files_that_are_no_cases_are_refused_with_a_sentence(tmp_path):
    with pytest.raises(AnnotatorError, match="cannot be read"):
        verify(tmp_path / "nothing.json")
    text = tmp_path / "text.json"
    text.write_text("alpha", encoding="utf-8")
    with pytest.raises(AnnotatorError, match="not JSON"):
        verify(text)
    text.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(AnnotatorError, match="no list of cases"):
        verify(text)


def test_json_has_the_documented_form():
    content = verify_to_json(verify())
    assert content["format"] == 1
    assert {"id", "measure", "expected", "computed", "ok", "reason"} <= set(content["cases"][0])
    json.dumps(content, allow_nan=False)
