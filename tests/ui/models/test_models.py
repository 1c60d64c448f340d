"""Models of lists and tables hold to Qt's rules and show what a coder needs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.importing.base import ImportBatch, ImportItem, ImportProblem
from refusal_annotator.resources import codebook_path
from refusal_annotator.ui.models.articles import CorpusModel, QueueModel, short_date
from refusal_annotator.ui.models.imports import ImportModel, rows_of
from refusal_annotator.ui.screens.codebook_tree import CodebookModel
from refusal_annotator.ui.screens.start_recent import RecentModel, RecentProject
from refusal_annotator.ui.widgets.rows import Row
from refusal_annotator.workspace.project import ArticleSummary


def an_article(title, *, status=CodingStatus.TO_DO, left_out=None, **more):
    return ArticleSummary(
        id=uuid4(),
        version_id=uuid4(),
        key=title.lower(),
        title=title,
        outlet=more.pop("outlet", "Harbour Daily"),
        date=more.pop("date", "2024-03-04"),
        n_words=300,
        left_out=left_out,
        statuses=more.pop("statuses", {}),
        n_suggestions=more.pop("n_suggestions", None),
        status=status,
        **more,
    )


def shown(model):
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def test_the_queue_groups_articles_by_status(qtmodeltester):
    model = QueueModel()
    qtmodeltester.check(model)
    model.set_articles(
        [
            an_article("Waiting"),
            an_article("Begun", status=CodingStatus.DRAFT, n_doubts=2),
            an_article("Done", status=CodingStatus.FINISHED),
            an_article("A list", left_out="Not an article"),
        ]
    )
    qtmodeltester.check(model)
    heads = ["In progress", "Begun", "To do", "Waiting", "Finished", "Done", "Left out", "A list"]
    assert shown(model) == heads
    begun = model.index(1, 0)
    assert (begun.data(Row.NOTE), begun.data(Row.NOTE_ICON)) == ("2", "doubt")
    assert "2 doubts" in begun.data(Qt.ItemDataRole.AccessibleTextRole)
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsSelectable


def test_the_corpus_counts_coders_and_is_searched(qtmodeltester):
    model = CorpusModel()
    ada, ben = uuid4(), uuid4()
    model.set_articles(
        [
            an_article("Pilots", statuses={ada: CodingStatus.FINISHED, ben: CodingStatus.DRAFT}),
            an_article("Mothers", outlet="Coast News", n_suggestions=12),
        ],
        n_coders=2,
    )
    qtmodeltester.check(model)
    assert model.index(0, 5).data() == "1 of 2"
    assert model.index(0, 0).data(Row.STATE) == "started"
    assert [model.index(n, 4).data() for n in range(2)] == ["–", "12"]
    model.set_filter("coast")
    assert shown(model) == ["Mothers"]
    assert model.total == 2


def test_an_import_preview_names_what_is_left_out_and_why(qtmodeltester):
    item = ImportItem(
        name="a.txt",
        stem="a",
        source_bytes=b"",
        source_sha256="",
        text="Home\nForty pilots stay ashore\n",
        text_sha256="",
        encoding="utf-8",
        encoding_note=None,
        importer="plain_text",
        importer_version="1",
    )
    problems = (
        ImportProblem("b.txt", "it is in the project already, as a", "duplicate"),
        ImportProblem("c.bin", "it is not text"),
    )
    model = ImportModel()
    model.set_rows(rows_of(ImportBatch(items=(item,), problems=problems)))
    qtmodeltester.check(model)
    assert shown(model) == ["Forty pilots stay ashore", "b.txt", "c.bin"]
    assert model.index(2, 4).data() == "it is not text"


def test_the_codebook_tree_is_searched_with_its_definitions(qtmodeltester):
    model = CodebookModel()
    model.set_codebook(load_codebook(codebook_path("minimal").read_text("utf-8")))
    qtmodeltester.check(model)
    assert shown(model)[:2] == ["Demand", "Party"]
    model.set_filter("wages and bonuses")
    qtmodeltester.check(model)
    assert shown(model) == ["Demand"]
    assert model.index(0, 0, model.index(0, 0)).data() == "Subject"
    model.set_filter("nowhere to be found")
    assert model.rowCount() == 0


def test_recent_projects_are_searched(qtmodeltester):
    model = RecentModel()
    now = datetime.now().astimezone()
    model.set_projects(
        [
            RecentProject(Path("one"), "Harbour study", now, True),
            RecentProject(Path("two"), "Strike coverage", now, False),
        ]
    )
    qtmodeltester.check(model)
    model.set_filter("strike")
    assert shown(model) == ["Strike coverage"]
    assert "not there any more" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_dates_are_short_in_lists():
    assert short_date("1999-03-04") == "4 Mar 1999"
    assert short_date("spring 1999") == "spring 1999"
    assert short_date("") == ""
