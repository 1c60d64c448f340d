"""Comments on codings and articles: written, changed by their writer, settled by any reader.

Coding files have no place for comments; they stay in the project and merge with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID, uuid4

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import (
    Change,
    ChangeSet,
    creation,
    edits,
    make_change_set,
    now,
)
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.comments import Comment, readable_comments
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.project import OpenProject


def thread_of(
    project: OpenProject, reader: Coder, article_id: UUID, annotation_id: UUID | None = None
) -> list[Comment]:
    """Comments on a coding, or on the article itself, that a person may read; the oldest first."""
    comments = _readable(project, reader, article_id)
    return [c for c in comments if c.annotation_id == annotation_id]


def open_counts(project: OpenProject, reader: Coder, article_id: UUID) -> Counter[UUID | None]:
    """Number of comments that are not settled, by coding; None stands for the article."""
    comments = _readable(project, reader, article_id)
    return Counter(c.annotation_id for c in comments if not c.resolved)


def add_comment(
    project: OpenProject,
    coder_id: UUID,
    article_id: UUID,
    text: str,
    annotation_id: UUID | None = None,
) -> ChangeSet:
    """Write a comment; an article that is finished can be commented too."""
    written = _checked(text, "No comment was added")
    project.flush()
    if annotation_id is not None and not project.store.values(Annotation, id=annotation_id):
        raise AnnotatorError(
            "No comment was added: the coding is not here any more; it may have been deleted."
        )
    comment = Comment(
        id=uuid4(),
        coder_id=coder_id,
        article_id=article_id,
        annotation_id=annotation_id,
        text=written,
        created=now(),
    )
    return _act(project, "Comment", [creation("comment", comment)], coder_id, article_id)


def edit_comment(project: OpenProject, coder_id: UUID, comment_id: UUID, text: str) -> ChangeSet:
    """Change the words of one's own comment."""
    failed = "The comment was not changed"
    comment = _own(project, coder_id, comment_id, failed)
    changes = edits("comment", comment, text=_checked(text, failed))
    return _act(project, "Change a comment", changes, coder_id, comment.article_id)


def delete_comment(project: OpenProject, coder_id: UUID, comment_id: UUID) -> ChangeSet:
    """Delete one's own comment; undo brings it back."""
    comment = _own(project, coder_id, comment_id, "The comment was not deleted")
    changes = edits("comment", comment, deleted=True)
    return _act(project, "Delete a comment", changes, coder_id, comment.article_id)


def settle_thread(
    project: OpenProject, reader: Coder, comments: Iterable[Comment], *, resolved: bool = True
) -> ChangeSet:
    """Say that the matter of a thread is settled, or open it again; of any of its readers."""
    thread = list(comments)
    if not thread:
        raise AnnotatorError("Nothing was settled: there is no comment here.")
    label = "Settle a comment" if resolved else "Open a comment again"
    changes = [c for comment in thread for c in edits("comment", comment, resolved=resolved)]
    return _act(project, label, changes, reader.id, thread[0].article_id)


def _readable(project: OpenProject, reader: Coder, article_id: UUID) -> list[Comment]:
    project.flush()
    comments = project.store.values(Comment, article_id=article_id)
    return readable_comments(comments, reader, project.store.values(Coder)) if comments else []


def _own(project: OpenProject, coder_id: UUID, comment_id: UUID, failed: str) -> Comment:
    project.flush()
    found = next(iter(project.store.values(Comment, id=comment_id)), None)
    if found is None:
        raise AnnotatorError(f"{failed}: it is not here any more.")
    if found.coder_id != coder_id:
        raise AnnotatorError(f"{failed}: somebody else wrote it. Answer it instead.")
    return found


def _checked(text: str, failed: str) -> str:
    written = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not written:
        raise AnnotatorError(f"{failed}: it is empty.")
    return written


def _act(
    project: OpenProject,
    label: str,
    changes: Iterable[Change],
    coder_id: UUID,
    article_id: UUID,
) -> ChangeSet:
    return make_change_set(
        label,
        changes,
        coder_id=coder_id,
        article_id=article_id,
        codebook_version=project.codebook_version,
    )
