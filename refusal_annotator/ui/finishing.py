"""Finishing an article: what is lacking is asked about, then the next article comes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from refusal_annotator.ui.panels.finish_panel import FinishPanel
from refusal_annotator.ui.widgets import Banner

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow

WAIT = 400  # milliseconds in which any key keeps the coder where they are
_STOPS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class Finishing(QObject):
    """Owns the panel and the banner; the window docks them above the status line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._article: UUID | None = None
        self.panel = FinishPanel()
        self.banner = Banner("check", "")
        self.banner.hide()
        self._next: UUID | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._advance)
        self.panel.reason_given.connect(self._finish)
        self.panel.filling_wanted.connect(self._fill)
        window.desk.article_changed.connect(self.leave)
        window.desk.content_changed.connect(self._follow)

    def finish(self) -> None:
        """Finish the open article, or ask why fields stay empty."""
        desk = self._window.desk
        if desk.session is None or desk.read_only:
            return
        missing = [field.label for field in desk.missing()]
        if not missing:
            self._finish(None)
            return
        self._article = desk.session.article.id
        self.panel.ask(missing)

    def leave(self) -> None:
        """Put the question and the banner away."""
        self._article = None
        self.panel.hide()
        self.stop()

    def stop(self) -> None:
        """Stay in this article."""
        if not self._timer.isActive() and self.banner.isHidden():
            return
        self._timer.stop()
        self.banner.hide()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # The key that stops does nothing else: it was meant for what is on the screen.
            event.accept()
            return True
        if event.type() in _STOPS:
            self.stop()
            self._window.status.say(self.tr("Stayed in the article"))
            return True
        return False

    def _finish(self, reason: str | None) -> None:
        window = self._window
        if not window.desk.acts.finish(reason=reason):
            return
        self.panel.hide()
        self._article = None
        window.refresh_articles()
        following = window.code.queue.next_unfinished()
        window.code.view.setFocus()
        if following is None or not window.settings.auto_advance:
            return
        articles = window.code.queue.model.order()
        title = next((a.title for a in articles if a.id == following), "")
        self._next = following
        self.banner.set_banner(
            "check",
            self.tr("Finished"),
            self.tr("Next: {0}").format(title),
            hint=self.tr("Any key stays here"),
        )
        self.banner.show()
        self._timer.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _advance(self) -> None:
        following, self._next = self._next, None
        self.stop()
        if following is not None and self._window.bridge is not None:
            self._window.code.open_article(following)

    def _fill(self) -> None:
        self.panel.hide()
        self._window.code.view.setFocus()
        self._window.code.acts.next_missing()

    def _follow(self) -> None:
        """Say what is lacking now, while the question stands."""
        desk = self._window.desk
        if self.panel.isHidden() or desk.session is None:
            return
        if desk.session.article.id != self._article or desk.is_finished:
            self.panel.hide()
            return
        missing = [field.label for field in desk.missing()]
        if missing:
            self.panel.show_missing(missing)
        else:
            self.panel.hide()
