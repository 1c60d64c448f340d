"""What a session looks up often: spans by place, links by their ends, suggestions still open.

Each follows single changes, so that an act among thousands of spans costs what it touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from refusal_annotator.domain.annotations import (
    INHERIT_REJECTION_IOU,
    Annotation,
    Link,
    Parts,
    Suggestion,
    SuggestionDecision,
)
from refusal_annotator.domain.spans import pieces_iou

Place = tuple[str, tuple[tuple[int, int], ...]]
Key = TypeVar("Key")
Kept = TypeVar("Kept", Annotation, Link)
_AT_ONCE = 500


class SpansAt:
    """Spans in the order of the text, by type and place, and by the suggestion they came from."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._by_place: dict[Place, list[Annotation]] = defaultdict(list)
        self._from: dict[UUID, list[Annotation]] = defaultdict(list)
        self.origins: Counter[str] = Counter()
        self._keys: list[tuple[int, int, str, int]] = []
        self._ordered: list[Annotation] = []
        for _ in self.filling(annotations):
            pass

    def filling(self, annotations: Iterable[Annotation]) -> Iterator[None]:
        """Take in the first spans, some hundred at a time; not to be used before all are in."""
        keyed = []
        for number, annotation in enumerate(annotations, 1):
            keyed.append((text_order(annotation), annotation))
            self._note(annotation)
            if number % _AT_ONCE == 0:
                yield
        keyed.sort(key=lambda pair: pair[0])
        self._keys = [key for key, _ in keyed]
        self._ordered = [annotation for _, annotation in keyed]

    def ordered(self) -> list[Annotation]:
        """All by place, the longer first."""
        return list(self._ordered)

    def standing_at(self, type_id: str, parts: tuple[tuple[int, int], ...]) -> Annotation | None:
        """The span of this type and extent."""
        found = self._by_place.get((type_id, parts))
        return found[-1] if found else None

    def made_from(self, suggestion_id: UUID) -> Annotation | None:
        """The span that a suggestion became."""
        found = self._from.get(suggestion_id)
        return found[-1] if found else None

    def add(self, annotation: Annotation) -> None:
        """Take a span in."""
        key = text_order(annotation)
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._ordered.insert(at, annotation)
        self._note(annotation)

    def remove(self, annotation: Annotation) -> None:
        """Let go of a span, as it was taken in."""
        at = bisect_left(self._keys, text_order(annotation))
        del self._keys[at], self._ordered[at]
        self.origins[annotation.origin] -= 1
        _take(self._by_place, (annotation.type, annotation.all_parts), annotation)
        if annotation.suggestion_id is not None:
            _take(self._from, annotation.suggestion_id, annotation)

    def _note(self, annotation: Annotation) -> None:
        self.origins[annotation.origin] += 1
        self._by_place[annotation.type, annotation.all_parts].append(annotation)
        if annotation.suggestion_id is not None:
            self._from[annotation.suggestion_id].append(annotation)


class LinksAt:
    """Links by the span they start at and by the span they end at, each in the order of reading."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.outgoing: dict[UUID, list[Link]] = defaultdict(list)
        self.arriving: dict[UUID, list[Link]] = defaultdict(list)
        for link in sorted(links, key=_link_order):
            self.outgoing[link.from_id].append(link)
            if link.to_id is not None:
                self.arriving[link.to_id].append(link)

    def add(self, link: Link) -> None:
        """Take a link in."""
        insort(self.outgoing[link.from_id], link, key=_link_order)
        if link.to_id is not None:
            insort(self.arriving[link.to_id], link, key=_link_order)

    def remove(self, link: Link) -> None:
        """Let go of a link, as it was taken in."""
        _take(self.outgoing, link.from_id, link)
        if link.to_id is not None:
            _take(self.arriving, link.to_id, link)


class OpenSuggestions:
    """The suggestions that wait for a coder, by place.

    A suggestion is settled by a decision, by a coding of its very span and type, by a rejected
    span of its type that covers it almost wholly, and by text that is not coded.
    """

    def __init__(
        self,
        suggestions: Sequence[Suggestion],
        spans: SpansAt,
        decisions: Iterable[SuggestionDecision],
        zones: Iterable[tuple[int, int]],
    ) -> None:
        self._all = sorted(suggestions, key=lambda s: s.start)
        self._starts = [s.start for s in self._all]
        self._longest = max((s.end - s.start for s in self._all), default=0)
        self._at_id = {s.id: at for at, s in enumerate(self._all)}
        self._at_place = {(s.type, s.all_parts): at for at, s in enumerate(self._all)}
        self._spans = spans
        made = list(decisions)
        self._settled = Counter(d.suggestion_id for d in made if d.decision != "skipped")
        self._rejected = Rejected(d for d in made if d.decision == "rejected")
        self._zones: list[tuple[int, int]] = []
        self._open: list[int] = []
        self.set_zones(zones)

    def listed(self) -> list[Suggestion]:
        """Those that are open, by place."""
        return [self._all[at] for at in self._open]

    def find(self, suggestion_id: UUID) -> Suggestion | None:
        """A suggestion, open or not."""
        at = self._at_id.get(suggestion_id)
        return None if at is None else self._all[at]

    def find_open(self, suggestion_id: UUID) -> Suggestion | None:
        """A suggestion that is open."""
        at = self._at_id.get(suggestion_id)
        return self._all[at] if at is not None and self._lists(at) else None

    def following(self, suggestion_id: UUID) -> Suggestion | None:
        """The open one after a suggestion, round the end of the text; never the same one."""
        at = self._at_id.get(suggestion_id, -1)
        place = bisect_right(self._open, at)
        order = self._open[place : place + 1] or self._open[:1]
        return self._all[order[0]] if order and order[0] != at else None

    def set_zones(self, zones: Iterable[tuple[int, int]]) -> None:
        """Look at all anew, with these stretches of text that are not coded."""
        self._zones = list(zones)
        self._open = [at for at, each in enumerate(self._all) if self._is_open(each)]

    def look_again(self, annotation: Annotation) -> None:
        """A span was taken in or let go of."""
        at = self._at_place.get((annotation.type, annotation.all_parts))
        if at is not None:
            self._settle([at])

    def decide(self, decision: SuggestionDecision, *, taken_back: bool = False) -> None:
        """A decision was made or taken back."""
        if decision.decision != "skipped":
            self._settled[decision.suggestion_id] += -1 if taken_back else 1
        at = self._at_id.get(decision.suggestion_id)
        touched = [] if at is None else [at]
        if decision.decision == "rejected":
            self._rejected.note(decision, taken_back=taken_back)
            first = bisect_left(self._starts, decision.start - self._longest)
            touched += range(first, bisect_left(self._starts, decision.end))
        self._settle(touched)

    def _settle(self, touched: Iterable[int]) -> None:
        for at in touched:
            place = bisect_left(self._open, at)
            listed = self._lists(at)
            wanted = self._is_open(self._all[at])
            if listed and not wanted:
                del self._open[place]
            elif wanted and not listed:
                self._open.insert(place, at)

    def _lists(self, at: int) -> bool:
        place = bisect_left(self._open, at)
        return place < len(self._open) and self._open[place] == at

    def _is_open(self, suggestion: Suggestion) -> bool:
        return (
            self._settled[suggestion.id] <= 0
            and self._spans.standing_at(suggestion.type, suggestion.all_parts) is None
            and not any(s < suggestion.end and suggestion.start < e for s, e in self._zones)
            and not self._rejected.inherits(suggestion)
        )


class Suggested(Protocol):
    """What of a suggestion says where it stands."""

    @property
    def type(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def all_parts(self) -> Parts: ...


class Rejected:
    """Finds whether a suggestion comes back after it was rejected, without comparing it with all.

    Rejected spans stand by type and start; only those that could overlap are compared.
    """

    def __init__(self, decisions: Iterable[SuggestionDecision]) -> None:
        self._by_type: dict[str, list[SuggestionDecision]] = defaultdict(list)
        self._longest: dict[str, int] = defaultdict(int)
        for decision in decisions:
            self.note(decision)

    def note(self, decision: SuggestionDecision, *, taken_back: bool = False) -> None:
        """Take a rejection in, or let go of it."""
        own = self._by_type[decision.type]
        if taken_back:
            self._by_type[decision.type] = [d for d in own if d.id != decision.id]
            return
        insort(own, decision, key=lambda d: d.start)
        length = decision.end - decision.start
        self._longest[decision.type] = max(self._longest[decision.type], length)

    def inherits(self, suggestion: Suggested) -> bool:
        """Whether a rejected span of this type covers the suggestion almost wholly."""
        own = self._by_type.get(suggestion.type)
        if not own:
            return False
        first = suggestion.start - self._longest[suggestion.type]
        for place in range(bisect_left(own, first, key=lambda d: d.start), len(own)):
            if own[place].start >= suggestion.end:
                return False
            shared = pieces_iou(suggestion.all_parts, own[place].all_parts)
            if shared >= INHERIT_REJECTION_IOU:
                return True
        return False


def text_order(annotation: Annotation) -> tuple[int, int, str, int]:
    """Key that sorts spans by place, the longer first."""
    return (annotation.start, -annotation.end, annotation.type, annotation.id.int)


def _take(held: dict[Key, list[Kept]], key: Key, value: Kept) -> None:
    """Take a value out of the list under a key, by its id."""
    held[key] = [each for each in held.get(key, ()) if each.id != value.id]
    if not held[key]:
        del held[key]


def _link_order(link: Link) -> tuple[str, int, int, int, str]:
    return (link.type, link.path or 1, link.position or 1, link.sequence, str(link.id))
