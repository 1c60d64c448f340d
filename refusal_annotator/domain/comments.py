"""Comments on a coding or an article, and the thread that they make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.stored import StoredValue


class Comment(StoredValue):
    """What somebody wrote on a coding, or on the article where `annotation_id` is None.

    `resolved` says that the matter is settled; it belongs to the thread and not to the writer.
    """

    coder_id: UUID
    article_id: UUID
    annotation_id: UUID | None = None
    text: str
    created: datetime
    resolved: bool = False


def readable_comments(
    comments: Iterable[Comment], reader: Coder, coders: Iterable[Coder]
) -> list[Comment]:
    """Comments that a person may read, the oldest first.

    A coder reads their own and those of supervisors, so that no coder learns of another's work
    while both code; supervisors read all.
    """
    known = {coder.id: coder for coder in coders}
    everything = reader.role == CoderRole.SUPERVISOR

    def may_read(comment: Comment) -> bool:
        writer = known.get(comment.coder_id)
        by_supervisor = writer is not None and writer.role == CoderRole.SUPERVISOR
        return everything or comment.coder_id == reader.id or by_supervisor

    return sorted(filter(may_read, comments), key=lambda c: (c.created, str(c.id)))
