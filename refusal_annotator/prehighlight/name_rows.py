"""Rows of capitalised words that can be names, parted from what only opens a sentence."""

from __future__ import annotations

import re

from refusal_annotator.prehighlight import grammar, name_lists, number_words
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import Reading, Sentence

_PARTICLES = frozenset(
    "de van von der den bin al el da di do du del della des la le ten ter dos zu".split()
)
_INSIDE_ORGANISATION = frozenset(("of", "for", "on"))
# First words of names of places and events.
BEFORE_PLACE = frozenset(
    "Lake Mount Cape River Gulf Fort Port Isle Storm Hurricane Typhoon Cyclone Operation".split()
)
# "I’ve", "They’d": a pronoun with a verb is no name.
_CONTRACTION = re.compile(
    r"(?:I|You|He|She|It|We|They|That|There|What|Who|Here|How|Where|Let)['’](?:m|ve|d|ll|re|s)$"
)
_QUOTES = frozenset("\"“”‘’'«»(:•*-–—")


class NameRows:
    """Finds rows of words that can be names in one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.words
        self.texts = [word.text for word in reading.words]
        self.small = {w.text for w in reading.words if not w.capital}

    def _sequences(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Rows of capitalised words, parted from what only opens the sentence."""
        rows: list[tuple[int, int]] = []
        i = sentence.first
        while i < sentence.last:
            known = self._gazetteer_length(i, sentence.last)
            if known:
                rows.append((i, i + known))
                i += known
                continue
            if not self._can_open(i, sentence):
                i += 1
                continue
            last = self._extend(i, sentence.last)
            rows += self._split_titles(i, last)
            i = last
        return rows

    def _gazetteer_length(self, i: int, end: int) -> int:
        length = name_lists.listed().match(self.texts, i, end) if self.words[i].capital else 0
        follows = i + length
        if length == 1 and follows < end and self._opens_compound(i):
            return 0
        # "Russian" of "Russian Orthodox Church", "New York" of "New York University".
        if length and follows < end and self.words[follows].capital:
            single = tuple(self.texts[i:follows])
            if (
                not name_lists.outlets().has(single)
                and self.texts[follows] in name_lists.organisation_words()
            ):
                return 0
        return length

    def _opens_compound(self, i: int) -> bool:
        """Whether a place is the first word of a longer name: "Lisbon Metro"."""
        place, after = self.words[i], self.words[i + 1]
        if not after.capital or not grammar.is_word(after) or after.start != place.end + 1:
            return False
        person = after.text in column("given_names", "name") or after.text in column(
            "titles", "word"
        )
        common = after.lower in grammar.heads() or after.text in column("not_names", "word")
        known = after.text in name_lists.states() or after.text in grammar.demonyms()
        office = after.text in column("portfolios", "word")
        return not (person or common or known or office or place.text in grammar.demonyms())

    def _can_open(self, i: int, sentence: Sentence) -> bool:
        word = self.words[i]
        if not word.capital or not grammar.is_word(word):
            return False
        if word.lower in grammar.function_words() or word.text in column("not_names", "word"):
            return False
        if _CONTRACTION.match(word.text):
            return False
        if word.lower in number_words.values() and self._opens_sentence(i, sentence):
            return False
        if self._opens_sentence(i, sentence):
            follows = i + 1 < sentence.last and self.words[i + 1].capital
            common = (
                word.lower in grammar.common_words()
                or word.lower in self.small
                or (word.lower in grammar.heads() and word.lower.endswith(("s", "men")))
            )
            is_title = word.text in column("titles", "word")
            if (
                common
                and not (is_title and follows)
                and not self._is_organisation_start(i, sentence)
            ):
                return False
        return True

    def _is_organisation_start(self, i: int, sentence: Sentence) -> bool:
        """Whether a common word with a capital opens the name of a body: "Human Rights Watch"."""
        follows = i + 1
        while follows < min(i + 5, sentence.last) and self.words[follows].capital:
            if self.texts[follows] in name_lists.organisation_words():
                return True
            follows += 1
        return False

    def _opens_sentence(self, i: int, sentence: Sentence) -> bool:
        return i == sentence.first or self.texts[i - 1] in _QUOTES

    def _extend(self, i: int, end: int) -> int:
        has_organisation = self.texts[i] in name_lists.organisation_words()
        j = i + 1
        while j < end:
            word = self.words[j]
            gap = self.words[j].start - self.words[j - 1].end
            if gap > 1:
                break
            if (
                word.capital
                and grammar.is_word(word)
                and word.text not in column("not_names", "word")
            ):
                has_organisation = has_organisation or word.text in name_lists.organisation_words()
                j += 1
            elif j + 1 < end and (self._joins(j, has_organisation) or self._is_plural_mark(j)):
                j += 1
            else:
                break
        while j > i + 1 and not self.words[j - 1].capital:
            j -= 1
        return j

    def _joins(self, j: int, has_organisation: bool) -> bool:
        lower, following = self.words[j].lower, self.words[j + 1]
        if lower in _PARTICLES or lower == "&":
            return following.capital
        if lower == "and" and self._names_one_body(j):
            return True
        if not has_organisation:
            return False
        if lower == "and" and self._goes_on(j):
            return True
        if lower in _INSIDE_ORGANISATION:
            capital_after = following.capital or (
                following.lower == "the" and j + 2 < len(self.words) and self.words[j + 2].capital
            )
            return capital_after and self.texts[j - 1] in name_lists.organisation_words()
        return lower == "the" and self.words[j - 1].lower in _INSIDE_ORGANISATION

    def _goes_on(self, j: int) -> bool:
        """Whether "and" joins two fields of one body: "Agency for Rivers and Dams"."""
        following = self.words[j + 1]
        if not following.capital or self.words[j - 2].lower not in ("of", "for"):
            return False
        other = following.text in name_lists.organisation_words() or (
            following.text in column("titles", "word")
        )
        return not other and following.text not in column("given_names", "name")

    def _names_one_body(self, j: int) -> bool:
        """Whether "and" stands inside one name: "the Rank and File League"."""
        after = self.words[j + 1 : j + 4]
        if not after or not after[0].capital:
            return False
        body = next(
            (k for k, w in enumerate(after) if w.text in name_lists.organisation_words()), None
        )
        if body is None or not all(w.capital for w in after[:body]):
            return False
        k = j - 1
        while k > 0 and self.words[k].capital:
            k -= 1
        determined = self.words[k].lower in ("the", "of", "for")
        ends = body + 1 >= len(after) or not after[body + 1].capital
        given = self.texts[j - 1] in column("given_names", "name")
        own = self.texts[j - 1] in name_lists.organisation_words()
        return determined and ends and body >= 1 and not given and not own

    def _is_plural_mark(self, j: int) -> bool:
        """Whether an apostrophe stands inside a name: "Dockers' League"."""
        inside = self.texts[j] in ("'", "’") and self.texts[j - 1].endswith("s")
        bodies = name_lists.organisation_words()
        return inside and any(w.capital and w.text in bodies for w in self.words[j + 1 : j + 3])

    def _split_titles(self, first: int, last: int) -> list[tuple[int, int]]:
        """Leave out ranks, offices and nationalities before a personal name."""
        for k in range(last - 1, first, -1):
            # "Environment Secretary Paul Marsh": a title and then a given name.
            is_given = self.texts[k] in column("given_names", "name")
            if is_given and self.texts[k - 1] in column("titles", "word"):
                return [(k, last)]
        organisation = any(t in name_lists.organisation_words() for t in self.texts[first:last])
        if self.texts[first] in BEFORE_PLACE:
            return [(first, last)]
        start = self._behind_portfolio(first, last)
        if start == first and last - first > 1 and self._only_describes(first, last):
            start += 1
        while start < last - 1:
            length = name_lists.titles().match(self.texts, start, last)
            is_demonym = self.texts[start] in grammar.demonyms() and not organisation
            if organisation and length and self._is_organisation(start, last):
                break
            if length and start + length < last:
                start += length
            elif is_demonym or (
                grammar.heads().lists(self.words[start].lower)
                and start == first
                and not organisation
            ):
                start += 1
            else:
                break
        return [(start, last)]

    def _behind_portfolio(self, first: int, last: int) -> int:
        """Step over a field: "Transport Secretary Vale", "Secretary of Transport Vale"."""
        k = first
        portfolios, titles = column("portfolios", "word"), column("titles", "word")
        while k < last - 1 and self.texts[k] in portfolios and self.texts[k] not in titles:
            k += 1
        if k == first:
            return first
        if self.texts[k] in titles:
            return k
        office = first >= 2 and self.words[first - 1].lower == "of"
        titled = office and self.texts[first - 2] in titles
        return k if titled and last - k >= 2 else first

    def _only_describes(self, first: int, last: int) -> bool:
        """Whether the first word is not the name's: "Westport-based Agora", "Baker Jo Holm"."""
        word = self.texts[first]
        if "-" in word and word.rpartition("-")[2].islower():
            return True  # "Westport-based", "Mother-of-two", "Ex-sailor"
        follows = self.texts[first + 1]
        return (
            last - first == 3
            and follows in column("given_names", "name")
            and word not in column("given_names", "name")
            and word not in name_lists.organisation_words()
        )

    def _is_organisation(self, first: int, last: int) -> bool:
        return self.texts[last - 1] in name_lists.organisation_words()
