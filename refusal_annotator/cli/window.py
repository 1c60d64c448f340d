"""Commands that open the window: a project, a place in a text, the sample study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.cli.talking import ProjectArgument, progress
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink, parse_address

OpenWindow = Callable[[Path | None], int]
GoToPlace = Callable[[PlaceLink, Path | None], int]
TakePictures = Callable[[Path, Path], list[Path]]


def add_commands(app: typer.Typer) -> None:
    """Add the commands `open`, `open-link`, `links` and `demo`."""
    app.command("open")(open_)
    app.command("demo")(demo)
    app.command("open-link")(open_link)
    app.command("links")(links)


def open_link(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="A link of a workbook, refusal-annotator://open/..."
        ),
    ],
) -> None:
    """Show the place that a link leads to, in the window that is open or in a new one."""
    raise typer.Exit(_show(context, parse_address(address), None))


def links(
    register: Annotated[
        bool, typer.Option("--register", help="Open links of workbooks in this program.")
    ] = False,
    unregister: Annotated[bool, typer.Option("--unregister", help="Take that back.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say who opens them.")] = False,
) -> None:
    """Say who opens the links of workbooks on this computer, or change that for your account."""
    from refusal_annotator.workspace.link_opening import links_state, switch_links

    if register + unregister + status > 1:
        raise typer.BadParameter("give one of --register, --unregister and --status")
    state = switch_links(on=register) if register or unregister else links_state()
    typer.echo(state.sentence)


def _go_to(context: typer.Context, project: Path, written: str) -> int:
    """Show a place that was typed as ARTICLE[:START-END]; returns the exit code of the window."""
    from refusal_annotator.workspace.places import link_to
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(project, read_only=True) as opened:
        place = link_to(opened, written)
    return _show(context, place, project)


def open_(
    context: typer.Context,
    project: ProjectArgument,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="ARTICLE[:START-END]", help="Article and place to show, as 003:29-118."
        ),
    ] = None,
) -> None:
    """Open a project in the window."""
    from refusal_annotator.workspace.project_file import read_project_file

    read_project_file(project)
    if at is not None:
        raise typer.Exit(_go_to(context, project, at))
    raise typer.Exit(_window(context)(project))


def demo(
    context: typer.Context,
    headless: Annotated[
        bool, typer.Option("--headless", help="Open no window; write workbook and pictures.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for what is made.")
    ] = None,
) -> None:
    """Build the sample study and open it in the window."""
    from refusal_annotator.workspace.demo import prepare_sample, write_demo

    if not headless:
        sample = prepare_sample(out, progress=progress("Building the sample"))
        raise typer.Exit(_window(context)(sample))
    made = write_demo(out or Path("demo-output"), progress=progress("Building the sample"))
    pictures = context.obj["take_pictures"]
    shown = [made.workbook, made.figures, *made.suggestions]
    if pictures is not None:
        shown += pictures(made.project, made.folder / "screenshots")
    typer.echo(f"The sample study stands in {made.project}")
    for path in shown:
        typer.echo(str(path))


def _window(context: typer.Context) -> OpenWindow:
    opener: OpenWindow | None = context.obj["open_window"]
    if opener is None:
        raise AnnotatorError("There is no window here; use the other commands (--help).")
    return opener


def _show(context: typer.Context, place: PlaceLink, project: Path | None) -> int:
    show = context.obj["go_to_place"]
    if show is None:
        raise AnnotatorError("There is no window here; use the other commands (--help).")
    return show(place, project)
