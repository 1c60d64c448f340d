"""Commands for coding files: one JSON file for each article and coder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.cli.talking import Failed, ProjectArgument, counted, progress, say
from refusal_annotator.workspace.project import OpenProject


def add_commands(app: typer.Typer) -> None:
    """Add the commands `codings import` and `codings export`."""
    codings = typer.Typer(help="Coding files: one JSON file for each article and coder.")
    codings.command("import")(codings_import)
    codings.command("export")(codings_export)
    app.add_typer(codings, name="codings")


def codings_import(
    project: ProjectArgument,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Coding files, folders.")],
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Coder; wins over the files.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Do not mark the articles as finished.")
    ] = False,
) -> None:
    """Take in codings; a file with a wrong value, quote or offset changes nothing."""
    from refusal_annotator.workspace.codings import import_codings

    with OpenProject.open(project) as opened:
        report = import_codings(
            opened, paths, coder_name=coder, draft=draft, progress=progress("Importing")
        )
    for file in report.files:
        if file.outcome != "refused":
            typer.echo(
                f"{file.outcome} {file.name} for {file.coder}: {file.article}, "
                f"{file.n_spans} spans, {file.n_relations} links"
            )
        for line in (*map(str, file.problems), *(f"{file.name}: {note}" for note in file.notes)):
            say(line)
        if file.outcome == "refused":
            say(f"{file.name} was refused and changed nothing")
    waiting, unknown = report.n_pending_links, len(report.pending_entities)
    if waiting:
        say(f"{counted(waiting, 'link waits', 'links wait')} for codings that are not here yet")
    if unknown:
        say(f"{counted(unknown, 'name is', 'names are')} not in the entity registry yet")
    if report.refused:
        raise Failed


def codings_export(
    project: ProjectArgument,
    folder: Annotated[Path, typer.Argument(metavar="PATH", help="Folder for the files.")],
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Whose codings.")],
) -> None:
    """Write one coder's codings, one file for each article."""
    from refusal_annotator.workspace.codings import export_codings
    from refusal_annotator.workspace.reliability import coders_named

    with OpenProject.open(project, read_only=True) as opened:
        written = export_codings(opened, coders_named(opened, [coder])[0], folder)
    for path in written:
        typer.echo(str(path))
    if not written:
        say(f"{coder} has coded nothing yet; no file was written")
