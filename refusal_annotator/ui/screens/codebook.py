"""The codebook to read and search: types, variables, categories with keys, links, zones."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.ui import layouts
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.screens.codebook_pages import page_of
from refusal_annotator.ui.screens.codebook_tree import CodebookModel, CodebookTree
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Divider,
    EmptyState,
    Label,
    PanelHead,
    PatternGlyph,
    SearchField,
    on_plane,
)


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
        self.tree = CodebookTree(self.tr("Codebook"))
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
        column = layouts.column(left)
        column.addWidget(self.head)
        bar = layouts.row(margins=(14, 10, 14, 10))
        bar.addWidget(self.search)
        column.addLayout(bar)
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing, 1)
        centre = layouts.column()
        centre.addWidget(self.detail_head)
        centre.addWidget(self._area, 1)
        row = layouts.row(self)
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
        page = page_of(node, self._codebook)
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
