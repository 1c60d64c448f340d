"""Settings: how the program looks and what keys do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.coders import Coder
from refusal_annotator.ui.fonts import ZOOM_STEPS, reading_font
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.hiding_page import HidingPage
from refusal_annotator.ui.panels.key_settings import KeySettings
from refusal_annotator.ui.panels.link_setting import LinkSetting
from refusal_annotator.ui.panels.pace_page import PacePage
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.widgets import Button, Label, PanelHead, on_plane
from refusal_annotator.workspace.settings import Settings, change_settings

Choices = tuple[tuple[object, str], ...]

# field, label, what it is for, choices
ROWS: tuple[tuple[str, str, str, Choices], ...] = (
    (
        "theme",
        "Theme",
        "Every type keeps its pattern in each of them.",
        (
            ("system", "As the system"),
            ("light", "Light"),
            ("dark", "Dark"),
            ("high_contrast", "High contrast"),
        ),
    ),
    (
        "density",
        "Rows and buttons",
        "Compact shows more at once.",
        (("comfortable", "Comfortable"), ("compact", "Compact")),
    ),
    (
        "reading_face",
        "Face of the article",
        "Lists and panels keep theirs.",
        (("serif", "Serif"), ("sans", "Sans")),
    ),
    (
        "reading_size",
        "Size of the article",
        "Also Ctrl + and Ctrl −.",
        tuple((size, str(size)) for size in ZOOM_STEPS),
    ),
    (
        "reading_measure",
        "Width of the lines",
        "Characters in a line, where the window has room for them.",
        tuple((n, str(n)) for n in (60, 64, 68, 71, 75)),
    ),
    (
        "reading_line_spacing",
        "Space between lines",
        "Marks of three codings fit below each line at any of them.",
        ((1.0, "Usual"), (1.15, "Wide"), (1.3, "Wider")),
    ),
    (
        "reading_dyslexia",
        "Spacing for dyslexia",
        "Sans, wider letters and words, and lines further apart.",
        ((False, "Off"), (True, "On")),
    ),
    (
        "margin_values",
        "Values in the margin",
        "Figures and stance beside the line they stand in.",
        ((True, "Shown"), (False, "Hidden")),
    ),
    (
        "sentence_numbers",
        "Sentence numbers",
        "At the left edge of the article, for talking about places.",
        ((True, "Shown"), (False, "Hidden")),
    ),
    (
        "single_letter_keys",
        "Single-letter keys",
        "Off, letters do nothing; every command stays in the menus.",
        ((True, "On"), (False, "Off")),
    ),
    (
        "auto_advance",
        "After finishing",
        "The next article comes after a moment; any key stays.",
        ((True, "Go on to the next article"), (False, "Stay")),
    ),
    (
        "reduced_motion",
        "Motion",
        "Off, the text jumps instead of gliding.",
        ((False, "On"), (True, "Off")),
    ),
)


class SettingsScreen(QWidget):
    """Pages of settings; a choice takes effect at once."""

    changed = Signal(object)  # Settings
    status_changed = Signal(object)  # CodeStatus

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.look = LookSettings()
        self.keys = KeySettings()
        self.hiding = HidingPage()
        self.pace = PacePage()
        self.look.changed.connect(self.changed)
        self.keys.changed.connect(self.changed)
        self.head = PanelHead(self.tr("Settings"))
        self.tabs: dict[str, Button] = {}
        self._pages = QStackedWidget()
        self._group = QButtonGroup(self)
        self.add_page("look", self.tr("Look and reading"), self.look)
        self.add_page("keys", self.tr("Keys"), self.keys)
        self.add_page("pace", self.tr("Pace"), self.pace)
        self.add_page("hiding", self.tr("Suggestions"), self.hiding)
        self.hiding.drawn.connect(lambda: self.status_changed.emit(self.status()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self.set_project(None, None)

    def set_project(self, bridge: ProjectBridge | None, coder: Coder | None) -> None:
        """Offer the pages of a project to a person in it, or those of the program alone."""
        self.pace.set_project(bridge, coder)
        self.hiding.set_project(bridge, coder)
        may_hide = False
        if bridge is not None and coder is not None:
            from refusal_annotator.workspace.hiding import may_hide as decides

            may_hide = decides(bridge.project, coder)
        self.set_page_visible("pace", bridge is not None)
        self.set_page_visible("hiding", may_hide)
        self.show_page("look")

    def add_page(self, name: str, words: str, page: QWidget) -> None:
        """Put a page behind those there are."""
        button = Button(words, variant="flat")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.show_page(name))
        self._group.addButton(button)
        self.head.add_left(button)
        self.tabs[name] = button
        self._pages.addWidget(page)

    def show_page(self, name: str) -> None:
        """Show a page."""
        self.tabs[name].setChecked(True)
        self._pages.setCurrentIndex(list(self.tabs).index(name))
        self.status_changed.emit(self.status())

    def set_page_visible(self, name: str, visible: bool) -> None:
        """Offer a page, or not."""
        self.tabs[name].setVisible(visible)

    def show_settings(self, settings: Settings) -> None:
        """Mark what is chosen."""
        self.look.show_settings(settings)
        self.keys.show_settings(settings)

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        page = self._pages.currentWidget()
        if page is self.keys:
            keys = (("Enter", "change"), ("Del", "remove"), ("?", "keys"))
            return CodeStatus("Keys", "· what you press is the new key", keys)
        said = getattr(page, "status", None)
        if said is not None:
            return said()
        return CodeStatus("Settings", "· a choice takes effect at once", (("?", "keys"),))


class LookSettings(QScrollArea):
    """One row for each setting."""

    changed = Signal(object)  # Settings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, QButtonGroup] = {}
        self._values: dict[str, tuple[object, ...]] = {}
        self.links = LinkSetting()
        self.sample = Label(
            self.tr("“Nobody signed for the second boat,” the harbour office wrote."), wrap=True
        )
        page = QWidget()
        on_plane(page, "surface")
        grid = QGridLayout(page)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(20)
        for at, (name, label, text, choices) in enumerate(ROWS):
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(Label(self.tr(label), weight=600))
            words.addWidget(Label(self.tr(text), role="small", tone="muted"))
            grid.addLayout(words, at, 0)
            grid.addWidget(self._buttons(name, label, choices), at, 1)
        grid.addLayout(self.links.words, len(ROWS), 0)
        grid.addWidget(self.links, len(ROWS), 1)
        grid.addWidget(self.sample, len(ROWS) + 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(ROWS) + 2, 1)
        self.setWidgetResizable(True)
        self.setWidget(page)

    def show_settings(self, settings: Settings) -> None:
        """Mark what is chosen."""
        for name, group in self._groups.items():
            values = self._values[name]
            chosen = getattr(settings, name)
            at = values.index(chosen) if chosen in values else 0
            group.button(at).setChecked(True)
            for number in range(len(values)):
                button = group.button(number)
                if isinstance(button, Button):
                    button.set_icon_name("check" if number == at else "")
        self.sample.setFont(
            reading_font(
                settings.reading_size,
                face=settings.reading_face,
                dyslexia=settings.reading_dyslexia,
            )
        )

    def _buttons(self, name: str, label: str, choices: Choices) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        group = QButtonGroup(self)
        for number, (value, words) in enumerate(choices):
            button = Button(self.tr(words))
            button.setCheckable(True)
            button.setAccessibleName(f"{self.tr(label)}: {self.tr(words)}")
            button.clicked.connect(lambda _=False, n=name, v=value: self._choose(n, v))
            group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._groups[name] = group
        self._values[name] = tuple(value for value, _ in choices)
        return holder

    def _choose(self, name: str, value: object) -> None:
        self.changed.emit(change_settings(**{name: value}))
