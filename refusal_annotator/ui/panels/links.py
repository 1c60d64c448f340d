"""The links of a coding as rows of chips, and what a link itself is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Relation
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.panels.field_row import LABEL_WIDTH
from refusal_annotator.ui.panels.fields import FieldList
from refusal_annotator.ui.session_marks import leading_type, margin_label, short_quote
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import Chip, IconMark, KeyCap, Label

if TYPE_CHECKING:
    from refusal_annotator.workspace.coding_links_across import FarSpan

NO_FAR: Mapping[UUID, FarSpan] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LinkButton:
    """What begins link mode for one kind of link; `named` where the row has another name."""

    relation: Relation
    lacking: bool = False
    named: bool = False


class LinkRow(QWidget):
    """One kind of link: its name, a chip for each end, and one to add another."""

    jumped = Signal(object)  # annotation id
    far_jumped = Signal(object)  # FarSpan
    removed = Signal(object)  # link id
    wanted = Signal(str)  # relation id
    cell_edited = Signal(object, str, object)  # link id, variable id, cell
    left = Signal()  # the fields of a link: back to the text
    finished = Signal()  # all that is required of a link has its value
    stepped_out = Signal(object, bool)  # FieldList, forward: over the end of what a link is asked
    described = Signal(object, object)  # Attribute, category id

    def __init__(self, label: str, parent: QWidget | None = None, *, key: str = "") -> None:
        super().__init__(parent)
        self.label, self.key = label, key
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 5, 14, 5)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._name(label, key))
        self._chips = Flow()
        row.addWidget(self._chips, 1)
        column.addLayout(row)
        # Ends in other articles have the whole width: they say where they stand, too.
        self._far_chips = Flow()
        self._far_chips.hide()
        column.addWidget(self._far_chips)
        self._column = column
        self.fields: dict[UUID, FieldList] = {}
        self._content: object = None

    def show_links(
        self,
        desk: CodingDesk,
        ends: Sequence[tuple[Link, Annotation | None]],
        *,
        ordered: bool,
        removable: bool,
        buttons: Sequence[LinkButton] = (),
        far: Mapping[UUID, FarSpan] = NO_FAR,
    ) -> None:
        """Show a chip for the other end of each link, and a dashed one for each link to make.

        `far` are the ends in other articles.
        """
        afar = [_far_end(k, far) for k, _ in ends]
        chips = tuple(
            (k.id, k.pending_target, f, o and (chip_text(desk, o), o))
            for (k, o), f in zip(ends, afar, strict=True)
        )
        content = (chips, ordered, removable, tuple(buttons), current_theme())
        if content == self._content:
            return
        self._content = content
        self._chips.clear()
        self._far_chips.clear()
        self._far_chips.setVisible(any(f and not o for f, (_, o) in zip(afar, ends, strict=True)))
        for place, (link, other) in enumerate(ends, 1):
            elsewhere = afar[place - 1]
            if other is None and elsewhere is not None:
                number = f"{place} · " if ordered else ""
                self._far_chips.add(self._far_chip(link, elsewhere, number, removable=removable))
                continue
            if ordered and place > 1:
                self._chips.add(IconMark("arrow_right", size=14))
            elif ordered:
                self._chips.add(Label("1", role="small", tone="muted"))
            self._chips.add(self._chip(desk, link, other, removable=removable))
        for button in buttons:
            self._add_button(button)

    def _add_button(self, button: LinkButton) -> None:
        relation = button.relation
        required = self.tr("Required") if button.lacking else ""
        words = relation.label if button.named else required
        chip = Chip(words, icon="plus", dashed=True)
        chip.setAccessibleName(self.tr("Add link: {0}").format(relation.label))
        chip.clicked.connect(lambda: self.wanted.emit(relation.id))
        self._chips.add(chip)

    def show_fields(
        self,
        relation: Relation,
        links: Sequence[Link],
        context: EditorContext,
        *,
        read_only: bool,
    ) -> None:
        """Show what each link is asked, below the chips."""
        alive = {link.id for link in links}
        for link_id in [i for i in self.fields if i not in alive]:
            self.fields.pop(link_id).deleteLater()
        for link in links:
            if link.id not in self.fields:
                made = FieldList(self)
                made.setContentsMargins(0, 0, 0, 0)
                made.cell_edited.connect(
                    lambda variable, cell, i=link.id: self.cell_edited.emit(i, variable, cell)
                )
                made.left.connect(self.left)
                made.finished.connect(self.finished)
                made.stepped_out.connect(
                    lambda forward, fields=made: self.stepped_out.emit(fields, forward)
                )
                made.described.connect(self.described)
                self.fields[link.id] = made
                self._column.addWidget(made)
            self.fields[link.id].show_fields(
                relation.attributes, link.values, context, read_only=read_only
            )

    def clear_fields(self) -> None:
        """Take away what links were asked."""
        for fields in self.fields.values():
            fields.close_editor()
            self._column.removeWidget(fields)
            fields.hide()
            fields.deleteLater()
        self.fields = {}

    def _name(self, label: str, key: str) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(LABEL_WIDTH)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        words = Label(label, role="small", tone="muted", wrap=True)
        if key:
            row.addWidget(words)
            row.addWidget(KeyCap(key))
            row.addStretch(1)
        else:
            row.addWidget(words, 1)
        return holder

    def _far_chip(self, link: Link, far: FarSpan, number: str, *, removable: bool) -> Chip:
        quote, title = far.annotation.quote, far.title
        if link.to_id == far.annotation.id:
            words = f"{number}{short_quote(quote, 24)} · {title}"
        else:
            words = self.tr("from {0}").format(f"{short_quote(title, 28)} · {quote}")
        style = current_theme().span(far.annotation.type)
        chip = Chip(" ".join(words.split()), style=style, removable=removable)
        chip.setToolTip(f"{quote}\n{title}")
        chip.setAccessibleName(self.tr("{0}, in {1}").format(short_quote(quote, 80), title))
        chip.clicked.connect(lambda: self.far_jumped.emit(far))
        chip.removed.connect(lambda: self.removed.emit(link.id))
        return chip

    def _chip(
        self, desk: CodingDesk, link: Link, other: Annotation | None, *, removable: bool
    ) -> Chip:
        if other is None:
            place = link.pending_target or {}
            words = " · ".join(filter(None, (place.get("article"), place.get("span"))))
            chip = Chip(words or self.tr("not here yet"), dashed=True, removable=removable)
        else:
            chip = Chip(
                chip_text(desk, other),
                style=current_theme().span(other.type),
                removable=removable,
                max_width=206,
            )
            chip.setToolTip(other.quote)
            chip.clicked.connect(lambda: self.jumped.emit(other.id))
        chip.removed.connect(lambda: self.removed.emit(link.id))
        return chip


def _far_end(link: Link, far: Mapping[UUID, FarSpan]) -> FarSpan | None:
    """The end of a link that stands in another article."""
    outward = far.get(link.to_id) if link.to_id is not None else None
    return outward or far.get(link.from_id)


def chip_text(desk: CodingDesk, annotation: Annotation) -> str:
    """A coding in a few words: its number, its figure, or its quote."""
    if annotation.type == leading_type(desk.codebook).id:
        return desk.title(annotation)
    figure = margin_label(desk.codebook, annotation.type, annotation.values)
    return figure or short_quote(annotation.quote, 26)
