"""Commands for data and for spreadsheets: export a project, reliability of any table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from refusal_annotator.cli.talking import ProjectArgument, counted, progress, say, write_json
from refusal_annotator.domain.errors import AnnotatorError

_MOST_RESAMPLES = 100_000


def add_commands(app: typer.Typer) -> None:
    """Add the commands `agreement`, `export` and `reliability`."""
    app.command("agreement")(agreement)
    app.command("export")(export)
    app.command("reliability")(reliability)


ResamplesOption = Annotated[
    int,
    typer.Option("--resamples", metavar="N", min=0, help="Bootstrap resamples; 0: no intervals."),
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", metavar="N", min=0, help="Seed of the resamples.")
]
ConfidenceOption = Annotated[
    float, typer.Option("--confidence", metavar="P", help="Of the intervals, such as 0.95.")
]
BlindOption = Annotated[
    bool, typer.Option("--blind", help="Numbers in place of the names of coders.")
]
RetestOption = Annotated[
    str | None,
    typer.Option(
        "--retest",
        metavar="A=A2,B=B2",
        help="Compare persons with themselves: a coder, and the name of the second coding.",
    ),
]


def agreement(
    project: ProjectArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="Workbook to write.")
    ],
    coders: Annotated[
        str | None, typer.Option("--coders", metavar="A,B", help="Coders; by default all.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON, too.")
    ] = None,
    resamples: ResamplesOption = 2000,
    seed: SeedOption = None,
    confidence: ConfidenceOption = 0.95,
    blind: BlindOption = False,
    retest: RetestOption = None,
) -> None:
    """Compare coders and write the workbook."""
    from refusal_annotator.domain.comparison import blind_coders
    from refusal_annotator.workspace.project import OpenProject
    from refusal_annotator.workspace.reliability import (
        agreement_input,
        coders_named,
        retest_input,
        write_comparison,
    )

    if coders and retest:
        raise AnnotatorError("Give either --coders or --retest: --retest names its coders itself.")
    options = _comparison_options(resamples, seed, confidence)
    with OpenProject.open(project, read_only=True) as opened:
        if retest:
            material = retest_input(opened, _occasions(opened, retest))
        else:
            names = _split(coders)
            ids = [c.id for c in coders_named(opened, names)] if names else None
            material = agreement_input(opened, ids)
        report, written = write_comparison(
            opened, material, output, options=options, blind=blind, progress=progress("Comparing")
        )
    if json_file is not None:
        shown = replace(report, coders=blind_coders(report.coders)) if blind else report
        write_json(json_file, shown.to_json())
    typer.echo(str(written.path))
    for note in written.notes:
        say(f"note: {note}")
    say(
        f"{len(report.coders)} {'codings' if retest else 'coders'}, "
        f"{counted(report.n_compared, 'article', 'articles')} compared, "
        f"{counted(len(report.disagreements), 'disagreement', 'disagreements')}"
    )


def export(
    project: ProjectArgument,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="F", help="xlsx, csv, sav, dta or jsonl.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH", help="Folder, or a file with that ending."),
    ],
    coders: Annotated[
        str | None, typer.Option("--coders", metavar="A,B", help="Coders; by default all people.")
    ] = None,
    gold: Annotated[bool, typer.Option("--gold", help="The gold standard alone.")] = False,
    finished: Annotated[bool, typer.Option("--finished", help="Leave drafts out.")] = False,
    semicolon: Annotated[
        bool, typer.Option("--semicolon", help="CSV with semicolons and decimal commas.")
    ] = False,
    excel_safe: Annotated[
        bool,
        typer.Option("--excel-safe", help="CSV: an apostrophe before texts that Excel would run."),
    ] = False,
    tables: Annotated[
        str | None,
        typer.Option(
            "--tables", metavar="A,B", help="articles, spans, entities, codebook, units; or all."
        ),
    ] = None,
) -> None:
    """Write the codings for R, SPSS, Stata, Python or Excel, with dictionary and scripts."""
    from refusal_annotator.export.csv_files import CsvForm
    from refusal_annotator.workspace.exporting import DataChoice, export_data
    from refusal_annotator.workspace.project import OpenProject

    choice = DataChoice(
        coders=_split(coders), gold=gold, finished_only=finished, tables=_groups(tables)
    )
    csv = CsvForm(semicolon=semicolon, excel_safe=excel_safe)
    with OpenProject.open(project, read_only=True) as opened:
        written = export_data(
            opened, output, form, choice=choice, csv=csv, progress=progress("Writing")
        )
    for path in written.paths:
        typer.echo(str(path))
    for note in written.notes:
        say(f"note: {note}")


def reliability(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx table.")],
    level: Annotated[
        str | None,
        typer.Option(
            "--level", metavar="L", help="nominal, ordinal, interval, ratio or multi_select."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON, too.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.xlsx", help="Write a workbook.")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.")] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="COLUMN", help="Column of the units; - for none."),
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="COLUMN", help="Column of the coders.")
    ] = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="COLUMN", help="Column of the values.")
    ] = None,
    missing: Annotated[
        str | None, typer.Option("--missing", metavar="A,B", help="Words that mean no value.")
    ] = None,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="A,B", help="Categories of an ordinal variable, rising."),
    ] = None,
    decimal: Annotated[str, typer.Option("--decimal", help="Decimal sign of a text file.")] = ".",
    separator: Annotated[
        str, typer.Option("--separator", help="Between the categories of one cell.")
    ] = ";",
    resamples: ResamplesOption = 2000,
    seed: SeedOption = None,
    confidence: ConfidenceOption = 0.95,
    blind: BlindOption = False,
    retest: RetestOption = None,
) -> None:
    """Compute agreement of a table: units x coders, or the columns unit, coder and value."""
    from refusal_annotator.workspace.spreadsheet import (
        TableOptions,
        compare_spreadsheet,
        write_report,
    )

    if decimal not in (".", ","):
        raise AnnotatorError(f"--decimal takes . or , and not {decimal!r}.")
    report = compare_spreadsheet(
        file,
        TableOptions(
            level=level,
            sheet=sheet,
            unit=unit,
            coder=coder,
            value=value,
            missing=_split(missing),
            order=_split(order),
            decimal="," if decimal == "," else ".",
            separator=separator or ";",
        ),
        intervals=_comparison_options(resamples, seed, confidence),
        blind=blind,
        retest=_named_twice(retest),
        progress=progress("Computing"),
    )
    for line in _lines(report):
        typer.echo(line)
    for note in (*report.table.notes, *report.not_applied):
        say(f"note: {note}")
    if json_file is not None:
        write_json(json_file, report.to_json())
    if output is not None:
        write_report(report, output)
        typer.echo(str(output))


def _lines(report: Any) -> list[str]:
    data = report.table.data
    lines = [
        f"{report.file}: {data.n_units} units, {data.n_pairable_units} of them with two values or "
        f"more, {data.n_coders} coders ({', '.join(data.coders)}), {report.table.level}, "
        f"{report.table.form}"
    ]
    width = max((len(figure.label) for figure in report.figures), default=0)
    for figure in report.figures:
        lines.append(f"{figure.label:<{width}}  {_shown(figure.result)}")
    return lines


def _shown(result: Any) -> str:
    if result.value is None:
        return f"undefined: {result.reason.sentence}"
    interval = ""
    if result.ci_low is not None and result.ci_high is not None:
        interval = f"  [{result.ci_low:.3f}, {result.ci_high:.3f}]"
    cautions = " ".join(str(caution) for caution in result.warnings)
    return f"{result.value:7.3f}{interval}{f'  ({cautions})' if cautions else ''}"


def _comparison_options(resamples: int, seed: int | None, confidence: float) -> Any:
    from refusal_annotator.domain.diagnostics import ComparisonOptions

    if not 0 < confidence < 1:
        raise AnnotatorError(
            f"--confidence takes a share between 0 and 1, such as 0.95, and not {confidence:g}."
        )
    if resamples > _MOST_RESAMPLES:
        raise AnnotatorError(f"--resamples takes at most {_MOST_RESAMPLES:,}.")
    chosen: dict[str, Any] = {} if seed is None else {"seed": seed}
    return ComparisonOptions(resamples=resamples, confidence=confidence, **chosen)


def _occasions(project: Any, written: str) -> list[tuple[UUID, UUID]]:
    """Return the pairs of coders that --retest names."""
    from refusal_annotator.workspace.reliability import coders_named

    pairs = []
    for first, second in _named_twice(written):
        found = coders_named(project, [first, second])
        if len(found) < 2:
            raise AnnotatorError(f"--retest names {first} twice; name the second coding.")
        pairs.append((found[0].id, found[1].id))
    return pairs


def _named_twice(written: str | None) -> list[tuple[str, str]]:
    """Return the names of the first and the second coding of each person."""
    pairs = []
    for part in _split(written):
        first, sign, second = part.partition("=")
        if not sign or not first.strip() or not second.strip():
            raise AnnotatorError(
                f"--retest takes pairs such as Ann=Ann again, and not {part!r}: the name of a "
                "coder, and the name under which the same person coded a second time."
            )
        pairs.append((first.strip(), second.strip()))
    return pairs


def _groups(written: str | None) -> tuple[str, ...]:
    from refusal_annotator.export.data_dictionary import GROUPS

    chosen = _split(written)
    strange = [name for name in chosen if name not in GROUPS]
    if strange:
        raise AnnotatorError(
            f"--tables takes {', '.join(GROUPS)}, and not {strange[0]!r}. The spans and the "
            "dictionary always go along."
        )
    return chosen


def _split(written: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (written or "").split(",") if part.strip())
