#!/usr/bin/env python3
"""Build the wheel, install it into an empty environment, and start it from another folder.

Only what the wheel itself asks for is installed, in the locked versions: a library that only
the tests bring is found missing here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="refusal-wheel-") as name:
        folder = Path(name)
        program = install(build(folder / "dist"), folder / "environment")
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        try_out(program, elsewhere)
    print("wheel-check: the wheel starts, verifies and runs its demo")
    return 0


def build(folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=CHECKOUT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    run(UV, "venv", "--quiet", "--python", sys.executable, environment, cwd=wheel.parent)
    python = environment / Path(sys.executable).parent.name / Path(sys.executable).name
    locked = CHECKOUT / "requirements.lock"
    run(UV, "pip", "install", "--quiet", "--python", python, "-c", locked, wheel, cwd=wheel.parent)
    return next(python.parent.glob("refusal-annotator*"))


def try_out(program: Path, folder: Path) -> None:
    said = run(program, "--version", cwd=folder)
    expect("0." in said or "1." in said, f"--version says no version: {said!r}")
    run(program, "verify", cwd=folder)
    out = folder / "results"
    run(program, "demo", "--headless", "--out", out, cwd=folder)
    for ending in ("xlsx", "png"):
        found = [path for path in out.rglob(f"*.{ending}") if path.stat().st_size > 1000]
        expect(bool(found), f"the demo wrote no .{ending} file into {out}")
    left = sorted(path.name for path in folder.iterdir() if path != out)
    expect(not left, f"the program left files where it was started: {left}")


def run(*command: object, cwd: Path) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    settings = {
        "QT_QPA_PLATFORM": "offscreen",
        "UV_PYTHON_DOWNLOADS": "never",
        "REFUSAL_ANNOTATOR_CONFIG_DIR": str(cwd.parent / "settings"),
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    shown = " ".join(Path(str(part)).name for part in command[:3])
    expect(
        done.returncode == 0, f"{shown} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    )
    expect("Traceback" not in done.stderr, f"{shown} showed a traceback\n{done.stderr}")
    return done.stdout


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"wheel-check: {otherwise}")


if __name__ == "__main__":
    sys.exit(main())
