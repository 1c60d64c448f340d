"""What each coder has in a disagreement, side by side, and small marks of the compare screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.models.disagreements import ICONS
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Chip,
    CoderLine,
    Divider,
    Label,
    PanelHead,
    Tag,
    on_plane,
)
from refusal_annotator.ui.widgets.painting import paint_plate, paint_text

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import Disagreement

_LABEL = 104
_LONG_WORD = 11


class CompareDetail(QWidget):
    """What each coder has, side by side; what differs stands on the danger plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(380)
        self.setMaximumWidth(476)
        on_plane(self, "surface")
        self.head = PanelHead()
        self._tag = Tag("", "danger", icon="edge")
        self.head.add(self._tag)
        self._area = QScrollArea()
        self._area.setAccessibleName(self.tr("What each coder has"))
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)

    def show_rows(
        self,
        row: Disagreement,
        number: int,
        total: int,
        names: Sequence[str],
        lines: Sequence[tuple[str, list[str], bool]],
        rule: str,
    ) -> None:
        """Show one disagreement."""
        words = self.tr("Place {0} of {1}" if row.kind == "alike" else "Disagreement {0} of {1}")
        self.head.set_texts(words.format(number, total), "")
        tone = "success" if row.kind == "alike" else "danger"
        self._tag.set_tag(row.kind, tone, icon=ICONS[row.kind])
        page = QWidget()
        on_plane(page, "surface")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 8, 14, 14)
        column.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _LABEL)
        for lane, name in enumerate(names):
            head = QWidget()
            head_row = QHBoxLayout(head)
            head_row.setContentsMargins(7, 6, 0, 6)
            head_row.setSpacing(8)
            head_row.addWidget(Digit(lane))
            head_row.addWidget(CoderLine(lane, name))
            head_row.addStretch(1)
            head.setToolTip(name)
            grid.addWidget(head, 0, lane + 1)
            grid.setColumnStretch(lane + 1, 1)
        for at, (label, cells, hit) in enumerate(lines, 1):
            differs = hit or len({cell for cell in cells if cell}) > 1
            name_label = Label(label, role="small", tone="" if differs else "muted", wrap=True)
            name_label.setFont(ui_font("small", weight=600 if differs else 400))
            name_label.setFixedWidth(_LABEL)
            grid.addWidget(name_label, at, 0)
            held = [cell for cell in cells if cell]
            common = max(set(held), key=held.count) if held else ""
            for lane, cell in enumerate(cells):
                apart = cell != common or held.count(common) == 1
                odd = differs and (apart if cell else hit)
                grid.addWidget(_Cell(cell or "—", odd=odd, muted=not differs), at, lane + 1)
        column.addLayout(grid)
        if rule:
            column.addWidget(Divider())
            column.addWidget(Label(rule, role="small", tone="muted", wrap=True))
        if not row.tested:
            words = self.tr(
                "This pair does not enter the coefficient: a value stands against none."
            )
            column.addWidget(Label(words, role="small", tone="muted", wrap=True))
        column.addStretch(1)
        self._area.setWidget(page)


class _Cell(Label):
    def __init__(self, text: str, *, odd: bool, muted: bool) -> None:
        super().__init__(text, role="small", tone="muted" if muted else "", wrap=True)
        self._odd = odd
        self.setContentsMargins(7, 6, 7, 6)
        self.setAccessibleName(f"{text}, differs" if odd else text)
        # A long word without a space must not push the panel apart.
        self.setText(" ".join(map(_breakable, text.split(" "))))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._odd:
            with QPainter(self) as painter:
                fill = current_theme().colour("danger_fill")
                paint_plate(painter, self.rect(), fill=fill, radius=4)
        super().paintEvent(event)


class Digit(QWidget):
    """The number of a coder in a square of the coder's colour."""

    def __init__(self, lane: int) -> None:
        super().__init__()
        self._lane = lane
        self.setFixedSize(18, 18)
        self.setAccessibleName(str(lane + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            line = theme.coder(self._lane)
            paint_plate(painter, self.rect(), fill=None, line=line, radius=4, width=1.5)
            font, ink = ui_font("mark", weight=600), theme.colour("text")
            centre = Qt.AlignmentFlag.AlignHCenter
            number = str(self._lane + 1)
            paint_text(painter, self.rect(), number, font=font, colour=ink, align=centre)


class Swatch(QWidget):
    """A plane of the legend."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(14, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour(self._role))
            if self._role == "hover":
                line = QRect(0, self.height() - 2, self.width(), 2)
                painter.fillRect(line, theme.colour("text_muted"))


class FilterChip(Chip):
    """A chip that filters the list; the one in force is bold and framed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(4, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        on = self.isChecked()
        with QPainter(self) as painter:
            line = theme.colour("text" if on else "divider")
            fill = theme.colour("hover") if self.underMouse() else None
            paint_plate(painter, self.rect(), fill=fill, line=line, radius=5)
            font = ui_font("small", weight=600 if on else 400)
            ink = theme.colour("text" if on else "text_muted")
            centre = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, self.rect(), self.text(), font=font, colour=ink, align=centre)


def _breakable(word: str) -> str:
    """A word that may break after a line or stroke, and a long one with a hyphen."""
    word = word.replace("_", "_\u200b").replace("/", "/\u200b")
    if len(word) < _LONG_WORD or not word.isalpha():
        return word
    return "\u00ad".join((word[: len(word) // 2], word[len(word) // 2 :]))
