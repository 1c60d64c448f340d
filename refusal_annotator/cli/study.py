"""Commands over a whole study: search it, hide suggestions from coders, see how fast work goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.cli.talking import ProjectArgument
from refusal_annotator.workspace.project import OpenProject


def add_commands(app: typer.Typer) -> None:
    """Add the commands `search`, `hide-suggestions` and `pace`."""
    app.command("search")(search)
    app.command("hide-suggestions")(hide_suggestions)
    app.command("pace")(pace)


def search(
    project: ProjectArgument,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help='Words that must all be there, "words in a row", begin*.'
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the places as JSON.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Places at most.")] = 200,
) -> None:
    """Search the texts of all articles; places are code points of the canonical text."""
    from refusal_annotator.workspace.searching import search_corpus

    with OpenProject.open(project, read_only=True) as opened:
        found = search_corpus(opened, query, limit=limit)
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
    else:
        for hit in found.hits:
            typer.echo(f"{hit.article}\t{hit.start}-{hit.end}\t{hit.snippet.strip()}")
    if not found.terms:
        typer.echo("There is no word in that query; name a word to look for.", err=True)
    elif found.more:
        typer.echo(f"There are more; these are the first {len(found.hits)}.", err=True)


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


def pace(
    project: ProjectArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.csv", help="Write a table.")
    ] = None,
) -> None:
    """Print working time, codings and codings per hour, by coder and article."""
    from refusal_annotator.workspace.pace import pace_table, shown_time, write_pace

    with OpenProject.open(project, read_only=True) as opened:
        table = pace_table(opened)
    if output is not None:
        write_pace(table, output)
        typer.echo(str(output))
        return
    for row in table.rows:
        rate = "" if row.pace.per_hour is None else f"{row.pace.per_hour:.0f} an hour"
        typer.echo(
            f"{row.coder}\t{row.article or 'all articles'}\t{shown_time(row.pace.seconds)}\t"
            f"{row.pace.spans} codings\t{rate}".rstrip("\t")
        )
