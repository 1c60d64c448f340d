"""Paints the margins: bars packed into lanes, numbers and signs on the left, values on the right,
zones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from refusal_annotator.ui.coding.geometry import Geometry, LineBox
from refusal_annotator.ui.coding.lanes import Placed, pack
from refusal_annotator.ui.coding.span_painter import FAINT, LANES_SHOWN, Page
from refusal_annotator.ui.coding.state import ViewState
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.patterns import BAR_WIDTH, paint_bar
from refusal_annotator.ui.theme import Theme, as_colour

PITCH = 9
MAX_LANES = 5
_LEFT_BARS, _RIGHT_BARS = 19, 14
_NUMBERS_GAP = 26
_SENTENCES_GAP = 86


@dataclass(frozen=True, slots=True)
class Bar:
    """A span's bar in a block: lines from and to, lane 0 nearest the text."""

    placed: Placed
    block: int
    first: int
    last: int
    lane: int


@dataclass(frozen=True, slots=True)
class Margins:
    """The free room beside the text column, in document pixels."""

    text_left: int
    text_right: int
    page_right: int

    def bar_x(self, side: str, lane: int) -> int:
        """Left edge of a bar."""
        if side == "left":
            return self.text_left - _LEFT_BARS - PITCH * lane
        return self.text_right + _RIGHT_BARS + PITCH * lane


def pack_lines(
    geometry: Geometry, block: int, first: int, last: int, spans: Iterable[Placed]
) -> list[Bar]:
    """Bars of some lines of a block, both sides, packed by lines and cut to them."""
    bars: list[Bar] = []
    sides: dict[str, list[tuple[int, int, Placed]]] = {"left": [], "right": []}
    for placed in spans:
        lines = geometry.lines_of(placed, block)
        if lines is not None and lines[0] <= last and lines[1] >= first:
            row = (max(first, lines[0]), min(last, lines[1]), placed)
            sides[placed.mark.side].append(row)
    for rows in sides.values():
        rows.sort(key=lambda r: (r[0], r[2].start, -r[2].length, r[2].mark.id.int))
        lanes = pack([(top, bottom) for top, bottom, _ in rows])
        bars += [
            Bar(placed, block, top, bottom, lane)
            for (top, bottom, placed), lane in zip(rows, lanes, strict=True)
        ]
    return bars


class MarginPainter:
    """Draws the margins of one visible page and remembers where it drew what, for clicks."""

    def __init__(
        self,
        painter: QPainter,
        geometry: Geometry,
        margins: Margins,
        state: ViewState,
        theme: Theme,
    ) -> None:
        self._painter, self._geometry = painter, geometry
        self._margins, self._state, self._theme = margins, state, theme
        self.targets: list[tuple[QRect, UUID]] = []

    def paint(self, page: Page, bars: Sequence[Bar], left_lanes: int, right_lanes: int) -> None:
        """Bars, then numbers and values beside them."""
        if not page.lines:
            return
        crowds: dict[tuple[str, int, int], int] = {}
        for bar in bars:
            if bar.lane < MAX_LANES - 1 or (bar.lane == MAX_LANES - 1):
                self._paint_bar(bar)
            else:
                key = (bar.placed.mark.side, bar.block, bar.first)
                crowds[key] = crowds.get(key, 0) + 1
        for (side, block, line), count in crowds.items():
            self._paint_crowd(side, self._geometry.box(block, line), count)
        if self._state.sentence_starts:
            self._paint_sentence_numbers(page)
        by_line = _by_first_line(page, bars)
        for box in page.lines:
            spans = by_line.get((box.block, box.line), ())
            self._paint_numbers(box, spans, left_lanes)
            if self._state.show_values:
                self._paint_values(box, spans, right_lanes)

    def _paint_bar(self, bar: Bar) -> None:
        mark = bar.placed.mark
        style = self._theme.resolved(mark.style)
        strong = self._state.is_strong(mark.id)
        x = self._margins.bar_x(mark.side, bar.lane)
        y0 = self._geometry.box(bar.block, bar.first).fill_top
        y1 = self._geometry.box(bar.block, bar.last).fill_bottom
        painter = self._painter
        painter.setOpacity(FAINT if self._state.dims and not strong else 1.0)
        if mark.id == self._state.selected:
            _plate(painter, QRectF(x - 2, y0 - 2, 9, y1 - y0 + 4), as_colour(style.fill_strong), 2)
        for top, bottom, covered in self._runs(bar, y0, y1):
            if covered:
                line, height = as_colour(style.line), bottom - top
                paint_bar(painter, style.pattern, line, x, top, height, dashed=mark.suggestion)
            else:
                _dotted(painter, x + 2.5, top, bottom, as_colour(style.line))
        painter.setOpacity(1.0)
        if mark.missing and self._is_head(bar):
            self._paint_missing(QPointF(x + BAR_WIDTH / 2, y0 - 1))
        self.targets.append((QRect(x - 2, y0, PITCH, y1 - y0), mark.id))

    def _runs(self, bar: Bar, y0: int, y1: int) -> list[tuple[int, int, bool]]:
        if len(bar.placed.mark.parts) == 1:
            return [(y0, y1, True)]
        runs: list[tuple[int, int, bool]] = []
        for line in range(bar.first, bar.last + 1):
            box = self._geometry.box(bar.block, line)
            runs.append(
                (box.fill_top, box.fill_bottom, bool(self._geometry.pieces(bar.placed, box)))
            )
        joined: list[tuple[int, int, bool]] = []
        for top, bottom, covered in runs:
            if joined and joined[-1][2] == covered:
                joined[-1] = (joined[-1][0], bottom, covered)
            else:
                joined.append((top, bottom, covered))
        return joined

    def _is_head(self, bar: Bar) -> bool:
        """Whether a span begins with this bar; it may have one in each paragraph."""
        # Asked of what packing has worked out already: no line is measured for it.
        lines = self._geometry.lines_of(bar.placed, bar.block)
        begins = self._geometry.begins_in(bar.placed, bar.block)
        return begins and lines is not None and lines[0] == bar.first

    def _paint_missing(self, centre: QPointF) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("surface"), 1.5))
        painter.setBrush(self._theme.colour("missing"))
        painter.drawEllipse(centre, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_crowd(self, side: str, box: LineBox, count: int) -> None:
        x = self._margins.bar_x(side, MAX_LANES)
        bar = QRect(x, box.fill_top, BAR_WIDTH, box.fill_bottom - box.fill_top)
        self._painter.fillRect(bar, self._theme.colour("border"))
        words = QRect(x - 6 if side == "left" else x + 7, box.fill_top, 24, bar.height())
        self._painter.setFont(ui_font("mark"))
        self._painter.setPen(self._theme.colour("text_muted"))
        if side == "left":
            words.moveRight(x - 2)
        align = Qt.AlignmentFlag.AlignRight if side == "left" else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(words, align | Qt.AlignmentFlag.AlignVCenter, f"+{count}")

    def _paint_sentence_numbers(self, page: Page) -> None:
        starts, painter = self._state.sentence_starts, self._painter
        painter.setFont(ui_font("mark", weight=400))
        painter.setPen(self._theme.colour("text_muted"))
        for box in page.lines:
            first, after = bisect_left(starts, box.start), bisect_left(starts, box.end)
            if first < after:
                # Of several that begin on a line the first is named.
                at = QPointF(max(2, self._margins.text_left - _SENTENCES_GAP), box.baseline)
                painter.drawText(at, f"s{first + 1}")

    def _paint_numbers(self, box: LineBox, spans: Sequence[Placed], lanes: int) -> None:
        x = self._margins.text_left - _NUMBERS_GAP - PITCH * max(1, min(MAX_LANES, lanes))
        for placed in reversed(spans):
            mark = placed.mark
            number = self._state.numbers.get(mark.id)
            if number is not None:
                x = self._paint_number(box, placed, x, str(number))
            for shown, icon, role in (
                (mark.doubt, "doubt", "danger"),
                (mark.comment, "comment", "text_muted"),
            ):
                if shown:
                    at = QPointF(x - 12, box.baseline - 11).toPoint()
                    paint_icon(self._painter, icon, at, size=12, colour=self._theme.hex(role))
                    self.targets.append((QRect(at.x(), at.y(), 14, 14), mark.id))
                    x -= 16

    def _paint_number(self, box: LineBox, placed: Placed, x: int, text: str) -> int:
        painter, mark = self._painter, placed.mark
        selected = mark.id == self._state.selected
        font = ui_font("mark", weight=600 if selected else 500)
        width = QFontMetrics(font).horizontalAdvance(text)
        painter.setFont(font)
        if selected:
            block = QRect(x - 21, box.baseline - 13, max(24, width + 8), 18)
            block.moveRight(x + 2)
            line = as_colour(self._theme.resolved(mark.style).line)
            _plate(painter, QRectF(block), line, 4)
            painter.setPen(self._theme.colour("surface"))
            painter.drawText(block, Qt.AlignmentFlag.AlignCenter, text)
            self.targets.append((block, mark.id))
            return block.left() - 5
        painter.setPen(self._theme.colour("text_muted"))
        painter.drawText(QPointF(x - width, box.baseline), text)
        self.targets.append((QRect(x - width - 2, box.baseline - 12, width + 4, 16), mark.id))
        return x - max(18, width + 6)

    def _paint_values(self, box: LineBox, spans: Sequence[Placed], lanes: int) -> None:
        x = self._margins.text_right + 18 + PITCH * min(MAX_LANES, max(lanes, 3))
        right = self._margins.page_right - 4
        values: list[tuple[tuple[str, ...], QColor]] = []
        for placed in spans:
            style, label = self._theme.resolved(placed.mark.style), placed.mark.label
            whole = " ".join(word for word in (style.short, label) if word)
            if whole and not placed.mark.suggestion:
                ways = (whole, label) if label else (whole,)
                values.append((ways, as_colour(style.chip_text)))
        hidden = sum(placed.lane >= LANES_SHOWN for placed in spans)
        if hidden:
            values.append(((f"+{hidden}",), self._theme.colour("text_muted")))
        font = ui_font("mark")
        self._painter.setFont(font)
        ways = [ways for ways, _ in values]
        for number, text, at in fitting(ways, right - x, QFontMetrics(font).horizontalAdvance):
            self._painter.setPen(values[number][1])
            self._painter.drawText(QPointF(x + at, box.baseline), text)


def fitting(
    values: Sequence[Sequence[str]], room: int, width_of: Callable[[str], int]
) -> list[tuple[int, str, int]]:
    """Of values beside a line those that can be read whole: their numbers, words and places.

    Each has its ways of being written, the longest first. One that fits in none of them is left
    out: a figure that is cut is another figure.
    """
    found: list[tuple[int, str, int]] = []
    at = 0
    for number, ways in enumerate(values):
        for words in ways:
            text = f" · {words}" if found else words
            width = width_of(text)
            if at + width <= room:
                found.append((number, text, at))
                at += width
                break
    return found


def paint_zone(
    painter: QPainter, first: LineBox, last: LineBox, label: str, margins: Margins, theme: Theme
) -> None:
    """Hatch in the left lane, the kind in the right margin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border"), 1))
    x = margins.text_left - _LEFT_BARS
    y = first.baseline - 10
    while y <= last.baseline + 1:
        painter.drawLine(QPointF(x, y), QPointF(x + 5, y - 5))
        y += 5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    font = ui_font("mark", weight=400)
    left = margins.text_right + _RIGHT_BARS
    text = QFontMetrics(font).elidedText(
        label, Qt.TextElideMode.ElideRight, margins.page_right - 4 - left
    )
    painter.setFont(font)
    painter.setPen(theme.colour("zone_text"))
    painter.drawText(QPointF(left, first.baseline), text)


def _by_first_line(page: Page, bars: Sequence[Bar]) -> dict[tuple[int, int], list[Placed]]:
    found: dict[tuple[int, int], list[Placed]] = {}
    visible = {(box.block, box.line): box for box in page.lines}
    for bar in bars:
        key = (bar.block, bar.first)
        box = visible.get(key)
        if box is not None and bar.placed.qt_parts[0][0] >= box.start:
            found.setdefault(key, []).append(bar.placed)
    for spans in found.values():
        spans.sort(key=lambda p: (p.start, -p.length))
    return found


def _plate(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _dotted(painter: QPainter, x: float, top: int, bottom: int, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.1, 3.5 / 1.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top + 1), QPointF(x, bottom - 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
