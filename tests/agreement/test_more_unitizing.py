"""Sets of overlapping codes, the legacy alpha, gamma, sentences, F1 of tokens."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.alignment import Dissimilarity, best_alignment
from refusal_annotator.agreement.gamma import GammaOptions, gamma_both
from refusal_annotator.agreement.granular import char_alpha_of
from refusal_annotator.agreement.legacy_unitizing import alpha_u_1995_per_category
from refusal_annotator.agreement.lengths import measure_lengths
from refusal_annotator.agreement.set_unitizing import as_sets
from refusal_annotator.agreement.span_f1 import token_counts
from refusal_annotator.agreement.unitizing import u_alpha_statistic
from refusal_annotator.domain.diagnostics import ComparisonCancelled
from refusal_annotator.domain.reliability import Block, Continuum, Reason

one_coder = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 10), st.sampled_from("ab")), max_size=4
)


def continuum(*blocks, length=60):
    made = tuple(
        Block(f"text {n}", length, length, {c: tuple(s) for c, s in block.items()})
        for n, block in enumerate(blocks)
    )
    return Continuum(made, tuple(sorted({coder for block in blocks for coder in block})))


def disjoint(rows):
    """Drop spans that overlap an earlier one of the same coder."""
    kept = []
    for start, width, name in sorted(rows):
        if not kept or start >= kept[-1][1]:
            kept.append((start, start + width, name))
    return kept


@settings(max_examples=60)
@given(st.lists(one_coder, min_size=2, max_size=4))
def test_on_sets_without_overlap_it_is_the_family_itself(coders):
    whole = continuum({f"c{n}": disjoint(row) for n, row in enumerate(coders)})
    for sets, plain in (
        ("u_alpha_sets", "u_alpha_nominal"),
        ("cu_alpha_sets", "cu_alpha_nominal"),
    ):
        found, expected = measure(sets).compute(whole), measure(plain).compute(whole)
        assert found.reason == expected.reason
        if expected.value is not None:
            assert found.value == pytest.approx(expected.value)


def test_sets_take_overlaps_that_the_family_cannot():
    spans = [(0, 20, "a"), (10, 30, "b")]
    whole = continuum({"x": spans, "y": spans})
    assert measure("u_alpha_nominal").compute(whole).reason is Reason.OVERLAP_WITHIN_CODER
    found = measure("u_alpha_sets").compute(whole)
    assert found.value == pytest.approx(1)
    assert found.details["overlaps_of_categories"] == 2
    half = measure("u_alpha_sets").compute(continuum({"x": spans, "y": spans[:1]}))
    assert 0 < half.value < 1


def test_cutting_keeps_every_covered_character():
    cut, count = as_sets(continuum({"x": [(0, 9, "a"), (3, 6, "b"), (5, 12, "c")], "y": []}))
    pieces = cut.blocks[0].spans["x"]
    assert sum(end - start for start, end, _ in pieces) == 12
    assert count == 3


def test_the_statistic_over_texts_is_the_figure_itself():
    blocks = [{"x": [(0, 9, "a")], "y": [(2, 9, "a")]}, {"x": [(5, 9, "a")], "y": []}]
    whole = continuum(*blocks)
    statistic = u_alpha_statistic(measure_lengths(whole))
    assert statistic.value() == pytest.approx(measure("u_alpha_nominal").compute(whole).value)
    alone = statistic.evaluate(np.array([[1.0, 0.0], [0.0, 2.0]]))
    first = measure("u_alpha_nominal").compute(continuum(blocks[0])).value
    twice = measure("u_alpha_nominal").compute(continuum(blocks[1], blocks[1])).value
    assert alone == pytest.approx([first, twice])


@settings(max_examples=40)
@given(st.lists(one_coder, min_size=2, max_size=3))
def test_alpha_by_character_follows_from_lengths(coders):
    spans = {f"c{n}": [(s, s + w, "a") for s, w, _ in row] for n, row in enumerate(coders)}
    whole = continuum(spans, {c: [] for c in spans})
    found = char_alpha_of(measure_lengths(whole), whole)
    expected = measure("char_binary_alpha_nominal").compute(whole)
    assert found.reason == expected.reason
    if expected.value is not None:
        assert found.value == pytest.approx(expected.value)


def test_sentences_are_touched_or_not():
    block = Block(
        "t", 30, 30, {"x": ((0, 12, "a"),), "y": ((8, 9, "a"),)}, ((0, 9), (10, 19), (20, 30))
    )
    whole = Continuum((block,), ("x", "y"))
    # x touches the first two sentences, y the first: one of three units differs.
    kappa = measure("sentence_binary_cohen_kappa").compute(whole).value
    p_e = (2 * 1 + 1 * 2) / 9
    assert kappa == pytest.approx((2 / 3 - p_e) / (1 - p_e))


def naive_alpha_u(rows, length):
    """Krippendorff (1995) by its sums over all pairs of units and gaps, one category."""

    def lay(spans):
        at, found = 0, []
        for start, end in sorted(spans):
            found += [(at, start, 0)] if start > at else []
            found.append((start, end, 1))
            at = end
        return [*found, (at, length, 0)] if at < length else found

    laid = [lay(row) for row in rows]
    m = len(rows)

    def delta(p, q):
        (b, e, v), (c, f, w) = p, q
        if v and w and b < f and c < e:
            return (b - c) ** 2 + (e - f) ** 2
        if v and not w and c <= b and e <= f:
            return (e - b) ** 2
        if w and not v and b <= c and f <= e:
            return (f - c) ** 2
        return 0

    d_o = sum(
        delta(p, q)
        for i in range(m)
        for j in range(m)
        if i != j
        for p, q in product(laid[i], laid[j])
    ) / (m * (m - 1) * length**2)
    units = [e - b for row in laid for b, e, v in row if v]
    gaps = [e - b for row in laid for b, e, v in row if not v]
    above = sum(
        (len(units) - 1) / 3 * (2 * x**3 - 3 * x**2 + x)
        + x**2 * sum(g - x + 1 for g in gaps if g >= x)
        for x in units
    )
    below = m * length * (m * length - 1) - sum(x * (x - 1) for x in units)
    return 1 - d_o / (2 / length * above / below)


@settings(max_examples=60)
@given(st.lists(one_coder, min_size=2, max_size=3))
def test_legacy_alpha_is_its_definition(coders):
    rows = [[(s, e) for s, e, _ in disjoint(row)] for row in coders]
    assume(any(rows))
    whole = continuum({f"c{n}": [(s, e, "a") for s, e in row] for n, row in enumerate(rows)})
    found = measure("alpha_U_1995").compute(whole)
    assert found.value == pytest.approx(naive_alpha_u(rows, 60))
    assert alpha_u_1995_per_category(whole)["a"].value == pytest.approx(found.value)


def brute_force(coders, dissimilarity):
    """Least disorder over all alignments of two or three coders, by trying them."""
    empty, n = dissimilarity.delta_empty, len(coders)

    def cost(chosen):
        total = 0.0
        for i in range(n):
            for j in range(i):
                a, b = chosen[i], chosen[j]
                total += empty if a is None or b is None else dissimilarity.of([a], [b])[0, 0]
        return total / (n * (n - 1) / 2)

    def best(left):
        first = next((c for c in range(n) if left[c]), None)
        if first is None:
            return 0.0
        unit, rest = left[first][0], left[first][1:]
        options = [[None, *left[c]] if c != first else [unit] for c in range(n)]
        for c in range(first):
            options[c] = [None]
        found = []
        for chosen in product(*options):
            after = [
                rest if c == first else [u for u in left[c] if u is not chosen[c]] for c in range(n)
            ]
            found.append(cost(chosen) + best(after))
        return min(found)

    return best([list(c) for c in coders]) / (sum(map(len, coders)) / n)


@settings(max_examples=30, deadline=None)
@given(st.lists(one_coder.filter(lambda r: len(r) <= 3), min_size=2, max_size=3))
def test_the_alignment_is_the_best_of_all(rows):
    coders = [[(s, s + w, c) for s, w, c in row] for row in rows]
    assume(any(coders))
    found = best_alignment(coders, Dissimilarity(alpha=2.0))
    assert found.disorder == pytest.approx(brute_force(coders, Dissimilarity(alpha=2.0)))


def test_gamma_is_a_band_that_names_seed_and_samples():
    spans = [(k * 10, k * 10 + 6, "ab"[k % 2]) for k in range(6)]
    moved = [(s + 1, e, c) for s, e, c in spans]
    whole = continuum({"x": spans, "y": moved, "z": spans})
    found, cat = gamma_both(whole, GammaOptions(seed=3, precision=0.3))
    assert found.ci_low <= found.value <= found.ci_high <= 1
    assert found.details["seed"] == 3
    assert found.details["samples"] >= 30
    assert gamma_both(whole, GammaOptions(seed=3, precision=0.3))[0].value == found.value
    assert cat.value == pytest.approx(1)


def test_gamma_leaves_long_texts_out_and_stops_on_request():
    spans = [(k, k + 1, "a") for k in range(30)]
    whole = continuum({"x": spans, "y": spans})
    found, _ = gamma_both(whole, GammaOptions(cap=10))
    assert (found.value, found.reason) == (None, Reason.TOO_MANY_SPANS)
    assert found.left_out == {"texts_over_cap": 1}
    with pytest.raises(ComparisonCancelled):
        gamma_both(whole, GammaOptions(), cancelled=lambda: True)


def test_tokens_count_once_however_spans_touch_them():
    tokens = [np.array([(0, 4), (5, 9), (10, 14)])]
    texts = [{"x": [((0, 6),), ((2, 3),)], "y": [((5, 14),)]}]
    counts = token_counts(texts, tokens).counts["x", "y"].tolist()
    assert counts == [[2, 2, 1]]
