"""Going through suggestions: accept, reject or skip the one that is shown, and go on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from uuid import UUID

from refusal_annotator.domain.annotations import Annotation, Suggestion
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.ui.desk.host import DeskHost
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.session import ArticleSession


class Deciding:
    """Decides the suggestion that the desk shows."""

    def __init__(self, desk: DeskHost) -> None:
        self._desk = desk

    def accept(self) -> Annotation | None:
        """Accept the current suggestion and select what it became."""
        target = self._desk.suggestion
        if target is None:
            return None
        with self._desk.as_one():
            made = self._desk.do(lambda s: suggesting.accept(s, target.id))
            if made is None:
                return None
            self._desk.select(coding.created_annotation(made))
        return self._desk.selected

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
        first, session = self._desk.suggestion, self._desk.session
        if first is None or session is None:
            return 0
        sentences = session.borders.sentences
        at = bisect_right(sentences, first.start, key=_start_of) - 1
        end = first.end
        if at >= 0 and first.start < sentences[at][1]:
            end = max(end, sentences[at][1])
        order = self._desk.suggestions
        here = bisect_left(order, first.start, key=_start_of_suggestion)
        beyond = bisect_left(order, end, key=_start_of_suggestion)
        return sum(s.end <= end for s in order[here:beyond])

    def place_of(self, suggestion: Suggestion) -> int:
        """Place of an open suggestion among those that are open, from 0."""
        order = self._desk.suggestions
        first = bisect_left(order, suggestion.start, key=_start_of_suggestion)
        return next(i for i in range(first, len(order)) if order[i].id == suggestion.id)

    def step(self, forward: bool, caret: int) -> None:
        """Go to the next or the last suggestion, from the current one or from the caret."""
        order = self._desk.suggestions
        if not order:
            return
        ids = [s.id for s in order]
        current = self._desk.suggestion
        if current is not None and current.id in ids:
            at = ids.index(current.id) + (1 if forward else -1)
        elif forward:
            at = next((i for i, s in enumerate(order) if s.start >= caret), 0)
        else:
            at = max((i for i, s in enumerate(order) if s.start < caret), default=-1)
        self._desk.show_suggestion(ids[at % len(ids)])

    def _decide_and_go_on(self, act: Callable[[ArticleSession, UUID], ChangeSet]) -> None:
        current = self._desk.suggestion
        if current is None:
            return
        with self._desk.as_one():
            if self._desk.do(lambda s: act(s, current.id)) is None or self._desk.session is None:
                return
            following = self._desk.session.following_suggestion(current.id)
            if following is not None:
                self._desk.show_suggestion(following.id)
            else:
                self._desk.select(None)


def _start_of(extent: tuple[int, int]) -> int:
    return extent[0]


def _start_of_suggestion(suggestion: Suggestion) -> int:
    return suggestion.start
