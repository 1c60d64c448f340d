"""One text with all coders' spans: a fixed lane for each coder, what is in dispute on its plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.canvas import Canvas
from refusal_annotator.ui.coding.geometry import LineBox
from refusal_annotator.ui.coding.margins import Margins
from refusal_annotator.ui.coding.marks import Extent, SpanMark
from refusal_annotator.ui.coding.minimap import Minimap
from refusal_annotator.ui.coding.span_painter import Page, extent_rects
from refusal_annotator.ui.coding.state import ViewState
from refusal_annotator.ui.coding.typesetting import Setting
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import SpanStyle, Theme, current_theme
from refusal_annotator.ui.widgets import on_plane
from refusal_annotator.ui.widgets.marks import paint_coder_line
from refusal_annotator.ui.widgets.painting import paint_plate

FIRST_LANE, LANE_PITCH = 6, 5


@dataclass(frozen=True, slots=True)
class ComparedSpan:
    """Spans of several coders that count as one unit.

    `parts` holds each coder's extents by lane; `number` is that of its first disagreement, None
    where all extents are alike. `differs` also holds where values or links of them differ.
    """

    id: UUID
    parts: Mapping[int, tuple[Extent, ...]]
    disputed: bool
    number: int | None = None
    differs: bool = False

    @property
    def hull(self) -> Extent:
        """From the first start to the last end."""
        extents = [extent for own in self.parts.values() for extent in own]
        return min(start for start, _ in extents), max(end for _, end in extents)

    def common(self, n_coders: int) -> Extent | None:
        """What all coders share; None where one of them has no span or nothing is shared."""
        if len(self.parts) < n_coders:
            return None
        start = max(own[0][0] for own in self.parts.values())
        end = min(own[-1][1] for own in self.parts.values())
        return (start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class CompareSetting(Setting):
    """Lines stand further apart, so that all coders' lanes fit between them."""

    n_coders: int = 3

    @property
    def lane_pitch(self) -> int:
        return 6 + 2 * max(0, self.n_coders - 3)


class CompareCanvas(Canvas):
    """Paints groups of spans in place of single marks."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view.document(), view.content, view.setting.size)
        self.groups: tuple[ComparedSpan, ...] = ()
        self.n_coders = 2
        self.current: frozenset[UUID] = frozenset()

    def paint_under(
        self, painter: QPainter, page: Page, state: ViewState, margins: Margins
    ) -> None:
        theme = current_theme()
        self.targets = []
        for zone in self._zones:
            self._paint_zone(painter, page, zone, margins)
        # Longest first, so that what lies inside stays visible.
        shown = sorted(self.groups, key=lambda g: g.hull[0] - g.hull[1])
        visible = [(g, self._rects(page, g.hull)) for g in shown]
        visible = [(g, rects) for g, rects in visible if rects]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group, rects in visible:
            self._paint_plane(painter, page, group, rects, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for group, rects in visible:
            if group.disputed:
                self._paint_lanes(painter, page, group, theme)
            else:
                self._paint_alike(painter, rects, theme)
        self._paint_margin(painter, visible, margins, theme)

    def paint_over(self, painter: QPainter, page: Page, state: ViewState) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("text"), 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for group in self.groups:
            if group.id in self.current:
                for box, x, width in self._rects(page, group.hull):
                    top, bottom = box.fill_top, box.fill_bottom
                    frame = QRectF(x - 2.5, top - 1.5, width + 5, bottom - top + 3)
                    painter.drawRoundedRect(frame, 3, 3)

    def _rects(self, page: Page, extent: Extent) -> list[tuple[LineBox, int, int]]:
        to_qt = self.offsets.to_qt
        return extent_rects(self.geometry, page.lines, (to_qt(extent[0]), to_qt(extent[1])))

    def _paint_plane(
        self,
        painter: QPainter,
        page: Page,
        group: ComparedSpan,
        rects: Sequence[tuple[LineBox, int, int]],
        theme: Theme,
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("danger_fill" if group.disputed else "hover"))
        for box, x, width in rects:
            height = box.fill_bottom - box.fill_top
            painter.drawRoundedRect(QRectF(x - 1, box.fill_top, width + 2, height), 2, 2)
        common = group.common(self.n_coders) if group.disputed else None
        if common is not None:
            painter.setBrush(theme.colour("hover"))
            for box, x, width in self._rects(page, common):
                painter.drawRect(QRectF(x, box.fill_top, width, box.fill_bottom - box.fill_top))

    def _paint_lanes(
        self, painter: QPainter, page: Page, group: ComparedSpan, theme: Theme
    ) -> None:
        for lane, parts in group.parts.items():
            for part in parts:
                for box, x, width in self._rects(page, part):
                    y = box.baseline + FIRST_LANE + LANE_PITCH * lane
                    paint_coder_line(painter, QRect(x, y - 1, width, 6), lane)
                    for end in (x, x + width - 1):
                        painter.fillRect(QRect(end, y - 1, 2, 5), theme.coder(lane))

    def _paint_alike(
        self, painter: QPainter, rects: Sequence[tuple[LineBox, int, int]], theme: Theme
    ) -> None:
        for box, x, width in rects:
            line = QRectF(x, box.baseline + FIRST_LANE, width, 1.5)
            painter.fillRect(line, theme.colour("text_muted"))

    def _paint_margin(
        self,
        painter: QPainter,
        visible: Sequence[tuple[ComparedSpan, list[tuple[LineBox, int, int]]]],
        margins: Margins,
        theme: Theme,
    ) -> None:
        """Hatch beside lines in dispute, and the number of the disagreement."""
        taken: dict[int, int] = {}
        disputed = [(g, rects) for g, rects in visible if g.disputed and g.number is not None]
        for group, rects in sorted(disputed, key=lambda item: item[0].number or 0):
            first, last = rects[0][0], rects[-1][0]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("danger"), 1.4))
            y = first.fill_top + 4
            while y <= last.fill_bottom:
                x = margins.text_left - 18
                painter.drawLine(QPointF(x, y), QPointF(x + 6, y - 5))
                y += 5
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            place = taken.get(first.baseline, 0)
            taken[first.baseline] = place + 1
            box = QRect(margins.text_left - 54, first.baseline - 14 + 15 * place, 26, 19)
            on = group.id in self.current
            if on:
                paint_plate(painter, box, fill=theme.colour("danger"), radius=4)
            painter.setFont(ui_font("mark", weight=600 if on else 500))
            painter.setPen(theme.colour("surface" if on else "text_muted"))
            align = Qt.AlignmentFlag.AlignCenter if on else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, str(group.number))
            self.targets.append((box, group.id))


class CompareView(ArticleView):
    """The article with groups of spans."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas: CompareCanvas = CompareCanvas(self)
        self.set_reading(CompareSetting())

    def set_groups(self, groups: Sequence[ComparedSpan], n_coders: int) -> None:
        """Show these groups; a click on one tells its id."""
        wanted = CompareSetting(n_coders=n_coders)
        if wanted.lane_pitch != self.setting.lane_pitch:
            self.set_reading(wanted)
        self._canvas.groups, self._canvas.n_coders = tuple(groups), n_coders
        theme = current_theme()
        plate, line = theme.hex("hover"), theme.hex("text_muted")
        style = SpanStyle("all alike", 0, plate, plate, line, line, "solid")
        self.set_marks([SpanMark(g.id, (g.hull,), style, "right") for g in groups])

    def set_current(self, group_ids: Sequence[UUID]) -> None:
        """Frame groups and bring the first into view."""
        self._canvas.current = frozenset(group_ids)
        if group_ids:
            self.scroll_to(group_ids[0], flash=False)
        self.viewport().update()


class ComparePane(QWidget):
    """The text with its minimap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.view = CompareView()
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.minimap = Minimap(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.minimap)
        self.setFocusProxy(self.view)
