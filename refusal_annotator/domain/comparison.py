"""What is compared between coders, and what a comparison finds: input and report of agreement.

These values stand in the domain because three strangers share them: the engine that computes, the
exporter that writes a workbook, and the screen that jumps to a disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.codebook_file import Thresholds
from refusal_annotator.domain.diagnostics import ComparisonOptions, Diagnostics
from refusal_annotator.domain.matching import Pieces
from refusal_annotator.domain.reliability import ReliabilityError
from refusal_annotator.domain.results import Result
from refusal_annotator.domain.variables import Cell, Cells

DisagreementKind = Literal["missed", "boundary", "type", "attribute", "link", "article", "alike"]

Resolve = Callable[[str], str]
"""Written name or key of an entity to the key that all its spellings share after merging."""


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """One text: id of the article (or of its version), name, canonical text, confirmed zones.

    `article_id` is the article in the project, for links to it; None where there is no project.
    """

    id: UUID
    name: str
    text: str
    zones: tuple[tuple[int, int], ...] = ()
    article_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComparedCoder:
    """A coder under the name that the report may show."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FinishedCoding:
    """All that one coder finished on one article. Drafts are not compared.

    A span type that is not among `coded_types` is missing for this coder here, not empty.
    `finished_at` and `codebook_version` serve to see drift, `with_suggestions` says whether the
    coder decided on suggestions here (None: not known).
    """

    article_id: UUID
    coder_id: UUID
    coded_types: frozenset[str]
    annotations: tuple[Annotation, ...] = ()
    links: tuple[Link, ...] = ()
    values: Cells = field(default_factory=dict[str, Cell])
    finished_at: datetime | None = None
    codebook_version: int = 1
    with_suggestions: bool | None = None


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """Everything a comparison reads; made by whoever holds the project.

    `population` is the number of articles that the compared ones were drawn from, `sampling` how.
    """

    codebook: Codebook
    articles: tuple[ComparedArticle, ...]
    coders: tuple[ComparedCoder, ...]
    codings: tuple[FinishedCoding, ...]
    resolve: Resolve = str
    population: int | None = None
    sampling: str = ""

    def __post_init__(self) -> None:
        seen: set[tuple[UUID, UUID]] = set()
        names = {article.id: article.name for article in self.articles}
        known = {coder.id for coder in self.coders}
        for coding in self.codings:
            key = (coding.article_id, coding.coder_id)
            if coding.article_id not in names or coding.coder_id not in known:
                raise ReliabilityError(
                    "A coding belongs to an article or coder that is not compared. "
                    "Choose its article and coder too, or leave it out."
                )
            if key in seen:
                raise ReliabilityError(
                    f"{names[coding.article_id]} is coded twice by one coder. "
                    "Leave one of the two codings out."
                )
            seen.add(key)


@dataclass(frozen=True, slots=True)
class TypeMatch:
    """How much of one span type was found by more than one coder.

    `n_spans` counts all spans in texts that two coders or more finished for this type; `n_matched`
    those of them that stand in a group with another coder's span.
    """

    type: str
    n_articles: int
    n_spans: int
    n_matched: int
    n_groups: int
    spans_by_coder: Mapping[str, int]

    @property
    def share(self) -> float | None:
        """Share of spans that are matched, or None without a span."""
        return self.n_matched / self.n_spans if self.n_spans else None


@dataclass(frozen=True, slots=True)
class MatchedGroup:
    """Spans that count as one unit: coder id to annotation; a lone span is a group too."""

    article_id: UUID
    type: str
    members: Mapping[UUID, Annotation]
    expected: tuple[UUID, ...]

    @property
    def hull(self) -> tuple[int, int]:
        """From the first start to the last end of its spans."""
        spans = self.members.values()
        return min(s.start for s in spans), max(s.end for s in spans)


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder has in a disagreement; no annotation where the coder marked nothing."""

    coder_id: UUID
    annotation_id: UUID | None = None
    pieces: Pieces = ()
    quote: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The place in the text: what is in dispute, and a little before and after it."""

    before: str = ""
    disputed: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.before}{self.disputed}{self.after}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One difference between coders.

    `missed`: a coder has no span where another has one. `boundary`: the edges differ. `type`: one
    coder has a span of `type` where another has one of `other_type` that would match it.
    `attribute`, `link`: values or targets of matched spans differ. `article`: an article variable
    differs. `alike` is none: a place that is shown because the coders agree there; a comparison
    lists no such ones. `variable` is the attribute, relation or article variable; `tested` is False
    where the pair could not enter the coefficient (a value against an empty cell, an open bound).
    """

    kind: DisagreementKind
    article_id: UUID
    article: str
    type: str
    variable: str
    start: int
    end: int
    sides: tuple[Side, ...]
    snippet: Snippet
    iou: float | None = None
    tested: bool = True
    other_type: str = ""


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """The whole comparison. Order of coders and articles changes no figure in it.

    `results` hold level, variable and measure each; `disagreements` are in order of article and
    place; `n_compared` counts the articles that two coders or more finished.
    """

    codebook_id: str
    codebook_version: str
    coders: tuple[ComparedCoder, ...]
    matching: str
    n_articles: int
    n_compared: int
    length: int
    full_length: int
    results: tuple[Result, ...]
    type_matches: tuple[TypeMatch, ...]
    groups: tuple[MatchedGroup, ...]
    disagreements: tuple[Disagreement, ...]
    left_out: Mapping[str, int]
    options: ComparisonOptions = field(default_factory=ComparisonOptions)
    thresholds: Thresholds = field(default_factory=Thresholds)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    def result(self, variable: str, measure: str) -> Result | None:
        """Return one figure, or None where it was not computed."""
        return next(
            (r for r in self.results if r.variable == variable and r.measure == measure), None
        )

    def to_json(self) -> dict[str, Any]:
        """Return the figures in the documented form of the JSON report."""
        return {
            "format": 1,
            "codebook": {"id": self.codebook_id, "version": self.codebook_version},
            "coders": [coder.name for coder in self.coders],
            "matching": self.matching,
            "n_articles": self.n_articles,
            "n_compared": self.n_compared,
            "length": self.length,
            "full_length": self.full_length,
            "left_out": dict(self.left_out),
            "options": self.options.model_dump(),
            "thresholds": self.thresholds.model_dump(),
            "results": [result.to_json() for result in self.results],
        }


def coder_names(coders: Sequence[ComparedCoder]) -> dict[UUID, str]:
    """Return id to name."""
    return {coder.id: coder.name for coder in coders}


def blind_coders(coders: Sequence[ComparedCoder]) -> tuple[ComparedCoder, ...]:
    """Return the coders under numbers in place of names: the same ones on screen and in files."""
    return tuple(ComparedCoder(coder.id, f"Coder {n}") for n, coder in enumerate(coders, start=1))
