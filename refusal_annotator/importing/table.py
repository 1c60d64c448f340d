"""Tables (CSV, TSV) with one article a row: a text column, and metadata columns by their name.

Rows are numbered from 1, not counting the header and blank lines, as in the stems `<stem>-<row>`;
problems name the line of the file as well, which is what a spreadsheet shows where no cell holds
a line break. Empty metadata cells are left out; columns without a meaning of their own are kept
under their header.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import canonical_text, sha256_of, text_sha256
from refusal_annotator.importing.base import (
    FIELDS,
    MAX_FILE_BYTES,
    ImportItem,
    ImportProblem,
    ImportRefused,
    Origin,
    Reading,
)
from refusal_annotator.importing.decoding import Decoded, decode, is_blank

# Headers understood without a mapping, in order of preference; compared without case, spaces,
# hyphens and underscores.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("text", "body", "content", "fulltext", "articletext", "bodytext", "article"),
        "headline": ("headline", "title", "articletitle", "heading"),
        "outlet": ("outlet", "source", "publication", "newspaper", "publisher", "medium"),
        "date": ("date", "publicationdate", "pubdate", "published", "datepublished"),
        "byline": ("byline", "author", "authors", "reporter", "journalist"),
        "id": ("id", "articleid", "docid", "documentid"),
    }
)
_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED_RECORDS = 20
_LIMIT_LOCK = threading.Lock()


def check_mapping(mapping: Mapping[str, str] | None) -> None:
    """Raise AnnotatorError for a field that no table has."""
    for name in mapping or {}:
        if name not in FIELDS:
            raise AnnotatorError(
                f"No column can be mapped to “{name}”. The fields are: {', '.join(FIELDS)}."
            )


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what: `fields` by field, `extras` by the name to keep it under."""

    fields: Mapping[str, int]
    extras: Mapping[str, int]
    width: int


@dataclass(frozen=True)
class Table:
    """Reads a table of articles."""

    name: str = "table"
    label: str = "Table, one article a row"
    version: str = "1"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")

    def why_not(self, name: str, data: bytes) -> str | None:
        suffix = PurePath(name).suffix.lower()
        if suffix in self.suffixes:
            return None
        return f"tables end in {', '.join(self.suffixes)}"

    def read(self, name: str, data: bytes, *, mapping: Mapping[str, str] | None) -> Reading:
        check_mapping(mapping)
        decoded = decode(data)
        records = _records(decoded.text, suffix=PurePath(name).suffix.lower(), mapping=mapping)
        columns = _columns(records[0].cells, mapping)
        origin = Origin(name=name, sha256=sha256_of(data), data=data)
        items: list[ImportItem] = []
        problems: list[ImportProblem] = []
        for row, record in enumerate(records[1:], start=1):
            reason = _why_no_article(record.cells, columns)
            if reason:
                problems.append(ImportProblem(f"{name}, row {row} (line {record.line})", reason))
            else:
                items.append(self._item(name, row, record.cells, columns, decoded, origin))
        if not items and not problems:
            raise ImportRefused("the table has a header and no rows")
        return Reading(tuple(items), tuple(problems), origin)

    def _item(
        self,
        name: str,
        row: int,
        cells: Sequence[str],
        columns: _Columns,
        decoded: Decoded,
        origin: Origin,
    ) -> ImportItem:
        written = cells[columns.fields["text"]]
        source = written.encode("utf-8")
        text = canonical_text(written)
        return ImportItem(
            name=f"{name}, row {row}",
            stem=f"{PurePath(name).stem}-{row}",
            source_bytes=source,
            source_sha256=sha256_of(source),
            text=text,
            text_sha256=text_sha256(text),
            encoding=decoded.encoding,
            encoding_note=decoded.note,
            importer=self.name,
            importer_version=self.version,
            metadata=MappingProxyType(_metadata(cells, columns)),
            origin_sha256=origin.sha256,
            row=row,
        )


def _records(text: str, *, suffix: str, mapping: Mapping[str, str] | None) -> list[_Record]:
    # Excel writes the delimiter into a first line of its own.
    said = text[4:5] if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n") else ""
    offset = 1 if said else 0
    body = text.partition("\n")[2] if said else text
    delimiter = said or _sniff(body, suffix, mapping)
    try:
        records = _parse(body, delimiter, offset)
    except csv.Error as error:
        # Tab-separated files often carry bare quotation marks; cells then hold no line breaks.
        if delimiter != "\t":
            raise ImportRefused(
                f"its quotation marks do not pair up ({error}); save it again as CSV from a "
                "spreadsheet program, which doubles the marks inside a cell"
            ) from error
        records = _parse(body, delimiter, offset, quoted=False)
    if not records:
        raise ImportRefused("it holds no rows")
    return records


def _parse(text: str, delimiter: str, offset: int, *, quoted: bool = True) -> list[_Record]:
    records: list[_Record] = []
    for record in _iterate(text, delimiter, quoted=quoted):
        if any(cell.strip() for cell in record.cells):
            records.append(_Record(record.line + offset, record.cells))
    return records


def _iterate(text: str, delimiter: str, *, quoted: bool = True) -> Generator[_Record, None, None]:
    """Records with the line each begins on; strict, so that a stray mark swallows no rows."""
    with _field_size(MAX_FILE_BYTES):
        lines = io.StringIO(text, newline="")
        quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        reader = csv.reader(lines, delimiter=delimiter, strict=True, quoting=quoting)
        begun = 1
        try:
            for cells in reader:
                yield _Record(begun, cells)
                begun = reader.line_num + 1
        except csv.Error as error:
            raise csv.Error(f"in the row that begins on line {begun}: {error}") from error


@contextmanager
def _field_size(limit: int) -> Iterator[None]:
    # The limit belongs to the whole process: raised under a lock, and put back.
    with _LIMIT_LOCK:
        before = csv.field_size_limit(limit)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _sniff(text: str, suffix: str, mapping: Mapping[str, str] | None) -> str:
    """Choose the delimiter that gives a text column, most known columns and even rows."""

    def score(delimiter: str) -> tuple[int, bool, float, int]:
        rows = _first_rows(text, delimiter)
        if not rows:
            return (0, False, 0.0, 0)
        wanted = {_fold(column) for column in (mapping or {}).values()}
        known = wanted | {alias for aliases in ALIASES.values() for alias in aliases}
        n_known = sum(_fold(header) in known for header in rows[0])
        even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return (n_known, delimiter == "\t" and suffix != ".csv", even, len(rows[0]))

    return max(_DELIMITERS, key=score)


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    records = _iterate(text, delimiter)
    try:
        for record in records:
            if any(cell.strip() for cell in record.cells):
                rows.append(record.cells)
            if len(rows) == _SNIFFED_RECORDS:
                break
    except csv.Error:
        pass  # what was read so far still tells one delimiter from another
    finally:
        records.close()
    return rows


def _columns(headers: Sequence[str], mapping: Mapping[str, str] | None) -> _Columns:
    folded = [_fold(header) for header in headers]
    fields: dict[str, int] = {}
    for field, column in (mapping or {}).items():
        if _fold(column) not in folded:
            raise ImportRefused(
                f"it has no column “{column}”, which is mapped to {field}; {_shown(headers)}"
            )
        fields[field] = folded.index(_fold(column))
    for field, aliases in ALIASES.items():
        free = [
            folded.index(alias)
            for alias in aliases
            if alias in folded and folded.index(alias) not in fields.values()
        ]
        if free:
            fields.setdefault(field, free[0])
    if "text" not in fields:
        raise ImportRefused(
            f"it has no column for the text; {_shown(headers)}. Name one of them text, body or "
            "content, or map one to text"
        )
    return _Columns(fields, _extras(headers, fields), len(headers))


def _extras(headers: Sequence[str], fields: Mapping[str, int]) -> dict[str, int]:
    extras: dict[str, int] = {}
    for index, header in enumerate(headers):
        if index in fields.values():
            continue
        name = " ".join(header.split()) or f"column {index + 1}"
        base, count = name, 2
        while name in extras or name in FIELDS:
            name, count = f"{base} ({count})", count + 1
        extras[name] = index
    return extras


def _shown(headers: Sequence[str]) -> str:
    names = [f"“{' '.join(header.split())[:40]}”" for header in headers]
    if len(names) == 1:
        return f"its only column is {names[0]}"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"its columns are {', '.join(names[:12])}{more}"


def _why_no_article(cells: Sequence[str], columns: _Columns) -> str | None:
    surplus = [cell for cell in cells[columns.width :] if cell.strip()]
    if surplus:
        return (
            f"it has {len(cells)} cells and the header {columns.width}; a delimiter inside a cell "
            "needs quotation marks around the cell"
        )
    index = columns.fields["text"]
    if index >= len(cells) or is_blank(cells[index]):
        return "its text cell is empty"
    return None


def _metadata(cells: Sequence[str], columns: _Columns) -> dict[str, str]:
    places = {name: at for name, at in columns.fields.items() if name != "text"} | dict(
        columns.extras
    )
    found = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
    return {name: canonical_text(value) for name, value in found.items() if value}


def _fold(header: str) -> str:
    return "".join(char for char in header.casefold() if char.isalnum())


TABLE = Table()
