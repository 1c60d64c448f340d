"""Parts of a sentence that somebody else puts forward, by marks that need no verb before them: a
colon and a quotation, a relative clause with a source inside, a participle of saying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import alternatives

_COLON_QUOTE = re.compile(r":\s+(?=[“\"«„])")
_KICKER = re.compile(r"[^.!?:“”\"\n]{2,40}:\s+|\d{1,2}[:.]\d{2}\s*[–—-]\s*")
_LONGEST_INTRODUCTION = 160
_WORDS_OF_KICKER = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch with the place of its source; `cue` is empty where none stands there."""

    start: int
    end: int
    source: tuple[int, int]
    cue: str = ""


def introduced_quote(text: str, start: int, end: int) -> Part | None:
    """A quotation that follows a colon: "Holm read a statement: “We ..."."""
    match = _COLON_QUOTE.search(text, start, end)
    if match is None or match.start() - start > _LONGEST_INTRODUCTION:
        return None
    return Part(match.end(), end, (start, match.start()))


def attributed_relative(text: str, start: int, end: int) -> Part | None:
    """A relative clause with a source of its own: "which, according to the port, lay idle"."""
    match = _relative_pattern().search(text, start, end)
    while match is not None:
        # Without a comma on either side it only tells which one is meant (CB7).
        apart = text[: match.start()].rstrip().endswith(",") or match.group("close")
        if match.start() - start >= 12 and (apart or match.group("according")):
            break
        match = _relative_pattern().search(text, match.end(), end)
    if match is None:
        return None
    # It ends at the comma behind it that closes it, if the sentence goes on.
    source = match.span("by") if match.group("by") else match.span("subject")
    if match.group("own"):
        source = (max(start, match.start() - 2), match.start())
    cue = match.group("according") or match.group("verb") or match.group("own") or ""
    return Part(match.start(), end, source, cue)


def saying_participle(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Where ", ruling that ..." begins: the comma, the participle and the content behind it."""
    match = _participle_pattern().search(text, start, end)
    if match is None:
        return None
    return match.start(), match.start("verb"), match.end()


def behind_kicker(text: str, start: int, end: int) -> int:
    """Start of a title behind a label with a colon: "LIVE: Crews stay ashore"."""
    match = _KICKER.match(text, start, end)
    if match is None or match.end() >= end:
        return start
    label = text[start : match.end()]
    words = [word.strip(":–— ").casefold() for word in label.split()]
    if len(words) > _WORDS_OF_KICKER + 1 or any(
        grammar.is_finite(word) and word != "live" for word in words
    ):
        return start
    return match.end()


@cache
def _relative_pattern() -> re.Pattern[str]:
    verbs = alternatives(
        v
        for v in grammar.reporting_verbs()
        if v.endswith(("s", "d"))
        and v not in ("found", "called", "asked", "asks", "told", "ordered")
    )
    subject = r"(?:(?:the|its|his|her|their)\s+)?[^\W\d_][\w’'-]*(?:\s+[\w’'-]+){0,2}?"
    return re.compile(
        r"(?<=[\s,])(?:(?:of|for|in)\s+)?(?:whom|which|that|who),?\s+"
        r"(?:(?P<according>according\s+to)\s+(?P<by>[^,]{3,60}),"
        rf"|(?P<subject>{subject})\s+(?P<verb>{verbs})(?P<close>,)?"
        rf"|(?<=who\s)(?P<own>{verbs}))\s+(?!that\b)(?=[^\W\d_])"
    )


@cache
def _participle_pattern() -> re.Pattern[str]:
    verbs = alternatives(v for v in grammar.reporting_verbs() if v.endswith("ing"))
    return re.compile(rf",\s+(?P<verb>{verbs})\s+(?:that\s+(?=\S)|(?=[“\"]))", re.IGNORECASE)
