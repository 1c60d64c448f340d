from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from refusal_annotator.ui.coding.find import find_all
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark
from refusal_annotator.ui.theme import theme_manager

from .conftest import TEXT, extent, mark


def test_case_and_line_ends_do_not_matter() -> None:
    assert find_all("The boat.\nthe  BOAT", "the boat") == [(0, 8), (10, 19)]
    assert find_all("anything", "  ") == []
    assert find_all("a.b axb", "a.b") == [(0, 3)]


def test_typing_finds_and_enter_goes_on_round_the_end(pane, view) -> None:
    pane.find_bar.open()
    QTest.keyClicks(pane.find_bar.field, "pilots")
    assert view.selection() == extent("Pilots")
    assert pane.find_bar.count.text() == "1 of 2"
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert view.selection() == extent("pilots")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_F3)
    assert view.selection() == extent("Pilots")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == extent("pilots")


def test_all_hits_are_framed_until_the_bar_closes(pane, view) -> None:
    pane.find_bar.open()
    QTest.keyClicks(pane.find_bar.field, "the")
    assert len(view.state.hits) == TEXT.lower().count("the")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert view.state.hits == []
    assert pane.find_bar.isHidden()
    assert view.hasFocus()


def test_no_hit_is_said(pane) -> None:
    pane.find_bar.open()
    QTest.keyClicks(pane.find_bar.field, "zeppelin")
    assert pane.find_bar.count.text() == "No hit"


def test_another_article_has_its_own_hits(pane, view) -> None:
    pane.find_bar.open()
    QTest.keyClicks(pane.find_bar.field, "boat")
    view.set_article(ArticleContent("A boat, another boat and a third boat."))
    assert pane.find_bar.count.text() == "3 hits"
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert view.selection() == (2, 6)


def test_the_minimap_shows_a_tick_for_each_type(pane, view) -> None:
    view.set_marks([mark(1, "Around nine pilots"), mark(2, "Vera Lind", kind=1)])
    pane.minimap.refresh()
    QApplication.processEvents()
    image = pane.minimap.grab().toImage()
    seen = {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }
    theme = theme_manager().theme
    assert {theme.span("t1").line, theme.span("t2").line} <= seen


def test_a_click_on_the_minimap_goes_there(pane, view) -> None:
    view.set_article(ArticleContent("A line of text.\n\n" * 300))
    at = QPoint(10, pane.minimap.height() - 5)
    QTest.mouseClick(pane.minimap, Qt.MouseButton.LeftButton, pos=at)
    bar = view.verticalScrollBar()
    assert bar.value() > 0.9 * bar.maximum()


def test_ticks_follow_a_change_of_size_in_slices_between_which_keys_are_heard(pane, view) -> None:
    lines = [f"Pilot number {n} stayed ashore and said so.\n\n" for n in range(900)]
    view.set_article(ArticleContent("".join(lines)))
    starts = [sum(map(len, lines[:n])) for n in range(0, 900, 3)]
    style = mark(1, "Vera Lind").style
    view.set_marks([SpanMark(UUID(int=n), ((s, s + 5),), style) for n, s in enumerate(starts, 1)])
    minimap = pane.minimap
    minimap.refresh()
    before = minimap.grab().toImage()
    pane.resize(820, 420)
    assert minimap.is_working
    until = QDeadlineTimer(5000)
    while minimap.is_working and not until.hasExpired():
        QApplication.processEvents()
    seen = minimap.grab().toImage()
    minimap.refresh()
    assert seen == minimap.grab().toImage()
    assert seen != before
    view.set_article(ArticleContent("Short."))
    assert minimap.is_working
