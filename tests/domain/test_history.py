"""Undo and redo as read off the journal, against a simple model with two stacks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.changes import Kind
from refusal_annotator.domain.history import history_of


@dataclass(frozen=True)
class Act:
    id: UUID
    kind: Kind = "do"
    target: UUID | None = None


def test_nothing_done_is_nothing_to_undo():
    assert history_of([]).undoable == history_of([]).redoable == ()


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=40))
def test_history_follows_the_stacks_of_an_editor(kinds):
    undo_stack: list[UUID] = []
    redo_stack: list[UUID] = []
    journal: list[Act] = []
    for kind in kinds:
        if kind == "do":
            journal.append(Act(uuid4()))
            undo_stack.append(journal[-1].id)
            redo_stack.clear()
        elif kind == "undo" and undo_stack:
            target = undo_stack.pop()
            redo_stack.append(target)
            journal.append(Act(uuid4(), "undo", target))
        elif kind == "redo" and redo_stack:
            target = redo_stack.pop()
            undo_stack.append(target)
            journal.append(Act(uuid4(), "redo", target))
        history = history_of(journal)
        assert history.undoable == tuple(undo_stack)
        assert history.redoable == tuple(redo_stack)


def test_an_undo_whose_act_is_not_here_changes_nothing():
    act = Act(uuid4())
    strangers = [Act(uuid4(), "undo", uuid4()), Act(uuid4(), "redo", uuid4()), Act(uuid4(), "undo")]
    history = history_of([strangers[0], act, *strangers])
    assert history.undoable == (act.id,)
    assert history.redoable == ()


def test_an_act_taken_back_twice_by_two_copies_is_taken_back_once():
    act = Act(uuid4())
    history = history_of([act, Act(uuid4(), "undo", act.id), Act(uuid4(), "undo", act.id)])
    assert history.undoable == ()
    assert history.redoable == (act.id,)
