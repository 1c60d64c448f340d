"""What a trained pipeline adds to the rules: its entities and parse, where the document has them.

The rules stay. Entities add names that the rules miss, settle where a name begins and ends, and
take out places and works that only look like bodies; the parse settles where a reported clause
ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from refusal_annotator.prehighlight.base import Choice, Fact, Found
from refusal_annotator.prehighlight.lexicon import column, table
from refusal_annotator.prehighlight.quotes import fit_marks
from refusal_annotator.prehighlight.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ENTITY_SCORE = 0.8
# A name that the rules are this sure of is kept against the entities.
_SURE = 0.8
_REPORTED = frozenset(("ccomp", "xcomp:ccomp"))
_INDIRECT = frozenset(("indirect", "impersonal"))
_LEAST_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Entity:
    """A name by a trained pipeline; `kind` is person, organisation, state, place or thing."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """Entities and reported clauses of one document, in code points."""

    entities: Sequence[Entity] = ()
    clauses: Sequence[tuple[int, int]] = ()


def guidance_of(doc: Doc) -> Guidance:
    """Read entities and clauses off a document; both are empty in a blank pipeline."""
    entities = [
        Entity(span.start_char, span.end_char, _kinds()[span.label_.upper()])
        for span in doc.ents
        if span.label_.upper() in _kinds()
    ]
    clauses: list[tuple[int, int]] = []
    # Doc.has_annotation looks at each token in turn; the array is there at once.
    if doc.to_array(["DEP"]).any():
        clauses = [_extent(token) for token in doc if token.dep_.lower() in _REPORTED]
    return Guidance(entities, clauses)


def guided_actors(reading: Reading, found: Sequence[Found], guidance: Guidance) -> list[Found]:
    """Mentions of the rules as the entities correct and complete them."""
    if not guidance.entities:
        return list(found)
    kept = list(found)
    for entity in guidance.entities:
        start, end = _bare(reading.text, entity)
        near = [f for f in kept if f.start < end and start < f.end]
        named = [f for f in near if f.facts.get("mention_form") != "nominal"]
        if entity.kind in ("place", "thing"):
            weak = [f for f in named if f.score < _SURE and (f.start, f.end) == (start, end)]
            kept = [f for f in kept if f not in weak]
        elif entity.kind in ("person", "organisation"):
            inside = [f for f in near if start <= f.start and f.end <= end and f not in named]
            kept = [f for f in kept if f not in inside]
            if named:
                kept = [_bordered(f, start, end) if f in named[:1] else f for f in kept]
            elif not any(
                f.start < start < f.end < end or start < f.start < end < f.end for f in near
            ):
                kept.append(_of_entity(reading.text, start, end, entity.kind))
    best: dict[tuple[int, int], Found] = {}
    for item in sorted(kept, key=lambda f: -f.score):
        best.setdefault((item.start, item.end), item)
    return sorted(best.values(), key=lambda f: (f.start, -f.end))


def guided_borders(text: str, found: Found, guidance: Guidance) -> Found:
    """A reported claim with the borders of the clause that the parse gives for it."""
    if found.facts.get("attribution") not in _INDIRECT or not guidance.clauses:
        return found
    start, end = max(guidance.clauses, key=lambda c: _iou(c, (found.start, found.end)))
    if _iou((start, end), (found.start, found.end)) < _LEAST_IOU:
        return found
    if text[start : start + 5].casefold() == "that ":
        start += 5
    start, end = fit_marks(text, start, end)
    return replace(found, start=start, end=end) if start < end else found


def _of_entity(text: str, start: int, end: int, kind: str) -> Found:
    printed = text[start:end]
    facts: dict[str, Fact] = {
        "actor_class": Choice(kind),
        "mention_form": Choice("name"),
        "identification": Choice("full_name" if " " in printed else "partial_name"),
        "entity": printed,
    }
    return Found(
        "actor", start, end, _ENTITY_SCORE, "a name that the trained pipeline finds", facts
    )


def _bordered(found: Found, start: int, end: int) -> Found:
    """One name has one extent; where both contain each other, that of the entity counts."""
    if found.score >= _SURE and found.start <= start and end <= found.end:
        return found
    inside = (found.start <= start and end <= found.end) or (
        start <= found.start and found.end <= end
    )
    return replace(found, start=start, end=end) if inside else found


def _bare(text: str, entity: Entity) -> tuple[int, int]:
    """Leave out an article, a title and a possessive ending."""
    start, end = entity.start, entity.end
    for ending in ("'s", "’s"):
        if text[start:end].endswith(ending):
            end -= len(ending)
    words = text[start:end].split(" ")
    while len(words) > 1 and (
        words[0].casefold() in ("the", "a", "an")
        or (entity.kind == "person" and words[0] in column("titles", "word"))
    ):
        start += len(words[0]) + 1
        words = words[1:]
    return start, end


def _extent(token: Token) -> tuple[int, int]:
    left, right = token.left_edge, token.right_edge
    return left.idx, right.idx + len(right.text)


def _iou(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    if shared <= 0:
        return 0.0
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


@cache
def _kinds() -> dict[str, str]:
    return {row["label"]: row["kind"] for row in table("entity_labels")}
