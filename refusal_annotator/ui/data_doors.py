"""Ways to data from the menus: the export of a project, and the reliability of any table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


def export_data(window: MainWindow) -> None:
    """Ask what to export of the open project, and write it."""
    from refusal_annotator.ui.dialogs.export import ExportDialog

    if window.bridge is not None and window.coder is not None:
        ExportDialog(window.bridge, window.coder, window.runner, window).exec()


def open_table(window: MainWindow) -> None:
    """Open the window that computes the reliability of a table; no project is needed."""
    from refusal_annotator.ui.screens.spreadsheet import SpreadsheetWindow

    found = window.findChild(SpreadsheetWindow)
    shown = found or SpreadsheetWindow(window.runner, window)
    shown.show()
    shown.activateWindow()
