"""From bytes to a coding file of the right structure; values are checked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from refusal_annotator.exchange.coding_form import (
    KEYS,
    CodingFile,
    CodingFileError,
    FileLink,
    FileSpan,
    Problem,
    ZoneTriple,
)
from refusal_annotator.exchange.strict_json import JsonRefused, at, parse

_T = TypeVar("_T")
_SPAN_KEYS = frozenset(
    {"id", "type", "start", "end", "surface", "attributes", "parts", "doubt", "origin"}
)
_LINK_KEYS = frozenset({"type", "from", "to", "to_article", "order", "path"})
_SHOWN_TYPES = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    type(None): "null",
}


class _Wrong(Exception):
    """An entry of the wrong type: path and sentence."""


def read_coding_file(data: bytes, *, name: str) -> CodingFile:
    """Read the structure of a coding file; CodingFileError says what is wrong and where."""
    try:
        return _file(_object(parse(data), "the file"), name)
    except (JsonRefused, _Wrong) as error:
        raise CodingFileError(name, [Problem(name, None, None, str(error))]) from error


def _file(root: Mapping[str, Any], name: str) -> CodingFile:
    spans = _list(_require(root, "spans", ""), "spans", _span)
    return CodingFile(
        name=name,
        article=_text(_require(root, "article", ""), "article"),
        sha256=_optional(root, "sha256", _text),
        length=_optional(root, "length_code_points", _integer),
        coder=_optional(root, "coder", _text),
        coded_types=_optional(root, "coded_types", lambda v, p: _list(v, p, _text)),
        spans=spans,
        relations=_entries(root, "relations", _relation),
        boilerplate=_entries(root, "boilerplate", _zone),
        article_variables=_optional(root, "article_variables", _object) or {},
        cross_article=_entries(root, "cross_article", _cross_link),
        article_relations=_entries(root, "article_relations", _article_link),
        extras={key: entry for key, entry in root.items() if key not in KEYS},
        keys=tuple(root),
    )


def _span(entry: Any, path: str) -> FileSpan:
    span = _object(entry, path)
    span_id = _text(_require(span, "id", path), at(path, "id"))
    # From here on the span's id says more than its number.
    path = f"{path} ({span_id[:40]})"
    return FileSpan(
        id=span_id,
        type=_text(_require(span, "type", path), at(path, "type")),
        start=_integer(_require(span, "start", path), at(path, "start")),
        end=_integer(_require(span, "end", path), at(path, "end")),
        surface=_text(_require(span, "surface", path), at(path, "surface")),
        attributes=_optional(span, "attributes", _object, path),
        parts=_optional(span, "parts", lambda v, p: _list(v, p, _part), path),
        doubt=_optional(span, "doubt", _boolean, path),
        origin=_optional(span, "origin", _text, path),
        beside={key: content for key, content in span.items() if key not in _SPAN_KEYS},
    )


def _relation(entry: Any, path: str) -> FileLink:
    link = _object(entry, path)
    return _link(link, path, start=_end(link, "from", path), to=_end(link, "to", path))


def _cross_link(entry: Any, path: str) -> FileLink:
    link = _object(entry, path)
    article = _end(link, "to_article", path)
    start, to = _end(link, "from", path), _end(link, "to", path)
    return _link(link, path, start=start, to=to, to_article=article)


def _article_link(entry: Any, path: str) -> FileLink:
    link = _object(entry, path)
    return _link(link, path, to_article=_end(link, "to_article", path))


def _link(
    link: Mapping[str, Any],
    path: str,
    *,
    start: str | None = None,
    to: str | None = None,
    to_article: str | None = None,
) -> FileLink:
    ends = {"from": start, "to": to, "to_article": to_article}
    for key, end in ends.items():
        if key in link and end is None:
            raise _Wrong(f"{path}: {key!r} has no place in a link of this list")
    return FileLink(
        type=_text(_require(link, "type", path), at(path, "type")),
        start=start,
        to=to,
        to_article=to_article,
        order=_optional(link, "order", _integer, path),
        path=_optional(link, "path", _integer, path),
        beside={key: content for key, content in link.items() if key not in _LINK_KEYS},
    )


def _end(link: Mapping[str, Any], key: str, path: str) -> str:
    return _text(_require(link, key, path), at(path, key))


def _zone(entry: Any, path: str) -> ZoneTriple:
    items = _list(entry, path, lambda item, _: item)
    if len(items) != 3:
        raise _Wrong(f"{path} takes [start, end, kind], not {len(items)} entries")
    start, end, kind = items
    return _integer(start, at(path, 0)), _integer(end, at(path, 1)), _text(kind, at(path, 2))


def _part(entry: Any, path: str) -> tuple[int, int]:
    items = _list(entry, path, _integer)
    if len(items) != 2:
        raise _Wrong(f"{path} takes [start, end], not {len(items)} entries")
    return items[0], items[1]


def _require(owner: Mapping[str, Any], key: str, path: str) -> Any:
    if key not in owner:
        raise _Wrong(f"{path or 'the file'} has no {key!r}, which is required")
    return owner[key]


def _optional(
    owner: Mapping[str, Any], key: str, read: Callable[[Any, str], _T], path: str = ""
) -> _T | None:
    return read(owner[key], at(path, key)) if key in owner else None


def _entries(root: Mapping[str, Any], key: str, read: Callable[[Any, str], _T]) -> tuple[_T, ...]:
    return _optional(root, key, lambda v, p: _list(v, p, read)) or ()


def _list(entry: Any, path: str, read: Callable[[Any, str], _T]) -> tuple[_T, ...]:
    if not isinstance(entry, list):
        raise _Wrong(_not_a("a list", entry, path))
    return tuple(read(item, at(path, index)) for index, item in enumerate(entry))


def _object(entry: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise _Wrong(_not_a("an object", entry, path))
    return entry


def _text(entry: Any, path: str) -> str:
    if not isinstance(entry, str):
        raise _Wrong(_not_a("text", entry, path))
    if not entry:
        raise _Wrong(f"{path} is an empty text")
    return entry


def _integer(entry: Any, path: str) -> int:
    if not isinstance(entry, int) or isinstance(entry, bool):
        raise _Wrong(_not_a("a whole number", entry, path))
    return entry


def _boolean(entry: Any, path: str) -> bool:
    if not isinstance(entry, bool):
        raise _Wrong(_not_a("true or false", entry, path))
    return entry


def _not_a(wanted: str, entry: Any, path: str) -> str:
    return f"{path} takes {wanted}, not {_SHOWN_TYPES[type(entry)]}"
