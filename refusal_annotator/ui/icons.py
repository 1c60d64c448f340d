"""Icons: our own SVG files, tinted by colour role when they are drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from refusal_annotator.resources import resource_path
from refusal_annotator.ui.theme import current_theme, theme_manager

_STROKE = 1.5


@lru_cache(maxsize=1)
def icon_names() -> tuple[str, ...]:
    """Names of all icons, sorted."""
    return tuple(sorted(p.stem for p in resource_path("icons").glob("*.svg")))


@lru_cache(maxsize=512)
def icon_pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap: logical size, ``#RRGGBB``, device pixel ratio."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(_svg(name, size, colour))).render(painter, QRect(0, 0, size, size))
    return pixmap


def paint_icon(
    painter: QPainter, name: str, at: QPoint, *, size: int = 16, colour: str | QColor
) -> None:
    """Draw an icon with its top left corner at a point."""
    value = colour if isinstance(colour, str) else colour.name()
    painter.drawPixmap(at, icon_pixmap(name, size, value, painter.device().devicePixelRatio()))


def icon(name: str, *, role: str = "text", size: int = 16) -> QIcon:
    """A QIcon in the colours of the theme in use; it keeps them, see `keep_icon`."""
    theme = current_theme()
    made = QIcon()
    modes = {QIcon.Mode.Normal: role, QIcon.Mode.Active: role, QIcon.Mode.Disabled: "text_disabled"}
    for mode, mode_role in modes.items():
        for ratio in (1.0, 2.0):
            made.addPixmap(icon_pixmap(name, size, theme.hex(mode_role), ratio), mode)
    return made


def keep_icon(
    target: QAction | QAbstractButton, name: str, *, role: str = "text", size: int = 16
) -> None:
    """Give an action or a button an icon that follows the theme."""
    _IconKeeper(target, name, role, size)


class _IconKeeper(QObject):
    """Child of what it dresses, so Qt ends the connection together with it."""

    def __init__(self, target: QAction | QAbstractButton, name: str, role: str, size: int) -> None:
        super().__init__(target)
        self._target, self._name, self._role, self._size = target, name, role, size
        self.show()
        theme_manager().changed.connect(self.show)

    def show(self, _: object = None) -> None:
        """Give the target the icon in the colours of the theme in use."""
        self._target.setIcon(icon(self._name, role=self._role, size=self._size))
        if isinstance(self._target, QAbstractButton):
            self._target.setIconSize(QSize(self._size, self._size))


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _svg(name: str, size: int, colour: str) -> bytes:
    # The stroke keeps its width on screen whatever the size, so it is widened in the 20-unit grid.
    return (
        _source(name)
        .replace("currentColor", colour)
        .replace('stroke-width="1.5"', f'stroke-width="{_STROKE * 20 / size:g}"')
        .encode()
    )
