"""Units x coders: what reliability is computed from, one table for each span type.

A unit is a group of matched spans, or an article that two coders finished. For each variable there
is a column for each coder, as KALPHA, `irr` and `krippendorff` want them. What counts as missing is
what our own coefficients count so: for nominal variables and sets only "not coded yet" and empty
cells, at other levels every missing kind; open bounds and open-ended dates are empty. So a figure
computed from these tables is the figure that we report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Attribute, Level, Relation, ValueType
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.partial_dates import parse_partial_date
from refusal_annotator.domain.variables import UNCODED, Cell, Cells, missing_kind, plain_list
from refusal_annotator.export.data_cells import JOINT, NO_YES, Encoder
from refusal_annotator.export.data_names import Names, slug
from refusal_annotator.export.data_set import DataColumn, DataTable, Field, Value, fill
from refusal_annotator.export.data_study import Study

_WHERE_MISSING_IS_A_CATEGORY = {Level.NOMINAL, Level.MULTI_SELECT}


@dataclass(frozen=True)
class Unit:
    """One unit: its name, its place, and each coder's cells on it (none: not there)."""

    name: str
    article: str
    start: int | None
    end: int | None
    text: str | None
    expected: frozenset[UUID]
    cells: Mapping[UUID, Cells]
    spans: Mapping[UUID, Annotation]


def unit_tables(study: Study) -> list[DataTable]:
    """Return a table for the articles and one for each span type; none without a second coder."""
    if len(study.coders) < 2:
        return []
    names = {group_key(group): name for group, name in _named(study)}
    unit_of = {a.id: names[group_key(g)] for g in study.data.groups for a in g.members.values()}
    tables = [_articles(study)]
    for span_type in study.data.codebook.span_types:
        groups = [g for g in study.data.groups if g.type == span_type.id]
        units = [_unit(study, group, names[group_key(group)]) for group in groups]
        asked = [a for a in study.data.codebook.attributes_of(span_type.id) if _is_tested(a)]
        relations = study.data.codebook.relations_from(span_type.id)
        title = f"One row for each unit of {span_type.label}, with a column for each coder."
        sheet = f"units_{slug(span_type.id)[:24]}"
        tables.append(_table(study, sheet, title, units, asked, relations, unit_of))
    return tables


def group_key(group: MatchedGroup) -> tuple[UUID, ...]:
    """Return what tells a group from all others."""
    return tuple(sorted(a.id for a in group.members.values()))


def _named(study: Study) -> list[tuple[MatchedGroup, str]]:
    """Number the groups of a type within their article, in the order of the text."""
    counts: dict[tuple[UUID, str], int] = {}
    named = []
    for group in study.data.groups:
        place = (group.article_id, group.type)
        counts[place] = counts.get(place, 0) + 1
        article = study.articles[study.data.versions[group.article_id].article_id].key
        named.append((group, f"{article}:{group.type}:{counts[place]}"))
    return named


def _unit(study: Study, group: MatchedGroup, name: str) -> Unit:
    start, end = group.hull
    first = next(group.members[coder] for coder in study.coders if coder in group.members)
    return Unit(
        name=name,
        article=study.articles[study.data.versions[group.article_id].article_id].key,
        start=start,
        end=end,
        text=first.quote,
        expected=frozenset(group.expected),
        cells={coder: span.values for coder, span in group.members.items()},
        spans=group.members,
    )


def _articles(study: Study) -> DataTable:
    by_version: dict[UUID, dict[UUID, Cells]] = {}
    for (version, coder), coding in study.codings.items():
        if coding.status == CodingStatus.FINISHED:
            by_version.setdefault(version, {})[coder] = coding.values
    units = [
        Unit(article.key, article.key, None, None, None, frozenset(cells), cells, {})
        for article in study.articles.values()
        for version, cells in by_version.items()
        if study.data.versions[version].article_id == article.id and len(cells) >= 2
    ]
    asked = [v for v in study.data.codebook.article_variables if _is_tested(v)]
    title = "One row for each article that two coders finished, with a column for each coder."
    return _table(study, "units_articles", title, units, asked, (), {})


def _table(
    study: Study,
    name: str,
    title: str,
    units: Sequence[Unit],
    attributes: Sequence[Attribute],
    relations: Sequence[Relation],
    unit_of: Mapping[UUID, str],
) -> DataTable:
    names = Names()
    fields = [
        Field(DataColumn(names.take("unit"), "Unit"), lambda u: u.name),
        Field(DataColumn(names.take("article"), "Key of the article"), lambda u: u.article),
    ]
    of_spans = name != "units_articles"
    if of_spans:
        fields += [
            _number(names, "start_at", "First character of any span", lambda u: u.start),
            _number(names, "end_at", "Character after the last of any span", lambda u: u.end),
            _number(names, "n_spans", "Coders with a span here", lambda u: len(u.spans)),
            Field(DataColumn(names.take("text"), "Text, of the first coder"), lambda u: u.text),
        ]
    short = _short_names(study.coders)
    for coder, label in study.coders.items():
        fields.append(_coded(names, short[coder], label, coder))
        if of_spans:
            column = DataColumn(names.take("span", f"_{short[coder]}"), f"Id of the span: {label}")
            fields.append(Field(column, _span_of(coder)))
    encoder = study.encoder(names)
    for attribute in attributes:
        fields += _per_coder(encoder, attribute, study.coders, short)
    for relation in relations:
        links = _links_by_span(study.data.links, relation)
        for coder, label in study.coders.items():
            column = DataColumn(
                names.take(f"to {relation.id}", f"_{short[coder]}"),
                f"{relation.label}, units it leads to: {label}",
                level="link",
                variable=relation.id,
                note=f"Several are joined by {JOINT}.",
            )
            fields.append(Field(column, _targets(coder, links, unit_of)))
    return fill(name, title, fields, units)


def _short_names(coders: Mapping[UUID, str]) -> dict[UUID, str]:
    names = Names()
    return {
        coder: names.take(slug(label)[:10], otherwise=f"c{n}")
        for n, (coder, label) in enumerate(coders.items(), start=1)
    }


def _number(names: Names, name: str, label: str, read: Any) -> Field:
    return Field(DataColumn(names.take(name), label, "integer", "ratio"), read)


def _coded(names: Names, short: str, label: str, coder: UUID) -> Field:
    column = DataColumn(
        names.take("coded", f"_{short}"),
        f"Coded here: {label}",
        "flag",
        "nominal",
        labels=NO_YES,
        note="1 coded, 0 went through this text and marked nothing here, empty: did not code it.",
    )

    def read(unit: Unit) -> int | None:
        return int(coder in unit.cells) if coder in unit.expected else None

    return Field(column, read)


def _per_coder(
    encoder: Encoder, attribute: Attribute, coders: Mapping[UUID, str], short: Mapping[UUID, str]
) -> list[Field]:
    kind, read = _reading(encoder, attribute)
    labels: dict[int, str] = {}
    missing: tuple[int, ...] = ()
    if kind == "category":
        labels = encoder.labels(attribute)
        missing = tuple(
            code.code
            for code in encoder.codebook.missing_codes
            if code.id == UNCODED or attribute.level not in _WHERE_MISSING_IS_A_CATEGORY
        )
    return [
        Field(
            DataColumn(
                name=encoder.names.take(attribute.id, f"_{short[coder]}"),
                label=f"{attribute.label}: {label}",
                kind=kind,
                level=str(attribute.level),
                variable=attribute.id,
                labels=labels,
                missing=missing,
                note=_NOTES.get(str(attribute.value_type), ""),
            ),
            _cell_of(coder, attribute, read),
        )
        for coder, label in coders.items()
    ]


_NOTES = {
    "partial_date": "Middle of the period, as days since 0001-01-01, which is day 1.",
    "entity": f"Key of the entity after merging; several are joined by {JOINT}.",
}


def _reading(encoder: Encoder, attribute: Attribute) -> tuple[Any, Callable[[Cell], Value]]:
    """Return the kind of column, and how a cell fills it."""
    if attribute.has_categories and not attribute.holds_list:
        return "category", lambda cell: encoder.code_of(attribute, cell)
    if attribute.has_categories:
        return "text", lambda cell: _set(encoder, attribute, cell)
    if attribute.holds_list or attribute.value_type == ValueType.ENTITY:
        return "text", lambda cell: encoder.joined(attribute, cell)
    if attribute.value_type == ValueType.NUMBER:
        return "number", lambda cell: encoder.number_of(attribute, cell)
    return "number", _middle


def _set(encoder: Encoder, attribute: Attribute, cell: Cell) -> str | None:
    """Codes of a set, rising, so that equal sets are equal texts; an empty set is a word."""
    kind = missing_kind(cell)
    if kind is not None:
        return None if kind == UNCODED else str(encoder.code_of(attribute, cell))
    if "v" not in cell:
        return None
    codes = (encoder.category_code(attribute, item) for item in plain_list(cell))
    return " ".join(map(str, sorted(code for code in codes if code is not None))) or "none"


def _middle(cell: Cell) -> float | None:
    items = plain_list(cell)
    return parse_partial_date(str(items[0])).middle if items else None


def _cell_of(
    coder: UUID, attribute: Attribute, read: Callable[[Cell], Value]
) -> Callable[[Unit], Value]:
    def value_of(unit: Unit) -> Value:
        cell = unit.cells.get(coder, {}).get(attribute.id)
        return read(cell) if cell else None

    return value_of


def _span_of(coder: UUID) -> Callable[[Unit], Value]:
    return lambda unit: str(unit.spans[coder].id) if coder in unit.spans else None


def _links_by_span(links: Sequence[Link], relation: Relation) -> dict[UUID, list[UUID]]:
    """Return span id to the spans that its links of one relation lead to, in their order."""
    found: dict[UUID, list[UUID]] = {}
    ordered = sorted(links, key=lambda k: (k.path or 1, k.position or 0, k.sequence, str(k.id)))
    for link in ordered:
        if link.type == relation.id and link.to_id is not None:
            found.setdefault(link.from_id, []).append(link.to_id)
            if relation.symmetric and link.to_id != link.from_id:
                found.setdefault(link.to_id, []).append(link.from_id)
    return found


def _targets(
    coder: UUID, links: Mapping[UUID, list[UUID]], unit_of: Mapping[UUID, str]
) -> Callable[[Unit], Value]:
    def read(unit: Unit) -> Value:
        span = unit.spans.get(coder)
        reached = links.get(span.id, ()) if span else ()
        return JOINT.join(unit_of[target] for target in reached if target in unit_of) or None

    return read


def _is_tested(attribute: Attribute) -> bool:
    return attribute.is_asked and attribute.level != Level.TEXT
