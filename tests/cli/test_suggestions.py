"""Commands for suggestions: a pipeline of one's own, learning, and the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy

from refusal_annotator.workspace.learning import load_learned
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.thresholds import pipeline_name
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained pipeline of the user's own: it knows one boat."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Skua and Sons"}])  # type: ignore[attr-defined]
    nlp.meta["name"], nlp.meta["version"] = "boats", "0.1"
    path = tmp_path_factory.mktemp("boats")
    nlp.to_disk(path)
    return path


def sources(folder: Path) -> set[str]:
    with OpenProject.open(folder, read_only=True) as project:
        versions = [project.store.version_of(a.id).id for a in project.articles()]
        return {s.source for v in versions for s in project.store.suggestions(v)}


def test_a_pipeline_is_named_for_one_run_or_kept(run: Run, ferries: Path, pipeline: Path) -> None:
    assert run("prehighlight", ferries, "--pipeline", pipeline).code == 0
    assert all("en_boats 0.1" in source for source in sources(ferries))
    assert run("prehighlight", ferries).code == 0
    assert not any("en_boats" in source for source in sources(ferries))
    assert run("prehighlight", ferries, "--pipeline", pipeline, "--keep").code == 0
    run("prehighlight", ferries)
    assert all("en_boats 0.1" in source for source in sources(ferries))
    run("prehighlight", ferries, "--pipeline", "")
    assert not any("en_boats" in source for source in sources(ferries))
    with OpenProject.open(ferries, read_only=True) as project:
        assert pipeline_name(project) == str(pipeline.resolve())


def test_a_pipeline_that_does_not_load_gives_a_sentence_and_suggestions(
    run: Run, ferries: Path
) -> None:
    done = run("prehighlight", ferries, "--pipeline", "en_no_such_thing")
    assert done.code == 0
    assert "note: The spaCy pipeline 'en_no_such_thing' cannot be loaded" in done.err
    assert sources(ferries)


def test_several_processes_on_wish(run: Run, ferries: Path) -> None:
    done = run("prehighlight", ferries, "--processes", "2")
    assert done.code == 0
    assert "skua: " in done.err


def test_learning_says_what_it_used(run: Run, sample: Path) -> None:
    done = run("learn", sample)
    assert done.code == 0
    assert done.lines[0].startswith("Learned from 3 finished articles")
    (actor,) = [line for line in done.lines if line.startswith("actor (Actor): ")]
    assert actor.endswith(("learned", "rules stay"))
    off = run("learn", sample, "--off", "actor")
    assert off.code == 0
    with OpenProject.open(sample, read_only=True) as project:
        learned = load_learned(project)
        assert learned is not None
        assert learned.switched_off == {"actor"}
    run("learn", sample, "--on", "actor")
    again = run("learn", sample, "--forget", "--again")
    assert again.lines == ["What was learned is deleted; suggestions are made with the rules."]
    assert "01_tern_wire: " in again.err
    with OpenProject.open(sample, read_only=True) as project:
        assert load_learned(project) is None


def test_learning_from_too_little(run: Run, ferries: Path) -> None:
    done = run("learn", ferries)
    assert done.code == 0
    assert "too few" in done.out
    refused = run("learn", ferries, "--off", "actor")
    assert refused.code == 1
    assert "Nothing was learned for the role 'actor' yet" in refused.err


def test_wrong_use(run: Run, ferries: Path) -> None:
    assert run("learn", ferries, "--forget", "--on", "actor").code == 2
    assert run("prehighlight", ferries, "--keep").code == 2
    assert run("prehighlight", ferries, "--processes", "0").code == 2


def test_the_report_per_type(run: Run, sample: Path, tmp_path: Path) -> None:
    run("prehighlight", sample)
    figures = tmp_path / "figures.json"
    done = run("suggestions", sample, "--json", figures)
    assert done.code == 0
    assert [line.split(":")[0] for line in done.lines] == ["Claim", "Actor", "Number", "Stance"]
    assert all("precision" in line and "missed" in line for line in done.lines)
    assert "3 finished articles in 9 codings" in done.err
    content = json.loads(figures.read_text("utf-8"))
    every = content["types"]["Number"]
    assert every["n_found"] + every["n_missed"] == every["n_coded"]
    assert every["precision"] == pytest.approx(every["n_found"] / every["n_suggested"])
    one = run("suggestions", sample, "--coder", "Ines", "--json", figures)
    assert "3 finished articles in 3 codings" in one.err
    assert json.loads(figures.read_text("utf-8"))["types"]["Number"]["n_coded"] < every["n_coded"]
    assert "no coder 'Nobody'" in run("suggestions", sample, "--coder", "Nobody").err


def test_the_report_before_anything_is_finished(run: Run, ferries: Path, tmp_path: Path) -> None:
    done = run("suggestions", ferries, "--json", tmp_path / "f.json")
    assert (done.code, done.out) == (0, "")
    assert "0 finished articles in 0 codings" in done.err
    assert json.loads((tmp_path / "f.json").read_text("utf-8"))["types"] == {}
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    assert "cannot be written" in run("suggestions", ferries, "--json", blocked / "f.json").err
