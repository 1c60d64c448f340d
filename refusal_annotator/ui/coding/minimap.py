"""The whole article at a glance: ticks by type and state, and the part that is on the screen."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.theme import as_colour, current_theme

WIDTH = 22
_LEFT_PAD, _TOP_PAD = 4, 4
# x and width by column; a type's place in the codebook gives its column.
_COLUMNS = ((1.0, 4.0), (7.0, 2.5), (10.5, 2.5), (14.0, 2.5))
_GATHER_MS = 30


class Minimap(QWidget):
    """Beside an `ArticleView`, in the place of its scroll bar: click or drag to go there."""

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._ticks: list[tuple[QRectF, str, bool]] = []
        self._diamonds: list[float] = []
        self._disagreements: list[tuple[int, int]] = []
        self._strips: list[float] = []
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Minimap"))
        # Off the typing path: many changes in a row are gathered into one.
        self._timer = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._timer.timeout.connect(self.refresh)
        view.marks_changed.connect(self._timer.start)
        view.article_changed.connect(lambda: self.set_disagreements([]))
        view.laid_out.connect(self._timer.start)
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self.update)
        # The range grows while a long text is still being laid out.
        bar.rangeChanged.connect(lambda *_: self._timer.start())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def set_disagreements(self, extents: list[tuple[int, int]]) -> None:
        """Full-width ticks where coders differ."""
        self._disagreements = list(extents)
        self.refresh()

    def refresh(self) -> None:
        """Work out all ticks; more than one on a pixel is drawn once."""
        scale = _Scale(self._view, self.height() - 2 * _TOP_PAD)
        seen: set[tuple[int, int, bool]] = set()
        self._ticks, self._diamonds = [], []
        for mark in self._view.marks():
            y0 = scale.y(mark.start)
            tall = max(3, round(scale.y(mark.end) - y0))
            column = mark.style.order % len(_COLUMNS)
            key = (column, round(y0), mark.suggestion)
            if mark.doubt:
                self._diamonds.append(y0 + _TOP_PAD)
            if tall <= 3 and key in seen:
                continue
            seen.add(key)
            self._ticks.append(self._tick(mark, column, round(y0), tall))
        self._strips = [scale.y(start) + _TOP_PAD for start, _ in self._disagreements]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            self._paint_plate(painter)
            painter.fillRect(QRect(0, 0, 1, self.height()), theme.colour("divider"))
            for box, key, hollow in self._ticks:
                colour = as_colour(theme.spans[key].line if key in theme.spans else key)
                if hollow:
                    painter.setPen(colour)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                else:
                    painter.fillRect(box, colour)
            for y in self._strips:
                strip = QRectF(_LEFT_PAD, y, WIDTH - _LEFT_PAD - 2, 3)
                painter.fillRect(strip, theme.colour("danger"))
            self._paint_diamonds(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def _tick(self, mark: SpanMark, column: int, y: int, tall: int) -> tuple[QRectF, str, bool]:
        x, width = _COLUMNS[column]
        box = QRectF(_LEFT_PAD + x, _TOP_PAD + y, width, tall)
        theme = current_theme()
        key = mark.style.key if mark.style.key in theme.spans else mark.style.line
        return box, key, mark.suggestion

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
        for y in self._diamonds:
            corners = [(x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y)]
            painter.drawPolygon(QPolygonF([QPointF(*c) for c in corners]))

    def _go(self, y: float) -> None:
        bar = self._view.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        bar.setValue(round(y / max(1, self.height()) * whole - bar.pageStep() / 2))


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
        block = document.begin()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            self._starts.append(block.position())
            self._tops.append(rect.top())
            self._extents.append((block.length(), rect.height()))
            block = block.next()

    def y(self, position: int) -> float:
        at = self._to_qt(position)
        i = bisect_right(self._starts, at) - 1
        length, tall = self._extents[i]
        inside = (at - self._starts[i]) / max(1, length)
        return (self._tops[i] + inside * tall) * self._share
