"""Each coder finds the panels as they were left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.workspace.last_place import PANELS_NAME, PanelState, panels_of
from refusal_annotator.workspace.settings import config_folder
from tests.journeys.inputs import settle


@pytest.fixture
def others(study):
    """The coder at the window, and two more."""
    study.go("code")
    return [c for c in study.bridge.project.coders() if c.id != study.coder.id]


def test_panels_are_as_this_coder_left_them(study, others, qtbot):
    ada, code = study.coder, study.code
    qtbot.keyClick(study, Qt.Key.Key_F9)
    qtbot.keyClick(study, Qt.Key.Key_F10)
    assert (code.queue.isVisible(), code.inspector.isVisible()) == (False, False)
    qtbot.waitUntil(lambda: panels_of(ada.id) == PanelState(queue=False, inspector=False))
    study.set_coder(others[0])
    study.go("code")
    assert (code.queue.isVisible(), code.inspector.isVisible()) == (True, True)
    study.set_coder(ada)
    study.go("code")
    assert (code.queue.isVisible(), code.inspector.isVisible()) == (False, False)


def test_the_width_of_a_panel_comes_back(study, others, qtbot):
    ada, splitter = study.coder, study.code.splitter
    sizes = splitter.sizes()
    splitter.setSizes([sizes[0], sizes[1] - 60, sizes[2] + 60])
    splitter.splitterMoved.emit(0, 2)
    wide = splitter.sizes()[2]
    assert wide > sizes[2]
    qtbot.waitUntil(lambda: panels_of(ada.id).inspector_width == wide)
    study.set_coder(others[0])
    settle()
    assert splitter.sizes()[2] == sizes[2]
    study.set_coder(ada)
    settle()
    assert splitter.sizes()[2] == wide


def test_what_is_wanted_of_a_hidden_inspector_shows_it_again(study, qtbot):
    qtbot.keyClick(study, Qt.Key.Key_F10)
    study.code.open_article(study.code.queue.model.order()[0].id)
    qtbot.keyClick(study.code.view, Qt.Key.Key_V)
    assert study.code.inspector.isVisible()


def test_a_damaged_file_costs_only_the_layout(study, others):
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / PANELS_NAME).write_text("[", "utf-8")
    study.set_coder(others[0])
    assert study.code.inspector.isVisibleTo(study)
