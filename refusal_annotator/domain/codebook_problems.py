"""How a problem of a codebook is told: the path of its place, and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Path = tuple[str | int, ...]
Problem = tuple[Path, str]


def listed(names: Iterable[Any]) -> str:
    """Names as a sentence lists them, in one order on every machine."""
    return ", ".join(sorted(set(map(str, names)))) or "none"


def repeated(items: Sequence[tuple[Path, Any]], key: str) -> Iterable[Problem]:
    """Entries whose `key` is that of an earlier one; upper and lower case of a hotkey are one."""
    seen: dict[Any, int] = {}
    for number, (path, item) in enumerate(items):
        content = getattr(item, key)
        if content is None:
            continue
        content = content.lower() if key == "hotkey" else content
        if content in seen:
            yield (*path, key), f"{content!r} is already the {key} of entry {seen[content] + 1}"
        seen.setdefault(content, number)


def numbered(items: Sequence[Any], *path: str | int) -> list[tuple[Path, Any]]:
    """Entries of a list, each with its path."""
    return [((*path, index), item) for index, item in enumerate(items)]
