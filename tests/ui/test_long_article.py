"""A long article is shown before all of it is read, and no key ever meets the half of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from refusal_annotator.ui.coding.canvas import Canvas
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.project import OpenProject
from tests.benchmarks.long_study import make_long_study

N_SPANS = 1_050
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a long article and a short one."""
    folder = tmp_path_factory.mktemp("long") / "long"
    return make_long_study(folder, length=40_000, spans=N_SPANS, suggestions=300)


@pytest.fixture
def study(window: MainWindow, built: Path, tmp_path: Path) -> MainWindow:
    """The window on a copy of it; the short article is open."""
    open_copy(window, built, tmp_path / "first")
    return window


def open_copy(window: MainWindow, built: Path, folder: Path) -> None:
    shutil.copytree(built, folder)
    with OpenProject.open(folder) as project:
        coder = next(c for c in project.coders() if c.name == "Ada")
    assert window.open_project(folder, coder.id)
    window.go("code")
    window.code.open_article(article(window, "short"))


def article(window: MainWindow, key: str) -> UUID:
    found = window.bridge.project.find_article(key)
    assert found is not None
    return found.id


def open_long(window: MainWindow) -> None:
    """Open it as for the first time; nothing is handled after."""
    window.code.open_article(article(window, "short"))
    window.bridge.project._sessions.pop((article(window, "long"), window.coder.id), None)
    window.code.open_article(article(window, "long"))
    assert window.desk.session.late is not None
    assert window.code.view.is_loading


def finish(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.desk.is_working, timeout=20_000)
    assert window.desk.session.late is None
    assert not window.code.view.is_loading


def drawn(window: MainWindow) -> dict[UUID, tuple[int, tuple]]:
    """Lane and mark of each span on the page."""
    page = window.code.view.page()
    return {d.placed.mark.id: (d.placed.lane, d.placed.mark.parts) for d in page.drawn}


def drawn_in_the_end(window: MainWindow, qtbot) -> dict[UUID, tuple[int, tuple]]:
    """The same when all is laid out: Qt does not know before where a long text ends."""
    view = window.code.view

    def depth() -> int:
        return round(view.document().size().height()) - view.viewport().height()

    for _ in range(3):  # a bar that has come takes room
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() == depth())
    return drawn(window)


def state(window: MainWindow) -> dict[str, object]:
    """What a coder sees of where things stand."""
    desk, view = window.desk, window.code.view
    return {
        "selected": desk.selected.id if desk.selected else None,
        "suggestion": desk.suggestion.id if desk.suggestion else None,
        "caret": view.caret(),
        "selection": view.selection(),
        "codings": len(desk.session.annotations),
        "waiting": [s.id for s in desk.suggestions],
        "lacking": desk.missing(),
        "marks": {m.id: m.parts for m in view.each_mark()},
        "number": desk.title(desk.selected) if desk.selected else "",
    }


def agree(window: MainWindow) -> None:
    """Desk and view show the same, in the lanes that marks get when all come at once."""
    view, desk = window.code.view, window.desk
    assert {m.id: m for m in view.each_mark()} == dict(desk.marks)
    fresh = Canvas(view.document(), view.content, 18)
    fresh.load(desk.marks.values())
    for placed in view._canvas.index.all():
        assert placed.lane == fresh.index.get(placed.mark.id).lane


def test_what_is_on_the_page_stands_before_the_rest_is_read(study, qtbot):
    open_long(study)
    first = drawn(study)
    assert study.desk.session.late is not None, "only the page was asked for"
    assert len(first) > 5
    finish(study, qtbot)
    assert drawn(study) == first
    agree(study)


@pytest.mark.parametrize("part", [1, 2, 3])
def test_scrolling_at_once_shows_what_is_there(study, qtbot, part):
    open_long(study)
    view = study.code.view
    view.scroll_to_position(part * len(view.content.text) // 4)
    first = drawn(study)
    assert study.desk.session.late is not None
    finish(study, qtbot)
    assert drawn(study) == first
    assert len(first) > 5


def test_numbers_that_are_said_at_once_are_right(study, qtbot):
    open_long(study)
    desk = study.desk
    codings, waiting = desk.session.n_annotations, desk.n_suggestions
    numbers = {i: desk.numbers[i] for i in desk.numbers}
    assert desk.session.late is not None
    finish(study, qtbot)
    assert codings == len(desk.session.annotations) == N_SPANS
    assert waiting == len(desk.suggestions) > 100
    ordered = [a.id for a in desk.session.ordered() if a.type == "Notice"]
    assert numbers == {own: n for n, own in enumerate(ordered, 1)}


Act = Callable[[MainWindow], object]


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Act:
    def act(window: MainWindow) -> None:
        for key in keys:
            QTest.keyClick(window.code.view, key, modifier)

    return act


def tag(window: MainWindow) -> None:
    tokens = window.desk.session.borders.tokens
    window.code.view.set_selection(tokens[400][0], tokens[403][1])
    QTest.keyClick(window.code.view, Qt.Key.Key_2)


def click(window: MainWindow) -> None:
    port = window.code.view.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=port.rect().center())


ACTS: dict[str, Act] = {
    "next coding": press(Qt.Key.Key_J),
    "last coding": press(Qt.Key.Key_K),
    "next suggestion": press(Qt.Key.Key_N),
    "accept": press(Qt.Key.Key_N, Qt.Key.Key_A),
    "reject": press(Qt.Key.Key_P, Qt.Key.Key_X),
    "delete": press(Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_Delete),
    "next empty field": press(Qt.Key.Key_Return, modifier=CONTROL),
    "by words": press(Qt.Key.Key_Right, Qt.Key.Key_Right),
    "tag": tag,
    "click": click,
}


@pytest.mark.parametrize("act", list(ACTS.values()), ids=list(ACTS))
def test_a_key_in_the_same_turn_means_what_it_means_later(study, built, tmp_path, qtbot, act):
    open_long(study)
    act(study)
    at_once = state(study)
    agree(study)
    finish(study, qtbot)
    agree(study)
    at_once["page"] = drawn_in_the_end(study, qtbot)
    study.close_project()
    open_copy(study, built, tmp_path / "second")
    open_long(study)
    finish(study, qtbot)
    act(study)
    later = {**state(study), "page": drawn_in_the_end(study, qtbot)}
    made = later["marks"].keys() - at_once["marks"].keys()
    also = at_once["marks"].keys() - later["marks"].keys()
    assert len(made) == len(also) <= 1, "a coding made anew has another id"
    assert _with(at_once, dict(zip(also, made, strict=True))) == _with(later, {})


def test_undo_in_the_same_turn_takes_back_what_was_done_before(study, qtbot):
    open_long(study)
    tag(study)
    made = study.desk.selected.id
    study.bridge.project.flush()
    open_long(study)
    QTest.keyClick(study.code.view, Qt.Key.Key_Z, CONTROL)
    assert made not in study.desk.session.annotations
    agree(study)
    finish(study, qtbot)
    assert len(study.desk.session.annotations) == N_SPANS
    agree(study)


def _with(found: dict[str, object], renamed: dict[UUID, UUID]) -> dict[str, object]:
    """A state in which codings made in it go by the name of the other one."""

    def name(each: object) -> object:
        return renamed.get(each, each)  # type: ignore[call-overload]

    lacking = [(name(m.unit_id), m.field_id) for m in found["lacking"]]
    named = {
        key: {name(i): content for i, content in found[key].items()} for key in ("marks", "page")
    }
    return {**found, **named, "selected": name(found["selected"]), "lacking": lacking}


@pytest.mark.parametrize("turns", [1, 3, 6, 10])
def test_an_act_between_two_steps_of_reading_is_kept(study, qtbot, turns):
    open_long(study)
    for _ in range(turns):
        QCoreApplication.processEvents()
    tag(study)
    made = study.desk.selected
    QTest.keyClick(study.code.view, Qt.Key.Key_N)
    QTest.keyClick(study.code.view, Qt.Key.Key_A)
    finish(study, qtbot)
    assert made.id in study.desk.session.annotations
    assert len(study.desk.session.annotations) == N_SPANS + 2
    agree(study)


def test_an_article_that_is_left_at_once_is_whole_when_it_is_opened_again(study, qtbot):
    open_long(study)
    QCoreApplication.processEvents()
    study.code.open_article(article(study, "short"))
    assert not list(study.code.view.each_mark())
    study.code.open_article(article(study, "long"))
    finish(study, qtbot)
    assert len(study.desk.session.annotations) == N_SPANS
    agree(study)


def test_the_minimap_shows_all_marks_in_the_end(study, qtbot):
    open_long(study)
    finish(study, qtbot)
    minimap = study.code.pane.minimap
    qtbot.waitUntil(lambda: not minimap.is_working, timeout=20_000)
    assert minimap._held.keys() == study.desk.marks.keys()


def test_a_place_far_down_is_in_sight_again(study, qtbot):
    open_long(study)
    view = study.code.view
    far = len(view.content.text) - 2_000
    view.set_caret(far)
    for kept in (True, False):
        if not kept:
            study.code._visits._scrolled.clear()
        study.bridge.project.flush()
        open_long(study)
        assert view.caret() == far
        if not kept:
            assert 0 < view.cursorRect().top() < view.viewport().height()
        view.scroll_to_position(far)
        finish(study, qtbot)
        assert 0 < view.cursorRect().top() < view.viewport().height()
