"""Thresholds and the pipeline of a project: what coders are shown, and what travels with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.workspace import suggesting
from refusal_annotator.workspace.hiding import hide_suggestions
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.shown import ShownCount, default_thresholds
from refusal_annotator.workspace.suggestion_report import counts_at
from refusal_annotator.workspace.thresholds import (
    pipeline_name,
    scores_by_type,
    set_pipeline,
    set_threshold,
    thresholds,
)
from tests.workspace.ferry import Desk


def scored(desk: Desk, type_id: str, quote: str, score: float):
    return desk.suggestion(type_id, quote).model_copy(update={"score": score})


def test_claims_are_held_to_more_than_actors_unless_somebody_chooses(project: OpenProject) -> None:
    limits = thresholds(project)
    assert limits == default_thresholds(project.codebook)
    assert limits["Notice"] > limits["Vessel"] > 0
    assert set(limits) == {t.id for t in project.codebook.span_types}


def test_what_is_below_the_threshold_is_not_shown_and_not_lost(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    desk.suggest(
        scored(desk, "Vessel", "captain", 0.9),
        scored(desk, "Vessel", "pilot", 0.6),
        scored(desk, "Tally", "Twelve", 0.6),
    )
    assert desk.open_quotes() == ["captain", "Twelve", "pilot"]
    assert set_threshold(on_both, "Vessel", 0.8)["Vessel"] == 0.8
    assert desk.open_quotes() == ["captain", "Twelve"]
    set_threshold(on_both, "Vessel", 0.6)
    assert desk.open_quotes() == ["captain", "Twelve", "pilot"]


def test_decisions_stay_below_a_threshold(desk: Desk) -> None:
    captain = scored(desk, "Vessel", "captain", 0.7)
    pilot = scored(desk, "Vessel", "pilot", 0.7)
    desk.suggest(captain, pilot)
    desk.do(suggesting.accept, captain.id)
    desk.do(suggesting.reject, pilot.id)
    set_threshold(desk.project, "Vessel", 0.95)
    assert [a.quote for a in desk.session.ordered()] == ["captain"]
    assert desk.session.accepted_from(captain.id) is not None
    assert desk.session.find_suggestion(pilot.id) is not None
    set_threshold(desk.project, "Vessel", 0.1)
    assert desk.open_quotes() == []


def test_thresholds_travel_with_the_project(project: OpenProject, reopen) -> None:
    set_threshold(project, "Vessel", 0.75)
    set_pipeline(project, " en_some_pipeline ")
    again = reopen(project, read_only=True)
    assert thresholds(again)["Vessel"] == 0.75
    assert pipeline_name(again) == "en_some_pipeline"
    with pytest.raises(ProjectError, match="reading only"):
        set_threshold(again, "Vessel", 0.5)
    with pytest.raises(ProjectError, match="reading only"):
        set_pipeline(again, "")


@pytest.mark.parametrize("wrong", [-0.1, 1.01, float("nan")])
def test_a_threshold_that_is_none(project: OpenProject, wrong: float) -> None:
    with pytest.raises(AnnotatorError, match="no number from 0 to 1"):
        set_threshold(project, "Vessel", wrong)


def test_a_type_the_codebook_has_not(project: OpenProject) -> None:
    with pytest.raises(AnnotatorError):
        set_threshold(project, "Balloon", 0.5)


def test_what_an_older_or_broken_project_says_is_left_aside(project: OpenProject) -> None:
    project.store.set_meta(suggestion_thresholds="no json")
    assert thresholds(project) == default_thresholds(project.codebook)
    project.store.set_meta(suggestion_thresholds='{"Balloon": 0.9, "Vessel": 0.4}')
    limits = thresholds(project)
    assert limits["Vessel"] == 0.4
    assert "Balloon" not in limits


def test_a_folder_of_a_pipeline_is_kept_whole(
    project: OpenProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert set_pipeline(project, "mine") == str((tmp_path / "mine").resolve())
    assert set_pipeline(project, "") == pipeline_name(project) == ""


def test_counts_and_scores_for_a_slider(desk: Desk) -> None:
    desk.suggest(
        scored(desk, "Vessel", "captain", 0.9),
        scored(desk, "Vessel", "pilot", 0.6),
        scored(desk, "Tally", "Twelve", 0.6),
    )
    assert scores_by_type(desk.project) == {"Vessel": [0.6, 0.9], "Tally": [0.6]}
    assert scores_by_type(desk.project, []) == {}
    counts = counts_at(desk.project, [desk.article.id], {"Vessel": 0.7})
    assert counts == {"Vessel": ShownCount(1, 2), "Tally": ShownCount(1, 1)}


def test_lists_count_what_a_coder_is_shown(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    desk.suggest(
        scored(desk, "Vessel", "captain", 0.9),
        scored(desk, "Vessel", "pilot", 0.6),
        scored(desk, "Tally", "Twelve", 0.6),
    )

    def counted() -> list[int | None]:
        return [line.n_suggestions for line in on_both.article_summaries(desk.coder.id)]

    set_threshold(on_both, "Vessel", 0.8)
    assert counted() == [len(desk.open_quotes()), None] == [2, None]
    set_threshold(on_both, "Vessel", 0.95)
    assert counted() == [len(desk.open_quotes()), None] == [1, None]
    set_threshold(on_both, "Tally", 0.95)
    assert counted() == [0, None]
    set_threshold(on_both, "Vessel", 0)
    hide_suggestions(on_both, desk.coder, share=1.0, seed=3)
    assert counted() == [0, None]
    assert [line.n_suggestions for line in on_both.articles()] == [2, None]
