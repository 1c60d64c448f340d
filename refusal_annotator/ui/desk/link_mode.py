"""Link mode: from one coding, by one kind of link, to candidates that letters name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import Relation
from refusal_annotator.ui.desk.host import DeskHost
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.session import ArticleSession

LETTERS = "ASDFGHJKLQWERTYUIOPZXCVBNM"


@dataclass(frozen=True)
class Linking:
    """Link mode: from which coding, by which relation, to which candidates by letter."""

    from_id: UUID
    relation: Relation
    relations: tuple[Relation, ...]
    candidates: tuple[Annotation, ...]
    made: tuple[UUID, ...] = ()

    @property
    def letters(self) -> dict[UUID, str]:
        """Letter of each candidate that has one."""
        return {a.id: letter for a, letter in zip(self.candidates, LETTERS, strict=False)}


class LinkMode(QObject):
    """Begins, goes on and ends; `state` is None outside of it."""

    changed = Signal()

    def __init__(self, desk: DeskHost, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state: Linking | None = None

    def start(self, relation_id: str = "") -> bool:
        """Begin link mode at the selected coding."""
        source, session = self._desk.selected, self._desk.session
        if source is None or session is None or self._desk.read_only:
            return False
        relations = tuple(
            r
            for r in self._desk.codebook.relations_from(source.type)
            if r.is_visible(source.values) and r.scope != "across_articles"
        )
        if not relations:
            return False
        chosen = next((r for r in relations if r.id == relation_id), None)
        if chosen is None:
            lacking = {m.field_id for m in self._desk.missing_of(source.id) if m.is_relation}
            chosen = next((r for r in relations if r.id in lacking), relations[0])
        self.state = self._by(source.id, chosen, relations)
        self.changed.emit()
        return True

    def next_relation(self, forward: bool = True) -> None:
        """Go on to the next kind of link in link mode."""
        state = self.state
        if state is None:
            return
        at = state.relations.index(state.relation) + (1 if forward else -1)
        chosen = state.relations[at % len(state.relations)]
        self.state = self._by(state.from_id, chosen, state.relations, state.made)
        self.changed.emit()

    def press_letter(self, letter: str) -> bool:
        """Link with the candidate that shows this letter."""
        if self.state is None:
            return False
        wanted = letter.upper()
        found = next((i for i, shown in self.state.letters.items() if shown == wanted), None)
        return found is not None and self.link_to(found)

    def link_to(self, target_id: UUID) -> bool:
        """Link with a coding and go on in link mode, or leave it where one link is all."""
        state = self.state
        if state is None:
            return False
        made = self._desk.do(
            lambda s: coding.relate(s, state.relation.id, state.from_id, target_id)
        )
        if made is None:
            return False
        link_id = next(c.row_id for c in made.changes if c.table == "link" and not c.field)
        made_ids = (*state.made, link_id)
        if state.relation.is_single:
            self.leave()
        else:
            self.state = self._by(state.from_id, state.relation, state.relations, made_ids)
            self.changed.emit()
        return True

    def unlink_last(self) -> None:
        """Take back the link that was made last in this link mode."""
        state = self.state
        if state is None or not state.made:
            return
        last = state.made[-1]
        if self._desk.do(lambda s: coding.unrelate(s, last)) is not None:
            self.state = self._by(state.from_id, state.relation, state.relations, state.made[:-1])
            self.changed.emit()

    def link_new(self, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Tag a selection with the type the link leads to, and link with it."""
        state = self.state
        if state is None:
            return False
        type_id = state.relation.to_types[0]
        made = self._desk.do(
            lambda s: coding.tag(s, type_id, start, end, snap_to_tokens=whole_tokens)
        )
        target = coding.created_annotation(made) if made else None
        return target is not None and self.link_to(target)

    def leave(self) -> None:
        """Leave link mode."""
        if self.state is not None:
            self.state = None
            self.changed.emit()

    def forget(self) -> None:
        """Leave it without a word: the article is put away."""
        self.state = None

    def follow(self, session: ArticleSession) -> None:
        """Follow in link mode what undo took away: the coding itself, or one to link with."""
        state, own = self.state, session.annotations
        if state is None:
            return
        if state.from_id not in own:
            self.leave()
        elif any(a.id not in own for a in state.candidates):
            self.state = self._by(state.from_id, state.relation, state.relations, state.made)
            self.changed.emit()

    def _by(
        self,
        from_id: UUID,
        relation: Relation,
        relations: tuple[Relation, ...],
        made: tuple[UUID, ...] = (),
    ) -> Linking:
        assert self._desk.session is not None
        found = coding.link_candidates(self._desk.session, relation, from_id)
        return Linking(from_id, relation, relations, tuple(found), made)
