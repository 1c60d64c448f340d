"""The article: a real text widget, read-only, that paints codings under its text.

Selection, caret, copy and the text interface for screen readers are QTextEdit's own. Everything
that a coder marked is painted, never put into the document, so the text never moves. Outside,
positions are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import (
    QEasingCurve,
    QMimeData,
    QPoint,
    QPropertyAnimation,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QStyle, QTextEdit, QWidget

from refusal_annotator.ui.coding.canvas import Canvas
from refusal_annotator.ui.coding.fading import faded_selections
from refusal_annotator.ui.coding.geometry import Geometry
from refusal_annotator.ui.coding.keys import KeyControl
from refusal_annotator.ui.coding.margins import Margins
from refusal_annotator.ui.coding.marks import ArticleContent, SpanMark
from refusal_annotator.ui.coding.mouse import MouseControl
from refusal_annotator.ui.coding.selection import Units
from refusal_annotator.ui.coding.span_painter import Page
from refusal_annotator.ui.coding.state import Edge, ViewState
from refusal_annotator.ui.coding.typesetting import Setting, recolour_zones, typeset
from refusal_annotator.ui.fonts import READING_SIZE, ZOOM_STEPS
from refusal_annotator.ui.offsets import OffsetMap
from refusal_annotator.ui.theme import current_theme, theme_manager

LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 88, 100, 16, 48
_FLASH_MS, _JUMP_MS = 600, 120


class ArticleView(QTextEdit):
    """Shows one article with its marks.

    Signals carry code points. `selection_changed` comes when a selection is made, not while
    dragging; equal ends mean that there is none. `span_resized` asks for a new extent of the
    selected span; the view itself changes no mark.
    """

    selection_changed = Signal(int, int)
    span_clicked = Signal(object)  # UUID
    caret_moved = Signal(int)
    context_requested = Signal(QPoint, int)  # global position, code point
    span_resized = Signal(object, int, int)  # UUID, start, end
    edge_left = Signal()
    zoom_changed = Signal(int)
    article_changed = Signal()
    marks_changed = Signal(object, object)  # SpanMarks that are new or changed, removed ids
    marks_replaced = Signal()
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ViewState()
        self.setting = Setting()
        self.animated = self._system_animates()
        self._content = ArticleContent("")
        self._backlight = False
        self._focus_mode = False
        self._by_characters = False
        self._sentence_numbers = False
        self._own_document: QTextDocument | None = None
        self._canvas = Canvas(self.document(), self._content, self.setting.size)
        self._left = LEFT_MARGIN
        self._measure = 0
        self._flash_timer = QTimer(self, singleShot=True, interval=_FLASH_MS)
        self._flash_timer.timeout.connect(self._end_flash)
        self._jump = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._jump.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._set_up()
        self._mouse = MouseControl(self)
        self._keys = KeyControl(self)
        self.set_article(self._content)

    # -- what is shown ------------------------------------------------------------------------

    @property
    def content(self) -> ArticleContent:
        return self._content

    def set_article(self, content: ArticleContent) -> None:
        """Show another article; marks, selection and modes are gone."""
        self._content = content
        self.offsets = OffsetMap(content.text)
        self.tokens = Units(content.tokens)
        self.sentences = Units(content.sentences)
        self.paragraphs = Units(content.paragraphs)
        show_values = self.state.show_values
        self.state = ViewState(show_values=show_values, lane_pitch=self.setting.lane_pitch)
        self._number_sentences()
        self._canvas.load(())
        self._make_document()
        first = self._past_zones(0)
        self.set_caret(first)
        self.verticalScrollBar().setValue(0)
        self.article_changed.emit()
        self.marks_replaced.emit()

    def set_marks(self, marks: Iterable[SpanMark]) -> None:
        """Show these marks and no others."""
        self._canvas.load(marks)
        self._repaint()
        self.marks_replaced.emit()

    def update_marks(
        self, added_or_changed: Sequence[SpanMark] = (), removed: Sequence[UUID] = ()
    ) -> None:
        """Add, change and take away single marks; cheap whatever else is shown."""
        self._canvas.update(added_or_changed, removed)
        self._repaint()
        self.marks_changed.emit(added_or_changed, removed)

    def set_numbers(self, numbers: Mapping[UUID, int]) -> None:
        """Numbers left of the bars; looked up at each paint, so the mapping may go on changing."""
        self.state.numbers = numbers
        self._repaint()

    def marks(self) -> list[SpanMark]:
        """All marks in text order."""
        return sorted((p.mark for p in self._canvas.index.all()), key=lambda m: (m.start, -m.end))

    def each_mark(self) -> Iterator[SpanMark]:
        """All marks in no order."""
        return (placed.mark for placed in self._canvas.index.all())

    def mark(self, mark_id: UUID) -> SpanMark | None:
        """One mark."""
        placed = self._canvas.index.get(mark_id)
        return placed.mark if placed is not None else None

    # -- what is emphasised -------------------------------------------------------------------

    def select(self, mark_id: UUID | None) -> None:
        """Outline a span and give it handles; None takes that away."""
        self.state.selected = mark_id
        self.pick_edge(None)
        self._repaint()

    def selected(self) -> UUID | None:
        """The span that is outlined."""
        return self.state.selected

    def set_linked(self, mark_ids: Iterable[UUID]) -> None:
        """Emphasise the spans that hang on the selected one."""
        self.state.linked = frozenset(mark_ids)
        self._repaint()

    def set_current_suggestion(self, mark_id: UUID | None) -> None:
        """Frame the suggestion that waits for a decision."""
        self.state.current_suggestion = mark_id
        self._repaint()

    def show_hints(self, hints: Mapping[UUID, str] | None) -> None:
        """Link mode: letters at these spans, all others dimmed; None leaves it."""
        self.state.hints = hints
        self._repaint()

    def hold(self, extents: Sequence[tuple[int, int]]) -> None:
        """Keep selections in sight that wait to become parts of one span."""
        to_qt = self.offsets.to_qt
        self.state.held = tuple((to_qt(start), to_qt(end)) for start, end in extents)
        self._repaint()

    def set_values_shown(self, shown: bool) -> None:
        """Values in the right margin, or none."""
        self.state.show_values = shown
        self._repaint()

    def set_sentence_numbers(self, shown: bool) -> None:
        """Numbers of sentences at the left edge, or none."""
        if shown != self._sentence_numbers:
            self._sentence_numbers = shown
            self._number_sentences()
            self._repaint()

    def set_backlight(self, on: bool) -> None:
        """Fade text that is not coded."""
        self._backlight = on
        self._refresh_fading()

    def set_focus_mode(self, on: bool) -> None:
        """Fade all but the sentence of the caret."""
        self._focus_mode = on
        self._refresh_fading()

    def scroll_to(self, mark_id: UUID, *, flash: bool = True) -> None:
        """Bring a span into view; its outline stays for a moment."""
        placed = self._canvas.index.get(mark_id)
        if placed is None:
            return
        self.scroll_to_position(placed.start)
        if flash:
            self.state.flashed = mark_id
            self._flash_timer.start()
            self._repaint()

    def scroll_to_position(self, position: int) -> None:
        """Bring a place into view, a third down the page when it was not there."""
        box = self.geometry_map.line_at(self.offsets.to_qt(position))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = box.baseline - bar.value()
        if 2 * self.setting.size <= top <= height - 2 * self.setting.size:
            return
        target = max(0, min(bar.maximum(), box.baseline - height // 3))
        self._jump.stop()
        if not self.animated or not self.isVisible() or abs(target - bar.value()) > height:
            bar.setValue(target)
            return
        self._jump.setDuration(_JUMP_MS)
        self._jump.setStartValue(bar.value())
        self._jump.setEndValue(target)
        self._jump.start()

    # -- caret and selection ------------------------------------------------------------------

    def caret(self) -> int:
        """Where the caret stands."""
        return self.offsets.to_code_point(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Put the caret there; a selection ends."""
        self.set_selection(position, position)

    def selection(self) -> tuple[int, int] | None:
        """The selected extent, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        to_point = self.offsets.to_code_point
        return to_point(cursor.selectionStart()), to_point(cursor.selectionEnd())

    @property
    def selects_characters(self) -> bool:
        """Whether the selection was made by characters, so that it is to be tagged as it is."""
        return self._by_characters and self.textCursor().hasSelection()

    def caret_to_page(self) -> None:
        """Put the caret into the text that the upper third of the page shows."""
        height = self.viewport().height()
        place = self.position_at(QPoint(self._left + 1, height // 3))
        unit = self.tokens.at(place)
        self.set_caret(self._past_zones(unit[0] if unit is not None else place))
        self.report_selection()

    def set_selection(self, anchor: int, position: int, *, by_characters: bool = False) -> None:
        """Select from one place to another; the caret stands at the second."""
        cursor = self.textCursor()
        limit = len(self._content.text)
        cursor.setPosition(self.offsets.to_qt(max(0, min(limit, anchor))))
        if position != anchor:
            end = self.offsets.to_qt(max(0, min(limit, position)))
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self._by_characters = by_characters and position != anchor

    def anchor(self) -> int:
        """The end of the selection that does not move."""
        return self.offsets.to_code_point(self.textCursor().anchor())

    def report_selection(self) -> None:
        """Tell the others where caret and selection are, after a person moved them."""
        caret = self.caret()
        start, end = self.selection() or (caret, caret)
        self.caret_moved.emit(caret)
        self.selection_changed.emit(start, end)

    def report_click(self, mark_id: UUID) -> None:
        """Tell the others that a person clicked on a span."""
        self.span_clicked.emit(mark_id)

    def spans_at(self, position: int) -> list[UUID]:
        """Ids of the spans at a place, innermost first; last those that only end there."""
        return self._canvas.spans_at(position)

    # -- edges --------------------------------------------------------------------------------

    def pick_edge(self, edge: Edge | None) -> None:
        """Let the arrows move an edge of the selected span, until Enter or Esc; None leaves."""
        placed = self._canvas.index.get(self.state.selected) if self.state.selected else None
        was_moving = self.state.edge is not None
        self.state.edge = edge if placed is not None else None
        self.state.edge_extent = None
        self.state.preview = None
        if self.state.edge is not None and placed is not None:
            self.set_caret(placed.start if edge == "start" else placed.end)
        elif was_moving:
            self.edge_left.emit()
        self._repaint()

    def move_edge(self, start: int, end: int) -> None:
        """Show where the selected span would reach."""
        to_qt = self.offsets.to_qt
        self.state.edge_extent = (start, end)
        self.state.preview = (to_qt(start), to_qt(end))
        self._repaint()

    def keep_edge(self) -> None:
        """Ask for the shown extent and leave the edge."""
        extent, selected = self.state.edge_extent, self.state.selected
        self.pick_edge(None)
        if extent is not None and selected is not None:
            self.span_resized.emit(selected, *extent)

    # -- reading ------------------------------------------------------------------------------

    def set_reading(self, setting: Setting) -> None:
        """Another size, face or measure; the place stays."""
        first = self.cursorForPosition(QPoint(self._left + 4, 4)).position()
        caret, anchor, by_characters = self.caret(), self.anchor(), self.selects_characters
        changed = setting.size != self.setting.size
        self.setting = setting
        self.state.lane_pitch = setting.lane_pitch
        self._make_document()
        self.set_selection(anchor, caret, by_characters=by_characters)
        box = self.geometry_map.line_at(first)
        self.verticalScrollBar().setValue(box.baseline - setting.size if first else 0)
        if changed:
            self.zoom_changed.emit(setting.size)

    def zoom(self, steps: int) -> None:
        """Larger or smaller text; 0 is the standard size."""
        if steps == 0:
            size = READING_SIZE
        else:
            at = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - self.setting.size))
            size = ZOOM_STEPS[max(0, min(len(ZOOM_STEPS) - 1, at + steps))]
        if size != self.setting.size:
            self.set_reading(self.setting.with_size(size))

    # -- found places -------------------------------------------------------------------------

    def set_hits(self, hits: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Frame found places, one of them as the current one."""
        to_qt = self.offsets.to_qt
        self.state.hits = [(to_qt(start), to_qt(end)) for start, end in hits]
        self.state.current_hit = current
        self._repaint()

    # -- Qt -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        scroll = self.verticalScrollBar().value()
        page = self.page()
        margins = Margins(self._left, self._left + self._measure, self.viewport().width())
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), current_theme().colour("surface"))
            painter.translate(0, -scroll)
            self._canvas.paint_under(painter, page, self.state, margins)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.translate(0, -scroll)
            self._canvas.paint_over(painter, page, self.state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit_column():
            self._forget_layout()
        self._repaint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.move_before(event):
            super().mouseMoveEvent(event)
            self._mouse.move_after(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._mouse.release_before(event):
            super().mouseReleaseEvent(event)
            self._mouse.release_after(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keys.press(event):
            return
        if self._keys.is_native(event):
            before = self.caret()
            super().keyPressEvent(event)
            self._keys.after_native(event, before)
            return
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            delta = event.angleDelta().y()
            if delta:
                self.zoom(1 if delta > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            self.context_requested.emit(at, self.caret())
        else:
            self.context_requested.emit(event.globalPos(), self.position_at(event.pos()))
        event.accept()

    def createMimeDataFromSelection(self) -> QMimeData:
        # The document would give spaces for no-break spaces; the article's own characters are
        # copied.
        data = QMimeData()
        start, end = self.selection() or (0, 0)
        data.setText(self._content.text[start:end])
        return data

    # -- for the controls and the minimap -----------------------------------------------------

    @property
    def text_left(self) -> int:
        """Left edge of the text column, in the viewport."""
        return self._left

    @property
    def geometry_map(self) -> Geometry:
        """Where characters stand, in document pixels."""
        return self._canvas.geometry

    def page(self) -> Page:
        """Lines and spans on the screen."""
        top = self.verticalScrollBar().value()
        return self._canvas.page(top, self.viewport().height())

    def target_of(self, mark_id: UUID) -> QRect | None:
        """Where the margins show a mark, in the viewport; None when it is not on the screen."""
        top = self.verticalScrollBar().value()
        found = (box for box, own in self._canvas.targets if own == mark_id)
        box = next(found, None)
        return box.translated(0, -top) if box is not None else None

    def position_at(self, point: QPoint) -> int:
        """The code point position nearest to a point of the viewport."""
        return self.offsets.to_code_point(self.cursorForPosition(point).position())

    def spans_under(self, point: QPoint) -> list[UUID]:
        """Ids of the spans drawn at a point of the viewport, innermost first; bars and numbers
        too.
        """
        at = point + QPoint(0, self.verticalScrollBar().value())
        return self._canvas.spans_under(at, self.page())

    def is_over_zone(self, position: int) -> bool:
        """Whether a place lies inside a zone."""
        return any(zone.start <= position < zone.end for zone in self._content.zones)

    # -- inside -------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        self.setCursorWidth(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setAccessibleName(self.tr("Article text"))
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self._dress()
        theme_manager().changed.connect(self._on_theme_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.cursorPositionChanged.connect(self._on_cursor_changed)
        self.selectionChanged.connect(self._on_cursor_changed)

    def _system_animates(self) -> bool:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self.style().styleHint(hint, None, self) > 0

    def _make_document(self) -> None:
        # Text and formats go into a document that has no layout yet, so it is laid out once.
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setPlainText(self._content.text)
        typeset(document, self._content, self.offsets, self.setting)
        self._set_column(document)
        self.setDocument(document)
        # Qt deletes only the document that it made itself.
        if self._own_document is not None:
            self._own_document.deleteLater()
        self._own_document = document
        self._canvas.show_text(document, self._content, self.setting.size)
        self._repaint()
        self.laid_out.emit()

    def _column(self) -> tuple[int, int]:
        room = max(160, self.viewport().width() - LEFT_MARGIN - RIGHT_MARGIN)
        measure = min(self.setting.measure_width, room)
        return LEFT_MARGIN + (room - measure) // 2, measure

    def _fit_column(self) -> bool:
        if self._column() == (self._left, self._measure):
            return False
        self._set_column(self.document())
        return True

    def _set_column(self, document: QTextDocument) -> None:
        self._left, self._measure = self._column()
        frame = document.rootFrame()
        made = frame.frameFormat()
        made.setLeftMargin(self._left)
        made.setRightMargin(0)
        made.setTopMargin(TOP_MARGIN)
        made.setBottomMargin(BOTTOM_MARGIN)
        frame.setFrameFormat(made)
        self.setLineWrapColumnOrWidth(self._left + self._measure)

    def _past_zones(self, position: int) -> int:
        for zone in self._content.zones:
            if zone.start <= position < zone.end:
                position = zone.end
        text = self._content.text
        while position < len(text) and text[position].isspace():
            position += 1
        if position >= len(text):
            return 0
        inside = any(zone.start <= position < zone.end for zone in self._content.zones)
        return self._past_zones(position) if inside else position

    def _forget_layout(self) -> None:
        self._canvas.forget_layout(self.setting.size)
        self._repaint()
        self.laid_out.emit()

    def _repaint(self) -> None:
        self._canvas.forget_page()
        self.viewport().update()

    def _number_sentences(self) -> None:
        to_qt, on = self.offsets.to_qt, self._sentence_numbers
        starts = (to_qt(start) for start, _ in self._content.sentences)
        self.state.sentence_starts = tuple(starts) if on else ()

    def _refresh_fading(self) -> None:
        self.state.focus_extent = None
        caret = self.textCursor().position()
        if self._focus_mode:
            sentence = self.sentences.at(self.offsets.to_code_point(caret))
            if sentence is not None:
                to_qt = self.offsets.to_qt
                self.state.focus_extent = (to_qt(sentence[0]), to_qt(sentence[1]))
        if self._backlight or self._focus_mode or self.extraSelections():
            self.setExtraSelections(
                faded_selections(self.document(), self.page(), self.state, self._backlight)
            )
        self._repaint()

    def _dress(self) -> None:
        # The selection is painted by us, under the lanes; Qt's own would hide them.
        palette = self.palette()
        theme = current_theme()
        transparent = QColor(0, 0, 0, 0)
        for group in (
            QPalette.ColorGroup.Active,
            QPalette.ColorGroup.Inactive,
            QPalette.ColorGroup.Disabled,
        ):
            palette.setColor(group, QPalette.ColorRole.Highlight, transparent)
            palette.setColor(group, QPalette.ColorRole.HighlightedText, theme.colour("text"))
            palette.setColor(group, QPalette.ColorRole.Text, theme.colour("text"))
            palette.setColor(group, QPalette.ColorRole.Base, theme.colour("surface"))
        self.setPalette(palette)

    def _on_theme_changed(self, _: object) -> None:
        self._dress()
        recolour_zones(self.document(), self._content.zones, self.offsets)
        self._forget_layout()

    def _on_scrolled(self, _: int) -> None:
        self._canvas.forget_page()
        if self._backlight or self._focus_mode:
            self._refresh_fading()

    def _on_cursor_changed(self) -> None:
        cursor = self.textCursor()
        extent = (cursor.selectionStart(), cursor.selectionEnd())
        self.state.selection = extent if cursor.hasSelection() else None
        if not cursor.hasSelection():
            self._by_characters = False
        if self._focus_mode:
            self._refresh_fading()
        else:
            self.viewport().update()

    def _end_flash(self) -> None:
        self.state.flashed = None
        self._repaint()
