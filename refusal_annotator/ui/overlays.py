"""What is laid over the window: the list of keys, the palette, what was done last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from refusal_annotator.ui.commands import SECTIONS, SECTIONS_OF
from refusal_annotator.ui.dialogs.base import tell
from refusal_annotator.ui.dialogs.keys import KeysOverlay, Overlay
from refusal_annotator.ui.dialogs.palette import PaletteOverlay

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow


class Overlays(QObject):
    """Opens one overlay at a time and keeps it alive."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.current: Overlay | None = None

    def show_keys(self) -> None:
        """Lay the list of keys over the window."""
        window = self._window
        titles = SECTIONS_OF.get(window.screen_name)
        sections = window.actions_.sections(titles or SECTIONS)
        title = self.tr("Keys of the comparison") if titles else self.tr("Keys in the text")
        letters_on = window.settings.single_letter_keys
        self._open(KeysOverlay(title, sections, letters_on, window))

    def show_palette(self) -> None:
        """Lay the command palette over the window."""
        self._open_palette(
            PaletteOverlay(
                self._window.palette_source.entries(),
                self._window,
                title=self.tr("Find anything"),
                placeholder=self.tr(
                    "Types, values, actors, commands, articles, places as 3:29-118"
                ),
                spelt=self._window.palette_source.places,
            )
        )

    def show_places(self) -> None:
        """Lay a field over the window that takes an article and a place in it."""
        help_ = self.tr(
            "An article, a colon, and where in its text: 3:29-118 or harbour:29. Without an "
            "article it is the open one. Places count characters from the start of the text, as "
            "the workbook and the search print them; a link of a workbook can be pasted, too."
        )
        self._open_palette(
            PaletteOverlay(
                (),
                self._window,
                title=self.tr("Go to place"),
                placeholder=self.tr("Article and place, such as 3:29-118"),
                nothing=help_,
                spelt=self._window.palette_source.places,
            )
        )

    def show_recent(self) -> None:
        """Lay the list of what was done last over the window; digits take."""
        self._open_palette(
            PaletteOverlay(
                self._window.palette_source.recent_entries(),
                self._window,
                title=self.tr("Done last"),
                placeholder=self.tr("A digit takes one, letters narrow the list"),
                numbered=True,
                nothing=self.tr(
                    "Nothing to do again here yet. Select words to repeat a type, or a coding to "
                    "repeat a value."
                ),
            )
        )

    def show_about(self) -> None:
        """Say what the program is and which version."""
        from refusal_annotator import __version__

        tell(
            self._window,
            self.tr("Refusal Annotator {0}").format(__version__),
            self.tr(
                "Codes claims, actors, numbers and stance in news articles and computes how far "
                "coders agree. Everything stays on this computer."
            ),
            act=self.tr("Close"),
        )

    @property
    def is_open(self) -> bool:
        """Whether something is laid over the window."""
        current = self.current
        return current is not None and isValid(current) and current.isVisible()

    def leave(self) -> None:
        """Take away what is laid over the window."""
        if self.current is not None and self.is_open:
            self.current.leave()
        self.current = None

    def _open_palette(self, overlay: PaletteOverlay) -> None:
        overlay.chosen.connect(self._window.palette_source.run)
        self._open(overlay)

    def _open(self, overlay: Overlay) -> None:
        # One at a time: what lies under another is never left.
        self.leave()
        self.current = overlay
        overlay.open()
