"""The commands for data, as somebody types them."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from refusal_annotator.cli.data import add_commands
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


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return build_sample(tmp_path_factory.mktemp("study") / "sample")


def test_agreement_takes_resamples_seed_confidence_and_hides_names(run, sample, tmp_path):
    done = run(
        "agreement", sample, "-o", tmp_path / "a.xlsx", "--json", tmp_path / "a.json",
        "--resamples", "200", "--seed", "7", "--confidence", "0.9", "--blind",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert found["coders"] == ["Coder 1", "Coder 2", "Coder 3"]
    options = found["options"]
    assert (options["resamples"], options["seed"], options["confidence"]) == (200, 7, 0.9)
    assert "3 coders, 3 articles compared" in done.stderr
    wrong = run("agreement", sample, "-o", tmp_path / "b.xlsx", "--confidence", "95")
    assert "a share between 0 and 1" in str(wrong.exception)
    assert not (tmp_path / "b.xlsx").exists()


def test_retest_compares_a_person_with_a_second_coding(run, sample, tmp_path):
    from refusal_annotator.workspace.project import OpenProject

    with OpenProject.open(sample, read_only=True) as project:
        first, second = (c.name for c in project.coders()[:2])
    done = run(
        "agreement", sample, "-o", tmp_path / "a.xlsx", "--resamples", "0",
        "--retest", f"{first}={second}",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "2 codings, 3 articles compared" in done.stderr
    wrong = run("agreement", sample, "-o", tmp_path / "b.xlsx", "--retest", first)
    assert "takes pairs such as" in str(wrong.exception)


def test_chosen_tables_alone_are_exported(run, sample, tmp_path):
    done = run("export", sample, "-f", "csv", "-o", tmp_path / "out", "--tables", "articles")
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"spans.csv", "articles.csv", "dictionary.csv"} <= names
    assert "entities.csv" not in names
    wrong = run("export", sample, "-f", "csv", "-o", tmp_path / "out", "--tables", "words")
    assert "not 'words'" in str(wrong.exception)


def test_reliability_has_seeded_intervals_over_units_and_hides_names(run, tmp_path):
    table = tmp_path / "codes.csv"
    rows = [f"{n},{'ab'[n % 2]},{'ab'[n % 2] if n % 5 else 'b'}" for n in range(40)]
    table.write_text("\n".join(["unit,Ann,Ben", *rows, ""]), "utf-8")
    one = run("reliability", table, "--level", "nominal", "--seed", "3", "--blind")
    again = run("reliability", table, "--level", "nominal", "--seed", "3", "--blind")
    assert one.exit_code == 0 and one.stdout == again.stdout
    assert "(Coder 1, Coder 2)" in one.stdout and "Ann" not in one.stdout
    wide = run("reliability", table, "--level", "nominal", "--seed", "3", "--confidence", "0.5")
    assert wide.stdout != one.stdout


def test_a_broken_off_export_leaves_what_was_there(sample, tmp_path):
    from refusal_annotator.export.base import ExportCancelled
    from refusal_annotator.workspace.exporting import export_data
    from refusal_annotator.workspace.project import OpenProject

    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 3

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "spans.csv").write_text("mine", "utf-8")
    with OpenProject.open(sample, read_only=True) as project, pytest.raises(ExportCancelled):
        export_data(project, tmp_path / "out", "csv", cancelled=stop)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["spans.csv"]
    assert (tmp_path / "out" / "spans.csv").read_text("utf-8") == "mine"


def test_a_broken_off_workbook_leaves_no_file(sample, tmp_path):
    from refusal_annotator.domain.errors import AnnotatorError
    from refusal_annotator.workspace.project import OpenProject
    from refusal_annotator.workspace.reliability import export_workbook

    with OpenProject.open(sample, read_only=True) as project, pytest.raises(AnnotatorError):
        export_workbook(project, tmp_path / "a.xlsx", cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
