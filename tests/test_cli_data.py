"""The commands for data, as somebody types them."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from refusal_annotator.cli_data import add_commands
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace.projects import build_sample


@pytest.fixture
def run():
    app = typer.Typer()
    add_commands(app)

    def call(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


def test_export_lists_what_it_wrote(run, tmp_path):
    project = build_sample(tmp_path / "sample")
    done = run("export", project, "--format", "csv", "-o", tmp_path / "out", "--finished")
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "out" / "spans.csv") in done.stdout.splitlines()
    assert (tmp_path / "out" / "load.R").is_file()
    wrong = run("export", project, "--format", "ods", "-o", tmp_path / "no")
    assert isinstance(wrong.exception, AnnotatorError)


def test_reliability_prints_figures_and_writes_them(run, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("unit,A,B\n1,low,low\n2,high,low\n3,high,high\n", "utf-8")
    done = run(
        "reliability", table, "--level", "ordinal", "--order", "low,high",
        "--json", tmp_path / "a.json", "-o", tmp_path / "a.xlsx",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "3 units, 3 of them with two values or more, 2 coders (A, B), ordinal" in done.stdout
    assert "Krippendorff's alpha, ordinal" in done.stdout
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["coders"] == ["A", "B"]
    assert (tmp_path / "a.xlsx").is_file()


def test_reliability_names_the_cell(run, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("unit,A,B\n1,5,x\n2,6,7\n", "utf-8")
    done = run("reliability", table, "--level", "ratio")
    assert isinstance(done.exception, AnnotatorError)
    assert "C2 holds “x”" in str(done.exception)
    odd = run("reliability", table, "--decimal", ";")
    assert "takes . or ," in str(odd.exception)
