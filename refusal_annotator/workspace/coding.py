"""What a coder does to an article: every function checks an act and returns it as a ChangeSet.

Nothing is changed here; `OpenProject.apply` does that. An act that the codebook, the text or the
owner of a coding forbids raises AnnotatorError with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation, Link, Zone
from refusal_annotator.domain.annotations import zone_id as zone_id_of
from refusal_annotator.domain.changes import (
    CREATE,
    Change,
    ChangeSet,
    creation,
    edit,
    edits,
    make_change_set,
    now,
)
from refusal_annotator.domain.codebook import Attribute, Codebook, Relation, SpanType
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import is_grapheme_border, quote_of, require_anchor, snap, trim
from refusal_annotator.domain.variables import Cell, Cells, check_cell, value
from refusal_annotator.workspace.session import ArticleSession


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
    _refuse_overlap(session, span_type, span)
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


def new_annotation(
    session: ArticleSession,
    span_type: SpanType,
    parts: Sequence[tuple[int, int]],
    *,
    values: Cells | None = None,
    **fields: Any,
) -> Annotation:
    """Annotation with the defaults of the codebook filled in under `values`."""
    cells = {**default_cells(span_type.attributes, session.codebook), **(values or {})}
    cells = _without_invisible(span_type.attributes, cells)
    pieces = tuple(parts)
    return Annotation(
        id=uuid4(),
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type=span_type.id,
        start=pieces[0][0],
        end=pieces[-1][1],
        parts=pieces if len(pieces) > 1 else None,
        quote=quote_of(session.text, pieces),
        values=cells,
        sequence=_next_sequence(session),
        codebook_version=session.codebook_version,
        **fields,
    )


def default_cells(attributes: Sequence[Attribute], codebook: Codebook) -> dict[str, Any]:
    """Cells that are preset when a coder makes a unit."""
    return {
        a.id: value(a.default) if not codebook.is_missing(a.default) else {"m": a.default}
        for a in attributes
        if a.default is not None and a.is_asked
    }


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
    _refuse_overlap(session, span_type, span, moving=annotation_id)
    changes = edits(
        "annotation",
        annotation,
        start=span.start,
        end=span.end,
        parts=None,
        quote=quote_of(session.text, [(span.start, span.end)]),
    )
    changes += _edited_origin(annotation)
    return act(session, f"Move the edges of a {span_type.label.lower()}", changes)


def untag(session: ArticleSession, annotation_id: UUID) -> ChangeSet:
    """Delete a span and every link at it."""
    annotation = own_annotation(session, annotation_id)
    label = session.codebook.span_type(annotation.type).label.lower()
    links = {k.id: k for k in session.links_from(annotation_id) + session.links_to(annotation_id)}
    changes = [edit("link", link_id, "deleted", False, True) for link_id in links]
    changes.append(edit("annotation", annotation.id, "deleted", False, True))
    return act(session, f"Delete a {label}", changes)


def set_value(
    session: ArticleSession, annotation_id: UUID, variable_id: str, cell: Cell | None
) -> ChangeSet:
    """Set a variable of a span; None clears it. What it makes invisible is cleared with it."""
    annotation = own_annotation(session, annotation_id)
    attributes = session.codebook.attributes_of(annotation.type)
    attribute = _attribute(attributes, variable_id, annotation.type)
    _check(attribute, cell, session.codebook)
    after = _with_cell(annotation.values, variable_id, cell)
    kept = _without_invisible(attributes, after)
    changes = _cell_edits("annotation", annotation.id, annotation.values, kept)
    changes += [
        edit("link", link.id, "deleted", False, True)
        for link in session.links_from(annotation_id)
        if not session.codebook.relation(link.type).is_visible(kept)
    ]
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


def relate(
    session: ArticleSession,
    relation_id: str,
    from_id: UUID,
    to_id: UUID,
    *,
    values: Cells | None = None,
    path: int | None = None,
) -> ChangeSet:
    """Link two spans; a relation that takes one link replaces the one that is there."""
    relation = session.codebook.relation(relation_id)
    source, target = own_annotation(session, from_id), own_annotation(session, to_id)
    _refuse_link(session, relation, source, target)
    existing = [k for k in session.links_from(from_id) if k.type == relation_id]
    changes: list[Change] = []
    if relation.is_single:
        changes += [edit("link", link.id, "deleted", False, True) for link in existing]
    lane = (path or 1) if relation.paths else path
    places = [link.position or 1 for link in existing if (link.path or 1) == (lane or 1)]
    cells = {**default_cells(relation.attributes, session.codebook), **(values or {})}
    for attribute_id, cell in cells.items():
        attributes = session.codebook.relation_attributes_of(relation_id)
        _check(_attribute(attributes, attribute_id, relation_id), cell, session.codebook)
    link = Link(
        id=uuid4(),
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type=relation_id,
        from_id=from_id,
        to_id=to_id,
        values=cells,
        position=max(places, default=0) + 1 if relation.ordered else None,
        path=lane if relation.paths and lane != 1 else None,
        sequence=_next_sequence(session),
        codebook_version=session.codebook_version,
    )
    changes.append(creation("link", link))
    return act(session, f"Link {relation.label.lower()}", changes)


def unrelate(session: ArticleSession, link_id: UUID) -> ChangeSet:
    """Delete a link; later links of its chain move up."""
    link = _own_link(session, link_id)
    relation = session.codebook.relation(link.type)
    changes = [edit("link", link.id, "deleted", False, True)]
    if relation.ordered and link.position is not None:
        for later in session.links_from(link.from_id):
            same_chain = later.type == link.type and (later.path or 1) == (link.path or 1)
            if same_chain and later.position is not None and later.position > link.position:
                changes += edits("link", later, position=later.position - 1)
    return act(session, f"Remove link {relation.label.lower()}", changes)


def set_link_value(
    session: ArticleSession, link_id: UUID, variable_id: str, cell: Cell | None
) -> ChangeSet:
    """Set a variable of a link; None clears it."""
    link = _own_link(session, link_id)
    attributes = session.codebook.relation_attributes_of(link.type)
    attribute = _attribute(attributes, variable_id, link.type)
    _check(attribute, cell, session.codebook)
    after = _with_cell(link.values, variable_id, cell)
    changes = _cell_edits("link", link.id, link.values, after)
    return act(session, f"Set {attribute.label.lower()}", changes)


def set_article_value(session: ArticleSession, variable_id: str, cell: Cell | None) -> ChangeSet:
    """Set an article variable; None clears it."""
    variables = session.codebook.article_variables
    attribute = _attribute(variables, variable_id, "the article")
    _check(attribute, cell, session.codebook)
    changes, coding = ensure_coding(session)
    after = _without_invisible(variables, _with_cell(coding.values, variable_id, cell))
    changes += _cell_edits("article_coding", coding.id, coding.values, after)
    return act(session, f"Set {attribute.label.lower()}", changes)


def finish(session: ArticleSession, *, reason: str | None = None) -> ChangeSet:
    """Mark the article as finished; with required fields open only for a written reason."""
    missing = session.missing_in_article()
    written = " ".join((reason or "").split())
    if missing and not written:
        names = ", ".join(dict.fromkeys(m.label for m in missing[:5]))
        noun = "field is" if len(missing) == 1 else "fields are"
        raise AnnotatorError(
            f"The article is not finished: {len(missing)} required {noun} empty ({names}"
            f"{', …' if len(missing) > 5 else ''}). Fill them, or give a reason for leaving them."
        )
    changes, coding = ensure_coding(session)
    changes += edits(
        "article_coding",
        coding,
        status=CodingStatus.FINISHED,
        coded_types=tuple(t.id for t in session.codebook.span_types),
        unfinished_reason=written or None,
        finished_at=now(),
    )
    return act(session, "Finish the article", changes)


def reopen(session: ArticleSession) -> ChangeSet:
    """Take a finished article up again."""
    if session.coding is None or session.coding.status != CodingStatus.FINISHED:
        raise AnnotatorError("The article is not finished, so there is nothing to reopen.")
    changes = edits(
        "article_coding",
        session.coding,
        status=CodingStatus.DRAFT,
        finished_at=None,
        unfinished_reason=None,
    )
    return act(session, "Take the article up again", changes)


def ensure_coding(session: ArticleSession) -> tuple[list[Change], ArticleCoding]:
    """The coder's record of the article, and the change that makes it where there is none."""
    if session.coding is not None:
        return [], session.coding
    variables = session.codebook.article_variables
    coding = ArticleCoding(
        id=uuid4(),
        article_id=session.article.id,
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        values=_without_invisible(variables, default_cells(variables, session.codebook)),
        codebook_version=session.codebook_version,
    )
    return [creation("article_coding", coding)], coding


def confirm_zone(session: ArticleSession, zone_id: UUID) -> ChangeSet:
    """Confirm a proposed zone; for all coders of the article."""
    return act(
        session, "Confirm a zone", edits("zone", _zone(session, zone_id), status="confirmed")
    )


def remove_zone(session: ArticleSession, zone_id: UUID) -> ChangeSet:
    """Take a zone away, so that its text is coded; for all coders of the article."""
    return act(session, "Remove a zone", edits("zone", _zone(session, zone_id), deleted=True))


def add_zone(session: ArticleSession, kind: str, start: int, end: int) -> ChangeSet:
    """Exclude a stretch of text from coding; for all coders of the article."""
    if session.codebook.zone_kind(kind) is None:
        allowed = ", ".join(str(z.id) for z in session.codebook.exclusion_zones) or "none"
        raise AnnotatorError(f"The codebook has no zone kind {kind!r}; it has {allowed}.")
    span = Span(start, end)
    coded = next((a for a in session.annotations.values() if a.span.overlaps(span)), None)
    if coded is not None:
        raise AnnotatorError(
            f"The zone was not made: “{coded.quote[:40]}” in it is coded. Delete the coding first."
        )
    zone = Zone(
        id=zone_id_of(session.version.id, kind, start, end),
        article_version_id=session.version.id,
        start=start,
        end=end,
        kind=kind,
        source="coder",
        status="confirmed",
        coder_id=session.coder.id,
    )
    return act(session, "Add a zone", [creation("zone", zone)])


def link_candidates(session: ArticleSession, relation: Relation, from_id: UUID) -> list[Annotation]:
    """Spans that a relation may lead to from here, the nearest first."""
    source = own_annotation(session, from_id)
    taken = {link.to_id for link in session.links_from(from_id) if link.type == relation.id}
    fitting = [
        a
        for a in session.annotations.values()
        if a.type in relation.to_types and a.id != from_id and a.id not in taken
    ]
    return sorted(fitting, key=lambda a: (_distance(source, a), a.start, str(a.id)))


def own_annotation(session: ArticleSession, annotation_id: UUID) -> Annotation:
    """The coder's own span of this id; raises where it is not here."""
    annotation = session.annotations.get(annotation_id)
    if annotation is None:
        raise AnnotatorError("That span is not here any more; it may have been deleted.")
    require_anchor(session.text, annotation.all_parts, annotation.quote)
    return annotation


def created_annotation(change_set: ChangeSet) -> UUID | None:
    """Id of the first span that a change set makes, or None."""
    made = (c for c in change_set.changes if c.table == "annotation" and c.field == CREATE)
    return next((change.row_id for change in made), None)


def act(session: ArticleSession, label: str, changes: Sequence[Change]) -> ChangeSet:
    """Change set of an act on this article; the first one also takes the article up."""
    own = list(changes)
    if own and session.coding is None and not any(c.table == "article_coding" for c in own):
        record, _ = ensure_coding(session)
        own = [*record, *own]
    return make_change_set(
        label,
        own,
        coder_id=session.coder.id,
        article_id=session.article.id,
        codebook_version=session.codebook_version,
    )


def _refuse_overlap(
    session: ArticleSession, span_type: SpanType, span: Span, *, moving: UUID | None = None
) -> None:
    zone = session.in_zone(span)
    if zone is not None:
        kind = session.codebook.zone_kind(zone.kind)
        name = (kind.shown if kind else zone.kind).lower()
        raise AnnotatorError(
            f"Nothing was tagged: the selection touches text that is not coded ({name}). "
            "Change the zone first if it is wrong."
        )
    for other in session.annotations.values():
        if other.type != span_type.id or other.id == moving:
            continue
        if other.all_parts == ((span.start, span.end),):
            raise AnnotatorError(
                f"Nothing was tagged: this text is tagged as {span_type.label.lower()} already."
            )


def _refuse_link(
    session: ArticleSession, relation: Relation, source: Annotation, target: Annotation
) -> None:
    codebook = session.codebook

    def label(ids: Sequence[str]) -> str:
        return " or ".join(codebook.span_type(i).label.lower() for i in ids)

    if source.id == target.id:
        raise AnnotatorError("The link was not made: a span cannot be linked to itself.")
    for end, annotation, allowed in (
        ("starts at", source, relation.from_types),
        ("leads to", target, relation.to_types),
    ):
        if annotation.type not in allowed:
            raise AnnotatorError(
                f"The link was not made: {relation.label} {end} a {label(allowed)}, "
                f"not a {label([annotation.type])}."
            )
    if not relation.is_visible(source.values):
        raise AnnotatorError(
            f"The link was not made: with its present values this {label([source.type])} has no "
            f"{relation.label.lower()}."
        )
    same = [
        link
        for link in session.links_of(source.id, relation)
        if {link.from_id, link.to_id} == {source.id, target.id}
    ]
    if same:
        raise AnnotatorError("The link was not made: the two are linked in this way already.")


def _own_link(session: ArticleSession, link_id: UUID) -> Link:
    link = session.links.get(link_id)
    if link is None:
        raise AnnotatorError("That link is not here any more; it may have been deleted.")
    return link


def _zone(session: ArticleSession, zone_id: UUID) -> Zone:
    zone = next((z for z in session.zones if z.id == zone_id), None)
    if zone is None:
        raise AnnotatorError("That zone is not here any more.")
    return zone


def _attribute(attributes: Sequence[Attribute], variable_id: str, owner: str) -> Attribute:
    found = next((a for a in attributes if a.id == variable_id), None)
    if found is None:
        allowed = ", ".join(a.id for a in attributes)
        raise AnnotatorError(f"{owner} has no variable {variable_id!r}; it has {allowed}.")
    return found


def _check(attribute: Attribute, cell: Cell | None, codebook: Codebook) -> None:
    reason = check_cell(attribute, cell, codebook) if cell is not None else None
    if reason:
        raise AnnotatorError(f"The value was not set: {reason}.")


def _with_cell(cells: Cells, variable_id: str, cell: Cell | None) -> dict[str, Any]:
    changed: dict[str, Any] = dict(cells)
    changed.pop(variable_id, None)
    if cell is not None:
        changed[variable_id] = dict(cell)
    return changed


def _without_invisible(attributes: Sequence[Attribute], cells: Cells) -> dict[str, Any]:
    """Cells of variables that are shown; hiding one may hide another, so until nothing changes."""
    kept: dict[str, Any] = dict(cells)
    while hidden := [a.id for a in attributes if a.id in kept and not a.is_visible(kept)]:
        for attribute_id in hidden:
            del kept[attribute_id]
    return kept


def _cell_edits(table: str, row_id: UUID, before: Cells, after: Cells) -> list[Change]:
    return [
        edit(table, row_id, f"values/{name}", before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _edited_origin(annotation: Annotation) -> tuple[Change, ...]:
    if annotation.origin == "accepted":
        return edits("annotation", annotation, origin="edited")
    return ()


def _next_sequence(session: ArticleSession) -> int:
    used = [a.sequence for a in session.annotations.values()]
    used += [link.sequence for link in session.links.values()]
    return max(used, default=-1) + 1


def _distance(a: Annotation, b: Annotation) -> int:
    if a.start < b.end and b.start < a.end:
        return 0
    return min(abs(a.start - b.end), abs(b.start - a.end))
