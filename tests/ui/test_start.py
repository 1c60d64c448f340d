"""What a start of the window loads and makes, and what can wait."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.window_screens import NAMES

# What computes, and what reads other people's files, has no place in the window's process yet.
HEAVY = ("alembic", "matplotlib", "numpy", "openpyxl", "scipy", "spacy")
SERVER = ("psycopg", "sqlalchemy.dialects.postgresql")
DATABASE = ("sqlalchemy", "sqlmodel")
_START = """
import sys
from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow

def loaded():
    names = "{names}".split()
    print(",".join(name for name in names if name in sys.modules), flush=True)

if __name__ == "__main__":
    application = make_application(["refusal-annotator"])
    window = MainWindow()
    window.show()
    window.repaint()
    loaded()
    from pathlib import Path
    from uuid import UUID
    assert window.open_project(Path(sys.argv[1]), UUID(sys.argv[2]))
    window.code.open_article(window.code.queue.model.order()[0].id)
    application.processEvents()
    loaded()
    print(",".join(name for name in window.screens if window.screens.is_made(name)))
    window.close()
"""


def test_nothing_heavy_is_loaded_before_it_is_needed(sample: Path, tmp_path: Path) -> None:
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(sample) as project:
        coder = project.coders()[0].id
    script = tmp_path / "start.py"
    script.write_text(_START.replace("{names}", " ".join((*HEAVY, *SERVER, *DATABASE))))
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "REFUSAL_ANNOTATOR_CONFIG_DIR": str(tmp_path / "settings"),
    }
    ran = subprocess.run(
        [sys.executable, str(script), str(sample), str(coder)],
        env={**os.environ, **own},
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.splitlines() == ["", ",".join(DATABASE), "code"]


def test_a_screen_that_comes_late_knows_the_project(study: MainWindow) -> None:
    assert not any(study.screens.is_made(name) for name in ("corpus", "actors", "codebook"))
    assert list(study.screens) == list(NAMES)
    study.go("corpus")
    assert study.corpus.model.rowCount() == len(study.code.queue.model.order()) > 0
    assert study.corpus.import_button.isEnabled()
    study.go("actors")
    assert study.actors.model.rowCount() > 0
    study.go("codebook")
    assert study.screen_name == "codebook"
    assert study.settings_screen.pace is not None


def test_a_screen_made_on_the_start_screen_follows_the_next_project(
    window: MainWindow, sample: Path
) -> None:
    from refusal_annotator.workspace.project import OpenProject

    window.go("settings")
    assert window.corpus.model.rowCount() == 0
    with OpenProject.open(sample) as project:
        coder = project.coders()[0]
    assert window.open_project(sample, coder.id)
    assert window.corpus.model.rowCount() > 0
    window.close_project()
    assert window.corpus.model.rowCount() == 0
