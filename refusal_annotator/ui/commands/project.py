"""Commands of the menus File and Edit."""

from __future__ import annotations

from refusal_annotator.ui.commands.model import Command

COMMANDS: tuple[Command, ...] = (
    Command("new_project", "New project…", "new_project", ("Ctrl+N",), "File", 0),
    Command("open_project", "Open project…", "open_project", ("Ctrl+O",), "File", 0),
    Command("open_sample", "Open the sample study", "open_sample", (), "File", 0),
    Command(
        "export_workbook", "Export workbook…", "export_workbook", (), "File", 1, when="compared"
    ),
    Command(
        "export_data",
        "Export data for statistics…",
        "export_data",
        ("Ctrl+E",),
        "File",
        1,
        when="project",
        icon="export",
    ),
    Command(
        "open_table",
        "Reliability of a table…",
        "open_table",
        (),
        "File",
        1,
        icon="agreement",
    ),
    Command("switch_coder", "Change coder…", "switch_coder", (), "File", 2, when="project"),
    Command(
        "close_project", "Close project", "close_project", ("Ctrl+W",), "File", 2, when="project"
    ),
    Command("quit", "Quit", "quit", ("Ctrl+Q",), "File", 3),
    Command(
        "undo",
        "Undo",
        "undo",
        ("Ctrl+Z",),
        "Edit",
        0,
        when="can_undo",
        icon="undo",
        section="Article",
        short="undo",
    ),
    Command(
        "redo",
        "Redo",
        "redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "Edit",
        0,
        when="can_redo",
        icon="redo",
        section="Article",
        short="redo",
    ),
    Command(
        "find",
        "Find in the article",
        "find",
        ("Ctrl+F",),
        "Edit",
        1,
        "code",
        "article",
        icon="search",
        section="Article",
        short="find",
    ),
    Command(
        "find_next",
        "Find next",
        "find_next",
        ("F3",),
        "Edit",
        1,
        "code",
        "article",
        section="Article",
        short="find again",
    ),
    Command(
        "find_previous",
        "Find previous",
        "find_previous",
        ("Shift+F3",),
        "Edit",
        1,
        "code",
        "article",
    ),
)
