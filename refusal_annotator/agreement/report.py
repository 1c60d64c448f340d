"""The comparison of coders on a project: all figures, and every disagreement behind them.

:func:`compare` is the one entry. It is a function of domain values: no database, no screen, and the
same answer for the same input whatever the order of coders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from refusal_annotator.agreement.cells import NOTHING, Comparable, is_tested
from refusal_annotator.agreement.diagnosing import diagnose
from refusal_annotator.agreement.disagreements import list_disagreements
from refusal_annotator.agreement.domains import pooled_results, type_results
from refusal_annotator.agreement.groups import Material, match_type
from refusal_annotator.agreement.links import (
    LinkedUnit,
    compare_relation,
    linked_units,
    places_of,
)
from refusal_annotator.agreement.resampling import Resampler
from refusal_annotator.agreement.values import Compared, Engine, Table, Units, compare_variable
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    MatchedGroup,
    TypeMatch,
)
from refusal_annotator.domain.diagnostics import (
    Cancelled,
    ComparisonCancelled,
    ComparisonOptions,
    Progress,
)
from refusal_annotator.domain.results import Result


def compare(
    material: AgreementInput,
    options: ComparisonOptions | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> AgreementReport:
    """Compute all figures with their intervals, what stands behind them, and all disagreements.

    Levels of the results: *unitizing* (u-alpha and F1, per span type), *pooled* (all types at
    once), *attribute* (values of matched spans), *link* (targets of matched spans, and values of
    matched links), *article* (article variables). Every figure has a value or a reason for having
    none. `progress` is told how many steps are done of how many; `cancelled` is asked before each,
    and ComparisonCancelled raised once it says yes.
    """
    options = options or ComparisonOptions()
    prepared = Material(material, options)
    resampler = Resampler(len(prepared.compared_articles), options)
    engine = Engine(resampler, material.codebook.thresholds)
    return _Comparison(prepared, engine, _Steps(prepared, progress, cancelled)).report()


class _Steps:
    """Counts the steps of a comparison, and stops it on request."""

    def __init__(
        self, material: Material, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        codebook = material.input.codebook
        self.done = 0
        self.total = 3 * len(codebook.span_types) + 2 * len(codebook.relations) + 12
        self.total += sum(len(codebook.attributes_of(t.id)) for t in codebook.span_types)
        self.total += len(codebook.article_variables)
        self.progress = progress
        self.cancelled = cancelled

    def check(self) -> None:
        if self.cancelled and self.cancelled():
            raise ComparisonCancelled

    def next(self, label: str) -> None:
        self.check()
        if self.progress:
            self.progress(min(self.done, self.total), self.total, label)
        self.done += 1

    def finish(self) -> None:
        if self.progress:
            self.progress(self.total, self.total, "Compared")


@dataclass
class _Comparison:
    material: Material
    engine: Engine
    steps: _Steps

    def report(self) -> AgreementReport:
        material, codebook = self.material, self.material.input.codebook
        results: list[Result] = []
        compared: list[Compared] = []
        groups: list[MatchedGroup] = []
        counts: list[TypeMatch] = []
        for span_type in codebook.span_types:
            self.steps.next(f"Matching {span_type.label}")
            own, count = match_type(material, span_type.id)
            self.steps.next(f"Where spans are: {span_type.label}")
            results += type_results(material, span_type, self.engine, self.steps.cancelled)
            for variable in self._attributes(span_type.id, own, count):
                compared.append(variable)
                results += variable.results
            groups += own
            counts.append(count)
        linked: dict[str, list[LinkedUnit]] = {}
        place = places_of(groups)
        for relation in codebook.relations:
            self.steps.next(f"Links: {relation.label}")
            linked[relation.id] = linked_units(material, relation, groups, place)
            found, variables = compare_relation(
                material, relation, linked[relation.id], self.engine
            )
            compared += variables
            results += found
        for variable in self._article_variables():
            compared.append(variable)
            results += variable.results
        self.steps.next("All span types together")
        results += pooled_results(material, self.engine, self.steps.cancelled)
        diagnostics = diagnose(material, compared, groups, self.engine, self.steps.next)
        self.steps.next("Listing disagreements")
        disagreements = list_disagreements(material, groups, linked, self.steps.check)
        self.steps.finish()
        length, full_length = material.lengths()
        return AgreementReport(
            codebook_id=codebook.id,
            codebook_version=codebook.version,
            coders=material.input.coders,
            matching=material.rule.describe(),
            n_articles=len(material.input.articles),
            n_compared=len(material.compared_articles),
            length=length,
            full_length=full_length,
            results=tuple(results),
            type_matches=tuple(counts),
            groups=tuple(groups),
            disagreements=disagreements,
            left_out=material.left_out(),
            options=material.options,
            thresholds=codebook.thresholds,
            diagnostics=diagnostics,
        )

    def _attributes(
        self, type_id: str, groups: Sequence[MatchedGroup], count: TypeMatch
    ) -> Iterator[Compared]:
        material = self.material
        details = {
            "matched_spans": count.n_matched,
            "spans": count.n_spans,
            "matched_share": count.share,
            "matching": material.rule.describe(),
        }
        members = [[g.members.get(coder) for g in groups] for coder in material.coder_ids]
        present = [[_presence(g, coder) for g in groups] for coder in material.coder_ids]
        places = tuple(group.hull for group in groups)
        units = Units(
            np.array([material.article_index[g.article_id] for g in groups], dtype=np.intp),
            tuple(f"{start}–{end}" for start, end in places),
            places,
            groups,
        )
        for attribute in material.input.codebook.attributes_of(type_id):
            if is_tested(attribute):
                self.steps.next(f"Values: {attribute.label}")
                rows = self._rows(attribute, members)
                variable = f"{type_id}.{attribute.id}"
                names = _names(material)
                table = Table("attribute", variable, attribute, names, rows, units, present)
                yield compare_variable(table, details, self.engine)

    def _article_variables(self) -> Iterator[Compared]:
        material = self.material
        articles = material.compared_articles
        codings = [
            [material.codings[article.id].get(coder) for article in articles]
            for coder in material.coder_ids
        ]
        units = Units(
            np.arange(len(articles), dtype=np.intp),
            tuple(article.name for article in articles),
            tuple((0, 0) for _ in articles),
        )
        for attribute in material.input.codebook.article_variables:
            if is_tested(attribute):
                self.steps.next(f"Article variables: {attribute.label}")
                rows = self._rows(attribute, codings)
                table = Table("article", attribute.id, attribute, _names(material), rows, units)
                yield compare_variable(table, {}, self.engine)

    def _rows(self, attribute: Attribute, coded: Sequence[Sequence[Any]]) -> list[list[Comparable]]:
        compare_cell = self.material.comparer(attribute)
        return [
            [NOTHING if one is None else compare_cell(one.values.get(attribute.id)) for one in row]
            for row in coded
        ]


def _presence(group: MatchedGroup, coder: Any) -> bool | None:
    """True with a span, False without one, None where the coder did not code this type here."""
    if coder not in group.expected:
        return None
    return coder in group.members


def _names(material: Material) -> tuple[str, ...]:
    return tuple(str(coder) for coder in material.coder_ids)
