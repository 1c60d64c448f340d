"""What one coder sees of one article, kept up to date by every change that is applied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    SuggestedLink,
    Suggestion,
    SuggestionDecision,
    Zone,
)
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.changes import Change, ChangeSet, apply_to_row
from refusal_annotator.domain.codebook import Attribute, Codebook, Relation
from refusal_annotator.domain.coders import ArticleCoding, Coder, CodingStatus
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.variables import is_filled, plain
from refusal_annotator.workspace.session_content import SessionContent
from refusal_annotator.workspace.session_index import LinksAt, OpenSuggestions, SpansAt
from refusal_annotator.workspace.session_parts import Places, hanging_together, zone_extents

Value = TypeVar("Value", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class MissingField:
    """A required variable without a value, or a required link that is not there."""

    unit_id: UUID | None
    field_id: str
    label: str
    is_relation: bool = False


@dataclass(frozen=True, slots=True)
class _Lacking:
    """What a span lacked when it and its links were last looked at."""

    of: Annotation
    links: tuple[Link, ...]
    fields: tuple[MissingField, ...]


@dataclass(kw_only=True)
class ArticleSession(SessionContent):
    """One coder's view of one article.

    `annotations`, `links` and `decisions` hold only what is not deleted; `deleted` holds the rest,
    so that it can be brought back. `incoming` are the coder's links from other articles to spans
    of this one. `decides_zones` tells a supervisor or lone coder from one who only proposes. Only
    `absorb` changes a session.

    Of a long article these are read when somebody asks for them, whole then, or bit by bit by
    `preparing`; `near`, `n_annotations`, `n_open` and `places` need not wait for that.
    """

    article: Article
    version: ArticleVersion
    codebook: Codebook
    codebook_version: int
    coder: Coder
    coding: ArticleCoding | None
    zones: tuple[Zone, ...]
    decides_zones: bool = True
    n_changes: int = field(default=0, repr=False, compare=False)
    _links_at: LinksAt | None = field(default=None, repr=False, compare=False)
    _spans_at: SpansAt | None = field(default=None, repr=False, compare=False)
    _open: OpenSuggestions | None = field(default=None, repr=False, compare=False)
    _suggested_from: dict[UUID, list[SuggestedLink]] | None = field(
        default=None, repr=False, compare=False
    )
    _sequence: int | None = field(default=None, repr=False, compare=False)
    _lacking: dict[UUID, _Lacking] = field(default_factory=dict, repr=False, compare=False)

    @property
    def text(self) -> str:
        """Canonical text."""
        return self.version.text

    @property
    def status(self) -> CodingStatus:
        """How far the coder has come."""
        return self.coding.status if self.coding else CodingStatus.TO_DO

    @property
    def confirmed_zones(self) -> tuple[Zone, ...]:
        """Zones that somebody confirmed; only these refuse a coding."""
        return tuple(z for z in self.zones if z.status == "confirmed")

    @property
    def n_open(self) -> int:
        """Number of suggestions that are open."""
        late = self.late
        return late.n_open if late is not None else len(self.open_suggestions())

    def near(self, start: int, end: int) -> tuple[list[Annotation], list[Suggestion]]:
        """Codings and open suggestions of a stretch, and all that hang together with them.

        Spans hang together where they overlap or touch, so the lanes of these can be told without
        the others.
        """
        late = self.late
        if late is not None:
            return late.near(start, end)
        units = (self.ordered(), self.open_suggestions())
        kinds = [Places.of(each) for each in units]
        start, end = hanging_together(start, end, kinds)
        coded, waiting = (kind.over(start, end) for kind in kinds)
        return [units[0][n] for n in coded], [units[1][n] for n in waiting]

    def ordered(self) -> list[Annotation]:
        """Annotations by place, the longer first."""
        return self._spans.ordered()

    def at(self, index: int) -> list[Annotation]:
        """Annotations over a code point, innermost first."""
        found = [a for a in self.annotations.values() if a.start <= index < a.end]
        return sorted(found, key=lambda a: (a.end - a.start, a.start, str(a.id)))

    def links_from(self, annotation_id: UUID) -> list[Link]:
        """Links that start at a span, by kind, path and place in the chain."""
        return list(self._index.outgoing.get(annotation_id, ()))

    def links_to(self, annotation_id: UUID) -> list[Link]:
        """Links of this article that end at a span."""
        return list(self._index.arriving.get(annotation_id, ()))

    def links_of(self, annotation_id: UUID, relation: Relation) -> list[Link]:
        """Links of one kind at a span; a symmetric one counts at either end."""
        found = [link for link in self.links_from(annotation_id) if link.type == relation.id]
        if relation.symmetric:
            found += [k for k in self.links_to(annotation_id) if k.type == relation.id]
        return found

    def open_suggestions(self) -> list[Suggestion]:
        """Suggestions that this coder has not accepted or rejected, by place.

        A suggestion whose very span is coded with its type already is no question any more, and
        neither is one that overlaps a rejected one of its type almost wholly, or that touches text
        which is not coded.
        """
        return self._waiting.listed()

    def find_suggestion(self, suggestion_id: UUID) -> Suggestion | None:
        """A suggestion of the last run, open or not."""
        return self._waiting.find(suggestion_id)

    def open_suggestion(self, suggestion_id: UUID) -> Suggestion | None:
        """A suggestion that is open."""
        return self._waiting.find_open(suggestion_id)

    def following_suggestion(self, suggestion_id: UUID) -> Suggestion | None:
        """The open suggestion after this one, round the end of the text."""
        return self._waiting.following(suggestion_id)

    def coded_as(self, suggestion: Suggestion) -> Annotation | None:
        """Coding that stands for a suggestion: accepted from it, or of its very span and type."""
        accepted = self._spans.made_from(suggestion.id)
        return accepted or self.coded_at(suggestion.type, suggestion.all_parts)

    def accepted_from(self, suggestion_id: UUID) -> Annotation | None:
        """Coding that a suggestion became."""
        return self._spans.made_from(suggestion_id)

    def coded_at(self, type_id: str, parts: tuple[tuple[int, int], ...]) -> Annotation | None:
        """Coding of this type and this very extent."""
        return self._spans.standing_at(type_id, parts)

    def links_suggested_from(self, suggestion_id: UUID) -> list[SuggestedLink]:
        """Links that are suggested from a suggestion."""
        if self._suggested_from is None:
            self._suggested_from = defaultdict(list)
            for link in self.suggested_links:
                self._suggested_from[link.from_id].append(link)
        return self._suggested_from.get(suggestion_id, [])

    def origin_counts(self) -> Counter[str]:
        """How many codings came about in which way."""
        return self._spans.origins.copy()

    def next_sequence(self) -> int:
        """Place of the next unit in the order of making; what is deleted keeps its place."""
        if self._sequence is None:
            units = (*self.annotations.values(), *self.links.values(), *self.deleted.values())
            own = [unit.sequence for unit in units if isinstance(unit, (Annotation, Link))]
            self._sequence = max(own, default=-1) + 1
        return self._sequence

    def headline_span(self) -> tuple[int, int] | None:
        """Where the first free-standing title stands, or None where the text has none."""
        title = self.article.metadata.get("headline_span")
        return (int(title[0]), int(title[1])) if title else None

    def in_zone(self, span: Span) -> Zone | None:
        """Confirmed zone that a span touches, or None."""
        return next(
            (z for z in self.confirmed_zones if z.start < span.end and span.start < z.end), None
        )

    def missing_fields(self, annotation: Annotation) -> tuple[MissingField, ...]:
        """Required variables and links that a span still lacks."""
        links = (*self.links_from(annotation.id), *self.links_to(annotation.id))
        known = self._lacking.get(annotation.id)
        if known is None or known.of is not annotation or known.links != links:
            known = _Lacking(annotation, links, self._missing(annotation))
            self._lacking[annotation.id] = known
        return known.fields

    def _missing(self, annotation: Annotation) -> tuple[MissingField, ...]:
        cells = annotation.values
        lacking = [
            MissingField(annotation.id, a.id, a.label)
            for a in self.codebook.attributes_of(annotation.type)
            if a.is_required(cells) and not is_filled(cells.get(a.id))
        ]
        for link in self.links_from(annotation.id):
            for a in self.codebook.relation(link.type).attributes:
                if a.is_required(link.values) and not is_filled(link.values.get(a.id)):
                    lacking.append(MissingField(annotation.id, f"{link.type}/{a.id}", a.label))
        for relation in self.codebook.relations_from(annotation.type):
            if relation.is_required(cells) and not self.links_of(annotation.id, relation):
                lacking.append(MissingField(annotation.id, relation.id, relation.label, True))
        return tuple(lacking)

    def missing_variables(self) -> tuple[MissingField, ...]:
        """Required article variables without a value."""
        cells = self.coding.values if self.coding else {}
        return tuple(
            MissingField(None, v.id, v.label)
            for v in self.codebook.article_variables
            if v.is_required(cells) and not is_filled(cells.get(v.id))
        )

    def missing_in_article(self) -> tuple[MissingField, ...]:
        """All that is still lacking, in the order of the text, article variables last."""
        spans = [m for a in self.ordered() for m in self.missing_fields(a)]
        return (*spans, *self.missing_variables())

    def absorb(self, change_set: ChangeSet) -> None:
        """Take in a change set as far as it concerns this coder and article."""
        for change in change_set.changes:
            handler = _STORES.get(change.table)
            if handler is not None:
                self._whole()
                self.n_changes += 1
                self._absorb(change, *handler)

    def holds(self, table: str, row_id: UUID) -> bool:
        """Whether a row of this coder is part of what the session knows."""
        if table not in _STORES:
            return False
        known = row_id in self._held(_STORES[table][1]) or row_id in self.deleted
        return known or (table == "link" and row_id in self.incoming)

    def prepare(self) -> None:
        """Work out now what is looked up as soon as the article is shown."""
        for _ in self.preparing():
            pass

    def preparing(self) -> Iterator[None]:
        """Work it out bit by bit; whoever asks for something meanwhile gets it whole."""
        late = self.late
        while late is not None and late.go_on():
            yield
        own = self._whole()
        before, spans = self.n_changes, SpansAt()
        if self._spans_at is None:
            for _ in spans.filling(list(own.annotations.values())):
                yield
            if self._spans_at is None and before == self.n_changes:
                self._spans_at = spans
        for find in (
            lambda: self._waiting,
            lambda: self._index,
            self.next_sequence,
            lambda: self.borders,
        ):
            find()
            yield

    def take_over(self, fresh: ArticleSession) -> None:
        """Become what has been read anew; whoever holds this session goes on with it."""
        changes = self.n_changes
        self.__dict__.update(fresh.__dict__)
        self.n_changes = changes + 1

    @property
    def _index(self) -> LinksAt:
        if self._links_at is None:
            self._links_at = LinksAt(self.links.values())
        return self._links_at

    @property
    def _spans(self) -> SpansAt:
        if self._spans_at is None:
            self._spans_at = SpansAt(self.annotations.values())
        return self._spans_at

    @property
    def _waiting(self) -> OpenSuggestions:
        if self._open is None:
            self._open = OpenSuggestions(
                self.suggestions, self._spans, self.decisions.values(), zone_extents(self.zones)
            )
        return self._open

    def _absorb(self, change: Change, kind: type[BaseModel], name: str) -> None:
        held = self._held(name)
        known = held.get(change.row_id) or self.deleted.get(change.row_id)
        if known is None and name == "links":
            known = self.incoming.get(change.row_id)
        before = known.model_dump(mode="json") if known else None
        if before is None and change.field:
            return
        value = kind.model_validate(apply_to_row(before, change))
        if isinstance(value, Link) and value.article_version_id != self.version.id:
            self._absorb_incoming(value)
            return
        if not self._concerns(value):
            return
        gone = bool(getattr(value, "deleted", False))
        if gone:
            self.deleted[change.row_id] = value
        else:
            self.deleted.pop(change.row_id, None)
        self._put(name, change.row_id, None if gone else value)

    def _absorb_incoming(self, link: Link) -> None:
        """Keep a link from another article while it leads to a span of this one."""
        reaches = link.to_id in self.annotations or link.to_id in self.deleted
        if link.coder_id != self.coder.id or not (reaches or link.id in self.incoming):
            return
        for held in (self.incoming, self.deleted):
            held.pop(link.id, None)
        if link.deleted:
            self.deleted[link.id] = link
        elif reaches:
            self.incoming[link.id] = link

    def _held(self, name: str) -> Mapping[UUID, BaseModel]:
        content = getattr(self, name)
        if name == "coding":
            return {content.id: content} if content else {}
        if name == "zones":
            return {zone.id: zone for zone in content}
        return content

    def _put(self, name: str, row_id: UUID, value: BaseModel | None) -> None:
        if name == "coding":
            self.coding = value if isinstance(value, ArticleCoding) else None
            return
        if name == "zones":
            others = [zone for zone in self.zones if zone.id != row_id]
            kept = [*others, value] if isinstance(value, Zone) else others
            self.zones = tuple(sorted(kept, key=lambda z: (z.start, z.end)))
            if self._open is not None:
                self._open.set_zones(zone_extents(self.zones))
            return
        held = getattr(self, name)
        before = held.pop(row_id, None)
        if value is not None:
            held[row_id] = value
        self._follow(before, value)

    def _follow(self, before: BaseModel | None, after: BaseModel | None) -> None:
        """Keep what is looked up often right, for a row that was this and is that now."""
        for value, taken_back in ((before, True), (after, False)):
            if isinstance(value, Annotation):
                if self._spans_at is not None:
                    (self._spans_at.remove if taken_back else self._spans_at.add)(value)
                if self._open is not None:
                    self._open.look_again(value)
            elif isinstance(value, Link) and self._links_at is not None:
                (self._links_at.remove if taken_back else self._links_at.add)(value)
            elif isinstance(value, SuggestionDecision) and self._open is not None:
                self._open.decide(value, taken_back=taken_back)
            if isinstance(value, (Annotation, Link)) and self._sequence is not None:
                self._sequence = max(self._sequence, value.sequence + 1)

    def _concerns(self, value: BaseModel) -> bool:
        if getattr(value, "article_version_id", self.version.id) != self.version.id:
            return False
        if isinstance(value, Zone):
            return True
        return getattr(value, "coder_id", self.coder.id) == self.coder.id


_STORES: dict[str, tuple[type[BaseModel], str]] = {
    "annotation": (Annotation, "annotations"),
    "link": (Link, "links"),
    "article_coding": (ArticleCoding, "coding"),
    "suggestion_decision": (SuggestionDecision, "decisions"),
    "zone": (Zone, "zones"),
}


def shown_attributes(
    attributes: Iterable[Attribute], cells: Mapping[str, object]
) -> list[Attribute]:
    """Attributes that a coder is asked for on a unit with these cells."""
    return [a for a in attributes if a.is_asked and a.is_visible(cells)]  # type: ignore[arg-type]


def written_entity(annotation: Annotation, codebook: Codebook) -> str | None:
    """Key or name of the entity that a mention stands for, as written."""
    attribute = codebook.span_type(annotation.type).attribute_by_role("entity")
    content = plain(annotation.values.get(attribute.id)) if attribute else None
    return str(content) if content else None
