"""Somebody who presses any key and clicks anywhere, for as long as one lets them."""

from __future__ import annotations

import random
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.checking import check_project
from tests.journeys.inputs import QtInput, settle, until

# Each key with how often it comes; what leaves the screen or the program is left out.
KEYS = {
    "Right": 12,
    "Left": 4,
    "ctrl+Right": 6,
    "ctrl+Left": 3,
    "Down": 4,
    "Up": 3,
    "ctrl+Home": 1,
    "shift+Right": 14,
    "shift+Left": 3,
    "shift+ctrl+Right": 4,
    "alt+Right": 2,
    "shift+alt+Right": 2,
    ".": 3,
    ",": 2,
    "1": 5,
    "2": 8,
    "3": 6,
    "4": 4,
    "5": 2,
    "q": 2,
    "j": 5,
    "k": 4,
    "o": 2,
    "d": 1,
    "m": 4,
    "n": 6,
    "p": 2,
    "a": 6,
    "e": 3,
    "x": 4,
    "s": 2,
    "A": 1,
    "l": 6,
    "b": 2,
    "f": 2,
    "c": 2,
    "h": 1,
    "v": 2,
    "Tab": 6,
    "shift+Tab": 2,
    "Return": 6,
    "Escape": 8,
    "Delete": 2,
    "BackSpace": 1,
    "bracketleft": 2,
    "bracketright": 2,
    "ctrl+z": 8,
    "ctrl+shift+z": 5,
    "ctrl+Return": 1,
    "ctrl+shift+Return": 2,
    "ctrl+shift+Delete": 1,
    "ctrl+m": 1,
    "C": 1,
    "H": 1,
}


class Monkey:
    """Acts at random, the same way for the same seed, and looks whether all still agrees."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.done: list[str] = []
        self._random = random.Random(seed)
        self._hands = QtInput(window)
        self._acts: dict[Callable[[], None], int] = {
            self._press_key: 80,
            self._click: 6,
            self._drag: 8,
            self._type: 2,
            self._next_article: 1,
            self._read_anew: 1,
        }
        # Whatever asks is told no.
        self._refusing = QTimer(window, interval=20)
        self._refusing.timeout.connect(_refuse)
        self._refusing.start()

    def act(self) -> None:
        """Do one thing."""
        chosen = self._random.choices(list(self._acts), list(self._acts.values()))[0]
        chosen()
        if self.window.screen_name != "code" and self._random.random() < 0.2:
            self._say("back to the text")
            self._hands.key("Escape")
            self.window.go("code")
        del self.done[:-40]

    def look(self) -> None:
        """Compare what is on the desk, on the screen and in the database."""
        settle()
        desk, view, bridge = self.window.desk, self.window.code.view, self.window.bridge
        # Empty fields of many codings are looked for when there is time.
        until(lambda: not desk.is_working, "the article is whole")
        session = desk.session
        assert session is not None and bridge is not None and desk.coder_id is not None
        shown = {mark.id: mark for mark in view.each_mark()}
        assert shown == dict(desk.marks), self.story()
        expected: set[UUID] = set(session.annotations) | {s.id for s in desk.suggestions}
        assert set(shown) == expected, self.story()
        for annotation in session.annotations.values():
            mark = shown[annotation.id]
            assert mark.parts == tuple(annotation.all_parts), self.story()
            assert mark.doubt == annotation.doubt, self.story()
            assert mark.missing == bool(desk.missing_of(annotation.id)), self.story()
        assert desk.selected is None or view.selected() == desk.selected.id, self.story()
        bridge.project.flush()
        stored = bridge.project.session(session.article.id, desk.coder_id)
        assert stored.annotations == session.annotations, self.story()
        assert stored.links == session.links, self.story()
        assert stored.decisions == session.decisions, self.story()
        assert stored.coding == session.coding, self.story()
        assert stored.missing_in_article() == desk.missing(), self.story()

    def check(self) -> None:
        """Look at every row of the project."""
        assert self.window.bridge is not None
        problems = check_project(self.window.bridge.project).problems
        assert not problems, f"{problems[:3]}: {self.story()}"

    def story(self) -> str:
        """What was done last."""
        return "after " + " ".join(self.done)

    def _press_key(self) -> None:
        key = self._random.choices(list(KEYS), list(KEYS.values()))[0]
        self._say(key)
        self._hands.key(key)

    def _type(self) -> None:
        words = self._random.choice(["12", "harbour", "2024-05", "so they say"])
        self._say(repr(words))
        self._hands.type(words)

    def _click(self) -> None:
        self._uncover()
        point = self._point()
        self._say(f"click{point.toTuple()}")
        port = self.window.code.view.viewport()
        QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=point)
        settle()

    def _drag(self) -> None:
        self._uncover()
        first = self._point()
        last = first + QPoint(self._random.randint(-200, 260), self._random.choice([0, 0, 32]))
        self._say(f"drag{first.toTuple()}{last.toTuple()}")
        port = self.window.code.view.viewport()
        self._hands.drag(port, [first, (first + last) / 2, last], alt=self._random.random() < 0.2)

    def _next_article(self) -> None:
        self._say("another article")
        self._hands.key("Escape")
        self.window.code.step_article(self._random.random() < 0.7)
        settle()

    def _read_anew(self) -> None:
        """What happens when new suggestions have come; of a long article not all is there then."""
        self._say("read anew")
        assert self.window.bridge is not None
        self.window.bridge.project.forget_sessions()
        self.window.desk.refresh()

    def _uncover(self) -> None:
        """Take away what lies over the text: no mouse gets through it."""
        if self.window.overlays.is_open:
            self._say("Escape")
            self._hands.key("Escape")

    def _point(self) -> QPoint:
        box = self.window.code.view.viewport().rect()
        return QPoint(
            self._random.randrange(20, box.width() - 20),
            self._random.randrange(10, box.height() - 10),
        )

    def _say(self, what: str) -> None:
        self.done.append(what)


def _refuse() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()
