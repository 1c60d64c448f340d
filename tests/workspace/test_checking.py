"""`check` finds whatever a damaged or badly merged project may hold, each with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.workspace.checking import CheckReport, check_project
from refusal_annotator.workspace.codings import import_codings
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.coding_files import coding_file, write
from tests.workspace.ferry import SKUA
from tests.workspace.raw import execute

MENU = [SKUA.index("Menu"), SKUA.index("Menu") + 4, "menu"]
LINK = {"type": "same", "from": "K1", "to_article": "tern", "to": "K1", "closeness": "loose"}


@pytest.fixture
def coded(project: OpenProject, tmp_path: Path) -> OpenProject:
    """A project without a fault."""
    content = coding_file(
        boilerplate=[MENU],
        cross_article=[LINK],
        article_relations=[{"type": "reprint_of", "to_article": "tern"}],
    )
    import_codings(project, [write(tmp_path / "in", content)])
    return project


def check(project: OpenProject, *damage: str) -> CheckReport:
    execute(project, *damage)
    return check_project(project)


def test_a_project_without_a_fault(coded: OpenProject) -> None:
    report = check_project(coded)
    assert report.problems == ()
    assert (report.n_articles, report.n_spans, report.n_links) == (2, 3, 3)


def test_what_waits_is_no_problem(coded: OpenProject) -> None:
    report = check_project(coded)
    assert report.pending == (
        "Ada: same from K1 waits for tern K1",
        "1 name is not in the entity registry: ferry_skua",
    )


def where(table: str, span: str = "K1") -> str:
    return {
        "annotation": f"UPDATE annotation SET {{}} WHERE source_id = '{span}'",
        "link": "UPDATE link SET {} WHERE type = 'told_by'",
        "record": "UPDATE article_coding SET {}",
    }[table]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            where("annotation").format("quote = 'will sail'"),
            "skua, Ada, K1: the text there is “will not sail”, not “will sail”",
        ),
        (where("annotation").format('"end" = 99999'), "K1: {start}-99999 lies outside the text"),
        (
            where("annotation").format("type = 'Rumour'"),
            "skua, Ada, K1: the codebook has no span type 'Rumour'",
        ),
        (
            where("annotation").format("parts = '[[0, 1], [2, 3]]'"),
            "skua, Ada, K1: a notice has one part only",
        ),
        (
            where("annotation").format("parts = '[[0, 1], [2, 3]]'"),
            "skua, Ada, K1: start and end are not those of its parts",
        ),
        (
            where("annotation").format(""""values" = '{"kind": {"v": "storm"}}'"""),
            "skua, Ada, K1: kind has no category 'storm'; allowed are delay, strike, rumour",
        ),
        (
            where("annotation").format(""""values" = '{"mood": {"v": "bad"}}'"""),
            "skua, Ada, K1: the codebook has no 'mood' here",
        ),
        (
            where("annotation").format(""""values" = '{"kind": "delay"}'"""),
            "skua, Ada, K1: kind holds 'delay', which is no value",
        ),
        (
            "UPDATE annotation SET deleted = 1 WHERE source_id = 'V1'",
            "skua, Ada, told_by: the span it leads to is not here",
        ),
        (
            "UPDATE annotation SET deleted = 1 WHERE source_id = 'K1'",
            "skua, Ada, told_by: the span it starts at is not here",
        ),
        (where("link").format("type = 'heard_by'"), "heard_by: the codebook has no such relation"),
        (where("link").format("to_id = NULL"), "skua, Ada, told_by: it leads nowhere"),
        (where("link").format("to_id = from_id"), "skua, Ada, told_by: it leads to a Notice"),
        (where("link").format("from_id = to_id"), "skua, Ada, told_by: it starts at a Vessel"),
        (
            where("link").format(""""values" = '{"why": {"v": 3}}'"""),
            "skua, Ada, told_by: the codebook has no 'why' here",
        ),
        (
            where("record").format(""""values" = '{"weather": {"v": "grey"}}'"""),
            "skua, Ada, article variables: weather has no category 'grey'",
        ),
        (
            where("record").format("""coded_types = '["Rumour"]'"""),
            "article variables: the codebook has no span type 'Rumour', which is named as coded",
        ),
        ('UPDATE zone SET "end" = 99999', "zone {menu}-99999: it lies outside the text"),
        ("UPDATE zone SET kind = 'advert'", "the codebook has no zone kind 'advert'"),
        (
            "UPDATE article_link SET type = 'copy_of'",
            "skua, Ada, copy_of: the codebook has no such relation between articles",
        ),
        (
            "UPDATE article_link SET to_article_id = NULL, pending_target = NULL",
            "skua, Ada, reprint_of: it leads nowhere",
        ),
        (
            "UPDATE article SET deleted = 1 WHERE \"key\" = 'tern'",
            "skua, Ada, reprint_of: the article it leads to is not here",
        ),
        (
            "UPDATE article_version SET text = text || ' '",
            "skua: the stored text is not the one that was imported",
        ),
        (
            "UPDATE article_version SET deleted = 1",
            "tern: it has no text",
        ),
        ("DELETE FROM source", "skua: its source file is not among the sources"),
        (
            "INSERT INTO field_conflict VALUES "
            "('annotation', '00000000000000000000000000000001', 'doubt', '[true, false]')",
            "doubt has 2 values from two copies",
        ),
        (
            "UPDATE annotation SET origin = 'guessed' WHERE source_id = 'K1'",
            "a row of annotation cannot be read: a field holds what it must not (origin)",
        ),
        ("UPDATE coder SET kind = 'ghost'", "a row of coder cannot be read"),
        (
            "UPDATE annotation SET coder_id = '00000000000000000000000000000009', quote = 'x'",
            "00000000-0000-0000-0000-000000000009, K1: ",
        ),
    ],
)
def test_each_kind_of_fault_is_found(coded: OpenProject, damage: str, problem: str) -> None:
    start = SKUA.index("will not sail")
    wanted = problem.replace("{start}", str(start)).replace("{menu}", str(MENU[0]))
    report = check(coded, "PRAGMA foreign_keys=OFF", damage)
    assert any(wanted in line for line in report.problems), report.problems


def test_two_spans_of_a_kind_on_one_place(coded: OpenProject) -> None:
    report = check(
        coded,
        "UPDATE annotation SET type = 'Notice', \"values\" = '{}', (start, \"end\", quote) = "
        "(SELECT start, \"end\", quote FROM annotation WHERE source_id = 'K1') "
        "WHERE source_id = 'T1'",
    )
    start = SKUA.index("will not sail")
    assert report.problems == (
        f"skua, Ada, {start}: 2 spans of type Notice stand on the same text",
    )


def test_sources_that_are_gone_or_changed(coded: OpenProject) -> None:
    first, second = sorted((coded.folder / "sources").iterdir())
    keys = {h["source_sha256"]: h["article_id"] for h in coded.store.version_heads()}
    names = {line.id: line.key for line in coded.articles()}
    first.unlink()
    second.write_bytes(b"other words")
    assert set(check_project(coded).problems) == {
        f"{names[keys[first.name]]}: its source file is not in the sources folder",
        f"{names[keys[second.name]]}: its source file has been changed",
    }


def test_a_check_on_a_server(on_both: OpenProject, tmp_path: Path, reopen: Any) -> None:
    import_codings(on_both, [write(tmp_path / "in", coding_file())])
    assert check_project(reopen(on_both, read_only=True)).problems == ()
