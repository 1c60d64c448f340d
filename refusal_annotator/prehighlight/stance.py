"""Stance: evaluative, loaded, legal and moral words, unwillingness and demands, labels and words in
marks of distance. Always at low confidence: who means what is for the coder.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Choice, Fact, Found, FoundLink
from refusal_annotator.prehighlight.labels import find_labels
from refusal_annotator.prehighlight.lexicon import Phrases, column, table
from refusal_annotator.prehighlight.quotes import Quotes
from refusal_annotator.prehighlight.reading import Reading, Sentence, words_of
from refusal_annotator.prehighlight.stance_forms import find_forms
from refusal_annotator.prehighlight.stance_frames import find_frames
from refusal_annotator.prehighlight.stance_grammar import Voice, counts
from refusal_annotator.prehighlight.stance_verbs import find_positions, is_introduction

_SCARE = re.compile(r"(?P<mark>[“\"‘])(?P<word>[^\W\d_]+(?:[-’'][^\W\d_]+)*)[”\"’](?!\w)")
_SAYING_BEFORE = re.compile(
    r"(?:\b(?:as|called|calls|it|said|says|word|term|named)|,)\s+\Z", re.IGNORECASE
)
_UNWILLING = re.compile(
    r"\b(?:(?:do|does|did)(?:n['’]t|\s+not)\s+(?:want|wish|intend)|(?:no|without)\s+(?:desire|wish|intention)|"
    r"(?:not\s+willing|unwilling))(?!\w)(?:\s+to\s+(?:go\s+and\s+|go\s+to\s+)?[^\W\d_]+(?:\s+back)?|\s+of\s+[^\W\d_]+ing)?",
    re.IGNORECASE,
)
_UNWILLING_WORDS = frozenset("do does did don't doesn't didn't no without not unwilling".split())
_WIDEST_CLAIM = 3000
_FIRST_PERSON = frozenset("i we our my i'm we're i've we've i'd we'd we'll i'll".split())
_SHARE_OWN = 0.2
_REACH_BACK = 60
_NEGATED = re.compile(
    r"(?<!\w)(?:not|never|hardly|(?:is|are|was|were|do|does|did)n['’]t)\s+(?:(?:an?|the|at\s+all|very|so|even)\s+)?\Z",
    re.IGNORECASE,
)
_TURNED = {
    "strongly_against": "mildly_for",
    "mildly_against": "mildly_for",
    "strongly_for": "mildly_against",
    "mildly_for": "mildly_against",
}
_OPENERS = frozenset('“"‘(')
_PHRASE_ENDS = re.compile(
    r"\s*(?:[.,;:!?)”\"’—–]|$)|\s+(?:and|but|or|for|in|on|at|to|of|with|by|that|who|which|when|because|"
    r"if|while|as|than|until|after|before|about|under|since|we|they|it|he|she|I)\b"
)
_PREDICATE = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|am|became?|becomes|remains?|remained|seems?|seemed|looks?|sounds?|"
    r"feels?|felt|as|isn['’]t|wasn['’]t|aren['’]t)|['’](?:s|re|m))\s+"
    r"[“\"‘]?(?:(?:an?|the|not|both|simply|just|very|so|too|more|most|quite|rather|only|also|all|[^\W\d_]+ly|"
    r"such|really)\s+){0,3}(?:[^\W\d_-]+(?:-[^\W\d_]+)?,?\s+(?:and|but|or)\s+)?\Z",
    re.IGNORECASE,
)
_FOUND_SO = re.compile(
    r"\b(?:find|finds|found|consider|considers|considered|deem|deems|deemed|call|calls|called|calling|think|thinks|"
    r"thought|declare|declares|declared|judge|judged|ruled?|brand|branded|makes?|made)\s+"
    r"(?:[^\s.,;:!?“”\"()]+\s+){1,6}[“\"‘]?\Z",
    re.IGNORECASE,
)
POSITION = "a verb of position"
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

    own = own_voice(reading, quotes)

    def voice_at(start: int, end: int) -> Voice:
        """Whose words they are: quoted, told as somebody's or a writer's own, or the outlet's."""
        if quotes.around(start, end) is not None:
            return Voice.QUOTED
        claim = _smallest_around(claims, start, end)
        if claim is not None and claim.facts.get("attribution") not in (None, "outlet_voice"):
            return Voice.VOICED
        return own(start)

    for sentence in reading.sentences:
        loudest = _loudest(quotes, claims, sentence, own)
        found = _in_sentence(reading, quotes, sentence, voice_at, loudest)
        for raw in _chosen(reading.text, found):
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


def _loudest(
    quotes: Quotes, claims: Sequence[Found], sentence: Sentence, own: Callable[[int], Voice]
) -> Voice:
    """The most that a place of a sentence can be."""
    if quotes.within(sentence.start, sentence.end):
        return Voice.QUOTED
    voice = own(sentence.start)
    if voice is not Voice.ANYWHERE:
        return voice
    first = bisect_left(claims, sentence.start - _WIDEST_CLAIM, key=lambda c: c.start)
    last = bisect_right(claims, sentence.end, key=lambda c: c.start)
    told = any(
        claim.end > sentence.start and claim.facts.get("attribution") not in (None, "outlet_voice")
        for claim in claims[first:last]
    )
    return Voice.VOICED if told else Voice.ANYWHERE


def _in_sentence(
    reading: Reading,
    quotes: Quotes,
    sentence: Sentence,
    voice_at: Callable[[int, int], Voice],
    loudest: Voice,
) -> list[Found]:
    text, start, end = reading.text, sentence.start, sentence.end
    lowers = frozenset(reading.lowers[sentence.first : sentence.last])
    found: list[Found] = []
    for left, right, frame in find_frames(reading, sentence, lowers, voice_at, loudest):
        facts = _facts(frame.value, frame.basis, frame.explicitness)
        found.append(_stance(left, right, frame.score, frame.why, facts))
    asks = text[end - 1] == "?" and voice_at(start, end) is Voice.ANYWHERE
    for left, right, row in () if asks else find_positions(reading, sentence):
        facts = _facts(row["value"], row["basis"], "explicit")
        found.append(_stance(left, right, 0.4, POSITION, facts))
    unwilling = () if lowers.isdisjoint(_UNWILLING_WORDS) else _UNWILLING.finditer(text, start, end)
    for match in unwilling:
        if not _CONDITION.search(text, start, match.start()):
            facts = _facts("strongly_against", "refusal", "explicit")
            found.append(_stance(*match.span(), 0.6, "not wanting to", facts))
    for form in find_forms(reading, quotes, sentence, lowers, voice_at):
        facts = _facts(form.value, form.basis, form.explicitness)
        found.append(_stance(form.start, form.end, form.score, form.why, facts))
    labels = () if lowers.isdisjoint(_label_words()) else find_labels(text, start, end)
    for left, right, verb in labels:
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
        if row["use"] == "term" or _is_plain_use(text, left, row):
            continue
        if not _is_meant(reading, sentence, left, right, row["use"], voice_at):
            continue
        left, value = _with_negation(text, start, left, row["value"])
        facts = _facts(value, row["basis"], row["explicitness"])
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
            last = i + length
            if _colours_next(lowers[last - 1]) and last < sentence.last:
                last += lowers[last] not in grammar.function_words() and lowers[last].isalpha()
            yield words[i].start, words[last - 1].end, row
        i += max(1, length)


def _colours_next(lower: str) -> bool:
    """Whether an adverb judges what follows it: "shamefully neglected"."""
    return lower.endswith("ly") and lower not in ("ugly", "cowardly", "deadly", "silly")


def _with_negation(text: str, start: int, left: int, value: str) -> tuple[int, str]:
    """Start of a word with its negation, and the direction that it then has."""
    match = _NEGATED.search(text, max(start, left - 24), left)
    if match is None:
        return left, value
    return match.start(), _TURNED.get(value, value)


def _is_meant(
    reading: Reading,
    sentence: Sentence,
    left: int,
    right: int,
    use: str,
    voice_at: Callable[[int, int], Voice],
) -> bool:
    """Whether a word takes a position where it stands: not in a name, not as a plain attribute."""
    text = reading.text
    if text[left].isupper() and not _may_have_capital(reading, sentence, left, right):
        return False
    if use != "predicate":
        return counts(Voice(use), voice_at(left, right))
    before = text[max(sentence.start, left - _REACH_BACK) : left]
    if not _PHRASE_ENDS.match(text, right):
        return False
    if _FOUND_SO.search(before):
        return True
    voiced = voice_at(left, right) is not Voice.ANYWHERE
    return voiced and bool(_PREDICATE.search(before) or before[-1:] in _OPENERS)


def _may_have_capital(reading: Reading, sentence: Sentence, left: int, right: int) -> bool:
    """Whether a capital says nothing: first word, title, shouting; elsewhere it tells a name."""
    text = reading.text
    if sentence.title_case or text[left:right].isupper() or left == sentence.start:
        return True
    if "-" in text[left:right]:
        return True
    return text[left - 1] in _OPENERS or text[max(0, left - 2) : left - 1] in (":", "•", "–", "-")


def _is_plain_use(text: str, start: int, row: dict[str, str]) -> bool:
    """Whether the word states a fact here: demands and support as nouns, "in support of"."""
    if row["basis"] not in ("demand", "evaluation"):
        return False
    before = text[max(0, start - 14) : start]
    is_noun = re.search(
        r"\b(?:the|a|an|in|of|with|their|his|her|its|no|for)\s+\Z", before, re.IGNORECASE
    )
    return bool(is_noun) and row["basis"] == "demand"


def own_voice(reading: Reading, quotes: Quotes) -> Callable[[int], Voice]:
    """Tell of a place outside marks whether the writer speaks there: columns and statements.

    A sentence in the first person is voiced. Where a good part of the text is in the first person,
    all of it counts like a quotation.
    """
    speaking: list[Sentence] = []
    plain = 0
    for sentence in reading.sentences:
        hits = [
            i
            for i in range(sentence.first, sentence.last)
            if reading.lowers[i] in _FIRST_PERSON
            and quotes.around(reading.words[i].start, reading.words[i].end) is None
        ]
        quoted = quotes.around(sentence.start, sentence.end) is not None
        plain += not quoted
        if hits:
            speaking.append(sentence)
    if len(speaking) >= 2 and len(speaking) >= _SHARE_OWN * plain:
        return lambda start: Voice.QUOTED
    starts = [sentence.start for sentence in speaking]

    def speaks(start: int) -> Voice:
        i = bisect_right(starts, start) - 1
        return Voice.VOICED if i >= 0 and start < speaking[i].end else Voice.ANYWHERE

    return speaks


def _chosen(text: str, found: Sequence[Found]) -> list[Found]:
    """Findings without overlaps, and without verbs that only introduce what follows."""
    kept = _joined(text, _without_overlaps(found))
    return [
        item
        for i, item in enumerate(kept)
        if item.why != POSITION
        or not any(is_introduction(text, item.end, other.start) for other in kept[i + 1 : i + 3])
    ]


def _joined(text: str, kept: Sequence[Found]) -> list[Found]:
    """Words side by side as one: "shameful mess"."""
    joined: list[Found] = []
    for item in kept:
        last = joined[-1] if joined else None
        words = last is not None and last.why.endswith("word") and item.why.endswith("word")
        if last is not None and words and text[last.end : item.start] == " ":
            best = max(last, item, key=lambda f: f.score)
            joined[-1] = _stance(last.start, item.end, best.score, best.why, dict(last.facts))
        else:
            joined.append(item)
    return joined


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
def _label_words() -> frozenset[str]:
    """First words of the verbs that give a label."""
    return frozenset(phrase.split()[0].casefold() for phrase in column("label_verbs", "phrase"))


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
