"""From the start of the program to the window, and to an open project, each in a process of its
own; run with `make bench`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from refusal_annotator.workspace.projects import build_sample

pytestmark = pytest.mark.bench

RUNS = 7
LIMIT = 3.0  # seconds; a stranger's machine may be slow

_WINDOW = """
import sys
from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
application = make_application(["refusal-annotator"])
window = MainWindow()
window.restore_place()
window.show()
application.processEvents()
window.repaint()
"""
_PROJECT = (
    _WINDOW
    + """
from pathlib import Path
from refusal_annotator.workspace.project import OpenProject
folder = Path(sys.argv[1])
with OpenProject.open(folder) as project:
    coder = project.coders()[0]
assert window.open_project(folder, coder.id)
window.code.open_article(window.code.queue.model.order()[0].id)
application.processEvents()
window.repaint()
"""
)
# Ending the window and its worker is not waited for: it is there and can be used.
_SAY = """
import os
print("there", flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("start") / "sample")


@pytest.mark.parametrize("what", ["nothing but Python", "window", "open article of a project"])
def test_start(what: str, sample: Path, tmp_path: Path) -> None:
    script = {"nothing but Python": "", "window": _WINDOW}.get(what, _PROJECT) + _SAY
    took = sorted(seconds(script, sample, tmp_path) for _ in range(RUNS))
    middle = statistics.median(took)
    print(f"\nstart to {what}: median {middle:.2f} s, best {took[0]:.2f}, worst {took[-1]:.2f}")
    assert middle < LIMIT


def seconds(script: str, *arguments: Path) -> float:
    """Seconds until a script in a new process says that it is there."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["REFUSAL_ANNOTATOR_CONFIG_DIR"] = str(arguments[-1])
    began = time.perf_counter()
    command = [sys.executable, "-c", script, *map(str, arguments)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began
