"""An article with its marks: paints codings under its text, and takes keys and the mouse.

Everything that a coder marked is painted, never put into the document, so the text never moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from refusal_annotator.ui.coding.article_text import ArticleText
from refusal_annotator.ui.coding.keys import KeyControl
from refusal_annotator.ui.coding.margins import Margins
from refusal_annotator.ui.coding.marks import ArticleContent, MarkSource, SpanMark
from refusal_annotator.ui.coding.mouse import MouseControl
from refusal_annotator.ui.coding.state import Edge
from refusal_annotator.ui.theme import current_theme

_FLASH_MS = 600


class ArticleView(ArticleText):
    """Shows one article with its marks.

    `span_resized` asks for a new extent of the selected span; the view itself changes no mark.
    """

    span_clicked = Signal(object)  # UUID
    span_resized = Signal(object, int, int)  # UUID, start, end
    edge_left = Signal()
    marks_changed = Signal(object, object)  # SpanMarks that are new or changed, removed ids
    marks_replaced = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flash_timer = QTimer(self, singleShot=True, interval=_FLASH_MS)
        self._flash_timer.timeout.connect(self._end_flash)
        self._mouse = MouseControl(self)
        self._keys = KeyControl(self)
        self.set_article(self.content)

    # -- what is shown ------------------------------------------------------------------------

    def set_article(self, content: ArticleContent) -> None:
        """Show another article; marks, selection and modes are gone."""
        self._is_loading = False
        super().set_article(content)
        self.marks_replaced.emit()

    def set_marks(self, marks: Iterable[SpanMark]) -> None:
        """Show these marks and no others."""
        self._is_loading = False
        self._canvas.load(marks)
        self._repaint()
        self.marks_replaced.emit()

    def set_marks_of(self, source: MarkSource) -> None:
        """Show the marks of a long article: at once those on the page, the others by `loading`."""
        self._is_loading = True
        self._canvas.load_later(source)
        self._repaint()

    @property
    def is_loading(self) -> bool:
        """Whether marks that are not on the page are still to come, or to be told of."""
        return self._is_loading

    def loading(self) -> Iterator[None]:
        """Take in all marks bit by bit; nothing on the page moves by it."""
        if self._is_loading:
            yield from self._canvas.loading()
            self._is_loading = False
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
        margins = Margins(self._column.left, self._column.right, self.viewport().width())
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), current_theme().colour("surface"))
            painter.translate(0, -scroll)
            self._canvas.paint_under(painter, page, self.state, margins)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.translate(0, -scroll)
            self._canvas.paint_over(painter, page, self.state)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # While Qt lays a long text out it takes a place between two paragraphs for the text's end;
        # who asks for the size has it laid out.
        self.document().size()
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

    # -- for the controls and the minimap -----------------------------------------------------

    def target_of(self, mark_id: UUID) -> QRect | None:
        """Where the margins show a mark, in the viewport; None when it is not on the screen."""
        top = self.verticalScrollBar().value()
        found = (box for box, own in self._canvas.targets if own == mark_id)
        box = next(found, None)
        return box.translated(0, -top) if box is not None else None

    def spans_under(self, point: QPoint) -> list[UUID]:
        """Ids of the spans drawn at a point of the viewport, innermost first; bars and numbers
        too.
        """
        at = point + QPoint(0, self.verticalScrollBar().value())
        return self._canvas.spans_under(at, self.page())

    # -- inside -------------------------------------------------------------------------------

    def _end_flash(self) -> None:
        self.state.flashed = None
        self._repaint()
