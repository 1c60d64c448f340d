"""Gathering the parts of one coding: what is held until the rest of it is selected."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.workspace.coding_parts import Selection


class PartsMode(QObject):
    """Holds a coding that gets more parts, or selections that wait for their type.

    While it is active the caret may go anywhere without another coding being selected.
    """

    changed = Signal()

    def __init__(self, desk: CodingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._target: UUID | None = None
        self._held: tuple[Selection, ...] = ()
        desk.article_changed.connect(self.leave)
        desk.selection_changed.connect(self._on_selection)
        desk.mode_changed.connect(self._on_mode)

    @property
    def active(self) -> bool:
        """Whether something is held."""
        return self._target is not None or bool(self._held)

    @property
    def holds_selections(self) -> bool:
        """Whether selections wait for their type."""
        return bool(self._held)

    @property
    def target(self) -> Annotation | None:
        """The coding that gets more parts."""
        session = self._desk.session
        return session.annotations.get(self._target) if session and self._target else None

    @property
    def extents(self) -> tuple[tuple[int, int], ...]:
        """The selections that wait."""
        return tuple((start, end) for start, end, _ in self._held)

    def add(self, selection: Selection | None) -> str:
        """Take a selection in, or begin with the selected coding; gives what is wrong, if any."""
        desk, chosen = self._desk, self._desk.selected
        types = desk.codebook.span_types
        if not any(t.discontinuous for t in types):
            return self.tr("No part was added: this codebook has no type of several parts.")
        if chosen is not None and not self._held:
            if not desk.codebook.span_type(chosen.type).discontinuous:
                label = desk.codebook.span_type(chosen.type).label.lower()
                words = self.tr(
                    "No part was added: the codebook wants one stretch of text for the type {0}."
                )
                return words.format(label)
            if selection is None or desk.acts.add_part(*selection[:2], whole_tokens=selection[2]):
                self._target = chosen.id
        elif selection is None:
            return self.tr("Select words first, then press Ctrl+Shift+Enter to hold them.")
        else:
            self._held = (*self._held, selection)
        self.changed.emit()
        return ""

    def tag(self, type_id: str, selection: Selection | None) -> bool:
        """Make one coding of what is held and of this selection."""
        if not self._desk.acts.tag_parts(
            type_id, [*self._held, *([selection] if selection else [])]
        ):
            return False
        self.leave()
        return True

    def words(self, key: str) -> tuple[str, str]:
        """What is held, and what to do next; `key` adds a part."""
        target = self.target
        if target is not None:
            title = self._desk.title(target)
            title = self.tr("Parts of {0}").format(f"{title[:1].lower()}{title[1:]}")
            return title, self.tr("Select words and press {0}.").format(key)
        count = len(self._held)
        title = self.tr("1 part held") if count == 1 else self.tr("{0} parts held")
        words = self.tr("Select the next part, then press the key of a type.")
        return title.format(count), words

    def status(self, key: str) -> CodeStatus:
        """The same for the foot of the window."""
        title, words = self.words(key)
        quote = self.target.quote if self.target is not None else ""
        return CodeStatus(title, f"· {words}", spoken=f"{title}. {words} {quote}".strip())

    def leave(self) -> None:
        """Hold nothing any more."""
        if self.active:
            self._target, self._held = None, ()
            self.changed.emit()

    def _on_selection(self) -> None:
        chosen = self._desk.selected
        if self._target is not None and (chosen is None or chosen.id != self._target):
            self.leave()

    def _on_mode(self) -> None:
        if self._desk.linking is not None:
            self.leave()
