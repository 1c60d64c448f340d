"""One row per variable, per category, and per attribute of matched spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from refusal_annotator.domain.diagnostics import VariableTable
from refusal_annotator.domain.results import Result
from refusal_annotator.export.sheet import COEFFICIENT, COUNT, SHARE, Column
from refusal_annotator.export.workbook_context import (
    LEVEL_LABELS,
    NOT_DEFINED,
    Context,
    excluded,
    figure,
    or_na,
    remarks,
    title_of,
    words,
)
from refusal_annotator.export.workbook_sheet import Formula

_C = {"number_format": COEFFICIENT, "right": True}
_N = {"number_format": COUNT, "right": True}

_VARIABLES = (
    Column("Level", 14),
    Column("Variable", 34, wrap=True),
    Column("Scale", 11),
    Column("Categories, codebook", 11, **_N),
    Column("Categories, used", 11, **_N),
    Column("Values", 8, **_N),
    Column("Values compared", 9, **_N),
    Column("Missing", 8, SHARE, right=True),
    Column("Raw agreement", 10, **_C),
    Column("All coders agree", 9, **_C),
    Column("Holsti", 8, **_C),
    Column("Alpha", 8, **_C),
    Column("Alpha, live", 8, **_C),
    Column("CI low", 8, **_C),
    Column("CI high", 8, **_C),
    Column("AC1 / AC2", 8, **_C),
    Column("Fleiss", 8, **_C),
    Column("Brennan-Prediger", 9, **_C),
    Column("Cohen (2 coders)", 9, **_C),
    Column("D observed", 11, "0.0000", right=True),
    Column("D expected", 11, "0.0000", right=True),
    Column("CI by", 38, wrap=True),
    Column("Seed", 10, "0", right=True),
    Column("Read with", 30, wrap=True),
)


def write_variables(context: Context) -> None:
    """Write one row per variable; alpha is recomputed beside it from D observed and D expected."""
    sheet = context.book.sheet("Variables", _VARIABLES)
    sheet.heads()
    for table in context.tables:
        context.anchors["Variables", f"{table.level}/{table.variable}"] = sheet.at + 1
        sheet.row(_variable_row(context, table, sheet.at + 1))
    last = max(2, sheet.at)
    sheet.below("L", 2, last, "t_tentative")
    sheet.finish()


def _variable_row(context: Context, table: VariableTable, row: int) -> tuple[object, ...]:
    data, own = table.data, table.results
    alpha = own[table.measure]
    n_units = np.count_nonzero(data.values_per_unit)
    cells = n_units * max(1, np.count_nonzero((data.codes >= 0).any(axis=1)))
    first = own.get("cohen_kappa") or own.get("cohen_kappa_quadratic")
    return (
        LEVEL_LABELS.get(table.level, table.level),
        title_of(table.variable, table.label),
        words(table.scale),
        data.n_categories,
        len(table.used),
        data.n_values,
        data.n_pairable,
        1 - data.n_values / cells if cells else None,
        figure(own.get("percent_agreement")),
        figure(own.get("percent_unanimous")),
        figure(own.get("holsti")),
        figure(alpha),
        Formula(f'=IF(AND(ISNUMBER(T{row}),ISNUMBER(U{row})),1-T{row}/U{row},"{NOT_DEFINED}")'),
        or_na(alpha.ci_low),
        or_na(alpha.ci_high),
        figure(own.get("gwet_ac1") or own.get("gwet_ac2_quadratic")),
        figure(own.get("fleiss_kappa")),
        figure(own.get("brennan_prediger")),
        figure(first),
        or_na(table.d_observed),
        or_na(table.d_expected),
        alpha.ci_method,
        context.report.options.seed,
        remarks(alpha),
    )


_CATEGORIES = (
    Column("Level", 14),
    Column("Variable", 30, wrap=True),
    Column("Category", 28, wrap=True),
    Column("Uses", 8, **_N),
    Column("Share", 10, SHARE, right=True),
    Column("Alpha, against the rest", 10, **_C),
    Column("CI low", 8, **_C),
    Column("CI high", 8, **_C),
    Column("Both chose it", 10, **_N),
    Column("One chose it", 10, **_N),
    Column("Specific agreement", 10, **_C),
    Column("Specific, live", 10, **_C),
    Column("Most confused with", 28, wrap=True),
    Column("Confusions", 11, **_N),
    Column("Codings required", 10, **_N),
    Column("Enough?", 9),
    Column("Enough?, live", 11),
)


def write_categories(context: Context) -> None:
    """Write one row per category in use."""
    sheet = context.book.sheet("Categories", _CATEGORIES)
    sheet.heads()
    totals = {(t.level, t.variable): t.data.n_pairable for t in context.tables}
    for found in context.report.diagnostics.categories:
        row = sheet.at + 1
        key = f"{found.level}/{found.variable}/{found.category}"
        context.anchors["Categories", key] = row
        have = totals.get((found.level, found.variable), 0)
        enough = None
        if found.required is not None:
            enough = "yes" if have >= found.required else "no"
        sheet.row(
            (
                LEVEL_LABELS.get(found.level, found.level),
                found.variable,
                found.category,
                found.n_uses,
                found.share,
                figure(found.alpha),
                or_na(found.alpha.ci_low),
                or_na(found.alpha.ci_high),
                found.n_both,
                found.n_one,
                or_na(found.specific_agreement),
                Formula(f'=IF(2*I{row}+J{row}>0,2*I{row}/(2*I{row}+J{row}),"{NOT_DEFINED}")'),
                found.confused_with or None,
                found.n_confused or None,
                or_na(found.required),
                enough or NOT_DEFINED,
                Formula(
                    f'=IF(ISNUMBER(O{row}),IF(D{row}/E{row}>=O{row}-0.5,"yes","no"),'
                    f'"{NOT_DEFINED}")'
                ),
            )
        )
    last = max(2, sheet.at)
    sheet.bars(f"E2:E{last}")
    sheet.below("F", 2, last, "t_tentative")
    sheet.finish()


_FIGURES: Mapping[str, tuple[str, ...]] = {
    "Alpha": ("alpha_nominal", "alpha_ordinal", "alpha_interval", "alpha_ratio", "alpha_jaccard"),
    "Alpha (MASI)": ("alpha_masi",),
    "Alpha (log-ratio)": ("alpha_log_ratio",),
    "Alpha incl. absence": ("alpha_nominal_with_absence",),
    "Identical targets": ("identical_targets",),
    "Raw agreement": ("percent_agreement",),
    "All coders agree": ("percent_unanimous",),
    "AC1": ("gwet_ac1",),
}
_ATTRIBUTES = (
    Column("Level", 14),
    Column("Variable", 36, wrap=True),
    Column("Scale", 12),
    Column("Spans", 8, **_N),
    Column("Share matched", 10, SHARE, right=True),
    Column("Units", 8, **_N),
    Column("Values compared", 10, **_N),
    Column("Coders", 8, **_N),
    *(Column(title, 11, **_C) for title in _FIGURES),
    Column("CI low", 8, **_C),
    Column("CI high", 8, **_C),
    Column("Mean difference", 11, "#,##0.00", right=True),
    Column("Left out", 28, wrap=True),
    Column("Read with", 34, wrap=True),
)


def write_attributes(context: Context) -> None:
    """Write one row per attribute, link and article variable, with and without absence."""
    sheet = context.book.sheet("Attributes", _ATTRIBUTES)
    sheet.heads()
    for (level, _), own in context.by_variable.items():
        if level in ("unitizing", "pooled"):
            continue
        first = next(iter(own.values()))
        alpha = _first(own, _FIGURES["Alpha"]) or first
        sheet.row(
            (
                LEVEL_LABELS.get(level, level),
                title_of(first.variable, first.label),
                words(str(first.details.get("scale", "targets"))),
                first.details.get("spans"),
                first.details.get("matched_share"),
                first.n_units,
                first.n_pairable,
                first.n_coders,
                *(figure(_first(own, names)) for names in _FIGURES.values()),
                or_na(alpha.ci_low),
                or_na(alpha.ci_high),
                first.details.get("mean_difference"),
                excluded(own),
                remarks(alpha),
            )
        )
    sheet.below("I", 2, max(2, sheet.at), "t_tentative")
    sheet.finish()


def _first(own: Mapping[str, Result], names: Iterable[str]) -> Result | None:
    return next((own[name] for name in names if name in own), None)
