"""From a coder's session to what the article view paints: marks, labels, numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.codebook import Attribute, Codebook, SpanType
from refusal_annotator.domain.variables import Cells, is_open, plain, show_number
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark, ZoneMark
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.workspace.session import ArticleSession

_PERCENT = frozenset({"percent", "per cent", "%", "percentage"})


def leading_type(codebook: Codebook) -> SpanType:
    """The type that is numbered and stands in the left margin: the claim, else the first one."""
    return codebook.type_by_role("claim") or codebook.span_types[0]


def article_content(session: ArticleSession) -> ArticleContent:
    """The text of a session as the view takes it."""
    zones = []
    for zone in session.confirmed_zones:
        kind = session.codebook.zone_kind(zone.kind)
        zones.append(ZoneMark(zone.start, zone.end, (kind.shown if kind else zone.kind).lower()))
    return ArticleContent(
        text=session.text,
        tokens=session.borders.tokens,
        sentences=session.borders.sentences,
        paragraphs=session.borders.paragraphs,
        headline=session.headline_span(),
        zones=tuple(zones),
    )


def numbers_of(session: ArticleSession) -> dict[UUID, int]:
    """Number of each coding of the leading type, by place in the text from 1."""
    lead = leading_type(session.codebook).id
    own = [a for a in session.annotations.values() if a.type == lead]
    own.sort(key=lambda a: (a.start, -a.end))
    return {annotation.id: n for n, annotation in enumerate(own, 1)}


def annotation_mark(
    session: ArticleSession, annotation: Annotation, number: int | None, *, lacking: bool
) -> SpanMark:
    """The mark of a coding; `lacking` says whether a required field of it is empty."""
    codebook = session.codebook
    return SpanMark(
        id=annotation.id,
        parts=annotation.all_parts,
        style=current_theme().span(annotation.type),
        side=_side(codebook, annotation.type),
        suggestion=False,
        label=margin_label(codebook, annotation.type, annotation.values),
        missing=lacking,
        doubt=annotation.doubt,
        comment=bool(plain(annotation.values.get(codebook.note_id))),
        number=number,
    )


def suggestion_mark(session: ArticleSession, suggestion: Suggestion) -> SpanMark:
    """The mark of a suggestion."""
    return SpanMark(
        id=suggestion.id,
        parts=suggestion.all_parts,
        style=current_theme().span(suggestion.type),
        side=_side(session.codebook, suggestion.type),
        suggestion=True,
    )


def margin_label(codebook: Codebook, type_id: str, cells: Cells) -> str:
    """What the right margin says of a coding: its figure, or its place on a scale."""
    span_type = codebook.span_type(type_id)
    scale = span_type.attribute_by_role("stance_value")
    if scale is not None:
        return _scale_label(scale, cells)
    if span_type.attribute_by_role("value_low") is not None:
        return figure_label(span_type, cells)
    return ""


def figure_label(span_type: SpanType, cells: Cells) -> str:
    """A figure as coded: ``≈ 200``, ``≤ 15``, ``20–40 %``, ``3 of 9``."""
    found = {role: _cell(span_type, role, cells) for role in _FIGURE_ROLES}
    low, high = plain(found["value_low"]), plain(found["value_high"])
    if low is None and high is None:
        return ""
    words = _range_words(low, high, open_end=is_open(found["value_high"]))
    if low is not None and low == high and _is_approximate(span_type, found["approximator"]):
        words = f"≈ {words}"
    if str(plain(found["unit"]) or "").lower() in _PERCENT:
        return f"{words} %"
    base = plain(found["base"])
    return f"{words} of {show_number(base)}" if isinstance(base, (int, float)) else words


def title_of(session: ArticleSession, annotation: Annotation, numbers: dict[UUID, int]) -> str:
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


_FIGURE_ROLES = ("value_low", "value_high", "approximator", "unit", "base")


def _range_words(low: Any, high: Any, *, open_end: bool) -> str:
    """One or both bounds in words; at least one is there."""
    if low is None:
        return f"≤ {show_number(high)}"
    if high is None:
        return f"≥ {show_number(low)}" if open_end else show_number(low)
    return show_number(low) if low == high else f"{show_number(low)}–{show_number(high)}"


def _side(codebook: Codebook, type_id: str) -> Any:
    return "left" if type_id == leading_type(codebook).id else "right"


def _cell(span_type: SpanType, role: str, cells: Cells) -> Any:
    attribute = span_type.attribute_by_role(role)
    return cells.get(attribute.id) if attribute else None


def _is_approximate(span_type: SpanType, cell: Any) -> bool:
    attribute = span_type.attribute_by_role("approximator")
    content = plain(cell)
    return attribute is not None and content is not None and content != attribute.default


def _scale_label(attribute: Attribute, cells: Cells) -> str:
    content = plain(cells.get(attribute.id))
    category = attribute.find_category(content)
    if category is None:
        return ""
    rank = content if isinstance(content, int) else None
    if rank is None:
        return category.shown if len(category.shown) < 10 else ""
    return f"{rank:+d}".replace("-", "−") if rank else "0"
