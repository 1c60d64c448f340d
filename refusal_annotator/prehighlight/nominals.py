"""Nominal mentions: from the first numeral, quantifier or adjective to the head noun, with a
directly following of-, from- or for-phrase that says which group it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.names import Name
from refusal_annotator.prehighlight.noun_phrases import NounPhrases
from refusal_annotator.prehighlight.reading import Sentence

# Nouns that as often are adjectives or verbs: they count only after a determiner or an adjective.
_DOUBTFUL = frozenset(
    "general local military intelligence executive chief head paper source force guard command "
    "monitor pilot cook contact unit party partner captain bank board lead volunteer author deputy "
    "secretary opposition council marine parent youth company group team family agency union "
    "commission department partisan rebel private staff child patient person".split()
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
            if not length and "-" in self.lowers[i] and grammar.compound_head(self.lowers[i]):
                length = 1
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

    def _belongs(self, name: Name, sentence: Sentence) -> bool:
        return not sentence.title_case or name.accepted

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
        if number:
            mention.start = number.start
            mention.first = self.reading.word_at(number.start)
            before = self.lowers[mention.first - 1] if mention.first > sentence.first else ""
        mention.predicate = self._is_predicate(mention.first, before, sentence)
        if not self._is_mention(mention, before, sentence):
            return None
        self._grow_right(mention, sentence, in_name)
        return mention

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
        if mention.predicate and mention.counted is None:
            return False
        if mention.word == "people" and bare and mention.counted is None:
            return False
        doubtful = mention.word in _DOUBTFUL or mention.word in _AS_VERB
        opens = mention.head == sentence.first and mention.number == "plural"
        if doubtful and bare and before not in grammar.DETERMINERS and not opens:
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
        determined = before in grammar.DETERMINERS | {"'s", "'", "’", "another", "one", "former"}
        if bare and not determined and mention.number == "singular":
            # Headlines drop the article: "Court rejects appeal"; elsewhere it is "to go to court".
            return before in ("", ",", ":", "“", '"', "as") and self._speaks(mention.last, sentence)
        if mention.indefinite and mention.word in _COLLECTIVES and not self._has_name(mention):
            mention.score = 0.5
            return self.lowers[mention.last : mention.last + 1] == ["of"] or self._speaks(
                mention.last, sentence
            )
        return True

    def _is_particular(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether "a diver" is a certain one: from somewhere, or the one who spoke."""
        after = self.lowers[mention.last] if mention.last < sentence.last else ""
        if after == "who":
            # "A diver who refuses" is anyone; "a diver who led the search said" is one.
            ahead = self.lowers[mention.last : min(mention.last + 14, sentence.last)]
            return any(word in _SAID for word in ahead)
        verb = self.lowers[mention.first - 2] if mention.first - 2 >= sentence.first else ""
        described = (after == "for" and mention.word in _FOR_HEADS) or after.endswith("ing")
        return after in ("from", "of", "at", "in") or described or verb in grammar.reporting_verbs()

    def _is_place(self, mention: Mention, before: str) -> bool:
        """Whether a house is meant as the place: "at the hospital"."""
        place = self.lowers[mention.first - 2] if mention.first >= 2 else ""
        bare = mention.first == mention.head and mention.word in _HOUSES
        return bare and before == "the" and place in ("in", "at", "near", "from", "to")

    def _is_part_of(self, first: int, sentence: Sentence) -> bool:
        """Whether "part of an" stands before: then the body is only thought of."""
        row = self.lowers[max(sentence.first, first - 3) : first]
        return row[-3:] in (["part", "of", "a"], ["part", "of", "an"])

    def _has_name(self, mention: Mention) -> bool:
        return any(self.words[i].capital for i in range(mention.first, mention.head))

    def _speaks(self, last: int, sentence: Sentence) -> bool:
        i = last
        while i < sentence.last and grammar.is_adverb(self.lowers[i]):
            i += 1
        return (
            i < sentence.last
            and grammar.is_finite(self.lowers[i])
            and self.lowers[i] not in ("must", "could", "should", "might", "had")
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
            else:
                joined.append(mention)
        return joined

    def _act_together(self, first: Mention, second: Mention) -> bool:
        between = self.lowers[first.last : second.first]
        return (
            between == ["and"]
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
            speaks = i < sentence.last and self._speaks_as_people(i, sentence)
            if not speaks or kind not in ("count", "part_of_whole"):
                continue
            first = self.reading.word_at(number.start)
            start = number.start
            if first > sentence.first and self.lowers[first - 1] == "other":
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
                    number.end,
                    counted=number,
                )
            )
        return bare

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
        past = lower.endswith("ed") and grammar.is_finite(lower)
        return plural_auxiliary or past or lower in grammar.reporting_verbs() or lower in _DO
