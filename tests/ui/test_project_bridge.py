"""The bridge: saving is shown, refusals and failures are sentences, all on the window's thread."""

from __future__ import annotations

import threading

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject


@pytest.fixture
def bridge(sample, qtbot):
    made = ProjectBridge(OpenProject.open(sample))
    yield made
    made.close()


@pytest.fixture
def session(bridge):
    project = bridge.project
    fresh = next(a for a in project.articles() if not a.statuses)
    return project.session(fresh.id, project.coders()[0].id)


def a_tag(session):
    start, end = session.borders.tokens[30]
    return coding.tag(session, session.codebook.span_types[1].id, start, end)


def test_a_change_goes_from_saving_to_saved(bridge, session, qtbot):
    states = []
    bridge.save_state_changed.connect(lambda: states.append(bridge.save_state))
    assert bridge.do(a_tag(session))
    qtbot.waitUntil(lambda: bridge.save_state == "saved" and bridge.last_saved is not None)
    assert states[0] == "saving"
    assert states[-1] == "saved"
    assert bridge.project.unsaved == 0


def test_signals_come_on_the_thread_of_the_window(bridge, session, qtbot):
    threads = []
    bridge.save_state_changed.connect(lambda: threads.append(threading.current_thread()))
    bridge.changed.connect(lambda *_: threads.append(threading.current_thread()))
    bridge.do(a_tag(session))
    qtbot.waitUntil(lambda: bridge.last_saved is not None)
    assert set(threads) == {threading.main_thread()}


def test_who_began_a_change_is_passed_on(bridge, session):
    told = []
    bridge.changed.connect(lambda _, initiator: told.append(initiator))
    bridge.do(a_tag(session), "me")
    assert told == ["me"]


def test_an_act_that_is_refused_is_a_sentence(bridge, session, qtbot):
    def act():
        raise AnnotatorError("Nothing was tagged: it is empty.")

    with qtbot.waitSignal(bridge.refused) as told:
        assert bridge.attempt(act) is None
    assert str(told.args[0]) == "Nothing was tagged: it is empty."


def test_a_failed_commit_is_told_and_taken_back(bridge, session, qtbot):
    first = a_tag(session)
    bridge.do(first)
    bridge.project.flush()
    kept = set(session.annotations)
    # A second row of the same id cannot be stored.
    twice = first.model_copy(
        update={"id": type(first.id)(int=first.id.int ^ 1), "label": "Tag again"}
    )
    with qtbot.waitSignal(bridge.failed, timeout=5_000) as told:
        bridge.do(twice)
    assert str(told.args[0])
    assert bridge.save_state == "failed"
    assert set(bridge.project.session(session.article.id, session.coder.id).annotations) == kept


def test_what_is_read_in_a_thread_comes_on_the_thread_of_the_window(bridge, session, qtbot):
    threads, found = [], []

    def read(project):
        threads.append(threading.current_thread())
        return len(project.coders())

    def show(count):
        threads.append(threading.current_thread())
        found.append(count)

    bridge.read(read, show)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [len(bridge.project.coders())]
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_what_cannot_be_read_in_passing_is_left_out(bridge, session, qtbot):
    def read(_):
        raise AnnotatorError("It is gone.")

    found = []
    bridge.read(read, found.append)
    qtbot.wait(50)
    assert found == []


def test_nothing_is_shown_after_the_project_was_closed(sample, qtbot):
    bridge, found = ProjectBridge(OpenProject.open(sample)), []
    bridge.read(lambda project: project.coders(), found.append)
    bridge.close()
    qtbot.wait(50)
    assert found == []
