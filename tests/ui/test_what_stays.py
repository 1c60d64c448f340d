"""What a window no longer shows goes from memory, however often it is shown anew."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from refusal_annotator.domain.changes import edits
from refusal_annotator.workspace.acts import article_act
from refusal_annotator.workspace.collecting import collect_again, no_collecting

SLOW = 60_000


class Knot:
    """Hangs in a circle, so that only a search lets it go."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_apart() -> Iterator[None]:
    yield
    collect_again()


def change_a_coding(window) -> None:
    project, coder = window.bridge.project, window.coder
    sessions = (project.session(article.id, coder.id) for article in project.articles())
    session = next(session for session in sessions if session.annotations)
    span = session.ordered()[0]
    changes = edits("annotation", span, doubt=not span.doubt)
    assert window.bridge.do(article_act(session, "Doubt", changes))


def compare(window, qtbot) -> None:
    before = window.agreement.report
    window.go("agreement")
    qtbot.waitUntil(lambda: window.agreement.report is not before, timeout=SLOW)
    qtbot.waitUntil(lambda: not window.agreement.comparing.running, timeout=SLOW)


def delete_what_waits() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_report_and_what_it_was_computed_from_go_when_another_comes(study, qtbot):
    screen = study.agreement
    screen.resamples.setCurrentIndex(screen.resamples.findData(0))
    compare(study, qtbot)
    variables = screen.report.diagnostics.variables
    old = [weakref.ref(table.data.codes) for table in variables]
    old += [weakref.ref(span) for coding in screen._material.codings for span in coding.annotations]
    del variables
    change_a_coding(study)
    compare(study, qtbot)
    delete_what_waits()
    assert len(old) > 100
    assert [each for each in old if each() is not None] == []


def test_garbage_goes_when_an_article_is_there_once_memory_has_grown(study, qtbot):
    first, second = (article.id for article in study.bridge.project.articles()[:2])
    study.go("code")
    study.code.open_article(first)
    qtbot.waitUntil(lambda: not study.desk.is_working)
    with no_collecting():
        seen = weakref.ref(Knot())
    kept = [object() for _ in range(sys.getallocatedblocks() // 2)]
    study.code.open_article(second)
    qtbot.waitUntil(lambda: not study.desk.is_working)
    assert seen() is None
    assert kept


def test_garbage_goes_after_a_comparison_once_memory_has_grown(study, qtbot):
    screen = study.agreement
    screen.resamples.setCurrentIndex(screen.resamples.findData(0))
    compare(study, qtbot)
    with no_collecting():
        seen = weakref.ref(Knot())
    kept = [object() for _ in range(sys.getallocatedblocks() // 2)]
    change_a_coding(study)
    compare(study, qtbot)
    assert seen() is None
    assert kept
