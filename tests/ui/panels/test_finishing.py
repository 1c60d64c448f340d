"""Finishing: a reason for open fields, the next article by itself, any key stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.workspace.settings import change_settings


@pytest.fixture
def waiting(study):
    study.go("code")
    found = next(a for a in study.code.queue.model.order() if a.status == "to_do")
    study.code.open_article(found.id)
    return found


def record(study, article):
    return study.bridge.project.session(article.id, study.coder.id).coding


def test_open_fields_are_named_and_a_reason_finishes(study, waiting, qtbot):
    qtbot.mouseClick(study.code.inspector.finish, Qt.MouseButton.LeftButton)
    panel = study.finishing.panel
    assert panel.isVisible()
    missing = study.desk.missing()
    assert missing[0].label in panel.words.whole_text
    assert panel.reason.edit.hasFocus()
    qtbot.keyClick(panel.reason.edit, Qt.Key.Key_Return)
    assert panel.reason.problem.text() == "Write a reason first."
    assert record(study, waiting) is None or record(study, waiting).status != "finished"
    qtbot.keyClicks(panel.reason.edit, "The page shows half of the text")
    assert not panel.reason.problem.isVisible()
    qtbot.keyClick(panel.reason.edit, Qt.Key.Key_Return)
    assert record(study, waiting).unfinished_reason == "The page shows half of the text"
    assert not panel.isVisible()


def finish(study, qtbot):
    study.finishing.finish()
    study.finishing.panel.reason.edit.setText("half a page")
    study.finishing.panel.finish.click()


def test_the_next_article_comes_after_a_moment(study, waiting, qtbot):
    finish(study, qtbot)
    banner = study.finishing.banner
    assert banner.isVisible()
    assert "Next: " in banner.accessibleName()
    assert study.desk.session.article.id == waiting.id
    qtbot.waitUntil(lambda: study.desk.session.article.id != waiting.id, timeout=3_000)
    assert not banner.isVisible()


def test_any_key_stays_and_does_nothing_else(study, waiting, qtbot):
    finish(study, qtbot)
    caret = study.code.view.caret()
    qtbot.keyClick(study.code.view, Qt.Key.Key_Right)
    assert not study.finishing.banner.isVisible()
    assert study.code.view.caret() == caret
    qtbot.wait(450)
    assert study.desk.session.article.id == waiting.id
    qtbot.keyClick(study.code.view, Qt.Key.Key_Right)
    assert study.code.view.caret() != caret


def test_who_wants_to_stay_stays(study, waiting, qtbot):
    study.looks.take(change_settings(auto_advance=False))
    finish(study, qtbot)
    assert not study.finishing.banner.isVisible()
    assert study.desk.is_finished


def test_esc_leads_to_the_first_open_field(study, waiting, qtbot):
    study.finishing.finish()
    qtbot.keyClick(study.finishing.panel.reason.edit, Qt.Key.Key_Escape)
    assert not study.finishing.panel.isVisible()
    assert not study.desk.is_finished


def test_the_question_goes_with_the_article(study, waiting):
    study.finishing.finish()
    assert study.finishing.panel.isVisible()
    other = next(a for a in study.code.queue.model.order() if a.id != waiting.id)
    study.code.open_article(other.id)
    assert not study.finishing.panel.isVisible()
