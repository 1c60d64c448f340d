"""Nominal mentions: from the first numeral, quantifier or adjective to the head noun, with a
directly following of-, from- or for-phrase that says which group it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.lexicon import Phrases, column
from refusal_annotator.prehighlight.mention_tests import FOR_HEADS, MentionTests
from refusal_annotator.prehighlight.mentions import Mention
from refusal_annotator.prehighlight.names import Name
from refusal_annotator.prehighlight.reading import Reading, Sentence

# Nouns that as often are adjectives or verbs: they count only after a determiner or an adjective.


_PART_OF_OWN = re.compile(
    r".*\bof\s+(?:all\s+)?(?:his|her|its|their|our|your|my)\s+(?P<whole>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_MASSES = frozenset(
    "sea wave throng mob stream horde swarm host bunch handful column busload busloads convoy "
    "crowd group band pair trio string row line generation".split()
)


class NominalFinder(MentionTests):
    """Finds nominal mentions sentence by sentence.

    `left` holds those that it left, with the name of the test.
    """

    def __init__(self, reading: Reading, numbers: Sequence[Found]) -> None:
        super().__init__(reading, numbers)
        self.left: list[tuple[Mention, str]] = []

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
        why = self._why_left(mention, before, sentence)
        self._grow_right(mention, sentence, in_name)
        if not why and self._only_possesses(mention, sentence):
            why = "owner"
        if why:
            self.left.append((mention, why))
            return None
        return mention

    def _take_in_collective(self, mention: Mention, sentence: Sentence) -> None:
        """Begin at a word for a mass of people: "sea of protesters"."""
        i = mention.first - 1
        if mention.counted is not None or mention.number != "plural" or i <= sentence.first:
            return
        if self.lowers[i] == "of" and self.lowers[i - 1] in _MASSES:
            mention.first = i - 1
            mention.start = self.words[i - 1].start

    def _grow_right(self, mention: Mention, sentence: Sentence, in_name: dict[int, Name]) -> None:
        i = mention.last
        if i + 1 >= sentence.last or self.words[i].start - self.words[i - 1].end != 1:
            return
        link = self.lowers[i]
        if link not in ("of", "from", "for") or (link == "for" and mention.word not in FOR_HEADS):
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


@cache
def _compounds() -> Phrases:
    return Phrases(column("compounds", "phrase"))
