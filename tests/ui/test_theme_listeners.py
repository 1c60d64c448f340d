"""What follows the theme ends with its screen: the theme lives as long as the program."""

from __future__ import annotations

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

import refusal_annotator.ui
from refusal_annotator.ui.screens.compare import CompareScreen
from refusal_annotator.ui.theme import theme_manager

SOURCES = sorted(Path(refusal_annotator.ui.__file__).parent.rglob("*.py"))
KEEPING = re.compile(
    r"(?:theme_manager\(\)|manager|styleHints\(\))\.\w+\.connect\(\s*(?:lambda|partial)"
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nothing_that_outlives_a_screen_holds_a_lambda_of_it(path):
    assert not KEEPING.search(path.read_text("utf-8"))


def test_a_screen_that_is_gone_hears_of_no_theme(qapp):
    screen = CompareScreen()
    gone = weakref.ref(screen)
    screen.deleteLater()
    del screen
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
    theme_manager().changed.emit(theme_manager().theme)
