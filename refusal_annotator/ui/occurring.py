"""Tagging all further places of a coding: found, reviewed in a panel, tagged as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.panels.occurrence_panel import OccurrencePanel

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.workspace.occurrences import Occurrence

_LONGEST = 40


class Occurring(QObject):
    """Owns the panel; the window docks it above the status line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._type = ""
        self._source: UUID | None = None
        self.panel = OccurrencePanel()
        self.panel.tag_wanted.connect(self._tag)
        self.panel.shown.connect(self._show)
        self.panel.left.connect(self._leave)
        window.desk.article_changed.connect(self.panel.hide)

    def start(self) -> None:
        """Look for further places of the selected coding."""
        from refusal_annotator.workspace.occurrences import occurrences_of

        window, chosen = self._window, self._window.desk.selected
        session, bridge = window.desk.session, window.bridge
        if session is None or chosen is None or bridge is None or window.desk.read_only:
            return
        try:
            places = occurrences_of(session, chosen.id, bridge.project.entity_index())
        except AnnotatorError as error:
            window.following.on_refused(error)
            return
        quote = chosen.quote if len(chosen.quote) <= _LONGEST else f"{chosen.quote[:_LONGEST]}…"
        if not places:
            self.panel.hide()
            window.status.warn(self.tr("“{0}” stands nowhere else uncoded.").format(quote))
            return
        self._type, self._source = chosen.type, chosen.id
        label = window.desk.codebook.span_type(chosen.type).label
        count = len(places)
        words = self.tr("1 more place") if count == 1 else self.tr("{0} more places").format(count)
        title = self.tr("{0} like “{1}”, as {2}").format(words, quote, label.lower())
        self.panel.ask(title, places)

    def _tag(self, places: tuple[Occurrence, ...]) -> None:
        from refusal_annotator.workspace.occurrences import shared_values, tag_all

        window = self._window
        session, bridge, source = window.desk.session, window.bridge, self._source
        if session is None or bridge is None or source is None:
            return

        def act() -> Any:
            return tag_all(session, self._type, places, values=shared_values(session, source))

        made = bridge.attempt(act, initiator=window.desk)
        if made is None:
            return
        self._leave()
        window.status.say(made.label, self.tr("· undo takes all of them back"))

    def _show(self, place: Occurrence) -> None:
        view = self._window.code.view
        view.set_hits([(place.start, place.end)], 0)
        view.scroll_to_position(place.start)

    def _leave(self) -> None:
        self.panel.hide()
        view = self._window.code.view
        view.set_hits(())
        if self._source is not None and self._window.desk.session is not None:
            self._window.desk.select(self._source)
        view.setFocus()
