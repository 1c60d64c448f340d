"""Working time by coder and article."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from refusal_annotator.domain.changes import now
from refusal_annotator.domain.pace import Pace, WorkPeriod
from refusal_annotator.workspace.comments import add_comment, thread_of
from refusal_annotator.workspace.pace import add_period, pace_table, shown_time
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


def test_time_and_codings_add_up_by_article_and_coder(desk: Desk) -> None:
    project, ada = desk.project, desk.coder.id
    tern = project.find_article("tern")
    add_period(project, ada, desk.article.id, now(), 600)
    add_period(project, ada, desk.article.id, now(), 300.04)
    add_period(project, ada, tern.id, now(), 900)
    desk.tag("Vessel", "Quay Post")
    desk.tag("Vessel", "captain")
    table = pace_table(project, ada)
    assert [(r.article is None, r.pace) for r in table.rows] == [
        (True, Pace(1800, 2)),
        (False, Pace(900, 2)),
        (False, Pace(900, 0)),
    ]
    assert table.total_of(ada).per_hour == 4


def test_a_coder_sees_their_own_and_a_supervisor_all(desk: Desk) -> None:
    project = desk.project
    ben = Desk(project, "Ben")
    for each in (desk, ben):
        add_period(project, each.coder.id, each.article.id, now(), 120)
    assert {r.coder for r in pace_table(project, ben.coder.id).rows} == {"Ben"}
    assert [r.coder for r in pace_table(project).rows if r.article is None] == ["Ada", "Ben"]


def test_codings_without_time_make_no_pace(desk: Desk) -> None:
    desk.tag("Vessel", "Quay Post")
    assert pace_table(desk.project).total_of(desk.coder.id) == Pace(0, 0)


def test_time_stands_in_nobodys_history_and_is_never_empty(desk: Desk) -> None:
    project, ada = desk.project, desk.coder.id
    add_period(project, ada, desk.article.id, now(), 0)
    add_period(project, ada, desk.article.id, now(), 61)
    project.flush()
    assert [p.seconds for p in project.store.values(WorkPeriod)] == [61]
    assert project.undo_label(ada, desk.article.id) is None


def test_two_copies_join_as_the_union_of_their_work(
    desk: Desk, tmp_path: Path, closing: list[OpenProject]
) -> None:
    project, ada, article = desk.project, desk.coder.id, desk.article.id
    add_period(project, ada, article, now(), 60)
    project.flush()
    shutil.copytree(project.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))
    other = OpenProject.open(tmp_path / "copy")
    closing.append(other)
    add_period(project, ada, article, now(), 120)
    add_period(other, ada, article, now(), 240)
    other.apply(add_comment(other, ada, article, "From the train."))
    other.flush()
    for _ in range(2):
        project.store.join(other.store.journal())
        project.flush()
    assert pace_table(project).total_of(ada).seconds == 420
    assert [c.text for c in thread_of(project, desk.coder, article)] == ["From the train."]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_540, "59 min"),
        (3_600, "1 h 00 min"),
        (7_500, "2 h 05 min"),
    ],
)
def test_times_read_as_people_say_them(seconds: float, shown: str) -> None:
    assert shown_time(seconds) == shown
