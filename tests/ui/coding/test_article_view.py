"""What a person sees and does in the article, with real mouse and keys."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import ArticleContent
from refusal_annotator.ui.coding.typesetting import Setting
from refusal_annotator.ui.theme import THEMES, theme_manager

from .conftest import TEXT, drag, edge_point, extent, mark, point, press

KEY, SHIFT, ALT, CTRL = (
    Qt.Key,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def picture(view: ArticleView) -> QImage:
    QApplication.processEvents()
    return view.viewport().grab().toImage()


def colours(view: ArticleView, position: int, *, below: int = 0) -> set[str]:
    """Colours in the column of pixels at the left edge of a character."""
    at, image = edge_point(view, position), picture(view)
    column = range(at.y() - 10, at.y() + 12 + below)
    return {QColor(image.pixel(at.x() + 1, y)).name().upper() for y in column}


# --- what is seen -----------------------------------------------------------------------------


def test_a_coding_is_filled_and_underlined(view) -> None:
    span = mark(1, "nine pilots")
    view.set_marks([span])
    seen = colours(view, span.start)
    assert {span.style.fill, span.style.line} <= seen


def test_a_suggestion_has_a_line_but_no_fill(view) -> None:
    span = mark(1, "nine pilots", suggestion=True)
    view.set_marks([span])
    seen = colours(view, span.start)
    assert span.style.fill not in seen
    assert span.style.line in seen


def test_overlapping_spans_each_keep_a_line(view) -> None:
    outer = mark(1, "Around nine pilots")
    inner, deep = mark(2, "nine pilots", kind=1), mark(3, "nine", kind=2)
    view.set_marks([outer, inner, deep])
    seen = colours(view, inner.start, below=10)
    assert {outer.style.line, inner.style.line} <= seen
    assert deep.style.fill in seen


def test_the_selected_span_is_stronger(view) -> None:
    span = mark(1, "nine pilots")
    view.set_marks([span])
    view.select(span.id)
    assert span.style.fill_strong in colours(view, span.start + 1)


def test_link_mode_takes_the_fill_of_all_others(view) -> None:
    candidate, other = mark(1, "Vera Lind", kind=1), mark(2, "nine pilots")
    view.set_marks([candidate, other])
    view.show_hints({candidate.id: "A"})
    assert candidate.style.fill_strong in colours(view, candidate.start + 2)
    assert other.style.fill not in colours(view, other.start + 1)
    view.show_hints(None)
    assert other.style.fill in colours(view, other.start + 1)


def test_bars_numbers_and_values_stand_in_the_margins(view) -> None:
    view.set_marks([mark(1, "Around nine pilots"), mark(2, "nine", kind=2, label="9")])
    view.set_numbers({UUID(int=1): 7})
    image, here = picture(view), edge_point(view, extent("Around")[0])
    surface = theme_manager().theme.colour("surface").name()
    rows = range(here.y() - 8, here.y() + 8)

    def inked(first: int, last: int) -> bool:
        return any(
            QColor(image.pixel(x, y)).name() != surface for x in range(first, last) for y in rows
        )

    left, right = here.x(), view.viewport().width() - 100
    assert inked(left - 20, left - 12)
    assert inked(left - 60, left - 40)
    assert inked(right, right + 90)


def test_a_zone_is_grey_and_named(view) -> None:
    def darkest(position: int) -> int:
        seen = (colours(view, position + n) for n in range(4))
        return min(QColor(colour).lightness() for column in seen for colour in column)

    theme = theme_manager().theme
    grey, ink = theme.colour("zone_text").lightness(), theme.colour("text").lightness()
    assert abs(darkest(extent("By Ada")[0]) - grey) < 12
    assert abs(darkest(extent("ashore")[0]) - ink) < 12


@pytest.mark.parametrize("theme", THEMES)
def test_the_text_stays_where_it_is_in_every_theme(view, theme) -> None:
    before = [edge_point(view, n) for n in range(0, len(TEXT), 17)]
    view.set_marks([mark(1, "nine pilots"), mark(2, "Vera Lind", kind=1)])
    theme_manager().set_mode(theme)
    assert [edge_point(view, n) for n in range(0, len(TEXT), 17)] == before
    assert theme_manager().theme.span("t1").line in colours(view, extent("nine")[0])


def test_a_change_shows_and_a_removed_mark_is_gone(view) -> None:
    span = mark(1, "nine pilots")
    view.update_marks([span])
    assert span.style.fill in colours(view, span.start)
    view.update_marks([mark(1, "Vera Lind")])
    assert span.style.fill not in colours(view, span.start)
    view.update_marks(removed=[span.id])
    assert view.marks() == []


def test_a_thousand_spans_on_the_screen_become_a_strip(view) -> None:
    start = extent("Around")[0]
    style = theme_manager().theme.span("t1")
    from refusal_annotator.ui.coding.marks import SpanMark

    view.set_marks(
        [SpanMark(UUID(int=n), ((start + n % 40, start + n % 40 + 3),), style) for n in range(1200)]
    )
    assert view.page().dense
    assert style.fill not in colours(view, start + 5)


def test_parts_of_a_broken_quotation_are_tied(view) -> None:
    span = mark(1, "No boat is ready", "she told")
    view.set_marks([span])
    assert span.style.fill in colours(view, extent("No boat")[0])
    assert span.style.fill in colours(view, extent("she told")[0])
    assert span.style.fill not in colours(view, extent(",” she")[0] + 1)


# --- mouse ------------------------------------------------------------------------------------


def test_a_drag_snaps_to_tokens(view, qtbot) -> None:
    start, end = extent("pilots \N{PENSIVE FACE} stayed")
    with qtbot.waitSignal(view.selection_changed) as seen:
        drag(view, start + 2, end - 2)
    assert tuple(seen.args) == (start, end)
    assert view.selection() == (start, end)


def test_the_snapped_extent_is_seen_while_dragging(view) -> None:
    start, end = extent("stayed ashore")
    drag(view, start + 2, end - 2, release=False)
    preview = theme_manager().theme.colour("selection_preview").name().upper()
    assert preview in colours(view, start + 1)
    assert view.selection() == (start + 2, end - 2)


def test_alt_takes_single_characters(view) -> None:
    start, end = extent("stayed ashore")
    drag(view, start + 2, end - 2, modifier=ALT)
    assert view.selection() == (start + 2, end - 2)


def test_clicks_take_word_sentence_and_paragraph(view) -> None:
    start, end = extent("ashore")
    at, area, left = point(view, start + 2), view.viewport(), Qt.MouseButton.LeftButton
    QTest.mouseDClick(area, left, Qt.KeyboardModifier.NoModifier, at)
    assert view.selection() == (start, end)
    QTest.mouseClick(area, left, Qt.KeyboardModifier.NoModifier, at)
    sentence = TEXT[slice(*view.selection())]
    assert sentence.startswith("Around") and sentence.endswith("Lind.")
    QTest.mouseDClick(area, left, Qt.KeyboardModifier.NoModifier, at)
    paragraph = TEXT[slice(*view.selection())]
    assert paragraph.startswith("Around") and paragraph.endswith("Wire.")


def test_a_click_takes_the_innermost_span_and_then_goes_out(view, qtbot) -> None:
    outer, inner = mark(1, "Around nine pilots"), mark(2, "nine", kind=2)
    view.set_marks([outer, inner])
    got: list[UUID] = []
    view.span_clicked.connect(got.append)
    at = point(view, inner.start + 1)
    for _ in range(3):
        # Apart from one another, so that they are no double clicks.
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at, delay=0)
        view.select(got[-1])
        view._mouse._clicks = 0
    assert got == [inner.id, outer.id, inner.id]


def test_a_click_on_a_bar_takes_its_span(view, qtbot) -> None:
    span = mark(1, "stayed ashore on Monday")
    view.set_marks([span])
    picture(view)
    at = view.target_of(span.id).center()
    with qtbot.waitSignal(view.span_clicked) as seen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert seen.args == [span.id]


def test_a_click_beside_the_text_takes_nothing(view) -> None:
    span = mark(1, "The port office denied it.")
    view.set_marks([span])
    got: list[UUID] = []
    view.span_clicked.connect(got.append)
    at = point(view, extent("figures.")[1] - 1) + QPoint(120, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert got == []


def test_a_handle_moves_the_edge_of_the_selected_span(view, qtbot) -> None:
    span = mark(1, "nine pilots")
    view.set_marks([span])
    view.select(span.id)
    picture(view)
    knob = edge_point(view, span.end) + QPoint(2, 12)
    goal = edge_point(view, extent("stayed")[0] + 3)
    area, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(area, left, pos=knob)
    from .conftest import _move

    _move(view, goal, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(view.span_resized) as seen:
        QTest.mouseRelease(area, left, pos=goal)
    assert seen.args == [span.id, span.start, extent("stayed")[1]]
    assert view.mark(span.id) == span


def test_the_context_menu_is_asked_for_with_its_place(view, qtbot) -> None:
    from PySide6.QtGui import QContextMenuEvent

    at = point(view, extent("ashore")[0])
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    with qtbot.waitSignal(view.context_requested) as seen:
        QApplication.sendEvent(view.viewport(), event)
    assert abs(seen.args[1] - extent("ashore")[0]) <= 1


# --- keys -------------------------------------------------------------------------------------


def test_the_caret_begins_behind_the_furniture(view) -> None:
    assert view.caret() == extent("Pilots of")[0]


def test_arrows_go_by_token_character_and_sentence(view) -> None:
    view.set_caret(extent("Around")[0])
    press(view, KEY.Key_Right)
    assert view.caret() == extent("nine")[0]
    press(view, KEY.Key_Right, ALT)
    assert view.caret() == extent("nine")[0] + 1
    press(view, KEY.Key_Right, CTRL)
    assert view.caret() == extent("“No boat")[0]
    press(view, KEY.Key_Left, CTRL)
    assert view.caret() == extent("Around")[0]


def test_shift_selects_whole_tokens_over_an_emoji(view, qtbot) -> None:
    view.set_caret(extent("pilots \N{PENSIVE FACE}")[0])
    for _ in range(3):
        press(view, KEY.Key_Right, SHIFT)
    assert view.selection() == extent("pilots \N{PENSIVE FACE} stayed")
    press(view, KEY.Key_Left, SHIFT)
    assert view.selection() == extent("pilots \N{PENSIVE FACE}")


def test_a_selection_from_inside_a_word_takes_the_word(view) -> None:
    start, end = extent("ashore")
    view.set_caret(start + 3)
    press(view, KEY.Key_Right, SHIFT)
    assert view.selection() == (start, end)
    view.set_caret(start + 3)
    press(view, KEY.Key_Left, SHIFT)
    assert view.selection() == (start, end)


def test_shift_and_alt_never_split_an_emoji(view) -> None:
    view.set_caret(extent("\N{PENSIVE FACE}")[0])
    press(view, KEY.Key_Right, SHIFT, ALT)
    assert view.selection() == extent("\N{PENSIVE FACE}")


def test_the_caret_jumps_over_zones(view) -> None:
    view.set_caret(extent("runs")[0])
    press(view, KEY.Key_Right)
    assert view.caret() == extent("Around")[0]
    press(view, KEY.Key_Left)
    assert view.caret() == extent("runs")[0]


def test_down_skips_empty_lines_and_zones(view) -> None:
    view.set_caret(extent("Pilots of")[0])
    press(view, KEY.Key_Down)
    line = view.geometry_map.line_at(view.offsets.to_qt(view.caret()))
    assert line == view.geometry_map.line_at(view.offsets.to_qt(extent("Around")[0]))
    press(view, KEY.Key_Up)
    line = view.geometry_map.line_at(view.offsets.to_qt(view.caret()))
    assert line == view.geometry_map.line_at(view.offsets.to_qt(extent("Pilots of")[0]))


def test_a_letter_is_left_to_the_window(view, pane) -> None:
    got: list[int] = []
    pane.keyPressEvent = lambda event: got.append(event.key())
    press(view, KEY.Key_A)
    assert got == [KEY.Key_A]


def test_an_edge_moves_by_keys_and_is_kept_or_put_back(view, qtbot) -> None:
    span = mark(1, "nine pilots")
    view.set_marks([span])
    view.select(span.id)
    view.pick_edge("start")
    press(view, KEY.Key_Left)
    press(view, KEY.Key_Escape)
    assert view.state.edge is None
    view.pick_edge("end")
    press(view, KEY.Key_Right)
    press(view, KEY.Key_Right)
    press(view, KEY.Key_Left, ALT)
    with qtbot.waitSignal(view.span_resized) as seen:
        press(view, KEY.Key_Return)
    assert seen.args == [span.id, span.start, extent("stayed")[1] - 1]


def test_copied_text_is_the_articles_own(view) -> None:
    text = "A fee of 5\N{NO-BREAK SPACE}000 crowns"
    view.set_article(ArticleContent(text))
    view.set_selection(0, len(text))
    press(view, KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == text


# --- positions and modes ----------------------------------------------------------------------


def test_spans_at_a_place_come_innermost_first(view) -> None:
    outer, inner = mark(1, "Around nine pilots"), mark(2, "nine", kind=2)
    view.set_marks([outer, inner])
    assert view.spans_at(inner.start) == [inner.id, outer.id]
    assert view.spans_at(inner.end) == [outer.id, inner.id]
    assert view.spans_at(extent("Vera")[0]) == []


def test_zoom_changes_the_text_alone_and_keeps_the_place(view, qtbot) -> None:
    view.set_marks([mark(1, "nine pilots")])
    view.set_caret(extent("ashore")[0])
    with qtbot.waitSignal(view.zoom_changed) as seen:
        view.zoom(1)
    assert seen.args == [20]
    assert view.caret() == extent("ashore")[0]
    assert view.marks()[0].style.fill in colours(view, extent("nine")[0])
    view.zoom(0)
    assert view.setting.size == 18


def test_the_measure_is_71_characters_at_most(view) -> None:
    assert 540 <= Setting().measure_width <= 700
    assert Setting().line_pitch == 32


def test_a_jump_brings_a_far_span_into_view(view, qtbot) -> None:
    view.set_article(ArticleContent("A line of text.\n\n" * 200))
    from refusal_annotator.ui.coding.marks import SpanMark

    span = SpanMark(UUID(int=1), ((2000, 2006),), theme_manager().theme.span("t1"))
    view.set_marks([span])
    view.scroll_to(span.id)
    assert [d.placed.mark for d in view.page().drawn] == [span]
    assert view.state.flashed == span.id
    qtbot.waitUntil(lambda: view.state.flashed is None)


def test_focus_mode_and_backlight_fade_text(view) -> None:
    view.set_marks([mark(1, "nine pilots")])
    view.set_backlight(True)
    faded = [TEXT[_extent(view, s)] for s in view.extraSelections()]
    assert not any("nine" in part for part in faded)
    assert any("ashore" in part for part in faded)
    view.set_backlight(False)
    view.set_caret(extent("denied")[0])
    view.set_focus_mode(True)
    faded = [TEXT[_extent(view, s)] for s in view.extraSelections()]
    assert not any("denied" in part for part in faded)
    view.set_focus_mode(False)
    assert view.extraSelections() == []


def _extent(view: ArticleView, selection) -> slice:
    to_point = view.offsets.to_code_point
    cursor = selection.cursor
    return slice(to_point(cursor.selectionStart()), to_point(cursor.selectionEnd()))


def test_screen_readers_get_text_caret_and_selection(view) -> None:
    face = QAccessible.queryAccessibleInterface(view)
    assert face.text(QAccessible.Text.Name) == "Article text"
    words = face.textInterface()
    assert words is not None
    start, end = extent("stayed ashore")
    view.set_selection(start, end)
    to_qt = view.offsets.to_qt
    assert words.text(to_qt(start), to_qt(end)) == "stayed ashore"
    assert words.cursorPosition() == to_qt(end)


def test_one_paragraph_without_breaks_is_painted(view) -> None:
    text = "harbour pilot night shift " * 4000
    view.set_article(ArticleContent(text))
    from refusal_annotator.ui.coding.marks import SpanMark

    style = theme_manager().theme.span("t1")
    view.set_marks([SpanMark(UUID(int=n), ((n * 50, n * 50 + 13),), style) for n in range(1500)])
    view.scroll_to(UUID(int=1000), flash=False)
    assert len(view.page().drawn) < 200
    assert style.fill in colours(view, 1000 * 50 + 1)
