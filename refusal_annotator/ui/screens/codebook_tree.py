"""The codebook as a tree to search: types with their variables, links, zones, rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QTreeView, QWidget

from refusal_annotator.domain.codebook import Attribute, Codebook
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets.painting import paint_text, paint_type_glyph, text_width

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NODE = Qt.ItemDataRole.UserRole + 1
_LEVELS = {"multi_select": "several", "link": "entity"}


@dataclass(eq=False)
class Node:
    """A line of the tree: what it shows, and what it stands for."""

    text: str
    note: str = ""
    item: object = None
    type_id: str = ""
    search: str = ""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    def add(self, node: Node) -> Node:
        """Put a node below this one."""
        node.parent = self
        self.children.append(node)
        return node


class CodebookModel(QAbstractItemModel):
    """The codebook as a tree; a search keeps what holds the words, and what stands above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codebook: Codebook | None = None
        self._root = Node("")

    def set_codebook(self, codebook: Codebook | None) -> None:
        """Show this codebook."""
        self._codebook = codebook
        self.set_filter("")

    def set_filter(self, text: str) -> None:
        """Show only what holds these words."""
        self.beginResetModel()
        self._root = _tree(self._codebook) if self._codebook else Node("")
        words = text.casefold().split()
        if words:
            _prune(self._root, words)
        self.endResetModel()

    def node(self, index: _Index) -> Node:
        """The node of an index."""
        return index.internalPointer() if index.isValid() else self._root

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        above = self.node(parent)
        if column or not 0 <= row < len(above.children):
            return QModelIndex()
        return self.createIndex(row, column, above.children[row])

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent if index.isValid() else None
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.parent.children.index(above), 0, above)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return len(self.node(parent).children)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.text}, {node.note}" if node.note else node.text
        return node if role == _NODE else None


class CodebookTree(QTreeView):
    """The tree; a click on what has something below it opens or closes it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_NodeDelegate(self))
        self.clicked.connect(lambda index: self.setExpanded(index, not self.isExpanded(index)))


class _NodeDelegate(QStyledItemDelegate):
    def sizeHint(self, option: object, index: _Index) -> QSize:
        return QSize(120, 28)

    def paint(self, painter: QPainter, option: object, index: _Index) -> None:
        theme = current_theme()
        box = QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        view = option.widget  # type: ignore[attr-defined]
        node: Node = index.data(_NODE)
        box.setLeft(0)
        on = bool(state & QStyle.StateFlag.State_Selected)
        if on or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        if on:
            painter.fillRect(QRect(0, box.y(), 3, box.height()), theme.colour("accent"))
        depth = 1 if node.parent is not None and node.parent.parent is not None else 0
        x = 12 + depth * 18
        muted = theme.colour("text_muted")
        if node.children:
            expanded = isinstance(view, QTreeView) and view.isExpanded(_plain(index))
            sign = "chevron_down" if expanded else "chevron_right"
            paint_icon(painter, sign, QPoint(x, box.y() + 8), size=12, colour=muted)
        x += 19
        if node.type_id and not depth:
            glyph = QRectF(x, box.y() + 6, 16, 16)
            paint_type_glyph(painter, glyph, theme.span(node.type_id))
            x += 23
        width = text_width(node.note, ui_font("small"))
        note = QRect(box.right() - 12 - width, box.y(), width + 1, box.height())
        paint_text(painter, note, node.note, font=ui_font("small"), colour=muted)
        words = QRect(x, box.y(), note.x() - 8 - x, box.height())
        font = ui_font("body", weight=600 if on else 400)
        paint_text(painter, words, node.text, font=font, colour=theme.colour("text"))


def _plain(index: _Index) -> QModelIndex:
    """A plain index, as views ask for it."""
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), 0)


def level_words(attribute: Attribute) -> str:
    """The level of measurement of an attribute in a word."""
    return _LEVELS.get(str(attribute.level), str(attribute.level))


def _tree(codebook: Codebook) -> Node:
    root = Node("")
    for span_type in codebook.span_types:
        asked = [a for a in span_type.attributes if not a.deprecated]
        top = root.add(_node(span_type, span_type.label, str(len(asked)), span_type.id))
        for attribute in asked:
            top.add(_node(attribute, attribute.label, level_words(attribute), span_type.id))
    groups: Sequence[tuple[str, Sequence[object]]] = (
        ("Links", codebook.relations),
        ("Article variables", codebook.article_variables),
        ("Links between articles", codebook.article_relations),
        ("Exclusion zones", codebook.exclusion_zones),
        ("Missing values", tuple(codebook.missing_codes)),
        ("General rules", codebook.file.general_rules),
    )
    for title, items in groups:
        if not items:
            continue
        top = root.add(Node(title, str(len(items)), items))
        for number, item in enumerate(items, 1):
            label = getattr(item, "label", None) or getattr(item, "shown", f"Rule {number}")
            note = level_words(item) if isinstance(item, Attribute) else ""
            top.add(_node(item, str(label), note))
    return root


def _node(item: object, text: str, note: str, type_id: str = "") -> Node:
    fields = ("id", "label", "definition", "example", "counter_example", "rule")
    found = [str(getattr(item, name, "") or "") for name in fields]
    for category in getattr(item, "categories", ()):
        found += [category.shown, category.definition]
    return Node(text, note, item, type_id, " ".join(found).casefold())


def _prune(node: Node, words: Sequence[str]) -> bool:
    kept = [child for child in node.children if _prune(child, words)]
    holds = all(word in node.search or word in node.text.casefold() for word in words)
    if kept or not holds:
        node.children = kept
    return bool(kept) or (holds and node.parent is not None)
