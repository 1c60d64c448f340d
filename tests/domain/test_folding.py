"""The fold of a growing set of changes: order does not matter, nothing is lost, conflicts stay."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.changes import Change, apply_to_row, creation, edit, edits, read_field
from refusal_annotator.domain.folding import FoldedRow, fold, heads
from refusal_annotator.domain.stored import StoredValue
from refusal_annotator.domain.variables import value
from tests.builders import (
    NOON,
    TABLES,
    make_annotation,
    make_coder,
    make_coding,
    make_version,
)

VERSION, CODER = make_version(), make_coder()


class Copy:
    """One copy of a project: a set of changes that grows, with the rows as one would see them."""

    def __init__(self, *journals: list[Change]) -> None:
        self.replica = uuid4()
        self.journal: dict[UUID, Change] = {}
        for journal in journals:
            self.take(journal)

    @property
    def changes(self) -> list[Change]:
        return list(self.journal.values())

    @property
    def state(self) -> dict[tuple[str, UUID], FoldedRow]:
        return fold(self.changes)

    def take(self, changes: list[Change]) -> None:
        """Join another journal: nothing but the union."""
        self.journal.update({change.id: change for change in changes})

    def write(self, *changes: Change) -> None:
        """Store changes made here, stamped as storage does it."""
        counter = max((c.counter for c in self.changes), default=0) + 1
        for index, change in enumerate(changes):
            own = [c for c in self.changes if c.row_id == change.row_id]
            stamp: dict[str, Any] = {"replica": self.replica, "counter": counter, "index": index}
            if change.field:
                stamp["parents"] = heads(own, change.field)
            self.journal[change.id] = change.model_copy(update=stamp)

    def make(self, row: StoredValue) -> None:
        self.write(creation(TABLES[type(row)], row))

    def row(self, row_id: UUID) -> FoldedRow:
        return next(row for (_, key), row in self.state.items() if key == row_id)

    def set(self, row_id: UUID, name: str, content: Any, table: str = "annotation") -> None:
        before = read_field(self.row(row_id).fields, name)
        self.write(edit(table, row_id, name, before, content))


def seen(copy: Copy) -> str:
    """All that a user could see of a copy, rows and conflicts, as one comparable text."""
    return seen_in(copy.changes)


def seen_in(changes: list[Change]) -> str:
    rows = {
        f"{table} {row_id}": {"fields": row.fields, "conflicts": row.conflicts}
        for (table, row_id), row in fold(changes).items()
    }
    return json.dumps(rows, sort_keys=True)


def two_copies(**fields: Any) -> tuple[Copy, Copy, UUID]:
    annotation = make_annotation(VERSION, CODER, **fields)
    first = Copy()
    first.make(annotation)
    return first, Copy(first.changes), annotation.id


def joined(*copies: Copy) -> Copy:
    return Copy(*(copy.changes for copy in copies))


# --- one copy -------------------------------------------------------------------------------------


names = st.sampled_from(["doubt", "source_id", "values/a", "values/b", "deleted"])
contents = st.one_of(st.none(), st.booleans(), st.integers(0, 3))


@given(st.lists(st.tuples(names, contents), max_size=12))
def test_the_fold_of_a_line_of_edits_is_what_applying_them_gives(steps):
    annotation = make_annotation(VERSION, CODER)
    copy = Copy()
    copy.make(annotation)
    row = apply_to_row(None, copy.changes[0])
    for name, content in steps:
        copy.set(annotation.id, name, content)
        row = apply_to_row(row, copy.changes[-1])
    assert copy.row(annotation.id).fields == row
    assert not copy.row(annotation.id).conflicts


def test_a_row_without_its_creation_is_left_out_until_it_comes():
    first, second, row_id = two_copies()
    second.set(row_id, "doubt", True)
    made, edited = second.changes
    assert fold([edited]) == {}
    assert fold([edited, made])["annotation", row_id].fields["doubt"] is True
    assert first.row(row_id).fields["doubt"] is False


def test_a_key_that_is_null_is_not_one_that_is_absent():
    coding = make_coding(VERSION, CODER, extras={"editor": None})
    first, second = Copy(), Copy()
    first.make(coding)
    second.make(coding)
    both = joined(first, second)
    assert both.row(coding.id).fields["extras"] == {"editor": None}
    assert first.row(coding.id).fields["extras"] == {"editor": None}


# --- copies edited apart --------------------------------------------------------------------------


def test_different_fields_and_different_values_do_not_clash():
    a, b, row_id = two_copies(values={})
    a.set(row_id, "doubt", True)
    a.set(row_id, "values/topic", value("pay"))
    b.set(row_id, "values/cue", value("said"))
    both = joined(a, b).row(row_id)
    assert both.fields["doubt"] is True
    assert both.fields["values"] == {"topic": value("pay"), "cue": value("said")}
    assert not both.conflicts


def test_the_same_field_set_apart_keeps_both_and_shows_one_of_them():
    a, b, row_id = two_copies(values={})
    a.set(row_id, "values/topic", value("pay"))
    b.set(row_id, "values/topic", value("rest"))
    for order in permutations([a, b]):
        row = joined(*order).row(row_id)
        assert set(row.conflicts) == {"values/topic"}
        shown, other = row.conflicts["values/topic"]
        assert row.fields["values"]["topic"] == shown
        assert {shown["v"], other["v"]} == {"pay", "rest"}


def test_the_same_field_set_alike_is_no_conflict():
    a, b, row_id = two_copies()
    a.set(row_id, "doubt", True)
    b.set(row_id, "doubt", True)
    assert not joined(a, b).row(row_id).conflicts


def test_the_last_edit_of_a_copy_counts_not_each_of_them():
    a, b, row_id = two_copies()
    for content in ("one", "two", "three"):
        a.set(row_id, "source_id", content)
    b.set(row_id, "source_id", "other")
    conflict = joined(a, b).row(row_id).conflicts["source_id"]
    assert set(conflict) == {"three", "other"}


def test_an_edit_made_in_knowledge_of_another_replaces_it():
    a, b, row_id = two_copies()
    a.set(row_id, "source_id", "one")
    b.take(a.changes)
    b.set(row_id, "source_id", "two")
    row = joined(a, b).row(row_id)
    assert row.fields["source_id"] == "two"
    assert not row.conflicts


def test_a_deletion_here_and_an_edit_there_both_stand():
    a, b, row_id = two_copies()
    a.set(row_id, "deleted", True)
    b.set(row_id, "doubt", True)
    row = joined(a, b).row(row_id)
    assert row.fields["deleted"] is True
    assert row.fields["doubt"] is True
    assert not row.conflicts


def test_edges_moved_apart_are_a_conflict_of_places_and_never_mixed():
    annotation = make_annotation(VERSION, CODER, "Nine pilots")
    a = Copy()
    a.make(annotation)
    b = Copy(a.changes)
    left = make_annotation(VERSION, CODER, "pilots", id=annotation.id)
    right = make_annotation(VERSION, CODER, "Nine pilots refused", id=annotation.id)
    a.write(*edits("annotation", annotation, start=left.start, end=left.end, quote=left.quote))
    b.write(*edits("annotation", annotation, end=right.end, quote=right.quote))
    row = joined(a, b).row(annotation.id)
    assert len(row.conflicts["place"]) == 2
    shown = {k: row.fields[k] for k in ("start", "end", "parts", "quote")}
    assert shown == row.conflicts["place"][0]
    assert VERSION.text[shown["start"] : shown["end"]] == shown["quote"]


@pytest.mark.parametrize("winner", ["pay", "rest", "neither"])
def test_a_resolution_is_a_change_and_settles_the_conflict_everywhere(winner):
    a, b, row_id = two_copies(values={})
    a.set(row_id, "values/topic", value("pay"))
    b.set(row_id, "values/topic", value("rest"))
    a.take(b.changes)
    a.set(row_id, "values/topic", value(winner))
    row = joined(b, a).row(row_id)
    assert row.fields["values"]["topic"] == value(winner)
    assert not row.conflicts
    b.take(a.changes)
    b.set(row_id, "values/topic", value("later"))
    assert joined(a, b).row(row_id).fields["values"]["topic"] == value("later")
    assert not joined(a, b).row(row_id).conflicts


def test_a_conflict_settled_here_and_edited_there_is_a_conflict_again():
    a, b, row_id = two_copies()
    a.set(row_id, "source_id", "one")
    b.set(row_id, "source_id", "two")
    a.take(b.changes)
    a.set(row_id, "source_id", "settled")
    b.set(row_id, "source_id", "three")
    assert set(joined(a, b).row(row_id).conflicts["source_id"]) == {"settled", "three"}


def test_an_undo_in_one_copy_and_an_edit_in_another_are_both_kept():
    a, b, row_id = two_copies()
    a.set(row_id, "source_id", "one")
    b.take(a.changes)
    a.set(row_id, "source_id", None)
    b.set(row_id, "source_id", "two")
    assert set(joined(a, b).row(row_id).conflicts["source_id"]) == {None, "two"}


# --- one row made in two copies -------------------------------------------------------------------


def test_the_same_row_made_twice_alike_is_one_row_and_no_conflict():
    coding = make_coding(VERSION, CODER, values={"headline": value("Strike")})
    a, b = Copy(), Copy()
    a.make(coding)
    b.make(coding)
    b.set(coding.id, "values/headline", value("Strike ends"), "article_coding")
    for order in permutations([a, b]):
        row = joined(*order).row(coding.id)
        assert row.fields["values"] == {"headline": value("Strike ends")}
        assert not row.conflicts


def test_the_same_row_made_with_other_content_is_a_conflict_of_what_differs():
    one = make_coding(VERSION, CODER, values={"headline": value("A"), "x": value(1)})
    other = one.model_copy(update={"values": {"headline": value("B"), "x": value(1)}})
    a, b = Copy(), Copy()
    a.make(one)
    b.make(other)
    row = joined(a, b).row(one.id)
    assert set(row.conflicts) == {"values/headline"}
    a.take(b.changes)
    a.set(one.id, "values/headline", value("A"), "article_coding")
    assert not joined(b, a).row(one.id).conflicts


def test_the_same_row_made_at_two_places_stands_at_one_of_them():
    one = make_annotation(VERSION, CODER, "Nine pilots")
    other = make_annotation(VERSION, CODER, "pilots refused", id=one.id)
    a, b = Copy(), Copy()
    a.make(one)
    b.make(other)
    row = joined(a, b).row(one.id)
    assert set(row.conflicts) == {"place"}
    assert VERSION.text[row.fields["start"] : row.fields["end"]] == row.fields["quote"]


def test_moments_of_making_are_no_conflict_even_when_one_is_edited():
    one = make_coding(VERSION, CODER, finished_at=NOON)
    other = one.model_copy(update={"finished_at": NOON.replace(hour=15)})
    a, b = Copy(), Copy()
    a.make(one)
    b.make(other)
    assert not joined(a, b).row(one.id).conflicts
    a.set(one.id, "finished_at", None, "article_coding")
    row = joined(a, b).row(one.id)
    assert not row.conflicts
    assert row.fields["finished_at"] is None


# --- any number of copies, in any order -----------------------------------------------------------


ROWS = [make_annotation(VERSION, CODER) for _ in range(2)]
steps = st.lists(
    st.tuples(
        st.integers(0, 2),  # which copy
        st.sampled_from(["edit", "make", "take"]),
        st.integers(0, 1),  # which row
        names,
        contents,
        st.integers(0, 2),  # which copy to take from
    ),
    max_size=25,
)


def play(moves: list[tuple[int, str, int, str, Any, int]]) -> list[Copy]:
    copies = [Copy(), Copy(), Copy()]
    for index, kind, row, name, content, other in moves:
        copy = copies[index]
        here = ("annotation", ROWS[row].id) in copy.state
        if kind == "take":
            copy.take(copies[other].changes)
        elif kind == "make" and not here:
            made = {"source_id": None if content is None else str(content), "sequence": index}
            copy.make(ROWS[row].model_copy(update=made))
        elif kind == "edit" and here:
            copy.set(ROWS[row].id, name, content)
    return copies


@given(steps, st.randoms(use_true_random=False))
def test_joining_is_idempotent_commutative_and_associative(moves, random):
    a, b, c = play(moves)
    expected = seen(joined(a, b, c))
    for order in permutations([a, b, c]):
        assert seen(joined(*order)) == expected
    assert seen(joined(joined(a, b), c)) == seen(joined(a, joined(b, c))) == expected
    assert seen(joined(a, a, b, c, b, a)) == expected
    shuffled = joined(a, b, c).changes * 2
    random.shuffle(shuffled)
    assert seen_in(shuffled) == expected


@given(steps)
def test_what_is_shown_is_the_value_of_a_last_change_and_conflicts_are_all_of_them(moves):
    both = joined(*play(moves))
    for (_, row_id), row in both.state.items():
        own = [c for c in both.changes if c.row_id == row_id]
        by_id = {c.id: c for c in own}
        for name in {c.field for c in own if c.field}:
            last = [by_id[i] for i in heads(own, name)]
            values = [read_field(c.after, name) if not c.field else c.after for c in last]
            assert read_field(row.fields, name) in values
            if name in row.conflicts:
                assert row.conflicts[name][0] == read_field(row.fields, name)
                assert (
                    len({json.dumps(v) for v in row.conflicts[name]})
                    == len(row.conflicts[name])
                    > 1
                )
        assert row.fields["revision"] == len(own)


@given(steps)
def test_every_conflict_can_be_settled_and_stays_settled(moves):
    copies = play(moves)
    both = joined(*copies)
    for (_, row_id), row in list(both.state.items()):
        for name, (_, *others) in row.conflicts.items():
            both.set(row_id, name, others[0])
    assert not any(row.conflicts for row in both.state.values())
    assert not any(row.conflicts for row in joined(*copies, both).state.values())


@given(steps)
def test_a_child_comes_after_its_parents(moves):
    both = joined(*play(moves))
    for change in both.changes:
        for parent in change.parents:
            assert both.journal[parent].order < change.order
