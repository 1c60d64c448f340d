"""Places that a link or typed words lead to: the project is opened, then the article, there.

A link can come at any time and from anywhere. It never changes anything, and it never takes a
project away from somebody who works in it: the window asks first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.place_links import PlaceLink, PlaceLinkError, parse_address
from refusal_annotator.ui.panels.link_bar import LinkBar
from refusal_annotator.workspace.places import KnownProject, find_place, known_project

if TYPE_CHECKING:
    from refusal_annotator.ui.hand_over import Standing
    from refusal_annotator.ui.main_window import MainWindow


class PlaceVisits(QObject):
    """Goes to places in a window, at once or as soon as their project is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._awaited: PlaceLink | None = None
        self._tried: UUID | None = None  # project that is opened for the awaited place
        self._bar: LinkBar | None = None

    @property
    def bar(self) -> LinkBar:
        """The strip at the top of the window; it is made by the first who asks."""
        if self._bar is None:
            self._bar = LinkBar()
            self._bar.put_away.connect(self._on_put_away)
            self._window.frame.put_on_top(self._bar)
        return self._bar

    def standing(self, link: PlaceLink) -> Standing:
        """How well this window suits a link."""
        if self._window.bridge is None:
            return "free"
        return "here" if self._is_here(link) else "busy"

    def follow(self, address: str) -> None:
        """Go where an address from outside leads; the window comes to the front."""
        self._come_to_front()
        try:
            link = parse_address(address)
        except PlaceLinkError as error:
            self.bar.tell(str(error))
            return
        self.go(link)

    def go(self, link: PlaceLink) -> None:
        """Go to a place, opening its project where nobody works in another one."""
        self._await(link)
        if self._window.doors.busy:
            # A project is being opened, or somebody asked who is coding; it is gone to after that.
            return
        if self._is_here(link):
            self.arrive()
            return
        known = known_project(link.project_id)
        if known is None or not known.there:
            self._miss(known)
        elif self._window.bridge is None:
            self._open(known)
        else:
            self._ask(known)

    def wait_for(self, link: PlaceLink) -> None:
        """Go to a place when its project has been opened, which somebody sees to."""
        self._await(link)

    def arrive(self) -> None:
        """Show the awaited place, if its project is the one that is open now."""
        link, window = self._awaited, self._window
        if link is None or window.coder is None or not self._is_here(link):
            return
        assert window.bridge is not None
        self._await(None)
        try:
            found = find_place(window.bridge.project, link)
        except AnnotatorError as error:
            self.bar.tell(str(error))
            return
        self.show(found.article_id, found.extent)
        if found.note:
            self.bar.tell(found.note)

    def on_door_closed(self) -> None:
        """Opening has ended, one way or the other: what came meanwhile is seen to."""
        link = self._awaited
        if link is None:
            return
        if self._is_here(link):
            self.arrive()
        elif self._tried != link.project_id:
            QTimer.singleShot(0, self, lambda: self.go(link))

    def show(self, article_id: UUID, extent: tuple[int, int] | None) -> None:
        """Open an article with a place selected, or as it was left."""
        window = self._window
        window.overlays.leave()
        window.code_article(article_id)
        session = window.desk.session
        if extent is not None and session is not None and session.article.id == article_id:
            self.select(*extent)

    def select(self, start: int, end: int) -> None:
        """Select a place of the article that is open, and bring it into view."""
        view = self._window.code.view
        self._window.desk.select(None)
        view.scroll_to_position(start)
        view.set_selection(start, end)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- helpers ----------------------------------------------------------------------------

    def _await(self, link: PlaceLink | None) -> None:
        self._awaited, self._tried = link, None
        if self._bar is not None:
            self._bar.hide()

    def _is_here(self, link: PlaceLink) -> bool:
        bridge = self._window.bridge
        return bridge is not None and bridge.project.project_id == link.project_id

    def _open(self, known: KnownProject) -> None:
        link = self._awaited
        assert link is not None
        self._tried = link.project_id
        opened = self._window.open_project(known.folder)
        if not opened and self._awaited is link:
            # Why not has been said, or somebody chose not to; the link is not to surprise later.
            self._await(None)

    def _ask(self, known: KnownProject) -> None:
        assert self._window.bridge is not None
        here = self._window.bridge.project.name
        other = known.name if known.name != here else str(known.folder)
        self.bar.ask(
            self.tr(
                "A link leads to a place in “{0}”. “{1}” is open here, and all of it is saved."
            ).format(other, here),
            act=self.tr("Open “{0}”").format(_short(known.name)),
            call=lambda: self._open(known),
        )

    def _miss(self, known: KnownProject | None) -> None:
        if known is None:
            words = self.tr(
                "This place belongs to a project that was never opened here. Open the project; "
                "the place is shown then."
            )
        else:
            words = self.tr(
                "This place belongs to “{0}”, which is not in {1} any more. Open it where it is "
                "now; the place is shown then."
            ).format(known.name, known.folder)
        choose = self._window.doors.choose
        self.bar.tell(words, act=self.tr("Open project…"), call=choose)

    def _on_put_away(self) -> None:
        self._await(None)
        if self._window.screen_name == "code":
            self._window.code.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_to_front(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29]}…"
