"""The sheets of results: Summary, Attributes, SpanDiff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from refusal_annotator.domain.comparison import AgreementReport, Disagreement, Side, coder_names
from refusal_annotator.domain.reliability import Result
from refusal_annotator.export.base import Facts
from refusal_annotator.export.sheet import (
    COEFFICIENT,
    COUNT,
    SHARE,
    Book,
    Column,
    Marked,
    rows_in_sheets,
)

MEASURE_LABELS: Mapping[str, str] = {
    "u_alpha_nominal": "u-alpha (where spans are)",
    "f1_exact": "F1, same edges",
    "f1_overlap": "F1, matched spans",
    "alpha_nominal": "alpha, nominal",
    "alpha_ordinal": "alpha, ordinal",
    "alpha_interval": "alpha, interval",
    "alpha_ratio": "alpha, ratio",
    "alpha_jaccard": "alpha, sets (Jaccard)",
    "alpha_masi": "alpha, sets (MASI)",
    "alpha_nominal_with_absence": "alpha, no span as a category",
    "percent_agreement": "raw agreement",
    "percent_unanimous": "share all agree on",
    "gwet_ac1": "AC1",
    "identical_targets": "identical targets",
}
LEVEL_LABELS = {
    "unitizing": "Spans",
    "attribute": "Attribute",
    "link": "Link",
    "article": "Article variable",
}
KIND_LABELS = {
    "missed": "missed",
    "boundary": "boundary",
    "attribute": "value",
    "link": "link",
    "article": "article value",
}
_BESIDE = {"percent_agreement", "percent_unanimous", "gwet_ac1", "alpha_nominal_with_absence"}
_HEADLINES = ("alpha_nominal", "alpha_ordinal", "alpha_interval", "alpha_ratio", "alpha_jaccard")
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "Alpha": _HEADLINES,
    "Alpha (MASI)": ("alpha_masi",),
    "Alpha incl. absence": ("alpha_nominal_with_absence",),
    "Identical targets": ("identical_targets",),
    "Raw agreement": ("percent_agreement",),
    "All coders agree": ("percent_unanimous",),
    "AC1": ("gwet_ac1",),
}
NOT_DEFINED = "n/a"


_SUMMARY = (
    Column("Level", 15),
    Column("Variable", 30, wrap=True),
    Column("Measure", 26),
    Column("Value", 9, COEFFICIENT, right=True),
    Column("Raw agreement", 12, COEFFICIENT, right=True),
    Column("AC1", 9, COEFFICIENT, right=True),
    Column("Units", 9, COUNT, right=True),
    Column("Values compared", 12, COUNT, right=True),
    Column("Coders", 9, COUNT, right=True),
    Column("Share matched", 10, SHARE, right=True),
    Column("Read with", 52, wrap=True),
)


def write_summary(book: Book, report: AgreementReport, facts: Facts) -> None:
    """Write the first sheet: where the figures come from, and the headline of each variable."""
    lines = _summary_lines(report, facts)
    sheet = book.sheet("Summary", _SUMMARY, first_table_row=len(lines) + 4)
    sheet.line(f"Agreement of coders: {facts.project}", style="title")
    sheet.line()
    for label, text in lines:
        sheet.line(label, text)
    sheet.heads()
    matched = {match.type: match.share for match in report.type_matches}
    for result in report.results:
        if result.measure in _BESIDE or result.measure == "alpha_masi":
            continue
        if result.level == "link" and result.measure in _HEADLINES and "." not in result.variable:
            continue
        share = result.details.get("matched_share", matched.get(result.variable))
        sheet.row(
            (
                LEVEL_LABELS.get(result.level, result.level),
                _variable(result),
                MEASURE_LABELS.get(result.measure, result.measure),
                _figure(result),
                _beside(report, result, "percent_agreement"),
                _beside(report, result, "gwet_ac1"),
                result.n_units,
                result.n_pairable,
                result.n_coders,
                share,
                _remarks(result),
            )
        )
    sheet.finish()


def _summary_lines(report: AgreementReport, facts: Facts) -> list[tuple[str, str]]:
    left_out = "; ".join(f"{words(reason)}: {n}" for reason, n in report.left_out.items())
    lines = {
        "Codebook": f"{report.codebook_id} {report.codebook_version}",
        "Made": f"{facts.made:%Y-%m-%d %H:%M} with {facts.program}",
        "Coders": ", ".join(coder.name for coder in report.coders),
        "Articles": (
            f"{report.n_compared} compared of {report.n_articles}; "
            f"{report.length:,} characters outside exclusion zones, {report.full_length:,} in all"
        ),
        "Spans match by": report.matching,
        "Left out": left_out or "nothing",
        "Verdicts": "None are given: figures have no confidence intervals yet.",
    }
    # What the project says of itself wins over what the report knows.
    return list({**lines, **facts.more}.items())


_ATTRIBUTES = (
    Column("Level", 15),
    Column("Variable", 36, wrap=True),
    Column("Scale", 12),
    Column("Spans", 8, COUNT, right=True),
    Column("Share matched", 10, SHARE, right=True),
    Column("Units", 8, COUNT, right=True),
    Column("Values compared", 11, COUNT, right=True),
    Column("Coders", 8, COUNT, right=True),
    *(Column(title, 12, COEFFICIENT, right=True) for title in _FIGURES),
    Column("D observed", 11, "0.0000", right=True),
    Column("D expected", 11, "0.0000", right=True),
    Column("Left out", 28, wrap=True),
    Column("Read with", 44, wrap=True),
)


def write_attributes(book: Book, report: AgreementReport) -> None:
    """Write one row per attribute, link and article variable, with all its figures."""
    sheet = book.sheet("Attributes", _ATTRIBUTES)
    sheet.heads()
    by_variable: dict[tuple[str, str], dict[str, Result]] = {}
    for result in report.results:
        if result.level != "unitizing":
            own = by_variable.setdefault((result.level, result.variable), {})
            own[result.measure] = result
    for (level, _), own in by_variable.items():
        first = next(iter(own.values()))
        alpha = next((own[name] for name in _HEADLINES if name in own), first)
        sheet.row(
            (
                LEVEL_LABELS.get(level, level),
                _variable(first),
                words(str(first.details.get("scale", "targets"))),
                first.details.get("spans"),
                first.details.get("matched_share"),
                first.n_units,
                first.n_pairable,
                first.n_coders,
                *(_first_of(own, names) for names in _FIGURES.values()),
                alpha.details.get("D_o"),
                alpha.details.get("D_e"),
                _left_out(own.values()),
                _remarks(alpha),
            )
        )
    sheet.finish()


def _first_of(own: Mapping[str, Result], names: Sequence[str]) -> float | str | None:
    return next((_figure(own[name]) for name in names if name in own), None)


def _left_out(results: Iterable[Result]) -> str | None:
    counts = {reason: n for result in results for reason, n in result.left_out.items()}
    return "; ".join(f"{words(reason)}: {n}" for reason, n in counts.items()) or None


def write_differences(book: Book, report: AgreementReport) -> None:
    """Write one row per disagreement, with what each coder has and the place in the text."""
    names = coder_names(report.coders)
    columns = (
        Column("No.", 6, COUNT, right=True),
        Column("Article", 24, wrap=True),
        Column("Kind", 13),
        Column("Type", 13),
        Column("Variable", 20, wrap=True),
        Column("Start", 8, "0", right=True),
        Column("End", 8, "0", right=True),
        Column("IoU", 7, COEFFICIENT, right=True),
        *(Column(name, 34, wrap=True) for name in names.values()),
        Column("In the text", 70, wrap=True),
        Column("Tested", 9),
    )
    numbered = enumerate(report.disagreements, start=1)
    written = False
    for number, rows in rows_in_sheets(numbered):
        _difference_sheet(book, columns, number, rows, names)
        written = True
    if not written:
        sheet = book.sheet("SpanDiff", columns)
        sheet.heads()
        sheet.finish()


def _difference_sheet(
    book: Book,
    columns: Sequence[Column],
    number: int,
    rows: Iterable[tuple[int, Disagreement]],
    names: Mapping[UUID, str],
) -> None:
    sheet = book.sheet("SpanDiff" if number == 1 else f"SpanDiff {number}", columns)
    sheet.heads()
    for count, found in rows:
        sides = {side.coder_id: side for side in found.sides}
        in_text = found.kind != "article"
        snippet = found.snippet
        sheet.row(
            (
                count,
                found.article,
                KIND_LABELS[found.kind],
                found.type or None,
                found.variable or None,
                found.start if in_text else None,
                found.end if in_text else None,
                found.iou,
                *(_side(found, sides.get(coder)) for coder in names),
                Marked(snippet.before, snippet.disputed, snippet.after) if in_text else None,
                "yes" if found.tested else "no",
            )
        )
    sheet.finish()


def _side(found: Disagreement, side: Side | None) -> str | None:
    """Return what a coder has: a value, a target, or the span with its place."""
    if side is None:
        return None
    if found.kind in ("attribute", "link", "article"):
        return side.shown or "—"
    if side.annotation_id is None:
        return "— no span —"
    place = ", ".join(f"{start}–{end}" for start, end in side.pieces)
    return f"{side.quote} [{place}]"


def _variable(result: Result) -> str:
    """Return id and label, where the label says more."""
    plain = result.variable.split(".")[-1].replace("_", " ").casefold()
    if not result.label or result.label.casefold() == plain:
        return result.variable
    return f"{result.variable} ({result.label})"


def _figure(result: Result) -> float | str:
    return NOT_DEFINED if result.value is None else result.value


def _beside(report: AgreementReport, result: Result, measure: str) -> float | str | None:
    if result.level == "unitizing" or result.measure == "identical_targets":
        return None
    found = report.result(result.variable, measure)
    return _figure(found) if found else None


def _remarks(result: Result) -> str | None:
    """Return why there is no figure, or in short words what makes it shaky (see Settings)."""
    if result.reason:
        return result.reason.sentence
    return "; ".join(words(caution.value) for caution in result.warnings) or None


def words(identifier: str) -> str:
    """Return an identifier as words."""
    return identifier.replace("_", " ")
