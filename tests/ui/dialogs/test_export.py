"""Exporting data by the dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.ui.dialogs.export import ExportDialog

SLOW = 60_000


@pytest.fixture
def dialog(study, qtbot, tmp_path):
    made = ExportDialog(study.bridge, study.coder, study.runner, study)
    made.folder.setText(str(tmp_path / "out"))
    made.show()
    yield made
    made.close()


def done(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog._task is None, timeout=SLOW)


def test_chosen_tables_of_one_coder_are_written_and_told_of(dialog, study, tmp_path, qtbot):
    dialog.form.setCurrentIndex(dialog.form.findData("csv"))
    dialog._on_form()
    assert dialog.numbers.isEnabled()
    dialog.whose.setCurrentIndex(dialog.whose.findData(study.coder.name))
    for name in ("units", "entities", "codebook"):
        qtbot.mouseClick(dialog.tables[name], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert not dialog.form.isEnabled()
    done(dialog, qtbot)
    assert dialog.written == tmp_path / "out"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"spans.csv", "articles.csv", "dictionary.csv", "load.R", "about.txt"} <= names
    assert "entities.csv" not in names and "codebook.csv" not in names
    spans = (tmp_path / "out" / "spans.csv").read_text("utf-8-sig")
    others = [c.name for c in study.bridge.project.coders() if c.id != study.coder.id]
    assert study.coder.name in spans and not any(name in spans for name in others)
    assert f"files stand in {tmp_path / 'out'}" in dialog.outcome.text()
    assert dialog.act.text() == "Open the folder"


def test_a_stopped_export_leaves_nothing(dialog, tmp_path, qtbot):
    dialog.attempt()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    done(dialog, qtbot)
    assert dialog.isVisible()
    if dialog.written is None:
        assert "stopped" in dialog.outcome.text()
        assert not (tmp_path / "out").exists()


def test_what_is_missing_is_said(dialog, tmp_path):
    dialog.folder.setText(" ")
    dialog.attempt()
    assert dialog.problem.text() == "Say in which folder the files are to stand."
    dialog.folder.setText(str(tmp_path))
    for chip in dialog.tables.values():
        chip.setChecked(False)
    dialog.attempt()
    assert dialog.problem.text() == "Choose at least one group of tables."


def test_where_there_is_a_supervisor_coders_export_their_own_codings(study, qtbot):
    study.bridge.project.add_coder("Maren Holt", CoderRole.SUPERVISOR)
    dialog = ExportDialog(study.bridge, study.coder, study.runner, study)
    offered = [dialog.whose.itemData(n) for n in range(dialog.whose.count())]
    assert offered == [study.coder.name]


def test_the_menu_opens_it(study, qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    seen = []

    def look():
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog))
        if dialog is not None:
            dialog.reject()

    QTimer.singleShot(200, look)
    study.actions_.action("export_data").trigger()
    assert seen == [ExportDialog]
