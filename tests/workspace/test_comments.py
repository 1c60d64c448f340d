"""Threads on codings and articles: who reads them, who changes what."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.errors import AnnotatorError, ForbiddenError
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    open_counts,
    settle_thread,
    thread_of,
)
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


@pytest.fixture
def vera(desk: Desk) -> Coder:
    """A supervisor."""
    return desk.project.add_coder("Vera", CoderRole.SUPERVISOR)


def write(desk: Desk, who: Coder, text: str, annotation_id: UUID | None = None) -> UUID:
    made = add_comment(desk.project, who.id, desk.article.id, text, annotation_id)
    desk.project.apply(made)
    return made.changes[0].row_id


def texts(desk: Desk, reader: Coder, annotation_id: UUID | None = None) -> list[str]:
    return [c.text for c in thread_of(desk.project, reader, desk.article.id, annotation_id)]


def test_a_thread_is_read_by_its_coder_and_by_supervisors(desk: Desk, vera: Coder) -> None:
    ben = desk.project.add_coder("Ben")
    span = desk.tag("Vessel", "Quay Post")
    write(desk, desk.coder, "  A paper or its owner?\n ", span)
    write(desk, vera, "The paper.", span)
    assert texts(desk, desk.coder, span) == ["A paper or its owner?", "The paper."]
    assert texts(desk, vera, span) == texts(desk, desk.coder, span)
    assert texts(desk, ben, span) == ["The paper."]
    assert texts(desk, desk.coder) == []


def test_a_comment_on_the_article_is_no_comment_on_a_coding(desk: Desk) -> None:
    span = desk.tag("Vessel", "Quay Post")
    write(desk, desk.coder, "A reprint?")
    assert texts(desk, desk.coder) == ["A reprint?"]
    assert texts(desk, desk.coder, span) == []
    assert open_counts(desk.project, desk.coder, desk.article.id) == {None: 1}


def test_only_the_writer_changes_or_deletes(desk: Desk, vera: Coder) -> None:
    project = desk.project
    comment = write(desk, desk.coder, "Who?")
    project.apply(edit_comment(project, desk.coder.id, comment, "Who says so?"))
    assert texts(desk, desk.coder) == ["Who says so?"]
    for act in (
        lambda: edit_comment(project, vera.id, comment, "No."),
        lambda: delete_comment(project, vera.id, comment),
    ):
        with pytest.raises(AnnotatorError, match="somebody else wrote it. Answer it instead"):
            act()
    forged = edit_comment(project, desk.coder.id, comment, "No.")
    with pytest.raises(ForbiddenError):
        project.apply(forged.model_copy(update={"coder_id": vera.id}))
    project.apply(delete_comment(project, desk.coder.id, comment))
    assert texts(desk, desk.coder) == []
    desk.undo()
    assert texts(desk, desk.coder) == ["Who says so?"]


def test_any_reader_settles_a_matter_and_opens_it_again(desk: Desk, vera: Coder) -> None:
    project = desk.project
    write(desk, desk.coder, "Who?")
    for resolved in (True, False):
        thread = thread_of(project, vera, desk.article.id)
        project.apply(settle_thread(project, vera, thread, resolved=resolved))
        assert [c.resolved for c in thread_of(project, desk.coder, desk.article.id)] == [resolved]
        count = 0 if resolved else 1
        assert open_counts(project, desk.coder, desk.article.id).total() == count
    with pytest.raises(AnnotatorError, match="no comment here"):
        settle_thread(project, vera, [])


def test_a_finished_article_can_be_commented(desk: Desk) -> None:
    desk.do(coding.finish, reason="a reprint")
    write(desk, desk.coder, "Too short to code.")
    assert texts(desk, desk.coder) == ["Too short to code."]


def test_what_says_nothing_or_hangs_on_nothing_is_refused(desk: Desk) -> None:
    project, ada, article = desk.project, desk.coder.id, desk.article.id
    with pytest.raises(AnnotatorError, match="it is empty"):
        add_comment(project, ada, article, " \n")
    with pytest.raises(AnnotatorError, match="may have been deleted"):
        add_comment(project, ada, article, "Hm.", uuid4())
    with pytest.raises(AnnotatorError, match="not here any more"):
        edit_comment(project, ada, uuid4(), "Hm.")


def test_comments_outlive_a_restart_on_both_databases(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    span = desk.tag("Vessel", "Quay Post")
    write(desk, desk.coder, "Who? 🙂", span)
    on_both.flush()
    assert texts(desk, desk.coder, span) == ["Who? 🙂"]
