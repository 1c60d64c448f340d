"""Proper names: persons, organisations, outlets and states, by capitals, word lists and context."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from refusal_annotator.prehighlight import grammar, name_lists
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.name_context import NameContext
from refusal_annotator.prehighlight.name_rows import BEFORE_PLACE
from refusal_annotator.prehighlight.reading import Reading, Sentence, Word

_ORDINALS = ("st", "nd", "rd", "th")
_SPEECH = frozenset("said says told wrote writes announced added warned reported claimed".split())
_SIDES = frozenset("for against with by".split())
# "Acas has": a plural would have "have".
_SINGULAR = frozenset("has was is does says wants plans insists denies claims".split())
_OPENING_MARKS = frozenset("“\"‘'«(:;–—")
_OUTLET_OPENERS = frozenset(
    "Radio TV Televisión Telewizja Canal Kanal TVN Daily Evening Weekly".split()
)
_FOREIGN_ARTICLES = frozenset("La El Le Les Los Las Il Die Der Das".split())

_MIXED_CASE = re.compile(r"[A-Z][a-z]{2,}[A-Z][a-z]+\w*$|[A-Z]{1,2}[a-z][A-Z]{1,2}$")
_PEOPLE = re.compile(r"[A-Z][a-z]+(?:ans|ders|ners|kers|ites|vians)$")


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


class NameFinder(NameContext):
    """Finds the names of one text; what one sentence shows about a name helps in the others."""

    def __init__(self, reading: Reading, *, capitals_name: bool = True) -> None:
        super().__init__(reading)
        self.capitals_name = capitals_name
        self.sentence_starts = [s.first for s in reading.sentences]
        openings = set(self.sentence_starts)
        self.inside = {
            w.text for i, w in enumerate(reading.words) if w.capital and i not in openings
        }
        self.small_article = {
            self.texts[i] for i in range(1, len(self.texts)) if self.texts[i - 1] == "the"
        }
        self.full_names: dict[str, tuple[str, ...]] = {}
        self.known: dict[str, str] = {}
        self.aliases: dict[str, tuple[tuple[str, ...], str]] = {}
        self.places: set[str] = set()

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
        for i in plain:
            names[i] = self._accept_coordinated(names[i])
        for i in titles:
            names[i] = self._names_in_title(self.reading.sentences[i], i)
        return names

    def _accept_coordinated(self, names: Sequence[Name]) -> list[Name]:
        """In a row of states, "Norland, Sudland and Westland agreed", all act where one does."""
        states = ("state", "capital", "seat")
        out = list(names)
        for i in range(len(out) - 2, -1, -1):
            first, second = out[i], out[i + 1]
            gap = [word.lower for word in self.words[first.last : second.first]]
            joined = gap in ([","], ["and"], [",", "and"])
            both = first.kind in states and second.kind in states
            one_of_two = joined and both and second.accepted and not first.accepted
            if one_of_two and not self._preposition_before(first.first):
                out[i] = replace(first, score=0.6, accepted=True, why=second.why)
        return out

    def _learn(self, rows: Sequence[tuple[int, int]], sentence: Sentence) -> None:
        for first, last in rows:
            kind = self._kind(first, last)
            texts = tuple(self.texts[first:last])
            kinds = name_lists.organisation_words() | column("outlet_words", "word")
            if kind in ("organisation", "outlet") and last - first > 1 and texts[-1] in kinds:
                self.aliases.setdefault(texts[-1], (texts, kind))
            if self._follows_kind_of_place(first):
                self.places.add(" ".join(texts))
            if kind != "person" or last - first < 2:
                continue
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
            titled = first > sentence.first and self._has_printed_article(first)
            start = first - 1 if titled else first
            return [Name(start, last, kind, 0.9, True, "a known outlet or agency")]
        if kind == "organisation":
            last = self._behind_figure(last, sentence)
            ordinal = first > sentence.first and self.words[first - 1].lower[-2:] in _ORDINALS
            start = first - 1 if ordinal and self.texts[first - 1][0].isdigit() else first
            return [Name(start, last, kind, 0.8, True, "a name with a word for an organisation")]
        if kind in ("place", "people", "none"):
            return [Name(first, last, kind, 0.0, False)]
        if last - first >= 2:
            person = self._person(first, last, sentence)
            return [person if self.capitals_name or self._is_known(person) else _refused(person)]
        single = self._single(first, last, sentence)
        return [single if self.capitals_name or self._is_known(single) else _refused(single)]

    def _is_known(self, name: Name) -> bool:
        """Whether a list vouches for a name, where capitals do not."""
        return self.texts[name.first] in column("given_names", "name") or bool(
            self.full_names.get(self.texts[name.last - 1])
        )

    def _kind(self, first: int, last: int) -> str:
        texts = tuple(self.texts[first:last])
        length, head, tail = last - first, self.texts[first], self.texts[last - 1]
        alias = self._is_alias(first, last)
        if alias:
            return alias
        if all(text in column("titles", "word") or text == "Prime" for text in texts):
            return "none"
        if " ".join(texts) in self.places:
            return "place"
        if length > 1 and head in _OUTLET_OPENERS and tail not in name_lists.geography():
            return "outlet"
        if name_lists.outlets().has(texts):
            bare = length == 1 and head in name_lists.outlets_with_article()
            return "none" if bare and self.words[first - 1].lower != "the" else "outlet"
        listed = name_lists.states().get(" ".join(texts))
        if listed:
            return listed
        if length >= 2 and tail in column("outlet_words", "word"):
            return "outlet"
        owned = length > 1 and texts[-2] in ("'", "’") and tail in name_lists.organisation_words()
        if owned:
            return "organisation"  # "the Farmers' Front"
        if length > 2 and "&" in texts:
            return "organisation"  # "Cope & Lind"
        if tail in name_lists.geography() and self._is_surname(first, last):
            return "person"
        if name_lists.places().has(texts) or tail in name_lists.geography():
            return "place"
        if length > 1 and any(text in name_lists.organisation_words() for text in texts):
            return "organisation"
        if head in BEFORE_PLACE and length > 1:
            return "place"
        if head in name_lists.whole_organisations() and length == 1:
            return "organisation"
        if length > 1 and head in _FOREIGN_ARTICLES:
            return "organisation"
        if length > 1 and tail.endswith("s") and tail.lower() in grammar.heads():
            return "organisation"  # "the Liberal Democrats"
        if tail in grammar.demonyms() or (length == 1 and self._is_people_of(first)):
            return "people"
        if length == 1 and (
            head in name_lists.organisation_words() or head in column("titles", "word")
        ):
            return "none"
        return "person"

    def _person(self, first: int, last: int, sentence: Sentence) -> Name:
        given = self.texts[first] in column("given_names", "name")
        context = self._has_person_context(first, last, sentence)
        apposed = last < sentence.last and self.texts[last] == ","
        known = self.full_names.get(self.texts[last - 1]) == tuple(self.texts[first:last])
        listed = name_lists.states().get(self.texts[first]) or name_lists.places().has(
            (self.texts[first],)
        )
        if listed and not given:
            acts = not self._preposition_before(first)
            return Name(first, last, "organisation", 0.55, acts, "a name that opens with a place")
        if given or (context and not (apposed and self._preposition_before(first))):
            score = 0.95 if given and context else 0.85
            return Name(first, last, "person", score, True, "a personal name")
        place = (
            self._preposition_before(first)
            and not self._is_cited(first, sentence)
            and not self._is_party(first, sentence)
        )
        return Name(first, last, "person", 0.5, known or not place, "a row of capitals")

    def _single(self, first: int, last: int, sentence: Sentence) -> Name:
        text = self.texts[first]
        if "-" in text and text.rpartition("-")[2].islower():
            return Name(first, last, "none", 0.0, False)  # "Russian-language"
        if text in column("qualifying_names", "word") and self._qualifies(last, sentence):
            return Name(first, last, "none", 0.0, False)
        if self._is_cited(first, sentence):
            kind = "outlet" if text in column("outlet_words", "word") else "organisation"
            full = self.full_names.get(text)
            kind = "person" if full or text in column("given_names", "name") else kind
            self.known.setdefault(text, kind)
            return Name(first, last, kind, 0.75, True, "a source that is named")
        if _MIXED_CASE.match(text):
            return Name(first, last, "organisation", 0.7, True, "a name with a capital inside")
        full = self.full_names.get(text)
        if full and full[-1] == text:
            return Name(first, last, "person", 0.9, True, f"short for {' '.join(full)}")
        if text in column("given_names", "name") and not self._preposition_before(first):
            self.known.setdefault(text, "person")
            return Name(first, last, "person", 0.7, True, "a given name")
        article = self.words[first - 1].text if first > 0 else ""
        titled = first > sentence.first + 1 and article == "The"
        if titled and self.texts[first - 2] not in _OPENING_MARKS:
            # A capital inside a sentence belongs to a title: "told The Packet".
            self.known.setdefault(text, "outlet")
            return Name(first - 1, last, "outlet", 0.75, True, "a title printed with its article")
        if text in column("outlet_words", "word") and article in ("The", "the"):
            before = self.words[first - 2].lower if first - 1 > sentence.first else ""
            told = before in grammar.VERBS_BEFORE_PERSON or before in ("to", "by", "with")
            told = told or (before == "in" and self._is_written(first - 2, sentence))
            if told or self._speaks(first, last, sentence) or text in self.known:
                self.known.setdefault(text, "outlet")
                titled = first > sentence.first and self._has_printed_article(first)
                why = "short for an outlet"
                return Name(first - 1 if titled else first, last, "outlet", 0.7, True, why)
        if self._qualifies_office(last, sentence) or self._is_addressee(first, sentence):
            return Name(first, last, "organisation", 0.65, True, "a body by its people or acts")
        described = self._description_before(first) or self._description_after(last, sentence)
        if described:
            self.known.setdefault(text, described)
            return Name(first, last, described, 0.7, True, "a name beside a description")
        speaks = self._speaks(first, last, sentence)
        sides = first > sentence.first + 1 and self.words[first - 2].lower in _SIDES
        party = speaks or (article == "the" and sides and len(text) > 4)
        if article in ("the", "The") and text.endswith("s") and not text.isupper() and party:
            return Name(first, last, "organisation", 0.65, True, "a party or team that acts")
        acronym = text.isupper() and 2 <= len(text) <= 6
        if speaks and not acronym and self._opens_sentence(first, sentence):
            # A capital that only opens the sentence: "Ferries sailed".
            verb = self.words[last].lower if last < sentence.last else ""
            speaks = (
                text in self.inside
                or (verb in _SPEECH and not text.endswith("s"))
                or self._must_be_name(text, verb)
                or (verb == "and" and self.words[last + 1].capital)
                or (
                    text.endswith("s") and verb in _SINGULAR and text.lower() not in grammar.heads()
                )
            )
        joined = last + 2 < sentence.last and self.words[last].lower == "and"
        partner = self.texts[last + 1] in column("given_names", "name") if joined else False
        if partner and self.words[last + 2].capital and not self._preposition_before(first):
            return Name(first, last, "person", 0.6, True, "named with another person")
        if self._is_agent(first, sentence) or (acronym and self._is_body(first, sentence)):
            kind = "organisation" if acronym else "other"
            return Name(first, last, kind, 0.6, True, "a name for one that acts")
        set_off = (
            acronym
            and first > sentence.first
            and last < sentence.last
            and (self.texts[first - 1], self.texts[last]) in ((",", ","), ("(", ")"))
        )
        body = acronym and not sentence.title_case and text.isalpha() and len(text) >= 3
        if body or set_off or speaks or (acronym and article in ("the", "The")):
            kind = "organisation" if acronym else "other"
            self.known.setdefault(text, kind)
            return Name(first, last, kind, 0.65, True, "a name that speaks or acts")
        body = self.known.get(text) in ("organisation", "outlet")
        kept = body or not self._preposition_before(first) or self._is_for_somebody(first, sentence)
        if text in self.known and kept:
            return Name(first, last, self.known[text], 0.5, True, "a name that acts elsewhere")
        return Name(first, last, "other", 0.3, False)

    def _is_surname(self, first: int, last: int) -> bool:
        """Whether a word for a place ends a person's name: "Lin Marsh said", "Ms Lane"."""
        if last - first == 1:
            full = self.full_names.get(self.texts[first])
            return full is not None and full[-1] == self.texts[first]
        if last - first > 3 or self.words[first - 1 if first else 0].lower == "the":
            return False
        if self.texts[first] in column("given_names", "name"):
            return True
        sentence = self.reading.sentences[bisect_right(self.sentence_starts, first) - 1]
        return self._has_person_context(first, last, sentence, strictly=True)

    def _is_people_of(self, first: int) -> bool:
        """Whether a plural with a capital is told by its ending: "Brenlanders", "Asumans"."""
        text = self.texts[first]
        if not _PEOPLE.match(text) or text in self.full_names or len(text) < 6:
            return False
        before = self.words[first - 1] if first else None
        return before is None or not (before.capital and before.end + 1 == self.words[first].start)

    def _has_printed_article(self, first: int) -> bool:
        """Whether "The" belongs to a title: not where the text elsewhere prints a small "the"."""
        return self.texts[first - 1] == "The" and self.texts[first] not in self.small_article

    def _is_alias(self, first: int, last: int) -> str:
        """Kind of a body that is named by the last word of its name: "the League", "the Post"."""
        known = self.aliases.get(self.texts[first]) if last - first == 1 else None
        if known is None or first == 0:
            return ""
        before = self.words[first - 1].lower
        return known[1] if before == "the" or not self._opens(first) else ""

    def _opens(self, first: int) -> bool:
        index = bisect_right(self.sentence_starts, first) - 1
        return index >= 0 and self.sentence_starts[index] == first

    def _state(self, first: int, last: int, kind: str, sentence: Sentence) -> Name:
        kind_out = "state" if kind in ("state", "bloc") else kind
        if kind == "seat" and not self._preposition_before(first):
            return Name(first, last, "seat", 0.75, True, "a seat that stands for those in it")
        if self._speaks(first, last, sentence):
            return Name(first, last, kind_out, 0.75, True, "a state that speaks or acts")
        if self._acts_by_noun(last, sentence):
            return Name(first, last, kind_out, 0.65, True, "a state whose act is named")
        if first == sentence.first and self._opens_with_act(last, sentence):
            return Name(first, last, kind_out, 0.6, True, "a state that acts")
        if kind == "bloc" and self._sends(first, sentence):
            return Name(first, last, kind_out, 0.65, True, "a body that people are from")
        before = self.words[first - 1].lower if first > sentence.first else ""
        before_that = self.words[first - 2].lower if first - 1 > sentence.first else ""
        if before == "on" and before_that in ("called", "calls", "call", "calling"):
            return Name(first, last, kind_out, 0.65, True, "a state that is called on")
        if before in grammar.VERBS_BEFORE_PERSON or (before == "to" and before_that == "according"):
            return Name(first, last, kind_out, 0.6, True, "a state that is addressed")
        return Name(first, last, kind_out, 0.0, False)

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
            alias = self.aliases.get(self.texts[i])
            if alias and self.words[i].capital:
                kind = alias[1]
                names.append(Name(i, i + 1, kind, 0.6, True, f"short for {' '.join(alias[0])}"))
                i += 1
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


def _refused(name: Name) -> Name:
    return replace(name, accepted=False)


def words_text(words: Sequence[Word], first: int, last: int, text: str) -> str:
    """Text of words first..last as printed."""
    return text[words[first].start : words[last - 1].end]
