"""What a figure allows: the verdict on the lower end of its interval, or why there is none."""

from __future__ import annotations

from dataclasses import replace

from refusal_annotator.domain.codebook_file import Thresholds
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.results import Caution, Result, Verdict


def judge(
    result: Result,
    *,
    thresholds: Thresholds,
    options: ComparisonOptions,
    n_units: int,
    n_categories: int,
    n_articles: int,
) -> Result:
    """Return the result with a verdict by the codebook's thresholds.

    The lower end of the interval is judged, not the figure. There is no verdict on few units or
    articles, on one category in use, and without an interval; the reason is given then. What the
    verdict rests on is added to the details, so that a reader can judge anew.
    """
    warnings = result.warnings
    if n_articles < options.min_articles:
        warnings = (*warnings, Caution.FEW_ARTICLES)
    verdict, why = _verdict(result, thresholds, options, n_units, n_categories, n_articles)
    rests_on = {"judged_units": n_units, "categories_used": n_categories, "articles": n_articles}
    return replace(
        result,
        verdict=verdict,
        verdict_why=why,
        warnings=warnings,
        details={**result.details, **rests_on},
    )


def _verdict(
    result: Result,
    thresholds: Thresholds,
    options: ComparisonOptions,
    n_units: int,
    n_categories: int,
    n_articles: int,
) -> tuple[Verdict, str]:
    if result.reason:
        return Verdict.NOT_COMPUTABLE, result.reason.sentence
    checks = (
        (n_units < options.min_units, f"Fewer than {options.min_units} units: {n_units}."),
        (n_categories < 2, "One category only is in use."),
        (
            n_articles < options.min_articles,
            f"Fewer than {options.min_articles} articles were coded twice: {n_articles}.",
        ),
        (result.ci_low is None, "There is no interval."),
    )
    for holds, why in checks:
        if holds:
            return Verdict.NONE, why
    low = result.ci_low or 0.0
    if low >= thresholds.reliable:
        return Verdict.RELIABLE, f"The interval begins at {low:.3f}."
    if low >= thresholds.tentative:
        return Verdict.TENTATIVE, f"The interval begins at {low:.3f}, below {thresholds.reliable}."
    return Verdict.NOT_RELIABLE, f"The interval begins at {low:.3f}, below {thresholds.tentative}."
