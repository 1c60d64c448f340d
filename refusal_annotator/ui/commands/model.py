"""What a command is: its words, keys, menu, when it works, what it calls.

A scope says where a key works: `window` everywhere, a screen's name inside that screen, `text`
while the article text has the focus. Two commands with one key that could both be meant are
refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

WINDOW = "window"
MENUS = (
    "File",
    "Edit",
    "View",
    "Go",
    "Code",
    "Suggestions",
    "Corpus",
    "Actors",
    "Agreement",
    "Help",
)
# The text lies on the coding screen, so its keys must differ from that screen's too.
_ABOVE = {"text": ("code", WINDOW), WINDOW: ()}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `calls` and `when` name entries of the tables given to `Actions`; `short` and `section` are the
    words in the list of keys (no section: not listed).
    """

    id: str
    text: str
    calls: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    group: int = 0
    scope: str = WINDOW
    when: str = "always"
    icon: str = ""
    section: str = ""
    short: str = ""
    argument: str | None = None
    checkable: bool = False
    screens: tuple[str, ...] = ()


class CollisionError(ValueError):
    """Two commands share a key where both could be meant."""


def refuse_collisions(commands: Iterable[Command]) -> None:
    """Raise CollisionError where two commands share a key that could mean both."""
    for one, other in combinations(commands, 2):
        shared = set(map(str.lower, one.keys)) & set(map(str.lower, other.keys))
        if shared and _meet(one.scope, other.scope):
            raise CollisionError(
                f"{one.id} and {other.id} both have the key {', '.join(sorted(shared))}"
            )


def colliding(command: Command, key: str, commands: Iterable[Command]) -> Command | None:
    """The other command that has this key where both could be meant, or None."""
    wanted = key.lower()
    return next(
        (
            other
            for other in commands
            if other.id != command.id
            and wanted in map(str.lower, other.keys)
            and _meet(command.scope, other.scope)
        ),
        None,
    )


def _meet(one: str, other: str) -> bool:
    return one == other or other in _above(one) or one in _above(other)


def _above(scope: str) -> tuple[str, ...]:
    return _ABOVE.get(scope, (WINDOW,))


def key_text(key: str) -> str:
    """A key as a key cap shows it."""
    words = {"Return": "Enter", "PgDown": "PgDn", "Ctrl++": "Ctrl +", "Ctrl+-": "Ctrl −"}
    if key in words:
        return words[key]
    return key.replace("Return", "Enter").replace("PgDown", "PgDn")


def is_single(key: str) -> bool:
    """Whether a key is a letter or sign without Ctrl or Alt."""
    return len(key) == 1 or (key.startswith("Shift+") and len(key) == 7)
