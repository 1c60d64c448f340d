"""A long article in the real window: opening it, and every act from the key to the paint; run with
`make bench`."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from refusal_annotator.domain.variables import value
from refusal_annotator.ui.main_window import MainWindow
from tests.benchmarks.limits import best_of
from tests.benchmarks.long_study import make_long_study

pytestmark = pytest.mark.bench

SHAPES = {
    "100,000 characters, 2,000 spans": {"length": 100_000, "spans": 2_000, "suggestions": 800},
    "200,000 characters, 5,000 spans": {"length": 200_000, "spans": 5_000, "suggestions": 1_500},
    "500,000 characters, 10,000 spans": {
        "length": 500_000,
        "spans": 10_000,
        "suggestions": 3_000,
    },
    "500,000 characters in one paragraph, 5,000 spans": {
        "length": 500_000,
        "spans": 5_000,
        "suggestions": 1_500,
        "one_paragraph": True,
    },
}
# Milliseconds: opening (at the top, and where the article was left near its end), how long nothing
# else is done after that at the most, key to paint at the median and the 99th percentile, a step of
# the scroll bar. Near the end of a very long text most is Qt's, which sets all lines before it; a
# paragraph of this length it sets in one go.
Limits = dict[str, float]
USUAL: Limits = {"open": 200, "end": 200, "block": 100, "act": 16, "worst": 50, "scroll": 8}
LIMITS: tuple[Limits, ...] = (
    USUAL,
    USUAL,
    {**USUAL, "end": 300},
    {"open": 300, "end": 400, "block": 100, "act": 50, "worst": 100, "scroll": 50},
)
N_ACTS, N_OPENINGS, N_STEPS = 50, 5, 100


@pytest.fixture(scope="module", params=range(len(SHAPES)), ids=list(SHAPES))
def shape(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """The number of a shape, and a project with it."""
    folder = tmp_path_factory.mktemp("bench") / "long"
    return request.param, make_long_study(folder, **list(SHAPES.values())[request.param])


def test_open_and_act(window: MainWindow, qtbot, shape: tuple[int, Path]) -> None:
    number, folder = shape
    limits = LIMITS[number]
    print(f"\n{list(SHAPES)[number]}")
    begin(window, folder, qtbot)
    over: list[str] = []

    def judge(name: str, measure: Callable[[], list[float]], *held: float) -> None:
        figure = best_of(measure, *held)
        print(f"  {name}: {figure}")
        if not figure.holds:
            over.append(name)

    for name, ahead in (("read ahead", True), ("read from the disc", False)):
        judge(f"open, {name}", lambda a=ahead: openings(window, ahead=a), limits["open"])
        judge(f"open near the end, {name}", lambda a=ahead: at_the_end(window, a), limits["end"])
    judge("longest wait in the second after", lambda: waits(window), limits["block"])
    qtbot.wait(1500)  # what is checked when there is time
    for name, act in ACTS.items():
        judge(name, lambda a=act: times(window, a), limits["act"], limits["worst"])
    judge("scroll a step", lambda: scroll(window), limits["scroll"])
    assert not over


def begin(window: MainWindow, folder: Path, qtbot) -> None:
    """Open the project as its coder."""
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(folder) as project:
        coder = next(c for c in project.coders() if c.name == "Ada")
    assert window.open_project(folder, coder.id)
    qtbot.wait(800)


def openings(window: MainWindow, *, ahead: bool) -> list[float]:
    return [open_long(window, ahead=ahead) for _ in range(N_OPENINGS)]


def at_the_end(window: MainWindow, ahead: bool) -> list[float]:
    return [open_long(window, ahead=ahead, left_at=0.98) for _ in range(N_OPENINGS)]


def waits(window: MainWindow) -> list[float]:
    """Milliseconds that a key waits at the most in the second after an opening, several times."""
    longest = []
    for _ in range(N_OPENINGS):
        open_long(window)
        end = time.perf_counter() + 1
        took = [0.0]
        while time.perf_counter() < end:
            began = time.perf_counter()
            QCoreApplication.processEvents()
            took.append(1000 * (time.perf_counter() - began))
        longest.append(max(took))
    return longest


def open_long(window: MainWindow, *, ahead: bool = False, left_at: float = 0) -> float:
    """Milliseconds of opening the long article as for the first time.

    From the act to the end of the first paint: the text stands where it was left, with the caret,
    and under it all codings and suggestions of the page in their lanes. `left_at` is the share of
    the text before the caret.
    """
    project, view = window.desk.bridge.project, window.code.view
    long, short = (project.find_article(key) for key in ("long", "short"))
    coder_id = window.desk.coder_id
    assert long is not None and short is not None and coder_id is not None
    window.code.open_article(short.id)
    settle()
    caret = round(left_at * len(project.store.version_of(long.id).text))
    project.save_visit(coder_id, long.id, caret=caret, seconds=0)
    window.code._visits._scrolled.clear()
    project.flush()
    project._sessions.pop((long.id, coder_id), None)
    if ahead:
        project.read_ahead(long.id, coder_id)
    paints = Paints(view.viewport())
    began = time.perf_counter()
    window.code.open_article(long.id)
    while not paints.seen:
        QCoreApplication.processEvents()
    took = 1000 * (time.perf_counter() - began)
    assert view.caret() == caret
    page = view.page()
    first, last = page.lines[0].start, page.lines[-1].end
    expected = {m.id for m in window.desk.marks.values() if m.start < last and m.end > first}
    assert {drawn.placed.mark.id for drawn in page.drawn} == expected
    return took


class Paints(QObject):
    """Sees a widget being painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        self.seen |= event.type() == QEvent.Type.Paint
        return False


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
    # Another place each time, whichever round it is: what is coded already is not tagged again.
    at = (len(tokens) // 3 + 37 * next(_PLACES)) % (len(tokens) - 10)
    window.desk.select(None)
    window.code.view.set_selection(tokens[at][0], tokens[at + 3][1])
    window.code.view.ensureCursorVisible()


def tag_words(window: MainWindow, number: int) -> None:
    """Something to take back."""
    select_words(window, number)
    window.code.acts.tag("Vessel")


def take_back(window: MainWindow, number: int) -> None:
    """Something to do again."""
    tag_words(window, number)
    window.desk.undo()


def select_coding(window: MainWindow, number: int) -> None:
    own = codings(window, "Notice")
    window.desk.select(own[(40 + next(_PLACES)) % len(own)])


def pick_edge(window: MainWindow, number: int) -> None:
    """The end of a coding, picked and moved by a word."""
    select_coding(window, number)
    window.code.acts.pick_edge("end")
    QTest.keyClick(window.code.view, Qt.Key.Key_Right)


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
    window.desk.acts.set_value("cue", value(f"said {number}"))


_PLACES = itertools.count()
CONTROL = Qt.KeyboardModifier.ControlModifier
ACTS: dict[str, Callable[[MainWindow, int], object]] = {
    "tag an actor": press(Qt.Key.Key_2),
    "tag a notice": press(Qt.Key.Key_1),
    "undo": press(Qt.Key.Key_Z, CONTROL),
    "redo": press(Qt.Key.Key_Y, CONTROL),
    "set a value": set_cue,
    "move an edge by a word": press(Qt.Key.Key_Right),
    "keep the moved edge": press(Qt.Key.Key_Return),
    "next coding": press(Qt.Key.Key_J),
    "accept": press(Qt.Key.Key_A),
    "reject": press(Qt.Key.Key_X),
    "delete": press(Qt.Key.Key_Delete),
}
PREPARE: dict[object, Callable[[MainWindow, int], None]] = {
    ACTS["tag an actor"]: select_words,
    ACTS["tag a notice"]: select_words,
    ACTS["undo"]: tag_words,
    ACTS["redo"]: take_back,
    ACTS["set a value"]: select_coding,
    ACTS["move an edge by a word"]: pick_edge,
    ACTS["keep the moved edge"]: pick_edge,
    ACTS["accept"]: show_suggestion,
    ACTS["reject"]: show_suggestion,
    ACTS["delete"]: select_coding,
}


def scroll(window: MainWindow) -> list[float]:
    """Milliseconds of a step of the scroll bar with its paint."""
    view, bar = window.code.view, window.code.view.verticalScrollBar()
    first = bar.maximum() // 3
    took = []
    for number in range(N_STEPS):
        began = time.perf_counter()
        bar.setValue(first + 60 * number)
        view.viewport().repaint()
        took.append(1000 * (time.perf_counter() - began))
    return took
