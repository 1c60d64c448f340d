"""The search for garbage waits while much is made, and nothing is kept for good by it."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest

from refusal_annotator.workspace.collecting import collect_again, collect_if_grown, no_collecting


class Knot:
    """Hangs in a circle, so that only a search lets it go."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_apart() -> Iterator[None]:
    yield
    collect_again()


def test_nothing_is_searched_meanwhile_and_all_is_as_before_after():
    with no_collecting():
        assert not gc.isenabled()
        with no_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_set_apart_is_searched_again_when_a_project_is_put_away():
    with no_collecting():
        seen = weakref.ref(Knot())
    gc.collect()
    assert seen() is not None
    collect_again()
    gc.collect()
    assert seen() is None


def test_what_was_set_apart_is_searched_once_memory_has_grown():
    collect_again()
    collect_if_grown()
    with no_collecting():
        seen = weakref.ref(Knot())
    collect_if_grown()
    assert seen() is not None
    kept = [object() for _ in range(sys.getallocatedblocks() // 2)]
    collect_if_grown()
    assert seen() is None
    assert kept


def test_what_is_still_needed_stays_apart_after_a_search():
    collect_again()
    collect_if_grown()
    kept = [[n] for n in range(sys.getallocatedblocks() // 2)]
    collect_if_grown()
    assert gc.get_freeze_count() >= len(kept)
