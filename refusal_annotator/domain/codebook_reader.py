"""Reads a codebook's YAML into its objects and says by line and path what is wrong.

YAML 1.2 core schema: only true and false are booleans, so that a category `no` stays a word.
Anchors, aliases and tags are refused, since a file that a person is to read has no use for them
and a hostile one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from refusal_annotator.domain.codebook_file import CodebookFile
from refusal_annotator.domain.codebook_messages import validation_problems
from refusal_annotator.domain.codebook_problems import Path, Problem
from refusal_annotator.domain.errors import CodebookError
from refusal_annotator.domain.text import check_storable

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 24
MAX_DIGITS = 18
MAX_PROBLEMS_SHOWN = 50

# PyYAML has no complete types.
_YAML: Any = yaml
# libyaml reads the study's codebook six times as fast as PyYAML's own parser; wheels carry it.
_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CoreLoader(_Base):
    """SafeLoader with the implicit types of YAML 1.2's core schema alone."""


def _whole_number(loader: Any, node: Any) -> int:
    # PyYAML would read 010 as eight; in YAML 1.2 it is ten.
    return int(loader.construct_scalar(node))


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    (
        "float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
        "-+.0123456789",
    ),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
_CoreLoader.add_constructor("tag:yaml.org,2002:int", _whole_number)


@dataclass(frozen=True)
class CodebookDocument:
    """A codebook file with the places of its parts."""

    file: CodebookFile
    root: yaml.Node
    source: str

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Raise CodebookError with lines where there are problems."""
        _refuse(self.source, self.root, problems)


def read_codebook_file(text: str, *, source: str) -> CodebookDocument:
    """Read YAML into a CodebookFile; raises CodebookError."""
    root = _compose(text.removeprefix("\ufeff"), source)
    _refuse(source, root, list(_structure_problems(root, ())))
    loader = _CoreLoader("")
    try:
        content = loader.construct_document(root)
    finally:
        loader.dispose()
    try:
        file = CodebookFile.model_validate(content)
    except ValidationError as error:
        _refuse(source, root, validation_problems(error, content))
        raise
    return CodebookDocument(file=file, root=root, source=source)


def _compose(text: str, source: str) -> yaml.Node:
    if len(text) > MAX_CHARACTERS:
        raise CodebookError(
            source, [f"it has {len(text):,} characters; a codebook has up to {MAX_CHARACTERS:,}"]
        )
    reason = check_storable(text)
    if reason:
        raise CodebookError(source, [f"{reason}; save the file as UTF-8"])
    try:
        depth = 0
        for event in _YAML.parse(text, Loader=_CoreLoader):
            _refuse_event(event, source)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1
                raise CodebookError(source, [f"line {line}: nested deeper than {MAX_DEPTH} levels"])
        root = _YAML.compose(text, Loader=_CoreLoader)
    except yaml.YAMLError as error:
        raise CodebookError(source, [_yaml_sentence(error)]) from error
    if not isinstance(root, yaml.MappingNode):
        raise CodebookError(source, ["it is no map of keys; a codebook starts with `format: 1`"])
    return root


def _refuse_event(event: Any, source: str) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise CodebookError(
            source, [f"line {line}: anchors and aliases are not allowed; write the text out"]
        )
    if getattr(event, "tag", None):
        raise CodebookError(source, [f"line {line}: tags such as {event.tag} are not allowed"])


def _yaml_sentence(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if mark is None:
        return f"it is not YAML: {reason}"
    return f"line {mark.line + 1}, column {mark.column + 1}: it is not YAML: {reason}"


def _structure_problems(node: yaml.Node, path: Path) -> Iterable[Problem]:
    """What a plain dict would hide or choke on: nulls, repeated keys, keys that are no words."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, content in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag.endswith(":null"):
                yield path, "a key here is no word"
                continue
            here = (*path, key.value)
            if key.value in seen:
                yield here, "this key stands twice"
            seen.add(key.value)
            yield from _structure_problems(content, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, content in enumerate(node.value):
            yield from _structure_problems(content, (*path, index))
    elif node.tag.endswith(":null"):
        yield path, "there is no value here; leave the key out or give it one"
    elif node.tag.endswith(":int") and len(node.value) > MAX_DIGITS:
        yield path, f"this number has more than {MAX_DIGITS} digits"


def _refuse(source: str, root: yaml.Node, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    shown = [
        f"line {_line(root, path)}, {_dotted(path)}: {sentence}"
        for path, sentence in problems[:MAX_PROBLEMS_SHOWN]
    ]
    if len(problems) > MAX_PROBLEMS_SHOWN:
        shown.append(f"and {len(problems) - MAX_PROBLEMS_SHOWN} more")
    raise CodebookError(source, shown)


def _line(root: yaml.Node, path: Path) -> int:
    node, line = root, root.start_mark.line
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
    return line + 1


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "top level"
