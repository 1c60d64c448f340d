"""Codings of several parts: made and unmade by keys and by the mouse, painted with a tie."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from refusal_annotator.ui.coding.margins import MarginPainter
from refusal_annotator.ui.theme import current_theme

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FIRST, SECOND = "The ferry Skua", "on Monday"


def add_part(hands):
    hands.chord(Qt.Key.Key_Return, CONTROL, SHIFT)


def remove_part(hands):
    hands.chord(Qt.Key.Key_Delete, CONTROL, SHIFT)


def broken_notice(hands):
    hands.tag(FIRST, "1")
    add_part(hands)
    hands.select(SECOND)
    add_part(hands)
    return hands.desk.selected


def test_a_held_selection_and_the_next_one_become_one_coding(hands):
    hands.select(FIRST)
    add_part(hands)
    assert hands.window.code.banner.isVisible()
    assert hands.view.state.held
    hands.select(SECOND)
    hands.key("1")
    made = hands.desk.selected
    assert made.parts == (hands.place(FIRST), hands.place(SECOND))
    assert made.quote == f"{FIRST} … {SECOND}"
    assert not hands.view.state.held
    assert not hands.window.code.banner.isVisible()
    hands.desk.undo()
    assert not hands.desk.session.annotations


def test_the_selected_coding_gets_a_part_while_the_caret_goes_about(hands):
    made = broken_notice(hands)
    assert made.parts == (hands.place(FIRST), hands.place(SECOND))
    assert hands.desk.undo_label() == "Add a part to a notice"
    hands.select("it from")
    assert hands.desk.selected.id == made.id
    hands.key("Escape", "Escape")
    assert not hands.window.code.banner.isVisible()


def test_the_mouse_adds_what_was_dragged_over_to_the_selected_coding(hands):
    hands.tag(FIRST, "1")
    hands.drag(SECOND)
    start, _ = hands.place(SECOND)
    assert "add_part" in hands.window.code.menu.commands_at(start)
    hands.window.actions_.action("add_part").trigger()
    assert hands.desk.selected.parts == (hands.place(FIRST), hands.place(SECOND))


def test_parts_selected_by_characters_stay_as_they_are(hands):
    hands.tag(FIRST, "1")
    add_part(hands)
    hands.select("onday", by_characters=True)
    add_part(hands)
    assert hands.desk.selected.quote == f"{FIRST} … onday"


def test_parts_that_touch_are_one(hands):
    hands.tag("The ferry", "1")
    add_part(hands)
    hands.select("ferry Skua")
    add_part(hands)
    assert hands.desk.selected.parts is None
    assert hands.desk.selected.quote == FIRST


def test_the_part_under_the_caret_is_removed(hands):
    made = broken_notice(hands)
    assert "remove_part" in hands.window.code.menu.commands_at(hands.place(SECOND)[0])
    hands.caret_to("Monday")
    remove_part(hands)
    assert hands.desk.selected.id == made.id
    assert hands.desk.selected.parts is None
    assert hands.desk.selected.quote == FIRST
    remove_part(hands)
    assert "only one" in hands.said
    hands.desk.undo()
    assert hands.desk.selected.parts is not None


def test_a_type_of_one_stretch_refuses_with_a_sentence(hands):
    hands.tag("The harbour office", "2")
    hands.drag("Quay Post")
    add_part(hands)
    assert "one stretch of text" in hands.said
    hands.desk.select(None)
    hands.select(FIRST)
    add_part(hands)
    hands.select(SECOND)
    hands.key("2")
    assert "one stretch of text" in hands.said
    assert len(hands.desk.session.annotations) == 1


def test_moving_an_edge_keeps_the_parts(hands):
    broken_notice(hands)
    hands.key("Escape")
    hands.chord(Qt.Key.Key_BracketRight)
    hands.key("Right", "Right", "Return")
    made = hands.desk.selected
    assert len(made.parts) == 2
    assert made.end > hands.place(SECOND)[1]
    hands.chord(Qt.Key.Key_BracketLeft)
    for _ in range(9):
        hands.key("Right")
    hands.key("Return")
    assert hands.desk.selected.parts[0] == (hands.place(FIRST)[1] - 1, hands.place(FIRST)[1])


def test_dots_tie_the_parts_and_the_gap_has_no_fill(hands):
    made = broken_notice(hands)
    hands.key("Escape", "Escape")
    hands.desk.select(None)
    view = hands.view
    drawn = next(d for d in view.page().drawn if d.placed.mark.id == made.id)
    gap = range(drawn.pieces[0][0] + drawn.pieces[0][1] + 4, drawn.pieces[1][0] - 4)
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    top = view.verticalScrollBar().value()
    surface = current_theme().colour("surface").rgb()

    def inked(y):
        return [x for x in gap if image.pixel(QPoint(x, y - top)) != surface]

    dots = inked(drawn.box.fill_bottom + 1)
    assert 0 < len(dots) < len(gap)
    assert not inked(drawn.box.fill_top + 1)


def test_what_is_held_ends_with_the_article(hands):
    hands.select(FIRST)
    add_part(hands)
    hands.window.code.step_article(True)
    assert not hands.view.state.held
    assert not hands.window.code.banner.isVisible()


def test_the_dot_of_a_missing_field_stands_once_however_many_paragraphs(hands, monkeypatch):
    hands.tag(FIRST, "1")
    hands.drag("Five cafés")
    add_part(hands)
    seen = []
    paint = MarginPainter._paint_missing
    monkeypatch.setattr(
        MarginPainter, "_paint_missing", lambda self, at: seen.append(at) or paint(self, at)
    )
    hands.view.viewport().grab()
    assert len(seen) == 1


def test_what_is_held_is_said_and_announced(hands):
    heard = []
    hands.window.status.announced.connect(heard.append)
    hands.select(FIRST)
    add_part(hands)
    assert hands.said.startswith("1 part held")
    assert any(words.startswith("1 part held") for words in heard)
