"""The one entry of the program: a window without arguments, a command with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import refusal_annotator

CHECKOUT = Path(__file__).resolve().parents[1]


def run(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    how = ["-c", code] if code else ["-m", "refusal_annotator", *arguments]
    return subprocess.run(
        [sys.executable, *how],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_an_argument_goes_to_the_command_line() -> None:
    done = run("--version")
    assert done.returncode == 0, done.stderr
    assert refusal_annotator.__version__ in done.stdout


def test_wrong_use_is_exit_code_2_and_no_traceback() -> None:
    done = run("no-such-command")
    assert done.returncode == 2
    assert "no-such-command" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_without_qt_the_window_says_what_is_missing() -> None:
    done = run(
        code=(
            "import sys; sys.modules['PySide6'] = None; sys.argv = ['refusal-annotator'];"
            "from refusal_annotator.__main__ import main; sys.exit(main())"
        )
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The window cannot open: ")
    assert "refusal-annotator --help" in done.stderr
    assert "Traceback" not in done.stderr
