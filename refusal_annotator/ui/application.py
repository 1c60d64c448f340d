"""Start of the window: QApplication, look, translations, what happens with unforeseen errors."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from refusal_annotator import __version__
from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.resources import ResourceError, resource_path
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.widgets import FocusRings
from refusal_annotator.workspace.settings import config_folder, load_settings

if TYPE_CHECKING:
    from refusal_annotator.ui.hand_over import LinkReceiver

_log = logging.getLogger(__name__)
LOG_FILE = "errors.log"


def main(
    argv: Sequence[str] | None = None,
    *,
    project: Path | None = None,
    place: PlaceLink | None = None,
) -> int:
    """Open the window, on a project and at a place where one is named; run until it is closed.

    A place is handed to the window that has its project open, or without a named project to any
    window there is; then this returns at once.
    """
    arguments = list(sys.argv if argv is None else argv)
    receiver = None
    if place is not None:
        from refusal_annotator.ui.hand_over import LinkReceiver, hand_over

        if hand_over(place, only_to_holder=project is not None):
            return 0
        # Before the window is built: a second click on the link is then handed to this one.
        receiver = LinkReceiver()
        receiver.listen()
    app = make_application(arguments)
    window = MainWindow()
    window.looks.restore_place()
    _catch_errors(window)
    window.show()
    QTimer.singleShot(0, window, lambda: receive_links(window, receiver))
    if place is not None:
        QTimer.singleShot(0, window, lambda: _go(window, project, place))
    elif project is not None:
        QTimer.singleShot(0, window, lambda: window.open_project(project))
    return app.exec()


def receive_links(window: MainWindow, receiver: LinkReceiver | None = None) -> LinkReceiver:
    """Let other processes of this user hand links to the window, as long as it is there."""
    if receiver is None:
        # Loaded after the window stands: it is not needed for that.
        from refusal_annotator.ui.hand_over import LinkReceiver

        receiver = LinkReceiver()
        if not receiver.listen():
            _log.warning("links from workbooks do not reach this window: too many are open")
    receiver.setParent(window)
    receiver.standing = window.places.standing
    receiver.received.connect(window.places.follow)
    return receiver


def _go(window: MainWindow, project: Path | None, place: PlaceLink) -> None:
    if project is None:
        window.places.go(place)
    else:
        window.places.wait_for(place)
        window.open_project(project)


def make_application(argv: list[str]) -> QApplication:
    """The QApplication in the program's look; the one that runs already, where there is one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(argv or ["annotator"])
    app.setApplicationName("refusal-annotator")
    app.setApplicationDisplayName("Refusal Annotator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("refusal-annotator")
    settings = load_settings()
    manager = theme_manager()
    manager.set_mode(settings.theme)
    manager.set_compact(settings.density == "compact")
    manager.apply()
    _install_translators(app)
    if app.findChild(FocusRings) is None:
        FocusRings(app)
    return app


def _install_translators(app: QApplication) -> None:
    """Qt's own words and ours in the user's language, where we have them."""
    try:
        own = str(resource_path("translations"))
    except ResourceError:
        return
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt), ("refusal_annotator", own)):
        translator = QTranslator(app)
        if translator.load(QLocale(), name, "_", folder):
            app.installTranslator(translator)


def _catch_errors(window: MainWindow) -> None:
    """Say that something unforeseen happened, keep its traceback in a file, and go on."""

    def on_error(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("Unforeseen error", exc_info=(kind, error, trace))
        path = config_folder() / LOG_FILE
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write("".join(traceback.format_exception(kind, error, trace)) + "\n")
        except OSError:
            path = Path()
        window.status.warn(
            window.tr(
                "Something went wrong that was not foreseen; what is shown as saved is saved. "
                "Details are in {0}."
            ).format(path)
        )

    sys.excepthook = on_error
