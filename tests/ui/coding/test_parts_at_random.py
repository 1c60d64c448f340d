"""Any keys and clicks where codings have several parts; screen and database stay in agreement."""

from __future__ import annotations

import pytest

from tests.journeys import monkey
from tests.journeys.monkey import Monkey

STEPS = 400
# More often than a coder would: every part of it meets every other.
OFTEN = {
    "ctrl+shift+Return": 60,
    "ctrl+shift+Delete": 8,
    "1": 30,
    "shift+Right": 60,
    "J": 10,
    "ctrl+z": 20,
}


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_codings_of_several_parts(hands, monkeypatch, seed):
    monkeypatch.setattr(monkey, "KEYS", {**monkey.KEYS, **OFTEN})
    somebody = Monkey(hands.window, seed)
    seen = 0
    for step in range(1, STEPS + 1):
        somebody.act()
        session = hands.desk.session
        seen = max(seen, sum(a.parts is not None for a in session.annotations.values()))
        if step % 25 == 0:
            somebody.look()
    somebody.look()
    somebody.check()
    assert seen
