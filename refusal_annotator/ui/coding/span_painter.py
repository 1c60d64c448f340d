"""Paints under the text: zones, fills, hits, selection, lanes. Geometry of the visual system,
section 5.

The order is fills (longest first, so the innermost lies on top), found places and the selection,
then the lanes, so a selection never hides a line. Text comes on top of all, painted by Qt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from refusal_annotator.ui.coding.geometry import Geometry, LineBox
from refusal_annotator.ui.coding.lanes import Placed
from refusal_annotator.ui.coding.state import QtExtent, ViewState
from refusal_annotator.ui.patterns import paint_lane
from refusal_annotator.ui.theme import SpanStyle, Theme, as_colour

LANES_SHOWN = 3
FAINT = 0.45
# Beyond this many spans on the screen single lines cannot be told apart: one strip a line.
DENSE_FROM = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A span on one visible line."""

    placed: Placed
    style: SpanStyle
    box: LineBox
    pieces: tuple[tuple[int, int], ...]

    def outline(self, grow: int = 1) -> list[QRect]:
        """The fill boxes, in document pixels."""
        top, height = self.box.fill_top, self.box.fill_bottom - self.box.fill_top
        return [
            QRect(x - grow, top - grow + 1, width + 2 * grow, height + 2 * grow - 2)
            for x, width in self.pieces
        ]


@dataclass(frozen=True, slots=True)
class Page:
    """What is visible: lines, and the spans on them, longest span first."""

    lines: list[LineBox]
    drawn: list[Drawn]
    dense: bool

    def of(self, placed: Placed) -> list[Drawn]:
        """The visible lines of one span, top down."""
        return [d for d in self.drawn if d.placed is placed]


def visible_page(
    geometry: Geometry,
    lines: list[LineBox],
    theme: Theme,
    spans: Sequence[Placed],
) -> Page:
    """Find which of these spans stand on which visible lines."""
    if not lines:
        return Page([], [], False)
    starts = [box.start for box in lines]
    drawn: list[Drawn] = []
    for placed in sorted(spans, key=lambda p: -p.length):
        style = theme.resolved(placed.mark.style)
        start, end = placed.qt_parts[0][0], placed.qt_parts[-1][1]
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(lines) and lines[at].start < end:
            box = lines[at]
            pieces = geometry.pieces(placed, box)
            if pieces:
                drawn.append(Drawn(placed, style, box, pieces))
            at += 1
    return Page(lines, drawn, len(spans) > DENSE_FROM)


def paint_under(
    painter: QPainter, page: Page, state: ViewState, geometry: Geometry, theme: Theme
) -> None:
    """Everything below the text, in document coordinates."""
    if page.dense:
        _paint_density(painter, page, theme)
    else:
        _paint_fills(painter, page, state)
    _paint_hits(painter, page, state, geometry, theme)
    _paint_selection(painter, page, state, geometry, theme)
    if not page.dense:
        _paint_lanes(painter, page, state)


def extent_rects(
    geometry: Geometry, lines: Sequence[LineBox], extent: QtExtent
) -> list[tuple[LineBox, int, int]]:
    """Left edge and width of an extent on each visible line."""
    found = []
    for box in lines:
        span = geometry.span_on_line(extent[0], extent[1], box)
        if span is not None:
            found.append((box, *span))
    return found


def _paint_fills(painter: QPainter, page: Page, state: ViewState) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for drawn in page.drawn:
        mark = drawn.placed.mark
        strong = state.is_strong(mark.id)
        if (mark.suggestion and not strong) or (state.dims and not strong):
            continue
        if mark.suggestion and not (state.hints and mark.id in state.hints):
            continue
        painter.setBrush(as_colour(drawn.style.fill_strong if strong else drawn.style.fill))
        top, height = drawn.box.fill_top, drawn.box.fill_bottom - drawn.box.fill_top
        for x, width in drawn.pieces:
            painter.drawRoundedRect(QRectF(x - 1, top, width + 2, height), 2, 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_lanes(painter: QPainter, page: Page, state: ViewState) -> None:
    for drawn in page.drawn:
        placed = drawn.placed
        if placed.lane >= LANES_SHOWN:
            continue
        strong = state.is_strong(placed.mark.id)
        faint = (state.dims and not strong) or _out_of_focus(drawn, state)
        painter.setOpacity(FAINT if faint else 1.0)
        y = drawn.box.fill_bottom + placed.lane * state.lane_pitch
        line = as_colour(drawn.style.line)
        dashed = placed.mark.suggestion
        for x, width in drawn.pieces:
            paint_lane(painter, drawn.style.pattern, line, x, y, width, dashed=dashed)
        if len(placed.mark.parts) > 1:
            _paint_ties(painter, drawn, y)
    painter.setOpacity(1.0)


def _paint_ties(painter: QPainter, drawn: Drawn, y: int) -> None:
    # A dotted tie between parts of one line; across lines a short one at each open end.
    pen = QPen(as_colour(drawn.style.line), 1.5, Qt.PenStyle.CustomDashLine)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.1, 3.5 / 1.5])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    pieces = sorted(drawn.pieces)
    for (x, width), (following, _) in pairwise(pieces):
        painter.drawLine(QPointF(x + width + 3, y + 1), QPointF(following - 3, y + 1))
    for _, end in drawn.placed.qt_parts[:-1]:
        if drawn.box.start <= end - 1 < drawn.box.end and not _continues(drawn, end):
            x = pieces[-1][0] + pieces[-1][1]
            painter.drawLine(QPointF(x + 3, y + 1), QPointF(x + 11, y + 1))
    for start, _ in drawn.placed.qt_parts[1:]:
        if drawn.box.start <= start < drawn.box.end and not _began(drawn, start):
            painter.drawLine(QPointF(pieces[0][0] - 11, y + 1), QPointF(pieces[0][0] - 3, y + 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _continues(drawn: Drawn, after: int) -> bool:
    return any(after <= start < drawn.box.end for start, _ in drawn.placed.qt_parts)


def _began(drawn: Drawn, before: int) -> bool:
    return any(drawn.box.start <= end - 1 < before for _, end in drawn.placed.qt_parts)


def _paint_hits(
    painter: QPainter, page: Page, state: ViewState, geometry: Geometry, theme: Theme
) -> None:
    if not state.hits or not page.lines:
        return
    first, last = page.lines[0].start, page.lines[-1].end
    for number, hit in enumerate(state.hits):
        if hit[1] <= first or hit[0] >= last:
            continue
        current = number == state.current_hit
        painter.setPen(theme.colour("text" if current else "border"))
        painter.setBrush(theme.colour("selection" if current else "selection_preview"))
        for box, x, width in extent_rects(geometry, page.lines, hit):
            top = box.fill_top
            painter.drawRect(QRect(x - 1, top, width + 1, box.fill_bottom - top - 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_selection(
    painter: QPainter, page: Page, state: ViewState, geometry: Geometry, theme: Theme
) -> None:
    layers = [
        *((held, "selection_preview") for held in state.held),
        (state.preview, "selection_preview"),
        (state.selection, "selection"),
    ]
    for extent, role in layers:
        if extent is None:
            continue
        for box, x, width in extent_rects(geometry, page.lines, extent):
            top, bottom = box.fill_top - 5, box.fill_bottom + 7
            painter.fillRect(QRect(x, top, width, bottom - top), theme.colour(role))
    for extent in (*state.held, state.preview):
        if extent is None:
            continue
        for box, x, width in extent_rects(geometry, page.lines, extent):
            ends = []
            if box.start <= extent[0]:
                ends.append(x - 2)
            if box.end >= extent[1]:
                ends.append(x + width)
            for end in ends:
                top = box.fill_top - 5
                bar = QRect(end, top, 2, box.fill_bottom + 7 - top)
                painter.fillRect(bar, theme.colour("text"))


def _paint_density(painter: QPainter, page: Page, theme: Theme) -> None:
    counts: dict[int, tuple[LineBox, int]] = {}
    for drawn in page.drawn:
        box, count = counts.get(drawn.box.start, (drawn.box, 0))
        counts[drawn.box.start] = (box, count + 1)
    most = max((count for _, count in counts.values()), default=1)
    for box, count in counts.values():
        painter.setOpacity(0.15 + 0.6 * count / most)
        strip = QRect(round(box.left), box.fill_bottom, round(box.width), 6)
        painter.fillRect(strip, theme.colour("text_muted"))
    painter.setOpacity(1.0)


def _out_of_focus(drawn: Drawn, state: ViewState) -> bool:
    if state.focus_extent is None:
        return False
    start, end = state.focus_extent
    return drawn.box.end <= start or drawn.box.start >= end
