"""The column that the text stands in, between its two margins."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from refusal_annotator.ui.coding.typesetting import Setting

LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 88, 100, 16, 48
_LEAST_WIDTH = 160


class Column:
    """In the middle of the room, no wider than the measure."""

    def __init__(self) -> None:
        self.left, self.width = LEFT_MARGIN, 0

    @property
    def right(self) -> int:
        """Right edge of the text, in the viewport."""
        return self.left + self.width

    def fit(self, page_width: int, setting: Setting) -> bool:
        """Fit it to a page; whether that changes it."""
        before = (self.left, self.width)
        room = max(_LEAST_WIDTH, page_width - LEFT_MARGIN - RIGHT_MARGIN)
        self.width = min(setting.measure_width, room)
        self.left = LEFT_MARGIN + (room - self.width) // 2
        return before != (self.left, self.width)

    def apply(self, document: QTextDocument) -> int:
        """Set the margins of a document; gives where its lines break."""
        frame = document.rootFrame()
        made = frame.frameFormat()
        made.setLeftMargin(self.left)
        made.setRightMargin(0)
        made.setTopMargin(TOP_MARGIN)
        made.setBottomMargin(BOTTOM_MARGIN)
        frame.setFrameFormat(made)
        return self.right
