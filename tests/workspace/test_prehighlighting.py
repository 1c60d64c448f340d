"""Suggestions of a run are stored, come anew, and leave coders' decisions and zones alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.annotations import Zone, zone_id
from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.prehighlight import VERSION, Prehighlights
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.corpus import (
    import_articles,
    prehighlight_texts,
    preview_import,
    run_prehighlight,
    store_prehighlights,
    suggestions_as_json,
    texts_to_highlight,
    write_suggestions,
)
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk


def zone(desk: Desk, words: str, kind: str = "menu") -> Zone:
    start, end = desk.place(words)
    version = desk.session.version.id
    return Zone(
        id=zone_id(version, kind, start, end),
        article_version_id=version,
        start=start,
        end=end,
        kind=kind,
        source="rules",
    )


def store(desk: Desk, zones: list[Zone], *suggestions: Any) -> None:
    """Store what a run would have found in the desk's article."""
    found = Prehighlights(tuple(zones), suggestions, (), ())
    texts = texts_to_highlight(desk.project, [desk.article.id])
    store_prehighlights(desk.project, texts, [found])


def shown(desk: Desk) -> list[tuple[str, str]]:
    text = desk.session.text
    return [(text[z.start : z.end], z.status) for z in desk.session.zones]


def test_a_run_is_stored_and_counted(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    assert [line.n_suggestions for line in on_both.articles()] == [None, None]
    store(desk, [], desk.suggestion("Vessel", "captain"), desk.suggestion("Tally", "Twelve"))
    assert desk.open_quotes() == ["captain", "Twelve"]
    assert [line.n_suggestions for line in on_both.articles()] == [2, None]
    store(desk, [], desk.suggestion("Vessel", "captain"))
    assert desk.open_quotes() == ["captain"]
    store(desk, [])
    assert [line.n_suggestions for line in on_both.articles()] == [0, None]


def test_decisions_outlive_a_new_run(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    captain, twelve = desk.suggestion("Vessel", "captain"), desk.suggestion("Tally", "Twelve")
    post = desk.suggestion("Vessel", "Quay Post")
    store(desk, [], captain, twelve, post)
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.reject, twelve.id)
    store(desk, [], captain, twelve, post)
    assert desk.open_quotes() == ["Quay Post"]
    assert [a.quote for a in desk.session.ordered()] == ["captain"]


def test_zones_are_proposed_and_go_when_rules_do_not_find_them_any_more(desk: Desk) -> None:
    menu, title = zone(desk, "Menu | Tides | Contact"), zone(desk, "Five cafés closed.", "credit")
    store(desk, [menu, title])
    assert shown(desk) == [
        ("Five cafés closed.", "proposed"),
        ("Menu | Tides | Contact", "proposed"),
    ]
    store(desk, [menu])
    assert shown(desk) == [("Menu | Tides | Contact", "proposed")]


def test_what_people_decided_on_zones_stays(desk: Desk) -> None:
    menu, title = zone(desk, "Menu | Tides | Contact"), zone(desk, "Five cafés closed.", "credit")
    store(desk, [menu, title])
    desk.do(coding.remove_zone, title.id)
    store(desk, [menu, title])
    assert shown(desk) == [("Menu | Tides | Contact", "proposed")]
    desk.do(coding.confirm_zone, menu.id)
    store(desk, [])
    assert shown(desk) == [("Menu | Tides | Contact", "confirmed")]
    (text,) = texts_to_highlight(desk.project, [desk.article.id])
    assert [z.id for z in text.zones] == [menu.id]


def test_the_real_pipeline_runs_and_repeats_itself(project: OpenProject) -> None:
    desk = Desk(project)
    report = run_prehighlight(project)
    assert report.n_suggestions.keys() == {"skua", "tern"}
    assert sum(report.n_suggestions.values()) > 3
    assert "stance" in report.missing_roles
    first = [s.id for s in desk.session.suggestions]
    text = desk.session.text
    assert all(s.quote == text[s.start : s.end] for s in desk.session.suggestions if not s.parts)
    assert run_prehighlight(project, [desk.article.id]).n_suggestions.keys() == {"skua"}
    assert [s.id for s in desk.session.suggestions] == first
    assert project.store.suggestion_runs()[desk.session.version.id][0] == VERSION


def test_cancelling_a_run_stores_nothing(project: OpenProject) -> None:
    report = run_prehighlight(project, cancelled=lambda: True)
    assert report.cancelled
    assert [line.n_suggestions for line in project.articles()] == [None, None]
    texts = texts_to_highlight(project)
    assert prehighlight_texts(project.codebook.source_text, texts, cancelled=lambda: True) is None


def test_progress_of_a_run(project: OpenProject) -> None:
    told: list[tuple[int, int, str]] = []
    run_prehighlight(project, progress=lambda *step: told.append(step))
    assert told == [(0, 2, "skua"), (1, 2, "tern"), (2, 2, "")]


def test_files_for_the_scorer(project: OpenProject, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("text\nThe tug Otter waits for nine hands.\n", "utf-8")
    import_articles(project, preview_import(project, [path]))
    run_prehighlight(project)
    written = write_suggestions(project, tmp_path / "out" / "deep")
    assert [p.name for p in written] == ["skua.json", "tern.json", "table-1.json"]
    for path in written:
        article = project.find_article(path.stem)
        assert article is not None
        text = project.store.version_of(article.id).text
        content = json.loads(path.read_text("utf-8"))
        assert content == suggestions_as_json(project, article.id)
        for entry in content:
            assert entry.keys() >= {"type", "start", "end", "text", "attributes", "score", "source"}
            assert entry["text"] == text[entry["start"] : entry["end"]]
            assert 0 <= entry["score"] <= 1


def test_a_folder_that_cannot_be_made(project: OpenProject, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ProjectError, match="cannot be written"):
        write_suggestions(project, tmp_path / "file" / "out")
