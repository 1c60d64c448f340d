"""Small things drawn alike by widgets and delegates: plates, key caps, status shapes, glyphs."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from refusal_annotator.ui import patterns
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import SpanStyle, as_colour, current_theme, metrics

ArticleState = Literal["to_do", "started", "finished", "left_out"]

_CAP_PADDING = 5


def paint_plate(
    painter: QPainter,
    box: QRect | QRectF,
    *,
    fill: QColor | None,
    line: QColor | None = None,
    radius: float = 6,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A rounded plate with its outline wholly inside the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.0
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([3 / width, 2 / width])
        painter.setPen(pen)
        inset = width / 2
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def paint_text(
    painter: QPainter,
    box: QRect,
    text: str,
    *,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, elided at the right, centred upright."""
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def text_width(text: str, font: QFont) -> int:
    """Width of one line of text."""
    return QFontMetrics(font).horizontalAdvance(text)


def key_cap_width(key: str) -> int:
    """Width of a key cap."""
    return max(metrics().key_cap, text_width(key, ui_font("mark")) + 2 * _CAP_PADDING)


def paint_key_cap(
    painter: QPainter, area: QRect, key: str, *, inverse: bool = False, enabled: bool = True
) -> None:
    """A key cap at the left edge of a box, centred upright; inverse stands on the accent."""
    theme = current_theme()
    height = metrics().key_cap
    box = QRect(
        area.x(),
        area.y() + (area.height() - height) // 2,
        key_cap_width(key),
        height,
    )
    painter.save()
    if inverse:
        painter.setOpacity(painter.opacity() * 0.75)
    text = theme.colour("on_accent" if inverse else "text_muted" if enabled else "text_disabled")
    line = theme.colour("on_accent" if inverse else "border" if enabled else "divider")
    fill = None if inverse else theme.colour("raised")
    paint_plate(painter, box, fill=fill, line=line, radius=4)
    painter.setFont(ui_font("mark"))
    painter.setPen(text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


def paint_status(painter: QPainter, at: QPointF, state: ArticleState) -> None:
    """The 12 px shape of an article's status: ring, half disc, disc with check, struck ring."""
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    ink, ring = theme.colour("text"), theme.colour("border")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "finished":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(6, 6), 5.75, 5.75)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_round_pen(theme.colour("surface")))
        painter.drawPolyline([QPointF(3.3, 6.2), QPointF(5.2, 8.1), QPointF(8.7, 4.1)])
    else:
        painter.setPen(QPen(ink if state == "started" else ring, 1.5))
        painter.drawEllipse(QPointF(6, 6), 5, 5)
    if state == "started":
        half = QPainterPath(QPointF(6, 1))
        half.arcTo(QRectF(1, 1, 10, 10), 90, -180)
        painter.fillPath(half, ink)
    if state == "left_out":
        painter.drawLine(QPointF(2.5, 9.5), QPointF(9.5, 2.5))
    painter.restore()


def paint_type_glyph(
    painter: QPainter, box: QRectF, span_style: SpanStyle, *, dashed: bool = False
) -> None:
    """The pattern of a span type as a sign."""
    shown = current_theme().resolved(span_style)
    patterns.paint_glyph(painter, shown.pattern, as_colour(shown.line), box, dashed=dashed)


def paint_progress(painter: QPainter, box: QRect, share: float) -> None:
    """A thin bar; share from 0 to 1."""
    theme = current_theme()
    paint_plate(painter, box, fill=theme.colour("pressed"), radius=box.height() / 2)
    if share > 0:
        done = QRect(box)
        done.setWidth(max(box.height(), round(box.width() * min(1.0, share))))
        paint_plate(painter, done, fill=theme.colour("accent"), radius=box.height() / 2)


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """`over` at this opacity on an opaque `under`."""
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * (1 - share),
        over.greenF() * share + under.greenF() * (1 - share),
        over.blueF() * share + under.blueF() * (1 - share),
    )


def _round_pen(colour: QColor) -> QPen:
    return QPen(
        colour,
        1.5,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
