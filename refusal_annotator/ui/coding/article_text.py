"""The text of an article: a read-only text widget with caret and selection in code points.

Selection, caret, copy and the text interface for screen readers are QTextEdit's own. What is
marked in the text is for `ArticleView`, which stands on this. Outside, positions are code points.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QStyle, QTextEdit, QWidget

from refusal_annotator.ui.coding.canvas import Canvas
from refusal_annotator.ui.coding.column import Column
from refusal_annotator.ui.coding.dressing import dress, prepare
from refusal_annotator.ui.coding.fading import faded_selections
from refusal_annotator.ui.coding.geometry import Geometry
from refusal_annotator.ui.coding.jumping import Jump
from refusal_annotator.ui.coding.marks import ArticleContent
from refusal_annotator.ui.coding.selection import Units
from refusal_annotator.ui.coding.span_painter import Page
from refusal_annotator.ui.coding.state import ViewState
from refusal_annotator.ui.coding.typesetting import Setting, recolour_zones, typeset
from refusal_annotator.ui.fonts import READING_SIZE, ZOOM_STEPS
from refusal_annotator.ui.offsets import OffsetMap
from refusal_annotator.ui.theme import theme_manager


class ArticleText(QTextEdit):
    """Shows one article, set as a coder wants to read it.

    Signals carry code points. `selection_changed` comes when a selection is made, not while
    dragging; equal ends mean that there is none.
    """

    selection_changed = Signal(int, int)
    caret_moved = Signal(int)
    context_requested = Signal(QPoint, int)  # global position, code point
    zoom_changed = Signal(int)
    article_changed = Signal()
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ViewState()
        self.setting = Setting()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        self.animated = self.style().styleHint(hint, None, self) > 0
        self._content = ArticleContent("")
        self._backlight = False
        self._focus_mode = False
        self._by_characters = False
        self._sentence_numbers = False
        self._own_document: QTextDocument | None = None
        self._canvas = Canvas(self.document(), self._content, self.setting.size)
        self._column = Column()
        self._jump = Jump(self)
        prepare(self)
        self.setAccessibleName(self.tr("Article text"))
        theme_manager().changed.connect(self._on_theme_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.cursorPositionChanged.connect(self._on_cursor_changed)
        self.selectionChanged.connect(self._on_cursor_changed)

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
        self.set_caret(content.past_zones(0))
        self.verticalScrollBar().setValue(0)
        self.article_changed.emit()

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

    def scroll_to_position(self, position: int) -> None:
        """Bring a place into view, a third down the page when it was not there."""
        box = self.geometry_map.line_at(self.offsets.to_qt(position))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = box.baseline - bar.value()
        if 2 * self.setting.size <= top <= height - 2 * self.setting.size:
            return
        target = box.baseline - height // 3
        self._lay_out_to(target)
        self._jump.to(max(0, min(bar.maximum(), target)))

    def scroll_down_to(self, top: int) -> None:
        """Have the page begin at a height of the document, as it did when it was left."""
        self._lay_out_to(top)
        self.verticalScrollBar().setValue(top)

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
        place = self.position_at(QPoint(self._column.left + 1, height // 3))
        unit = self.tokens.at(place)
        self.set_caret(self._content.past_zones(unit[0] if unit is not None else place))
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

    # -- reading ------------------------------------------------------------------------------

    def set_reading(self, setting: Setting) -> None:
        """Another size, face or measure; the place stays."""
        first = self.cursorForPosition(QPoint(self._column.left + 4, 4)).position()
        caret, anchor, by_characters = self.caret(), self.anchor(), self.selects_characters
        changed = setting.size != self.setting.size
        self.setting = setting
        self.state.lane_pitch = setting.lane_pitch
        self._make_document()
        self.set_selection(anchor, caret, by_characters=by_characters)
        box = self.geometry_map.line_at(first)
        self.scroll_down_to(box.baseline - setting.size if first else 0)
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

    # -- Qt -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit_column():
            self._forget_layout()
        self._repaint()

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

    # -- where things stand -------------------------------------------------------------------

    @property
    def text_left(self) -> int:
        """Left edge of the text column, in the viewport."""
        return self._column.left

    @property
    def geometry_map(self) -> Geometry:
        """Where characters stand, in document pixels."""
        return self._canvas.geometry

    def page(self) -> Page:
        """Lines and spans on the screen."""
        top = self.verticalScrollBar().value()
        return self._canvas.page(top, self.viewport().height())

    def position_at(self, point: QPoint) -> int:
        """The code point position nearest to a point of the viewport."""
        return self.offsets.to_code_point(self.cursorForPosition(point).position())

    def is_over_zone(self, position: int) -> bool:
        """Whether a place lies inside a zone."""
        return self._content.is_in_zone(position)

    # -- inside -------------------------------------------------------------------------------

    def _make_document(self) -> None:
        # Text and formats go into a document that has no layout yet, so it is laid out once.
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setPlainText(self._content.text)
        typeset(document, self._content, self.offsets, self.setting)
        self._column.fit(self._room(), self.setting)
        self.setLineWrapColumnOrWidth(self._column.apply(document))
        self.setDocument(document)
        # Qt deletes only the document that it made itself.
        if self._own_document is not None:
            self._own_document.deleteLater()
        self._own_document = document
        self._canvas.show_text(document, self._content, self.setting.size)
        self._repaint()
        self.laid_out.emit()

    def _lay_out_to(self, top: int) -> None:
        """Lay the text out as far as a page that begins here, so that the scroll bar reaches it.

        Qt lays a long text out bit by bit and makes the scroll bar longer when there is time.
        """
        self.geometry_map.visible(top, top + self.viewport().height())
        if top > self.verticalScrollBar().maximum():
            # The widget asks the layout itself; asked by us for its size, that would lay out all.
            self.document().documentLayout().documentSizeChanged.emit(QSizeF())

    def _room(self) -> int:
        return self.viewport().width()

    def _fit_column(self) -> bool:
        if not self._column.fit(self._room(), self.setting):
            return False
        self.setLineWrapColumnOrWidth(self._column.apply(self.document()))
        return True

    def _forget_layout(self) -> None:
        self._canvas.forget_layout(self.setting.size)
        self._repaint()
        self.laid_out.emit()

    def _repaint(self) -> None:
        self._canvas.forget_page()
        self.viewport().update()

    def _number_sentences(self) -> None:
        # Borders of a long text are read when they are needed, and not before.
        sentences = self._content.sentences if self._sentence_numbers else ()
        to_qt = self.offsets.to_qt
        self.state.sentence_starts = tuple(to_qt(start) for start, _ in sentences)

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

    def _on_theme_changed(self, _: object) -> None:
        dress(self)
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
