"""F1 of spans, exact and by overlap."""

from __future__ import annotations

import pytest

from refusal_annotator.agreement.span_f1 import f1_exact, f1_overlap
from refusal_annotator.domain.matching import MatchingRule
from refusal_annotator.domain.reliability import Reason

RULE = MatchingRule(rule="cover_shorter", threshold=0.5)


def spans(*edges):
    return [(edge,) for edge in edges]


def test_exact_asks_for_the_same_edges_and_overlap_does_not():
    texts = [{"a": spans((0, 10), (20, 30)), "b": spans((0, 10), (22, 30), (50, 60))}]
    assert f1_exact(texts).value == pytest.approx(2 * 1 / 5)
    found = f1_overlap(texts, RULE)
    assert found.value == pytest.approx(2 * 2 / 5)
    assert "0.5 of the shorter" in found.details["matching"]


def test_counts_are_summed_over_texts_and_averaged_over_pairs():
    texts = [
        {"a": spans((0, 10)), "b": spans((0, 10)), "c": spans()},
        {"a": spans((5, 9)), "b": spans()},
    ]
    # a-b: one of two and one; a-c and b-c: one span against none.
    assert f1_exact(texts).value == pytest.approx((2 / 3 + 0 + 0) / 3)


def test_a_pair_without_any_span_says_nothing_and_is_counted():
    texts = [{"a": spans((0, 9)), "b": spans((0, 9))}, {"b": spans(), "c": spans()}]
    found = f1_exact(texts)
    assert found.value == 1.0
    assert found.left_out == {"pairs_without_spans": 1}


def test_undefined_cases_are_told_apart():
    assert f1_exact([{"a": spans((0, 3))}]).reason is Reason.NO_TEXT
    assert f1_exact([{"a": spans(), "b": spans()}]).reason is Reason.NO_SPANS
