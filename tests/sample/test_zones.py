"""The exclusion zones of the sample: confirmed in every article, and as the rules find them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from refusal_annotator.domain.annotations import Zone
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace.corpus import run_prehighlight
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import build_from_text
from refusal_annotator.workspace.zone_table import ZoneTableError


def zones_of(project: OpenProject) -> dict[str, list[Zone]]:
    return {
        a.key: project.store.values(Zone, article_version_id=project.store.version_of(a.id).id)
        for a in project.articles()
    }


def test_every_zone_is_confirmed_and_stays_so_after_suggestions(tmp_path: Path) -> None:
    with build_from_text(sample_project_dir(), tmp_path / "sample") as project:
        before = zones_of(project)
        assert {key: len(found) for key, found in before.items()} == {
            "01_tern_wire": 3,
            "02_estuary_post": 4,
            "03_brightwire": 10,
            "04_frontier_dispatch": 5,
            "05_daily_trumpet": 4,
            "06_pallasta_courier": 4,
            "07_morning_ledger": 1,
        }
        assert {z.status for found in before.values() for z in found} == {"confirmed"}
        run_prehighlight(project)
        assert zones_of(project) == before
        for article in project.articles():
            version = project.store.version_of(article.id)
            for suggestion in project.store.suggestions(version.id):
                for zone in before[article.key]:
                    assert not suggestion.start < zone.end or not zone.start < suggestion.end


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("99_none.txt,byline,0,4,Home", "no article of the file '99_none.txt'"),
        ("02_estuary_post.txt,poem,0,4,Home", "no zone kind 'poem'"),
        ("02_estuary_post.txt,navigation,zero,4,Home", "no whole numbers"),
        ("02_estuary_post.txt,navigation,1,5,Home", "the text at 1-5 is not 'Home'"),
        ("02_estuary_post.txt,navigation,4,4,", "the text at 4-4 is not ''"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, row: str, reason: str) -> None:
    source = tmp_path / "text"
    shutil.copytree(sample_project_dir(), source)
    (source / "zones.csv").write_text(f"file,kind,start,end,text\n{row}\n", "utf-8")
    with pytest.raises(ZoneTableError, match=reason):
        build_from_text(source, tmp_path / "sample")
