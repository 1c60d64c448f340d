"""The data set as a whole, and the dictionary that says what each of its columns is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from refusal_annotator.export.data_long import (
    article_coder_table,
    codebook_table,
    entity_tables,
    value_tables,
)
from refusal_annotator.export.data_set import DataColumn, DataSet, DataTable, StudyData, Value
from refusal_annotator.export.data_study import Study
from refusal_annotator.export.data_tables import (
    article_relations_table,
    articles_table,
    codings_table,
    relations_table,
    spans_table,
)
from refusal_annotator.export.data_units import unit_tables

MAIN_TABLE = "spans"
"""What stands in the very file that somebody names, where every table is a file."""

_COLUMNS = (
    DataColumn("table_name", "Table"),
    DataColumn("column_name", "Column"),
    DataColumn("label", "What it is"),
    DataColumn("kind", "text, category, number, integer, flag, date"),
    DataColumn("level", "Level of measurement"),
    DataColumn("unit", "Span type or relation"),
    DataColumn("attribute", "Variable of the codebook"),
    DataColumn("codes", "Codes and what they mean"),
    DataColumn("missing_codes", "Codes that are no value"),
    DataColumn("spells_out", "Coded column that it repeats in words"),
    DataColumn("n_filled", "Rows with a value", "integer", "ratio"),
    DataColumn("remark", "Definition and remarks"),
)


GROUPS: Mapping[str, str] = {
    "spans": "Spans, values and links",
    "articles": "Articles and codings",
    "entities": "Actors",
    "codebook": "Codebook",
    "units": "Units by coder",
}
"""What may be chosen of an export; the spans and the dictionary always go along."""


def make_data_set(
    data: StudyData, about: Mapping[str, str], groups: Collection[str] = ()
) -> DataSet:
    """Return the tables of a study, the dictionary last; all of them where no groups are named."""
    study = Study(data)
    grouped: Mapping[str, Sequence[DataTable]] = {
        "articles": (articles_table(study), codings_table(study), article_coder_table(study)),
        "spans": (
            spans_table(study),
            relations_table(study),
            article_relations_table(study),
            *value_tables(study),
        ),
        "entities": entity_tables(study),
        "codebook": (codebook_table(data.codebook),),
        "units": unit_tables(study),
    }
    tables = [
        table
        for name, own in grouped.items()
        for table in own
        if not groups or name in groups or table.name == MAIN_TABLE
    ]
    tables.append(dictionary_table(tables))
    return DataSet(tuple(tables), about, study.trouble.sentences())


def dictionary_table(tables: list[DataTable]) -> DataTable:
    """Return one row for each column of each table."""
    rows: list[tuple[Value, ...]] = []
    for table in tables:
        filled = [0] * len(table.columns)
        for row in table.rows:
            for at, content in enumerate(row):
                filled[at] += content is not None
        rows += [_row(table, c, n) for c, n in zip(table.columns, filled, strict=True)]
    title = "What each column of each table is."
    return DataTable("dictionary", title, _COLUMNS, tuple(rows))


def _row(table: DataTable, column: DataColumn, n_filled: int) -> tuple[Value, ...]:
    codes = " | ".join(f"{code} = {words}" for code, words in sorted(column.labels.items()))
    return (
        table.name,
        column.name,
        column.label,
        column.kind,
        column.level or None,
        column.unit or None,
        column.variable or None,
        codes or None,
        " ".join(map(str, column.missing)) or None,
        column.spells_out,
        n_filled,
        column.note or None,
    )
