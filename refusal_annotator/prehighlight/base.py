"""What a finding is, and what a pre-highlighter is.

A finding speaks of roles and of concepts, never of a codebook's own ids: `values.py` turns it into
a suggestion with the types, attributes and categories of the codebook at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from refusal_annotator.domain.annotations import SuggestedLink, Suggestion, Zone
from refusal_annotator.domain.codebook import Codebook

VERSION = "2.3"
SOURCE = f"rules {VERSION}"


class Choice(str):
    """A concept that stands for a category: a category's role, a category's id, or a name of
    `categories.tsv`, tried in this order.
    """

    __slots__ = ()


class Bound(str):
    """A bound of a figure that is no number: open, or not derivable from the words."""

    __slots__ = ()


OPEN_BOUND = Bound("open")
NO_BOUND = Bound("not_derivable")

Fact = Any  # Choice, Bound, str, int or float


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of text that plays a role, with what is known about it by attribute role."""

    role: str
    start: int
    end: int
    score: float
    why: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def covers(self, start: int, end: int) -> bool:
        """Whether start..end lies inside."""
        return self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A stretch of page furniture; `kind` is a concept of `categories.tsv`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link between two findings, by the role of the relation."""

    role: str
    source: Found
    target: Found
    score: float


@dataclass(frozen=True, slots=True)
class MetadataGuess:
    """A guess at something about the article; `start` and `end` are None where it is inferred.

    `value` is what to store where it differs from the printed text, such as a date; `variants` are
    other spellings that the page has.
    """

    text: str
    start: int | None = None
    end: int | None = None
    value: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prehighlights:
    """All that one run over one article proposes.

    `missing_roles` names the roles that the codebook lacks, so that nothing is left out unsaid;
    `notices` says what else is limited, such as the language or a pipeline that did not load;
    `metadata` holds guesses by the roles of article variables (headline, byline ...) and dateline.
    """

    zones: tuple[Zone, ...]
    suggestions: tuple[Suggestion, ...]
    links: tuple[SuggestedLink, ...]
    missing_roles: tuple[str, ...]
    metadata: Mapping[str, MetadataGuess] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


class Prehighlighter(Protocol):
    """A part that finds suggestions: the name of a spaCy factory and what it needs to know."""

    @property
    def name(self) -> str:
        """Name of the registered spaCy factory."""
        ...

    @property
    def label(self) -> str:
        """Name for people."""
        ...

    @property
    def role(self) -> str | None:
        """Role of the span type that it suggests; None where it suggests none."""
        ...

    def why_not(self, codebook: Codebook) -> str | None:
        """Say why it has nothing to do with this codebook, or return None."""
        ...

    def config(self, codebook: Codebook) -> dict[str, Any]:
        """Options of the spaCy component for this codebook, as JSON-able values."""
        ...
