"""What a session holds beside the article: codings, links, decisions, suggestions.

Of a long article these are thousands, and few of them are on the screen when it opens. So their
rows are fetched whole, and become values when somebody asks for them, or bit by bit before that.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from uuid import UUID

from pydantic import BaseModel

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    Parts,
    SuggestedLink,
    Suggestion,
    SuggestionDecision,
    Zone,
)
from refusal_annotator.workspace.session_index import OpenSuggestions, Rejected, SpansAt

if TYPE_CHECKING:
    # Databases are loaded when a project is opened, not before the first window.
    from refusal_annotator.storage.quick_rows import Rows

Value = TypeVar("Value", bound=BaseModel)
# Rows that are read in one go: a few milliseconds.
AT_ONCE = 250
# Longer spans are looked for apart, so that a search for shorter ones can stop early.
_LONG = 2_000


@dataclass(slots=True)
class SessionParts:
    """All units of one coder in one article, and what was suggested there."""

    annotations: dict[UUID, Annotation]
    links: dict[UUID, Link]
    decisions: dict[UUID, SuggestionDecision]
    suggestions: tuple[Suggestion, ...]
    suggested_links: tuple[SuggestedLink, ...]
    deleted: dict[UUID, BaseModel]
    incoming: dict[UUID, Link]


@dataclass(frozen=True)
class SessionRows:
    """The rows of a session as they were fetched, deleted ones too; spans by place.

    `limits` are the scores from which suggestions of a type are shown.
    """

    annotations: Rows[Annotation]
    links: Rows[Link]
    decisions: Rows[SuggestionDecision]
    suggestions: Rows[Suggestion] | None
    suggested_links: Rows[SuggestedLink] | None
    limits: Mapping[str, float]
    incoming: Sequence[Link]
    deleted: Sequence[BaseModel]
    zones: Sequence[tuple[int, int]]


class LateParts:
    """Reads the rows of a session when they are asked for; from any thread."""

    def __init__(self, rows: SessionRows) -> None:
        self._rows = rows
        self._lock = threading.RLock()
        self._work = self._reading()
        self._made: SessionParts | None = None

    def go_on(self) -> bool:
        """Read some rows more; False when nothing is left to read."""
        with self._lock:
            if self._made is None:
                try:
                    next(self._work, None)
                except BaseException:
                    # Whoever asks next meets the same problem, not the half of what was read.
                    self._work = self._reading()
                    raise
            return self._made is None

    def whole(self) -> SessionParts:
        """All of it, now."""
        with self._lock:
            while self.go_on():
                pass
        assert self._made is not None
        return self._made

    # -- what can be said without reading all ---------------------------------------------------

    @property
    def n_rows(self) -> int:
        """Number of rows of all kinds."""
        rows = self._rows
        kinds = (rows.annotations, rows.links, rows.decisions, rows.suggestions)
        return sum(len(kind) for kind in kinds if kind is not None)

    @cached_property
    def n_annotations(self) -> int:
        """Number of codings."""
        return len(self._codings.places)

    def places(self, type_id: str) -> list[tuple[int, int, UUID]]:
        """Start, end and id of each coding of a type."""
        rows = self._rows.annotations
        ids, starts, ends, types = (rows.column(n) for n in ("id", "start", "end", "type"))
        at = [place for place in self._codings.places if types[place] == type_id]
        own = rows.uuids(ids[place] for place in at)
        return [(starts[p], ends[p], own_id) for p, own_id in zip(at, own, strict=True)]

    @cached_property
    def n_open(self) -> int:
        """Number of suggestions that are open: those that `OpenSuggestions` would list."""
        return len(list(self._open_places()))

    def near(self, start: int, end: int) -> tuple[list[Annotation], list[Suggestion]]:
        """Codings and open suggestions of a stretch, and all that hang together with them."""
        start, end = hanging_together(start, end, (self._codings, self._suggested))
        annotations = self._rows.annotations.values_at(self._codings.over(start, end))
        suggestions: list[Suggestion] = []
        if self._rows.suggestions is not None:
            suggestions = self._rows.suggestions.values_at(self._suggested.over(start, end))
        decisions = self._rows.decisions
        starts, ends = decisions.column("start"), decisions.column("end")
        over = [
            n for n, (s, e) in enumerate(zip(starts, ends, strict=True)) if s < end and e > start
        ]
        made = [d for d in decisions.values_at(over) if not d.deleted]
        zones = self._rows.zones
        waiting = OpenSuggestions(suggestions, SpansAt(annotations), made, zones)
        return annotations, waiting.listed()

    # -- helpers --------------------------------------------------------------------------------

    @cached_property
    def _codings(self) -> Places:
        rows = self._rows.annotations
        alive = [place for place, gone in enumerate(rows.column("deleted")) if not gone]
        return Places(rows.column("start"), rows.column("end"), alive)

    @cached_property
    def _suggested(self) -> Places:
        """Suggestions that are shown to this coder or were decided on."""
        rows = self._rows.suggestions
        if rows is None:
            return Places((), (), ())
        limits, decided = self._rows.limits, self._decided(settled_only=False)
        columns = zip(rows.column("type"), rows.column("score"), rows.column("id"), strict=True)
        shown = [
            place
            for place, (type_id, score, own) in enumerate(columns)
            if score >= limits.get(type_id, 0.0) or own in decided
        ]
        return Places(rows.column("start"), rows.column("end"), shown)

    def _decided(self, *, settled_only: bool) -> AbstractSet[Any]:
        """Suggestions that were decided on, as the database writes their ids."""
        rows = self._rows.decisions
        columns = (rows.column(n) for n in ("suggestion_id", "decision", "deleted"))
        return {
            own
            for own, decision, gone in zip(*columns, strict=True)
            if not gone and not (settled_only and decision == "skipped")
        }

    def _open_places(self) -> Iterator[int]:
        rows, shown = self._rows.suggestions, self._suggested
        if rows is None:
            return
        coded = self._coded()
        settled = self._decided(settled_only=True)
        rejected = Rejected(self._rejections())
        ids, types, parts = (rows.column(name) for name in ("id", "type", "parts"))
        for place in shown.places:
            start, end = shown.extent(place)
            each = _Suggested(types[place], start, end, _pairs(parts[place], start, end))
            if not (
                ids[place] in settled
                or (each.type, each.all_parts) in coded
                or any(s < end and start < e for s, e in self._rows.zones)
                or rejected.inherits(each)
            ):
                yield place

    def _coded(self) -> set[tuple[str, Parts]]:
        rows = self._rows.annotations
        columns = (rows.column(name) for name in ("type", "start", "end", "parts", "deleted"))
        return {
            (type_id, _pairs(parts, start, end) if parts else ((start, end),))
            for type_id, start, end, parts, gone in zip(*columns, strict=True)
            if not gone
        }

    def _rejections(self) -> list[SuggestionDecision]:
        rows = self._rows.decisions
        at = [n for n, each in enumerate(rows.column("decision")) if each == "rejected"]
        return [made for made in rows.values_at(at) if not made.deleted]

    def _reading(self) -> Iterator[None]:
        rows = self._rows
        deleted: dict[UUID, BaseModel] = {each.id: each for each in rows.deleted}  # type: ignore[attr-defined]
        annotations: dict[UUID, Annotation] = {}
        links: dict[UUID, Link] = {}
        decisions: dict[UUID, SuggestionDecision] = {}
        yield from _sorted_out(rows.annotations, annotations, deleted)
        yield from _sorted_out(rows.links, links, deleted)
        yield from _sorted_out(rows.decisions, decisions, deleted)
        suggestions: list[Suggestion] = []
        if rows.suggestions is not None:
            places = self._suggested.places
            for first in range(0, len(places), AT_ONCE):
                suggestions += rows.suggestions.values_at(places[first : first + AT_ONCE])
                yield
        suggested_links: list[SuggestedLink] = []
        if rows.suggested_links is not None:
            for first in range(0, len(rows.suggested_links), AT_ONCE):
                suggested_links += rows.suggested_links.values(first, first + AT_ONCE)
                yield
        self._made = SessionParts(
            annotations,
            links,
            decisions,
            tuple(suggestions),
            tuple(suggested_links),
            deleted,
            {link.id: link for link in rows.incoming if not link.deleted},
        )


class Places:
    """Where spans stand: rows by number, sorted by start."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int], places: Sequence[int]) -> None:
        self.places = places
        self._starts, self._ends = starts, ends
        self._own_starts = [starts[place] for place in places]
        self._long = [place for place in places if ends[place] - starts[place] > _LONG]

    @staticmethod
    def of(units: Sequence[Annotation] | Sequence[Suggestion]) -> Places:
        """Where units stand that come sorted by start."""
        return Places([u.start for u in units], [u.end for u in units], range(len(units)))

    def extent(self, place: int) -> tuple[int, int]:
        """Start and end of a row."""
        return self._starts[place], self._ends[place]

    def over(self, start: int, end: int) -> list[int]:
        """Rows that touch a stretch, and all long ones: their lanes hang on each other."""
        found = self.touching(start, end)
        return sorted({*found, *self._long}) if self._long else found

    def touching(self, start: int, end: int) -> list[int]:
        """Rows, not long ones, that overlap a stretch or end or begin where it begins or ends."""
        first = bisect_left(self._own_starts, start - _LONG)
        last = bisect_right(self._own_starts, end)
        ends, starts = self._ends, self._starts
        near = self.places[first:last]
        return [p for p in near if ends[p] >= start and ends[p] - starts[p] <= _LONG]


def hanging_together(start: int, end: int, kinds: Sequence[Places]) -> tuple[int, int]:
    """A stretch grown until no span that touches it reaches out of it."""
    while True:
        found = [kind.extent(place) for kind in kinds for place in kind.touching(start, end)]
        first = min((s for s, _ in found), default=start)
        last = max((e for _, e in found), default=end)
        if first >= start and last <= end:
            return start, end
        start, end = min(start, first), max(end, last)


class _Suggested(NamedTuple):
    """What decides whether a suggestion is open."""

    type: str
    start: int
    end: int
    all_parts: Parts


def _pairs(parts: Any, start: int, end: int) -> Parts:
    return tuple((s, e) for s, e in parts) if parts else ((start, end),)


def _sorted_out(
    rows: Rows[Any], alive: dict[UUID, Any], deleted: dict[UUID, BaseModel]
) -> Iterator[None]:
    """Read rows and part those that were deleted from the others."""
    for first in range(0, len(rows), AT_ONCE):
        for value in rows.values(first, first + AT_ONCE):
            (deleted if value.deleted else alive)[value.id] = value
        yield


def zone_extents(zones: Sequence[Zone]) -> list[tuple[int, int]]:
    """Where no suggestion is open: the zones that somebody confirmed."""
    return [(zone.start, zone.end) for zone in zones if zone.status == "confirmed"]
