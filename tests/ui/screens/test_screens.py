"""Screens on the sample study, as a person sees them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from refusal_annotator.ui.dialogs.base import FormDialog
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.workspace.settings import load_settings

SLOW = 60_000


def answer(kind, act):
    """Do something in the next modal dialog of a kind, once it is open."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def compared(study, qtbot):
    study.go("agreement")
    qtbot.waitUntil(lambda: study.agreement.report is not None, timeout=SLOW)


def test_the_start_screen_without_projects_leads_on(window):
    start = window.start
    assert start.empty.isVisible()
    assert not start.go_on.isVisible()
    assert start.new.hasFocus()


def test_a_recent_project_is_opened_as_the_chosen_coder(study, sample, qtbot):
    study.close_project()
    start = study.start
    qtbot.waitUntil(lambda: bool(start._group.buttons()), timeout=SLOW)
    names = [button.text() for button in start._group.buttons()]
    assert len(names) == 3
    qtbot.mouseClick(start._group.buttons()[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(start.list, Qt.Key.Key_Return)
    assert study.screen_name == "code"
    assert study.coder.name == names[1]
    assert load_settings().coders[str(sample.resolve())] == str(study.coder.id)


def test_enter_goes_on_with_the_last_project(study, qtbot):
    study.close_project()
    start = study.start
    qtbot.waitUntil(lambda: bool(start._group.buttons()), timeout=SLOW)
    start.go_on.setFocus()
    qtbot.keyClick(start.go_on, Qt.Key.Key_Return)
    assert study.screen_name == "code"


def test_undo_never_touches_an_article_that_is_not_seen(study):
    study.code.open_article(study.code.queue.model.order()[0].id)
    assert study.actions_.action("undo").isEnabled()
    study.go("corpus")
    assert not study.actions_.action("undo").isEnabled()


def test_a_right_click_on_a_coding_offers_what_can_be_done(study):
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    study.desk.acts.reopen()
    target = study.desk.session.ordered()[0]
    commands = study.code.menu.commands_at(target.start)
    assert {"delete", "link", "doubt", "note"} <= set(commands)
    assert study.desk.selected is not None
    assert all(study.actions_.action(command).isEnabled() for command in commands)


def test_a_new_project_by_its_dialog(window, tmp_path):
    from refusal_annotator.ui.dialogs.projects import NewProjectDialog

    problems = []

    def fill(dialog):
        dialog.attempt()
        problems.append(dialog.problem.text())
        dialog.name.setText("Harbour study")
        dialog.folder.setText(str(tmp_path / "harbour"))
        dialog.codebook.setCurrentIndex(dialog.codebook.findData("minimal"))
        dialog.coder.setText("Ada")
        dialog.act.click()

    answer(NewProjectDialog, fill)
    window.actions_.action("new_project").trigger()
    assert problems == ["The project needs a name."]
    assert window.bridge.project.name == "Harbour study"
    assert window.coder.name == "Ada"
    assert window.screen_name == "corpus"
    assert window.corpus.empty.isVisible()


def test_a_project_that_is_open_elsewhere_is_offered_read_only(study, sample):
    from refusal_annotator.ui.main_window import MainWindow

    other = MainWindow()
    answer(FormDialog, lambda dialog: dialog.act.click())
    assert other.open_project(sample, study.coder.id)
    assert other.bridge is not None and other.bridge.project.read_only
    assert other.save_mark.state == "read_only"
    other.code.open_article(other.code.queue.model.order()[0].id)
    assert not other.actions_.action("accept").isEnabled()
    other.close()


def test_files_that_cannot_be_read_are_named_and_the_rest_is_imported(study, tmp_path, qtbot):
    good, bad = tmp_path / "new.txt", tmp_path / "empty.txt"
    good.write_text("Forty pilots stay ashore\n\nThe port is closed.\n", "utf-8")
    bad.write_bytes(b"")
    corpus = study.corpus
    study.go("corpus")
    before = corpus.model.total
    corpus.preview_paths([good, bad])
    qtbot.waitUntil(lambda: corpus.importing.is_previewing, timeout=SLOW)
    rows = corpus.preview_model.rows
    assert [(row.kind, row.title) for row in rows] == [
        ("new", "Forty pilots stay ashore"),
        ("refused", "empty.txt"),
    ]
    assert corpus.bar.act.text() == "Import 1 article"
    qtbot.mouseClick(corpus.bar.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: corpus.model.total == before + 1, timeout=SLOW)
    assert corpus.bar.act.text() == "Look for suggestions"


def test_an_import_can_be_cancelled_before_anything_is_stored(study, tmp_path, qtbot):
    path = tmp_path / "new.txt"
    path.write_text("Forty pilots stay ashore\n", "utf-8")
    before = len(study.bridge.project.articles())
    study.corpus.preview_paths([path])
    qtbot.waitUntil(lambda: study.corpus.importing.is_previewing, timeout=SLOW)
    study.go("corpus")
    qtbot.keyClick(study.corpus.preview, Qt.Key.Key_Escape)
    assert not study.corpus.preview.isVisible()
    assert len(study.bridge.project.articles()) == before


def test_agreement_has_a_row_for_every_type_and_a_workbook(study, tmp_path, qtbot):
    compared(study, qtbot)
    lines = study.agreement.model.lines
    labels = [line.label for line in lines if line.level == "unitizing"]
    assert labels == [t.label for t in study.bridge.project.codebook.span_types]
    undefined = [line for line in lines if not line.is_head and line.headline.value is None]
    model = study.agreement.model
    first = next(number for number, line in enumerate(lines) if line.level == "unitizing")
    head = lines[first].headline
    assert model.index(first, 6).data() == f"{head.ci_low:.2f} to {head.ci_high:.2f}"
    assert model.index(first, 7).data() == "No verdict: 3 articles"
    assert model.index(first, 7).data(Qt.ItemDataRole.ToolTipRole) == head.verdict_why
    for line in undefined:
        row = lines.index(line)
        assert model.index(row, 5).data() == "–"
        assert model.index(row, 7).data().startswith("Undefined: ")
        tooltip = model.index(row, 7).data(Qt.ItemDataRole.ToolTipRole)
        assert tooltip == line.headline.reason.sentence
    path = tmp_path / "agreement.xlsx"
    study.agreement.export(path)
    qtbot.waitUntil(lambda: "Workbook written" in study.status.text, timeout=SLOW)
    assert path.stat().st_size > 5_000


def test_agreement_with_one_coder_says_what_is_needed(window, tmp_path, qtbot):
    from refusal_annotator.domain.coders import CoderRole
    from refusal_annotator.resources import codebook_path

    window.create_project(
        tmp_path / "one",
        name="One",
        codebook_text=codebook_path("minimal").read_text("utf-8"),
        coder_name="Ada",
        role=CoderRole.SUPERVISOR,
    )
    window.go("agreement")
    qtbot.waitUntil(lambda: bool(window.agreement._problem), timeout=SLOW)
    assert window.agreement.empty.isVisible()
    assert "second coder is needed" in window.agreement._problem
    window.go("compare")
    assert window.compare.empty.isVisible()


def test_disagreements_jump_to_their_place(study, qtbot):
    compared(study, qtbot)
    study.go("compare")
    compare = study.compare
    total = compare.model.rowCount()
    assert total == len(study.agreement.report.disagreements) > 0
    missed = next(b for b in compare.disagreements.chips if b.text().startswith("Missed"))
    qtbot.mouseClick(missed, Qt.MouseButton.LeftButton)
    assert 0 < compare.model.rowCount() < total
    row = compare.model.at(0)
    assert row.kind == "missed"
    assert compare.shown_article == row.article_id
    assert compare.pane.view._canvas.current is not None
    before = study.status.text
    qtbot.keyClick(compare.list, "j")
    assert compare.list.currentIndex().row() == 1
    assert study.status.text != before


def test_the_agreement_table_leads_to_its_disagreements(study, qtbot):
    compared(study, qtbot)
    lines = study.agreement.model.lines
    variable = next(d.variable for d in study.agreement.report.disagreements if d.type)
    row = next(n for n, li in enumerate(lines) if li.variable.endswith(f".{variable}"))
    study.agreement.table.setCurrentIndex(study.agreement.model.index(row, 0))
    qtbot.mouseClick(study.agreement.detail.jump, Qt.MouseButton.LeftButton)
    assert study.screen_name == "compare"
    assert study.compare.model.at(0).variable == variable


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_the_theme_is_switched_live(study, theme):
    study.actions_.action(f"theme_{theme}").trigger()
    assert theme_manager().theme.name == theme
    assert study.actions_.action(f"theme_{theme}").isChecked()
    assert load_settings().theme == theme
    surface = theme_manager().theme.colour("surface")
    picture = study.code.view.grab().toImage()
    assert picture.pixelColor(picture.width() - 4, 4).name() == surface.name()


def test_settings_take_effect_at_once(study, qtbot):
    study.go("settings")
    group = study.settings_screen.look._groups["single_letter_keys"]
    qtbot.mouseClick(group.button(1), Qt.MouseButton.LeftButton)
    assert study.actions_.action("accept").shortcuts() == []
    qtbot.mouseClick(group.button(0), Qt.MouseButton.LeftButton)
    study.zoom(1)
    assert load_settings().reading_size == study.code.view.setting.size == 20


def test_the_list_of_keys_covers_the_window_and_esc_closes_it(study, qtbot):
    study.code.open_article(study.code.queue.model.order()[0].id)
    study.code.view.setFocus()
    qtbot.keyClick(study.code.view, "?")
    overlay = study.overlays.current
    assert overlay.isVisible() and overlay.hasFocus()
    marked = study.desk.selected
    qtbot.keyClick(overlay, "j")
    assert study.desk.selected == marked
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert study.code.view.hasFocus()


def test_the_codebook_is_searched(study, qtbot):
    study.go("codebook")
    qtbot.keyClicks(study.codebook.search, "retold")
    qtbot.keyClicks(study.codebook.search, "zzz")
    assert study.codebook.nothing.isVisible()
    qtbot.keyClick(study.codebook.search, Qt.Key.Key_Escape)
    assert study.codebook.tree.isVisible()


def test_another_coder_sees_none_of_the_first_ones_codings(study):
    done = next(a for a in study.code.queue.model.order() if a.status == "finished")
    study.code.open_article(done.id)
    first = set(study.desk.session.annotations)
    other = next(c for c in study.bridge.project.coders() if c.id != study.coder.id)
    study.set_coder(other)
    assert not study.desk.marks
    study.code.open_article(done.id)
    second = set(study.bridge.project.session(done.id, other.id).annotations)
    assert second == set(study.desk.session.annotations)
    assert first and not first & second


def test_every_control_has_a_name(study):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView, QTableView

    study.code.open_article(study.code.queue.model.order()[0].id)
    for screen in study.screens:
        study.go(screen)
        bare = [
            widget
            for kind in (QAbstractButton, QListView, QTableView, QLineEdit)
            for widget in study.screens[screen].findChildren(kind)
            if widget.isVisible() and not widget.accessibleName() and not _text(widget)
        ]
        assert bare == [], screen


def _text(widget):
    return widget.text() if hasattr(widget, "text") else ""
