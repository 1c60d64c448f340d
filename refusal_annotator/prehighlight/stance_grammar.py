"""What a frame of grammar is, and the pieces that the patterns of frames are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

WORD = r"[^\W\d_]+(?:[-’'][^\W\d_]+)*"
ADVERB = rf"(?:(?:{WORD}ly|also|still|simply|just|now|ever|all|even|again|instead)\s+)?"
FEW = r"(?:[^\s.,;:!?“”\"()]+\s+)"
STOP = (
    r"(?=\s*[.,;:!?)”\"’—–]|\s+(?:and|but|or|for|in|on|at|to|of|from|with|by|that|who|which|when|"
    r"because|if|while|as|than|until|after|before|about|over|under|into|since)\b|\s*$)"
)


class Voice(Enum):
    """Where a frame counts."""

    ANYWHERE = "anywhere"
    VOICED = "voiced"  # in what somebody says, the writer of a column or statement included
    QUOTED = "quoted"  # between marks


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern whose group `span` takes a position."""

    why: str
    triggers: frozenset[str]
    pattern: re.Pattern[str]
    voice: Voice
    score: float
    value: str
    basis: str
    explicitness: str = "explicit"
    back: int = 0  # how far before the sentence it looks


def frame(
    why: str,
    triggers: str,
    pattern: str,
    *,
    voice: Voice = Voice.VOICED,
    score: float = 0.45,
    value: str = "strongly_against",
    basis: str = "evaluation",
    explicitness: str = "explicit",
    back: int = 0,
) -> Frame:
    """Make a frame of the words that must be there, parted by spaces, and a pattern."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return Frame(
        why, frozenset(triggers.split()), compiled, voice, score, value, basis, explicitness, back
    )


def counts(wanted: Voice, there: Voice) -> bool:
    """Whether what counts in `wanted` counts there: quoted words are voiced too."""
    if wanted is Voice.ANYWHERE or there is Voice.QUOTED:
        return True
    return wanted is there
