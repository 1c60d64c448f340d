"""The form of a coding file: one article as one coder coded it, as values.

A file is a JSON object with these keys; all but `article` and `spans` may be absent, and any other
key is kept as it is.

===================  ==========================================================================
article              name of the source file
sha256               of the source file's bytes
length_code_points   of the canonical text
coder                name
coded_types          span types the coder went through; one not named is missing, not empty
spans                `{id, type, start, end, surface, attributes}`, where they say something also
                     `parts` ([[start, end], ...], several pieces), `doubt` and `origin`
relations            `{type, from, to}`, `order` and `path` where ordered, attributes beside them
boilerplate          `[start, end, kind]`, stretches that are not coded
article_variables    variable: value
cross_article        `{type, from, to_article, to}` and attributes: links into another article
article_relations    `{type, to_article}` and attributes: links from this article to another
===================  ==========================================================================

Offsets are half-open code points of the canonical text. null is an empty cell, on one of two
bounds an open one; the id of a missing code is that missing code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link, Parts, Zone
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cells

KEYS = (
    "article",
    "sha256",
    "length_code_points",
    "coder",
    "coded_types",
    "spans",
    "relations",
    "boilerplate",
    "article_variables",
    "cross_article",
    "article_relations",
)
# Written even where a coding has nothing to put there, so that every file has one shape.
USUAL_KEYS = KEYS[:-1]
ORIGINS = ("drawn", "accepted", "edited", "imported", "gold")

Severity = Literal["error", "warning"]
ZoneTriple = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a coding file, by file, span (or link) and field.

    Errors refuse the file; warnings are listed and change nothing.
    """

    file: str
    span: str | None
    field: str | None
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.span, self.field) if part)
        return f"{place}: {self.message}"


class CodingFileError(AnnotatorError):
    """A coding file that cannot be used; every problem names its span and field."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(f"  {problem}" for problem in self.problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(
            f"{name} was not imported and nothing was changed, {count} {noun}:\n{shown}"
        )


@dataclass(frozen=True, slots=True)
class FileSpan:
    """A span as written. `beside` are entries next to `attributes` (a note may stand there)."""

    id: str
    type: str
    start: int
    end: int
    surface: str
    attributes: Mapping[str, Any] | None
    parts: Parts | None = None
    doubt: bool | None = None
    origin: str | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def written(self) -> dict[str, Any]:
        """Attributes, wherever they stand."""
        return {**(self.attributes or {}), **self.beside}

    @property
    def places(self) -> Parts:
        """One part or several, always as a tuple."""
        return self.parts or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class FileLink:
    """A relation as written; `beside` are its attributes, doubt and origin.

    `to_article` is set for links into another article; `start` and `to` are None where the link
    is one between articles.
    """

    type: str
    start: str | None
    to: str | None
    to_article: str | None = None
    order: int | None = None
    path: int | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How a problem names the link."""
        ends = [end for end in (self.start, self.to_article, self.to) if end]
        return f"{self.type} {' → '.join(ends)}"


@dataclass(frozen=True, slots=True)
class CodingFile:
    """A coding file whose structure is right; its values are not checked yet.

    `keys` are the keys the file had, in its order.
    """

    name: str
    article: str
    sha256: str | None
    length: int | None
    coder: str | None
    coded_types: tuple[str, ...] | None
    spans: tuple[FileSpan, ...]
    relations: tuple[FileLink, ...]
    boilerplate: tuple[ZoneTriple, ...]
    article_variables: Mapping[str, Any]
    cross_article: tuple[FileLink, ...]
    article_relations: tuple[FileLink, ...]
    extras: Mapping[str, Any]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedCoding:
    """A coding file as domain values.

    `zones` are proposals of the coder, in the order of the file. `keys` are the file's keys and,
    as `@span:what`, what it wrote otherwise than `to_json` would, so that export gives it back.
    """

    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    article_links: tuple[ArticleLink, ...]
    article_values: Cells
    coded_types: tuple[str, ...]
    zones: tuple[Zone, ...]
    extras: Mapping[str, Any]
    keys: tuple[str, ...]

    @property
    def zone_triples(self) -> tuple[ZoneTriple, ...]:
        """Zones as `(start, end, kind)`, the form that is stored with the coding."""
        return tuple((zone.start, zone.end, zone.kind) for zone in self.zones)


def form_key(owner: object, what: str) -> str:
    """Entry of `keys` that says how one span or link was written."""
    return f"@{owner}:{what}"
