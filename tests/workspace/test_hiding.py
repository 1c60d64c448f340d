"""Suggestions hidden in a random share of articles: drawn once, written down, kept once begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.hiding import HiddenDraw
from refusal_annotator.workspace import hiding
from refusal_annotator.workspace.hidden_draws import hides
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk, import_texts, new_project

N = 12


@pytest.fixture
def many(tmp_path: Path, closing: list[OpenProject]) -> OpenProject:
    """Twelve articles."""
    texts = {f"text{n:02d}": f"Ferry {n} waits\n\nThe pier is closed.\n" for n in range(N)}
    made = new_project(tmp_path / "ferries", **texts)
    closing.append(made)
    return made


@pytest.fixture
def ada(many: OpenProject) -> Coder:
    return many.add_coder("Ada")


def hidden_keys(project: OpenProject, coder: Coder) -> set[str]:
    return {a.key for a in project.articles() if hides(project.store, a.id, coder.id)}


def test_a_share_is_hidden_and_the_same_seed_hides_the_same(many: OpenProject, ada: Coder) -> None:
    made = hiding.hide_suggestions(many, ada, share=0.25, seed=7)
    assert (made.n_hidden, made.n_articles, made.share, made.seed) == (3, N, 0.25, 7)
    first = hidden_keys(many, ada)
    hiding.hide_suggestions(many, ada, share=0.25, seed=8)
    assert hidden_keys(many, ada) != first
    hiding.hide_suggestions(many, ada, share=0.25, seed=7)
    assert hidden_keys(many, ada) == first


def test_another_coder_sees_all(many: OpenProject, ada: Coder) -> None:
    ben = many.add_coder("Ben")
    hiding.hide_suggestions(many, ada, share=0.5, seed=7)
    assert len(hidden_keys(many, ada)) == 6
    assert hidden_keys(many, ben) == set()
    assert {c for _, c in hiding.hidden_articles(many)} == {ada.id}
    drawn = hiding.drawn_articles(many)
    assert {c for _, c in drawn} == {ada.id}
    assert sorted(drawn.values()) == [False] * 6 + [True] * 6
    assert [h.n_hidden for h in hiding.hiding_of(many)] == [6, 0]


def test_what_was_begun_stays_as_it_was(many: OpenProject, ada: Coder) -> None:
    desk = Desk(many, ada, "text00")
    desk.tag("Vessel", "Ferry 0")
    desk.undo()
    many.save_visit(ada.id, many.find_article("text01").id, caret=0, seconds=1)
    hiding.hide_suggestions(many, ada, share=1, seed=1)
    assert hidden_keys(many, ada) == {f"text{n:02d}" for n in range(2, N)}
    other = Desk(many, ada, "text05")
    other.tag("Vessel", "Ferry 5")
    hiding.hide_suggestions(many, ada, share=0, seed=2)
    assert hidden_keys(many, ada) == {"text05"}


def test_later_articles_are_drawn_once_and_written_down(
    many: OpenProject, ada: Coder, tmp_path: Path
) -> None:
    hiding.hide_suggestions(many, ada, share=0.5, seed=3)
    before = hidden_keys(many, ada)
    late = {f"late{n}": f"Ferry {n} sails again\n\nThe pier is open.\n" for n in range(20)}
    import_texts(many, tmp_path / "late", **late)
    seen = hidden_keys(many, ada)
    assert {key for key in seen if key.startswith("text")} == before
    assert 2 < len(seen - before) < 18
    assert hiding.record_draws(many) == 20
    assert hiding.record_draws(many) == 0
    assert hidden_keys(many, ada) == seen
    many.flush()
    draws = many.store.values(HiddenDraw, coder_id=ada.id)
    assert len(draws) == N + 20
    assert {(d.share, d.seed) for d in draws} == {(0.5, 3)}


def test_the_session_shows_none_where_they_are_hidden(desk: Desk) -> None:
    desk.suggest(desk.suggestion("Vessel", "Quay Post"))
    assert desk.open_quotes() == ["Quay Post"]
    ben = Desk(desk.project, "Ben")
    hiding.hide_suggestions(desk.project, desk.coder, share=1, seed=1)
    assert desk.open_quotes() == []
    assert desk.session.suggestions == desk.session.suggested_links == ()
    assert ben.open_quotes() == ["Quay Post"]
    hiding.hide_suggestions(desk.project, desk.coder, share=0, seed=1)
    assert desk.open_quotes() == ["Quay Post"]


def test_only_a_supervisor_or_a_lone_coder_decides(many: OpenProject, ada: Coder) -> None:
    assert hiding.may_hide(many, ada)
    vera = many.add_coder("Vera", CoderRole.SUPERVISOR)
    assert not hiding.may_hide(many, ada)
    with pytest.raises(AnnotatorError, match="only a supervisor"):
        hiding.hide_suggestions(many, ada, share=0.5, seed=1, by=ada)
    hiding.hide_suggestions(many, ada, share=0.5, seed=1, by=vera)
    assert hidden_keys(many, ada)


def test_wrong_shares_and_names_are_refused(many: OpenProject, ada: Coder) -> None:
    with pytest.raises(AnnotatorError, match="between 0 and 1"):
        hiding.hide_suggestions(many, ada, share=20, seed=1)
    with pytest.raises(AnnotatorError, match="Eve codes nothing here; there is Ada"):
        hiding.coders_to_hide_from(many, ["Eve"])
    assert [c.id for c in hiding.coders_to_hide_from(many, [])] == [ada.id]
    assert [c.id for c in hiding.coders_to_hide_from(many, ["ada"])] == [ada.id]


def test_the_draw_outlives_a_restart_on_both_databases(on_both: OpenProject) -> None:
    ada = on_both.add_coder("Ada")
    hiding.hide_suggestions(on_both, ada, share=1, seed=9)
    on_both.flush()
    assert hidden_keys(on_both, ada) == {"skua", "tern"}
