from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.ui.icons import icon, icon_names, icon_pixmap, keep_icon
from refusal_annotator.ui.style import build_sheet
from refusal_annotator.ui.theme import COMFORTABLE, PATTERNS, THEMES, load_theme, theme_manager


@pytest.fixture(autouse=True)
def light_again():
    yield
    theme_manager().set_types([])
    theme_manager().set_compact(False)
    theme_manager().set_mode("light")


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_has_every_role(name) -> None:
    assert load_theme(name).roles.keys() == load_theme("light").roles.keys()


@pytest.mark.parametrize("name", THEMES)
def test_the_sheet_has_no_name_left_over(name) -> None:
    assert "$" not in build_sheet(load_theme(name).roles, COMFORTABLE)


def test_a_switch_dresses_the_running_application(qapp: QApplication) -> None:
    manager = theme_manager()
    manager.set_mode("light")
    light = qapp.palette().color(QPalette.ColorRole.Window)
    manager.set_mode("dark")
    dark = qapp.palette().color(QPalette.ColorRole.Window)
    assert light.name() == "#f1efeb"
    assert dark.name() == "#151719"
    assert manager.theme.dark


def test_system_mode_shows_a_theme(qapp: QApplication) -> None:
    theme_manager().set_mode("system")
    assert theme_manager().theme.name in THEMES


def test_compact_makes_rows_lower(qapp: QApplication) -> None:
    theme_manager().set_compact(True)
    assert theme_manager().metrics.table_row < COMFORTABLE.table_row


def test_known_colours_find_their_row() -> None:
    theme = load_theme("light").with_types([("x", "#0072b2", "X"), ("y", "#CC79A7", "Y")])
    assert theme.span("x").line == "#1F73CC"
    assert theme.span("y").fill == "#FCE9F3"


def test_patterns_go_by_order_and_repeat_with_a_short_label() -> None:
    types = [(f"t{n}", f"#{n * 20:02X}80B0", f"Label {n}") for n in range(10)]
    spans = load_theme("dark").with_types(types).spans
    assert [spans[f"t{n}"].pattern for n in range(8)] == list(PATTERNS)
    assert spans["t8"].pattern == PATTERNS[0]
    assert spans["t8"].short == "Lab"
    assert spans["t7"].short == ""


def test_a_style_is_found_again_in_another_theme() -> None:
    types = [("x", "#009E73", "X")]
    light, dark = load_theme("light").with_types(types), load_theme("dark").with_types(types)
    assert dark.resolved(light.span("x")) == dark.span("x")


def test_an_unknown_type_has_a_neutral_style() -> None:
    theme = load_theme("light")
    assert theme.span("gone").line == theme.hex("border")


@pytest.mark.parametrize("file", ["codebook.yaml", "minimal_codebook.yaml"])
def test_styles_for_a_whole_codebook(shared_dir, qapp, file) -> None:
    path = shared_dir / "study" / file
    codebook = load_codebook(path.read_text(encoding="utf-8"), source=path.name)
    theme_manager().set_codebook(codebook)
    assert list(theme_manager().theme.spans) == [t.id for t in codebook.span_types]


def test_icons_are_tinted_and_sharp(qapp: QApplication) -> None:
    pixmap = icon_pixmap("check", 16, "#FF0000", 2.0)
    assert pixmap.width() == 32
    image = pixmap.toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert all(c.red() > 250 and c.green() < 5 for c in inked)


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    assert len(icon_names()) >= 47
    for name in icon_names():
        image = icon_pixmap(name, 20, "#000000").toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name


def test_a_kept_icon_follows_the_theme(qtbot, qapp: QApplication) -> None:
    theme_manager().set_mode("light")
    button = QPushButton()
    qtbot.addWidget(button)
    keep_icon(button, "link")
    before = button.icon().pixmap(16, 16).toImage()
    theme_manager().set_mode("dark")
    assert button.icon().pixmap(16, 16).toImage() != before


def test_an_icon_is_greyed_when_disabled(qapp: QApplication) -> None:
    made = icon("link")
    assert made.pixmap(16, made.Mode.Disabled).toImage() != made.pixmap(16).toImage()
