"""From the start of the program to the window, and to an open project, each in a process of its
own; run with `make bench`.

The figures are of a start that is not the first: Python keeps what it compiled then, also where
the environment of the run tells it not to.
"""

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
MEMORY_LIMIT = 300  # megabytes

_WINDOW = """
import sys
from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
application = make_application(["refusal-annotator"])
window = MainWindow()
window.looks.restore_place()
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
# Codes a little, has suggestions made in the worker, and says how much memory the window holds.
_CODING = (
    _PROJECT
    + """
import time

def until(over):
    began = time.monotonic()
    while not over() and time.monotonic() < began + 60:
        application.processEvents()
        time.sleep(0.005)

def code_something():
    desk, tokens = window.desk, window.desk.session.borders.tokens
    if desk.is_finished:
        desk.acts.reopen()
    for number in range(30):
        window.code.view.set_selection(tokens[5 * number][0], tokens[5 * number + 2][1])
        window.code.acts.tag(desk.codebook.span_types[number % 4].id)
        application.processEvents()
        desk.undo()

if __name__ == "__main__":
    for article in window.code.queue.model.order():
        window.code.open_article(article.id)
        code_something()
    window.go("corpus")
    window.corpus.prehighlight()
    until(lambda: window.corpus._task is None)
    until(lambda: not window.bridge.project.unsaved)
    heavy = [name for name in ("spacy", "scipy") if name in sys.modules]
    status = Path("/proc/self/status").read_text()
    held = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print(held, *heavy, flush=True)
    window.close()
"""
)
# Ending the window and its worker is not waited for: it is there and can be used.
_SAY = """
import os, time
print(time.process_time(), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("start") / "sample")


@pytest.mark.parametrize("what", ["nothing but Python", "window", "open article of a project"])
def test_start(what: str, sample: Path, tmp_path: Path) -> None:
    script = {"nothing but Python": "", "window": _WINDOW}.get(what, _PROJECT) + _SAY
    seconds(script, sample, tmp_path)
    runs = [seconds(script, sample, tmp_path) for _ in range(RUNS)]
    took, worked = sorted(run[0] for run in runs), statistics.median(run[1] for run in runs)
    middle = statistics.median(took)
    print(
        f"\nstart to {what}: median {middle:.2f} s ({worked:.2f} s of work), best {took[0]:.2f}, "
        f"worst {took[-1]:.2f}"
    )
    assert middle < LIMIT


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_after_coding(sample: Path, tmp_path: Path) -> None:
    # A file, so that the worker process can be spawned from it.
    script = tmp_path / "coding.py"
    body = "".join(f"    {line}\n" for line in _CODING.splitlines())
    script.write_text(f"def main():\n{body}\nif __name__ == '__main__':\n    main()\n")
    ran = subprocess.run(
        [sys.executable, str(script), str(sample)],
        env=environment(tmp_path),
        check=True,
        capture_output=True,
        text=True,
    )
    kilobytes, *heavy = ran.stdout.split()
    megabytes = int(kilobytes) / 1024
    print(f"\nmemory of the window after coding: {megabytes:.0f} MB (limit {MEMORY_LIMIT})")
    assert not heavy
    assert megabytes < MEMORY_LIMIT


def seconds(script: str, *arguments: Path) -> tuple[float, float]:
    """Seconds until a script in a new process says that it is there, and those that it worked."""
    began = time.perf_counter()
    command = [sys.executable, "-c", script, *map(str, arguments)]
    pipe, hush, said = subprocess.PIPE, subprocess.DEVNULL, ""
    with subprocess.Popen(
        command, env=environment(arguments[-1]), stdout=pipe, stderr=hush, text=True
    ) as ran:
        assert ran.stdout is not None
        # Not until it ends: its worker process, which is starting now, holds the pipe open.
        said = ran.stdout.readline()
        took = time.perf_counter() - began
    return took, float(said)


def environment(settings: Path) -> dict[str, str]:
    """Variables of a process that shows nothing and keeps its settings in a folder of its own."""
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "REFUSAL_ANNOTATOR_CONFIG_DIR": str(settings),
        "PYTHONPYCACHEPREFIX": str(settings / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return {**os.environ, **own}
