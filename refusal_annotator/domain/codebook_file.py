"""A codebook file as a whole: its head, its lists, and what it says about numbers and tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt
from pydantic_core import PydanticCustomError

from refusal_annotator.domain.codebook_model import (
    ArticleRelation,
    Attribute,
    Category,
    Colour,
    Identifier,
    Level,
    Part,
    Relation,
    Rule,
    SpanType,
    Text,
    ValueType,
    Variable,
)
from refusal_annotator.domain.matching import MatchingRule

NOTE_ID = "note"
Share = Annotated[float, Field(strict=True, ge=-1, le=1)]


class RegistryField(Variable, frozen=True):
    """A field of the entity registry; only its id and level must be given."""

    label: Text | None = None
    required: StrictBool = False
    definition: Text | None = None


class Registry(Part, frozen=True):
    """The entity registry: its fields and the relations between entities."""

    fields: tuple[RegistryField, ...]
    relations: tuple[ArticleRelation, ...] = ()
    rules: tuple[Text, ...] = ()


class Bounds(Part, frozen=True):
    """What an approximator does to the stated value."""

    low: Literal["value", "open", "first", "second", "table"]
    high: Literal["value", "open", "first", "second", "table"]
    tolerance: Literal["both", "below", "above"] | None = None


class VagueQuantifier(Part, frozen=True):
    """Words for an unstated figure, and the bounds that stand for them by convention."""

    words: tuple[Text, ...]
    low: StrictInt | StrictFloat | Literal["open", "not_derivable"]
    high: StrictInt | StrictFloat | Literal["open", "not_derivable"]
    note: Text | None = None


class NumberRules(Part, frozen=True):
    """How number words become values."""

    bounds: dict[str, Bounds]
    kinds: dict[str, Text] = Field(default_factory=dict[str, Text])
    empty_bounds: dict[str, Text] = Field(default_factory=dict[str, Text])
    approximator_words: dict[str, tuple[Text, ...]] = Field(
        default_factory=dict[str, tuple[Text, ...]]
    )
    vague_quantifiers: tuple[VagueQuantifier, ...] = ()
    written_forms: Text | None = None
    not_number_reasons: tuple[Text, ...] = ()


class Thresholds(Part, frozen=True):
    """From which value of a coefficient a variable counts as reliable, or as tentative."""

    reliable: Share = 0.8
    tentative: Share = 0.667


def _with_a_number(written: Any) -> Any:
    fields = cast("dict[str, Any]", written) if isinstance(written, dict) else {}
    if isinstance(fields.get("threshold"), (str, bool)):
        raise PydanticCustomError("threshold", "threshold takes a number from 0 to 1")
    return cast("Any", written)


def _word_if_bool(written: Any) -> Any:
    return str(written) if isinstance(written, bool) else written


class Reliability(Part, frozen=True, extra="allow"):
    """What programs read of `reliability`; all else in it is shown to people only."""

    matching: Annotated[MatchingRule, BeforeValidator(_with_a_number)] = MatchingRule()
    thresholds: Thresholds = Thresholds()


class Head(Part, frozen=True):
    """What identifies a codebook, and what holds for all of it."""

    id: Identifier
    version: Text
    title: Text
    language: Annotated[str, Field(strict=True, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    previous_version: Text | None = None
    offsets: Text | None = None
    unit_hierarchy: dict[str, Any] = Field(default_factory=dict[str, Any])
    missing_codes: tuple[Category, ...] = ()
    measurement_levels: dict[Level, Text] = Field(default_factory=dict[Level, Text])
    value_types: dict[ValueType, Text] = Field(default_factory=dict[ValueType, Text])
    palette: dict[str, Colour] = Field(default_factory=dict[str, Colour])


class CodebookFile(Part, frozen=True):
    """A codebook file as written; `codebook.Codebook` is the form that programs use."""

    # To Python true equals 1.
    format: Annotated[Literal[1], BeforeValidator(_word_if_bool)]
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
    reliability: Reliability = Reliability()
    methodology_basis: Any = None

    @property
    def missing_codes(self) -> Sequence[Category]:
        """Kinds of missing values; the three standard ones where the file lists none."""
        return self.codebook.missing_codes or STANDARD_MISSING_CODES


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
