"""What is shown of the article on the desk: its marks, open suggestions, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from refusal_annotator.domain.annotations import Link, Suggestion
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.session_marks import MarkMaker, Numbering
from refusal_annotator.workspace.session import ArticleSession, MissingField

# Codings whose required fields are looked at in one go: some milliseconds.
CHECKED_AT_ONCE = 100
# Marks that are made in one go, and as many as are made before an article is shown.
MADE_AT_ONCE, FEW = 250, 1_000


@dataclass(frozen=True)
class MarkChange:
    """What the article view must draw anew."""

    changed: tuple[SpanMark, ...] = ()
    removed: tuple[UUID, ...] = ()


class Shown:
    """Follows a session change by change.

    Of a long article only the marks near the page are made at first, the rest bit by bit by
    `making`, and fields are checked after that, bit by bit too. Whoever asks for something that is
    not there yet gets it whole.
    """

    def __init__(self, session: ArticleSession) -> None:
        self._session = session
        self._make = MarkMaker(session.codebook)
        self.numbers = Numbering(session)
        self._marks: dict[UUID, SpanMark] | None = None
        self._suggestions: list[Suggestion] = []
        self._lacking: dict[UUID, tuple[MissingField, ...]] = {}
        self._unchecked: list[UUID] = []
        if session.n_annotations + session.n_open <= FEW:
            self._complete()
            if len(self._unchecked) <= CHECKED_AT_ONCE:
                self.check_some()

    # -- marks ----------------------------------------------------------------------------------

    @property
    def is_made(self) -> bool:
        """Whether the marks of the whole article are there."""
        return self._marks is not None

    @property
    def marks(self) -> dict[UUID, SpanMark]:
        """All marks."""
        return self._complete()

    @property
    def suggestions(self) -> list[Suggestion]:
        """Suggestions that are open, by place."""
        self._complete()
        return self._suggestions

    @property
    def n_open(self) -> int:
        """Number of suggestions that are open."""
        return len(self._suggestions) if self.is_made else self._session.n_open

    def near(self, start: int, end: int) -> list[SpanMark]:
        """Marks of a stretch, and of all that hangs together with them."""
        coded, waiting = self._session.near(start, end)
        make = self._make
        found = [make.annotation_mark(a, lacking=False) for a in coded]
        return [*found, *(make.suggestion_mark(s) for s in waiting)]

    def making(self) -> Iterator[None]:
        """Make all marks, some at a time; whoever asks for them meanwhile gets them all."""
        session, make = self._session, self._make
        yield from session.preparing()
        marks: dict[UUID, SpanMark] = {}
        before = session.n_changes
        coded, waiting = session.ordered(), session.open_suggestions()
        for first in range(0, len(coded), MADE_AT_ONCE):
            for each in coded[first : first + MADE_AT_ONCE]:
                marks[each.id] = make.annotation_mark(each, lacking=False)
            yield
        for first in range(0, len(waiting), MADE_AT_ONCE):
            marks.update((s.id, make.suggestion_mark(s)) for s in waiting[first:][:MADE_AT_ONCE])
            yield
        if self._marks is None and before == session.n_changes:
            self._marks, self._suggestions = marks, waiting
            self._unchecked = [each.id for each in coded]

    def _complete(self) -> dict[UUID, SpanMark]:
        while self._marks is None:
            for _ in self.making():
                pass
        return self._marks

    # -- what is lacking ------------------------------------------------------------------------

    @property
    def is_checked(self) -> bool:
        """Whether the required fields of all codings were looked at."""
        return self.is_made and not self._unchecked

    def missing(self) -> tuple[MissingField, ...]:
        """What codings lack, by place."""
        session = self._session
        return tuple(field for a in session.ordered() for field in session.missing_fields(a))

    def missing_count(self) -> int:
        """How many required fields are empty in the codings that were looked at so far."""
        return sum(map(len, self._lacking.values()))

    def missing_of(self, annotation_id: UUID) -> tuple[MissingField, ...]:
        """What a coding lacks."""
        annotation = self._session.annotations.get(annotation_id)
        return self._session.missing_fields(annotation) if annotation is not None else ()

    def check_some(self) -> MarkChange:
        """Look for empty required fields in some codings; the rest follows when there is time."""
        marks = self._complete()
        some = self._unchecked[:CHECKED_AT_ONCE]
        del self._unchecked[:CHECKED_AT_ONCE]
        changed = []
        for annotation_id in some:
            found = self.missing_of(annotation_id)
            if found:
                self._lacking[annotation_id] = found
                mark = marks[annotation_id] = replace(marks[annotation_id], missing=True)
                changed.append(mark)
        return MarkChange(tuple(changed))

    # -- following ------------------------------------------------------------------------------

    def redraw(self, ids: Iterable[UUID]) -> MarkChange:
        """Make the marks of these codings anew, and what follows from them for others."""
        session, make, marks = self._session, self._make, self._complete()
        settled, opened = _between(self._suggestions, suggestions := session.open_suggestions())
        self._suggestions = suggestions
        gone = {s.id for s in settled}
        changed = {s.id: make.suggestion_mark(s) for s in opened}
        for annotation_id in ids:
            annotation = session.annotations.get(annotation_id)
            if annotation is None:
                self.numbers.discard(annotation_id)
                gone.add(annotation_id)
                continue
            self.numbers.put(annotation)
            lacking = self._lacking[annotation_id] = session.missing_fields(annotation)
            changed[annotation_id] = make.annotation_mark(annotation, lacking=bool(lacking))
        gone = {i for i in gone if i in marks and i not in changed}
        for mark_id in gone:
            del marks[mark_id]
            self._lacking.pop(mark_id, None)
        marks.update(changed)
        return MarkChange(tuple(changed.values()), tuple(gone))

    def follow(self, change_set: ChangeSet) -> MarkChange:
        """Take up a change of the session."""
        return self.redraw(_touched(change_set, self._session))


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
