"""Any keys and clicks where codings have several parts; screen and database stay in agreement."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.journeys import monkey
from tests.journeys.monkey import Monkey

STEPS = 400
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# More often than a coder would: every part of it meets every other.
OFTEN = {
    "ctrl+shift+Return": 150,
    "ctrl+shift+Delete": 20,
    "1": 60,
    "shift+Right": 150,
    "J": 10,
    "ctrl+z": 20,
}


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_codings_of_several_parts(hands, monkeypatch, seed):
    monkeypatch.setattr(monkey, "KEYS", {**monkey.KEYS, **OFTEN})
    # One to begin with: which ones come about by chance depends on all other keys.
    hands.tag("The ferry Skua", "1")
    for words in ("", "on Monday"):
        if words:
            hands.select(words)
        hands.chord(Qt.Key.Key_Return, CONTROL, SHIFT)
    somebody = Monkey(hands.window, seed)
    assert [a.parts is not None for a in hands.desk.session.annotations.values()] == [True]
    for step in range(1, STEPS + 1):
        somebody.act()
        if step % 25 == 0:
            somebody.look()
    somebody.look()
    somebody.check()
