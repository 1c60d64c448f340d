"""Real events for a window: through Qt's own test functions, or from outside through X."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_MODIFIERS = {
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}
# Names as X has them, since xdotool wants those.
_KEYS = {
    "Escape": Qt.Key.Key_Escape,
    "Return": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "BackSpace": Qt.Key.Key_Backspace,
    "Delete": Qt.Key.Key_Delete,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Home": Qt.Key.Key_Home,
    "bracketleft": Qt.Key.Key_BracketLeft,
    "bracketright": Qt.Key.Key_BracketRight,
}
_LONE_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt})
PATIENCE = 10_000  # ms


class Input(Protocol):
    """What hands can do; every act returns when the window has taken it."""

    def attend(self, window: QWidget) -> None:
        """Turn to another window, as a window manager does when one opens or closes."""

    def key(self, chord: str) -> None:
        """Press a key where the focus is, such as `ctrl+Right` or `a`."""

    def type(self, text: str) -> None:
        """Type a text where the focus is."""

    def click(self, widget: QWidget, point: QPoint) -> None:
        """Click into a widget."""

    def drag(self, widget: QWidget, points: list[QPoint], *, alt: bool = False) -> None:
        """Press at the first point, move over the others, let go at the last."""


def until(reached: Callable[[], object], what: str = "") -> None:
    """Let the window work until something holds; events alone drive it."""
    clock, pulse = QElapsedTimer(), QTimer(interval=5)
    clock.start()
    pulse.start()
    while not reached():
        assert clock.elapsed() < PATIENCE, f"not reached within {PATIENCE // 1000} s: {what}"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle() -> None:
    """Let everything that waits for a turn of the event loop have it."""
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    # Outside a running loop Qt keeps what is to be deleted.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class QtInput:
    """Events made by Qt's test functions, for any platform."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def attend(self, window: QWidget) -> None:
        window.activateWindow()
        until(window.isActiveWindow, "the window is active")

    def key(self, chord: str) -> None:
        *modifiers, name = chord.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= _MODIFIERS[modifier]
        key = _KEYS.get(name)
        if key == Qt.Key.Key_Tab and held:
            key = Qt.Key.Key_Backtab  # as every platform says it
        if key is None and held:
            key = Qt.Key(ord(name.upper()))
        self._stroke(name if key is None else key, held)
        settle()

    def type(self, text: str) -> None:
        for letter in text:
            self._stroke(letter, Qt.KeyboardModifier.NoModifier)
        settle()

    def click(self, widget: QWidget, point: QPoint) -> None:
        nothing = Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, nothing, point)
        settle()

    def drag(self, widget: QWidget, points: list[QPoint], *, alt: bool = False) -> None:
        held = _MODIFIERS["alt"] if alt else Qt.KeyboardModifier.NoModifier
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(widget, left, held, points[0])
        for point in points[1:]:
            QTest.mouseMove(widget, point)
        QTest.mouseRelease(widget, left, held, points[-1])
        settle()

    def _stroke(self, key: Qt.Key | str, held: Qt.KeyboardModifier) -> None:
        # What has the focus may be gone when the key comes up.
        QTest.keyPress(self._target(), key, held)
        QTest.keyRelease(self._target(), key, held)

    def _target(self) -> QWidget:
        above = QApplication.activeModalWidget() or self._window
        return above.focusWidget() or above


class _Arrivals(QObject):
    """Counts what arrives at windows from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = self.buttons = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            if event.type() == QEvent.Type.KeyRelease:
                assert isinstance(event, QKeyEvent)
                # The same letter twice comes as a repeated key.
                self.keys += event.key() not in _LONE_MODIFIERS
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self.buttons += 1
        return False


class XInput:
    """Events that the X server sends, made by xdotool; the window must be on the display."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._arrivals = _Arrivals()
        QApplication.instance().installEventFilter(self._arrivals)
        self.attend(window)

    def attend(self, window: QWidget) -> None:
        self._run("windowfocus", str(int(window.winId())))
        until(window.isActiveWindow, "the window has the focus")

    def key(self, chord: str) -> None:
        self._until_keys(1, "key", chord)

    def type(self, text: str) -> None:
        self._until_keys(len(text), "type", "--delay", "1", text)

    def click(self, widget: QWidget, point: QPoint) -> None:
        self._until_button("mousemove", *self._place(widget, point), "click", "1")

    def drag(self, widget: QWidget, points: list[QPoint], *, alt: bool = False) -> None:
        moves = [word for p in points[1:] for word in ("mousemove", *self._place(widget, p))]
        start = ("mousemove", *self._place(widget, points[0]), "mousedown", "1")
        held = ("keydown", "alt") if alt else ()
        free = ("keyup", "alt") if alt else ()
        self._until_button(*held, *start, *moves, "mouseup", "1", *free)

    def _place(self, widget: QWidget, point: QPoint) -> tuple[str, str]:
        there = widget.mapToGlobal(point)
        return str(there.x()), str(there.y())

    def _until_keys(self, count: int, *words: str) -> None:
        wanted = self._arrivals.keys + count
        self._run(*words)
        until(lambda: self._arrivals.keys >= wanted, " ".join(words))
        settle()

    def _until_button(self, *words: str) -> None:
        wanted = self._arrivals.buttons + 1
        self._run(*words)
        until(lambda: self._arrivals.buttons >= wanted, " ".join(words))
        settle()

    @staticmethod
    def _run(*words: str) -> None:
        subprocess.run(["xdotool", *words], check=True, stdout=subprocess.DEVNULL)
