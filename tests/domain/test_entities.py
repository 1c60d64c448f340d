"""Keys for names, and which entity a written key, name or alias means."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.entities import EntityIndex, entity_id, key_for
from tests.builders import make_entity


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Vera Holm", (), "vera_holm"),
        ("  Förbundet – Ö! ", (), "forbundet_o"),
        ("Vera Holm", ("vera_holm",), "vera_holm_2"),
        ("Vera Holm", ("Vera_Holm", "vera_holm_2"), "vera_holm_3"),
        ("ميناء", (), "entity"),
        ("", ("entity",), "entity_2"),
        ("x" * 59 + " y", (), "x" * 59),
    ],
)
def test_keys_are_short_plain_and_unlike_those_taken(name, taken, key):
    assert key_for(name, taken) == key


@given(st.lists(st.text(max_size=70), max_size=6))
def test_keys_made_one_after_the_other_are_all_unlike(names):
    taken: list[str] = []
    for name in names:
        key = key_for(name, taken)
        assert key and key == key.strip("_")
        taken.append(key)
    assert len({key.casefold() for key in taken}) == len(taken)


def test_an_entity_of_a_key_has_one_id_per_project_whoever_makes_it():
    project, other = make_entity().id, make_entity().id
    assert entity_id(project, "holm") == entity_id(project, "holm")
    assert entity_id(project, "holm") != entity_id(other, "holm")
    assert entity_id(project, "holm") != entity_id(project, "lind")


def test_a_key_wins_over_a_name_and_a_name_over_an_alias():
    keyed = make_entity("holm")
    named = make_entity("vera", name="Holm", aliases=("the pilot",))
    spelled = make_entity("aino", name="Lind", aliases=("Vera", "HOLM", "the  Pilot"))
    for order in permutations([keyed, named, spelled]):
        index = EntityIndex(order)
        assert index.find("holm") == keyed
        assert index.find("vera") == named
        assert index.find("The Pilot") == spelled, "among aliases the first key wins"
        assert index.find("nobody") is None


def test_spellings_are_found_without_regard_to_case_space_and_composition():
    entity = make_entity("zoe", name="Zoë  Lind")
    index = EntityIndex([entity])
    for written in ("ZOË LIND", " zoë lind ", "Zoe\u0308 Lind"):
        assert index.find(written) == entity
        assert index.resolve(written) == "zoe"
        assert index.label(written) == "Zoë  Lind"
    assert index.resolve("Zo Lind") == "Zo Lind"
    assert index.label("Zo Lind") == "Zo Lind"


def test_merges_are_followed_to_the_last_and_stop_at_what_is_gone():
    last = make_entity("c", name="C")
    middle = make_entity("b", merged_into=last.id)
    first = make_entity("a", aliases=("Old A",), merged_into=middle.id)
    assert EntityIndex([first, middle, last]).resolve("old a") == "c"
    gone = last.model_copy(update={"deleted": True})
    assert EntityIndex([first, middle, gone]).resolve("a") == "b"
    assert EntityIndex([gone]).find("c") is None


def test_entities_merged_into_each_other_are_one_for_every_spelling():
    a, b, c = make_entity("a"), make_entity("b"), make_entity("c")
    a = a.model_copy(update={"merged_into": b.id})
    b = b.model_copy(update={"merged_into": c.id})
    c = c.model_copy(update={"merged_into": b.id})
    itself = make_entity("d")
    itself = itself.model_copy(update={"merged_into": itself.id})
    for order in permutations([a, b, c, itself]):
        index = EntityIndex(order)
        assert {index.resolve(key) for key in "abc"} == {"b"}
        assert index.resolve("d") == "d"


def test_two_entities_of_one_key_are_told_apart_in_any_order():
    twins = [make_entity("holm", name=f"Holm {i}") for i in range(3)]
    found = [EntityIndex(order).find("holm") for order in permutations(twins)]
    assert found[0] in twins
    assert found == found[:1] * 6


def test_members_of_an_entity_are_all_that_were_merged_into_it():
    port, pier = make_entity("port"), make_entity("pier")
    quay = make_entity("quay", merged_into=port.id)
    dock = make_entity("dock", merged_into=quay.id)
    index = EntityIndex([dock, quay, pier, port])
    assert index.heads() == [pier, port]
    assert index.members(port) == (port, dock, quay)
    assert index.members(pier) == (pier,)


def test_a_circle_of_mergers_has_one_head():
    one, other = make_entity("a"), make_entity("b")
    one = one.model_copy(update={"merged_into": other.id})
    other = other.model_copy(update={"merged_into": one.id})
    index = EntityIndex([other, one])
    assert index.heads() == [one]
    assert index.members(one) == (one, other)
