"""JSON read without mercy: what two readers could understand differently is refused, by its path.

Python's own reader lets the last of two equal keys win, turns 1e999 into infinity and passes NaN,
NUL and halves of surrogate pairs on; none of these can be stored, and none should pass unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import check_storable

MAX_DEPTH = 40


class JsonRefused(AnnotatorError):
    """Bytes that are no JSON, or hold what cannot be stored."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the parsed tree where something has to be refused."""

    reason: str


def parse(data: bytes) -> Any:
    """Read UTF-8 (or UTF-16, UTF-32) JSON; JsonRefused says what is wrong and where."""
    try:
        tree = json.loads(
            data.decode(json.detect_encoding(data)).removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_constant=lambda name: _Refused(f"{name} is no JSON number"),
            parse_float=_float,
            parse_int=_integer,
        )
    except UnicodeDecodeError as error:
        raise JsonRefused(f"it is not UTF-8 from byte {error.start} on") from error
    except json.JSONDecodeError as error:
        raise JsonRefused(
            f"it is no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise JsonRefused(_too_deep()) from error
    for path, reason in _refusals(tree, "", 0):
        raise JsonRefused(f"{path or 'the file'}: {reason}")
    return tree


def at(path: str, key: str | int) -> str:
    """Path of an entry: `spans[3].start`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    repeated = next(key for key in keys if keys.count(key) > 1)
    return _Refused(f"the key {repeated[:60]!a} stands twice in one object")


def _float(digits: str) -> Any:
    number = float(digits)
    return number if abs(number) != float("inf") else _Refused(f"{digits[:40]} is too large")


def _integer(digits: str) -> Any:
    # Python refuses to read integers of thousands of digits; nothing here needs twenty.
    if len(digits) > 20:
        return _Refused(f"an integer of {len(digits)} digits is too large")
    return int(digits)


def _refusals(node: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        yield path, _too_deep()
        return
    if isinstance(node, _Refused):
        yield path, node.reason
    elif isinstance(node, str):
        if reason := check_storable(node):
            yield path, reason
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _refusals(item, at(path, index), depth + 1)
    elif isinstance(node, dict):
        for key, item in node.items():
            if reason := check_storable(key):
                yield at(path, ascii(key)), reason
            yield from _refusals(item, at(path, key), depth + 1)


def _too_deep() -> str:
    return f"it is nested deeper than {MAX_DEPTH} levels"
