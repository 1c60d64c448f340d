"""The selected coding: its quote, its links, its values, its definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Relation, SpanType
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.far_ends import FarEnds, arriving_from_afar
from refusal_annotator.ui.panels.fields import FieldList
from refusal_annotator.ui.panels.figure_words import figure_words
from refusal_annotator.ui.panels.fold_row import FoldRow
from refusal_annotator.ui.panels.history_fold import HistoryFold
from refusal_annotator.ui.panels.links import LinkButton, LinkRow
from refusal_annotator.ui.panels.thread_fold import ThreadFold
from refusal_annotator.ui.panels.words import definition_text, required_words
from refusal_annotator.ui.widgets import Divider, Label, SectionLabel, Tag
from refusal_annotator.workspace.coding_links import is_across

if TYPE_CHECKING:
    from refusal_annotator.workspace.coding_links_across import FarSpan

ORIGINS = {
    "drawn": "Drawn by hand",
    "accepted": "Accepted from a suggestion",
    "edited": "Accepted from a suggestion, then changed",
    "imported": "Imported from a coding file",
    "gold": "Agreed as the standard",
}


class CodingPage(QWidget):
    """One coding; what is open in it stays open while its values change."""

    left = Signal()
    jumped = Signal(object)
    far_jumped = Signal(object)  # FarSpan
    across_wanted = Signal(str)  # relation id
    described = Signal(object, object)  # Attribute, category id

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: object = None
        self._far = FarEnds(desk, self)
        self.quote = Label("", role="quote", wrap=True)
        self.quote.setContentsMargins(14, 12, 14, 6)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        self.link_rows: dict[str, LinkRow] = {}
        self._spare: dict[tuple[str, str, str], LinkRow] = {}
        self.lacking = Tag("", "warning", icon="warning")
        self.fields = FieldList()
        self.fields.cell_edited.connect(desk.acts.set_value)
        self.fields.left.connect(self.left)
        self.fields.finished.connect(self._on_finished)
        self.fields.stepped_out.connect(lambda forward: self._step(self.fields, forward))
        self.fields.described.connect(self._describe)
        self.definition_fold = FoldRow(self.tr("Definition and examples"), key="H")
        self.definition = Label("", role="small", tone="muted", wrap=True)
        self.definition.setContentsMargins(34, 0, 14, 8)
        self.definition.hide()
        self.definition_fold.toggled.connect(self.definition.setVisible)
        self.comments = ThreadFold(desk)
        self.history = HistoryFold(desk)
        for fold in (self.comments, self.history):
            fold.left.connect(self.left)
        self.figure = Label("", role="small", weight=500, wrap=True)
        self.figure.setContentsMargins(14, 0, 14, 6)
        self.origin = Label("", role="small", tone="muted", wrap=True)
        self.origin.setContentsMargins(14, 6, 14, 12)
        self._build()

    def refresh(self, context: EditorContext) -> None:
        """Show the selected coding as it is stored now."""
        annotation, session = self._desk.selected, self._desk.session
        if annotation is None or session is None:
            return
        if self._shown != annotation.id:
            self.fields.close_editor()
            self._shown = annotation.id
            self._clear_links()
            self._define(self._desk.codebook.span_type(annotation.type))
        self.quote.setText(annotation.quote)
        figure = figure_words(session, annotation)
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        self.figure.setAccessibleName(self.tr("As a figure: {0}").format(figure))
        self._show_links(annotation, context)
        attributes = self._desk.codebook.attributes_of(annotation.type)
        self.fields.show_fields(
            attributes, annotation.values, context, read_only=self._desk.read_only
        )
        count = len(self._desk.missing_of(annotation.id))
        self.lacking.setVisible(bool(count))
        self.lacking.set_tag(required_words(count), "warning", icon="warning")
        self.origin.setText(self._origin(annotation))
        self.comments.refresh()
        self.history.refresh()

    @property
    def field_lists(self) -> list[FieldList]:
        """What links are asked, then what the coding is asked: as they stand on the page."""
        rows = sorted(self.link_rows.values(), key=self._links.indexOf)
        links = [fields for row in rows for fields in row.fields.values()]
        return [fields for fields in (*links, self.fields) if fields.rows]

    def open_first_lacking(self) -> bool:
        """Open the first required field that is empty; those of the coding before its links'."""
        return any(fields.open_first_lacking() for fields in (self.fields, *self.field_lists))

    def _on_finished(self) -> None:
        if not self.open_first_lacking():
            self.left.emit()

    def _step(self, fields: FieldList, forward: bool) -> None:
        """Go on to the neighbouring list of fields, or back to the text where there is none."""
        lists = self.field_lists
        at = lists.index(fields) + (1 if forward else -1) if fields in lists else -1
        if not (0 <= at < len(lists) and lists[at].open_edge(first=forward)):
            self.left.emit()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.quote)
        column.addWidget(self.figure)
        column.addLayout(self._links)
        column.addSpacing(6)
        column.addWidget(Divider(inset=14))
        margins = (14, 8, 14, 4)
        column.addWidget(
            SectionLabel(self.tr("Attributes"), trailing=self.lacking, margins=margins)
        )
        column.addWidget(self.fields)
        column.addSpacing(6)
        column.addWidget(Divider(inset=14))
        column.addSpacing(4)
        column.addWidget(self.definition_fold)
        column.addWidget(self.definition)
        column.addWidget(self.comments)
        column.addWidget(self.history)
        column.addWidget(self.origin)
        column.addStretch(1)

    def _clear_links(self) -> None:
        for row_id in list(self.link_rows):
            self._put_by(row_id)

    def _put_by(self, row_id: str) -> None:
        """Take a row away and keep it: the next coding of the type has the same ones."""
        row = self.link_rows.pop(row_id)
        self._links.removeWidget(row)
        row.hide()
        row.clear_fields()
        self._spare[(row_id, row.label, row.key)] = row

    def _show_links(self, annotation: Annotation, context: EditorContext) -> None:
        desk, session = self._desk, self._desk.session
        assert session is not None
        lacking = {m.field_id for m in desk.missing_of(annotation.id) if m.is_relation}
        arriving = arriving_from_afar(session, annotation)
        across = [k for k in session.links_from(annotation.id) if is_across(k)]
        far = self._far.of([*across, *arriving])
        wanted: list[str] = []
        rare: list[Relation] = []
        for relation in desk.codebook.relations_from(annotation.type):
            links = session.links_of(annotation.id, relation)
            if relation.symmetric:
                links += [k for k in arriving if k.type == relation.id]
            if not links and not relation.is_visible(annotation.values):
                continue
            optional = relation.symmetric or relation.scope == "across_articles"
            if not links and optional and relation.id not in lacking:
                rare.append(relation)
                continue
            row = self._row(relation.id, relation.label, key="" if wanted else "L")
            wanted.append(relation.id)
            ends = [(k, session.annotations.get(_other(k, annotation))) for k in links]  # type: ignore[arg-type]
            writable = not desk.read_only
            more = writable and not (relation.is_single and links)
            buttons = [LinkButton(relation, relation.id in lacking)] if more else []
            row.show_links(
                desk,
                ends,
                ordered=relation.ordered,
                removable=writable,
                buttons=buttons,
                far=far,
            )
            if relation.attributes:
                row.show_fields(relation, links, context, read_only=desk.read_only)
        wanted += self._show_incoming(annotation, arriving, far)
        if rare and not desk.read_only:
            row = self._row("more", self.tr("Other links"), key="" if wanted else "L")
            buttons = [LinkButton(relation, named=True) for relation in rare]
            row.show_links(desk, (), ordered=False, removable=False, buttons=buttons)
            wanted.append("more")
        for row_id in [i for i in self.link_rows if i not in wanted]:
            self._put_by(row_id)
        self._order_links(wanted)

    def _order_links(self, wanted: Sequence[str]) -> None:
        """A row that came later stands where it belongs, not last."""
        rows = [self.link_rows[row_id] for row_id in wanted]
        if sorted(rows, key=self._links.indexOf) != rows:
            for row in rows:
                self._links.removeWidget(row)
                self._links.addWidget(row)

    def _show_incoming(
        self, annotation: Annotation, arriving: Sequence[Link], far: Mapping[UUID, FarSpan]
    ) -> list[str]:
        desk, session = self._desk, self._desk.session
        assert session is not None
        shown = []
        for relation in desk.codebook.relations:
            if relation.symmetric:
                continue
            near = [k for k in session.links_to(annotation.id) if k.type == relation.id]
            afar = [k for k in arriving if k.type == relation.id]
            links = [*near, *afar]
            if not links:
                continue
            row_id = f"to:{relation.id}"
            row = self._row(row_id, f"← {relation.label}")
            shown.append(row_id)
            ends = [(k, session.annotations.get(k.from_id)) for k in links]
            removable = not near and not desk.read_only
            row.show_links(desk, ends, ordered=False, removable=removable, far=far)
        return shown

    def _row(self, row_id: str, label: str, *, key: str = "") -> LinkRow:
        row = self.link_rows.get(row_id)
        if row is None:
            row = self._spare.pop((row_id, label, key), None) or self._make_row(label, key)
            self.link_rows[row_id] = row
            self._links.addWidget(row)
            row.show()
        return row

    def _make_row(self, label: str, key: str) -> LinkRow:
        row = LinkRow(label, key=key)
        row.jumped.connect(self.jumped)
        row.removed.connect(self._desk.acts.unlink)
        row.far_jumped.connect(self.far_jumped)
        row.wanted.connect(self._begin_link)
        row.cell_edited.connect(self._desk.acts.set_link_value)
        row.left.connect(self.left)
        row.finished.connect(self._on_finished)
        row.stepped_out.connect(self._step)
        row.described.connect(self._describe)
        return row

    def _begin_link(self, relation_id: str) -> None:
        if self._desk.codebook.relation(relation_id).scope == "across_articles":
            self.across_wanted.emit(relation_id)
        else:
            self._desk.links.start(relation_id)

    def _define(self, span_type: SpanType) -> None:
        lines = [span_type.definition, f"Example: {span_type.example}"]
        lines.append(f"Not: {span_type.counter_example}")
        self.definition.setText("\n".join(lines))

    def _describe(self, attribute: object, category: object) -> None:
        self.definition.setText(definition_text(attribute, category))
        # One editor at a time, also where fields of the coding and of its links stand together.
        for fields in self.field_lists:
            if fields.open_id and fields.open_id != getattr(attribute, "id", ""):
                fields.close_editor()
        self.described.emit(attribute, category)

    def _origin(self, annotation: Annotation) -> str:
        words = self.tr(ORIGINS[annotation.origin])
        session = self._desk.session
        known = annotation.suggestion_id if session else None
        source = session.find_suggestion(known) if session and known else None
        return f"{words} · {self.tr('score')} {source.score:.2f}" if source else words


def _other(link: object, annotation: Annotation) -> object:
    to_id, from_id = getattr(link, "to_id", None), getattr(link, "from_id", None)
    return to_id if from_id == annotation.id else from_id
