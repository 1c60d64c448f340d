"""Values beside the text: whole, or not at all."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QPainter, QPixmap

from refusal_annotator.ui.coding.margins import MarginPainter, Margins, fitting, pack_lines
from refusal_annotator.ui.theme import theme_manager

from .conftest import mark

WORDS = st.text("0123456789–N", min_size=1, max_size=9)
VALUES = st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=5)


@given(VALUES, st.integers(-3, 40))
def test_each_value_is_whole_in_its_place_or_is_left_out(values, room):
    end = 0
    for number, text, at in fitting(values, room, len):
        assert text.removeprefix(" · ") in values[number]
        assert at == end
        end = at + len(text)
        assert end <= room


def test_the_short_name_of_the_type_gives_way_before_the_figure():
    assert fitting([("N 200–999", "200–999")], 9, len) == [(0, "N 200–999", 0)]
    assert fitting([("N 200–999", "200–999")], 8, len) == [(0, "200–999", 0)]
    assert fitting([("N 200–999", "200–999")], 6, len) == []


class Recorder(QPainter):
    """Keeps what is written."""

    written: list[str]

    def drawText(self, *where_and_what: Any) -> None:  # type: ignore[override]
        self.written.append(where_and_what[-1])


def written(view, room: int) -> list[str]:
    """What the right margin says with so much room beside the text."""
    sheet = QPixmap(10, 10)
    margins, page = Margins(100, 500, 500 + room), view.page()
    bars = pack_lines(view.geometry_map, page.drawn[0].box.block, 0, 9, [page.drawn[0].placed])
    with Recorder(sheet) as painter:
        painter.written = []
        theme = theme_manager().theme
        brush = MarginPainter(painter, view.geometry_map, margins, view.state, theme)
        brush.paint(page, bars, 0, 1)
        return [text for text in painter.written if "200" in text]


def test_a_narrow_margin_never_shows_a_part_of_a_figure(view):
    view.set_marks([mark(1, "Around nine pilots", kind=1, label="200–999")])
    seen = {tuple(written(view, room)) for room in range(0, 160, 3)}
    assert seen == {(), ("200–999",)}
