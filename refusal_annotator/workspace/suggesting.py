"""What a coder does with suggestions: accept, accept the rest of a sentence, reject, skip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation, DecisionKind, Link, Suggestion
from refusal_annotator.domain.changes import Change, ChangeSet, creation
from refusal_annotator.domain.codebook import Relation
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.spans import Span
from refusal_annotator.domain.text import covered
from refusal_annotator.domain.variables import check_cell
from refusal_annotator.workspace.acts import act, default_cells, is_linked, new_annotation
from refusal_annotator.workspace.coding import refuse_place
from refusal_annotator.workspace.coding_links import next_position
from refusal_annotator.workspace.decisions import decision_changes
from refusal_annotator.workspace.session import ArticleSession

__all__ = ["accept", "accept_rest_of_sentence", "decision_changes", "reject", "skip"]


def accept(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Make a suggestion a coding, with its values and with links to what is coded already."""
    suggestion = _suggestion(session, suggestion_id)
    _refuse_coded(session, suggestion)
    label = session.codebook.span_type(suggestion.type).label.lower()
    return act(session, f"Accept a suggested {label}", _accept(session, [suggestion]))


def accept_rest_of_sentence(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Accept this suggestion and all open ones after it in its sentence, as one step."""
    first = _suggestion(session, suggestion_id)
    _refuse_coded(session, first)
    end = _sentence_end(session, first)
    rest = [
        s
        for s in session.open_suggestions()
        if s.id != first.id and first.start <= s.start and s.end <= end
    ]
    noun = "suggestion" if not rest else "suggestions"
    return act(session, f"Accept {1 + len(rest)} {noun}", _accept(session, [first, *rest]))


def reject(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Refuse a suggestion for good; later runs do not bring it back for this coder."""
    return _decide(session, suggestion_id, "rejected", "Reject a suggested")


def skip(session: ArticleSession, suggestion_id: UUID) -> ChangeSet:
    """Leave a suggestion open for later."""
    return _decide(session, suggestion_id, "skipped", "Skip a suggested")


def _decide(
    session: ArticleSession, suggestion_id: UUID, decision: DecisionKind, label: str
) -> ChangeSet:
    suggestion = _suggestion(session, suggestion_id)
    _refuse_coded(session, suggestion)
    name = session.codebook.span_type(suggestion.type).label.lower()
    return act(session, f"{label} {name}", decision_changes(session, suggestion, decision))


def _suggestion(session: ArticleSession, suggestion_id: UUID) -> Suggestion:
    found = session.find_suggestion(suggestion_id)
    if found is None:
        raise AnnotatorError("That suggestion is not here any more; suggestions were made anew.")
    return found


def _refuse_coded(session: ArticleSession, suggestion: Suggestion) -> None:
    if session.accepted_from(suggestion.id) is not None:
        raise AnnotatorError(
            "The suggestion has been accepted already. Delete its coding to decide again."
        )


def _sentence_end(session: ArticleSession, suggestion: Suggestion) -> int:
    sentences = session.borders.sentences
    first, last = covered(sentences, suggestion.start, suggestion.start + 1)
    return max(sentences[first][1], suggestion.end) if first < last else suggestion.end


def _accept(session: ArticleSession, suggestions: Sequence[Suggestion]) -> list[Change]:
    made: dict[UUID, Annotation] = {}
    changes: list[Change] = []
    for index, suggestion in enumerate(suggestions):
        span_type = session.codebook.span_type(suggestion.type)
        for start, end in suggestion.all_parts:
            refuse_place(session, span_type, Span(start, end))
        fresh = new_annotation(
            session,
            span_type,
            suggestion.all_parts,
            values=_legal(session, suggestion),
            origin="accepted",
            suggestion_id=suggestion.id,
        )
        fresh = fresh.model_copy(update={"sequence": fresh.sequence + index})
        made[suggestion.id] = fresh
        changes.append(creation("annotation", fresh))
        changes += decision_changes(session, suggestion, "accepted", fresh.id)
    changes += _suggested_links(session, made)
    return changes


def _legal(session: ArticleSession, suggestion: Suggestion) -> dict[str, Any]:
    """Suggested values that the codebook allows: it may be another version than that of the run."""
    known = {a.id: a for a in session.codebook.attributes_of(suggestion.type) if a.is_asked}
    return {
        name: cell
        for name, cell in suggestion.values.items()
        if name in known and check_cell(known[name], cell, session.codebook) is None
    }


def _coding_of(
    session: ArticleSession, suggestion_id: UUID, made: Mapping[UUID, Annotation]
) -> Annotation | None:
    """Coding that stands for a suggestion: made now, accepted before, or of its very span."""
    suggestion = session.find_suggestion(suggestion_id)
    if suggestion_id in made or suggestion is None:
        return made.get(suggestion_id) or session.accepted_from(suggestion_id)
    return session.coded_as(suggestion)


def _suggested_links(session: ArticleSession, made: dict[UUID, Annotation]) -> list[Change]:
    """Links that were suggested between what is made now and what is coded, the surest first."""
    links: list[Link] = []
    sequence = max((a.sequence for a in made.values()), default=-1) + 1
    fresh = [k for k in session.suggested_links if k.from_id in made or k.to_id in made]
    for suggested in sorted(fresh, key=lambda k: -k.score):
        source = _coding_of(session, suggested.from_id, made)
        target = _coding_of(session, suggested.to_id, made)
        relation = session.codebook.find_relation(suggested.type)
        if source is None or target is None or relation is None:
            continue
        there = [k for k in session.links_from(source.id) if k.type == relation.id]
        there += [k for k in links if k.type == relation.id and k.from_id == source.id]
        if not _may_link(session, relation, source, target, there):
            continue
        links.append(
            Link(
                id=uuid4(),
                article_version_id=session.version.id,
                coder_id=session.coder.id,
                type=relation.id,
                from_id=source.id,
                to_id=target.id,
                values=default_cells(relation.attributes, session.codebook),
                position=next_position(there, None) if relation.ordered else None,
                origin="accepted",
                sequence=sequence + len(links),
                codebook_version=session.codebook_version,
            )
        )
    return [creation("link", link) for link in links]


def _may_link(
    session: ArticleSession,
    relation: Relation,
    source: Annotation,
    target: Annotation,
    there: Sequence[Link],
) -> bool:
    """Whether the codebook allows one more link here; `there` are those of the kind from here."""
    return (
        source.id != target.id
        and source.type in relation.from_types
        and target.type in relation.to_types
        and relation.is_visible(source.values)
        and not (relation.is_single and there)
        and all(k.to_id != target.id for k in there)
        and not is_linked(session, relation, source.id, target.id)
    )
