"""Shown at once, saved after; a failed commit is taken back; nobody touches another's work."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest

from refusal_annotator.domain.changes import ChangeSet, creation, edit, make_change_set
from refusal_annotator.domain.errors import AnnotatorError, ForbiddenError, ProjectError
from refusal_annotator.domain.variables import value
from refusal_annotator.storage.writer import Ticket
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk
from tests.workspace.raw import execute, fault, held


class Diary:
    """A listener that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.threads: dict[str, int] = {}

    def changed(self, change_set: ChangeSet, initiator: object | None) -> None:
        self._note("changed", (change_set.label, initiator))

    def saved(self, ticket: Ticket) -> None:
        self._note("saved", ticket.payload.label if ticket.payload else None)

    def failed(self, error: AnnotatorError, tickets: tuple[Ticket, ...]) -> None:
        self._note("failed", [t.payload.label for t in tickets])

    def _note(self, kind: str, what: Any) -> None:
        self.told.append((kind, what))
        self.threads[kind] = threading.get_ident()


def test_a_change_is_shown_at_once_and_saved_later(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    assert not desk.session.annotations
    with held(on_both):
        act = coding.tag(desk.session, "Notice", *desk.place("will not sail"))
        ticket = on_both.apply(act)
        assert [a.quote for a in desk.session.ordered()] == ["will not sail"]
        assert not ticket.done
        assert not ticket.saved
        assert on_both.unsaved == 1
    assert ticket.wait(10)
    assert ticket.saved
    on_both.flush()
    assert on_both.unsaved == 0


def test_listeners_are_told_in_order(on_both: OpenProject) -> None:
    desk, diary = Desk(on_both), Diary()
    assert not desk.session.annotations
    on_both.subscribe(diary)
    with held(on_both):
        on_both.apply(coding.tag(desk.session, "Notice", *desk.place("will not sail")), "hand")
        on_both.apply(coding.tag(desk.session, "Vessel", *desk.place("captain")))
    on_both.flush()
    assert diary.told == [
        ("changed", ("Tag notice", "hand")),
        ("changed", ("Tag actor", None)),
        ("saved", "Tag notice"),
        ("saved", "Tag actor"),
    ]
    assert diary.threads["changed"] == threading.get_ident() != diary.threads["saved"]
    on_both.unsubscribe(diary)
    desk.undo()
    on_both.flush()
    assert len(diary.told) == 4


def test_a_listener_that_fails_keeps_nobody_from_going_on(
    project: OpenProject, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Diary):
        def _note(self, kind: str, what: Any) -> None:
            raise RuntimeError(kind)

    desk, diary = Desk(project), Diary()
    project.subscribe(Broken())
    project.subscribe(diary)
    desk.tag("Notice", "will not sail")
    project.flush()
    assert [kind for kind, _ in diary.told] == ["changed", "saved"]
    assert "a listener failed" in caplog.text


def test_a_failed_commit_is_taken_back_with_all_that_hangs_on_it(on_both: OpenProject) -> None:
    desk, other, diary = Desk(on_both), Desk(on_both, "Ada", "tern"), Diary()
    desk.tag("Notice", "will not sail")
    other.tag("Vessel", "Quay Post")
    on_both.flush()
    good, kept = desk.state(), other.state()
    on_both.subscribe(diary)
    with fault(on_both, "Tag actor"):
        with held(on_both):
            failing = on_both.apply(coding.tag(desk.session, "Vessel", *desk.place("captain")))
            behind = on_both.apply(coding.tag(desk.session, "Tally", *desk.place("Twelve")))
            away = on_both.apply(coding.tag(other.session, "Vessel", *other.place("Skua")))
            assert len(desk.session.annotations) == 3
        with pytest.raises(ProjectError, match="The last change is not saved. The disk is full"):
            on_both.flush()

    assert desk.state() == good
    assert other.state() == kept
    assert [t.done for t in (failing, behind, away)] == [True] * 3
    assert [t.saved for t in (failing, behind, away)] == [False] * 3
    assert diary.told[3:] == [("failed", ["Tag actor", "Tag tally", "Tag actor"])]
    assert on_both.unsaved == 0
    # What failed is no part of the history, and work goes on.
    assert on_both.undo_label(desk.coder.id, desk.article.id) == "Tag notice"
    desk.tag("Vessel", "captain")
    on_both.flush()
    desk.undo()
    assert desk.state() == good


def test_after_a_failure_the_next_act_is_refused_once_and_then_all_is_well(
    project: OpenProject,
) -> None:
    desk = Desk(project)
    desk.tag("Notice", "will not sail")
    project.flush()
    good = desk.state()
    with fault(project, "Tag actor"):
        ticket = project.apply(coding.tag(desk.session, "Vessel", *desk.place("captain")))
        ticket.wait()
        act = coding.tag(desk.session, "Tally", *desk.place("Twelve"))
        with pytest.raises(ProjectError, match="is not saved"):
            project.apply(act)
    assert desk.state() == good
    project.apply(act)
    project.flush()
    assert [a.type for a in desk.session.ordered()] == ["Notice", "Tally"]


def test_recover_reads_what_the_database_holds(project: OpenProject) -> None:
    desk = Desk(project)
    session = desk.session
    desk.tag("Notice", "will not sail")
    project.flush()
    good = desk.state()
    with fault(project, "Tag actor"):
        project.apply(coding.tag(desk.session, "Vessel", *desk.place("captain"))).wait()
    assert len(session.annotations) == 2
    project.recover()
    assert desk.state() == good
    assert desk.session is session
    project.flush()


def test_to_recover_once_more_loses_nothing_that_is_queued(on_both: OpenProject) -> None:
    """A window hears of a failure late: when somebody has recovered and gone on already."""
    desk = Desk(on_both)
    assert not desk.session.annotations
    late = threading.Thread(target=on_both.recover)
    with held(on_both):
        on_both.apply(coding.tag(desk.session, "Notice", *desk.place("will not sail")))
        late.start()
        late.join(0.2)
    late.join()
    assert [a.quote for a in desk.session.ordered()] == ["will not sail"]


def test_threads_may_apply_beside_each_other(project: OpenProject) -> None:
    desks = [Desk(project, name) for name in ("Ada", "Bo", "Cy")]
    for desk in desks:
        assert not desk.session.annotations

    def work(desk: Desk) -> None:
        for start, end in desk.session.borders.tokens:
            if desk.session.text[start:end].isalpha():
                desk.do(coding.tag, "Vessel", start, end)
        desk.do(coding.set_article_value, "weather", value("fair"))

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    project.flush()
    shown = [desk.state() for desk in desks]
    assert len({len(state["annotations"]) for state in shown}) == 1
    assert len(shown[0]["annotations"]) > 20
    project.forget_sessions()
    assert [desk.state() for desk in desks] == shown


def test_undo_that_cannot_be_saved_is_taken_back_too(project: OpenProject) -> None:
    desk = Desk(project)
    span = desk.tag("Notice", "will not sail")
    project.flush()
    good = desk.state()
    with fault(project, "Tag notice"):
        desk.undo()
        assert span not in desk.session.annotations
        with pytest.raises(ProjectError):
            project.flush()
    assert desk.state() == good
    desk.undo()
    project.flush()
    assert span not in desk.session.annotations


def test_a_database_that_goes_away_gives_a_sentence(project: OpenProject) -> None:
    desk = Desk(project)
    execute(project, "ALTER TABLE change_set RENAME TO elsewhere")
    with pytest.raises(ProjectError, match="The last change is not saved"):
        desk.tag("Notice", "will not sail")
        project.flush()
    execute(project, "ALTER TABLE elsewhere RENAME TO change_set")
    desk.tag("Notice", "will not sail")
    project.flush()


def test_an_act_that_changes_nothing_is_no_act(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.project.flush()
    position = desk.project.store.position()
    ticket = desk.project.apply(coding.set_doubt(desk.session, span, False))
    assert ticket.saved
    desk.project.flush()
    assert desk.project.store.position() == position


def test_text_that_no_database_can_hold(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    span = desk.tag("Notice", "will not sail")
    for text in ("nul \0 inside", "half \ud83d a pair"):
        with pytest.raises(AnnotatorError):
            desk.do(coding.set_note, span, text)
            on_both.flush()
    with pytest.raises(AnnotatorError):
        on_both.add_coder("Ad\0a")
    on_both.flush()
    assert "note" not in desk.annotation(span).values


# --- whose work it is ---------------------------------------------------------------------------


@pytest.fixture
def of_both(on_both: OpenProject) -> tuple[Desk, Desk, dict[str, Any]]:
    """Ada's work in all five tables, and Bo."""
    ada, bo = Desk(on_both, "Ada"), Desk(on_both, "Bo")
    found = ada.suggestion("Vessel", "captain")
    ada.suggest(found)
    notice = ada.tag("Notice", "will not sail", kind="delay")
    ada.do(suggesting.accept, found.id)
    vessel = next(a.id for a in ada.session.annotations.values() if a.type == "Vessel")
    link = ada.relate("told_by", notice, vessel)
    on_both.flush()
    assert ada.session.coding is not None
    rows = {
        "annotation": notice,
        "link": link,
        "article_coding": ada.session.coding.id,
        "suggestion_decision": next(iter(ada.session.decisions)),
    }
    return ada, bo, rows


@pytest.mark.parametrize("open_session", [True, False])
def test_rows_of_another_coder_are_not_changed(
    of_both: tuple[Desk, Desk, dict[str, Any]], open_session: bool, reopen: Any
) -> None:
    ada, bo, rows = of_both
    project = ada.project
    before = ada.state()
    if not open_session:
        project = reopen(project)
        ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    project.session(bo.article.id, bo.coder.id)
    for table, row_id in rows.items():
        for coder_id in (bo.coder.id, None):
            change = edit(table, row_id, "deleted", False, True)
            act = make_change_set("Tidy up", [change], coder_id=coder_id, article_id=ada.article.id)
            with pytest.raises(ForbiddenError, match="“Tidy up” was not done: it would change"):
                project.apply(act)
    assert project.unsaved == 0
    assert ada.state() == before


def test_nothing_is_made_in_anothers_name_or_given_away(
    of_both: tuple[Desk, Desk, dict[str, Any]],
) -> None:
    ada, bo, rows = of_both
    project = ada.project
    forged = ada.annotation(rows["annotation"]).model_copy(update={"id": uuid4()})
    acts = [
        [creation("annotation", forged)],
        [edit("annotation", rows["annotation"], "coder_id", str(ada.coder.id), str(bo.coder.id))],
    ]
    for changes, coder_id in zip(acts, (bo.coder.id, ada.coder.id), strict=True):
        with pytest.raises(ForbiddenError):
            project.apply(make_change_set("Forge", changes, coder_id=coder_id))
    assert project.unsaved == 0


def test_rows_that_are_still_queued_have_an_owner_too(project: OpenProject) -> None:
    ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    span = ada.tag("Notice", "will not sail")
    theft = edit("annotation", span, "doubt", False, True)
    with pytest.raises(ForbiddenError):
        project.apply(make_change_set("Doubt", [theft], coder_id=bo.coder.id))


def test_a_row_that_is_nowhere_is_refused_by_the_writer(project: OpenProject) -> None:
    desk = Desk(project)
    change = edit("annotation", uuid4(), "doubt", False, True)
    project.apply(make_change_set("Doubt", [change], coder_id=desk.coder.id))
    with pytest.raises(AnnotatorError, match="“Doubt” was not done: .* not in this project"):
        project.flush()
    desk.tag("Notice", "will not sail")
    project.flush()


def test_what_was_deleted_before_a_restart_has_an_owner(desk: Desk, reopen: Any) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.do(coding.untag, span)
    project = reopen(desk.project)
    bo = Desk(project, "Bo")
    back = edit("annotation", span, "deleted", True, False)
    with pytest.raises(ForbiddenError):
        project.apply(make_change_set("Bring back", [back], coder_id=bo.coder.id))


def test_two_windows_on_a_server_do_not_overwrite_each_other(
    tmp_path: Any, new_postgres_database: Any, closing: list[OpenProject]
) -> None:
    from tests.workspace.ferry import SKUA, new_project

    one = new_project(tmp_path / "p", database=new_postgres_database(), skua=SKUA)
    closing.append(one)
    here = Desk(one)
    span = here.tag("Notice", "will not sail")
    one.flush()
    two = OpenProject.open(tmp_path / "p")
    closing.append(two)
    there = Desk(two)
    there.set(span, "kind", "delay")
    two.flush()

    with pytest.raises(AnnotatorError, match="“Set kind” was not done: .*changed since"):
        here.set(span, "kind", "strike")
        one.flush()
    assert here.values(span)["kind"] == "delay"
    here.do(coding.set_value, span, "tone", value("sharp"))
    one.flush()
    two.forget_sessions()
    assert there.values(span) == {"kind": "delay", "tone": "sharp"}
