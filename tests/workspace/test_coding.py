"""What a coder does to spans: extents, values, what values hide, deleting, messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


def test_a_selection_grows_to_words_and_loses_what_the_type_trims(desk: Desk) -> None:
    start, _ = desk.place("kua will not sail")
    _, end = desk.place("captain said.")
    made = desk.do(coding.tag, "Notice", start, end)

    (annotation,) = desk.session.annotations.values()
    assert annotation.quote == "Skua will not sail on Monday, its captain said"
    assert desk.session.text[annotation.start : annotation.end] == annotation.quote
    assert annotation.origin == "drawn"
    assert made.label == "Tag notice"


def test_by_characters_a_selection_stays_as_it_is(desk: Desk) -> None:
    start, end = desk.place("kua will")
    desk.do(coding.tag, "Notice", start, end, snap_to_tokens=False)

    assert [a.quote for a in desk.session.ordered()] == ["kua will"]


def test_what_a_reader_sees_as_one_character_is_not_split(desk: Desk) -> None:
    with pytest.raises(AnnotatorError, match="would split a character"):
        coding.tag(desk.session, "Notice", 1, 4, snap_to_tokens=False)
    desk.do(coding.tag, "Notice", 0, 1)

    (annotation,) = desk.session.annotations.values()
    assert annotation.quote == "👩🏽‍✈️"


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (5, 5, "empty or outside"),
        (9, 4, "empty or outside"),
        (-1, 4, "empty or outside"),
        (0, 100_000, "empty or outside"),
    ],
)
def test_no_span_without_text(desk: Desk, start: int, end: int, reason: str) -> None:
    with pytest.raises(AnnotatorError, match=reason):
        coding.tag(desk.session, "Notice", start, end)


def test_white_space_alone_is_no_span(desk: Desk) -> None:
    start = desk.session.text.index("\n\n")
    for snapped in (True, False):
        with pytest.raises(AnnotatorError, match="holds no word"):
            coding.tag(desk.session, "Notice", start, start + 2, snap_to_tokens=snapped)


def test_an_unknown_type_is_named_with_those_that_exist(desk: Desk) -> None:
    with pytest.raises(AnnotatorError, match="Notice, Vessel, Tally"):
        coding.tag(desk.session, "Claim", 0, 5)


def test_the_same_text_is_tagged_once_per_type(desk: Desk) -> None:
    desk.tag("Notice", "Twelve hands are missing")
    with pytest.raises(AnnotatorError, match="tagged as notice already"):
        desk.tag("Notice", "Twelve hands are missing")
    desk.tag("Vessel", "Twelve hands are missing")

    assert len(desk.session.annotations) == 2


def test_a_new_span_has_the_defaults_and_the_values_given(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail", kind="delay")

    assert desk.values(span) == {"tone": "calm", "kind": "delay"}


def test_values_given_while_tagging_are_checked(desk: Desk) -> None:
    place = desk.place("will not sail")
    for cells in ({"kind": value("storm")}, {"mood": value("bad")}, {"depth": value(2)}):
        with pytest.raises(AnnotatorError):
            coding.tag(desk.session, "Notice", *place, values=cells)


@pytest.mark.parametrize(
    ("variable", "cell", "reason"),
    [
        ("kind", value("storm"), "no category 'storm'; allowed are delay, strike, rumour"),
        ("kind", missing("unheard_of"), "missing code 'unheard_of'"),
        ("kind", value(True), "no category True"),
        ("tone", value(["calm"]), "The value was not set"),
        ("tags", value(["ship", "ship"]), "twice"),
        ("cue", value("two\nlines"), "line breaks"),
        ("cue", value(3), "takes text"),
        ("said_on", value("2030-02-30"), "no such date"),
        ("depth", value(2), "Depth is computed"),
        ("mood", value("bad"), "Notice has no variable 'mood'"),
    ],
)
def test_a_wrong_value_is_refused(desk: Desk, variable: str, cell: Any, reason: str) -> None:
    span = desk.tag("Notice", "will not sail")
    before = desk.state()
    with pytest.raises(AnnotatorError, match=reason):
        coding.set_value(desk.session, span, variable, cell)
    assert desk.state() == before


@pytest.mark.parametrize("content", [float("nan"), float("inf"), -1, "twelve", True, 2**64])
def test_a_wrong_number_is_refused(desk: Desk, content: Any) -> None:
    span = desk.tag("Tally", "Twelve")
    with pytest.raises(AnnotatorError, match="The value was not set: least"):
        coding.set_value(desk.session, span, "least", value(content))


def test_values_missing_kinds_and_open_bounds_are_stored(desk: Desk, reopen: Any) -> None:
    tally, notice = desk.tag("Tally", "Twelve"), desk.tag("Notice", "will not sail")
    desk.do(coding.set_value, tally, "least", value(12))
    desk.do(coding.set_value, tally, "most", OPEN)
    desk.do(coding.set_value, notice, "kind", missing("not_determinable"))
    desk.do(coding.set_value, notice, "tags", value(["shore", "ship"]))
    desk.do(coding.set_value, notice, "cue", EMPTY)

    again = Desk(reopen(desk.project))
    assert again.annotation(tally).values == {"least": {"v": 12}, "most": {"open": True}}
    assert again.annotation(notice).values == {
        "tone": {"v": "calm"},
        "kind": {"m": "not_determinable"},
        "tags": {"v": ["shore", "ship"]},
        "cue": {"empty": True},
    }


def test_setting_what_is_set_is_no_act(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail", kind="delay")
    assert not coding.set_value(desk.session, span, "kind", value("delay"))
    assert not coding.set_value(desk.session, span, "cue", None)
    assert not coding.set_doubt(desk.session, span, False)
    assert not coding.move(desk.session, span, *desk.place("will not sail"))


def test_hiding_a_variable_clears_it_and_what_hangs_on_it(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail", kind="strike", cause="crew", hands=12)
    desk.set(span, "kind", "rumour")
    assert desk.values(span) == {"tone": "calm", "kind": "rumour"}
    desk.undo()
    assert desk.values(span)["hands"] == 12

    desk.set(span, "cause", "ice")
    assert desk.values(span) == {"tone": "calm", "kind": "strike", "cause": "ice"}


def test_a_hidden_variable_takes_no_value(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail", kind="rumour")
    with pytest.raises(
        AnnotatorError, match="Cause is not asked for with the present value of kind"
    ):
        coding.set_value(desk.session, span, "cause", value("ice"))


def test_hiding_a_relation_deletes_its_links(desk: Desk) -> None:
    notice, ferry = desk.tag("Notice", "will not sail", kind="delay"), desk.tag("Vessel", "ferry")
    desk.relate("told_by", notice, ferry)
    desk.relate("passed_by", notice, ferry)
    made = desk.set(notice, "kind", "rumour")

    assert [k.type for k in desk.session.links_from(notice)] == ["passed_by"]
    assert len(made.changes) == 2
    desk.undo()
    assert [k.type for k in desk.session.links_from(notice)] == ["passed_by", "told_by"]


def test_required_fields_follow_conditions(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")

    def lacking() -> list[str]:
        return [m.field_id for m in desk.session.missing_fields(desk.annotation(span))]

    assert lacking() == ["kind"]
    desk.set(span, "kind", "rumour")
    assert lacking() == ["heard"]
    desk.set(span, "heard", "the barber")
    assert lacking() == []
    desk.set(span, "kind", "strike")
    assert lacking() == ["told_by"]
    desk.relate("told_by", span, desk.tag("Vessel", "captain", who="captain_skua"))
    assert lacking() == []
    desk.do(coding.set_value, span, "kind", missing("missing"))
    assert lacking() == ["kind"]
    desk.do(coding.set_value, span, "kind", missing("not_applicable"))
    assert lacking() == []


def test_required_values_of_links_are_asked_for(desk: Desk) -> None:
    a, b = (desk.tag("Notice", w, kind="delay") for w in ("will not sail", "hands are missing"))
    link = desk.relate("same", a, b)

    (lacking,) = desk.session.missing_fields(desk.annotation(a))
    assert (lacking.field_id, lacking.label) == ("same/closeness", "Closeness")
    desk.do(coding.set_link_value, link, "closeness", value("tight"))
    assert not desk.session.missing_fields(desk.annotation(a))


def test_moving_keeps_values_and_links(desk: Desk) -> None:
    notice = desk.tag("Notice", "will not sail", kind="delay")
    desk.relate("told_by", notice, desk.tag("Vessel", "captain"))
    before = desk.state()
    desk.do(coding.move, notice, *desk.place("Skua will not sail on Monday"))

    assert desk.annotation(notice).quote == "Skua will not sail on Monday"
    assert desk.values(notice)["kind"] == "delay"
    assert len(desk.session.links) == 1
    desk.undo()
    assert desk.state() == before


def test_a_move_onto_a_twin_is_refused_in_its_own_words(desk: Desk) -> None:
    desk.tag("Vessel", "Quay Post")
    other = desk.tag("Vessel", "captain")
    with pytest.raises(AnnotatorError, match="was not moved: this text is tagged as actor already"):
        coding.move(desk.session, other, *desk.place("Quay Post"))


def test_labels_read_as_sentences(desk: Desk) -> None:
    ferry = desk.tag("Vessel", "ferry")
    assert (
        desk.do(coding.move, ferry, *desk.place("ferry Skua")).label == "Move the edges of an actor"
    )
    assert desk.do(coding.untag, ferry).label == "Delete actor"


def test_deleting_takes_links_at_both_ends_and_closes_chains(desk: Desk) -> None:
    notice = desk.tag("Notice", "will not sail", kind="delay")
    first, second, third = (
        desk.tag("Vessel", words) for words in ("captain", "Quay Post", "harbour office")
    )
    for target in (first, second, third):
        desk.relate("passed_by", notice, target)
    before = desk.state()
    desk.do(coding.untag, second)

    assert desk.chain(notice, "passed_by") == [(first, 1), (third, 2)]
    desk.undo()
    assert desk.state() == before
    desk.do(coding.untag, notice)
    assert not desk.session.links
    assert len(desk.session.annotations) == 3


def test_what_is_deleted_cannot_be_changed(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.do(coding.untag, span)
    acts: list[Callable[[], ChangeSet]] = [
        lambda: coding.untag(desk.session, span),
        lambda: coding.set_doubt(desk.session, span, True),
        lambda: coding.move(desk.session, span, 0, 5),
        lambda: coding.set_note(desk.session, span, "why"),
    ]
    for act in acts:
        with pytest.raises(AnnotatorError, match="not here any more"):
            act()


def test_a_note_and_a_doubt(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.do(coding.set_note, span, "  passive,\n a misprint ")
    desk.do(coding.set_doubt, span, True)
    assert desk.annotation(span).values["note"] == {"v": "passive, a misprint"}
    assert desk.annotation(span).doubt

    desk.do(coding.set_note, span, " ")
    desk.do(coding.set_doubt, span, False)
    assert "note" not in desk.annotation(span).values
    assert not desk.annotation(span).doubt


def test_the_first_act_takes_the_article_up(desk: Desk) -> None:
    assert desk.session.status is CodingStatus.TO_DO
    desk.tag("Notice", "will not sail")
    assert desk.session.status is CodingStatus.DRAFT
    assert desk.session.coding is not None
    assert desk.session.coding.values == {"language": {"v": "english"}}

    desk.undo()
    assert desk.session.status is CodingStatus.TO_DO
    desk.redo()
    assert desk.session.status is CodingStatus.DRAFT


def test_an_article_taken_up_again_after_an_undo_has_one_record(desk: Desk, reopen: Any) -> None:
    desk.tag("Notice", "will not sail")
    desk.undo()
    again = Desk(reopen(desk.project))
    again.tag("Vessel", "captain")
    again.project.flush()

    assert again.session.status is CodingStatus.DRAFT
    (summary, _) = again.project.article_summaries(again.coder.id)
    assert (summary.status, summary.n_codings) == (CodingStatus.DRAFT, 1)


def test_article_variables_cascade_and_are_checked(desk: Desk) -> None:
    with pytest.raises(AnnotatorError, match="Name of the storm is not asked for"):
        coding.set_article_value(desk.session, "storm", value("Hulda"))
    with pytest.raises(AnnotatorError, match="the article has no variable 'mood'"):
        coding.set_article_value(desk.session, "mood", value("bad"))
    desk.do(coding.set_article_value, "weather", value("foul"))
    desk.do(coding.set_article_value, "storm", value("Hulda"))
    assert desk.session.coding is not None
    assert desk.session.coding.values["storm"] == {"v": "Hulda"}
    desk.do(coding.set_article_value, "weather", value("fair"))
    assert "storm" not in desk.session.coding.values
    desk.undo()
    assert desk.session.coding.values["storm"] == {"v": "Hulda"}


def test_finishing_asks_for_what_is_required_or_for_a_reason(desk: Desk) -> None:
    desk.tag("Notice", "will not sail")
    with pytest.raises(
        AnnotatorError, match=r"2 required fields are empty \(Kind, Weather\). Fill them, or give"
    ):
        coding.finish(desk.session)
    desk.do(coding.finish, reason=" the text breaks\noff ")
    assert desk.session.status is CodingStatus.FINISHED
    assert desk.session.coding is not None
    assert desk.session.coding.unfinished_reason == "the text breaks off"
    assert desk.session.coding.coded_types == ("Notice", "Vessel", "Tally")
    assert desk.session.coding.finished_at is not None


def test_a_finished_article_is_changed_only_after_it_is_taken_up_again(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail", kind="delay")
    with pytest.raises(AnnotatorError, match="nothing to reopen"):
        coding.reopen(desk.session)
    desk.do(coding.set_article_value, "weather", value("fair"))
    desk.do(coding.finish)
    for act in (
        lambda: desk.tag("Vessel", "captain"),
        lambda: desk.set(span, "kind", "strike"),
        lambda: desk.do(coding.set_article_value, "weather", value("foul")),
        lambda: desk.do(coding.finish),
    ):
        with pytest.raises(AnnotatorError, match="finished. Take it up again first"):
            act()
    desk.do(coding.reopen)
    desk.set(span, "kind", "strike")
    assert desk.session.status is CodingStatus.DRAFT


def test_undo_of_finishing_takes_the_article_up_again(desk: Desk) -> None:
    desk.do(coding.set_article_value, "weather", value("fair"))
    desk.do(coding.finish)
    desk.undo()
    assert desk.session.status is CodingStatus.DRAFT
    assert desk.session.coding is not None
    assert desk.session.coding.finished_at is None


def test_a_span_whose_text_moved_is_not_changed_silently(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    broken = desk.annotation(span).model_copy(update={"quote": "something else"})
    desk.session.annotations[span] = broken
    with pytest.raises(AnnotatorError, match="The quote does not match the text"):
        coding.set_doubt(desk.session, span, True)


def test_two_coders_do_not_see_each_other(project: OpenProject) -> None:
    ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    span = ada.tag("Notice", "will not sail")

    assert not bo.session.annotations
    with pytest.raises(AnnotatorError, match="not here any more"):
        coding.untag(bo.session, span)
    bo.tag("Notice", "will not sail")
    assert len(ada.session.annotations) == len(bo.session.annotations) == 1


def test_a_category_that_repeats_a_missing_code_is_stored_as_missing(study_desk: Desk) -> None:
    codebook = study_desk.session.codebook
    claim = codebook.type_by_role("claim")
    assert claim is not None
    channel = claim.attribute_by_role("channel")
    cue = claim.attribute_by_role("cue")
    assert channel is not None and cue is not None
    made = study_desk.do(coding.tag, claim.id, 0, len(study_desk.session.text))
    unit = coding.created_annotation(made)
    study_desk.do(coding.set_value, unit, channel.id, value("not_applicable"))
    study_desk.do(coding.set_value, unit, cue.id, value("missing"))

    (annotation,) = study_desk.session.annotations.values()
    assert annotation.values[channel.id] == missing("not_applicable")
    assert annotation.values[cue.id] == value("missing"), "text means only itself"
