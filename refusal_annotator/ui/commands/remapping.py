"""Keys that a user chose instead of the usual ones: what may be chosen, and what collides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from refusal_annotator.ui.commands.model import Command, colliding

# They move in text, lists and forms, or leave them; as commands they would take that away.
RESERVED = frozenset(
    "Left Right Up Down Home End PgUp PgDown Tab Backtab Shift+Tab Shift+Backtab Esc Space "
    "Backspace Shift+Left Shift+Right Shift+Up Shift+Down Shift+Home Shift+End Ctrl+Left "
    "Ctrl+Right Ctrl+Shift+Left Ctrl+Shift+Right Alt+Left Alt+Right Alt+Shift+Left "
    "Alt+Shift+Right Ctrl+A Ctrl+C Ctrl+V Ctrl+X".split()
)


def rekeyed(commands: Sequence[Command], own: Mapping[str, Sequence[str]]) -> list[Command]:
    """Commands with the keys chosen for them; a choice that collides keeps the usual keys.

    What was chosen first counts first, so that two commands may swap their keys.
    """
    made = [replace(c, keys=tuple(own[c.id])) if c.id in own else c for c in commands]
    for at, command in enumerate(made):
        if command.id in own and _problems(command, made):
            made[at] = commands[at]
    # Going back to a usual key may collide with a choice in turn: then no choice holds.
    if any(_problems(command, made) for command in made):
        return list(commands)
    return made


def refusal(command: Command, key: str, commands: Iterable[Command]) -> str | None:
    """Why a command cannot have a key, with the way out; None where it can."""
    if not key:
        return "That is no key that a command can have. Press another one."
    if key in RESERVED:
        return f"{key} moves in text and lists. Press another key, or one with Ctrl."
    other = colliding(command, key, commands)
    if other is None:
        return None
    if other.id.startswith("tag:"):
        return f"{key} is the key of “{other.text}”, which the codebook gives. Press another one."
    return f"{key} is the key of “{other.text}”. Press another one, or change that one first."


def changed(
    own: Mapping[str, Sequence[str]], command: Command, keys: Sequence[str], usual: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The choices after one more; the usual keys are no choice."""
    kept = {command_id: tuple(chosen) for command_id, chosen in own.items()}
    kept.pop(command.id, None)
    if tuple(keys) != tuple(usual):
        kept[command.id] = tuple(keys)
    return kept


def _problems(command: Command, commands: Sequence[Command]) -> bool:
    return any(colliding(command, key, commands) for key in command.keys)
