"""What lies on a coder's desk: the article, what is selected in it, and the mode.

The desk holds no widget. Screens show what it says and call its acts (`acts`, `deciding`,
`links`); each act asks the workspace for a change set, which the desk hands to the bridge.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.desk.acts import CodingActs
from refusal_annotator.ui.desk.deciding import Deciding
from refusal_annotator.ui.desk.host import Make
from refusal_annotator.ui.desk.link_mode import Linking, LinkMode
from refusal_annotator.ui.desk.shown import Shown
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.session_marks import Numbering, title_of
from refusal_annotator.workspace.collecting import (
    collect_again,
    collect_if_grown,
    no_collecting,
)
from refusal_annotator.workspace.session import ArticleSession, MissingField
from refusal_annotator.workspace.session_index import text_order

Mode = Literal["read", "link"]
_SLICE_MS = 4


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
        self._shown: Shown | None = None
        self._selected: UUID | None = None
        self._suggestion: UUID | None = None
        self._depth = 0
        self._untold: set[str] = set()
        self._work: Iterator[None] = iter(())
        self._work_timer = QTimer(self, interval=0)
        self._work_timer.timeout.connect(self._work_on)
        self._after_marks: list[Callable[[], Iterator[None]]] = []
        self.acts = CodingActs(self)
        self.deciding = Deciding(self)
        self.links = LinkMode(self, self)
        self.links.changed.connect(self.mode_changed)

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
        return self._shown.suggestions if self._shown else []

    @property
    def n_suggestions(self) -> int:
        """Number of suggestions that are open; known before they are all read."""
        return self._shown.n_open if self._shown else 0

    @property
    def marks(self) -> Mapping[UUID, SpanMark]:
        """All marks of the article."""
        return self._shown.marks if self._shown else {}

    @property
    def is_whole(self) -> bool:
        """Whether all marks of the article are made; of a long one that takes a moment."""
        return self._shown is None or self._shown.is_made

    @property
    def is_working(self) -> bool:
        """Whether something about the open article is still being worked out in the background."""
        return self._work_timer.isActive()

    def near(self, start: int, end: int) -> list[SpanMark]:
        """Marks of a stretch of the article, with all that hang together with them."""
        return self._shown.near(start, end) if self._shown else []

    @property
    def numbers(self) -> Numbering:
        """Number of each coding of the leading type."""
        return self._shown.numbers if self._shown else Numbering()

    @property
    def mode(self) -> Mode:
        """What keys mean now."""
        return "link" if self.links.state else "read"

    @property
    def linking(self) -> Linking | None:
        """The state of link mode."""
        return self.links.state

    @property
    def last_type(self) -> str:
        """Type that was tagged last, empty before the first."""
        return self.acts.last_type

    def title(self, annotation: Annotation) -> str:
        """Type and number of a coding."""
        assert self._session is not None
        return title_of(self._session, annotation, self.numbers)

    def linked_ids(self) -> frozenset[UUID]:
        """Codings linked with the selected one."""
        if self._session is None or self._selected is None:
            return frozenset()
        near = {k.to_id for k in self._session.links_from(self._selected) if k.to_id}
        near |= {k.from_id for k in self._session.links_to(self._selected)}
        return frozenset(near)

    def missing(self) -> tuple[MissingField, ...]:
        """What is still lacking in the article, by place, article variables last."""
        if self._session is None or self._shown is None:
            return ()
        return (*self._shown.missing(), *self._session.missing_variables())

    def missing_count(self) -> int:
        """How many required fields are empty in the article."""
        if self._session is None or self._shown is None:
            return 0
        return self._shown.missing_count() + len(self._session.missing_variables())

    def missing_of(self, annotation_id: UUID) -> tuple[MissingField, ...]:
        """What a coding still lacks."""
        return self._shown.missing_of(annotation_id) if self._shown else ()

    # --- what lies here changes -------------------------------------------------------------

    def add_work(self, work: Callable[[], Iterator[None]]) -> None:
        """Have something done bit by bit each time that all marks of an article are made."""
        self._after_marks.append(work)

    def set_project(self, bridge: ProjectBridge | None) -> None:
        """Work on a project, or on none."""
        self._leave()
        if self._bridge is not None:
            self._bridge.changed.disconnect(self._on_changed)
        self._bridge = bridge
        if bridge is not None:
            bridge.changed.connect(self._on_changed)
        self.acts.last_type = ""
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
        self._shown = None
        self._selected = self._suggestion = None
        self.links.forget()
        self.article_changed.emit()

    def open_article(self, article_id: UUID) -> None:
        """Take up an article."""
        assert self._coder_id is not None
        if self._session is not None and self._session.article.id == article_id:
            return
        self._leave()
        with no_collecting():
            self._session = self.bridge.project.session(article_id, self._coder_id)
            self._selected = self._suggestion = None
            self.links.forget()
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
        self.links.leave()
        self._suggestion = None
        self._selected = annotation_id
        self._tell("selection")

    def show_suggestion(self, suggestion_id: UUID | None) -> None:
        """Make a suggestion the one to decide."""
        self.links.leave()
        self._selected = None
        self._suggestion = suggestion_id
        self._tell("selection")

    def click(self, mark_id: UUID) -> None:
        """What a click on a mark means in this mode."""
        if self.linking is not None:
            if any(a.id == mark_id for a in self.linking.candidates):
                self.links.link_to(mark_id)
            return
        if self._session is not None and mark_id in self._session.annotations:
            self.select(mark_id)
        elif mark_id in self.marks:
            self.show_suggestion(mark_id)

    # --- back and forth ---------------------------------------------------------------------

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

    # --- what acts ask of the desk ----------------------------------------------------------

    def do(self, make: Make, *, even_finished: bool = False) -> ChangeSet | None:
        """Make a change set and hand it on; None where nothing was changed."""
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

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Tell of all that changes within only once, at the end: panels are not cheap to fill."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self._tell()

    def redraw(self, annotation_id: UUID) -> None:
        """Have a coding drawn as it is, after an act on it came to nothing."""
        if self._session is not None and self._shown is not None:
            self.marks_changed.emit(self._shown.redraw([annotation_id]))

    # --- helpers ----------------------------------------------------------------------------

    def _leave(self) -> None:
        if self._session is not None:
            self.article_left.emit()
            self._session = None
            self._work_timer.stop()

    def _why_read_only(self) -> str:
        if self._bridge is not None and self.bridge.project.read_only:
            return self.tr("Nothing was changed: the project is open read-only.")
        return self.tr(
            "Nothing was changed: the article is finished. Open it again in the menu Code first."
        )

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

    def _remember(self) -> None:
        assert self._session is not None
        self._shown = Shown(self._session)
        self._work = self._working(self._shown)
        self._work_timer.start()

    def _working(self, shown: Shown) -> Iterator[None]:
        """What need not be done before the article is seen: the other marks, empty fields."""
        while not shown.is_made:
            yield from shown.making()
        for begin in self._after_marks:
            yield from begin()
        if shown.is_checked:
            return
        while not shown.is_checked:
            change = shown.check_some()
            if change.changed:
                self.marks_changed.emit(change)
            yield
        self._tell("content")

    def _work_on(self) -> None:
        """Work for a moment; what waits, such as a key, comes between."""
        until = QDeadlineTimer(_SLICE_MS)
        # Stopped first: what fails is told once, not for ever.
        self._work_timer.stop()
        with no_collecting():
            for _ in self._work:
                if until.hasExpired():
                    self._work_timer.start()
                    return
        collect_if_grown()

    def _on_changed(self, change_set: ChangeSet, _: object) -> None:
        session = self._session
        if session is None:
            return
        if change_set.article_id not in (None, session.article.id):
            return
        with self.as_one():
            if self._shown is not None:
                self.marks_changed.emit(self._shown.follow(change_set))
            if self._selected is not None and self._selected not in session.annotations:
                self._selected = None
                self._tell("selection")
            self.links.follow(session)
            self._tell("content")

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
