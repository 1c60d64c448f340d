"""One proposition, one claim: where a sentence parts into clauses, each true or false by itself."""

from __future__ import annotations

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import Reading

_GOVERNING = frozenset("because if when unless whether until lest".split())
_CONCESSIVE = frozenset("although though whereas while".split())
_JOINING = frozenset(("and", "but"))
_PRONOUNS = frozenset("he she it they we i you there this that these those".split())
_ELLIPTIC = frozenset("did didn't does doesn't do don't was wasn't were weren't nor".split())
_STARTS_CLAUSE_WITH = frozenset(
    "is are was were has have had will would can cannot could should may might".split()
)
_OPENS_SUBJECT = frozenset(
    "the he she they we it i you a an my his her their our its no nobody everyone dozens hundreds "
    "thousands many several most some all both each other others this that these those "
    "there".split()
)
_BEFORE_IS = frozenset("it he she that there what who here".split())
_RELATIVES = frozenset(("who", "which", "that", "whose"))
_MAY_OPEN_OBJECT = frozenset("a an my his her their our its no all both this that these".split())
_SUBJECT_WORDS = 9


def split_clauses(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces of start..end, each with a finite verb of its own."""
    words = reading.words
    first, last = reading.word_at(start), reading.word_at(end)
    cuts: list[tuple[int, int]] = []
    left = first
    i = first
    while i < last:
        after = _cut_after(reading, i, left, last)
        if after:
            cuts.append((words[i].start, words[after].start))
            left = after
            i = after
        else:
            i += 1
    if len(cuts) > 1 and _is_series(reading, cuts):
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    begin = start
    for stop, following in cuts:
        pieces.append((begin, stop))
        begin = following
    return [*pieces, (begin, end)]


def has_finite(reading: Reading, start: int, end: int) -> bool:
    """Whether a finite verb stands in start..end."""
    first, last = reading.word_at(start), reading.word_at(end)
    return any(
        grammar.is_finite(reading.words[i].lower)
        or (
            reading.words[i].lower == "'s"
            and i > first
            and reading.words[i - 1].lower in _BEFORE_IS
        )
        or reading.words[i].lower.endswith(("'re", "'ve", "'ll"))
        for i in range(first, last)
    )


def _cut_after(reading: Reading, i: int, left: int, last: int) -> int | None:
    """Index of the word at which the next clause starts, if one starts behind word `i`."""
    words = reading.words
    lower = words[i].lower
    if lower == ";" and i + 1 < last:
        both = _has_finite(reading, left, i) and _has_finite(reading, i + 1, last)
        return i + 1 if both else None
    comma = lower in (",", "–", "—") and i + 1 < last
    joint = i + 1 if comma else i
    word = words[joint].lower
    if word in _CONCESSIVE and comma and joint + 1 < last:
        enough = _has_finite(reading, left, i) and _clause_follows(reading, joint + 1, last)
        return joint + 1 if enough else None
    if word not in _JOINING or joint + 1 >= last or not _has_finite(reading, left, i):
        return None
    if any(words[j].lower in _GOVERNING for j in range(left, i)):
        return None
    following = joint + 1
    if words[following].lower == "that" and _clause_follows(reading, following + 1, last):
        return following + 1
    if words[following].lower in _STARTS_CLAUSE_WITH:
        short = last - following <= 3
        return None if short or _ends_elliptic(reading, following, last) else following
    if comma and _clause_follows(reading, following, last):
        return following
    opening = words[following]
    named = opening.capital and word == "and" and i - left >= 4
    determined = opening.lower in _OPENS_SUBJECT or opening.text[0].isdigit() or named
    subject = max((j for j in range(left, i) if words[j].text == ","), default=left)
    predicate = _has_finite(reading, subject, i)
    weak = opening.lower in _MAY_OPEN_OBJECT
    if (
        determined
        and predicate
        and not (weak and not _plainly_finite(reading, following, last))
        and word == "and"
        and _clause_follows(reading, following, min(last, following + 6))
    ):
        return following
    if _shares_subject(reading, left, i, following, last):
        return following
    return following if _lacks_subject(reading, following, last) else None


def _plainly_finite(reading: Reading, first: int, last: int) -> bool:
    """Whether a form that can hardly be a noun follows: "a stand collapsed", not "a stand"."""
    for i in range(first + 1, min(last - 1, first + _SUBJECT_WORDS)):
        lower = reading.words[i].lower
        if lower in grammar.AUXILIARIES or _is_finite_form(lower):
            return True
    return False


def _shares_subject(reading: Reading, left: int, i: int, following: int, last: int) -> bool:
    """Whether a second finite verb follows with the subject of the first: "and got a fence".

    Not after an auxiliary that holds for both ("was beaten and jailed"), in a relative clause, or
    at the end of a series.
    """
    words = reading.words
    verb = following
    while verb < last and grammar.is_adverb(words[verb].lower):
        verb += 1
    if last - verb < 3 or i - left < 3 or words[verb].capital:
        return False
    form = words[verb].lower
    if not _is_finite_form(form) or not _takes_object(reading, verb, last):
        return False
    row = [words[j].lower for j in range(left, i)]
    if words[i].text == "," and form in grammar.reporting_verbs():
        return True  # "..., but warns that"
    comma = len(row) - 1 - row[::-1].index(",") if "," in row else -1
    if any(word in _RELATIVES for word in row[comma + 1 :]):
        return False
    if any(row[j] == "," and _is_finite_form(row[j + 1]) for j in range(len(row) - 1)):
        return False  # "drained the tanks, locked the mess and went ashore"
    participle = form.endswith("ed") or form in column("same_participles", "form")
    finite = [j for j, word in enumerate(row) if grammar.is_finite(word)]
    if participle and any(row[j] in grammar.AUXILIARIES for j in finite[-2:]):
        return False
    return bool(finite)


def _is_finite_form(lower: str) -> bool:
    """Whether a form is a verb in the past or third person and hardly anything else."""
    if lower in column("past", "form"):
        return True
    if lower.endswith("ed"):
        return grammar.is_finite(lower)
    third = lower.endswith("s") and lower in grammar.common_verbs()
    return third and lower not in column("maybe_verbs", "form")


def _takes_object(reading: Reading, verb: int, last: int) -> bool:
    """Whether what follows shows a verb and no adjective: "and armed the crews"."""
    if verb + 1 >= last:
        return False
    after = reading.words[verb + 1]
    plain = grammar.is_word(after) and not after.capital
    if not reading.words[verb].lower.endswith("ed") or not plain:
        return True
    return after.lower in grammar.function_words() or grammar.is_adverb(after.lower)


def _lacks_subject(reading: Reading, first: int, last: int) -> bool:
    """Whether a time and then a verb follow, with the subject carried over: "on Monday said"."""
    words = reading.words
    if words[first].lower not in ("on", "in", "last", "this"):
        return False
    return any(grammar.is_finite(words[i].lower) for i in range(first + 2, min(first + 4, last)))


def _clause_follows(reading: Reading, first: int, last: int) -> bool:
    """Whether a subject and a finite verb follow, before any comma."""
    words = reading.words
    opening = words[first].lower if first < last else ""
    if opening in ("", "then", "not", "to", "also", "even") or opening in grammar.AUXILIARIES:
        return False
    for i in range(first, min(last, first + _SUBJECT_WORDS)):
        lower = words[i].lower
        if lower in ",;:" or lower in ("who", "which", "that", "to"):
            return False
        if grammar.is_finite(lower) and i > first:
            return not _ends_elliptic(reading, i, last)
        if i > first and lower.endswith(("'re", "'ve", "'ll")):
            return True
    return False


def _ends_elliptic(reading: Reading, verb: int, last: int) -> bool:
    """Whether the second part only takes up the verb of the first: "but it did not"."""
    words = reading.words
    rest = [words[i].lower for i in range(verb, last) if grammar.is_word(words[i])]
    return (
        bool(rest)
        and rest[0] in _ELLIPTIC
        and all(
            word in _ELLIPTIC or word in ("not", "so", "too") or word in grammar.AUXILIARIES
            for word in rest
        )
    )


def _has_finite(reading: Reading, first: int, last: int) -> bool:
    return any(grammar.is_finite(reading.words[i].lower) for i in range(first, last))


def _is_series(reading: Reading, cuts: list[tuple[int, int]]) -> bool:
    """Whether three or more parallel members stand on one point: "A; B; C"."""
    return all(reading.text[stop] == ";" for stop, _ in cuts)
