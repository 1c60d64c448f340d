"""The draw of articles without suggestions."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.hiding import chance, draw_batch, is_drawn

CODER = UUID(int=7)
ids = st.lists(st.uuids(), unique=True, max_size=30)
shares = st.floats(0, 1)
seeds = st.integers(0, 2**62)


@given(seeds, ids, shares)
def test_the_number_drawn_is_never_further_than_one_from_the_share(seed, articles, share):
    drawn = draw_batch(seed, CODER, articles, share)
    assert drawn <= set(articles)
    assert abs(len(drawn) - share * len(articles)) < 1 + 1e-6
    if share in (0, 1):
        assert len(drawn) == share * len(articles)


@given(seeds, ids, shares)
def test_the_draw_depends_on_nothing_but_seed_coder_and_articles(seed, articles, share):
    assert draw_batch(seed, CODER, reversed(articles), share) == draw_batch(
        seed, CODER, articles, share
    )


def test_another_seed_or_coder_draws_others():
    articles = [uuid5(CODER, str(n)) for n in range(100)]
    first = draw_batch(1, CODER, articles, 0.3)
    assert len(first) in (30, 31)
    assert draw_batch(2, CODER, articles, 0.3) != first
    assert draw_batch(1, UUID(int=8), articles, 0.3) != first


def test_late_articles_are_drawn_with_their_share():
    articles = [uuid5(CODER, str(n)) for n in range(4_000)]
    drawn = sum(is_drawn(5, CODER, a, 0.2) for a in articles)
    # Four standard deviations of a binomial with n = 4000 and p = .2.
    assert drawn == pytest.approx(800, abs=4 * 25.3)


def test_each_article_of_a_batch_has_the_same_chance():
    articles = [uuid5(CODER, str(n)) for n in range(7)]
    counts = dict.fromkeys(articles, 0)
    for seed in range(2_000):
        for article in draw_batch(seed, CODER, articles, 0.25):
            counts[article] += 1
    for count in counts.values():
        assert count == pytest.approx(500, abs=4 * 19.4)


@given(seeds, st.uuids())
def test_a_chance_lies_between_zero_and_one(seed, article):
    assert 0 <= chance(seed, CODER, article) < 1
