"""What every system's module offers, and the command that a link runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from refusal_annotator.domain.errors import AnnotatorError

COMMAND = "open-link"
PATIENCE = 20.0
"""Seconds that a program of the system may take."""


class DesktopLinkError(AnnotatorError):
    """The system could not be told who opens links, or not be asked."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """Who opens links: this program, nobody, or somebody else; `detail` names the other one."""

    opened_by: Literal["us", "nobody", "other"]
    detail: str = ""

    @property
    def on(self) -> bool:
        """Whether this program opens them."""
        return self.opened_by == "us"

    @property
    def sentence(self) -> str:
        """The state as a sentence."""
        if self.opened_by == "other":
            return f"Links from workbooks are opened by another program: {self.detail}."
        if self.on:
            return "Links from workbooks are opened in Refusal Annotator."
        return "Links from workbooks are not opened by any program."


class LinkHandler(Protocol):
    """Tells one system who opens our links."""

    def state(self) -> LinkState:
        """Who opens them now."""
        ...

    def register(self) -> None:
        """Let this program open them; DesktopLinkError where that failed."""
        ...

    def unregister(self) -> None:
        """Take back what `register` wrote, and nothing else."""
        ...


def own_command() -> tuple[str, ...]:
    """The program and arguments that open a link, without the link itself."""
    python = Path(sys.executable)
    script = python.with_name("refusal-annotator")
    if script.is_file():
        return str(script), COMMAND
    # A console would open beside the window under python.exe.
    windowed = python.with_name("pythonw.exe")
    chosen = windowed if windowed.is_file() else python
    return str(chosen), "-m", "refusal_annotator", COMMAND


def run(command: Sequence[str]) -> bool:
    """Run a program of the system; whether it is there and says that all went well."""
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def write(path: Path, text: str) -> None:
    """Write a file whole; one that is a link to another place is written there."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        raise DesktopLinkError(
            f"{path} cannot be written: {error.strerror or error}. Links are opened as before."
        ) from error
