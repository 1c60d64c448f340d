"""Coders, pairs of coders, and parts of the data: over time, by version, by origin."""

from __future__ import annotations

from collections.abc import Sequence

from refusal_annotator.domain.diagnostics import CoderFigures, PairFigures
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, SHARE, Column
from refusal_annotator.export.workbook_charts import chart_of_gains
from refusal_annotator.export.workbook_context import (
    LEVEL_LABELS,
    MEASURE_LABELS,
    NOT_DEFINED,
    Context,
    or_na,
)
from refusal_annotator.export.workbook_sheet import AuditSheet, Formula, letter

_C = {"number_format": COEFFICIENT, "right": True}
_N = {"number_format": COUNT, "right": True}

_CODERS = (
    Column("Coder", 20),
    Column("Level", 14),
    Column("Variable", 34, wrap=True),
    Column("Units", 9, **_N),
    Column("Values", 9, **_N),
    Column("Mean alpha with others", 11, **_C),
    Column("Alpha, all coders", 10, **_C),
    Column("Alpha without this coder", 11, **_C),
    Column("Gain", 9, **_C),
    Column("Gain, live", 9, **_C),
    Column("Bias: share less the others'", 46, wrap=True),
    Column("First third", 9, **_C),
    Column("Last third", 9, **_C),
    Column("Drift", 9, **_C),
    Column("Drift, live", 9, **_C),
)
_HABITS = (
    Column("Coder", 20),
    Column("", 14),
    Column("Span type", 34),
    Column("Articles", 9, **_N),
    Column("Spans", 9, **_N),
    Column("Spans per 1,000 words", 11, "0.0", right=True),
    Column("Median length", 10, "0.0", right=True),
    Column("Share unmatched", 11, SHARE, right=True),
)


def write_coders(context: Context) -> None:
    """Write one row per coder and variable, then how coders mark spans, and a chart of gains."""
    sheet = context.book.sheet("Coders", _CODERS)
    sheet.heads()
    found = sorted(context.report.diagnostics.coders, key=lambda f: _order(context, f))
    for figures in found:
        sheet.row(_coder_row(context, figures, sheet.at + 1))
    last = sheet.at
    sheet.below("F", 2, max(2, last), "t_tentative")
    if context.report.diagnostics.coder_spans:
        sheet.block(_HABITS, "How coders mark spans")
    for habit in context.report.diagnostics.coder_spans:
        sheet.row(
            (
                context.coders[habit.coder_id],
                None,
                habit.type,
                habit.n_articles,
                habit.n_spans,
                or_na(habit.per_thousand_words),
                or_na(habit.median_length),
                or_na(habit.share_unmatched),
            )
        )
    rows = chart_of_gains(context, sheet, _gains(context, found), f"A{sheet.at + 3}")
    sheet.close(len(_CODERS), filter_rows=(1, max(1, last)), chart_rows=rows)


def _order(context: Context, figures: CoderFigures) -> int:
    return list(context.coders).index(figures.coder_id)


def _coder_row(context: Context, figures: CoderFigures, row: int) -> tuple[object, ...]:
    gain = None
    if figures.alpha_without is not None and figures.alpha_all is not None:
        gain = figures.alpha_without - figures.alpha_all
    return (
        context.coders[figures.coder_id],
        LEVEL_LABELS.get(figures.level, figures.level),
        figures.variable,
        figures.n_units,
        figures.n_values,
        or_na(figures.mean_pairwise),
        or_na(figures.alpha_all),
        or_na(figures.alpha_without),
        or_na(gain),
        _difference(f"H{row}", f"G{row}"),
        _bias_in_words(figures.bias) or None,
        or_na(figures.first_third),
        or_na(figures.last_third),
        or_na(figures.drift),
        _difference(f"M{row}", f"L{row}"),
    )


def _bias_in_words(bias: Sequence[tuple[str, float]]) -> str:
    told = ((name, f"{share:+.0%}".replace("-", "−")) for name, share in bias)
    return "; ".join(f"{name} {share}" for name, share in told if share[1:] != "0%")


def _difference(later: str, earlier: str) -> Formula:
    both = f"AND(ISNUMBER({later}),ISNUMBER({earlier}))"
    return Formula(f'=IF({both},{later}-{earlier},"{NOT_DEFINED}")')


def _gains(context: Context, found: Sequence[CoderFigures]) -> list[tuple[str, float]]:
    rows = []
    for coder, name in context.coders.items():
        gains = [
            f.alpha_without - f.alpha_all
            for f in found
            if f.coder_id == coder and f.alpha_without is not None and f.alpha_all is not None
        ]
        if gains:
            rows.append((name, sum(gains) / len(gains)))
    return rows


_PAIRS = (
    Column("Level", 14),
    Column("Variable", 34, wrap=True),
    Column("Coder A", 18),
    Column("Coder B", 18),
    Column("Common", 9, **_N),
    Column("Agree", 9, **_N),
    Column("Raw agreement", 10, **_C),
    Column("Raw, live", 9, **_C),
    Column("Kappa", 8, **_C),
    Column("Weighted kappa", 9, **_C),
    Column("Largest kappa", 9, **_C),
    Column("Pi", 8, **_C),
    Column("Alpha", 8, **_C),
    Column("F1 exact", 9, **_C),
    Column("F1 overlap", 9, **_C),
    Column("Margins: p", 11, "0.000", right=True),
    Column("Bias index", 8, **_C),
    Column("Prevalence index", 10, **_C),
)


def write_pairs(context: Context) -> None:
    """Write one row per pair of coders and variable, and a square of alphas per variable."""
    sheet = context.book.sheet("Pairs", _PAIRS)
    sheet.heads()
    pairs = context.report.diagnostics.pairs
    for pair in pairs:
        row = sheet.at + 1
        key = f"{pair.level}/{pair.variable}/{pair.first}/{pair.second}"
        context.anchors["Pairs", key] = row
        sheet.row(_pair_row(context, pair, row))
    last = sheet.at
    sheet.below("M", 2, max(2, last), "t_tentative")
    _squares(context, sheet, [pair for pair in pairs if pair.level != "unitizing"])
    sheet.close(len(_PAIRS), filter_rows=(1, max(1, last)))


def _pair_row(context: Context, pair: PairFigures, row: int) -> tuple[object, ...]:
    return (
        LEVEL_LABELS.get(pair.level, pair.level),
        pair.variable,
        context.coders[pair.first],
        context.coders[pair.second],
        pair.n_common,
        pair.n_agreed,
        pair.n_agreed / pair.n_common if pair.n_common else NOT_DEFINED,
        Formula(f'=IF(E{row}>0,F{row}/E{row},"{NOT_DEFINED}")'),
        pair.kappa,
        pair.kappa_weighted,
        pair.kappa_max,
        pair.pi,
        pair.alpha if pair.level == "unitizing" else or_na(pair.alpha),
        pair.f1_exact,
        pair.f1_overlap,
        pair.marginal_p,
        pair.bias_index,
        pair.prevalence_index,
    )


def _squares(context: Context, sheet: AuditSheet, pairs: Sequence[PairFigures]) -> None:
    coders = list(context.coders)
    if len(coders) < 3:
        return
    by_variable: dict[tuple[str, str], list[PairFigures]] = {}
    for pair in pairs:
        by_variable.setdefault((pair.level, pair.variable), []).append(pair)
    names = list(context.coders.values())
    for (level, variable), own in by_variable.items():
        known = {frozenset((p.first, p.second)): p.alpha for p in own}
        columns = (
            Column(LEVEL_LABELS.get(level, level), 14),
            Column(f"{variable}: alpha", 34, wrap=True),
            *(Column(name, 9, **_C) for name in names),
        )
        head = sheet.block(columns)
        for coder in coders:
            cells = [known.get(frozenset((coder, other))) for other in coders]
            sheet.row((None, context.coders[coder], *cells))
        sheet.scale(f"C{head + 1}:{letter(2 + len(coders))}{sheet.at}")


_PARTS = (
    Column("Parted by", 18),
    Column("Part", 22),
    Column("Level", 14),
    Column("Variable", 34, wrap=True),
    Column("Measure", 26),
    Column("Articles", 9, **_N),
    Column("Units", 9, **_N),
    Column("Value", 9, **_C),
    Column("CI low", 9, **_C),
    Column("CI high", 9, **_C),
)


def write_parts(context: Context) -> None:
    """Write figures on parts of the data: drift, codebook versions, suggestions, origin."""
    sheet = context.book.sheet("Parts", _PARTS, first_table_row=5)
    sheet.line("The same figures on parts of the data", style="title")
    sheet.line()
    sheet.line(
        "Weeks and codebook versions show drift; suggestions and origin show whether suggested "
        "codings agree better than unaided ones (anchoring). A part stands here if there are two."
    )
    sheet.heads()
    for part in context.report.diagnostics.parts:
        sheet.row(
            (
                part.kind,
                part.part,
                LEVEL_LABELS.get(part.level, part.level),
                part.variable,
                MEASURE_LABELS.get(part.measure, part.measure),
                part.n_articles,
                part.n_units,
                or_na(part.value),
                part.ci_low,
                part.ci_high,
            )
        )
    if not context.report.diagnostics.parts:
        sheet.row(("none", "The data have one part only.", *[None] * 8))
    sheet.finish()
