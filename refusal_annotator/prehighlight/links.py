"""Links that the places of findings tell: a number in its claim, a number and what it counts, a
note on checking and what it covers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from refusal_annotator.prehighlight.base import Found, FoundLink
from refusal_annotator.prehighlight.reading import Reading

_BETWEEN = re.compile(r"\s+(?:of\s+)?(?:the\s+|its\s+|his\s+|her\s+|their\s+|other\s+)?")
_UNCOUNTED = frozenset(("duration", "age", "money", "measure"))
_LONGEST_CLAIM = 3000


def number_links(
    text: str, numbers: Sequence[Found], actors: Sequence[Found], claims: Sequence[Found]
) -> list[FoundLink]:
    """The smallest claim around each number, and the mention that it counts."""
    links: list[FoundLink] = []
    by_start = sorted(claims, key=lambda c: c.start)
    starts = [claim.start for claim in by_start]
    actor_starts = [actor.start for actor in actors]
    for number in numbers:
        near = by_start[
            bisect_left(starts, number.start - _LONGEST_CLAIM) : bisect_right(starts, number.start)
        ]
        around = [claim for claim in near if claim.covers(number.start, number.end)]
        if around:
            smallest = min(around, key=lambda c: c.end - c.start)
            links.append(FoundLink("in_claim", number, smallest, 0.8))
        counted = _counted(number, actors, actor_starts, text)
        if counted:
            links.append(FoundLink("counted", number, counted, 0.8))
    return links


def verification_links(reading: Reading, claims: Sequence[Found]) -> list[FoundLink]:
    """From a note on checking to the claims of the paragraph before it, or before it in its own."""
    links: list[FoundLink] = []
    for index, note in enumerate(claims):
        if note.facts.get("claim_type") != "verification":
            continue
        near = claims[max(0, index - 8) : index]
        earlier = [c for c in near if c.end <= note.start and "claim_type" not in c.facts]
        last = _paragraph(reading, earlier[-1].start) if earlier else -1
        covered = (claim for claim in earlier if _paragraph(reading, claim.start) == last)
        links += (FoundLink("verifies", note, claim, 0.4) for claim in covered)
    return links


def _counted(
    number: Found, actors: Sequence[Found], starts: Sequence[int], text: str
) -> Found | None:
    if number.facts["kind"] in _UNCOUNTED:
        return None
    first = bisect_left(starts, number.start - 12)
    last = bisect_right(starts, number.end + 14)
    near = actors[first:last]
    overlapping = [a for a in near if a.start < number.end and number.start < a.end]
    if overlapping:
        return min(overlapping, key=lambda a: (a.start > number.start, a.end - a.start))
    following = [
        a for a in near if number.end <= a.start and _BETWEEN.fullmatch(text[number.end : a.start])
    ]
    return following[0] if following else None


def _paragraph(reading: Reading, position: int) -> int:
    return bisect_right(reading.paragraphs, position, key=lambda p: p.start)
