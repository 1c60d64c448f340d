"""Proper names: persons, organisations, outlets and states, by capitals, word lists and context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from refusal_annotator.prehighlight import grammar, name_lists
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.name_rows import NameRows
from refusal_annotator.prehighlight.reading import Reading, Sentence, Word

_ORDINALS = ("st", "nd", "rd", "th")
_SPEECH = frozenset("said says told wrote writes announced added warned reported claimed".split())
_BEFORE_PLACE = frozenset("Lake Mount Cape River Gulf Fort Port Isle".split())
_NAMED_BODIES = frozenset(
    "ngo group agency charity outlet newspaper union party company firm website channel foundation "
    "association organisation organization".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name over words first..last, with what it is taken for.

    `kind` is person, organisation, outlet, state, capital, seat, place, people or other; `accepted`
    says that this mention plays an actor.
    """

    first: int
    last: int
    kind: str
    score: float
    accepted: bool
    why: str = ""


class NameFinder(NameRows):
    """Finds the names of one text; what one sentence shows about a name helps in the others."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        openings = {s.first for s in reading.sentences}
        self.inside = {
            w.text for i, w in enumerate(reading.words) if w.capital and i not in openings
        }
        self.full_names: dict[str, tuple[str, ...]] = {}
        self.known: dict[str, str] = {}

    def find(self) -> dict[int, list[Name]]:
        """Names by the index of their sentence."""
        plain = [i for i, s in enumerate(self.reading.sentences) if not s.title_case]
        titles = [i for i, s in enumerate(self.reading.sentences) if s.title_case]
        sequences = {i: self._sequences(self.reading.sentences[i]) for i in plain}
        for i in plain:
            self._learn(sequences[i], self.reading.sentences[i])
        # Twice: what the end of a text shows about a name holds for its beginning.
        names: dict[int, list[Name]] = {}
        for _ in range(2):
            names = {
                i: [n for first, last in sequences[i] for n in self._name(first, last, i)]
                for i in plain
            }
        for i in titles:
            names[i] = self._names_in_title(self.reading.sentences[i], i)
        return names

    def _learn(self, rows: Sequence[tuple[int, int]], sentence: Sentence) -> None:
        for first, last in rows:
            kind = self._kind(first, last)
            if kind != "person" or last - first < 2:
                continue
            texts = tuple(self.texts[first:last])
            if texts[0] not in column("given_names", "name") and not self._has_person_context(
                first, last, sentence
            ):
                continue
            self.full_names.setdefault(texts[-1], texts)
            self.full_names.setdefault(texts[0], texts)

    def _name(self, first: int, last: int, sentence_index: int) -> list[Name]:
        sentence = self.reading.sentences[sentence_index]
        kind = self._kind(first, last)
        if kind in ("state", "capital", "seat", "bloc"):
            return [self._state(first, last, kind, sentence)]
        if kind == "outlet":
            # A printed "The" belongs to the title; at the start of a sentence it may only seem so.
            titled = first > sentence.first and self.texts[first - 1] == "The"
            start = first - 1 if titled else first
            return [Name(start, last, kind, 0.9, True, "a known outlet or agency")]
        if kind == "organisation":
            ordinal = first > sentence.first and self.words[first - 1].lower[-2:] in _ORDINALS
            start = first - 1 if ordinal and self.texts[first - 1][0].isdigit() else first
            return [Name(start, last, kind, 0.8, True, "a name with a word for an organisation")]
        if kind in ("place", "people", "none"):
            return [Name(first, last, kind, 0.0, False)]
        if last - first >= 2:
            return [self._person(first, last, sentence)]
        return [self._single(first, last, sentence)]

    def _kind(self, first: int, last: int) -> str:
        texts = tuple(self.texts[first:last])
        length, head, tail = last - first, self.texts[first], self.texts[last - 1]
        if all(text in column("titles", "word") or text == "Prime" for text in texts):
            return "none"
        if name_lists.outlets().has(texts):
            bare = length == 1 and head in name_lists.outlets_with_article()
            return "none" if bare and self.words[first - 1].lower != "the" else "outlet"
        listed = name_lists.states().get(" ".join(texts))
        if listed:
            return listed
        if length >= 2 and tail in column("outlet_words", "word"):
            return "outlet"
        if name_lists.places().has(texts) or tail in name_lists.geography():
            return "place"
        if length > 1 and any(text in name_lists.organisation_words() for text in texts):
            return "organisation"
        if head in _BEFORE_PLACE and length > 1:
            return "place"
        if head in name_lists.whole_organisations() and length == 1:
            return "organisation"
        if tail in grammar.demonyms():
            return "people"
        if length == 1 and (
            head in name_lists.organisation_words() or head in column("titles", "word")
        ):
            return "none"
        return "person"

    def _person(self, first: int, last: int, sentence: Sentence) -> Name:
        given = self.texts[first] in column("given_names", "name")
        context = self._has_person_context(first, last, sentence)
        known = self.full_names.get(self.texts[last - 1]) == tuple(self.texts[first:last])
        if given or context:
            score = 0.95 if given and context else 0.85
            return Name(first, last, "person", score, True, "a personal name")
        place = self._preposition_before(first)
        return Name(first, last, "person", 0.5, known or not place, "a row of capitals")

    def _single(self, first: int, last: int, sentence: Sentence) -> Name:
        text = self.texts[first]
        full = self.full_names.get(text)
        if full and full[-1] == text:
            return Name(first, last, "person", 0.9, True, f"short for {' '.join(full)}")
        if text in column("given_names", "name") and not self._preposition_before(first):
            return Name(first, last, "person", 0.7, True, "a given name")
        if text in column("outlet_words", "word") and self.words[first - 1].text in ("The", "the"):
            titled = first > sentence.first and self.words[first - 1].text == "The"
            if self._speaks(first, last, sentence) or text in self.known:
                self.known.setdefault(text, "outlet")
                why = "short for an outlet"
                return Name(first - 1 if titled else first, last, "outlet", 0.7, True, why)
        described = self._description_before(first) or self._description_after(last, sentence)
        if described:
            self.known.setdefault(text, described)
            return Name(first, last, described, 0.7, True, "a name beside a description")
        speaks = self._speaks(first, last, sentence)
        acronym = text.isupper() and 2 <= len(text) <= 6
        if speaks and not acronym and self._opens_sentence(first, sentence):
            # A capital that only opens the sentence: "Ferries sailed".
            verb = self.words[last].lower if last < sentence.last else ""
            speaks = text in self.inside or (verb in _SPEECH and not text.endswith("s"))
        if speaks or (acronym and self.texts[first - 1 : first] in (["the"], ["The"])):
            kind = "organisation" if acronym else "other"
            self.known.setdefault(text, kind)
            return Name(first, last, kind, 0.65, True, "a name that speaks or acts")
        if text in self.known and not self._preposition_before(first):
            return Name(first, last, self.known[text], 0.5, True, "a name that acts elsewhere")
        return Name(first, last, "other", 0.3, False)

    def _state(self, first: int, last: int, kind: str, sentence: Sentence) -> Name:
        kind_out = "state" if kind in ("state", "bloc") else kind
        if kind == "seat" and not self._preposition_before(first):
            return Name(first, last, "seat", 0.75, True, "a seat that stands for those in it")
        if self._speaks(first, last, sentence):
            return Name(first, last, kind_out, 0.75, True, "a state that speaks or acts")
        if self._acts_by_noun(last, sentence):
            return Name(first, last, kind_out, 0.65, True, "a state whose act is named")
        before = self.words[first - 1].lower if first > sentence.first else ""
        before_that = self.words[first - 2].lower if first - 1 > sentence.first else ""
        if before in grammar.VERBS_BEFORE_PERSON or (before == "to" and before_that == "according"):
            return Name(first, last, kind_out, 0.6, True, "a state that is addressed")
        return Name(first, last, kind_out, 0.0, False)

    def _speaks(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether the name is the subject of a verb."""
        if self._relative_verb(last, sentence):
            return True
        if self._preposition_before(first):
            return False
        if first > sentence.first and self.words[first - 1].lower in grammar.reporting_verbs():
            opens = first - 2 < sentence.first or self.texts[first - 2] in ',”"’'
            if opens and self._ends_clause(last, sentence):
                return True
        i = last
        joined = (
            i + 2 < sentence.last and self.words[i].lower == "and" and self.words[i + 1].capital
        )
        if joined and grammar.is_finite(self.words[i + 2].lower):
            return True  # "Oslo and Bergen have agreed"
        while i < sentence.last and grammar.is_adverb(self.words[i].lower):
            i += 1
        return i < sentence.last and grammar.is_finite(self.words[i].lower)

    def _relative_verb(self, last: int, sentence: Sentence) -> bool:
        """Whether a relative clause tells what the name does: "Norland, which itself has ..."."""
        relative = [word.lower for word in self.words[last : last + 2]]
        person = relative == [",", "who"] and not self._preposition_before(last - 1)
        if last + 2 >= sentence.last or not (relative == [",", "which"] or person):
            return False
        i = last + 2
        while i < sentence.last and grammar.is_adverb(self.words[i].lower):
            i += 1
        return i < sentence.last and grammar.is_finite(self.words[i].lower)

    def _ends_clause(self, last: int, sentence: Sentence) -> bool:
        return last >= sentence.last or self.texts[last] in ",.;"

    def _acts_by_noun(self, last: int, sentence: Sentence) -> bool:
        """Whether a possessive follows with a noun that names an act: "Norland's attempt"."""
        if last >= sentence.last or self.words[last].lower not in ("'s", "'"):
            return False
        for i in range(last + 1, min(last + 4, sentence.last)):
            if self.words[i].lower in column("act_nouns", "word"):
                return True
            if not grammar.is_premodifier(self.words[i]):
                return False
        return False

    def _preposition_before(self, first: int) -> bool:
        i = first - 1
        while i >= 0 and (
            self.words[i].lower in ("the", "southern", "northern", "eastern", "western", "central")
        ):
            i -= 1
        return i >= 0 and self.words[i].lower in grammar.PREPOSITIONS

    def _has_person_context(self, first: int, last: int, sentence: Sentence) -> bool:
        if first > sentence.first:
            before = self.words[first - 1]
            if before.text in column("titles", "word") or before.lower in grammar.reporting_verbs():
                return True
            if before.lower in grammar.heads():
                return True
        if last < sentence.last:
            after = self.words[last].lower
            if after in grammar.reporting_verbs():
                return True
            if after == "," and last + 1 < sentence.last:
                return self.words[last + 1].lower in ("a", "an", "the", "who", "another", "whose")
        return False

    def _description_before(self, first: int) -> str | None:
        """Kind of a name by the noun right before it: "outlet Verstka", "lawyer Holm"."""
        if first == 0:
            return None
        before = self.words[first - 1]
        if before.text in column("titles", "word") and before.capital:
            return "person"
        head = grammar.heads().get(before.lower)
        if (
            head is None
            or head["number"] != "singular"
            or before.end + 1 != self.words[first].start
        ):
            return None
        return "person" if head["class"] == "person" else "organisation"

    def _description_after(self, last: int, sentence: Sentence) -> str | None:
        """Kind of a name by what follows: "Agora, a rights group," or "the Agora aid NGO"."""
        i = last
        apposed = i + 1 < sentence.last and self.texts[i] == ","
        if apposed and self._preposition_before(last - 1):
            return None
        if apposed:
            i += 1
            if self.words[i].lower not in ("a", "an", "the", "another"):
                return None
            i += 1
        for j in range(i, min(i + 6, sentence.last)):
            head = grammar.heads().get(self.words[j].lower)
            if head:
                kind = "person" if head["class"] == "person" else "organisation"
                after = self.words[j + 1] if j + 1 < sentence.last else None
                modifies = after is not None and grammar.is_premodifier(after) and not after.capital
                fits = apposed or self.words[j].lower in _NAMED_BODIES
                if head["number"] == "singular" and not modifies and fits:
                    return kind
            if not grammar.is_premodifier(self.words[j]):
                return None
        return None

    def _names_in_title(self, sentence: Sentence, index: int) -> list[Name]:
        """In a title with capitals throughout only names known from the text or a list count."""
        names: list[Name] = []
        i = sentence.first
        while i < sentence.last:
            length = (
                name_lists.listed().match(self.texts, i, sentence.last)
                if self.words[i].capital
                else 0
            )
            if length:
                names += self._name(i, i + length, index)
                i += length
                continue
            full = self.full_names.get(self.texts[i])
            if full and tuple(self.texts[i : i + len(full)]) == full:
                names.append(Name(i, i + len(full), "person", 0.9, True, "a personal name"))
                i += len(full)
                continue
            if full and full[-1] == self.texts[i]:
                names.append(Name(i, i + 1, "person", 0.85, True, f"short for {' '.join(full)}"))
            i += 1
        return names


def words_text(words: Sequence[Word], first: int, last: int, text: str) -> str:
    """Text of words first..last as printed."""
    return text[words[first].start : words[last - 1].end]
