"""What must hold between the parts of a codebook: ids, codes, keys and roles are unlike and known.

`codebook_references.py` has the other half: what one part says of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from refusal_annotator.domain import roles
from refusal_annotator.domain.codebook_file import NOTE_ID, CodebookFile, RegistryField
from refusal_annotator.domain.codebook_model import (
    VALUE_TYPE_OF,
    Attribute,
    Variable,
    WithAttributes,
)
from refusal_annotator.domain.codebook_problems import Path, Problem, listed, numbered, repeated
from refusal_annotator.domain.codebook_references import (
    attribute_lists,
    category_lists,
    reference_problems,
)

_Variable = TypeVar("_Variable", bound=Variable)
_Owner = TypeVar("_Owner", bound=WithAttributes)


def complete(file: CodebookFile) -> CodebookFile:
    """Fill in what the format lets a file leave out: value types and borrowed categories."""
    lists = category_lists(file)

    def filled(variable: _Variable) -> _Variable:
        update: dict[str, Any] = {}
        if variable.value_type is None:
            update["value_type"] = VALUE_TYPE_OF[variable.level]
        if variable.categories_from and not variable.categories:
            update["categories"] = lists.get(variable.categories_from, ())
        return variable.model_copy(update=update) if update else variable

    def with_attributes(item: _Owner) -> _Owner:
        return item.model_copy(update={"attributes": tuple(map(filled, item.attributes))})

    update: dict[str, Any] = {
        "span_types": tuple(map(with_attributes, file.span_types)),
        "relations": tuple(map(with_attributes, file.relations)),
        "article_relations": tuple(map(with_attributes, file.article_relations)),
        "article_variables": tuple(map(filled, file.article_variables)),
        "common_attributes": tuple(map(filled, file.common_attributes)),
    }
    registry = file.entity_registry
    if registry is not None:
        fields: tuple[RegistryField, ...] = tuple(map(filled, registry.fields))
        relations = tuple(map(with_attributes, registry.relations))
        update["entity_registry"] = registry.model_copy(
            update={"fields": fields, "relations": relations}
        )
    return file.model_copy(update=update)


def find_problems(file: CodebookFile) -> list[Problem]:
    """Return every repeated id, wrong role, impossible key and broken reference."""
    return [
        *_list_problems(file),
        *_hotkey_problems(file),
        *_note_problems(file),
        *_missing_code_problems(file),
        *_role_problems(file),
        *reference_problems(file),
    ]


def _list_problems(file: CodebookFile) -> Iterable[Problem]:
    lists = [
        numbered(file.span_types, "span_types"),
        numbered(file.relations, "relations"),
        numbered(file.article_relations, "article_relations"),
        numbered(file.exclusion_zones, "exclusion_zones"),
        numbered(file.codebook.missing_codes, "codebook", "missing_codes"),
        *(numbered(attribute.categories, *path) for path, attribute in _own_categories(file)),
    ]
    if file.entity_registry:
        lists.append(numbered(file.entity_registry.relations, "entity_registry", "relations"))
    for items in lists:
        for key in ("id", "code", "role"):
            yield from repeated(items, key)
    attributes = [numbered(found, *path) for path, found in attribute_lists(file)]
    if file.entity_registry:
        attributes.append(numbered(file.entity_registry.fields, "entity_registry", "fields"))
    for items in attributes:
        for key in ("id", "role"):
            yield from repeated(items, key)


def _hotkey_problems(file: CodebookFile) -> Iterable[Problem]:
    relations = numbered(file.relations, "relations")
    scopes = [
        numbered(file.span_types, "span_types"),
        numbered(file.article_relations, "article_relations"),
        *(numbered(attribute.categories, *path) for path, attribute in _own_categories(file)),
        *(
            [(path, relation) for path, relation in relations if t.id in relation.from_types]
            for t in file.span_types
        ),
    ]
    found = (problem for scope in scopes for problem in repeated(scope, "hotkey"))
    # Two relations may start from several types together; that is one problem.
    seen: set[Path] = set()
    for path, sentence in found:
        if path not in seen:
            seen.add(path)
            yield path, sentence


def _note_problems(file: CodebookFile) -> Iterable[Problem]:
    """The common attributes are those of every unit too, and a note is always among them."""
    common = {attribute.id for attribute in file.common_attributes}
    if all(attribute.role != "note" for attribute in file.common_attributes):
        for path, attribute in numbered(file.common_attributes, "common_attributes"):
            if attribute.id == NOTE_ID:
                yield (*path, "role"), f"the attribute {NOTE_ID!r} needs the role note"
        common.add(NOTE_ID)
    for path, attributes in attribute_lists(file):
        if path[0] not in ("span_types", "relations"):
            continue
        for place, attribute in numbered(attributes, *path):
            if attribute.id in common:
                sentence = f"{attribute.id!r} is a common attribute of every span and link already"
                yield (*place, "id"), sentence


def _missing_code_problems(file: CodebookFile) -> Iterable[Problem]:
    for path, code in numbered(file.codebook.missing_codes, "codebook", "missing_codes"):
        if not isinstance(code.id, str):
            yield (*path, "id"), "the id of a missing code is a word"
    code_of = {code.id: code.code for code in file.missing_codes}
    id_of = {code.code: code.id for code in file.missing_codes}
    for path, attribute in _own_categories(file):
        for place, category in numbered(attribute.categories, *path):
            code = code_of.get(category.id)
            if code is not None and code != category.code:
                yield (*place, "code"), f"the missing code {category.id!r} has the code {code}"
            elif code is None and category.code in id_of:
                sentence = (
                    f"{category.code} is the code of the missing code {id_of[category.code]!r}"
                )
                yield (*place, "code"), sentence


def _role_problems(file: CodebookFile) -> Iterable[Problem]:
    for path, span_type in numbered(file.span_types, "span_types"):
        yield from _unknown_roles([(path, span_type)], roles.SPAN_TYPE_ROLES)
        if span_type.role in (None, *roles.SPAN_TYPE_ROLES):
            allowed = roles.attribute_roles(span_type.role)
            yield from _unknown_roles(numbered(span_type.attributes, *path, "attributes"), allowed)
    scopes: list[tuple[tuple[str, ...], Sequence[Any], frozenset[str]]] = [
        (("relations",), file.relations, roles.RELATION_ROLES),
        (("article_relations",), file.article_relations, roles.ARTICLE_RELATION_ROLES),
        (("article_variables",), file.article_variables, roles.ARTICLE_VARIABLE_ROLES),
        (("common_attributes",), file.common_attributes, roles.COMMON_ATTRIBUTE_ROLES),
        (("exclusion_zones",), file.exclusion_zones, roles.CATEGORY_ROLES),
        (("codebook", "missing_codes"), file.codebook.missing_codes, roles.CATEGORY_ROLES),
    ]
    if file.entity_registry:
        related = file.entity_registry.relations
        scopes.append((("entity_registry", "relations"), related, roles.REGISTRY_RELATION_ROLES))
    for path, items, allowed in scopes:
        yield from _unknown_roles(numbered(items, *path), allowed)
    for path, attributes in attribute_lists(file):
        if "relations" in path or "article_relations" in path:
            allowed = roles.RELATION_ATTRIBUTE_ROLES
            yield from _unknown_roles(numbered(attributes, *path), allowed)
    for path, attribute in _own_categories(file):
        yield from _unknown_roles(numbered(attribute.categories, *path), roles.CATEGORY_ROLES)


def _unknown_roles(items: Iterable[tuple[Path, Any]], allowed: frozenset[str]) -> Iterable[Problem]:
    for path, item in items:
        if item.role is not None and item.role not in allowed:
            yield (*path, "role"), f"unknown role {item.role!r}; allowed are {listed(allowed)}"


def _own_categories(file: CodebookFile) -> Iterable[tuple[Path, Attribute]]:
    """Attributes with categories of their own, with the path of these."""
    for path, attributes in attribute_lists(file):
        for place, attribute in numbered(attributes, *path):
            if attribute.categories and not attribute.categories_from:
                yield (*place, "categories"), attribute
