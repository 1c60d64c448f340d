"""The real window, for every folder of tests that needs one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from refusal_annotator.ui.application import make_application
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.widgets import FocusRings
from refusal_annotator.workspace.settings import change_settings


@pytest.fixture
def window(qapp, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on its start screen, as it stands after the start of the program."""
    make_application(["refusal-annotator"])
    change_settings(theme="light", reduced_motion=True)
    made = MainWindow()
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    rings = qapp.findChild(FocusRings)
    if rings is not None:
        rings.setParent(None)
        rings.deleteLater()
