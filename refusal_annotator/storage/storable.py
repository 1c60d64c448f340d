"""The one check before both databases: what either of them could not hold is refused by both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import check_storable
from refusal_annotator.domain.variables import MAX_EXACT_FLOAT, MAX_INTEGER


def require_storable(content: Any) -> None:
    """Raise AnnotatorError for NUL, lone surrogates, NaN and figures beyond 64 bits, at any depth.

    SQLite would take a NUL and PostgreSQL NaN; a float beyond 2**53 comes back from PostgreSQL as
    another whole number.
    """
    if isinstance(content, str):
        reason = check_storable(content)
        if reason:
            raise AnnotatorError(f"The text cannot be stored: {reason}. Nothing was changed.")
    elif isinstance(content, float):
        if not math.isfinite(content):
            raise AnnotatorError(
                "A figure is not finite and cannot be stored. Nothing was changed."
            )
        _require_size(abs(content) <= MAX_EXACT_FLOAT)
    elif isinstance(content, int):
        _require_size(-MAX_INTEGER - 1 <= content <= MAX_INTEGER)
    elif isinstance(content, Mapping):
        for key, inner in content.items():
            require_storable(key)
            require_storable(inner)
    elif isinstance(content, (list, tuple)):
        for inner in content:
            require_storable(inner)


def require_storable_set(change_set: ChangeSet) -> None:
    """Raise AnnotatorError where anything in a change set could not be stored."""
    require_storable(change_set.label)
    for change in change_set.changes:
        require_storable(change.field)
        require_storable(change.after)


def _require_size(fits: bool) -> None:
    if not fits:
        raise AnnotatorError("A figure is too large to be stored exactly. Nothing was changed.")
