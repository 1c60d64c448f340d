"""What lies on a coder's desk: the article, what is selected in it, the mode, and every act on it.

The desk holds no widget. Screens show what it says and call its acts; each act asks the workspace
for a change set and hands it to the bridge.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from refusal_annotator.domain.annotations import Annotation, Link, Suggestion
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.codebook import Codebook, Relation
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import Cell
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.session_marks import MarkMaker, Numbering, title_of
from refusal_annotator.workspace import coding, coding_parts, suggesting
from refusal_annotator.workspace.collecting import collect_again, no_collecting
from refusal_annotator.workspace.session import ArticleSession, MissingField
from refusal_annotator.workspace.session_index import text_order

Mode = Literal["read", "link"]
# Codings whose required fields are looked at in one go: some milliseconds.
CHECKED_AT_ONCE = 100
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


@dataclass(frozen=True)
class MarkChange:
    """What the article view must draw anew."""

    changed: tuple[SpanMark, ...] = ()
    removed: tuple[UUID, ...] = ()


@dataclass
class _Shown:
    marks: dict[UUID, SpanMark] = field(default_factory=dict)
    numbers: Numbering = field(default_factory=Numbering)
    suggestions: list[Suggestion] = field(default_factory=list)
    lacking: dict[UUID, tuple[MissingField, ...]] = field(default_factory=dict)
    unchecked: list[UUID] = field(default_factory=list)


class CodingDesk(QObject):
    """One coder's article, selection and mode."""

    article_left = Signal()  # while it is still here
    article_changed = Signal()
    marks_changed = Signal(object)  # MarkChange
    selection_changed = Signal()  # selected coding or current suggestion
    content_changed = Signal()  # values, links, status of what is shown
    # Once for each act, after the two above: whether it was the selection too.
    shown_changed = Signal(bool)
    mode_changed = Signal()
    refused = Signal(object)  # AnnotatorError
    field_wanted = Signal(str)  # first empty field, or this one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge: ProjectBridge | None = None
        self._coder_id: UUID | None = None
        self._session: ArticleSession | None = None
        self._shown = _Shown()
        self._maker: MarkMaker | None = None
        self._selected: UUID | None = None
        self._suggestion: UUID | None = None
        self._linking: Linking | None = None
        self._last_type = ""
        self._depth = 0
        self._untold: set[str] = set()
        self._check_timer = QTimer(self, interval=0)
        self._check_timer.timeout.connect(self._check_more)

    # --- what lies here ---------------------------------------------------------------------

    @property
    def session(self) -> ArticleSession | None:
        """The open article as this coder sees it."""
        return self._session

    @property
    def codebook(self) -> Codebook:
        """The codebook of the open project."""
        return self.bridge.project.codebook

    @property
    def bridge(self) -> ProjectBridge:
        """The open project."""
        assert self._bridge is not None, "no project is open"
        return self._bridge

    @property
    def coder_id(self) -> UUID | None:
        """Who is coding."""
        return self._coder_id

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed: the project is, or the article is finished."""
        return self._bridge is None or self.bridge.project.read_only or self.is_finished

    @property
    def is_finished(self) -> bool:
        """Whether the coder has finished the open article."""
        return self._session is not None and self._session.status == CodingStatus.FINISHED

    @property
    def selected(self) -> Annotation | None:
        """The selected coding."""
        if self._session is None or self._selected is None:
            return None
        return self._session.annotations.get(self._selected)

    @property
    def suggestion(self) -> Suggestion | None:
        """The suggestion that is being decided."""
        if self._session is None or self._suggestion is None:
            return None
        return self._session.open_suggestion(self._suggestion)

    @property
    def suggestions(self) -> list[Suggestion]:
        """Suggestions that are open, by place."""
        return self._shown.suggestions

    @property
    def marks(self) -> Mapping[UUID, SpanMark]:
        """All marks of the article."""
        return self._shown.marks

    @property
    def numbers(self) -> Numbering:
        """Number of each coding of the leading type."""
        return self._shown.numbers

    @property
    def mode(self) -> Mode:
        """What keys mean now."""
        return "link" if self._linking else "read"

    @property
    def linking(self) -> Linking | None:
        """The state of link mode."""
        return self._linking

    @property
    def last_type(self) -> str:
        """Type that was tagged last, empty before the first."""
        return self._last_type

    def title(self, annotation: Annotation) -> str:
        """Type and number of a coding."""
        assert self._session is not None
        return title_of(self._session, annotation, self._shown.numbers)

    def linked_ids(self) -> frozenset[UUID]:
        """Codings linked with the selected one."""
        if self._session is None or self._selected is None:
            return frozenset()
        near = {k.to_id for k in self._session.links_from(self._selected) if k.to_id}
        near |= {k.from_id for k in self._session.links_to(self._selected)}
        return frozenset(near)

    def missing(self) -> tuple[MissingField, ...]:
        """What is still lacking in the article, by place, article variables last."""
        if self._session is None:
            return ()
        lacking = self._shown.lacking
        own = [a for a in self._session.ordered() if lacking.get(a.id)] if lacking else []
        spans = [field for a in own for field in lacking[a.id]]
        return (*spans, *self._session.missing_variables())

    def missing_count(self) -> int:
        """How many required fields are empty in the article."""
        if self._session is None:
            return 0
        spans = sum(map(len, self._shown.lacking.values()))
        return spans + len(self._session.missing_variables())

    def missing_of(self, annotation_id: UUID) -> tuple[MissingField, ...]:
        """What a coding still lacks."""
        return self._shown.lacking.get(annotation_id, ())

    # --- what lies here changes -------------------------------------------------------------

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._leave()
        if self._bridge is not None:
            self._bridge.changed.disconnect(self._on_changed)
        self._bridge = bridge
        if bridge is not None:
            bridge.changed.connect(self._on_changed)
        self._last_type = ""
        self.close_article()
        if bridge is None:
            collect_again()

    def set_coder(self, coder_id: UUID | None) -> None:
        """Work as another coder; the article is put away."""
        self._leave()
        self._coder_id = coder_id
        self.close_article()

    def close_article(self) -> None:
        """Put the article away."""
        self._leave()
        self._shown = _Shown()
        self._selected = self._suggestion = self._linking = None
        self.article_changed.emit()

    def open_article(self, article_id: UUID) -> None:
        """Take up an article."""
        assert self._coder_id is not None
        if self._session is not None and self._session.article.id == article_id:
            return
        self._leave()
        with no_collecting():
            self._session = self.bridge.project.session(article_id, self._coder_id)
            self._selected = self._suggestion = self._linking = None
            self._remember()
            self.article_changed.emit()

    def refresh(self) -> None:
        """Read the open article anew, after suggestions came or the theme changed."""
        if self._session is None:
            return
        self._session = self.bridge.project.session(self._session.article.id, self.coder_id)  # type: ignore[arg-type]
        self._remember()
        self.article_changed.emit()

    def select(self, annotation_id: UUID | None) -> None:
        """Select a coding, or none."""
        self.leave_mode()
        self._suggestion = None
        self._selected = annotation_id
        self._tell("selection")

    def show_suggestion(self, suggestion_id: UUID | None) -> None:
        """Make a suggestion the one to decide."""
        self.leave_mode()
        self._selected = None
        self._suggestion = suggestion_id
        self._tell("selection")

    def click(self, mark_id: UUID) -> None:
        """What a click on a mark means in this mode."""
        if self._linking is not None:
            if any(a.id == mark_id for a in self._linking.candidates):
                self.link_to(mark_id)
            return
        if self._session is not None and mark_id in self._session.annotations:
            self.select(mark_id)
        elif mark_id in self._shown.marks:
            self.show_suggestion(mark_id)

    # --- acts -------------------------------------------------------------------------------

    def tag(self, type_id: str, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Mark a selection; what is made is selected."""
        with self._as_one():
            made = self._do(
                lambda s: coding.tag(s, type_id, start, end, snap_to_tokens=whole_tokens)
            )
            if made is None:
                return False
            self._last_type = type_id
            self.select(coding.created_annotation(made))
        return True

    def move(self, annotation_id: UUID, start: int, end: int) -> None:
        """Give a coding another extent; one of several parts keeps those inside it."""

        def make(session: ArticleSession) -> ChangeSet:
            if session.annotations[annotation_id].parts:
                return coding_parts.move_outer(session, annotation_id, start, end)
            return coding.move(session, annotation_id, start, end, snap_to_tokens=False)

        if self._do(make) is None:
            self._redraw([annotation_id])

    def tag_parts(self, type_id: str, selections: Sequence[coding_parts.Selection]) -> bool:
        """Mark several selections as one coding, and select it."""
        with self._as_one():
            made = self._do(lambda s: coding_parts.tag_parts(s, type_id, selections))
            if made is None:
                return False
            self._last_type = type_id
            self.select(coding.created_annotation(made))
        return True

    def add_part(self, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Add a selection to the selected coding as one more part."""
        target = self._selected
        if target is None:
            return False
        selection = (start, end, whole_tokens)
        return self._do(lambda s: coding_parts.add_parts(s, target, [selection])) is not None

    def remove_part(self, position: int) -> None:
        """Take the part at a place out of the selected coding."""
        target = self._selected
        if target is not None:
            self._do(lambda s: coding_parts.remove_part(s, target, position))

    def delete(self) -> None:
        """Delete the selected coding."""
        if self._selected is not None:
            doomed = self._selected
            with self._as_one():
                if self._do(lambda s: coding.untag(s, doomed)) is not None:
                    self.select(None)

    def set_value(self, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of the selected coding."""
        if self._selected is not None:
            target = self._selected
            self._do(lambda s: coding.set_value(s, target, variable_id, cell))

    def set_link_value(self, link_id: UUID, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of a link."""
        self._do(lambda s: coding.set_link_value(s, link_id, variable_id, cell))

    def set_article_value(self, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of the article."""
        self._do(lambda s: coding.set_article_value(s, variable_id, cell))

    def toggle_doubt(self) -> None:
        """Flag the selected coding as doubtful, or take the flag off."""
        target = self.selected
        if target is not None:
            self._do(lambda s: coding.set_doubt(s, target.id, not target.doubt))

    def unlink(self, link_id: UUID) -> None:
        """Delete a link."""
        self._do(lambda s: coding.unrelate(s, link_id))

    def finish(self, *, reason: str | None = None) -> bool:
        """Finish the article."""
        return self._do(lambda s: coding.finish(s, reason=reason)) is not None

    def reopen(self) -> None:
        """Take a finished article up again."""
        self._do(coding.reopen, even_finished=True)

    def accept(self) -> Annotation | None:
        """Accept the current suggestion and select what it became."""
        if self._suggestion is None:
            return None
        target = self._suggestion
        with self._as_one():
            made = self._do(lambda s: suggesting.accept(s, target))
            if made is None:
                return None
            self.select(coding.created_annotation(made))
        return self.selected

    def accept_and_go_on(self) -> None:
        """Accept the current suggestion and show the next one."""
        self._decide_and_go_on(suggesting.accept)

    def accept_sentence(self) -> None:
        """Accept what is left of the sentence, as one step."""
        self._decide_and_go_on(suggesting.accept_rest_of_sentence)

    def reject(self) -> None:
        """Refuse the current suggestion and show the next one."""
        self._decide_and_go_on(suggesting.reject)

    def skip(self) -> None:
        """Leave the current suggestion for later and show the next one."""
        self._decide_and_go_on(suggesting.skip)

    def rest_of_sentence(self) -> int:
        """How many suggestions are open from here to the end of the sentence."""
        first, session = self.suggestion, self._session
        if first is None or session is None:
            return 0
        sentences = session.borders.sentences
        at = bisect_right(sentences, first.start, key=_start_of) - 1
        end = first.end
        if at >= 0 and first.start < sentences[at][1]:
            end = max(end, sentences[at][1])
        order = self._shown.suggestions
        here = bisect_left(order, first.start, key=_start_of_suggestion)
        beyond = bisect_left(order, end, key=_start_of_suggestion)
        return sum(s.end <= end for s in order[here:beyond])

    def place_of(self, suggestion: Suggestion) -> int:
        """Place of an open suggestion among those that are open, from 0."""
        order = self._shown.suggestions
        first = bisect_left(order, suggestion.start, key=_start_of_suggestion)
        return next(i for i in range(first, len(order)) if order[i].id == suggestion.id)

    def undo(self) -> None:
        """Take back the last act on this article."""
        self._turn("undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn("redo")

    def undo_label(self) -> str | None:
        """Name of what undo would take back."""
        return self._turn_label("undo_label")

    def redo_label(self) -> str | None:
        """Name of what redo would do again."""
        return self._turn_label("redo_label")

    # --- going about ------------------------------------------------------------------------

    def step_suggestion(self, forward: bool, caret: int) -> None:
        """Go to the next or the last suggestion, from the current one or from the caret."""
        order = self._shown.suggestions
        if not order:
            return
        ids = [s.id for s in order]
        current = self._suggestion
        if current is not None and current in ids:
            at = ids.index(current) + (1 if forward else -1)
        elif forward:
            at = next((i for i, s in enumerate(order) if s.start >= caret), 0)
        else:
            at = max((i for i, s in enumerate(order) if s.start < caret), default=-1)
        self.show_suggestion(ids[at % len(ids)])

    def step_coding(
        self, forward: bool, caret: int, wanted: Callable[[Annotation], bool] | None = None
    ) -> bool:
        """Go to the next or the last coding, from the selected one or from the caret."""
        if self._session is None:
            return False
        order = [a for a in self._session.ordered() if wanted is None or wanted(a)]
        if not order:
            return False
        here = self.selected
        place = text_order(here) if here else (caret, 1, "", 0)
        if forward:
            at = bisect_right(order, place, key=text_order) % len(order)
        else:
            at = bisect_left(order, place, key=text_order) - 1
        self.select(order[at].id)
        return True

    # --- link mode --------------------------------------------------------------------------

    def start_link(self, relation_id: str = "") -> bool:
        """Begin link mode at the selected coding."""
        source, session = self.selected, self._session
        if source is None or session is None or self.read_only:
            return False
        relations = tuple(
            r
            for r in self.codebook.relations_from(source.type)
            if r.is_visible(source.values) and r.scope != "across_articles"
        )
        if not relations:
            return False
        chosen = next((r for r in relations if r.id == relation_id), None)
        if chosen is None:
            lacking = {m.field_id for m in self.missing_of(source.id) if m.is_relation}
            chosen = next((r for r in relations if r.id in lacking), relations[0])
        self._linking = self._linking_by(source.id, chosen, relations)
        self.mode_changed.emit()
        return True

    def next_relation(self, forward: bool = True) -> None:
        """Go on to the next kind of link in link mode."""
        state = self._linking
        if state is None:
            return
        at = state.relations.index(state.relation) + (1 if forward else -1)
        chosen = state.relations[at % len(state.relations)]
        self._linking = self._linking_by(state.from_id, chosen, state.relations, state.made)
        self.mode_changed.emit()

    def link_letter(self, letter: str) -> bool:
        """Link with the candidate that shows this letter."""
        if self._linking is None:
            return False
        wanted = letter.upper()
        found = next((i for i, shown in self._linking.letters.items() if shown == wanted), None)
        return found is not None and self.link_to(found)

    def link_to(self, target_id: UUID) -> bool:
        """Link with a coding and go on in link mode, or leave it where one link is all."""
        state = self._linking
        if state is None:
            return False
        made = self._do(lambda s: coding.relate(s, state.relation.id, state.from_id, target_id))
        if made is None:
            return False
        link_id = next(c.row_id for c in made.changes if c.table == "link" and not c.field)
        made_ids = (*state.made, link_id)
        if state.relation.is_single:
            self.leave_mode()
        else:
            self._linking = self._linking_by(
                state.from_id, state.relation, state.relations, made_ids
            )
            self.mode_changed.emit()
        return True

    def unlink_last(self) -> None:
        """Take back the link that was made last in this link mode."""
        state = self._linking
        if state is None or not state.made:
            return
        last = state.made[-1]
        if self._do(lambda s: coding.unrelate(s, last)) is not None:
            self._linking = self._linking_by(
                state.from_id, state.relation, state.relations, state.made[:-1]
            )
            self.mode_changed.emit()

    def link_new(self, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Tag a selection with the type the link leads to, and link with it."""
        state = self._linking
        if state is None:
            return False
        type_id = state.relation.to_types[0]
        made = self._do(lambda s: coding.tag(s, type_id, start, end, snap_to_tokens=whole_tokens))
        target = coding.created_annotation(made) if made else None
        return target is not None and self.link_to(target)

    def leave_mode(self) -> None:
        """Leave link mode."""
        if self._linking is not None:
            self._linking = None
            self.mode_changed.emit()

    # --- helpers ----------------------------------------------------------------------------

    def _leave(self) -> None:
        if self._session is not None:
            self.article_left.emit()
            self._session = None

    def _do(
        self, make: Callable[[ArticleSession], ChangeSet], *, even_finished: bool = False
    ) -> ChangeSet | None:
        session = self._session
        if session is None:
            return None
        if self.read_only and not (even_finished and not self.bridge.project.read_only):
            self.refused.emit(AnnotatorError(self._why_read_only()))
            return None
        try:
            change_set = make(session)
        except AnnotatorError as error:
            self.refused.emit(error)
            return None
        if not change_set:
            return None
        return change_set if self.bridge.do(change_set, self) else None

    def _why_read_only(self) -> str:
        if self._bridge is not None and self.bridge.project.read_only:
            return self.tr("Nothing was changed: the project is open read-only.")
        return self.tr(
            "Nothing was changed: the article is finished. Open it again in the menu Code first."
        )

    def _decide_and_go_on(self, act: Callable[[ArticleSession, UUID], ChangeSet]) -> None:
        current = self.suggestion
        if current is None:
            return
        with self._as_one():
            if self._do(lambda s: act(s, current.id)) is None or self._session is None:
                return
            following = self._session.following_suggestion(current.id)
            if following is not None:
                self.show_suggestion(following.id)
            else:
                self.select(None)

    def _turn(self, what: str) -> None:
        if self._session is None or self.bridge.project.read_only:
            return
        try:
            getattr(self.bridge.project, what)(self._coder_id, self._session.article.id)
        except AnnotatorError as error:
            self.refused.emit(error)

    def _turn_label(self, what: str) -> str | None:
        if self._session is None:
            return None
        return getattr(self.bridge.project, what)(self._coder_id, self._session.article.id)

    def _linking_by(
        self,
        from_id: UUID,
        relation: Relation,
        relations: tuple[Relation, ...],
        made: tuple[UUID, ...] = (),
    ) -> Linking:
        assert self._session is not None
        found = coding.link_candidates(self._session, relation, from_id)
        return Linking(from_id, relation, relations, tuple(found), made)

    def _remember(self) -> None:
        session = self._session
        assert session is not None
        suggestions = session.open_suggestions()
        self._maker = MarkMaker(session.codebook)
        marks = {
            a.id: self._maker.annotation_mark(a, lacking=False)
            for a in session.annotations.values()
        }
        marks.update((s.id, self._maker.suggestion_mark(s)) for s in suggestions)
        unchecked = [a.id for a in session.ordered()]
        self._shown = _Shown(marks, Numbering(session), suggestions, {}, unchecked)
        # Of a long article nothing is looked at before it is painted.
        if len(unchecked) <= CHECKED_AT_ONCE:
            self._check_more(emit=False)
        if self._shown.unchecked:
            self._check_timer.start()

    def _check_more(self, *, emit: bool = True) -> None:
        """Look for empty required fields in some codings; the rest follows when there is time."""
        session, shown = self._session, self._shown
        if session is None or not shown.unchecked:
            self._check_timer.stop()
            return
        some, shown.unchecked = shown.unchecked[:CHECKED_AT_ONCE], shown.unchecked[CHECKED_AT_ONCE:]
        changed = []
        for annotation_id in some:
            annotation = session.annotations.get(annotation_id)
            found = session.missing_fields(annotation) if annotation else ()
            if found:
                shown.lacking[annotation_id] = found
                shown.marks[annotation_id] = replace(shown.marks[annotation_id], missing=True)
                changed.append(shown.marks[annotation_id])
        if emit and changed:
            self.marks_changed.emit(MarkChange(tuple(changed)))
        if emit and not shown.unchecked:
            self._check_timer.stop()
            self._tell("content")

    def _on_changed(self, change_set: ChangeSet, _: object) -> None:
        session = self._session
        if session is None:
            return
        if change_set.article_id not in (None, session.article.id):
            return
        with self._as_one():
            self._redraw(_touched(change_set, session))
            if self._selected is not None and self._selected not in session.annotations:
                self._selected = None
                self._tell("selection")
            self._keep_linking(session)
            self._tell("content")

    def _keep_linking(self, session: ArticleSession) -> None:
        """Follow in link mode what undo took away: the coding itself, or one to link with."""
        state, own = self._linking, session.annotations
        if state is None:
            return
        if state.from_id not in own:
            self.leave_mode()
        elif any(a.id not in own for a in state.candidates):
            self._linking = self._linking_by(
                state.from_id, state.relation, state.relations, state.made
            )
            self.mode_changed.emit()

    @contextmanager
    def _as_one(self) -> Iterator[None]:
        """Tell of all that changes within only once, at the end: panels are not cheap to fill."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self._tell()

    def _tell(self, *what: Literal["selection", "content"]) -> None:
        self._untold.update(what)
        if self._depth or not self._untold:
            return
        told, self._untold = self._untold, set()
        if "selection" in told:
            self.selection_changed.emit()
        if "content" in told:
            self.content_changed.emit()
        self.shown_changed.emit("selection" in told)

    def _redraw(self, ids: Iterable[UUID]) -> None:
        """Make the marks of these codings anew, and what follows from them for others."""
        session, shown, make = self._session, self._shown, self._maker
        if session is None or make is None:
            return
        settled, opened = _between(shown.suggestions, suggestions := session.open_suggestions())
        shown.suggestions = suggestions
        gone = {s.id for s in settled}
        changed = {s.id: make.suggestion_mark(s) for s in opened}
        for annotation_id in ids:
            annotation = session.annotations.get(annotation_id)
            if annotation is None:
                shown.numbers.discard(annotation_id)
                gone.add(annotation_id)
                continue
            shown.numbers.put(annotation)
            lacking = shown.lacking[annotation_id] = session.missing_fields(annotation)
            changed[annotation_id] = make.annotation_mark(annotation, lacking=bool(lacking))
        gone = {i for i in gone if i in shown.marks and i not in changed}
        for mark_id in gone:
            del shown.marks[mark_id]
            shown.lacking.pop(mark_id, None)
        shown.marks.update(changed)
        self.marks_changed.emit(MarkChange(tuple(changed.values()), tuple(gone)))


def _start_of(extent: tuple[int, int]) -> int:
    return extent[0]


def _start_of_suggestion(suggestion: Suggestion) -> int:
    return suggestion.start


def _between(
    before: Sequence[Suggestion], after: Sequence[Suggestion]
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Those that went and those that came between two lists in the same order.

    What is alike at both ends is passed over, so that one change among thousands is found fast.
    """
    first, shorter = 0, min(len(before), len(after))
    while first < shorter and before[first] is after[first]:
        first += 1
    last = 0
    while last < shorter - first and before[-1 - last] is after[-1 - last]:
        last += 1
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    old_ids, new_ids = {s.id for s in old}, {s.id for s in new}
    return [s for s in old if s.id not in new_ids], [s for s in new if s.id not in old_ids]


def _touched(change_set: ChangeSet, session: ArticleSession) -> set[UUID]:
    """Codings whose mark may look different: those changed, and those at changed links."""
    found: set[UUID] = set()
    for change in change_set.changes:
        if change.table == "annotation":
            found.add(change.row_id)
        elif change.table == "link":
            link = session.links.get(change.row_id) or session.deleted.get(change.row_id)
            if isinstance(link, Link):
                found |= {i for i in (link.from_id, link.to_id) if i}
    return found
