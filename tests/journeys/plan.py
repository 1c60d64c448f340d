"""What a coder means to code in one article: read from a coding, compared with a coding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.variables import Cell, is_filled, plain_list, value
from refusal_annotator.workspace.session import ArticleSession

Place = tuple[str, int, int]
Cells = dict[str, Cell]


@dataclass(frozen=True)
class PlannedLink:
    """A link between two places."""

    type: str
    source: Place
    target: Place
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Spans by place with their cells, links, and the variables of the article."""

    spans: dict[Place, Cells]
    links: tuple[PlannedLink, ...]
    article: Cells


def place_of(annotation: Annotation) -> Place:
    """Type, start and end."""
    return annotation.type, annotation.start, annotation.end


def plan_of(session: ArticleSession) -> Plan:
    """What a coder has coded, as a plan; only what the codebook asks for and can be linked here.

    A cell that was left empty on purpose and one that was never filled look alike on the screen.
    """
    book = session.codebook
    spans = {}
    for annotation in session.ordered():
        attributes = book.attributes_of(annotation.type)
        spans[place_of(annotation)] = _answers(attributes, annotation.values)
    places = {a.id: place_of(a) for a in session.annotations.values()}
    links = sorted(
        (_planned(session, link, places) for link in session.links.values() if link.to_id),
        key=lambda link: (link.source, link.type, link.target),
    )
    values = session.coding.values if session.coding else {}
    return Plan(spans, tuple(links), _answers(book.article_variables, values))


def _planned(session: ArticleSession, link: Link, places: Mapping[UUID, Place]) -> PlannedLink:
    relation = session.codebook.relation(link.type)
    assert link.to_id is not None
    source, target = places[link.from_id], places[link.to_id]
    if relation.symmetric:
        # Stored once, whichever end it was made from.
        source, target = sorted((source, target), key=lambda place: (place[1], place[2]))
    return PlannedLink(link.type, source, target, _answers(relation.attributes, link.values))


def _answers(attributes: Sequence[Attribute], values: Mapping[str, Cell]) -> Cells:
    return {
        a.id: _answer(a, values[a.id])
        for a in attributes
        if a.is_asked and a.is_visible(values) and is_filled(values.get(a.id))
    }


def _answer(attribute: Attribute, cell: Cell) -> Cell:
    """A cell as the form leaves it: entities by key, several categories in the codebook's order."""
    items = plain_list(cell)
    if not items:
        return dict(cell)
    if attribute.value_type == "entity":
        items = ["_".join(str(item).casefold().split()) for item in items]
    elif attribute.has_categories:
        order = [category.id for category in attribute.categories]
        items = sorted(items, key=order.index)
    return value(items if attribute.holds_list else items[0])
