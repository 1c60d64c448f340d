"""The sentence at the foot of the coding screen, and the keys that matter now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.variables import show
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.session_marks import leading_type, short_quote
from refusal_annotator.workspace.session_index import text_order

Keys = tuple[tuple[str, str], ...]

_READING: Keys = (("N P", "suggestions"), ("J K", "codings"), ("?", "keys"))
_SELECTED: Keys = (
    ("O", "overlap"),
    ("[ ]", "edges"),
    ("Ctrl+Enter", "next open"),
    ("?", "keys"),
)
_DECIDING: Keys = (
    ("N P", "next, previous"),
    ("A", "accept"),
    ("X", "reject"),
    ("?", "keys"),
)
_LINKING: Keys = (
    ("A–Z", "choose"),
    ("Tab", "next link"),
    ("Backspace", "remove last"),
    ("Esc", "leave"),
)
_EDGING: Keys = (("← →", "word"), ("Alt+← →", "character"), ("Enter", "keep"), ("Esc", "put back"))


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """Strong words first, the rest after them, keys at the right; what is spoken says more."""

    strong: str
    rest: str = ""
    keys: Keys = _READING
    spoken: str = ""  # what assistive technology announces


def status_of(
    desk: CodingDesk,
    selection: tuple[int, int] | None,
    under: Sequence[UUID],
    edge: str | None = None,
    *,
    by_characters: bool = False,
) -> CodeStatus:
    """Say where the coder is."""
    session = desk.session
    if session is None:
        return CodeStatus("", "", (("?", "keys"),))
    if desk.linking is not None and desk.selected is not None:
        return _linking(desk)
    if edge is not None and desk.selected is not None:
        title = desk.title(desk.selected)
        which = f"{edge} of {title[:1].lower()}{title[1:]}"
        return CodeStatus("Edge mode", f"· {which}", _EDGING, f"Edge mode, {which}")
    if selection is not None:
        words = short_quote(session.text[selection[0] : selection[1]], 60)
        how = " · by character, kept as it is" if by_characters else ""
        return CodeStatus("Selected", f"· “{words}”{how} · press the key of a type", _READING)
    if desk.selected is not None:
        return _coding(desk, desk.selected, under)
    if desk.suggestion is not None:
        return _suggestion(desk, desk.suggestion)
    n_codings, waiting = session.n_annotations, desk.n_suggestions
    codings = "1 coding" if n_codings == 1 else f"{n_codings} codings"
    rest = f"· {codings} · {waiting} suggestions open" if waiting else f"· {codings}"
    return CodeStatus(short_quote(session.article.title, 60), rest, _READING)


def _coding(desk: CodingDesk, annotation: Annotation, under: Sequence[UUID]) -> CodeStatus:
    session = desk.session
    assert session is not None
    title = desk.title(annotation)
    if annotation.type == leading_type(desk.codebook).id:
        title = f"{title} of {len(desk.numbers)}"
    parts = []
    first = next(iter(desk.codebook.span_type(annotation.type).attributes), None)
    if first is not None:
        words = show(first, annotation.values.get(first.id), desk.codebook)
        parts += [words.lower()] if words else []
    parts += _speakers(desk, annotation)
    lacking = len(desk.missing_of(annotation.id))
    if lacking:
        parts.append("1 field left" if lacking == 1 else f"{lacking} fields left")
    place = ""
    if annotation.id in under and len(under) > 1:
        place = f"{list(under).index(annotation.id) + 1} of {len(under)} under the caret"
        parts.append(place)
    rest = " ".join(f"· {part}" for part in parts)
    return CodeStatus(title, rest, _SELECTED, _spoken(desk, annotation, place))


def _spoken(desk: CodingDesk, annotation: Annotation, place: str) -> str:
    """Type and place of a coding, its words, and all its values."""
    attributes = desk.codebook.attributes_of(annotation.type)
    values = [
        f"{a.label}: {words}"
        for a in attributes
        if (words := show(a, annotation.values.get(a.id), desk.codebook))
    ]
    lacking = [f"{m.label}: required, empty" for m in desk.missing_of(annotation.id)]
    doubt = ["doubtful"] if annotation.doubt else []
    quote = short_quote(annotation.quote, 120)
    # Two codings of the same words are told apart by their places.
    own = desk.session.ordered() if desk.session is not None else []
    number = bisect_left(own, text_order(annotation), key=text_order) + 1
    nth = f"coding {number} of {len(own)}"
    said = [desk.title(annotation), place, quote, *doubt, *values, *lacking, nth]
    return ", ".join(part for part in said if part)


def _speakers(desk: CodingDesk, annotation: Annotation) -> list[str]:
    session = desk.session
    relation = desk.codebook.relation_by_role("speaker")
    if session is None or relation is None:
        return []
    for link in session.links_from(annotation.id):
        target = session.annotations.get(link.to_id) if link.to_id else None
        if link.type == relation.id and target is not None:
            return [f"{relation.label.lower()} {short_quote(target.quote, 30)}"]
    return []


def _suggestion(desk: CodingDesk, suggestion: Suggestion) -> CodeStatus:
    label = desk.codebook.span_type(suggestion.type).label.lower()
    strong = f"Suggestion {desk.deciding.place_of(suggestion) + 1} of {len(desk.suggestions)}"
    quote = short_quote(suggestion.quote, 120)
    spoken = f"{strong}, {label}, {quote}, score {suggestion.score:.2f}"
    return CodeStatus(strong, f"· {label} · score {suggestion.score:.2f}", _DECIDING, spoken)


def _linking(desk: CodingDesk) -> CodeStatus:
    state, source = desk.linking, desk.selected
    assert state is not None and source is not None
    count = len(state.candidates)
    label = desk.codebook.span_type(state.relation.to_types[0]).label.lower()
    rest = f"· {desk.title(source).lower()} · {state.relation.label.lower()} · {count} × {label}"
    letters = [
        f"{letter}: {short_quote(a.quote, 40)}"
        for a in state.candidates
        if (letter := state.letters.get(a.id)) is not None
    ]
    return CodeStatus("Link mode", rest, _LINKING, f"Link mode {rest}. {', '.join(letters)}")
