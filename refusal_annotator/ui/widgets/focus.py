"""The focus ring: 2 px, 1 px outside the control, for mouse and keyboard alike.

A widget cannot paint outside itself, so the ring is a sibling that follows the focused widget. A
widget asks for it with `wants_ring(widget, radius)`; fields and lists draw their own inside.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import paint_plate

_PROPERTY = "focus_ring_radius"
_REACH = 3  # 1 px gap and 2 px line


def wants_ring(widget: QWidget, radius: float) -> None:
    """Ask for the ring around this widget whenever it has the focus."""
    widget.setProperty(_PROPERTY, float(radius))


class FocusRings(QObject):
    """Shows the ring at the widget that has the focus; one for an application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._move)

    def _move(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if now is None or now.property(_PROPERTY) is None or now.parentWidget() is None:
            return
        self._ring = FocusRing(now, now.property(_PROPERTY))


class FocusRing(QWidget):
    """The ring itself: lies over the siblings of its target and lets the mouse through."""

    def __init__(self, target: QWidget, radius: float) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        target.destroyed.connect(self.hide)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moved:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_plate(
                painter,
                self.rect(),
                fill=None,
                line=current_theme().colour("focus"),
                radius=self._radius + _REACH - 1,
                width=2,
            )

    def _follow(self) -> None:
        if not isValid(self._target):
            return
        box = QRect(self._target.geometry())
        self.setGeometry(box.adjusted(-_REACH, -_REACH, _REACH, _REACH))
        self.setVisible(not self._target.isHidden())
        self.raise_()
