"""The banner over the text that says which mode its keys are in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from refusal_annotator.ui.coding.state import Edge
from refusal_annotator.ui.widgets import Banner


class ModeBanner(Banner):
    """Names the coding that a mode is about, what to press, and the way out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("link", "", parent=parent)
        self.set_banner("link", self.tr("Link"), "")

    def show_parts(self, title: str, words: str) -> None:
        """Parts of a coding are gathered."""
        self.set_banner("plus", title, words, hint=self.tr("Esc leaves"))

    def show_link(self, coding: str, relation: str) -> None:
        """Links go out from a coding."""
        words = self.tr("{0}: type a letter, or select new text and press Enter.")
        self.set_banner(
            "link",
            self.tr("Link {0}").format(lower_first(coding)),
            words.format(relation),
            hint=self.tr("Esc leaves"),
        )

    def show_edge(self, coding: str, edge: Edge) -> None:
        """An edge of a coding is moved."""
        which = self.tr("start") if edge == "start" else self.tr("end")
        self.set_banner(
            "edge",
            self.tr("Move the {0} of {1}").format(which, lower_first(coding)),
            self.tr("Arrows move by word, Alt by character; Enter keeps."),
            hint=self.tr("Esc puts back"),
        )


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
