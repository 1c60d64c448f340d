"""What must hold between the parts of a codebook, beyond the form of each part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from refusal_annotator.domain import roles
from refusal_annotator.domain.codebook_model import (
    CATEGORY_LEVELS,
    VALUE_TYPE_OF,
    ArticleRelation,
    Attribute,
    Category,
    CodebookFile,
    Condition,
    Level,
    ProgramReliability,
    Relation,
    SpanType,
    ValueType,
)

Path = tuple[str | int, ...]
Problem = tuple[Path, str]

_LEGAL_VALUE_TYPES: dict[Level, frozenset[ValueType]] = {
    Level.NOMINAL: frozenset({ValueType.CATEGORY}),
    Level.ORDINAL: frozenset({ValueType.CATEGORY}),
    Level.MULTI_SELECT: frozenset({ValueType.CATEGORY}),
    Level.INTERVAL: frozenset({ValueType.PARTIAL_DATE, ValueType.NUMBER}),
    Level.RATIO: frozenset({ValueType.NUMBER}),
    Level.TEXT: frozenset({ValueType.STRING}),
    Level.LINK: frozenset({ValueType.ENTITY}),
}


def complete(file: CodebookFile) -> CodebookFile:
    """Fill in what the format lets a file leave out: value types and borrowed categories."""
    lists = dict(_category_lists(file))

    def filled(attribute: Attribute) -> Attribute:
        update: dict[str, Any] = {}
        if attribute.value_type is None:
            update["value_type"] = VALUE_TYPE_OF[attribute.level]
        if attribute.categories_from and not attribute.categories:
            update["categories"] = lists.get(attribute.categories_from, ())
        return attribute.model_copy(update=update) if update else attribute

    def with_attributes(item: Any) -> Any:
        return item.model_copy(update={"attributes": tuple(map(filled, item.attributes))})

    return file.model_copy(
        update={
            "span_types": tuple(map(with_attributes, file.span_types)),
            "relations": tuple(map(with_attributes, file.relations)),
            "article_relations": tuple(map(with_attributes, file.article_relations)),
            "article_variables": tuple(map(filled, file.article_variables)),
            "common_attributes": tuple(map(filled, file.common_attributes)),
        }
    )


def find_problems(file: CodebookFile) -> list[Problem]:
    """Return every broken reference, repeated id, wrong role and impossible key."""
    problems: list[Problem] = []
    for check in _CHECKS:
        problems.extend(check(file))
    return problems


def _category_lists(file: CodebookFile) -> Iterable[tuple[str, tuple[Category, ...]]]:
    for span_type in file.span_types:
        for attribute in span_type.attributes:
            yield f"{span_type.id}.{attribute.id}", attribute.categories
    for variable in file.article_variables:
        yield variable.id, variable.categories


def _repeated(items: Sequence[Any], path: Path, key: str) -> Iterable[Problem]:
    seen: dict[Any, int] = {}
    for index, item in enumerate(items):
        content = getattr(item, key)
        if content is None:
            continue
        content = content.lower() if key == "hotkey" else content
        if content in seen:
            yield (*path, index, key), f"{content!r} is already the {key} of entry {seen[content]}"
        seen.setdefault(content, index)


def _check_lists(file: CodebookFile) -> Iterable[Problem]:
    lists: list[tuple[Path, Sequence[Any]]] = [
        (("span_types",), file.span_types),
        (("relations",), file.relations),
        (("article_relations",), file.article_relations),
        (("exclusion_zones",), file.exclusion_zones),
        (("codebook", "missing_codes"), file.codebook.missing_codes),
    ]
    lists += [(path, attribute.categories) for path, attribute in _own_categories(file)]
    for path, items in lists:
        for key in ("id", "code", "role"):
            yield from _repeated(items, path, key)
    for path, attributes in _attribute_lists(file):
        for key in ("id", "role"):
            yield from _repeated(attributes, path, key)
    yield from _repeated(file.span_types, ("span_types",), "hotkey")
    for path, attribute in _own_categories(file):
        yield from _repeated(attribute.categories, path, "hotkey")
    for span_type in file.span_types:
        starting = [r for r in file.relations if span_type.id in r.from_types]
        yield from _repeated(starting, ("relations",), "hotkey")


def _own_categories(file: CodebookFile) -> Iterable[tuple[Path, Attribute]]:
    for path, attribute in _all_attributes(file):
        if attribute.categories and not attribute.categories_from:
            yield (*path, "categories"), attribute


def _attribute_lists(file: CodebookFile) -> Iterable[tuple[Path, Sequence[Attribute]]]:
    yield ("common_attributes",), file.common_attributes
    yield ("article_variables",), file.article_variables
    for key in ("span_types", "relations", "article_relations"):
        for index, item in enumerate(getattr(file, key)):
            yield (key, index, "attributes"), item.attributes


def _all_attributes(file: CodebookFile) -> Iterable[tuple[Path, Attribute]]:
    for path, attributes in _attribute_lists(file):
        for index, attribute in enumerate(attributes):
            yield (*path, index), attribute


def _check_roles(file: CodebookFile) -> Iterable[Problem]:
    def wrong(path: Path, role: str | None, allowed: frozenset[str]) -> Iterable[Problem]:
        if role is not None and role not in allowed:
            yield (*path, "role"), f"unknown role {role!r}; allowed are {_listed(allowed)}"

    for index, span_type in enumerate(file.span_types):
        path: Path = ("span_types", index)
        yield from wrong(path, span_type.role, roles.SPAN_TYPE_ROLES)
        if span_type.role in (None, *roles.SPAN_TYPE_ROLES):
            allowed = roles.attribute_roles(span_type.role)
            for number, attribute in enumerate(span_type.attributes):
                yield from wrong((*path, "attributes", number), attribute.role, allowed)
    scopes: list[tuple[str, Sequence[Any], frozenset[str]]] = [
        ("relations", file.relations, roles.RELATION_ROLES),
        ("article_relations", file.article_relations, roles.ARTICLE_RELATION_ROLES),
        ("article_variables", file.article_variables, roles.ARTICLE_VARIABLE_ROLES),
        ("common_attributes", file.common_attributes, roles.COMMON_ATTRIBUTE_ROLES),
    ]
    for key, items, allowed in scopes:
        for index, item in enumerate(items):
            yield from wrong((key, index), item.role, allowed)
    for index, relation in enumerate(file.relations):
        for number, attribute in enumerate(relation.attributes):
            yield from wrong(
                ("relations", index, "attributes", number),
                attribute.role,
                roles.RELATION_ATTRIBUTE_ROLES,
            )
    for path, attribute in _own_categories(file):
        for index, category in enumerate(attribute.categories):
            yield from wrong((*path, index), category.role, roles.CATEGORY_ROLES)


def _check_attributes(file: CodebookFile) -> Iterable[Problem]:
    lists = dict(_category_lists(file))
    missing = {code.id: code.code for code in file.codebook.missing_codes}
    for path, attribute in _all_attributes(file):
        for check in (_check_level, _check_decision_order, _check_default):
            yield from check(path, attribute)
        if attribute.categories_from and attribute.categories_from not in lists:
            sentence = f"{attribute.categories_from!r} has no categories; use {_listed(lists)}"
            yield (*path, "categories_from"), sentence
        for index, category in enumerate(attribute.categories):
            code = missing.get(category.id)
            if not attribute.categories_from and code is not None and code != category.code:
                place = (*path, "categories", index, "code")
                yield place, f"the missing code {category.id!r} has the code {code} here too"
            if category.inverse is not None and attribute.find_category(category.inverse) is None:
                yield (*path, "categories", index, "inverse"), f"no category {category.inverse!r}"


def _check_level(path: Path, attribute: Attribute) -> Iterable[Problem]:
    needs = attribute.level in CATEGORY_LEVELS
    if needs and not attribute.categories and not attribute.categories_from:
        yield path, f"level {attribute.level} needs categories or categories_from"
    if not needs and (attribute.categories or attribute.categories_from):
        yield (*path, "level"), f"level {attribute.level} takes no categories"
    allowed = _LEGAL_VALUE_TYPES[attribute.level]
    if attribute.value_type is not None and attribute.value_type not in allowed:
        yield (*path, "value_type"), f"level {attribute.level} takes {_listed(allowed)}"
    if attribute.level == Level.LINK and attribute.links_to not in (None, "entity"):
        yield (*path, "links_to"), "a link goes to entity"


def _check_decision_order(path: Path, attribute: Attribute) -> Iterable[Problem]:
    order = attribute.decision_order
    if order is None:
        return
    known = {category.id for category in attribute.categories}
    unknown = [item for item in order if item not in known]
    absent = [item for item in known if item not in order]
    place = (*path, "decision_order")
    if unknown:
        yield place, f"{unknown[0]!r} is no category; categories are {_listed(known)}"
    if absent:
        yield place, f"the category {sorted(map(str, absent))[0]!r} is not in the order"
    if len(set(order)) < len(order):
        yield place, "a category stands twice in the order"


def _check_default(path: Path, attribute: Attribute) -> Iterable[Problem]:
    if attribute.default is None or not attribute.has_categories:
        return
    defaults = attribute.default if isinstance(attribute.default, list) else [attribute.default]
    for item in defaults:
        if attribute.find_category(item) is None:
            allowed = _listed(str(category.id) for category in attribute.categories)
            yield (*path, "default"), f"{item!r} is no category; allowed are {allowed}"


def _check_conditions(file: CodebookFile) -> Iterable[Problem]:
    def check(path: Path, item: Any, scope: Sequence[Attribute]) -> Iterable[Problem]:
        for key in ("visible_when", "required_when"):
            condition: Condition | None = getattr(item, key)
            if condition is not None:
                yield from _check_condition((*path, key), condition, scope)

    for path, attributes in _attribute_lists(file):
        for index, attribute in enumerate(attributes):
            yield from check((*path, index), attribute, attributes)
            basis = attribute.basis_attribute
            if basis and all(other.id != basis for other in attributes):
                yield (*path, index, "basis_attribute"), f"there is no attribute {basis!r} here"
    types = {span_type.id: span_type for span_type in file.span_types}
    for index, relation in enumerate(file.relations):
        scope = [a for t in relation.from_types if t in types for a in types[t].attributes]
        yield from check(("relations", index), relation, scope)


def _check_condition(
    path: Path, condition: Condition, scope: Sequence[Attribute]
) -> Iterable[Problem]:
    attribute = next((a for a in scope if a.id == condition.attribute), None)
    if attribute is None:
        allowed = _listed(a.id for a in scope)
        sentence = f"there is no attribute {condition.attribute!r} here; there are {allowed}"
        yield (*path, "attribute"), sentence
        return
    if condition.operator in ("is_set", "is_empty"):
        if condition.value is not None:
            yield (*path, "value"), f"{condition.operator} takes no value"
        return
    if condition.value is None:
        yield path, f"{condition.operator} needs a value"
        return
    if (condition.operator in ("in", "not_in")) != isinstance(condition.value, list):
        wanted = "a list" if condition.operator in ("in", "not_in") else "one value, not a list"
        yield (*path, "value"), f"{condition.operator} takes {wanted}"
        return
    wanted_values = condition.value if isinstance(condition.value, list) else [condition.value]
    for item in wanted_values:
        if attribute.has_categories and attribute.find_category(item) is None:
            allowed = _listed(str(category.id) for category in attribute.categories)
            yield (*path, "value"), f"{item!r} is no category; allowed are {allowed}"


def _check_relations(file: CodebookFile) -> Iterable[Problem]:
    types = {span_type.id for span_type in file.span_types}
    for index, relation in enumerate(file.relations):
        for key, ids in (("from", relation.from_types), ("to", relation.to_types)):
            for type_id in ids:
                if type_id not in types:
                    sentence = f"there is no span type {type_id!r}; there are {_listed(types)}"
                    yield ("relations", index, key), sentence
        if relation.paths and not relation.ordered:
            yield ("relations", index, "paths"), "only an ordered relation has paths"
        if relation.symmetric and set(relation.from_types) != set(relation.to_types):
            yield ("relations", index, "symmetric"), "both ends must take the same span types"
    known = {relation.id for relation in file.relations}
    for path, attribute in _all_attributes(file):
        if attribute.derived is None:
            continue
        for name in (*attribute.derived.relations, *filter(None, [attribute.derived.through])):
            if name not in known:
                sentence = f"there is no relation {name!r}; there are {_listed(known)}"
                yield (*path, "derived"), sentence


def _check_palette(file: CodebookFile) -> Iterable[Problem]:
    colours = {colour.lower() for colour in file.codebook.palette.values()}
    for index, span_type in enumerate(file.span_types):
        if colours and span_type.colour.lower() not in colours:
            sentence = f"{span_type.colour} is not in the palette; it has {_listed(colours)}"
            yield ("span_types", index, "colour"), sentence


def _check_number_rules(file: CodebookFile) -> Iterable[Problem]:
    rules = file.number_rules
    number = next((t for t in file.span_types if t.role == "number"), None)
    if rules is None or number is None:
        return
    for key, role in (
        ("bounds", "approximator"),
        ("approximator_words", "approximator"),
        ("kinds", "kind"),
    ):
        attribute = number.attribute_by_role(role)
        if attribute is None:
            continue
        for name in getattr(rules, key):
            if attribute.find_category(name) is None:
                allowed = _listed(str(category.id) for category in attribute.categories)
                sentence = f"{attribute.id} has no category {name!r}; allowed are {allowed}"
                yield ("number_rules", key, name), sentence


def _check_reliability(file: CodebookFile) -> Iterable[Problem]:
    for key in ("matching", "thresholds"):
        if key not in file.reliability:
            continue
        try:
            ProgramReliability.model_validate({key: file.reliability[key]})
        except ValueError as error:
            details = getattr(error, "errors", list)()
            for item in details:
                yield ("reliability", *item["loc"]), str(item["msg"]).removeprefix("Value error, ")


def _check_registry(file: CodebookFile) -> Iterable[Problem]:
    registry = file.entity_registry
    if registry is None:
        return
    lists = dict(_category_lists(file))
    for key in ("id",):
        yield from _repeated(registry.fields, ("entity_registry", "fields"), key)
    for key in ("id", "code", "role"):
        yield from _repeated(registry.relations, ("entity_registry", "relations"), key)
    for index, field in enumerate(registry.fields):
        if field.categories_from and field.categories_from not in lists:
            place = ("entity_registry", "fields", index, "categories_from")
            yield place, f"{field.categories_from!r} has no categories; use {_listed(lists)}"
    for index, relation in enumerate(registry.relations):
        if relation.role is not None and relation.role not in roles.REGISTRY_RELATION_ROLES:
            place = ("entity_registry", "relations", index, "role")
            allowed = _listed(roles.REGISTRY_RELATION_ROLES)
            yield place, f"unknown role {relation.role!r}; allowed are {allowed}"


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(sorted(map(str, names)))


_CHECKS: tuple[Callable[[CodebookFile], Iterable[Problem]], ...] = (
    _check_lists,
    _check_roles,
    _check_attributes,
    _check_conditions,
    _check_relations,
    _check_palette,
    _check_number_rules,
    _check_reliability,
    _check_registry,
)
__all__ = ["ArticleRelation", "Relation", "SpanType", "complete", "find_problems"]
