"""What stands on the screens that compare coders while nothing is compared."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from refusal_annotator.ui.widgets import EmptyState


class NoFigures(EmptyState):
    """Why there are none, and the way on; `nothing` is the title where nothing kept them away."""

    def __init__(self, icon: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, nothing, parent=parent)
        self._icon, self._nothing = icon, nothing
        self.show_reason("", "")

    def show_running(self) -> None:
        """The coders are being compared."""
        self.set_state(
            "history",
            self.tr("Comparing the coders"),
            self.tr("You can go on working; the figures appear when they are ready."),
            button=self.tr("Stop comparing"),
        )

    def show_reason(self, problem: str, forbidden: str) -> None:
        """What kept the coders from being compared, or why this person may not."""
        if forbidden:
            title = self.tr("Only a supervisor compares here")
            self.set_state("lock", title, forbidden)
        else:
            alone = "second coder" in problem
            self.set_state(
                self._icon,
                self.tr("A second coder is needed") if alone else self._nothing,
                problem or self.tr("Press F5 to compare the coders."),
                button=self.tr("Compare the coders"),
            )
        self.set_progress(0, 0)
