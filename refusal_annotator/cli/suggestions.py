"""Commands for suggestions: make them, learn from coders, tell how good they were, choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refusal_annotator.cli.talking import ProjectArgument, progress, say, write_json
from refusal_annotator.workspace.project import OpenProject

if TYPE_CHECKING:
    from refusal_annotator.workspace.prehighlighting import PrehighlightReport


def add_commands(app: typer.Typer) -> None:
    """Add the commands `prehighlight`, `learn` and `suggestions`."""
    app.command("prehighlight")(prehighlight)
    app.command("learn")(learn)
    app.command("suggestions")(suggestions)


def prehighlight(
    project: ProjectArgument,
    json_dir: Annotated[
        Path | None,
        typer.Option("--json-dir", metavar="DIR", help="Write the suggestions as JSON, too."),
    ] = None,
    pipeline: Annotated[
        str | None,
        typer.Option(
            "--pipeline",
            metavar="NAME_OR_FOLDER",
            help="spaCy pipeline to help the rules; by default the project's, '' for none.",
        ),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep --pipeline as the project's own.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option("--processes", min=1, help="Processes; by default as many as are worth it."),
    ] = None,
) -> None:
    """Make suggestions for all articles; decisions made already stay."""
    from refusal_annotator.workspace.corpus import run_prehighlight, write_suggestions
    from refusal_annotator.workspace.thresholds import set_pipeline

    if keep and pipeline is None:
        raise typer.BadParameter("--keep needs --pipeline")
    with OpenProject.open(project) as opened:
        if keep and pipeline is not None:
            set_pipeline(opened, pipeline)
        report = run_prehighlight(
            opened,
            trained=pipeline,
            n_processes=processes,
            progress=progress("Looking for suggestions"),
        )
        if json_dir is not None:
            for path in write_suggestions(opened, json_dir):
                typer.echo(str(path))
    _say_found(report)


def learn(
    project: ProjectArgument,
    off: Annotated[
        list[str] | None,
        typer.Option("--off", metavar="ROLE", help="Leave this role to the rules."),
    ] = None,
    on: Annotated[
        list[str] | None, typer.Option("--on", metavar="ROLE", help="Use what was learned again.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Delete what was learned; the rules stay.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Make the suggestions anew afterwards.")
    ] = False,
) -> None:
    """Learn from finished articles; used only where cross-validation shows it better."""
    from refusal_annotator.workspace import learning

    if forget and (off or on):
        raise typer.BadParameter("--forget goes with neither --on nor --off")
    with OpenProject.open(project) as opened:
        if forget:
            learning.forget_learned(opened)
            typer.echo("What was learned is deleted; suggestions are made with the rules.")
        elif off or on:
            for role in off or []:
                learning.switch_learning(opened, role, on=False)
            for role in on or []:
                learning.switch_learning(opened, role, on=True)
            _echo_learned(learning.learned_lines(opened))
        else:
            learning.train_from_codings(opened, progress=progress("Learning"))
            _echo_learned(learning.learned_lines(opened))
        if again:
            from refusal_annotator.workspace.corpus import run_prehighlight

            _say_found(run_prehighlight(opened, progress=progress("Looking for suggestions")))


def suggestions(
    project: ProjectArgument,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="NAME", help="Only this coder's articles; may repeat."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON, too.")
    ] = None,
) -> None:
    """Tell per type what coders did with suggestions, with precision and recall."""
    from refusal_annotator.workspace.reliability import coders_named
    from refusal_annotator.workspace.suggestion_report import (
        report_json,
        report_lines,
        suggestion_report,
    )

    with OpenProject.open(project, read_only=True) as opened:
        ids = [c.id for c in coders_named(opened, coder)] if coder else []
        report = suggestion_report(opened, ids)
        lines = report_lines(opened, report)
        content = report_json(opened, report)
    for line in lines:
        typer.echo(line)
    if json_file is not None:
        write_json(json_file, content)
    articles, codings = report.n_articles, report.n_codings
    say(
        f"{articles} finished article{'' if articles == 1 else 's'} in "
        f"{codings} coding{'' if codings == 1 else 's'}"
        + (f"; suggestions by {', '.join(report.sources)}" if report.sources else "")
    )


def _say_found(report: PrehighlightReport) -> None:
    for key, count in report.n_suggestions.items():
        say(f"{key}: {count} suggestion{'' if count == 1 else 's'}")
    for role in report.missing_roles:
        say(f"note: the codebook has no unit with the role {role}; nothing was sought for it")
    for notice in report.notices:
        say(f"note: {notice}")


def _echo_learned(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
