"""Type scale and font stacks. No font ships; the first family of a stack that is installed
serves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

FontRole = Literal["mark", "small", "body", "quote", "panel_title", "section", "screen_title"]
ReadingFace = Literal["serif", "sans"]

UI_STACK = ("Inter", "Segoe UI", "Noto Sans", "DejaVu Sans")
READING_STACK = ("Charter", "Charis SIL", "Georgia", "Noto Serif", "DejaVu Serif")

# role: pixel size, line height, weight
SCALE: dict[FontRole, tuple[int, int, int]] = {
    "mark": (11, 14, 500),
    "small": (12, 16, 400),
    "body": (13, 18, 400),
    "quote": (15, 22, 400),
    "panel_title": (14, 20, 600),
    "section": (16, 22, 600),
    "screen_title": (24, 32, 600),
}
ZOOM_STEPS = (14, 16, 18, 20, 22, 25, 28)
READING_SIZE = 18
HEADLINE_FACTOR = 1.4

# Average advance of running text is measured on this, in the reading face in use.
_SAMPLE = (
    "The pilots said that the second boat had left the harbour at noon; the office did not reply "
    "to questions until Friday evening, when it denied that anyone was dismissed. The harbour "
    "office said on Tuesday that nobody had been told why the second boat was late, and that the "
    "crew of the first would be asked again before the end of the week."
)


@lru_cache(maxsize=64)
def ui_font(role: FontRole = "body", *, weight: int | None = None) -> QFont:
    """The face of controls in one size of the scale; shared, so copy it before you change it."""
    size, _, standard = SCALE[role]
    if role == "quote":
        return reading_font(size)
    font = _font(_ui_families(), size, weight or standard)
    # Tabular figures keep columns and counters still; the tailed l tells l from I.
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("cv05"), 1)
    return font


@lru_cache(maxsize=64)
def reading_font(
    size: int = READING_SIZE,
    *,
    bold: bool = False,
    face: ReadingFace = "serif",
    dyslexia: bool = False,
) -> QFont:
    """The face of article text; dyslexia spacing widens letters by 3 % and words by 12 %."""
    families = _ui_families() if face == "sans" or dyslexia else _reading_families()
    font = _font(families, size, 700 if bold else 400)
    if dyslexia:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
        font.setWordSpacing(0.12 * size)
    return font


def line_height(role: FontRole) -> int:
    """Line height of a role of the scale, in logical pixels."""
    return SCALE[role][1]


@lru_cache(maxsize=64)
def average_advance(font: QFont) -> float:
    """Mean width of a character of running text in this font, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE)


def _font(families: tuple[str, ...], size: int, weight: int) -> QFont:
    font = QFont()
    if families:
        font.setFamilies(list(families))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    return font


@lru_cache(maxsize=1)
def _ui_families() -> tuple[str, ...]:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _installed((*UI_STACK[:2], system, *UI_STACK[2:]))


@lru_cache(maxsize=1)
def _reading_families() -> tuple[str, ...]:
    return _installed(READING_STACK)


def _installed(stack: tuple[str, ...]) -> tuple[str, ...]:
    # Naming a family that is not there makes Qt search all aliases and say so on stderr.
    families = set(QFontDatabase.families())
    return tuple(dict.fromkeys(name for name in stack if name in families))
