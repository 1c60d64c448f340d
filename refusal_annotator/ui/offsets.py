"""The only place that turns code points (everywhere else) into UTF-16 units (Qt), and back."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Converts positions of one text.

    Qt counts a character outside the basic plane as two units. The map holds where those are, so it
    is empty for most articles and costs a binary search else.

    Examples
    --------
    >>> offsets = OffsetMap("a\U0001f600b")
    >>> offsets.to_qt(2), offsets.to_code_point(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        self._points = () if text.isascii() else tuple(m.start() for m in _ASTRAL.finditer(text))
        self._units = tuple(point + n for n, point in enumerate(self._points))
        self.length = len(text)
        self.qt_length = self.length + len(self._points)

    def to_qt(self, position: int) -> int:
        """UTF-16 position of a code point position."""
        return position + bisect_left(self._points, position) if self._points else position

    def to_code_point(self, position: int) -> int:
        """Code point position of a UTF-16 position; inside a surrogate pair, the one before it."""
        return position - bisect_left(self._units, position) if self._points else position
