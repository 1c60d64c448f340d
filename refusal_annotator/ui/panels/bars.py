"""Bars around the article: types and links above it, decisions and the status line below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QWidget

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.flow import empty_layout
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.theme import current_theme, theme_manager
from refusal_annotator.ui.widgets import (
    ActionBar,
    Button,
    Divider,
    ElidedLabel,
    IconButton,
    KeyCap,
    Label,
    on_plane,
    wants_ring,
)
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text, text_width


class CodingToolBar(QWidget):
    """A button for each type with its pattern and key; linking; how many suggestions wait."""

    tag_wanted = Signal(str)
    link_wanted = Signal()
    suggestion_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._codebook: Codebook | None = None
        self.types: dict[str, Button] = {}
        self.setFixedHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 1)
        row.setSpacing(2)
        # Types of a large codebook scroll; the mode buttons always stay in view.
        self._holder = QWidget()
        self._types_row = QHBoxLayout(self._holder)
        self._types_row.setContentsMargins(0, 0, 0, 0)
        self._types_row.setSpacing(2)
        self._area = QScrollArea()
        self._area.setWidget(self._holder)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        on_plane(self._holder, "surface")
        self.link = Button(self.tr("Link"), variant="flat", icon="link", key="L")
        self.link.setCheckable(True)
        self.link.clicked.connect(self.link_wanted)
        self.suggestions = Button(self.tr("Suggestions"), variant="flat", key="N")
        self.suggestions.clicked.connect(self.suggestion_wanted)
        upright = Divider(upright=True)
        upright.setFixedHeight(22)
        row.addWidget(self._area, 1)
        row.addWidget(upright)
        row.addSpacing(4)
        row.addWidget(self.link)
        row.addWidget(self.suggestions)
        self.backlight = IconButton("backlight", self.tr("Fade uncoded text"), checkable=True)
        self.focus = IconButton(
            "focus_mode", self.tr("Fade all but this sentence"), key="F11", checkable=True
        )
        for icon_button in (self.backlight, self.focus):
            icon_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(icon_button)
        for button in (self.link, self.suggestions):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme_manager().changed.connect(self._restyle)

    def set_codebook(self, codebook: Codebook | None) -> None:
        """Show the types of this codebook."""
        self._codebook = codebook
        empty_layout(self._types_row)
        self.types = {}
        for span_type in codebook.span_types if codebook else ():
            button = Button(
                span_type.label,
                variant="flat",
                glyph=current_theme().span(span_type.id),
                key=self._actions.key(f"tag:{span_type.id}"),
            )
            button.setToolTip(span_type.definition)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, i=span_type.id: self.tag_wanted.emit(i))
            self.types[span_type.id] = button
            self._types_row.addWidget(button)
        self._types_row.addStretch(1)
        self._restyle()

    def show_state(self, *, linking: bool, linkable: bool, waiting: int, writable: bool) -> None:
        """Enable what can be done, and say how many suggestions wait."""
        for button in self.types.values():
            button.setEnabled(writable)
        self.link.setChecked(linking)
        self.link.setEnabled(linkable or linking)
        words = self.tr("1 suggestion") if waiting == 1 else self.tr("{0} suggestions")
        self.suggestions.setText(words.format(waiting))
        self.suggestions.setVisible(waiting > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = self.rect()
            line.setTop(line.bottom())
            painter.fillRect(line, current_theme().colour("divider"))

    def _restyle(self, _: object = None) -> None:
        types = self._codebook.span_types if self._codebook else ()
        if types:
            self.suggestions.set_glyph(current_theme().span(types[0].id), dashed=True)
        for type_id, button in self.types.items():
            button.set_glyph(current_theme().span(type_id))


class DecisionBar(ActionBar):
    """What can be done with the current suggestion, docked below the text."""

    def __init__(
        self, calls: dict[str, Callable[[], object]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.accept = Button(self.tr("Accept"), variant="primary", key="A")
        self.edit = Button(self.tr("Accept and edit"), variant="flat", key="E")
        self.reject = Button(self.tr("Reject"), variant="flat", key="X")
        self.skip = Button(self.tr("Skip"), variant="flat", key="S")
        self.rest = Button(self.tr("Rest of sentence"), variant="flat", key="Shift+A")
        pairs = (
            (self.accept, "accept"),
            (self.edit, "accept_and_edit"),
            (self.reject, "reject"),
            (self.skip, "skip"),
            (self.rest, "accept_sentence"),
        )
        for button, call in pairs:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=call: calls[name]())
            self.add(button)
        self.add_room()

    def show_rest(self, count: int) -> None:
        """Say how many suggestions are left in the sentence."""
        self.rest.setText(self.tr("Rest of sentence ({0})").format(count))
        self.rest.setEnabled(count > 1)


class TitleHead(QWidget):
    """The head of a text: its title, cut where there is no room, a fact, and controls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(48)
        self.title = ElidedLabel("", role="panel_title")
        self.detail = Label("", role="small", tone="muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 14, 1)
        self._row.setSpacing(8)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self.detail)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self._row.addWidget(widget)

    def set_texts(self, title: str, detail: str = "") -> None:
        """Change title and fact."""
        self.title.set_text(title)
        self.detail.setText(detail)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = self.rect()
            line.setTop(line.bottom())
            painter.fillRect(line, current_theme().colour("divider"))


class CornerButton(QAbstractButton):
    """Who is coding, in the corner of the menu bar; a click changes that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        wants_ring(self, 4)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(text_width(self.text(), ui_font("small")) + 18, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            if self.underMouse():
                paint_plate(painter, self.rect(), fill=theme.colour("hover"), radius=4)
            box = self.rect().adjusted(9, 0, 0, 0)
            muted = theme.colour("text_muted")
            paint_text(painter, box, self.text(), font=ui_font("small"), colour=muted)


class StatusLine(QWidget):
    """The sentence at the foot of the window, and the keys that matter now.

    Assistive technology is told of warnings, and of what is `spoken` when that changes.
    """

    announced = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.strong = Label("", role="small", weight=500)
        self.rest = ElidedLabel("", role="small", tone="muted")
        self._keys = QHBoxLayout()
        self._keys.setSpacing(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.strong)
        row.addWidget(self.rest, 1)
        row.addSpacing(12)
        row.addLayout(self._keys)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._lists: dict[tuple[tuple[str, str], ...], QWidget] = {}
        self._said: tuple[str, str] | None = None
        self._spoken = ""
        self._warning = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.strong.text()} {self.rest.whole_text}".strip()

    def say(
        self,
        strong: str,
        rest: str = "",
        keys: tuple[tuple[str, str], ...] = (),
        *,
        spoken: str = "",
    ) -> None:
        """Show a sentence, its beginning stronger, and keys with what they do."""
        if spoken != self._spoken:
            self._spoken = spoken
            self._announce(spoken)
        if (strong, rest) != self._said:
            self._said = (strong, rest)
            self.strong.setText(strong)
            self.strong.setVisible(bool(strong))
            self.rest.set_text(rest)
            self.setAccessibleName(f"{strong} {rest}".strip())
        if keys != self._shown:
            self._show_keys(keys)

    def warn(self, sentence: str) -> None:
        """Show a sentence about something that was not done."""
        self._said, self._warning = None, True
        self.strong.setText("")
        self.strong.setVisible(False)
        self.rest.set_text(sentence)
        self.rest.set_tone("danger")
        self.setAccessibleName(sentence)
        self._announce(sentence)

    def _announce(self, words: str) -> None:
        if not words:
            return
        self.announced.emit(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def calm(self) -> None:
        """Back to the usual tone."""
        if self._warning:
            self._warning = False
            self.rest.set_tone("muted")

    def _show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        # There are a handful of lists and they change with each step, so each is made once.
        if self._shown in self._lists:
            self._lists[self._shown].hide()
        self._shown = keys
        if keys not in self._lists:
            self._lists[keys] = _key_list(keys)
            self._keys.addWidget(self._lists[keys])
        self._lists[keys].show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("window"))
            line = self.rect()
            line.setBottom(line.top())
            painter.fillRect(line, theme.colour("divider"))


def _key_list(keys: tuple[tuple[str, str], ...]) -> QWidget:
    """Keys with what they do, side by side."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    for key, words in keys:
        pair = QHBoxLayout()
        pair.setSpacing(6)
        pair.addWidget(KeyCap(key))
        pair.addWidget(Label(words, role="small", tone="muted"))
        row.addLayout(pair)
    return made
