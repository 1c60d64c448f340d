"""Finds words that a person cannot read whole: labels, buttons and headers without room for them.

What ends in an ellipsis says that there is more, and has the whole text at hand; it is no fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QHeaderView,
    QLabel,
    QTableView,
    QTreeView,
    QWidget,
)

from refusal_annotator.ui.widgets import Chip, ElidedLabel

SMALLEST = 11  # pixels
SLACK = 1  # a pixel of rounding


def faults(window: QWidget) -> list[str]:
    """Everything that is shown in a window and cannot be read whole."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            found += [f"{_where(widget)}: {words}" for words in _faults_of(widget)]
    return sorted(set(found))


def _faults_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    if isinstance(widget, QLabel | QAbstractButton):
        size = QFontInfo(widget.font()).pixelSize()
        if size < SMALLEST and _words(widget):
            yield f"“{_words(widget)}” is {size} px high"
        yield from _cut_by_parents(widget)


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or isinstance(label, ElidedLabel):
        return
    margins = label.contentsMargins()
    width = label.width() - margins.left() - margins.right()
    height = label.height() - margins.top() - margins.bottom()
    metric = label.fontMetrics()
    if label.wordWrap():
        flags = Qt.TextFlag.TextWordWrap | label.alignment()
        box = metric.boundingRect(QRect(0, 0, width, 10_000), int(flags), text)
        if box.height() > height + metric.descent():
            yield f"“{text[:50]}” needs {box.height()} px of height and has {height}"
        # Words that do not break may still be wider than the label.
        if box.width() > width + SLACK:
            yield f"“{text[:50]}” needs {box.width()} px and has {width}"
        return
    wanted = max(map(metric.horizontalAdvance, text.split("\n")))
    if wanted > width + SLACK:
        yield f"“{text[:50]}” needs {wanted} px and has {width}"
    if metric.height() > height + metric.descent():
        yield f"“{text[:50]}” needs {metric.height()} px of height and has {height}"


def _button(button: QAbstractButton) -> Iterator[str]:
    words = _words(button)
    if not words or isinstance(button, Chip):  # a chip ends in an ellipsis
        return
    hint = button.sizeHint()
    if hint.width() > button.width() + SLACK:
        yield f"“{words[:50]}” needs {hint.width()} px and has {button.width()}"
    if hint.height() > button.height() + SLACK:
        yield f"“{words[:50]}” needs {hint.height()} px of height and has {button.height()}"


def _header(header: QHeaderView) -> Iterator[str]:
    model, owner = header.model(), header.parent()
    if model is None or not isinstance(owner, QTableView | QTreeView):
        return
    across = header.orientation() == Qt.Orientation.Horizontal
    if not across or header.textElideMode() != Qt.TextElideMode.ElideNone:
        return
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        text = str(model.headerData(section, header.orientation()) or "")
        shown = header.sectionSize(section)
        fixed = owner.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if fixed or header.length() <= header.width():
            # Else the table scrolls to what lies beyond its edge.
            shown = min(shown, header.width() - header.sectionPosition(section))
        if 0 < shown < header.fontMetrics().horizontalAdvance(text) + SLACK:
            yield f"column “{text}” has {shown} px"


def _cut_by_parents(widget: QWidget) -> Iterator[str]:
    """Whether something above cuts a widget off; what scrolls may be out of sight."""
    if not _words(widget):
        return
    box, parent = widget.geometry(), widget.parentWidget()
    while parent is not None and not parent.isWindow():
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea):
            return
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(box):
            yield f"“{_words(widget)[:50]}” reaches out of {type(parent).__name__}"
            return
        box = QRect(parent.mapToParent(box.topLeft()), box.size())
        parent = parent.parentWidget()


def _words(widget: QWidget) -> str:
    return str(getattr(widget, "text", str)())


def _where(widget: QWidget) -> str:
    """The class of a widget and of what it stands in."""
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        if type(at).__name__ not in ("QWidget", "QFrame", "QStackedWidget"):
            names.append(type(at).__name__)
        at = at.parentWidget()
    return " in ".join(names)
