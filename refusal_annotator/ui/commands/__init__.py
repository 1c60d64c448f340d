"""Every command once; menus, shortcuts, palette and list of keys follow from these tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from refusal_annotator.domain.codebook import Codebook, type_keys
from refusal_annotator.ui.commands import coding, going, project, study, suggestions, view
from refusal_annotator.ui.commands.model import WINDOW, Command

COMMANDS: tuple[Command, ...] = (
    *project.COMMANDS,
    *view.COMMANDS,
    *going.COMMANDS,
    *coding.COMMANDS,
    *suggestions.COMMANDS,
    *study.COMMANDS,
)

# Keys that the article text itself answers to; they are listed, but are no commands.
TEXT_KEYS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Move and select", ("←", "→"), "token"),
    ("Move and select", ("Alt+←", "→"), "character"),
    ("Move and select", ("Ctrl+←", "→"), "sentence"),
    ("Move and select", ("Shift+…",), "extend the selection"),
    ("Edges", ("←", "→"), "move by token"),
    ("Edges", ("Alt+←", "→"), "by character"),
    ("Edges", ("Enter",), "keep"),
    ("Edges", ("Esc",), "put back"),
    ("Fields", ("Tab",), "next field"),
    ("Fields", ("Esc",), "back to the text"),
)
SECTIONS = ("Move and select", "Code", "Suggestions", "Edges", "Fields", "Article")
SECTIONS_OF: Mapping[str, tuple[str, ...]] = {"compare": ("Compare",)}
"""What the list of keys shows on a screen that has other keys than the text."""


def type_commands(codebook: Codebook, others: Sequence[Command] = COMMANDS) -> list[Command]:
    """Commands that tag with each type; a key that is already a command's stays with that one."""
    taken = {key for c in others if c.scope in ("code", "text", WINDOW) for key in c.keys}
    keys = type_keys(codebook)
    made = []
    for span_type in codebook.span_types:
        key = keys[span_type.id].upper()
        own = (key,) if key and key not in taken else ()
        taken.update(own)
        made.append(
            Command(
                f"tag:{span_type.id}",
                f"Tag as {span_type.label}",
                "tag",
                own,
                "Code",
                0,
                "code",
                "article",
                section="Code",
                short="apply a type",
                argument=span_type.id,
            )
        )
    return made
