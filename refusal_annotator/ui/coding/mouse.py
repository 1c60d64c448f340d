"""The mouse in the article: snapped dragging with preview, word, sentence and paragraph clicks,
handles.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from refusal_annotator.ui.coding.host import ArticleHost
from refusal_annotator.ui.coding.overlay_painter import GRAB, handles
from refusal_annotator.ui.coding.state import Edge


class MouseControl:
    """Turns mouse events of an article view into selections, clicks and moved edges."""

    def __init__(self, view: ArticleHost) -> None:
        self._view = view
        self._pressed_at: QPoint | None = None
        self._dragged = False
        self._edge: Edge | None = None
        self._clicks = 0
        self._since_click = QElapsedTimer()
        self._last_click = QPoint()

    def press(self, event: QMouseEvent) -> bool:
        """Handle a press; True when Qt shall not see it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return event.button() == Qt.MouseButton.RightButton
        point = event.position().toPoint()
        if self._continues_clicks(point):
            self._select_by_clicks(point)
            return True
        self._clicks = 1
        self._edge = self._handle_at(point)
        self._pressed_at, self._dragged = point, False
        if self._edge is not None:
            self._view.pick_edge(self._edge)
            return True
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            # Else a press on the selection would begin to drag its text away.
            self._view.set_caret(self._view.position_at(point))
        return False

    def move_before(self, event: QMouseEvent) -> bool:
        """Handle a move before Qt does; True when Qt shall not see it."""
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_pointer(point)
            return False
        if self._edge is not None:
            self._drag_edge(point, free=_is_free(event))
            return True
        return self._clicks > 1

    def move_after(self, event: QMouseEvent) -> None:
        """Show what would be selected, once Qt has moved its raw selection."""
        if not event.buttons() & Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        point = event.position().toPoint()
        distance = (point - self._pressed_at).manhattanLength()
        self._dragged = self._dragged or distance >= QApplication.startDragDistance() // 2
        view = self._view
        raw = view.selection()
        snapped = raw if raw is None or _is_free(event) else view.tokens.snap(*raw) or raw
        to_qt = view.offsets.to_qt
        view.state.preview = (to_qt(snapped[0]), to_qt(snapped[1])) if snapped else None
        view.viewport().update()

    def release_before(self, event: QMouseEvent) -> bool:
        """Handle a release before Qt does; True when Qt shall not see it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return True
        if self._edge is not None:
            self._edge = None
            self._view.keep_edge()
            return True
        return self._clicks > 1

    def release_after(self, event: QMouseEvent) -> None:
        """Snap what was dragged, or take the click."""
        view = self._view
        view.state.preview = None
        raw = view.selection()
        if raw is not None:
            snapped = raw if _is_free(event) else view.tokens.snap(*raw)
            backwards = view.caret() < view.anchor()
            start, end = snapped if snapped is not None else (view.caret(), view.caret())
            ends = (end, start) if backwards else (start, end)
            view.set_selection(*ends, by_characters=_is_free(event))
        view.report_selection()
        if raw is None and not self._dragged:
            self._click(event.position().toPoint())
        self._pressed_at = None

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; a fourth click arrives here too and takes the paragraph."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        if self._clicks < 3 or not self._continues_clicks(point):
            self._clicks = 1
        self._select_by_clicks(point)

    def _continues_clicks(self, point: QPoint) -> bool:
        interval = QApplication.doubleClickInterval()
        return (
            self._clicks >= 2
            and self._since_click.isValid()
            and self._since_click.elapsed() <= interval
            and (point - self._last_click).manhattanLength() <= 6
        )

    def _select_by_clicks(self, point: QPoint) -> None:
        view = self._view
        self._clicks = min(4, self._clicks + 1)
        self._since_click.start()
        self._last_click = point
        self._pressed_at, self._dragged = None, False
        position = view.position_at(point)
        units = {2: view.tokens, 3: view.sentences, 4: view.paragraphs}[self._clicks]
        if self._clicks == 3 and not len(view.sentences):
            units = view.paragraphs
        extent = units.at(position) if len(units) else _line_of(view.content.text, position)
        if extent is not None:
            view.set_selection(*extent)
        view.report_selection()

    def _click(self, point: QPoint) -> None:
        under = self._view.spans_under(point)
        hints = self._view.state.hints
        if hints:
            under = [mark_id for mark_id in under if mark_id in hints] or under
        if not under:
            return
        # A further click in the same place goes one span out, and round.
        selected = self._view.state.selected
        again = under.index(selected) + 1 if selected is not None and selected in under else 0
        self._view.report_click(under[again % len(under)])

    def _handle_at(self, point: QPoint) -> Edge | None:
        view = self._view
        if view.state.selected is None or view.state.hints is not None:
            return None
        at = point + QPoint(0, view.verticalScrollBar().value())
        for edge, centre, stem in handles(view.page(), view.state.selected):
            knob = centre.toPoint() - at
            on_knob = max(abs(knob.x()), abs(knob.y())) <= GRAB // 2 and abs(knob.y()) <= 8
            # Outwards only: a drag over the first letter begins a selection.
            outwards = (-3, 0, 0, 0) if edge == "start" else (0, 0, 3, 0)
            if on_knob or stem.adjusted(*outwards).contains(at):
                return edge
        return None

    def _drag_edge(self, point: QPoint, *, free: bool) -> None:
        view = self._view
        mark = view.mark(view.state.selected) if view.state.selected else None
        if mark is None:
            return
        position = view.position_at(point)
        start, end = mark.start, mark.end
        unit = None if free else view.tokens.touching(position)
        if self._edge == "start":
            limit = (end if len(mark.parts) == 1 else mark.parts[0][1]) - 1
            start = min(unit[0] if unit else position, limit)
        else:
            limit = (start if len(mark.parts) == 1 else mark.parts[-1][0]) + 1
            end = max(unit[1] if unit else position, limit)
        view.move_edge(start, end)

    def _show_pointer(self, point: QPoint) -> None:
        over_handle = self._handle_at(point) is not None
        shape = Qt.CursorShape.SizeHorCursor if over_handle else Qt.CursorShape.IBeamCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)


def _is_free(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


def _line_of(text: str, position: int) -> tuple[int, int] | None:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return (start, end) if start < end else None
