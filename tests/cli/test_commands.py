"""Every command does what it says: results on standard output, the rest on standard error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import refusal_annotator
from refusal_annotator import cli
from refusal_annotator.workspace.project import OpenProject
from tests.cli.conftest import Run
from tests.workspace.coding_files import coding_file, write
from tests.workspace.ferry import CODEBOOK


def test_version_and_help(run: Run) -> None:
    assert run("--version").out == f"refusal-annotator {refusal_annotator.__version__}\n"
    shown = run("--help")
    assert shown.code == 0
    for name in "open demo new import prehighlight codings agreement verify check".split():
        assert name in shown.out
        assert run(name, "--help").code == 0
    assert {"import", "export"} <= set(run("codings", "--help").out.split())


def test_new_makes_a_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(CODEBOOK, "utf-8")
    made = run("new", tmp_path / "study", "--codebook", tmp_path / "book.yaml")
    assert (made.code, made.err) == (0, "")
    assert made.lines == [f"Made {tmp_path / 'study'} with Ferries that do not sail, version 1.0"]
    run("new", tmp_path / "b", "--codebook", tmp_path / "book.yaml", "--name", "Other")
    with OpenProject.open(tmp_path / "study") as one, OpenProject.open(tmp_path / "b") as two:
        assert (one.name, two.name) == ("study", "Other")


def test_import_takes_files_and_folders(run: Run, ferries: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Grüße vom Kai, sagt er.".encode("cp1252"))
    (folder / "b.csv").write_text("Inhalt;Blatt\nDie Fähre wartet.;Kai\n", "utf-8")
    done = run("import", ferries, folder, "--column", "text=Inhalt", "--column", "outlet=Blatt")
    assert done.code == 0
    assert done.lines == ["imported a.txt (windows-1252)", "imported b.csv, row 1 (utf-8)"] or (
        done.lines[1:] == ["imported b.csv, row 1 (utf-8)"]
    )
    assert "note: a.txt: " in done.err
    assert done.err.splitlines()[-1] == "2 imported, 0 left out"
    again = run("import", ferries, folder, "--column", "text=Inhalt")
    assert (again.code, again.out) == (0, "")
    assert "left out: a.txt: it is in the project already, as a" in again.err


def test_import_fails_for_what_it_could_not_read_and_takes_the_rest(
    run: Run, ferries: Path, tmp_path: Path
) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "good.txt").write_text("The tug waits.", "utf-8")
    done = run("import", ferries, tmp_path / "picture.txt", tmp_path / "good.txt", tmp_path / "no")
    assert done.code == 1
    assert done.lines == ["imported good.txt (utf-8)"]
    assert "left out: picture.txt: " in done.err
    assert "left out: " in done.err
    assert "there is no such file" in done.err


def test_prehighlight_writes_what_the_scorer_reads(run: Run, ferries: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("text\nThe tug Otter waits for nine hands.\n\nIt sails.\n", "utf-8")
    run("import", ferries, table)
    done = run("prehighlight", ferries, "--json-dir", tmp_path / "out")
    assert done.code == 0
    names = ["skua.json", "tern.json", "table-1.json", "table-2.json"]
    assert [Path(line).name for line in done.lines] == names
    assert "skua: " in done.err
    assert "note: the codebook has no unit with the role stance" in done.err
    with OpenProject.open(ferries, read_only=True) as project:
        for line in project.articles():
            text = project.store.version_of(line.id).text
            entries = json.loads((tmp_path / "out" / f"{line.key}.json").read_text("utf-8"))
            assert isinstance(entries, list)
            for entry in entries:
                assert entry.keys() >= {
                    "type",
                    "start",
                    "end",
                    "text",
                    "attributes",
                    "score",
                    "source",
                }
                assert entry["text"] == text[entry["start"] : entry["end"]]
        assert sum(line.n_suggestions or 0 for line in project.articles()) > 3
    assert run("prehighlight", ferries).out == ""


def test_codings_come_in_and_go_out(run: Run, ferries: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", coding_file(coder="B."))
    done = run("codings", "import", ferries, "--coder", "Bo", folder)
    assert done.code == 0
    assert done.lines == ["imported skua.B..json for Bo: skua, 3 spans, 2 links"]
    assert done.err.splitlines() == [
        "skua.B..json: coded by B. in the file, imported for Bo",
        "skua.B..json: Bo is new and was added as a coder",
        "1 name is not in the entity registry yet",
    ]
    again = run("codings", "import", ferries, "--coder", "Bo", "--draft", folder)
    assert again.lines == ["updated skua.B..json for Bo: skua, 3 spans, 2 links"]

    out = run("codings", "export", ferries, "--coder", "bo", tmp_path / "out" / "deep")
    assert out.code == 0
    (path,) = map(Path, out.lines)
    assert path == tmp_path / "out" / "deep" / "skua.json"
    assert json.loads(path.read_text("utf-8")) == coding_file(coder="Bo")


def test_a_refused_coding_file_is_exit_code_1(run: Run, ferries: Path, tmp_path: Path) -> None:
    bad = coding_file(coder="Bo", article_variables={"weather": "grey"})
    folder = write(tmp_path / "in", coding_file(), bad)
    done = run("codings", "import", ferries, folder)
    assert done.code == 1
    assert done.lines == ["imported skua.Ada.json for Ada: skua, 3 spans, 2 links"]
    assert (
        "skua.Bo.json, weather: weather has no category 'grey'; allowed are fair, foul" in done.err
    )
    assert "skua.Bo.json was refused and changed nothing" in done.err


def test_an_export_of_a_coder_who_coded_nothing(run: Run, ferries: Path, tmp_path: Path) -> None:
    with OpenProject.open(ferries) as project:
        project.add_coder("Ada")
    done = run("codings", "export", ferries, "--coder", "Ada", tmp_path / "out")
    assert (done.code, done.out) == (0, "")
    assert "Ada has coded nothing yet; no file was written" in done.err


def test_agreement_writes_workbook_and_figures(run: Run, sample: Path, tmp_path: Path) -> None:
    book, figures = tmp_path / "deep" / "out.xlsx", tmp_path / "other" / "out.json"
    done = run("agreement", sample, "-o", book, "--json", figures)
    assert done.code == 0
    assert done.lines == [str(book)]
    assert done.err.startswith("3 coders, 3 articles compared, ")
    assert "Summary" in openpyxl.load_workbook(book).sheetnames
    content = json.loads(figures.read_text("utf-8"))
    assert content["format"] == 1
    assert content["coders"] == ["Aino", "Ines", "Tomasz"]
    keys = {"level", "variable", "measure", "value", "reason", "n_units", "n_coders"}
    assert content["results"]
    for result in content["results"]:
        assert result.keys() >= keys
        assert (result["value"] is None) == (result["reason"] is not None)
    levels = {result["level"] for result in content["results"]}
    assert {"unitizing", "attribute", "article"} <= levels


def test_agreement_of_two_in_either_order(run: Run, coded: Path, tmp_path: Path) -> None:
    for number, names in enumerate(("Ada, bo", "Bo,ADA,")):
        target = tmp_path / f"{number}.json"
        done = run(
            "agreement", coded, "--coders", names, "-o", tmp_path / "x.xlsx", "--json", target
        )
        assert done.code == 0
        assert done.err.startswith("2 coders, 1 article compared, ")
    one, other = (json.loads((tmp_path / f"{n}.json").read_text("utf-8")) for n in (0, 1))
    assert one["results"] == other["results"]


def test_results_can_be_had_while_a_window_is_open(run: Run, coded: Path, tmp_path: Path) -> None:
    with OpenProject.open(coded):
        assert run("check", coded).code == 0
        assert run("agreement", coded, "-o", tmp_path / "x.xlsx").code == 0
        assert run("codings", "export", coded, "--coder", "Bo", tmp_path / "out").code == 0
        locked = run("prehighlight", coded)
    assert locked.code == 1
    assert "is open in another window" in locked.err


def test_check_of_a_project_in_order(run: Run, sample: Path) -> None:
    done = run("check", sample)
    assert (done.code, done.err) == (0, "")
    assert done.lines[-1].endswith(" links: 0 problems, 0 pending")


def test_check_lists_problems_and_what_waits(run: Run, ferries: Path, tmp_path: Path) -> None:
    link = {"type": "same", "from": "K1", "to_article": "tern", "to": "K1", "closeness": "loose"}
    folder = write(tmp_path / "in", coding_file(cross_article=[link]))
    run("codings", "import", ferries, folder)
    waiting = run("check", ferries)
    assert waiting.code == 0
    assert waiting.lines[0] == "pending: Ada: same from K1 waits for tern K1"
    next((ferries / "sources").iterdir()).write_bytes(b"other words")
    broken = run("check", ferries)
    assert broken.code == 1
    assert broken.lines[0].startswith("problem: ")
    assert broken.lines[0].endswith(": its source file has been changed")


def test_verify_recomputes_published_values(run: Run, tmp_path: Path) -> None:
    done = run("verify", "--json", tmp_path / "out" / "verify.json")
    assert done.code == 0
    assert "expected" in done.out
    assert "computed" in done.out
    assert "difference" in done.out
    content = json.loads((tmp_path / "out" / "verify.json").read_text("utf-8"))
    assert content["format"] == 1
    for case in content["cases"]:
        assert case.keys() >= {"id", "measure", "expected", "computed", "ok", "reason"}
    assert len(done.lines) == len(content["cases"])


def test_verify_of_own_cases(run: Run, tmp_path: Path) -> None:
    data = {"values": [["a", "a", "b"], ["a", "a", "b"]]}
    cases = [
        {"id": "x", "level": "unit", "measure": "alpha_nominal", "data": data, "expected": 1.0},
        {"id": "y", "level": "unit", "measure": "alpha_nominal", "data": data, "expected": 0.5},
        {"id": "z", "level": "unit", "measure": "moon_phase", "data": data, "expected": 0.5},
        {"id": "w", "level": "unit", "measure": "alpha_nominal", "data": 3, "expected": 0.5},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": cases}), "utf-8")
    done = run("verify", "--cases", path)
    assert done.code == 1
    assert [line.split()[0] for line in done.lines] == ["ok", "FAILS", "-", "FAILS"]
    assert done.lines[2].strip().startswith("-   z moon_phase: ")
    path.write_text(json.dumps({"cases": [cases[0], cases[2]]}), "utf-8")
    assert run("verify", "--cases", path).code == 0


def test_verify_reproduces_the_studys_reference(run: Run, shared_dir: Path) -> None:
    path = shared_dir / "reference" / "agreement_reference_public.json"
    assert run("verify", "--cases", path).code == 0


def test_demo_without_a_window(run: Run, tmp_path: Path) -> None:
    taken: list[Any] = []

    def take_pictures(project: Path, folder: Path) -> list[Path]:
        taken.append((project, folder))
        return [folder / "start.png"]

    out = tmp_path / "out"
    done = run("demo", "--headless", "--out", out, take_pictures=take_pictures)
    assert done.code == 0
    assert done.lines[0] == f"The sample study stands in {out / 'sample-study'}"
    shown = {Path(line) for line in done.lines[1:]}
    assert {out / "agreement.xlsx", out / "agreement.json", out / "screenshots" / "start.png"} <= (
        shown
    )
    assert taken == [(out / "sample-study", out / "screenshots")]
    assert all(path.is_file() for path in shown if path.suffix != ".png")


def test_open_and_demo_hand_the_project_to_the_window(
    run: Run, ferries: Path, sample: Path
) -> None:
    opened: list[Path | None] = []

    def window(project: Path | None) -> int:
        opened.append(project)
        return 0

    assert run("open", ferries, open_window=window).code == 0
    # A sample that is there already is opened as it is.
    target = sample.rename(sample.parent / "sample-study")
    assert run("demo", "--out", sample.parent, open_window=window).code == 0
    assert opened == [ferries, target]


def test_the_windows_exit_code_is_the_commands(
    ferries: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["open", str(ferries)], open_window=lambda _: 1) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["open", "demo"])
def test_without_a_window_the_other_commands_are_named(
    run: Run, ferries: Path, sample: Path, command: str
) -> None:
    if command == "open":
        done = run("open", ferries)
    else:
        sample.rename(sample.parent / "sample-study")
        done = run("demo", "--out", sample.parent)
    assert (done.code, done.out) == (1, "")
    assert "There is no window here; use the other commands" in done.err
