"""Commands that make a project, fill it and check it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from refusal_annotator.cli.talking import Failed, ProjectArgument, progress, say
from refusal_annotator.workspace.project import OpenProject


def add_commands(app: typer.Typer) -> None:
    """Add the commands `new`, `import` and `check`."""
    app.command("new")(new)
    app.command("import")(import_)
    app.command("check")(check)


def new(
    project: ProjectArgument,
    codebook: Annotated[
        Path, typer.Option("--codebook", metavar="FILE", help="Codebook of the study, as YAML.")
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the study; by default the folder's.")
    ] = None,
) -> None:
    """Make a project from a codebook."""
    from refusal_annotator.workspace.projects import read_codebook_text

    text = read_codebook_text(codebook)
    with OpenProject.create(project, name=name or project.resolve().name, codebook_text=text) as p:
        typer.echo(f"Made {p.folder} with {p.codebook.title}, version {p.codebook.version}")


def import_(
    project: ProjectArgument,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="Column of a table for a field."),
    ] = None,
) -> None:
    """Import articles: text files, tables with one article a row, folders of both."""
    from refusal_annotator.workspace.corpus import import_articles, preview_import

    mapping = _mapping(column or [])
    with OpenProject.open(project) as opened:
        batch = preview_import(opened, paths, mapping=mapping, progress=progress("Reading"))
        report = import_articles(opened, batch, progress=progress("Importing"))
    for item in batch.items:
        typer.echo(f"imported {item.name} ({item.encoding})")
    for note in report.notes:
        say(f"note: {note}")
    for problem in report.problems:
        say(f"left out: {problem}")
    refused = [problem for problem in report.problems if problem.kind == "refused"]
    say(f"{len(report.imported)} imported, {len(report.problems)} left out")
    if refused:
        raise Failed


def check(project: ProjectArgument) -> None:
    """Check that quotes equal the text, references resolve and the codebook is respected."""
    from refusal_annotator.workspace.checking import check_project

    with OpenProject.open(project, read_only=True) as opened:
        report = check_project(opened)
    for line in report.problems:
        typer.echo(f"problem: {line}")
    for line in report.pending:
        typer.echo(f"pending: {line}")
    typer.echo(
        f"{report.n_articles} articles, {report.n_spans} spans, {report.n_links} links: "
        f"{len(report.problems)} problems, {len(report.pending)} pending"
    )
    if report.problems:
        raise Failed


def _mapping(written: Sequence[str]) -> dict[str, str] | None:
    mapping = {}
    for entry in written:
        field, sign, column = entry.partition("=")
        if not sign or not field or not column:
            raise typer.BadParameter(f"--column takes FIELD=NAME, not {entry!r}")
        mapping[field.strip()] = column.strip()
    return mapping or None
