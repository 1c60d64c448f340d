"""A long article in the real window: opening it, and every act from the key to the paint; run with
`make bench`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from refusal_annotator.domain.variables import value
from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.widgets import FocusRings
from refusal_annotator.workspace.settings import change_settings
from tests.benchmarks.long_study import make_long_study

pytestmark = pytest.mark.bench

SHAPES = {
    "200,000 characters, 5,000 spans": {"length": 200_000, "spans": 5_000, "suggestions": 1_500},
    "500,000 characters in one paragraph, 5,000 spans": {
        "length": 500_000,
        "spans": 5_000,
        "suggestions": 1_500,
        "one_paragraph": True,
    },
}
OPEN_LIMIT = (0.2, 1.0)
ACT_LIMIT = (16, 50)
N_ACTS = 60


@pytest.fixture(scope="module", params=range(len(SHAPES)), ids=list(SHAPES))
def shape(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """The number of a shape, and a project with it."""
    folder = tmp_path_factory.mktemp("bench") / "long"
    return request.param, make_long_study(folder, **list(SHAPES.values())[request.param])


@pytest.fixture
def window(qapp, qtbot) -> Iterator[MainWindow]:
    make_application(["refusal-annotator"])
    change_settings(theme="light", reduced_motion=True)
    made = MainWindow()
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    rings = qapp.findChild(FocusRings)
    if rings is not None:
        rings.setParent(None)
        rings.deleteLater()


def test_open_and_act(window: MainWindow, qtbot, shape: tuple[int, Path]) -> None:
    number, folder = shape
    print(f"\n{list(SHAPES)[number]}")
    begin(window, folder, qtbot)
    opened = [open_long(window) for _ in range(5)]
    report("open, session read and first paint", opened)
    qtbot.wait(1500)  # what is checked when there is time
    found = {name: times(window, act) for name, act in ACTS.items()}
    for name, took in found.items():
        report(name, took)
    scrolled = scroll(window)
    report("scroll a line step", scrolled)
    assert statistics.median(opened) < 1000 * OPEN_LIMIT[number]
    for name, took in found.items():
        assert statistics.median(took) < ACT_LIMIT[number], name


def begin(window: MainWindow, folder: Path, qtbot) -> None:
    """Open the project as its coder."""
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(folder) as project:
        coder = next(c for c in project.coders() if c.name == "Ada")
    assert window.open_project(folder, coder.id)
    qtbot.wait(800)


def open_long(window: MainWindow) -> float:
    """Milliseconds of opening the long article as for the first time."""
    project = window.desk.bridge.project
    long, short = (project.find_article(key) for key in ("long", "short"))
    assert long is not None and short is not None
    window.code.open_article(short.id)
    settle()
    project._sessions.pop((long.id, window.desk.coder_id), None)
    began = time.perf_counter()
    window.code.open_article(long.id)
    settle()
    return 1000 * (time.perf_counter() - began)


def times(window: MainWindow, act: Callable[[MainWindow, int], object]) -> list[float]:
    """Milliseconds of an act until everything that shows it is painted."""
    took = []
    for number in range(N_ACTS):
        prepare = PREPARE.get(act)
        if prepare is not None:
            prepare(window, number)
        settle()
        QTest.qWait(5)
        began = time.perf_counter()
        act(window, number)
        settle()
        took.append(1000 * (time.perf_counter() - began))
    return took


def settle() -> None:
    """Handle what waits, paint events among them."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in range(3):
        QCoreApplication.processEvents()


def select_words(window: MainWindow, number: int) -> None:
    session = window.desk.session
    assert session is not None
    tokens = session.borders.tokens
    at = len(tokens) // 3 + 37 * number
    window.desk.select(None)
    window.code.view.set_selection(tokens[at][0], tokens[at + 3][1])
    window.code.view.ensureCursorVisible()


def select_coding(window: MainWindow, number: int) -> None:
    window.desk.select(codings(window, "Notice")[40 + number])


def show_suggestion(window: MainWindow, number: int) -> None:
    if window.desk.suggestion is None:
        window.desk.show_suggestion(window.desk.suggestions[30].id)


def codings(window: MainWindow, type_id: str) -> list[UUID]:
    session = window.desk.session
    assert session is not None
    return [a.id for a in session.ordered() if a.type == type_id]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    def act(window: MainWindow, _: int) -> None:
        QTest.keyClick(window.code.view, key, modifier)

    return act


def set_cue(window: MainWindow, number: int) -> None:
    window.desk.set_value("cue", value(f"said {number}"))


CONTROL = Qt.KeyboardModifier.ControlModifier
ACTS: dict[str, Callable[[MainWindow, int], object]] = {
    "tag an actor": press(Qt.Key.Key_2),
    "tag a notice": press(Qt.Key.Key_1),
    "undo": press(Qt.Key.Key_Z, CONTROL),
    "redo": press(Qt.Key.Key_Y, CONTROL),
    "set a value": set_cue,
    "next coding": press(Qt.Key.Key_J),
    "accept": press(Qt.Key.Key_A),
    "reject": press(Qt.Key.Key_X),
    "delete": press(Qt.Key.Key_Delete),
}
PREPARE: dict[object, Callable[[MainWindow, int], None]] = {
    ACTS["tag an actor"]: select_words,
    ACTS["tag a notice"]: select_words,
    ACTS["set a value"]: select_coding,
    ACTS["accept"]: show_suggestion,
    ACTS["reject"]: show_suggestion,
    ACTS["delete"]: select_coding,
}


def scroll(window: MainWindow) -> list[float]:
    """Milliseconds of a step of the scroll bar with its paint."""
    view, bar = window.code.view, window.code.view.verticalScrollBar()
    first = bar.maximum() // 3
    took = []
    for number in range(100):
        began = time.perf_counter()
        bar.setValue(first + 60 * number)
        view.viewport().repaint()
        took.append(1000 * (time.perf_counter() - began))
    return took


def report(name: str, took: list[float]) -> None:
    ordered = sorted(took)
    p95, p99 = (ordered[int(q * (len(ordered) - 1))] for q in (0.95, 0.99))
    middle = statistics.median(took)
    print(f"  {name}: median {middle:.1f} ms, p95 {p95:.1f}, p99 {p99:.1f}, first {took[0]:.1f}")
