"""Model of the agreement table: one row a variable, grouped by what was compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.results import Reason, Result, Verdict
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.marks import TagKind
from refusal_annotator.ui.widgets.rows import Row
from refusal_annotator.ui.widgets.whisker import WHISKER, Whisker

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementReport

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NONE = "–"
_ALPHA, _SCALE, _VERDICT = 5, 6, 7

TAGS: dict[Verdict, TagKind] = {
    Verdict.RELIABLE: "success",
    Verdict.TENTATIVE: "warning",
    Verdict.NOT_RELIABLE: "danger",
    Verdict.NONE: "neutral",
    Verdict.NOT_COMPUTABLE: "neutral",
}
_SHORT = {
    Reason.NO_UNITS: "no units",
    Reason.NO_PAIRABLE_UNITS: "no pairs",
    Reason.NO_VARIATION: "one value",
    Reason.NEGATIVE_VALUES: "negative values",
    Reason.NOT_POSITIVE: "values not above 0",
    Reason.NOT_NUMERIC: "no numbers",
    Reason.NOT_MATCHED: "none matched",
    Reason.NO_SPANS: "no spans",
    Reason.NO_TEXT: "no text in common",
    Reason.TWO_CODERS_NEEDED: "two coders needed",
}
"""Reasons in the room of a tag; the tooltip has the sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a figure is judged, and by what."""

    tentative: float = 0.667
    reliable: float = 0.8
    min_units: int = 20
    min_articles: int = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One variable with its figures; a head where it has none.

    `group` is the level of the results (unitizing, attribute, link, article), `level` the words for
    the scale.
    """

    label: str
    detail: str = ""
    variable: str = ""
    type_id: str = ""
    level: str = ""
    n_units: int = 0
    group: str = ""
    limits: Limits = Limits()
    results: Mapping[str, Result] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether it is the head of a group."""
        return not self.results

    @property
    def headline(self) -> Result:
        """The figure that counts: the one with a verdict, else the first alpha, else the first.

        For links and entities a share comes first, which stands under Percent.
        """
        found = tuple(self.results.values())
        judged = (r for r in found if r.verdict is not None)
        alphas = (r for r in found if "alpha" in r.measure)
        return next(judged, None) or next(alphas, found[0])


class AgreementModel(QAbstractTableModel):
    """Figures of a report as a table, with the interval and the verdict on its lower end."""

    HEADS = (
        "Variable",
        "Level",
        "Units",
        "Percent",
        "AC1",
        "Alpha, interval",
        "",
        "Verdict",
    )

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show_report(self, report: AgreementReport | None, codebook: Codebook | None) -> None:
        """Show this report."""
        self.beginResetModel()
        self.lines = lines_of(report, codebook) if report and codebook else ()
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self.HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and 2 <= section <= 4:
            return RIGHT
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.lines[index.row()].is_head:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if line.is_head:
            heads = {
                Qt.ItemDataRole.DisplayRole: line.label,
                Row.SECTION: True,
                Row.DETAIL: line.detail,
            }
            return heads.get(role) if column == 0 else ("" if role == 0 else None)
        if role == Qt.ItemDataRole.DisplayRole:
            return cells_of(line)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and 2 <= column <= 4:
            return RIGHT
        if role == Row.STYLE and column == 0 and line.type_id:
            return current_theme().span(line.type_id)
        if role == Row.TONE and column == 1:
            return "text_muted"
        return _more(line, column, role)


def _more(line: Line, column: int, role: int) -> Any:
    """What only some columns answer: figure with interval, whisker, verdict."""
    if column == _ALPHA and role in (Row.BOLD, Row.DETAIL):
        return True if role == Row.BOLD else _known_ends(line)
    if column == _SCALE and role == WHISKER:
        return whisker_of(line)
    if column == _VERDICT and role == Row.TAG:
        head = line.headline
        return "neutral" if head.reason else TAGS[head.verdict] if head.verdict else None
    if column == _VERDICT and role == Qt.ItemDataRole.ToolTipRole:
        head = line.headline
        return head.reason.sentence if head.reason else head.verdict_why or None
    if column == 0 and role == Qt.ItemDataRole.ToolTipRole:
        return line.label
    return None


def whisker_of(line: Line) -> Whisker:
    """The headline figure on its scale."""
    head, limits = line.headline, line.limits
    return Whisker(head.value, head.ci_low, head.ci_high, limits.tentative, limits.reliable)


def _known_ends(line: Line) -> str | None:
    ends = interval(line.headline)
    return None if ends == NONE else ends


def figure(value: float | None, digits: int = 2) -> str:
    """A coefficient with a true minus sign; a dash where it is undefined."""
    return NONE if value is None else f"{value:.{digits}f}".replace("-", "−")


def percent(value: float | None) -> str:
    """A share as a percentage."""
    return NONE if value is None else f"{100 * value:.0f} %"


def cells_of(line: Line) -> tuple[str, ...]:
    """What stands in the columns."""
    head, found = line.headline, line.results
    share = found.get("percent_agreement") or found.get("identical_targets")
    ac1 = found.get("gwet_ac1")
    return (
        line.label,
        line.level,
        f"{line.n_units:,}",
        percent(share.value) if share else NONE,
        figure(ac1.value) if ac1 else NONE,
        figure(head.value) if "alpha" in head.measure else NONE,
        interval(head),
        verdict_of(line),
    )


def interval(result: Result) -> str:
    """Both ends of the interval, or a dash where there is none."""
    if result.ci_low is None or result.ci_high is None:
        return NONE
    return f"{figure(result.ci_low)} to {figure(result.ci_high)}"


def verdict_of(line: Line) -> str:
    """The verdict in a few words, or why there is none."""
    head = line.headline
    if head.reason is not None:
        return f"Undefined: {_SHORT.get(head.reason, 'see the reason')}"
    if head.verdict is None:
        return NONE
    words = head.verdict.value
    if head.verdict is Verdict.NONE:
        words = f"no verdict: {_why_none(line)}"
    return words[:1].upper() + words[1:]


def _why_none(line: Line) -> str:
    details, limits = line.headline.details, line.limits
    units, articles = int(details.get("judged_units", 0)), int(details.get("articles", 0))
    if units < limits.min_units:
        return "1 unit" if units == 1 else f"{units:,} units"
    if int(details.get("categories_used", 2)) < 2:
        return "one category"
    if articles < limits.min_articles:
        return "1 article" if articles == 1 else f"{articles} articles"
    return "no interval"


def lines_of(report: AgreementReport, codebook: Codebook) -> tuple[Line, ...]:
    """Rows of the table with a head before each group."""
    by_variable: dict[tuple[str, str], dict[str, Result]] = {}
    for result in report.results:
        by_variable.setdefault((result.level, result.variable), {})[result.measure] = result
    lines: list[Line] = []
    options, limits = report.options, report.thresholds
    judged = Limits(limits.tentative, limits.reliable, options.min_units, options.min_articles)
    found_spans = {match.type: match.n_spans for match in report.type_matches}
    spans = [
        replace(_line(key, own, codebook, judged), n_units=found_spans.get(key[1], 0))
        for key, own in by_variable.items()
        if key[0] == "unitizing"
    ]
    if spans:
        articles = "1 article" if report.n_compared == 1 else f"{report.n_compared} articles"
        lines += [
            Line("Where the spans are", f"unitizing alpha, {_resampled(report)} {articles}"),
            *spans,
        ]
    shares = {match.type: match.share for match in report.type_matches}
    for span_type in codebook.span_types:
        own = [
            _line(key, found, codebook, judged)
            for key, found in by_variable.items()
            if key[0] == "attribute" and key[1].split(".")[0] == span_type.id
        ]
        if own:
            share = shares.get(span_type.id)
            detail = "" if share is None else f"{percent(share)} matched by another coder"
            lines += [Line(f"Attributes of matched {span_type.label.lower()}s", detail), *own]
    for level, title in (("link", "Links of matched spans"), ("article", "Article variables")):
        own = [
            _line(key, found, codebook, judged)
            for key, found in by_variable.items()
            if key[0] == level
        ]
        if own:
            lines += [Line(title), *own]
    return tuple(lines)


def _resampled(report: AgreementReport) -> str:
    return "bootstrap over" if report.options.resamples else "no intervals,"


def _line(
    key: tuple[str, str], found: Mapping[str, Result], codebook: Codebook, limits: Limits
) -> Line:
    level, variable = key
    first = next(iter(found.values()))
    type_id = _type_of(level, variable, codebook)
    scale = str(first.details.get("scale") or level) if level != "unitizing" else "unitizing"
    if scale == "link" and level != "link":
        # Values that name an entry of the registry; what is linked stands under its own head.
        scale = "entity"
    return Line(
        first.label or variable,
        "",
        variable,
        type_id,
        scale.replace("_", " "),
        first.n_units,
        level,
        limits,
        found,
    )


def _type_of(level: str, variable: str, codebook: Codebook) -> str:
    head = variable.split(".")[0]
    if level in ("unitizing", "attribute"):
        return head
    relation = codebook.find_relation(head)
    return relation.from_types[0] if relation else ""


def verdict_counts(lines: Sequence[Line]) -> Counter[Verdict]:
    """How many variables have each verdict."""
    return Counter(line.headline.verdict or Verdict.NONE for line in lines if not line.is_head)
