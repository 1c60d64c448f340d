"""Commands of the menus Corpus, Agreement and Help."""

from __future__ import annotations

from refusal_annotator.ui.commands.model import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        "import",
        "Import articles…",
        "import_files",
        ("Ctrl+I",),
        "Corpus",
        0,
        when="writable",
        icon="import",
    ),
    Command(
        "import_folder",
        "Import a folder…",
        "import_folder",
        (),
        "Corpus",
        0,
        when="writable",
        icon="folder",
    ),
    Command(
        "prehighlight",
        "Look for suggestions",
        "prehighlight",
        ("F6",),
        "Corpus",
        1,
        when="writable",
        icon="search",
    ),
    Command(
        "compute",
        "Compute agreement",
        "compute",
        ("F5",),
        "Agreement",
        0,
        when="project",
        icon="agreement",
    ),
    Command(
        "next_disagreement",
        "Next disagreement",
        "next_disagreement",
        ("J",),
        "Agreement",
        1,
        "compare",
        "disagreements",
        section="Compare",
        short="next disagreement",
    ),
    Command(
        "previous_disagreement",
        "Previous disagreement",
        "previous_disagreement",
        ("K",),
        "Agreement",
        1,
        "compare",
        "disagreements",
        section="Compare",
        short="previous disagreement",
    ),
    Command("keys", "Keys", "show_keys", ("?", "F1"), "Help", 0, icon="keyboard"),
    Command("about", "About Refusal Annotator", "show_about", (), "Help", 1, icon="info"),
)
