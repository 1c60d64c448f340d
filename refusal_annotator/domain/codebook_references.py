"""What one part of a codebook says of another: conditions, orders, span types, borrowed lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from refusal_annotator.domain import roles
from refusal_annotator.domain.codebook_file import CodebookFile
from refusal_annotator.domain.codebook_model import (
    CATEGORY_LEVELS,
    Attribute,
    Category,
    Condition,
    Level,
    ValueType,
    Variable,
)
from refusal_annotator.domain.codebook_problems import Path, Problem, listed, numbered
from refusal_annotator.domain.variables import as_list, check_value

_LEGAL_VALUE_TYPES: dict[Level, frozenset[ValueType]] = {
    Level.NOMINAL: frozenset({ValueType.CATEGORY}),
    Level.ORDINAL: frozenset({ValueType.CATEGORY}),
    Level.MULTI_SELECT: frozenset({ValueType.CATEGORY}),
    Level.INTERVAL: frozenset({ValueType.PARTIAL_DATE, ValueType.NUMBER}),
    Level.RATIO: frozenset({ValueType.NUMBER}),
    Level.TEXT: frozenset({ValueType.STRING}),
    Level.LINK: frozenset({ValueType.ENTITY}),
}


def reference_problems(file: CodebookFile) -> list[Problem]:
    """Return what refers to nothing, or to something that does not fit."""
    checks = (
        _attribute_problems,
        _registry_field_problems,
        _condition_problems,
        _circle_problems,
        _relation_problems,
        _derivation_problems,
        _palette_problems,
        _number_rule_problems,
    )
    return [problem for check in checks for problem in check(file)]


def category_lists(file: CodebookFile) -> dict[str, tuple[Category, ...]]:
    """Categories by the path under which another attribute may borrow them.

    A borrowed list can be borrowed again; a circle of borrowers holds nothing.
    """
    lenders: dict[str, Variable] = {}
    for span_type in file.span_types:
        lenders |= {f"{span_type.id}.{a.id}": a for a in span_type.attributes}
    lenders |= {variable.id: variable for variable in file.article_variables}
    lists: dict[str, tuple[Category, ...]] = {}
    for path in lenders:
        lender, seen = lenders[path], {path}
        while not lender.categories and lender.categories_from in lenders:
            if lender.categories_from in seen:
                break
            seen.add(lender.categories_from)
            lender = lenders[lender.categories_from]
        if lender.categories:
            lists[path] = lender.categories
    return lists


def attribute_lists(file: CodebookFile) -> Iterable[tuple[Path, Sequence[Attribute]]]:
    """Every list of attributes with its path."""
    yield ("common_attributes",), file.common_attributes
    yield ("article_variables",), file.article_variables
    for key in ("span_types", "relations", "article_relations"):
        for index, item in enumerate(getattr(file, key)):
            yield (key, index, "attributes"), item.attributes
    if file.entity_registry:
        for index, relation in enumerate(file.entity_registry.relations):
            yield ("entity_registry", "relations", index, "attributes"), relation.attributes


def _all_attributes(file: CodebookFile) -> Iterable[tuple[Path, Attribute]]:
    for path, attributes in attribute_lists(file):
        yield from numbered(attributes, *path)


def _attribute_problems(file: CodebookFile) -> Iterable[Problem]:
    lists = category_lists(file)
    missing = {str(code.id) for code in file.missing_codes}
    for path, attribute in _all_attributes(file):
        yield from _level_problems(path, attribute)
        yield from _lender_problems(path, attribute, lists)
        yield from _order_problems(path, attribute)
        yield from _default_problems(path, attribute, missing)
        if attribute.categories_from:
            continue
        for place, category in numbered(attribute.categories, *path, "categories"):
            if category.inverse is not None and attribute.find_category(category.inverse) is None:
                yield (*place, "inverse"), _no_category(attribute, category.inverse)


def _no_category(attribute: Attribute, written: Any) -> str:
    allowed = listed(category.id for category in attribute.categories)
    return f"{written!r} is no category; allowed are {allowed}"


def _level_problems(path: Path, attribute: Attribute) -> Iterable[Problem]:
    needs = attribute.level in CATEGORY_LEVELS
    if needs and not attribute.categories and not attribute.categories_from:
        yield path, f"level {attribute.level} needs categories or categories_from"
    if not needs and (attribute.categories or attribute.categories_from):
        yield (*path, "level"), f"level {attribute.level} takes no categories"
    allowed = _LEGAL_VALUE_TYPES[attribute.level]
    if attribute.value_type is not None and attribute.value_type not in allowed:
        sentence = f"level {attribute.level} does not take {attribute.value_type}"
        yield (*path, "value_type"), f"{sentence}; allowed are {listed(allowed)}"
    if attribute.level != Level.LINK and attribute.links_to is not None:
        yield (*path, "links_to"), f"level {attribute.level} links to nothing; level link does"


def _lender_problems(
    path: Path, variable: Variable, lists: Mapping[str, Sequence[Category]]
) -> Iterable[Problem]:
    lender = variable.categories_from
    if lender is None:
        return
    if lender not in lists:
        yield (*path, "categories_from"), f"{lender!r} has no categories; use {listed(lists)}"
    elif variable.categories != lists[lender]:
        yield (*path, "categories"), "give categories or categories_from, not both"


def _order_problems(path: Path, attribute: Attribute) -> Iterable[Problem]:
    order = attribute.decision_order
    if order is None:
        return
    place = (*path, "decision_order")
    for index, item in enumerate(order):
        if attribute.find_category(item) is None:
            yield (*place, index), _no_category(attribute, item)
        elif item in order[:index]:
            yield (*place, index), f"the category {item!r} stands twice in the order"
    for category in attribute.categories:
        if category.id not in order:
            yield place, f"the category {category.id!r} is not in the order"


def _default_problems(path: Path, attribute: Attribute, missing: set[str]) -> Iterable[Problem]:
    default = attribute.default
    if default is None:
        return
    if isinstance(default, str) and default in missing and attribute.level != Level.TEXT:
        return
    reason = check_value(attribute, default)
    if reason:
        yield (*path, "default"), reason


def _registry_field_problems(file: CodebookFile) -> Iterable[Problem]:
    if file.entity_registry is None:
        return
    lists = category_lists(file)
    for path, field in numbered(file.entity_registry.fields, "entity_registry", "fields"):
        yield from _lender_problems(path, field, lists)


def _condition_problems(file: CodebookFile) -> Iterable[Problem]:
    missing = {str(code.id) for code in file.missing_codes}
    for path, item, scope in _conditional(file):
        for key in ("visible_when", "required_when"):
            condition: Condition | None = getattr(item, key)
            if condition is not None:
                yield from _one_condition((*path, key), condition, scope, missing)
    for path, attributes in attribute_lists(file):
        known = {attribute.id for attribute in attributes}
        for place, attribute in numbered(attributes, *path):
            basis = attribute.basis_attribute
            if basis and basis not in known:
                sentence = f"there is no attribute {basis!r} here; there are {listed(known)}"
                yield (*place, "basis_attribute"), sentence


def _conditional(file: CodebookFile) -> Iterable[tuple[Path, Any, Sequence[Attribute]]]:
    """Whatever may have a condition, with the attributes that it may be about."""
    for path, attributes in attribute_lists(file):
        common = file.common_attributes if path[0] in ("span_types", "relations") else ()
        for place, attribute in numbered(attributes, *path):
            yield place, attribute, (*attributes, *common)
    types = {span_type.id: span_type for span_type in file.span_types}
    for path, relation in numbered(file.relations, "relations"):
        starts = [types[t] for t in relation.from_types if t in types]
        own = [attribute for start in starts for attribute in start.attributes]
        yield path, relation, (*own, *file.common_attributes)
    for path, relation in numbered(file.article_relations, "article_relations"):
        yield path, relation, file.article_variables


def _one_condition(
    path: Path, condition: Condition, scope: Sequence[Attribute], missing: set[str]
) -> Iterable[Problem]:
    named = [a for a in scope if a.id == condition.attribute]
    wanted, operator = condition.value, condition.operator
    if not named:
        allowed = listed(a.id for a in scope)
        sentence = f"there is no attribute {condition.attribute!r} here; there are {allowed}"
        yield (*path, "attribute"), sentence
    elif operator in ("is_set", "is_empty"):
        if wanted is not None:
            yield (*path, "value"), f"{operator} takes no value"
    elif wanted is None:
        yield path, f"{operator} needs a value"
    elif (operator in ("in", "not_in")) != isinstance(wanted, list):
        form = "a list" if operator in ("in", "not_in") else "one value, not a list"
        yield (*path, "value"), f"{operator} takes {form}"
    else:
        # In a relation several span types may have the attribute; one of them must know the value.
        for item in as_list(wanted):
            reasons = [check_value(a, [item] if a.holds_list else item) for a in named]
            if all(reasons) and item not in missing:
                yield (*path, "value"), str(reasons[0])


def _circle_problems(file: CodebookFile) -> Iterable[Problem]:
    """An attribute that waits for itself, over whatever others, would never be shown."""
    for path, attributes in attribute_lists(file):
        waits_for = {a.id: a.visible_when.attribute for a in attributes if a.visible_when}
        for place, attribute in numbered(attributes, *path):
            met, here = set[str](), waits_for.get(attribute.id)
            while here is not None and here != attribute.id and here not in met:
                met.add(here)
                here = waits_for.get(here)
            if here == attribute.id:
                yield (
                    (*place, "visible_when"),
                    f"{attribute.id} is shown only when it is set itself",
                )


def _relation_problems(file: CodebookFile) -> Iterable[Problem]:
    types = {span_type.id for span_type in file.span_types}
    for path, relation in numbered(file.relations, "relations"):
        for key, ids in (("from", relation.from_types), ("to", relation.to_types)):
            for type_id in ids:
                if type_id not in types:
                    sentence = f"there is no span type {type_id!r}; there are {listed(types)}"
                    yield (*path, key), sentence
        if relation.paths and not relation.ordered:
            yield (*path, "paths"), "only an ordered relation has paths"
        if relation.symmetric and set(relation.from_types) != set(relation.to_types):
            yield (*path, "symmetric"), "both ends must take the same span types"


def _derivation_problems(file: CodebookFile) -> Iterable[Problem]:
    known = {relation.id for relation in file.relations}
    for path, attribute in _all_attributes(file):
        derived = attribute.derived
        if derived is None:
            continue
        named = [("relations", name) for name in derived.relations]
        named += [("through", derived.through)] if derived.through else []
        for key, name in named:
            if name not in known:
                sentence = f"there is no relation {name!r}; there are {listed(known)}"
                yield (*path, "derived", key), sentence
        for role in derived.only_roles or ():
            if role not in roles.CATEGORY_ROLES:
                sentence = f"unknown role {role!r}; allowed are {listed(roles.CATEGORY_ROLES)}"
                yield (*path, "derived", "only_roles"), sentence


def _palette_problems(file: CodebookFile) -> Iterable[Problem]:
    colours = {colour.lower() for colour in file.codebook.palette.values()}
    for path, span_type in numbered(file.span_types, "span_types"):
        if colours and span_type.colour.lower() not in colours:
            sentence = f"{span_type.colour} is not in the palette; it has {listed(colours)}"
            yield (*path, "colour"), sentence


def _number_rule_problems(file: CodebookFile) -> Iterable[Problem]:
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
                sentence = f"{attribute.id} has no category {name!r}"
                allowed = listed(category.id for category in attribute.categories)
                yield ("number_rules", key, name), f"{sentence}; allowed are {allowed}"
