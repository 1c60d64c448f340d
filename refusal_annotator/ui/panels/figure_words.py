"""The figure of a coding as a normal form, to stand beside its words: ``20 to 40 · percent``."""

from __future__ import annotations

from typing import Any

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.variables import is_open, plain, show
from refusal_annotator.ui.session_marks import short_number
from refusal_annotator.workspace.session import ArticleSession


def figure_words(session: ArticleSession, annotation: Annotation) -> str:
    """Bounds, unit, base and what is counted, as the codebook's roles say; empty without a bound.

    What is counted is named by the linked coding, else by the words kept for it, else by its
    category.
    """
    codebook, cells = session.codebook, annotation.values
    span_type = codebook.span_type(annotation.type)

    def attribute(role: str) -> Attribute | None:
        return span_type.attribute_by_role(role)

    def words(role: str) -> str:
        found = attribute(role)
        return show(found, cells.get(found.id), codebook) if found is not None else ""

    low_at, high_at = attribute("value_low"), attribute("value_high")
    low = plain(cells.get(low_at.id)) if low_at else None
    high_cell = cells.get(high_at.id) if high_at else None
    bounds = _bounds(low, plain(high_cell), open_end=is_open(high_cell))
    if not bounds:
        return ""
    about = attribute("approximator")
    chosen = plain(cells.get(about.id)) if about is not None else None
    # A bound says by itself that it is one: "at most", "20 to 40".
    exact = low is not None and low == plain(high_cell)
    if exact and about is not None and chosen is not None and chosen != about.default:
        bounds = f"{words('approximator').lower()} {bounds}"
    base = words("base_text") or words("base")
    parts = [bounds, words("unit"), f"of {base}" if base else "", _counted(session, annotation)]
    if not parts[-1]:
        parts[-1] = words("counted_text") or words("counted_category").lower()
    return " · ".join(part for part in parts if part)


def _counted(session: ArticleSession, annotation: Annotation) -> str:
    relation = session.codebook.relation_by_role("counted")
    if relation is None:
        return ""
    ends = (
        session.annotations.get(link.to_id)
        for link in session.links_from(annotation.id)
        if link.type == relation.id and link.to_id is not None
    )
    return ", ".join(" ".join(end.quote.split()) for end in ends if end is not None)


def _bounds(low: Any, high: Any, *, open_end: bool) -> str:
    if low is None:
        return f"at most {short_number(high)}" if high is not None else ""
    if high is None:
        return f"at least {short_number(low)}" if open_end else short_number(low)
    return short_number(low) if low == high else f"{short_number(low)} to {short_number(high)}"
