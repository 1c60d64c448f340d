"""The command that recomputes published values of agreement measures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from refusal_annotator.cli.talking import Failed, say, write_json


def add_commands(app: typer.Typer) -> None:
    """Add the command `verify`."""
    app.command("verify")(verify)


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
    say(
        f"{len(compared) - len(failed)} of {len(compared)} values agree, "
        f"{len(found) - len(compared)} not compared"
    )
    if json_file is not None:
        write_json(json_file, {"format": 1, "cases": [case.to_json() for case in found]})
    if failed:
        raise Failed


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
