"""A row of the settings: whether the system opens the links of workbooks in this program."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.widgets import Button, Label
from refusal_annotator.workspace.link_opening import LinkState, links_state, switch_links


class LinkSetting(QWidget):
    """Two buttons, and below them who opens links now; `words` say what the row is for.

    Unlike other settings this one lies with the system. It is read when the row is shown, and
    changed in a thread, since programs of the system are asked to.
    """

    answered = Signal(object)  # LinkState or AnnotatorError

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = self.tr("Links from workbooks")
        self.words = QVBoxLayout()
        self.words.setSpacing(2)
        self.words.addWidget(Label(label, weight=600))
        what = self.tr("“Open” beside a row of a workbook shows its place in the text.")
        self.words.addWidget(Label(what, role="small", tone="muted"))
        self.words.addStretch(1)
        self.on = Button(self.tr("Open them in Refusal Annotator"))
        self.off = Button(self.tr("Off"))
        self._pressed: Button | None = None
        self.state = Label("", role="small", tone="muted", wrap=True)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.on, self.off):
            button.setCheckable(True)
            button.setAccessibleName(f"{label}: {button.text()}")
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.state)
        self.on.clicked.connect(lambda: self._switch(on=True))
        self.off.clicked.connect(lambda: self._switch(on=False))
        self.answered.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask the system who opens links now."""
        try:
            self._show(links_state())
        except AnnotatorError as error:
            self._show(error)

    def _switch(self, *, on: bool) -> None:
        self._pressed = self.on if on else self.off
        self.setEnabled(False)
        self.state.setText(self.tr("The system is told …"))

        def work() -> None:
            found: LinkState | AnnotatorError
            try:
                found = switch_links(on=on)
            except AnnotatorError as error:
                found = error
            # The window may have been closed meanwhile.
            with suppress(RuntimeError):
                self.answered.emit(found)

        Thread(target=work, name="links", daemon=True).start()

    def _show(self, found: LinkState | AnnotatorError) -> None:
        if self._pressed is not None:
            self.setEnabled(True)
            self._pressed.setFocus()
            self._pressed = None
        failed = isinstance(found, AnnotatorError)
        if not failed:
            self.on.setChecked(found.on)
            self.off.setChecked(not found.on)
        for button in (self.on, self.off):
            button.set_icon_name("check" if button.isChecked() else "")
        self.state.setText(str(found) if failed else found.sentence)
        self.state.set_tone("danger" if failed else "muted")
