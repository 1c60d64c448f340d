"""Attribution: who is said to say what, and by which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.cue_borders import CueBorders
from refusal_annotator.prehighlight.lexicon import alternatives, table
from refusal_annotator.prehighlight.quotes import Quotes
from refusal_annotator.prehighlight.reading import Reading

_NOUN_BEFORE = frozenset(
    "the a an this that these those his her its their our my your no any some more of in to 's and "
    "other new such many few two three several official latest first recent false by from with "
    "which who's for on media news".split()
)
_ALSO_NOUNS = frozenset(
    "claim claims report reports warning promise promises doubt doubts fear fears hope hopes wish "
    "wishes demand demands estimate estimates state states order orders remark remarks call calls "
    "urge urges question ask thinking finding found observed ordered expected".split()
)
_NEEDS_THAT = frozenset(
    "found ruled rules ordered asked asks urged urges demanded demands called_on observed informed "
    "expected expects expect state states ask urge demand maintained suggests concludes begged "
    "shouted indicates signalled signaled recalls posted continued continues reads".split()
)
_ADJUNCT_OPENERS = frozenset("on in at via to during through by for last this earlier".split())
_TAKES_NOUN = frozenset("described describes".split())
_LABELS = frozenset("called calls calling dubbed branded labelled labeled dismissed".split())
_TAKES_HEARER = frozenset(
    "told tells tell telling informed informs warned warns warn assured reminded briefed".split()
)
_TRAILING = re.compile(
    r"^\s*,?\s*(?P<word>after|as|when|while|although|though|but|because|before|amid|and)\s+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Attribution:
    """One layer of attribution: the source and cue, and the content left when they are cut off.

    `content` holds one stretch, or several where the source stands inside; `rest` is what follows
    the attribution and is no longer the source's.
    """

    content: tuple[int, int]
    cue: str
    certainty: str
    mode: str
    score: float
    source: tuple[int, int] | None = None
    hearer: Found | None = None
    rest: tuple[int, int] | None = None
    denied: bool = False
    keep_whole: bool = False
    also: list[tuple[int, int]] = field(default_factory=list)


class CueFinder(CueBorders):
    """Cuts attributions off stretches of one text."""

    def __init__(self, reading: Reading, quotes: Quotes, actors: Sequence[Found]) -> None:
        super().__init__(reading, actors)
        self.quotes = quotes

    def find(self, start: int, end: int) -> Attribution | None:
        """Return the outermost attribution of start..end, or None."""
        return self._by_phrase(start, end) or self._behind(start, end) or self._before(start, end)

    def _by_phrase(self, start: int, end: int) -> Attribution | None:
        match = _phrase_pattern().search(self.text, start, end)
        while match and self._is_quoted(match.start(), start, end):
            match = _phrase_pattern().search(self.text, match.end(), end)
        if match is None:
            return None
        row = _phrases()[" ".join(match.group().casefold().replace("’", "'").split())]
        printed = match.group()
        if row["place"] == "content_after":
            content = (match.end(), end)
            also = [(start, match.start())] if match.start() - start > 20 else []
            return Attribution(content, printed, row["certainty"], row["mode"], 0.65, also=also)
        if not self._opens_source(match.end()):
            return None
        source_end = self._clause_end(match.end(), end)
        source = (match.end(), source_end)
        if match.start() - start <= 2:
            content = (source_end, end)
        elif source_end >= end - 2:
            content = (start, match.start())
        else:
            # The phrase stands inside: "its fleet, according to the port, lay at anchor".
            content = (start, end)
        return Attribution(content, printed, row["certainty"], row["mode"], 0.75, source)

    def begins_with_source(self, start: int, end: int) -> bool:
        """Whether a stretch opens with a source and cue of its own, or with a bare cue."""
        position, _ = self._skip_adjuncts(start, end)
        first = self.reading.word_at(position)
        if first >= len(self.words):
            return False
        if self.words[first].lower in grammar.reporting_verbs():
            return True
        layer = self._before(start, end)
        return layer is not None and layer.source is not None and layer.source[0] - start <= 12

    def _opens_source(self, position: int) -> bool:
        """Whether a source can follow "according to": a name or phrase, and not "plan"."""
        i = self.reading.word_at(position)
        if i >= len(self.words):
            return False
        word = self.words[i]
        return grammar.is_word(word) and word.lower not in ("plan", "plans", "schedule", "custom")

    def _behind(self, start: int, end: int) -> Attribution | None:
        """Content first: "..., Holm said", "...,” said Holm on Monday"."""
        for verb in reversed(self._verbs(start, end)):
            left = self._border_before(verb, start)
            if left is None:
                continue
            source = self._source_around(verb, left, end)
            if source is None:
                continue
            after, hearer = max(self.words[verb].end, source[1]), None
            if self.words[verb].lower in _TAKES_HEARER and source[1] <= self.words[verb].start:
                after, hearer = self._skip_hearer(verb, end)
            tail_start, _ = self._skip_adjuncts(after, end)
            attribution = self._layer(verb, (start, left), source)
            attribution.hearer = hearer
            attribution.keep_whole = self._is_interrupted(tail_start, end)
            if attribution.keep_whole:
                attribution.content = (start, end)
                return attribution
            if not self._may_follow(tail_start, end):
                continue
            trailing = _TRAILING.match(self.text[tail_start:end])
            if trailing and self._has_finite(tail_start + trailing.end(), end):
                attribution.rest = (tail_start + trailing.end(), end)
            elif self._has_clause(tail_start, end) and not self.text[
                tail_start:end
            ].lstrip().startswith((",", "who", "of")):
                continue
            if self._has_finite(start, left) or self._is_quoted(left - 1, start, end):
                return attribution
        return None

    def _before(self, start: int, end: int) -> Attribution | None:
        """Source first: "Holm told the Gazette on Monday that ..."."""
        for verb in self._verbs(start, end):
            source = self._subject_before(verb, start) or self._before_that(verb, start, end)
            if source is None:
                continue
            position, hearer = self.words[verb].end, None
            if self.words[verb].lower in _TAKES_HEARER:
                position, hearer = self._skip_hearer(verb, end)
            position, _ = self._skip_adjuncts(position, end)
            position = self._to_that(position, end)
            that = re.compile(r"[\s,]*that\s+", re.IGNORECASE).match(self.text, position, end)
            lower = self.words[verb].lower
            if not that and lower in _NEEDS_THAT:
                continue
            content_start = that.end() if that else position
            content_start = self._skip_colon(content_start, end)
            noun_phrase = lower in _TAKES_NOUN and " as " not in self.text[content_start:end]
            if lower in _LABELS:
                noun_phrase = self._labels_in_quotes(content_start, end)
                if not noun_phrase:
                    continue
            if not noun_phrase and not self._has_finite(content_start, end):
                continue
            if not that and not noun_phrase and not self._opens_clause(content_start, end):
                continue
            attribution = self._layer(verb, (content_start, end), source)
            attribution.hearer = hearer
            if self._counts_itself(source, content_start):
                attribution.content = (source[0], end)
            if source[0] - start > 25:
                attribution.also.append((start, source[0]))
            return attribution
        return None

    def _to_that(self, position: int, end: int) -> int:
        """Step over what stands between the verb and its "that": "wrote on X, a platform, that"."""
        that = re.compile(r"(?<!\w)that\s", re.IGNORECASE).search(
            self.text, position, min(end, position + 80)
        )
        if that and not self._has_finite(position, that.start()):
            words = self.text[position : that.start()].split()
            if not words or words[0].casefold().strip(",") in _ADJUNCT_OPENERS or words[0] == ",":
                return that.start()
        return position

    def _before_that(self, verb: int, start: int, end: int) -> tuple[int, int] | None:
        """All that stands before "warned that", where no rule knows the subject."""
        first = self.reading.word_at(start)
        ahead = self.words[verb + 1 : min(verb + 5, self.reading.word_at(end))]
        follows = any(word.lower == "that" for word in ahead)
        if not follows or not 0 < verb - first <= 25 or not self.words[first].capital:
            return None
        return start, self.words[verb - 1].end

    def _layer(
        self, verb: int, content: tuple[int, int], source: tuple[int, int] | None
    ) -> Attribution:
        word = self.words[verb]
        row = grammar.reporting_verbs()[word.lower]
        denied = word.lower in ("denied", "denies", "deny", "denying")
        return Attribution(
            content,
            word.text,
            row["certainty"],
            row["mode"],
            float(row["score"]),
            source,
            denied=denied,
        )

    def _verbs(self, start: int, end: int) -> list[int]:
        """Indices of verbs of saying outside quotations."""
        first, last = self.reading.word_at(start), self.reading.word_at(end)
        known = grammar.reporting_verbs()
        return [
            i
            for i in range(first, last)
            if self.words[i].lower in known
            and not self._is_quoted(self.words[i].start, start, end)
            and not self._is_noun(i, first)
        ]

    def _is_noun(self, i: int, first: int) -> bool:
        lower = self.words[i].lower
        before = self.words[i - 1].lower if i > first else ""
        if before in ("is", "are", "was", "were", "been", "be", "being") and lower.endswith(
            ("ed", "told", "found")
        ):
            return True  # passive: somebody was told
        if before in ("to", "not") or (i > first + 1 and before.endswith("n't")):
            return True
        return lower in _ALSO_NOUNS and (before in _NOUN_BEFORE or i == first)

    def _skip_colon(self, position: int, end: int) -> int:
        match = re.compile(r"[\s,:]+").match(self.text, position, end)
        return match.end() if match else position

    def _labels_in_quotes(self, start: int, end: int) -> bool:
        """Whether words of the speaker, two or more, end what is called something."""
        return any(
            q.start >= start and len(self.text[q.start : q.end].split()) >= 2
            for q in self.quotes.within(start, end)
        )

    def _counts_itself(self, source: tuple[int, int], content: int) -> bool:
        """Whether the source is counted and speaks of itself: "forty drivers said they ..."."""
        i = self.reading.word_at(content)
        word = self.words[i].lower if i < len(self.words) else ""
        counted = any(char.isdigit() for char in self.text[source[0] : source[1]])
        return word == "they" and counted

    def _is_quoted(self, position: int, start: int, end: int) -> bool:
        quote = self.quotes.around(position, position + 1)
        return quote is not None and not (quote.start <= start and end <= quote.end)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    rows = table("cue_phrases")
    return {r["phrase"].replace("’", "'"): dict(r) for r in rows if r["place"] != "inside"}


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(_phrases())})(?!\w)", re.IGNORECASE)
