"""What a session looks up often: links by their ends, and spans that were rejected."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from refusal_annotator.domain.annotations import (
    INHERIT_REJECTION_IOU,
    Link,
    Suggestion,
    SuggestionDecision,
)
from refusal_annotator.domain.spans import pieces_iou


class LinksAt:
    """Links by the span they start at and by the span they end at, each in the order of reading."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.outgoing: dict[UUID, list[Link]] = defaultdict(list)
        self.arriving: dict[UUID, list[Link]] = defaultdict(list)
        for link in sorted(links, key=_link_order):
            self.outgoing[link.from_id].append(link)
            if link.to_id is not None:
                self.arriving[link.to_id].append(link)


class Rejected:
    """Finds whether a suggestion comes back after it was rejected, without comparing it with all.

    Rejected spans stand by type and start; only those that could overlap are compared.
    """

    def __init__(self, decisions: Iterable[SuggestionDecision]) -> None:
        self._by_type: dict[str, list[SuggestionDecision]] = defaultdict(list)
        for decision in decisions:
            self._by_type[decision.type].append(decision)
        self._longest = {}
        for type_id, own in self._by_type.items():
            own.sort(key=lambda d: d.start)
            self._longest[type_id] = max(d.end - d.start for d in own)

    def inherits(self, suggestion: Suggestion) -> bool:
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


def _link_order(link: Link) -> tuple[str, int, int, int, str]:
    return (link.type, link.path or 1, link.position or 1, link.sequence, str(link.id))
