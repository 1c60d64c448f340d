"""Stance: evaluative, loaded, legal and moral words, unwillingness and demands, labels and words in
marks of distance. Always at low confidence: who means what is for the coder.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from refusal_annotator.prehighlight.base import Choice, Fact, Found, FoundLink
from refusal_annotator.prehighlight.labels import find_labels
from refusal_annotator.prehighlight.lexicon import Phrases, table
from refusal_annotator.prehighlight.quotes import Quotes
from refusal_annotator.prehighlight.reading import Reading, Sentence, words_of
from refusal_annotator.prehighlight.stance_forms import find_forms

_SCARE = re.compile(r"(?P<mark>[“\"‘])(?P<word>[^\W\d_]+(?:[-’'][^\W\d_]+)*)[”\"’](?!\w)")
_SAYING_BEFORE = re.compile(
    r"(?:\b(?:as|called|calls|it|said|says|word|term|named)|,)\s+\Z", re.IGNORECASE
)
_VERB_NEXT = re.compile(
    r"\s+(?:to\s+)?(?P<verb>[^\W\d_]+)(?:\s+(?P<particle>back|out|up))?", re.IGNORECASE
)
_UNWILLING = re.compile(
    r"\b(?:(?:do|does|did)(?:n['’]t|\s+not)\s+(?:want|wish|intend)|(?:no|without)\s+(?:desire|wish|intention)|"
    r"(?:not\s+willing|unwilling))(?:\s+to\s+(?:go\s+and\s+|go\s+to\s+)?[^\W\d_]+(?:\s+back)?)?",
    re.IGNORECASE,
)
_WIDEST_CLAIM = 3000
_CONDITION = re.compile(r"\b(?:if|whether|unless)\b[^,.;]*\Z", re.IGNORECASE)


def find_stances(
    reading: Reading,
    claims: Sequence[Found],
    links: Sequence[FoundLink],
) -> tuple[list[Found], list[FoundLink]]:
    """Stances in order, each with the speaker of its claim as likely holder."""
    quotes = Quotes(reading)
    speakers = {id(link.source): link for link in links if link.role == "speaker"}
    stances: list[Found] = []
    holders: list[FoundLink] = []
    claims = sorted(claims, key=lambda c: c.start)

    def is_voiced(start: int, end: int) -> bool:
        """Whether somebody other than the outlet says it."""
        if quotes.around(start, end) is not None:
            return True
        claim = _smallest_around(claims, start, end)
        return claim is not None and claim.facts.get("attribution") not in (None, "outlet_voice")

    for sentence in reading.sentences:
        for raw in _without_overlaps(_in_sentence(reading, quotes, sentence, is_voiced)):
            claim = _smallest_around(claims, raw.start, raw.end)
            link = speakers.get(id(claim)) if claim else None
            facts = dict(raw.facts)
            quoted = quotes.around(raw.start, raw.end) is not None
            if link:
                facts["holder_kind"] = Choice("actor")
            elif not quoted:
                facts["holder_kind"] = Choice("outlet")
            stance = Found("stance", raw.start, raw.end, raw.score, raw.why, facts)
            stances.append(stance)
            if link:
                holders.append(
                    FoundLink("holder", stance, link.target, round(link.score - 0.15, 2))
                )
    return stances, holders


def _in_sentence(
    reading: Reading,
    quotes: Quotes,
    sentence: Sentence,
    is_voiced: Callable[[int, int], bool],
) -> list[Found]:
    text, start, end = reading.text, sentence.start, sentence.end
    found: list[Found] = []
    for match in _UNWILLING.finditer(text, start, end):
        if not _CONDITION.search(text, start, match.start()):
            facts = _facts("strongly_against", "refusal", "explicit")
            found.append(_stance(*match.span(), 0.6, "not wanting to", facts))
    for form in find_forms(reading, quotes, sentence):
        facts = _facts(form.value, form.basis, form.explicitness)
        found.append(_stance(form.start, form.end, form.score, form.why, facts))
    for left, right, verb in find_labels(text, start, end):
        found.append(
            _stance(left, right, 0.56, f"a label ({verb})", _facts("", "label", "explicit"))
        )
    scares = [
        match.span()
        for match in _SCARE.finditer(text, start, end)
        if not _SAYING_BEFORE.search(text, max(start, match.start() - 12), match.start())
        and match.group("word")[0].islower()
    ]
    for left, right, row in _cue_places(reading, sentence):
        if row["basis"] == "refusal" or _is_plain_use(text, left, row):
            continue
        if row["use"] == "voiced" and not is_voiced(left, right):
            continue
        if row["use"] == "quoted" and quotes.around(left, right) is None:
            continue
        facts = _facts(row["value"], row["basis"], row["explicitness"])
        # A single word in marks of distance keeps its marks.
        span = next((s for s in scares if s == (left - 1, right + 1)), (left, right))
        found.append(_stance(*span, float(row["score"]), f"a {row['basis']} word", facts))
    for left, right in scares:
        facts = _facts("mildly_against", "label", "implicit")
        found.append(_stance(left, right, 0.35, "a word in marks of distance", facts))
    return found


def _cue_places(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Evaluative words and phrases of a sentence, the longest at each place."""
    words, lowers = reading.words, reading.lowers
    phrases = _cue_phrases()
    i = sentence.first
    while i < sentence.last:
        length = phrases.match(lowers, i, sentence.last)
        if length:
            row = _cues()[tuple(lowers[i : i + length])]
            yield words[i].start, words[i + length - 1].end, row
        i += max(1, length)


def _is_plain_use(text: str, start: int, row: dict[str, str]) -> bool:
    """Whether the word states a fact here: demands and support as nouns, "in support of"."""
    if row["basis"] not in ("demand", "evaluation"):
        return False
    before = text[max(0, start - 14) : start]
    is_noun = re.search(
        r"\b(?:the|a|an|in|of|with|their|his|her|its|no|for)\s+\Z", before, re.IGNORECASE
    )
    return bool(is_noun) and row["basis"] == "demand"


def _without_overlaps(found: Sequence[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (-f.score, f.start)):
        if not any(item.start < other.end and other.start < item.end for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: f.start)


def _smallest_around(claims: Sequence[Found], start: int, end: int) -> Found | None:
    first = bisect_left(claims, start - _WIDEST_CLAIM, key=lambda c: c.start)
    last = bisect_right(claims, start, key=lambda c: c.start)
    around = [claim for claim in claims[first:last] if claim.covers(start, end)]
    return min(around, key=lambda c: c.end - c.start) if around else None


def _stance(start: int, end: int, score: float, why: str, facts: dict[str, Fact]) -> Found:
    return Found("stance", start, end, score, why, facts)


def _facts(value: str, basis: str, explicitness: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "stance_basis": Choice(basis),
        "explicitness": Choice(explicitness),
    }
    if value:
        facts["stance_value"] = Choice(value)
    return facts


@cache
def _cues() -> dict[tuple[str, ...], dict[str, str]]:
    rows = table("stance_cues")
    return {
        tuple(w.lower for w in words_of(row["phrase"], 0, len(row["phrase"]))): dict(row)
        for row in rows
    }


@cache
def _cue_phrases() -> Phrases:
    return Phrases(" ".join(words) for words in _cues())
