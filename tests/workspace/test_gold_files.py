"""The study's worked codings come in, are compared, checked, and go out as they came."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.codings import export_codings, import_codings
from refusal_annotator.workspace.corpus import import_articles, preview_import
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.reliability import build_report


@pytest.fixture
def study(
    tmp_path: Path,
    shared_dir: Path,
    new_database: Callable[[], str],
    closing: list[OpenProject],
) -> OpenProject:
    """The study's articles under its codebook."""
    text = (shared_dir / "study" / "codebook.yaml").read_text("utf-8")
    project = OpenProject.create(
        tmp_path / "study", name="Study", codebook_text=text, database=new_database()
    )
    closing.append(project)
    report = import_articles(project, preview_import(project, [shared_dir / "seeds"]))
    assert len(report.imported) == 5
    return project


def test_gold_files_there_and_back(study: OpenProject, shared_dir: Path, tmp_path: Path) -> None:
    files = sorted((shared_dir / "study" / "gold").glob("*.json"))
    report = import_codings(study, files)
    assert [file.outcome for file in report.files] == ["imported"] * 3
    assert not [p for file in report.files for p in file.problems if p.severity == "error"]

    wanted = [json.loads(path.read_text("utf-8")) for path in files]
    for coder in study.coders():
        for path in export_codings(study, coder, tmp_path / coder.name):
            written = json.loads(path.read_text("utf-8"))
            given = next(
                w
                for w in wanted
                if w["coder"] == coder.name and Path(w["article"]).stem == path.stem
            )
            assert written == without_derived(given, study.codebook)
            wanted.remove(given)
    assert not wanted

    position = study.store.position()
    assert {f.outcome for f in import_codings(study, files).files} == {"unchanged"}
    folders = [tmp_path / coder.name for coder in study.coders()]
    assert {f.outcome for f in import_codings(study, folders).files} == {"unchanged"}
    assert study.store.position() == position


def test_gold_files_compare_and_check(study: OpenProject, shared_dir: Path) -> None:
    import_codings(study, sorted((shared_dir / "study" / "gold").glob("*.json")))
    checked = check_project(study)
    assert checked.problems == ()
    assert checked.n_articles == 5
    report = build_report(study)
    assert [coder.name for coder in report.coders] == ["A", "B"]
    assert (report.n_articles, report.n_compared) == (2, 1)
    for span_type in study.codebook.span_types:
        result = report.result(span_type.id, "f1_overlap")
        assert result is not None
        assert result.value is not None
        assert 0 < result.value <= 1
    assert report.disagreements


def test_an_emoji_before_the_spans_moves_nothing(
    study: OpenProject, shared_dir: Path, tmp_path: Path
) -> None:
    path = shared_dir / "study" / "gold" / "000_dc93ac0a98c7ec02.json"
    content = json.loads(path.read_text("utf-8"))
    emoji = "👩🏽‍✈️🇬🇧 "
    source = tmp_path / "with_emoji.txt"
    text = canonical_text((shared_dir / "seeds" / content["article"]).read_bytes().decode())
    source.write_bytes((emoji + text).encode())
    import_articles(study, preview_import(study, [source]))
    shift = len(emoji)
    moved = {
        **content,
        "article": source.name,
        "length_code_points": content["length_code_points"] + shift,
        "spans": [
            {**s, "start": s["start"] + shift, "end": s["end"] + shift} for s in content["spans"]
        ],
        "boilerplate": [[s + shift, e + shift, kind] for s, e, kind in content["boilerplate"]],
    }
    del moved["sha256"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "coding.json").write_text(json.dumps(moved), "utf-8")
    (file,) = import_codings(study, [tmp_path / "in"]).files
    assert file.outcome == "imported"
    coder = study.find_coder("A")
    assert coder is not None
    (written,) = export_codings(study, coder, tmp_path / "out")
    assert json.loads(written.read_text("utf-8")) == without_derived(moved, study.codebook)


def without_derived(content: dict[str, Any], codebook: Codebook) -> dict[str, Any]:
    """A coding file without the attributes that are computed."""
    derived = {
        span_type.id: {a.id for a in span_type.attributes if a.derived}
        for span_type in codebook.span_types
    }
    spans = [
        {
            **span,
            "attributes": {
                name: cell
                for name, cell in span["attributes"].items()
                if name not in derived[span["type"]]
            },
        }
        for span in content["spans"]
    ]
    return {**content, "spans": spans}


def test_the_codebook_has_something_that_is_left_out(shared_dir: Path) -> None:
    codebook = load_codebook((shared_dir / "study" / "codebook.yaml").read_text("utf-8"))
    path = shared_dir / "study" / "gold" / "000_dc93ac0a98c7ec02.json"
    content = json.loads(path.read_text("utf-8"))
    assert without_derived(content, codebook) != content
