"""Comments and history, folded in the inspector."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.workspace.comments import add_comment


@pytest.fixture
def coding(study):
    study.go("code")
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    study.desk.select(study.desk.session.ordered()[1].id)
    return study


@pytest.fixture
def thread(coding, qtbot):
    """The comments of the selected coding, unfolded by their key."""
    qtbot.keyClick(coding.code.view, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    made = coding.code.inspector.coding.comments
    assert made.fold.is_unfolded
    qtbot.waitUntil(lambda: made.none.isVisible())
    return made


def write(thread, qtbot, text):
    qtbot.keyClicks(thread.line, text)
    qtbot.keyClick(thread.line, Qt.Key.Key_Return)


def said(thread):
    return [line.title for line in thread.lines.lines]


def test_a_comment_is_written_changed_and_deleted(coding, thread, qtbot):
    assert thread.line.hasFocus()
    write(thread, qtbot, "Who says so?")
    qtbot.waitUntil(lambda: said(thread) == ["Who says so?"])
    assert thread.line.text() == ""
    assert thread.list.isVisible()
    qtbot.mouseClick(thread.change, Qt.MouseButton.LeftButton)
    thread.line.clear()
    write(thread, qtbot, "Who says this?")
    qtbot.waitUntil(lambda: said(thread) == ["Who says this?"])
    qtbot.mouseClick(thread.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(thread) == [])
    coding.desk.undo()
    qtbot.waitUntil(lambda: said(thread) == ["Who says this?"])


@pytest.mark.parametrize("name", ["comments", "history"])
def test_what_is_unfolded_is_scrolled_to(coding, qtbot, name):
    coding.resize(1000, 640)
    most = max(coding.desk.session.ordered(), key=lambda a: len(a.values))
    coding.desk.select(most.id)
    fold = getattr(coding.code.inspector.coding, name)
    page = scroll_area(fold)
    bar = page.verticalScrollBar()
    # All fields have their places, and what is unfolded begins below them.
    qtbot.waitUntil(lambda: bar.maximum() > 0 and fold.visibleRegion().isEmpty())
    assert bar.value() == 0
    coding.actions_.action(name).trigger()
    qtbot.waitUntil(lambda: bar.value() > 0)
    qtbot.waitUntil(lambda: not fold.visibleRegion().isEmpty())


def scroll_area(widget):
    while not isinstance(widget, QScrollArea):
        widget = widget.parentWidget()
    return widget


def test_each_coding_and_the_article_have_threads_of_their_own(coding, thread, qtbot):
    write(thread, qtbot, "On the first")
    qtbot.waitUntil(lambda: said(thread) == ["On the first"])
    coding.desk.select(coding.desk.session.ordered()[2].id)
    qtbot.waitUntil(lambda: said(thread) == [])
    coding.desk.select(None)
    coding.code.view.setFocus()
    qtbot.keyClick(coding.code.view, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    whole = coding.code.inspector.article.comments
    write(whole, qtbot, "On the article")
    qtbot.waitUntil(lambda: said(whole) == ["On the article"])
    coding.desk.select(coding.desk.session.ordered()[1].id)
    qtbot.waitUntil(lambda: said(thread) == ["On the first"])


def test_what_was_begun_about_one_coding_is_not_said_of_another(coding, thread, qtbot):
    qtbot.keyClicks(thread.line, "Half a thou")
    coding.desk.select(coding.desk.session.ordered()[2].id)
    qtbot.waitUntil(lambda: thread.line.text() == "")


def test_a_supervisor_answers_and_settles_what_a_coder_asked(coding, qtbot):
    project = coding.bridge.project
    article = coding.desk.session.article.id
    project.apply(add_comment(project, coding.coder.id, article, "A reprint?"))
    coding.set_coder(project.add_coder("Vera", CoderRole.SUPERVISOR))
    coding.go("code")
    coding.code.open_article(article)
    coding.actions_.action("comments").trigger()
    whole = coding.code.inspector.article.comments
    qtbot.waitUntil(lambda: said(whole) == ["A reprint?"])
    assert not whole.change.isEnabled()
    write(whole, qtbot, "Yes.")
    qtbot.waitUntil(lambda: said(whole) == ["A reprint?", "Yes."])
    qtbot.mouseClick(whole.settle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [x.note for x in whole.lines.lines] == ["settled", "settled"])
    assert whole.settle.text() == "Open again"


def test_another_coders_comments_are_not_seen_while_coding(coding, thread, qtbot):
    project, target = coding.bridge.project, coding.desk.selected.id
    other = next(c for c in project.coders() if c.id != coding.coder.id and c.role == "coder")
    project.apply(
        add_comment(project, other.id, coding.desk.session.article.id, "Not for you", target)
    )
    write(thread, qtbot, "Mine")
    qtbot.waitUntil(lambda: bool(said(thread)))
    assert said(thread) == ["Mine"]


def test_the_history_names_what_was_done_before_and_after(coding, qtbot):
    fold = coding.code.inspector.coding.history
    assert not fold.lines.lines
    qtbot.keyClick(coding.code.view, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(fold.lines.lines))
    before = len(fold.lines.lines)
    coding.desk.acts.toggle_doubt()
    qtbot.waitUntil(lambda: len(fold.lines.lines) == before + 1)
    assert "doubt" in fold.lines.lines[0].title.lower()
    assert coding.coder.name in fold.lines.lines[0].detail
    coding.desk.acts.set_value(coding.desk.codebook.note_id, {"v": "one"})
    coding.desk.acts.set_value(coding.desk.codebook.note_id, {"v": "two"})
    qtbot.waitUntil(lambda: "one → two" in fold.lines.lines[0].title)
    qtbot.keyClick(fold.list, Qt.Key.Key_Escape)
    assert coding.code.view.hasFocus()


def test_nothing_is_read_of_what_is_folded(coding, qtbot):
    page = coding.code.inspector.coding
    coding.desk.acts.toggle_doubt()
    coding.desk.select(coding.desk.session.ordered()[2].id)
    assert not page.comments._timer.isActive()
    assert not page.history._timer.isActive()
    assert (page.comments._asked, page.history._asked) == (0, 0)


def test_esc_empties_the_line_and_then_leaves(coding, thread, qtbot):
    qtbot.keyClicks(thread.line, "Hm")
    qtbot.keyClick(thread.line, Qt.Key.Key_Escape)
    assert (thread.line.text(), coding.code.view.hasFocus()) == ("", False)
    qtbot.keyClick(thread.line, Qt.Key.Key_Escape)
    assert coding.code.view.hasFocus()
