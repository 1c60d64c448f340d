"""What an importer is, and the values that an import hands on: items, problems, the batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from refusal_annotator.domain.errors import AnnotatorError

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Above any article or table of articles; keeps a stray video or dump out of memory."""

FIELDS = ("text", "headline", "outlet", "date", "byline", "id")
"""The fields of a table that have a meaning of their own; a mapping names columns for them."""

ProblemKind = Literal["refused", "duplicate"]


class ImportRefused(AnnotatorError):
    """A file that cannot become an article; the sentence says why, without the file's name."""


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One article that is ready to be stored.

    `source_bytes` are the bytes of the file. For a row of a table they are the text cell in UTF-8,
    as written in the table, so that a coding file can name one row by its hash; the table itself
    is then in the batch's `origins` under `origin_sha256`, so that the file as given is kept too.

    `name` is for people; `stem` is the article's key, unlike all others of the batch and safe as a
    file name. `same_text_as` names an earlier item with the same text that was published
    elsewhere or at another time by its metadata: a reprint, imported and pointed out.
    """

    name: str
    stem: str
    source_bytes: bytes = field(repr=False)
    source_sha256: str
    text: str = field(repr=False)
    text_sha256: str
    encoding: str
    encoding_note: str | None
    importer: str
    importer_version: str
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    origin_sha256: str | None = None
    row: int | None = None
    same_text_as: str | None = None


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A file or row that was left out, and why."""

    name: str
    reason: str
    kind: ProblemKind = "refused"

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that held several articles, as it was given."""

    name: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """All that one import found. A cancelled batch is empty: nothing half is handed on."""

    items: tuple[ImportItem, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    origins: tuple[Origin, ...] = ()
    n_hidden: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one importer made of one file."""

    items: tuple[ImportItem, ...]
    problems: tuple[ImportProblem, ...] = ()
    origin: Origin | None = None


class Importer(Protocol):
    """Turns the bytes of one file into articles.

    `suffixes` are those the importer claims (small letters, with the dot); an importer with none
    is asked for every file that no other claims. `why_not` says why this file is not for it, or
    returns None. `read` raises ImportRefused for a file that it cannot use.
    """

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...
    def why_not(self, name: str, data: bytes) -> str | None: ...
    def read(self, name: str, data: bytes, *, mapping: Mapping[str, str] | None) -> Reading: ...
