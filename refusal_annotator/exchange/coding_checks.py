"""Everything in a coding file that does not fit its article's text or the study's codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from refusal_annotator.domain.codebook import ArticleRelation, Attribute, Codebook, Relation
from refusal_annotator.domain.text import check_anchor
from refusal_annotator.domain.variables import Cells, check_cell, is_filled
from refusal_annotator.exchange.coding_cells import (
    cells_of,
    reversed_bounds,
    span_attributes,
)
from refusal_annotator.exchange.coding_form import (
    ORIGINS,
    CodingFile,
    FileLink,
    FileSpan,
    Problem,
    Severity,
    ZoneTriple,
)

Found = Iterator[Problem]


def check_coding_file(file: CodingFile, *, text: str, codebook: Codebook) -> tuple[Problem, ...]:
    """List every wrong value, quote, offset, name and reference, by file, span and field.

    Warnings are what the codebook asks otherwise but an older version of it, or an unfinished
    coding, may hold: values of variables that are not asked for here, too many links, a type that
    is coded but not named among the coded types.
    """
    check = _Check(file, text, codebook)
    return tuple(
        problem
        for part in (
            check.head(),
            check.spans(),
            check.relations(),
            check.cross_article(),
            check.article_relations(),
            check.article_variables(),
            check.boilerplate(),
        )
        for problem in part
    )


@dataclass(frozen=True)
class _Check:
    file: CodingFile
    text: str
    codebook: Codebook

    @cached_property
    def _types(self) -> Mapping[str, str]:
        return {span.id: span.type for span in self.file.spans}

    def head(self) -> Found:
        length = self.file.length
        if length is not None and length != len(self.text):
            yield self._problem(
                None,
                "length_code_points",
                f"it was coded on a text of {length} characters; this article has {len(self.text)}",
            )
        types = [span_type.id for span_type in self.codebook.span_types]
        for name in self.file.coded_types or ():
            if name not in types:
                message = f"the codebook has no span type {name!r}; it has {', '.join(types)}"
                yield self._problem(None, "coded_types", message)

    def spans(self) -> Found:
        counts = Counter(span.id for span in self.file.spans)
        for span_id, count in counts.items():
            if count > 1:
                yield self._problem(span_id, "id", f"{count} spans have this id")
        for span in self.file.spans:
            yield from self._span(span)
        coded = self.file.coded_types
        uncoded = {span.type for span in self.file.spans} - set(coded or ())
        for name in sorted(uncoded) if coded is not None else ():
            message = f"it holds spans of type {name}, which is not among them"
            yield self._problem(None, "coded_types", message, "warning")

    def _span(self, span: FileSpan) -> Found:
        span_type = self.codebook.find_type(span.type)
        if span_type is None:
            types = ", ".join(known.id for known in self.codebook.span_types)
            message = f"the codebook has no span type {span.type!r}; it has {types}"
            yield self._problem(span.id, "type", message)
        if span.parts is not None:
            yield from self._parts(span, bool(span_type and span_type.discontinuous))
        if reason := check_anchor(self.text, span.places, span.surface):
            yield self._problem(span.id, "surface", reason)
        yield from self._origin(span.id, span.origin)
        if not span_type:
            return
        for name in span.beside:
            if name in (span.attributes or {}):
                message = "it stands both in the attributes and beside them"
                yield self._problem(span.id, name, message)
            elif name not in {common.id for common in self.codebook.common_attributes}:
                yield self._problem(span.id, name, "a span has no such entry")
        known = span_attributes(self.codebook, span.type)
        yield from self._values(span.id, span.written, known, f"a {span.type}", span.beside)

    def _parts(self, span: FileSpan, allowed: bool) -> Found:
        parts = span.parts or ()
        if not allowed:
            message = f"spans of type {span.type} are continuous in this codebook"
            yield self._problem(span.id, "parts", message)
        if len(parts) < 2:
            yield self._problem(span.id, "parts", "it takes two parts or more")
        elif any(after[0] < before[1] for before, after in pairwise(parts)):
            yield self._problem(span.id, "parts", "they overlap or are out of order")
        if parts and (span.start, span.end) != (parts[0][0], parts[-1][1]):
            message = "start and end are not those of the first and the last part"
            yield self._problem(span.id, "parts", message)

    def relations(self) -> Found:
        seen: set[object] = set()
        for link in self.file.relations:
            relation = self.codebook.find_relation(link.type)
            yield from self._link(link, relation)
            if relation is None:
                continue
            if relation.scope == "across_articles":
                yield self._problem(link.label, "type", "it links spans of two articles only")
            ends = self._end(link, "from", link.start), self._end(link, "to", link.to)
            for found, allowed in zip(ends, (relation.from_types, relation.to_types), strict=True):
                yield from found.problems(allowed)
            if link.start == link.to:
                yield self._problem(link.label, "to", "it links a span with itself")
            yield from self._repeated(link, relation.symmetric, seen)
        yield from self._cardinality(self.file.relations)

    def cross_article(self) -> Found:
        seen: set[object] = set()
        for link in self.file.cross_article:
            relation = self.codebook.find_relation(link.type)
            yield from self._link(link, relation)
            if relation is None:
                continue
            if relation.scope == "within_article":
                yield self._problem(link.label, "type", "it links spans of one article only")
            yield from self._end(link, "from", link.start).problems(relation.from_types)
            yield from self._repeated(link, False, seen)

    def article_relations(self) -> Found:
        known = {relation.id: relation for relation in self.codebook.article_relations}
        seen: set[object] = set()
        for link in self.file.article_relations:
            yield from self._link(link, known.get(link.type), known)
            yield from self._repeated(link, False, seen)

    def article_variables(self) -> Found:
        written = self.file.article_variables
        known = self.codebook.article_variables
        yield from self._values(None, written, known, "an article")

    def boilerplate(self) -> Found:
        kinds = ", ".join(str(zone.id) for zone in self.codebook.exclusion_zones) or "none"
        seen: set[ZoneTriple] = set()
        for place, (start, end, kind) in enumerate(self.file.boilerplate):
            field = f"boilerplate[{place}]"
            if not 0 <= start < end <= len(self.text):
                message = f"{start}-{end} lies outside the text of {len(self.text)} characters"
                yield self._problem(None, field, message)
            if self.codebook.zone_kind(kind) is None:
                message = f"the codebook has no exclusion zone {kind!r}; it has {kinds}"
                yield self._problem(None, field, message)
            if (start, end, kind) in seen:
                yield self._problem(None, field, "this zone is listed twice")
            seen.add((start, end, kind))

    def _link(
        self,
        link: FileLink,
        relation: ArticleRelation | None,
        among: Mapping[str, ArticleRelation] | None = None,
    ) -> Found:
        if relation is None:
            known = among if among is not None else [known.id for known in self.codebook.relations]
            allowed = ", ".join(known) or "none"
            message = f"the codebook has no relation {link.type!r} here; it has {allowed}"
            yield self._problem(link.label, "type", message)
            return
        attributes = (*relation.attributes, *self.codebook.common_attributes)
        values = link_values(link, attributes)
        yield from self._values(link.label, values, attributes, f"a {link.type} link")
        marks = {name: content for name, content in link.beside.items() if name not in values}
        if not isinstance(marks.get("doubt", False), bool):
            yield self._problem(link.label, "doubt", "it takes true or false")
        yield from self._origin(link.label, marks.get("origin"))
        yield from self._order(link, relation)

    def _order(self, link: FileLink, relation: ArticleRelation) -> Found:
        ordered = isinstance(relation, Relation) and relation.ordered
        paths = isinstance(relation, Relation) and relation.paths
        for name, number, taken in (("order", link.order, ordered), ("path", link.path, paths)):
            if number is not None and not taken:
                yield self._problem(link.label, name, f"{link.type} links have no {name}")
            elif number is not None and number < 1:
                yield self._problem(link.label, name, f"it counts from 1, not from {number}")
        if ordered and link.order is None:
            message = f"{link.type} links are ordered, and this one has no order"
            yield self._problem(link.label, "order", message, "warning")

    def _end(self, link: FileLink, key: str, span_id: str | None) -> _End:
        return _End(self, link, key, span_id, self._types.get(span_id or ""))

    def _repeated(self, link: FileLink, symmetric: bool, seen: set[object]) -> Found:
        ends: object = (link.start, link.to)
        if symmetric:
            ends = frozenset((link.start, link.to))
        identity = (link.type, ends, link.to_article, link.order, link.path)
        if identity in seen:
            turned = " (it is symmetric: one link a pair)" if symmetric else ""
            yield self._problem(link.label, None, f"this link is given twice{turned}")
        seen.add(identity)

    def _cardinality(self, links: Sequence[FileLink]) -> Found:
        for (type_id, start), count in Counter((link.type, link.start) for link in links).items():
            relation = self.codebook.find_relation(type_id)
            if relation and relation.is_single and count > 1:
                message = f"it has {count} {type_id} links, and the codebook allows one"
                yield self._problem(start, type_id, message, "warning")

    def _values(
        self,
        unit: str | None,
        written: Mapping[str, Any],
        attributes: Sequence[Attribute],
        noun: str,
        beside: Mapping[str, Any] | None = None,
    ) -> Found:
        known = {attribute.id: attribute for attribute in attributes}
        cells = cells_of(written, attributes, self.codebook)
        for name, content in written.items():
            attribute = known.get(name)
            if attribute is None:
                if name not in (beside or {}):
                    allowed = ", ".join(known) or "none"
                    message = f"{noun} has no attribute {name!r}; it has {allowed}"
                    yield self._problem(unit, name, message)
            elif attribute.derived is None:
                yield from self._value(unit, attribute, content, cells)
        if pair := reversed_bounds(cells, attributes):
            message = f"it is above {pair[1]}"
            yield self._problem(unit, pair[0], message, "warning")

    def _value(self, unit: str | None, attribute: Attribute, content: Any, cells: Cells) -> Found:
        reason = check_cell(attribute, cells[attribute.id], self.codebook)
        is_list = isinstance(content, list) and attribute.level != "text"
        if is_list and any(map(self.codebook.is_missing, content)):
            reason = reason or f"{attribute.id} has a missing code in a list; it stands alone"
        if reason:
            yield self._problem(unit, attribute.id, reason)
        elif not attribute.is_visible(cells) and is_filled(cells[attribute.id]):
            condition = attribute.visible_when
            on = f" by {condition.attribute}" if condition else ""
            message = f"{attribute.id} is not asked for here{on} and should be empty"
            yield self._problem(unit, attribute.id, message, "warning")

    def _origin(self, unit: str, origin: Any) -> Found:
        if origin is not None and origin not in ORIGINS:
            message = f"there is no origin {origin!r}; allowed are {', '.join(ORIGINS)}"
            yield self._problem(unit, "origin", message)

    def _problem(
        self, span: str | None, field: str | None, message: str, severity: Severity = "error"
    ) -> Problem:
        return Problem(self.file.name, span, field, message, severity)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a link and the type of the span there, None where the file has no such span."""

    check: _Check
    link: FileLink
    key: str
    span_id: str | None
    type: str | None

    def problems(self, allowed: Sequence[str]) -> Found:
        if self.type is None:
            message = f"the file has no span {self.span_id!r}"
        elif self.type not in allowed:
            message = f"{self.span_id} is a {self.type}; allowed are {', '.join(allowed)}"
        else:
            return
        yield self.check._problem(self.link.label, self.key, message)


def link_values(link: FileLink, attributes: Sequence[Attribute]) -> dict[str, Any]:
    """Attributes that stand beside a link's ends; its doubt and origin are none of them."""
    own = {attribute.id for attribute in attributes}
    return {
        name: content
        for name, content in link.beside.items()
        if name in own or name not in ("doubt", "origin")
    }
