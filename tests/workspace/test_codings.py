"""Coding files come in and go out: what is new, what is an update, what is refused, what waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link
from refusal_annotator.domain.changes import creation
from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.domain.entities import Entity, entity_id
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.codings import CodingsReport, export_codings, import_codings
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.coding_files import coding_file, span, write
from tests.workspace.ferry import SKUA, Desk, import_texts, new_project


def bring_in(
    project: OpenProject, folder: Path, *contents: dict[str, Any], **options: Any
) -> CodingsReport:
    return import_codings(project, [write(folder, *contents)], **options)


def outcomes(report: CodingsReport) -> list[str]:
    return [file.outcome for file in report.files]


def taken_out(project: OpenProject, folder: Path, coder: str = "Ada") -> dict[str, Any]:
    """Exported files by stem."""
    found = project.find_coder(coder)
    assert found is not None
    paths = export_codings(project, found, folder)
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def refusals(report: CodingsReport) -> list[str]:
    return [str(problem) for file in report.refused for problem in file.problems]


# --- there and back -----------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was(on_both: OpenProject, tmp_path: Path) -> None:
    content = coding_file(
        spans=[
            {**span("a-1", "Notice", "will not sail", kind="rumour", heard="x"), "doubt": True},
            {**span("V/1", "Vessel", "captain"), "note": "beside", "origin": "accepted"},
            {**span("T 1", "Tally", "Twelve", least=None, most=12)},
            {**span("T 2", "Tally", "Five", least=None, most=None)},
        ],
        relations=[{"type": "passed_by", "order": 1, "path": 2, "from": "a-1", "to": "V/1"}],
        article_variables={"headline": None, "carriers": ["The Quay", "seawire"]},
        boilerplate=[[SKUA.index("Menu"), SKUA.index("Menu") + 4, "menu"]],
        not_number=["nine"],
        remark={"deep": [1, None, {"x": "é"}]},
    )
    report = bring_in(on_both, tmp_path / "in", content)
    assert outcomes(report) == ["imported"]
    (file,) = report.files
    assert (file.coder, file.article, file.n_spans, file.n_relations) == ("Ada", "skua", 4, 1)
    assert taken_out(on_both, tmp_path / "out") == {"skua": content}


def test_a_file_without_what_may_be_absent(project: OpenProject, tmp_path: Path) -> None:
    content = coding_file()
    for key in ("sha256", "coded_types", "relations", "boilerplate", "cross_article"):
        del content[key]
    bring_in(project, tmp_path / "in", content)
    assert taken_out(project, tmp_path / "out") == {"skua": content}


def test_values_that_are_absent_null_open_or_missing_stay_apart(
    project: OpenProject, tmp_path: Path
) -> None:
    bring_in(project, tmp_path / "in", coding_file())
    desk = Desk(project)
    cells = {a.source_id: a.values for a in desk.session.annotations.values()}
    assert cells["K1"] == {"kind": {"v": "delay"}, "tone": {"empty": True}, "cue": {"v": "said"}}
    assert cells["T1"] == {"least": {"v": 12}, "most": {"open": True}}
    assert desk.session.coding is not None
    assert desk.session.coding.values == {"weather": {"v": "fair"}, "day": {"empty": True}}


def test_the_same_file_again_changes_nothing(on_both: OpenProject, tmp_path: Path) -> None:
    content = coding_file(extra_key=1)
    bring_in(on_both, tmp_path / "in", content)
    position = on_both.store.position()
    turned = {key: content[key] for key in reversed(content)}
    for again in (content, turned):
        assert outcomes(bring_in(on_both, tmp_path / "in", again)) == ["unchanged"]
    taken_out(on_both, tmp_path / "out")
    assert outcomes(import_codings(on_both, [tmp_path / "out"])) == ["unchanged"]
    assert on_both.store.position() == position


def test_a_changed_file_is_an_update_of_the_same_rows(on_both: OpenProject, tmp_path: Path) -> None:
    bring_in(on_both, tmp_path / "in", coding_file())
    desk = Desk(on_both)
    ids = {a.source_id: a.id for a in desk.session.annotations.values()}
    content = coding_file(
        spans=[
            span("N9", "Notice", "hands are missing", kind="strike"),
            span("K1", "Notice", "will not sail on Monday", kind="strike", cause="crew"),
            span("V1", "Vessel", "captain", who="captain_skua"),
        ],
        relations=[{"type": "told_by", "from": "K1", "to": "V1"}],
    )
    assert outcomes(bring_in(on_both, tmp_path / "in", content)) == ["updated"]
    assert taken_out(on_both, tmp_path / "out") == {"skua": content}
    now_here = {a.source_id: a.id for a in desk.session.annotations.values()}
    assert (now_here["K1"], now_here["V1"]) == (ids["K1"], ids["V1"])
    assert now_here.keys() == {"N9", "K1", "V1"}
    # The first version again: what was deleted comes back as the same row.
    assert outcomes(bring_in(on_both, tmp_path / "in", coding_file())) == ["updated"]
    assert {a.source_id: a.id for a in desk.session.annotations.values()} == ids
    assert taken_out(on_both, tmp_path / "out") == {"skua": coding_file()}


def test_an_update_changes_no_more_than_what_differs(desk: Desk, tmp_path: Path) -> None:
    project = desk.project
    gone = desk.tag("Vessel", "Quay Post")
    notice = desk.tag("Notice", "will not sail", kind="delay")
    desk.do(coding.untag, gone)
    captain = desk.tag("Vessel", "captain", who="captain_skua")
    desk.relate("told_by", notice, captain)
    desk.do(coding.set_article_value, "weather", value("fair"))
    desk.do(coding.finish)
    (content,) = taken_out(project, tmp_path / "out").values()
    content["spans"][0]["attributes"]["kind"] = "strike"
    for entry in (*content["spans"], *content["relations"]):
        # Silence about the origin is no other origin.
        del entry["origin"]
    position = project.store.position()
    assert outcomes(bring_in(project, tmp_path / "in", content)) == ["updated"]
    made = [s for s in project.store.journal() if s.counter > position]
    fields = [(c.table, c.field) for s in made for c in s.changes if c.table != "article_coding"]
    assert fields == [("annotation", "values/kind")]


def test_what_a_codebook_does_not_ask_for_is_kept_until_it_is_touched(
    project: OpenProject, tmp_path: Path
) -> None:
    stray = span("K1", "Notice", "will not sail", kind="rumour", cause="ice", heard="x")
    content = coding_file(spans=[stray, coding_file()["spans"][1]])
    (file,) = bring_in(project, tmp_path / "in", content).files
    warnings = [str(problem) for problem in file.problems]
    assert any("cause is not asked for here by kind and should be empty" in w for w in warnings)
    desk = Desk(project)
    (notice,) = (a.id for a in desk.session.annotations.values() if a.type == "Notice")
    desk.do(coding.reopen)
    desk.set(notice, "cue", "said")
    assert desk.values(notice)["cause"] == "ice"
    # The link that was hidden by the import already stays as well.
    assert len(desk.session.links) == 2
    desk.set(notice, "cause", None)
    assert "cause" not in desk.values(notice)


def test_an_open_session_shows_what_came_in(project: OpenProject, tmp_path: Path) -> None:
    desk = Desk(project)
    session = desk.session
    bring_in(project, tmp_path / "in", coding_file())
    assert [a.quote for a in session.ordered()] == ["ferry Skua", "will not sail", "Twelve"]
    assert session.status is CodingStatus.FINISHED


def test_an_import_that_was_undone_can_be_done_again(on_both: OpenProject, tmp_path: Path) -> None:
    desk = Desk(on_both)
    content = coding_file(boilerplate=[place("Menu")])
    before = desk.state()
    bring_in(on_both, tmp_path / "in", content)
    assert on_both.undo_label(desk.coder.id, None) == "Import the coding of skua"
    on_both.undo(desk.coder.id, None)
    assert desk.state() == before
    assert outcomes(bring_in(on_both, tmp_path / "in", content)) == ["imported"]
    assert taken_out(on_both, tmp_path / "out") == {"skua": content}
    assert len(desk.session.zones) == 1


def test_draft_and_finished(project: OpenProject, tmp_path: Path) -> None:
    bring_in(project, tmp_path / "in", coding_file(), draft=True)
    desk = Desk(project)
    assert desk.session.status is CodingStatus.DRAFT
    assert outcomes(bring_in(project, tmp_path / "in", coding_file(), draft=True)) == ["unchanged"]
    assert outcomes(bring_in(project, tmp_path / "in", coding_file())) == ["updated"]
    assert desk.session.status is CodingStatus.FINISHED
    finished_at = desk.session.coding and desk.session.coding.finished_at
    changed = coding_file(article_variables={"weather": "foul"})
    bring_in(project, tmp_path / "in", changed)
    assert desk.session.coding is not None
    assert desk.session.coding.finished_at == finished_at


# --- made in the tool ---------------------------------------------------------------------------


def test_what_was_made_in_the_tool_comes_back_as_the_same_rows(
    on_both: OpenProject, tmp_path: Path
) -> None:
    desk = Desk(on_both)
    found = desk.suggestion("Vessel", "captain", who="captain_skua")
    desk.suggest(found)
    notice = desk.tag("Notice", "will not sail", kind="strike")
    desk.do(suggesting.accept, found.id)
    captain = next(a.id for a in desk.session.annotations.values() if a.type == "Vessel")
    gone = desk.tag("Vessel", "Quay Post")
    desk.relate("passed_by", notice, gone)
    desk.do(coding.untag, gone)
    desk.relate("told_by", notice, captain)
    desk.relate("passed_by", notice, captain)
    desk.tag("Notice", "hands are missing", kind="delay")
    desk.do(coding.set_doubt, notice, True)
    desk.do(coding.set_article_value, "weather", value("fair"))
    desk.do(coding.finish)
    on_both.flush()
    before, position = desk.state(), on_both.store.position()

    (content,) = taken_out(on_both, tmp_path / "out").values()
    assert [s["id"] for s in content["spans"]] == ["N1", "A1", "N2"]
    assert [s.get("origin") for s in content["spans"]] == ["drawn", "accepted", "drawn"]
    assert outcomes(import_codings(on_both, [tmp_path / "out"])) == ["unchanged"]
    assert desk.state() == before
    assert on_both.store.position() == position

    content["spans"][0]["attributes"]["kind"] = "delay"
    content["spans"][0]["doubt"] = False
    assert outcomes(bring_in(on_both, tmp_path / "changed", content)) == ["updated"]
    assert desk.session.annotations.keys() > {notice, captain}
    assert (desk.values(notice)["kind"], desk.annotation(notice).doubt) == ("delay", False)
    assert len(desk.session.annotations) == 3
    assert len(desk.session.links) == 2
    assert outcomes(import_codings(on_both, [tmp_path / "changed"])) == ["unchanged"]


def test_a_deleted_span_gives_its_name_to_no_other(desk: Desk, tmp_path: Path) -> None:
    desk.tag("Notice", "will not sail")
    for words in ("captain", "Quay Post", "harbour office", "The pilot"):
        desk.do(coding.untag, desk.tag("Vessel", words))
        desk.tag("Vessel", words)
    (content,) = taken_out(desk.project, tmp_path / "out").values()
    assert [s["id"] for s in content["spans"]] == ["N1", "A2", "A4", "A6", "A8"]


def test_a_name_of_a_file_that_means_other_text_takes_nothing_away(
    project: OpenProject, tmp_path: Path
) -> None:
    desk = Desk(project)
    mine = desk.tag("Notice", "will not sail", kind="delay")
    project.flush()
    content = coding_file(spans=[span("N1", "Notice", "no hand is missing")], relations=[])
    bring_in(project, tmp_path / "in", content)
    assert desk.annotation(mine).quote == "will not sail"
    assert len(desk.session.annotations) == 2
    (exported,) = taken_out(project, tmp_path / "out").values()
    assert {s["id"]: s["surface"] for s in exported["spans"]} == {
        "N1": "no hand is missing",
        "N2": "will not sail",
    }


def test_what_was_added_in_the_tool_since_an_import_stays(
    project: OpenProject, tmp_path: Path
) -> None:
    bring_in(project, tmp_path / "in", coding_file())
    desk = Desk(project)
    desk.do(coding.reopen)
    added = desk.tag("Vessel", "captain")
    notice = next(a.id for a in desk.session.annotations.values() if a.source_id == "K1")
    desk.relate("passed_by", notice, added)
    fewer = coding_file(spans=coding_file()["spans"][1:], relations=[])
    bring_in(project, tmp_path / "in", fewer)
    assert {a.quote for a in desk.session.annotations.values()} == {
        "ferry Skua",
        "Twelve",
        "captain",
    }
    # A link of a span that is gone goes with it.
    assert not desk.session.links
    assert not check_project(project).problems


# --- who and what -------------------------------------------------------------------------------


def test_the_coder_named_wins_with_a_line(project: OpenProject, tmp_path: Path) -> None:
    report = bring_in(project, tmp_path / "in", coding_file(coder="B."), coder_name="Bo")
    (file,) = report.files
    assert file.notes == (
        "coded by B. in the file, imported for Bo",
        "Bo is new and was added as a coder",
    )
    assert [c.name for c in project.coders()] == ["Bo"]
    content = coding_file(coder="B.")
    turned = {key: content[key] for key in reversed(content)}
    again = bring_in(project, tmp_path / "in", turned, coder_name=" bo ")
    (file,) = again.files
    assert (file.outcome, file.coder) == ("unchanged", "Bo")
    assert taken_out(project, tmp_path / "out", "Bo")["skua"] == coding_file(coder="Bo")


def test_two_coders_of_one_article_stay_apart(on_both: OpenProject, tmp_path: Path) -> None:
    other = coding_file(coder="Bo", spans=coding_file()["spans"][:2])
    bring_in(on_both, tmp_path / "in", coding_file(), other)
    assert taken_out(on_both, tmp_path / "a")["skua"] == coding_file()
    assert taken_out(on_both, tmp_path / "b", "Bo")["skua"] == other


def test_a_file_without_a_coder(project: OpenProject, tmp_path: Path) -> None:
    content = coding_file()
    del content["coder"]
    report = bring_in(project, tmp_path / "in", content)
    assert refusals(report) == ["skua.nobody.json: it names no coder; name one with --coder"]
    assert outcomes(bring_in(project, tmp_path / "in", content, coder_name="Ada")) == ["imported"]
    assert taken_out(project, tmp_path / "out")["skua"] == content


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"sha256": "0" * 64}, "states another digest than this source"),
        ({"article": "elsewhere/skua.html", "sha256": "0" * 64}, "states another digest"),
        ({"article": "renamed.txt"}, ""),
    ],
)
def test_how_a_file_finds_its_article(
    project: OpenProject, tmp_path: Path, changes: dict[str, str], note: str
) -> None:
    report = bring_in(project, tmp_path / "in", coding_file(**changes))
    (file,) = report.files
    assert file.article == "skua"
    assert note in " ".join(file.notes)


def test_of_two_articles_with_one_text_the_name_decides(
    project: OpenProject, tmp_path: Path
) -> None:
    table = tmp_path / "two.csv"
    table.write_text('text,outlet\n"Twelve hands.",A\n"Twelve hands.",B\n', "utf-8")
    from refusal_annotator.workspace.corpus import import_articles, preview_import

    import_articles(project, preview_import(project, [table]))
    for row in (2, 1):
        content = {"article": f"two.csv, row {row}", "coder": "Ada", "spans": []}
        (file,) = bring_in(project, tmp_path / f"in{row}", content).files
        assert file.article == f"two-{row}"


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        (
            {"spans": [span("K1", "Notice", "will not sail", kind="storm")]},
            ["skua.Ada.json, K1, kind: kind has no category 'storm'; allowed are delay, strike"],
        ),
        (
            {"spans": [{**span("K1", "Notice", "will not sail"), "surface": "will sail"}]},
            ["K1, surface: the text there is “will not sail”, not “will sail”"],
        ),
        (
            {"spans": [{**span("K1", "Notice", "will not sail"), "end": 10_000}]},
            ["K1, surface: "],
        ),
        (
            {"spans": [span("K1", "Claim", "will not sail")], "relations": []},
            ["K1, type: the codebook has no span type 'Claim'; it has Notice, Vessel, Tally"],
        ),
        (
            {"relations": [{"type": "told_by", "from": "K1", "to": "X9"}]},
            ["told_by K1 → X9, to: the file has no span 'X9'"],
        ),
        ({"article_variables": {"weather": "grey"}}, ["weather: weather has no category 'grey'"]),
        ({"boilerplate": [[0, 4, "advert"]]}, ["no exclusion zone 'advert'; it has menu, credit"]),
        (
            {"sha256": "0" * 64, "length_code_points": 7},
            ["its article skua.txt has 7 characters there"],
        ),
        ({"article": "gone.txt", "sha256": "0" * 64}, ["gone.txt is not in the project"]),
        ({"spans": 3}, ["spans takes a list, not a whole number"]),
    ],
)
def test_a_file_with_anything_wrong_changes_nothing(
    project: OpenProject, tmp_path: Path, changes: dict[str, Any], reasons: list[str]
) -> None:
    position = project.store.position()
    report = bring_in(project, tmp_path / "in", coding_file(**changes))
    assert outcomes(report) == ["refused"]
    for reason, line in zip(reasons, refusals(report), strict=False):
        assert reason in line
    assert project.store.position() == position
    assert project.coders() == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"article": "x"}', b"\xff\xfe", b"1" * 99])
def test_what_is_no_coding_file(project: OpenProject, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "skua.json"
    path.write_bytes(content)
    report = import_codings(project, [path, tmp_path / "gone.json"])
    assert outcomes(report) == ["refused", "refused"]
    assert "cannot be read: No such file" in refusals(report)[-1]


def test_one_refused_file_does_not_stop_the_others(project: OpenProject, tmp_path: Path) -> None:
    bad = coding_file(coder="Bo", article_variables={"weather": "grey"})
    told: list[Any] = []
    report = bring_in(
        project,
        tmp_path / "in",
        coding_file(),
        bad,
        coding_file("tern"),
        progress=lambda *s: told.append(s),
    )
    assert outcomes(report) == ["imported", "refused", "imported"]
    assert [c.name for c in project.coders()] == ["Ada"]
    assert told[0] == (0, 3, "skua.Ada.json")
    assert told[-1] == (3, 3, "")


def test_no_files_at_all(project: OpenProject, tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="There is no coding file there"):
        import_codings(project, [tmp_path])


def test_a_file_named_twice_is_taken_once(project: OpenProject, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", coding_file())
    report = import_codings(project, [folder, folder / "skua.Ada.json"])
    assert outcomes(report) == ["imported"]


def test_an_export_to_where_a_file_is(project: OpenProject, tmp_path: Path) -> None:
    bring_in(project, tmp_path / "in", coding_file())
    (tmp_path / "file").write_text("x", "utf-8")
    for target in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(AnnotatorError, match="cannot be written to"):
            taken_out(project, target)


# --- zones --------------------------------------------------------------------------------------


def place(words: str, kind: str = "menu") -> list[Any]:
    start = SKUA.index(words)
    return [start, start + len(words), kind]


def test_the_first_zones_are_confirmed_and_others_proposed(
    project: OpenProject, tmp_path: Path
) -> None:
    first, second = place("Menu | Tides | Contact"), place("Tides")
    bring_in(project, tmp_path / "a", coding_file(boilerplate=[first]))
    other = coding_file(coder="Bo", boilerplate=[first, second])
    (file,) = bring_in(project, tmp_path / "b", other).files
    assert len(file.notes) == 2
    assert "(menu) differs from those confirmed and is kept as a proposal" in file.notes[1]
    zones = {(z.start, z.end): z.status for z in Desk(project).session.zones}
    assert zones == {
        (first[0], first[1]): "confirmed",
        (second[0], second[1]): "proposed",
    }
    # Each file gives back what it said itself.
    assert taken_out(project, tmp_path / "out", "Bo")["skua"] == other
    assert outcomes(bring_in(project, tmp_path / "b", other)) == ["unchanged"]


def test_confirmed_zones_take_the_place_of_what_rules_proposed(desk: Desk, tmp_path: Path) -> None:
    from tests.workspace.test_prehighlighting import shown, store, zone

    store(desk, [zone(desk, "Menu"), zone(desk, "Tides | Contact")])
    bring_in(desk.project, tmp_path / "in", coding_file(boilerplate=[place("Menu")]))
    assert shown(desk) == [("Menu", "confirmed")]


# --- what waits ---------------------------------------------------------------------------------


def across(**changes: Any) -> dict[str, Any]:
    """A file whose notice says the same as one of the other article."""
    link = {"type": "same", "from": "K1", "to_article": "tern", "to": "K1", "closeness": "loose"}
    return coding_file(cross_article=[{**link, **changes}])


def linked(project: OpenProject) -> list[Link]:
    return [k for k in project.store.values(Link) if k.pending_target]


@pytest.mark.parametrize("name", ["tern", "tern.txt"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_links_across_articles_connect_in_any_order(
    on_both: OpenProject, tmp_path: Path, order: tuple[int, int], name: str
) -> None:
    files = (across(to_article=name), coding_file("tern"))
    reports = [bring_in(on_both, tmp_path / str(n), files[n]) for n in order]
    waiting = [report.n_pending_links for report in reports]
    assert waiting == ([1, 0] if order == (0, 1) else [0, 0])
    (link,) = linked(on_both)
    assert link.to_id is not None
    (target,) = on_both.store.values(Annotation, id=link.to_id)
    assert target.quote == "waits"
    assert taken_out(on_both, tmp_path / "out") == {"skua": files[0], "tern": files[1]}
    assert not check_project(on_both).problems
    assert outcomes(import_codings(on_both, [tmp_path / "out"])) == ["unchanged", "unchanged"]


def test_a_link_waits_for_the_right_coder(project: OpenProject, tmp_path: Path) -> None:
    bring_in(project, tmp_path / "in", across(), coding_file("tern", coder="Bo"))
    (link,) = linked(project)
    assert link.to_id is None
    (line,) = (line for line in check_project(project).pending if "waits" in line)
    assert line == "Ada: same from K1 waits for tern K1"


def test_a_link_waits_for_a_span_made_in_the_tool(project: OpenProject, tmp_path: Path) -> None:
    desk = Desk(project, "Ada", "tern")
    made = desk.tag("Notice", "waits", kind="delay")
    project.flush()
    bring_in(project, tmp_path / "in", across(to="N1"))
    (link,) = linked(project)
    assert link.to_id == made


def test_a_link_waits_again_when_its_target_is_dropped(
    project: OpenProject, tmp_path: Path
) -> None:
    bring_in(project, tmp_path / "in", across(), coding_file("tern"))
    fewer = coding_file("tern", spans=coding_file("tern")["spans"][1:], relations=[])
    report = bring_in(project, tmp_path / "tern", fewer)
    (link,) = linked(project)
    assert (link.to_id, link.deleted) == (None, False)
    assert not check_project(project).problems
    assert taken_out(project, tmp_path / "out")["skua"] == across()
    assert report.n_pending_links == 1
    bring_in(project, tmp_path / "tern", coding_file("tern"))
    assert linked(project)[0].to_id is not None


def test_links_between_articles_wait_for_the_article(
    tmp_path: Path, new_database: Callable[[], str], closing: list[OpenProject]
) -> None:
    project = new_project(tmp_path / "p", database=new_database(), skua=SKUA)
    closing.append(project)
    link = {"type": "reprint_of", "to_article": "tern", "share": 0.5}
    content = coding_file(article_relations=[link])
    report = bring_in(project, tmp_path / "in", content)
    assert report.n_pending_links == 1
    assert "Ada: reprint_of from skua waits for tern" in check_project(project).pending

    from tests.workspace.ferry import TERN

    import_texts(project, tmp_path / "later", tern=TERN)
    (held,) = project.store.values(ArticleLink)
    tern = project.find_article("tern")
    assert tern is not None
    assert held.to_article_id == tern.id
    assert taken_out(project, tmp_path / "out") == {"skua": content}
    without = coding_file(article_relations=[])
    assert outcomes(bring_in(project, tmp_path / "in", without)) == ["updated"]
    assert project.store.values(ArticleLink) == []


def test_names_of_entities_wait_for_the_registry(project: OpenProject, tmp_path: Path) -> None:
    content = coding_file(article_variables={"carriers": ["The Quay", "seawire"]})
    report = bring_in(project, tmp_path / "in", content)
    assert report.pending_entities == ("The Quay", "ferry_skua", "seawire")
    line = check_project(project).pending[-1]
    assert line == "3 names are not in the entity registry: The Quay, ferry_skua, seawire"
    key = "quay"
    quay = Entity(id=entity_id(project.project_id, key), key=key, aliases=("the  quay",))
    skua = Entity(id=entity_id(project.project_id, "s"), key="ferry_skua")
    project.study_act("Add", [creation("entity", quay), creation("entity", skua)])
    project.flush()
    again = bring_in(project, tmp_path / "in", content)
    assert (outcomes(again), again.pending_entities) == (["unchanged"], ("seawire",))
    assert taken_out(project, tmp_path / "out")["skua"] == content
    assert "1 name is not in the entity registry: seawire" in check_project(project).pending
