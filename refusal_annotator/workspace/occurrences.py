"""Finds where else in the article a string stands, or a spelling of an entity, and tags all that a
coder keeps of it in one act.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import ChangeSet, creation
from refusal_annotator.domain.entities import EntityIndex, spellings_of
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import trim
from refusal_annotator.domain.variables import Cells
from refusal_annotator.workspace.acts import act, new_annotation, next_sequence
from refusal_annotator.workspace.coding import refuse_place
from refusal_annotator.workspace.session import ArticleSession, written_entity

CONTEXT = 40
"""Code points of the text that are shown on either side of a place."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in the text that could be tagged alike, with what stands around it.

    `alike` says that capitals are the same as in what was looked for; other places are offered but
    not chosen.
    """

    start: int
    end: int
    quote: str
    before: str
    after: str
    alike: bool


def find_occurrences(
    session: ArticleSession, type_id: str, spellings: Iterable[str]
) -> tuple[Occurrence, ...]:
    """Places of whole tokens that read as one of the spellings, in the order of the text.

    Capitals make no difference, and any white space stands for any other. Places in text that is
    not coded are left out, and those that touch a coding of this type by this coder.
    """
    wanted = {" ".join(s.split()) for s in spellings} - {""}
    if not wanted:
        return ()
    # The longest first: “Quay Post” is not to be found as “Quay”.
    ordered = sorted(wanted, key=lambda s: (-len(s), s))
    pattern = "|".join(r"\s+".join(map(re.escape, s.split())) for s in ordered)
    starts, ends = _token_edges(session)
    taken = _Taken(session, type_id)
    span_type = session.codebook.span_type(type_id)
    found = []
    for hit in re.finditer(pattern, session.text, re.IGNORECASE):
        if hit.start() not in starts or hit.end() not in ends:
            continue
        span = trim(session.text, Span(hit.start(), hit.end()), span_type.trim)
        if span is None or taken.touches(span) or session.in_zone(span) is not None:
            continue
        found.append(_occurrence(session.text, span, wanted))
    return tuple(found)


def occurrences_of(
    session: ArticleSession, annotation_id: UUID, index: EntityIndex
) -> tuple[Occurrence, ...]:
    """Further places like a coding: of its words, and of all spellings of the entity it names."""
    annotation = _present(session, annotation_id)
    spellings = [annotation.quote] if annotation.parts is None else []
    written = written_entity(annotation, session.codebook)
    entity = index.find(written) if written else None
    if entity is not None:
        spellings += [s for e in index.members(entity) for s in spellings_of(e)]
    return find_occurrences(session, annotation.type, spellings)


def shared_values(session: ArticleSession, annotation_id: UUID) -> Cells:
    """Values of a coding that hold wherever the same words stand: the entity that it names."""
    annotation = _present(session, annotation_id)
    attribute = session.codebook.span_type(annotation.type).attribute_by_role("entity")
    cell = annotation.values.get(attribute.id) if attribute else None
    return {attribute.id: cell} if attribute and cell is not None else {}


def tag_all(
    session: ArticleSession,
    type_id: str,
    occurrences: Sequence[Occurrence],
    *,
    values: Cells | None = None,
) -> ChangeSet:
    """Tag places in one act, with the same values; undo takes all of them back."""
    if not occurrences:
        raise AnnotatorError("Nothing was tagged: no place is chosen.")
    span_type = session.codebook.span_type(type_id)
    first = next_sequence(session)
    changes = []
    for number, place in enumerate(occurrences):
        span = Span(place.start, place.end)
        refuse_place(session, span_type, span)
        made = new_annotation(session, span_type, ((span.start, span.end),), values=values)
        numbered: dict[str, Any] = {"sequence": first + number}
        changes.append(creation("annotation", made.model_copy(update=numbered)))
    label = span_type.label.lower()
    words = f"Tag {len(changes)} more as {label}" if len(changes) > 1 else f"Tag {label}"
    return act(session, words, changes)


class _Taken:
    """Extents that a coder has coded with a type, to ask quickly whether a place touches one."""

    def __init__(self, session: ArticleSession, type_id: str) -> None:
        own = sorted(part for a in session.ordered() if a.type == type_id for part in a.all_parts)
        self._starts = [start for start, _ in own]
        self._ends: list[int] = []
        for _, end in own:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def touches(self, span: Span) -> bool:
        """Whether one of them shares a character with a span."""
        before = bisect_left(self._starts, span.end)
        return bool(before) and self._ends[before - 1] > span.start


def _token_edges(session: ArticleSession) -> tuple[frozenset[int], frozenset[int]]:
    tokens = session.borders.tokens
    return frozenset(t[0] for t in tokens), frozenset(t[1] for t in tokens)


def _occurrence(text: str, span: Span, wanted: Iterable[str]) -> Occurrence:
    quote = text[span.start : span.end]
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    return Occurrence(
        start=span.start,
        end=span.end,
        quote=quote,
        before=_whole_words(before, at_start=span.start > CONTEXT),
        after=_whole_words(after[::-1], at_start=span.end + CONTEXT < len(text))[::-1],
        alike=" ".join(quote.split()) in wanted,
    )


def _whole_words(piece: str, *, at_start: bool) -> str:
    """A piece of text in one line, without the word that was cut at its start."""
    if at_start:
        piece = piece[next((i for i, c in enumerate(piece) if c.isspace()), 0) :]
    return re.sub(r"\s+", " ", piece)


def _present(session: ArticleSession, annotation_id: UUID) -> Annotation:
    found = session.annotations.get(annotation_id)
    if found is None:
        raise AnnotatorError("That span is not here any more; it may have been deleted.")
    return found
