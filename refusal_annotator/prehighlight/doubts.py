"""Doubtful lines: what may be page furniture and may be text, so that nothing is suggested there.

`zones` proposes what it is sure of. Tag lines of outlets, uncredited captions and unlabelled
teasers have no words of their own; a logistic model weighs where and how a line stands and how much
of it the rest of the page speaks of. Its weights are data (`resources/prehighlight/lines.json`),
fitted by `tests.prehighlight.fit_lines`. A coder who confirms zones of a page settles it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight import furniture, grammar
from refusal_annotator.prehighlight.base import FoundZone
from refusal_annotator.prehighlight.furniture import Line
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import Word, is_title_case, words_of
from refusal_annotator.resources import resource_path

_LONGEST = 170
_FEWEST_PARAGRAPHS = 3
# What must hold of a whole sentence before it can be in doubt, and how near the end it must stand.
_SUSPICIOUS = ("reader_", "press", "outlet_of_itself", "code", "bullet_", "ends_list")
_LAST_LINES = 4
_LONGEST_LIST = 6
_LONGEST_TEASER = 110
_FILE = ("prehighlight", "lines.json")
_READER = frozenset("you your we our us".split())
_PRESS = frozenset(
    "newsroom edition page pages series podcast bulletin broadcast readers listeners subscribers "
    "pictures picture pictured photo crossword website newspaper daily weekly editor advertising "
    "printed print letters".split()
)
_DAY_END = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:19|20)\d\d|yesterday|"
    r"(?:morning|afternoon|evening|night)|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)\W*$"
)
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\b")
_BULLET = re.compile(r"\s*(?:\d{1,2}[.)]|[•*▪◦‣»›>→←–—-])\s+\S")
_CODE = re.compile(r"[{}\[\]<>=_\\]|\w\.\w+\(|&\w+;")
_QUOTE = re.compile(r"[“”\"«»„‘]")


@dataclass(frozen=True, slots=True)
class LineModel:
    """Log-odds that a line is page furniture: a bias and the weights of what holds for it."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Sequence[str]) -> float:
        """Share of such lines that are page furniture."""
        value = self.bias + sum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-value))


@cache
def line_model() -> LineModel:
    """The model that comes with the program."""
    content = json.loads(resource_path(*_FILE).read_text("utf-8"))
    return LineModel(content["bias"], content["weights"], content["threshold"])


def doubtful_lines(
    lines: Sequence[Line], title: tuple[int, int] | None, zones: Sequence[FoundZone]
) -> list[tuple[int, int]]:
    """Places of the lines outside the zones that are too likely page furniture, and of the lines
    that a zone takes up for the most part.
    """
    model = line_model()
    doubtful = [
        line
        for line, features in described(lines, title, zones)
        if model.probability(features) >= model.threshold
    ]
    return [(line.start, line.end) for line in lines if line in doubtful or _in_zone(line, zones)]


def described(
    lines: Sequence[Line],
    title: tuple[int, int] | None,
    zones: Sequence[FoundZone],
    *,
    every: bool = False,
) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Lines that can be in doubt, with what holds for them; with `every` all lines.

    The title, long lines, entries that open with a clock time, rows of key points and plain
    sentences are never in doubt; nor are the lines of a text with too few paragraphs to stand out
    from.
    """
    furnished = [_in_zone(line, zones) for line in lines]
    free = [line for line, zone in zip(lines, furnished, strict=True) if not zone]
    if sum(furniture.is_paragraph(line) for line in free) < _FEWEST_PARAGRAPHS:
        return
    first, last = (free[i].start for i in furniture.body_of(free))
    place = _Page(lines, furnished, title, first, last, free)
    for index, line in enumerate(lines):
        if title is not None and line.start == title[0]:
            continue
        features = tuple(_features(place, index))
        if every or not (furnished[index] or _is_surely_text(place, index, features)):
            yield line, features


def _is_surely_text(page: _Page, index: int, features: Sequence[str]) -> bool:
    lines, line = page.lines, page.lines[index]
    if len(line.text) > _LONGEST:
        return True
    if index < len(lines) - 1 and _CLOCK.match(line.text):
        return True
    if line.start <= page.last and _is_in_row(lines, index) and not _is_last_row(lines, index):
        return True
    late = index >= len(lines) - _LAST_LINES
    return line.is_sentence and not (late and any(f.startswith(_SUSPICIOUS) for f in features))


@dataclass(slots=True)
class _Page:
    """What is asked of a page for each of its lines.

    `first` and `last` are where its first and last paragraphs start.
    """

    lines: Sequence[Line]
    furnished: Sequence[bool]
    title: tuple[int, int] | None
    first: int
    last: int
    free: Sequence[Line]
    counts: Counter[str] | None = None

    def echoed(self, line: Line) -> float:
        """Share of the content words of a line that the other free lines have, too."""
        if self.counts is None:
            self.counts = Counter()
            for other in self.free:
                self.counts.update(furniture.stems(other.text))
        stems = furniture.stems(line.text)
        return sum(self.counts[s] > 1 for s in stems) / len(stems) if stems else 0.0


def _is_in_row(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is one of several that open with a bullet."""
    near = [lines[i].text for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return bool(_BULLET.match(lines[index].text)) and any(map(_BULLET.match, near))


def _is_last_row(lines: Sequence[Line], index: int) -> bool:
    """Whether nothing but lines with bullets follows."""
    return all(_BULLET.match(line.text) for line in lines[index:])


def _in_zone(line: Line, zones: Sequence[FoundZone]) -> bool:
    """Whether most of a line is a zone; a dateline opens a line that is text."""
    shared = sum(
        max(0, min(line.end, z.end) - max(line.start, z.start))
        for z in zones
        if z.kind != "dateline"
    )
    return 2 * shared > line.end - line.start


def _features(page: _Page, index: int) -> Iterator[str]:
    line = page.lines[index]
    where = _where(page, line)
    words = words_of(line.text, 0, len(line.text))
    yield from _place(page, index, where)
    yield from _shape(line, words)
    yield from _wording(line, words, where)
    yield from _echo(page, index)


def _where(page: _Page, line: Line) -> str:
    if page.title is not None and line.start < page.title[0]:
        return "over_title"
    if line.start < page.first:
        return "under_title"
    return "behind" if line.start > page.last else "body"


def _place(page: _Page, index: int, where: str) -> Iterator[str]:
    line = page.lines[index]
    end = "sentence" if line.is_sentence else "open"
    yield f"at:{where}"
    yield f"at+end:{where}_{end}"
    if _BULLET.match(line.text):
        yield f"bullet:{where}"
    if len(page.lines) - index <= 2:
        yield f"last:{end}"
    if _ends_list(page, index):
        yield f"ends_list:{end}"
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    if any(page.furnished[i] for i in near):
        yield f"beside_zone:{end}"
    if index and page.title is not None and page.lines[index - 1].start == page.title[0]:
        yield f"right_under_title:{end}"
    if where == "body" and not line.is_sentence:
        # A subheading leads a paragraph that speaks of it; so does a question.
        yield "ends_with_question" if line.text.rstrip().endswith("?") else "stands_in_body"


def _ends_list(page: _Page, index: int) -> bool:
    """Whether the line is of the last few of a page, all short, which a zone and a title lead."""
    opening = max(len(page.lines) - _LONGEST_LIST, len(page.lines) // 2)
    for i in range(len(page.lines) - 1, opening - 1, -1):
        if page.furnished[i]:
            return i < index and not page.lines[i + 1].is_sentence
        if len(page.lines[i].text) > _LONGEST_TEASER:
            return False
    return False


def _echo(page: _Page, index: int) -> Iterator[str]:
    """How much of a line the page speaks of: teasers and tag lines speak of something else."""
    line = page.lines[index]
    share = page.echoed(line)
    echo = "none" if share == 0 else "some" if share < 0.5 else "most"
    where = "behind" if index >= len(page.lines) - 2 else "before"
    yield f"echo:{echo}"
    yield f"echo+end:{echo}_{'sentence' if line.is_sentence else 'open'}_{where}"


def _shape(line: Line, words: Sequence[Word]) -> Iterator[str]:
    n_words = sum(grammar.is_word(word) for word in words)
    end = "sentence" if line.is_sentence else "open"
    for limit in (3, 6, 10, 16):
        if n_words <= limit:
            yield f"words:{limit}_{end}"
            break
    else:
        yield f"words:more_{end}"
    if is_title_case(words) or line.text.isupper():
        yield "capitals"
    if any(mark in line.text for mark in "|·>»/"):
        yield f"bars_{end}"
    if _CODE.search(line.text):
        yield "code"
    if _BULLET.match(line.text):
        yield f"bullet_{end}"
    if ":" in line.text:
        yield f"colon_{end}"


def _wording(line: Line, words: Sequence[Word], where: str) -> Iterator[str]:
    lowers = [word.lower for word in words]
    end = "sentence" if line.is_sentence else "open"
    finite = any(grammar.may_be_finite(lower) for lower in lowers[1:])
    surely = any(grammar.is_finite(lower) for lower in lowers[1:])
    verb = "surely" if surely else "maybe" if finite else "none"
    yield f"verb:{verb}_{end}"
    yield f"at+verb:{where}_{verb}"
    if _QUOTE.search(line.text):
        yield "quotes"
    if any(lower in grammar.reporting_verbs() for lower in lowers):
        yield "says"
        yield f"at+says:{where}"
    if any(lower in _READER for lower in lowers):
        yield f"reader_{end}"
    if any(lower in _PRESS or lower in column("journalists", "word") for lower in lowers):
        yield "press"
    if len(words) > 2 and words[0].capital and words[1].capital and not words[2].capital:
        yield f"opens_with_name:{where}_{end}"
    if any(word.text in column("outlet_words", "word") for word in words):
        yield "outlet"
        if not any(lower in grammar.reporting_verbs() or lower == "not" for lower in lowers):
            yield f"outlet_of_itself_{end}"
    if any(word.text[0].isdigit() for word in words):
        yield f"figure_{end}"
    if _DAY_END.search(line.text):
        yield f"day_at_end_{end}"
    if sum(lower in grammar.function_words() for lower in lowers) * 5 < len(lowers):
        yield "few_function_words"
