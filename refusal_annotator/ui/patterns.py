"""The eight patterns that tell span types apart without colour: as lanes, margin bars and glyphs.

Lanes and bars are tiles, made once per pattern, colour and pixel ratio and laid with
`drawTiledPixmap`; the phase begins at the span, so it stays with the text while scrolling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

LANE_HEIGHT = 4
BAR_WIDTH = 5
# Multiples of every period (ticks, steps, dashes), so that tiles join without a seam.
_LANE_LENGTH = 60
_BAR_LENGTH = 120
_LANE_DASH = (6, 4)
_BAR_DASH = (5, 3)


def paint_lane(
    painter: QPainter,
    pattern: str,
    colour: QColor,
    x: int,
    y: int,
    width: int,
    *,
    dashed: bool = False,
) -> None:
    """Draw an underline of 4 px height with its top left corner at (x, y)."""
    ratio = painter.device().devicePixelRatio()
    tile = lane_tile(pattern, colour.rgba(), dashed, ratio)
    painter.drawTiledPixmap(QRect(x, y, width, LANE_HEIGHT), tile)


def paint_bar(
    painter: QPainter,
    pattern: str,
    colour: QColor,
    x: int,
    y: int,
    height: int,
    *,
    dashed: bool = False,
) -> None:
    """Draw a margin bar of 5 px width with its top left corner at (x, y)."""
    ratio = painter.device().devicePixelRatio()
    tile = bar_tile(pattern, colour.rgba(), dashed, ratio)
    painter.drawTiledPixmap(QRect(x, y, BAR_WIDTH, height), tile)


def paint_glyph(
    painter: QPainter,
    pattern: str,
    colour: QColor,
    box: QRectF,
    *,
    dashed: bool = False,
) -> None:
    """Draw the sign of a type in a square box, designed for 16x16."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path, stroke = _glyph(pattern)
    pen = QPen(colour, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([4 / stroke, 2.5 / stroke])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


@lru_cache(maxsize=256)
def lane_tile(pattern: str, rgba: int, dashed: bool, ratio: float) -> QPixmap:
    """The tile of an underline: 60 by 4 logical pixels."""
    return _tile(QSize(_LANE_LENGTH, LANE_HEIGHT), rgba, ratio, _LANES[pattern], dashed)


@lru_cache(maxsize=256)
def bar_tile(pattern: str, rgba: int, dashed: bool, ratio: float) -> QPixmap:
    """The tile of a margin bar: 5 by 120 logical pixels."""
    return _tile(QSize(BAR_WIDTH, _BAR_LENGTH), rgba, ratio, _BARS[pattern], dashed)


def _tile(
    size: QSize, rgba: int, ratio: float, draw: Callable[[QPainter, QColor], None], dashed: bool
) -> QPixmap:
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, QColor.fromRgba(rgba))
        if dashed:
            _cut(painter, size)
    return pixmap


def _cut(painter: QPainter, size: QSize) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    upright = size.height() > size.width()
    on, off = _BAR_DASH if upright else _LANE_DASH
    length = size.height() if upright else size.width()
    for at in range(on, length, on + off):
        gap = QRect(0, at, size.width(), off) if upright else QRect(at, 0, off, size.height())
        painter.fillRect(gap, Qt.GlobalColor.transparent)


def _fill(painter: QPainter, colour: QColor, *boxes: tuple[float, float, float, float]) -> None:
    for box in boxes:
        painter.fillRect(QRectF(*box), colour)


def _strokes(
    painter: QPainter, colour: QColor, width: float, *lines: Sequence[tuple[float, float]]
) -> None:
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line]))


def _discs(painter: QPainter, colour: QColor, radius: float, *centres: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for centre in centres:
        painter.drawEllipse(centre, radius, radius)


def _lane_ruler(painter: QPainter, colour: QColor) -> None:
    ticks = [(x, 1.0, 1.2, 3.0) for x in range(0, _LANE_LENGTH, 5)]
    _fill(painter, colour, (0, 0, _LANE_LENGTH, 1.2), *ticks)


def _lane_wave(painter: QPainter, colour: QColor) -> None:
    # One step more at each end keeps the joint whole where tiles meet.
    points = [(x, 3.2 if (x // 3) % 2 == 0 else 0.5) for x in range(-3, _LANE_LENGTH + 4, 3)]
    _strokes(painter, colour, 1.3, points)


def _lane_dots(painter: QPainter, colour: QColor) -> None:
    _discs(painter, colour, 1.1, *(QPointF(x + 1.5, 1.5) for x in range(0, _LANE_LENGTH, 4)))


def _lane_chevron(painter: QPainter, colour: QColor) -> None:
    signs = [[(x + 0.7, 0.2), (x + 3.2, 1.9), (x + 0.7, 3.6)] for x in range(0, _LANE_LENGTH, 5)]
    _strokes(painter, colour, 1.3, *signs)


def _lane_blocks(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour, *((x, 0, 4, 3) for x in range(0, _LANE_LENGTH, 6)))


def _bar_ruler(painter: QPainter, colour: QColor) -> None:
    ticks = [(1.0, y, 3.4, 1.2) for y in range(0, _BAR_LENGTH, 4)]
    _fill(painter, colour, (0, 0, 1.4, _BAR_LENGTH), *ticks)


def _bar_wave(painter: QPainter, colour: QColor) -> None:
    points = [(0.7 if (y // 3) % 2 == 0 else 4.2, y) for y in range(-3, _BAR_LENGTH + 4, 3)]
    _strokes(painter, colour, 1.4, points)


def _bar_dots(painter: QPainter, colour: QColor) -> None:
    _discs(painter, colour, 1.6, *(QPointF(2.5, y + 2) for y in range(0, _BAR_LENGTH, 5)))


def _bar_chevron(painter: QPainter, colour: QColor) -> None:
    signs = [[(0.6, y + 0.7), (2.5, y + 3.2), (4.4, y + 0.7)] for y in range(0, _BAR_LENGTH, 5)]
    _strokes(painter, colour, 1.4, *signs)


def _bar_blocks(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour, *((0.5, y, 4, 4) for y in range(0, _BAR_LENGTH, 6)))


_LANES: dict[str, Callable[[QPainter, QColor], None]] = {
    "solid": lambda p, c: _fill(p, c, (0, 0, _LANE_LENGTH, 2)),
    "double": lambda p, c: _fill(p, c, (0, 0, _LANE_LENGTH, 1), (0, 2, _LANE_LENGTH, 1)),
    "ruler": _lane_ruler,
    "wave": _lane_wave,
    "dots": _lane_dots,
    "thick_thin": lambda p, c: _fill(p, c, (0, 0, _LANE_LENGTH, 2), (0, 3, _LANE_LENGTH, 1)),
    "chevron": _lane_chevron,
    "blocks": _lane_blocks,
}
_BARS: dict[str, Callable[[QPainter, QColor], None]] = {
    "solid": lambda p, c: _fill(p, c, (1, 0, 3, _BAR_LENGTH)),
    "double": lambda p, c: _fill(p, c, (0, 0, 1.5, _BAR_LENGTH), (3, 0, 1.5, _BAR_LENGTH)),
    "ruler": _bar_ruler,
    "wave": _bar_wave,
    "dots": _bar_dots,
    "thick_thin": lambda p, c: _fill(p, c, (0, 0, 2.5, _BAR_LENGTH), (4, 0, 1, _BAR_LENGTH)),
    "chevron": _bar_chevron,
    "blocks": _bar_blocks,
}

# Polylines in a 16-unit box and the width of the stroke.
_GLYPHS: dict[str, tuple[list[list[tuple[float, float]]], float]] = {
    "solid": ([[(1, 8), (15, 8)]], 3),
    "double": ([[(1, 6), (15, 6)], [(1, 10), (15, 10)]], 1.6),
    "ruler": (
        [
            [(1, 5.5), (15, 5.5)],
            [(2, 5.5), (2, 11.5)],
            [(6, 5.5), (6, 9.5)],
            [(10, 5.5), (10, 11.5)],
            [(14, 5.5), (14, 9.5)],
        ],
        1.5,
    ),
    "wave": ([[(1, 10.5), (3.8, 5.5), (6.6, 10.5), (9.4, 5.5), (12.2, 10.5), (15, 5.5)]], 1.6),
    "dots": ([[(x, 8), (x + 2.6, 8)] for x in (1, 5.1, 9.2, 13.3)], 2.6),
    "thick_thin": ([[(1, 6), (15, 6)], [(1, 6.9), (15, 6.9)], [(1, 10.5), (15, 10.5)]], 1.4),
    "chevron": ([[(x, 4.5), (x + 3, 8), (x, 11.5)] for x in (2, 6.5, 11)], 1.6),
    "blocks": ([[(1, 8), (6, 8)], [(8, 8), (13, 8)], [(15, 8), (15.5, 8)]], 5),
}


@lru_cache(maxsize=16)
def _glyph(pattern: str) -> tuple[QPainterPath, float]:
    lines, stroke = _GLYPHS[pattern]
    path = QPainterPath()
    for line in lines:
        path.moveTo(QPointF(*line[0]))
        for point in line[1:]:
            path.lineTo(QPointF(*point))
    return path, stroke
