"""Find the parts of one kind: our own, then those that other installed packages bring.

A part is a small frozen object with a unique `name`. Another package adds one through an entry
point, for example in its `pyproject.toml`:

    [project.entry-points."refusal_annotator.importers"]
    epub = "their_package.epub:IMPORTER"
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TypeVar

from refusal_annotator.domain.errors import AnnotatorError

PREFIX = "refusal_annotator."

log = logging.getLogger(__name__)


class Named(Protocol):
    """Anything that can be registered."""

    @property
    def name(self) -> str:
        """The name it is asked for by; unique within its group."""
        ...


Part = TypeVar("Part", bound=Named)


def discover(group: str, builtin: Iterable[Part]) -> tuple[Part, ...]:
    """Return the built-in parts in their order, then the plug-ins of `group` by name.

    A plug-in that cannot be loaded, has no name, or takes the name of a part that is there
    already is left out with a warning in the log: it never keeps the program from starting.
    """
    parts: dict[str, Part] = {}
    for part in builtin:
        if part.name in parts:
            raise ValueError(f"two built-in parts of {group!r} are named {part.name!r}")
        parts[part.name] = part
    for point in sorted(entry_points(group=PREFIX + group), key=lambda each: each.name):
        try:
            plugin = point.load()
        except Exception as error:  # foreign code may raise anything at import
            _skip(point, f"{type(error).__name__}: {error}")
            continue
        name = getattr(plugin, "name", None)
        if not isinstance(name, str) or not name:
            _skip(point, "it has no name")
        elif name in parts:
            _skip(point, f"the name {name!r} is taken")
        else:
            parts[name] = plugin
    return tuple(parts.values())


def find(parts: Iterable[Part], name: str, *, kind: str) -> Part:
    """Return the part called `name`; `kind` says in the error what was looked for."""
    known = {part.name: part for part in parts}
    if name in known:
        return known[name]
    raise AnnotatorError(f"There is no {kind} named {name!r}. Choose one of: {', '.join(known)}.")


def _skip(point: EntryPoint, reason: str) -> None:
    log.warning("plug-in %s was skipped: %s", point.value, reason)
