"""The first sheet: what was compared, the headline of each variable, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from refusal_annotator.domain.results import Result
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, SHARE, Column
from refusal_annotator.export.workbook_charts import chart_of_alphas
from refusal_annotator.export.workbook_context import (
    LEVEL_LABELS,
    MEASURE_LABELS,
    Context,
    figure,
    or_na,
    remarks,
    title_of,
    words,
)
from refusal_annotator.export.workbook_sheet import AuditSheet, Formula, Linked

_COLUMNS = (
    Column("Level", 18, wrap=True),
    Column("Variable", 27, wrap=True),
    Column("Measure", 21, wrap=True),
    Column("Value", 8, COEFFICIENT, right=True),
    Column("CI low", 8, COEFFICIENT, right=True),
    Column("CI high", 8, COEFFICIENT, right=True),
    Column("q(<.667)", 9, SHARE, right=True),
    Column("q(<.800)", 9, SHARE, right=True),
    Column("Raw agreement", 10, COEFFICIENT, right=True),
    Column("AC1", 8, COEFFICIENT, right=True),
    Column("Units", 8, COUNT, right=True),
    Column("Articles", 9, COUNT, right=True),
    Column("Values used", 9, COUNT, right=True),
    Column("Coders", 8, COUNT, right=True),
    Column("Share matched", 9, SHARE, right=True),
    Column("Verdict", 13),
    Column("Verdict, live", 13),
    Column("Why", 44, wrap=True),
)
_LEVELS = ("unitizing", "attribute", "link", "article", "pooled")
_ALWAYS = ("f1_overlap", "f1_exact", "identical_targets")


def write_summary(context: Context) -> None:
    """Write the sheet, its chart and its links."""
    lines = summary_lines(context)
    sheet = context.book.sheet("Summary", _COLUMNS, first_table_row=len(lines) + 4)
    sheet.line(f"Agreement of coders: {context.facts.project}", style="title")
    sheet.line()
    for label, text in lines:
        sheet.line(label, text)
    sheet.heads()
    first = sheet.at + 1
    matched = {match.type: match.share for match in context.report.type_matches}
    shown: list[Result] = []
    for result, own in headlines(context):
        share = result.details.get("matched_share", matched.get(result.variable))
        sheet.row(_row(context, result, own, share, sheet.at + 1))
        shown.append(result)
    last = sheet.at
    context.anchors["Summary", "first"], context.anchors["Summary", "last"] = first, last
    filtered = (first - 1, last)
    sheet.verdicts("P", first, last)
    sheet.verdicts("Q", first, last)
    _worst(context, sheet)
    anchor = sheet.at + 3
    rows = chart_of_alphas(context, sheet, shown, f"A{anchor}")
    sheet.close(len(_COLUMNS), filter_rows=filtered, chart_rows=rows)


def headlines(context: Context) -> Iterable[tuple[Result, Mapping[str, Result]]]:
    """Yield the results that stand on Summary, each with all of its variable."""
    for (level, variable), own in context.by_variable.items():
        if level not in _LEVELS or (level == "pooled" and variable != "all types"):
            continue
        heads = [r for r in own.values() if r.verdict is not None and _is_head(r, own)]
        heads += [own[m] for m in _ALWAYS if m in own and (level != "pooled" or m != "f1_exact")]
        for result in heads or [next(iter(own.values()))]:
            yield result, own


def _is_head(result: Result, own: Mapping[str, Result]) -> bool:
    # One alpha heads a variable; its other distances stand on Variables.
    judged = [r for r in own.values() if r.verdict is not None]
    return result is judged[0]


def _row(
    context: Context,
    result: Result,
    own: Mapping[str, Result],
    share: float | None,
    row: int,
) -> tuple[object, ...]:
    details = result.details
    judged = result.verdict is not None
    units = details.get("judged_units", result.n_units)
    coded = result.level in ("attribute", "article", "link") and "percent_agreement" in own
    return (
        LEVEL_LABELS.get(result.level, result.level),
        title_of(result.variable, result.label),
        MEASURE_LABELS.get(result.measure, result.measure),
        figure(result),
        or_na(result.ci_low),
        or_na(result.ci_high),
        or_na(result.q_below.get("0.667")),
        or_na(result.q_below.get("0.800")),
        figure(own["percent_agreement"]) if coded else None,
        figure(own["gwet_ac1"]) if coded and "gwet_ac1" in own else None,
        units,
        details.get("articles"),
        details.get("categories_used"),
        result.n_coders,
        share,
        result.verdict.value if result.verdict else None,
        _verdict_formula(row) if judged else None,
        _why(result),
    )


def _why(result: Result) -> str | None:
    """Return why there is this verdict or no figure, and what makes it shaky."""
    if result.reason:
        return result.reason.sentence
    cautions = remarks(result)
    if cautions and result.verdict_why:
        cautions = cautions[0].upper() + cautions[1:]
    return " ".join(part for part in (result.verdict_why, cautions) if part) or None


def _verdict_formula(row: int) -> Formula:
    few = f"K{row}<min_units,L{row}<min_articles,M{row}<2,NOT(ISNUMBER(E{row}))"
    return Formula(
        f'=IF(NOT(ISNUMBER(D{row})),"not computable",IF(OR({few}),"no verdict",'
        f'IF(E{row}>=t_reliable,"reliable",IF(E{row}>=t_tentative,"tentative","not reliable"))))'
    )


def summary_lines(context: Context) -> list[tuple[str, str]]:
    """Return what a reader wants to know of the origin of the figures."""
    report, facts = context.report, context.facts
    sample = report.diagnostics.sample
    left_out = "; ".join(f"{words(reason)}: {n}" for reason, n in report.left_out.items())
    share = f", {sample.share:.0%} of {sample.n_articles}" if sample.share is not None else ""
    lines = {
        "Codebook": f"{report.codebook_id} {report.codebook_version}",
        "Made": f"{facts.made:%Y-%m-%d %H:%M} with {facts.program}",
        "Coders": ", ".join(context.coders.values()),
        "Articles": (
            f"{report.n_compared} coded by two coders or more{share}; "
            f"{report.length:,} characters outside exclusion zones, {report.full_length:,} in all"
        ),
        "Spans match by": report.matching,
        "Intervals": (
            f"{report.options.confidence:.0%}, {report.options.resamples:,} resamples of articles, "
            f"seed {report.options.seed}"
        ),
        "Verdicts": (
            f"by the lower end of the interval: reliable from {report.thresholds.reliable:g}, "
            f"tentative from {report.thresholds.tentative:g} (sheet Settings)"
        ),
        "Left out": left_out or "nothing",
    }
    # What the project says of itself wins over what the report knows.
    return list({**lines, **facts.more}.items())


def _worst(context: Context, sheet: AuditSheet) -> None:
    """Three worst categories, pairs and documents, each a link to the sheet that shows more."""
    sheet.line()
    sheet.line("Look here first", style="title")
    for kind, name, value, target, row in worst(context):
        sheet.line(kind, Linked(name, target, row), None, round(value, 3))


def worst(context: Context) -> Iterable[tuple[str, str, float, str, int]]:
    """Yield kind, name, figure, sheet and row of what agrees worst."""
    diagnostics = context.report.diagnostics
    categories = [
        (f.alpha.value, f"{f.variable}: {f.category}", f"{f.level}/{f.variable}/{f.category}")
        for f in diagnostics.categories
        if f.alpha.value is not None and f.n_uses >= 5
    ]
    pairs = [
        (
            f.alpha,
            f"{f.variable}: {context.coders[f.first]} and {context.coders[f.second]}",
            f"{f.level}/{f.variable}/{f.first}/{f.second}",
        )
        for f in diagnostics.pairs
        if f.alpha is not None and f.n_common >= 5
    ]
    texts = [
        (f.u_alpha, f"{f.article}: {f.type}", f"{f.article_id}/{f.type}")
        for f in diagnostics.texts
        if f.u_alpha is not None
    ]
    for kind, found, target in (
        ("Category", categories, "Categories"),
        ("Pair of coders", pairs, "Pairs"),
        ("Article", texts, "Spans"),
    ):
        for value, name, key in sorted(found)[:3]:
            yield kind, name, value, target, context.anchors.get((target, key), 1)
