"""A study's codebook: what may be coded, found by id or by role, never by a name in code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from refusal_annotator.domain.codebook_checks import complete, find_problems
from refusal_annotator.domain.codebook_file import (
    NOTE_ID,
    STANDARD_NOTE,
    CodebookFile,
    NumberRules,
    Registry,
    Thresholds,
)
from refusal_annotator.domain.codebook_model import (
    ArticleRelation,
    Attribute,
    Category,
    Condition,
    Level,
    Relation,
    SpanType,
    ValueType,
)
from refusal_annotator.domain.codebook_reader import read_codebook_file
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.matching import MatchingRule

__all__ = [
    "ArticleRelation",
    "Attribute",
    "Category",
    "Codebook",
    "Condition",
    "Level",
    "NumberRules",
    "Relation",
    "SpanType",
    "ValueType",
    "category_keys",
    "load_codebook",
    "relation_keys",
    "type_keys",
]

_LETTERS = "bcdefghijklmnopqrstuvwxyz"
_Found = TypeVar("_Found", SpanType, Relation, ArticleRelation, Attribute)


@dataclass(frozen=True)
class Codebook:
    """One version of a study's measuring instrument.

    `source_text` is the YAML as written; `sha256` identifies this version.
    """

    file: CodebookFile
    source_text: str

    def __getstate__(self) -> dict[str, Any]:
        """Without look-ups: one may be added by another thread while the codebook is packed."""
        return {"file": self.file, "source_text": self.source_text}

    @cached_property
    def sha256(self) -> str:
        """Digest of the YAML as written."""
        return hashlib.sha256(self.source_text.encode("utf-8")).hexdigest()

    @property
    def id(self) -> str:
        """Id of the codebook, the same over its versions."""
        return self.file.codebook.id

    @property
    def version(self) -> str:
        """Version as its makers number it."""
        return self.file.codebook.version

    @property
    def title(self) -> str:
        """Title of the codebook."""
        return self.file.codebook.title

    @property
    def language(self) -> str:
        """BCP 47 tag of the language of the articles."""
        return self.file.codebook.language

    @property
    def span_types(self) -> tuple[SpanType, ...]:
        """Kinds of recording units in the order of the file."""
        return self.file.span_types

    @property
    def relations(self) -> tuple[Relation, ...]:
        """Kinds of links between spans."""
        return self.file.relations

    @property
    def article_variables(self) -> tuple[Attribute, ...]:
        """Variables of the sampling unit."""
        return self.file.article_variables

    @property
    def article_relations(self) -> tuple[ArticleRelation, ...]:
        """Kinds of links between articles."""
        return self.file.article_relations

    @property
    def exclusion_zones(self) -> tuple[Category, ...]:
        """Kinds of text that is not coded."""
        return self.file.exclusion_zones

    @property
    def entity_registry(self) -> Registry | None:
        """Fields and relations of the entity registry, where the codebook has one."""
        return self.file.entity_registry

    @property
    def number_rules(self) -> NumberRules | None:
        """How number words become values, where the codebook says."""
        return self.file.number_rules

    @property
    def missing_codes(self) -> Sequence[Category]:
        """Kinds of missing values; the three standard ones where the file lists none."""
        return self.file.missing_codes

    @cached_property
    def common_attributes(self) -> tuple[Attribute, ...]:
        """Attributes of every span and link; a note belongs to every codebook."""
        own = self.file.common_attributes
        return own if any(a.role == "note" for a in own) else (*own, STANDARD_NOTE)

    @property
    def note_id(self) -> str:
        """Id of the common attribute that holds a coder's remark."""
        return next((a.id for a in self.common_attributes if a.role == "note"), NOTE_ID)

    @property
    def matching(self) -> MatchingRule:
        """When two coders' spans count as the same unit."""
        return self.file.reliability.matching

    @property
    def thresholds(self) -> Thresholds:
        """From which value a coefficient counts as reliable."""
        return self.file.reliability.thresholds

    @cached_property
    def _missing_ids(self) -> frozenset[str]:
        return frozenset(str(code.id) for code in self.missing_codes)

    def is_missing(self, written: object) -> bool:
        """Whether `written` is the id of a missing code."""
        return isinstance(written, str) and written in self._missing_ids

    @cached_property
    def _types(self) -> Mapping[str, SpanType]:
        return {span_type.id: span_type for span_type in self.span_types}

    def find_type(self, type_id: str) -> SpanType | None:
        """Return the span type of this id, or None."""
        return self._types.get(type_id)

    def span_type(self, type_id: str) -> SpanType:
        """Return the span type of this id; AnnotatorError names those that exist."""
        return _require(self._types, type_id, "span type")

    def type_by_role(self, role: str) -> SpanType | None:
        """Return the span type with this role, or None."""
        return _by_role(self.span_types, role)

    @cached_property
    def _relations(self) -> Mapping[str, Relation]:
        return {relation.id: relation for relation in self.relations}

    def find_relation(self, relation_id: str) -> Relation | None:
        """Return the relation of this id, or None."""
        return self._relations.get(relation_id)

    def relation(self, relation_id: str) -> Relation:
        """Return the relation of this id; AnnotatorError names those that exist."""
        return _require(self._relations, relation_id, "relation")

    def relation_by_role(self, role: str) -> Relation | None:
        """Return the relation with this role, or None."""
        return _by_role(self.relations, role)

    def relations_from(self, type_id: str) -> tuple[Relation, ...]:
        """Relations that may start at a span of this type."""
        return tuple(r for r in self.relations if type_id in r.from_types)

    def attributes_of(self, type_id: str) -> tuple[Attribute, ...]:
        """Attributes of a span type, the common ones last."""
        return (*self.span_type(type_id).attributes, *self.common_attributes)

    def relation_attributes_of(self, relation_id: str) -> tuple[Attribute, ...]:
        """Attributes of a relation, the common ones last."""
        return (*self.relation(relation_id).attributes, *self.common_attributes)

    def find_variable(self, variable_id: str) -> Attribute | None:
        """Return the article variable of this id, or None."""
        return next((v for v in self.article_variables if v.id == variable_id), None)

    def variable_by_role(self, role: str) -> Attribute | None:
        """Return the article variable with this role, or None."""
        return _by_role(self.article_variables, role)

    def zone_kind(self, kind: str) -> Category | None:
        """Return the exclusion zone category of this id, or None."""
        return next((z for z in self.exclusion_zones if z.id == kind), None)


def load_codebook(text: str, *, source: str = "The codebook") -> Codebook:
    """Read a codebook from YAML.

    Raises CodebookError, which lists every problem with its line, its path and what is allowed.
    """
    document = read_codebook_file(text, source=source)
    file = complete(document.file)
    document.refuse(find_problems(file))
    return Codebook(file=file, source_text=text)


def type_keys(codebook: Codebook) -> dict[str, str]:
    """Key of each span type: its hotkey, else its code where that is one free digit."""
    taken = {t.hotkey.lower() for t in codebook.span_types if t.hotkey}
    keys: dict[str, str] = {}
    for span_type in codebook.span_types:
        key = span_type.hotkey or _free_digit(span_type.code, taken) or _free_letter(taken)
        taken.add(key.lower())
        keys[span_type.id] = key
    return keys


def category_keys(attribute: Attribute) -> dict[object, str]:
    """Key of each category: its hotkey, else its code 0 to 9, else the next letter from b on."""
    return _keys(attribute.categories)


def relation_keys(codebook: Codebook, type_id: str) -> dict[object, str]:
    """Key of each relation that starts from a span type."""
    return _keys(codebook.relations_from(type_id))


def _keys(items: Sequence[Category] | Sequence[Relation]) -> dict[object, str]:
    taken = {item.hotkey.lower() for item in items if item.hotkey}
    keys: dict[object, str] = {item.id: item.hotkey for item in items if item.hotkey}
    for item in items:
        if item.id not in keys:
            key = _free_digit(item.code, taken) or _free_letter(taken)
            keys[item.id] = key
            taken.add(key)
    return {item.id: keys[item.id] for item in items}


def _free_digit(code: int, taken: set[str]) -> str | None:
    return str(code) if 0 <= code <= 9 and str(code) not in taken else None


def _free_letter(taken: Iterable[str]) -> str:
    used = set(taken)
    return next((letter for letter in _LETTERS if letter not in used), "")


def _by_role(items: Sequence[_Found], role: str) -> _Found | None:
    return next((item for item in items if item.role == role), None)


def _require(items: Mapping[str, _Found], item_id: str, noun: str) -> _Found:
    try:
        return items[item_id]
    except KeyError:
        allowed = ", ".join(items) or "none"
        raise AnnotatorError(f"The codebook has no {noun} {item_id!r}; it has {allowed}.") from None
