"""What is shown of the article on the desk: its marks, open suggestions, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Link, Suggestion
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.ui.coding.marks import SpanMark
from refusal_annotator.ui.session_marks import MarkMaker, Numbering
from refusal_annotator.workspace.session import ArticleSession, MissingField

# Codings whose required fields are looked at in one go: some milliseconds.
CHECKED_AT_ONCE = 100


@dataclass(frozen=True)
class MarkChange:
    """What the article view must draw anew."""

    changed: tuple[SpanMark, ...] = ()
    removed: tuple[UUID, ...] = ()


class Shown:
    """Follows a session change by change; of a long article fields are checked bit by bit."""

    def __init__(self, session: ArticleSession) -> None:
        self._session = session
        self._make = make = MarkMaker(session.codebook)
        self.numbers = Numbering(session)
        self.suggestions = session.open_suggestions()
        self.lacking: dict[UUID, tuple[MissingField, ...]] = {}
        self.marks: dict[UUID, SpanMark] = {
            a.id: make.annotation_mark(a, lacking=False) for a in session.annotations.values()
        }
        self.marks.update((s.id, make.suggestion_mark(s)) for s in self.suggestions)
        self._unchecked = [a.id for a in session.ordered()]
        # Of a long article nothing is looked at before it is painted.
        if len(self._unchecked) <= CHECKED_AT_ONCE:
            self.check_some()

    @property
    def is_checked(self) -> bool:
        """Whether the required fields of all codings were looked at."""
        return not self._unchecked

    def missing(self) -> tuple[MissingField, ...]:
        """What codings lack, by place."""
        if not self.lacking:
            return ()
        own: list[Annotation] = [a for a in self._session.ordered() if self.lacking.get(a.id)]
        return tuple(field for a in own for field in self.lacking[a.id])

    def missing_count(self) -> int:
        """How many required fields of codings are empty."""
        return sum(map(len, self.lacking.values()))

    def check_some(self) -> MarkChange:
        """Look for empty required fields in some codings; the rest follows when there is time."""
        some, self._unchecked = (
            self._unchecked[:CHECKED_AT_ONCE],
            self._unchecked[CHECKED_AT_ONCE:],
        )
        changed = []
        for annotation_id in some:
            annotation = self._session.annotations.get(annotation_id)
            found = self._session.missing_fields(annotation) if annotation else ()
            if found:
                self.lacking[annotation_id] = found
                mark = self.marks[annotation_id] = replace(self.marks[annotation_id], missing=True)
                changed.append(mark)
        return MarkChange(tuple(changed))

    def redraw(self, ids: Iterable[UUID]) -> MarkChange:
        """Make the marks of these codings anew, and what follows from them for others."""
        session, make = self._session, self._make
        settled, opened = _between(self.suggestions, suggestions := session.open_suggestions())
        self.suggestions = suggestions
        gone = {s.id for s in settled}
        changed = {s.id: make.suggestion_mark(s) for s in opened}
        for annotation_id in ids:
            annotation = session.annotations.get(annotation_id)
            if annotation is None:
                self.numbers.discard(annotation_id)
                gone.add(annotation_id)
                continue
            self.numbers.put(annotation)
            lacking = self.lacking[annotation_id] = session.missing_fields(annotation)
            changed[annotation_id] = make.annotation_mark(annotation, lacking=bool(lacking))
        gone = {i for i in gone if i in self.marks and i not in changed}
        for mark_id in gone:
            del self.marks[mark_id]
            self.lacking.pop(mark_id, None)
        self.marks.update(changed)
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
