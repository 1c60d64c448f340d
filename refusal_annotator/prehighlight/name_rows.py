"""Rows of capitalised words that can be names, parted from what only opens a sentence."""

from __future__ import annotations

from refusal_annotator.prehighlight import grammar, name_lists
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import Reading, Sentence

_PARTICLES = frozenset("de van von der den bin al el da di du la le ten ter dos zu".split())
_INSIDE_ORGANISATION = frozenset(("of", "for", "on"))
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
        # "Russian" of "Russian Orthodox Church", "New York" of "New York University".
        if length and follows < end and self.words[follows].capital:
            single = tuple(self.texts[i:follows])
            if (
                not name_lists.outlets().has(single)
                and self.texts[follows] in name_lists.organisation_words()
            ):
                return 0
        return length

    def _can_open(self, i: int, sentence: Sentence) -> bool:
        word = self.words[i]
        if not word.capital or not grammar.is_word(word):
            return False
        if word.lower in grammar.function_words() or word.text in column("not_names", "word"):
            return False
        if self._opens_sentence(i, sentence):
            follows = i + 1 < sentence.last and self.words[i + 1].capital
            common = word.lower in grammar.common_words() or word.lower in self.small
            is_title = word.text in column("titles", "word")
            if (
                common
                and not (is_title and follows)
                and not self._is_organisation_start(i, sentence)
            ):
                return False
        return True

    def _is_organisation_start(self, i: int, sentence: Sentence) -> bool:
        follows = i + 1
        return follows < sentence.last and self.texts[follows] in name_lists.organisation_words()

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
        if not has_organisation:
            return False
        if lower in _INSIDE_ORGANISATION:
            capital_after = following.capital or (
                following.lower == "the" and j + 2 < len(self.words) and self.words[j + 2].capital
            )
            return capital_after and self.texts[j - 1] in name_lists.organisation_words()
        return lower == "the" and self.words[j - 1].lower in _INSIDE_ORGANISATION

    def _is_plural_mark(self, j: int) -> bool:
        """Whether an apostrophe stands inside a name: "Dockers' League"."""
        inside = self.texts[j] in ("'", "’") and self.texts[j - 1].endswith("s")
        return inside and self.texts[j + 1] in name_lists.organisation_words()

    def _split_titles(self, first: int, last: int) -> list[tuple[int, int]]:
        """Leave out ranks, offices and nationalities before a personal name."""
        for k in range(last - 1, first, -1):
            # "Environment Secretary Paul Marsh": a title and then a given name.
            is_given = self.texts[k] in column("given_names", "name")
            if is_given and self.texts[k - 1] in column("titles", "word"):
                return [(k, last)]
        organisation = any(t in name_lists.organisation_words() for t in self.texts[first:last])
        start = first
        while start < last - 1:
            length = name_lists.titles().match(self.texts, start, last)
            is_demonym = self.texts[start] in grammar.demonyms() and not organisation
            if organisation and length and self._is_organisation(start, last):
                break
            if length and start + length < last:
                start += length
            elif is_demonym or (
                self.words[start].lower in grammar.heads() and start == first and not organisation
            ):
                start += 1
            else:
                break
        return [(start, last)]

    def _is_organisation(self, first: int, last: int) -> bool:
        return self.texts[last - 1] in name_lists.organisation_words()
