"""What pydantic finds wrong with a codebook, in the words of the codebook's format."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from refusal_annotator.domain.codebook_file import CodebookFile
from refusal_annotator.domain.codebook_problems import Path, Problem

_SENTENCES: Mapping[str, str] = {
    "missing": "this required key is missing",
    "string_type": "text is expected (quote it if it looks like a number or a date)",
    "int_type": "a whole number is expected",
    "float_type": "a number is expected",
    "finite_number": "a finite number is expected",
    "bool_type": "true or false is expected",
    "tuple_type": "a list is expected",
    "dict_type": "a map of keys is expected",
    "model_type": "a map of keys is expected",
    "string_too_short": "the text is empty",
    "too_short": "at least one entry is expected",
}


def validation_problems(error: ValidationError, content: Any) -> list[Problem]:
    """Return each wrong place once; where several forms are allowed, with what each expects."""
    sentences: dict[Path, list[str]] = {}
    for item in error.errors():
        path = _real_path(
            item["loc"], content, of_key=item["type"] in ("missing", "extra_forbidden")
        )
        sentence = _sentence(item, path)
        known = sentences.setdefault(path, [])
        if sentence not in known:
            known.append(sentence)
    return [(path, ", or ".join(known)) for path, known in sentences.items()]


def _real_path(location: tuple[int | str, ...], content: Any, *, of_key: bool) -> Path:
    """Leave out the names that pydantic adds for the branches of a union."""
    path: list[str | int] = []
    here: Any = content
    for step in location:
        if _holds(here, step):
            here = here[step]
        elif not (of_key and step == location[-1] and _is_map(here)):
            continue
        path.append(step)
    return tuple(path)


def _is_map(here: Any) -> bool:
    return isinstance(here, dict)


def _holds(here: Any, step: int | str) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(cast("list[Any]", here))
    return isinstance(here, dict) and step in here


def _sentence(item: Any, path: Path) -> str:
    kind, context, written = item["type"], item.get("ctx", {}), item["input"]
    if kind == "extra_forbidden":
        allowed = _allowed_keys(path[:-1])
        return f"unknown key; allowed here are {', '.join(allowed)}" if allowed else "unknown key"
    if kind in ("literal_error", "enum"):
        return f"{written!r} is not allowed; allowed are {context['expected']}"
    if kind == "string_pattern_mismatch":
        if not written.strip():
            return "the text is empty"
        return f"{written!r} does not have the form {context['pattern']}"
    if kind == "string_too_long":
        return f"{written!r} is more than one character"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"{written} is {'below' if 'ge' in context else 'above'} {bound:g}"
    return _SENTENCES.get(kind) or str(item["msg"])


def _allowed_keys(path: Path) -> list[str]:
    """Keys that the format knows at `path`, found by walking the model's fields."""
    model: type[BaseModel] = CodebookFile
    for step in path:
        if isinstance(step, int):
            continue
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        if step in fields:
            found = list(_models_in(fields[step].annotation))
            if not found:
                return []
            model = found[0]
    return [info.alias or name for name, info in model.model_fields.items()]


def _models_in(annotation: Any) -> typing.Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)
