"""From a variable of the codebook to the columns of a table, and from a cell to their values.

========================  ======================================================================
one category              NAME code, NAME_label words; missing kinds are codes as well
several categories        NAME codes joined by blanks, one 0/1 column for each category
figure                    NAME, NAME_missing the missing kind, NAME_open 1 for an open bound
partial date              NAME as written, NAME_first and NAME_last day, NAME_missing
entity                    NAME key (several joined by "|"), NAME_missing
text                      NAME (several joined by "|")
========================  ======================================================================

An empty cell is empty in all of them; what else is empty says why in its companion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from refusal_annotator.domain.codebook import Attribute, Category, Codebook, ValueType
from refusal_annotator.domain.partial_dates import parse_partial_date
from refusal_annotator.domain.variables import Cell, Cells, is_open, missing_kind, plain_list
from refusal_annotator.export.data_names import Names, slug
from refusal_annotator.export.data_set import EXACT_INTEGER, DataColumn, Field, Value

JOINT = "|"
NO_YES: Mapping[int, str] = {0: "No", 1: "Yes"}

CellsOf = Callable[[Any], Cells | None]
Read = Callable[[Cell], Value]


@dataclass
class Trouble:
    """What could not be exported as it is, gathered while tables are filled."""

    found: set[str] = field(default_factory=set[str])

    def add(self, sentence: str) -> None:
        """Keep a sentence; the same thing is met in several tables and told once."""
        self.found.add(sentence)

    def sentences(self) -> tuple[str, ...]:
        """Return what a reader should be told."""
        return tuple(sorted(self.found))


@dataclass(frozen=True)
class Encoder:
    """Makes columns for variables; one for each table, as names are unique in a table."""

    codebook: Codebook
    resolve: Callable[[str], str]
    names: Names
    trouble: Trouble

    def fields(self, attribute: Attribute, unit: str, cells_of: CellsOf) -> list[Field]:
        """Return the columns of a variable.

        `cells_of` gives the cells of a record, or None where the record is of another kind.
        """
        parts = self._parts(attribute, self._named(attribute, unit))
        return [Field(column, _reader(attribute.id, cells_of, read)) for column, read in parts]

    def code_of(self, attribute: Attribute, cell: Cell) -> int | None:
        """Return the code of the category or missing kind in a cell."""
        kind = missing_kind(cell)
        if kind is not None:
            return _code_by_id(self.codebook.missing_codes, kind)
        items = plain_list(cell)
        return self.category_code(attribute, items[0]) if items else None

    def category_code(self, attribute: Attribute, item: Any) -> int | None:
        """Return the code of a category; one that the codebook does not have is told."""
        category = attribute.find_category(item)
        if category is None:
            self.trouble.add(
                f"{attribute.id} holds a category that the present codebook does not have: "
                f"{item}. It has no code and stands in words only."
            )
            return None
        return category.code

    def number_of(self, attribute: Attribute, cell: Cell) -> int | float | None:
        """Return the figure in a cell; one that no double holds exactly is told."""
        items = plain_list(cell)
        if not items:
            return None
        content: int | float = items[0]
        if isinstance(content, int) and abs(content) > EXACT_INTEGER:
            self.trouble.add(
                f"{attribute.id} holds figures above 2^53, which Excel, SPSS and Stata round; "
                "the column content of the long tables has all digits."
            )
        return content

    def joined(self, attribute: Attribute, cell: Cell) -> str | None:
        """Return texts or keys of entities as one text."""
        items = [str(item) for item in plain_list(cell)]
        if attribute.value_type == ValueType.ENTITY:
            items = [self.resolve(item) for item in items]
        return JOINT.join(items) if items else None

    def joined_codes(self, attribute: Attribute, cell: Cell) -> str | None:
        """Return the codes of several categories as one text."""
        codes = (self.category_code(attribute, item) for item in plain_list(cell))
        return " ".join(str(code) for code in codes if code is not None) or None

    def missing_labels(self) -> dict[int, str]:
        """Return code to words of the missing kinds."""
        return {code.code: code.shown for code in self.codebook.missing_codes}

    def labels(self, attribute: Attribute) -> dict[int, str]:
        """Return code to words of categories and missing kinds."""
        own = {category.code: category.shown for category in attribute.categories}
        return {**self.missing_labels(), **own}

    def _named(self, attribute: Attribute, unit: str) -> DataColumn:
        note = " ".join(
            word
            for word, true in (
                ("Computed.", attribute.derived),
                ("Deprecated.", attribute.deprecated),
            )
            if true
        )
        return DataColumn(
            name=self.names.take(_full_name(unit, attribute.id)),
            label=attribute.label,
            level=str(attribute.level),
            unit=unit,
            variable=attribute.id,
            note=" ".join(filter(None, (note, attribute.definition))),
        )

    def _companion(self, column: DataColumn, suffix: str, label: str, **more: Any) -> DataColumn:
        return replace(
            column,
            name=self.names.take(column.name, suffix),
            label=f"{column.label}: {label}",
            **{"level": "", "note": "", **more},
        )

    def _parts(self, attribute: Attribute, column: DataColumn) -> list[tuple[DataColumn, Read]]:
        if attribute.has_categories:
            make = self._set_parts if attribute.holds_list else self._category_parts
        elif attribute.value_type == ValueType.NUMBER and not attribute.holds_list:
            make = self._number_parts
        elif attribute.value_type == ValueType.PARTIAL_DATE and not attribute.holds_list:
            make = self._date_parts
        elif attribute.value_type == ValueType.STRING:
            return [(column, lambda cell: self.joined(attribute, cell))]
        else:
            # Entities, and any kind of value of which a unit may hold several.
            read: Read = lambda cell: self.joined(attribute, cell)  # noqa: E731
            return [(column, read), self._missing_part(column)]
        return make(attribute, column)

    def _category_parts(self, attribute: Attribute, column: DataColumn) -> list[Any]:
        labels = self.labels(attribute)
        coded = replace(
            column, kind="category", labels=labels, missing=tuple(self.missing_labels())
        )
        words = self._companion(column, "_label", "in words", spells_out=column.name)
        return [
            (coded, lambda cell: self.code_of(attribute, cell)),
            (words, lambda cell: self._words(attribute, cell)),
        ]

    def _words(self, attribute: Attribute, cell: Cell) -> str | None:
        kind = missing_kind(cell)
        if kind is not None:
            known = (c.shown for c in self.codebook.missing_codes if c.id == kind)
            return next(known, kind)
        items = plain_list(cell)
        if not items:
            return None
        category = attribute.find_category(items[0])
        return category.shown if category else str(items[0])

    def _set_parts(self, attribute: Attribute, column: DataColumn) -> list[Any]:
        parts: list[Any] = [(column, lambda cell: self.joined_codes(attribute, cell))]
        missing = self.missing_labels()
        for category in attribute.categories:
            if self.codebook.is_missing(category.id):
                continue
            ticked = self._companion(
                replace(column, name=f"{column.name}_{category.code}"),
                "",
                category.shown,
                kind="flag",
                labels={**missing, **NO_YES} if not set(missing) & {0, 1} else NO_YES,
                missing=tuple(missing),
                level="nominal",
                note=category.definition,
            )
            parts.append((ticked, self._tick(category)))
        return parts

    def _tick(self, category: Category) -> Read:
        def read(cell: Cell) -> int | None:
            kind = missing_kind(cell)
            if kind is not None:
                return _code_by_id(self.codebook.missing_codes, kind)
            return int(category.id in plain_list(cell)) if "v" in cell else None

        return read

    def _number_parts(self, attribute: Attribute, column: DataColumn) -> list[Any]:
        number = (replace(column, kind="number"), lambda cell: self.number_of(attribute, cell))
        if attribute.derived is not None:
            # What is computed is never missing and never open.
            return [number]
        is_open_bound = self._companion(
            column, "_open", "open bound", kind="flag", labels=NO_YES, level="nominal"
        )
        return [
            number,
            self._missing_part(column),
            (is_open_bound, lambda cell: int(is_open(cell)) if not cell.get("empty") else None),
        ]

    def _date_parts(self, attribute: Attribute, column: DataColumn) -> list[Any]:
        def day(which: str) -> Read:
            def read(cell: Cell) -> date | None:
                items = plain_list(cell)
                return getattr(parse_partial_date(str(items[0])), which) if items else None

            return read

        return [
            (column, lambda cell: self.joined(attribute, cell)),
            *(
                (
                    self._companion(column, f"_{end}", f"{end} day", kind="date", level="interval"),
                    day(end),
                )
                for end in ("first", "last")
            ),
            self._missing_part(column),
        ]

    def _missing_part(self, column: DataColumn) -> tuple[DataColumn, Read]:
        why = self._companion(
            column, "_missing", "why missing", kind="category", labels=self.missing_labels(),
            level="nominal",
        )  # fmt: skip

        def read(cell: Cell) -> int | None:
            kind = missing_kind(cell)
            return _code_by_id(self.codebook.missing_codes, kind) if kind is not None else None

        return why, read


def _full_name(unit: str, variable: str) -> str:
    """`Claim.topic` is claim_topic, but `Claim.claim_type` is no claim_claim_type."""
    if not unit or slug(variable).startswith(f"{slug(unit)}_"):
        return variable
    return f"{unit} {variable}"


def _reader(variable: str, cells_of: CellsOf, read: Read) -> Callable[[Any], Value]:
    def value_of(record: Any) -> Value:
        cells = cells_of(record)
        cell = cells.get(variable) if cells else None
        return read(cell) if cell else None

    return value_of


def _code_by_id(codes: Any, kind: str) -> int | None:
    return next((code.code for code in codes if code.id == kind), None)
