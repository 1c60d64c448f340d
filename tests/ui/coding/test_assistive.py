"""What assistive technology is told, where Tab leads, and the minimap by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from tests.journeys.inputs import settle

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
)


@pytest.fixture
def heard(hands):
    """Everything that is announced, in order."""
    words = []
    hands.window.status.announced.connect(words.append)
    QAccessible.setActive(True)
    yield words
    QAccessible.setActive(False)


def interface(widget):
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


# --- the text --------------------------------------------------------------------------------


def test_readers_get_the_text_the_caret_and_the_selection(hands):
    reader = interface(hands.view)
    assert reader.text(QAccessible.Text.Name) == "Article text"
    words = reader.textInterface()
    whole = words.text(0, words.characterCount())
    assert whole.count("The ferry Skua will not sail on Monday") == 1
    hands.caret_to("on Monday")
    assert words.cursorPosition() == hands.view.offsets.to_qt(hands.place("on Monday")[0])
    assert words.selectionCount() == 0
    hands.select("on Monday")
    assert words.selectionCount() == 1
    assert words.cursorPosition() == hands.view.offsets.to_qt(hands.place("on Monday")[1])


def test_codings_never_change_what_readers_read(hands):
    words = interface(hands.view).textInterface()
    before = words.text(0, words.characterCount())
    hands.tag("The ferry Skua", "1")
    assert words.text(0, words.characterCount()) == before


# --- what is announced -----------------------------------------------------------------------


def test_entering_a_coding_announces_its_type_words_and_values(hands, heard):
    hands.tag("The ferry Skua will not sail", "1")
    hands.desk.acts.set_value("kind", {"v": "strike"})
    hands.key("Escape")
    hands.caret_to("The pilot denied")
    heard.clear()
    hands.caret_to("will not sail")
    assert len(heard) == 1
    for words in ("Notice 1", "The ferry Skua will not sail", "Kind: ", "Strike", "Tone: "):
        assert words in heard[0]
    assert "Told by: required, empty" in heard[0]


def test_moving_inside_a_coding_is_not_announced_again_but_coming_back_is(hands, heard):
    hands.tag("The ferry Skua will not sail", "1")
    hands.caret_to("The pilot denied")
    hands.caret_to("will not sail")
    heard.clear()
    hands.key("Right")
    assert heard == []
    hands.caret_to("The pilot denied")
    hands.caret_to("will not sail")
    assert len(heard) == 1


def test_codings_of_the_same_words_are_announced_each(hands, heard):
    hands.tag("the Quay Post", "2")
    at = hands.view.content.text.rindex("the Quay Post")
    hands.view.set_selection(at, at + len("the Quay Post"))
    hands.key("2", "Escape")
    heard.clear()
    hands.key("j", "j", "j")
    assert len(heard) == 3


def test_o_goes_through_what_overlaps_and_says_which_of_how_many(hands, heard):
    hands.tag("The ferry Skua will not sail", "1")
    hands.tag("The ferry Skua", "2")
    hands.caret_to("The ferry Skua")
    heard.clear()
    told = []
    for _ in range(2):
        hands.key("o")
        told.append(hands.said)
    assert {words.rpartition("· ")[2] for words in told} == {
        "1 of 2 under the caret",
        "2 of 2 under the caret",
    }
    assert ["of 2 under the caret" in words for words in heard] == [True, True]


def test_a_refusal_and_the_modes_are_announced(hands, heard):
    hands.tag("The ferry Skua will not sail", "1")
    heard.clear()
    hands.chord(Qt.Key.Key_BracketLeft)
    assert heard[-1] == "Edge mode, start of notice 1"
    hands.key("Escape")
    hands.select("The ferry Skua will not sail")
    hands.key("1")
    assert "already" in heard[-1]


def test_link_mode_announces_the_letters(hands, heard):
    hands.tag("its captain", "2")
    hands.tag("The ferry Skua will not sail", "1")
    hands.key("l")
    assert "Link mode" in heard[-1]
    assert "A: its captain" in heard[-1]


# --- names and focus -------------------------------------------------------------------------


def nameless(screen):
    found = []
    for widget in [screen, *screen.findChildren(QWidget)]:
        reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, CONTROLS)
        # Parts of a control are named by the control; a scroll bar is its view's.
        parent = widget.parentWidget()
        part = isinstance(parent, CONTROLS) or isinstance(widget, QAbstractSlider | QScrollArea)
        above = parent.parentWidget() if parent is not None else None
        inner = widget.objectName().startswith("qt_") or isinstance(above, QComboBox)
        # What an empty state does not need is hidden, and gets its words before it is shown.
        unused = isinstance(widget, QAbstractButton) and not widget.isVisible()
        if not reached or part or inner or unused or widget.focusProxy() is not None:
            continue
        reader = QAccessible.queryAccessibleInterface(widget)
        name = reader.text(QAccessible.Text.Name) if reader is not None else ""
        if not (name.strip() or widget.accessibleName().strip()):
            found.append(f"{type(widget).__name__} in {type(parent).__name__}")
    return found


def test_every_control_of_every_screen_has_a_name(hands):
    window = hands.window
    hands.tag("The ferry Skua will not sail", "1")
    hands.key("Return")
    found = set()
    for name, screen in window.screens.items():
        window.go(name)
        settle()
        found |= {f"{name}: {each}" for each in nameless(screen)}
    assert not found, "\n".join(sorted(found))
    window.go("code")
    for key in ("ctrl+t", "ctrl+f"):
        hands.key(key)
    assert nameless(window.codings_table) == []
    assert nameless(window.code) == []
    assert nameless(window.start) == []


def region(hands):
    focus = QApplication.focusWidget()
    parts = {
        "list": hands.window.code.queue,
        "text": hands.view,
        "inspector": hands.inspector,
        "toolbar": hands.window.code.toolbar,
    }
    return next((n for n, w in parts.items() if focus is w or w.isAncestorOf(focus)), "elsewhere")


def walk(hands, key):
    """Regions in the order in which Tab reaches them, once round."""
    seen, first = [], QApplication.focusWidget()
    for _ in range(120):
        if not seen or seen[-1] != region(hands):
            seen.append(region(hands))
        hands.key(key)
        if QApplication.focusWidget() is first:
            return seen
    raise AssertionError(f"Tab does not come round: {seen}")


def test_tab_goes_from_list_to_text_to_inspector_and_round(hands):
    hands.tag("The ferry Skua will not sail", "1")
    hands.window.code.queue.list.setFocus()
    assert walk(hands, "Tab") == ["list", "text", "inspector", "toolbar"]
    assert walk(hands, "shift+Tab") == ["list", "toolbar", "inspector", "text"]


def test_tab_reaches_the_fields_from_above_to_below(hands):
    hands.tag("The ferry Skua will not sail", "1")
    fields = hands.inspector.coding.fields
    hands.view.setFocus()
    reached = []
    for _ in range(60):
        hands.key("Tab")
        focus = QApplication.focusWidget()
        if focus in fields.rows:
            reached.append(focus)
        if focus is hands.view:
            break
    assert reached == list(fields.rows)


# --- the minimap -----------------------------------------------------------------------------


@pytest.fixture
def tall(hands):
    hands.window.code.pane.setMaximumHeight(220)
    settle()
    assert hands.view.verticalScrollBar().maximum() > 100
    return hands


def test_ctrl_m_and_arrows_go_through_the_article(tall):
    bar, minimap = tall.view.verticalScrollBar(), tall.window.code.pane.minimap
    tall.view.setFocus()
    tall.key("ctrl+m")
    assert minimap.hasFocus()
    tall.key("Down")
    assert bar.value() > 0
    assert "percent of the article" in minimap.accessibleName()
    assert "Minimap, 0 percent" not in minimap.accessibleName()
    before = tall.view.caret()
    tall.key("Return")
    assert tall.view.hasFocus()
    assert tall.view.caret() > before


def test_escape_in_the_minimap_goes_back_to_the_caret(tall):
    tall.caret_to("The ferry Skua")
    tall.key("ctrl+m", "Down", "Down", "Escape")
    assert tall.view.hasFocus()
    assert tall.view.caret() == tall.place("The ferry Skua")[0]


def test_left_and_right_go_from_tick_to_tick(tall):
    tall.tag("Five cafés", "3")
    tall.key("ctrl+Home", "ctrl+m")
    bar = tall.view.verticalScrollBar()
    bar.setValue(0)
    tall.key("Right")
    assert bar.value() > 0
    box = tall.view.geometry_map.line_at(tall.view.offsets.to_qt(tall.place("Five cafés")[0]))
    assert 0 < box.baseline - bar.value() < tall.view.viewport().height()
    tall.key("Right")
    assert tall.window.code.pane.minimap.hasFocus()


def test_what_tab_reaches_is_scrolled_into_view(hands):
    hands.window.resize(1280, 640)
    hands.tag("The ferry Skua will not sail", "1")
    page = hands.inspector.coding
    hands.window.code.toolbar.types["Notice"].setFocus()
    hands.key("shift+Tab", "shift+Tab")
    focus = QApplication.focusWidget()
    assert page.isAncestorOf(focus) or hands.inspector.isAncestorOf(focus)
    assert not focus.visibleRegion().isEmpty()
