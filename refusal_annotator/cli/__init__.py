"""The command line: one workspace call for each command.

Results go to standard output, progress and errors to standard error. Exit code 0: done; 1: the
job or a check failed; 2: wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from refusal_annotator import __version__, cli_data, cli_links, cli_study, cli_suggestions
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.workspace.project import OpenProject

OpenWindow = Callable[[Path | None], int]
GoToPlace = Callable[[PlaceLink, Path | None], int]
TakePictures = Callable[[Path, Path], list[Path]]

app = typer.Typer(
    name="refusal-annotator",
    help="Tag claims, actors, numbers and stance in news, and see how far coders agree.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
codings_app = typer.Typer(help="Coding files: one JSON file for each article and coder.")
app.add_typer(codings_app, name="codings")
cli_data.add_commands(app)
cli_suggestions.add_commands(app)
cli_study.add_commands(app)
cli_links.add_commands(app)

ProjectArgument = Annotated[Path, typer.Argument(metavar="PROJECT", help="Folder of the project.")]


class Failed(Exception):
    """The job ran and failed; what there is to say has been said."""


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
        _say(str(error))
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        _say(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
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


@app.command("open")
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
        raise typer.Exit(cli_links.go_to(context, project, at))
    raise typer.Exit(_window(context)(project))


@app.command()
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
        sample = prepare_sample(out, progress=_progress("Building the sample"))
        raise typer.Exit(_window(context)(sample))
    made = write_demo(out or Path("demo-output"), progress=_progress("Building the sample"))
    pictures = context.obj["take_pictures"]
    shown = [made.workbook, made.figures, *made.suggestions]
    if pictures is not None:
        shown += pictures(made.project, made.folder / "screenshots")
    typer.echo(f"The sample study stands in {made.project}")
    for path in shown:
        typer.echo(str(path))


@app.command()
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


@app.command("import")
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
        batch = preview_import(opened, paths, mapping=mapping, progress=_progress("Reading"))
        report = import_articles(opened, batch, progress=_progress("Importing"))
    for item in batch.items:
        typer.echo(f"imported {item.name} ({item.encoding})")
    for note in report.notes:
        _say(f"note: {note}")
    for problem in report.problems:
        _say(f"left out: {problem}")
    refused = [problem for problem in report.problems if problem.kind == "refused"]
    _say(f"{len(report.imported)} imported, {len(report.problems)} left out")
    if refused:
        raise Failed


@codings_app.command("import")
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
            opened, paths, coder_name=coder, draft=draft, progress=_progress("Importing")
        )
    for file in report.files:
        if file.outcome != "refused":
            typer.echo(
                f"{file.outcome} {file.name} for {file.coder}: {file.article}, "
                f"{file.n_spans} spans, {file.n_relations} links"
            )
        for line in (*map(str, file.problems), *(f"{file.name}: {note}" for note in file.notes)):
            _say(line)
        if file.outcome == "refused":
            _say(f"{file.name} was refused and changed nothing")
    waiting, unknown = report.n_pending_links, len(report.pending_entities)
    if waiting:
        _say(f"{_count(waiting, 'link waits', 'links wait')} for codings that are not here yet")
    if unknown:
        _say(f"{_count(unknown, 'name is', 'names are')} not in the entity registry yet")
    if report.refused:
        raise Failed


@codings_app.command("export")
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
        _say(f"{coder} has coded nothing yet; no file was written")


@app.command()
def verify(
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Cases; by default our own.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the outcome as JSON.")
    ] = None,
) -> None:
    """Recompute published values of agreement measures."""
    from refusal_annotator.workspace.tools import verify as recompute

    found = recompute(cases)
    for case in found:
        typer.echo(_verify_line(case))
    failed = [case for case in found if case.ok is False]
    compared = [case for case in found if case.ok is not None]
    _say(
        f"{len(compared) - len(failed)} of {len(compared)} values agree, "
        f"{len(found) - len(compared)} not compared"
    )
    if json_file is not None:
        _write_json(json_file, {"format": 1, "cases": [case.to_json() for case in found]})
    if failed:
        raise Failed


@app.command()
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


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _verify_line(case: Any) -> str:
    def shown(content: Any) -> str:
        return "undefined" if content is None else json.dumps(content)

    if case.ok is None:
        return f"   -   {case.id} {case.measure}: {case.reason}"
    gap = case.difference
    mark = "ok   " if case.ok else "FAILS"
    difference = f", difference {gap:.2g}" if gap is not None else ""
    line = f"{mark}  {case.id} {case.measure}: expected {shown(case.expected)}"
    return f"{line}, computed {shown(case.computed)}{difference}"


def _window(context: typer.Context) -> OpenWindow:
    opener: OpenWindow | None = context.obj["open_window"]
    if opener is None:
        raise AnnotatorError("There is no window here; use the other commands (--help).")
    return opener


def _mapping(written: Sequence[str]) -> dict[str, str] | None:
    mapping = {}
    for entry in written:
        field, sign, column = entry.partition("=")
        if not sign or not field or not column:
            raise typer.BadParameter(f"--column takes FIELD=NAME, not {entry!r}")
        mapping[field.strip()] = column.strip()
    return mapping or None


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be written: {error.strerror}.") from error


def _progress(label: str) -> Callable[[int, int, str], None] | None:
    """Bar on a terminal; nothing where errors go to a file."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        text = f"{label} {done}/{total} {name}"[:78]
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{text:<78}{end}")
        sys.stderr.flush()

    return show


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _tolerate_narrow_encodings() -> None:
    """A console that cannot show a character shows its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
