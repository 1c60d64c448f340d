"""Links to another article in the window: by keys alone, by mouse, there and back, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from refusal_annotator.ui.widgets import Chip, Label
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.checking import check_project
from tests.journeys.inputs import settle, until
from tests.ui.coding.desk import DeskHands
from tests.workspace.ferry import CODEBOOK, SKUA, TERN, Desk, new_project


@pytest.fixture
def far(hands):
    """Two notices of the other article; the notice here that is to be linked is selected."""
    there = Desk(hands.window.bridge.project, "Ada", "tern")
    there.tag("Notice", "Twelve hands walked off", kind="strike")
    there.tag("Notice", "will not sail before Friday", kind="delay")
    hands.tag("The ferry Skua will not sail on Monday", "1")
    return there


@pytest.fixture
def panel(hands, far):
    """The panel of the selected notice, opened by its key and filled."""
    hands.key("ctrl+l")
    shown = hands.window.across.panel
    until(lambda: shown.model.rowCount() > 0, "candidates are shown")
    return shown


def link(hands):
    return next(iter(hands.desk.session.links.values()))


def chips(hands, row: str = "same"):
    settle()
    found = hands.inspector.coding.link_rows[row].findChildren(Chip)
    return [c for c in found if not c.accessibleName().startswith("Add link")]


def go_back(hands):
    hands.chord(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)


def project_of(hands):
    return hands.window.bridge.project


def test_keys_alone_link_with_another_article_and_come_back(hands, far):
    source = hands.desk.selected
    hands.key("l")
    assert hands.desk.linking.relation.id == "told_by"
    assert not hands.inspector.linking.across.isVisible()
    while hands.desk.linking.relation.id != "same":
        hands.key("Tab")
    assert hands.inspector.linking.across.isVisible()
    hands.key("ctrl+l")
    panel = hands.window.across.panel
    assert panel.isVisible() and panel.field.hasFocus()
    until(lambda: panel.model.rowCount() == 2, "candidates are shown")
    assert panel.model.lines[0].title == "will not sail before Friday"
    hands.type("twelve")
    assert [line.title for line in panel.model.lines] == ["Twelve hands walked off"]
    hands.key("Return")
    assert hands.said == "Linked across articles · undo it in the study's history"
    assert "Linked across articles" in panel.note.text()
    assert link(hands).pending_target == {"article": "tern", "span": "N1"}
    until(lambda: panel.empty.isVisible(), "what is linked is no candidate any more")
    hands.key("Escape")
    assert hands.desk.linking.relation.id == "same"
    hands.key("Escape")
    assert hands.view.hasFocus() and hands.desk.selected.id == source.id
    (chip,) = chips(hands)
    assert "Twelve hands" in chip.text() and "Ferry Tern" in chip.text()
    chip.setFocus()
    hands.key("Return")
    assert hands.desk.session.article.key == "tern"
    assert hands.desk.selected.quote == "Twelve hands walked off"
    go_back(hands)
    assert hands.desk.session.article.key == "skua"
    assert hands.desk.selected.id == source.id
    go_back(hands)
    assert hands.desk.session.article.key == "skua"
    hands.saved()
    assert not check_project(project_of(hands)).problems


def test_the_mouse_does_the_same(hands, far, qtbot):
    hands.inspector.coding.link_rows["more"].wanted.emit("same")
    qtbot.mouseClick(hands.inspector.linking.across, Qt.MouseButton.LeftButton)
    panel = hands.window.across.panel
    until(lambda: panel.model.rowCount() == 2, "candidates are shown")
    at = panel.list.visualRect(panel.model.index(1)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert far.session.incoming.keys() == {link(hands).id}
    qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    hands.key("Escape")
    (chip,) = chips(hands)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert hands.desk.session.article.key == "tern"


def test_a_kind_of_link_that_only_leads_afar_begins_the_panel(hands, far):
    row = hands.inspector.coding.link_rows["more"]
    button = next(c for c in row.findChildren(Chip) if "Echoes" in c.accessibleName())
    button.click()
    panel = hands.window.across.panel
    assert panel.isVisible() and panel.field.hasFocus()
    until(lambda: panel.model.rowCount() == 2, "candidates are shown")
    bold = [c.text() for c in panel.kinds.findChildren(Chip) if "chosen" in c.accessibleName()]
    assert bold == ["Echoes"]
    hands.key("Tab")
    until(lambda: panel.model.rowCount() == 2, "candidates are shown")
    hands.key("shift+Tab")
    until(lambda: panel.model.rowCount() == 2, "candidates are shown")
    hands.key("Down", "Up", "Up", "Return")
    assert link(hands).type == "echoes"
    hands.key("Escape")
    assert hands.view.hasFocus() and hands.desk.linking is None


def test_the_target_shows_where_a_link_comes_from_and_takes_it_away(hands, panel):
    hands.key("Return")
    made = link(hands)
    hands.key("Escape")
    (chip,) = chips(hands)
    chip.click()
    (back,) = chips(hands)
    assert back.text().startswith("from ") and "Ferry Skua" in back.text()
    back.click()
    assert hands.desk.session.article.key == "skua"
    go_back(hands)
    assert hands.desk.session.article.key == "tern"
    (back,) = chips(hands)
    back.setFocus()
    hands.key("Delete")
    assert "same" not in hands.inspector.coding.link_rows
    assert made.id not in Desk(project_of(hands)).session.links


def test_a_link_that_is_not_symmetric_stands_under_an_arrow_at_its_target(hands, panel):
    hands.key("Tab")
    until(lambda: panel.model.rowCount() > 0, "candidates are shown")
    hands.key("Return", "Escape")
    assert link(hands).type == "echoes"
    (chip,) = chips(hands, "echoes")
    chip.click()
    (back,) = chips(hands, "to:echoes")
    assert back.text().startswith("from ") and "Ferry Skua" in back.text()


def test_the_links_own_fields_are_filled_from_either_side(hands, panel):
    hands.key("Return", "Escape")
    fields = next(iter(hands.inspector.coding.link_rows["same"].fields.values()))
    fields.open("closeness")
    hands.key("2")
    assert link(hands).values["closeness"] == {"v": "loose"}
    hands.window.across.follow(next(iter(far_of(hands))))
    fields = next(iter(hands.inspector.coding.link_rows["same"].fields.values()))
    fields.open("closeness")
    hands.key("1")
    assert next(iter(hands.desk.session.incoming.values())).values == {"closeness": {"v": "tight"}}


def far_of(hands):
    from refusal_annotator.workspace.coding_links_across import far_spans

    return far_spans(project_of(hands), [link(hands).to_id]).values()


def test_the_article_does_not_take_it_back_but_the_study_does(hands, panel):
    hands.key("Return", "Escape")
    made = link(hands).id
    hands.key("ctrl+z")
    assert made in hands.desk.session.links
    assert "was not taken back: a link across articles is at the span now" in hands.said
    hands.key("ctrl+shift+h")
    assert hands.window.screen_name == "actors"
    history = hands.window.actors.history
    assert history.table.hasFocus()
    assert history.model.index(0, 0).data() == "Link across articles: same as (skua → tern)"
    assert history.next.whole_text == "Undo takes back: Link across articles: same as (skua → tern)"
    hands.key("ctrl+z")
    assert made not in hands.desk.session.links
    assert history.model.index(0, 2).data() == "taken back"
    history.redo.click()
    assert made in hands.desk.session.links
    history.undo.click()
    hands.window.go("code")
    assert "same" not in hands.inspector.coding.link_rows
    assert not check_project(project_of(hands)).problems


def test_the_way_to_the_history_is_in_the_panel(hands, panel, qtbot):
    assert not panel.history.isVisible()
    hands.key("Return")
    qtbot.mouseClick(panel.history, Qt.MouseButton.LeftButton)
    assert hands.window.actors.history.table.hasFocus()


def test_it_is_offered_only_where_the_codebook_has_it(hands, far):
    action = hands.window.actions_.action("link_across")
    assert action.isEnabled()
    hands.tag("captain", "2")
    assert not action.isEnabled()
    hands.key("ctrl+l")
    assert not hands.window.across.active
    hands.desk.select(None)
    assert not action.isEnabled()


def test_a_finished_article_offers_none(hands, panel):
    hands.desk.do(lambda s: coding.finish(s, reason="a test"))
    settle()
    assert not panel.isVisible()
    assert not hands.window.actions_.action("link_across").isEnabled()


def test_another_coding_or_article_puts_the_panel_away(hands, panel):
    other = hands.desk.session
    hands.window.code.step_article(True)
    assert hands.desk.session is not other
    assert not panel.isVisible() and not hands.window.across.active


def test_nothing_fits_says_why(hands):
    hands.tag("Twelve hands are missing", "1")
    hands.key("ctrl+l")
    panel = hands.window.across.panel
    until(lambda: panel.empty.isVisible(), "nothing is there")

    def words():
        return " ".join(label.text() for label in panel.empty.findChildren(Label))

    until(lambda: "No coding to link with" in words(), "it says so")
    hands.key("Return")
    assert not hands.desk.session.links


def test_what_is_not_found_is_named(hands, panel):
    hands.type("zebra")
    words = " ".join(label.text() for label in panel.empty.findChildren(Label))
    assert "No coding holds “zebra”" in words


def test_a_reader_hears_candidates_and_chips(hands, panel):
    spoken = panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "will not sail before Friday, Ferry Tern waits as well"
    name = QAccessible.queryAccessibleInterface(panel.list).text(QAccessible.Text.Name)
    assert name == "Codings of other articles"
    hands.key("Return", "Escape")
    (chip,) = chips(hands)
    assert chip.accessibleName() == "will not sail before Friday, in Ferry Tern waits as well"


def test_link_mode_gives_way_where_all_links_lead_afar(window, tmp_path):
    more = (
        "  - {id: namesake, code: 6, label: Namesake, from: Vessel, to: Vessel, cardinality: 0..n, "
        "ordered: false, symmetric: true, scope: across_articles, definition: Named alike.}\n"
        "article_variables:"
    )
    codebook = CODEBOOK.replace("article_variables:", more, 1)
    with new_project(tmp_path / "names", codebook=codebook, skua=SKUA, tern=TERN) as project:
        there = Desk(project, "Ada", "tern")
        there.tag("Vessel", "Quay Post")
        coder, article = there.coder.id, Desk(project).article.id
    assert window.open_project(tmp_path / "names", coder)
    window.code_article(article)
    hands = DeskHands(window)
    hands.tag("Quay Post", "2")
    hands.key("l")
    panel = window.across.panel
    assert panel.field.hasFocus() and not panel.kinds_key.isVisible()
    until(lambda: panel.model.rowCount() == 1, "the candidate is shown")
    hands.key("Return", "Escape")
    assert link(hands).type == "namesake"
    hands.saved()
