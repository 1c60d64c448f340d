"""The rail at the left: one button per view, icon over word, and a count where something waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.focus import wants_ring
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text, text_width
from refusal_annotator.ui.widgets.text import on_plane

_WIDTH, _CELL = 72, 52


@dataclass(frozen=True, slots=True)
class RailItem:
    """One view of the rail; `bottom` ones stand at the foot."""

    id: str
    icon: str
    text: str
    bottom: bool = False


class Rail(QWidget):
    """Exclusive choice of a view; `activated` only when a person chose."""

    activated = Signal(str)

    def __init__(self, items: Sequence[RailItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 8, 5, 8)
        self._column.setSpacing(4)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Views"))
        on_plane(self, "window")
        self.set_items(items)

    def set_items(self, items: Sequence[RailItem]) -> None:
        """Show these views."""
        while (cell := self._column.takeAt(0)) is not None:
            widget = cell.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.clear()
        foot = [item for item in items if item.bottom]
        for item in [item for item in items if not item.bottom]:
            self._add(item)
        self._column.addStretch(1)
        for item in foot:
            self._add(item)

    def set_current(self, view: str) -> None:
        """Mark the view that is shown."""
        if view in self._buttons:
            self._buttons[view].setChecked(True)

    def current(self) -> str:
        """The id of the marked view, or an empty string."""
        return next((k for k, b in self._buttons.items() if b.isChecked()), "")

    def set_badge(self, view: str, count: int) -> None:
        """Show how many things wait there; 0 takes the badge away."""
        self._buttons[view].set_badge(count)

    def button(self, view: str) -> RailButton:
        """The button of a view."""
        return self._buttons[view]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("window"))
            edge = QRect(self.width() - 1, 0, 1, self.height())
            painter.fillRect(edge, theme.colour("divider"))
            for button in self._buttons.values():
                if button.isChecked():
                    box = button.geometry()
                    mark = QRect(0, box.y() + 10, 3, box.height() - 20)
                    paint_plate(painter, mark, fill=theme.colour("accent"), radius=1.5)

    def _add(self, item: RailItem) -> None:
        button = RailButton(item)
        button.clicked.connect(lambda _=False, view=item.id: self.activated.emit(view))
        button.toggled.connect(lambda _: self.update())
        self._group.addButton(button)
        self._column.addWidget(button)
        self._buttons[item.id] = button


class RailButton(QAbstractButton):
    """One view: icon over word."""

    def __init__(self, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._count = item.icon, 0
        self.setText(item.text)
        self.setAccessibleName(item.text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(_CELL)
        wants_ring(self, 6)

    def set_badge(self, count: int) -> None:
        """How many things wait."""
        self._count = count
        self.setAccessibleDescription(self.tr("{0} waiting").format(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH - 13, _CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        on = self.isChecked()
        ink = theme.colour("text" if on else "text_muted" if self.isEnabled() else "text_disabled")
        with QPainter(self) as painter:
            if on or (self.underMouse() and self.isEnabled()):
                paint_plate(painter, self.rect(), fill=theme.colour("hover"), radius=6)
            at = QPoint((self.width() - 20) // 2, 8)
            paint_icon(painter, self._icon, at, size=20, colour=ink)
            font = ui_font("mark", weight=600 if on else 400)
            words = QRect(0, 31, self.width(), 14)
            centre = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, words, self.text(), font=font, colour=ink, align=centre)
            if self._count:
                self._paint_badge(painter)

    def _paint_badge(self, painter: QPainter) -> None:
        theme = current_theme()
        font = ui_font("mark", weight=600)
        text = str(self._count) if self._count < 1000 else "999+"
        width = max(16, text_width(text, font) + 8)
        box = QRect(self.width() - width - 3, 3, width, 16)
        paint_plate(painter, box, fill=theme.colour("accent"), radius=8)
        ink, centre = theme.colour("on_accent"), Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, box, text, font=font, colour=ink, align=centre)
