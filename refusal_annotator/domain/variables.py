"""Cells: what is stored for one variable of one unit, checked and shown by the variable's level.

A cell is a small JSON object, so that a value is never confused with a reason for having none:

=====================  =====================================================================
``{"v": x}``           the value x (a list for variables that hold several)
``{"m": code id}``     a missing kind of the codebook (not applicable, not determinable ...)
``{"open": true}``     an open bound of a figure ("at least 90" has an open upper bound)
``{"empty": true}``    an empty cell that a file or a coder stated as empty
=====================  =====================================================================

A variable without a cell is empty too. In coding files the four are a plain value, the missing
code's id, null on one bound, and null.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from refusal_annotator.domain.partial_dates import parse_partial_date
from refusal_annotator.domain.text import check_storable

if TYPE_CHECKING:
    from refusal_annotator.domain.codebook import Attribute, Codebook

Cell = Mapping[str, Any]
Cells = Mapping[str, Cell]

OPEN: dict[str, Any] = {"open": True}
EMPTY: dict[str, Any] = {"empty": True}
UNCODED = "missing"
MAX_INTEGER = 2**63 - 1
# Beyond it a float skips whole numbers, and the two databases would give back different ones.
MAX_EXACT_FLOAT = 2**53
_LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")


def value(content: Any) -> dict[str, Any]:
    """Cell that holds a value."""
    return {"v": list(cast("tuple[Any, ...]", content)) if isinstance(content, tuple) else content}


def missing(code_id: str) -> dict[str, Any]:
    """Cell that holds a missing kind."""
    return {"m": code_id}


def plain(cell: Cell | None) -> Any | None:
    """Return the value in a cell, or None where it holds none."""
    return cell.get("v") if cell else None


def plain_list(cell: Cell | None) -> list[Any]:
    """Return the values in a cell that may hold several; empty where it holds none."""
    content = plain(cell)
    return [] if content is None else as_list(content)


def as_list(content: Any) -> list[Any]:
    """Return a list as it is and anything else as a list of one, as codebook files mean it."""
    return cast("list[Any]", content) if isinstance(content, list) else [content]


def missing_kind(cell: Cell | None) -> str | None:
    """Return the id of the missing kind in a cell, or None."""
    return cell.get("m") if cell else None


def is_open(cell: Cell | None) -> bool:
    """Whether the cell is an open bound."""
    return bool(cell and cell.get("open"))


def is_filled(cell: Cell | None) -> bool:
    """Whether a required variable counts as answered: a value, an open bound or a missing kind.

    Only the kind "missing" (not coded yet) leaves a variable unanswered.
    """
    if not cell or cell.get("empty"):
        return False
    if "m" in cell:
        return cell["m"] != UNCODED
    content = cell.get("v")
    if isinstance(content, str):
        return bool(content.strip())
    return bool(cell.get("open")) or content not in (None, [])


def cell_from_json(attribute: Attribute, content: Any, codebook: Codebook) -> dict[str, Any]:
    """Cell for what a coding file holds; null becomes empty (bounds are settled by the reader)."""
    if content is None:
        return dict(EMPTY)
    if attribute.level != "text" and codebook.is_missing(content):
        return missing(content)
    # A single value of a variable that holds several stays single: export gives it back so.
    return value(content)


def stored(cell: Cell, codebook: Codebook) -> dict[str, Any]:
    """Cell as it is stored: a category that repeats a missing code is that missing kind."""
    content = plain(cell)
    if isinstance(content, str) and codebook.is_missing(content):
        return missing(content)
    return dict(cell)


def cell_to_json(cell: Cell) -> Any:
    """What a coding file holds for a cell."""
    if "m" in cell:
        return cell["m"]
    return cell.get("v")


def check_cell(attribute: Attribute, cell: Cell, codebook: Codebook) -> str | None:
    """Say in a sentence why `cell` is not legal for `attribute`, or return None."""
    if len(cell) != 1:
        return f"{attribute.id} holds neither one value nor one reason for having none"
    if "m" in cell:
        return _check_missing(attribute, cell["m"], codebook)
    if cell.get("open") is True:
        bound = attribute.value_type == "number"
        return None if bound else f"{attribute.id} is no bound of a figure and cannot be open"
    if cell.get("empty") is True:
        return None
    if "v" not in cell:
        return f"{attribute.id} holds neither a value nor a reason for having none"
    return check_value(attribute, cell["v"])


def check_value(attribute: Attribute, content: Any) -> str | None:
    """Say in a sentence why `content` is no value of `attribute`, or return None."""
    if not isinstance(content, list):
        return _check_single(attribute, content)
    items = as_list(content)
    if not attribute.holds_list:
        return f"{attribute.id} takes one value, not a list of {len(items)}"
    for item in items:
        reason = _check_single(attribute, item)
        if reason:
            return reason
    if attribute.has_categories and len({repr(item) for item in items}) < len(items):
        return f"{attribute.id} names a category twice"
    return None


def show(attribute: Attribute, cell: Cell | None, codebook: Codebook | None = None) -> str:
    """Words for a cell, as a person reads it; an empty cell is an empty string."""
    if not cell or cell.get("empty"):
        return ""
    if cell.get("open"):
        return "open"
    if "m" in cell:
        codes = codebook.missing_codes if codebook else ()
        found = attribute.find_category(cell["m"])
        found = found or next((code for code in codes if code.id == cell["m"]), None)
        return found.shown if found else str(cell["m"]).replace("_", " ").capitalize()
    return ", ".join(_show_single(attribute, item) for item in plain_list(cell))


def show_number(content: float | int) -> str:
    """A figure with thousands separators and no needless decimals."""
    if isinstance(content, float) and not content.is_integer():
        return f"{content:,.10g}".replace("-", "−")
    return f"{int(content):,}".replace("-", "−")


def _check_missing(attribute: Attribute, code: Any, codebook: Codebook) -> str | None:
    if attribute.level == "text":
        return f"{attribute.id} is text and takes no missing code; leave it empty instead"
    if not codebook.is_missing(code):
        allowed = ", ".join(str(c.id) for c in codebook.missing_codes)
        return f"{attribute.id} has the missing code {code!r}; allowed are {allowed}"
    return None


def _show_single(attribute: Attribute, item: Any) -> str:
    if attribute.has_categories:
        category = attribute.find_category(item)
        return category.shown if category else str(item)
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        return show_number(item)
    return str(item)


def _check_single(attribute: Attribute, item: Any) -> str | None:
    if attribute.has_categories:
        return _check_category(attribute, item)
    check = _CHECKS.get(str(attribute.value_type), _check_string)
    return check(attribute, item)


def _check_category(attribute: Attribute, item: Any) -> str | None:
    if isinstance(item, bool) or attribute.find_category(item) is None:
        allowed = ", ".join(str(category.id) for category in attribute.categories)
        return f"{attribute.id} has no category {item!r}; allowed are {allowed}"
    return None


def _check_number(attribute: Attribute, item: Any) -> str | None:
    if isinstance(item, bool) or not isinstance(item, (int, float)):
        return f"{attribute.id} takes a number, not {item!r}"
    if isinstance(item, float) and not math.isfinite(item):
        return f"{attribute.id} takes a finite number, not {item!r}"
    if isinstance(item, float) and abs(item) > MAX_EXACT_FLOAT:
        return f"{attribute.id} takes decimals only up to {MAX_EXACT_FLOAT}"
    if abs(item) > MAX_INTEGER:
        return f"{attribute.id} takes numbers up to {MAX_INTEGER}"
    if attribute.level == "ratio" and item < 0:
        return f"{attribute.id} has a true zero and takes no negative number, not {item!r}"
    return None


def _check_string(attribute: Attribute, item: Any) -> str | None:
    if not isinstance(item, str):
        return f"{attribute.id} takes text, not {item!r}"
    if not _LINE_BREAKS.isdisjoint(item):
        return f"{attribute.id} takes text without line breaks"
    reason = check_storable(item)
    return f"{attribute.id} cannot be stored: {reason}" if reason else None


def _check_entity(attribute: Attribute, item: Any) -> str | None:
    reason = _check_string(attribute, item)
    if reason:
        return reason
    return None if item.strip() else f"{attribute.id} names no entity"


def _check_date(attribute: Attribute, item: Any) -> str | None:
    if not isinstance(item, str):
        return f"{attribute.id} takes a date as text, not {item!r}"
    try:
        parse_partial_date(item)
    except ValueError as error:
        return f"{attribute.id} has no such date: {error}"
    return None


_CHECKS = {
    "number": _check_number,
    "string": _check_string,
    "entity": _check_entity,
    "partial_date": _check_date,
}
