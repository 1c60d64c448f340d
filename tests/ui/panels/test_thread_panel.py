"""Comments and history of a coding, docked below the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.coders import CoderRole


@pytest.fixture
def coding(study):
    study.go("code")
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.reopen()
    study.desk.select(study.desk.session.ordered()[1].id)
    study.actions_.action("comments").trigger()
    return study


def write(panel, qtbot, text):
    qtbot.keyClicks(panel.line, text)
    qtbot.keyClick(panel.line, Qt.Key.Key_Return)


def said(panel):
    return [line.title for line in panel.comments.lines]


def test_a_comment_is_written_changed_and_deleted(coding, qtbot):
    panel = coding.comments
    assert panel.isVisible()
    assert panel.line.hasFocus()
    assert panel.none.isVisible()
    write(panel, qtbot, "Who says so?")
    assert said(panel) == ["Who says so?"]
    assert panel.line.text() == ""
    panel.change.click()
    panel.line.clear()
    write(panel, qtbot, "Who says this?")
    assert said(panel) == ["Who says this?"]
    panel.delete.click()
    assert said(panel) == []
    coding.desk.undo()
    qtbot.waitUntil(lambda: said(panel) == ["Who says this?"])


def test_each_coding_and_the_article_have_threads_of_their_own(coding, qtbot):
    panel = coding.comments
    write(panel, qtbot, "On the first")
    coding.desk.select(coding.desk.session.ordered()[2].id)
    qtbot.waitUntil(lambda: said(panel) == [])
    coding.desk.select(None)
    write(panel, qtbot, "On the article")
    assert said(panel) == ["On the article"]
    assert panel.head.title.text() == "The article"
    assert not panel.acts.isVisible()
    coding.desk.select(coding.desk.session.ordered()[1].id)
    qtbot.waitUntil(lambda: said(panel) == ["On the first"])


def test_a_supervisor_answers_and_settles_what_a_coder_asked(coding, qtbot):
    panel, project = coding.comments, coding.bridge.project
    coding.desk.select(None)
    write(panel, qtbot, "A reprint?")
    article = coding.desk.session.article.id
    vera = project.add_coder("Vera", CoderRole.SUPERVISOR)
    coding.set_coder(vera)
    coding.go("code")
    coding.code.open_article(article)
    coding.actions_.action("comments").trigger()
    assert said(panel) == ["A reprint?"]
    assert not panel.change.isEnabled()
    write(panel, qtbot, "Yes.")
    panel.settle.click()
    assert [line.note for line in panel.comments.lines] == ["settled", "settled"]
    assert panel.settle.text() == "Open again"


def test_the_history_names_what_was_done(coding, qtbot):
    panel = coding.comments
    before = len(panel.history.lines)
    assert before >= 1
    coding.desk.toggle_doubt()
    qtbot.waitUntil(lambda: len(panel.history.lines) == before + 1)
    last = panel.history.lines[-1]
    assert "doubt" in last.title.lower()
    assert coding.coder.name in last.detail


def test_esc_empties_the_line_and_then_leaves(coding, qtbot):
    panel = coding.comments
    qtbot.keyClicks(panel.line, "Hm")
    qtbot.keyClick(panel.line, Qt.Key.Key_Escape)
    assert (panel.line.text(), panel.isVisible()) == ("", True)
    qtbot.keyClick(panel.line, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert coding.code.view.hasFocus()
