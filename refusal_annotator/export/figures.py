"""Views of a report as figures: matrices, intervals, match types; on screen and in files alike.

A figure here is what is shown, in words and numbers; how it is drawn is the business of the window
(`ui`) or of `figure_files`. Titles name the variable, subtitles the n's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from refusal_annotator.domain.comparison import AgreementReport
from refusal_annotator.domain.results import Result, Verdict

NONE = "–"
HEAT = (0.06, 0.14, 0.23, 0.33, 0.63, 0.76)
"""Six steps of ink; text turns light at the fifth."""
_EDGES = (0.2, 0.4, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square or oblong table of figures.

    `kind`: heat (coefficients, darker is higher) or counts (the diagonal agrees). `marked` are
    cells to look at first. `refs` say what each cell is about; None where there is nothing behind.
    """

    title: str
    subtitle: str
    kind: Literal["heat", "counts"]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    refs: tuple[tuple[Any, ...], ...]
    caption: str = ""
    marked: frozenset[tuple[int, int]] = frozenset()
    row_title: str = ""
    column_title: str = ""

    def shade(self, row: int, column: int) -> float:
        """Return the share of ink of a coefficient: six steps from 0 to 1."""
        value = self.values[row][column] or 0.0
        return HEAT[sum(value >= edge for edge in _EDGES)]

    def shown(self, row: int, column: int) -> str:
        """Return a cell in words; nothing for an empty one."""
        value = self.values[row][column]
        if value is None:
            return ""
        if self.kind == "counts":
            return f"{value:,.0f}" if value else ""
        return number(value)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its interval; a head of a group where it has no `shown`."""

    label: str
    shown: str = ""
    detail: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict | None = None
    ref: Any = None

    @property
    def is_head(self) -> bool:
        """Whether it is the head of a group."""
        return not self.shown


@dataclass(frozen=True, slots=True)
class Intervals:
    """Figures one below the other, each with its interval, and the thresholds that judge them."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]
    thresholds: tuple[float, float]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """Counts of several kinds, one row for each text."""

    title: str
    subtitle: str
    kinds: tuple[str, ...]
    rows: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    lines: tuple[Line, ...] = field(default=())
    caption: str = ""


Figure = Matrix | Intervals | Stacks


def overview(
    report: AgreementReport, groups: Sequence[tuple[str, Sequence[tuple[str, Result]]]]
) -> Intervals:
    """Return the headline figure of every variable, in groups of (title, label and result)."""
    lines: list[Line] = []
    for title, results in groups:
        lines.append(Line(title))
        for label, result in results:
            detail = result.reason.sentence if result.reason else units_of(result)
            lines.append(line_of(label, result, detail))
    articles = counted(report.n_compared, "article")
    n_resamples = report.options.resamples
    ends = (
        f"{percent(report.options.confidence)} intervals from {n_resamples:,} resamples of articles"
        if n_resamples
        else "without intervals"
    )
    t = report.thresholds
    return Intervals(
        "Agreement by variable",
        f"{len(report.coders)} coders, {articles} coded twice or more; {ends}",
        tuple(lines),
        (t.tentative, t.reliable),
        f"Reliable from {t.reliable:g}, tentative from {t.tentative:g}, judged on the lower end of "
        "the interval.",
    )


def number(value: float | None, digits: int = 2) -> str:
    """Return a coefficient with a true minus sign; a dash where it is undefined."""
    return NONE if value is None else f"{value:.{digits}f}".replace("-", "−")


def percent(value: float) -> str:
    """Return a share as a percentage."""
    return f"{100 * value:.0f} %"


def signed(value: float | None) -> str:
    """Return a difference with its sign."""
    return NONE if value is None else f"{value:+.2f}".replace("-", "−")


def line_of(
    label: str, result: Result, detail: str, *, ref: Any = None, share: bool = False
) -> Line:
    """Return a result as a line, with its interval and verdict."""
    is_share = share and result.value is not None
    shown = percent(result.value or 0.0) if is_share else number(result.value)
    return Line(
        label,
        shown,
        detail,
        result.value,
        result.ci_low,
        result.ci_high,
        result.verdict,
        ref,
    )


def units_of(result: Result) -> str:
    """Return the n's of a result."""
    return f"{counted(result.n_units, 'unit')}, {result.n_coders} coders"


def counted(n: int, one: str) -> str:
    """Return a count with its noun."""
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"
