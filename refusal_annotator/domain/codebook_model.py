"""The objects of a codebook file, format 1, as frozen values with look-up by id and by role.

The field names are those of the file, but for `from` and `to` of a relation, which become
`from_types` and `to_types`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.matching import MatchingRule
from refusal_annotator.domain.variables import Cells, plain, plain_list

Identifier = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
CategoryId = Annotated[
    StrictInt | Annotated[str, Field(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")],
    Field(union_mode="left_to_right"),
]
Text = Annotated[str, Field(strict=True, min_length=1)]
Colour = Annotated[str, Field(strict=True, pattern=r"^#[0-9A-Fa-f]{6}$")]
OneOrMore = Annotated[
    tuple[Identifier, ...],
    BeforeValidator(lambda v: v if isinstance(v, (list, tuple)) else (v,)),
    Field(min_length=1),
]
TrimName = Literal["space", "quotes", "brackets", "final_punctuation"]
NOTE_ID = "note"


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


class Part(BaseModel):
    """Any object of the file: frozen, and with no key that the format does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(Part):
    """A numbered rule that a note, a disagreement or a decision can name."""

    rule: Text
    id: Identifier | None = None
    example: Text | None = None
    counter_example: Text | None = None


class Category(Part):
    """One value of a nominal, ordinal or multi-select variable, a missing code or a zone kind."""

    id: CategoryId
    code: StrictInt
    hotkey: Annotated[str, Field(strict=True, min_length=1, max_length=1)] | None = None
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


class Condition(Part):
    """`{attribute, operator, value}` about another attribute of the same unit."""

    attribute: Identifier
    operator: Literal["equals", "not_equals", "in", "not_in", "is_set", "is_empty"]
    value: Any = None

    def holds(self, cells: Cells) -> bool:
        """Whether the condition is true of a unit with these cells."""
        cell = cells.get(self.attribute)
        content: Any = cell.get("m", plain(cell)) if cell else None
        held = set(map(str, plain_list(cell))) or ({str(content)} if content is not None else set())
        wanted = self.value if isinstance(self.value, list) else [self.value]
        match = bool(held & {str(item) for item in wanted})
        filled = bool(held)
        return {
            "equals": match,
            "in": match,
            "not_equals": not match,
            "not_in": not match,
            "is_set": filled,
            "is_empty": not filled,
        }[self.operator]


class Derivation(Part):
    """How a derived attribute is computed; it is never asked for and never tested."""

    function: Literal["longest_path", "count", "has_rival"]
    relations: tuple[Identifier, ...]
    through: Identifier | None = None
    only_roles: tuple[Identifier, ...] | None = None


class Attribute(Part):
    """A variable of a span, a relation or an article."""

    id: Identifier
    label: Text
    role: Identifier | None = None
    level: Level
    value_type: ValueType | None = None
    links_to: Literal["entity"] | None = None
    multiple: StrictBool = False
    basis_attribute: Identifier | None = None
    required: StrictBool
    default: Any = None
    derived: Derivation | None = None
    deprecated: StrictBool = False
    replaced_by: Text | None = None
    visible_when: Condition | None = None
    required_when: Condition | None = None
    definition: Text
    rules: tuple[Rule, ...] = ()
    decision_order: tuple[CategoryId, ...] | None = None
    categories_from: Text | None = None
    categories: tuple[Category, ...] = ()
    example: Text | None = None
    counter_example: Text | None = None

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


class _WithAttributes(Part):
    id: Identifier
    code: StrictInt
    label: Text
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


class SpanType(_WithAttributes):
    """A kind of recording unit."""

    role: Identifier | None = None
    hotkey: Annotated[str, Field(strict=True, min_length=1, max_length=1)] | None = None
    colour: Colour
    discontinuous: StrictBool = False
    trim: tuple[TrimName, ...] = ("space",)
    definition: Text
    tag_when: tuple[Text, ...] = ()
    do_not_tag: tuple[Text, ...] = ()
    boundary_rules: tuple[Rule, ...] = ()
    example: Text
    counter_example: Text


class ArticleRelation(_WithAttributes):
    """A kind of link between two articles, or between two entities of the registry."""

    role: Identifier | None = None
    hotkey: Annotated[str, Field(strict=True, min_length=1, max_length=1)] | None = None
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


class Relation(ArticleRelation):
    """A kind of link between two coded spans."""

    from_types: OneOrMore = Field(alias="from")
    to_types: OneOrMore = Field(alias="to")
    ordered: StrictBool
    paths: StrictBool = False
    scope: Literal["within_article", "across_articles", "within_or_across_articles"]


class RegistryField(Part):
    """A field of the entity registry; label and definition may be left out."""

    id: Identifier
    label: Text | None = None
    role: Identifier | None = None
    level: Level
    value_type: ValueType | None = None
    multiple: StrictBool = False
    required: StrictBool = False
    definition: Text | None = None
    categories_from: Text | None = None
    categories: tuple[Category, ...] = ()


class Registry(Part):
    """The entity registry: its fields and the relations between entities."""

    fields: tuple[RegistryField, ...]
    relations: tuple[ArticleRelation, ...] = ()
    rules: tuple[Text, ...] = ()


class Bounds(Part):
    """What an approximator does to the stated value."""

    low: Literal["value", "open", "first", "second", "table"]
    high: Literal["value", "open", "first", "second", "table"]
    tolerance: Literal["both", "below", "above"] | None = None


class VagueQuantifier(Part):
    """Words for an unstated figure, and the bounds that stand for them by convention."""

    words: tuple[Text, ...]
    low: float | int | Literal["open", "not_derivable"]
    high: float | int | Literal["open", "not_derivable"]
    note: Text | None = None


class NumberRules(Part):
    """How number words become values."""

    bounds: dict[str, Bounds]
    kinds: dict[str, Text] = Field(default_factory=dict)
    empty_bounds: dict[str, Text] = Field(default_factory=dict)
    approximator_words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    vague_quantifiers: tuple[VagueQuantifier, ...] = ()
    written_forms: Text | None = None
    not_number_reasons: tuple[Text, ...] = ()


class Thresholds(Part):
    """From which value of a coefficient a variable counts as reliable, or as tentative."""

    reliable: float = 0.8
    tentative: float = 0.667


class Head(Part):
    """What identifies a codebook, and what holds for all of it."""

    id: Identifier
    version: Text
    title: Text
    language: Annotated[str, Field(strict=True, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    previous_version: Text | None = None
    offsets: Text | None = None
    unit_hierarchy: dict[str, Any] = Field(default_factory=dict)
    missing_codes: tuple[Category, ...] = ()
    measurement_levels: dict[Level, Text] = Field(default_factory=dict)
    value_types: dict[ValueType, Text] = Field(default_factory=dict)
    palette: dict[str, Colour] = Field(default_factory=dict)


class CodebookFile(Part):
    """A codebook file as written; `codebook.Codebook` is the form that programs use."""

    format: Literal[1]
    codebook: Head
    span_types: Annotated[tuple[SpanType, ...], Field(min_length=1)]
    general_rules: tuple[Rule, ...] = ()
    common_attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()
    article_variables: tuple[Attribute, ...] = ()
    article_relations: tuple[ArticleRelation, ...] = ()
    exclusion_zones: tuple[Category, ...] = ()
    entity_registry: Registry | None = None
    number_rules: NumberRules | None = None
    reliability: dict[str, Any] = Field(default_factory=dict)
    methodology_basis: Any = None


class ProgramReliability(Part):
    """The two entries of `reliability` that programs read."""

    matching: MatchingRule = MatchingRule()
    thresholds: Thresholds = Thresholds()


STANDARD_NOTE = Attribute(
    id=NOTE_ID,
    label="Note",
    role="note",
    level=Level.TEXT,
    value_type=ValueType.STRING,
    required=False,
    definition="Free remark of the coder. Never tested for agreement.",
)
STANDARD_MISSING_CODES: Sequence[Category] = (
    Category(id="not_applicable", code=97, definition="The variable cannot apply to this unit."),
    Category(id="not_determinable", code=98, definition="The text does not let the coder decide."),
    Category(id="missing", code=99, definition="Not coded yet or skipped."),
)
