"""The smallest codebook, on another topic and with other names, goes the whole way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.resources import codebook_path
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.codings import export_codings, import_codings
from refusal_annotator.workspace.corpus import run_prehighlight
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.reliability import export_workbook
from tests.workspace.ferry import Desk, import_texts

TEXT = (
    "Bakers of Ovenham walk out\n\n"
    "The bakers' union wants Sundays off and a rise of six per cent, its chairwoman Rita Loaf "
    "said. The mill owners refuse both.\n"
)


@pytest.fixture
def strike(
    tmp_path: Path, new_database: Callable[[], str], closing: list[OpenProject]
) -> OpenProject:
    project = OpenProject.create(
        tmp_path / "strike",
        name="Strike",
        codebook_text=codebook_path("minimal").read_text("utf-8"),
        database=new_database(),
    )
    closing.append(project)
    import_texts(project, tmp_path / "texts", ovenham=TEXT)
    return project


def code(desk: Desk, subject: str) -> None:
    off = desk.tag("Demand", "Sundays off", subject="hours")
    rise = desk.tag("Demand", "a rise of six per cent", subject=subject)
    union = desk.tag("Party", "The bakers' union")
    for demand in (off, rise):
        desk.relate("raised_by", demand, union)
    desk.do(coding.finish)


def test_a_study_of_a_strike(strike: OpenProject, tmp_path: Path) -> None:
    report = run_prehighlight(strike)
    assert {"claim", "number", "stance"} <= set(report.missing_roles)
    assert "actor" not in report.missing_roles
    ada, bo = Desk(strike, "Ada", "ovenham"), Desk(strike, "Bo", "ovenham")
    assert {s.type for s in ada.session.suggestions} == {"Party"}

    demand = ada.tag("Demand", "Sundays off")
    assert [m.label for m in ada.session.missing_in_article()] == ["Subject", "Raised by"]
    with pytest.raises(AnnotatorError, match="allowed are pay, hours, other"):
        coding.set_value(ada.session, demand, "subject", value("Sunday"))
    ada.undo()
    code(ada, "pay")
    code(bo, "other")
    strike.flush()

    assert check_project(strike).problems == ()
    found = export_workbook(strike, tmp_path / "strike.xlsx")
    assert [(d.kind, d.type, d.variable) for d in found.disagreements] == [
        ("attribute", "Demand", "subject")
    ]
    sheets = openpyxl.load_workbook(tmp_path / "strike.xlsx").sheetnames
    assert "Summary" in sheets

    (path,) = export_codings(strike, ada.coder, tmp_path / "out")
    content = json.loads(path.read_text("utf-8"))
    assert [s["id"] for s in content["spans"]] == ["D2", "D3", "P1"]
    assert [f.outcome for f in import_codings(strike, [path]).files] == ["unchanged"]


def test_zones_and_variables_that_the_codebook_does_not_have(strike: OpenProject) -> None:
    desk = Desk(strike, "Ada", "ovenham")
    with pytest.raises(AnnotatorError, match="no zone kind 'menu'; it has none"):
        coding.add_zone(desk.session, "menu", 0, 5)
    with pytest.raises(AnnotatorError, match="the article has no variable 'headline'; it has none"):
        coding.set_article_value(desk.session, "headline", value("x"))
