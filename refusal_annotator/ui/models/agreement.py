"""Model of the agreement table: one row a variable, grouped by what was compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.comparison import AgreementReport
from refusal_annotator.domain.reliability import Result
from refusal_annotator.domain.results import Verdict
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.rows import Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NONE = "–"
_VERDICT = 7

SIGNS = {
    Verdict.RELIABLE: "✓",
    Verdict.TENTATIVE: "−",
    Verdict.NOT_RELIABLE: "✕",
    Verdict.NONE: "○",
    Verdict.NOT_COMPUTABLE: "○",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One variable with its figures; a head where it has none."""

    label: str
    detail: str = ""
    variable: str = ""
    type_id: str = ""
    level: str = ""
    n_units: int = 0
    results: Mapping[str, Result] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether it is the head of a group."""
        return not self.results

    @property
    def headline(self) -> Result:
        """The figure that counts: the first one that was computed for the variable."""
        return next(iter(self.results.values()))


class AgreementModel(QAbstractTableModel):
    """Figures of a report as a table, with the interval and the verdict on its lower end."""

    HEADS = ("Variable", "Level", "Units", "Percent", "AC1", "Alpha", "Interval", "Verdict")

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
        if role == Qt.ItemDataRole.TextAlignmentRole and 2 <= section <= 6:
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
        if role == Qt.ItemDataRole.TextAlignmentRole and 2 <= column <= 6:
            return RIGHT
        if role == Row.STYLE and column == 0 and line.type_id:
            return current_theme().span(line.type_id)
        if role == Row.TONE and column in (1, 6, 7):
            return "text_muted"
        if role == Row.BOLD and column == 5:
            return True
        if role == Qt.ItemDataRole.ToolTipRole and column == _VERDICT:
            return cells_of(line)[_VERDICT]
        return None


def figure(value: float | None, digits: int = 2) -> str:
    """A coefficient with a true minus sign; a dash where it is undefined."""
    return NONE if value is None else f"{value:.{digits}f}".replace("-", "−")


def percent(value: float | None) -> str:
    """A share as a percentage."""
    return NONE if value is None else f"{100 * value:.0f} %"


def cells_of(line: Line) -> tuple[str, ...]:
    """What stands in the columns."""
    head, found = line.headline, line.results
    share = found.get("percent_agreement")
    ac1 = found.get("gwet_ac1")
    alpha = head if "alpha" in head.measure else None
    return (
        line.label,
        line.level,
        f"{line.n_units:,}",
        percent(share.value) if share else NONE,
        figure(ac1.value) if ac1 else NONE,
        figure(alpha.value) if alpha else NONE,
        interval(alpha) if alpha else NONE,
        verdict_of(line),
    )


def interval(result: Result) -> str:
    """Both ends of the interval, or a dash where there is none."""
    if result.ci_low is None or result.ci_high is None:
        return NONE
    return f"{figure(result.ci_low)} to {figure(result.ci_high)}"


def verdict_of(line: Line) -> str:
    """Sign and word for what the lower end of the interval says, or why nothing is said."""
    head = line.headline
    if head.reason is not None:
        return f"Undefined: {head.reason.sentence}"
    if head.verdict is None:
        return NONE
    words = f"{SIGNS[head.verdict]} {head.verdict.value[:1].upper()}{head.verdict.value[1:]}"
    plain = head.verdict in (Verdict.RELIABLE, Verdict.TENTATIVE, Verdict.NOT_RELIABLE)
    return words if plain or not head.verdict_why else f"{words}: {head.verdict_why}"


def lines_of(report: AgreementReport, codebook: Codebook) -> tuple[Line, ...]:
    """Rows of the table with a head before each group."""
    by_variable: dict[tuple[str, str], dict[str, Result]] = {}
    for result in report.results:
        by_variable.setdefault((result.level, result.variable), {})[result.measure] = result
    lines: list[Line] = []
    found_spans = {match.type: match.n_spans for match in report.type_matches}
    spans = [
        replace(_line(key, own, codebook), n_units=found_spans.get(key[1], 0))
        for key, own in by_variable.items()
        if key[0] == "unitizing"
    ]
    if spans:
        articles = "1 article" if report.n_compared == 1 else f"{report.n_compared} articles"
        lines += [Line("Where the spans are", f"unitizing alpha over {articles}"), *spans]
    shares = {match.type: match.share for match in report.type_matches}
    for span_type in codebook.span_types:
        own = [
            _line(key, found, codebook)
            for key, found in by_variable.items()
            if key[0] == "attribute" and key[1].split(".")[0] == span_type.id
        ]
        if own:
            share = shares.get(span_type.id)
            detail = "" if share is None else f"{percent(share)} of them are matched"
            lines += [Line(f"Attributes of matched {span_type.label.lower()}s", detail), *own]
    for level, title in (("link", "Links of matched spans"), ("article", "Article variables")):
        own = [_line(key, found, codebook) for key, found in by_variable.items() if key[0] == level]
        if own:
            lines += [Line(title), *own]
    return tuple(lines)


def _line(key: tuple[str, str], found: Mapping[str, Result], codebook: Codebook) -> Line:
    level, variable = key
    first = next(iter(found.values()))
    type_id = _type_of(level, variable, codebook)
    scale = str(first.details.get("scale") or level) if level != "unitizing" else "unitizing"
    return Line(
        first.label or variable,
        "",
        variable,
        type_id,
        scale.replace("_", " "),
        first.n_units,
        found,
    )


def _type_of(level: str, variable: str, codebook: Codebook) -> str:
    head = variable.split(".")[0]
    if level in ("unitizing", "attribute"):
        return head
    relation = codebook.find_relation(head)
    return relation.from_types[0] if relation else ""


def counts_of(lines: Sequence[Line]) -> tuple[int, int]:
    """How many variables have a figure, and how many are undefined."""
    own = [line for line in lines if not line.is_head]
    undefined = sum(line.headline.value is None for line in own)
    return len(own) - undefined, undefined
