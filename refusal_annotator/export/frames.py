"""The flat tables that exports are made of, made once: one row per coding and variable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.domain.comparison import AgreementInput, FinishedCoding, coder_names
from refusal_annotator.domain.reliability import merge_zones
from refusal_annotator.domain.variables import Cells, is_open, missing_kind, plain, show

CODING_COLUMNS = (
    "Article",
    "Coder",
    "Unit",
    "Kind",
    "Type",
    "Start",
    "End",
    "Variable",
    "Level",
    "Value",
    "Code",
    "State",
    "Target",
    "Text",
)


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One variable of one coding, in the order of `CODING_COLUMNS`.

    A coding without any value has one row with an empty variable. `state` is value, open, empty or
    the missing kind; `value` is a number where the variable is one, words otherwise; `code` holds
    the codebook's codes of categories, several of them joined by a blank.
    """

    article: str
    coder: str
    unit: str
    kind: str
    type: str
    start: int | None = None
    end: int | None = None
    variable: str = ""
    level: str = ""
    value: str | float | int | None = None
    code: str | int | None = None
    state: str = ""
    target: str = ""
    text: str = ""

    def cells(self) -> tuple[Any, ...]:
        """Return the row as a tuple."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def coding_rows(material: AgreementInput) -> Iterator[CodingRow]:
    """Yield all spans, links and article variables of the comparison, article by article.

    Before them stands what a figure on spans rests on as well: a row of the kind *zone* for each
    confirmed exclusion zone, and one of the kind *finished* for each coder who finished the
    article, from 0 to the length of the text, with the span types that were coded as its value.
    """
    names = coder_names(material.coders)
    order = {coder.id: n for n, coder in enumerate(material.coders)}
    for article in material.articles:
        for start, end in merge_zones(article.zones):
            yield CodingRow(article.name, "", "", "zone", "", start, end)
        own = [c for c in material.codings if c.article_id == article.id]
        for coding in sorted(own, key=lambda c: order[c.coder_id]):
            types = "; ".join(sorted(coding.coded_types))
            yield CodingRow(
                article.name,
                names[coding.coder_id],
                "",
                "finished",
                "",
                0,
                len(article.text),
                value=types,
            )
            maker = _RowMaker(material.codebook, article.name, names[coding.coder_id], coding)
            yield from maker.rows()


@dataclass(frozen=True)
class _RowMaker:
    codebook: Codebook
    article: str
    coder: str
    coding: FinishedCoding

    def rows(self) -> Iterator[CodingRow]:
        unit = CodingRow(self.article, self.coder, "", "article", "")
        yield from self._values(unit, self.codebook.article_variables, self.coding.values)
        spans = {a.id: a for a in self.coding.annotations if not a.deleted}
        for span in sorted(spans.values(), key=lambda a: (a.start, -a.end, a.sequence)):
            yield from self._values(
                self._span_unit(span), self.codebook.attributes_of(span.type), span.values
            )
        for link in sorted(self.coding.links, key=lambda k: k.sequence):
            if not link.deleted:
                attributes = self.codebook.relation_attributes_of(link.type)
                yield from self._values(self._link_unit(link, spans), attributes, link.values)

    def _span_unit(self, span: Annotation) -> CodingRow:
        return CodingRow(
            self.article,
            self.coder,
            _unit_id(span),
            "span",
            span.type,
            span.start,
            span.end,
            text=span.quote,
        )

    def _link_unit(self, link: Link, spans: dict[UUID, Annotation]) -> CodingRow:
        source = spans.get(link.from_id)
        return CodingRow(
            self.article,
            self.coder,
            _unit_id(source) if source else str(link.from_id)[:8],
            "link",
            link.type,
            source.start if source else None,
            source.end if source else None,
            text=source.quote if source else "",
            target=_target(link, spans),
        )

    def _values(
        self, unit: CodingRow, attributes: Sequence[Attribute], cells: Cells
    ) -> Iterator[CodingRow]:
        held = [a for a in attributes if a.id in cells and a.derived is None]
        if not held and unit.kind != "article":
            yield unit
        for attribute in held:
            cell = cells[attribute.id]
            shown: str | float | int = show(attribute, cell, self.codebook)
            content = plain(cell)
            if isinstance(content, (int, float)) and not attribute.has_categories:
                shown = content
            yield replace(
                unit,
                variable=attribute.id,
                level=str(attribute.level),
                value=shown,
                code=_code(attribute, self.codebook, content, missing_kind(cell)),
                state=missing_kind(cell) or _state(content, is_open(cell)),
            )


def _unit_id(span: Annotation) -> str:
    return span.source_id or str(span.id)[:8]


def _target(link: Link, spans: dict[UUID, Annotation]) -> str:
    if link.to_id is None:
        return " ".join(map(str, (link.pending_target or {}).values()))
    target = spans.get(link.to_id)
    return f"{_unit_id(target)}: {target.quote}" if target else str(link.to_id)[:8]


def _code(
    attribute: Attribute, codebook: Codebook, content: Any, missing: str | None
) -> str | int | None:
    if not attribute.has_categories:
        return None
    if missing is not None:
        return next((c.code for c in codebook.missing_codes if c.id == missing), None)
    items = content if isinstance(content, list) else [content]
    found = [attribute.find_category(item) for item in items if item is not None]
    codes = [category.code for category in found if category]
    if len(codes) == 1 and not attribute.holds_list:
        return codes[0]
    return " ".join(map(str, codes)) or None


def _state(content: Any, open_bound: bool) -> str:
    if open_bound:
        return "open"
    return "empty" if content is None else "value"
