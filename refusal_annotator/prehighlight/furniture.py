"""Lines of page furniture that their place and shape give away: labels, by-lines, calls to readers.

`zones.py` judges lines by whole-line patterns first; what is left is judged here by where it stands
to the body, which runs from the first to the last line that reads like a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.lexicon import alternatives, column, table
from refusal_annotator.prehighlight.reading import words_of

_LONGEST_CALL = 220
_NEAR_TITLE = 5
_SENTENCE_LIKE = re.compile(r"[.!?…][\"'”’»)]*\s*$")
_QUOTED = re.compile(r"[“\"«„]")
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,80}\.[a-z]|https?://|\bwww\.|(?<!\w)\d{3}[-.\s]\d{3,4}(?:[-.\s]\d{3,4})?(?!\w)"
)
_NAME = r"[A-Z][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_NAMES = (
    rf"{_NAME}(?:\s+(?:(?:de|van|von|der|den|al|el|bin|da|di|la|le|du|ten|ter)\s+)?{_NAME}){{1,4}}"
)
_SIGNED = re.compile(rf"(?P<who>{_NAMES})\s*(?:,|\||–|—|-)\s*(?P<role>[^.!?]{{3,80}})\s*$")
_SIGNED_BAR = re.compile(rf"{_NAMES}\s+[|·•]\s+[A-Z][^.!?]{{2,60}}$")
_SIGNED_PLACE = re.compile(
    rf"{_NAMES}(?:\s+and\s+{_NAMES})?,?\s+(?:in|at)\s+{_NAME}(?:\s+{_NAME}){{0,2}}\s*$"
)
# "Westport Morning Mail - all news, all day"
_TAG_LINE = re.compile(
    rf"(?:The\s+)?{_NAME}(?:\s+(?:(?:of|and|for|the)\s+)?{_NAME}){{0,5}}\s+[-–—|·•]\s+[a-z][^.!?]*$"
)
_WHO = re.compile(rf"(?P<who>{_NAMES})")
_ABOUT_AUTHOR = re.compile(
    rf"{_NAMES}\s+(?:(?:is|was)\s+(?:an?|the|our|based)\s+\w|(?:writes|covers|reports)\s+)"
)
_BY_BEFORE = re.compile(r"^(?:by|from)\s+", re.IGNORECASE)
# Told only of somebody whom a by-line names, be it by the given name.
_ABOUT_SIGNED = re.compile(
    rf"(?P<who>{_NAMES}|{_NAME})\s+(?:is|was|writes|covers|reports|joined|"
    r"has\s+(?:covered|reported|written|worked|been))\s+"
)
# Right under a title only: "Sina Latu is following the vote", "Live updates from Sina Latu".
_REPORTING = re.compile(
    r"(?:(?:live|latest|rolling|more|all the)\s+)*"
    r"(?:updates?|reporting|coverage|words|pictures|reports?|live ?blog|blog)\s+(?:by|from|with)\s|"
    r"\w.{1,40}\s(?:is|are)\s(?:reporting|writing|covering|following|blogging|bringing|with you)\b|"
    r"\w.{1,40}\s(?:reports|writes|reporting|writing|blogging),?\s(?:live\s)?(?:from|for|in|at|on)\s|"
    r"(?:reporting|writing|live)\s(?:live\s)?(?:from|for|with)\s|"
    r"you(?: are|['’]re)\s(?:with|following|reading)\s|"
    r"(?:hosted|written|blogged|run|kept|presented|moderated)\s(?:today\s)?by\s|"
    r"(?:follow|join|with|meet)\s(?:our|the|us|along)\b",
    re.IGNORECASE,
)
# There, too: whose words they are ("As told to Sina Latu"), or who of the paper speaks.
_PRESENTED = re.compile(
    r"[Aa]s told to\s|"
    r"An?\s(?:\w+\s){0,2}(?:column|commentary|dispatch|letter|diary|notebook|sketch|essay|viewpoint|"
    r"portrait|reportage|opinion|comment|review)\s(?:by|from)\s|"
    rf"From\s{_NAMES},\s|"
    rf"Our\s(?:[\w-]+\s){{0,3}}(?:editor|correspondent|columnist|reporter|commentator|critic|writer)\s"
    rf"{_NAMES}\s|"
    rf"(?:(?:The|Guest)\s)?(?:[Cc]olumnist|[Cc]orrespondent|[Cc]ommentator)\s{_NAMES}\s(?:says|writes|"
    r"thinks|asks|argues|looks|explains|on|reports|reviews|examines|finds|meets|visits|spoke|answers)\s"
)
# A picture's words name a day or a year; an agency or a photographer stands behind the full stop.
_PICTURED = re.compile(
    r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:19|20)\d\d|"
    r"(?:19|20)\d\d|last (?:week|month|year|summer|winter|spring|autumn))\.$"
)
_CREDIT_BEHIND = re.compile(
    rf"[.!?][”\"]?\s+(?:{_NAMES}\s?/\s?[A-Z][\w .&/-]{{1,40}}|"
    rf"\({_NAMES}(?: for (?:the )?|\s?/\s?|, | via )[A-Z][^()]{{1,40}}\)|"
    r"(?:Courtesy|Supplied|Provided)\b.{0,60})$"
)
_BY = re.compile(
    r"(?:(?:exclusive|special|analysis|opinion|comment|words?|text|report|story|posted|published|"
    r"compiled|collated|redacted|edited|written|reported|translated|produced|author)s?\s*:?\s+)"
    r"(?:report\s+)?(?:by|from)\s+\S.{1,80}$|"
    # "Posted on 8 March by admin | 2 comments"
    r"(?:posted|published|updated|filed|uploaded|submitted)\s(?=[^|]*\d)[^.!?|]{3,40}\sby\s\S.{1,60}$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\((?:pic|pics|picture|pictures|image|images|photo|photos|photograph|foto|credit|source|"
    r"graphic|video|file)s?\b\s*[:/][^()\n]{1,80}\)\s*$",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"(?:also|and)?\s*(?:read|more|watch|listen|see|opinion|analysis|explained|explainer|podcast|quiz|"
    r"recommended|in pictures|pictures|video|gallery|newsletter|don['’]t miss|must read|"
    r"editor['’]s pick|trending|popular now|next|previous|background|factbox|timeline|profile|"
    r"interactive|related|elsewhere|top story|from the archive)s?\s?[:|]\s.{5,160}$",
    re.IGNORECASE,
)
_TIME_ONLY = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?\s*$")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_BULLET = re.compile(r"\s*(?:\d{1,2}[.)]|[•*▪◦‣»›>–—-])\s+\S")


@dataclass(slots=True)
class Line:
    """A line with the kind of zone that it is found to be."""

    start: int
    end: int
    text: str
    kind: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it is too short for a paragraph and does not end like one."""
        return len(self.text) <= 60 and not self.is_sentence

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(_SENTENCE_LIKE.search(self.text))


def body_of(lines: Sequence[Line]) -> tuple[int, int]:
    """Indices of the first and the last paragraph; (len, -1) where the text has none."""
    found = [i for i, line in enumerate(lines) if not line.kind and is_paragraph(line)]
    return (found[0], found[-1]) if found else (len(lines), -1)


def mark_captions(lines: Sequence[Line]) -> None:
    """A line that ends in a credit is a caption: in brackets, or behind the full stop."""
    for line in lines:
        if line.kind or len(line.text) > _LONGEST_CALL:
            continue
        if _CREDITED.search(line.text) or _CREDIT_BEHIND.search(line.text):
            line.kind = "caption"


def mark_head(lines: Sequence[Line], title: Line | None) -> None:
    """Labels before the title; by-lines, labels and dates between the title and the body."""
    first, _ = body_of(lines)
    for line in lines[:first]:
        if line is title or line.kind:
            continue
        before = title is not None and line.start < title.start
        if is_signature(line.text) or (not before and _SIGNED_BAR.match(line.text)):
            line.kind = "byline"
        elif before and not line.is_sentence and _over_title(line.text):
            line.kind = "navigation"
        elif title is not None and not before and _is_row_of_names(line.text):
            line.kind = "byline"


def _over_title(text: str) -> bool:
    """Whether words over a title are a label, or an outlet with what it says of itself."""
    return len(text.split()) <= 4 or is_tag_line(text)


def is_tag_line(text: str) -> bool:
    """Whether it is a name, a bar and words without a verb: "Corvo Mail - all news, all day"."""
    words = (word.strip(",.;:") for word in text.split())
    told = any(grammar.is_finite(word) for word in words if word.islower())
    return not told and bool(_TAG_LINE.match(text))


def mark_signatures(lines: Sequence[Line], title: Line | None) -> None:
    """By-lines of the entries of a running report: a name and a place on a line of their own."""
    for index, line in enumerate(lines):
        if line.kind or line is title or not line.is_short or _BULLET.match(line.text):
            continue
        behind = title is not None and line.start > title.start
        near = behind and index - lines.index(title) <= _NEAR_TITLE if title else False
        first = near and index - lines.index(title) <= 2 if title else False
        presented = _REPORTING.match(line.text) or _PRESENTED.match(line.text)
        reporting = first and presented and len(line.text.split()) <= 12
        if is_signature(line.text) or reporting or (near and _names_somebody(line.text)):
            line.kind = "byline"
        elif near and _is_heading(line.text):
            line.kind = "navigation"
        elif behind and _is_row_of_names(line.text) and _opens_with_given_name(line.text):
            line.kind = "byline"


def mark_teasers(lines: Sequence[Line], title: Line | None) -> None:
    """Teasers of other articles between or behind paragraphs: "Watch: How the dam gave way"."""
    for line in lines:
        behind = title is not None and line.start > title.start
        if behind and not line.kind and not line.is_sentence and _TEASER.match(line.text):
            line.kind = "navigation"


def mark_biographies(lines: Sequence[Line]) -> None:
    """Words about the author behind the body: "Mara Holm is a reporter based in Westport."."""
    signed = {
        match.group("who")
        for line in lines
        if line.kind == "byline"
        for match in _WHO.finditer(_BY_BEFORE.sub("", line.text))
    }
    signed |= {name.split()[0] for name in signed}
    for index, line in enumerate(lines):
        if line.kind or len(line.text) > _LONGEST_CALL * 2:
            continue
        told = _ABOUT_SIGNED.match(line.text)
        known = told is not None and told.group("who") in signed
        late = index >= len(lines) // 2
        staff = (late or known) and _is_journalist(line.text)
        if (known and late) or (staff and _ABOUT_AUTHOR.match(line.text)):
            line.kind = "byline"


def mark_pictured(lines: Sequence[Line], title: Line | None) -> None:
    """Words without a verb under the title that end in a day or a year tell what a picture shows:
    "The ferry Tern at the quay in 2029."
    """
    if title is None:
        return
    at = lines.index(title)
    for line, following in pairwise(lines[at + 1 : at + 1 + _NEAR_TITLE]):
        words = words_of(line.text, 0, len(line.text))
        verbless = not any(grammar.may_be_finite(w.lower) for w in words[1:])
        if is_paragraph(line) and not verbless:
            break
        if line.kind or following.kind or not 4 <= len(words) <= 30 or _QUOTED.search(line.text):
            continue
        if verbless and _PICTURED.search(line.text):
            line.kind = "caption"


def _is_journalist(text: str) -> bool:
    opening = re.split(r"[\s,.]+", text.casefold())[:9]
    return any(word in column("journalists", "word") for word in opening)


def mark_calls(lines: Sequence[Line]) -> None:
    """Calls to readers: to subscribe, to follow, to write; and all that follows the body."""
    _, last = body_of(list(lines))
    n_paragraphs = sum(not line.kind and is_paragraph(line) for line in lines)
    while last >= 0 and is_call(lines[last].text, trailing=True):
        lines[last].kind = "plug"
        _, last = body_of(lines)
    for index, line in enumerate(lines):
        if line.kind or _TIME_ONLY.match(line.text):
            continue
        if is_call(line.text, trailing=index > last):
            line.kind = "plug"
        elif index > last >= 0 and n_paragraphs >= 3 and _is_left_over(line):
            line.kind = "byline" if is_signature(line.text) else "navigation"


def stems(text: str) -> set[str]:
    """Openings of the words of a text that say something."""
    found = (word.casefold() for word in _LONG_WORD.findall(text))
    return {word[:6].removesuffix("s") for word in found if word not in grammar.function_words()}


def is_call(text: str, *, trailing: bool = False) -> bool:
    """Whether a line only calls on its reader; behind the body it may also only give an address."""
    if len(text) > _LONGEST_CALL or _QUOTED.search(text):
        return False
    if trailing and _CONTACT.search(text):
        return True
    return bool(_call_pattern().search(text))


def _is_left_over(line: Line) -> bool:
    """Whether a line behind the last paragraph is no part of the text."""
    return not line.is_sentence and not _BULLET.match(line.text) and not _QUOTED.search(line.text)


def is_paragraph(line: Line) -> bool:
    """Whether a line reads like a paragraph of the text."""
    return line.is_sentence and len(line.text.split()) >= 9 and not _CREDITED.search(line.text)


def is_signature(text: str) -> bool:
    """Whether a line only says who wrote the text."""
    if len(text) > 120 or _SENTENCE_LIKE.search(text):
        return False
    words = text.split()
    if _BY.match(text) or (_SIGNED_PLACE.fullmatch(text) and not _tells_something(words)):
        return True
    staff = words[-1].casefold() in column("journalists", "word") if words else False
    if staff and len(words) <= 6 and words[0][0].isupper():
        return not any(grammar.is_finite(w.casefold()) for w in words[:-1])
    signed = _SIGNED.match(text)
    if not signed:
        return False
    role = re.split(r"[\s,|/]+", signed.group("role").casefold())
    return any(word in column("journalists", "word") for word in role)


def _tells_something(words: Sequence[str]) -> bool:
    """Whether a row of capitals is a title: "Ferry Crews Strike in Westport"."""
    if words[0] in column("given_names", "name"):
        return False
    lowers = [word.casefold().strip(",.") for word in words if word[0].isupper()]
    return any(
        w in grammar.heads() or grammar.is_finite(w) or w in column("number_words", "word")
        for w in lowers
    )


def _is_heading(text: str) -> bool:
    """Whether up to five words stand alone right under the title: a label, no part of the text."""
    return len(text.split()) <= 5 and text[-1].isalnum() and not _TIME_ONLY.match(text)


def _names_somebody(text: str) -> bool:
    """Whether a few words without a verb hold a name: "Live with Sina Latu in Asu"."""
    words = words_of(text, 0, len(text))
    if not 2 <= len(words) <= 9 or text.isupper() or text.rstrip().endswith((":", "?", "!")):
        return False
    two_names = len(words) == 2 and all(w.capital and w.text.isalpha() for w in words)
    if two_names:
        return True
    if any(
        (grammar.is_finite(w.lower) and w.lower != "live") or w.lower in grammar.heads()
        for w in words
    ):
        return False
    pairs = pairwise(words)
    return any(
        a.capital and b.capital and grammar.is_word(a) and grammar.is_word(b) and len(a.text) > 1
        for a, b in pairs
    )


def _opens_with_given_name(text: str) -> bool:
    return text.split()[0] in column("given_names", "name")


def _is_row_of_names(text: str) -> bool:
    """Whether a line is nothing but one to three personal names."""
    words = words_of(text, 0, len(text))
    names = [word for word in words if word.text not in (",", "&", "and", "|", ".")]
    if not 2 <= len(names) <= 8 or _SENTENCE_LIKE.search(text):
        return False
    if not all(w.capital and grammar.is_word(w) for w in names) or text.isupper():
        return False
    return not any(
        w.lower in grammar.heads()
        or grammar.is_finite(w.lower)
        or w.lower in grammar.function_words()
        for w in names
    )


@cache
def _call_pattern() -> re.Pattern[str]:
    rows = table("reader_calls")
    verbs = alternatives(row["word"] for row in rows if row["use"] == "verb")
    things = alternatives(row["word"] for row in rows if row["use"] == "thing")
    opening = r"(?:^|[?!:–—-]\s+|\.\s+)(?:\W*(?:please|and|to|or|you can)\s+)?"
    return re.compile(rf"{opening}(?:{verbs})\b[^.!?]*\b(?:{things})(?!\w)", re.IGNORECASE)
