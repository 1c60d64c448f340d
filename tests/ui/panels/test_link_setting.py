"""The row of the settings that hands links of workbooks to the program, and takes that back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.panels.link_setting import LinkSetting
from refusal_annotator.workspace.link_opening import links_state
from tests.ui.clipping import faults

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="writes where Linux looks")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def row_of(study: MainWindow) -> LinkSetting:
    study.go("settings")
    return study.settings_screen.look.links


def test_nothing_is_registered_until_somebody_asks(study: MainWindow, home: Path) -> None:
    row = row_of(study)
    assert row.off.isChecked() and not row.on.isChecked()
    assert row.state.text() == "Links from workbooks are not opened by any program."
    assert not list(home.glob("share/**/*.desktop"))


def test_on_and_off_again(study: MainWindow, qtbot: QtBot) -> None:
    row = row_of(study)
    with qtbot.waitSignal(row.answered):
        qtbot.mouseClick(row.on, Qt.MouseButton.LeftButton)
    assert row.on.isChecked() and row.on.hasFocus()
    assert row.state.text() == "Links from workbooks are opened in Refusal Annotator."
    assert links_state().on
    with qtbot.waitSignal(row.answered):
        qtbot.keyClick(row.off, Qt.Key.Key_Space)
    assert row.off.isChecked() and row.isEnabled()
    assert not links_state().on


def test_what_the_system_says_is_read_anew_each_time(study: MainWindow, home: Path) -> None:
    row = row_of(study)
    (home / "config").mkdir(exist_ok=True)
    text = "[Default Applications]\nx-scheme-handler/refusal-annotator=quay.desktop\n"
    (home / "config" / "mimeapps.list").write_text(text, "utf-8")
    study.settings_screen.show_page("keys")
    study.settings_screen.show_page("look")
    assert "quay.desktop" in row.state.text() and row.off.isChecked()


def test_why_it_was_not_done_is_said(study: MainWindow, home: Path, qtbot: QtBot) -> None:
    (home / "share").write_text("in the way", "utf-8")
    row = row_of(study)
    with qtbot.waitSignal(row.answered):
        qtbot.mouseClick(row.on, Qt.MouseButton.LeftButton)
    assert "cannot be written" in row.state.text()
    assert row.state.property("tone") == "danger"


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_the_row_is_named_and_whole_in_every_theme(study: MainWindow, theme: str) -> None:
    study.looks.change(theme=theme)
    study.resize(1000, 640)
    row = row_of(study)
    assert row.on.accessibleName() == "Links from workbooks: Open them in Refusal Annotator"
    assert not [fault for fault in faults(study) if "inks" in fault or "Refusal" in fault]
