"""What the commands share: how a project is named, and how results, progress and errors are said.

Results go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from refusal_annotator.domain.errors import AnnotatorError

ProjectArgument = Annotated[Path, typer.Argument(metavar="PROJECT", help="Folder of the project.")]


class Failed(Exception):
    """The job ran and failed; what there is to say has been said."""


def say(text: str) -> None:
    """Print what is no result: a note, a count, an error."""
    typer.echo(text, err=True)


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else several}"


def progress(label: str) -> Callable[[int, int, str], None] | None:
    """Line on a terminal; nothing where errors go to a file."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{f'{label} {done}/{total} {name}'[:78]:<78}{end}")
        sys.stderr.flush()

    return show


def write_json(path: Path, content: Any) -> None:
    """Write JSON, with the folders that lead to it; AnnotatorError where that fails."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be written: {error.strerror}.") from error
