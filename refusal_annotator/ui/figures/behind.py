"""The texts behind a figure: behind a variable, a pair of coders, a cell, a line of a view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    # numpy comes with them, and is not needed before the first window.
    from refusal_annotator.agreement.units_behind import UnitsBehind
    from refusal_annotator.domain.comparison import Disagreement
    from refusal_annotator.export.figures import Line


@dataclass(frozen=True, slots=True)
class FigureName:
    """What a figure is about: a variable, and a part of it or coders.

    Coders stand here by their ids, so that whoever shows the name decides how they are called.
    """

    label: str
    part: str = ""
    coders: tuple[UUID, ...] = ()

    def words(self, names: Mapping[UUID, str]) -> str:
        """The name in words, coders under these names."""
        rest = self.part or " and ".join(names[coder] for coder in self.coders)
        return f"{self.label}: {rest}" if rest else self.label


@dataclass(frozen=True, slots=True)
class TextsBehind:
    """The places in texts behind a figure."""

    name: FigureName
    units: tuple[Disagreement, ...]

    @property
    def button(self) -> str:
        """Words of the button that leads there."""
        count = len(self.units)
        if not count:
            return "No disagreement here"
        noun = "place" if any(unit.kind == "alike" for unit in self.units) else "disagreement"
        return f"Show {count:,} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class VariableTexts:
    """Finds the texts behind the figures of one variable, or of where spans of one type are."""

    behind: UnitsBehind
    level: str
    variable: str
    label: str

    def all(self) -> TextsBehind:
        """All disagreements on the variable."""
        if self.level == "link" and "." in self.variable:
            return self._named(self._of_link_attribute())
        return self._named(self.behind.of_variable(self.level, self.variable))

    def of_pair(self, pair: tuple[UUID, UUID] | None) -> TextsBehind:
        """Where two coders differ; where any do without a pair."""
        if pair is None:
            return self.all()
        units = self.behind.of_pair(self.level, self.variable, pair)
        return self._named(units, coders=tuple(pair))

    def of_cell(self, ref: Any) -> TextsBehind:
        """Where coders chose the two categories of a cell; no texts without a cell."""
        table = self.behind.table(self.level, self.variable)
        if ref is None or table is None:
            return self._named(())
        first, second, pair = ref
        words = dict.fromkeys((table.shown[first], table.shown[second]))
        units = self.behind.of_cell(table, first, second, pair)
        return self._named(units, " and ".join(words))

    def of_line(self, view: str, line: Line | None) -> TextsBehind:
        """What stands behind a line of a view; all of the variable behind a line on all of it."""
        if line is None or line.ref is None:
            return self.all()
        behind, ref = self.behind, line.ref
        if view == "categories":
            table = behind.table(self.level, self.variable)
            return self._named(behind.of_category(table, ref) if table else (), ref)
        if view == "coders":
            units = behind.of_coder(self.level, self.variable, ref)
            return self._named(units, coders=(ref,))
        if view == "texts":
            return self._named(behind.of_text(ref, self.variable), line.label)
        return self._named(behind.of_part(self.level, self.variable, *ref), line.label)

    def _of_link_attribute(self) -> tuple[Disagreement, ...]:
        """Where a value of a link differs: the links themselves may all be alike there."""
        report = self.behind.report
        found = {
            unit: None
            for coder in report.coders
            for unit in self.behind.of_coder(self.level, self.variable, coder.id)
        }
        order = {article.id: n for n, article in enumerate(self.behind.material.articles)}
        return tuple(sorted(found, key=lambda u: (order[u.article_id], u.start, u.end)))

    def _named(
        self,
        units: tuple[Disagreement, ...],
        part: str = "",
        coders: tuple[UUID, ...] = (),
    ) -> TextsBehind:
        return TextsBehind(FigureName(self.label, part, coders), units)
