"""The texts behind a figure: for a cell of a table, the units that it counts.

Each unit comes as the disagreement that a comparison listed for it, or, where the coders agree (or
a value of a link is meant), as a place of its own with what each coder has there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.agreement.disagreements import make_snippet
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.part_figures import article_parts, origin_of
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    ComparedArticle,
    Disagreement,
    DisagreementKind,
    MatchedGroup,
    Side,
)
from refusal_annotator.domain.diagnostics import VariableTable

Flags = NDArray[np.bool_]
_Place = tuple[UUID, int, int, str]
_SPAN_KINDS = ("missed", "boundary", "type")
_KINDS: Mapping[str, DisagreementKind] = {
    "attribute": "attribute",
    "link": "link",
    "article": "article",
}


@dataclass(frozen=True)
class UnitsBehind:
    """Finds units in a report; `material` is what the report was computed from."""

    report: AgreementReport
    material: AgreementInput

    def table(self, level: str, variable: str) -> VariableTable | None:
        """Return a variable as it was compared."""
        return next(
            (
                t
                for t in self.report.diagnostics.variables
                if (t.level, t.variable) == (level, variable)
            ),
            None,
        )

    def of_variable(self, level: str, variable: str) -> tuple[Disagreement, ...]:
        """Return all disagreements on a variable, or on where spans of a type are."""
        if level == "link":
            variable = variable.partition(".")[0]
        return tuple(self._by_variable.get((level, variable), ()))

    def of_cell(
        self,
        table: VariableTable,
        first: int,
        second: int,
        pair: tuple[UUID, UUID] | None = None,
    ) -> tuple[Disagreement, ...]:
        """Return the units where one coder chose a label and another one the second label.

        With `pair` the first label is that of the first coder of it; without, any two coders count.
        """
        codes = table.data.codes
        if pair is not None:
            rows = [table.data.coders.index(str(coder)) for coder in pair]
            flags = (codes[rows[0]] == first) & (codes[rows[1]] == second)
            return self._units(table, flags)
        one, other = np.asarray(codes == first), np.asarray(codes == second)
        if first == second:
            return self._units(table, one.sum(axis=0) >= 2)
        return self._units(table, one.any(axis=0) & other.any(axis=0))

    def of_pair(
        self, level: str, variable: str, pair: tuple[UUID, UUID]
    ) -> tuple[Disagreement, ...]:
        """Return the units in which two coders differ."""
        table = self.table(level, variable)
        if table is not None:
            a, b = (table.data.codes[table.data.coders.index(str(coder))] for coder in pair)
            return self._units(table, (a >= 0) & (b >= 0) & (a != b))
        return tuple(d for d in self.of_variable(level, variable) if _differ(d, pair))

    def of_category(self, table: VariableTable, shown: str) -> tuple[Disagreement, ...]:
        """Return the units where some coders, not all, chose a category or a set with it."""
        holds = np.array([shown in (label, *label.split("; ")) for label in table.shown])
        codes = table.data.codes
        there = codes >= 0
        chose = there & holds[np.maximum(codes, 0)]
        return self._units(table, chose.any(axis=0) & (there & ~chose).any(axis=0))

    def of_coder(self, level: str, variable: str, coder: UUID) -> tuple[Disagreement, ...]:
        """Return the units where a coder differs from another one."""
        table = self.table(level, variable)
        if table is None:
            found = self.of_variable(level, variable)
            others = [c.id for c in self.report.coders if c.id != coder]
            return tuple(d for d in found if any(_differ(d, (coder, o)) for o in others))
        codes = table.data.codes
        own = codes[table.data.coders.index(str(coder))]
        apart = ((codes != own) & (codes >= 0)).any(axis=0)
        return self._units(table, (own >= 0) & apart)

    def of_part(self, level: str, variable: str, kind: str, part: str) -> tuple[Disagreement, ...]:
        """Return the disagreements on a variable in one part of the data."""
        found = self.of_variable(level, variable)
        if kind == "origin":
            places = {
                (g.article_id, *g.hull)
                for g in self.report.groups
                if len(g.members) > 1 and origin_of(g) == part
            }
            return tuple(d for d in found if (d.article_id, d.start, d.end) in places)
        articles = article_parts(Material(self.material, self.report.options)).get(kind, {})
        inside = set(articles.get(part, ()))
        return tuple(d for d in found if d.article_id in inside)

    def of_text(self, article_id: UUID, type_id: str) -> tuple[Disagreement, ...]:
        """Return the disagreements on where spans of a type are in one text."""
        found = self.of_variable("unitizing", type_id)
        return tuple(d for d in found if d.article_id == article_id)

    # --- units ------------------------------------------------------------------------------

    @cached_property
    def _articles(self) -> tuple[ComparedArticle, ...]:
        return Material(self.material, self.report.options).compared_articles

    @cached_property
    def _by_variable(self) -> Mapping[tuple[str, str], Sequence[Disagreement]]:
        rows: dict[tuple[str, str], list[Disagreement]] = {}
        for found in self.report.disagreements:
            for row in _rows_of(found):
                rows.setdefault(row, []).append(found)
        return rows

    def _known(self, table: VariableTable) -> Mapping[_Place, Disagreement]:
        """The disagreements on a variable by place and type; kept."""
        key = (table.level, table.variable)
        if key not in self._known_of:
            own = () if "." in table.variable and table.level == "link" else self.of_variable(*key)
            self._known_of[key] = {(d.article_id, d.start, d.end, d.type): d for d in own}
        return self._known_of[key]

    @cached_property
    def _known_of(self) -> dict[tuple[str, str], dict[_Place, Disagreement]]:
        return {}

    def _groups(self, type_id: str) -> Mapping[tuple[UUID, int, int], Sequence[MatchedGroup]]:
        """The groups of one type, or of all types, by place; kept."""
        if type_id not in self._groups_of:
            found: dict[tuple[UUID, int, int], list[MatchedGroup]] = {}
            for group in self.report.groups:
                if not type_id or group.type == type_id:
                    found.setdefault((group.article_id, *group.hull), []).append(group)
            self._groups_of[type_id] = found
        return self._groups_of[type_id]

    @cached_property
    def _groups_of(self) -> dict[str, dict[tuple[UUID, int, int], list[MatchedGroup]]]:
        return {}

    def _units(self, table: VariableTable, flags: Flags | np.bool_) -> tuple[Disagreement, ...]:
        return tuple(self._unit(table, int(unit)) for unit in np.flatnonzero(flags))

    def _unit(self, table: VariableTable, unit: int) -> Disagreement:
        article = self._articles[int(table.articles[unit])]
        start, end = table.places[unit]
        type_id, variable = _split(table)
        group = self._group(article.id, (start, end), type_id, table, unit)
        kind = _KINDS[table.level]
        own_type = "" if kind == "article" else group.type if group else type_id
        known = self._known(table).get((article.id, start, end, own_type))
        return known or self._place(table, unit, article, group, own_type, variable)

    def _place(
        self,
        table: VariableTable,
        unit: int,
        article: ComparedArticle,
        group: MatchedGroup | None,
        type_id: str,
        variable: str,
    ) -> Disagreement:
        start, end = table.places[unit]
        codes = table.data.codes[:, unit]
        sides = []
        for coder, code in zip(table.data.coders, codes, strict=True):
            own = group.members.get(UUID(coder)) if group else None
            shown = table.shown[int(code)] if code >= 0 else ""
            if own is not None:
                sides.append(Side(UUID(coder), own.id, own.all_parts, own.quote, shown))
            elif code >= 0:
                sides.append(Side(UUID(coder), shown=shown))
        alike = len(set(codes[codes >= 0].tolist())) < 2
        return Disagreement(
            "alike" if alike else _KINDS[table.level],
            article.id,
            article.name,
            type_id,
            variable,
            start,
            end,
            tuple(sides),
            make_snippet(article.text, start, end),
        )

    def _group(
        self,
        article_id: UUID,
        place: tuple[int, int],
        type_id: str,
        table: VariableTable,
        unit: int,
    ) -> MatchedGroup | None:
        fitting = self._groups(type_id).get((article_id, *place), ())
        codes = table.data.codes[:, unit]
        coders = {UUID(c) for c, code in zip(table.data.coders, codes, strict=True) if code >= 0}
        return next((g for g in fitting if coders <= set(g.members)), next(iter(fitting), None))


def _rows_of(found: Disagreement) -> tuple[tuple[str, str], ...]:
    """Return the rows of the table of figures that a disagreement belongs to."""
    if found.kind in _SPAN_KINDS:
        return tuple(("unitizing", t) for t in (found.type, found.other_type) if t)
    if found.kind == "attribute":
        return (("attribute", f"{found.type}.{found.variable}"),)
    return ((found.kind, found.variable),)


def _split(table: VariableTable) -> tuple[str, str]:
    if table.level == "attribute":
        type_id, _, variable = table.variable.partition(".")
        return type_id, variable
    return "", table.variable


def _differ(found: Disagreement, pair: Iterable[UUID]) -> bool:
    """Say whether two coders have different spans in a disagreement on where spans are."""
    sides = {side.coder_id: side for side in found.sides}
    mine = [sides.get(coder) for coder in pair]
    if any(side is None for side in mine):
        return False
    return len({(side.pieces, side.shown) for side in mine if side is not None}) > 1
