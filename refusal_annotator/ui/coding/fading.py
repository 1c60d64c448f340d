"""Backlight and focus mode: text outside what counts is muted, on the screen only."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QBrush, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from refusal_annotator.ui.coding.span_painter import Page
from refusal_annotator.ui.coding.state import QtExtent, ViewState
from refusal_annotator.ui.theme import current_theme


def faded_selections(
    document: QTextDocument, page: Page, state: ViewState, backlight: bool
) -> list[QTextEdit.ExtraSelection]:
    """Muted ink for the visible text that is not coded, or not in focus."""
    if not page.lines or not (backlight or state.focus_extent):
        return []
    kept: list[QtExtent] = []
    if state.focus_extent is not None:
        kept.append(state.focus_extent)
    elif backlight:
        kept += [
            part
            for drawn in page.drawn
            if not drawn.placed.mark.suggestion
            for part in drawn.placed.qt_parts
        ]
    muted = QTextCharFormat()
    muted.setForeground(QBrush(current_theme().colour("text_muted")))
    made = []
    for start, end in gaps(kept, page.lines[0].start, page.lines[-1].end):
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(document)  # type: ignore[attr-defined]
        selection.cursor.setPosition(start)  # type: ignore[attr-defined]
        selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)  # type: ignore[attr-defined]
        selection.format = muted  # type: ignore[attr-defined]
        made.append(selection)
    return made


def gaps(extents: Iterable[QtExtent], start: int, end: int) -> list[QtExtent]:
    """What the extents leave uncovered between two places."""
    found: list[QtExtent] = []
    for first, last in sorted(extents):
        if first > start:
            found.append((start, min(first, end)))
        start = max(start, last)
        if start >= end:
            break
    if start < end:
        found.append((start, end))
    return found
