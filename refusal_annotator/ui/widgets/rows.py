"""Rows of lists and tables: one paint function each, no widget per row.

A model answers the roles of `Row`; the delegates draw what is there.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme, metrics
from refusal_annotator.ui.widgets.marks import paint_tag
from refusal_annotator.ui.widgets.painting import (
    paint_plate,
    paint_progress,
    paint_status,
    paint_text,
    paint_type_glyph,
    text_width,
)

_Index = QModelIndex | QPersistentModelIndex


class Row(IntEnum):
    """What a model may answer beside Qt's own roles."""

    DETAIL = Qt.ItemDataRole.UserRole + 100  # str: second line
    NOTE = Qt.ItemDataRole.UserRole + 101  # str: right end of the second line
    NOTE_ICON = Qt.ItemDataRole.UserRole + 102  # str: icon before the note
    NOTE_TONE = Qt.ItemDataRole.UserRole + 103  # str: colour role of the note
    STATE = Qt.ItemDataRole.UserRole + 104  # ArticleState: status shape before the text
    SECTION = Qt.ItemDataRole.UserRole + 105  # bool: the row is a group head
    STYLE = Qt.ItemDataRole.UserRole + 106  # SpanStyle: pattern before the text
    DASHED = Qt.ItemDataRole.UserRole + 107  # bool: the pattern of a suggestion
    ICON = Qt.ItemDataRole.UserRole + 108  # str: icon before the text
    TONE = Qt.ItemDataRole.UserRole + 109  # str: colour role of the text and icon
    BOLD = Qt.ItemDataRole.UserRole + 110  # bool
    TAG = Qt.ItemDataRole.UserRole + 111  # TagKind: the text is shown as a tag
    TAG_ICON = Qt.ItemDataRole.UserRole + 112  # str: another sign for the tag
    PROGRESS = Qt.ItemDataRole.UserRole + 113  # float 0 to 1: a bar above the note


class TwoLineDelegate(QStyledItemDelegate):
    """A title of up to two lines, a muted line below it, a status shape or pattern before them."""

    def __init__(self, parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self._wrap = wrap

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        if index.data(Row.SECTION):
            return QSize(80, 32)
        height = metrics().two_line_row
        if self._wrap and len(self._title_lines(index, _view_width(option))) > 1:
            height += 17
        return QSize(80, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if index.data(Row.SECTION):
            self._paint_section(painter, box, index)
        else:
            on = paint_row_plate(painter, option, edge=True)
            self._paint_row(painter, box, index, on=on)
        painter.restore()

    def _paint_section(self, painter: QPainter, box: QRect, index: _Index) -> None:
        muted = current_theme().colour("text_muted")
        line = QRect(box.x() + 14, box.y() + 12, box.width() - 28, 16)
        bold, small = ui_font("small", weight=600), ui_font("small")
        paint_text(painter, line, _text(index), font=bold, colour=muted)
        note = str(index.data(Row.NOTE) or "")
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, line, note, font=small, colour=muted, align=right)

    def _paint_row(self, painter: QPainter, box: QRect, index: _Index, *, on: bool) -> None:
        theme = current_theme()
        lines = self._title_lines(index, box.width())
        shown = lines if self._wrap else [_text(index)]
        height = 17 * len(shown) + 18
        y = box.y() + (box.height() - height) // 2
        x = box.x() + 14 + (26 if _paint_sign(painter, QPoint(box.x() + 14, y + 1), index) else 0)
        width = box.right() - 13 - x
        font = self._title_font(index, on=on)
        ink = theme.colour(str(index.data(Row.TONE) or "text"))
        for text in shown:
            paint_text(painter, QRect(x, y, width, 17), text, font=font, colour=ink)
            y += 17
        self._paint_detail(painter, QRect(x, y + 2, width, 16), index)

    def _paint_detail(self, painter: QPainter, line: QRect, index: _Index) -> None:
        theme = current_theme()
        note = str(index.data(Row.NOTE) or "")
        icon = str(index.data(Row.NOTE_ICON) or "")
        tone = str(index.data(Row.NOTE_TONE) or "text_muted")
        small = ui_font("small")
        note_width = text_width(note, small) + (17 if icon else 0)
        if note or icon:
            # One more than the words: a width is rounded, and no sign may be lost to that.
            at = QRect(line.right() - note_width, line.y(), note_width + 1, line.height())
            if icon:
                paint_icon(
                    painter, icon, at.topLeft() + QPoint(0, 1), size=14, colour=theme.hex(tone)
                )
                at.adjust(17, 0, 0, 0)
            paint_text(painter, at, note, font=small, colour=theme.colour(tone))
            line = line.adjusted(0, 0, -note_width - 8, 0)
        detail = str(index.data(Row.DETAIL) or "")
        paint_text(painter, line, detail, font=small, colour=theme.colour("text_muted"))

    def _title_font(self, index: _Index, *, on: bool) -> QFont:
        return ui_font("body", weight=600 if on or index.data(Row.BOLD) else 400)

    def _title_lines(self, index: _Index, row_width: int) -> list[str]:
        lead = 26 if index.data(Row.STATE) or index.data(Row.STYLE) or index.data(Row.ICON) else 0
        # Measured in bold, so that choosing a row never changes its height.
        font = ui_font("body", weight=600)
        return two_lines(_text(index), font, max(40, row_width - 28 - lead))


class TableDelegate(QStyledItemDelegate):
    """A cell of a table with no vertical lines: text, tag, pattern, icon, status shape or bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = text_width(_text(index), ui_font("body")) + 22
        if _has_sign(index):
            width += 24
        if index.data(Row.TAG):
            width += 28
        return QSize(width, metrics().table_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current_theme()
        box = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        on = paint_row_plate(painter, option, edge=index.column() == 0)
        if not on:
            line = QRect(box.x(), box.bottom(), box.width(), 1)
            painter.fillRect(line, theme.colour("divider"))
        cell = box.adjusted(10, 0, -10, -1)
        kind = index.data(Row.TAG)
        if index.data(Row.SECTION):
            self._paint_section(painter, cell, index)
        elif kind and _text(index):
            paint_tag(painter, cell, _text(index), kind, icon=str(index.data(Row.TAG_ICON) or ""))
        elif index.data(Row.PROGRESS) is not None:
            bar = QRect(cell.x(), cell.center().y() - 2, cell.width(), 4)
            paint_progress(painter, bar, float(index.data(Row.PROGRESS)))
        else:
            self._paint_words(painter, cell, index)
        painter.restore()

    def _paint_section(self, painter: QPainter, cell: QRect, index: _Index) -> None:
        theme = current_theme()
        bold, small = ui_font("body", weight=600), ui_font("small")
        text = _text(index)
        paint_text(painter, cell, text, font=bold, colour=theme.colour("text"))
        rest = cell.adjusted(text_width(text, bold) + 6, 0, 0, 0)
        detail = str(index.data(Row.DETAIL) or "")
        paint_text(painter, rest, detail, font=small, colour=theme.colour("text_muted"))

    def _paint_words(self, painter: QPainter, cell: QRect, index: _Index) -> None:
        theme = current_theme()
        x = cell.x()
        if _paint_sign(painter, QPoint(x, cell.center().y() - 7), index):
            x += 24
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = align is not None and int(align) & int(Qt.AlignmentFlag.AlignRight)
        font = ui_font("body", weight=600 if index.data(Row.BOLD) else 400)
        ink = theme.colour(str(index.data(Row.TONE) or "text"))
        words = QRect(x, cell.y(), cell.right() - x + 1, cell.height())
        detail = str(index.data(Row.DETAIL) or "")
        if detail and not right:
            width = min(text_width(_text(index), font), words.width())
            rest = words.adjusted(width + 6, 0, 0, 0)
            small, muted = ui_font("small"), theme.colour("text_muted")
            paint_text(painter, rest, detail, font=small, colour=muted)
        flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint_text(painter, words, _text(index), font=font, colour=ink, align=flag)


class DataTable(QTableView):
    """A table of whole rows in the look of the program."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(TableDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(metrics().table_row)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setFixedHeight(30)


class RowList(QListView):
    """A list of two-line rows."""

    def __init__(self, name: str, parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLineDelegate(self, wrap=wrap))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)


def paint_row_plate(painter: QPainter, option: QStyleOptionViewItem, *, edge: bool) -> bool:
    """Hover and selected plate of a row; True when the row is selected."""
    theme = current_theme()
    box = QRect(option.rect)  # type: ignore[attr-defined]
    state = option.state  # type: ignore[attr-defined]
    on = bool(state & QStyle.StateFlag.State_Selected)
    if on or state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, theme.colour("hover"))
    if on and edge:
        painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), theme.colour("accent"))
    focused = state & QStyle.StateFlag.State_HasFocus
    if focused and isinstance(option.widget, QListView):  # type: ignore[attr-defined]
        paint_plate(painter, box, fill=None, line=theme.colour("focus"), radius=2, width=2)
    return on


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """Break a title into at most two lines; the second is elided."""
    if QFontMetrics(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    # Qt counts UTF-16 units, which an emoji has two of.
    units = text.encode("utf-16-le")
    cut = 2 * line.textLength()
    head = units[:cut].decode("utf-16-le").rstrip()
    rest = units[cut:].decode("utf-16-le").lstrip()
    if not rest:
        return [head]
    return [head, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]


def _text(index: _Index) -> str:
    value = index.data(Qt.ItemDataRole.DisplayRole)
    return "" if value is None else str(value)


def _has_sign(index: _Index) -> bool:
    return any(index.data(role) is not None for role in (Row.STATE, Row.STYLE, Row.ICON))


def _paint_sign(painter: QPainter, at: QPoint, index: _Index) -> bool:
    """Status shape, pattern or icon in a 16 px box; False when the row has none."""
    state, span_style, icon = (index.data(r) for r in (Row.STATE, Row.STYLE, Row.ICON))
    if state is not None:
        paint_status(painter, QPointF(at) + QPointF(0, 2), state)
    elif span_style is not None:
        box = QRectF(at.x(), at.y(), 16, 16)
        paint_type_glyph(painter, box, span_style, dashed=bool(index.data(Row.DASHED)))
    elif icon:
        paint_icon(painter, icon, at, colour=_tone(index))
    else:
        return False
    return True


def _tone(index: _Index) -> QColor:
    return current_theme().colour(str(index.data(Row.TONE) or "text"))


def _view_width(option: QStyleOptionViewItem) -> int:
    view = option.widget  # type: ignore[attr-defined]
    return view.viewport().width() if isinstance(view, QAbstractItemView) else 200
