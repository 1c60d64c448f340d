"""A slider for a threshold from 0 to 1: what lies to the right of the handle is shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.focus import wants_ring
from refusal_annotator.ui.widgets.painting import paint_plate

_STEPS = 100
_RADIUS = 7


class ThresholdSlider(QSlider):
    """Steps of a hundredth; a mark stands at the default. Arrows, Page and Home move it."""

    threshold_changed = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._default: float | None = None
        self.setRange(0, _STEPS)
        self.setPageStep(10)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self, 6)
        self.valueChanged.connect(lambda step: self.threshold_changed.emit(step / _STEPS))

    @property
    def threshold(self) -> float:
        """What the handle stands at."""
        return self.value() / _STEPS

    def set_threshold(self, threshold: float, default: float | None = None) -> None:
        """Move the handle without telling anybody; `default` is where the mark stands."""
        self.blockSignals(True)
        self.setValue(round(threshold * _STEPS))
        self.blockSignals(False)
        self._default = default
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 24)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the panel; it must not change a threshold that it passes.
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current_theme()
        ink = theme.colour("accent" if self.isEnabled() else "divider")
        middle, at = self.height() / 2, self._place(self.threshold)
        left, right = _RADIUS + 1, self.width() - _RADIUS - 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            groove = QRectF(left, middle - 2, right - left, 4)
            paint_plate(painter, groove, fill=theme.colour("divider"), radius=2)
            paint_plate(painter, QRectF(at, middle - 2, right - at, 4), fill=ink, radius=2)
            if self._default is not None:
                mark = QRectF(self._place(self._default) - 1, middle - 8, 2, 16)
                painter.fillRect(mark, theme.colour("text_muted"))
            painter.setBrush(theme.colour("raised"))
            painter.setPen(theme.colour("text" if self.isEnabled() else "text_disabled"))
            painter.drawEllipse(QPointF(at, middle), _RADIUS - 0.5, _RADIUS - 0.5)

    def _place(self, threshold: float) -> float:
        return _RADIUS + 1 + threshold * (self.width() - 2 * _RADIUS - 2)

    def _follow(self, event: QMouseEvent) -> None:
        room = max(1, self.width() - 2 * _RADIUS - 2)
        share = (event.position().x() - _RADIUS - 1) / room
        self.setValue(round(min(1.0, max(0.0, share)) * _STEPS))
