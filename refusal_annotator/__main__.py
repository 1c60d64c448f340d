"""Start of the program: no argument opens the window, anything else is a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refusal_annotator.domain.place_links import PlaceLink


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window or one command and return the exit code of the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Imported here: the window must not wait for the command line, nor a command for Qt.
    if not given:
        return _open_window(None)
    if given[0] == "open-link" and _is_handed_over(given[1:]):
        return 0
    from refusal_annotator import cli

    return cli.main(
        given, open_window=_open_window, go_to_place=_go_to_place, take_pictures=_take_pictures
    )


def _open_window(project: Path | None, place: PlaceLink | None = None) -> int:
    try:
        from refusal_annotator.ui import application
    except ImportError as error:
        print(_why_no_window(error), file=sys.stderr)  # noqa: T201
        return 1
    return application.main(project=project, place=place)


def _is_handed_over(arguments: Sequence[str]) -> bool:
    """Hand a link to a window that is open, before anything heavy is loaded: somebody waits."""
    from refusal_annotator.domain.place_links import PlaceLinkError, parse_address

    # Where something is wrong, the command, which comes next, says what.
    if len(arguments) != 1:
        return False
    try:
        place = parse_address(arguments[0])
        from refusal_annotator.ui.hand_over import hand_over
    except (PlaceLinkError, ImportError):
        return False
    return hand_over(place)


def _go_to_place(place: PlaceLink, project: Path | None) -> int:
    return _open_window(project, place)


def _take_pictures(project: Path, folder: Path) -> list[Path]:
    try:
        from refusal_annotator.ui import pictures
    except ImportError as error:
        print(_why_no_window(error), file=sys.stderr)  # noqa: T201
        return []
    return pictures.take_pictures(project, folder)


def _why_no_window(error: ImportError) -> str:
    if (error.name or "").startswith("refusal_annotator"):
        raise error
    return (
        f"The window cannot open: {error}. "
        "Install the libraries that Qt needs (README, set-up), "
        "or work without a window: refusal-annotator --help."
    )


if __name__ == "__main__":
    sys.exit(main())
