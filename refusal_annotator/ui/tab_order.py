"""Where Tab leads on a screen whose parts come and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def step_focus(screen: QWidget, regions: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next stop: region by region, in each from above to below, and round.

    False where the focus is in none of the regions.
    """
    stops = [stop for region in regions for stop in _stops(region, screen)]
    here = screen.focusWidget()
    if here is None or here not in stops:
        return False
    target = stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    _bring_into_view(target)
    return True


def _bring_into_view(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(widget, 0, 12)


def _stops(region: QWidget, screen: QWidget) -> list[QWidget]:
    found = [
        widget
        for widget in _shown_in(region, screen)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]

    def place(widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(screen, QPoint(0, 0))
        return at.y(), at.x()

    return sorted(found, key=place)


def _shown_in(above: QWidget, screen: QWidget) -> Iterator[QWidget]:
    """Each widget in another one, level by level.

    `findChildren` would tie all of them to the topmost, where what Qt made for them, such as their
    scroll bars, would stay after they are deleted.
    """
    for child in above.children():
        if isinstance(child, QWidget) and child.isVisibleTo(screen):
            yield child
            yield from _shown_in(child, screen)
