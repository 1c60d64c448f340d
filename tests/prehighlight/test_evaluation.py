"""Scores on the articles that were coded by people who had not seen the rules."""

from __future__ import annotations

import pytest

from refusal_annotator.prehighlight import Pipeline
from tests.prehighlight.scores import EVALUATION, articles, near_duplicates, score_set
from tests.prehighlight.scoring import Counts, score

# A little below what is reached, so that a change for the worse fails: exact and overlap F1.
FLOORS = {
    "Number": (0.90, 0.95),
    "Actor": (0.79, 0.84),
    "Claim": (0.72, 0.91),
    "Stance": (0.2, 0.5),
}


@pytest.fixture(scope="module")
def totals(pipeline: Pipeline) -> dict[str, Counts]:
    return score_set(pipeline, "held_out")


@pytest.mark.parametrize("name", list(FLOORS))
def test_scores_on_articles_set_apart(totals: dict[str, Counts], name: str) -> None:
    exact, overlap = FLOORS[name]
    assert totals[name].exact_f1 >= exact
    assert totals[name].overlap_f1 >= overlap


def test_values_of_numbers_on_articles_set_apart(totals: dict[str, Counts]) -> None:
    assert totals["Number"].values >= 0.9


def test_no_suggestion_in_page_furniture(totals: dict[str, Counts]) -> None:
    assert sum(c.in_zone for c in totals.values()) == 0


def test_the_second_set_apart(pipeline: Pipeline) -> None:
    totals = score_set(pipeline, "second")
    for name, (exact, overlap) in FLOORS.items():
        assert totals[name].exact_f1 >= exact
        assert totals[name].overlap_f1 >= overlap
    assert sum(c.in_zone for c in totals.values()) == 0


def test_tuning_articles_have_none_in_page_furniture(pipeline: Pipeline) -> None:
    totals = score_set(pipeline, "tuning")
    assert sum(c.in_zone for c in totals.values()) == 0
    assert totals["Number"].on_trap == 0


def test_no_two_evaluation_articles_are_alike() -> None:
    texts = [(n, text) for part in EVALUATION for n, text, _ in articles(part)]
    assert len(texts) == 51
    assert near_duplicates(texts)[0][0] < 0.02


def test_the_scorer_counts_as_the_study_does() -> None:
    gold = {
        "coded_types": ["Number"],
        "spans": [
            {
                "type": "Number",
                "start": 0,
                "end": 4,
                "attributes": {"value_low": 1, "value_high": None},
            },
            {
                "type": "Number",
                "start": 10,
                "end": 20,
                "attributes": {"value_low": 2, "value_high": 2},
            },
        ],
        "boilerplate": [[30, 40, "navigation"]],
        "not_number": [{"start": 50, "end": 52}],
    }
    found = [
        {
            "type": "Number",
            "start": 0,
            "end": 4,
            "attributes": {"value_low": 1, "value_high": None},
        },
        {"type": "Number", "start": 15, "end": 20, "attributes": {"value_low": 3, "value_high": 2}},
        {"type": "Number", "start": 32, "end": 34, "attributes": {}},
        {"type": "Number", "start": 50, "end": 52, "attributes": {}},
    ]
    assert score(gold, found)["Number"] == Counts(2, 4, 1, 2, 1, 1, 1)
