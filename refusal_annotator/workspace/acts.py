"""What every act on an article is made of: the change set, the coder's record, cells and checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import (
    CREATE,
    Change,
    ChangeSet,
    edits,
    make_change_set,
)
from refusal_annotator.domain.codebook import Attribute, Codebook, Relation, SpanType
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import quote_of, require_anchor
from refusal_annotator.domain.variables import Cell, Cells, check_cell, missing, stored, value
from refusal_annotator.workspace.making import making
from refusal_annotator.workspace.session import ArticleSession


def act(session: ArticleSession, label: str, changes: Sequence[Change]) -> ChangeSet:
    """Change set of an act on this article; the first one also takes the article up.

    Raises AnnotatorError where the coder has finished the article.
    """
    return article_act(session, label, _own_changes(session, changes))


def across_act(session: ArticleSession, label: str, changes: Sequence[Change]) -> ChangeSet:
    """Change set of an act on links from this article to others: it stands in the study's history.

    What `act` refuses is refused here too.
    """
    return make_change_set(
        label,
        _own_changes(session, changes),
        coder_id=session.coder.id,
        codebook_version=session.codebook_version,
        target=session.article.id,
    )


def article_act(session: ArticleSession, label: str, changes: Iterable[Change]) -> ChangeSet:
    """Change set that stands in this coder's history of the article and asks nothing more."""
    return make_change_set(
        label,
        changes,
        coder_id=session.coder.id,
        article_id=session.article.id,
        codebook_version=session.codebook_version,
    )


def coding_id(article_id: UUID, coder_id: UUID) -> UUID:
    """Id of a coder's record of an article, the same wherever it is made."""
    return uuid5(article_id, f"coding:{coder_id}")


def ensure_coding(session: ArticleSession) -> tuple[list[Change], ArticleCoding]:
    """The coder's record of the article, and the changes that make it where there is none."""
    if session.coding is not None:
        return [], session.coding
    variables = session.codebook.article_variables
    fresh = ArticleCoding(
        id=coding_id(session.article.id, session.coder.id),
        article_id=session.article.id,
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        values=default_cells(variables, session.codebook),
        codebook_version=session.codebook_version,
    )
    earlier = session.deleted.get(fresh.id)
    known = earlier if isinstance(earlier, ArticleCoding) else None
    return making("article_coding", fresh, known), fresh


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


def new_annotation(
    session: ArticleSession,
    span_type: SpanType,
    parts: Sequence[tuple[int, int]],
    *,
    values: Cells | None = None,
    **fields: Any,
) -> Annotation:
    """Annotation with the defaults of the codebook filled in under `values`, which are checked."""
    attributes = session.codebook.attributes_of(span_type.id)
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
        values=first_cells(attributes, values or {}, session.codebook, owner=span_type.id),
        sequence=next_sequence(session),
        codebook_version=session.codebook_version,
        **fields,
    )


def default_cells(attributes: Sequence[Attribute], codebook: Codebook) -> dict[str, Any]:
    """Cells that are preset when a coder makes a unit."""
    return shown_cells(attributes, _preset(attributes, codebook))


def first_cells(
    attributes: Sequence[Attribute], given: Cells, codebook: Codebook, *, owner: str
) -> dict[str, Any]:
    """Cells of a new unit: what is given, checked, over the defaults that then are shown."""
    settled: dict[str, Any] = {
        variable_id: settled_cell(find_attribute(attributes, variable_id, owner), cell, codebook)
        for variable_id, cell in given.items()
    }
    return shown_cells(attributes, {**_preset(attributes, codebook), **settled})


def shown_cells(attributes: Sequence[Attribute], cells: Cells) -> dict[str, Any]:
    """Cells of variables that are shown; hiding one may hide another, so until nothing changes."""
    kept: dict[str, Any] = dict(cells)
    while hidden := [a.id for a in attributes if a.id in kept and not a.is_visible(kept)]:
        for attribute_id in hidden:
            del kept[attribute_id]
    return kept


def with_cell(
    attributes: Sequence[Attribute], before: Cells, variable_id: str, cell: Cell | None
) -> dict[str, Any]:
    """Cells after one is set or cleared, without those that it hides.

    What was hidden already, as an import may bring it, stays as it is.
    """
    changed: dict[str, Any] = dict(before)
    changed.pop(variable_id, None)
    if cell is not None:
        changed[variable_id] = dict(cell)
    stray = before.keys() - shown_cells(attributes, before).keys() - {variable_id}
    kept = shown_cells([a for a in attributes if a.id not in stray], changed)
    return {name: kept[name] for name in changed if name in kept}


def find_attribute(attributes: Sequence[Attribute], variable_id: str, owner: str) -> Attribute:
    """The variable of this id; AnnotatorError names those that exist."""
    found = next((a for a in attributes if a.id == variable_id), None)
    if found is None:
        allowed = ", ".join(a.id for a in attributes) or "none"
        raise AnnotatorError(f"{owner} has no variable {variable_id!r}; it has {allowed}.")
    return found


def settled_cell(
    attribute: Attribute, cell: Cell | None, codebook: Codebook
) -> dict[str, Any] | None:
    """The cell as it is stored, once it is found legal.

    A category that repeats a missing code is that missing kind; text means only itself.
    """
    _check_value(attribute, cell, codebook)
    if cell is None or attribute.level == "text":
        return dict(cell) if cell is not None else None
    return stored(cell, codebook)


def _own_changes(session: ArticleSession, changes: Sequence[Change]) -> list[Change]:
    """The changes, after those that make the coder's record where there is none yet."""
    if session.status == CodingStatus.FINISHED and changes:
        raise AnnotatorError(
            "Nothing was changed: the article is finished. Take it up again first."
        )
    own = list(changes)
    if own and session.coding is None and not any(c.table == "article_coding" for c in own):
        record, _ = ensure_coding(session)
        own = [*record, *own]
    return own


def _check_value(attribute: Attribute, cell: Cell | None, codebook: Codebook) -> None:
    """Raise AnnotatorError unless a cell is legal; None clears and is always legal."""
    if cell is None:
        return
    if attribute.derived is not None:
        raise AnnotatorError(
            f"The value was not set: {attribute.label} is computed from the codings."
        )
    reason = check_cell(attribute, cell, codebook)
    if reason:
        raise AnnotatorError(f"The value was not set: {reason}.")


def require_shown(attribute: Attribute, cell: Cell | None, cells: Cells) -> None:
    """Raise AnnotatorError where a variable that is not shown would get a value."""
    if cell is None or attribute.is_visible(cells):
        return
    condition = attribute.visible_when
    on = condition.attribute if condition else "another variable"
    raise AnnotatorError(
        f"The value was not set: {attribute.label} is not asked for with the present value of {on}."
    )


def removal(session: ArticleSession, links: Iterable[Link]) -> list[Change]:
    """Changes that delete links; later links of their chains move up."""
    gone = {link.id: link for link in links}
    changes = [c for link in gone.values() for c in edits("link", link, deleted=True)]
    for from_id in dict.fromkeys(link.from_id for link in gone.values()):
        for link in session.links_from(from_id):
            if link.id in gone or link.position is None:
                continue
            above = sum(_stands_above(other, link) for other in gone.values())
            changes += edits("link", link, position=link.position - above)
    return changes


def is_linked(session: ArticleSession, relation: Relation, source: UUID, target: UUID) -> bool:
    """Whether such a link is there; a symmetric one counts in either direction."""
    ends = [(k.from_id, k.to_id) for k in session.links_of(source, relation)]
    return (source, target) in ends or (relation.symmetric and (target, source) in ends)


def next_sequence(session: ArticleSession) -> int:
    """Place of the next unit in the order of making; what is deleted keeps its place."""
    return session.next_sequence()


def _preset(attributes: Sequence[Attribute], codebook: Codebook) -> dict[str, Any]:
    return {
        a.id: value(a.default) if not codebook.is_missing(a.default) else missing(a.default)
        for a in attributes
        if a.default is not None and a.is_asked
    }


def _stands_above(other: Link, link: Link) -> bool:
    """Whether `other` comes before `link` in the same chain."""
    same_chain = (other.from_id, other.type, other.path or 1) == (
        link.from_id,
        link.type,
        link.path or 1,
    )
    return same_chain and (other.position or 0) < (link.position or 0)


def an(label: str) -> str:
    """A label in small letters with its article: a claim, an actor."""
    word = label.lower()
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
