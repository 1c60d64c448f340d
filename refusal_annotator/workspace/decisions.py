"""What a coder decided on a suggestion, and that an accepted one was changed afterwards."""

from __future__ import annotations

from uuid import UUID

from refusal_annotator.domain.annotations import (
    Annotation,
    DecisionKind,
    Suggestion,
    SuggestionDecision,
    decision_id,
)
from refusal_annotator.domain.changes import Change, creation, edits, now
from refusal_annotator.workspace.session import ArticleSession


def decision_changes(
    session: ArticleSession,
    suggestion: Suggestion,
    decision: DecisionKind,
    annotation_id: UUID | None = None,
) -> list[Change]:
    """Changes that record a coder's decision, new or in place of an earlier one."""
    row_id = decision_id(suggestion.id, session.coder.id)
    earlier = session.decisions.get(row_id) or session.deleted.get(row_id)
    moment = now()
    if isinstance(earlier, SuggestionDecision):
        return list(
            edits(
                "suggestion_decision",
                earlier,
                decision=decision,
                annotation_id=annotation_id,
                time=moment,
                deleted=False,
            )
        )
    record = SuggestionDecision(
        id=row_id,
        suggestion_id=suggestion.id,
        article_version_id=session.version.id,
        coder_id=session.coder.id,
        type=suggestion.type,
        start=suggestion.start,
        end=suggestion.end,
        parts=suggestion.parts,
        decision=decision,
        annotation_id=annotation_id,
        time=moment,
    )
    return [creation("suggestion_decision", record)]


def edited(
    session: ArticleSession, annotation: Annotation, variable_id: str | None = None
) -> tuple[Change, ...]:
    """Changes that record that an accepted suggestion was changed.

    Filling a variable that the suggestion left open is no change of it; `variable_id` is None where
    the extent changed.
    """
    if annotation.origin != "accepted":
        return ()
    if variable_id is not None:
        suggested = _suggested(session, annotation)
        if suggested is None or variable_id not in suggested.values:
            return ()
    decision = next(
        (d for d in session.decisions.values() if d.annotation_id == annotation.id), None
    )
    changes = edits("annotation", annotation, origin="edited")
    if decision is not None:
        changes += edits("suggestion_decision", decision, decision="edited")
    return changes


def _suggested(session: ArticleSession, annotation: Annotation) -> Suggestion | None:
    wanted = annotation.suggestion_id
    return next((s for s in session.suggestions if s.id == wanted), None)
