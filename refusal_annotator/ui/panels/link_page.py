"""Link mode in the inspector: which link, to whom, by which letter."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.variables import show
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.editors.base import KeyedOptions
from refusal_annotator.ui.far_ends import FarEnds
from refusal_annotator.ui.flow import empty_layout
from refusal_annotator.ui.panels.links import LinkRow
from refusal_annotator.ui.session_marks import margin_label, short_quote
from refusal_annotator.ui.widgets import Button, Divider, Label
from refusal_annotator.ui.widgets.options import Option
from refusal_annotator.workspace.coding_links import is_across


class LinkPage(QWidget):
    """The candidates by letter, the nearest first."""

    across_wanted = Signal(str)  # relation id

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._far = FarEnds(desk, self)
        self.across = Button(self.tr("Another article"), icon="document", key="Ctrl+L")
        self.across.clicked.connect(self._on_across)
        self.quote = Label("", role="quote", wrap=True)
        self.quote.setContentsMargins(14, 12, 14, 6)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._relation = Label("", weight=600)
        self._relation.setContentsMargins(14, 10, 14, 6)
        self.options = KeyedOptions(self.tr("Codings to link with"))
        self.options.chosen.connect(desk.links.link_to)
        self.options.left.connect(desk.links.leave)
        self._none = Label("", tone="muted", wrap=True)
        self._new = Label("", role="small", tone="muted", wrap=True)
        self._definition = Label("", role="small", tone="muted", wrap=True)
        for label in (self._none, self._new, self._definition):
            label.setContentsMargins(14, 6, 14, 6)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(14, 0, 14, 4)
        inner.addWidget(self.options)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.quote)
        column.addLayout(self._rows)
        column.addWidget(self._relation)
        column.addWidget(holder)
        column.addWidget(self._none)
        column.addWidget(self._new)
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 14, 10)
        row.addWidget(self.across)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(Divider(inset=14))
        column.addWidget(self._definition)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the state of link mode."""
        desk, state = self._desk, self._desk.linking
        if state is None or desk.session is None:
            return
        source = desk.session.annotations.get(state.from_id)
        self.quote.setText(source.quote if source else "")
        self._show_made()
        relation = state.relation
        self._relation.setText(relation.label)
        letters = state.letters
        options = [
            Option(a.id, self._words(a), letters.get(a.id, ""), self._note(a), a.quote)
            for a in state.candidates
        ]
        self.options.set_options(options)
        self.options.setVisible(bool(options))
        label = desk.codebook.span_type(relation.to_types[0]).label.lower()
        none = self.tr("No {0} is coded that is not linked already.").format(label)
        self._none.setText(none)
        self._none.setVisible(not options)
        new = self.tr("New {0}: select it in the text and press Enter.").format(label)
        self._new.setText(new)
        self.across.setVisible(relation.scope != "within_article")
        self._definition.setText(f"{relation.label}. {relation.definition}")

    def _on_across(self) -> None:
        state = self._desk.linking
        self.across_wanted.emit(state.relation.id if state else "")

    def _show_made(self) -> None:
        desk, state, session = self._desk, self._desk.linking, self._desk.session
        assert state is not None and session is not None
        empty_layout(self._rows)
        for relation in state.relations:
            links = [k for k in session.links_from(state.from_id) if k.type == relation.id]
            if not links:
                continue
            row = LinkRow(relation.label)
            ends = [(k, session.annotations.get(k.to_id)) for k in links if k.to_id]
            far = self._far.of([k for k in links if is_across(k)])
            row.show_links(desk, ends, ordered=relation.ordered, removable=True, far=far)
            row.removed.connect(desk.acts.unlink)
            self._rows.addWidget(row)

    def _words(self, annotation: Annotation) -> str:
        return short_quote(annotation.quote, 30)

    def _note(self, annotation: Annotation) -> str:
        codebook = self._desk.codebook
        figure = margin_label(codebook, annotation.type, annotation.values)
        if figure:
            return figure
        span_type = codebook.span_type(annotation.type)
        for role in ("actor_class", "claim_type", "topic"):
            attribute = span_type.attribute_by_role(role)
            if attribute is not None:
                words = show(attribute, annotation.values.get(attribute.id), codebook)
                if words:
                    return words.lower()
        return ""
