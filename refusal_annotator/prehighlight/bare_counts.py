"""Counts that stand for people without a noun: "three of the 12 have", "one of them"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.lexicon import table
from refusal_annotator.prehighlight.mentions import Mention
from refusal_annotator.prehighlight.noun_phrases import NounPhrases
from refusal_annotator.prehighlight.reading import Sentence

_HURT = frozenset(
    "kills killed killing injures injured wounds wounded hurt arrests arrested detains detained "
    "displaced displaces evacuated evacuates rescued rescues hired sacked drowned drowns jailed "
    "leave leaves leaving left claimed saved".split()
)
_OF_THEM = re.compile(
    r"\s+of\s+(?:them|us|the\s+pair|the\s+(?:two|three|four|group)|those)(?!\w)", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(r"\bone\s+of\s+(?:them|us|the\s+pair|those\s+(?=who))", re.IGNORECASE)
_PLURAL_AUXILIARIES = frozenset("have had were are did could will would do".split())
_MEMORY = 60
_ENDS = frozenset("and but as when after who while or".split())
_AGED = re.compile(
    r"\b(?:the|an?|another|two|three)\s+(?P<age>\d{1,3}-year-olds?)(?!\w)", re.IGNORECASE
)
_AFTER_AGE = frozenset("who from and with in of at was is has had".split())
_BEFORE_COUNT = frozenset("other remaining first last latest".split())


class BareCounts(NounPhrases):
    """Finds counts that stand for people in one text."""

    def _bare_counts(self, sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
        """A count that stands for people: "three of the 12 have", "many had refused"."""
        left = bisect_left(self.starts, sentence.start)
        right = bisect_left(self.starts, sentence.end)
        bare: list[Mention] = []
        for number in self.counts[left:right]:
            if any(m.start <= number.start and number.end <= m.end for m in mentions):
                continue
            i = self.reading.word_at(number.end)
            kind = number.facts["kind"]
            first = self.reading.word_at(number.start)
            start, end = number.start, number.end
            led = first > sentence.first and self.lowers[first - 1] in _BEFORE_COUNT
            of_them = _OF_THEM.match(self.reading.text, number.end)
            if of_them:
                end = of_them.end()
                i = self.reading.word_at(end)
            elif kind not in ("count", "part_of_whole", "fraction", "percent") or not (
                (i < sentence.last and self._speaks_as_people(i, sentence))
                or self._is_hurt(first, i, sentence)
                or (led and self._ends_phrase(i, sentence))
            ):
                continue
            if not of_them and self._counts_things(i, sentence):
                continue
            if not self._is_people(number, first, i, sentence, led or bool(bare)):
                continue
            if led:
                start = self.words[first - 1].start
                first -= 1
            bare.append(
                Mention(
                    first,
                    i,
                    i - 1,
                    i,
                    "",
                    "plural",
                    "group",
                    "",
                    0.6,
                    start,
                    end,
                    counted=number,
                )
            )
        taken = [*mentions, *bare]
        return [*bare, *self._one_of_them(sentence, taken), *self._by_age(sentence, taken)]

    def _counts_things(self, i: int, sentence: Sentence) -> bool:
        """Whether a participle and a noun follow, whose count it is: "40 recorded calls"."""
        if i + 1 >= sentence.last or not self.lowers[i].endswith("ed"):
            return False
        noun = self.words[i + 1]
        adjacent = noun.start == self.words[i].end + 1 and grammar.is_word(noun)
        function = noun.lower in grammar.function_words() or grammar.is_finite(noun.lower)
        return adjacent and noun.lower.endswith("s") and not function

    def _by_age(self, sentence: Sentence, taken: Sequence[Mention]) -> list[Mention]:
        """Somebody who is named by an age alone: "the 44-year-old said"."""
        found: list[Mention] = []
        for match in _AGED.finditer(self.reading.text, sentence.start, sentence.end):
            start, end = match.span("age")
            first, i = self.reading.word_at(start), self.reading.word_at(end)
            if any(m.start < end and start < m.end for m in taken):
                continue
            after = self.words[i] if i < sentence.last else None
            beside = after is not None and grammar.is_word(after) and after.start == end + 1
            following = after.lower if after is not None and beside else ""
            if following and not (grammar.is_finite(following) or following in _AFTER_AGE):
                continue  # "the 44-year-old cook"
            plural = match.group("age").endswith("s")
            number, klass = ("plural", "group") if plural else ("singular", "person")
            found.append(Mention(first, i, i - 1, i, "", number, klass, "", 0.6, start, end))
        return found

    def _one_of_them(self, sentence: Sentence, taken: Sequence[Mention]) -> list[Mention]:
        found: list[Mention] = []
        for match in _ONE_OF_THEM.finditer(self.reading.text, sentence.start, sentence.end):
            start, end = match.start(), match.start() + len(match.group().rstrip())
            if any(m.start < end and start < m.end for m in taken):
                continue
            first, i = self.reading.word_at(start), self.reading.word_at(end)
            found.append(
                Mention(first, i, i - 1, i, "", "singular", "person", "", 0.55, start, end)
            )
        return found

    def _is_hurt(self, first: int, i: int, sentence: Sentence) -> bool:
        """Whether a bare count is what something is done to: "kills at least 46"."""
        before = self.lowers[first - 1] if first > sentence.first else ""
        return before in _HURT and self._ends_phrase(i, sentence)

    def _ends_phrase(self, i: int, sentence: Sentence) -> bool:
        if i >= sentence.last:
            return True
        word = self.words[i]
        if word.text in ',.;:)”"’–—':
            return True
        return (
            word.lower in grammar.PREPOSITIONS
            or word.lower in grammar.AUXILIARIES
            or word.lower in _ENDS
            or _personal_verbs().get(word.lower) == "state"
        )

    def _is_people(self, number: Found, first: int, i: int, sentence: Sentence, led: bool) -> bool:
        """Whether a bare count counts people: by what they do, or by what was counted before."""
        if self._is_hurt(first, i, sentence):
            return True
        before = self._counted_before(number)
        verb = self._verb_behind(i, sentence)
        use = _personal_verbs().get(verb, "")
        says = verb in grammar.reporting_verbs() and verb not in ("found", "observed", "expected")
        if use in ("only", "state") or says or verb in grammar.heads():
            return True  # "nine refused", "41 of them were officers"
        if before is None:
            return led or use == "mostly"
        return before

    def _verb_behind(self, i: int, sentence: Sentence) -> str:
        """First word behind auxiliaries and adverbs, or an empty string."""
        ahead = self.lowers[i : min(i + 6, sentence.last)]
        passed = grammar.AUXILIARIES | {"been", "be", "being", "not", "or", "still"}
        for word in ahead:
            if word not in passed and not grammar.is_adverb(word):
                return word
        return ""

    def _counted_before(self, number: Found) -> bool | None:
        """Whether what was counted last before the number was people; None where nothing was."""
        last = self.reading.word_at(number.start)
        for i in range(last - 1, max(-1, last - _MEMORY), -1):
            lower = self.lowers[i]
            row = grammar.heads().get(lower)
            if row is not None and row["number"] == "plural":
                return row["class"] in ("group", "person")
            counted = self.words[i].start in self.behind_number
            noun = lower.endswith("s") and lower not in grammar.function_words()
            if counted and noun and not grammar.is_finite(lower):
                return False
        return None

    def _speaks_as_people(self, i: int, sentence: Sentence) -> bool:
        while i < sentence.last and (grammar.is_adverb(self.lowers[i]) or self.lowers[i] == "or"):
            i += 1
        if i >= sentence.last or self.lowers[i].endswith("s"):
            return False  # "60 calls": after a count this is a noun
        lower = self.lowers[i]
        if lower in _PLURAL_AUXILIARIES or lower in grammar.reporting_verbs():
            return True
        led = i > 0 and self.lowers[i - 1].endswith("ly")
        past = lower.endswith("ed") and grammar.is_finite(lower) and not led
        return past or lower in _personal_verbs()


@cache
def _personal_verbs() -> dict[str, str]:
    return {row["form"]: row["use"] for row in table("personal_verbs")}
