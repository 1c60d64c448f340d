"""What a coder does to an article: every function checks an act and returns it as a ChangeSet.

Nothing is changed here; `OpenProject.apply` does that. An act that the codebook, the text or the
owner of a coding forbids raises AnnotatorError with a sentence. Spans are here; links, the article
as a whole and zones have files of their own and are offered here too.
"""

from __future__ import annotations

from uuid import UUID

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import Change, ChangeSet, creation, edits
from refusal_annotator.domain.codebook import SpanType
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import is_grapheme_border, quote_of, snap, trim
from refusal_annotator.domain.variables import Cell, Cells, value
from refusal_annotator.workspace.acts import (
    act,
    an,
    created_annotation,
    default_cells,
    ensure_coding,
    find_attribute,
    new_annotation,
    own_annotation,
    removal,
    require_shown,
    settled_cell,
    with_cell,
)
from refusal_annotator.workspace.coding_article import finish, reopen, set_article_value
from refusal_annotator.workspace.coding_links import (
    link_candidates,
    relate,
    set_link_value,
    unrelate,
)
from refusal_annotator.workspace.coding_zones import add_zone, confirm_zone, remove_zone
from refusal_annotator.workspace.decisions import edited
from refusal_annotator.workspace.session import ArticleSession

__all__ = [
    "act",
    "add_zone",
    "confirm_zone",
    "created_annotation",
    "default_cells",
    "ensure_coding",
    "finish",
    "link_candidates",
    "move",
    "new_annotation",
    "own_annotation",
    "relate",
    "remove_zone",
    "reopen",
    "set_article_value",
    "set_doubt",
    "set_link_value",
    "set_note",
    "set_value",
    "settle_extent",
    "tag",
    "unrelate",
    "untag",
]


def tag(
    session: ArticleSession,
    type_id: str,
    start: int,
    end: int,
    *,
    snap_to_tokens: bool = True,
    values: Cells | None = None,
) -> ChangeSet:
    """Mark a span; the extent is snapped to tokens and trimmed as the span type says."""
    span_type = session.codebook.span_type(type_id)
    span = settle_extent(session, span_type, start, end, snap_to_tokens=snap_to_tokens)
    refuse_place(session, span_type, span)
    annotation = new_annotation(session, span_type, ((span.start, span.end),), values=values)
    return act(session, f"Tag {span_type.label.lower()}", [creation("annotation", annotation)])


def settle_extent(
    session: ArticleSession,
    span_type: SpanType,
    start: int,
    end: int,
    *,
    snap_to_tokens: bool = True,
) -> Span:
    """Extent that a selection gets as a span of this type; raises where nothing is left."""
    text = session.text
    if not 0 <= start < end <= len(text):
        raise AnnotatorError(
            f"Nothing was tagged: the selection {start}-{end} is empty or outside the text. "
            "Select at least one character."
        )
    span: Span | None
    if snap_to_tokens:
        span = snap(session.borders, start, end)
        span = trim(text, span, span_type.trim) if span else None
    else:
        span = Span(start, end)
        if not (is_grapheme_border(text, start) and is_grapheme_border(text, end)):
            raise AnnotatorError(
                "Nothing was tagged: the selection would split a character that is written with "
                "several code points. Take all of it."
            )
    if span is None or text[span.start : span.end].isspace():
        raise AnnotatorError("Nothing was tagged: the selection holds no word. Select some text.")
    return span


def move(
    session: ArticleSession,
    annotation_id: UUID,
    start: int,
    end: int,
    *,
    snap_to_tokens: bool = True,
) -> ChangeSet:
    """Give a span another extent; its values and links stay."""
    annotation = own_annotation(session, annotation_id)
    span_type = session.codebook.span_type(annotation.type)
    span = settle_extent(session, span_type, start, end, snap_to_tokens=snap_to_tokens)
    refuse_place(session, span_type, span, moving=annotation_id)
    changes = edits(
        "annotation",
        annotation,
        start=span.start,
        end=span.end,
        parts=None,
        quote=quote_of(session.text, [(span.start, span.end)]),
    )
    if changes:
        changes += edited(session, annotation)
    return act(session, f"Move the edges of {an(span_type.label)}", changes)


def untag(session: ArticleSession, annotation_id: UUID) -> ChangeSet:
    """Delete a span and every link at it, also those that come from other articles."""
    annotation = own_annotation(session, annotation_id)
    label = session.codebook.span_type(annotation.type).label.lower()
    at_it = [*session.links_from(annotation_id), *session.links_to(annotation_id)]
    at_it += [link for link in session.incoming.values() if link.to_id == annotation_id]
    changes = [*removal(session, at_it), *edits("annotation", annotation, deleted=True)]
    return act(session, f"Delete {label}", changes)


def set_value(
    session: ArticleSession, annotation_id: UUID, variable_id: str, cell: Cell | None
) -> ChangeSet:
    """Set a variable of a span; None clears it. What it makes invisible is cleared with it."""
    annotation = own_annotation(session, annotation_id)
    attributes = session.codebook.attributes_of(annotation.type)
    attribute = find_attribute(attributes, variable_id, annotation.type)
    cell = settled_cell(attribute, cell, session.codebook)
    require_shown(attribute, cell, annotation.values)
    after = with_cell(attributes, annotation.values, variable_id, cell)
    changes: list[Change] = [*edits("annotation", annotation, values=after)]
    changes += _hidden_links(session, annotation, after)
    if changes and variable_id != session.codebook.note_id:
        changes += edited(session, annotation, variable_id)
    return act(session, f"Set {attribute.label.lower()}", changes)


def set_note(session: ArticleSession, annotation_id: UUID, text: str) -> ChangeSet:
    """Set the remark on a span; an empty one clears it."""
    content = " ".join(text.split())
    cell = value(content) if content else None
    return set_value(session, annotation_id, session.codebook.note_id, cell)


def set_doubt(session: ArticleSession, annotation_id: UUID, doubt: bool) -> ChangeSet:
    """Flag a span as doubtful, or take the flag off."""
    annotation = own_annotation(session, annotation_id)
    label = "Mark as doubtful" if doubt else "Take the doubt back"
    return act(session, label, edits("annotation", annotation, doubt=doubt))


def refuse_place(
    session: ArticleSession, span_type: SpanType, span: Span, *, moving: UUID | None = None
) -> None:
    """Raise AnnotatorError where a span would touch excluded text or repeat another one."""
    failed = "The span was not moved" if moving else "Nothing was tagged"
    zone = session.in_zone(span)
    if zone is not None:
        kind = session.codebook.zone_kind(zone.kind)
        name = (kind.shown if kind else zone.kind).lower()
        raise AnnotatorError(
            f"{failed}: the selection touches text that is not coded ({name}). "
            "Change the zone first if it is wrong."
        )
    other = session.coded_at(span_type.id, ((span.start, span.end),))
    if other is not None and other.id != moving:
        raise AnnotatorError(f"{failed}: this text is tagged as {span_type.label.lower()} already.")


def _hidden_links(session: ArticleSession, annotation: Annotation, after: Cells) -> list[Change]:
    """Changes that delete the links which the new values hide; those hidden before stay."""
    codebook = session.codebook
    hidden = [
        link
        for link in session.links_from(annotation.id)
        if codebook.relation(link.type).is_visible(annotation.values)
        and not codebook.relation(link.type).is_visible(after)
    ]
    return removal(session, hidden)
