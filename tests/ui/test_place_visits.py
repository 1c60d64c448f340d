"""Links lead a window to a place: at once, after a question, or when the project is opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.ui.dialogs.projects import WhoDialog
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.places import link_to
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.project_file import read_project_file
from refusal_annotator.workspace.projects import remember
from refusal_annotator.workspace.settings import change_settings, load_settings

PLACE = "05:29-118"


def link_in(folder: Path, written: str = PLACE) -> PlaceLink:
    with OpenProject.open(folder, read_only=True) as project:
        return link_to(project, written)


def opened_before(window: MainWindow, folder: Path, *, known_coder: bool = True) -> None:
    """As after an earlier session in this project."""
    with OpenProject.open(folder) as project:
        remember(project)
        if known_coder:
            coder = str(project.coders()[0].id)
            change_settings(coders={**load_settings().coders, str(project.folder.resolve()): coder})
    window.settings = load_settings()


def answer(how: Callable[[WhoDialog], object]) -> None:
    """Answer the question who is coding as soon as it is asked."""
    waiting = QTimer(QApplication.instance())

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WhoDialog):
            waiting.stop()
            waiting.deleteLater()
            how(dialog)

    waiting.timeout.connect(look)
    waiting.start(20)


def other_project(sample: Path) -> Path:
    """A copy with an id and a name of its own."""
    folder = sample.with_name("other")
    shutil.copytree(sample, folder)
    file = folder / "project.toml"
    known = read_project_file(folder)
    text = file.read_text("utf-8").replace(str(known.id), str(uuid4()))
    file.write_text(text.replace(known.name, "The other study"), "utf-8")
    return folder


def shows(window: MainWindow, link: PlaceLink) -> bool:
    session = window.desk.session
    assert window.bridge is not None
    return (
        session is not None
        and window.bridge.project.project_id == link.project_id
        and session.article.id == link.article_id
        and (window.code.view.anchor(), window.code.view.caret()) == link.extent
    )


def test_a_link_to_the_open_project_selects_its_place(study: MainWindow, sample: Path) -> None:
    link = link_in(sample)
    study.go("corpus")
    study.places.follow(link.address)
    assert study.screen_name == "code"
    assert shows(study, link)
    assert study.code.view.hasFocus()
    assert study.desk.selected is None
    assert study.places.bar.isHidden()


def test_a_place_far_down_is_scrolled_to(study: MainWindow, sample: Path) -> None:
    with OpenProject.open(sample, read_only=True) as project:
        whole = link_to(project, "05")
        length = len(project.store.version_of(whole.article_id).text)
    link = PlaceLink(whole.project_id, whole.article_id, length - 40, length - 20)
    study.resize(1000, 640)
    study.places.go(link)
    view = study.code.view
    assert shows(study, link)
    line = view.geometry_map.line_at(view.offsets.to_qt(length - 40))
    assert 0 < line.baseline - view.verticalScrollBar().value() < view.viewport().height()


def test_a_link_without_a_place_opens_the_article(study: MainWindow, sample: Path) -> None:
    link = link_in(sample, "03")
    study.places.follow(link.address)
    assert study.desk.session.article.id == link.article_id


def test_nothing_is_written_by_following_a_link(study: MainWindow, sample: Path) -> None:
    before = study.bridge.project.store.position()
    study.places.follow(link_in(sample).address)
    study.bridge.project.flush()
    assert study.bridge.project.store.position() == before
    assert not study.bridge.project.unsaved


def test_from_the_start_screen_the_project_is_opened(window: MainWindow, sample: Path) -> None:
    opened_before(window, sample)
    link = link_in(sample)
    window.places.follow(link.address)
    assert shows(window, link)


def test_who_is_coding_is_asked_first(window: MainWindow, sample: Path, qtbot: QtBot) -> None:
    opened_before(window, sample, known_coder=False)
    link = link_in(sample)
    asked: list[str] = []

    def choose(dialog: WhoDialog) -> None:
        asked.append(dialog.title.text())
        # One that comes while the question stands is the one that is gone to.
        window.places.follow(link_in(sample, "02:5-9").address)
        dialog.buttons[1].click()
        dialog.act.click()

    answer(choose)
    window.places.follow(link.address)
    assert asked == ["Who is coding?"]
    assert shows(window, link_in(sample, "02:5-9"))


def test_whoever_does_not_say_who_is_coding_stays(window: MainWindow, sample: Path) -> None:
    opened_before(window, sample, known_coder=False)
    answer(WhoDialog.reject)
    window.places.follow(link_in(sample).address)
    assert window.screen_name == ""
    assert window.places.bar.isHidden()
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    assert not shows(window, link_in(sample))


def test_a_project_never_opened_here_is_said_and_waited_for(
    window: MainWindow, sample: Path
) -> None:
    link = link_in(sample)
    window.places.follow(link.address)
    bar = window.places.bar
    assert bar.isVisible() and window.screen_name == ""
    assert "never opened here" in bar.sentence
    assert bar.act.text() == "Open project…"
    assert bar.accessibleName() == bar.sentence
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    assert shows(window, link)
    assert bar.isHidden()


def test_a_link_that_was_put_away_is_forgotten(
    window: MainWindow, sample: Path, qtbot: QtBot
) -> None:
    window.places.follow(link_in(sample).address)
    qtbot.mouseClick(window.places.bar.close_it, Qt.MouseButton.LeftButton)
    assert window.places.bar.isHidden()
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    assert not shows(window, link_in(sample))


def test_a_project_that_was_moved_is_named(window: MainWindow, sample: Path) -> None:
    opened_before(window, sample)
    link = link_in(sample)
    name = read_project_file(sample).name
    sample.rename(sample.with_name("moved"))
    window.places.follow(link.address)
    assert name in window.places.bar.sentence
    assert "is not in" in window.places.bar.sentence


def test_another_project_is_left_only_after_a_yes(
    study: MainWindow, sample: Path, qtbot: QtBot
) -> None:
    other = other_project(sample)
    opened_before(study, other)
    link = link_in(other)
    here = study.bridge.project.project_id
    study.places.follow(link.address)
    bar = study.places.bar
    assert bar.isVisible() and study.bridge.project.project_id == here
    assert "A link leads to a place in “The other study”" in bar.sentence
    assert bar.act.hasFocus()
    qtbot.keyClick(bar.act, Qt.Key.Key_Escape)
    assert bar.isHidden() and study.bridge.project.project_id == here
    study.places.follow(link.address)
    qtbot.mouseClick(bar.act, Qt.MouseButton.LeftButton)
    assert shows(study, link)
    assert bar.isHidden()


@pytest.mark.parametrize(
    "address", ["refusal-annotator://quit", "file:///sample/project.db", "x" * 400]
)
def test_an_address_that_is_none_changes_nothing(study: MainWindow, address: str) -> None:
    study.go("corpus")
    study.places.follow(address)
    assert study.screen_name == "corpus"
    assert study.places.bar.isVisible()
    assert "link" in study.places.bar.sentence


def test_what_is_left_unreachable_is_said(study: MainWindow, sample: Path) -> None:
    whole = link_in(sample, "04")
    study.places.go(PlaceLink(whole.project_id, whole.article_id, 20, 900_000))
    assert study.desk.session.article.id == whole.article_id
    assert "lies beyond the end of this text" in study.places.bar.sentence
    study.places.go(PlaceLink(whole.project_id, uuid4(), 1, 2))
    assert "is not in the project" in study.places.bar.sentence
    assert study.desk.session.article.id == whole.article_id
    study.places.go(link_in(sample))
    assert study.places.bar.isHidden()


def test_the_window_says_how_well_a_link_suits_it(window: MainWindow, sample: Path) -> None:
    link = link_in(sample)
    assert window.places.standing(link) == "free"
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    assert window.places.standing(link) == "here"
    assert window.places.standing(PlaceLink(uuid4(), link.article_id)) == "busy"


def test_a_minimised_window_comes_back(study: MainWindow, sample: Path) -> None:
    study.showMinimized()
    study.places.follow(link_in(sample).address)
    assert not study.isMinimized() and study.isVisible()


def test_the_strip_leaves_the_smallest_window_its_size(window: MainWindow, sample: Path) -> None:
    window.resize(1000, 640)
    window.places.follow(link_in(sample).address)
    assert window.places.bar.isVisible()
    assert (window.width(), window.height()) == (1000, 640)
