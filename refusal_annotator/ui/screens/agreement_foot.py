"""Below the table of figures: by what they are judged, and the ways to data and to a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from refusal_annotator.ui.widgets import ActionBar, Button, ElidedLabel, IconButton, IconMark

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementReport


class AgreementFoot(ActionBar):
    """The thresholds in a sentence, and two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(36)
        self.data = Button(self.tr("Export data"), variant="flat", icon="package")
        self.save_table = IconButton("export", self.tr("Save this table as a figure"))
        self._text = ElidedLabel("", role="small", tone="muted")
        self.add(IconMark("info", size=14))
        self.row.addWidget(self._text, 1)
        self.add(self.data)
        self.add(self.save_table)

    def show_report(self, report: AgreementReport) -> None:
        """Say by what the figures of a report are judged."""
        words = self.tr(
            "Reliable from {0}, tentative from {1}, by the interval's lower end. "
            "No verdict below {2} units or {3} articles."
        )
        limits, options = report.thresholds, report.options
        self._text.set_text(
            words.format(
                f"{limits.reliable:g}",
                f"{limits.tentative:g}",
                options.min_units,
                options.min_articles,
            )
        )
