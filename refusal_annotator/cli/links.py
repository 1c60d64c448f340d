"""Commands for places in texts: follow a link, and let the system hand links to the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink, parse_address


def add_commands(app: typer.Typer) -> None:
    """Add the commands `open-link` and `links`."""
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


def go_to(context: typer.Context, project: Path, written: str) -> int:
    """Show a place that was typed as ARTICLE[:START-END]; returns the exit code of the window."""
    from refusal_annotator.workspace.places import link_to
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(project, read_only=True) as opened:
        place = link_to(opened, written)
    return _show(context, place, project)


def _show(context: typer.Context, place: PlaceLink, project: Path | None) -> int:
    show = context.obj["go_to_place"]
    if show is None:
        raise AnnotatorError("There is no window here; use the other commands (--help).")
    return show(place, project)
