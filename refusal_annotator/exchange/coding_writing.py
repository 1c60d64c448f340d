"""From annotations, links and cells to the JSON of a coding file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cells
from refusal_annotator.exchange.coding_cells import span_attributes, written_of
from refusal_annotator.exchange.coding_form import KEYS, USUAL_KEYS, ZoneTriple, form_key


def span_names(annotations: Iterable[Annotation], codebook: Codebook) -> dict[UUID, str]:
    """Id of each span in the coding file: its own where it came from one, else like C1, A2.

    The letter is the first of the type's label, the number the next that is free. Pass deleted
    annotations too: they keep their numbers, so that deleting one span renames no other.
    """
    ordered = sorted(annotations, key=lambda a: (a.sequence, str(a.id)))
    names: dict[UUID, str] = {}
    taken: set[str] = set()
    for annotation in ordered:
        if annotation.source_id and annotation.source_id not in taken:
            names[annotation.id] = annotation.source_id
            taken.add(annotation.source_id)
    counts: dict[str, int] = {}
    for annotation in ordered:
        if annotation.id in names:
            continue
        initial = _initial(annotation.type, codebook)
        number = counts.get(initial, 0) + 1
        while f"{initial}{number}" in taken:
            number += 1
        counts[initial] = number
        names[annotation.id] = f"{initial}{number}"
        taken.add(f"{initial}{number}")
    return names


def to_json(
    annotations: Sequence[Annotation],
    links: Sequence[Link],
    *,
    codebook: Codebook,
    article: str,
    sha256: str,
    length: int,
    coder: str,
    coded_types: Sequence[str],
    zones: Sequence[ZoneTriple] = (),
    article_values: Cells | None = None,
    article_links: Sequence[ArticleLink] = (),
    extras: Mapping[str, Any] | None = None,
    keys: Collection[str] | None = None,
    names: Mapping[UUID, str] | None = None,
    articles: Mapping[UUID, str] | None = None,
) -> dict[str, Any]:
    """Write one coder's coding of one article as the object of a coding file.

    For a coding that came from a file, `extras` and `keys` are what `to_domain` handed on, and
    the result equals the file, but for derived attributes, which are left out. `names` are the
    spans' ids in the file (`span_names` by default); `articles` the keys of articles that links
    between articles reach by id. Deleted rows are not written.
    """
    kept = None if keys is None else frozenset(keys)
    names = names or span_names(annotations, codebook)
    writer = _Writer(codebook, names, articles or {}, kept or frozenset())
    alive = [link for link in _in_order(links) if not link.deleted]
    content: dict[str, Any] = {
        "article": article,
        "sha256": sha256,
        "length_code_points": length,
        "coder": coder,
        "coded_types": list(coded_types),
        "spans": [writer.span(a) for a in _in_order(annotations) if not a.deleted],
        "relations": [writer.relation(link) for link in alive if link.pending_target is None],
        "boilerplate": [list(zone) for zone in zones],
        "article_variables": written_of(article_values or {}, codebook.article_variables),
        "cross_article": [writer.cross_link(link) for link in alive if link.pending_target],
        "article_relations": [
            writer.article_link(link) for link in _in_order(article_links) if not link.deleted
        ],
    }
    shown = {key: content[key] for key in KEYS if _is_written(key, content[key], kept)}
    return {**shown, **(extras or {})}


def _is_written(key: str, content: Any, kept: frozenset[str] | None) -> bool:
    if kept is None:
        return key in USUAL_KEYS or bool(content)
    # What the file lacked but is a list or an object was added in the tool since.
    return key in kept or (
        isinstance(content, (list, dict)) and bool(content) and key != "coded_types"
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    codebook: Codebook
    names: Mapping[UUID, str]
    articles: Mapping[UUID, str]
    keys: frozenset[str]

    def span(self, annotation: Annotation) -> dict[str, Any]:
        name = self.names[annotation.id]
        values = written_of(annotation.values, span_attributes(self.codebook, annotation.type))
        beside = {key: values.pop(key) for key in list(values) if form_key(name, key) in self.keys}
        span: dict[str, Any] = {
            "id": name,
            "type": annotation.type,
            "start": annotation.start,
            "end": annotation.end,
            "surface": annotation.quote,
        }
        if annotation.parts:
            span["parts"] = [list(part) for part in annotation.parts]
        if values or form_key(name, "-attributes") not in self.keys:
            span["attributes"] = values
        return {**span, **beside, **self._marks(name, annotation)}

    def relation(self, link: Link) -> dict[str, Any]:
        return {
            "type": link.type,
            **self._order(link),
            "from": self._name(link.from_id),
            "to": self._name(link.to_id),
            **self._beside(link),
        }

    def cross_link(self, link: Link) -> dict[str, Any]:
        target = link.pending_target or {}
        return {
            "type": link.type,
            **self._order(link),
            "from": self._name(link.from_id),
            "to_article": target["article"],
            "to": target["span"],
            **self._beside(link),
        }

    def article_link(self, link: ArticleLink) -> dict[str, Any]:
        # The name the file gave wins; a link drawn in the tool knows its article by id only.
        given = (link.pending_target or {}).get("article")
        named = self.articles.get(link.to_article_id) if link.to_article_id else None
        if not (given or named):
            raise AnnotatorError(
                f"A {link.type} link leads to an article that is not here, so it cannot be written."
            )
        relation = next((r for r in self.codebook.article_relations if r.id == link.type), None)
        own = relation.attributes if relation else ()
        values = written_of(link.values, (*own, *self.codebook.common_attributes))
        return {"type": link.type, "to_article": given or named, **values}

    def _beside(self, link: Link) -> dict[str, Any]:
        relation = self.codebook.find_relation(link.type)
        own: Sequence[Attribute] = relation.attributes if relation else ()
        values = written_of(link.values, (*own, *self.codebook.common_attributes))
        return {**self._marks(str(link.id), link), **values}

    def _marks(self, owner: str, row: Annotation | Link) -> dict[str, Any]:
        """Doubt and origin, where they say something or the file said them anyway."""
        marks: dict[str, Any] = {}
        if row.doubt or form_key(owner, "doubt") in self.keys:
            marks["doubt"] = row.doubt
        if row.origin != "imported" or form_key(owner, "origin") in self.keys:
            marks["origin"] = row.origin
        return marks

    @staticmethod
    def _order(link: Link) -> dict[str, Any]:
        order = {"order": link.position, "path": link.path}
        return {name: number for name, number in order.items() if number is not None}

    def _name(self, span_id: UUID | None) -> str:
        if span_id is None or span_id not in self.names:
            raise AnnotatorError(
                "A link leads to a span that this coding does not hold, so it cannot be written. "
                "Check the project, which lists such links."
            )
        return self.names[span_id]


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.sequence, str(row.id)))


def _initial(type_id: str, codebook: Codebook) -> str:
    span_type = codebook.find_type(type_id)
    label = span_type.label if span_type else type_id
    return next((char.upper() for char in label if char.isalpha()), "S")
