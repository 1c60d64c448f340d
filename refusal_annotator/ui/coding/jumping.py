"""Gliding to a place in the text, as far as a coder wants motion."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation
from PySide6.QtWidgets import QScrollBar, QWidget

_JUMP_MS = 120


class Jumping(Protocol):
    """A text that scrolls."""

    animated: bool

    def isVisible(self) -> bool: ...
    def viewport(self) -> QWidget: ...
    def verticalScrollBar(self) -> QScrollBar: ...


class Jump(QObject):
    """Scrolls at once where there is no motion, or where the place is far."""

    def __init__(self, view: Jumping) -> None:
        bar = view.verticalScrollBar()
        super().__init__(bar)
        self._view, self._bar = view, bar
        self._glide = QPropertyAnimation(bar, b"value", self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setDuration(_JUMP_MS)

    @property
    def is_gliding(self) -> bool:
        """Whether the text is on its way."""
        return self._glide.state() == self._glide.State.Running

    def to(self, target: int) -> None:
        """Scroll so that this place of the document is at the top."""
        view, bar = self._view, self._bar
        self._glide.stop()
        far = abs(target - bar.value()) > view.viewport().height()
        if not view.animated or not view.isVisible() or far:
            bar.setValue(target)
            return
        self._glide.setStartValue(bar.value())
        self._glide.setEndValue(target)
        self._glide.start()
