"""How the window looks and answers: what the settings say, put into effect at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication

from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.workspace.settings import Settings, change_settings

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow

DEFAULT_SIZE = (1440, 900)


class WindowSettings(QObject):
    """Puts settings into effect, and keeps what the window itself changes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def change(self, **changes: object) -> None:
        """Store settings and put them into effect."""
        self.take(change_settings(**changes))

    def take(self, settings: Settings) -> None:
        """Put settings into effect that are stored already."""
        self._window.settings = settings
        self.apply(settings)
        self._window.refresh_actions()

    def apply(self, settings: Settings) -> None:
        """Let every part of the window follow the settings."""
        window, manager = self._window, theme_manager()
        if manager.mode != settings.theme:
            manager.set_mode(settings.theme)
        compact = settings.density == "compact"
        if (manager.metrics.menu_bar < 30) != compact:
            manager.set_compact(compact)
        window.actions_.set_letters(settings.single_letter_keys)
        window.actions_.set_keys(settings.keys)
        if window.screens.is_made("code"):
            self.apply_reading(settings)
        if window.screens.is_made("settings"):
            window.settings_screen.show_settings(settings)
        # A height in the style sheet would count for each of its entries too.
        window.menuBar().setFixedHeight(manager.metrics.menu_bar)

    def apply_reading(self, settings: Settings) -> None:
        """Let the article be set as the settings say."""
        view = self._window.code.view
        view.animated = not settings.reduced_motion
        view.set_values_shown(settings.margin_values)
        view.set_sentence_numbers(settings.sentence_numbers)
        wanted = replace(
            view.setting,
            size=settings.reading_size,
            face=settings.reading_face,
            measure=settings.reading_measure,
            line_spacing=settings.reading_line_spacing,
            dyslexia=settings.reading_dyslexia,
        )
        if wanted != view.setting:
            view.set_reading(wanted)

    def keep_zoom(self, size: int) -> None:
        """Remember the size that the article was zoomed to."""
        window = self._window
        if size != window.settings.reading_size:
            window.settings = change_settings(reading_size=size)
            if window.screens.is_made("settings"):
                window.settings_screen.show_settings(window.settings)

    def keep_place(self) -> None:
        """Remember where the window stands."""
        box = self._window.geometry()
        change_settings(window=(box.x(), box.y(), box.width(), box.height()))

    def restore_place(self) -> None:
        """Put the window where it was, if that place is still on a screen."""
        window, place = self._window, self._window.settings.window
        available = QGuiApplication.primaryScreen().availableGeometry()
        if place is not None and available.intersects(QRect(*place)):
            window.setGeometry(QRect(*place).intersected(available))
            return
        width = min(DEFAULT_SIZE[0], available.width())
        height = min(DEFAULT_SIZE[1], available.height())
        window.resize(width, height)
