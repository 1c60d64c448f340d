"""The head of the agreement screen: whom to compare and how, and what to write of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QMenu, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.ui.widgets import Button, Divider, Label, PanelHead
from refusal_annotator.ui.widgets.buttons import Select

if TYPE_CHECKING:
    # numpy comes with it, and is not needed before the first window.
    from refusal_annotator.domain.comparison import AgreementReport

RESAMPLES = (0, 500, 2000, 10_000)
_STANDARD = 2000
_ROOMY = 1180


class AgreementHead(PanelHead):
    """Coders, resamples and names at the left; computing, methods and workbook at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_texts(self.tr("Agreement"))
        self.coders = Button("", chevron=True)
        self.resamples = Select(self.tr("Resamples for the intervals"))
        for count in RESAMPLES:
            words = self.tr("{0} resamples").format(f"{count:,}") if count else ""
            self.resamples.addItem(words or self.tr("No intervals"), count)
        self.choose_resamples(_STANDARD)
        self.versions = Select(self.tr("Version of the codebook"))
        self.versions.addItem(self.tr("All versions"), None)
        self.blind = Button(self.tr("Hide names"), icon="eye")
        self.blind.setCheckable(True)
        self.again = Button(self.tr("Compute again"), key="F5")
        self.methods = Button(self.tr("Methods text"), icon="document")
        self.workbook = Button(self.tr("Export workbook"), variant="primary", icon="export")
        self._compared = Label("", role="small", tone="muted")
        upright = Divider(upright=True)
        upright.setFixedHeight(22)
        for part in (
            upright,
            self.coders,
            self.versions,
            self.resamples,
            self.blind,
            self._compared,
        ):
            self.add_left(part)
        for button in (self.again, self.methods, self.workbook):
            self.add(button)

    def choose_resamples(self, count: int) -> None:
        """Show another number of resamples as the chosen one."""
        self.resamples.setCurrentIndex(RESAMPLES.index(count))

    def offer_versions(self, versions: Sequence[int]) -> None:
        """Let the codings of one version of the codebook be chosen, where there are several."""
        chosen = self.versions.currentData()
        self.versions.clear()
        self.versions.addItem(self.tr("All versions"), None)
        for version in versions if len(versions) > 1 else ():
            self.versions.addItem(self.tr("Codebook version {0}").format(version), version)
        self.versions.setCurrentIndex(max(0, self.versions.findData(chosen)))

    def show_report(self, report: AgreementReport) -> None:
        """Say how many coders and articles were compared."""
        self.coders.setText(self.tr("{0} coders").format(len(report.coders)))
        one = report.n_compared == 1
        words = (
            self.tr("1 article coded twice")
            if one
            else self.tr("{0} articles coded twice or more").format(report.n_compared)
        )
        self._compared.setText(words)

    def show_state(self, *, computable: bool, running: bool, known: bool, writing: bool) -> None:
        """Enable what can be done; what needs figures is not there before there are any."""
        self.again.setEnabled(computable and not running)
        self.resamples.setEnabled(computable and not running)
        for button in (self.workbook, self.methods):
            button.setEnabled(known and not running and not writing)
        for part in (self.coders, self.resamples, self.blind, self.methods):
            part.setVisible(known)
        self.versions.setVisible(known and self.versions.count() > 1)
        self.versions.setEnabled(computable and not running)

    def fit(self, width: int, *, narrow: bool) -> None:
        """Leave out what a narrow window has no room for, and say the rest in fewer words."""
        crowded = not self.versions.isHidden()
        self._compared.setVisible(not (narrow or crowded) and not self.coders.isHidden())
        tight = crowded and width < _ROOMY
        for button, long, short in (
            (self.again, self.tr("Compute again"), self.tr("Compute")),
            (self.methods, self.tr("Methods text"), self.tr("Methods")),
            (self.workbook, self.tr("Export workbook"), self.tr("Workbook")),
        ):
            button.setText(short if tight else long)
            button.setAccessibleName(long)

    def ask_coders(
        self, people: Sequence[Coder], chosen: set[UUID], blind: Mapping[UUID, str]
    ) -> set[UUID]:
        """Let one coder be taken in or left out; returns those chosen then.

        `blind` holds the numbers of coders, who are shown by them while names are hidden.
        """
        menu = QMenu(self)
        for coder in people:
            hidden = self.blind.isChecked()
            action = menu.addAction(blind.get(coder.id, "Coder") if hidden else coder.name)
            action.setCheckable(True)
            action.setChecked(coder.id in chosen)
            # Two are the least that can be compared.
            action.setEnabled(coder.id not in chosen or len(chosen) > 2)
            action.setData(coder.id)
        picked = menu.exec(self.coders.mapToGlobal(self.coders.rect().bottomLeft()))
        menu.deleteLater()
        return chosen if picked is None else chosen ^ {picked.data()}
