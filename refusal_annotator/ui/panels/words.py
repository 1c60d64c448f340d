"""Sentences that panels share."""

from __future__ import annotations

from collections.abc import Sequence


def required_words(count: int) -> str:
    """How many required fields are left, in words."""
    return f"{count} required field left" if count == 1 else f"{count} required fields left"


def left_over_words(fields: int, suggestions: int) -> str:
    """What is left to do in an article, in words."""
    parts = []
    if fields:
        parts.append(f"{fields} field" if fields == 1 else f"{fields} fields")
    if suggestions:
        parts.append(
            f"{suggestions} suggestion" if suggestions == 1 else f"{suggestions} suggestions"
        )
    if not parts:
        return "Nothing is left to do in this article"
    return f"{' and '.join(parts)} left in this article"


def keys_range(keys: Sequence[str]) -> str:
    """Keys in words: ``1 to 4`` where they run on, else all of them."""
    if len(keys) > 2 and all(k.isdigit() for k in keys):
        numbers = sorted(map(int, keys))
        if numbers == list(range(numbers[0], numbers[-1] + 1)):
            return f"{numbers[0]} to {numbers[-1]}"
    return " or ".join(keys)


def definition_text(attribute: object, category: object) -> str:
    """Definition of a variable, or of the category under the cursor."""
    find = getattr(attribute, "find_category", None)
    found = find(category) if find and category is not None else None
    if found is not None:
        text = f"{found.shown}. {found.definition}"
        return f"{text} Example: {found.example}" if found.example else text
    return str(getattr(attribute, "definition", ""))
