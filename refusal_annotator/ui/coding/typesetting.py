"""How the article text is set: face, sizes, line pitch, spaces between paragraphs. Offsets
untouched.

The document holds exactly the article's characters; only block formats and a few character formats
differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from refusal_annotator.ui.coding.marks import ArticleContent, ZoneMark
from refusal_annotator.ui.fonts import (
    HEADLINE_FACTOR,
    READING_SIZE,
    ReadingFace,
    average_advance,
    reading_font,
)
from refusal_annotator.ui.offsets import OffsetMap
from refusal_annotator.ui.theme import current_theme

MIN_MEASURE, MAX_MEASURE, DEFAULT_MEASURE = 52, 75, 71
_EMPTY_LINE = re.compile(r"^[^\S\n]*$", re.MULTILINE)
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


@dataclass(frozen=True, slots=True)
class Setting:
    """What a coder may choose about the text; measure in characters."""

    size: int = READING_SIZE
    face: ReadingFace = "serif"
    dyslexia: bool = False
    measure: int = DEFAULT_MEASURE
    line_spacing: float = 1.0

    @property
    def font(self) -> QFont:
        return reading_font(self.size, face=self.face, dyslexia=self.dyslexia)

    @property
    def lane_pitch(self) -> int:
        return 5 if self.size >= 25 else 4

    @property
    def line_pitch(self) -> int:
        return pitch(self.size, self)

    @property
    def measure_width(self) -> int:
        """Width of the text column in logical pixels."""
        return round(self.measure * average_advance(self.font))

    @property
    def headline_size(self) -> int:
        return round(self.size * HEADLINE_FACTOR)

    @property
    def zone_size(self) -> int:
        return round(self.size * 15 / 18)

    def with_size(self, size: int) -> Setting:
        """The same with another reading size."""
        return replace(self, size=size)


def pitch(size: int, setting: Setting) -> int:
    """Line pitch: fill above and below the baseline, and three lanes."""
    base = round(0.84 * size) + round(0.28 * size) + 3 * setting.lane_pitch
    return round(base * setting.line_spacing * (1.2 if setting.dyslexia else 1.0))


def typeset(
    document: QTextDocument, content: ArticleContent, offsets: OffsetMap, setting: Setting
) -> None:
    """Set the whole article; one layout at the end."""
    document.setDefaultFont(setting.font)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setCharFormat(QTextCharFormat())
    cursor.setBlockFormat(_paragraph(setting.line_pitch, below=15))
    # Of a line that has no text this is the caret's height; others have that of their letters.
    tiny = QTextCharFormat()
    tiny.setFontPointSize(1)
    cursor.setBlockCharFormat(tiny)
    _set_empty_lines(document, content.text, offsets)
    if content.headline is not None:
        _set_headline(document, content.headline, offsets, setting)
    for zone in content.zones:
        _set_zone(document, content.text, zone, offsets, setting)
    cursor.endEditBlock()


def recolour_zones(document: QTextDocument, zones: Sequence[ZoneMark], offsets: OffsetMap) -> None:
    """Give zones the grey of the theme in use."""
    grey = QTextCharFormat()
    grey.setForeground(QBrush(current_theme().colour("zone_text")))
    for zone in zones:
        _range(document, offsets.to_qt(zone.start), offsets.to_qt(zone.end)).mergeCharFormat(grey)


def is_block_zone(text: str, zone: ZoneMark) -> bool:
    """Whether a zone covers whole lines; else it is only grey, as a dateline is."""
    before = text.rfind("\n", 0, zone.start) + 1
    after = text.find("\n", zone.end)
    after = len(text) if after < 0 else after
    return not text[before : zone.start].strip() and not text[zone.end : after].strip()


def _paragraph(height: int, *, below: int, above: int = 0) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(height, _FIXED)
    made.setBottomMargin(below)
    made.setTopMargin(above)
    return made


def _set_empty_lines(document: QTextDocument, text: str, offsets: OffsetMap) -> None:
    # An empty line parts paragraphs in the file; on the page the space below a paragraph does that.
    thin = _paragraph(1, below=0)
    cursor = QTextCursor(document)
    for line in _EMPTY_LINE.finditer(text):
        cursor.setPosition(offsets.to_qt(line.start()))
        cursor.setBlockFormat(thin)


def _set_headline(
    document: QTextDocument, headline: tuple[int, int], offsets: OffsetMap, setting: Setting
) -> None:
    size = setting.headline_size
    look = QTextCharFormat()
    font = reading_font(size, bold=True, face=setting.face, dyslexia=setting.dyslexia)
    look.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
    cursor = _range(document, offsets.to_qt(headline[0]), offsets.to_qt(headline[1]))
    cursor.mergeCharFormat(look)
    cursor.setBlockFormat(_paragraph(pitch(size, setting), below=8))


def _set_zone(
    document: QTextDocument, text: str, zone: ZoneMark, offsets: OffsetMap, setting: Setting
) -> None:
    look = QTextCharFormat()
    look.setForeground(QBrush(current_theme().colour("zone_text")))
    cursor = _range(document, offsets.to_qt(zone.start), offsets.to_qt(zone.end))
    if is_block_zone(text, zone):
        font = reading_font(setting.zone_size, face=setting.face, dyslexia=setting.dyslexia)
        look.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
        height = round(1.6 * setting.zone_size)
        for block in _blocks(document, cursor):
            if block.text().strip():
                QTextCursor(block).setBlockFormat(_paragraph(height, below=12))
    cursor.mergeCharFormat(look)


def _range(document: QTextDocument, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _blocks(document: QTextDocument, cursor: QTextCursor) -> list[QTextBlock]:
    found: list[QTextBlock] = []
    block = document.findBlock(cursor.selectionStart())
    while block.isValid() and block.position() < max(cursor.selectionEnd(), 1):
        found.append(block)
        block = block.next()
    return found
