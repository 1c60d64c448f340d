"""Labels: what somebody is said to call something, without a proposition of its own."""

from __future__ import annotations

import re
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import alternatives, column

_END = re.compile(
    r"[,.;:”\"’)\n]| (?:and|but|in|of|for|that|which|who|after|because|on|by|at|to)\b"
)
_START = re.compile(
    r"\s+(?:(?:the|his|her|its|their|it|them|him|this|that|what|an?)\s+)?(?:[^\W\d_]+\s+){0,4}?"
    r"[\"“‘]?(?:as\s+(?:an?\s+|the\s+|being\s+)?|an?\s+|(?=[“\"‘]))",
    re.IGNORECASE,
)
_LONGEST = 60
_NAMING = frozenset(
    "calling called calls call labelled labeled labels label labelling labeling branded brands "
    "brand branding dubbed described describes describe".split()
)
_MARKS = '“"‘ '


def find_labels(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Labels in start..end with the verb that gives them: "has labelled it a reckless gamble"."""
    found: list[tuple[int, int, str]] = []
    for verb in _verbs().finditer(text, start, end):
        opening = _START.match(text, verb.end(), min(end, verb.end() + 50))
        if not opening:
            continue
        left = opening.end()
        while left < end and text[left] in _MARKS:
            left += 1
        stop = _END.search(text, left + 1, end)
        right = stop.start() if stop else end
        words = text[left:right].split()
        if words and right - left <= _LONGEST and not grammar.is_finite(words[0].casefold()):
            found.append((left, right, verb.group()))
    return found


def is_bare_label(text: str, start: int, end: int) -> bool:
    """Whether a sentence only tells what somebody calls something.

    Words that the speaker is quoted with from their article on ("a baited trap") say more.
    """
    found = find_labels(text, start, end)
    if len(found) != 1:
        return False
    left, right, verb = found[0]
    opening = text[max(start, left - 4) : left]
    quoted_article = re.search(r"[“\"‘](?:an?|the)\s\Z", opening, re.IGNORECASE)
    rest = text[right:end].strip('”"’.!? \n')
    return not quoted_article and len(rest) < 60 and verb.casefold() in _NAMING


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternatives(column('label_verbs', 'phrase'))})(?!\w)", re.IGNORECASE
    )
