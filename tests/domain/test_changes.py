"""Changes: made from values, applied to rows, turned round and done again."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import (
    CREATE,
    Change,
    ChangeSet,
    apply_to_row,
    creation,
    edit,
    edits,
    edits_between,
    now,
    read_field,
    write_field,
)
from refusal_annotator.domain.variables import missing, value
from tests.builders import act, make_annotation, make_article, make_coder, make_version

Row = dict[str, Any] | None


def applied(row: Row, changes: tuple[Change, ...]) -> dict[str, Any]:
    for change in changes:
        row = apply_to_row(row, change)
    assert row is not None
    return row


def content(row: Row) -> Row:
    return {k: v for k, v in row.items() if k != "revision"} if row else None


# --- making them ----------------------------------------------------------------------------------


def test_a_creation_holds_all_fields_but_the_count_of_changes():
    annotation = make_annotation(make_version(), make_coder(), "Nine", "sail")
    change = creation("annotation", annotation)
    assert change.field == CREATE
    assert change.row_id == annotation.id
    assert set(change.after) == set(Annotation.model_fields) - {"revision"}
    row = apply_to_row(None, change)
    assert row["revision"] == 1
    assert Annotation.model_validate(row) == annotation.model_copy(update={"revision": 1})


def test_edits_are_only_of_what_differs():
    annotation = make_annotation(make_version(), make_coder())
    assert edits("annotation", annotation, doubt=False) == ()
    (change,) = edits("annotation", annotation, doubt=True, origin="drawn")
    assert (change.field, change.before, change.after) == ("doubt", False, True)


def test_an_edit_to_what_the_field_cannot_be_raises():
    annotation = make_annotation(make_version(), make_coder())
    for wrong in ({"origin": "guessed"}, {"doubt": "perhaps"}, {"start": None}):
        with pytest.raises(ValidationError):
            edits("annotation", annotation, **wrong)
    (change,) = edits("annotation", annotation, origin="edited")
    assert change.after == "edited"


def test_values_are_edited_key_by_key():
    annotation = make_annotation(
        make_version(), make_coder(), values={"topic": value("pay"), "cue": value("said")}
    )
    wanted = {"topic": value("rest"), "count": missing("missing")}
    found = {c.field: (c.before, c.after) for c in edits("annotation", annotation, values=wanted)}
    assert found == {
        "values/topic": (value("pay"), value("rest")),
        "values/cue": (value("said"), None),
        "values/count": (None, missing("missing")),
    }


def test_the_place_of_a_span_is_one_change():
    version, coder = make_version(), make_coder()
    here = make_annotation(version, coder, "Nine pilots")
    there = make_annotation(version, coder, "the harbour", "union", id=here.id)
    place = {name: getattr(there, name) for name in ("start", "end", "parts", "quote")}
    (change,) = edits("annotation", here, **place)
    assert change.field == "place"
    assert change.before == {
        "start": here.start,
        "end": here.end,
        "parts": None,
        "quote": here.quote,
    }
    row = applied(apply_to_row(None, creation("annotation", here)), (change,))
    assert Annotation.model_validate(row) == there.model_copy(update={"revision": 2})
    (only_end,) = edits("annotation", here, end=here.end + 1)
    assert only_end.after["quote"] == here.quote, "a place is always whole"


def test_edits_between_two_values_lead_from_one_to_the_other():
    version, coder = make_version(), make_coder()
    one = make_annotation(version, coder, "Nine pilots", values={"topic": value("pay")})
    other = make_annotation(
        version, coder, "sail", id=one.id, doubt=True, values={"cue": value("x")}
    )
    names = [name for name in Annotation.model_fields if name != "revision"]
    changes = edits_between("annotation", one, other, only=names)
    assert {c.field for c in changes} == {"place", "doubt", "values/topic", "values/cue"}
    row = applied(apply_to_row(None, creation("annotation", one)), changes)
    assert Annotation.model_validate(row).model_copy(update={"revision": 0}) == other
    assert edits_between("annotation", one, one, only=names) == ()


@pytest.mark.parametrize("name", ["values", "metadata", "extras", "start", "end", "parts", "quote"])
def test_what_could_not_be_merged_cannot_be_edited_by_itself(name):
    with pytest.raises(ValueError, match="is not changed by itself"):
        edit("annotation", make_coder().id, name, None, None)


def test_a_change_cannot_be_changed():
    change = edit("annotation", make_coder().id, "doubt", False, True)
    with pytest.raises(ValidationError):
        change.after = False  # type: ignore[misc]


def test_change_sets_are_made_now_in_utc_and_know_whether_they_are_empty():
    made = act()
    assert not made
    assert made.time.tzinfo == UTC
    assert now() - made.time < timedelta(minutes=1)
    assert act(creation("coder", make_coder()))


def test_change_sets_survive_json():
    version = make_version(make_article())
    made = act(
        [creation("article_version", version)], edits("article_version", version, deleted=True)
    )
    assert isinstance(made, BaseModel)
    assert ChangeSet.model_validate_json(made.model_dump_json()) == made


# --- fields of rows -------------------------------------------------------------------------------


def test_fields_and_keys_inside_them_are_read_and_written():
    row = {"values": {"a": 1}, "doubt": False, "start": 3, "end": 5}
    assert read_field(row, "values/a") == 1
    assert read_field(row, "values/b") is None
    assert read_field({"values": None}, "values/a") is None
    assert read_field(row, "place") == {"start": 3, "end": 5}
    assert write_field(row, "values/b", 2)["values"] == {"a": 1, "b": 2}
    assert write_field(row, "values/a", None)["values"] == {}
    assert write_field(row, "values/none", None)["values"] == {"a": 1}
    assert write_field(row, "values/a/b", 2)["values"] == {"a": 1, "a/b": 2}
    assert write_field(row, "place", {"start": 1, "end": 2})["start"] == 1
    assert row == {"values": {"a": 1}, "doubt": False, "start": 3, "end": 5}, (
        "nothing is changed in place"
    )


def test_an_edit_of_a_row_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="is not here"):
        apply_to_row(None, edit("annotation", make_coder().id, "doubt", False, True))


# --- turning round --------------------------------------------------------------------------------


names = st.sampled_from(["doubt", "note", "values/a", "values/b", "values/a/b"])
contents = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=3))


@st.composite
def rows_and_sets(draw: st.DrawFn) -> tuple[Row, ChangeSet]:
    """A row, perhaps not there yet, and a change set that fits it."""
    annotation = make_annotation(make_version(), make_coder())
    made = creation("annotation", annotation)
    row: Row = None
    changes: list[Change] = []
    if draw(st.booleans()):
        row = apply_to_row(None, made)
    else:
        changes.append(made)
    state = row or applied(None, tuple(changes))
    for _ in range(draw(st.integers(0 if changes else 1, 5))):
        name = draw(names)
        change = edit("annotation", annotation.id, name, read_field(state, name), draw(contents))
        changes.append(change)
        state = apply_to_row(state, change)
    return row, act(changes)


def without_nulls(row: Row) -> Row:
    return {k: v for k, v in row.items() if v is not None} if row else None


@given(rows_and_sets())
def test_undo_leads_back_and_redo_leads_on_again(row_and_set):
    row, made = row_and_set
    after = applied(row, made.changes)
    undone = applied(after, made.inverse().changes)
    if row is None:
        assert undone is not None
        assert undone["deleted"] is True, "a row made is hidden, never removed"
    else:
        assert without_nulls(content(undone)) == without_nulls(content(row))
    redone = applied(undone, made.again().changes)
    assert without_nulls(content(redone)) == without_nulls(content(after))
    assert redone["revision"] == after["revision"] + 2 * len(made.changes)


@given(rows_and_sets())
def test_every_change_of_undo_and_redo_expects_what_is_there(row_and_set):
    row, made = row_and_set
    state = applied(row, made.changes)
    for turned in (made.inverse(), made.again(), made.inverse()):
        for change in turned.changes:
            assert change.field != CREATE
            assert read_field(state, change.field) == change.before
            state = apply_to_row(state, change)


def test_undo_and_redo_name_what_they_turn_and_are_acts_of_their_own():
    made = act([creation("coder", make_coder())], label="Add a coder")
    stamped = made.model_copy(update={"counter": 7, "replica": make_coder().id})
    undo, redo = stamped.inverse(), stamped.again()
    assert (undo.kind, redo.kind) == ("undo", "redo")
    assert undo.target == redo.target == made.id
    assert len({made.id, undo.id, redo.id}) == 3
    assert undo.label == "Add a coder"
    assert (undo.counter, undo.replica) == (0, None), "it is stamped anew when it is stored"
    ids = {c.id for s in (made, undo, redo) for c in s.changes}
    assert len(ids) == 3
