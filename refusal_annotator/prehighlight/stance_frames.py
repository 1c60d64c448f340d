"""Frames of grammar in which a position is taken, whatever word fills them: what somebody will not
do, wants done, finds too much, calls not a thing, compares with, or asks without asking.

A frame is data: the words that must be there for it to be tried, the pattern, and where it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.reading import Reading, Sentence
from refusal_annotator.prehighlight.stance_conduct import CONDUCT
from refusal_annotator.prehighlight.stance_grammar import Frame, Voice, counts
from refusal_annotator.prehighlight.stance_judgements import JUDGEMENTS
from refusal_annotator.prehighlight.stance_refusals import REFUSALS_AND_DEMANDS

_FRAMES = REFUSALS_AND_DEMANDS + JUDGEMENTS + CONDUCT
_IF = re.compile(r"\b(?:if|whether|unless)\b[^,.;]*\Z", re.IGNORECASE)


def find_frames(
    reading: Reading,
    sentence: Sentence,
    lowers: Collection[str],
    voice_at: Callable[[int, int], Voice],
    loudest: Voice,
) -> Iterator[tuple[int, int, Frame]]:
    """Places of a sentence that a frame fits, overlapping ones too.

    `loudest` is the most that a place of the sentence can be, so that frames that cannot count
    there are not tried.
    """
    text, start, end = reading.text, sentence.start, sentence.end
    for frame in _FRAMES:
        if frame.triggers.isdisjoint(lowers) or not counts(frame.voice, loudest):
            continue
        for match in frame.pattern.finditer(text, max(0, start - frame.back), end):
            left, right = match.span("span")
            if left < start:
                continue
            if counts(frame.voice, voice_at(left, right)) and not _IF.search(text, start, left):
                yield left, right, frame


def may_refuse(reading: Reading, at: int) -> bool:
    """Whether the word before `at` can be somebody who will not: a pronoun, person or name."""
    i = reading.word_at(at) - 1
    while i > 0 and grammar.is_adverb(reading.words[i].lower):
        i -= 1
    if i < 0:
        return False
    word = reading.words[i]
    if word.lower in _PEOPLE_WORDS or (word.capital and word.lower not in grammar.ARTICLES):
        return True
    return word.lower in grammar.heads()


_PEOPLE_WORDS = frozenset("i we they he she who nobody none one us people you members both".split())
