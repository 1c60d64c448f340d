"""What stands where nothing is yet: an icon, one fact, one way on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.buttons import Button
from refusal_annotator.ui.widgets.marks import ProgressBar
from refusal_annotator.ui.widgets.text import Label


class IconMark(QWidget):
    """An icon that stands alone, in the colour of a role."""

    def __init__(
        self,
        icon: str,
        name: str = "",
        parent: QWidget | None = None,
        *,
        size: int = 20,
        role: str = "text_muted",
    ) -> None:
        super().__init__(parent)
        self._icon, self._size, self._role = icon, size, role
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, *, role: str = "text_muted") -> None:
        """Show another icon."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = current_theme().hex(self._role)
            paint_icon(painter, self._icon, QPoint(0, 0), size=self._size, colour=colour)


class EmptyState(QWidget):
    """Icon, title, sentence, and at most one button; `activated` when it is pressed."""

    activated = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        button: str = "",
        primary: bool = True,
        role: str = "text_muted",
    ) -> None:
        super().__init__(parent)
        self._holders: dict[QWidget, _Holder] = {}
        self._mark = IconMark(icon, role=role)
        self._title = Label(title, role="panel_title", wrap=True)
        self._text = Label(text, tone="muted", wrap=True)
        self._progress = ProgressBar(title)
        self._step = Label("", role="small", tone="muted")
        self.button = Button(button, variant="primary" if primary else "default")
        self.button.clicked.connect(self.activated)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._add(self._mark, 0)
        self._add(self._title, 10)
        self._add(self._text, 4)
        self._progress.setFixedWidth(220)
        self._add(self._progress, 14)
        self._add(self._step, 8)
        self._add(self.button, 14)
        self._column.addStretch(1)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setFixedWidth(280)
        self._set_shown(self._progress, False)
        self._set_shown(self._step, False)
        self._set_shown(self._text, bool(text))
        self._set_shown(self.button, bool(button))
        self.setAccessibleName(title)
        self._fit_texts()

    def set_state(
        self, icon: str, title: str, text: str = "", *, button: str = "", role: str = "text_muted"
    ) -> None:
        """Say something else."""
        self._mark.set_icon(icon, role=role)
        self._title.setText(title)
        self._text.setText(text)
        self._set_shown(self._text, bool(text))
        self.button.setText(button)
        self._set_shown(self.button, bool(button))
        self.setAccessibleName(title)
        self._fit_texts()

    def set_progress(self, done: int, total: int, step: str = "") -> None:
        """Show a bar and a line below it; total 0 takes both away."""
        self._set_shown(self._progress, total > 0)
        self._progress.set_progress(done, total)
        self._step.setText(step)
        self._set_shown(self._step, total > 0 and bool(step))

    def _fit_texts(self) -> None:
        # An aligned item of a layout is not asked for the height that its width needs.
        for label in (self._title, self._text):
            label.setFixedHeight(max(0, label.heightForWidth(label.minimumWidth())))

    def _add(self, widget: QWidget, above: int) -> None:
        # The space belongs to the part, so that it goes when the part is hidden.
        holder = self._holders[widget] = _Holder(widget, above)
        self._column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)

    def _set_shown(self, widget: QWidget, shown: bool) -> None:
        self._holders[widget].setVisible(shown)


class _Holder(QWidget):
    def __init__(self, widget: QWidget, above: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, above, 0, 0)
        column.addWidget(widget)
