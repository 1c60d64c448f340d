"""What was done to a coding, in words, from the journal."""

from __future__ import annotations

from uuid import UUID, uuid4

from refusal_annotator.workspace import coding
from refusal_annotator.workspace.coding_history import history_of
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


def lines(desk: Desk, row_id: UUID) -> list[tuple[str, list[str]]]:
    return [(e.act, [str(c) for c in e.changes]) for e in history_of(desk.project, row_id)]


def test_every_act_is_told_with_what_was_before_and_after(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail on Monday", kind="delay")
    desk.set(span, "kind", "strike")
    desk.set(span, "cue", "said")
    desk.do(coding.move, span, *desk.place("not sail on Monday"))
    desk.do(coding.set_doubt, span, True)
    desk.set(span, "cue", None)
    assert lines(desk, span) == [
        ("Tag notice", ["Notice: “will not sail on Monday”, drawn by hand"]),
        ("Set kind", ["Kind: Delay → Strike"]),
        ("Set cue", ["Cue: said"]),
        (
            "Move the edges of a notice",
            ["Extent: “will not sail on Monday” → “not sail on Monday”"],
        ),
        ("Mark as doubtful", ["Marked as doubtful"]),
        ("Set cue", ["Cue: said taken away"]),
    ]


def test_who_and_when_stand_with_each_act_and_undo_is_named(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail on Monday", kind="delay")
    desk.set(span, "kind", "strike")
    desk.undo()
    entries = history_of(desk.project, span)
    assert {e.coder for e in entries} == {"Ada"}
    assert [e.time for e in entries] == sorted(e.time for e in entries)
    assert entries[-1].act == "Undo: Set kind"
    assert str(entries[-1].changes[0]) == "Kind: Strike → Delay"


def test_links_are_told_at_both_of_their_ends(desk: Desk) -> None:
    notice = desk.tag("Notice", "will not sail on Monday", kind="delay")
    post = desk.tag("Vessel", "Quay Post")
    link = desk.relate("told_by", notice, post)
    desk.do(coding.unrelate, link)
    told = "Told by: “will not sail on Monday” → “Quay Post”"
    for span in (notice, post):
        assert [c for _, changes in lines(desk, span)[-2:] for c in changes] == [
            told,
            f"{told} taken away",
        ]


def test_a_deleted_coding_keeps_its_history(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    span = desk.tag("Vessel", "Quay Post")
    desk.do(coding.untag, span)
    assert lines(desk, span)[-1] == ("Delete actor", ["Deleted"])
    desk.undo()
    assert lines(desk, span)[-1] == ("Undo: Delete actor", ["Brought back"])
    assert history_of(desk.project, uuid4()) == []
