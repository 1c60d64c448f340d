"""The suggestion to decide: what it proposes, why, and what was decided so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from refusal_annotator.domain.annotations import Suggestion
from refusal_annotator.domain.variables import show
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.panels.field_row import LABEL_WIDTH
from refusal_annotator.ui.session_marks import short_quote
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import Chip, Divider, ElidedLabel, Label, SectionLabel

_DECISIONS = (
    ("accepted", "Accepted"),
    ("edited", "Accepted, edited"),
    ("rejected", "Rejected"),
    ("drawn", "Drawn unaided"),
)


class SuggestionPage(QWidget):
    """Reads like a coding, with dashed signs and nothing to edit."""

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.quote = Label("", role="quote", wrap=True)
        self.quote.setContentsMargins(14, 12, 14, 6)
        self._links, self._values = _Rows(), _Rows()
        self._why = Label("", role="small", tone="muted", wrap=True)
        self._why.setContentsMargins(14, 0, 14, 10)
        self._why_head = SectionLabel(self.tr("Why it is suggested"))
        self._why_line = Divider(inset=14)
        self._counts = _Rows()
        self._values_head = SectionLabel(self.tr("Proposed values, editable after accepting"))
        self._values_line = Divider(inset=14)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts = (
            self.quote,
            self._links,
            self._values_line,
            self._values_head,
            self._values,
            self._why_line,
            self._why_head,
            self._why,
            Divider(inset=14),
            SectionLabel(self.tr("Decided here so far")),
            self._counts,
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)

    def refresh(self, context: EditorContext) -> None:
        """Show the current suggestion."""
        suggestion = self._desk.suggestion
        if suggestion is None:
            return
        self.quote.setText(suggestion.quote)
        self._show_links(suggestion)
        self._show_values(suggestion, context)
        why = " ".join(
            part for part in (_sentence(suggestion.why), _from(suggestion.source)) if part
        )
        self._why.setText(why)
        for part in (self._why, self._why_head, self._why_line):
            part.setVisible(bool(why))
        self._show_counts()

    def _show_links(self, suggestion: Suggestion) -> None:
        session = self._desk.session
        assert session is not None
        self._links.clear()
        for link in session.links_suggested_from(suggestion.id):
            other = session.find_suggestion(link.to_id)
            relation = session.codebook.find_relation(link.type)
            if other is None or relation is None:
                continue
            chip = Chip(
                short_quote(other.quote, 24),
                style=current_theme().span(other.type),
                dashed=True,
                max_width=206,
            )
            chip.clicked.connect(lambda _=False, i=other.id: self._desk.click(i))
            holder = Flow()
            holder.add(chip)
            self._links.add(relation.label, holder)

    def _show_values(self, suggestion: Suggestion, context: EditorContext) -> None:
        rows = []
        for attribute in context.codebook.attributes_of(suggestion.type):
            words = show(attribute, suggestion.values.get(attribute.id), context.codebook)
            if words:
                rows.append((attribute.label, words))
        self._values.show_texts(rows)
        for part in (self._values_head, self._values_line):
            part.setVisible(bool(rows))

    def _show_counts(self) -> None:
        session = self._desk.session
        assert session is not None
        counts = session.origin_counts()
        counts["rejected"] = sum(d.decision == "rejected" for d in session.decisions.values())
        self._counts.show_texts([(self.tr(label), str(counts[key])) for key, label in _DECISIONS])


class _Rows(QWidget):
    """Label and content side by side, as in the list of fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 2, 14, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._n = 0
        self._texts: list[tuple[ElidedLabel, ElidedLabel]] = []

    def show_texts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these labels with these words, in the widgets that are there where they suffice."""
        while len(self._texts) < len(rows):
            words = ElidedLabel("")
            self._texts.append((self.add("", words), words))
        for place, (left, right) in enumerate(self._texts):
            label, words = rows[place] if place < len(rows) else ("", "")
            for widget, text in ((left, label), (right, words)):
                if text != widget.whole_text:
                    widget.set_text(text)
                widget.setVisible(place < len(rows))
        self.setVisible(bool(rows))

    def add(self, label: str, content: QWidget) -> ElidedLabel:
        """One more row."""
        words = ElidedLabel(label, role="small", tone="muted")
        words.setFixedWidth(LABEL_WIDTH)
        self._grid.addWidget(words, self._n, 0)
        self._grid.addWidget(content, self._n, 1)
        self._n += 1
        self.show()
        return words

    def clear(self) -> None:
        """Take all rows away."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._n = 0
        self.hide()


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _from(source: str) -> str:
    return f"From {source.replace('_', ' ')}." if source else ""
