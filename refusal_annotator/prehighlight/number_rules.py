"""Number rules of a codebook as patterns: approximators, ranges and vague quantifiers.

The words are data of the codebook. One without `number_rules` gets those of the gazetteers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.prehighlight.base import NO_BOUND, OPEN_BOUND, Bound
from refusal_annotator.prehighlight.lexicon import alternatives, split_list, table

Value = float | int | Bound

_NOTE = re.compile(r"\s*\((?P<note>[^)]*)\)\s*$")
_RANGE_LETTERS = re.compile(r"\ba\b.*\bb\b")


@dataclass(frozen=True, slots=True)
class Vague:
    """Bounds that stand for a vague quantifier by convention."""

    low: Value
    high: Value


@dataclass(frozen=True, slots=True)
class Rules:
    """Compiled number rules; the keys of `bounds` are category ids of the approximator."""

    bounds: Mapping[str, tuple[str, str]]
    before: re.Pattern[str]
    after: re.Pattern[str]
    category_of: Mapping[str, str]
    vague: Mapping[str, Vague]
    exact: str
    between: str
    blurred: str
    decimal_comma: bool = False

    def apply(self, category: str, value: float | int) -> tuple[Value, Value]:
        """Low and high value of a stated figure under an approximator."""
        low, high = self.bounds.get(category, ("value", "value"))
        return (
            OPEN_BOUND if low == "open" else value,
            OPEN_BOUND if high == "open" else value,
        )

    def is_open(self, category: str) -> bool:
        """Whether an approximator leaves a bound open."""
        return "open" in self.bounds.get(category, ())


def rules_config(codebook: Codebook) -> dict[str, Any] | None:
    """What of the codebook's number rules a component needs, as JSON; None where it has none."""
    rules = codebook.number_rules
    if rules is None:
        return None
    return {
        "bounds": {key: [bound.low, bound.high] for key, bound in rules.bounds.items()},
        "approximator_words": {k: list(v) for k, v in rules.approximator_words.items()},
        "vague_quantifiers": [
            {"words": list(row.words), "low": row.low, "high": row.high}
            for row in rules.vague_quantifiers
        ],
    }


def built_in_rules() -> dict[str, Any]:
    """Rules of the gazetteers, in the same form."""
    rows = table("approximators")
    return {
        "bounds": {row["category"]: [row["low"], row["high"]] for row in rows},
        "approximator_words": {row["category"]: list(split_list(row["words"])) for row in rows},
        "vague_quantifiers": [
            {
                "words": list(split_list(row["words"])),
                "low": _bound_text(row["low"]),
                "high": _bound_text(row["high"]),
            }
            for row in table("vague_quantifiers")
        ],
    }


def compile_rules(config: Mapping[str, Any] | None, *, decimal_comma: bool = False) -> Rules:
    """Make patterns of the rules; what the codebook leaves out comes from the gazetteers."""
    fallback = built_in_rules()
    given = dict(config or {})
    source = {key: given.get(key) or fallback[key] for key in fallback}
    bounds = {str(key): (low, high) for key, (low, high) in source["bounds"].items()}
    before, after, category_of = _approximators(source["approximator_words"])
    return Rules(
        bounds=bounds,
        before=re.compile(rf"(?<!\w)(?P<words>{alternatives(before)})\s+\Z", re.IGNORECASE),
        after=re.compile(rf"\s+(?P<words>{alternatives(after)})(?!\w)", re.IGNORECASE),
        category_of=category_of,
        vague=_vague(source["vague_quantifiers"]),
        exact=_category(bounds, "value", "value", skip=category_of.values()),
        between=_category(bounds, "first", "second"),
        blurred=_category(bounds, "table", "table"),
        decimal_comma=decimal_comma,
    )


def _approximators(
    by_category: Mapping[str, Sequence[str]],
) -> tuple[set[str], set[str], dict[str, str]]:
    before: set[str] = set()
    after: set[str] = set()
    category_of: dict[str, str] = {}
    for category, phrases in by_category.items():
        for phrase in phrases:
            note = _NOTE.search(phrase)
            # "no more than (when scornful)": which of two readings holds is for the coder.
            if note and note.group("note").startswith("when"):
                continue
            words = _NOTE.sub("", phrase).casefold().strip()
            if _RANGE_LETTERS.search(words):
                continue
            (after if words.startswith("or ") else before).add(words)
            category_of.setdefault(words, category)
    # Ways to print an approximator that a codebook names in one form only.
    for row in table("approximator_variants"):
        category = category_of.get(row["same_as"], "")
        if category and row["variant"] not in category_of:
            category_of[row["variant"]] = category
            (after if row["variant"].startswith("or ") else before).add(row["variant"])
    return before, after, category_of


def _vague(rows: Sequence[Mapping[str, Any]]) -> dict[str, Vague]:
    return {
        word.casefold(): Vague(_value(row["low"]), _value(row["high"]))
        for row in rows
        for word in row["words"]
    }


def _category(bounds: Mapping[str, tuple[str, str]], low: str, high: str, *, skip: Any = ()) -> str:
    taken = set(skip)
    for category, pair in bounds.items():
        if pair == (low, high) and category not in taken:
            return category
    return ""


def _value(content: Any) -> Value:
    if content == "open":
        return OPEN_BOUND
    if content == "not_derivable":
        return NO_BOUND
    return content


def _bound_text(cell: str) -> Any:
    return cell if cell in ("open", "not_derivable") else int(cell)
