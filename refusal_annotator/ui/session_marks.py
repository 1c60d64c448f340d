"""From a coder's session to what the article view paints: marks, labels, numbers."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.codebook import Attribute, Codebook, SpanType
from refusal_annotator.domain.variables import Cell, Cells, is_open, plain, show_number
from refusal_annotator.ui.coding.marks import ArticleContent, LateExtents, Side, SpanMark, ZoneMark
from refusal_annotator.ui.theme import SpanStyle, current_theme
from refusal_annotator.workspace.session import ArticleSession

_PERCENT = frozenset({"percent", "per cent", "%", "percentage"})


def leading_type(codebook: Codebook) -> SpanType:
    """The type that is numbered and stands in the left margin: the claim, else the first one."""
    return codebook.type_by_role("claim") or codebook.span_types[0]


def article_content(session: ArticleSession) -> ArticleContent:
    """The text of a session as the view takes it."""
    zones = []
    for zone in session.zones:  # those that rules propose too: a coder reads past them
        kind = session.codebook.zone_kind(zone.kind)
        zones.append(ZoneMark(zone.start, zone.end, (kind.shown if kind else zone.kind).lower()))
    return ArticleContent(
        text=session.text,
        tokens=LateExtents(lambda: session.borders.tokens),
        sentences=LateExtents(lambda: session.borders.sentences),
        paragraphs=LateExtents(lambda: session.borders.paragraphs),
        headline=session.headline_span(),
        zones=tuple(zones),
    )


class Numbering(Mapping[UUID, int]):
    """Number of each coding of the leading type, by place in the text from 1.

    A number is looked up when it is shown: one more claim at the top of an article gives all that
    follow another number, and costs nothing.
    """

    def __init__(self, session: ArticleSession | None = None) -> None:
        self._lead = leading_type(session.codebook).id if session else ""
        own = session.places(self._lead) if session else ()
        self._places = {own_id: (start, -end, own_id) for start, end, own_id in own}
        self._ordered = sorted(self._places.values())

    def put(self, annotation: Annotation) -> None:
        """A coding is here, or has another extent."""
        self.discard(annotation.id)
        if annotation.type == self._lead:
            place = self._places[annotation.id] = _place(annotation)
            insort(self._ordered, place)

    def discard(self, annotation_id: UUID) -> None:
        """A coding is gone."""
        place = self._places.pop(annotation_id, None)
        if place is not None:
            del self._ordered[bisect_left(self._ordered, place)]

    def __getitem__(self, annotation_id: UUID) -> int:
        return bisect_left(self._ordered, self._places[annotation_id]) + 1

    def __iter__(self) -> Iterator[UUID]:
        return (place[-1] for place in self._ordered)

    def __len__(self) -> int:
        return len(self._ordered)


class MarkMaker:
    """Makes the marks of one codebook in the theme of now; what a type has in common is kept."""

    def __init__(self, codebook: Codebook) -> None:
        self._note = codebook.note_id
        lead = leading_type(codebook).id
        theme = current_theme()
        self._looks = {
            t.id: _Look(theme.span(t.id), "left" if t.id == lead else "right", margin_words(t))
            for t in codebook.span_types
        }

    def annotation_mark(self, annotation: Annotation, *, lacking: bool) -> SpanMark:
        """The mark of a coding; `lacking` says whether a required field of it is empty."""
        look, cells = self._looks[annotation.type], annotation.values
        return SpanMark(
            id=annotation.id,
            parts=annotation.all_parts,
            style=look.style,
            side=look.side,
            suggestion=False,
            label=look.words(cells),
            missing=lacking,
            doubt=annotation.doubt,
            comment=bool(plain(cells.get(self._note))),
        )

    def suggestion_mark(self, suggestion: Suggestion) -> SpanMark:
        """The mark of a suggestion."""
        look = self._looks[suggestion.type]
        return SpanMark(suggestion.id, suggestion.all_parts, look.style, look.side, suggestion=True)


def margin_label(codebook: Codebook, type_id: str, cells: Cells) -> str:
    """What the right margin says of one coding."""
    return margin_words(codebook.span_type(type_id))(cells)


def margin_words(span_type: SpanType) -> Callable[[Cells], str]:
    """What the right margin says of a coding of a type: its figure, or its place on a scale."""
    scale = span_type.attribute_by_role("stance_value")
    if scale is not None:
        return lambda cells: _scale_label(scale, cells)
    if span_type.attribute_by_role("value_low") is not None:
        return Figure(span_type).label
    return lambda _: ""


class Figure:
    """The variables of a type that together say a figure."""

    def __init__(self, span_type: SpanType) -> None:
        self._of = {role: span_type.attribute_by_role(role) for role in _FIGURE_ROLES}

    def label(self, cells: Cells) -> str:
        """A figure as coded: ``≈ 200``, ``≤ 15``, ``20–40 %``, ``3 of 9``."""
        found = {role: cells.get(a.id) if a else None for role, a in self._of.items()}
        low, high = plain(found["value_low"]), plain(found["value_high"])
        if low is None and high is None:
            return ""
        words = _range_words(low, high, open_end=is_open(found["value_high"]))
        if low is not None and low == high and self._is_approximate(found["approximator"]):
            words = f"≈ {words}"
        if str(plain(found["unit"]) or "").lower() in _PERCENT:
            return f"{words} %"
        base = plain(found["base"])
        return f"{words} of {short_number(base)}" if isinstance(base, (int, float)) else words

    def _is_approximate(self, cell: Cell | None) -> bool:
        attribute, content = self._of["approximator"], plain(cell)
        return attribute is not None and content is not None and content != attribute.default


def title_of(session: ArticleSession, annotation: Annotation, numbers: Mapping[UUID, int]) -> str:
    """Type and, for the leading type, number: ``Claim 11``."""
    label = session.codebook.span_type(annotation.type).label
    number = numbers.get(annotation.id)
    return f"{label} {number}" if number else label


def short_quote(quote: str, limit: int = 48) -> str:
    """A quote on one line, cut at a word."""
    flat = " ".join(quote.split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def short_number(content: float | int) -> str:
    """A figure for a narrow place: a share such as a third has three digits, no more."""
    if isinstance(content, float) and not content.is_integer() and abs(content) < 100:
        return show_number(float(f"{content:.3g}"))
    return show_number(content)


_FIGURE_ROLES = ("value_low", "value_high", "approximator", "unit", "base")


def _range_words(low: Any, high: Any, *, open_end: bool) -> str:
    """One or both bounds in words; at least one is there."""
    if low is None:
        return f"≤ {short_number(high)}"
    if high is None:
        return f"≥ {short_number(low)}" if open_end else short_number(low)
    return short_number(low) if low == high else f"{short_number(low)}–{short_number(high)}"


def _scale_label(attribute: Attribute, cells: Cells) -> str:
    content = plain(cells.get(attribute.id))
    category = attribute.find_category(content)
    if category is None:
        return ""
    rank = content if isinstance(content, int) else None
    if rank is None:
        return category.shown if len(category.shown) < 10 else ""
    return f"{rank:+d}".replace("-", "−") if rank else "0"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the marks of a type have in common, and how its values are said."""

    style: SpanStyle
    side: Side
    words: Callable[[Cells], str]


def _place(annotation: Annotation) -> tuple[int, int, UUID]:
    return (annotation.start, -annotation.end, annotation.id)
