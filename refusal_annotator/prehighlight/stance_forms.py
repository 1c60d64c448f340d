"""Forms of words that take a position whatever their words are: a quoted label, a denied name,
unwillingness, a demand, what should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.clauses import has_finite
from refusal_annotator.prehighlight.lexicon import alternatives, column, table
from refusal_annotator.prehighlight.quotes import Quotes
from refusal_annotator.prehighlight.reading import Reading, Sentence
from refusal_annotator.prehighlight.stance_frames import may_refuse
from refusal_annotator.prehighlight.stance_grammar import Voice

_MARKS = "“”\"‘’'«»„ "
_LEAD = re.compile(r"(?:an?|the|as|that|its|his|her|their)\s+", re.IGNORECASE)
_MOST_WORDS = 6
_NAME_WORDS = 5
_REACH = 70
_AS_MEASURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|absent|fully|not\s+available|times|days?|weeks?|months?|years?|hours?|"
    r"minutes?|today|tomorrow|yesterday|soon|later|sooner|about|around|at\s+least|more|fewer|less|only|"
    r"every|many|several|hundreds?|thousands?|dozens?|half|third|percent|per\s+cent)\b",
    re.IGNORECASE,
)
_COPULA_BEFORE = re.compile(
    r"\b(?:is|was|are|were|been|be|being|became|become|as|amounted\s+to|amounts\s+to|lawful\s+and\s+.{3,30})\s*(?:an?\s+|the\s+)?\Z",
    re.IGNORECASE,
)
_PARTIAL_BEFORE = re.compile(
    r"\b(?:accus(?:ed|es|e|ing)\s[^.;“]*\bof|for|what\s+[^.;“]*called|against|amid|have|has|had|into|such|were\s+being|"
    r"more|too|so|by|from)\s+(?:an?\s+|the\s+|its\s+|their\s+|his\s+|her\s+)?\Z",
    re.IGNORECASE,
)
_VERB = r"[^\W\d_]+"
_PARTICIPLE = (
    r"(?:[^\W\d_]+(?:ed|en|wn|ne)"
    r"|made|put|set|cut|held|kept|left|brought|told|sent|shut|struck|built)"
)
_WILL_NOT = re.compile(
    rf"(?<!\w)(?P<span>(?:will|would|shall)\s+(?:not|never)\s+(?:ever\s+|go\s+and\s+)?(?:be\s+|get\s+)?{_VERB}|"
    rf"(?:won|wouldn)['’]t\s+(?:ever\s+)?(?:be\s+)?{_VERB})",
    re.IGNORECASE,
)
_SELF_WILL = re.compile(
    r"(?<!\w)(?:we|i|they|no\s+one|nobody)\s+(?:all\s+|still\s+)?(?P<span>do\s+not\s+(?:accept|recogni[sz]e|"
    r"support|agree|approve|consent|trust|need)|(?:are|am)\s+(?:not|never)\s+(?!going\b|asking\b|saying\b|talking\b|"
    r"getting\b|being\b|sleeping\b)[^\W\d_]+ing|"
    rf"refuse\s+to\s+(?:be\s+)?{_VERB}|can(?:not|['’]t|\s+no\s+longer)\s+(?:accept|stand|take|tolerate|allow|support|trust|forgive)\s*{_VERB}?)",
    re.IGNORECASE,
)
_OTHER_WILL = re.compile(
    r"\b(?:said|says|told|tells|adds|added|insist(?:s|ed)|vow(?:s|ed)|warn(?:s|ed))\s+(?:that\s+)?"
    rf"(?:he|she|they|it|(?:the|its|his|her)\s+{_VERB})\s+"
    rf"(?P<span>(?:will|would)\s+(?:not|never)\s+(?:be\s+)?{_VERB})",
    re.IGNORECASE,
)
_NO_ONE_WILLING = re.compile(
    r"(?P<span>\b(?:nobody|no\s+one|none|few)\s+(?:of\s+(?:them|us)\s+)?(?:was|were|is|are)\s+"
    r"(?:willing|ready|prepared|keen)\b|\b(?:reluctant|loath|loth|in\s+no\s+mood|not\s+prepared|not\s+ready)\s+to"
    rf"\s+{_VERB})",
    re.IGNORECASE,
)
_NOT_UNWILLING = frozenset(
    "be able comment confirm answer discuss disclose rule reach know give identify elaborate "
    "respond return name have need see say speak last happen change take come affect make get do "
    "forget pretend lose mean going".split()
)
_WILLS = ((_WILL_NOT, 0.5), (_SELF_WILL, 0.5), (_OTHER_WILL, 0.45), (_NO_ONE_WILLING, 0.5))
# Words without which none of the patterns fits, so that most sentences are passed by.
_WILL_WORDS = frozenset(
    "will would shall won't wouldn't do are am refuse cannot can't can willing ready prepared keen "
    "reluctant loath loth".split()
)
_NOT_DONE_WORDS = frozenset("can cannot can't you one".split())
_OBLIGED_WORDS = frozenset("should must ought has have need needs".split())
# Of somebody who can will, so that fewer verbs are left that tell of no will.
_NO_WILL = frozenset(
    "be able comment confirm answer discuss disclose know give identify elaborate respond name "
    "need see say speak last happen affect get forget mean become find feel win pass".split()
)
_WANTS = re.compile(
    r"(?P<span>\b(?:wants?|wanted|wanting)\s+(?!to\b)(?:[^\s.,;:!?]+\s+){1,5}?"
    rf"(?:to\s+(?:be\s+)?{_VERB}|{_PARTICIPLE}(?:\s+(?:void|down|out|off|back|up|away|invalid|illegal)|"
    r"\s+of\s+(?:its|his|her|their)\s+[^\W\d_]+)?))(?!\w)",
    re.IGNORECASE,
)
_DEMANDS_THAT = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|insist(?:s|ed|ing)?|request(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?|ask(?:s|ed|ing)?)\s+"
    r"(?:for\s+)?(?:that\s+)?(?P<what>(?:[^\s.,;:!?]+\s+){0,6}?)"
    rf"(?P<span>(?:not\s+)?(?:to\s+)?be\s+{_PARTICIPLE})(?!\w)",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"(?P<span>\b(?:demand(?:s|ed|ing)?|call(?:s|ed|ing)?\s+for|ask(?:s|ed|ing)?\s+for|push(?:es|ed|ing)?\s+for|"
    r"plead(?:s|ed|ing)?\s+for|appeal(?:s|ed|ing)?\s+for|press(?:es|ed|ing)?\s+for|reclaims|insist(?:s|ed)?\s+on)"
    r"\s+(?!that\b|to\b|for\b|tenders\b|bids\b|applications\b|backup\b|reinforcements\b|an\s+ambulance\b|nominations\b|entries\b|(?:legal\s+|more\s+|any\s+)?(?:comment|help|assistance|aid|advice|information|asylum|anonymity|calm|volunteers|witnesses|donations)\b)(?:(?:an?|the|his|her|its|their|more)\s+)?"
    r"(?:[^\W\d_]+(?:-[^\W\d_]+)*)(?:\s+(?!of\b|in\b|on\b|from\b|for\b|at\b|to\b|by\b|and\b|or\b|after\b|before\b|that\b|who\b|with\b|over\b|as\b)"
    r"[^\W\d_]+){0,2})",
    re.IGNORECASE,
)
_ASKS_THAT = re.compile(r"ask\w*\s+that\b", re.IGNORECASE)
# What is asked for as a position, not as a favour.
_WEIGHTY = re.compile(
    r"\b(?:rerun|recount|inquiry|enquiry|investigation|apology|retrial|review|resignation|suspension|halt|end|ban|return|"
    r"release|reversal|withdrawal|explanation|moratorium|referendum|election|elections|reinstatement|compensation|justice|"
    r"respect|equality|audit|pardon|truce|ceasefire|repeal|dismissal|removal)\b",
    re.IGNORECASE,
)
_DEMAND_NOUN = re.compile(
    r"\b(?:the|a|an|any|no|in|such|rejected|rejects|reject|with|of|his|her|its|their|these|those|this|that|on|for|to|"
    r"rising|high|low|strong|weak|market|power|electricity|domestic|consumer)\s+\Z",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"(?P<span>(?:\b(?:nobody|no\s+one)\s+)?\b(?:should|must|ought\s+to)\s+(?:(?:not|never|now|also|simply|just|all)\s+)?"
    rf"(?!(?:be|have|take|last)\s+(?:able|finished|completed|ready|enough|clear|in|at|by|on|back|noted)\b)"
    rf"(?:(?:be|have\s+been|have|get)\s+(?:[^\W\d_]+ly\s+)?)?{_VERB})(?!\w)",
    re.IGNORECASE,
)
_HAS_TO = re.compile(
    r"(?P<span>\b(?:ha(?:s|ve)|needs?)\s+to\s+(?:go|stop|end|resign|quit|apologi[sz]e|explain|answer|pay|"
    r"leave|change|step\s+down|be\s+\w+(?:ed|en|pt|ld)))(?!\w)",
    re.IGNORECASE,
)
_NOT_TO_BE = re.compile(
    r"(?P<span>\bcan(?:not|['’]t|\s+not|\s+no\s+longer)\s+(?:simply\s+|just\s+)?be\s+"
    r"(?:called|ignored|tolerated|accepted|trusted|justified|excused|forgiven|allowed|defended|believed|"
    r"taken|left|treated|blamed|denied|brushed)(?:\s+(?!by\b|in\b|on\b|for\b|to\b|as\b)[^\W\d_]+)?)",
    re.IGNORECASE,
)
_YOU_DO_NOT = re.compile(
    r"\b(?:you|one)\s+(?P<span>(?:do\s+not|don['’]t|cannot|can['’]t)\s+(?:just\s+|simply\s+)?"
    r"(?!know\b|see\b|have\b|need\b|want\b|get\b|hear\b|feel\b|imagine\b)[^\W\d_]+)",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|whether|unless)\b[^,.;]*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A stretch that takes a position, with what its form tells."""

    start: int
    end: int
    value: str
    basis: str
    explicitness: str
    score: float
    why: str


def find_forms(
    reading: Reading,
    quotes: Quotes,
    sentence: Sentence,
    lowers: frozenset[str],
    voice_at: Callable[[int, int], Voice],
) -> Iterator[Form]:
    """All forms in a sentence, overlapping ones too."""
    text, start, end = reading.text, sentence.start, sentence.end
    quoted = quotes.around(start, end) is not None
    yield from _quoted_labels(reading, quotes, sentence)
    own = voice_at(start, start + 1) is not Voice.ANYWHERE
    voiced = quoted or own or _has_cue(reading, sentence)
    for pattern, score in () if lowers.isdisjoint(_WILL_WORDS) else _WILLS:
        for match in pattern.finditer(text, start, end):
            left, right = match.span("span")
            verb = match.group("span").split()[-1].casefold()
            if verb in (_NO_WILL if pattern is _WILL_NOT else _NOT_UNWILLING):
                continue
            heard = voice_at(left, right) is not Voice.ANYWHERE
            if pattern is _SELF_WILL and not heard:
                continue
            if pattern is _WILL_NOT and not (heard and may_refuse(reading, left)):
                continue
            if not _IF.search(text, start, left):
                why = "unwillingness"
                yield _form(match, "strongly_against", "refusal", "explicit", score, why)
    for pattern in () if lowers.isdisjoint(_NOT_DONE_WORDS) else (_NOT_TO_BE, _YOU_DO_NOT):
        for match in pattern.finditer(text, start, end):
            if quotes.around(*match.span("span")) is not None:
                yield _form(
                    match, "strongly_against", "evaluation", "explicit", 0.4, "what is not done"
                )
    if not lowers.isdisjoint(_demand_words()):
        yield from _demands(text, start, end)
    if voiced and not lowers.isdisjoint(_OBLIGED_WORDS):
        for pattern in (_OBLIGED, _HAS_TO):
            for match in pattern.finditer(text, start, end):
                if not _IF.search(text, start, match.start("span")):
                    yield _form(match, "", "demand", "explicit", 0.35, "what should be")


@cache
def _demand_words() -> frozenset[str]:
    stems = "demand insist request call ask push press plead appeal want".split()
    endings = ("", "s", "ed", "ing", "es")
    known = "urge urges urged urging pushes presses reclaims".split()
    return frozenset(known + [stem + ending for stem in stems for ending in endings])


def _demands(text: str, start: int, end: int) -> Iterator[Form]:
    for match in _WANTS.finditer(text, start, end):
        yield _form(match, "", "demand", "explicit", 0.45, "a wish that others act")
    for match in _DEMANDS_THAT.finditer(text, start, end):
        if match.group("span").casefold().endswith(("named", "identified", "quoted", "used")):
            continue
        if match.group().casefold().startswith("ask") and not _ASKS_THAT.match(match.group()):
            continue
        yield _form(match, "", "demand", "explicit", 0.45, "a demand")
    for match in _DEMANDS.finditer(text, start, end):
        before = text[max(start, match.start() - 16) : match.start()]
        if match.group("span").casefold().startswith("ask") and not _WEIGHTY.search(
            match.group("span")
        ):
            continue
        plain = match.group("span").casefold().startswith("demand")
        if text.startswith(" to be ", match.end()):
            continue  # the predicate is found by itself
        if not (plain and _DEMAND_NOUN.search(before)) and not re.search(
            r"\b(?:the|a|any|no|rejected|rejects|his|her|its|their|these|those)\s+\Z",
            before,
            re.IGNORECASE,
        ):
            yield _form(match, "", "demand", "explicit", 0.4, "a demand")


def _quoted_labels(reading: Reading, quotes: Quotes, sentence: Sentence) -> Iterator[Form]:
    """Few words in marks without a verb: what somebody calls something."""
    text = reading.text
    said = _has_cue(reading, sentence)
    for quote in quotes.within(sentence.start, sentence.end):
        if not quote.closed or quote.start < sentence.start or quote.end > sentence.end:
            continue
        start, end = _bare(text, quote.start, quote.end)
        words = text[start:end].split()
        if not 1 <= len(words) <= _MOST_WORDS or _AS_MEASURE.search(text, start, end):
            continue
        if _has_verb(reading, start, end) or text[start].isupper():
            continue
        before = text[max(sentence.start, quote.start - _REACH) : quote.start]
        opened = text[quote.start + 1 : start].strip(_MARKS).casefold()
        judged = _judging().search(before)
        called = _COPULA_BEFORE.search(before)
        article = opened in ("a", "an") or re.search(r"\ban?\s+\Z", before)
        value, basis = _polarity(text[start:end])
        if judged:
            score = 0.56
        elif value and 1 < len(words) <= 4:
            score = 0.53
        elif (article and called) or value:
            score = 0.4
        elif _is_partial(words, before, said):
            score = 0.36
        else:
            continue
        yield Form(
            start,
            end,
            value or "strongly_against",
            basis or "label",
            "explicit",
            score,
            "a quoted label",
        )


def _is_partial(words: Sequence[str], before: str, said: bool) -> bool:
    """Whether few quoted words stand where the outlet keeps its distance from them."""
    if said and len(words) > 1 and _PARTIAL_BEFORE.search(before):
        return True
    return 2 <= len(words) <= _NAME_WORDS and _is_name(words)


def _is_name(words: Sequence[str]) -> bool:
    """Whether words look like a noun with something to it: "ink on water"."""
    first = words[0].casefold()
    plain = first in grammar.function_words() or grammar.is_adverb(first)
    return not plain and not first.endswith(("ing", "ed")) and "but" not in words


def _has_verb(reading: Reading, start: int, end: int) -> bool:
    """Whether a finite verb stands inside; a participle that opens a label is none."""
    first = reading.word_at(start)
    opens = reading.words[first].lower.endswith("ed") and reading.words[first].end < end
    return has_finite(reading, reading.words[first].end if opens else start, end)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS + ".,;:!?":
        end -= 1
    lead = _LEAD.match(text, start, end)
    return (lead.end(), end) if lead else (start, end)


def _polarity(words: str) -> tuple[str, str]:
    hit = _evaluative().search(words)
    if hit is None:
        return "", ""
    row = _cues()[" ".join(hit.group().casefold().replace("’", "'").split())]
    return row["value"], row["basis"]


def _has_cue(reading: Reading, sentence: Sentence) -> bool:
    known = grammar.reporting_verbs()
    return any(word.lower in known for word in reading.words[sentence.first : sentence.last])


def _form(
    match: re.Match[str], value: str, basis: str, explicitness: str, score: float, why: str
) -> Form:
    start, end = match.span("span")
    return Form(start, end, value, basis, explicitness, score, why)


@cache
def _judging() -> re.Pattern[str]:
    verbs = alternatives(column("judging_verbs", "form"))
    return re.compile(rf"(?<!\w)(?:{verbs})(?!\w)[^.;:“”\"]*\Z", re.IGNORECASE)


@cache
def _cues() -> dict[str, dict[str, str]]:
    return {row["phrase"]: dict(row) for row in table("stance_cues")}


@cache
def _evaluative() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{alternatives(_cues())})(?![\w-])", re.IGNORECASE)
