"""Text for the methods section, made from a report, and what the reporting guidelines ask for.

References
----------
M. Lombard, J. Snyder-Duch, C. C. Bracken (2002), Content analysis in mass communication, Human
Communication Research 28(4), 587-604. doi:10.1111/j.1468-2958.2002.tb00826.x
S. Lacy, B. R. Watson, D. Riffe, J. Lovejoy (2015), Issues and best practices in content analysis,
Journalism & Mass Communication Quarterly 92(4), 791-811. doi:10.1177/1077699015607338
C. O'Connor, H. Joffe (2020), Intercoder reliability in qualitative research, International Journal
of Qualitative Methods 19. doi:10.1177/1609406919899220
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from refusal_annotator.domain.comparison import AgreementReport
from refusal_annotator.domain.results import Result, Verdict

State = Literal["done", "fill in"]

FIELDS: Sequence[tuple[str, str]] = (
    ("training", "(hours) hours of training"),
    ("drawing", "(how the articles coded twice were drawn)"),
    ("settling", "(how disagreements were settled)"),
    ("codebook_place", "(where the codebook can be found)"),
)
"""What only the authors know: key, and what stands in the text until it is filled in."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a guideline: what it asks for, whether this report gives it, and where."""

    guideline: str
    asks: str
    state: State
    where: str


def paragraphs(report: AgreementReport, facts_codebook: str = "") -> list[str]:
    """Return the text for the methods section, one string per paragraph.

    Fields in round brackets are to be filled in by the authors.
    """
    filled = dict(FIELDS)
    sample = report.diagnostics.sample
    share = f" ({sample.share:.0%} of {sample.n_articles:,})" if sample.share is not None else ""
    drawn = sample.method or filled["drawing"]
    codebook = facts_codebook or f"{report.codebook_id} {report.codebook_version}"
    articles = _counted(report.n_compared, "article")
    design = (
        f"{_number(len(report.coders)).capitalize()} coders coded {articles}{share} independently "
        f"after {filled['training']}, by the codebook {codebook}, "
        f"{filled['codebook_place']}. The articles were drawn {drawn}. "
        f"Exclusion zones were cut out of the texts: {report.length:,} of {report.full_length:,} "
        f"characters were compared."
    )
    return [design, _measures(report), _intervals(report), _outcome(report), _settling(filled)]


def _measures(report: AgreementReport) -> str:
    left_out = sum(report.left_out.values())
    were = "was" if left_out == 1 else "were"
    cases = _counted(left_out, "case")
    omitted = f" Left out {were} {cases}, listed with the figures." if left_out else ""
    edges = "with" if report.options.trim else "without"
    return (
        "Agreement on where spans are is Krippendorff's alpha for unitizing (u-alpha; "
        "Krippendorff, Mathet, Bouvry and Widlöcher 2016) per span type, and F1 over spans matched "
        f"one to one ({report.matching}; {edges} trimming of edges). Agreement on values is "
        "Krippendorff's alpha at the level of measurement of each variable, on matched spans, with "
        "raw agreement and Gwet's AC1 beside it; sets are compared by Jaccard's distance, links by "
        "the matched spans that they lead to." + omitted
    )


def _intervals(report: AgreementReport) -> str:
    options, limits = report.options, report.thresholds
    if not options.resamples:
        return "No intervals were computed, and no verdicts given."
    return (
        f"Intervals ({options.confidence:.0%}) are from {options.resamples:,} bootstrap resamples "
        f"of articles (seed {options.seed}). A variable counts as reliable if its interval begins "
        f"at {limits.reliable:g} or above, as tentative from {limits.tentative:g}; no verdict is "
        f"given on fewer than {options.min_units} units, fewer than {options.min_articles} "
        f"articles, or one category in use."
    )


def _outcome(report: AgreementReport) -> str:
    judged = [r for r in report.results if r.verdict is not None]
    spans = [r for r in judged if r.level == "unitizing" and r.value is not None]
    heads = list(_heads(judged))
    values = [r for r in heads if r.level in _VALUES and r.value is not None]
    said: list[str] = []
    for name, found in (("u-alpha", spans), ("alpha of variables", values)):
        if found:
            low, high = (min(_value(r) for r in found), max(_value(r) for r in found))
            said.append(f"{name} ranged from {_shown(low)} to {_shown(high)}")
    counts = Counter(r.verdict for r in heads)
    told = [
        f"{_number(counts[v])} {_VERB[v][counts[v] > 1]} {v.value}" for v in Verdict if counts[v]
    ]
    text = "; ".join(said)
    text = text[:1].upper() + text[1:] if values and not spans else text
    return f"{text + '. ' if text else ''}Of {len(heads)} figures that are judged, " + (
        f"{_listed(told)}." if told else "none was judged."
    )


_VALUES = ("attribute", "article", "link")
_VERB = {
    verdict: ("has", "have") if verdict is Verdict.NONE else ("is", "are") for verdict in Verdict
}


def _settling(filled: dict[str, str]) -> str:
    return (
        f"Disagreements were settled {filled['settling']}. All figures, by category, coder, pair "
        "and text, and the data that they follow from, are in the supplementary workbook."
    )


def checklist(report: AgreementReport) -> list[Item]:
    """Return what the three guidelines ask for, and whether the report gives it."""
    has_ci = any(r.ci_low is not None for r in report.results)
    sampled = report.diagnostics.sample.method
    done, fill = "done", "fill in"
    rows: list[tuple[str, str, State, str]] = [
        ("Lombard et al. 2002", "Coefficient for each variable", done, "Summary, Variables"),
        ("Lombard et al. 2002", "Which coefficients, and why", done, "Reporting text"),
        ("Lombard et al. 2002", "Size of the reliability sample", done, "Sample"),
        (
            "Lombard et al. 2002",
            "How it was drawn, and its relation to the full sample",
            done if sampled else fill,
            "Sample",
        ),
        ("Lombard et al. 2002", "Number of coders", done, "Summary"),
        ("Lombard et al. 2002", "Training of the coders", fill, "Reporting text"),
        ("Lombard et al. 2002", "How disagreements were settled", fill, "Reporting text"),
        ("Lombard et al. 2002", "Where codebook and data are", fill, "Reporting text"),
        ("Lacy et al. 2015", "Coefficient corrected for chance", done, "Summary, Variables"),
        (
            "Lacy et al. 2015",
            "Confidence interval for each coefficient",
            done if has_ci else fill,
            "Summary, Variables",
        ),
        ("Lacy et al. 2015", "Simple agreement for each variable", done, "Summary, Variables"),
        ("Lacy et al. 2015", "Sample large enough for a true estimate", done, "Sample"),
        ("Lacy et al. 2015", "Unreliable variables dropped or merged", fill, "Summary, Categories"),
        ("O'Connor and Joffe 2020", "How units were segmented", done, "Spans, Settings"),
        ("O'Connor and Joffe 2020", "Coders worked independently", fill, "Reporting text"),
        ("O'Connor and Joffe 2020", "How much was coded twice", done, "Sample"),
        ("O'Connor and Joffe 2020", "Results for each code", done, "Categories, Spans"),
        ("O'Connor and Joffe 2020", "What was learned from differences", fill, "Disagreements"),
    ]
    return [Item(*row) for row in rows]


def _heads(results: Iterable[Result]) -> Iterable[Result]:
    seen: set[tuple[str, str]] = set()
    for result in results:
        key = (result.level, result.variable)
        if key not in seen:
            seen.add(key)
            yield result


def _value(result: Result) -> float:
    return result.value or 0.0


def _shown(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _number(count: int) -> str:
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[count] if count < len(small) else f"{count:,}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]
