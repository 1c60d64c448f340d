"""Labels in the sizes of the type scale, section heads, panel heads, lines and planes."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from refusal_annotator.ui.fonts import FontRole, line_height, ui_font
from refusal_annotator.ui.theme import current_theme, metrics

Tone = Literal["", "muted", "danger", "warning", "success", "on_accent"]
Plane = Literal["window", "surface", "raised", "card", "popup"]


class Label(QLabel):
    """A label in one size of the type scale and one tone; plain text only."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: FontRole = "body",
        tone: Tone = "",
        weight: int | None = None,
        wrap: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(ui_font(role, weight=weight))
        self.setWordWrap(wrap)
        if not wrap:
            self.setMinimumHeight(line_height(role))
        self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour role."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(Label):
    """A label of one line that is cut with an ellipsis; the whole text is its tooltip then."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: FontRole = "body",
        tone: Tone = "",
        weight: int | None = None,
    ) -> None:
        super().__init__("", parent, role=role, tone=tone, weight=weight)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def whole_text(self) -> str:
        return self._whole

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        metric = self.fontMetrics()
        return QSize(metric.horizontalAdvance(self._whole) + 2, metric.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.width())
        )
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class SectionLabel(QWidget):
    """The head of a group in a list or panel, with a count or a widget at the right."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        trailing: str | QWidget = "",
        margins: tuple[int, int, int, int] = (14, 12, 14, 4),
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(*margins)
        row.setSpacing(6)
        self.label = Label(text, role="small", tone="muted", weight=600)
        self.count = Label("", role="small", tone="muted")
        row.addWidget(self.label)
        row.addStretch(1)
        if isinstance(trailing, QWidget):
            row.addWidget(trailing)
        else:
            self.count.setText(trailing)
            row.addWidget(self.count)


class PanelHead(QWidget):
    """The 48 px head of a panel or screen: title, a fact, and room for controls at the right."""

    def __init__(self, title: str = "", detail: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, role="panel_title")
        self.detail = Label(detail, role="small", tone="muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 14, 1)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.detail)
        self._row.addStretch(1)
        self.title.setVisible(bool(title))
        self.detail.setVisible(bool(detail))
        self.setFixedHeight(metrics().head)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self._row.addWidget(widget)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget after the title, before the room."""
        self._row.insertWidget(self._row.count() - self._trailing() - 1, widget)

    def set_texts(self, title: str, detail: str = "") -> None:
        """Change title and fact."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = self.rect()
            line.setTop(line.bottom())
            painter.fillRect(line, current_theme().colour("divider"))

    def _trailing(self) -> int:
        cells = [self._row.itemAt(i) for i in range(self._row.count())]
        room = next(i for i, cell in enumerate(cells) if cell and cell.spacerItem() is not None)
        return len(cells) - room - 1


class Divider(QWidget):
    """A 1 px line, lying or upright."""

    def __init__(
        self, parent: QWidget | None = None, *, upright: bool = False, inset: int = 0
    ) -> None:
        super().__init__(parent)
        self._upright, self._inset = upright, inset
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self.rect()
        line = (
            line.adjusted(0, self._inset, 0, -self._inset)
            if self._upright
            else line.adjusted(self._inset, 0, -self._inset, 0)
        )
        with QPainter(self) as painter:
            painter.fillRect(line, current_theme().colour("divider"))


def on_plane(widget: QWidget, plane: Plane) -> QWidget:
    """Fill a widget with a plane of the theme; cards and pop-ups must be a QFrame."""
    widget.setProperty("plane", plane)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget


class Card(QFrame):
    """A raised plate with a 1 px frame."""

    def __init__(self, parent: QWidget | None = None, *, popup: bool = False) -> None:
        super().__init__(parent)
        on_plane(self, "popup" if popup else "card")
