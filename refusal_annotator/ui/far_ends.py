"""The spans of other articles that links of the open one lead to or come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.workspace.session import ArticleSession

if TYPE_CHECKING:
    from refusal_annotator.workspace.coding_links_across import FarSpan

_TABLES = frozenset({"annotation", "article"})


class FarEnds(QObject):
    """Reads them when they are asked for, and again when spans or articles have changed."""

    def __init__(self, desk: CodingDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge: ProjectBridge | None = None
        self._known: dict[UUID, FarSpan | None] = {}
        desk.article_changed.connect(self._known.clear)

    def of(self, links: Iterable[Link]) -> Mapping[UUID, FarSpan]:
        """Both ends of links, by id, as far as they are not here; what is gone is left out."""
        session = self._desk.session
        if session is None:
            return {}
        ends = {end for link in links for end in (link.from_id, link.to_id) if end is not None}
        away = [end for end in ends if end not in session.annotations]
        if any(end not in self._known for end in away):
            self._read(away)
        known = ((end, self._known.get(end)) for end in away)
        return {end: far for end, far in known if far is not None}

    def _read(self, ids: list[UUID]) -> None:
        from refusal_annotator.workspace.coding_links_across import far_spans

        self._follow(self._desk.bridge)
        try:
            found = far_spans(self._desk.bridge.project, ids)
        except AnnotatorError as error:
            self._desk.refused.emit(error)
            return
        self._known.update((end, found.get(end)) for end in ids)

    def _follow(self, bridge: ProjectBridge) -> None:
        if bridge is self._bridge:
            return
        # The one before went with its project.
        self._bridge = bridge
        bridge.changed.connect(self._on_changed)

    def _on_changed(self, change_set: ChangeSet, _: object) -> None:
        session = self._desk.session
        if session is not None and change_set.article_id == session.article.id:
            # An act on the open article leaves the others alone.
            return
        if not _TABLES.isdisjoint(change.table for change in change_set.changes):
            self._known.clear()


def arriving_from_afar(session: ArticleSession, annotation: Annotation) -> list[Link]:
    """Links from other articles to a coding, in the order of making."""
    found = [link for link in session.incoming.values() if link.to_id == annotation.id]
    return sorted(found, key=lambda link: (link.type, link.sequence, str(link.id)))
