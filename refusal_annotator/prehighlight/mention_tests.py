"""Whether a noun phrase is a mention here: particular, acting, no place, no mere description."""

from __future__ import annotations

import re

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.bare_counts import BareCounts
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.mentions import Mention
from refusal_annotator.prehighlight.reading import Sentence

_DOUBTFUL = frozenset(
    "general local military intelligence executive chief head paper source force guard command "
    "monitor pilot cook contact unit party partner captain bank board lead volunteer author deputy "
    "secretary opposition council marine parent youth company group team family agency union "
    "commission department partisan rebel private major staff child patient person".split()
)
_AS_VERB = frozenset(
    "heads forces guards commands monitors pilots cooks contacts boards banks".split()
)
FOR_HEADS = frozenset(
    "lawyer lawyers attorney spokesman spokeswoman spokesperson advocate counsel representative "
    "reporter correspondent editor engineer negotiator worker candidate minister secretary "
    "fighters campaigner campaigners".split()
)
_ASKING = frozenset("can could may might must should would will does do did is are".split())
_KINDS_OF_PAPERS = frozenset(
    "court army company identity ballot nomination divorce discharge draft ship call-up legal "
    "official secret voting tax".split()
)
_SAID = frozenset("said says told tells wrote writes added recalled explained".split())
_HOUSES = frozenset("hospital university bank parliament embassy court council".split())
_AS_ADJECTIVE = frozenset(
    "dead wounded injured homeless unemployed elderly rich poor missing sick disabled".split()
)
_BEFORE_HOUSE = frozenset("by sue sues suing sued asked urged told warned accused cost".split())
_PLACE_WORDS = frozenset(
    "in at near from to outside inside around opposite behind through beside into".split()
)
_ACT = re.compile(
    r"(?!station|mission|apart|depart|parlia|equip|docu|basement|pavement|monument|portion|section|"
    r"population|tion)[a-z]{3,}(?:tion|sion|ment|ance|ence|sal)"
)
_THINKABLE = frozenset(
    "if whether unless when would could should may might must can cannot will need needs want "
    "wants "
    "every any like as become becomes became without than or not no never be being is are "
    "for to i we you".split()
)
_ANSWERS = frozenset(
    "answer reply response word comment statement letter order orders pressure money help "
    "permission news request".split()
)
# Raw scores by what made a phrase a mention; calibration maps them to shares of right ones.
_SCORES = {
    "speaks": 0.7,
    "particular": 0.62,
    "event": 0.52,
    "house": 0.68,
    "doubtful": 0.72,
    "headline": 0.66,
    "headline_joined": 0.64,
}
_DETERMINED = grammar.DETERMINERS | {"own", "both", "'s", "'", "’", "another", "one", "former"}
_COLLECTIVES = frozenset("group groups team teams crowd gang delegation unit".split())


class MentionTests(BareCounts):
    """Answers for one text whether a noun phrase plays an actor."""

    def _why_left(self, mention: Mention, before: str, sentence: Sentence) -> str:
        """Name of the test by which a noun phrase is no mention; empty for a mention."""
        bare = mention.first == mention.head
        if mention.word in _AS_ADJECTIVE and not self._is_used_as_noun(mention, sentence):
            return "adjective"
        if self._is_denied(mention, sentence):
            return "denied"
        if mention.word in column("houses", "word") and not self._acts(mention, before, sentence):
            return "house"
        if mention.word == "others" and mention.counted is None:
            return "others"
        if mention.predicate and mention.counted is None:
            return "predicate"
        if mention.word == "people" and bare and mention.counted is None:
            return "people"
        if mention.word in column("houses", "word"):
            mention.score = _SCORES["house"]
        doubtful = mention.word in _DOUBTFUL or mention.word in _AS_VERB
        if doubtful:
            mention.score = _SCORES["doubtful"]
        opens = mention.head == sentence.first and mention.number == "plural"
        owned = before in ("'s", "own", "both")
        acts = mention.number == "plural" and (
            self._speaks(mention.last, sentence) or before in grammar.VERBS_BEFORE_PERSON
        )
        free = bare and before not in grammar.DETERMINERS
        helped = before == "by" and mention.klass == "group"  # "carried out by staff"
        if doubtful and free and not (opens or owned or acts or helped):
            return "doubtful_noun"
        if mention.word in ("heads", "hands", "faces") and (
            mention.last >= sentence.last or self.lowers[mention.last] != "of"
        ):
            return "body_part"
        if mention.word in _AS_VERB and before in ("he", "she", "it", "who", "which", "that"):
            return "verb"
        if self._is_document(mention, before):
            return "document"
        if self._is_bodily(mention, before):
            return "body_part"
        if self._is_asked_of_anyone(mention, sentence):
            return "asked_of_anyone"
        if self._is_part_of(mention.first, sentence):
            return "part_of"
        if self._is_place(mention, before):
            return "place"
        if before in ("no", "any", "each", "every", "part"):
            return "no_or_any"
        if mention.indefinite and self.lowers[max(0, mention.first - 2)] == "as":
            return "as"
        if mention.indefinite and bare and mention.number == "singular":
            return "" if self._is_somebody(mention, sentence) else "anyone"
        return self._why_bare_left(mention, before, sentence)

    def _is_somebody(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether "a diver" is a certain one; how that shows makes it more or less sure."""
        for path, test in (
            ("speaks", self._speaks(mention.last, sentence)),
            ("particular", self._is_particular(mention, sentence)),
            ("event", self._is_told_as_event(mention, sentence)),
        ):
            if test:
                mention.score = _SCORES[path]
                return True
        return False

    def _why_bare_left(self, mention: Mention, before: str, sentence: Sentence) -> str:
        """The same for a noun without a determiner, and for a body without a name."""
        bare = mention.first == mention.head
        determined = before in _DETERMINED
        if (
            bare
            and mention.word in ("parliament", "congress")
            and before in ("told", "by", "asked")
        ):
            return ""
        if bare and not determined and mention.number == "singular":
            # Headlines drop the article: "Court rejects appeal"; elsewhere it is "to go to court".
            if before in ("", ",", ":", "“", '"', "as", "–", "-"):
                acts = self._speaks(mention.last, sentence, loosely=True)
                mention.score = _SCORES["headline"]
                return "" if acts else "bare_does_nothing"
            joined = before in ("and", "but", "by", ",", "to", "as")
            mention.score = _SCORES["headline_joined"]
            return "" if joined and self._is_headline(sentence) else "bare_singular"
        if mention.indefinite and mention.word in _COLLECTIVES and not self._has_name(mention):
            mention.score = 0.5
            told = self.lowers[mention.last : mention.last + 1] == ["of"]
            return "" if told or self._speaks(mention.last, sentence) else "any_group"
        return ""

    def _is_bodily(self, mention: Mention, before: str) -> bool:
        """Whether a part of the body or a lead in votes is meant: "shook her head"."""
        follows = self.lowers[mention.last : mention.last + 1]
        if mention.word == "head" and before in ("his", "her", "my", "your", "their"):
            return follows != ["of"]
        return mention.word == "majority" and mention.indefinite and follows != ["of"]

    def _is_document(self, mention: Mention, before: str) -> bool:
        """Whether papers are documents, "his papers", and no outlets, "the papers"."""
        if mention.word != "papers":
            return False
        kind = self.lowers[mention.head - 1] if mention.head > mention.first else ""
        return before in grammar.POSSESSIVE_PRONOUNS or kind in _KINDS_OF_PAPERS

    def _is_asked_of_anyone(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether a question asks what any such person may do: "Can a soldier say no?"."""
        opens = self.lowers[max(sentence.first, mention.first - 2)]
        return mention.indefinite and opens in _ASKING and self.lowers[sentence.last - 1] == "?"

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
        if after == "," and self.lowers[mention.last + 1 : mention.last + 2] == ["who"]:
            after = "who"
        if after == "who":
            # "A diver who refuses" is anyone; "a diver who led the search said" is one.
            ahead = self.lowers[mention.last : min(mention.last + 14, sentence.last)]
            acted = self.lowers[max(sentence.first, mention.first - 2)]
            return any(word in _SAID for word in ahead) or self._is_past(acted)
        verb = self.lowers[mention.first - 2] if mention.first - 2 >= sentence.first else ""
        described = (after == "for" and mention.word in FOR_HEADS) or after.endswith("ing")
        if after in ("that", "which") and mention.klass == "organisation":
            return True
        return (
            after in ("from", "of", "at", "in", "with", "to")
            or described
            or verb in grammar.reporting_verbs()
            or verb in ("by", "quoting", "citing")
            or self._is_past(verb)
        )

    def _is_told_as_event(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether the sentence tells what happened, so that the person is no mere thought."""
        if mention.klass != "person":
            return False
        row = self.lowers[sentence.first : sentence.last]
        before = row[: mention.first - sentence.first]
        if any(word in _THINKABLE for word in before[-12:]) or "?" in row[-2:]:
            return False
        return any(word in ("was", "were", "had", "said") or word.endswith("ed") for word in row)

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
        if self.lowers[i : i + 1] == ["had"] and self.lowers[i + 1 : i + 2] != ["to"]:
            return True
        return (
            i < sentence.last
            and grammar.is_finite(self.lowers[i])
            and (loosely or self.lowers[i] not in ("must", "could", "should", "might", "had"))
        )

    def _only_possesses(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether an owner without a name stands before what it owns: "the company's door"."""
        i = mention.last
        if i >= sentence.last or self.lowers[i] not in ("'s", "'", "’"):
            return False
        if self.words[i].start != self.words[i - 1].end:
            return False
        for word in self.lowers[i + 1 : min(i + 4, sentence.last)]:
            if word in grammar.heads():
                return True
            if word in column("act_nouns", "word") or _ACT.fullmatch(word):
                return False
        return True

    def _is_predicate(self, first: int, before: str, sentence: Sentence) -> bool:
        i = first - 1
        while i > sentence.first and (
            self.lowers[i] in grammar.ARTICLES
            or grammar.is_adverb(self.lowers[i])
            or self.lowers[i] == "not"
        ):
            i -= 1
        return i >= sentence.first and self.lowers[i] in grammar.COPULAS
