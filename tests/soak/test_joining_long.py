"""Three copies of one project, edited apart at random for long, meet in one state."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import NewStore
from tests.storage.copies import ACTS, check_joined, play, sqlite_stores

pytestmark = pytest.mark.soak

N_EXAMPLES = 150
N_ON_SERVER = 10


def test_three_copies_meet_in_one_state_in_any_order(soak_share: float):
    numbers = st.integers(0, 6)
    moves = st.lists(
        st.tuples(st.integers(0, 2), st.tuples(st.sampled_from([*ACTS, "take"]), numbers, numbers)),
        min_size=10,
        max_size=40,
    )

    @settings(max_examples=max(1, round(N_EXAMPLES * soak_share)))
    @given(moves)
    def meet(played):
        with sqlite_stores() as new_store:
            check_joined(play(new_store, played, n_copies=3), new_store)

    meet()


def test_three_copies_meet_on_either_database(new_store: NewStore, soak_share: float):
    kinds = [*ACTS, "take"]
    for seed in range(max(1, round(N_ON_SERVER * soak_share))):
        dice = random.Random(seed)
        played = [
            (dice.randrange(3), (dice.choice(kinds), dice.randrange(7), dice.randrange(7)))
            for _ in range(60)
        ]
        check_joined(play(new_store, played, n_copies=3), new_store)
