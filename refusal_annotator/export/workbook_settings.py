"""What was chosen, what was coded twice, and how much would be required: Settings and Sample."""

from __future__ import annotations

from collections.abc import Sequence

from refusal_annotator.domain.results import Caution, Reason
from refusal_annotator.export.sheet import COUNT, Column
from refusal_annotator.export.workbook_context import LEVEL_LABELS, NOT_DEFINED, Context, words
from refusal_annotator.export.workbook_sheet import NAMES, AuditSheet, Formula

_N = {"number_format": COUNT, "right": True}
_SETTINGS = (Column("Setting", 38, wrap=True), Column("Value", 110, wrap=True))


def start_settings(context: Context) -> AuditSheet:
    """Write the settings; thresholds are named cells that verdicts refer to."""
    sheet = context.book.sheet("Settings", _SETTINGS)
    sheet.heads()
    report = context.report
    options = report.options
    values = {
        "t_tentative": report.thresholds.tentative,
        "t_reliable": report.thresholds.reliable,
        "min_units": options.min_units,
        "min_articles": options.min_articles,
        "planning_alpha": options.planning_alpha,
        "significance": options.significance,
    }
    for name, value in values.items():
        sheet.row((NAMES[name], value))
        context.book.name(name, "Settings", f"B{sheet.at}")
    for label, text in (
        ("Project", context.facts.project),
        ("Identifier of the codebook", f"{report.codebook_id} {report.codebook_version}"),
        ("Program", context.facts.program),
        *context.facts.more.items(),
        ("Confidence", options.confidence),
        ("Resamples", options.resamples),
        ("Seed", options.seed),
        ("Interval by", options.ci_method),
        ("Matching of spans", f"one to one, largest sum of overlap; {report.matching}"),
        ("Edges trimmed", "yes" if options.trim else "no"),
        ("Gamma", "computed" if options.gamma else "not asked for"),
        *RULES,
        *(_PLACES if context.has_places else ()),
    ):
        sheet.row((label, text))
    for reason in Reason:
        sheet.row((f"n/a: {words(reason.value)}", reason.sentence))
    for caution in Caution:
        sheet.row((f"Read with: {words(caution.value)}", caution.sentence))
    return sheet


def finish_settings(sheet: AuditSheet, context: Context) -> None:
    """Add what the texts needed, once all sheets are written."""
    sheet.row(("Characters replaced", context.book.n_replaced))
    sheet.row(("Texts on the sheet Long texts", context.book.n_long))
    sheet.finish()


RULES: Sequence[tuple[str, str]] = (
    (
        "Stored and live",
        "Every figure is stored in full precision. Columns named live hold formulas that recompute "
        "it; changing a threshold above changes the live verdicts and their colours.",
    ),
    (
        "u-alpha",
        "Krippendorff's alpha for unitizing (2016) by span type; texts one after another, "
        "exclusion zones cut out; overlapping spans of one coder and type joined and counted.",
    ),
    (
        "u-alpha on sets",
        "Types may overlap within a coder: each stretch of text bears a set of types, compared by "
        "Jaccard's distance. Our extension; equal to u-alpha where nothing overlaps.",
    ),
    ("F1", "2 x agreed spans / spans of both coders; mean over pairs of coders."),
    (
        "alpha",
        "Krippendorff's alpha at the level of the variable, on matched spans; a coder without a "
        "span or value is missing.",
    ),
    (
        "alpha incl. absence",
        "The same with no span as a category of its own, over all spans of all coders.",
    ),
    (
        "Raw agreement",
        "Share of pairs of values that are the same, mean over units; not corrected for chance.",
    ),
    ("AC1, AC2", "Gwet's coefficients, with all categories of the codebook."),
    (
        "Intervals",
        "Articles are resampled, not spans, since spans of one article resemble each other; "
        "observed and expected disagreement are computed anew each time.",
    ),
    ("q(<t)", "Share of resamples below t: how likely the true value is lower."),
    (
        "Against the rest",
        "Alpha of a category against all others together; other programs print other quantities "
        "under that name.",
    ),
    (
        "Missing values",
        "Empty and not yet coded are missing. Not applicable and not determinable are categories "
        "for nominal and multi-select variables, and missing and counted at other levels.",
    ),
    (
        "Open bounds",
        "Low is compared with low, high with high; pairs with an open bound do not enter alpha and "
        "are counted.",
    ),
    (
        "Dates",
        "A partial date counts as the middle of its period; pairs with an open end are left out "
        "and counted.",
    ),
    (
        "Links",
        "Targets are the same if they are matched spans; pairs without a link on either side are "
        "left out and counted.",
    ),
    (
        "Rows of Data",
        "article, span, link: one row per coding and variable. finished: an article that a coder "
        "finished, from 0 to the length of its text, with the span types coded there. zone: text "
        "that is cut out. Positions count code points of the text with its zones.",
    ),
    ("Not tested", "Text, derived and deprecated variables."),
)

_PLACES: Sequence[tuple[str, str]] = (
    (
        "Open in tool",
        "Open shows the place in Refusal Annotator, on a computer where the project was opened "
        "before and links from workbooks are switched on (Settings in the window, or "
        "refusal-annotator links --register). The link holds two identifiers and a place, no text "
        "and no name.",
    ),
)

_SAMPLE = (
    Column("Level", 28),
    Column("Variable", 36, wrap=True),
    Column("Rarest category", 28, wrap=True),
    Column("Its share", 10, "0.0 %", right=True),
    Column("Coders", 8, **_N),
    Column("Values compared", 10, **_N),
    Column("Required", 10, **_N),
    Column("Required, live", 10, **_N),
    Column("Shortfall", 10, **_N),
    Column("Shortfall, live", 10, **_N),
)


def write_sample(context: Context) -> None:
    """Write what was coded twice, and the values that each variable would need."""
    sample = context.report.diagnostics.sample
    sheet = context.book.sheet("Sample", _SAMPLE, first_table_row=12)
    sheet.line("How much was coded twice, and how much would be needed", style="title")
    sheet.line()
    for label, value in (
        ("Articles in the project", sample.n_articles),
        ("Coded by anybody", sample.n_coded),
        ("Coded by two coders or more", sample.n_double),
        ("How they were drawn", sample.method or "(fill in: at random, purposefully, all …)"),
    ):
        sheet.line(label, value)
    share = sample.share
    sheet.columns = (Column("", 28), Column("", 36, "0.0 %"))
    sheet.restyle()
    sheet.row(("Share coded twice", NOT_DEFINED if share is None else share))
    sheet.row(("Share, live", Formula(f'=IF(B3>0,B5/B3,"{NOT_DEFINED}")')))
    sheet.columns = _SAMPLE
    sheet.restyle()
    sheet.line(
        "Required",
        "values to tell an alpha of the size to plan for from a smaller one "
        "(Bloch and Kraemer, as used by Krippendorff); see Settings",
    )
    sheet.heads()
    for row in _sample_rows(context, sheet.at + 1):
        sheet.row(row)
    sheet.finish()


def _sample_rows(context: Context, first: int) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    totals = {(t.level, t.variable): t for t in context.tables}
    rarest: dict[tuple[str, str], tuple[float, str, int | None]] = {}
    for found in context.report.diagnostics.categories:
        key = (found.level, found.variable)
        if key not in rarest or found.share < rarest[key][0]:
            rarest[key] = (found.share, found.category, found.required)
    for (level, variable), (share, category, required) in rarest.items():
        row = first + len(rows)
        data = totals[level, variable].data
        short = None if required is None else max(0, required - data.n_pairable)
        rows.append(
            (
                LEVEL_LABELS.get(level, level),
                variable,
                category,
                share,
                data.n_coders,
                data.n_pairable,
                NOT_DEFINED if required is None else required,
                _required(row),
                NOT_DEFINED if short is None else short,
                Formula(f'=IF(ISNUMBER(H{row}),MAX(0,H{row}-F{row}),"{NOT_DEFINED}")'),
            )
        )
    return rows


def _required(row: int) -> Formula:
    z = "_xlfn.NORM.S.INV(1-significance)"
    a = "planning_alpha"
    spread = f"(1+{a})*(3-{a})/(4*(1-{a})*D{row}*(1-D{row}))-{a}"
    return Formula(
        f'=IF(AND(D{row}>0,D{row}<1),ROUNDUP(E{row}*{z}^2*({spread}),0),"{NOT_DEFINED}")'
    )
