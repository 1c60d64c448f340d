"""Whether a coder sees suggestions in an article: what was drawn, or would be."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from refusal_annotator.domain.hiding import HiddenDraw, HiddenShare, draw_id, is_drawn, share_id
from refusal_annotator.storage.store import ProjectStore


def hides(store: ProjectStore, article_id: UUID, coder_id: UUID) -> bool:
    """Whether the suggestions of an article are hidden from a coder.

    An article that came after the draw and is not written down yet is drawn by itself, which gives
    the same answer whenever it is asked.
    """
    drawn = store.values(HiddenDraw, id=draw_id(article_id, coder_id))
    if drawn:
        return drawn[0].hidden
    shares = store.values(HiddenShare, id=share_id(coder_id))
    return bool(shares) and is_drawn(shares[0].seed, coder_id, article_id, shares[0].share)


def hidden_from(store: ProjectStore, coder_id: UUID) -> Callable[[UUID], bool]:
    """What `hides` says of a coder, for many articles."""
    drawn = {draw.article_id: draw.hidden for draw in store.values(HiddenDraw, coder_id=coder_id)}
    shares = store.values(HiddenShare, id=share_id(coder_id))

    def hidden(article_id: UUID) -> bool:
        if article_id in drawn:
            return drawn[article_id]
        return bool(shares) and is_drawn(shares[0].seed, coder_id, article_id, shares[0].share)

    return hidden
