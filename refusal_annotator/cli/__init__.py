"""The command line: one workspace call for each command.

Results go to standard output, progress and errors to standard error. Exit code 0: done; 1: the
job or a check failed; 2: wrong use.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from refusal_annotator import __version__
from refusal_annotator.cli import (
    codings,
    data,
    projects,
    study,
    suggestions,
    verifying,
    window,
)
from refusal_annotator.cli.talking import Failed, say
from refusal_annotator.cli.window import GoToPlace, OpenWindow, TakePictures
from refusal_annotator.domain.errors import AnnotatorError

app = typer.Typer(
    name="refusal-annotator",
    help="Tag claims, actors, numbers and stance in news, and see how far coders agree.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (window, projects, suggestions, codings, data, study, verifying):
    part.add_commands(app)


def main(
    arguments: Sequence[str],
    *,
    open_window: OpenWindow | None = None,
    go_to_place: GoToPlace | None = None,
    take_pictures: TakePictures | None = None,
) -> int:
    """Run one command and return the exit code; the window's functions are handed in."""
    _tolerate_narrow_encodings()
    handed = {
        "open_window": open_window,
        "go_to_place": go_to_place,
        "take_pictures": take_pictures,
    }
    try:
        app(args=list(arguments), prog_name="refusal-annotator", obj=handed)
    except SystemExit as leaving:
        # Typer has said what there is to say; 2 is wrong use.
        return leaving.code if isinstance(leaving.code, int) else 1
    except Failed:
        return 1
    except AnnotatorError as error:
        say(str(error))
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
        return 1
    return 0


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"refusal-annotator {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that belong to no command."""


def _tolerate_narrow_encodings() -> None:
    """A console that cannot show a character shows its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
