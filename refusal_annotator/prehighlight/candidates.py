"""What could be a suggestion: the findings of the rules, and what the rules considered and left.

A learner chooses among candidates. Each knows how likely the rules hold it and by which features it
can be told from others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.actor_features import actor_features, company_of
from refusal_annotator.prehighlight.base import Choice, Fact, Found
from refusal_annotator.prehighlight.linear import logit
from refusal_annotator.prehighlight.names import Name, NameFinder
from refusal_annotator.prehighlight.nominals import NominalFinder
from refusal_annotator.prehighlight.reading import Reading, Sentence

# How often coders code what the rules considered and left, before anything is learned.
_LEFT_SHARE = {"name": 0.08, "head": 0.08, "noun": 0.015, "count": 0.08}

_ORIGINS = ("left_by=", "why=", "score=")
_ORIGIN_LENGTH = 14
_GENERAL = (
    *("class=", "det=", "verb=", "gov=", "follows=", "nested=", "counted=", "head_elsewhere="),
    *("tag_before=", "tag_after=", "quoted=", "title=", "opens=", "capital=", "n="),
)
_NEXT_TO_NOUN = ("det", "verb", "gov", "tag_after", "tag_before")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that a coder may code with a role.

    `keys` are the words by which it is remembered: its phrase and its head noun.
    """

    role: str
    start: int
    end: int
    offset: float
    features: tuple[str, ...]
    found: Found | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Whether the rules found it or left it."""
        return "left" if self.found is None else "rule"


def found_candidates(
    reading: Reading, found: Sequence[Found], shares: dict[int, float]
) -> list[Candidate]:
    """The findings of the rules; `shares` holds calibrated scores by the identity of a finding."""
    out = []
    for item in found:
        score = shares[id(item)]
        out.append(
            Candidate(
                item.role,
                item.start,
                item.end,
                logit(score),
                (
                    "rule",
                    f"why={_key(item.why)}",
                    f"score={round(item.score, 2)}",
                    *context_features(reading, item.start, item.end),
                    *(
                        f"fact:{role}={fact}"
                        for role, fact in item.facts.items()
                        if isinstance(fact, Choice)
                    ),
                ),
                item,
            )
        )
    return out


def actor_candidates(
    reading: Reading, numbers: Sequence[Found], actors: Sequence[Found], shares: dict[int, float]
) -> list[Candidate]:
    """Mentions of the rules, names and nouns that they left, and counts without a noun."""
    taken = {(a.start, a.end) for a in actors}
    out = found_candidates(reading, actors, shares)
    seen = set(taken)
    for start, end, kind, why, facts in _left(reading, numbers):
        if (start, end) in seen or _crosses(actors, start, end):
            continue
        seen.add((start, end))
        features = (f"left:{kind}", f"left_by={why}", *context_features(reading, start, end))
        out.append(Candidate("actor", start, end, logit(_LEFT_SHARE[kind]), features, None, facts))
    return _in_company(reading, _with_frequencies(reading, out), numbers, actors)


def context_features(reading: Reading, start: int, end: int) -> Iterator[str]:
    """Words in and around a stretch, their forms and place."""
    words = reading.words
    first, last = reading.word_at(start), reading.word_at(end)
    inside = words[first:last]
    if not inside:
        return
    head = inside[-1]
    before = words[first - 1].lower if first else "^"
    before_that = words[first - 2].lower if first > 1 else "^"
    after = words[last].lower if last < len(words) else "$"
    after_that = words[last + 1].lower if last + 1 < len(words) else "$"
    row = grammar.heads().get(head.lower)
    yield f"head={head.lower}"
    yield f"suffix={head.lower[-3:]}"
    yield f"first={inside[0].lower}"
    yield f"before={before}"
    yield f"before2={before_that} {before}"
    yield f"after={after}"
    yield f"after2={after} {after_that}"
    yield f"class={row['class'] if row else ''}/{row['number'] if row else ''}"
    yield f"n={min(len(inside), 6)}"
    yield f"capital={inside[0].capital}{head.capital}"
    yield f"verb_after={grammar.is_finite(after)}"
    yield f"says_after={after in grammar.reporting_verbs()}"
    yield f"place_before={before in grammar.PREPOSITIONS_OF_PLACE}"
    yield f"preposition_before={before in grammar.PREPOSITIONS}"
    yield f"determined={before in grammar.DETERMINERS}"
    yield f"digits={inside[0].text[0].isdigit()}"
    tags = [tag_of(reading, i) for i in range(first - 2, first)]
    following = [tag_of(reading, i) for i in range(last, last + 2)]
    yield f"tag_before={tags[-1]}"
    yield f"tags_before={tags}"
    yield f"tag_after={following[0]}"
    yield f"tags_after={following}"
    yield f"tags_around={tags[-1]}_{following[0]}"
    yield f"class+around={row['class'] if row else ''}_{tags[-1]}_{following[0]}"
    sentence = sentence_at(reading, start)
    if sentence is not None:
        yield f"opens={first == sentence.first}"
        yield f"title={sentence.title_case}"
        yield f"top={sentence.paragraph < 2}"
    yield f"quoted={_inside_marks(reading.text, start)}"


def tag_of(reading: Reading, i: int) -> str:
    """Rough part of speech of a word by the small grammar; "edge" outside the text."""
    if not 0 <= i < len(reading.words):
        return "edge"
    word = reading.words[i]
    lower = word.lower
    for tag, known in _tag_lists():
        if lower in known:
            return tag
    if word.text[0].isdigit():
        return "figure"
    if not grammar.is_word(word):
        return "mark" if word.text in ".!?" else word.text
    if word.capital:
        return "capital"
    if lower in grammar.heads():
        return "person"
    if grammar.is_finite(lower):
        return "past" if lower.endswith("ed") else "verb"
    if grammar.is_adverb(lower):
        return "adverb"
    return "plural" if lower.endswith("s") else "noun"


@cache
def _tag_lists() -> tuple[tuple[str, frozenset[str]], ...]:
    return (
        ("article", grammar.ARTICLES),
        ("possessive", grammar.POSSESSIVE_PRONOUNS | {"'s", "'"}),
        ("copula", grammar.COPULAS),
        ("auxiliary", grammar.AUXILIARIES),
        ("place", grammar.PREPOSITIONS_OF_PLACE),
        ("preposition", grammar.PREPOSITIONS),
        ("relative", frozenset(("who", "which", "whose", "that"))),
        ("says", frozenset(grammar.reporting_verbs())),
        ("joint", frozenset(("and", "or", "but", "as"))),
        ("function", grammar.function_words()),
    )


def sentence_at(reading: Reading, position: int) -> Sentence | None:
    """Sentence that a position lies in."""
    index = bisect_left(reading.sentences, position + 1, key=lambda s: s.start) - 1
    return reading.sentences[index] if index >= 0 else None


def _left(
    reading: Reading, numbers: Sequence[Found]
) -> Iterator[tuple[int, int, str, str, tuple[tuple[str, Fact], ...]]]:
    """Place, kind, the test that left it, and facts of what the rules considered."""
    names = NameFinder(reading).find()
    nominal = NominalFinder(reading, numbers)
    words = reading.words
    for index, sentence in enumerate(reading.sentences):
        nominal.left.clear()
        row = names.get(index, [])
        in_name = {i: name for name in row for i in range(name.first, name.last)}
        for name in row:
            if not name.accepted:
                start, end = words[name.first].start, words[name.last - 1].end
                yield start, end, "name", name.kind, _name_facts(name)
        for mention in nominal.find(sentence, row):
            yield mention.start, mention.end, "head", "described", _noun_facts(mention.word)
        for mention, why in nominal.left:
            yield mention.start, mention.end, "head", why, _noun_facts(mention.word)
        for i in range(sentence.first, sentence.last):
            if i in in_name:
                continue
            listed = words[i].lower in grammar.heads()
            if not (listed or nominal.is_noun_like(i, sentence)):
                continue
            first = nominal.left_edge(i, sentence, in_name)
            kind = "head" if listed else "noun"
            number = nominal.count_before(first, sentence)
            start = number.start if number else words[first].start
            yield start, words[i].end, kind, f"other_{kind}", _noun_facts(words[i].lower)
    for number in numbers:
        kind = number.facts.get("kind")
        if kind in ("count", "part_of_whole", "fraction", "percent"):
            yield number.start, number.end, "count", str(kind), _noun_facts("")


def _name_facts(name: Name) -> tuple[tuple[str, Fact], ...]:
    klass = "state" if name.kind in ("state", "capital", "seat") else "organisation"
    return (("actor_class", Choice(klass)), ("mention_form", Choice("name")))


def _noun_facts(head: str) -> tuple[tuple[str, Fact], ...]:
    row = grammar.heads().get(head)
    klass = row["class"] if row else "group"
    return (("actor_class", Choice(klass)), ("mention_form", Choice("nominal")))


def _with_frequencies(reading: Reading, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Add whether the rules accept the same words elsewhere in the text."""
    text = reading.text
    accepted = Counter(text[c.start : c.end].casefold() for c in candidates if c.found is not None)
    out = []
    for c in candidates:
        same = accepted[text[c.start : c.end].casefold()] - (c.found is not None)
        features = (*c.features, f"elsewhere={min(2, same)}")
        out.append(Candidate(c.role, c.start, c.end, c.offset, features, c.found, c.facts))
    return out


def _in_company(
    reading: Reading,
    candidates: Sequence[Candidate],
    numbers: Sequence[Found],
    actors: Sequence[Found],
) -> list[Candidate]:
    """Add what their company in the sentence and in the text tells of them."""
    company = company_of(reading, actors, numbers)
    out = []
    for c in candidates:
        sentence, place = sentence_at(reading, c.start), (c.start, c.end)
        by_rules = c.found is not None
        more = actor_features(reading, sentence, place, company, by_rules=by_rules)
        features = (*c.features, *more)
        phrase = " ".join(reading.text[c.start : c.end].casefold().split())
        last = reading.word_at(c.end) - 1
        keys = (phrase, reading.lowers[last] if last >= 0 else "")
        out.append(replace(c, features=(*features, *crossed(features)), keys=keys))
    return out


def crossed(features: Sequence[str]) -> Iterator[str]:
    """What made or left a candidate with all that its context shows in general, and its noun with
    what stands next to it.
    """
    origin = "+".join(f[:_ORIGIN_LENGTH] for f in features if f.startswith(_ORIGINS))
    yield from (f"{origin}&{f}" for f in features if f.startswith(_GENERAL))
    by_name = {f.partition("=")[0]: f for f in features}
    noun = by_name.get("stem")
    if noun:
        yield from (f"{noun}&{by_name[name]}" for name in _NEXT_TO_NOUN if name in by_name)


def _crosses(actors: Sequence[Found], start: int, end: int) -> bool:
    return any(
        a.start < start < a.end < end or start < a.start < end < a.end
        for a in actors
        if a.start < end and start < a.end
    )


def _inside_marks(text: str, position: int) -> bool:
    line = text.rfind("\n", 0, position) + 1
    opened = text.count("“", line, position) - text.count("”", line, position)
    return opened > 0 or text.count('"', line, position) % 2 == 1


def _key(why: str) -> str:
    return (
        why.split("(")[0].split(" short for ")[0].strip()[:24]
        if "short for" not in why
        else "short"
    )
