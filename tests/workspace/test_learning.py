"""What is learned from finished articles of a project, kept beside it, and how good it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.prehighlight import VERSION
from refusal_annotator.prehighlight.learner import Learned, RoleResult
from refusal_annotator.prehighlight.linear import LinearModel
from refusal_annotator.workspace import coding_article, suggesting
from refusal_annotator.workspace.learning import (
    FILE_NAME,
    forget_learned,
    keep_learned,
    load_learned,
    switch_learning,
    train_from_codings,
    training_texts,
)
from refusal_annotator.workspace.prehighlighting import run_prehighlight
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.suggestion_report import (
    counts_at,
    report_lines,
    suggestion_report,
)
from tests.workspace.ferry import Desk


def finish(desk: Desk) -> None:
    desk.do(coding_article.finish, reason="enough for the test")


def learned(*, gain: float = 0.1) -> Learned:
    result = RoleResult(0.6, 0.6 + gain, 40)
    return Learned({"actor": LinearModel({7: 1.5})}, {"actor": result}, 9, VERSION)


def test_only_finished_articles_are_learned_from(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    desk.tag("Vessel", "captain")
    assert training_texts(on_both) == []
    finish(desk)
    (text,) = training_texts(on_both)
    assert text.key == "skua"
    assert text.text == desk.session.text
    (coded,) = text.coded
    assert coded["Vessel"] == frozenset({desk.place("captain")})
    assert coded["Tally"] == frozenset()


def test_each_coder_counts_and_rejections_are_known(on_both: OpenProject) -> None:
    ada = Desk(on_both)
    post = ada.suggestion("Vessel", "Quay Post")
    ada.suggest(post)
    ada.do(suggesting.reject, post.id)
    ada.tag("Vessel", "captain")
    finish(ada)
    ben = Desk(on_both, "Ben")
    ben.tag("Vessel", "pilot")
    finish(ben)
    (text,) = training_texts(on_both)
    assert {place for coded in text.coded for place in coded["Vessel"]} == {
        ada.place("captain"),
        ada.place("pilot"),
    }
    assert text.rejected == {ada.place("Quay Post")}


def test_with_few_articles_the_rules_stay_and_it_is_said(desk: Desk) -> None:
    desk.tag("Vessel", "captain")
    finish(desk)
    result = train_from_codings(desk.project)
    assert result is not None
    assert "1 finished article is too few" in result.summary
    assert load_learned(desk.project) == result


def test_training_can_be_cancelled(desk: Desk) -> None:
    finish(desk)
    assert train_from_codings(desk.project, cancelled=lambda: True) is None
    assert load_learned(desk.project) is None


def test_what_was_learned_is_kept_beside_the_project(project: OpenProject) -> None:
    assert load_learned(project) is None
    keep_learned(project, learned())
    again = load_learned(project)
    assert again is not None
    assert again.summary == learned().summary
    assert again.model_for("actor") is not None
    forget_learned(project)
    assert load_learned(project) is None


def test_it_can_be_switched_off_and_stays_off(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError, match="Nothing was learned"):
        switch_learning(project, "actor", on=False)
    keep_learned(project, learned())
    assert switch_learning(project, "actor", on=False).model_for("actor") is None
    keep_learned(project, learned(gain=0.2))
    again = load_learned(project)
    assert again is not None
    assert again.model_for("actor") is None
    assert switch_learning(project, "actor", on=True).model_for("actor") is not None


@pytest.mark.parametrize("content", ["no json", "{}", '{"format": 1, "rules_version": "0.1"}'])
def test_a_file_that_fits_no_more_is_left_aside(project: OpenProject, content: str) -> None:
    (project.folder / FILE_NAME).write_text(content, "utf-8")
    assert load_learned(project) is None


def test_a_project_open_for_reading_learns_nothing(project: OpenProject) -> None:
    folder: Path = project.folder
    project.close()
    with (
        OpenProject.open(folder, read_only=True) as opened,
        pytest.raises(ProjectError, match="reading only"),
    ):
        keep_learned(opened, learned())


def test_a_run_uses_what_was_learned_and_names_it(project: OpenProject) -> None:
    keep_learned(project, learned())
    report = run_prehighlight(project)
    assert learned().summary in report.notices
    article = project.find_article("skua")
    assert article is not None
    found = project.store.suggestions(project.store.version_of(article.id).id)
    sources = {s.type: s.source for s in found}
    assert sources["Vessel"].endswith("learned from 9 articles")
    assert sources["Tally"] == f"rules {VERSION}"
    switch_learning(project, "actor", on=False)
    assert run_prehighlight(project).notices == ()


def test_a_pipeline_that_does_not_load_is_told(project: OpenProject) -> None:
    report = run_prehighlight(project, trained="en_there_is_no_such_pipeline")
    assert any("cannot be loaded" in notice for notice in report.notices)
    assert sum(report.n_suggestions.values()) > 0


def test_a_report_tells_what_became_of_suggestions(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    captain, post = desk.suggestion("Vessel", "captain"), desk.suggestion("Vessel", "Quay Post")
    office, twelve = desk.suggestion("Vessel", "harbour office"), desk.suggestion("Tally", "Twelve")
    desk.suggest(captain, post, office, twelve)
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.reject, post.id)
    desk.tag("Vessel", "pilot")
    report = suggestion_report(on_both)
    assert report.n_codings == 0
    finish(desk)
    report = suggestion_report(on_both)
    vessel = report.by_type["Vessel"]
    assert (vessel.n_suggested, vessel.n_accepted, vessel.n_rejected) == (3, 1, 1)
    assert (vessel.n_undecided, vessel.n_missed) == (1, 1)
    assert vessel.precision == pytest.approx(1 / 3)
    assert vessel.recall == pytest.approx(1 / 2)
    assert report.sources == ("rules test",)
    lines = report_lines(on_both, report)
    assert lines[0].startswith("Actor: 3 suggested, 1 accepted, 0 changed, 1 rejected, 1 left open")
    assert lines[0].endswith("precision 0.33, recall 0.50")
    assert "Tally: 1 suggested" in lines[1]
    assert suggestion_report(on_both, [desk.coder.id]) == report


def test_decisions_count_after_a_new_run(desk: Desk) -> None:
    captain = desk.suggestion("Vessel", "captain")
    desk.suggest(captain)
    desk.do(suggesting.accept, captain.id)
    finish(desk)
    desk.suggest(desk.suggestion("Vessel", "captain"), desk.suggestion("Vessel", "pilot"))
    vessel = suggestion_report(desk.project).by_type["Vessel"]
    assert (vessel.n_suggested, vessel.n_accepted, vessel.n_undecided) == (2, 1, 1)


def test_thresholds_count_live(desk: Desk) -> None:
    desk.suggest(desk.suggestion("Vessel", "captain"), desk.suggestion("Tally", "Twelve"))
    counts = counts_at(desk.project, [desk.article.id], {"Vessel": 0.95})
    assert (counts["Vessel"].n_shown, counts["Vessel"].n_all) == (0, 1)
    assert (counts["Tally"].n_shown, counts["Tally"].n_all) == (1, 1)


def test_the_file_is_plain_json(project: OpenProject) -> None:
    keep_learned(project, learned())
    content = json.loads((project.folder / FILE_NAME).read_text("utf-8"))
    assert content["weights"]["actor"] == [[7, 1.5]]
