"""The command palette, laid over the window: type a few letters, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.ui.dialogs.keys import Overlay
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import Divider, IconMark, KeyCap, Label
from refusal_annotator.ui.widgets.painting import (
    key_cap_width,
    paint_key_cap,
    paint_text,
    text_width,
)
from refusal_annotator.workspace.palette import Entry, Hit, find_entries

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
WIDTH, ROW, HEAD = 638, 32, 30
_SHOWN = 390
HIT = Qt.ItemDataRole.UserRole
_DIGITS = "123456789"
_CHOOSING = frozenset(
    {
        Qt.Key.Key_Escape,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
    }
)


class PaletteOverlay(Overlay):
    """Finds entries while one types; `chosen` says which one is to be done.

    With `numbered`, the first nine entries show a digit that takes them while nothing is typed.
    `spelt` gives entries that a query itself spells; they stand before those that are found.
    """

    chosen = Signal(object)  # Entry

    def __init__(
        self,
        entries: Sequence[Entry],
        window: QWidget,
        *,
        title: str,
        placeholder: str,
        numbered: bool = False,
        nothing: str = "",
        spelt: Callable[[str], Sequence[Entry]] | None = None,
    ) -> None:
        super().__init__(window)
        self._spelt = spelt
        self._entries = _numbered(entries) if numbered else list(entries)
        self._by_digit = numbered
        self._nothing = nothing
        self.setAccessibleName(title)
        self.field = _PaletteField(self)
        self.field.setProperty("bare", "true")
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(title)
        self.field.setFrame(False)
        self.list = EntryList(title)
        self.model = EntryModel(self)
        self.list.setModel(self.model)
        self.none = Label("", tone="muted", wrap=True)
        self.none.setContentsMargins(16, 16, 16, 16)
        self._build()
        self.field.textChanged.connect(self._find)
        self.list.clicked.connect(self._on_clicked)
        self._find("")

    def open(self) -> None:
        """Show it; what is typed goes into the field."""
        super().open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def hits(self) -> list[Hit]:
        """What is shown, in order."""
        return [row for row in self.model.rows if isinstance(row, Hit)]

    def current(self) -> Entry | None:
        """The entry that Enter would take."""
        hit = self.list.currentIndex().data(HIT)
        return hit.entry if isinstance(hit, Hit) else None

    def take(self, entry: Entry) -> None:
        """Close and say which entry was chosen."""
        self.leave()
        self.chosen.emit(entry)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.card.setFixedWidth(min(WIDTH, self._window.width() - 40))
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(51)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(IconMark("search", size=16))
        row.addWidget(self.field, 1)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addWidget(self.list)
        column.addWidget(self.none)
        column.addWidget(Divider())
        foot = QWidget()
        foot.setFixedHeight(37)
        keys = QHBoxLayout(foot)
        keys.setContentsMargins(16, 0, 16, 0)
        keys.setSpacing(6)
        for caps, words in ((("Enter",), "run"), (("↑", "↓"), "choose"), (("Tab",), "next group")):
            for cap in caps:
                keys.addWidget(KeyCap(cap))
            keys.addWidget(Label(self.tr(words), role="small", tone="muted"))
            keys.addSpacing(10)
        keys.addStretch(1)
        keys.addWidget(KeyCap("Esc"))
        keys.addWidget(Label(self.tr("close"), role="small", tone="muted"))
        column.addWidget(foot)

    def _find(self, query: str) -> None:
        groups = find_entries(self._entries, query)
        spelt = self._spelt(query) if self._spelt and query else ()
        if spelt:
            groups.insert(0, (spelt[0].group, [Hit(entry) for entry in spelt]))
        self.model.set_groups(groups)
        found = bool(self.model.rows)
        self.list.setVisible(found)
        self.none.setVisible(not found)
        named = bool(query and self._entries)
        words = self.tr("Nothing is called “{0}”.").format(query) if named else self._nothing
        self.none.setText(words)
        self.list.setFixedHeight(min(_SHOWN, self.model.height() + 8))
        self.list.setCurrentIndex(self.model.step(-1, forward=True))
        self._place()

    # --- keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Down: lambda: self._step(forward=True),
            Qt.Key.Key_Up: lambda: self._step(forward=False),
            Qt.Key.Key_Tab: lambda: self._group(forward=True),
            Qt.Key.Key_Backtab: lambda: self._group(forward=False),
            Qt.Key.Key_Return: self._run,
            Qt.Key.Key_Enter: self._run,
        }
        if key in acts:
            acts[key]()

    def take_digit(self, digit: str) -> bool:
        """Take the entry that shows a digit; False where digits are only typed."""
        if not self._by_digit or self.field.text():
            return False
        hit = next((h for h in self.hits() if h.entry.key == digit), None)
        if hit is not None:
            self.take(hit.entry)
        return hit is not None

    def _step(self, *, forward: bool) -> None:
        self.list.setCurrentIndex(self.model.step(self.list.currentIndex().row(), forward=forward))

    def _group(self, *, forward: bool) -> None:
        row = self.model.group_start(self.list.currentIndex().row(), forward=forward)
        self.list.setCurrentIndex(row)

    def _run(self) -> None:
        entry = self.current()
        if entry is not None:
            self.take(entry)

    def _on_clicked(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if isinstance(hit, Hit):
            self.take(hit.entry)


class _PaletteField(QLineEdit):
    """The line that is typed in; keys that choose go to the palette."""

    def __init__(self, palette: PaletteOverlay) -> None:
        super().__init__()
        self._overlay = palette

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _CHOOSING:
                self._overlay.keyPressEvent(event)
                return True
            if event.text() and self._overlay.take_digit(event.text()):
                return True
        return super().event(event)


class EntryList(QListView):
    """The rows under the field; the field keeps the focus, so this one takes none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_PaletteDelegate(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class EntryModel(QAbstractListModel):
    """Heads of groups as plain words, and the entries found under them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[str | Hit] = []

    def set_groups(self, groups: Sequence[tuple[str, list[Hit]]]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self.rows = [row for title, hits in groups for row in (title, *hits)]
        self.endResetModel()

    def height(self) -> int:
        """How high all rows are together."""
        return sum(ROW if isinstance(row, Hit) else HEAD for row in self.rows)

    def step(self, row: int, *, forward: bool) -> QModelIndex:
        """The next entry, round the end."""
        own = [n for n, item in enumerate(self.rows) if isinstance(item, Hit)]
        if not own:
            return QModelIndex()
        if forward:
            return self.index(next((n for n in own if n > row), own[0]))
        return self.index(next((n for n in reversed(own) if n < row), own[-1]))

    def group_start(self, row: int, *, forward: bool) -> QModelIndex:
        """The first entry of the next group, round the end."""
        heads = [n for n, item in enumerate(self.rows) if not isinstance(item, Hit)]
        if not heads:
            return QModelIndex()
        here = max((n for n in heads if n < row), default=heads[0])
        at = heads.index(here) + (1 if forward else -1)
        return self.index(heads[at % len(heads)] + 1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Hit):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()] if index.isValid() else None
        if role == HIT:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.entry.text if isinstance(row, Hit) else row
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Hit):
            parts = (row.entry.group, row.entry.text, row.entry.note, row.entry.key)
            return ", ".join(part for part in parts if part)
        return None


class _PaletteDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, ROW if isinstance(index.data(HIT), Hit) else HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current_theme()
        box = QRect(option.rect)  # type: ignore[attr-defined]
        hit = index.data(HIT)
        painter.save()
        if isinstance(hit, Hit):
            state = option.state  # type: ignore[attr-defined]
            on = bool(state & QStyle.StateFlag.State_Selected)
            if on or state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, theme.colour("hover"))
            if on:
                painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), theme.colour("accent"))
            _paint_hit(painter, box.adjusted(16, 0, -16, 0), hit)
        else:
            words = box.adjusted(16, 6, -16, 0)
            muted, font = theme.colour("text_muted"), ui_font("small", weight=600)
            paint_text(painter, words, str(hit or ""), font=font, colour=muted)
        painter.restore()


def _paint_hit(painter: QPainter, box: QRect, hit: Hit) -> None:
    theme, entry = current_theme(), hit.entry
    right = box.right()
    if entry.key:
        width = key_cap_width(entry.key)
        cap = QRect(right - width + 1, box.y(), width, box.height())
        paint_key_cap(painter, cap, entry.key)
        right -= width + 10
    if entry.note:
        small = ui_font("small")
        width = min(text_width(entry.note, small), box.width() // 2)
        at = QRect(right - width + 1, box.y(), width, box.height())
        paint_text(painter, at, entry.note, font=small, colour=theme.colour("text_muted"))
        right -= width + 12
    if entry.icon:
        at = QPoint(box.x(), box.center().y() - 7)
        paint_icon(painter, entry.icon, at, colour=theme.colour("text"))
    words = QRect(box.x() + 26, box.y(), max(0, right - box.x() - 26), box.height())
    _paint_found(painter, words, hit)


def _paint_found(painter: QPainter, box: QRect, hit: Hit) -> None:
    """The words of an entry, the letters that were typed in bold."""
    theme, text = current_theme(), hit.entry.text
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in hit.places:
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    if hit.spelling:
        pieces.append((f", also “{hit.spelling}”", False))
    x = box.x()
    for words, bold in pieces:
        if not words or x >= box.right():
            continue
        font = ui_font("body", weight=700 if bold else 400)
        width = text_width(words, font)
        room = QRect(x, box.y(), min(width + 1, box.right() - x), box.height())
        paint_text(painter, room, words, font=font, colour=theme.colour("text"))
        x += width


def _numbered(entries: Sequence[Entry]) -> list[Entry]:
    digits = [*_DIGITS, *[""] * len(entries)]
    return [
        Entry(e.id, e.group, e.text, e.note, digit, e.icon, e.also)
        for e, digit in zip(entries, digits, strict=False)
    ]
