"""What `ArticleView` paints: its marks with their lanes and bars, cached until something changes.

The view owns text, caret and signals; the canvas owns geometry and everything drawn. Both count in
document pixels, so scrolling needs no new sums but those of lines that come into view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QTextDocument

from refusal_annotator.ui.coding.geometry import Geometry
from refusal_annotator.ui.coding.lanes import MarkIndex, Placed
from refusal_annotator.ui.coding.margins import (
    MAX_LANES,
    Bar,
    MarginPainter,
    Margins,
    pack_lines,
    paint_zone,
)
from refusal_annotator.ui.coding.marks import ArticleContent, MarkSource, SpanMark, ZoneMark
from refusal_annotator.ui.coding.overlay_painter import paint_over
from refusal_annotator.ui.coding.span_painter import Page, paint_under, visible_page
from refusal_annotator.ui.coding.state import ViewState
from refusal_annotator.ui.coding.typesetting import is_block_zone
from refusal_annotator.ui.offsets import OffsetMap
from refusal_annotator.ui.theme import current_theme

# Bars of a paragraph are packed in stretches of lines, so that one of thousands of lines stays
# fast; like a paragraph's end, a stretch's end may move a bar to another lane.
_PACKED_LINES = 64
# Code points beyond the page of which marks are asked for too.
_ROOM = 2_000
_TAKEN_AT_ONCE = 500
_FIRST_LANES = {"left": 2, "right": 0}


class Canvas:
    """Marks of one article on one document."""

    def __init__(self, document: QTextDocument, content: ArticleContent, size: int) -> None:
        self._index = MarkIndex()
        # Of a long article: where marks come from until all are here, and those that are.
        self._source: MarkSource | None = None
        self._near, self._near_extent = MarkIndex(), (0, 0)
        self.targets: list[tuple[QRect, UUID]] = []
        self._page: Page | None = None
        self._bars: dict[int, dict[int, list[Bar]]] = {}
        self._lanes_seen = dict(_FIRST_LANES)
        self.show_text(document, content, size)

    def show_text(self, document: QTextDocument, content: ArticleContent, size: int) -> None:
        """Stand on this document from now on; marks are kept."""
        self.content = content
        self.offsets = OffsetMap(content.text)
        self.geometry = Geometry(document, size)
        self._zones = [z for z in content.zones if is_block_zone(content.text, z)]
        self.forget_layout(size)

    def forget_layout(self, size: int) -> None:
        """The text was laid out anew."""
        self.geometry.forget(size)
        for index in (self._index, self._near):
            for placed in index.all():
                placed.forget_layout()
        self._bars.clear()
        self._page = None

    def forget_page(self) -> None:
        """Other lines, marks or modes are shown."""
        self._page = None

    # -- marks ----------------------------------------------------------------------------------

    @property
    def index(self) -> MarkIndex:
        """All marks."""
        for _ in self.loading():
            pass
        return self._index

    @property
    def is_loading(self) -> bool:
        """Whether only the marks near the page are here yet."""
        return self._source is not None

    def load(self, marks: Iterable[SpanMark]) -> None:
        """Show these marks and no others."""
        self._source = None
        self._near = MarkIndex()
        self._index.load(self._place(mark) for mark in marks)
        self._lanes_seen = dict(_FIRST_LANES)
        self._bars.clear()
        self._page = None

    def load_later(self, source: MarkSource) -> None:
        """Show the marks of a source: at once those near the page, all when `loading` is done."""
        self.load(())
        self._source, self._near_extent = source, (0, 0)

    def loading(self) -> Iterator[None]:
        """Take in all marks, some at a time; whoever asks for one meanwhile gets them all."""
        source = self._source
        if source is None:
            return
        placed: list[Placed] = []
        for mark in list(source.marks.values()):
            placed.append(self._place(mark))
            if len(placed) % _TAKEN_AT_ONCE == 0:
                yield
        index = MarkIndex()
        yield from index.loading(placed)
        if self._source is source:
            self._source, self._near, self._index = None, MarkIndex(), index
            self._bars.clear()
            self._page = None

    def update(self, added_or_changed: Sequence[SpanMark], removed: Sequence[UUID]) -> None:
        """Add, change and take away single marks."""
        for mark_id in removed:
            self._forget_bars_of(self.index.remove(mark_id))
        for mark in added_or_changed:
            if self.index.change(mark):
                continue
            self._forget_bars_of(self.index.get(mark.id))
            placed = self._place(mark)
            self.index.add(placed)
            self._forget_bars_of(placed)
        self._page = None

    def spans_at(self, position: int) -> list[UUID]:
        """Ids of the spans at a place, innermost first; last those that only end there."""
        near = self.index.overlapping(position - 1, position + 1)
        holds = [p for p in near if _holds(p, position)]
        ends = [p for p in near if p.end == position and p not in holds]
        ordered = [*sorted(holds, key=_by_length), *sorted(ends, key=_by_length)]
        return [p.mark.id for p in ordered]

    def spans_under(self, at: QPoint, page: Page) -> list[UUID]:
        """Ids of the spans drawn at a point of the document, innermost first, bars too."""
        found = [mark_id for box, mark_id in self.targets if box.contains(at)]
        for drawn in reversed(page.drawn):
            reach = drawn.box.fill_bottom + 4 * (min(2, drawn.placed.lane) + 1)
            for box in drawn.outline():
                if box.adjusted(0, 0, 0, reach - box.bottom()).contains(at):
                    found.append(drawn.placed.mark.id)
        return list(dict.fromkeys(found))

    # -- painting -------------------------------------------------------------------------------

    def page(self, top: int, height: int) -> Page:
        """Lines and spans on the screen."""
        if self._page is None:
            lines = self.geometry.visible(top, top + height)
            spans: list[Placed] = []
            if lines:
                to_point = self.offsets.to_code_point
                end = to_point(lines[-1].end) + 1
                spans = self._spans_over(to_point(lines[0].start), end)
            self._page = visible_page(self.geometry, lines, current_theme(), spans)
        return self._page

    def paint_under(
        self, painter: QPainter, page: Page, state: ViewState, margins: Margins
    ) -> None:
        """Margins, fills and lanes, before Qt paints the text."""
        theme = current_theme()
        brush = MarginPainter(painter, self.geometry, margins, state, theme)
        bars = self._visible_bars(page)
        brush.paint(page, bars, self._lanes_seen["left"], self._lanes_seen["right"])
        self.targets = brush.targets
        for zone in self._zones:
            self._paint_zone(painter, page, zone, margins)
        paint_under(painter, page, state, self.geometry, theme)

    def paint_over(self, painter: QPainter, page: Page, state: ViewState) -> None:
        """Outlines, handles and hints, after Qt painted the text."""
        paint_over(painter, page, state, current_theme())

    # -- inside ---------------------------------------------------------------------------------

    def _spans_over(self, start: int, end: int) -> list[Placed]:
        """Marks that share a character with a stretch, whether or not all are here."""
        if self._source is None:
            return self._index.overlapping(start, end)
        first, last = self._near_extent
        if not first <= start <= end <= last:
            # What is drawn stays, so that a paragraph that reaches out of the page is asked for
            # its marks once.
            apart = start > last or end < first
            reach = (start, end) if apart else (min(first, start), max(last, end))
            self._near_extent = first, last = reach[0] - _ROOM, reach[1] + _ROOM
            self._near.load(self._place(mark) for mark in self._source.near(first, last))
            self._bars.clear()
        return self._near.overlapping(start, end)

    def _place(self, mark: SpanMark) -> Placed:
        if self.offsets.length == self.offsets.qt_length:
            return Placed(mark, mark.parts)
        to_qt = self.offsets.to_qt
        return Placed(mark, tuple((to_qt(start), to_qt(end)) for start, end in mark.parts))

    def _paint_zone(self, painter: QPainter, page: Page, zone: ZoneMark, margins: Margins) -> None:
        start, end = self.offsets.to_qt(zone.start), self.offsets.to_qt(zone.end)
        lines = [b for b in page.lines if b.start < end and b.end > start]
        if lines:
            paint_zone(painter, lines[0], lines[-1], zone.kind_label, margins, current_theme())

    def _visible_bars(self, page: Page) -> list[Bar]:
        bars: list[Bar] = []
        first_line = {box.block: box.line for box in reversed(page.lines)}
        last_line = {box.block: box.line for box in page.lines}
        for block, first in first_line.items():
            last = last_line[block]
            for stretch in range(first // _PACKED_LINES, last // _PACKED_LINES + 1):
                packed = self._packed(block, stretch)
                bars += [bar for bar in packed if bar.first <= last and bar.last >= first]
        # The widest packing seen so far places the numbers, so that they do not jump about.
        for bar in bars:
            side = bar.placed.mark.side
            seen = min(MAX_LANES, bar.lane + 1)
            self._lanes_seen[side] = max(self._lanes_seen[side], seen)
        return bars

    def _packed(self, block: int, stretch: int) -> list[Bar]:
        held = self._bars.setdefault(block, {})
        bars = held.get(stretch)
        if bars is None:
            first = stretch * _PACKED_LINES
            last = first + _PACKED_LINES - 1
            start, end = self.geometry.lines_extent(block, first, last)
            to_point = self.offsets.to_code_point
            spans = self._spans_over(to_point(start), max(to_point(end), to_point(start) + 1))
            bars = held[stretch] = pack_lines(self.geometry, block, first, last, spans)
        return bars

    def _forget_bars_of(self, placed: Placed | None) -> None:
        if placed is None:
            return
        first = self.geometry.block_at(placed.qt_parts[0][0])
        last = self.geometry.block_at(placed.qt_parts[-1][1])
        for block in range(first, last + 1):
            self._bars.pop(block, None)


def _holds(placed: Placed, position: int) -> bool:
    return any(start <= position < end for start, end in placed.mark.parts)


def _by_length(placed: Placed) -> tuple[int, int]:
    return placed.length, placed.start
