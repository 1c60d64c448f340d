"""The whole article at a glance: ticks by type and state, and the part that is on the screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import (
    QDeadlineTimer,
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.theme import as_colour, current_theme

WIDTH = 22
_LEFT_PAD, _TOP_PAD = 4, 4
# x and width by column; a type's place in the codebook gives its column.
_COLUMNS = ((1.0, 4.0), (7.0, 2.5), (10.5, 2.5), (14.0, 2.5))
_GATHER_MS, _PAINT_MS = 30, 120
# Working out all ticks of a long article takes tens of milliseconds; a key must not wait for them.
_SLICE, _SLICE_MS = 200, 3
# Shares of a page.
_STEPS: dict[int, float] = {
    Qt.Key.Key_Up: -0.5,
    Qt.Key.Key_Down: 0.5,
    Qt.Key.Key_PageUp: -1.0,
    Qt.Key.Key_PageDown: 1.0,
}
_OWN_KEYS = frozenset(
    {
        *_STEPS,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)


class Minimap(QWidget):
    """Beside an `ArticleView`, in the place of its scroll bar: click or drag to go there.

    With the focus, Up and Down go by half a page, Left and Right from tick to tick; Enter puts the
    caret where the page is, Esc goes back to where the caret was.
    """

    left = Signal()

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._held: dict[UUID, _Tick] = {}
        self._scale: _Scale | None = None
        self._picture: QPixmap | None = None
        self._painted_for: object = None
        self._disagreements: list[tuple[int, int]] = []
        self._strips: list[float] = []
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        # Its key gives it the focus; a click must not take it from the text.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name()
        # Off the typing path: many changes in a row are gathered into one.
        self._timer = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._timer.timeout.connect(self._begin)
        self._work: Iterator[None] = iter(())
        self._work_timer = QTimer(self, interval=0)
        self._work_timer.timeout.connect(self._go_on)
        self._paint_timer = QTimer(self, singleShot=True, interval=_PAINT_MS)
        self._paint_timer.timeout.connect(self._show)
        view.marks_changed.connect(self._on_marks)
        view.marks_replaced.connect(self._later)
        view.article_changed.connect(lambda: self.set_disagreements([]))
        view.laid_out.connect(self._later)
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        # The range grows while a long text is still being laid out.
        bar.rangeChanged.connect(self._later)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def set_disagreements(self, extents: list[tuple[int, int]]) -> None:
        """Full-width ticks where coders differ."""
        self._disagreements = list(extents)
        self._later()

    def refresh(self) -> None:
        """Work out all ticks anew, at once."""
        self._begin()
        for _ in self._work:
            pass
        self._work_timer.stop()

    @property
    def is_working(self) -> bool:
        """Whether ticks are being worked out, or soon will be."""
        return self._timer.isActive() or self._work_timer.isActive()

    def _later(self, *_: object) -> None:
        # The lines that work had begun with may be gone.
        self._work = iter(())
        self._work_timer.stop()
        self._timer.start()

    def _begin(self) -> None:
        self._timer.stop()
        if self._view.is_loading:
            # The view says when all marks are there.
            return
        self._work = self._working()
        self._work_timer.start()

    def _go_on(self) -> None:
        """Work for a moment; what waits, such as a key, comes between."""
        until = QDeadlineTimer(_SLICE_MS)
        for _ in self._work:
            if until.hasExpired():
                return
        self._work_timer.stop()

    def _working(self) -> Iterator[None]:
        """Work out all ticks; old ones are shown until all is known."""
        scale = _Scale(self._view, self.height() - 2 * _TOP_PAD)
        yield from scale.measuring(self._view)
        held: dict[UUID, _Tick] = {}
        for number, mark in enumerate(list(self._view.each_mark())):
            held[mark.id] = self._tick(mark, scale)
            if number % _SLICE == 0:
                yield
        self._scale, self._held = scale, held
        self._strips = [scale.y(start) + _TOP_PAD for start, _ in self._disagreements]
        self._show()

    def _on_marks(self, changed: Sequence[SpanMark], removed: Sequence[UUID]) -> None:
        """Only the ticks of these marks; a new article or layout is worked out at leisure."""
        if self._scale is None or self.is_working:
            self._later()
            return
        for mark_id in removed:
            self._held.pop(mark_id, None)
        for mark in changed:
            self._held[mark.id] = self._tick(mark, self._scale)
        self._paint_timer.start()

    def _show(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            self._paint_plate(painter)
            painter.fillRect(QRect(0, 0, 1, self.height()), theme.colour("divider"))
            ratio = self.devicePixelRatioF()
            # After a change of size the old picture does until the ticks are worked out anew.
            if self._picture is None or self._painted_for != (theme.name, ratio):
                self._picture = self._paint_ticks(ratio)
                self._painted_for = (theme.name, ratio)
            painter.drawPixmap(0, 0, self._picture)
            if self.hasFocus():
                frame = self.rect().adjusted(1, 1, -1, -1)
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.drawRect(frame)

    def _paint_ticks(self, ratio: float) -> QPixmap:
        """All ticks as a picture, so that scrolling need not paint them; like ones but once."""
        theme = current_theme()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        colours: dict[str, QColor] = {}
        with QPainter(picture) as painter:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for tick in sorted(
                {(t.hollow, t.column, t.y, t.tall, t.key) for t in self._held.values()}
            ):
                hollow, column, y, tall, key = tick
                colour = colours.get(key)
                if colour is None:
                    line = theme.spans[key].line if key in theme.spans else key
                    colour = colours[key] = as_colour(line)
                x, width = _COLUMNS[column]
                box = QRectF(_LEFT_PAD + x, _TOP_PAD + y, width, tall)
                if hollow:
                    painter.setPen(colour)
                    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                else:
                    painter.fillRect(box, colour)
            for strip in self._strips:
                box = QRectF(_LEFT_PAD, strip, WIDTH - _LEFT_PAD - 2, 3)
                painter.fillRect(box, theme.colour("danger"))
            self._paint_diamonds(painter)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self._view.verticalScrollBar()
        if key in _STEPS:
            bar.setValue(bar.value() + round(_STEPS[key] * bar.pageStep()))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(forward=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view.caret_to_page()
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self._view.scroll_to_position(self._view.caret())
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Here Enter and the arrows are the minimap's, not those of the screen around it.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _step(self, *, forward: bool) -> None:
        """To the next coding that begins below the page's first third, or the one before it."""
        view, bar = self._view, self._view.verticalScrollBar()
        third = view.viewport().height() // 3
        here = view.position_at(QPoint(view.text_left + 1, third))
        starts = sorted({mark.start for mark in view.each_mark()})
        at = bisect_right(starts, here) if forward else bisect_left(starts, here) - 1
        while 0 <= at < len(starts):
            line = view.geometry_map.line_at(view.offsets.to_qt(starts[at]))
            target = max(0, min(bar.maximum(), line.baseline - third))
            if abs(target - bar.value()) > 4 or target in (0, bar.maximum()):
                bar.setValue(target)
                return
            at += 1 if forward else -1

    def _on_scrolled(self, _: int) -> None:
        if self.hasFocus():
            self._name()
        self.update()

    def _name(self) -> None:
        bar = self._view.verticalScrollBar()
        share = round(100 * bar.value() / bar.maximum()) if bar.maximum() else 0
        self.setAccessibleName(self.tr("Minimap, {0} percent of the article").format(share))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def _tick(self, mark: SpanMark, scale: _Scale) -> _Tick:
        top, bottom = scale.y(mark.start), scale.y(mark.end)
        key = mark.style.key if mark.style.key in current_theme().spans else mark.style.line
        column = mark.style.order % len(_COLUMNS)
        tall = max(3, round(bottom - top))
        return _Tick(mark.suggestion, column, round(top), tall, key, mark.doubt)

    def _paint_plate(self, painter: QPainter) -> None:
        theme = current_theme()
        bar = self._view.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        if whole <= 0 or bar.maximum() == 0:
            return
        top = round(self.height() * bar.value() / whole)
        tall = max(24, round(self.height() * bar.pageStep() / whole))
        painter.fillRect(QRect(0, top, WIDTH, tall), theme.colour("hover"))
        painter.fillRect(QRect(0, top, 3, tall), theme.colour("border"))

    def _paint_diamonds(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("surface"))
        painter.setBrush(theme.colour("danger"))
        x = _LEFT_PAD + 4
        for y in {t.y + _TOP_PAD for t in self._held.values() if t.doubt}:
            corners = [(x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y)]
            painter.drawPolygon(QPolygonF([QPointF(*c) for c in corners]))

    def _go(self, y: float) -> None:
        bar = self._view.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        bar.setValue(round(y / max(1, self.height()) * whole - bar.pageStep() / 2))


@dataclass(frozen=True, slots=True)
class _Tick:
    """One mark in the minimap: its column, its place and height in pixels, its colour."""

    hollow: bool
    column: int
    y: int
    tall: int
    key: str
    doubt: bool


class _Scale:
    """Code point to minimap pixel: by block, and by share of the block's characters inside it."""

    def __init__(self, view: ArticleView, height: int) -> None:
        document = view.document()
        layout = document.documentLayout()
        whole = max(1.0, layout.documentSize().height(), float(view.viewport().height()))
        self._to_qt = view.offsets.to_qt
        self._starts: list[int] = []
        self._tops: list[float] = []
        self._share = height / whole
        self._extents: list[tuple[int, float]] = []

    def measuring(self, view: ArticleView) -> Iterator[None]:
        """Learn where the blocks stand, some at a time."""
        document = view.document()
        layout = document.documentLayout()
        block = document.begin()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            self._starts.append(block.position())
            self._tops.append(rect.top())
            self._extents.append((block.length(), rect.height()))
            block = block.next()
            if len(self._starts) % _SLICE == 0:
                yield

    def y(self, position: int) -> float:
        at = self._to_qt(position)
        i = bisect_right(self._starts, at) - 1
        length, tall = self._extents[i]
        inside = (at - self._starts[i]) / max(1, length)
        return (self._tops[i] + inside * tall) * self._share
