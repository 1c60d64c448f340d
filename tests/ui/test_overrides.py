"""What goes wrong in an override is told, and the window lives on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

PROGRAM = """
import sys
import refusal_annotator.ui
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

class Wrong(QWidget):
    def event(self, event):
        return super().event(event)

    def keyPressEvent(self, event):
        {wrong}

app = QApplication([])
widget = Wrong()
widget.show()
press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
app.postEvent(widget, press)
QTimer.singleShot(0, app.quit)
app.exec()
print("alive")
"""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("int('x')", "ValueError"),
        ("[][2]", "IndexError"),
        ("{}['x']", "KeyError"),
        ("raise LookupError('gone')", "LookupError"),
    ],
)
def test_the_window_outlives_an_error_in_an_override(wrong, told):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{wrong}", wrong)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "alive\n")
    assert told in done.stderr
