"""The comparison of coders on a project: all figures, and every disagreement behind them.

:func:`compare` is the one entry. It is a function of domain values: no database, no screen, and the
same answer for the same input whatever the order of coders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from refusal_annotator.agreement.base import NoOptions
from refusal_annotator.agreement.cells import Comparable, comparable, is_tested
from refusal_annotator.agreement.disagreements import list_disagreements
from refusal_annotator.agreement.groups import Material, continuum_of, match_type, pieces_by_text
from refusal_annotator.agreement.links import link_results, linked_units
from refusal_annotator.agreement.span_f1 import f1_exact, f1_overlap
from refusal_annotator.agreement.unitizing import u_alpha_nominal
from refusal_annotator.agreement.values import Table, results_for
from refusal_annotator.domain.codebook import Attribute, SpanType
from refusal_annotator.domain.comparison import (
    AgreementInput,
    AgreementReport,
    MatchedGroup,
    TypeMatch,
)
from refusal_annotator.domain.reliability import Reason, Result
from refusal_annotator.domain.variables import Cells


def compare(material: AgreementInput) -> AgreementReport:
    """Compute all figures and list all disagreements.

    Levels of the results: *unitizing* (u-alpha, F1 exact and by overlap, per span type),
    *attribute* (values of matched spans), *link* (targets of matched spans, and values of matched
    links), *article* (article variables). Every figure has a value or a reason for having none.
    """
    prepared = Material(material)
    codebook = material.codebook
    results: list[Result] = []
    groups: list[MatchedGroup] = []
    counts: list[TypeMatch] = []
    for span_type in codebook.span_types:
        own, count = match_type(prepared, span_type.id)
        results += _unitizing(prepared, span_type)
        results += _attributes(prepared, span_type.id, own, count)
        groups += own
        counts.append(count)
    linked = {r.id: linked_units(prepared, r, groups) for r in codebook.relations}
    for relation in codebook.relations:
        results += link_results(prepared, relation, linked[relation.id])
    results += _article_variables(prepared)
    length, full_length = prepared.lengths()
    return AgreementReport(
        codebook_id=codebook.id,
        codebook_version=codebook.version,
        coders=material.coders,
        matching=codebook.matching.describe(),
        n_articles=len(material.articles),
        n_compared=len(prepared.compared_articles),
        length=length,
        full_length=full_length,
        results=tuple(results),
        type_matches=tuple(counts),
        groups=tuple(groups),
        disagreements=list_disagreements(prepared, groups, linked),
        left_out=prepared.left_out(),
    )


def _unitizing(material: Material, span_type: SpanType) -> list[Result]:
    texts = pieces_by_text(material, span_type.id)
    found = [
        _with_reason(u_alpha_nominal(continuum_of(material, span_type.id), NoOptions()), texts),
        f1_exact(texts),
        f1_overlap(texts, material.input.codebook.matching),
    ]
    return [replace(r, variable=span_type.id, label=span_type.label) for r in found]


def _with_reason(result: Result, texts: Sequence[Mapping[str, Sequence[Any]]]) -> Result:
    # A continuum of gaps alone has no variation; that nobody marked a span says it more plainly.
    if result.reason is Reason.NO_VARIATION and not any(s for t in texts for s in t.values()):
        return replace(result, reason=Reason.NO_SPANS)
    return result


def _attributes(
    material: Material, type_id: str, groups: Sequence[MatchedGroup], count: TypeMatch
) -> list[Result]:
    details = {
        "matched_spans": count.n_matched,
        "spans": count.n_spans,
        "matched_share": count.share,
        "matching": material.input.codebook.matching.describe(),
    }
    results: list[Result] = []
    present = [[_presence(g, coder) for g in groups] for coder in material.coder_ids]
    for attribute in material.input.codebook.attributes_of(type_id):
        if is_tested(attribute):
            rows = [
                [_cell(material, attribute, g.members.get(coder)) for g in groups]
                for coder in material.coder_ids
            ]
            variable = f"{type_id}.{attribute.id}"
            table = Table("attribute", variable, attribute, _names(material), rows, present)
            results += results_for(table, details)
    return results


def _article_variables(material: Material) -> list[Result]:
    results: list[Result] = []
    for attribute in material.input.codebook.article_variables:
        if is_tested(attribute):
            rows = [
                [
                    _cell(material, attribute, material.codings[article.id].get(coder))
                    for article in material.compared_articles
                ]
                for coder in material.coder_ids
            ]
            table = Table("article", attribute.id, attribute, _names(material), rows)
            results += results_for(table, {})
    return results


def _cell(material: Material, attribute: Attribute, unit: Any) -> Comparable:
    if unit is None:
        return Comparable()
    values: Cells = unit.values
    return comparable(attribute, values.get(attribute.id), material.input.resolve)


def _presence(group: MatchedGroup, coder: UUID) -> bool | None:
    """True with a span, False without one, None where the coder did not code this type here."""
    if coder not in group.expected:
        return None
    return coder in group.members


def _names(material: Material) -> tuple[str, ...]:
    return tuple(str(coder) for coder in material.coder_ids)
