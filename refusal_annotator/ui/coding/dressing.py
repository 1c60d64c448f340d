"""How the text widget is set up, and its colours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QTextEdit

from refusal_annotator.ui.theme import current_theme


def prepare(edit: QTextEdit) -> None:
    """Make a text that is read and selected, without a frame, on which we paint."""
    edit.setReadOnly(True)
    edit.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    edit.setFrameShape(QFrame.Shape.NoFrame)
    edit.setAcceptDrops(False)
    edit.setCursorWidth(2)
    edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    edit.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
    edit.viewport().setAutoFillBackground(False)
    edit.viewport().setMouseTracking(True)
    dress(edit)


def dress(edit: QTextEdit) -> None:
    """Give it the colours of the theme."""
    # The selection is painted by us, under the lanes; Qt's own would hide them.
    palette = edit.palette()
    theme = current_theme()
    transparent = QColor(0, 0, 0, 0)
    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        palette.setColor(group, QPalette.ColorRole.Highlight, transparent)
        palette.setColor(group, QPalette.ColorRole.HighlightedText, theme.colour("text"))
        palette.setColor(group, QPalette.ColorRole.Text, theme.colour("text"))
        palette.setColor(group, QPalette.ColorRole.Base, theme.colour("surface"))
    edit.setPalette(palette)
