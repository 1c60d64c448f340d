"""Paints over the text: outlines, handles, letter hints. Nothing here covers a letter."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from refusal_annotator.ui.coding.span_painter import Drawn, Page
from refusal_annotator.ui.coding.state import Edge, ViewState
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import Theme, as_colour

KNOB, GRAB = 7, 24


def paint_over(painter: QPainter, page: Page, state: ViewState, theme: Theme) -> None:
    """Everything above the text, in document coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for drawn in page.drawn:
        mark_id = drawn.placed.mark.id
        if mark_id == state.selected:
            _outline(painter, drawn, theme.colour("text"), width=1.2, grow=0.5)
        elif mark_id in state.linked or (state.hints and mark_id in state.hints):
            _outline(painter, drawn, as_colour(drawn.style.line), width=1.2, grow=0.5)
        if mark_id in (state.current_suggestion, state.flashed):
            _outline(painter, drawn, theme.colour("focus"), width=2, grow=2)
    if state.selected is not None and state.edge_extent is None:
        for edge, point, bar in handles(page, state.selected):
            _handle(painter, edge, point, bar, state, theme)
    if state.hints:
        _hints(painter, page, state, theme)


def handles(page: Page, mark_id: UUID) -> list[tuple[Edge, QPointF, QRect]]:
    """Knob centre and stem of the visible ends of a span, in document pixels."""
    lines = [d for d in page.drawn if d.placed.mark.id == mark_id]
    if not lines:
        return []
    found: list[tuple[Edge, QPointF, QRect]] = []
    first, last = lines[0], lines[-1]
    start, end = first.placed.qt_parts[0][0], first.placed.qt_parts[-1][1]
    if first.box.start <= start:
        x, top = first.pieces[0][0] - 3, first.box.fill_top - 2
        stem = QRect(x, top, 2, first.box.fill_bottom - top + 2)
        found.append(("start", QPointF(x + 1, top - 1), stem))
    if last.box.end >= end:
        x, width = last.pieces[-1]
        top = last.box.fill_top - 2
        stem = QRect(x + width + 1, top, 2, last.box.fill_bottom - top + 2)
        found.append(("end", QPointF(x + width + 2, stem.bottom() + 2), stem))
    return found


def _outline(painter: QPainter, drawn: Drawn, colour: QColor, *, width: float, grow: float) -> None:
    painter.setPen(QPen(colour, width))
    top, height = drawn.box.fill_top, drawn.box.fill_bottom - drawn.box.fill_top
    for x, piece in drawn.pieces:
        box = QRectF(x - 1, top, piece + 2, height)
        painter.drawRoundedRect(box.adjusted(-grow, -grow, grow, grow), 2.5, 2.5)


def _handle(
    painter: QPainter, edge: Edge, point: QPointF, stem: QRect, state: ViewState, theme: Theme
) -> None:
    ink = theme.colour("focus" if state.edge == edge else "text")
    hollow = state.edge is not None and state.edge != edge
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(stem, ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink if hollow else theme.colour("surface"), 1.5 if hollow else 1))
    painter.setBrush(theme.colour("surface") if hollow else ink)
    painter.drawEllipse(point, KNOB / 2, KNOB / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _hints(painter: QPainter, page: Page, state: ViewState, theme: Theme) -> None:
    painter.setFont(ui_font("mark", weight=700))
    seen: set[UUID] = set()
    for drawn in page.drawn:
        mark_id = drawn.placed.mark.id
        letter = (state.hints or {}).get(mark_id)
        if letter is None or mark_id in seen:
            continue
        if drawn.box.start > drawn.placed.qt_parts[0][0]:
            continue
        seen.add(mark_id)
        width = 17 + 7 * (len(letter) - 1)
        box = QRect(drawn.pieces[0][0] - 4, drawn.box.fill_top - 12, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(theme.colour("on_accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.setBrush(Qt.BrushStyle.NoBrush)
