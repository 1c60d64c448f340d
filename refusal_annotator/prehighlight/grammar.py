"""Word classes of the small grammar that the rules need: what can open, fill and end a phrase."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from refusal_annotator.prehighlight.lexicon import Phrases, column, split_list, table
from refusal_annotator.prehighlight.reading import Word, words_of

AUXILIARIES = frozenset(
    "is are was were has have had will would can could may might must shall should did does do "
    "isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't didn't "
    "doesn't don't shouldn't mustn't cannot".split()
)
COPULAS = frozenset(
    "is are was were be been being become becomes became isn't aren't wasn't".split()
)
ARTICLES = frozenset(("a", "an", "the"))
INDEFINITE = frozenset(("a", "an"))
DETERMINERS = frozenset(
    "a an the this that these those such his her its their our my your whose only just even".split()
)
POSSESSIVE_PRONOUNS = frozenset("his her its their our my your one's whose".split())
QUANTIFIERS = frozenset("other some all".split())
PREPOSITIONS_OF_PLACE = frozenset(
    "in to from at near into across through around inside outside towards toward over under "
    "between within throughout off via leaving entering".split()
)
PREPOSITIONS = PREPOSITIONS_OF_PLACE | frozenset(
    "of against with for on upon about beyond among amid along behind beside without".split()
)
VERBS_BEFORE_PERSON = frozenset(
    "accused warned told urged asked blamed condemned criticised criticized sued thanked praised "
    "quoting citing cited quoted praised fined sentenced jailed freed released ordered forced "
    "invited paid backed dismissed sacked replaced accused arrested detained evacuated rescued "
    "met joined supported helped attacked defended accuses warns tells urges asks blames".split()
)
_ADVERBS = frozenset(
    "also since now then later still already however itself themselves himself herself both "
    "yesterday today tonight tomorrow earlier recently finally eventually meanwhile "
    "again never not ever always often once only just even too thus instead yet soon".split()
)
_BASE_IN_ING = frozenset("bring sing ring spring swing cling fling sting wring string".split())
_NOT_PAST = frozenset(
    "indeed need speed seed feed breed exceed hundred united armed red bed".split()
)


@cache
def function_words() -> frozenset[str]:
    """Words that stand between phrases and never fill one."""
    return column("function_words", "word")


@cache
def reporting_verbs() -> dict[str, dict[str, str]]:
    """Forms of verbs of saying and thinking."""
    return {row["form"]: dict(row) for row in table("reporting_verbs")}


@cache
def common_verbs() -> frozenset[str]:
    """Frequent verb forms that would pass for nouns."""
    return column("verbs", "form") | frozenset(reporting_verbs())


class Heads(dict[str, dict[str, str]]):
    """Nouns for people and bodies: those listed, and others that their ending gives away."""

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or (isinstance(word, str) and bool(_by_suffix(word)))

    def __missing__(self, word: str) -> dict[str, str]:
        row = _by_suffix(word)
        if row is None:
            raise KeyError(word)
        return row

    def lists(self, word: str) -> bool:
        """Whether a noun is listed, not only told by its ending."""
        return super().__contains__(word)

    def get(self, word: str, default: Any = None) -> Any:
        """Row of a noun, or the default."""
        return self[word] if word in self else default  # noqa: SIM401  (get is what is defined here)


@cache
def heads() -> Heads:
    """Nouns for people and bodies."""
    return Heads(
        (" ".join(w.lower for w in words_of(row["word"], 0, len(row["word"]))), dict(row))
        for row in table("people_heads")
    )


@lru_cache(maxsize=50_000)
def _by_suffix(word: str) -> dict[str, str] | None:
    """Row of a noun for people by its ending ("-ists"), unless it is known as something else."""
    if len(word) < 6 or not word.endswith(_suffixes()) or not word.isalpha():
        return None
    if word in column("not_people", "word") or word in column("verbs", "form"):
        return None
    if word in column("maybe_verbs", "form"):
        return None
    if word in column("function_words", "word") or word in reporting_verbs():
        return None
    ending = max((s for s in _suffix_rows() if word.endswith(s)), key=len)
    row = _suffix_rows()[ending]
    return {"word": word, "number": row["number"], "class": row["class"], "role": ""}


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(_suffix_rows())


@cache
def _suffix_rows() -> dict[str, dict[str, str]]:
    return {row["suffix"]: dict(row) for row in table("people_suffixes")}


@cache
def head_phrases() -> Phrases:
    """Matcher for the nouns of `heads`."""
    return Phrases(heads())


def compound_head(lower: str) -> str:
    """The noun for a person that a compound ends in ("lock-keeper"), or an empty string."""
    last = lower.rpartition("-")[2]
    return last if last in heads() and heads()[last]["class"] in ("person", "group") else ""


@cache
def demonyms() -> frozenset[str]:
    """Adjectives and nouns for the people of a country."""
    listed = (split_list(row["demonyms"]) for row in table("countries"))
    words = {word for row in listed for entry in row for word in entry.split()}
    return frozenset(words) | frozenset(("Western", "European", "African", "Asian", "Arab"))


@cache
def common_words() -> frozenset[str]:
    """Small-letter words that open sentences with a capital and are no names."""
    return (
        function_words()
        | common_verbs()
        | frozenset(heads())
        | column("premodifiers", "word")
        | column("act_nouns", "word")
    )


def is_word(word: Word) -> bool:
    """Whether it is made of letters."""
    return word.text[0].isalpha()


def is_adverb(lower: str) -> bool:
    """Whether it can stand between a subject and its verb."""
    return lower in _ADVERBS or (lower.endswith("ly") and len(lower) > 4)


def is_finite(lower: str) -> bool:
    """Whether it can be the verb of a sentence."""
    if lower.endswith("ing") and lower not in _BASE_IN_ING:
        return False
    return (
        lower in AUXILIARIES
        or lower in common_verbs()
        or (lower.endswith("ed") and len(lower) > 3 and lower not in _NOT_PAST)
    )


def may_be_finite(lower: str) -> bool:
    """Whether it can be a verb where a subject stands right before it: "court orders"."""
    return is_finite(lower) or lower in column("maybe_verbs", "form")


def is_premodifier(word: Word) -> bool:
    """Whether it can stand between a determiner and a noun as adjective or noun."""
    lower = word.lower
    if lower in column("premodifiers", "word") or word.text in demonyms():
        return True
    if not is_word(word) or lower in function_words() or is_finite(lower):
        return False
    if lower.endswith(("ly", "ing")) and len(lower) > 4:
        return False
    return not lower.endswith("s") or lower.endswith(("ss", "us", "ous", "is"))
