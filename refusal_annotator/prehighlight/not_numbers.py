"""What looks like a quantity and is none: dates, clock times, ordinals, unit names, "one"."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Protocol

from refusal_annotator.prehighlight import grammar, number_words
from refusal_annotator.prehighlight.lexicon import alternatives, column
from refusal_annotator.prehighlight.reading import Reading

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_FORMS = (
    rf"(?:{_MONTHS})\.?\s+{_DAY}(?:\s?[-–—]\s?{_DAY}|\s+(?:to|and|or)\s+{_DAY})?(?!\w)(?:,?\s+\d{{4}}(?!\w))?",
    rf"{_DAY}(?:\s?[-–—]\s?{_DAY}|\s+(?:to|and|or)\s+{_DAY})?\s+(?:of\s+)?(?:{_MONTHS})(?!\w)\.?(?:,?\s+\d{{4}}(?!\w))?",
    rf"(?:{_MONTHS})\.?,?\s+\d{{4}}(?!\w)",
    r"\d{4}-\d{1,2}-\d{1,2}",
    r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\w)",
    r"(?:19|20)\d{2}\s?[-–—/]\s?(?:(?:19|20)?\d{2})(?![\w,])",
    r"(?:mid-|early\s|late\s)?(?:the\s)?(?:['’]?\d{2}|1[5-9]\d{2}|20\d{2})s(?!\w)",
    r"24/7|9/11",
)
_CLOCK_FORMS = (
    r"\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?(?!\w)(?=\s*(?:[ap]\.?m|GMT|BST|CET|EST|EDT|UTC|on\b|hours|local))",
    r"\d{1,2}:\d{2}(?::\d{2})?(?!\w)",
    r"\d{1,2}(?:\s?-\s?\d{1,2})?\s?[ap]\.?m\b\.?",
    r"(?m:^\s*(?:[01]?\d|2[0-3])[.:h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\s*(?:$|[-–—|:]|(?=[A-Z“\"‘])))",
    r"(?:[01]?\d|2[0-3])h[0-5]\d(?!\w)",
    r"(?:noon|midnight|\d{1,2})\s?(?:on the dot|sharp)",
    r"\w+\s+o['’]clock",
    r"(?i:(?<=\bat )|(?<=\bby )|(?<=\bthe )|(?<=\buntil )|(?<=\bsince )"
    r"|(?<=\baround )|(?<=\babout ))"
    r"(?:[01]?\d|2[0-3])\.[0-5]\d(?!\w)(?=\s+(?:from|to|train|bus|service|flight|ferry|on|in|and|when|as|"
    r"the|that|this|yesterday|today|tomorrow|local)\b|[.,;)]\s|[.,;)]?$)",
    r"(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours|GMT|UTC|BST|CET|EST|EDT|EAT|local)\b",
)
_CONTACT_FORMS = (
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,80}(?:\.[\w-]{1,40}){1,4}",
    r"\+\d[\d\s().-]{6,}\d",
    r"\(?\d{3,5}\)?[\s.-]\d{3,4}[\s.-]\d{3,6}(?!\w)",
    r"(?<![\d,.])\d{3}-\d{4}(?![\w-])",
    r"\d{1,4}[a-z]?,?\s(?:[A-Z][\w'’-]+\s){1,3}(?:Street|Road|Avenue|Lane|Square|St|Ave|Rd|Boulevard|Blvd|"
    r"Drive|Quay|Crescent|Terrace|Way|Embankment|Prospekt|Court)(?!\w)",
    r"(?<=\()\d{1,2}(?=\)\s)",
    r"[#@]\w+",
)
_LIST_FORM = r"(?m:^\s*\d{1,3}[.)]\s)"
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")
_YEAR_CONTEXT = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|before|after|of|during|for|early|late|mid|to|and|between|"
    r"year|summer|winter|spring|autumn|fall|around|through|back in|the)|[,(–—-])\s*\Z",
    re.IGNORECASE,
)
_COUNTABLE = re.compile(
    r"\s+(?:[^\W\d_]+\s){0,2}?(?:[^\W\d_]+s|people|men|women|children|personnel|staff|police)(?!\w)"
)
_ADJECTIVE = re.compile(
    r"\s+[^\W\d_]+(?:ed|ly|ent|ant|able|ible|ful|ous|ive|ing|ic|al|ary|less|ern)(?![\w])"
)
_MOST = re.compile(
    r"\s+(?:of(?!\w)|(?:[^\W\d_]+\s){0,2}(?:[^\W\d_]+[^s\W]s|people|men|women|children|troops)(?!\w))"
)
_NOT_MANY = re.compile(r"\b(?:how|as|too|not|that|very)\s+\Z", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|this|that|its|his|her|their|our|my|your|at|['’]s)\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_POSSESSED = re.compile(r"(?:\b(?:the|its|his|her|their|our|my|your|at|['’]s))\s+\Z", re.IGNORECASE)
_OF = re.compile(r"\s+of(?!\w)", re.IGNORECASE)
_HALF_USE = re.compile(
    r"\s+(?:of|the|a|an|its|his|her|their|our|my|your|that|as|were|was|are|have|had|said|believe|"
    r"what)(?!\w)",
    re.IGNORECASE,
)
_AGE_END = re.compile(r",\s")
_NAME_BEFORE = re.compile(r"[A-Z][^\W\d_]+,\s\Z")
_COORDINATE_TIME = re.compile(r"\bat\s+\Z", re.IGNORECASE)
_SENTENCE_REST = re.compile(r"\s*(?:[.,;!?]|on\b|in the\b|\Z)")
_NOT_ONE = re.compile(r"\b(?:no|any|some|every|each|this|that)\s+\Z", re.IGNORECASE)
_ONE_TIME = re.compile(r"one[\s-](?:day|morning|night|evening|afternoon|time)\Z", re.IGNORECASE)
_CLAUSE_MARK = re.compile(r"[.;:!?]")
_ONE_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|which|those)(?!\w)", re.IGNORECASE)
_FOR_MANY = re.compile(r"\s+(?:for|per|to|against)\s+(?:the\s+|every\s+)?\Z", re.IGNORECASE)
_NAME_WITH_FIGURE = re.compile(r"(?P<name>[A-Z][^\W\d_]+(?:['’]s)?)\s\Z")
_LABEL_REST = re.compile(r"\s*(?:[.,;:)!?”\"]|\Z)|\s+(?P<next>[^\W\d_]+)")
_LENGTH_BEFORE = re.compile(r"\b(?:in|for|within|over|last|past|than|least|only|just)\s+\Z")


class HasPlace(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Filter:
    """Answers for one text what is no quantity."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self._masks = [match.span() for match in _mask_pattern().finditer(reading.text)]
        self._starts = [start for start, _ in self._masks]

    def is_masked(self, start: int, end: int) -> bool:
        """Whether start..end lies in a date, a clock time, an address or a name with a number."""
        index = bisect_right(self._starts, start)
        near = self._masks[max(0, index - 1) : index + 1]
        return any(left < end and start < right for left, right in near)

    def is_vague_quantity(self, words: str, start: int, end: int) -> bool:
        """Whether a vague quantifier counts something here."""
        before = self.text[max(0, start - 16) : start]
        if words.endswith("number of"):
            return not _DEFINITE.search(before) or before.casefold().endswith((" a ", " an "))
        if words == "most":
            after = self.text[end : end + 60]
            return bool(_MOST.match(after)) and not (
                _POSSESSED.search(before) or (_ADJECTIVE.match(after) and not _OF.match(after))
            )
        if words in ("many", "few"):
            return not _NOT_MANY.search(before)
        if words == "scores":
            return bool(_OF.match(self.text, end))
        return True

    def is_fraction(self, words: list[str], start: int, end: int) -> bool:
        """Whether "third", "quarter", "half" divide something, and are no ordinal or season."""
        if words == ["half"]:
            before = self.text[max(0, start - 16) : start]
            return bool(_HALF_USE.match(self.text, end)) and not re.search(
                r"\b(?:first|second|and a|other|one and a)\s+\Z", before
            )
        if len(words) > 1 and words[0] not in ("a", "an"):
            return not re.match(r"\s+(?:time|place|man|woman|person)\b", self.text[end : end + 12])
        # "a fifth had left"; without an article it is an ordinal.
        indefinite = words[0] in ("a", "an", "one") or re.search(
            r"\ban?\s+\Z", self.text[max(0, start - 3) : start], re.IGNORECASE
        )
        plural = re.match(
            r"\s+(?:had|have|were|are|do|did|or|more|less|fewer)(?!\s+(?:his|her|its)\b)\b",
            self.text[end : end + 14],
        )
        return bool(_OF.match(self.text, end) or (indefinite and plural))

    def is_age_in_commas(self, start: int, end: int, value: object) -> bool:
        """Whether a bare figure in commas after a name is an age: "Lind, 31, said"."""
        return (
            isinstance(value, int)
            and 1 <= value <= 115
            and bool(_AGE_END.match(self.text, end))
            and bool(_NAME_BEFORE.search(self.text, max(0, start - 30), start))
            and self.text[start:end].isdigit()
        )

    def one_is_set_against(self, start: int, end: int) -> bool:
        """Whether "one" stands for one of several counted ones: "one drowned, three swam"."""
        if _NOT_ONE.search(self.text, max(0, start - 8), start):
            return False
        following = re.match(r"\s+([^\W\d_]+)", self.text[end : end + 30])
        if not following:
            return False
        word = following.group(1).casefold()
        return word in column("number_verbs", "word") or (word.endswith("ed") and len(word) > 4)

    def one_is_listed(self, start: int, end: int, other: HasPlace) -> bool:
        """Whether "one" is in a row of counts: "two tugs and one barge", "one cook for nine"."""
        if _NOT_ONE.search(self.text, max(0, start - 8), start):
            return False
        if other.end <= start:
            between = self.text[other.end : start]
            if _ONE_OF_THEM.match(self.text, end):
                return len(between) < 50 and not _CLAUSE_MARK.search(between)
            joined = re.search(r"(?:,|,?\s+(?:and|but|or))\s+\Z", between, re.IGNORECASE)
            return bool(
                joined
                and len(between) < 60
                and not _CLAUSE_MARK.search(between)
                and not _OF.match(self.text, end)
                and not any(grammar.is_finite(w.casefold()) for w in re.findall(r"\w+", between))
            )
        between = self.text[end : other.start]
        words = between.split()
        return len(words) <= 3 and bool(_FOR_MANY.search(between))

    def is_topic_over(self, start: int, words: str) -> bool:
        """Whether "over" tells what a quarrel is about: "a row over 11 votes"."""
        if words.casefold() != "over":
            return False
        before = re.search(r"([^\W\d_][\w-]*)\s+\Z", self.text[max(0, start - 30) : start])
        return bool(before) and before.group(1).casefold() in column("dispute_nouns", "word")

    def is_numbered_name(self, start: int, end: int) -> bool:
        """Whether a figure belongs to the name before it: "Circuit 3", "Hangar B 12"."""
        text = self.text[start:end]
        name = _NAME_WITH_FIGURE.search(self.text, max(0, start - 40), start)
        if not (text.isdigit() and len(text) <= 3 and name) or self._opens_sentence(name.start()):
            return False
        if name.group("name") in column("not_names", "word"):
            return False
        rest = _LABEL_REST.match(self.text, end)
        following = rest.group("next") if rest else ""
        return bool(rest) and (
            not following
            or following.casefold() in grammar.function_words()
            or grammar.is_finite(following.casefold())
        )

    def _opens_sentence(self, position: int) -> bool:
        before = self.text[max(0, position - 3) : position].rstrip(" “\"‘'(")
        return not before or before[-1] in ".!?:\n•-–—"

    def is_plausible(self, start: int, end: int, kind: str, approximator: str) -> bool:
        """Whether a quantity that looks like a year or a time of day is none of these."""
        text = self.text[start:end]
        if kind == "duration" and _ONE_TIME.match(text):
            return bool(_LENGTH_BEFORE.search(self.text, max(0, start - 12), start))
        if kind != "count" or approximator:
            return True
        if self.is_numbered_name(start, end):
            return False
        if _YEAR.fullmatch(text):
            counts = _COUNTABLE.match(self.text, end)
            before = self.text[max(0, start - 12) : start]
            recent = 1900 <= int(text) <= 2049
            people = counts and grammar.heads().get(counts.group().split()[-1].casefold())
            return bool(people if recent else counts) and not _YEAR_CONTEXT.search(before)
        at = _COORDINATE_TIME.search(self.text, max(0, start - 4), start)
        return not (at and _SENTENCE_REST.match(self.text, end))


@cache
def _mask_pattern() -> re.Pattern[str]:
    labels = alternatives(column("number_labels", "word"))
    label = rf"(?i:(?<![\w-])(?:{labels}))\s?[#.]?\s?\d[\d.,/-]*\d?(?!\w)"
    # "day nine of the strike", and not "that day nine crews"
    counters = (
        "day|week|month|year|night|round|phase|stage|part|chapter|act|step|level|gate|group"
        "|page|item"
    )
    ones = alternatives(w for w in number_words.values() if len(w) > 2)
    label += (
        rf"|(?i:(?<![\w-])(?:{counters})\s(?:{ones}|\d{{1,3}})(?:[-\s](?:{ones}))?"
        r"(?=\s+(?:of|as|in|on|and|with|after|at|to|for|is|was|has|had|began|ended)\b|\s*[.,;:!?\n–—]|\s*\Z))"
    )
    # With capitals a number word is part of a name too: "Pier Nine", "Group of Seven".
    names = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten"
    named = rf"(?:Group|Gang) of [A-Z]\w+|[A-Z][\w-]+\s(?:{names})(?!\w)"
    digit_forms = "|".join((*_CONTACT_FORMS, *_DATE_FORMS, *_CLOCK_FORMS, _LIST_FORM))
    return re.compile(rf"(?<![\w])(?:{digit_forms}|{named})|{label}")
