"""Spans of several parts: made, given one more part, deprived of one, moved at their outer edges.

Only types that the codebook calls discontinuous may have them; others are refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Parts
from refusal_annotator.domain.changes import ChangeSet, creation, edits
from refusal_annotator.domain.codebook import SpanType
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import quote_of
from refusal_annotator.workspace.acts import act, an, new_annotation, own_annotation
from refusal_annotator.workspace.coding import settle_extent
from refusal_annotator.workspace.decisions import edited
from refusal_annotator.workspace.session import ArticleSession

Selection = tuple[int, int, bool]
"""Start, end, and whether it is to be snapped to whole tokens and trimmed."""


def tag_parts(session: ArticleSession, type_id: str, selections: Sequence[Selection]) -> ChangeSet:
    """Mark several selections as one span; those that touch become one part."""
    span_type = session.codebook.span_type(type_id)
    parts = joined(_settled(session, span_type, selections))
    _require_discontinuous(span_type, parts, "Nothing was tagged")
    _refuse(session, span_type, parts)
    annotation = new_annotation(session, span_type, parts)
    return act(session, f"Tag {span_type.label.lower()}", [creation("annotation", annotation)])


def add_parts(
    session: ArticleSession, annotation_id: UUID, selections: Sequence[Selection]
) -> ChangeSet:
    """Add selections to a span as further parts; what touches a part lengthens it."""
    annotation = own_annotation(session, annotation_id)
    span_type = session.codebook.span_type(annotation.type)
    added = _settled(session, span_type, selections)
    parts = joined([*annotation.all_parts, *added])
    _require_discontinuous(span_type, parts, "No part was added")
    _refuse(session, span_type, parts, moving=annotation_id)
    return _with_parts(session, annotation, parts, f"Add a part to {an(span_type.label)}")


def remove_part(session: ArticleSession, annotation_id: UUID, position: int) -> ChangeSet:
    """Take the part at a place out of a span of several parts."""
    annotation = own_annotation(session, annotation_id)
    label = session.codebook.span_type(annotation.type).label
    if annotation.parts is None:
        raise AnnotatorError(
            f"No part was removed: this {label.lower()} has only one. Delete the coding instead."
        )
    kept = tuple(p for p in annotation.parts if not p[0] <= position <= p[1])
    if len(kept) == len(annotation.parts):
        raise AnnotatorError(
            "No part was removed: the caret stands in none. Put it into the part that is to go."
        )
    if not kept:
        raise AnnotatorError("No part was removed: the caret stands between two. Move it into one.")
    _refuse(session, session.codebook.span_type(annotation.type), kept, moving=annotation_id)
    return _with_parts(session, annotation, kept, f"Remove a part of {an(label)}")


def move_outer(session: ArticleSession, annotation_id: UUID, start: int, end: int) -> ChangeSet:
    """Give a span of several parts another start and end; a part that falls outside is gone."""
    annotation = own_annotation(session, annotation_id)
    span_type = session.codebook.span_type(annotation.type)
    settle_extent(session, span_type, start, end, snap_to_tokens=False)
    inside = [p for p in annotation.all_parts if p[0] < end and p[1] > start]
    if not inside:
        inside = [(start, end)]
    inside[0] = (start, inside[0][1])
    inside[-1] = (inside[-1][0], end)
    parts = joined(inside)
    _refuse(session, span_type, parts, moving=annotation_id)
    return _with_parts(session, annotation, parts, f"Move the edges of {an(span_type.label)}")


def joined(parts: Iterable[tuple[int, int]]) -> Parts:
    """Parts in order; those that overlap or touch are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _settled(
    session: ArticleSession, span_type: SpanType, selections: Sequence[Selection]
) -> list[tuple[int, int]]:
    spans = [
        settle_extent(session, span_type, start, end, snap_to_tokens=whole)
        for start, end, whole in selections
    ]
    return [(span.start, span.end) for span in spans]


def _require_discontinuous(span_type: SpanType, parts: Parts, failed: str) -> None:
    if len(parts) > 1 and not span_type.discontinuous:
        raise AnnotatorError(
            f"{failed}: the codebook lets {an(span_type.label)} be one stretch of text only. "
            "Select words that stand together."
        )


def _refuse(
    session: ArticleSession, span_type: SpanType, parts: Parts, *, moving: UUID | None = None
) -> None:
    """Raise AnnotatorError where a part touches excluded text, or the same span is there."""
    failed = "The span was not changed" if moving else "Nothing was tagged"
    for start, end in parts:
        zone = session.in_zone(Span(start, end))
        if zone is not None:
            kind = session.codebook.zone_kind(zone.kind)
            name = (kind.shown if kind else zone.kind).lower()
            raise AnnotatorError(
                f"{failed}: a part touches text that is not coded ({name}). "
                "Change the zone first if it is wrong."
            )
    other = session.coded_at(span_type.id, parts)
    if other is not None and other.id != moving:
        raise AnnotatorError(f"{failed}: this text is tagged as {span_type.label.lower()} already.")


def _with_parts(
    session: ArticleSession, annotation: Annotation, parts: Parts, label: str
) -> ChangeSet:
    changes = edits(
        "annotation",
        annotation,
        start=parts[0][0],
        end=parts[-1][1],
        parts=parts if len(parts) > 1 else None,
        quote=quote_of(session.text, parts),
    )
    if changes:
        changes += edited(session, annotation)
    return act(session, label, changes)
