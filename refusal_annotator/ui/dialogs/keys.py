"""The list of keys, laid over the window; made from the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import Card, Divider, IconButton, IconMark, KeyCap, Label

Sections = Sequence[tuple[str, Sequence[tuple[tuple[str, ...], str]]]]
_COLUMNS, _WIDTH, _EDGE = 3, 944, 20
_SCROLLING: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class Overlay(QWidget):
    """A plain scrim over a window, with a card in the middle that keeps the focus; Esc closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = Card(self, popup=True)
        self._before: QWidget | None = None
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it and take the focus."""
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Take it away and give the focus back."""
        self._window.removeEventFilter(self)
        self.hide()
        # What had the focus may be gone: an editor closes when what it edited is taken back.
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        # Commands of the window below must not run while it is covered.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question, Qt.Key.Key_F1):
            self.leave()

    def focusNextPrevChild(self, _: bool) -> bool:
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), current_theme().scrim())

    def _place(self) -> None:
        self.card.adjustSize()
        card = self.card
        wanted = card.sizeHint().expandedTo(card.minimumSize()).boundedTo(card.maximumSize())
        size = wanted.boundedTo(self.size())
        x = (self.width() - size.width()) // 2
        y = max(0, min(112, (self.height() - size.height()) // 2))
        self.card.setGeometry(x, y, size.width(), size.height())


class KeysOverlay(Overlay):
    """All keys by what they are for; in a low window the arrows scroll them."""

    def __init__(self, title: str, sections: Sections, letters_on: bool, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(title)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 16, 0)
        head.addWidget(Label(title, role="section"))
        head.addSpacing(4)
        words = self.tr("Fields and lists show their own keys.")
        head.addWidget(Label(words, role="small", tone="muted"))
        head.addStretch(1)
        close = IconButton("cross", self.tr("Close"), key="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.leave)
        head.addWidget(close)
        holder = QWidget()
        holder.setFixedHeight(55)
        holder.setLayout(head)
        column.addWidget(holder)
        column.addWidget(Divider())
        self.keys = _Scroll(_grid_of(sections))
        column.addWidget(self.keys, 1)
        column.addWidget(Divider())
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(10)
        foot.addWidget(IconMark("info", size=16))
        foot.addWidget(Label(self._foot(letters_on), role="small", tone="muted"))
        foot.addStretch(1)
        foot_holder = QWidget()
        foot_holder.setFixedHeight(43)
        foot_holder.setLayout(foot)
        column.addWidget(foot_holder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _SCROLLING:
            self.keys.verticalScrollBar().triggerAction(_SCROLLING[event.key()])
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        self.card.setFixedWidth(min(_WIDTH, self.width() - 2 * _EDGE))
        self.card.setMaximumHeight(self.height() - 2 * _EDGE)
        super()._place()

    def _foot(self, letters_on: bool) -> str:
        if letters_on:
            return self.tr(
                "Single-letter keys are on. Turn them off in Settings; every command stays in the "
                "menus."
            )
        return self.tr(
            "Single-letter keys are off. Turn them on in Settings; every command is in the menus."
        )


class _Scroll(QScrollArea):
    """As high as what it holds where there is room for it."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._content = content
        self.setWidget(content)
        for plain in (self.viewport(), content):
            plain.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()


def _grid_of(sections: Sections) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(22)
    for number, (title, rows) in enumerate(sections):
        cell = QGridLayout()
        cell.setVerticalSpacing(9)
        cell.setHorizontalSpacing(8)
        cell.addWidget(Label(title, weight=600), 0, 0, 1, 2)
        for at, (keys, words) in enumerate(rows, 1):
            caps = QHBoxLayout()
            caps.setSpacing(5)
            for key in keys:
                caps.addWidget(KeyCap(key))
            caps.addStretch(1)
            cell.addLayout(caps, at, 0)
            cell.addWidget(Label(words, role="small", tone="muted"), at, 1)
        cell.setColumnMinimumWidth(0, 116)
        cell.setColumnStretch(1, 1)
        cell.setRowStretch(len(rows) + 1, 1)
        grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)
        grid.setColumnStretch(number % _COLUMNS, 1)
    return holder
