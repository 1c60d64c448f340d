"""Any sequence of keys and clicks leaves desk, screen and database in agreement."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.ui.dialogs.keys import Overlay
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.demo import prepare_sample
from refusal_annotator.workspace.project import OpenProject
from tests.benchmarks.long_study import make_long_study
from tests.journeys.inputs import until
from tests.journeys.monkey import Monkey

SHORT, LONG = 600, 100_000
TOLD_EVERY = 10_000
# Megabytes, and widgets, that may come on top of what there was after the first of these stretches:
# editors and other screens are made when they are first shown, and the history of undo grows.
MORE_MEMORY, MORE_WIDGETS = 100, 150


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with its suggestions."""
    return prepare_sample(tmp_path_factory.mktemp("monkey"))


def run(window: MainWindow, sample: Path, tmp_path: Path, *, seed: int, steps: int) -> None:
    """Let a monkey work on a copy of the sample."""
    folder = tmp_path / "sample"
    shutil.copytree(sample, folder)
    with OpenProject.open(folder) as project:
        coder = project.add_coder("Somebody", CoderRole.CODER)
    let_loose(window, folder, coder.id, seed=seed, steps=steps)


def let_loose(window: MainWindow, folder: Path, coder_id: UUID, *, seed: int, steps: int) -> None:
    """Let it press and click as this coder, and look every now and then."""
    assert window.doors.open(folder, coder_id)
    until(lambda: window.bridge is not None, "the project is open")
    window.go("code")
    assert window.bridge is not None
    window.code.open_article(window.bridge.project.articles()[-1].id)
    monkey = Monkey(window, seed)
    burdens: list[tuple[int, int]] = []
    for step in range(1, steps + 1):
        monkey.act()
        if step % 25 == 0:
            monkey.look()
        if step % 1_000 == 0:
            monkey.check()
        if step % TOLD_EVERY == 0:
            burdens.append(burden(window))
            print(f"  {step:,} steps: {burdens[-1][0]} MB, {burdens[-1][1]} widgets", flush=True)
    monkey.look()
    monkey.check()
    for memory, widgets in burdens[1:]:
        assert memory <= burdens[0][0] + MORE_MEMORY
        assert widgets <= burdens[0][1] + MORE_WIDGETS


def burden(window: MainWindow) -> tuple[int, int]:
    """Megabytes in use where the system tells, and widgets for coding and over the window."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    used = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    shown = [window.code, *window.findChildren(Overlay), *QApplication.topLevelWidgets()]
    shown.remove(window)
    return used // 1024, sum(1 + len(each.findChildren(QWidget)) for each in shown)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_short_while(window, sample, tmp_path, seed):
    run(window, sample, tmp_path, seed=seed, steps=SHORT)


def test_a_short_while_in_a_long_article(window, tmp_path):
    folder = make_long_study(tmp_path / "long", length=30_000, spans=1_050, suggestions=300)
    with OpenProject.open(folder) as project:
        coder = project.find_coder("Ada")
    assert coder is not None
    let_loose(window, folder, coder.id, seed=4, steps=SHORT // 2)


@pytest.mark.soak
def test_a_long_while(window, sample, tmp_path, soak_share):
    run(window, sample, tmp_path, seed=3, steps=round(LONG * soak_share))
