"""Commands of a supervisor: hide suggestions from coders, see how fast work goes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.workspace.project import OpenProject

ProjectArgument = Annotated[Path, typer.Argument(metavar="PROJECT", help="Folder of the project.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands `hide-suggestions` and `pace`."""
    app.command("hide-suggestions")(hide_suggestions)
    app.command("pace")(pace)


def hide_suggestions(
    project: ProjectArgument,
    share: Annotated[
        float,
        typer.Option("--share", min=0, max=1, help="Share of articles without suggestions."),
    ],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draw; written down.")],
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="NAME", help="For this coder; repeat it, or for all."),
    ] = None,
) -> None:
    """Hide suggestions in a random share of articles; what was begun stays as it was."""
    from refusal_annotator.workspace import hiding

    with OpenProject.open(project) as opened:
        for each in hiding.coders_to_hide_from(opened, coder or ()):
            made = hiding.hide_suggestions(opened, each, share=share, seed=seed)
            typer.echo(
                f"{each.name}: {made.n_hidden} of {made.n_articles} articles without suggestions"
            )


def pace(project: ProjectArgument) -> None:
    """Print working time, codings and codings per hour, by coder and article."""
    from refusal_annotator.workspace.pace import pace_table, shown_time

    with OpenProject.open(project, read_only=True) as opened:
        table = pace_table(opened)
        for row in table.rows:
            rate = "" if row.pace.per_hour is None else f"{row.pace.per_hour:.0f} an hour"
            typer.echo(
                f"{row.coder}\t{row.article or 'all articles'}\t{shown_time(row.pace.seconds)}\t"
                f"{row.pace.spans} codings\t{rate}".rstrip("\t")
            )
