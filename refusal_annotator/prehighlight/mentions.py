"""What a nominal mention is: its words, its head and how it is determined."""

from __future__ import annotations

from dataclasses import dataclass

from refusal_annotator.prehighlight.base import Found


@dataclass(slots=True)
class Mention:
    """A nominal mention over words first..last; `head` is the index of its head noun."""

    first: int
    last: int
    head: int
    head_end: int
    word: str
    number: str
    klass: str
    concept: str
    score: float
    start: int
    end: int
    indefinite: bool = False
    definite: bool = False
    counted: Found | None = None
    predicate: bool = False
