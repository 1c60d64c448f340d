"""One-to-one matching: rules, optimum, ties, blindness to order, groups of several coders."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from refusal_annotator.domain.matching import (
    MatchingRule,
    covered_length,
    group_spans,
    match_spans,
    shared_length,
)
from refusal_annotator.domain.spans import Span

ANY = MatchingRule(rule="any", threshold=0.5)
COVER = MatchingRule(rule="cover_shorter", threshold=0.5)

spans = st.builds(lambda s, n: Span(s, s + n), st.integers(0, 30), st.integers(1, 12))
rules = st.sampled_from([MatchingRule(), ANY, COVER, MatchingRule(threshold=0.2)])


def best_sum(a, b, rule):
    """Sum of IoU of the best one-to-one assignment, by trying them all."""
    if len(a) > len(b):
        a, b = b, a
    best = 0.0
    for order in permutations(range(len(b)), len(a)):
        total = 0.0
        for i, j in enumerate(order):
            shared = a[i].intersection(b[j])
            if rule.admits(shared, a[i].length, b[j].length):
                total += a[i].iou(b[j])
        best = max(best, total)
    return best


def test_default_rule_is_iou_of_a_half():
    assert match_spans([Span(0, 10)], [Span(0, 5)]) == [(0, 0, 0.5)]
    assert match_spans([Span(0, 10)], [Span(0, 4)]) == []


def test_cover_shorter_takes_a_short_span_inside_a_long_one():
    assert match_spans([Span(0, 40)], [Span(3, 7)], COVER) == [(0, 0, 0.1)]


def test_touching_spans_never_match():
    assert match_spans([Span(0, 5)], [Span(5, 9)], ANY) == []


def test_sum_of_iou_wins_over_the_greedy_choice():
    # Greedy would take the middle pair (IoU .6) and leave two spans alone.
    a, b = [Span(0, 10), Span(10, 20)], [Span(4, 12), Span(12, 22)]
    pairs = match_spans(a, b, ANY)
    assert [(i, j) for i, j, _ in pairs] == [(0, 0), (1, 1)]


def test_equal_iou_goes_to_the_smaller_difference_of_start_then_to_the_earlier():
    assert match_spans([Span(0, 10)], [Span(5, 10), Span(0, 5)], COVER)[0][1] == 1
    pairs = match_spans([Span(0, 4), Span(4, 8)], [Span(2, 6)], ANY)
    assert [(i, j) for i, j, _ in pairs] == [(0, 0)]


def test_pieces_of_a_discontinuous_span_count_alone():
    broken = ((0, 4), (20, 24))
    assert shared_length(broken, ((2, 22),)) == 4
    assert covered_length(broken) == 8
    assert match_spans([broken], [((0, 4), (20, 24))]) == [(0, 0, 1.0)]
    assert match_spans([broken], [Span(4, 20)], ANY) == []


@settings(max_examples=150)
@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5), rules)
def test_matching_is_one_to_one_best_and_blind_to_order(a, b, rule):
    pairs = match_spans(a, b, rule)
    assert len({i for i, _, _ in pairs}) == len(pairs) == len({j for _, j, _ in pairs})
    for i, j, iou in pairs:
        assert iou == pytest.approx(a[i].iou(b[j]))
        assert rule.admits(a[i].intersection(b[j]), a[i].length, b[j].length)
    assert sum(iou for _, _, iou in pairs) == pytest.approx(best_sum(a, b, rule), abs=1e-6)
    told = sorted((a[i], b[j]) for i, j, _ in pairs)
    assert sorted((a[i], b[j]) for j, i, _ in match_spans(b, a, rule)) == told
    turned = match_spans(a[::-1], b[::-1], rule)
    assert sorted((a[::-1][i], b[::-1][j]) for i, j, _ in turned) == told


def test_groups_hold_all_spans_with_one_per_coder():
    groups = group_spans([[Span(0, 10)], [Span(0, 9), Span(50, 60)], [Span(1, 10)]])
    assert [g.members for g in groups] == [((0, 0), (1, 0), (2, 0)), ((1, 1),)]
    assert groups[0].of_coder(2) == 0
    assert groups[1].of_coder(0) is None


def test_a_chain_that_reaches_two_spans_of_one_coder_loses_its_weakest_edge():
    # A1 ~ B ~ C ~ A2: one part with two spans of A, held together by the weak edge C ~ A2.
    coders = [[Span(0, 10), Span(8, 17)], [Span(1, 11)], [Span(4, 14)]]
    groups = group_spans(coders, MatchingRule(rule="iou", threshold=0.4))
    assert all(len({c for c, _ in g.members}) == len(g.members) for g in groups)
    assert sorted(m for g in groups for m in g.members) == [(0, 0), (0, 1), (1, 0), (2, 0)]
    assert len(groups) == 2


@settings(max_examples=100)
@given(st.lists(st.lists(spans, max_size=4, unique=True), min_size=2, max_size=4), rules)
def test_groups_do_not_depend_on_the_order_of_coders(coders, rule):
    keys = [f"coder {i}" for i in range(len(coders))]

    def told(order):
        groups = group_spans([coders[i] for i in order], rule, keys=[keys[i] for i in order])
        return [sorted((keys[order[c]], coders[order[c]][s]) for c, s in g.members) for g in groups]

    straight = list(range(len(coders)))
    assert told(straight) == told(straight[::-1])


def test_a_rule_refuses_what_it_does_not_know():
    with pytest.raises(ValidationError):
        MatchingRule.model_validate({"rule": "nearest", "threshold": 0.5})
    with pytest.raises(ValidationError):
        MatchingRule(threshold=1.5)


def test_five_thousand_spans_a_side_match_quickly():
    a = [Span(20 * i, 20 * i + 15) for i in range(5000)]
    b = [Span(20 * i + 2, 20 * i + 15) for i in range(5000)]
    assert len(match_spans(a, b)) == 5000
