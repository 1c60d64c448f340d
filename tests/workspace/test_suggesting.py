"""Suggestions: accepted with values and links, refused for good, skipped, changed afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


def test_accepting_makes_a_coding_with_its_values(desk: Desk) -> None:
    found = desk.suggestion("Notice", "will not sail", kind="delay", tone="sharp")
    desk.suggest(found)
    made = desk.do(suggesting.accept, found.id)

    (annotation,) = desk.session.annotations.values()
    assert made.label == "Accept a suggested notice"
    assert (annotation.origin, annotation.suggestion_id) == ("accepted", found.id)
    assert desk.values(annotation.id) == {"tone": "sharp", "kind": "delay"}
    (decision,) = desk.session.decisions.values()
    assert (decision.decision, decision.annotation_id) == ("accepted", annotation.id)
    assert desk.open_quotes() == []


def test_accepting_links_with_what_is_accepted_or_coded(desk: Desk) -> None:
    notice = desk.suggestion("Notice", "will not sail", kind="delay")
    captain, post = desk.suggestion("Vessel", "captain"), desk.suggestion("Vessel", "Quay Post")
    office = desk.suggestion("Vessel", "harbour office")
    desk.suggest(
        notice,
        captain,
        post,
        office,
        links=[
            desk.suggested_link("told_by", notice, captain, 0.8),
            desk.suggested_link("told_by", notice, post, 0.9),
            desk.suggested_link("passed_by", notice, post, 0.7),
            desk.suggested_link("passed_by", notice, captain, 0.5),
            desk.suggested_link("passed_by", notice, office, 0.9),
        ],
    )
    drawn = desk.tag("Vessel", "Quay Post")
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.accept, notice.id)

    (source,) = (a for a in desk.session.annotations.values() if a.type == "Notice")
    accepted = next(a.id for a in desk.session.annotations.values() if a.quote == "captain")
    assert desk.chain(source.id, "told_by") == [(drawn, None)]
    assert desk.chain(source.id, "passed_by") == [(drawn, 1), (accepted, 2)]
    assert {k.origin for k in desk.session.links.values()} == {"accepted"}
    desk.do(suggesting.accept, office.id)
    assert desk.chain(source.id, "passed_by")[-1][1] == 3


def test_links_that_the_codebook_hides_are_not_made(desk: Desk) -> None:
    notice = desk.suggestion("Notice", "will not sail", kind="rumour")
    captain = desk.suggestion("Vessel", "captain")
    desk.suggest(notice, captain, links=[desk.suggested_link("told_by", notice, captain)])
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.accept, notice.id)
    assert not desk.session.links


def test_the_rest_of_a_sentence_is_one_step(desk: Desk) -> None:
    words = ("ferry", "will not sail", "captain", "Twelve", "hands are missing", "pilot")
    types = ("Vessel", "Notice", "Vessel", "Tally", "Notice", "Vessel")
    found = [desk.suggestion(t, w) for t, w in zip(types, words, strict=True)]
    desk.suggest(*found, links=[desk.suggested_link("passed_by", found[1], found[2])])
    before = desk.state()
    made = desk.do(suggesting.accept_rest_of_sentence, found[1].id)

    assert made.label == "Accept 2 suggestions"
    assert [a.quote for a in desk.session.ordered()] == ["will not sail", "captain"]
    assert len(desk.session.links) == 1
    assert len({a.sequence for a in desk.session.annotations.values()}) == 2
    desk.undo()
    assert desk.state() == before
    desk.redo()
    assert desk.open_quotes() == ["ferry", "Twelve", "hands are missing", "pilot"]


def test_the_rest_of_a_sentence_may_be_one_suggestion(desk: Desk) -> None:
    found = desk.suggestion("Vessel", "pilot")
    desk.suggest(found)
    assert desk.do(suggesting.accept_rest_of_sentence, found.id).label == "Accept 1 suggestion"


def test_a_suggestion_is_accepted_once(desk: Desk) -> None:
    found = desk.suggestion("Vessel", "captain")
    desk.suggest(found)
    desk.do(suggesting.accept, found.id)
    for act in (suggesting.accept, suggesting.accept_rest_of_sentence, suggesting.reject):
        with pytest.raises(AnnotatorError, match="accepted already. Delete its coding"):
            act(desk.session, found.id)


def test_a_suggestion_on_coded_text_is_no_question(desk: Desk) -> None:
    found = desk.suggestion("Vessel", "captain")
    desk.suggest(found)
    desk.tag("Vessel", "captain")
    assert desk.open_quotes() == []
    with pytest.raises(AnnotatorError, match="tagged as actor already"):
        suggesting.accept(desk.session, found.id)


def test_suggestions_in_a_zone_are_not_offered(desk: Desk) -> None:
    found = desk.suggestion("Vessel", "Tides")
    desk.suggest(found)
    desk.do(coding.add_zone, "menu", *desk.place("Menu | Tides | Contact"))
    assert desk.open_quotes() == []
    with pytest.raises(AnnotatorError, match="not coded"):
        suggesting.accept(desk.session, found.id)


def test_a_rejection_holds_over_new_runs_and_a_restart(desk: Desk, reopen: Any) -> None:
    text = "The ferry Skua will not sail on Monday, its captain said"
    found = desk.suggestion("Notice", text)
    near = desk.suggestion("Notice", text.removesuffix(" said"))
    far = desk.suggestion("Notice", "ferry Skua will not sail")
    other = desk.suggestion("Vessel", text)
    desk.suggest(found)
    desk.do(suggesting.reject, found.id)
    assert desk.open_quotes() == []

    desk.suggest(near, far, other)
    assert desk.open_quotes() == [text, far.quote]
    again = Desk(reopen(desk.project))
    assert again.open_quotes() == [text, far.quote]
    again.suggest(found)
    assert again.open_quotes() == []
    # The act of before the restart is undone: the suggestion is a question again.
    again.undo()
    assert again.open_quotes() == [text]


@pytest.mark.parametrize(
    ("first", "last", "comes_back"),
    [(0, 8, False), (0, 7, True), (2, 10, False), (3, 10, True), (1, 9, False), (10, 18, True)],
)
def test_a_rejection_is_inherited_from_an_overlap_of_four_fifths(
    project: OpenProject, first: int, last: int, comes_back: bool
) -> None:
    desk = Desk(project)
    start, _ = desk.place("The ferry")
    text = desk.session.text[start:]
    desk.suggest(desk.suggestion("Notice", text[:10]))
    desk.do(suggesting.reject, desk.session.suggestions[0].id)
    desk.suggest(desk.suggestion("Notice", text[first:last]))
    assert bool(desk.open_quotes()) is comes_back


def test_a_rejection_is_one_coders(project: OpenProject) -> None:
    ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    found = ada.suggestion("Vessel", "captain")
    ada.suggest(found)
    ada.do(suggesting.reject, found.id)
    assert (ada.open_quotes(), bo.open_quotes()) == ([], ["captain"])


def test_a_skipped_suggestion_stays_open(desk: Desk) -> None:
    found = desk.suggestion("Vessel", "captain")
    desk.suggest(found)
    desk.do(suggesting.skip, found.id)
    assert desk.open_quotes() == ["captain"]
    assert [d.decision for d in desk.session.decisions.values()] == ["skipped"]
    desk.do(suggesting.accept, found.id)
    assert [d.decision for d in desk.session.decisions.values()] == ["accepted"]
    desk.undo()
    assert [d.decision for d in desk.session.decisions.values()] == ["skipped"]


def test_a_decision_taken_back_is_taken_again_after_a_restart(desk: Desk, reopen: Any) -> None:
    found = desk.suggestion("Vessel", "captain")
    desk.suggest(found)
    desk.do(suggesting.accept, found.id)
    desk.undo()
    again = Desk(reopen(desk.project))
    again.do(suggesting.accept, found.id)
    again.project.flush()
    assert [a.quote for a in again.session.ordered()] == ["captain"]


@pytest.mark.parametrize("act", [suggesting.accept, suggesting.reject, suggesting.skip])
def test_a_suggestion_of_an_earlier_run(desk: Desk, act: Any) -> None:
    found = desk.suggestion("Vessel", "captain")
    with pytest.raises(AnnotatorError, match="suggestions were made anew"):
        act(desk.session, found.id)


def test_a_change_of_what_was_suggested_makes_it_edited(desk: Desk) -> None:
    def accepted(words: str, **values: str) -> Any:
        found = desk.suggestion("Notice", words, **values)
        desk.suggest(found)
        made = desk.do(suggesting.accept, found.id)
        return coding.created_annotation(made)

    def origin(annotation_id: Any) -> tuple[str, str]:
        decision = next(
            d for d in desk.session.decisions.values() if d.annotation_id == annotation_id
        )
        return desk.annotation(annotation_id).origin, decision.decision

    moved = accepted("will not sail")
    desk.do(coding.move, moved, *desk.place("Skua will not sail"))
    assert origin(moved) == ("edited", "edited")

    valued = accepted("hands are missing", kind="delay")
    desk.set(valued, "cue", "told")
    desk.do(coding.set_note, valued, "a note is no change")
    assert origin(valued) == ("accepted", "accepted")
    desk.set(valued, "kind", "strike")
    assert origin(valued) == ("edited", "edited")
    desk.undo()
    assert origin(valued) == ("accepted", "accepted")


def test_values_that_the_codebook_does_not_allow_are_left_out(desk: Desk) -> None:
    found = desk.suggestion("Notice", "will not sail", kind="storm", mood="bad", cue="said")
    desk.suggest(found.model_copy(update={"values": {**found.values, "depth": value(3)}}))
    desk.do(suggesting.accept, found.id)
    (annotation,) = desk.session.annotations.values()
    assert desk.values(annotation.id) == {"tone": "calm", "cue": "said"}


def test_suggestions_are_kept_on_both_databases(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    notice, captain = (
        desk.suggestion("Notice", "will not sail"),
        desk.suggestion("Vessel", "captain"),
    )
    desk.suggest(notice, captain, links=[desk.suggested_link("passed_by", notice, captain)])
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.accept, notice.id)
    desk.project.flush()
    before = desk.state()
    desk.project.forget_sessions()
    assert desk.state() == before
    assert len(desk.session.links) == 1
