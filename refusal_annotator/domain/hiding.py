"""Which articles a coder codes without suggestions: drawn by chance from a seed, and recorded.

Suggestions may anchor those who see them. Where a random share of articles shows none, agreement
with and without them can be compared, because chance alone decided.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from uuid import UUID, uuid5

from refusal_annotator.domain.stored import StoredValue


class HiddenShare(StoredValue):
    """The share of articles in which a coder sees no suggestions, and the seed of the draw."""

    coder_id: UUID
    share: float
    seed: int


class HiddenDraw(StoredValue):
    """What was drawn for one coder and article, with the share and seed that it came from."""

    article_id: UUID
    coder_id: UUID
    hidden: bool
    share: float
    seed: int


def share_id(coder_id: UUID) -> UUID:
    """Id of the one share that a coder has."""
    return uuid5(coder_id, "hidden share")


def draw_id(article_id: UUID, coder_id: UUID) -> UUID:
    """Id of the one draw for a coder and article."""
    return uuid5(article_id, f"hidden:{coder_id}")


def chance(seed: int, coder_id: UUID, what: object) -> float:
    """A number in [0, 1) that follows from its arguments alone, uniform over them.

    The first eight bytes of the SHA-256 digest of ``seed:coder:what``, divided by 2**64.
    """
    digest = hashlib.sha256(f"{seed}:{coder_id}:{what}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / (1 << 53)


def is_drawn(seed: int, coder_id: UUID, article_id: UUID, share: float) -> bool:
    """Whether an article that came later is drawn: by itself, with probability `share`."""
    return chance(seed, coder_id, article_id) < share


def draw_batch(
    seed: int, coder_id: UUID, article_ids: Iterable[UUID], share: float
) -> frozenset[UUID]:
    """Articles of a batch that are drawn: `share` of them, rounded up or down by chance.

    With n articles, k = floor(share n + u) of them are drawn, where u is uniform in [0, 1); each
    article has probability `share`, and the number drawn is never further than one from share n.
    The k articles are those with the smallest `chance`.
    """
    wanted = sorted(set(article_ids), key=lambda a: (chance(seed, coder_id, a), str(a)))
    # A product such as .2 * 15 must not fall below the whole number that it stands for.
    expected = round(share * len(wanted), 9)
    batch = chance(seed, coder_id, "".join(sorted(map(str, wanted))))
    return frozenset(wanted[: math.floor(expected + batch)])
