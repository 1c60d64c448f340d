"""Long tables: one row for each value, the registry, the codebook, counts by article and coder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from refusal_annotator.domain.codebook import Attribute, Category, Codebook, ValueType
from refusal_annotator.domain.partial_dates import parse_partial_date
from refusal_annotator.domain.variables import Cell, Cells, is_open, missing_kind, plain_list, show
from refusal_annotator.export.data_cells import JOINT, NO_YES, Encoder
from refusal_annotator.export.data_names import Names, slug
from refusal_annotator.export.data_set import DataColumn, DataTable, Value
from refusal_annotator.export.data_study import CodingRecord, Study

_KEYS: Mapping[str, tuple[DataColumn, ...]] = {
    "article_variables": (
        DataColumn("article", "Key of the article"),
        DataColumn("coder", "Coder"),
    ),
    "span_attributes": (
        DataColumn("span_id", "Id of the span"),
        DataColumn("article", "Key of the article"),
        DataColumn("coder", "Coder"),
        DataColumn("unit", "Span type"),
    ),
    "relation_attributes": (
        DataColumn("relation_id", "Id of the link"),
        DataColumn("article", "Key of the article"),
        DataColumn("coder", "Coder"),
        DataColumn("unit", "Relation"),
    ),
}
_VALUE = (
    DataColumn("attribute", "Variable"),
    DataColumn("level", "Level of measurement"),
    DataColumn("item", "Number of the value, where there are several", "integer", "ordinal"),
    DataColumn("content", "Value as it is stored; a figure with all its digits"),
    DataColumn("code", "Code of the category or missing kind", "integer", "nominal"),
    DataColumn("label", "Value in words"),
    DataColumn("number", "Value as a number", "number", "ratio"),
    DataColumn("first", "First day of a date", "date", "interval"),
    DataColumn("last", "Last day of a date", "date", "interval"),
    DataColumn("state", "value, open, empty, or the missing kind"),
    DataColumn("computed", "Computed from links", "flag", "nominal", labels=NO_YES),
)
_TITLES = {
    "article_variables": "One row for each value of an article variable.",
    "span_attributes": "One row for each value of an attribute of a span.",
    "relation_attributes": "One row for each value of an attribute of a link.",
}


def value_tables(study: Study) -> list[DataTable]:
    """Return the long tables of values: of articles, spans and links."""
    codebook = study.data.codebook
    encoder = study.encoder(Names())
    rows: dict[str, list[tuple[Value, ...]]] = {name: [] for name in _KEYS}
    for work in study.work:
        cells = work.coding.values if work.coding else {}
        key = (work.article.key, work.coder)
        rows["article_variables"] += _values(encoder, codebook.article_variables, cells, key)
    by_type = {t: attributes_or_none(codebook, t) for t in {s.annotation.type for s in study.spans}}
    for span in study.spans:
        own = span.annotation
        key = (str(own.id), span.article.key, span.coder, own.type)
        attributes = by_type[own.type]
        rows["span_attributes"] += _values(encoder, attributes, span.cells, key)
    for record in study.links:
        link = record.link
        key = (str(link.id), record.article.key, record.coder, link.type)
        attributes = study.relation_attributes_of(link.type)
        rows["relation_attributes"] += _values(encoder, attributes, link.values, key)
    return [
        DataTable(name, _TITLES[name], (*_KEYS[name], *_VALUE), tuple(found))
        for name, found in rows.items()
    ]


def attributes_or_none(codebook: Codebook, type_id: str) -> tuple[Attribute, ...]:
    """Return the attributes of a span type, none of a type that the codebook does not have."""
    return codebook.attributes_of(type_id) if codebook.find_type(type_id) else ()


def _values(
    encoder: Encoder, attributes: Sequence[Attribute], cells: Cells, key: tuple[Value, ...]
) -> Iterator[tuple[Value, ...]]:
    for attribute in attributes:
        cell = cells.get(attribute.id)
        if not cell:
            continue
        lead = (*key, attribute.id, str(attribute.level))
        computed = int(attribute.derived is not None)
        for item, row in enumerate(_items(encoder, attribute, cell), start=1):
            yield (*lead, item, *row, computed)


def _items(encoder: Encoder, attribute: Attribute, cell: Cell) -> Iterator[tuple[Value, ...]]:
    kind = missing_kind(cell)
    items = plain_list(cell)
    if kind is not None:
        words = show(attribute, cell, encoder.codebook)
        yield (kind, encoder.code_of(attribute, cell), words, None, None, None, kind)
    elif not items:
        state = "open" if is_open(cell) else "value" if "v" in cell else "empty"
        yield (None, None, None, None, None, None, state)
    for item in items:
        yield (*_item(encoder, attribute, item), "value")


def _item(encoder: Encoder, attribute: Attribute, item: Any) -> tuple[Value, ...]:
    single: Cell = {"v": item}
    words = show(attribute, single, encoder.codebook)
    if attribute.has_categories:
        return (str(item), encoder.category_code(attribute, item), words, None, None, None)
    if attribute.value_type == ValueType.NUMBER:
        return (repr(item), None, words, encoder.number_of(attribute, single), None, None)
    if attribute.value_type == ValueType.PARTIAL_DATE:
        first, last = _days(str(item))
        return (str(item), None, words, None, first, last)
    if attribute.value_type == ValueType.ENTITY:
        key = encoder.resolve(str(item))
        return (key, None, words, None, None, None)
    return (str(item), None, words, None, None, None)


def _days(written: str) -> tuple[date | None, date | None]:
    period = parse_partial_date(written)
    return period.first, period.last


def entity_tables(study: Study) -> list[DataTable]:
    """Return the registry and the links in it."""
    entities = sorted(study.data.entities, key=lambda e: e.key)
    keys = {entity.id: entity.key for entity in entities}
    columns = (
        DataColumn("entity", "Key of the entity"),
        DataColumn("name", "Name"),
        DataColumn("entity_class", "Class"),
        DataColumn("aliases", f"Other spellings, joined by {JOINT}"),
        DataColumn("merged_into", "Key of the entity it was merged into"),
        DataColumn("stands_for", "Key that codings carry after merging"),
        DataColumn("remark", "Note"),
    )
    rows = tuple(
        (
            entity.key,
            entity.name,
            entity.entity_class,
            JOINT.join(entity.aliases) or None,
            keys.get(entity.merged_into) if entity.merged_into else None,
            study.resolve(entity.key),
            entity.note,
        )
        for entity in entities
    )
    links = tuple(
        sorted(
            (link.type, keys.get(link.from_id, ""), keys.get(link.to_id, ""))
            for link in study.data.entity_links
        )
    )
    link_columns = (
        DataColumn("type", "Relation"),
        DataColumn("from_entity", "Key of the entity it starts at"),
        DataColumn("to_entity", "Key of the entity it leads to"),
    )
    return [
        DataTable("entities", "One row for each entity of the registry.", columns, rows),
        DataTable("entity_links", "One row for each link between entities.", link_columns, links),
    ]


_CODEBOOK = (
    DataColumn("part", "span type, attribute, relation, article variable, category ..."),
    DataColumn("unit", "Span type or relation it belongs to"),
    DataColumn("attribute", "Variable it belongs to"),
    DataColumn("id", "Id"),
    DataColumn("code", "Code", "integer", "nominal"),
    DataColumn("label", "Label"),
    DataColumn("level", "Level of measurement"),
    DataColumn("role", "Role"),
    DataColumn("colour", "Colour"),
    DataColumn("definition", "Definition"),
)


def codebook_table(codebook: Codebook) -> DataTable:
    """Return the codebook: one row for each span type, relation, variable and category."""
    rows: list[tuple[Value, ...]] = []
    for span_type in codebook.span_types:
        s = span_type
        rows.append(
            ("span type", s.id, None, s.id, s.code, s.label, None, s.role, s.colour, s.definition)
        )
        rows += _attribute_rows("attribute", s.id, s.attributes)
    rows += _attribute_rows("common attribute", None, codebook.common_attributes)
    for part, relations in (
        ("relation", codebook.relations),
        ("article relation", codebook.article_relations),
    ):
        for r in relations:
            rows.append((part, r.id, None, r.id, r.code, r.label, None, r.role, None, r.definition))
            rows += _attribute_rows("attribute", r.id, r.attributes)
    rows += _attribute_rows("article variable", None, codebook.article_variables)
    for part, categories in (
        ("exclusion zone", codebook.exclusion_zones),
        ("missing code", codebook.missing_codes),
    ):
        rows += [_category_row(part, None, None, category) for category in categories]
    title = "One row for each span type, relation, variable and category."
    return DataTable("codebook", title, _CODEBOOK, tuple(rows))


def _attribute_rows(
    part: str, unit: str | None, attributes: Sequence[Attribute]
) -> Iterator[tuple[Value, ...]]:
    for a in attributes:
        yield (part, unit, a.id, a.id, None, a.label, str(a.level), a.role, None, a.definition)
        for category in a.categories:
            yield _category_row("category", unit, a.id, category)


def _category_row(
    part: str, unit: str | None, variable: str | None, c: Category
) -> tuple[Value, ...]:
    return (part, unit, variable, str(c.id), c.code, c.shown, None, c.role, None, c.definition)


def article_coder_table(study: Study) -> DataTable:
    """Return counts, presence and dominant values: one row for each article and coder.

    A span type that the coder did not go through is empty, not zero. The dominant category of an
    attribute is the one that more of the coder's spans there have than any other; a tie is empty.
    """
    codebook = study.data.codebook
    names = Names()
    columns = [
        DataColumn(names.take("article"), "Key of the article"),
        DataColumn(names.take("coder"), "Coder"),
        DataColumn(names.take("finished"), "Finished", "flag", "nominal", labels=NO_YES),
        DataColumn(names.take("n_relations"), "Links between spans", "integer", "ratio"),
    ]
    for t in codebook.span_types:
        columns += [
            DataColumn(names.take(f"n {t.id}"), f"{t.label}: spans", "integer", "ratio", t.id),
            DataColumn(names.take(f"has {t.id}"), f"{t.label}: any", "flag", "nominal", t.id,
                       labels=NO_YES),
        ]  # fmt: skip
    dominant = [
        (t, a)
        for t in codebook.span_types
        for a in t.attributes
        if a.has_categories and not a.holds_list
    ]
    encoder = study.encoder(names)
    for t, a in dominant:
        name = names.take(f"top {slug(t.id)} {a.id}")
        labels = {category.code: category.shown for category in a.categories}
        label = f"{t.label}: most frequent {a.label}"
        columns.append(DataColumn(name, label, "category", "nominal", t.id, a.id, labels=labels))
    rows = tuple(_counts(study, work, dominant, encoder) for work in study.work)
    title = "Counts, presence and most frequent categories for each article and coder."
    return DataTable("article_coder", title, tuple(columns), rows)


def _counts(
    study: Study, work: CodingRecord, dominant: Sequence[Any], encoder: Encoder
) -> tuple[Value, ...]:
    counts = Counter(span.annotation.type for span in work.spans)
    gone_through = set(work.coding.coded_types) if work.coding else set[str]()
    finished = study.finished(work.coding.article_version_id, work.coding.coder_id) if (
        work.coding
    ) else False  # fmt: skip
    row: list[Value] = [work.article.key, work.coder, int(finished), work.n_links]
    for t in study.data.codebook.span_types:
        known = t.id in gone_through or counts[t.id] > 0
        row += [counts[t.id], int(counts[t.id] > 0)] if known else [None, None]
    for t, a in dominant:
        row.append(_dominant(work, t.id, a))
    return tuple(row)


def _dominant(work: CodingRecord, type_id: str, attribute: Attribute) -> int | None:
    used: Counter[int] = Counter()
    for span in work.spans:
        if span.annotation.type == type_id:
            found = (
                attribute.find_category(item) for item in plain_list(span.cells.get(attribute.id))
            )
            used.update(category.code for category in found if category)
    first, *others = [*used.most_common(2), (0, 0)][:2] if used else [(0, 0), (0, 0)]
    return first[0] if first[1] > others[0][1] else None
