"""Links between spans: one or many, in order, along paths, symmetric, with values."""

from __future__ import annotations

from uuid import UUID

import pytest

from refusal_annotator.domain.annotations import Link
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.variables import value
from refusal_annotator.workspace import coding
from tests.workspace.ferry import Desk, links_of


@pytest.fixture
def spans(desk: Desk) -> dict[str, UUID]:
    """Two notices, three vessels and a tally."""
    return {
        "port": desk.tag("Notice", "will not sail on Monday", kind="delay"),
        "hands": desk.tag("Notice", "Twelve hands are missing", kind="delay"),
        "captain": desk.tag("Vessel", "captain"),
        "post": desk.tag("Vessel", "Quay Post"),
        "office": desk.tag("Vessel", "harbour office"),
        "twelve": desk.tag("Tally", "Twelve"),
    }


def test_one_link_replaces_the_one_that_is_there(desk: Desk, spans: dict[str, UUID]) -> None:
    desk.relate("told_by", spans["port"], spans["captain"])
    before = desk.state()
    desk.relate("told_by", spans["port"], spans["post"])
    assert [k.to_id for k in desk.session.links.values()] == [spans["post"]]

    desk.undo()
    assert desk.state() == before


def test_many_links_of_an_ordered_relation_count_up(desk: Desk, spans: dict[str, UUID]) -> None:
    names = ("captain", "post", "office")
    made = [desk.relate("passed_by", spans["port"], spans[name]) for name in names]
    assert desk.chain(spans["port"], "passed_by") == [
        (spans["captain"], 1),
        (spans["post"], 2),
        (spans["office"], 3),
    ]
    desk.do(coding.unrelate, made[0])
    assert desk.chain(spans["port"], "passed_by") == [(spans["post"], 1), (spans["office"], 2)]
    desk.relate("passed_by", spans["port"], spans["captain"])
    assert desk.chain(spans["port"], "passed_by")[-1] == (spans["captain"], 3)


def test_paths_count_apart(desk: Desk, spans: dict[str, UUID]) -> None:
    desk.relate("passed_by", spans["port"], spans["captain"])
    second = desk.relate("passed_by", spans["port"], spans["post"], path=2)
    desk.relate("passed_by", spans["port"], spans["office"], path=2)

    def places() -> list[tuple[int | None, int | None]]:
        return [(k.path, k.position) for k in links_of(desk.session)]

    assert places() == [(None, 1), (2, 1), (2, 2)]
    desk.do(coding.unrelate, second)
    assert places() == [(None, 1), (2, 1)]


def test_a_symmetric_link_is_there_once_whichever_way(desk: Desk, spans: dict[str, UUID]) -> None:
    desk.relate("same", spans["port"], spans["hands"])
    for ends in (("port", "hands"), ("hands", "port")):
        with pytest.raises(AnnotatorError, match="linked in this way already"):
            coding.relate(desk.session, "same", *(spans[end] for end in ends))
    relation = desk.session.codebook.relation("same")
    for end in ("port", "hands"):
        assert len(desk.session.links_of(spans[end], relation)) == 1
        assert not coding.link_candidates(desk.session, relation, spans[end])


@pytest.mark.parametrize(
    ("relation", "start", "to", "reason"),
    [
        ("told_by", "captain", "post", "Told by starts at a notice, not an actor"),
        ("told_by", "port", "hands", "Told by leads to an actor, not a notice"),
        ("of", "port", "captain", "Counts starts at a tally, not a notice"),
        ("of", "twelve", "twelve", "linked to itself"),
        ("echoes", "port", "hands", "links spans of two articles"),
    ],
)
def test_links_that_the_codebook_does_not_allow(
    desk: Desk, spans: dict[str, UUID], relation: str, start: str, to: str, reason: str
) -> None:
    with pytest.raises(AnnotatorError, match=f"The link was not made: .*{reason}"):
        coding.relate(desk.session, relation, spans[start], spans[to])


def test_several_target_types_are_named(desk: Desk, spans: dict[str, UUID]) -> None:
    other = desk.tag("Tally", "Five")
    with pytest.raises(AnnotatorError, match="leads to an actor or notice, not a tally"):
        coding.relate(desk.session, "of", spans["twelve"], other)


def test_a_hidden_relation_is_not_made(desk: Desk, spans: dict[str, UUID]) -> None:
    desk.set(spans["port"], "kind", "rumour")
    with pytest.raises(AnnotatorError, match="present values this notice has no told by"):
        coding.relate(desk.session, "told_by", spans["port"], spans["captain"])


def test_paths_only_where_the_codebook_has_them(desk: Desk, spans: dict[str, UUID]) -> None:
    with pytest.raises(AnnotatorError, match="has no paths"):
        coding.relate(desk.session, "told_by", spans["port"], spans["captain"], path=2)
    with pytest.raises(AnnotatorError, match="count from 1"):
        coding.relate(desk.session, "passed_by", spans["port"], spans["captain"], path=0)


def test_values_of_links_cascade_and_are_checked(desk: Desk, spans: dict[str, UUID]) -> None:
    link = desk.relate("same", spans["port"], spans["hands"], values={"closeness": value("loose")})
    desk.do(coding.set_link_value, link, "why", value("other day"))
    desk.do(coding.set_link_value, link, "note", value("unsure"))
    with pytest.raises(AnnotatorError, match="same has no variable 'mood'"):
        coding.set_link_value(desk.session, link, "mood", value("bad"))
    with pytest.raises(AnnotatorError, match="allowed are tight, loose"):
        coding.set_link_value(desk.session, link, "closeness", value("near"))
    desk.do(coding.set_link_value, link, "closeness", value("tight"))
    assert desk.session.links[link].values == {
        "closeness": {"v": "tight"},
        "note": {"v": "unsure"},
    }
    with pytest.raises(AnnotatorError, match="Why loose is not asked for"):
        coding.set_link_value(desk.session, link, "why", value("other day"))


def test_a_link_that_is_gone_cannot_be_changed(desk: Desk, spans: dict[str, UUID]) -> None:
    link = desk.relate("same", spans["port"], spans["hands"])
    desk.do(coding.unrelate, link)
    for act in (
        lambda: coding.unrelate(desk.session, link),
        lambda: coding.set_link_value(desk.session, link, "closeness", value("tight")),
    ):
        with pytest.raises(AnnotatorError, match="not here any more"):
            act()


def test_candidates_are_those_that_fit_the_nearest_first(
    desk: Desk, spans: dict[str, UUID]
) -> None:
    relation = desk.session.codebook.relation("passed_by")

    def names() -> list[str]:
        return [a.quote for a in coding.link_candidates(desk.session, relation, spans["hands"])]

    assert names() == ["captain", "Quay Post", "harbour office"]
    desk.relate("passed_by", spans["hands"], spans["post"])
    assert names() == ["captain", "harbour office"]


def test_links_read_in_the_order_of_chains(desk: Desk, spans: dict[str, UUID]) -> None:
    desk.relate("passed_by", spans["port"], spans["post"], path=2)
    desk.relate("told_by", spans["port"], spans["captain"])
    desk.relate("passed_by", spans["port"], spans["office"])

    found = [(k.type, k.path) for k in desk.session.links_from(spans["port"])]
    assert found == [("passed_by", None), ("passed_by", 2), ("told_by", None)]
    assert [k.type for k in desk.session.links_to(spans["captain"])] == ["told_by"]


def test_a_span_deleted_takes_the_links_that_come_from_other_articles(desk: Desk) -> None:
    here = desk.tag("Notice", "will not sail", kind="delay")
    there = Desk(desk.project, desk.coder, "tern")
    origin = there.tag("Notice", "will not sail before Friday", kind="delay")
    target = {"article": "skua", "span": "N1"}
    link = Link(
        id=UUID(int=7),
        article_version_id=there.session.version.id,
        coder_id=desk.coder.id,
        type="same",
        from_id=origin,
        to_id=here,
        pending_target=target,
        codebook_version=1,
    )
    from refusal_annotator.domain.changes import creation

    there.do(lambda session: coding.act(session, "Link afar", [creation("link", link)]))
    assert desk.session.incoming.keys() == {link.id}
    desk.do(coding.untag, here)
    assert not there.session.links
    desk.undo()
    assert there.session.links.keys() == desk.session.incoming.keys() == {link.id}
