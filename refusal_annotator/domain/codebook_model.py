"""The parts of a codebook, format 1, as frozen values with look-up by id and by role.

The field names are those of the file, but for `from` and `to` of a relation, which become
`from_types` and `to_types`. `codebook_file.py` has the file as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StrictInt

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cells, as_list, missing_kind, plain_list

Identifier = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
CategoryId = Annotated[
    StrictInt | Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")],
    Field(union_mode="left_to_right"),
]
Text = Annotated[str, Field(strict=True, pattern=r"\S")]
Hotkey = Annotated[str, Field(strict=True, min_length=1, max_length=1, pattern=r"\S")]
Colour = Annotated[str, Field(strict=True, pattern=r"^#[0-9A-Fa-f]{6}$")]


OneOrMore = Annotated[tuple[Identifier, ...], BeforeValidator(as_list), Field(min_length=1)]
TrimName = Literal["space", "quotes", "brackets", "final_punctuation"]


class Level(StrEnum):
    """Level of measurement of a variable."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"
    MULTI_SELECT = "multi_select"
    TEXT = "text"
    LINK = "link"


class ValueType(StrEnum):
    """What a value of a variable is made of."""

    CATEGORY = "category"
    STRING = "string"
    NUMBER = "number"
    PARTIAL_DATE = "partial_date"
    ENTITY = "entity"


VALUE_TYPE_OF = {
    Level.NOMINAL: ValueType.CATEGORY,
    Level.ORDINAL: ValueType.CATEGORY,
    Level.MULTI_SELECT: ValueType.CATEGORY,
    Level.INTERVAL: ValueType.PARTIAL_DATE,
    Level.RATIO: ValueType.NUMBER,
    Level.TEXT: ValueType.STRING,
    Level.LINK: ValueType.ENTITY,
}
CATEGORY_LEVELS = frozenset({Level.NOMINAL, Level.ORDINAL, Level.MULTI_SELECT})


class Part(BaseModel, frozen=True, extra="forbid", allow_inf_nan=False):
    """Any object of the file: frozen, and with no key that the format does not know."""

    def __getstate__(self) -> dict[Any, Any]:
        """Without look-ups: one may be added by another thread while this is packed."""
        state = super().__getstate__()
        held = state["__dict__"].copy()
        known = type(self).model_fields
        return {**state, "__dict__": {name: held[name] for name in held if name in known}}


class Rule(Part, frozen=True):
    """A numbered rule that a note, a disagreement or a decision can name."""

    rule: Text
    id: Identifier | None = None
    example: Text | None = None
    counter_example: Text | None = None


class Category(Part, frozen=True):
    """One value of a nominal, ordinal or multi-select variable, a missing code or a zone kind."""

    id: CategoryId
    code: StrictInt
    hotkey: Hotkey | None = None
    label: Text | None = None
    role: Identifier | None = None
    rank: StrictInt | None = None
    inverse: CategoryId | None = None
    definition: Text
    example: Text | None = None
    counter_example: Text | None = None

    @property
    def shown(self) -> str:
        """The label, or the id in words where there is none."""
        return self.label or str(self.id).replace("_", " ").capitalize()


class Condition(Part, frozen=True):
    """`{attribute, operator, value}` about another attribute of the same unit."""

    attribute: Identifier
    operator: Literal["equals", "not_equals", "in", "not_in", "is_set", "is_empty"]
    value: Any = None

    def holds(self, cells: Cells) -> bool:
        """Whether the condition is true of a unit with these cells."""
        cell = cells.get(self.attribute)
        kind = missing_kind(cell)
        held = plain_list(cell) if kind is None else [kind]
        wanted = as_list(self.value)
        match = any(item in wanted for item in held)
        return {
            "equals": match,
            "in": match,
            "not_equals": not match,
            "not_in": not match,
            "is_set": bool(held),
            "is_empty": not held,
        }[self.operator]


class Derivation(Part, frozen=True):
    """How a derived attribute is computed; it is never asked for and never tested."""

    function: Literal["longest_path", "count", "has_rival"]
    relations: tuple[Identifier, ...]
    through: Identifier | None = None
    only_roles: tuple[Identifier, ...] | None = None


class Variable(Part, frozen=True):
    """What a variable of a unit and a field of the registry have in common."""

    id: Identifier
    role: Identifier | None = None
    level: Level
    value_type: ValueType | None = None
    links_to: Literal["entity"] | None = None
    multiple: StrictBool = False
    basis_attribute: Identifier | None = None
    default: Any = None
    derived: Derivation | None = None
    deprecated: StrictBool = False
    replaced_by: Text | None = None
    visible_when: Condition | None = None
    required_when: Condition | None = None
    rules: tuple[Rule, ...] = ()
    decision_order: tuple[CategoryId, ...] | None = None
    categories_from: Text | None = None
    categories: tuple[Category, ...] = ()
    example: Text | None = None
    counter_example: Text | None = None


class Attribute(Variable, frozen=True):
    """A variable of a span, a relation or an article."""

    label: Text
    required: StrictBool
    definition: Text

    @property
    def has_categories(self) -> bool:
        """Whether values are categories."""
        return self.level in CATEGORY_LEVELS

    @property
    def holds_list(self) -> bool:
        """Whether a unit may hold several values."""
        return self.multiple or self.level == Level.MULTI_SELECT

    @property
    def is_asked(self) -> bool:
        """Whether a coder is asked for it: neither derived nor deprecated."""
        return self.derived is None and not self.deprecated

    @cached_property
    def _by_id(self) -> Mapping[CategoryId, Category]:
        return {category.id: category for category in self.categories}

    def find_category(self, category_id: Any) -> Category | None:
        """Return the category of this id, or None."""
        if isinstance(category_id, bool) or not isinstance(category_id, (str, int)):
            return None
        return self._by_id.get(category_id)

    def category_by_role(self, role: str) -> Category | None:
        """Return the category with this role, or None."""
        return next((c for c in self.categories if c.role == role), None)

    def is_visible(self, cells: Cells) -> bool:
        """Whether the variable is asked for on a unit with these cells."""
        return self.visible_when is None or self.visible_when.holds(cells)

    def is_required(self, cells: Cells) -> bool:
        """Whether the variable must be filled on a unit with these cells."""
        if not self.is_asked or not self.is_visible(cells):
            return False
        return self.required or (self.required_when is not None and self.required_when.holds(cells))


class WithAttributes(Part, frozen=True):
    """What span types and relations have in common."""

    id: Identifier
    code: StrictInt
    label: Text
    role: Identifier | None = None
    hotkey: Hotkey | None = None
    attributes: tuple[Attribute, ...] = ()

    def find_attribute(self, attribute_id: str) -> Attribute | None:
        """Return the attribute of this id, or None."""
        return next((a for a in self.attributes if a.id == attribute_id), None)

    def attribute(self, attribute_id: str) -> Attribute:
        """Return the attribute of this id; AnnotatorError names those that exist."""
        found = self.find_attribute(attribute_id)
        if found is None:
            allowed = ", ".join(a.id for a in self.attributes) or "none"
            raise AnnotatorError(
                f"{self.id} has no attribute {attribute_id!r}; the codebook has {allowed}."
            )
        return found

    def attribute_by_role(self, role: str) -> Attribute | None:
        """Return the attribute with this role, or None."""
        return next((a for a in self.attributes if a.role == role), None)


class SpanType(WithAttributes, frozen=True):
    """A kind of recording unit."""

    colour: Colour
    discontinuous: StrictBool = False
    trim: tuple[TrimName, ...] = ("space",)
    definition: Text
    tag_when: tuple[Text, ...] = ()
    do_not_tag: tuple[Text, ...] = ()
    boundary_rules: tuple[Rule, ...] = ()
    example: Text
    counter_example: Text


class ArticleRelation(WithAttributes, frozen=True):
    """A kind of link between two articles, or between two entities of the registry."""

    cardinality: Literal["0..1", "1", "0..n", "1..n"] = "0..n"
    symmetric: StrictBool
    visible_when: Condition | None = None
    required_when: Condition | None = None
    definition: Text
    rules: tuple[Rule, ...] = ()
    example: Text | None = None
    counter_example: Text | None = None

    def is_visible(self, cells: Cells) -> bool:
        """Whether the link is offered on a unit with these cells."""
        return self.visible_when is None or self.visible_when.holds(cells)

    def is_required(self, cells: Cells) -> bool:
        """Whether a unit with these cells needs at least one such link."""
        if not self.is_visible(cells):
            return False
        always = self.cardinality in ("1", "1..n")
        return always or (self.required_when is not None and self.required_when.holds(cells))

    @property
    def is_single(self) -> bool:
        """Whether a unit has at most one such link."""
        return self.cardinality in ("1", "0..1")


class Relation(ArticleRelation, frozen=True):
    """A kind of link between two coded spans."""

    from_types: OneOrMore = Field(alias="from")
    to_types: OneOrMore = Field(alias="to")
    ordered: StrictBool
    paths: StrictBool = False
    scope: Literal["within_article", "across_articles", "within_or_across_articles"]
