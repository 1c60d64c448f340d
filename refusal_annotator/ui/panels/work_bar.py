"""The bar that says what is going on: progress, a question, a result."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets import Button, Divider, Label, ProgressBar, on_plane


class WorkBar(QWidget):
    """What is going on: progress with Cancel, a question with its act, or a result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "window")
        self.title = Label("", weight=600)
        self.text = Label("", role="small", tone="muted")
        self.cancel = Button(self.tr("Cancel"), variant="flat")
        self.act = Button("", variant="primary")
        self.meter = ProgressBar(self.tr("Progress"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.text, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.act)
        holder = QWidget()
        holder.setFixedHeight(50)
        holder.setLayout(row)
        column.addWidget(holder)
        column.addWidget(self.meter)
        column.addWidget(Divider())
        self.text.setMinimumWidth(0)
        self.hide()

    def idle(self) -> None:
        """Nothing is going on."""
        self.hide()

    def progress(self, what: str, done: int, total: int, name: str) -> None:
        """Show how far it is."""
        self.title.setText(what)
        counted = f"{min(done + 1, total)} of {total}" if total else ""
        self.text.setText(" · ".join(part for part in (counted, name) if part))
        self.meter.set_progress(done, total)
        self.meter.show()
        self.cancel.show()
        self.act.hide()
        self.show()

    def ask(self, title: str, text: str, act: str, *, enabled: bool) -> None:
        """Show what can be done next."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setToolTip(text)
        self.act.setText(act)
        self.act.setEnabled(enabled)
        self.act.show()
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.show()
        self.meter.hide()
        self.show()

    def tell(self, _sign: str, text: str) -> None:
        """Show what came of it."""
        self.title.setText("")
        self.text.setText(text)
        self.text.setToolTip(text)
        self.act.hide()
        self.meter.hide()
        self.cancel.setText(self.tr("Close"))
        self.show()
