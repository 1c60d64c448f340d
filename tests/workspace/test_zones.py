"""Exclusion zones: they refuse codings, hold for all coders, and only some may change them."""

from __future__ import annotations

from typing import Any

import pytest

from refusal_annotator.domain.coders import CoderRole, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.project import OpenProject
from tests.workspace.ferry import Desk

MENU = "Menu | Tides | Contact"


def zones(desk: Desk) -> list[tuple[str, str]]:
    text = desk.session.text
    return [(text[z.start : z.end], z.status) for z in desk.session.zones]


def test_nothing_is_tagged_in_a_zone_nor_across_its_edge(desk: Desk) -> None:
    desk.do(coding.add_zone, "menu", *desk.place(MENU))
    start, _ = desk.place("closed.")
    for place in (desk.place("Tides"), (start, desk.place("Menu")[1])):
        with pytest.raises(AnnotatorError, match=r"text that is not coded \(menu\)"):
            coding.tag(desk.session, "Vessel", *place)
    span = desk.tag("Vessel", "Five cafés")
    with pytest.raises(AnnotatorError, match="was not moved: .* not coded"):
        coding.move(desk.session, span, *desk.place("Contact"))


def test_a_zone_over_codings_is_not_made(desk: Desk) -> None:
    desk.tag("Vessel", "Tides")
    with pytest.raises(AnnotatorError, match="“Tides” in it is coded. Delete the coding first"):
        coding.add_zone(desk.session, "menu", *desk.place(MENU))


@pytest.mark.parametrize(
    ("kind", "start", "end", "reason"),
    [
        ("advert", 0, 5, "no zone kind 'advert'; it has menu, credit"),
        ("menu", 5, 5, "empty or outside the text"),
        ("menu", 0, 99_999, "empty or outside the text"),
        ("menu", -3, 5, "empty or outside the text"),
    ],
)
def test_a_wrong_zone_is_refused(desk: Desk, kind: str, start: int, end: int, reason: str) -> None:
    with pytest.raises(AnnotatorError, match=reason):
        coding.add_zone(desk.session, kind, start, end)


def test_zones_do_not_take_an_article_up_and_are_undone(desk: Desk) -> None:
    desk.do(coding.add_zone, "menu", *desk.place(MENU))
    assert desk.session.status is CodingStatus.TO_DO
    desk.undo()
    assert zones(desk) == []
    desk.redo()
    assert zones(desk) == [(MENU, "confirmed")]


def test_a_zone_taken_back_can_be_made_again_also_after_a_restart(desk: Desk, reopen: Any) -> None:
    desk.do(coding.add_zone, "menu", *desk.place(MENU))
    desk.do(coding.remove_zone, desk.session.zones[0].id)
    again = Desk(reopen(desk.project))
    again.do(coding.add_zone, "menu", *again.place(MENU))
    again.project.flush()
    assert zones(again) == [(MENU, "confirmed")]
    with pytest.raises(AnnotatorError, match="such a zone already"):
        coding.add_zone(again.session, "menu", *again.place(MENU))


def test_of_several_coders_each_proposes_and_the_supervisor_decides(project: OpenProject) -> None:
    ada, bo = Desk(project, "Ada"), Desk(project, "Bo")
    supervisor = Desk(project, project.add_coder("Sol", CoderRole.SUPERVISOR))
    made = ada.do(coding.add_zone, "menu", *ada.place(MENU))
    assert made.label == "Propose a zone"
    zone = ada.session.zones[0].id
    for each in (ada, bo, supervisor):
        assert zones(each) == [(MENU, "proposed")]
    bo.tag("Vessel", "Tides")

    for act in (coding.confirm_zone, coding.remove_zone):
        with pytest.raises(AnnotatorError, match="so a supervisor decides"):
            act(bo.session, zone)
    supervisor.do(coding.confirm_zone, zone)
    assert zones(ada) == [(MENU, "confirmed")]
    with pytest.raises(AnnotatorError, match="so a supervisor decides"):
        coding.remove_zone(ada.session, zone)
    supervisor.do(coding.remove_zone, zone)
    assert zones(bo) == []


def test_a_coder_takes_an_own_proposal_back(project: OpenProject) -> None:
    ada, _ = Desk(project, "Ada"), Desk(project, "Bo")
    ada.do(coding.add_zone, "menu", *ada.place(MENU))
    ada.do(coding.remove_zone, ada.session.zones[0].id)
    assert zones(ada) == []


def test_a_lone_coder_decides_until_a_second_one_comes(project: OpenProject) -> None:
    ada = Desk(project, "Ada")
    assert ada.session.decides_zones
    project.add_coder("Bo")
    assert not ada.session.decides_zones


def test_a_zone_that_is_gone(desk: Desk) -> None:
    desk.do(coding.add_zone, "menu", *desk.place(MENU))
    zone = desk.session.zones[0].id
    desk.do(coding.remove_zone, zone)
    with pytest.raises(AnnotatorError, match="not here any more"):
        coding.confirm_zone(desk.session, zone)
