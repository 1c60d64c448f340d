from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.prehighlight import Pipeline
from refusal_annotator.prehighlight.candidates import Candidate
from refusal_annotator.prehighlight.choosing import chosen, n_matched, overlaps
from refusal_annotator.prehighlight.claim_candidates import best_parting
from refusal_annotator.prehighlight.fitting import default_prior
from refusal_annotator.prehighlight.learner import RoleResult
from refusal_annotator.prehighlight.linear import Example, LinearModel, fit, logit, sigmoid
from refusal_annotator.prehighlight.training import (
    TrainingText,
    learned_from_json,
    learned_to_json,
    train_on_texts,
)
from refusal_annotator.resources import codebook_path

SOURCE = codebook_path("refusal_news").read_text("utf-8")
# In this study crews are no actors and ferries are: what no rule knows can be learned.
SENTENCES = [
    "The ferries refused to leave the quay on {day}. Crews watched them from the mole.",
    "On {day} the ferries turned back at noon. Crews said nothing.",
    "Nobody met the ferries on {day}. The crews slept.",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def texts() -> list[TrainingText]:
    found = []
    for number, day in enumerate(DAYS):
        text = "\n\n".join(sentence.format(day=day) for sentence in SENTENCES)
        places, at = set(), text.find("ferries")
        while at >= 0:
            places.add((at, at + len("ferries")))
            at = text.find("ferries", at + 1)
        coded = {"Actor": frozenset(places)}
        found.append(TrainingText(UUID(int=number + 1), day, text, (), (coded,)))
    return found


def test_it_learns_what_the_rules_miss_and_says_so(codebook: Codebook) -> None:
    learned = train_on_texts(SOURCE, texts())
    assert learned is not None
    result = learned.results["actor"]
    assert result.rules_f1 < 0.2
    assert result.learned_f1 > 0.95
    assert result.n_coded == 18
    assert "Learned from 6 finished articles" in learned.summary
    assert f"actor {result.rules_f1:.2f} → {result.learned_f1:.2f} (learned)" in learned.summary
    pipeline = Pipeline(codebook, learned=learned)
    text = "The ferries stayed in port on Sunday. Crews went home."
    found = pipeline.run(text, article_version_id=UUID(int=9))
    actors = [s for s in found.suggestions if s.type == "Actor"]
    assert [s.quote for s in actors] == ["ferries"]
    assert actors[0].source == f"{pipeline.source}, learned from 6 articles"
    assert actors[0].why == "learned from coded articles"
    assert learned.summary in found.notices


def test_it_learns_the_kind_of_verb_and_not_only_the_noun(codebook: Codebook) -> None:
    nouns = ("vessels", "kiosks", "stalls", "lanterns", "barrels", "kettles", "tables", "ladders")
    texts = []
    for number, noun in enumerate(nouns):
        text = f"The {noun} said that it was late.\n\nIt lay near the {noun} on the left."
        start = text.index(noun)
        coded = {"Actor": frozenset({(start, start + len(noun))})}
        texts.append(TrainingText(UUID(int=number + 1), noun, text, (), (coded,)))
    learned = train_on_texts(SOURCE, texts)
    assert learned is not None
    text = "The shelves said that it was early.\n\nIt stood near the shelves on the right."
    found = Pipeline(codebook, learned=learned).run(text, article_version_id=UUID(int=9))
    actors = [s for s in found.suggestions if s.type == "Actor"]
    assert [(s.quote, s.start) for s in actors] == [("shelves", text.index("shelves"))]


def test_a_model_without_weights_changes_nothing(codebook: Codebook) -> None:
    text = (
        "A lawyer for the court told 40 pilots from Norland Lines to stay ashore. "
        "The union of dockers and the head of the port said no, and crews left."
    )
    candidates = Pipeline(codebook).candidates(text)
    for role, every in candidates.items():
        of_rules = {(c.start, c.end) for c, _ in chosen(every, None)}
        assert {(c.start, c.end) for c, _ in chosen(every, LinearModel({}))} == of_rules, role
    actors = sorted((c.start, c.end) for c, _ in chosen(candidates["actor"], None))
    assert any(second[0] < first[1] for first, second in pairwise(actors)), "none is nested"


def test_it_leaves_types_alone_that_nobody_coded() -> None:
    learned = train_on_texts(SOURCE, texts())
    assert learned is not None
    assert learned.model_for("number") is None
    assert learned.model_for("claim") is None


def test_a_model_survives_its_file_and_not_other_rules(codebook: Codebook) -> None:
    learned = train_on_texts(SOURCE, texts())
    assert learned is not None
    content = learned_to_json(learned)
    again = learned_from_json(content)
    assert again is not None
    text = "The ferries stayed in port. Crews went home."
    quotes = [
        [
            s.quote
            for s in Pipeline(codebook, learned=model)
            .run(text, article_version_id=UUID(int=9))
            .suggestions
        ]
        for model in (learned, again)
    ]
    assert quotes[0] == quotes[1]
    assert learned_from_json({**content, "rules_version": "0.9"}) is None


def test_too_few_articles_are_named() -> None:
    learned = train_on_texts(SOURCE, texts()[:2])
    assert learned is not None
    assert learned.model_for("actor") is None
    assert "2 finished articles are too few" in learned.summary


def test_training_can_be_cancelled_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int, str]] = []
    assert train_on_texts(SOURCE, texts(), cancelled=lambda: True) is None
    assert train_on_texts(SOURCE, texts(), progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]
    assert any("actor" in step[2] for step in told)


def test_what_coders_agree_on_with_the_rules_changes_nothing(codebook: Codebook) -> None:
    pipeline = Pipeline(codebook)
    same = []
    for number, day in enumerate(DAYS):
        text = f"Tereza Holm said 40 pilots stayed ashore on {day}. Nobody was fined."
        found = pipeline.run(text, article_version_id=UUID(int=1)).suggestions
        coded = {
            name: frozenset((s.start, s.end) for s in found if s.type == name)
            for name in ("Actor", "Claim", "Number", "Stance")
        }
        same.append(TrainingText(UUID(int=number + 1), day, text, (), (coded,)))
    learned = train_on_texts(SOURCE, same)
    assert learned is not None
    assert all(learned.model_for(role) is None for role in learned.results)
    assert "(rules stay)" in learned.summary


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_without_features_a_model_says_what_the_rules_say(rows: list[tuple[bool, bool]]) -> None:
    examples = [Example((), logit(0.7), float(hit)) for hit, _ in rows]
    model = fit(examples)
    assert sigmoid(model.logit((), logit(0.7))) == pytest.approx(0.7)


def test_a_feature_that_tells_gets_weight() -> None:
    examples = [Example(("good",), 0.0, 1.0)] * 20 + [Example(("bad",), 0.0, 0.0)] * 20
    model = fit(examples)
    assert model.logit(("good",), 0.0) > 1 > -1 > model.logit(("bad",), 0.0)


PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=9)


@given(PLACES, st.data())
def test_the_best_parting_is_the_best(places: list[tuple[int, int]], data: st.DataObject) -> None:
    candidates = [Candidate("claim", a, a + n, 0.0, ()) for a, n in places]
    size = len(candidates)
    gains = data.draw(st.lists(st.floats(-1, 1), min_size=size, max_size=size))
    picked = best_parting(candidates, gains)

    def disjoint(chosen: list[int]) -> bool:
        ordered = sorted((candidates[i].start, candidates[i].end) for i in chosen)
        return all(a[1] <= b[0] for a, b in pairwise(ordered))

    assert disjoint(picked)
    best = max(
        sum(gains[i] for i in range(size) if mask >> i & 1)
        for mask in range(1 << size)
        if disjoint([i for i in range(size) if mask >> i & 1])
    )
    assert sum(gains[i] for i in picked) == pytest.approx(best)


def test_spans_match_one_to_one() -> None:
    assert n_matched([(0, 10), (20, 30)], [(0, 6), (5, 10), (22, 40)]) == 2
    assert n_matched([(0, 10)], [(8, 30)]) == 0


def test_claims_are_learned_by_how_much_is_shared() -> None:
    candidates = [
        Candidate("claim", a, b, 0.0, ()) for a, b in ((0, 10), (0, 20), (0, 4), (30, 40))
    ]
    shares = overlaps(candidates, frozenset({(0, 20)}))
    assert list(shares) == [0.5, 1.0, 0.2, 0.0]
    # Less than half of the shorter one is shared.
    assert list(overlaps(candidates[3:], frozenset({(10, 34)}))) == [0.0]


def test_a_gain_of_less_than_one_unit_is_no_gain() -> None:
    assert not RoleResult(0.50, 0.52, n_coded=20).helps
    assert RoleResult(0.50, 0.56, n_coded=20).helps
    assert RoleResult(0.90, 0.906, n_coded=500).helps
    assert not RoleResult(0.90, 0.904, n_coded=500).helps


def test_only_actors_have_a_prior() -> None:
    assert default_prior("actor") is not None
    assert default_prior("claim") is None


def test_a_description_coded_in_this_study_is_remembered(codebook: Codebook) -> None:
    texts = []
    for number, day in enumerate(DAYS):
        text = f"On {day} the kettle whistled and the beacon shone.\n\nHolm said it was late."
        start = text.index("beacon")
        coded = {
            "Actor": frozenset({(start, start + 6), (text.index("Holm"), text.index("Holm") + 4)})
        }
        texts.append(TrainingText(UUID(int=number + 1), day, text, (), (coded,)))
    learned = train_on_texts(SOURCE, texts)
    assert learned is not None
    memory = learned.models["actor"].memory
    assert memory is not None
    assert memory.counts["head:beacon"] == (6.0, 6)
    assert memory.counts["head:kettle"] == (0.0, 6)
    again = learned_from_json(learned_to_json(learned))
    assert again is not None
    assert again.models["actor"].memory == memory
