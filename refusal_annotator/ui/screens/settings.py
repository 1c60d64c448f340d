"""Settings: how the program looks and what keys do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.ui.fonts import ZOOM_STEPS, reading_font
from refusal_annotator.ui.panels.code_status import CodeStatus
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
        "margin_values",
        "Values in the margin",
        "Figures and stance beside the line they stand in.",
        ((True, "Shown"), (False, "Hidden")),
    ),
    (
        "single_letter_keys",
        "Single-letter keys",
        "Off, letters do nothing; every command stays in the menus.",
        ((True, "On"), (False, "Off")),
    ),
    (
        "reduced_motion",
        "Motion",
        "Off, the text jumps instead of gliding.",
        ((False, "On"), (True, "Off")),
    ),
)


class SettingsScreen(QWidget):
    """One row for each setting; a choice takes effect at once."""

    changed = Signal(object)  # Settings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._groups: dict[str, QButtonGroup] = {}
        self._values: dict[str, tuple[object, ...]] = {}
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
        grid.addWidget(self.sample, len(ROWS), 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(ROWS) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PanelHead(self.tr("Settings")))
        column.addWidget(area, 1)

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
        self.sample.setFont(reading_font(settings.reading_size, face=settings.reading_face))

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        return CodeStatus("Settings", "· a choice takes effect at once", (("?", "keys"),))

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
