"""Long work: in a thread and in the worker process; progress, failure, cancelling."""

from __future__ import annotations

import os
import threading
from multiprocessing import Pipe

import pytest

from refusal_annotator.domain.errors import AnnotatorError, CodebookError
from refusal_annotator.ui.tasks import TaskRunner, receive_gently, send_gently


def add(one, other, *, progress, cancelled):
    progress(1, 2, "half")
    return one + other


def whose(*, progress, cancelled):
    return os.getpid(), threading.current_thread().name


def fail(*, progress, cancelled):
    raise CodebookError("codebook.yaml", ["line 3: unknown key"])


def crash(*, progress, cancelled):
    raise ZeroDivisionError("by zero")


def wait(*, progress, cancelled):
    import time

    while not cancelled():
        progress(0, 0, "waiting")
        time.sleep(0.01)
    return None


def die(*, progress, cancelled):
    os._exit(3)


@pytest.fixture
def runner(qapp):
    made = TaskRunner()
    yield made
    made.close()


@pytest.fixture(params=["in_thread", "in_process"])
def run(request, runner):
    return getattr(runner, request.param)


def test_a_result_and_its_progress_arrive(run, qtbot):
    steps = []
    task = run(add, 1, 2)
    task.progressed.connect(lambda *step: steps.append(step))
    with qtbot.waitSignal(task.finished, timeout=15_000) as got:
        pass
    assert got.args == [3]
    assert steps == [(1, 2, "half")]


def test_a_sentence_for_the_user_arrives_as_it_is(run, qtbot):
    task = run(fail)
    with qtbot.waitSignal(task.failed, timeout=15_000) as got:
        pass
    assert isinstance(got.args[0], AnnotatorError)
    assert "line 3: unknown key" in str(got.args[0])


def test_what_was_not_foreseen_is_a_sentence_too(run, qtbot):
    task = run(crash)
    with qtbot.waitSignal(task.failed, timeout=15_000) as got:
        pass
    assert "ZeroDivisionError" in str(got.args[0])


def test_work_can_be_cancelled(run, qtbot):
    task = run(wait)
    with qtbot.waitSignal(task.progressed, timeout=15_000):
        pass
    with qtbot.waitSignal(task.cancelled, timeout=15_000):
        task.cancel()
    assert task.is_over


def test_abandoned_work_tells_only_that_it_ended(run, qtbot):
    task = run(wait)
    with qtbot.waitSignal(task.progressed, timeout=15_000):
        pass
    told = []
    for signal in (task.finished, task.failed, task.cancelled, task.progressed):
        signal.connect(lambda *_: told.append(1))
    with qtbot.waitSignal(task.ended, timeout=15_000):
        task.abandon()
    assert task.is_over and told == []


def test_the_worker_is_another_process_and_is_kept(runner, qtbot):
    seen = []
    for _ in range(2):
        task = runner.in_process(whose)
        with qtbot.waitSignal(task.finished, timeout=15_000) as got:
            pass
        seen.append(got.args[0][0])
    assert seen[0] == seen[1] != os.getpid()


def test_a_worker_that_dies_is_told_and_replaced(runner, qtbot):
    task = runner.in_process(die)
    with qtbot.waitSignal(task.failed, timeout=15_000) as got:
        pass
    assert "process ended" in str(got.args[0])
    again = runner.in_process(add, 2, 2)
    with qtbot.waitSignal(again.finished, timeout=15_000) as got:
        pass
    assert got.args == [4]


def test_large_objects_travel_between_processes_unchanged():
    theirs, ours = Pipe()
    content = {"text": "é" * 200_000, "pairs": [(n, str(n)) for n in range(20_000)]}
    sender = threading.Thread(target=send_gently, args=(theirs, content))
    sender.start()
    assert receive_gently(ours) == content
    sender.join()
    send_gently(theirs, "small")
    send_gently(theirs, None)
    assert receive_gently(ours) == "small"
    assert receive_gently(ours) is None
