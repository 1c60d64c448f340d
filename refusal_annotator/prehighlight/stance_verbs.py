"""Verbs that tell of a position: somebody condemns, backs, disagrees, hits out at something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import Phrases, table
from refusal_annotator.prehighlight.reading import Reading, Sentence, words_of

_BEFORE_NOUN = frozenset(
    "the a an of in for with any no more some little his her its their our my your this that "
    "such by public popular political financial full strong overwhelming widespread broad "
    "social medical military air life tech technical customer from without and or wins win won "
    "gain gains gained lost lose loses losing warm heavy bomb car gas nuclear".split()
)
_OPENS_OBJECT = frozenset(
    "the a an his her its their our my your this that these those it him them us me such any all "
    "both what calls plans moves efforts ending more those every her whoever“ ”".split()
)
_OPENING = frozenset("“\"‘'")
_INTRODUCES = re.compile(
    r"\b(?:as|called|calls|call|calling|being|for|over)\b|[“\"‘]", re.IGNORECASE
)
_REACH = 80
# What a chamber did with its votes is an event.
_BY_VOTES = re.compile(r"[^,;.]{0,60}\bby\s+\d+(?:\s+votes)?\s+(?:to|against|votes)\b")


def find_positions(
    reading: Reading, sentence: Sentence
) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Verbs of position in a sentence with what their row says."""
    words, lowers = reading.words, reading.lowers
    phrases, rows = _phrases(), _rows()
    i = sentence.first
    while i < sentence.last:
        length = phrases.match(lowers, i, sentence.last)
        if not length:
            i += 1
            continue
        row = rows[tuple(lowers[i : i + length])]
        if _is_verb(reading, sentence, i, length, row["kind"]):
            start = i
            # The adverb of the verb says how strong it is: "strongly condemns".
            if i > sentence.first and lowers[i - 1] in _STRENGTH:
                start = i - 1
            yield words[start].start, words[i + length - 1].end, row
        i += length


def is_introduction(text: str, end: int, other: int) -> bool:
    """Whether a verb that ends at `end` only introduces the words that stand at `other`.

    The words carry the position then: "slammed it as a stunt".
    """
    if not 0 <= other - end <= _REACH:
        return False
    between = text[end:other]
    return not set(".,;:").intersection(between) and bool(_INTRODUCES.search(between))


def _is_verb(reading: Reading, sentence: Sentence, i: int, length: int, kind: str) -> bool:
    lowers = reading.lowers
    before = lowers[i - 1] if i > sentence.first else ""
    after = lowers[i + length] if i + length < sentence.last else ""
    if before in _BEFORE_NOUN or before.endswith("'s") or before in ("to", "not"):
        return False
    if after == "by" or _BY_VOTES.match(reading.text, reading.words[i].end, sentence.end):
        return False
    if kind == "plain" and after == "-":
        return False
    if kind == "plain":
        return True
    if before in grammar.COPULAS or before in ("been", "being"):
        return False
    word = reading.words[i + length] if after else None
    opens = word is not None and (
        after in _OPENS_OBJECT or word.text in _OPENING or word.capital or after in grammar.heads()
    )
    return opens if kind == "noun" else True


_STRENGTH = frozenset(
    "strongly fiercely sharply bitterly roundly vehemently utterly firmly categorically resolutely "
    "flatly fully wholeheartedly warmly vigorously openly publicly staunchly stoutly harshly "
    "furiously angrily unreservedly unequivocally deeply".split()
)


@cache
def _rows() -> dict[tuple[str, ...], dict[str, str]]:
    return {
        tuple(w.lower for w in words_of(row["form"], 0, len(row["form"]))): dict(row)
        for row in table("position_verbs")
    }


@cache
def _phrases() -> Phrases:
    return Phrases(" ".join(words) for words in _rows())
