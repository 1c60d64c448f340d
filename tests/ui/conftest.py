"""The sample study for tests of screens: built once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.widgets import FocusRings
from refusal_annotator.workspace.projects import build_sample
from refusal_annotator.workspace.settings import change_settings


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study as `demo` builds it."""
    return build_sample(tmp_path_factory.mktemp("built") / "sample")


@pytest.fixture
def sample(built_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample study."""
    folder = tmp_path / "sample"
    shutil.copytree(built_sample, folder)
    return folder


@pytest.fixture
def window(qapp, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on its start screen."""
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


@pytest.fixture
def study(window: MainWindow, sample: Path) -> MainWindow:
    """The window on the sample study, as its first coder."""
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    return window
