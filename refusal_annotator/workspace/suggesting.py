"""What a coder does with suggestions: accept, accept the rest of a sentence, reject, skip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import (
    Annotation,
    DecisionKind,
    Link,
    Suggestion,
    SuggestionDecision,
    decision_id,
)
from refusal_annotator.domain.changes import Change, ChangeSet, creation, edits, now
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import covered
from refusal_annotator.workspace.coding import act, default_cells, new_annotation
from refusal_annotator.workspace.session import ArticleSession


def accept(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Make a suggestion a coding, with its values and with links to what is coded already."""
    suggestion = _suggestion(session, suggestion_id)
    label = session.codebook.span_type(suggestion.type).label.lower()
    return act(session, f"Accept a suggested {label}", _accept(session, [suggestion]))


def accept_rest_of_sentence(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Accept this suggestion and all open ones after it in its sentence, as one step."""
    first = _suggestion(session, suggestion_id)
    sentences = session.borders.sentences
    index, _ = covered(sentences, first.start, first.start + 1)
    end = sentences[index][1] if index < len(sentences) else first.end
    chosen = [
        s
        for s in session.open_suggestions()
        if first.start <= s.start < end and s.end <= max(end, first.end)
    ]
    noun = "suggestion" if len(chosen) == 1 else "suggestions"
    return act(session, f"Accept {len(chosen)} {noun}", _accept(session, chosen))


def reject(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Refuse a suggestion for good; later runs do not bring it back for this coder."""
    return _decide(session, suggestion_id, "rejected", "Reject a suggested")


def skip(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Leave a suggestion open for later."""
    return _decide(session, suggestion_id, "skipped", "Skip a suggested")


def decision_changes(
    session: ArticleSession,
    suggestion: Suggestion,
    decision: DecisionKind,
    annotation_id: UUID | None = None,
) -> list[Change]:
    """Changes that record a coder's decision, new or in place of an earlier one."""
    row_id = decision_id(suggestion.id, session.coder.id)
    earlier = session.decisions.get(row_id) or session.deleted.get(row_id)
    if isinstance(earlier, SuggestionDecision):
        return list(
            edits(
                "suggestion_decision",
                earlier,
                decision=decision,
                annotation_id=annotation_id,
                time=now(),
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
        time=now(),
    )
    return [creation("suggestion_decision", record)]


def _decide(
    session: ArticleSession, suggestion_id: UUID, decision: DecisionKind, label: str
) -> ChangeSet:
    suggestion = _suggestion(session, suggestion_id)
    name = session.codebook.span_type(suggestion.type).label.lower()
    return act(session, f"{label} {name}", decision_changes(session, suggestion, decision))


def _suggestion(session: ArticleSession, suggestion_id: UUID) -> Suggestion:
    found = next((s for s in session.suggestions if s.id == suggestion_id), None)
    if found is None:
        raise AnnotatorError("That suggestion is not here any more; suggestions were made anew.")
    return found


def _accept(session: ArticleSession, suggestions: Sequence[Suggestion]) -> list[Change]:
    coded = _coded_suggestions(session)
    made: dict[UUID, Annotation] = {}
    changes: list[Change] = []
    for index, suggestion in enumerate(suggestions):
        span_type = session.codebook.span_type(suggestion.type)
        fresh = new_annotation(
            session,
            span_type,
            suggestion.all_parts,
            values=suggestion.values,
            origin="accepted",
            suggestion_id=suggestion.id,
        )
        fresh = fresh.model_copy(update={"sequence": fresh.sequence + index})
        made[suggestion.id] = fresh
        changes.append(creation("annotation", fresh))
        changes += decision_changes(session, suggestion, "accepted", fresh.id)
    changes += _suggested_links(session, made, {**coded, **made})
    return changes


def _coded_suggestions(session: ArticleSession) -> dict[UUID, Annotation]:
    """Codings that stand for a suggestion: accepted from it, or of the very same span and type."""
    by_place = {(a.type, a.all_parts): a for a in session.annotations.values()}
    found = {a.suggestion_id: a for a in session.annotations.values() if a.suggestion_id}
    for suggestion in session.suggestions:
        same = by_place.get((suggestion.type, suggestion.all_parts))
        if same is not None:
            found.setdefault(suggestion.id, same)
    return found


def _suggested_links(
    session: ArticleSession, made: dict[UUID, Annotation], coded: dict[UUID, Annotation]
) -> list[Change]:
    changes: list[Change] = []
    taken: dict[tuple[str, UUID], int] = {}
    sequence = max((a.sequence for a in made.values()), default=-1) + 1
    for suggested in sorted(session.suggested_links, key=lambda k: -k.score):
        if suggested.from_id not in made and suggested.to_id not in made:
            continue
        source, target = coded.get(suggested.from_id), coded.get(suggested.to_id)
        relation = session.codebook.find_relation(suggested.type)
        if source is None or target is None or relation is None:
            continue
        if not relation.is_visible(source.values):
            continue
        existing = [k for k in session.links_from(source.id) if k.type == relation.id]
        count = taken.get((relation.id, source.id), len(existing))
        if (relation.is_single and count) or any(k.to_id == target.id for k in existing):
            continue
        taken[relation.id, source.id] = count + 1
        fields: dict[str, Any] = {"position": count + 1} if relation.ordered else {}
        link = Link(
            id=uuid4(),
            article_version_id=session.version.id,
            coder_id=session.coder.id,
            type=relation.id,
            from_id=source.id,
            to_id=target.id,
            values=default_cells(relation.attributes, session.codebook),
            origin="accepted",
            sequence=sequence + len(changes),
            codebook_version=session.codebook_version,
            **fields,
        )
        changes.append(creation("link", link))
    return changes
