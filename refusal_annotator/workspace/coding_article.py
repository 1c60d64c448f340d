"""The article as a whole: its variables, and how far the coder has come."""

from __future__ import annotations

from refusal_annotator.domain.changes import ChangeSet, edits, now
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cell
from refusal_annotator.workspace.acts import (
    act,
    article_act,
    ensure_coding,
    find_attribute,
    require_shown,
    settled_cell,
    with_cell,
)
from refusal_annotator.workspace.session import ArticleSession

_NAMED = 5


def set_article_value(session: ArticleSession, variable_id: str, cell: Cell | None) -> ChangeSet:
    """Set an article variable; None clears it."""
    variables = session.codebook.article_variables
    attribute = find_attribute(variables, variable_id, "the article")
    cell = settled_cell(attribute, cell, session.codebook)
    changes, coding = ensure_coding(session)
    require_shown(attribute, cell, coding.values)
    after = with_cell(variables, coding.values, variable_id, cell)
    own = edits("article_coding", coding, values=after)
    return act(session, f"Set {attribute.label.lower()}", [*changes, *own] if own else [])


def finish(session: ArticleSession, *, reason: str | None = None) -> ChangeSet:
    """Mark the article as finished; with required fields open only for a written reason."""
    missing = session.missing_in_article()
    written = " ".join((reason or "").split())
    if missing and not written:
        names = ", ".join(list(dict.fromkeys(m.label for m in missing))[:_NAMED])
        more = ", …" if len({m.label for m in missing}) > _NAMED else ""
        noun = "field is" if len(missing) == 1 else "fields are"
        raise AnnotatorError(
            f"The article is not finished: {len(missing)} required {noun} empty ({names}{more}). "
            "Fill them, or give a reason for leaving them."
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
    return article_act(session, "Take the article up again", changes)
