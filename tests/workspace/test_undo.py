"""Undo and redo: every act and any sequence of acts goes back and forth without a trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refusal_annotator.domain.changes import (
    ChangeSet,
    edit,
    make_change_set,
)
from refusal_annotator.domain.coders import CoderRole
from refusal_annotator.domain.errors import AnnotatorError, StaleError
from refusal_annotator.domain.variables import OPEN, missing, value
from refusal_annotator.workspace import coding, suggesting
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk

WORDS = (
    "ferry Skua",
    "will not sail on Monday",
    "captain",
    "Twelve hands are missing",
    "Twelve",
    "Quay Post",
    "harbour office",
    "The pilot",
    "no hand is missing",
    "Five cafés",
)
CELLS = (
    ("kind", value("delay")),
    ("kind", value("strike")),
    ("kind", value("rumour")),
    ("kind", missing("not_determinable")),
    ("cause", value("crew")),
    ("cause", value("ice")),
    ("hands", value(12)),
    ("tone", value("sharp")),
    ("tone", None),
    ("tags", value(["ship", "shore"])),
    ("cue", value("said")),
    ("who", value("quay_post")),
    ("least", value(5)),
    ("most", OPEN),
    ("closeness", value("loose")),
    ("why", value("other day")),
    ("weather", value("foul")),
    ("storm", value("Hulda")),
    ("weather", None),
)
TYPES = ("Notice", "Vessel", "Tally")
RELATIONS = ("told_by", "passed_by", "same", "of")
ACTS = (
    "tag tag tag tag move untag set set set set note doubt relate relate relate unrelate "
    "link_value article accept rest reject skip finish reopen zone undo redo"
).split()


class Player:
    """Plays an act that a few numbers choose; what the codebook forbids is left out."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def play(self, name: str, first: int, second: int, third: int) -> None:
        if name in ("undo", "redo"):
            getattr(self.desk, name)()
            return
        session = self.desk.session
        spans = [a.id for a in session.ordered()]
        links = sorted(session.links)
        suggested = [s.id for s in session.suggestions]

        def pick(choices: Any, number: int) -> Any:
            if not choices:
                raise AnnotatorError("There is nothing to choose from.")
            return choices[number % len(choices)]

        variable, cell = pick(CELLS, first)
        place = self.desk.place(pick(WORDS, second))
        acts: dict[str, Callable[[], ChangeSet]] = {
            "tag": lambda: coding.tag(session, pick(TYPES, first), *place),
            "move": lambda: coding.move(session, pick(spans, first), *place),
            "untag": lambda: coding.untag(session, pick(spans, first)),
            "set": lambda: coding.set_value(session, pick(spans, second), variable, cell),
            "note": lambda: coding.set_note(session, pick(spans, first), "x" * (second % 3)),
            "doubt": lambda: coding.set_doubt(session, pick(spans, first), second % 2 == 0),
            "relate": lambda: coding.relate(
                session, pick(RELATIONS, third), pick(spans, first), pick(spans, second)
            ),
            "unrelate": lambda: coding.unrelate(session, pick(links, first)),
            "link_value": lambda: coding.set_link_value(
                session, pick(links, second), variable, cell
            ),
            "article": lambda: coding.set_article_value(session, variable, cell),
            "accept": lambda: suggesting.accept(session, pick(suggested, first)),
            "rest": lambda: suggesting.accept_rest_of_sentence(session, pick(suggested, first)),
            "reject": lambda: suggesting.reject(session, pick(suggested, first)),
            "skip": lambda: suggesting.skip(session, pick(suggested, first)),
            "finish": lambda: coding.finish(session, reason="r" * (first % 2)),
            "reopen": lambda: coding.reopen(session),
            "zone": lambda: coding.add_zone(session, "menu", *place),
        }
        try:
            self.desk.project.apply(acts[name]())
        except StaleError:
            raise
        except AnnotatorError:
            return

    def undo_all(self) -> int:
        return sum(1 for _ in iter(self.desk.undo, None))

    def redo_all(self) -> int:
        return sum(1 for _ in iter(self.desk.redo, None))


numbers = st.integers(0, 59)
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), numbers, numbers, numbers), min_size=3, max_size=25
)


@pytest.fixture(scope="module")
def shelf(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OpenProject]]:
    """One open project for all examples, each of which works as a coder of its own."""
    folder = tmp_path_factory.mktemp("undo") / "ferries"
    shutil.copytree(template, folder)
    with OpenProject.open(folder) as project:
        desk = Desk(project, "Nobody")
        found = [
            desk.suggestion("Vessel", "ferry Skua"),
            desk.suggestion("Notice", "will not sail on Monday", kind="delay"),
            desk.suggestion("Vessel", "captain", who="captain_skua"),
            desk.suggestion("Tally", "Twelve"),
            desk.suggestion("Notice", "hands are missing", kind="strike"),
        ]
        told = desk.suggested_link("told_by", found[1], found[2])
        desk.suggest(*found, links=[told, desk.suggested_link("of", found[3], found[4])])
    held = [OpenProject.open(folder)]
    yield held
    held[0].close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_any_sequence_of_acts_goes_back_and_forth(
    shelf: list[OpenProject], steps: list[tuple[str, int, int, int]]
) -> None:
    coder = shelf[0].add_coder(f"coder {len(shelf[0].coders())}", CoderRole.SUPERVISOR)
    player = Player(Desk(shelf[0], coder))
    start = player.desk.state()
    for step in steps:
        player.play(*step)
    player.redo_all()
    end = player.desk.state()
    as_stored(player.desk, end)

    n_acts = player.undo_all()
    as_stored(player.desk, start)
    assert player.redo_all() == n_acts
    as_stored(player.desk, end)

    # A restart in the middle: half is taken back before it and the rest after it.
    for _ in range(n_acts // 2):
        player.desk.undo()
    middle = player.desk.state()
    shelf[0].close()
    shelf[0] = OpenProject.open(shelf[0].folder)
    player = Player(Desk(shelf[0], coder))
    assert player.desk.state() == middle
    player.redo_all()
    as_stored(player.desk, end)
    assert player.undo_all() == n_acts
    as_stored(player.desk, start)


def as_stored(desk: Desk, expected: dict[str, Any]) -> None:
    """What is shown is what was meant, and what the database holds."""
    assert desk.state() == expected
    desk.project.forget_sessions()
    assert desk.state() == expected


def test_every_act_has_a_label_that_menus_show(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.set(span, "kind", "delay")
    project, mine = desk.project, (desk.coder.id, desk.article.id)
    assert project.undo_label(*mine) == "Set kind"
    assert project.redo_label(*mine) is None
    desk.undo()
    assert project.undo_label(*mine) == "Tag notice"
    assert project.redo_label(*mine) == "Set kind"
    desk.undo()
    assert project.undo_label(*mine) is None
    assert desk.undo() is None
    desk.redo()
    desk.redo()
    assert desk.redo() is None
    assert project.undo_label(*mine) == "Set kind"


def test_a_new_act_ends_what_could_be_redone(desk: Desk) -> None:
    desk.tag("Notice", "will not sail")
    desk.undo()
    desk.tag("Vessel", "captain")
    assert desk.redo() is None
    assert [a.quote for a in desk.session.ordered()] == ["captain"]


def test_history_is_one_coders_and_one_articles(project: OpenProject) -> None:
    ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    other = Desk(project, "Ada", "tern")
    ada.tag("Notice", "will not sail")
    bo.tag("Vessel", "captain")
    other.tag("Vessel", "Quay Post")

    ada.undo()
    assert [len(d.session.annotations) for d in (ada, bo, other)] == [0, 1, 1]
    assert ada.undo() is None


def test_history_survives_a_restart_on_both_databases(on_both: OpenProject, reopen: Any) -> None:
    desk = Desk(on_both)
    span = desk.tag("Notice", "will not sail", kind="delay")
    desk.set(span, "kind", "rumour")
    desk.undo()
    desk = Desk(reopen(on_both))
    assert desk.values(span)["kind"] == "delay"
    desk.redo()
    assert desk.values(span)["kind"] == "rumour"
    desk.undo()
    desk.undo()
    assert not desk.session.annotations
    desk.redo()
    assert desk.values(span)["kind"] == "delay"


def moved_elsewhere(desk: Desk, span: Any, before: Any, after: Any) -> None:
    """Another copy set the kind of a span; its journal is joined here."""
    change = edit("annotation", span, "values/kind", before, after)
    act = make_change_set("Set kind", [change], coder_id=desk.coder.id, article_id=desk.article.id)
    own = [c for s in desk.project.store.journal() for c in s.changes if c.row_id == span]
    parents = tuple(c.id for c in own if c.field == "values/kind") or (own[0].id,)
    from uuid import UUID

    replica = UUID(int=99)
    stamp = {"replica": replica, "counter": desk.project.store.position() + 1}
    changes = tuple(c.model_copy(update={**stamp, "parents": parents}) for c in act.changes)
    foreign = act.model_copy(update={**stamp, "changes": changes, "kind": "do"})
    desk.project.store.join([foreign.model_copy(update={"article_id": None})])
    desk.project.forget_sessions()


def test_undo_is_refused_where_a_field_has_moved_since(on_both: OpenProject) -> None:
    desk = Desk(on_both)
    span = desk.tag("Notice", "will not sail")
    desk.set(span, "kind", "delay")
    desk.project.flush()
    moved_elsewhere(desk, span, value("delay"), value("rumour"))
    assert desk.values(span)["kind"] == "rumour"
    before = desk.state()

    with pytest.raises(StaleError, match="“Set kind” was not taken back: the field kind has been"):
        desk.undo()
    assert desk.state() == before
    assert not desk.project.unsaved
    desk.tag("Vessel", "captain")
    desk.project.flush()
    desk.undo()
    assert desk.state() == before


def test_redo_is_refused_where_a_field_has_moved_since(desk: Desk) -> None:
    span = desk.tag("Notice", "will not sail")
    desk.set(span, "kind", "delay")
    desk.undo()
    desk.project.flush()
    moved_elsewhere(desk, span, None, value("rumour"))
    with pytest.raises(StaleError, match="was not done again"):
        desk.redo()
    assert desk.values(span)["kind"] == "rumour"


def test_acts_on_the_study_are_a_second_history(desk: Desk) -> None:
    desk.tag("Notice", "will not sail")
    assert desk.project.undo_label(desk.coder.id, None) == "Add a coder"
    desk.undo()
    assert desk.project.undo_label(desk.coder.id, desk.article.id) is None
