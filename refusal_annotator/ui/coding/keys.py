"""The keyboard in the article: by token, character and sentence; edges; native keys leave zones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from refusal_annotator.ui.coding.host import ArticleHost
from refusal_annotator.ui.coding.selection import Units, extend, out_of_zones, step

_ARROWS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
_NATIVE = {
    Qt.Key.Key_Up: False,
    Qt.Key.Key_Down: True,
    Qt.Key.Key_PageUp: False,
    Qt.Key.Key_PageDown: True,
    Qt.Key.Key_Home: False,
    Qt.Key.Key_End: True,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyControl:
    """Turns keys of an article view into moves; keys it does not know are left to the window."""

    def __init__(self, view: ArticleHost) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key; False when it is not ours."""
        if event.key() in _ARROWS:
            self._arrow(event, forward=_ARROWS[Qt.Key(event.key())])
            event.accept()
            return True
        if self._view.state.edge is not None:
            if event.key() in _ENTER:
                self._view.keep_edge()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._view.pick_edge(None)
                return True
        return False

    @staticmethod
    def is_native(event: QKeyEvent) -> bool:
        """Whether Qt moves, copies or selects by this key."""
        standard = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
        plain = not event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            plain = plain and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return (event.key() in _NATIVE and plain) or any(event.matches(key) for key in standard)

    def after_native(self, event: QKeyEvent, before: int) -> None:
        """Leave zones and thin lines behind after Qt moved the caret."""
        view = self._view
        if event.key() not in _NATIVE:
            if event.matches(QKeySequence.StandardKey.SelectAll):
                view.report_selection()
            return
        forward = _NATIVE[Qt.Key(event.key())]
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._skip_lines(forward=forward, keep=keep)
        view.ensureCursorVisible()
        if view.caret() != before or keep:
            view.report_selection()

    def _arrow(self, event: QKeyEvent, *, forward: bool) -> None:
        view = self._view
        modifiers = event.modifiers()
        by_character = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        by_sentence = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if view.state.edge is not None:
            self._move_edge(forward=forward, by_character=by_character)
            return
        keep = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        units = view.sentences if by_sentence and len(view.sentences) else view.tokens
        if by_character:
            target = self._character(view.caret(), forward=forward)
        elif keep:
            self._anchor_at_border(units, forward=forward)
            target = extend(units, view.anchor(), view.caret(), forward=forward)
        else:
            target = self._step(units, forward=forward)
        target = self._outside_zones(target, forward=forward)
        # Characters decide once they were asked for, until the selection ends.
        free = by_character or view.selects_characters
        view.set_selection(view.anchor() if keep else target, target, by_characters=free)
        view.ensureCursorVisible()
        view.report_selection()

    def _anchor_at_border(self, units: Units, *, forward: bool) -> None:
        # A selection that begins inside a word takes the whole word.
        view = self._view
        unit = units.touching(view.caret()) if view.selection() is None else None
        if unit is not None and unit[0] < view.caret() < unit[1]:
            view.set_caret(unit[0] if forward else unit[1])

    def _step(self, units: Units, *, forward: bool) -> int:
        view = self._view
        selected = view.selection()
        if selected is not None and units is view.tokens:
            # As everywhere, an arrow without Shift ends a selection at that side.
            return selected[1] if forward else selected[0]
        return step(units, view.caret(), forward=forward, length=len(view.content.text))

    def _outside_zones(self, position: int, *, forward: bool) -> int:
        view = self._view
        zones, text = view.content.zones, view.content.text
        moved = out_of_zones(zones, position, forward=forward, length=len(text))
        if moved != position and forward:
            # Behind a zone stands a line end; the next token is where reading goes on.
            following = view.tokens.at(moved)
            after = view.tokens.next_start(moved - 1)
            if after is not None and not view.is_over_zone(after):
                return after
            return following[0] if following and following[0] >= moved else moved
        if moved != position:
            before = view.tokens.previous_start(moved)
            return before if before is not None and not view.is_over_zone(before) else moved
        return moved

    def _character(self, position: int, *, forward: bool) -> int:
        # Qt steps by graphemes, so a family emoji or an accent is never split.
        view = self._view
        cursor = QTextCursor(view.document())
        cursor.setPosition(view.offsets.to_qt(position))
        operation = QTextCursor.MoveOperation
        cursor.movePosition(operation.NextCharacter if forward else operation.PreviousCharacter)
        return view.offsets.to_code_point(cursor.position())

    def _move_edge(self, *, forward: bool, by_character: bool) -> None:
        view = self._view
        mark = view.mark(view.state.selected) if view.state.selected else None
        if mark is None:
            return
        start, end = view.state.edge_extent or (mark.start, mark.end)
        if view.state.edge == "start":
            limit = (end if len(mark.parts) == 1 else mark.parts[0][1]) - 1
            start = min(self._edge_target(start, by_character, forward, at_start=True), limit)
        else:
            limit = (start if len(mark.parts) == 1 else mark.parts[-1][0]) + 1
            end = max(self._edge_target(end, by_character, forward, at_start=False), limit)
        view.move_edge(start, end)
        view.set_caret(start if view.state.edge == "start" else end)
        view.ensureCursorVisible()

    def _edge_target(
        self, position: int, by_character: bool, forward: bool, *, at_start: bool
    ) -> int:
        if by_character:
            return self._character(position, forward=forward)
        tokens = self._view.tokens
        move = {
            (True, True): tokens.next_start,
            (True, False): tokens.previous_start,
            (False, True): tokens.next_end,
            (False, False): tokens.previous_end,
        }[at_start, forward]
        target = move(position)
        return position if target is None else target

    def _skip_lines(self, *, forward: bool, keep: bool) -> None:
        view = self._view
        operation = QTextCursor.MoveOperation.Down if forward else QTextCursor.MoveOperation.Up
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor = view.textCursor()
        start = QTextCursor(cursor)
        while self._is_skipped(cursor) and cursor.movePosition(operation, mode):
            pass
        if self._is_skipped(cursor):
            back = QTextCursor.MoveOperation.Up if forward else QTextCursor.MoveOperation.Down
            cursor = start
            while self._is_skipped(cursor) and cursor.movePosition(back, mode):
                pass
        view.setTextCursor(cursor)

    def _is_skipped(self, cursor: QTextCursor) -> bool:
        position = self._view.offsets.to_code_point(cursor.position())
        empty = not cursor.block().text().strip()
        return empty or self._view.is_over_zone(position)
