"""What dialogs look like: a title, a sentence, fields, and buttons that say what they do."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets import Button, Divider, Label, on_plane

LABEL = 124


class FormDialog(QDialog):
    """A dialog with labelled fields; `act` is the button that does it, Esc leaves."""

    def __init__(
        self, title: str, text: str, act: str, parent: QWidget | None = None, *, leave: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(520)
        on_plane(self, "surface")
        self.title = Label(title, role="section", wrap=True)
        self.text = Label(text, tone="muted", wrap=True)
        self.text.setVisible(bool(text))
        self.problem = Label("", role="small", tone="danger", wrap=True)
        self.problem.hide()
        self.act = Button(act, variant="primary")
        self.act.setDefault(True)
        self.leave = Button(leave or self.tr("Cancel"), variant="flat")
        self.act.clicked.connect(self.attempt)
        self.leave.clicked.connect(self.reject)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, LABEL)
        self._grid.setColumnStretch(1, 1)
        self._rows = 0
        self._build()

    def add_row(self, label: str, content: QWidget) -> None:
        """A labelled field."""
        words = Label(label, tone="muted")
        words.setBuddy(content)
        self._grid.addWidget(words, self._rows, 0)
        self._grid.addWidget(content, self._rows, 1)
        self._rows += 1

    def add_wide(self, content: QWidget) -> None:
        """A field over the whole width."""
        self._grid.addWidget(content, self._rows, 0, 1, 2)
        self._rows += 1

    def attempt(self) -> None:
        """Do it, or say what is in the way."""
        problem = self.find_problem()
        self.problem.setText(problem or "")
        self.problem.setVisible(bool(problem))
        if problem is None:
            self.accept()

    def find_problem(self) -> str | None:
        """Say why it cannot be done yet, or return None."""
        return None

    def say_problem(self, sentence: str) -> None:
        """Show why it was not done."""
        self.problem.setText(sentence)
        self.problem.setVisible(True)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(6)
        body.addWidget(self.title)
        body.addWidget(self.text)
        body.addSpacing(10)
        body.addLayout(self._grid)
        body.addWidget(self.problem)
        body.addStretch(1)
        column.addLayout(body, 1)
        column.addWidget(Divider())
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.act)
        column.addLayout(foot)


def tell(parent: QWidget | None, title: str, text: str, *, act: str, leave: str = "") -> bool:
    """Say something; True where the act was chosen."""
    dialog = FormDialog(title, text, act, parent, leave=leave)
    dialog.leave.setVisible(bool(leave))
    return bool(dialog.exec())
