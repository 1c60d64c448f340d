"""Acts on the article that lies on the desk: on codings, values, links and its status."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.variables import Cell
from refusal_annotator.ui.desk.host import DeskHost
from refusal_annotator.workspace import coding, coding_parts
from refusal_annotator.workspace.session import ArticleSession


class CodingActs:
    """Each act is a change set of the workspace, handed on by the desk."""

    def __init__(self, desk: DeskHost) -> None:
        self._desk = desk
        self.last_type = ""  # tagged last

    def tag(self, type_id: str, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Mark a selection; what is made is selected."""
        with self._desk.as_one():
            made = self._desk.do(
                lambda s: coding.tag(s, type_id, start, end, snap_to_tokens=whole_tokens)
            )
            if made is None:
                return False
            self.last_type = type_id
            self._desk.select(coding.created_annotation(made))
        return True

    def move(self, annotation_id: UUID, start: int, end: int) -> None:
        """Give a coding another extent; one of several parts keeps those inside it."""

        def make(session: ArticleSession) -> ChangeSet:
            if session.annotations[annotation_id].parts:
                return coding_parts.move_outer(session, annotation_id, start, end)
            return coding.move(session, annotation_id, start, end, snap_to_tokens=False)

        if self._desk.do(make) is None:
            self._desk.redraw(annotation_id)

    def tag_parts(self, type_id: str, selections: Sequence[coding_parts.Selection]) -> bool:
        """Mark several selections as one coding, and select it."""
        with self._desk.as_one():
            made = self._desk.do(lambda s: coding_parts.tag_parts(s, type_id, selections))
            if made is None:
                return False
            self.last_type = type_id
            self._desk.select(coding.created_annotation(made))
        return True

    def add_part(self, start: int, end: int, *, whole_tokens: bool = True) -> bool:
        """Add a selection to the selected coding as one more part."""
        target = self._selected
        if target is None:
            return False
        selection = (start, end, whole_tokens)
        return self._desk.do(lambda s: coding_parts.add_parts(s, target, [selection])) is not None

    def remove_part(self, position: int) -> None:
        """Take the part at a place out of the selected coding."""
        target = self._selected
        if target is not None:
            self._desk.do(lambda s: coding_parts.remove_part(s, target, position))

    def delete(self) -> None:
        """Delete the selected coding."""
        if self._selected is not None:
            doomed = self._selected
            with self._desk.as_one():
                if self._desk.do(lambda s: coding.untag(s, doomed)) is not None:
                    self._desk.select(None)

    def set_value(self, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of the selected coding."""
        if self._selected is not None:
            target = self._selected
            self._desk.do(lambda s: coding.set_value(s, target, variable_id, cell))

    def set_link_value(self, link_id: UUID, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of a link, which may come from another article."""

        def make(session: ArticleSession) -> ChangeSet:
            if link_id not in session.incoming:
                return coding.set_link_value(session, link_id, variable_id, cell)
            from refusal_annotator.workspace.coding_links_across import set_across_value

            return set_across_value(self._desk.bridge.project, session, link_id, variable_id, cell)

        self._desk.do(make)

    def set_article_value(self, variable_id: str, cell: Cell | None) -> None:
        """Set a variable of the article."""
        self._desk.do(lambda s: coding.set_article_value(s, variable_id, cell))

    def toggle_doubt(self) -> None:
        """Flag the selected coding as doubtful, or take the flag off."""
        target = self._desk.selected
        if target is not None:
            self._desk.do(lambda s: coding.set_doubt(s, target.id, not target.doubt))

    def unlink(self, link_id: UUID) -> None:
        """Delete a link, which may come from another article."""

        def make(session: ArticleSession) -> ChangeSet:
            if link_id not in session.incoming:
                return coding.unrelate(session, link_id)
            from refusal_annotator.workspace.coding_links_across import unrelate_across

            return unrelate_across(self._desk.bridge.project, session, link_id)

        self._desk.do(make)

    def finish(self, *, reason: str | None = None) -> bool:
        """Finish the article."""
        return self._desk.do(lambda s: coding.finish(s, reason=reason)) is not None

    def reopen(self) -> None:
        """Take a finished article up again."""
        self._desk.do(coding.reopen, even_finished=True)

    @property
    def _selected(self) -> UUID | None:
        chosen = self._desk.selected
        return chosen.id if chosen is not None else None
