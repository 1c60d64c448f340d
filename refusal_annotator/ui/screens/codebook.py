"""The codebook to read and search: types, variables, categories with keys, links, zones."""

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
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from refusal_annotator.domain.codebook import (
    ArticleRelation,
    Attribute,
    Category,
    Codebook,
    Relation,
    SpanType,
    category_keys,
    type_keys,
)
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.fonts import ui_font
from refusal_annotator.ui.icons import paint_icon
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Chip,
    Divider,
    EmptyState,
    KeyCap,
    Label,
    PanelHead,
    PatternGlyph,
    SearchField,
    on_plane,
)
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


class CodebookScreen(QWidget):
    """Tree at the left, the chosen entry at the right; nothing is changed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._codebook: Codebook | None = None
        self.head = PanelHead(self.tr("Codebook"))
        self._version = Label("", role="small", tone="muted")
        self.head.add(self._version)
        self.search = SearchField(self.tr("Find in the codebook"))
        self.model = CodebookModel(self)
        self.tree = _Tree(self.tr("Codebook"))
        self.tree.setModel(self.model)
        self.nothing = EmptyState("search", "")
        self.nothing.hide()
        self.detail_head = _Crumbs()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._build()
        self.search.textChanged.connect(self._on_search)
        self.tree.selectionModel().currentChanged.connect(lambda i, _: self._show(i))

    def set_codebook(self, codebook: Codebook | None) -> None:
        """Show this codebook."""
        self._codebook = codebook
        self.search.clear()
        self.model.set_codebook(codebook)
        self._version.setText(f"{codebook.version}" if codebook else "")
        if self.model.rowCount():
            first = self.model.index(0, 0)
            self.tree.expand(first)
            self.tree.setCurrentIndex(first)

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        if self._codebook is None:
            return CodeStatus("", "", ())
        title = self._codebook.title
        n_types, n_links = len(self._codebook.span_types), len(self._codebook.relations)
        rest = f"· {n_types} types · {n_links} kinds of links · read-only"
        return CodeStatus(title, rest, (("?", "keys"),))

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(256)
        on_plane(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 10, 14, 10)
        bar.addWidget(self.search)
        column.addLayout(bar)
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing, 1)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self.detail_head)
        centre.addWidget(self._area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addLayout(centre, 1)
        self.setFocusProxy(self.tree)

    def _on_search(self, text: str) -> None:
        self.model.set_filter(text)
        found = self.model.rowCount() > 0
        self.tree.setVisible(found)
        self.nothing.setVisible(not found)
        self.nothing.set_state(
            "search",
            self.tr("Nothing contains “{0}”").format(text),
            self.tr("Labels, definitions and examples were searched."),
        )
        if text.strip():
            self.tree.expandAll()
        if found:
            self.tree.setCurrentIndex(self.model.index(0, 0))

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid() or self._codebook is None:
            return
        node = self.model.node(index)
        above = node.parent.text if node.parent and node.parent.parent else ""
        self.detail_head.show_path(node.type_id, above, node.text)
        page = _page_of(node, self._codebook)
        on_plane(page, "surface")
        self._area.setWidget(page)


class _Crumbs(PanelHead):
    def __init__(self) -> None:
        super().__init__()
        self._parts: list[QWidget] = []

    def show_path(self, type_id: str, above: str, text: str) -> None:
        """Type, group and entry."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        parts: list[QWidget] = []
        if type_id:
            parts.append(PatternGlyph(current_theme().span(type_id), above or text))
        if above:
            parts.append(Label(above, tone="muted"))
            parts.append(Label("›", tone="muted"))
        parts.append(Label(text, role="panel_title"))
        self._parts = parts
        for part in parts:
            self.add_left(part)


class _Tree(QTreeView):
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
            expanded = isinstance(view, QTreeView) and view.isExpanded(as_index(index))
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


def as_index(index: _Index) -> QModelIndex:
    """A plain index, as views ask for it."""
    return index if isinstance(index, QModelIndex) else index.model().index(index.row(), 0)


def _tree(codebook: Codebook) -> Node:
    root = Node("")
    for span_type in codebook.span_types:
        asked = [a for a in span_type.attributes if not a.deprecated]
        top = root.add(_node(span_type, span_type.label, str(len(asked)), span_type.id))
        for attribute in asked:
            top.add(_node(attribute, attribute.label, _level(attribute), span_type.id))
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
            note = _level(item) if isinstance(item, Attribute) else ""
            top.add(_node(item, str(label), note))
    return root


def _node(item: object, text: str, note: str, type_id: str = "") -> Node:
    fields = ("id", "label", "definition", "example", "counter_example", "rule")
    found = [str(getattr(item, name, "") or "") for name in fields]
    for category in getattr(item, "categories", ()):
        found += [category.shown, category.definition]
    return Node(text, note, item, type_id, " ".join(found).casefold())


def _level(attribute: Attribute) -> str:
    return _LEVELS.get(str(attribute.level), str(attribute.level))


def _prune(node: Node, words: Sequence[str]) -> bool:
    kept = [child for child in node.children if _prune(child, words)]
    holds = all(word in node.search or word in node.text.casefold() for word in words)
    if kept or not holds:
        node.children = kept
    return bool(kept) or (holds and node.parent is not None)


def _page_of(node: Node, codebook: Codebook) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 16, 20, 20)
    column.setSpacing(10)
    item = node.item
    if isinstance(item, SpanType):
        _type_page(column, item, codebook)
    elif isinstance(item, Attribute):
        _attribute_page(column, item)
    elif isinstance(item, ArticleRelation):
        _relation_page(column, item, codebook)
    elif isinstance(item, Category):
        _texts(column, (("Definition", item.definition), ("Code", str(item.code))))
    elif isinstance(item, tuple | list):
        _texts(column, [(_title(entry), _definition(entry)) for entry in item])
    else:
        _texts(column, (("Rule", _definition(item)), ("Example", _one(item, "example"))))
    column.addStretch(1)
    return page


def _type_page(column: QVBoxLayout, item: SpanType, codebook: Codebook) -> None:
    rows = [
        ("Key", type_keys(codebook).get(item.id, "")),
        ("Definition", item.definition),
        ("Tag when", "\n".join(item.tag_when)),
        ("Do not tag", "\n".join(item.do_not_tag)),
        ("Example", item.example),
        ("Not", item.counter_example),
    ]
    rows += [(f"Boundary {n}", rule.rule) for n, rule in enumerate(item.boundary_rules, 1)]
    links = [r.label for r in codebook.relations_from(item.id)]
    rows.append(("Links", ", ".join(links)))
    _texts(column, rows)


def _attribute_page(column: QVBoxLayout, item: Attribute) -> None:
    required = "Always" if item.required else "Sometimes" if item.required_when else "No"
    if item.derived is not None:
        required = "Never asked for: it is computed"
    _texts(
        column,
        (
            ("Short name", item.id),
            ("Level", _level(item).capitalize()),
            ("Required", required),
            ("Default", str(item.default) if item.default is not None else ""),
            ("Definition", item.definition),
            ("Example", item.example or ""),
            ("Not", item.counter_example or ""),
        ),
    )
    if item.decision_order:
        flow = Flow()
        for number, category_id in enumerate(item.decision_order, 1):
            category = item.find_category(category_id)
            chip = Chip(f"{number}  {category.shown if category else category_id}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.add(chip)
        column.addWidget(Label("When torn", tone="muted"))
        column.addWidget(flow)
    for number, rule in enumerate(item.rules, 1):
        _texts(column, ((f"Rule {number}", rule.rule),))
    if item.categories:
        _categories(column, item)


def _categories(column: QVBoxLayout, item: Attribute) -> None:
    column.addSpacing(6)
    column.addWidget(Label(f"Categories  {len(item.categories)}", weight=600))
    column.addWidget(Divider())
    keys = category_keys(item)
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    for at, category in enumerate(item.categories):
        code = Label(str(category.code), tone="muted")
        code.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        name = Label(category.shown, wrap=True)
        text = Label(category.definition, tone="muted", wrap=True)
        for label in (name, text):
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(code, at, 0)
        grid.addWidget(name, at, 1)
        grid.addWidget(text, at, 2)
        if keys[category.id]:
            cap = KeyCap(keys[category.id].upper())
            grid.addWidget(cap, at, 3, Qt.AlignmentFlag.AlignTop)
    grid.setColumnMinimumWidth(0, 28)
    grid.setColumnMinimumWidth(1, 188)
    grid.setColumnStretch(2, 1)
    column.addLayout(grid)


def _relation_page(column: QVBoxLayout, item: ArticleRelation, codebook: Codebook) -> None:
    rows = [("Definition", item.definition), ("How many", _cardinality(item))]
    if isinstance(item, Relation):
        ends = [
            ", ".join(codebook.span_type(i).label for i in side)
            for side in (item.from_types, item.to_types)
        ]
        rows.insert(0, ("From and to", " → ".join(ends)))
        rows.append(("Order", "Kept" if item.ordered else "Without meaning"))
    rows += [("Example", item.example or ""), ("Not", item.counter_example or "")]
    rows += [(f"Rule {n}", rule.rule) for n, rule in enumerate(item.rules, 1)]
    rows += [(a.label, a.definition) for a in item.attributes]
    _texts(column, rows)


def _cardinality(item: ArticleRelation) -> str:
    return {
        "0..1": "None or one",
        "1": "Exactly one",
        "0..n": "Any number",
        "1..n": "At least one",
    }[item.cardinality]


def _texts(column: QVBoxLayout, rows: Sequence[tuple[str, str]]) -> None:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    grid.setColumnMinimumWidth(0, 130)
    grid.setColumnStretch(1, 8)
    grid.setColumnStretch(2, 1)
    for at, (label, text) in enumerate((label, text) for label, text in rows if text):
        name = Label(label, tone="muted", wrap=True)
        name.setFixedWidth(130)
        words = Label(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (name, words):
            part.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, at, 0)
        grid.addWidget(words, at, 1)
    column.addLayout(grid)


def _title(entry: object) -> str:
    return str(getattr(entry, "label", None) or getattr(entry, "shown", "") or "Rule")


def _definition(entry: object) -> str:
    return str(getattr(entry, "definition", None) or getattr(entry, "rule", ""))


def _one(entry: object, name: str) -> str:
    return str(getattr(entry, name, None) or "")
