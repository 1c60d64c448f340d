"""Layouts without margins and gaps, for parts that bring their own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)


def column(parent: QWidget | None = None, *, margins: Margins = NONE, gap: int = 0) -> QVBoxLayout:
    """One below the other."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    return layout


def row(parent: QWidget | None = None, *, margins: Margins = NONE, gap: int = 0) -> QHBoxLayout:
    """One beside the other."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    return layout
