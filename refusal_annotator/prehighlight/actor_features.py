"""What tells a mention that acts from one that does not: its verb, its determiner, its company.

These features of candidates say the same of words that were never seen together, so that a learner
gets far with few articles: the class of the verb and not only the verb, whether the noun is coded
elsewhere and not only the phrase.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Choice, Found
from refusal_annotator.prehighlight.reading import Reading, Sentence

_FARTHEST_VERB = 7
_LONGEST = 400
_MODALS = frozenset("will would can could may might must should shall".split())
_PLURAL_FORMS = frozenset("people police men women children staff crew media troops".split())
_OPENERS = frozenset(("who", "which", "whose", "that"))
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Company:
    """What stands around the candidates of one text: findings by place and by their last word."""

    actors: Sequence[Place]
    numbers: Sequence[Place]
    number_facts: Mapping[Place, tuple[str, ...]]
    heads: Counter[str]


def company_of(reading: Reading, actors: Sequence[Found], numbers: Sequence[Found]) -> Company:
    """Look up once for a text what is asked for each candidate."""
    places = sorted((a.start, a.end) for a in actors)
    heads = Counter(_last_word(reading, end) for _, end in places)
    facts = {
        (n.start, n.end): tuple(
            f"{role}={fact}" for role, fact in n.facts.items() if isinstance(fact, Choice)
        )
        for n in numbers
    }
    return Company(places, sorted(facts), facts, heads)


def actor_features(
    reading: Reading,
    sentence: Sentence | None,
    place: Place,
    company: Company,
    *,
    by_rules: bool,
) -> Iterator[str]:
    """Features of one candidate, alone and in the pairs that matter."""
    start, end = place
    words, lowers = reading.words, reading.lowers
    first, last = reading.word_at(start), reading.word_at(end)
    if first >= last:
        return
    head = lowers[last - 1]
    determiner = _determiner(reading, first, last)
    number = "plural" if head.endswith("s") or head in _PLURAL_FORMS else "singular"
    verb = _verb_behind(reading, last, sentence)
    governor = _governor(reading, first, sentence)
    row = grammar.heads().get(head)
    klass = "name" if words[last - 1].capital else row["class"] if row else "noun"
    yield f"stem={head.removesuffix('s')}"
    yield f"suffix4={head[-4:]}"
    yield f"suffix2={head[-2:]}"
    yield f"det={determiner}"
    yield f"verb={verb}"
    yield f"gov={governor}"
    yield f"class={klass}"
    yield f"class+number+det={klass}_{number}_{determiner}"
    yield f"class+verb={klass}_{verb}"
    yield f"class+gov={klass}_{governor}"
    yield f"gov+verb={governor}_{verb}"
    yield f"det+verb={determiner}_{verb}"
    yield f"det+gov={determiner}_{governor}"
    yield f"follows={_follows(reading, last, sentence)}"
    nested = _nesting(company.actors, place)
    yield f"nested={nested}"
    yield f"nested+class={nested}_{klass}"
    yield f"counted={_counted(company.numbers, place)}"
    others = company.heads[head] - by_rules
    yield f"head_elsewhere={min(others, 2)}"
    yield f"head_elsewhere+class={others > 0}_{klass}"
    for fact in company.number_facts.get(place, ()):
        yield f"number:{fact}"


def _last_word(reading: Reading, end: int) -> str:
    i = reading.word_at(end) - 1
    return reading.lowers[i] if i >= 0 else ""


def _determiner(reading: Reading, first: int, last: int) -> str:
    """Kind of what determines the phrase: inside it, or right before."""
    opening = reading.lowers[first]
    before = reading.lowers[first - 1] if first else ""
    for word in (opening, before):
        if word in grammar.INDEFINITE:
            return "a"
        if word == "the":
            return "the"
        if word in grammar.POSSESSIVE_PRONOUNS or word in ("'s", "'"):
            return "whose"
        if word in grammar.QUANTIFIERS:
            return "some"
        if word in grammar.DETERMINERS:
            return "this"
        if word[:1].isdigit():
            return "figure"
    return "bare"


def _verb_behind(reading: Reading, last: int, sentence: Sentence | None) -> str:
    """Class of the first verb behind the mention, and whether it follows at once."""
    if sentence is None:
        return "none"
    lowers = reading.lowers
    for i in range(last, min(last + _FARTHEST_VERB, sentence.last)):
        word = lowers[i]
        near = "" if i == last or (i == last + 1 and grammar.is_adverb(lowers[last])) else "~"
        if word in grammar.reporting_verbs():
            return f"{near}says"
        if word in grammar.COPULAS:
            return f"{near}is"
        if word in _MODALS:
            return f"{near}modal"
        if word in grammar.AUXILIARIES:
            return f"{near}has"
        if grammar.is_finite(word):
            return f"{near}{'did' if word.endswith('ed') else 'does'}"
        if word in (";", ":", "–", "—"):
            break
    return "none"


def _governor(reading: Reading, first: int, sentence: Sentence | None) -> str:
    """Class of the word that the mention depends on, before its determiners."""
    opens = sentence.first if sentence is not None else 0
    i = first - 1
    while i >= opens and (
        reading.lowers[i] in grammar.DETERMINERS or reading.lowers[i] in grammar.POSSESSIVE_PRONOUNS
    ):
        i -= 1
    if i < opens:
        return "opens"
    word = reading.lowers[i]
    if word in grammar.reporting_verbs() or word in grammar.VERBS_BEFORE_PERSON:
        return "told"
    if word in ("by", "of", "to", "from", "for", "with", "and", "or", "as", "in", "at", "on", ","):
        return word
    if word in grammar.COPULAS:
        return "is"
    if word in grammar.PREPOSITIONS:
        return "preposition"
    if word in ("'s", "'"):
        return "owner"
    if grammar.is_finite(word):
        return "verb"
    return "joint" if word in grammar.function_words() else "word"


def _follows(reading: Reading, last: int, sentence: Sentence | None) -> str:
    if sentence is None or last >= sentence.last:
        return "end"
    word = reading.lowers[last]
    if word == "," and last + 1 < sentence.last and reading.lowers[last + 1] in _OPENERS:
        return ",who"
    return word if word in _OPENERS or not word[0].isalnum() or word == "of" else "word"


def _nesting(places: Sequence[Place], place: Place) -> str:
    """How the candidate lies to the findings of the rules."""
    start, end = place
    found = set()
    for left, right in places[bisect_left(places, (start - _LONGEST, 0)) :]:
        if left >= end:
            break
        if right <= start or (left, right) == place:
            continue
        if left <= start and end <= right:
            found.add("same_end" if right == end else "same_start" if left == start else "inside")
        elif start <= left and right <= end:
            found.add("longer_left" if right == end else "around")
    return "+".join(sorted(found)) or "alone"


def _counted(numbers: Sequence[Place], place: Place) -> str:
    i = bisect_left(numbers, (place[0], 0))
    if i < len(numbers) and numbers[i][0] == place[0]:
        return "only" if numbers[i][1] >= place[1] else "opens"
    return "no"
