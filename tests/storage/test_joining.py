"""Two copies edited apart and joined by the union of their journals give the same state."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.articles import ArticleVersion
from refusal_annotator.domain.changes import ChangeSet, edit, edits
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.domain.variables import value
from tests.builders import act, make, make_coder
from tests.storage.conftest import NewStore
from tests.storage.copies import ACTS, Copy, Move, check_joined, play, sqlite_stores
from tests.storage.study import Study, all_rows, saved, state_of

numbers = st.integers(0, 6)
moves = st.lists(
    st.tuples(st.integers(0, 1), st.tuples(st.sampled_from([*ACTS, "take"]), numbers, numbers)),
    min_size=4,
    max_size=14,
)


@settings(max_examples=8)
@given(moves)
def test_two_copies_edited_apart_at_random(played: list[tuple[int, Move]]):
    with sqlite_stores() as new_store:
        check_joined(play(new_store, played, n_copies=2), new_store)


@pytest.mark.parametrize("seed", [1, 2])
def test_two_copies_edited_apart_on_either_database(new_store: NewStore, seed: int):
    dice = random.Random(seed)
    played = [
        (dice.randrange(2), (dice.choice([*ACTS, "take"]), dice.randrange(7), dice.randrange(7)))
        for _ in range(30)
    ]
    # At the end both set one variable, to other values: that conflict is certain.
    played += [(copy, ("set_headline", to, 0)) for copy, to in ((0, 2), (0, 0), (1, 2), (1, 1))]
    assert check_joined(play(new_store, played, n_copies=2), new_store) > 0


# --- by hand -------------------------------------------------------------------------------------


@pytest.fixture
def pair(new_store: NewStore) -> tuple[Copy, Copy]:
    """Two copies of one study that have not been edited yet."""
    first, second = play(new_store, [], n_copies=2)
    return first, second


def test_edits_apart_meet_and_a_conflict_keeps_both(pair: tuple[Copy, Copy]):
    ours, theirs = pair
    demand = ours.study.demand
    ours.do([edit("annotation", demand.id, "values/topic", value("pay"), value("rest"))])
    theirs.do([edit("annotation", demand.id, "values/topic", value("pay"), value("sleep"))])
    theirs.do(edits("annotation", demand, doubt=True))
    ours.take(theirs.store)
    theirs.take(ours.store)
    for copy in pair:
        ((table, row_id, field, values),) = copy.store.conflicts()
        assert (table, row_id, field) == ("annotation", demand.id, "values/topic")
        (row,) = copy.store.values(Annotation, id=demand.id)
        assert row.doubt
        assert row.values["topic"] == values[0]
        assert {v["v"] for v in values} == {"rest", "sleep"}
    shown = theirs.store.conflicts()[0][3][0]
    theirs.do([edit("annotation", demand.id, "values/topic", shown, value("pay"))])
    assert theirs.store.conflicts() == []
    ours.take(theirs.store)
    assert ours.store.conflicts() == []
    assert state_of(ours.store) == state_of(theirs.store)


def test_a_conflict_settled_by_keeping_what_is_shown_is_settled_in_the_other_copy(pair):
    ours, theirs = pair
    demand = ours.study.demand
    ours.do(edits("annotation", demand, source_id="ours"))
    theirs.do(edits("annotation", demand, source_id="theirs"))
    ours.take(theirs.store)
    theirs.take(ours.store)
    (_, _, field, (shown, _)) = ours.store.conflicts()[0]
    ours.do([edit("annotation", demand.id, field, shown, shown)])
    theirs.take(ours.store)
    assert theirs.store.conflicts() == ours.store.conflicts() == []
    assert theirs.store.values(Annotation, id=demand.id)[0].source_id == shown


def test_several_edits_of_one_field_in_one_act_are_one_line(pair):
    ours, theirs = pair
    change = [
        edit("annotation", ours.study.demand.id, "source_id", *step)
        for step in (("C1", "a"), ("a", "b"))
    ]
    ours.do(change)
    theirs.take(ours.store)
    assert theirs.store.conflicts() == []
    assert theirs.store.values(Annotation, id=ours.study.demand.id)[0].source_id == "b"
    assert state_of(ours.store) == state_of(theirs.store)


def test_texts_come_along_and_are_kept_once(new_store: NewStore):
    study = Study.in_store(new_store())
    empty = new_store()
    empty.join(study.store.journal())
    empty.flush()
    assert all_rows(empty) == all_rows(study.store)
    assert {v.text for v in empty.values(ArticleVersion)} == {
        study.version.text,
        study.other_version.text,
    }
    assert empty.journal() == study.store.journal()


def test_joining_nothing_or_what_is_here_changes_nothing(study: Study):
    before, history = all_rows(study.store), study.store.journal()
    study.store.join([])
    study.store.join(history)
    study.store.join([*history, *history])
    study.store.flush()
    assert all_rows(study.store) == before
    assert study.store.journal() == history


def test_more_rows_than_one_query_takes(new_store: NewStore):
    store, empty = new_store(), new_store()
    coders = [make_coder(f"Coder {i}") for i in range(1200)]
    saved(store, act(make(*coders)))
    saved(store, act(*(edits("coder", coder, name="X") for coder in coders[:700])))
    empty.join(store.journal())
    empty.flush()
    assert state_of(empty) == state_of(store)
    assert sum(c.name == "X" for c in empty.values(Coder)) == 700


# --- what cannot be joined ------------------------------------------------------------------------


def foreign(**update: Any) -> ChangeSet:
    """A change set of another copy; `update` spoils its one change."""
    made = act(make(make_coder("Foreign")))
    stamp = {"replica": uuid4(), "counter": 900}
    change = made.changes[0].model_copy(update={**stamp, **update})
    return made.model_copy(update={**stamp, "changes": (change,)})


@pytest.mark.parametrize(
    ("update", "said"),
    [
        ({"table": "hologram"}, r"does not know \(hologram\).*Install the newer version"),
        ({"field": "aura", "after": 1}, r"does not know \(aura\)"),
        ({"after": {"name": "X", "aura": 1}}, r"does not know \(aura\)"),
        ({"after": {"name": 3}}, r"damaged coder \(id: "),
        ({"table": "annotation", "field": "place", "after": 3}, "cannot be|damaged|not saved"),
    ],
)
def test_what_this_version_does_not_know_or_is_damaged_changes_nothing(
    study: Study, update: dict[str, Any], said: str
):
    before, history = state_of(study.store), study.store.journal()
    if update.get("table") == "annotation":
        update = {**update, "row_id": study.demand.id}
    study.store.join([foreign(), foreign(**update)])
    with pytest.raises(ProjectError, match=said):
        study.store.flush()
    study.store.resume()
    assert state_of(study.store) == before
    assert study.store.journal() == history


def test_a_copy_that_numbers_other_changes_alike_is_refused(pair):
    ours, theirs = pair
    theirs.store.replica = ours.store.replica
    ours.tag(0, 1)
    theirs.tag(1, 1)
    before = state_of(ours.store)
    ours.store.join(theirs.store.journal())
    with pytest.raises(ProjectError, match="numbers other changes as this one does"):
        ours.store.flush()
    ours.store.resume()
    assert state_of(ours.store) == before


def test_a_missing_field_of_an_older_version_gets_its_default(new_store: NewStore):
    store = new_store()
    made = act(make(make_coder("Old")))
    after = {k: v for k, v in made.changes[0].after.items() if k not in ("role", "deleted")}
    change = made.changes[0].model_copy(update={"after": after, "replica": uuid4(), "counter": 1})
    old = made.model_copy(update={"changes": (change,), "replica": change.replica, "counter": 1})
    store.join([old])
    store.flush()
    (coder,) = store.values(Coder)
    assert (coder.name, coder.role, coder.deleted) == ("Old", "coder", False)
