"""The roles that bind a codebook's own names to what programs may look for.

A program asks a codebook for a role and never for an id. The list is closed: a misspelt role would
otherwise switch a feature off without a word.
"""

from __future__ import annotations

SPAN_TYPE_ROLES = frozenset({"claim", "actor", "number", "stance"})

ATTRIBUTE_ROLES: dict[str, frozenset[str]] = {
    "claim": frozenset(
        {
            "claim_type",
            "topic",
            "attribution",
            "source_identification",
            "channel",
            "certainty",
            "polarity",
            "verification",
            "position",
            "cue",
            "chain_depth",
        }
    ),
    "actor": frozenset({"entity", "actor_class", "actor_role", "mention_form", "identification"}),
    "number": frozenset(
        {
            "kind",
            "value_low",
            "value_high",
            "base",
            "base_text",
            "unit",
            "form",
            "approximator",
            "counted_category",
            "contested",
            "counted_text",
            "as_of",
            "as_of_basis",
        }
    ),
    "stance": frozenset(
        {"stance_value", "stance_target", "explicitness", "stance_basis", "holder_kind"}
    ),
}

COMMON_ATTRIBUTE_ROLES = frozenset({"note"})

RELATION_ROLES = frozenset(
    {
        "speaker",
        "via",
        "verifies",
        "in_claim",
        "counted",
        "holder",
        "target",
        "same_claim",
        "contradiction",
        "rival",
    }
)

RELATION_ATTRIBUTE_ROLES = frozenset(
    {
        "outcome",
        "fidelity",
        "direction",
        "confidence",
        "conflict_basis",
        "strength",
        "rival_kind",
    }
)

ARTICLE_VARIABLE_ROLES = frozenset(
    {
        "headline",
        "outlet",
        "original_outlet",
        "byline",
        "publication_date",
        "publication_date_basis",
        "source_relation",
        "cited_outlets",
        "frame",
        "frames",
        "evidence",
        "loaded_language",
    }
)

ARTICLE_RELATION_ROLES = frozenset({"copy", "reprint", "rewrite", "draws_on", "new_version"})

REGISTRY_RELATION_ROLES = frozenset({"member_of", "part_of"})

CATEGORY_ROLES = frozenset(
    {
        "outlet_voice",
        "positive",
        "negative",
        "undetermined",
        "unverified",
        "verified",
        "document_seen",
        "denied",
        "disputed",
        "actor",
        "outlet",
        "unknown",
        "contradiction",
        "update",
        "different_measure",
        "different_case",
    }
)


def attribute_roles(type_role: str | None) -> frozenset[str]:
    """Roles that attributes of a span type with `type_role` may have."""
    if type_role is None:
        return frozenset[str]().union(*ATTRIBUTE_ROLES.values())
    return ATTRIBUTE_ROLES[type_role]
