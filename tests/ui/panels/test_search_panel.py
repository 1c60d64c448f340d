"""Search over all articles in the window: typed, chosen by arrows, opened at the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.widgets import Label
from refusal_annotator.workspace.palette import Hit
from refusal_annotator.workspace.searching import search_corpus


@pytest.fixture
def panel(study: MainWindow, qtbot):
    """The panel of the search, opened by its key from another screen."""
    study.go("corpus")
    qtbot.keyClick(
        study, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert study.screen_name == "code"
    shown = study.corpus_search.panel
    assert shown.isVisible()
    assert shown.field.hasFocus()
    return shown


def typed(panel, qtbot, words: str) -> None:
    qtbot.keyClicks(panel.field, words)
    qtbot.waitUntil(lambda: bool(panel.count.text()))


def test_places_stand_under_their_articles_and_enter_opens_one(study, panel, qtbot):
    typed(panel, qtbot, "refus* lawyer")
    found = search_corpus(study.bridge.project, "refus* lawyer", per_article=5)
    heads = [row for row in panel.model.rows if isinstance(row, str)]
    lines = [row for row in panel.model.rows if isinstance(row, Hit)]
    assert len(heads) == found.n_articles > 1
    assert len(lines) == len(found.hits)
    assert f"{len(found.hits)} places in {len(heads)} articles" in panel.count.text()
    first = lines[0]
    (place,) = first.places
    assert first.entry.text[slice(*place)].lower().startswith(("refus", "lawyer"))
    for _ in range(len(lines) - 1):
        qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    wanted = found.hits[-1]
    assert panel.current() == wanted
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert study.desk.session.article.id == wanted.article_id
    view = study.code.view
    assert view.selection()[:2] == (wanted.start, wanted.end)
    assert view.hasFocus()
    assert panel.isVisible()


def test_nothing_found_says_what_was_looked_for(panel, qtbot):
    qtbot.keyClicks(panel.field, "zebra crossing")
    qtbot.waitUntil(
        lambda: any("zebra" in label.text() for label in panel.empty.findChildren(Label))
    )
    assert panel.current() is None
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)


def test_enter_right_after_typing_opens_the_first_place(study, panel, qtbot):
    qtbot.keyClicks(panel.field, "lawyer")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    first = search_corpus(study.bridge.project, "lawyer").hits[0]
    qtbot.waitUntil(study.code.view.hasFocus)
    assert study.desk.session.article.id == first.article_id
    assert study.code.view.selection()[:2] == (first.start, first.end)


def test_escape_leaves_and_the_words_stay_for_the_next_time(study, panel, qtbot):
    typed(panel, qtbot, "lawyer")
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert study.code.view.hasFocus()
    study.corpus_search.start()
    assert panel.field.selectedText() == "lawyer"
    study.close_project()
    assert panel.field.text() == ""
    assert panel.current() is None


def test_a_reader_hears_the_places(panel, qtbot):
    typed(panel, qtbot, "lawyer")
    name = QAccessible.queryAccessibleInterface(panel.list).text(QAccessible.Text.Name)
    assert name == "Places found"
    spoken = panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "lawyer" in spoken.lower()


def test_the_search_is_in_menu_palette_and_list_of_keys(study):
    action = study.actions_.action("search_corpus")
    assert action.isEnabled()
    menus = study.actions_.fill_menus(study.menuBar(), ("Edit",))
    assert action in menus["Edit"].actions()
    texts = [entry.text for entry in study.palette_source.entries()]
    assert "Find in all articles" in texts
    rows = [words for _, section in study.actions_.sections() for _, words in section]
    assert "find in all articles" in rows
