"""What stands around a name: verbs, descriptions, sources, prepositions."""

from __future__ import annotations

from refusal_annotator.prehighlight import grammar, name_lists
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.name_rows import NameRows
from refusal_annotator.prehighlight.reading import Sentence

KINDS_OF_PLACE = frozenset(
    "town city village port island province district region suburb republic state hamlet "
    "settlement county valley".split()
)
_NAMED_BODIES = frozenset(
    "ngo group agency charity outlet newspaper union party company firm website channel foundation "
    "association organisation organization".split()
)
_OFFICES = frozenset("chair head president director chief deputy vice-chair co-chair".split())
_OF_A_BODY = frozenset(
    "secretary spokesman spokeswoman spokesperson analyst executive organiser organizer leader "
    "correspondent reporter editor campaigner negotiator strategist lobbyist".split()
)
_EXPERTS = frozenset(
    "analyst analysts economist economists researcher researchers scientist scientists professor "
    "lecturer strategist strategists fellow expert experts lawyer lawyers historian scholar "
    "scholars partner editor".split()
)
_ADDRESSING = frozenset(
    "accused accuses accusing blamed blames blaming urged urges sued sues suing condemned thanked "
    "criticised criticized warned fined".split()
)
_WRITTEN = frozenset(
    "wrote writes writing said says told claimed argued published reported appeared article column "
    "interview letter advertisement piece".split()
)
# Prepositions that seldom stand before a place, and words that make the others lead to a party.
_OF_PARTIES = frozenset("with against about like unlike versus".split())
_BEFORE_PARTY = {
    "from": frozenset(
        "letter letters offer offers bid bids call calls statement message messages support "
        "criticism email emails pressure help answer reply response word money permission loan "
        "complaint complaints warning warnings protest donation donations grant advice apology "
        "approval orders instructions heard bought borrowed inherited".split()
    ),
    "for": frozenset(
        "vote votes voted voting work works worked working campaign campaigned campaigning "
        "speak speaks spoke speaking stood lawyer lawyers spokesman spokeswoman spokesperson "
        "solicitor attorney counsel barrister agent support votes".split()
    ),
    "to": frozenset(
        "according wrote spoke talked listened complained appealed belongs belonged lost handed "
        "loyal letter letters message tribute thanks close visit".split()
    ),
    "of": frozenset(
        "leader leaders head chair chairman chairwoman director founder founders owner owners "
        "member members spokesman spokeswoman secretary boss bosses critic critics supporter "
        "supporters ally allies opponent opponents rival rivals family widow wife husband son "
        "daughter mother father brother sister death arrest resignation re-election murder "
        "killing trial release".split()
    ),
    "by": frozenset("led run owned written signed backed".split()),
}


class NameContext(NameRows):
    """Answers for one text what the neighbourhood of a name shows."""

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
        i = self._behind_partners(last, sentence)
        joined = (
            i + 2 < sentence.last and self.words[i].lower == "and" and self.words[i + 1].capital
        )
        if joined and grammar.is_finite(self.words[i + 2].lower):
            return True  # "Oslo and Bergen have agreed"
        while i < sentence.last and grammar.is_adverb(self.words[i].lower):
            i += 1
        return i < sentence.last and grammar.is_finite(self.words[i].lower)

    def _behind_partners(self, last: int, sentence: Sentence) -> int:
        """Step over "and its allies" behind a name, so that their verb is its, too."""
        own = [word.lower for word in self.words[last : last + 2]]
        if len(own) < 2 or own[0] != "and" or own[1] not in ("its", "his", "her", "their"):
            return last
        for i in range(last + 2, min(last + 6, sentence.last)):
            word = self.words[i]
            head = grammar.heads().get(word.lower)
            if head is not None and head["number"] == "plural":
                return i + 1
            if not grammar.is_premodifier(word):
                return last
        return last

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

    def _qualifies_office(self, last: int, sentence: Sentence) -> bool:
        """Whether an office and a person's name follow: "Unite organiser Holm" names Unite."""
        for i in range(last, min(last + 3, sentence.last - 1)):
            word = self.words[i]
            if word.capital or not grammar.is_word(word):
                return False
            if word.lower in _OF_A_BODY:
                return self.words[i + 1].capital and self.words[i + 1].start == word.end + 1
        return False

    def _is_addressee(self, first: int, sentence: Sentence) -> bool:
        """Whether something was done to the name: "accused Renfe of", "told Kresy", or whether it
        is where experts work: "analysts at Nordea".
        """
        if first - 1 <= sentence.first:
            return False
        before = self.words[first - 1].lower
        if before == "at":
            return self.words[first - 2].lower in _EXPERTS
        return before in _ADDRESSING

    def _sends(self, first: int, sentence: Sentence) -> bool:
        """Whether people of a body are named: "observers from the OSCE", "a spokesman for NATO"."""
        i = first - 1
        if i > sentence.first and self.words[i].lower == "the":
            i -= 1
        if i <= sentence.first or self.words[i].lower not in ("from", "for"):
            return False
        head = grammar.heads().get(self.words[i - 1].lower)
        return head is not None and head["class"] in ("person", "group")

    def _is_for_somebody(self, first: int, sentence: Sentence) -> bool:
        """Whether a preposition stands before that leads to persons: "came for Holm"."""
        before = self.words[first - 1].lower if first > sentence.first else ""
        return before in _OF_PARTIES or before in ("for", "by")

    def _opens_with_act(self, last: int, sentence: Sentence) -> bool:
        """Whether a form that may be a noun is the verb here: "Norland grants asylum", and not
        "Norland exports fell".
        """
        if last + 1 >= sentence.last:
            return False
        verb, after = self.words[last], self.words[last + 1]
        if verb.capital or verb.lower not in column("maybe_verbs", "form"):
            return False
        return (
            verb.lower.endswith("s")
            and verb.lower not in grammar.heads()
            and grammar.is_word(after)
            and not grammar.is_finite(after.lower)
            and after.lower not in grammar.PREPOSITIONS
            and after.lower not in ("and", "or", "that", "which", "who", "as")
        )

    def _is_written(self, preposition: int, sentence: Sentence) -> bool:
        """Whether "in" leads to where something was published: "she wrote in the Express"."""
        row = self.words[max(sentence.first, preposition - 4) : preposition]
        return any(word.lower in _WRITTEN for word in row)

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

    def _has_person_context(
        self, first: int, last: int, sentence: Sentence, *, strictly: bool = False
    ) -> bool:
        """Whether words beside a name tell a person; `strictly` leaves out what places have, too:
        "Ash Hill, a village" beside "Lin Hill, chair of the board".
        """
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
                following = self.words[last + 1].lower
                if following in ("who", "whose") or self._is_office(last + 1, sentence):
                    return True
                if self._is_age(last + 1, sentence):
                    return True
                return not strictly and following in ("a", "an", "the", "another")
        return False

    def _is_office(self, i: int, sentence: Sentence) -> bool:
        """Whether an office without an article stands here: "chair of", "secretary to"."""
        word = self.words[i].lower
        head = grammar.heads().get(word)
        person = head is not None and head["class"] == "person" and head["number"] == "singular"
        if not person and word not in _OFFICES:
            return False
        return i + 1 < sentence.last and self.words[i + 1].lower in (
            "of",
            "for",
            "at",
            "to",
            "with",
        )

    def _is_age(self, i: int, sentence: Sentence) -> bool:
        """Whether an age stands here between commas: ", 44, "."""
        text = self.texts[i]
        closed = i + 1 < sentence.last and self.texts[i + 1] in ",."
        return text.isdigit() and 1 <= len(text) <= 2 and closed

    def _is_party(self, first: int, sentence: Sentence) -> bool:
        """Whether a name behind a preposition is a party and no place: "a letter from Vale"."""
        if first - 1 < sentence.first:
            return False
        before = self.words[first - 1].lower
        verb = self.words[first - 2].lower if first - 2 >= sentence.first else ""
        return before in _OF_PARTIES or verb in _BEFORE_PARTY.get(before, frozenset())

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
            or before.lower == "service"  # "the messaging service Lark" is a platform
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

    def _is_cited(self, first: int, sentence: Sentence) -> bool:
        """Whether "according to" or the like stands before, so that any name is a source."""
        i = first - 1
        while i > sentence.first and self.words[i].lower in ("the", "both"):
            i -= 1
        row = [word.lower for word in self.words[max(sentence.first, i - 1) : i + 1]]
        return row == ["according", "to"] or row[-1:] in (["citing"], ["quoting"])

    def _is_agent(self, first: int, sentence: Sentence) -> bool:
        """Whether "by" stands before: "a survey by Kantar", "bussed in by Brussels"."""
        return first > sentence.first and self.words[first - 1].lower == "by"

    def _is_body(self, first: int, sentence: Sentence) -> bool:
        """Whether an abbreviation inside a sentence is a body and no place: "the liberal VSOA"."""
        if first == sentence.first or sentence.title_case:
            return False
        before = self.words[first - 1].lower
        if before in grammar.PREPOSITIONS_OF_PLACE or before in ("the",):
            return False
        return before in grammar.heads() or grammar.is_premodifier(self.words[first - 1])

    def _qualifies(self, last: int, sentence: Sentence) -> bool:
        """Whether a name only qualifies the noun behind it: "the Catholic charity"."""
        after = self.words[last] if last < sentence.last else None
        return (
            after is not None
            and grammar.is_word(after)
            and not after.capital
            and (not grammar.is_finite(after.lower) and after.lower not in grammar.function_words())
        )

    def _must_be_name(self, text: str, verb: str) -> bool:
        """Whether a word that opens a sentence before a verb is a name and no noun without article.

        In the singular only nouns for masses ("Smoke filled the hall") stand so.
        """
        if text.endswith("s") or text.lower() in column("mass_nouns", "word") or len(text) < 4:
            return False
        ending = text.lower().endswith(
            (
                "ing",
                "tion",
                "sion",
                "ness",
                "ment",
                "ity",
                "ism",
                "age",
                "ance",
                "ence",
                "ship",
                "ly",
            )
        )
        return not ending and verb not in grammar.COPULAS and text.lower() not in self.small

    def _follows_kind_of_place(self, first: int) -> bool:
        """Whether "the town of" or the like stands before: then the name is a place."""
        row = [word.lower for word in self.words[max(0, first - 2) : first]]
        return len(row) == 2 and row[1] in ("of", "in") and row[0] in KINDS_OF_PLACE

    def _behind_figure(self, last: int, sentence: Sentence) -> int:
        """Take a figure into a name: "Military Court 3"."""
        if last >= sentence.last or not self.texts[last].isdigit() or len(self.texts[last]) > 3:
            return last
        if self.texts[last - 1] not in name_lists.organisation_words():
            return last
        following = self.words[last + 1] if last + 1 < sentence.last else None
        if following is None or not grammar.is_word(following):
            return last + 1
        return last + 1 if following.lower in grammar.function_words() else last
