"""The text for the methods section, and what the reporting guidelines ask for beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from refusal_annotator.ui.dialogs.base import FormDialog

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementReport


class MethodsDialog(FormDialog):
    """A paragraph to copy; fields in brackets are for the authors to fill in."""

    def __init__(
        self, report: AgreementReport, codebook: str, parent: QWidget | None = None
    ) -> None:
        from refusal_annotator.export.methods_text import checklist, paragraphs

        super().__init__(
            "Text for the methods section",
            "Made from the figures shown. Fill in what stands in round brackets.",
            "Copy the text",
            parent,
            leave="Close",
        )
        self.setMinimumWidth(680)
        self.written = QPlainTextEdit("\n\n".join(paragraphs(report, codebook)))
        self.written.setAccessibleName(self.tr("Text for the methods section"))
        self.written.setMinimumHeight(260)
        self.written.setTabChangesFocus(True)
        items = checklist(report)
        missing = [item for item in items if item.state != "done"]
        lines = [f"{item.guideline}: {item.asks}" for item in missing]
        done = len(items) - len(missing)
        head = self.tr("{0} of {1} items of the reporting guidelines are in the text.").format(
            done, len(items)
        )
        rest = QPlainTextEdit("\n".join((head, *lines)))
        rest.setReadOnly(True)
        rest.setAccessibleName(self.tr("What the reporting guidelines ask for"))
        rest.setMinimumHeight(120)
        rest.setTabChangesFocus(True)
        self.add_wide(self.written)
        self.add_wide(rest)

    def accept(self) -> None:
        QGuiApplication.clipboard().setText(self.written.toPlainText())
        super().accept()
