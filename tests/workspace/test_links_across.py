"""Links across articles: made, refused, found, taken back in the study's history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from refusal_annotator.domain.errors import AnnotatorError, StaleError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.checking import check_project
from refusal_annotator.workspace.coding_export import coding_as_json
from refusal_annotator.workspace.coding_links import relations_across
from refusal_annotator.workspace.coding_links_across import (
    far_spans,
    relate_across,
    set_across_value,
    unrelate_across,
)
from refusal_annotator.workspace.codings import export_codings, import_codings
from refusal_annotator.workspace.entities import new_entity
from refusal_annotator.workspace.far_candidates import FarCandidates, far_candidates, far_question
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.study_history import redo_study, study_history, undo_study
from tests.workspace.ferry import CODEBOOK, SKUA, TERN, Desk, new_project


class TwoDesks:
    """Ada at two articles; a notice in each."""

    def __init__(self, project: OpenProject) -> None:
        self.project = project
        self.skua, self.tern = Desk(project), Desk(project, "Ada", "tern")
        self.here = self.skua.tag("Notice", "will not sail on Monday", kind="delay")
        self.there = self.tern.tag("Notice", "will not sail before Friday", kind="delay")

    def link(self, relation: str = "same", **named: Any) -> UUID:
        made = relate_across(
            self.project, self.skua.session, relation, self.here, self.there, **named
        )
        self.project.apply(made)
        return made.changes[-1].row_id

    def unlink(self, link: UUID, desk: Desk | None = None) -> None:
        session = (desk or self.skua).session
        self.project.apply(unrelate_across(self.project, session, link))

    def undo(self) -> Any:
        return undo_study(self.project, self.skua.coder.id)

    def redo(self) -> Any:
        return redo_study(self.project, self.skua.coder.id)

    def names(self) -> list[tuple[str, bool]]:
        found = study_history(self.project, self.skua.coder.id).acts
        return [(act.record.label, act.holds) for act in found]

    def files(self) -> list[dict[str, Any]]:
        """What an export of both articles would hold."""
        self.project.flush()
        return [
            coding_as_json(self.project, desk.coder, desk.article, desk.session.coding)
            for desk in (self.skua, self.tern)
            if desk.session.coding is not None
        ]

    def is_clean(self) -> bool:
        # The names of vessels are not in the registry; nothing else may wait.
        report = check_project(self.project)
        return not report.problems and not any("waits for" in line for line in report.pending)


@pytest.fixture
def two(on_both: OpenProject) -> TwoDesks:
    return TwoDesks(on_both)


@pytest.fixture
def both(project: OpenProject) -> TwoDesks:
    """The same on SQLite only."""
    return TwoDesks(project)


def test_a_link_counts_where_it_starts_and_is_seen_at_its_target(two: TwoDesks) -> None:
    before = two.files()
    link = two.link(values={"closeness": value("tight")})
    made = two.skua.session.links[link]
    assert (made.from_id, made.to_id) == (two.here, two.there)
    assert made.pending_target == {"article": "tern", "span": "N1"}
    assert two.tern.session.incoming.keys() == {link}
    (written,) = two.files()[0]["cross_article"]
    assert (written["from"], written["to_article"], written["to"]) == ("N1", "tern", "N1")
    assert two.files()[1] == before[1]
    assert two.is_clean()


def test_each_act_stands_in_the_history_of_the_study_and_survives_a_restart(
    two: TwoDesks, reopen: Callable[[OpenProject], OpenProject]
) -> None:
    states = [two.files()]
    link = two.link()
    states.append(two.files())
    made = set_across_value(two.project, two.skua.session, link, "closeness", value("loose"))
    two.project.apply(made)
    states.append(two.files())
    two.unlink(link)
    assert two.files() == states[0]

    project = reopen(two.project)
    two.project = two.skua.project = two.tern.project = project
    assert two.names() == [
        ("Remove link across articles: same as (skua → tern)", True),
        ("Set closeness of a link across articles (skua → tern)", True),
        ("Link across articles: same as (skua → tern)", True),
    ]
    for state in reversed(states):
        two.undo()
        assert two.files() == state
        if state is states[0]:
            break
    assert two.undo() is None
    assert [holds for _, holds in two.names()] == [False] * 3
    for state in (*states[1:], states[0]):
        two.redo()
        assert two.files() == state
    assert two.redo() is None
    assert two.is_clean()


def test_undo_on_an_article_leaves_the_link_alone(two: TwoDesks) -> None:
    link = two.link()
    two.skua.set(two.here, "tone", "sharp")
    two.skua.undo()
    assert two.project.undo_label(two.skua.coder.id, two.skua.article.id) == "Tag notice"
    assert link in two.skua.session.links


def test_the_target_takes_a_link_away_as_well(two: TwoDesks) -> None:
    link = two.link()
    two.unlink(link, two.tern)
    assert not two.skua.session.links and not two.tern.session.incoming
    two.undo()
    assert two.tern.session.incoming.keys() == two.skua.session.links.keys() == {link}
    made = set_across_value(two.project, two.tern.session, link, "closeness", value("tight"))
    two.project.apply(made)
    assert two.skua.session.links[link].values["closeness"] == {"v": "tight"}


def test_actors_and_links_share_one_history(both: TwoDesks) -> None:
    both.link()
    _, made = new_entity(both.project, "Quay Post", both.skua.coder.id)
    both.project.apply(made)
    assert [label for label, _ in both.names()] == [
        "Add the entity Quay Post",
        "Link across articles: same as (skua → tern)",
    ]
    both.undo()
    both.undo()
    assert both.names() == [
        ("Add the entity Quay Post", False),
        ("Link across articles: same as (skua → tern)", False),
    ]
    both.redo()
    assert both.names()[-1] == ("Link across articles: same as (skua → tern)", True)


def test_imports_are_not_among_these_acts(both: TwoDesks, tmp_path: Any) -> None:
    link = both.link()
    paths = export_codings(both.project, both.skua.coder, tmp_path / "out")
    both.unlink(link)
    import_codings(both.project, paths, draft=True)
    assert len(both.skua.session.links) == 1
    assert [label for label, _ in both.names()] == [
        "Remove link across articles: same as (skua → tern)",
        "Link across articles: same as (skua → tern)",
    ]


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "start", "to", "reason"),
    [
        ("told_by", "notice", "vessel", "links spans of one article, and these stand in two"),
        ("same", "vessel", "notice", "Same as starts at a notice, not an actor"),
        ("same", "notice", "vessel", "Same as leads to a notice, not an actor"),
        ("same", "notice", "self", "the two spans stand in one article"),
        ("same", "notice", "nowhere", "not here any more"),
        ("same", "notice", "foreign", "another coder's span"),
        ("same", "notice", "linked", "linked in this way already"),
    ],
)
def test_links_that_are_not_made(
    both: TwoDesks, relation: str, start: str, to: str, reason: str
) -> None:
    other = Desk(both.project, "Bo", "tern")
    linked = both.tern.tag("Notice", "Ferry Tern waits as well", kind="delay")
    # Linked the other way round, which for a symmetric relation is the same.
    made = relate_across(both.project, both.tern.session, "same", linked, both.here)
    both.project.apply(made)
    ends = {
        "notice": both.here,
        "self": both.here,
        "vessel": both.tern.tag("Vessel", "Quay Post"),
        "nowhere": uuid4(),
        "foreign": other.tag("Notice", "Twelve hands walked off", kind="strike"),
        "linked": linked,
    }
    source = both.skua.tag("Vessel", "captain") if start == "vessel" else ends[start]
    target = both.there if (start, to) == ("vessel", "notice") else ends[to]
    with pytest.raises(AnnotatorError, match=f"The link was not made: .*{reason}"):
        relate_across(both.project, both.skua.session, relation, source, target)


def test_a_finished_article_takes_no_link_but_may_be_its_target(both: TwoDesks) -> None:
    both.tern.do(coding.finish, reason="a test")
    link = both.link()
    both.skua.do(coding.finish, reason="a test")
    for act in (
        lambda: relate_across(both.project, both.skua.session, "echoes", both.here, both.there),
        lambda: unrelate_across(both.project, both.skua.session, link),
        lambda: unrelate_across(both.project, both.tern.session, link),
        both.undo,
    ):
        with pytest.raises(AnnotatorError, match="the article .*is finished"):
            act()
    both.skua.do(coding.reopen)
    both.undo()
    assert not both.skua.session.links


def test_a_relation_of_one_link_replaces_what_is_there(tmp_path: Any, closing: list[Any]) -> None:
    single = CODEBOOK.replace(
        "from: Notice, to: Notice, cardinality: 0..n, ordered: false, symmetric: false",
        "from: Notice, to: Notice, cardinality: 0..1, ordered: false, symmetric: false",
    )
    project = new_project(tmp_path / "one", codebook=single, skua=SKUA, tern=TERN)
    closing.append(project)
    two = TwoDesks(project)
    second = two.tern.tag("Notice", "Twelve hands walked off", kind="strike")
    first = two.link("echoes")
    project.apply(relate_across(project, two.skua.session, "echoes", two.here, second))
    assert [k.to_id for k in two.skua.session.links.values()] == [second]
    two.undo()
    assert two.skua.session.links.keys() == {first}


def test_only_relations_that_reach_other_articles_are_offered(both: TwoDesks) -> None:
    notice = both.skua.annotation(both.here)
    assert [r.id for r in relations_across(both.project.codebook, notice)] == ["same", "echoes"]
    vessel = both.skua.annotation(both.skua.tag("Vessel", "captain"))
    assert relations_across(both.project.codebook, vessel) == ()


# --- two histories meet ---------------------------------------------------------------------------


def test_a_span_under_a_link_is_not_taken_back(two: TwoDesks) -> None:
    link = two.link()
    for desk in (two.tern, two.skua):
        with pytest.raises(StaleError, match="Tag notice.*was not taken back: a link across"):
            desk.undo()
    two.unlink(link)
    two.tern.undo()
    assert two.there not in two.tern.session.annotations
    with pytest.raises(StaleError, match="the span it leads to has been deleted since"):
        two.undo()
    two.tern.redo()
    two.undo()
    assert two.is_clean() and link in two.skua.session.links


def test_what_an_article_changed_since_is_not_taken_back_by_the_study(two: TwoDesks) -> None:
    two.link()
    two.tern.do(coding.untag, two.there)
    with pytest.raises(StaleError, match="changed since, in an article, by an import"):
        two.undo()
    two.tern.undo()
    two.undo()
    assert two.is_clean()


def test_a_link_does_not_come_back_beside_its_like(two: TwoDesks) -> None:
    link = two.link()
    two.unlink(link)
    made = relate_across(two.project, two.tern.session, "same", two.there, two.here)
    two.project.apply(made)
    two.tern.do(coding.untag, two.there)
    two.tern.undo()
    two.undo()  # the link from the other side
    two.undo()  # the removal
    assert two.skua.session.links.keys() == {link}
    two.tern.do(coding.set_value, two.there, "tone", value("sharp"))
    two.redo()
    two.redo()
    assert len(two.tern.session.links) == 1 and not two.skua.session.links


# --- names in coding files ------------------------------------------------------------------------


def test_a_drawn_link_keeps_its_target_when_an_import_takes_the_name(
    both: TwoDesks, tmp_path: Any
) -> None:
    both.link()
    words = "Twelve hands walked off"
    start = both.tern.session.text.index(words)
    file = tmp_path / "tern.json"
    file.write_text(
        json.dumps(
            {
                "article": "tern.txt",
                "length_code_points": len(both.tern.session.text),
                "coder": "Ada",
                "coded_types": ["Notice"],
                "spans": [
                    {
                        "id": "N1",
                        "type": "Notice",
                        "start": start,
                        "end": start + len(words),
                        "surface": words,
                        "attributes": {"kind": "strike"},
                    }
                ],
                "relations": [],
                "boilerplate": [],
                "article_variables": {},
            }
        ),
        "utf-8",
    )
    report = import_codings(both.project, [file], draft=True)
    assert all(f.outcome != "refused" for f in report.files), report.files
    (link,) = both.skua.session.links.values()
    assert link.to_id == both.there
    files = both.files()
    (written,) = files[0]["cross_article"]
    named = next(s for s in files[1]["spans"] if s["id"] == written["to"])
    assert named["surface"] == "will not sail before Friday"


# --- candidates -----------------------------------------------------------------------------------


def candidates(desk: Desk, relation: str, source: UUID) -> FarCandidates:
    kind = desk.project.codebook.relation(relation)
    return far_candidates(desk.project, far_question(desk.session, kind, source))


def quotes(two: TwoDesks, query: str = "", relation: str = "same") -> list[str]:
    found = candidates(two.skua, relation, two.here)
    return [c.quote for c in found.matching(query)]


def test_candidates_are_the_coders_own_the_likest_first(two: TwoDesks) -> None:
    two.tern.tag("Notice", "Twelve hands walked off", kind="strike")
    gone = two.tern.tag("Notice", "Ferry Tern waits as well", kind="delay")
    two.tern.do(coding.untag, gone)
    two.tern.tag("Vessel", "Quay Post")
    Desk(two.project, "Bo", "tern").tag("Notice", "the Quay Post reports", kind="rumour")
    assert quotes(two) == ["will not sail before Friday", "Twelve hands walked off"]
    assert quotes(two, "TWELVE hands") == ["Twelve hands walked off"]
    assert quotes(two, "tern friday") == ["will not sail before Friday"]
    assert quotes(two, "zebra") == []
    two.link()
    assert quotes(two) == ["Twelve hands walked off"]
    assert quotes(two, relation="echoes")[0] == "will not sail before Friday"


def test_a_like_speaker_comes_before_like_words(both: TwoDesks) -> None:
    _, made = new_entity(both.project, "Quay Post", both.skua.coder.id)
    both.project.apply(made)
    both.skua.relate("told_by", both.here, both.skua.tag("Vessel", "captain", who="Quay Post"))
    other = both.tern.tag("Notice", "Twelve hands walked off", kind="strike")
    both.tern.relate("told_by", other, both.tern.tag("Vessel", "Quay Post", who="quay_post"))
    found = candidates(both.skua, "echoes", both.here).ranked
    assert [(c.quote, c.speaker) for c in found] == [
        ("Twelve hands walked off", "Quay Post"),
        ("will not sail before Friday", ""),
    ]
    assert found[0].article == "tern" and found[0].title == "Ferry Tern waits as well"


def test_overlapping_numbers_come_first(tmp_path: Any, closing: list[Any]) -> None:
    counting = CODEBOOK.replace(
        "article_variables:",
        "  - {id: agrees, code: 6, label: Agrees with, from: Tally, to: Tally, cardinality: 0..n, "
        "ordered: false, symmetric: true, scope: across_articles, definition: As many.}\n"
        "article_variables:",
        1,
    )
    project = new_project(tmp_path / "tallies", codebook=counting, skua=SKUA, tern=TERN)
    closing.append(project)
    skua, tern = Desk(project), Desk(project, "Ada", "tern")
    here = skua.tag("Tally", "Five", least=5, most=9)
    tern.tag("Tally", "Twelve", least=12, most=12)
    tern.tag("Tally", "Friday", least=7, most=20)
    found = candidates(skua, "agrees", here)
    assert [(c.quote, c.score) for c in found.ranked] == [("Friday", 0.5), ("Twelve", 0.0)]


def test_far_spans_name_their_articles(both: TwoDesks) -> None:
    found = far_spans(both.project, [both.there, uuid4()])
    assert found.keys() == {both.there}
    assert (found[both.there].article, found[both.there].title) == (
        "tern",
        "Ferry Tern waits as well",
    )


# --- whatever the order ---------------------------------------------------------------------------


class Histories(RuleBasedStateMachine):
    """Acts on two articles and on links between them, taken back in any order.

    Undo of an act across articles restores both exports as they were, and the check finds nothing.
    """

    folder: Any = None

    @initialize()
    def begin(self) -> None:
        name = uuid4().hex
        self.two = TwoDesks(new_project(type(self).folder / name, skua=SKUA, tern=TERN))

    def teardown(self) -> None:
        if hasattr(self, "two"):
            self.two.project.close()

    def attempt(self, act: Callable[[], Any]) -> bool:
        try:
            act()
        except AnnotatorError:
            return False
        return True

    @property
    def links(self) -> list[UUID]:
        return sorted([*self.two.skua.session.links, *self.two.tern.session.links])

    @rule(relation=st.sampled_from(["same", "echoes"]), back=st.booleans())
    def link(self, relation: str, back: bool) -> None:
        desk, ends = (self.two.skua, (self.two.here, self.two.there))
        if back:
            desk, ends = self.two.tern, ends[::-1]
        before = self.two.files()
        project = self.two.project
        if self.attempt(
            lambda: project.apply(relate_across(project, desk.session, relation, *ends))
        ):
            after = self.two.files()
            self.two.undo()
            assert self.two.files() == before
            self.two.redo()
            assert self.two.files() == after

    @precondition(lambda self: self.links)
    @rule(data=st.data(), desk=st.booleans())
    def unlink(self, data: st.DataObject, desk: bool) -> None:
        link = data.draw(st.sampled_from(self.links))
        self.attempt(lambda: self.two.unlink(link, self.two.skua if desk else self.two.tern))

    @rule(which=st.sampled_from(["study", "skua", "tern"]), back=st.booleans())
    def turn(self, which: str, back: bool) -> None:
        owner = self.two if which == "study" else getattr(self.two, which)
        self.attempt(owner.undo if back else owner.redo)

    @rule(here=st.booleans())
    def untag(self, here: bool) -> None:
        desk, span = (self.two.skua, self.two.here) if here else (self.two.tern, self.two.there)
        self.attempt(lambda: desk.do(coding.untag, span))

    @invariant()
    def nothing_is_wrong(self) -> None:
        if hasattr(self, "two"):
            assert self.two.is_clean(), check_project(self.two.project)


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    Histories.folder = tmp_path_factory.mktemp("histories")
    yield


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
