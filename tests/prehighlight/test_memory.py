"""What a study's coders did with words becomes features; an article never tells of itself."""

from __future__ import annotations

from refusal_annotator.prehighlight.memory import Memory, counted, merged

KEYS = ("nine crews", "crews")


def test_words_never_seen_are_new() -> None:
    told = list(Memory({}).features(KEYS, "rule"))
    assert told == [
        "known_phrase=new",
        "known_phrase+origin=new_rule",
        "known_head=new",
        "known_head+origin=new_rule",
    ]


def test_shares_are_told_in_steps_and_by_how_often() -> None:
    memory = merged([counted([(KEYS, 1.0), (("the crews", "crews"), 1.0)]), counted([(KEYS, 1.0)])])
    told = list(memory.features(KEYS, "left"))
    assert "known_phrase=2_mostly" in told
    assert "known_head=3_mostly" in told
    seldom = merged([counted([(KEYS, 0.0)] * 5)])
    assert "known_head=3_seldom" in list(seldom.features(KEYS, "left"))
    mixed = merged([counted([(KEYS, 0.0), (KEYS, 1.0)])])
    assert "known_head=2_mixed" in list(mixed.features(KEYS, "left"))


def test_in_training_an_article_is_left_out_of_its_own_memory() -> None:
    own = counted([(KEYS, 1.0)])
    memory = merged([own, counted([(("two crews", "crews"), 0.0)])])
    told = list(memory.features(KEYS, "rule", own))
    assert "known_phrase=new" in told
    assert "known_head=1_mixed" in told or "known_head=1_seldom" in told


def test_candidates_without_words_have_no_memory() -> None:
    assert list(Memory({}).features((), "rule")) == []
