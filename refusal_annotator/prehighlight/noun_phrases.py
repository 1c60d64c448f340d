"""Noun phrases: how far one reaches to the left and to the right of its head noun."""

from __future__ import annotations

from collections.abc import Sequence

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.name_context import KINDS_OF_PLACE
from refusal_annotator.prehighlight.names import Name
from refusal_annotator.prehighlight.reading import Reading, Sentence

_MODIFYING = ("police", "staff", "infantry", "cavalry")
_BEFORE_VERB = frozenset(
    "to not will would can could may might must shall should cannot did do does didn't don't "
    "doesn't won't wouldn't can't couldn't shouldn't 'll".split()
)
_NEVER_VERB = ("ation", "ution", "ity", "ness", "ical", "ious", "hood", "ist", "ian")
_POSSESSIVE_MARKS = frozenset(("'s", "'", "’"))
_TIMES = frozenset("last next late early once first home".split())
_ORDINALS = ("st", "nd", "rd", "th")
_MOST_PREMODIFIERS = 6


class NounPhrases:
    """Finds the borders of noun phrases in one text, by its words, names and numbers."""

    def __init__(self, reading: Reading, numbers: Sequence[Found]) -> None:
        self.reading = reading
        self.words = reading.words
        self.lowers = reading.lowers
        counts = [
            n
            for n in numbers
            if n.facts["kind"] in ("count", "part_of_whole", "percent", "fraction")
        ]
        self.by_end = {number.end: number for number in counts}
        self.counts = counts
        self.starts = [number.start for number in counts]
        self.number_starts = frozenset(self.starts)
        self.compounds = {
            reading.word_at(number.end) - 1: reading.word_at(number.start)
            for number in numbers
            if "-" in reading.text[number.start : number.end]
            and number.facts["kind"] in ("age", "duration", "measure")
        }
        # Words right behind a count, or behind one word more: what is counted.
        self.behind_number = {
            reading.words[i].start
            for number in counts
            for i in range(
                reading.word_at(number.end),
                min(reading.word_at(number.end) + 3, len(reading.words)),
            )
        }
        self.in_number = {
            i
            for number in counts
            for i in range(reading.word_at(number.start), reading.word_at(number.end))
        }

    def left_edge(self, head: int, sentence: Sentence, in_name: dict[int, Name]) -> int:
        """Index of the first word of the noun phrase with the head noun `head`."""
        return self._left(head, sentence, in_name)

    def count_before(self, first: int, sentence: Sentence) -> Found | None:
        """Count that belongs to the noun phrase that starts at word `first`, or None."""
        return self._number_before(first, sentence)

    def is_noun_like(self, i: int, sentence: Sentence) -> bool:
        """Whether a word that no list knows can be the noun of a phrase."""
        word = self.words[i]
        lower = word.lower
        if not grammar.is_word(word) or len(lower) < 3 or lower in grammar.function_words():
            return False
        if grammar.is_finite(lower) or grammar.is_adverb(lower) or lower.endswith("ing"):
            return False
        plural = lower.endswith("s") and not lower.endswith(("ss", "us", "is"))
        before = self.lowers[i - 1] if i > sentence.first else ""
        return plural or before in grammar.DETERMINERS or i - 1 in self.in_number

    def _is_modifier(
        self, after: int, number: str, sentence: Sentence, in_name: dict[int, Name]
    ) -> bool:
        """Whether the noun only qualifies the next one: "police station", "court order"."""
        if after >= sentence.last:
            return False
        following = self.words[after]
        if following.start - self.words[after - 1].end != 1 or not grammar.is_word(following):
            return False
        lower = following.lower
        if (
            lower in _TIMES
            or following.start in self.number_starts
            or self._is_plain_verb(after, sentence)
        ):
            return False
        if lower in grammar.heads() and not sentence.title_case:
            return following.lower == following.text
        if lower in column("building_nouns", "word") and not grammar.is_adverb(lower):
            return True
        plain_plural = number == "plural" and not self.lowers[after - 1].startswith(_MODIFYING)
        if plain_plural or following.capital or after in in_name:
            return False
        return (
            grammar.is_premodifier(following)
            and not (lower in ("ago",) or lower.endswith(("ed", "ly")))
        ) or (
            lower.endswith("s")
            and not grammar.is_finite(lower)
            and lower not in grammar.function_words()
        )

    def _is_plain_verb(self, i: int, sentence: Sentence) -> bool:
        """Whether a form that may be a plural is the verb here: "court orders new count"."""
        lower = self.lowers[i]
        if lower not in column("maybe_verbs", "form") or not lower.endswith("s"):
            return False
        if i + 1 >= sentence.last:
            return False
        following = self.words[i + 1]
        opens = following.start in self.number_starts or following.text in '“"‘'
        plain = grammar.is_word(following) and not (
            grammar.is_finite(following.lower)
            or following.lower in grammar.PREPOSITIONS
            or following.lower in ("and", "or", "to", "who", "that", "which", "as", "not")
        )
        return opens or following.text[0].isdigit() or plain

    def _left(self, head: int, sentence: Sentence, in_name: dict[int, Name]) -> int:
        first = head
        while first > sentence.first and head - first < _MOST_PREMODIFIERS:
            i = first - 1
            word = self.words[i]
            if self.words[first].start - word.end > 1 or i in self.in_number:
                break
            if i in self.compounds:
                # "19-year-old student": the age qualifies, and nothing stands before it.
                first = self.compounds[i]
                break
            name = in_name.get(i)
            if name and name.last == first:
                if name.accepted and (name.kind == "person" or self._is_addressed(name, sentence)):
                    break
                first = name.first
                continue
            if word.lower in ("'s", "'", "’"):
                return self._possessor(i, sentence, in_name, first)
            if word.lower in ("and", "or") and self._joins_adjectives(i, sentence):
                first = i - 1
                continue
            more = word.lower == "more" and i - 1 in self.in_number
            if word.lower in grammar.QUANTIFIERS or more:
                first = i
                continue
            verb = i > sentence.first and self.lowers[i - 1] in _BEFORE_VERB and not word.capital
            # "to migration officers": no verb ends so.
            verb = verb and not word.lower.endswith(_NEVER_VERB)
            if not (grammar.is_premodifier(word) or self._is_participle(i, sentence)) or verb:
                break
            if self._is_predicate_before(i, sentence):
                break
            first = i
        one_of = self.lowers[max(sentence.first, first - 3) : first]
        if len(one_of) == 3 and one_of[:2] == ["one", "of"] and (one_of[2] in grammar.DETERMINERS):
            # "one of the dockers"
            return first - 3
        if (
            first > sentence.first
            and self.lowers[first - 1] == "one"
            and self._one_counts(first, sentence)
        ):
            first -= 1
        return first

    def _is_participle(self, i: int, sentence: Sentence) -> bool:
        """Whether a form of a verb stands like an adjective: "the sacked crews"."""
        if i <= sentence.first or not self.lowers[i].endswith(("ing", "ed")):
            return False
        before = self.words[i - 1]
        return (
            before.lower in grammar.ARTICLES | grammar.POSSESSIVE_PRONOUNS | _POSSESSIVE_MARKS
            or before.text in grammar.demonyms()
            or i - 1 in self.in_number
        )

    def _is_addressed(self, name: Name, sentence: Sentence) -> bool:
        """Whether an outlet is told something, so that what follows is said: "told Tern crews"."""
        before = self.lowers[name.first - 1] if name.first > sentence.first else ""
        return name.kind == "outlet" and (
            before in grammar.VERBS_BEFORE_PERSON or before in ("to", "the")
        )

    def _is_predicate_before(self, i: int, sentence: Sentence) -> bool:
        """Whether a participle is the verb of the noun before it: "the camp accused officials"."""
        if i <= sentence.first or not self.lowers[i].endswith("ed"):
            return False
        before = self.lowers[i - 1]
        if before in grammar.AUXILIARIES or before in ("both", "already", "also", "been"):
            return True
        return grammar.heads().lists(before) and before not in grammar.demonyms()

    def _one_counts(self, first: int, sentence: Sentence) -> bool:
        return first - 1 == sentence.first or self.lowers[first - 2] not in (
            "no",
            "the",
            "this",
            "that",
        )

    def _possessor(
        self, mark: int, sentence: Sentence, in_name: dict[int, Name], otherwise: int
    ) -> int:
        """A possessive country, institution or person stays in a nominal mention."""
        owner = mark - 1
        if owner < sentence.first:
            return otherwise
        name = in_name.get(owner)
        if name:
            return name.first
        if self.lowers[owner] in grammar.heads():
            return self._left(owner, sentence, in_name)
        return otherwise

    def _joins_adjectives(self, i: int, sentence: Sentence) -> bool:
        if i <= sentence.first:
            return False
        before, after = self.words[i - 1], self.words[i + 1]
        demonyms = grammar.demonyms()
        return before.text in demonyms and (after.text in demonyms or after.capital)

    def _number_before(self, first: int, sentence: Sentence) -> Found | None:
        """Return the count that the phrase follows, over "of", "of the" or nothing."""
        i = first - 1
        if i < sentence.first:
            return None
        gap_words = 0
        while (
            i >= sentence.first
            and gap_words < 2
            and self.lowers[i] in ("of", "the", "these", "those")
        ):
            i -= 1
            gap_words += 1
        for end in (self.words[i].end if i >= sentence.first else -1, self.words[first - 1].end):
            number = self.by_end.get(end)
            if number:
                joined = self.reading.text[end : self.words[first].start].split()
                half = number.facts["kind"] == "fraction" and joined == ["the"]
                if not joined or joined[0] == "of" or half:
                    return number
                if number.end == self.words[first - 1].end:
                    return number
        return None

    def _phrase_end(self, i: int, sentence: Sentence, in_name: dict[int, Name]) -> int | None:
        """End of the noun phrase that starts at `i`; None where it holds a figure or is no name."""
        while i < sentence.last and self.lowers[i] in grammar.DETERMINERS | {"all", "other"}:
            i += 1
        first = i
        end = i
        while i < sentence.last and i - first < 7:
            if i > first and self.words[i].start - self.words[i - 1].end > 1:
                break
            name = in_name.get(i)
            if name:
                i = end = name.last
                continue
            lower = self.lowers[i]
            if lower in ("'s", "'", "’") and i > first:
                i += 1
                continue
            named = (
                i > first
                and self.words[i - 1].capital
                and self.words[i].start not in self.number_starts
            )
            if named and self.words[i].text.isdigit():
                i = end = i + 1
                continue
            figure = self.words[i].text[0].isdigit() and not self.lowers[i].endswith(_ORDINALS)
            if figure or self.words[i].start in self.number_starts:
                return None
            plural_noun = lower in grammar.heads() or (
                lower.endswith("s")
                and not grammar.is_finite(lower)
                and lower not in grammar.function_words()
            )
            if plural_noun:
                end = i + 1
                if lower in grammar.heads() and not self._is_modifier(
                    i + 1, grammar.heads()[lower]["number"], sentence, in_name
                ):
                    break
            elif grammar.is_premodifier(self.words[i]):
                end = i + 1
            else:
                break
            i += 1
        if end == first or self.lowers[end - 1] in ("'s", "'"):
            return None
        place = end + 1 < sentence.last and self.lowers[end] == "of" and in_name.get(end + 1)
        if place and self.lowers[end - 1] in KINDS_OF_PLACE:
            return place.last
        return end
