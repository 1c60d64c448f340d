"""What the coders of a study did with a phrase and with its head noun, told as features.

A share of a few cases says little, so that it is told in three steps and by how often the words
were seen; the model learns what such a memory is worth, which holds for words it has never seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Names of the keys of a candidate, in their order.
KEYS = ("phrase", "head")
_OFTEN = 3
_MOSTLY, _SELDOM = 0.75, 0.25

Seen = tuple[float, int]
Counts = Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class Memory:
    """How many candidates of a study had a key, and what share of them was coded in sum."""

    counts: Counts

    def features(
        self, keys: Sequence[str], origin: str, own: Counts | None = None
    ) -> Iterator[str]:
        """What is remembered of a candidate; without what its `own` article adds, in training."""
        for name, key in zip(KEYS, keys, strict=False):
            place = f"{name}:{key}"
            coded, n_seen = self.counts.get(place, (0.0, 0))
            if own is not None:
                own_coded, own_seen = own.get(place, (0.0, 0))
                coded, n_seen = coded - own_coded, n_seen - own_seen
            step = _step(coded, n_seen)
            yield f"known_{name}={step}"
            yield f"known_{name}+origin={step}_{origin}"


def counted(rows: Iterable[tuple[Sequence[str], float]]) -> dict[str, Seen]:
    """Counts of candidates given by their keys and the share of coders who code them."""
    found: dict[str, Seen] = {}
    for keys, share in rows:
        for name, key in zip(KEYS, keys, strict=False):
            coded, n_seen = found.get(f"{name}:{key}", (0.0, 0))
            found[f"{name}:{key}"] = (coded + share, n_seen + 1)
    return found


def merged(parts: Iterable[Counts]) -> Memory:
    """One memory of the counts of several articles."""
    total: dict[str, Seen] = {}
    for part in parts:
        for place, (coded, n_seen) in part.items():
            before, n_before = total.get(place, (0.0, 0))
            total[place] = (before + coded, n_before + n_seen)
    return Memory(total)


def _step(coded: float, n_seen: int) -> str:
    """Never seen, or coded mostly, seldom or now and then; shrunk towards a half by one case."""
    if n_seen <= 0:
        return "new"
    share = (coded + 0.5) / (n_seen + 1)
    how = "mostly" if share > _MOSTLY else "seldom" if share < _SELDOM else "mixed"
    return f"{min(n_seen, _OFTEN)}_{how}"
