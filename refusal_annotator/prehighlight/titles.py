"""The title of a page: which line it is, what stands over it, and what is printed along with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refusal_annotator.prehighlight import furniture, grammar, name_lists
from refusal_annotator.prehighlight.base import FoundZone
from refusal_annotator.prehighlight.datelines import opens_with_dateline
from refusal_annotator.prehighlight.furniture import Line
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import is_title_case, words_of

HEAD_LINES = 14
BYLINE = re.compile(
    r"(?:By|BY|by|From|Von|von|Par|par)\s+[A-Z][\w.'’-]+(?:\s+(?:(?:de|van|von|der|al|bin|and|&)\s+)?[A-Z][\w.'’-]+){0,8}"
    r"(?:,?\s+(?:in|for|at)\s+[A-Z][\w .'’-]{2,40}|,\s+.{3,60})?\s*$",
    0,
)
LIST_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[•*▪◦‣»›>|-])\s+\S")
# What wires put before a title: "UPDATE 2-", "FACTBOX-".
_SLUG = re.compile(
    r"(?:UPDATE|WRAPUP|CORRECTED|CORRECTION|REFILE|RPT|REPEAT|FACTBOX|TIMELINE|EXPLAINER|EXCLUSIVE|"
    r"ANALYSIS|INTERVIEW|FEATURE|INSIGHT|FOCUS|SNAPSHOT|ADVISORY|LEAD|URGENT|BREAKING|FLASH|ALERT)"
    r"(?:\s?\d{1,2})?\s?(?:-|–|—)\s?(?=\S)"
)
_TITLE_BAR = re.compile(r"\s+[|»·•–—-]\s+")
_BARS = re.compile(r"[|»›>·•/]")


def find_title(lines: Sequence[Line]) -> Line | None:
    """First line of the head that stands like a title: free, long enough, without a full stop."""
    for index, line in enumerate(lines[:HEAD_LINES]):
        if line.kind or LIST_ITEM.match(line.text):
            continue
        words = line.text.split()
        if line.is_sentence and opens_with_dateline(line.text):
            continue
        if BYLINE.fullmatch(line.text) or furniture.is_signature(line.text):
            continue
        if len(words) >= 4 and not line.text.rstrip().endswith((".", ":")) and len(words) <= 32:
            if _is_label(line, lines[index + 1 : index + 4]) or _is_of_the_page(lines, index):
                continue
            following = [other for other in lines[index + 1 :] if not other.kind]
            return line if following else None
        if len(words) > 12:
            return None
    return None


def _is_label(line: Line, following: Sequence[Line]) -> bool:
    """Whether four words without a verb stand over a longer title: "Notes from the river"."""
    words = line.text.split()
    shouted = (line.text.isupper() or "live" in line.text.casefold().split()) and len(words) <= 6
    if not shouted and (len(words) > 4 or any(grammar.is_finite(w.casefold()) for w in words)):
        return False
    return any(
        not other.kind and not other.is_sentence and len(other.text.split()) >= 6
        for other in following
    )


def _is_of_the_page(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says next to nothing of what the text tells, and one under it does: a tag line
    or a row of sections over the title.
    """
    under = [
        other
        for other in lines[index + 1 : index + 4]
        if not other.kind
        and not other.is_sentence
        and 4 <= len(other.text.split()) <= 32
        and not (BYLINE.fullmatch(other.text) or furniture.is_signature(other.text))
    ]
    if not under:
        return False
    headed = {id(lines[index]), *map(id, under)}
    told = furniture.stems("\n".join(line.text for line in lines if id(line) not in headed))
    if index == 0 and (_is_named_label(lines[0], under) or furniture.is_tag_line(lines[0].text)):
        return True
    own = _share_told(lines[index].text, told)
    best = max(_share_told(other.text, told) for other in under)
    words = [word.casefold() for word in lines[index].text.split()]
    told_of = any(grammar.may_be_finite(word) for word in words[1:])
    plain = told_of and not _BARS.search(lines[index].text)
    if own == 0 or (not told_of and own < 0.5):
        return best > own
    return not plain and own < 0.4 and best >= own + 0.3


def _is_named_label(line: Line, under: Sequence[Line]) -> bool:
    """Whether a page opens with a name and no verb over a longer line: "Corvo Mail - for all"."""
    words = line.text.split()
    if not (words[0][0].isupper() and words[1][0].isupper()):
        return False
    parted = _TITLE_BAR.search(line.text)
    if not parted and len(words) > 5 and is_title_case(words_of(line.text, 0, len(line.text))):
        return False
    told = any(grammar.is_finite(word.strip(",.;:")) for word in words if word.islower())
    return not told and len(words) < max(len(other.text.split()) for other in under)


def _share_told(text: str, told: set[str]) -> float:
    stems = furniture.stems(text)
    return len(stems & told) / len(stems) if stems else 0.0


def title_zones(title: Line | None) -> list[FoundZone]:
    """A label before a title or an outlet behind it on the same line."""
    if title is None:
        return []
    slug = _SLUG.match(title.text)
    if slug:
        return [FoundZone("navigation", title.start, title.start + slug.end())]
    bars = list(_TITLE_BAR.finditer(title.text))
    if not bars:
        return []
    zones = []
    first, last = bars[0], bars[-1]

    def dash(bar: re.Match[str]) -> bool:
        return bar.group().strip() in "-–—"

    if _is_label_of_title(
        title.text[: first.start()], title.text[first.end() :], dashed=dash(first)
    ):
        zones.append(FoundZone("navigation", title.start, title.start + first.end()))
    if _is_label_of_title(title.text[last.end() :], title.text[: last.start()], dashed=dash(last)):
        zones.append(FoundZone("navigation", title.start + last.start(), title.end))
    return zones


def _is_label_of_title(label: str, rest: str, *, dashed: bool) -> bool:
    # A dash parts titles, too: only an outlet is told by it.
    words = label.split()
    if dashed and not (
        set(words) & column("outlet_words", "word")
        or name_lists.outlets().has(tuple(words or ("",)))
    ):
        return False
    told = any(grammar.is_finite(word.casefold()) for word in words)
    return 0 < len(words) <= 4 and not told and len(rest.split()) >= len(words) + 3
