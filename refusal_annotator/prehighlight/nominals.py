"""Nominal mentions: from the first numeral, quantifier or adjective to the head noun, with a
directly following of-, from- or for-phrase that says which group it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.lexicon import Phrases, column
from refusal_annotator.prehighlight.names import Name
from refusal_annotator.prehighlight.noun_phrases import NounPhrases
from refusal_annotator.prehighlight.reading import Sentence

# Nouns that as often are adjectives or verbs: they count only after a determiner or an adjective.
_DOUBTFUL = frozenset(
    "general local military intelligence executive chief head paper source force guard command "
    "monitor pilot cook contact unit party partner captain bank board lead volunteer author deputy "
    "secretary opposition council marine parent youth company group team family agency union "
    "commission department partisan rebel private major staff child patient person".split()
)
_AS_VERB = frozenset(
    "heads forces guards commands monitors pilots cooks contacts boards banks".split()
)
_FOR_HEADS = frozenset(
    "lawyer lawyers attorney spokesman spokeswoman spokesperson advocate counsel representative "
    "candidate minister secretary fighters campaigner campaigners".split()
)
_DO = frozenset("withdrew went left fled came stayed want refuse refused".split())
_SAID = frozenset("said says told tells wrote writes added recalled explained".split())
_HOUSES = frozenset("hospital university bank parliament embassy court council".split())
_AS_ADJECTIVE = frozenset(
    "dead wounded injured homeless unemployed elderly rich poor missing sick disabled".split()
)
_BEFORE_HOUSE = frozenset("by sued asked urged told warned told accused cost".split())
_PLACE_WORDS = frozenset(
    "in at near from to outside inside around opposite behind through beside into".split()
)
_HURT = frozenset(
    "kills killed killing injures injured wounds wounded hurt arrests arrested detains detained "
    "displaced displaces evacuated evacuates rescued rescues hired sacked drowned drowns jailed "
    "leaves left claimed saved".split()
)
_OF_THEM = re.compile(
    r"\s+of\s+(?:them|us|the\s+pair|the\s+(?:two|three|four|group)|those)(?!\w)", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(r"\bone\s+of\s+(?:them|us|the\s+pair|those\s+(?=who))", re.IGNORECASE)
_PART_OF_OWN = re.compile(
    r".*\bof\s+(?:all\s+)?(?:his|her|its|their|our|your|my)\s+(?P<whole>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_COUNT = frozenset("other remaining first last latest".split())
_MASSES = frozenset(
    "sea wave throng mob stream horde swarm host bunch handful column busload busloads convoy "
    "crowd group band pair trio string row line generation".split()
)
_ANSWERS = frozenset(
    "answer reply response word comment statement letter order orders pressure money help "
    "permission news request".split()
)
_COLLECTIVES = frozenset("group groups team teams crowd gang delegation unit".split())


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


class NominalFinder(NounPhrases):
    """Finds nominal mentions sentence by sentence."""

    def find(self, sentence: Sentence, names: Sequence[Name]) -> list[Mention]:
        """Nominal mentions of one sentence, in order."""
        in_name = {i: name for name in names for i in range(name.first, name.last)}
        mentions: list[Mention] = []
        i = sentence.first
        while i < sentence.last:
            length = grammar.head_phrases().match(self.lowers, i, sentence.last)
            if not length and self._is_compound_or_derived(i):
                length = 1
            if (length and self._is_compound(i, length)) or self._is_clock(i):
                length = 0
            name = in_name.get(i)
            if length and not (name and self._belongs(name, sentence)):
                mention = self._mention(i, i + length, sentence, in_name)
                if mention:
                    mentions.append(mention)
                i += length
            else:
                i += 1
        mentions = self._coordinated(mentions)
        return [*mentions, *self._bare_counts(sentence, mentions)]

    def _is_compound_or_derived(self, i: int) -> bool:
        lower = self.lowers[i]
        return lower in grammar.heads() or ("-" in lower and bool(grammar.compound_head(lower)))

    def _is_compound(self, i: int, length: int) -> bool:
        """Whether the noun is part of a fixed phrase for a thing: "filing cabinet"."""
        phrases = _compounds()
        before = phrases.match(self.lowers, i - 1, i + length) if i else 0
        return bool(before or phrases.match(self.lowers, i, min(i + 3, len(self.lowers))))

    def _is_clock(self, i: int) -> bool:
        word = self.words[i]
        return word.lower == "pm" and (word.text != "PM" or self.texts_before(i)[-1:].isdigit())

    def texts_before(self, i: int) -> str:
        """Word before word `i`, or an empty string."""
        return self.words[i - 1].text if i else ""

    def _belongs(self, name: Name, sentence: Sentence) -> bool:
        if sentence.title_case:
            return name.accepted
        # "the Government": a noun with a capital that is no name by itself.
        return name.accepted or name.kind != "none" or name.last - name.first > 1

    def _mention(
        self, head: int, head_end: int, sentence: Sentence, in_name: dict[int, Name]
    ) -> Mention | None:
        word = " ".join(self.lowers[head:head_end])
        row = grammar.heads().get(word) or grammar.heads()[grammar.compound_head(word)]
        if self._is_modifier(head_end, row["number"], sentence, in_name):
            return None
        first = self._left(head, sentence, in_name)
        before = self.lowers[first - 1] if first > sentence.first else ""
        number = self._number_before(first, sentence)
        mention = Mention(
            first,
            head_end,
            head,
            head_end,
            word,
            row["number"],
            row["class"],
            row["role"],
            0.75,
            self.words[first].start,
            self.words[head_end - 1].end,
            indefinite=before in grammar.INDEFINITE,
            definite=before == "the" or before in grammar.POSSESSIVE_PRONOUNS or before == "'s",
            counted=number,
        )
        possessed = number and _PART_OF_OWN.fullmatch(self.reading.text[number.start : number.end])
        if number and possessed:
            # "400 of its 900 drivers" begins behind the pronoun.
            mention.start = number.start + possessed.start("whole")
            mention.first = self.reading.word_at(mention.start)
        elif number:
            mention.start = number.start
            mention.first = self.reading.word_at(number.start)
            before = self.lowers[mention.first - 1] if mention.first > sentence.first else ""
        self._take_in_collective(mention, sentence)
        mention.predicate = self._is_predicate(mention.first, before, sentence)
        if not self._is_mention(mention, before, sentence):
            return None
        self._grow_right(mention, sentence, in_name)
        if self._only_possesses(mention, sentence):
            return None
        return mention

    def _only_possesses(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether an owner without a name stands before what it owns: "the company's door"."""
        i = mention.last
        if i >= sentence.last or self.lowers[i] not in ("'s", "'", "’"):
            return False
        if self.words[i].start != self.words[i - 1].end:
            return False
        ahead = self.lowers[i + 1 : min(i + 4, sentence.last)]
        return not any(word in column("act_nouns", "word") for word in ahead)

    def _take_in_collective(self, mention: Mention, sentence: Sentence) -> None:
        """Begin at a word for a mass of people: "sea of protesters"."""
        i = mention.first - 1
        if mention.counted is not None or mention.number != "plural" or i <= sentence.first:
            return
        if self.lowers[i] == "of" and self.lowers[i - 1] in _MASSES:
            mention.first = i - 1
            mention.start = self.words[i - 1].start

    def _is_predicate(self, first: int, before: str, sentence: Sentence) -> bool:
        i = first - 1
        while i > sentence.first and (
            self.lowers[i] in grammar.ARTICLES
            or grammar.is_adverb(self.lowers[i])
            or self.lowers[i] == "not"
        ):
            i -= 1
        return i >= sentence.first and self.lowers[i] in grammar.COPULAS

    def _is_mention(self, mention: Mention, before: str, sentence: Sentence) -> bool:
        bare = mention.first == mention.head
        if mention.word in _AS_ADJECTIVE and not self._is_used_as_noun(mention, sentence):
            return False
        if self._is_denied(mention, sentence):
            return False
        if mention.word in column("houses", "word") and not self._acts(mention, before, sentence):
            return False
        if mention.predicate and mention.counted is None:
            return False
        if mention.word == "people" and bare and mention.counted is None:
            return False
        doubtful = mention.word in _DOUBTFUL or mention.word in _AS_VERB
        opens = mention.head == sentence.first and mention.number == "plural"
        owned = before in ("'s", "own", "both")
        if doubtful and bare and before not in grammar.DETERMINERS and not opens and not owned:
            return False
        if mention.word in _AS_VERB and before in ("he", "she", "it", "who", "which", "that"):
            return False
        if self._is_part_of(mention.first, sentence) or self._is_place(mention, before):
            return False
        if before in ("no", "any", "each", "every", "part"):
            return False
        if mention.indefinite and self.lowers[max(0, mention.first - 2)] == "as":
            return False
        if mention.indefinite and bare and mention.number == "singular":
            return self._speaks(mention.last, sentence) or self._is_particular(mention, sentence)
        determined = before in grammar.DETERMINERS | {
            "own",
            "both",
            "'s",
            "'",
            "’",
            "another",
            "one",
            "former",
        }
        if (
            bare
            and mention.word in ("parliament", "congress")
            and before in ("told", "by", "asked")
        ):
            return True
        if bare and not determined and mention.number == "singular":
            # Headlines drop the article: "Court rejects appeal"; elsewhere it is "to go to court".
            if before in ("", ",", ":", "“", '"', "as", "–", "-"):
                return self._speaks(mention.last, sentence, loosely=True)
            return self._is_headline(sentence) and before in ("and", "but", "by", ",", "to", "as")
        if mention.indefinite and mention.word in _COLLECTIVES and not self._has_name(mention):
            mention.score = 0.5
            return self.lowers[mention.last : mention.last + 1] == ["of"] or self._speaks(
                mention.last, sentence
            )
        return True

    def _is_headline(self, sentence: Sentence) -> bool:
        """Whether the sentence is set like a title: short, without a full stop."""
        ends = self.reading.text[sentence.end - 1] not in '.!?:”"'
        return ends and sentence.last - sentence.first <= 28

    def _is_used_as_noun(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether an adjective stands for people: "the injured were", and not "the injured man"."""
        if mention.head == sentence.first or self.lowers[mention.head - 1] != "the":
            return False
        if mention.last >= sentence.last:
            return True
        word = self.words[mention.last]
        return (
            not grammar.is_word(word)
            or grammar.is_finite(word.lower)
            or word.lower in grammar.function_words()
        )

    def _is_denied(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether "not one" stands before: then nobody in particular is meant."""
        row = self.lowers[max(sentence.first, mention.first - 2) : mention.first + 1]
        return row[:2] == ["not", "one"] or row[1:] == ["not", "one"]

    def _acts(self, mention: Mention, before: str, sentence: Sentence) -> bool:
        """Whether a house or an area stands for those in it: "the county said", "told the bank"."""
        if mention.counted is not None:
            return self._speaks(mention.last, sentence)
        i = mention.first - 1
        while i >= sentence.first and self.lowers[i] in grammar.DETERMINERS:
            i -= 1
        ahead = self.lowers[i] if i >= sentence.first else ""
        if ahead in _BEFORE_HOUSE or ahead in grammar.VERBS_BEFORE_PERSON:
            return True
        if ahead == "to" and self.lowers[max(sentence.first, i - 1)] == "according":
            return True
        if ahead in grammar.PREPOSITIONS and ahead != "by":
            # "a lawyer for the court": an owner of people is a body.
            asked = self.lowers[max(sentence.first, i - 1)] if i > sentence.first else ""
            if ahead == "from" and asked in _ANSWERS:
                return True
            return ahead in ("for", "of") and mention.word in ("court", "agency", "bank")
        following = self.lowers[mention.last] if mention.last < sentence.last else ""
        if following in grammar.COPULAS:
            return False  # "the school was shut" speaks of the house
        return self._speaks(mention.last, sentence, loosely=True) or (
            ahead in grammar.reporting_verbs()
        )

    def _is_particular(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether "a diver" is a certain one: from somewhere, or the one who spoke."""
        after = self.lowers[mention.last] if mention.last < sentence.last else ""
        if after == "who":
            # "A diver who refuses" is anyone; "a diver who led the search said" is one.
            ahead = self.lowers[mention.last : min(mention.last + 14, sentence.last)]
            return any(word in _SAID for word in ahead)
        verb = self.lowers[mention.first - 2] if mention.first - 2 >= sentence.first else ""
        described = (after == "for" and mention.word in _FOR_HEADS) or after.endswith("ing")
        if after in ("that", "which") and mention.klass == "organisation":
            return True
        return (
            after in ("from", "of", "at", "in", "with", "to")
            or described
            or verb in grammar.reporting_verbs()
            or verb in ("by", "quoting", "citing")
            or self._is_past(verb)
        )

    def _is_past(self, verb: str) -> bool:
        """Whether something was done to somebody: "shot a student", and not "needs a doctor"."""
        return grammar.is_finite(verb) and (verb.endswith("ed") or verb in column("past", "form"))

    def _is_place(self, mention: Mention, before: str) -> bool:
        """Whether a house is meant as the place: "at the hospital"."""
        place = self.lowers[mention.first - 2] if mention.first >= 2 else ""
        bare = mention.first == mention.head and mention.word in _HOUSES
        return bare and before == "the" and place in _PLACE_WORDS

    def _is_part_of(self, first: int, sentence: Sentence) -> bool:
        """Whether "part of an" stands before: then the body is only thought of."""
        row = self.lowers[max(sentence.first, first - 3) : first]
        return row[-3:] in (["part", "of", "a"], ["part", "of", "an"])

    def _has_name(self, mention: Mention) -> bool:
        return any(self.words[i].capital for i in range(mention.first, mention.head))

    def _speaks(self, last: int, sentence: Sentence, *, loosely: bool = False) -> bool:
        i = last
        if loosely and i + 1 < sentence.last and self.lowers[i] == "to":
            # Headlines tell what is to come: "Judge to rule on seat".
            return grammar.may_be_finite(self.lowers[i + 1])
        if loosely and i < sentence.last and self.lowers[i] in column("maybe_verbs", "form"):
            return True
        while i < sentence.last and grammar.is_adverb(self.lowers[i]):
            i += 1
        return (
            i < sentence.last
            and grammar.is_finite(self.lowers[i])
            and (loosely or self.lowers[i] not in ("must", "could", "should", "might", "had"))
        )

    def _grow_right(self, mention: Mention, sentence: Sentence, in_name: dict[int, Name]) -> None:
        i = mention.last
        if i + 1 >= sentence.last or self.words[i].start - self.words[i - 1].end != 1:
            return
        link = self.lowers[i]
        if link not in ("of", "from", "for") or (link == "for" and mention.word not in _FOR_HEADS):
            return
        end = self._phrase_end(i + 1, sentence, in_name)
        if end:
            mention.last = end
            mention.end = self.words[end - 1].end

    def _coordinated(self, mentions: list[Mention]) -> list[Mention]:
        """Bare plurals joined by "and" act together and form one mention."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if last and self._act_together(last, mention):
                last.last, last.end = mention.last, mention.end
                last.head_end = mention.head_end
                if len(joined) > 1 and self._act_together(joined[-2], last):
                    # "teachers, nurses and porters"
                    first = joined[-2]
                    first.last, first.end, first.head_end = last.last, last.end, last.head_end
                    joined.pop()
            else:
                joined.append(mention)
        return joined

    def _act_together(self, first: Mention, second: Mention) -> bool:
        between = self.lowers[first.last : second.first]
        listed = between == [","] and " and " in self.reading.text[second.start : second.end]
        return (
            (between == ["and"] or listed)
            and first.number == second.number == "plural"
            and second.counted is None
            and first.last == first.head_end
        )

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
            elif (
                kind == "fraction"
                and i < sentence.last
                and self.lowers[i] in ("had", "have", "were")
            ):
                pass
            elif (
                kind not in ("count", "part_of_whole")
                or not (
                    (i < sentence.last and self._speaks_as_people(i, sentence))
                    or self._is_hurt(first, i, sentence)
                    or (led and self._ends_phrase(i, sentence))
                )
                or not self._base_is_people(number)
            ):
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
        return [*bare, *self._one_of_them(sentence, [*mentions, *bare])]

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
        return word.lower in grammar.PREPOSITIONS or word.lower in grammar.AUXILIARIES | {
            "and",
            "but",
            "as",
            "when",
            "after",
            "who",
            "while",
            "or",
        }

    def _base_is_people(self, number: Found) -> bool:
        """Whether the whole of a part, where it was counted before, was people."""
        base = number.facts.get("base")
        if base is None:
            return True
        for earlier in self.counts:
            if earlier.start >= number.start:
                break
            if earlier.facts.get("value_low") == base and "base" not in earlier.facts:
                i = self.reading.word_at(earlier.end)
                ahead = self.lowers[i : i + 4]
                if any(word in grammar.heads() for word in ahead):
                    return True
                if any(word.isalpha() and word.endswith("s") for word in ahead):
                    return False
        return True

    def _speaks_as_people(self, i: int, sentence: Sentence) -> bool:
        while i < sentence.last and (grammar.is_adverb(self.lowers[i]) or self.lowers[i] == "or"):
            i += 1
        if i >= sentence.last:
            return False
        lower = self.lowers[i]
        plural_auxiliary = lower in (
            "have",
            "had",
            "were",
            "are",
            "did",
            "could",
            "will",
            "would",
            "do",
        )
        led = i > 0 and self.lowers[i - 1].endswith("ly")
        if lower.endswith("s") and lower not in _DO:
            return False  # "60 calls": after a count this is a noun
        past = lower.endswith("ed") and grammar.is_finite(lower) and not led
        return plural_auxiliary or past or lower in grammar.reporting_verbs() or lower in _DO


@cache
def _compounds() -> Phrases:
    return Phrases(column("compounds", "phrase"))
