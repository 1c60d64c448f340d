"""The sample study for tests of screens: built once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.projects import build_sample
from tests.windows import window

__all__ = ["window"]


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
def study(window: MainWindow, sample: Path) -> MainWindow:
    """The window on the sample study, as its first coder."""
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    return window
