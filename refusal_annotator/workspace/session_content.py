"""What a session holds: read when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import BaseModel

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    SuggestedLink,
    Suggestion,
    SuggestionDecision,
)
from refusal_annotator.domain.text import Borders
from refusal_annotator.workspace.session_parts import LateParts, SessionParts


@dataclass(kw_only=True)
class SessionContent:
    """The units of one coder in one article, and what was suggested there.

    `late` are those that are not read yet; None once they are.
    """

    late: LateParts | None
    late_borders: Callable[[], Borders]
    _parts: SessionParts | None = field(default=None, repr=False, compare=False)
    _borders: Borders | None = field(default=None, repr=False, compare=False)

    @property
    def annotations(self) -> dict[UUID, Annotation]:
        """Codings that are not deleted."""
        return self._whole().annotations

    @property
    def links(self) -> dict[UUID, Link]:
        """Links that are not deleted."""
        return self._whole().links

    @property
    def decisions(self) -> dict[UUID, SuggestionDecision]:
        """Decisions that hold."""
        return self._whole().decisions

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Suggestions of the last run, open or not."""
        return self._whole().suggestions

    @property
    def suggested_links(self) -> tuple[SuggestedLink, ...]:
        """Links between suggestions of the last run."""
        return self._whole().suggested_links

    @property
    def deleted(self) -> dict[UUID, BaseModel]:
        """What was deleted, of every kind."""
        return self._whole().deleted

    @property
    def incoming(self) -> dict[UUID, Link]:
        """The coder's links from other articles to spans of this one."""
        return self._whole().incoming

    @property
    def borders(self) -> Borders:
        """Where tokens, sentences and paragraphs start and end."""
        if self._borders is None:
            self._borders = self.late_borders()
        return self._borders

    @property
    def n_annotations(self) -> int:
        """Number of codings."""
        late = self.late
        return late.n_annotations if late is not None else len(self.annotations)

    def places(self, type_id: str) -> list[tuple[int, int, UUID]]:
        """Start, end and id of each coding of a type, in no order."""
        late = self.late
        if late is not None:
            return late.places(type_id)
        own = self.annotations.values()
        return [(a.start, a.end, a.id) for a in own if a.type == type_id]

    def _whole(self) -> SessionParts:
        late = self.late
        if self._parts is None:
            assert late is not None
            self._parts = late.whole()
        # The rows are needed no more.
        self.late = None
        return self._parts
