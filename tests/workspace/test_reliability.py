"""Coders are compared: what the sample was made to show is found, whoever comes first."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from refusal_annotator.domain.comparison import AgreementReport, Disagreement
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.resources import sample_project_dir
from refusal_annotator.workspace import coding, hiding, suggesting
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import build_from_text
from refusal_annotator.workspace.reliability import (
    agreement_input,
    build_report,
    coders_named,
    comparable_coders,
    data_digest,
    export_workbook,
)
from tests.workspace.ferry import Desk, new_project

KINDS = {
    "missed span": "missed",
    "extra span": "missed",
    "boundary": "boundary",
    "attribute": "attribute",
    "number value": "attribute",
    "entity": "attribute",
    "link": "link",
    "article variable": "article",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenProject]:
    with build_from_text(
        sample_project_dir(), tmp_path_factory.mktemp("sample") / "study"
    ) as project:
        yield project


def planted() -> list[dict[str, str]]:
    """Rows of the table in the sample's README."""
    section = (sample_project_dir() / "README.md").read_text("utf-8").split("## Planted")[1]
    rows = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    names: list[str] = ["kind", "article", "coder", "unit", "careful", "other"]
    cells = [[cell.strip() for cell in row.split(" | ")] for row in rows]
    found = [dict(zip(names, row, strict=False)) for row in cells if row[0] in KINDS]
    assert len(found) == 48
    return found


@pytest.fixture(scope="module")
def pairs(sample: OpenProject) -> dict[str, AgreementReport]:
    """Ines compared with each of the others."""
    found = {}
    for name in ("Tomasz", "Aino"):
        chosen = [coder.id for coder in coders_named(sample, ["Ines", name])]
        found[name] = build_report(sample, chosen)
    return found


@pytest.mark.parametrize("row", planted(), ids=lambda r: f"{r['kind']}-{r['article']}-{r['coder']}")
def test_each_planted_disagreement_is_named(
    pairs: dict[str, AgreementReport], row: dict[str, str]
) -> None:
    here = [d for d in pairs[row["coder"]].disagreements if d.article == row["article"]]
    if row["kind"] == "boundary":
        # Another span may fit one of the two better: each is then named by itself.
        type_id, _, ours = row["careful"].strip("`").partition(": ")
        theirs = row["other"].strip("`").partition(": ")[2]
        for words in (ours, theirs):
            assert [
                d
                for d in here
                if d.kind in ("boundary", "missed")
                and d.type == type_id
                and words in [side.quote for side in d.sides]
            ], words
    else:
        assert [d for d in here if d.kind == KINDS[row["kind"]] and speaks_of(row, d)], row


def speaks_of(row: dict[str, str], found: Disagreement) -> bool:
    """Whether a disagreement is about the unit and the variable of a planted one."""
    unquoted = {name: text.strip("`") for name, text in row.items()}
    if row["kind"] == "article variable":
        return found.variable == unquoted["careful"].partition(" = ")[0]
    if row["kind"] in ("missed span", "extra span"):
        unit = unquoted["careful" if row["kind"] == "missed span" else "other"]
        type_id, _, words = unit.partition(": ")
        return found.type == type_id and [s.quote for s in found.sides if s.quote] == [words]
    type_id, _, words = unquoted["unit"].partition(": ")
    separator = ": " if row["kind"] == "link" else " = "
    variable = unquoted["careful"].partition(separator)[0]
    return (
        found.type == type_id
        and words in [side.quote for side in found.sides]
        and found.variable.rpartition(".")[2] == variable
    )


def test_the_order_of_coders_changes_no_figure(sample: OpenProject) -> None:
    ids = [coder.id for coder in comparable_coders(sample)]
    assert len(ids) == 3
    one, other = (build_report(sample, order).to_json() for order in (ids, ids[::-1]))
    assert one["results"] == other["results"]
    assert build_report(sample).to_json()["results"] == one["results"]


def test_the_workbook_holds_the_whole_comparison(sample: OpenProject, tmp_path: Path) -> None:
    report = export_workbook(sample, tmp_path / "deep" / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "deep" / "out.xlsx")
    assert {"Summary", "Attributes", "SpanDiff", "Settings", "Data"} <= set(book.sheetnames)
    cells = [cell for name in ("Summary", "Settings") for row in book[name] for cell in row]
    said = "\n".join(str(cell.value) for cell in cells)
    assert sample.name in said
    assert data_digest(agreement_input(sample)) in said
    assert book["SpanDiff"].max_row > 10
    assert json.dumps(report.to_json(), allow_nan=False)


@pytest.mark.parametrize("name", ["folder.xlsx", "file/out.xlsx"])
def test_a_workbook_that_cannot_be_written(sample: OpenProject, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(AnnotatorError, match="cannot be written|was not written"):
        export_workbook(sample, tmp_path / name)


def test_equal_data_have_equal_digests(sample: OpenProject, reopen: Callable[..., Any]) -> None:
    first = data_digest(agreement_input(sample))
    assert data_digest(agreement_input(sample)) == first
    with OpenProject.open(sample.folder, read_only=True) as again:
        assert data_digest(agreement_input(again)) == first
        two = [coder.id for coder in comparable_coders(again)][:2]
        assert data_digest(agreement_input(again, two)) != first


# --- who can be compared ------------------------------------------------------------------------


def finished(project: OpenProject, coder: str, *words: str) -> Desk:
    desk = Desk(project, coder)
    for each in words:
        desk.tag("Vessel", each, who=each.replace(" ", "_"))
    desk.do(coding.set_article_value, "weather", value("fair"))
    desk.do(coding.finish)
    project.flush()
    return desk


def test_drafts_are_left_out(project: OpenProject) -> None:
    finished(project, "Ada", "captain")
    finished(project, "Bo", "captain")
    draft = Desk(project, "Cy")
    draft.tag("Vessel", "Quay Post")
    project.flush()
    report = build_report(project)
    assert [coder.name for coder in report.coders] == ["Ada", "Bo"]
    result = report.result("Vessel", "f1_exact")
    assert result is not None
    assert result.value == 1
    with pytest.raises(AnnotatorError, match="Cy cannot be compared: no article is finished"):
        build_report(project, [c.id for c in project.coders()])


def test_a_recorded_draw_says_where_suggestions_were(project: OpenProject) -> None:
    ada, bo, cy = (project.add_coder(name) for name in ("Ada", "Bo", "Cy"))
    hiding.hide_suggestions(project, ada, share=1, seed=3)
    hiding.hide_suggestions(project, bo, share=0, seed=3)
    for coder in (ada, bo, cy):
        finished(project, coder.name, "captain")
    # Nobody touched a suggestion: for Cy, without a draw, that is all there is to go by.
    seen = {c.coder_id: c.with_suggestions for c in agreement_input(project).codings}
    assert seen == {ada.id: False, bo.id: True, cy.id: False}


def test_without_a_draw_what_was_taken_over_counts(project: OpenProject) -> None:
    for name in ("Ada", "Bo"):
        desk = Desk(project, name)
        found = desk.suggestion("Vessel", "Quay Post", who="post")
        desk.suggest(found)
        desk.do(suggesting.accept, found.id)
        finished(project, name, "captain")
    assert {c.with_suggestions for c in agreement_input(project).codings} == {True}


def test_anchoring_splits_articles_by_what_was_drawn(
    tmp_path: Path, closing: list[OpenProject]
) -> None:
    texts = {f"text{n}": f"Ferry {n} waits. The captain waits too.\n" for n in range(8)}
    project = new_project(tmp_path / "many", **texts)
    closing.append(project)
    for coder in (project.add_coder("Ada"), project.add_coder("Bo")):
        hiding.hide_suggestions(project, coder, share=0.5, seed=5)
        for key in texts:
            desk = Desk(project, coder, key)
            desk.tag("Vessel", "captain", who="captain")
            desk.do(coding.set_article_value, "weather", value("fair"))
            desk.do(coding.finish)
    drawn = hiding.drawn_articles(project)
    hidden = [{drawn[a.id, c.id] for c in project.coders()} for a in project.articles()]
    parts = {
        part.part: part.n_articles
        for part in build_report(project).diagnostics.parts
        if part.kind == "suggestions" and part.variable == "Vessel"
    }
    names = {frozenset({False}): "with", frozenset({True}): "without"}
    expected = Counter(names.get(frozenset(h), "some coders with") for h in hidden)
    assert parts == dict(expected)


def test_a_digest_moves_with_a_value(project: OpenProject) -> None:
    ada = finished(project, "Ada", "captain")
    finished(project, "Bo", "captain")
    first = data_digest(agreement_input(project))
    ada.do(coding.reopen)
    span = next(iter(ada.session.annotations))
    ada.set(span, "who", "another")
    ada.do(coding.finish)
    project.flush()
    assert data_digest(agreement_input(project)) != first


def test_one_coder_alone_gets_a_sentence(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError, match="A second coder is needed: nobody has finished"):
        build_report(project)
    finished(project, "Ada", "captain")
    with pytest.raises(AnnotatorError, match="needed: only Ada has finished articles. Finish the"):
        build_report(project)
    finished(project, "Bo", "captain")
    with pytest.raises(AnnotatorError, match="needed: only Bo was chosen"):
        build_report(project, [c.id for c in coders_named(project, ["bo", " BO "])])


def test_a_name_that_nobody_has(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError, match="no coder 'Cy' in this project; there is nobody yet"):
        coders_named(project, ["Cy"])
    finished(project, "Ada", "captain")
    with pytest.raises(AnnotatorError, match="no coder 'Cy' in this project; there is Ada"):
        coders_named(project, ["Cy"])


def test_articles_that_only_one_finished_give_reasons_instead_of_figures(
    project: OpenProject,
) -> None:
    finished(project, "Ada", "captain")
    other = Desk(project, "Bo", "tern")
    other.do(coding.set_article_value, "weather", value("fair"))
    other.do(coding.finish)
    project.flush()
    report = build_report(project)
    assert report.n_compared == 0
    assert report.results
    assert all(result.value is None and result.reason for result in report.results)


def test_confirmed_zones_are_cut_out(project: OpenProject) -> None:
    finished(project, "Ada", "captain")
    finished(project, "Bo", "captain")
    whole = build_report(project)
    supervisor = project.add_coder("Sol", role="supervisor")  # type: ignore[arg-type]
    desk = Desk(project, supervisor)
    desk.do(coding.add_zone, "menu", *desk.place("Menu | Tides | Contact"))
    project.flush()
    cut = build_report(project)
    assert whole.length - cut.length == len("Menu | Tides | Contact")
    assert whole.full_length == cut.full_length


def test_names_of_entities_are_followed(sample: OpenProject) -> None:
    """The registry's names, keys and aliases are one entity in a comparison."""
    material = agreement_input(sample)
    with (sample_project_dir() / "entities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["aliases"]]
    assert rows
    for row in rows:
        for alias in (*row["aliases"].split("|"), row["key"]):
            assert material.resolve(alias.strip()) == row["key"]
