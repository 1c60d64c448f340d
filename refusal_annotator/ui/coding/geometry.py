"""Where characters stand on the page, in document pixels; only what is looked at is worked out.

A paragraph may be very long (500,000 characters without a break were tried), so lines are found by
bisection and nothing here walks over all lines of a block more than once for each layout.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

from refusal_annotator.ui.coding.lanes import Placed
from refusal_annotator.ui.offsets import OffsetMap

FILL_ABOVE, FILL_BELOW = 0.84, 0.28


@dataclass(frozen=True, slots=True)
class LineBox:
    """One line of the page.

    `start` and `end` are Qt positions of its text without the room at its end; `baseline`, `left`
    and `width` are document pixels; `size` is the pixel size of its face.
    """

    block: int
    line: int
    start: int
    end: int
    baseline: int
    left: float
    width: float
    size: int

    @property
    def fill_top(self) -> int:
        return self.baseline - round(FILL_ABOVE * self.size)

    @property
    def fill_bottom(self) -> int:
        return self.baseline + round(FILL_BELOW * self.size)


class _Block:
    """What is known of a block's lines. Valid until the next layout."""

    __slots__ = (
        "boxes",
        "length",
        "number",
        "offsets",
        "position",
        "size",
        "starts",
        "text",
        "top",
        "x",
    )

    def __init__(self, block: QTextBlock, rect: QRectF) -> None:
        layout = block.layout()
        self.number = block.blockNumber()
        self.position = block.position()
        self.length = block.length() - 1
        self.text = block.text()
        self.offsets = OffsetMap(self.text)
        self.top = rect.top()
        self.x = rect.left()
        font = block.charFormat().font()
        iterator = block.begin()
        if not iterator.atEnd():
            font = iterator.fragment().charFormat().font()
        self.size = font.pixelSize()
        self.starts = [layout.lineAt(i).textStart() for i in range(layout.lineCount())]
        self.boxes: dict[int, LineBox] = {}


class Geometry:
    """Lines and spans of one document."""

    def __init__(self, document: QTextDocument, reading_size: int) -> None:
        self._document = document
        self._reading_size = reading_size
        self._blocks: dict[int, _Block] = {}
        self._first = 0

    def forget(self, reading_size: int) -> None:
        """The text was laid out anew."""
        self._reading_size = reading_size
        self._blocks.clear()

    def lines_extent(self, block: int, first: int, last: int) -> tuple[int, int]:
        """First and one-past-last Qt position of some lines of a block."""
        held = self._block(block)
        start = held.starts[first] if first < len(held.starts) else held.length
        end = held.starts[last + 1] if last + 1 < len(held.starts) else held.length
        return held.position + start, held.position + end

    def block_at(self, position: int) -> int:
        """Number of the block at a Qt position."""
        return self._document.findBlock(position).blockNumber()

    def line_at(self, position: int) -> LineBox:
        """The line that holds a Qt position."""
        number = self.block_at(position)
        held = self._block(number)
        line = bisect_right(held.starts, position - held.position) - 1
        return self.box(number, max(0, line))

    def visible(self, top: float, bottom: float) -> list[LineBox]:
        """Lines whose box, lanes included, meets this stretch of the document."""
        reach = 3 * self._reading_size
        self._first = self._block_over(max(0.0, top - reach))
        block = self._document.findBlockByNumber(self._first)
        found: list[LineBox] = []
        while block.isValid():
            number = block.blockNumber()
            held = self._block(number)
            if held.top > bottom + reach:
                break
            found += self._lines_between(number, top - reach, bottom + reach)
            block = block.next()
        return found

    def box(self, block: int, line: int) -> LineBox:
        """One line of a block."""
        held = self._block(block)
        known = held.boxes.get(line)
        if known is None:
            known = held.boxes[line] = self._measure(held, block, line)
        return known

    def pieces(self, placed: Placed, box: LineBox) -> tuple[tuple[int, int], ...]:
        """Left edge and width of what a span covers on a line; one pair for each part there."""
        key = (box.block, box.line)
        known = placed.pieces.get(key)
        if known is None:
            spans = (self.span_on_line(start, end, box) for start, end in placed.qt_parts)
            known = placed.pieces[key] = tuple(span for span in spans if span is not None)
        return known

    def span_on_line(self, start: int, end: int, box: LineBox) -> tuple[int, int] | None:
        """Left edge and width of a Qt extent on a line, or None when it is not there."""
        start, end = max(start, box.start), min(end, box.end)
        if start >= end:
            return None
        held = self._block(box.block)
        line = self._line(held, box.line)
        x0 = self._x(line.cursorToX(start - held.position))
        x1 = self._x(line.cursorToX(end - held.position))
        left, right = round(held.x + min(x0, x1)), round(held.x + max(x0, x1))
        return left, max(1, right - left)

    def x_at(self, position: int, box: LineBox) -> int:
        """Document x of a Qt position on a line."""
        held = self._block(box.block)
        line = self._line(held, box.line)
        return round(held.x + self._x(line.cursorToX(position - held.position)))

    def begins_in(self, placed: Placed, block: int) -> bool:
        """Whether a span that touches a block begins there, and not before it."""
        return placed.qt_parts[0][0] >= self._block(block).position

    def lines_of(self, placed: Placed, block: int) -> tuple[int, int] | None:
        """First and last line of a block that a span touches."""
        if block in placed.lines:
            return placed.lines[block]
        held = self._block(block)
        start = max(placed.qt_parts[0][0], held.position)
        end = min(placed.qt_parts[-1][1], held.position + max(1, held.length))
        found = None
        if start < end:
            first = bisect_right(held.starts, start - held.position) - 1
            last = bisect_right(held.starts, end - 1 - held.position) - 1
            found = (max(0, first), max(0, last))
        placed.lines[block] = found
        return found

    @staticmethod
    def _x(value: object) -> float:
        # PySide returns the x and the position it clamped to.
        return float(value[0] if isinstance(value, tuple) else value)  # type: ignore[arg-type]

    def _block(self, number: int) -> _Block:
        held = self._blocks.get(number)
        if held is None:
            block = self._document.findBlockByNumber(number)
            rect = self._document.documentLayout().blockBoundingRect(block)
            held = self._blocks[number] = _Block(block, rect)
        return held

    def _block_over(self, y: float) -> int:
        """Number of the last block that begins above a height, found from where one was last.

        Qt's own search walks over all lines of a paragraph; and it is not asked for blocks far
        below, since what is asked for is laid out.
        """
        last = self._document.blockCount() - 1
        low, high = min(self._first, last), last + 1
        if self._top(low) > y:
            low, high = 0, low
        else:
            step = 8
            while low + step < high and self._top(low + step) <= y:
                low, step = low + step, 2 * step
            high = min(high, low + step)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._top(middle) <= y else (low, middle)
        return low

    def _top(self, number: int) -> float:
        known = self._blocks.get(number)
        if known is not None:
            return known.top
        block = self._document.findBlockByNumber(number)
        return self._document.documentLayout().blockBoundingRect(block).top()

    def _line(self, held: _Block, number: int) -> QTextLine:
        # Asked for each time: Qt frees a layout with its document, and what then lies at the same
        # address would be taken for it as long as anybody holds on to the old one.
        return self._document.findBlockByNumber(held.number).layout().lineAt(number)

    def _lines_between(self, number: int, top: float, bottom: float) -> list[LineBox]:
        held = self._block(number)
        first, last = 0, len(held.starts)
        if last > 40:
            first = self._first_below(held, top)
            last = min(last, self._first_below(held, bottom) + 1)
        boxes = (self.box(number, line) for line in range(first, last))
        return [box for box in boxes if top <= box.baseline <= bottom]

    def _first_below(self, held: _Block, y: float) -> int:
        low, high = 0, len(held.starts)
        while low < high:
            middle = (low + high) // 2
            if held.top + self._line(held, middle).y() < y:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def _measure(self, held: _Block, block: int, number: int) -> LineBox:
        line = self._line(held, number)
        start = held.starts[number]
        is_last = number + 1 == len(held.starts)
        end = start + line.textLength() if is_last else held.starts[number + 1]
        # Room at the end of a line is no text: a span that runs on stops at the last letter.
        to_point = held.offsets.to_code_point
        words = held.text[to_point(start) : to_point(end)]
        end -= len(words) - len(words.rstrip())
        return LineBox(
            block,
            number,
            held.position + start,
            held.position + end,
            round(held.top + line.y() + line.ascent()),
            held.x + line.x(),
            line.naturalTextWidth(),
            max(1, held.size),
        )
