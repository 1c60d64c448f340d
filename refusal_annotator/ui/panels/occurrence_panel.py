"""Further places of the same words or actor, reviewed before they are tagged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets import (
    Button,
    ElidedLabel,
    IconButton,
    Label,
    Option,
    OptionList,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.workspace.occurrences import Occurrence

_ROWS = 7


class OccurrencePanel(QWidget):
    """A list of places with ticks; a place is shown in the text while the cursor is on it."""

    tag_wanted = Signal(tuple)  # the ticked occurrences
    shown = Signal(object)  # the occurrence under the cursor
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._places: tuple[Occurrence, ...] = ()
        self._ticked: set[int] = set()
        self.title = ElidedLabel("", weight=600)
        self.count = Label("", role="small", tone="muted")
        self.list = _Places(self.tr("Further places"))
        self.tag = Button("", variant="primary", key="Enter")
        self.all = Button(self.tr("Tick all"), variant="flat", key="Ctrl+A")
        self.none = Button(self.tr("Tick none"), variant="flat")
        self.close_button = IconButton("cross", self.tr("Leave without tagging"), key="Esc")
        self._build()
        self.list.chosen.connect(self._toggle)
        self.list.highlighted.connect(lambda at: self.shown.emit(self._places[int(at)]))
        self.list.left.connect(self.left)
        self.list.confirmed.connect(self.attempt)
        self.list.all_wanted.connect(lambda: self._tick(range(len(self._places))))
        self.tag.clicked.connect(self.attempt)
        self.all.clicked.connect(lambda: self._tick(range(len(self._places))))
        self.none.clicked.connect(lambda: self._tick(()))
        self.close_button.clicked.connect(self.left)
        self.hide()

    @property
    def ticked(self) -> tuple[Occurrence, ...]:
        """The places that would be tagged."""
        return tuple(p for n, p in enumerate(self._places) if n in self._ticked)

    def ask(self, title: str, places: Sequence[Occurrence]) -> None:
        """Show places and take the focus; those that read alike are ticked."""
        self._places = tuple(places)
        self._ticked = {n for n, place in enumerate(self._places) if place.alike}
        self.title.set_text(title)
        self.setAccessibleName(title)
        self._fill(0)
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def attempt(self) -> None:
        """Hand the ticked places on."""
        if self._ticked:
            self.tag_wanted.emit(self.ticked)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            line = QRect(0, 0, self.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))

    def _fill(self, current: int) -> None:
        self.list.set_options(
            [
                Option(n, _line(place), checked=n in self._ticked)
                for n, place in enumerate(self._places)
            ],
            current=current,
        )
        rows = min(_ROWS, len(self._places))
        self.list.setFixedHeight(rows * metrics().option_row + 10)
        count = len(self._ticked)
        self.count.setText(self.tr("{0} of {1} ticked").format(count, len(self._places)))
        words = self.tr("Tag 1 place") if count == 1 else self.tr("Tag {0} places").format(count)
        self.tag.setText(words)
        self.tag.setEnabled(bool(count))

    def _toggle(self, at: object) -> None:
        self._ticked ^= {int(str(at))}
        self._fill(int(str(at)))

    def _tick(self, wanted: Sequence[int]) -> None:
        self._ticked = set(wanted)
        current = self.list.current()
        self._fill(int(str(current)) if current is not None else 0)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in (self.tag, self.all, self.none):
            foot.addWidget(widget)
        foot.addStretch(1)
        space = Label(self.tr("Space ticks, arrows show the place"), role="small", tone="muted")
        foot.addWidget(space)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addLayout(foot)


class _Places(OptionList):
    """Space ticks; Enter is the panel's."""

    confirmed = Signal()
    all_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif control and event.key() == Qt.Key.Key_A:
            self.all_wanted.emit()
        else:
            super().keyPressEvent(event)


def _line(place: Occurrence) -> str:
    return f"…{place.before}[{place.quote}]{place.after}…".replace("\n", " ")
