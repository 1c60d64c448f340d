"""Claims: the content of direct, indirect and impersonal attribution, notes on checking and on
answers, and what the outlet says in its own voice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from refusal_annotator.prehighlight.base import Choice, Fact, Found, FoundLink
from refusal_annotator.prehighlight.claim_facts import (
    WEAKNESS,
    is_negative,
    note_kind,
    positions_of,
    weakest_certainty,
)
from refusal_annotator.prehighlight.clauses import has_finite, split_clauses
from refusal_annotator.prehighlight.cues import Attribution, CueFinder
from refusal_annotator.prehighlight.guidance import Guidance, guided_borders
from refusal_annotator.prehighlight.labels import is_bare_label
from refusal_annotator.prehighlight.quotes import Quotes, fit_marks
from refusal_annotator.prehighlight.reading import Reading, Sentence
from refusal_annotator.prehighlight.statements import (
    attributed_relative,
    behind_kicker,
    introduced_quote,
    saying_participle,
)

_CONJUNCTION = re.compile(
    r"[\"“‘\s]*(?:And|But|Or|and|but|or|So(?!\s+(?:many|much|few|far|that|long)))[\s,]+"
)
_HANGING = re.compile(
    r"[\s,]+(?:as|when|while|after|because|but|and|although|that)(?:\s+an?|\s+the)?[\s,]*\Z",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_WIDEST_MENTION = 400
_OUTLET_SCORE = 0.4
_MOST_LAYERS = 3
_HEDGED_RELATIVE = re.compile(
    r"\b(?:who|that|which)\s+(?:(?:was|were|is|has|had)\s+)?(?:reportedly|purportedly|allegedly)\b[^,.;\n”\"]+"
)
_CLASSES_OF_PRONOUN = {
    "he": ("person",), "she": ("person",), "i": ("person",),
    "they": ("group",), "we": ("group", "organisation"), "it": ("organisation", "state"),
}  # fmt: skip
_TURNS_TO_OUTLET = frozenset("but although though whereas while".split())


@dataclass(slots=True)
class Content:
    """A stretch that somebody puts forward, with its sources from the innermost outwards."""

    start: int
    end: int
    mode: str = "outlet_voice"
    cue: str = ""
    certainty: str = "certain"
    score: float = _OUTLET_SCORE
    denied: bool = False
    sources: list[tuple[int, int]] = field(default_factory=list)
    hearers: list[Found] = field(default_factory=list)
    whole: bool = False
    note: str = ""


class ClaimFinder:
    """Finds the claims of one text and who puts them forward."""

    def __init__(
        self,
        reading: Reading,
        actors: Sequence[Found],
        title: tuple[int, int] | None = None,
        guidance: Guidance | None = None,
    ) -> None:
        self.guidance = guidance or Guidance()
        self.reading = reading
        self.text = reading.text
        self.actors = actors
        self.actor_starts = [actor.start for actor in actors]
        self.quotes = Quotes(reading)
        self.cues = CueFinder(reading, self.quotes, actors)
        self.positions = positions_of(reading, title)
        self.last_source: tuple[int, int] | None = None

    def find(self) -> tuple[list[Found], list[FoundLink]]:
        """Claims in order, and links from them to their speakers and intermediaries."""
        claims: list[Found] = []
        links: list[FoundLink] = []
        seen: set[tuple[int, int]] = set()
        for sentence in self.reading.sentences:
            for content in self._contents(sentence):
                claim = self._claim(content, sentence)
                if claim is not None:
                    claim = guided_borders(self.text, claim, self.guidance)
                if claim is None or (claim.start, claim.end) in seen:
                    continue
                seen.add((claim.start, claim.end))
                claims.append(claim)
                links += self._links(claim, content)
        return claims, links

    def _contents(self, sentence: Sentence) -> list[Content]:
        start, end = sentence.start, sentence.end
        note = note_kind(self.text, start, end)
        if note and not self.quotes.around(note[0], note[1]):
            return [Content(start, end, score=0.8, note=note[2], whole=True)]
        quote = self.quotes.around(start, end)
        if quote is not None:
            content = Content(start, end, "direct", score=0.7)
            if self.last_source:
                content.sources.append(self.last_source)
            return self._split(content)
        introduced = introduced_quote(self.text, start, end)
        if introduced is not None:
            self.last_source = self._speaker_of(introduced.source) or self.last_source
            quoted = Content(introduced.start, end, "direct", score=0.75)
            quoted.sources += [self.last_source] if self.last_source else []
            return self._split(quoted)
        contents = [
            content
            for piece in self._statements(start, end)
            for top in self._parted(*piece)
            for content in self._split(top)
        ]
        return [*contents, *self._hedged(sentence)]

    def _parted(self, start: int, end: int) -> list[Content]:
        """Contents of a statement, with what a source inside or behind it puts forward apart."""
        relative = attributed_relative(self.text, start, end)
        if relative is not None and not self.quotes.around(relative.start, relative.start + 1):
            inner = Content(relative.start, end, "indirect", relative.cue, score=0.6, whole=True)
            inner.sources.append(relative.source)
            return [*self._unwrap(start, relative.start, 0), inner]
        saying = saying_participle(self.text, start, end)
        if saying is not None and not self.quotes.around(saying[0], saying[0] + 1):
            comma, verb, content = saying
            said = Content(content, end, "indirect", self.text[verb:content].split()[0], score=0.6)
            said.mode = "direct" if self.text[content] in '“"' else "indirect"
            before = self._unwrap(start, comma, 0)
            speaker = self._speaker_of((start, comma))
            said.sources += [speaker] if speaker else []
            return [*before, said]
        return self._unwrap(start, end, 0)

    def _speaker_of(self, introduction: tuple[int, int]) -> tuple[int, int] | None:
        """First person or body of a stretch that leads to somebody's words."""
        start, end = introduction
        first = bisect_left(self.actor_starts, start)
        inside = [a for a in self.actors[first : first + 6] if a.end <= end]
        return (inside[0].start, inside[0].end) if inside else None

    def _statements(self, start: int, end: int) -> list[tuple[int, int]]:
        """Part a sentence where a second source or cue begins: "A said x, but B says y"."""
        pieces = split_clauses(self.reading, start, end)
        if len(pieces) < 2 or any(self.quotes.around(*piece) for piece in pieces[1:]):
            return [(start, end)]
        cuts = [p for p in pieces[1:] if self.cues.begins_with_source(*p)]
        borders = [start, *(p[0] for p in cuts)]
        ends = [
            *(
                p[1]
                for p in pieces
                if any(c[0] > p[1] for c in cuts) and self._precedes(p, pieces, cuts)
            ),
            end,
        ]
        return (
            list(zip(borders, ends, strict=True)) if len(ends) == len(borders) else [(start, end)]
        )

    def _precedes(
        self,
        piece: tuple[int, int],
        pieces: Sequence[tuple[int, int]],
        cuts: Sequence[tuple[int, int]],
    ) -> bool:
        index = pieces.index(piece)
        return index + 1 < len(pieces) and pieces[index + 1] in cuts

    def _unwrap(self, start: int, end: int, depth: int) -> list[Content]:
        """Cut attributions off from the outside inwards."""
        layer = self.cues.find(start, end) if depth < _MOST_LAYERS else None
        if layer is None:
            return [Content(start, end)]
        own = [
            self._outlet(piece) for piece in (*layer.also, *([layer.rest] if layer.rest else []))
        ]
        inner = layer.content
        if layer.keep_whole or inner == (start, end):
            contents = [Content(*inner, whole=True)]
        else:
            contents = self._quoted_pieces(inner) or self._unwrap(*inner, depth + 1)
        for content in contents:
            self._add_layer(content, layer)
        if layer.source:
            self.last_source = layer.source
        return [*contents, *(piece for piece in own if piece is not None)]

    def _outlet(self, piece: tuple[int, int]) -> Content | None:
        start, end = piece
        hanging = _HANGING.search(self.text, start, end)
        end = hanging.start() if hanging else end
        return Content(start, end) if has_finite(self.reading, start, end) else None

    def _quoted_pieces(self, inner: tuple[int, int]) -> list[Content]:
        """One content where all of it is quoted."""
        start, end = fit_marks(self.text, *inner)
        bare = self.text[start:end].strip()
        quote = self.quotes.around(start, end)
        if bare and quote is not None:
            return [Content(inner[0], inner[1], "direct", score=0.8)]
        return []

    def _add_layer(self, content: Content, layer: Attribution) -> None:
        if content.mode == "outlet_voice":
            content.mode = self._mode(content, layer)
            content.cue = layer.cue
            content.denied = layer.denied
        elif content.mode == "direct" and not content.cue:
            content.cue = layer.cue
        content.score = (
            max(content.score, layer.score) if content.score == _OUTLET_SCORE else content.score
        )
        if WEAKNESS[layer.certainty] > WEAKNESS[content.certainty]:
            content.certainty = layer.certainty
        if layer.source:
            content.sources.append(layer.source)
        if layer.hearer:
            content.hearers.append(layer.hearer)

    def _mode(self, content: Content, layer: Attribution) -> str:
        if layer.mode == "impersonal":
            return "impersonal"
        quotes = self.quotes.within(content.start, content.end)
        start, end = fit_marks(self.text, content.start, content.end)
        if any(q.start <= start and end <= q.end for q in quotes):
            return "direct"
        if any(len(self.text[q.start : q.end].split()) >= 2 for q in quotes):
            return "partial"
        return "indirect"

    def _split(self, content: Content) -> list[Content]:
        if content.whole:
            return [content]
        contents: list[Content] = []
        for start, end in split_clauses(self.reading, content.start, content.end):
            joint = self.text[contents[-1].end : start] if contents else ""
            if content.mode == "indirect" and joint.strip(", \n").casefold() in _TURNS_TO_OUTLET:
                # "The port insists x, but y": what is set against the source is the outlet's.
                contents.append(Content(start, end))
            else:
                sources, hearers = list(content.sources), list(content.hearers)
                piece = replace(content, start=start, end=end, sources=sources, hearers=hearers)
                contents.append(piece)
        return contents

    def _hedged(self, sentence: Sentence) -> Iterable[Content]:
        for match in _HEDGED_RELATIVE.finditer(self.text, sentence.start, sentence.end):
            yield Content(*match.span(), "impersonal", certainty="probable", score=0.35, whole=True)

    def _claim(self, content: Content, sentence: Sentence) -> Found | None:
        start, end = content.start, content.end
        headline = self.positions[sentence.paragraph] == "headline"
        if content.mode == "outlet_voice" and not content.note and start == sentence.start:
            if headline or sentence.title_case or self.text[end - 1 : end] not in ".!?":
                start = behind_kicker(self.text, start, end)
            if self.text[end - 1] == "?" or self.text[end : end + 1] == "?":
                return None  # a question that only asks (CB11)
        conjunction = _CONJUNCTION.match(self.text, start, end)
        if conjunction and not content.note:
            start = conjunction.end()
        start, end = fit_marks(self.text, start, end)
        words = self.reading.word_at(end) - self.reading.word_at(start)
        bare = content.mode == "outlet_voice"
        if bare and not content.note and is_bare_label(self.text, start, end):
            return None
        quoted = content.mode == "direct" and has_finite(self.reading, start, end)
        if words < (2 if quoted else _FEWEST_WORDS) or (
            bare and not has_finite(self.reading, start, end)
        ):
            return None
        score = content.score - (0.1 if words < 5 else 0)
        return Found(
            "claim",
            start,
            end,
            round(score, 2),
            _why(content),
            self._facts(content, start, end, sentence),
        )

    def _facts(self, content: Content, start: int, end: int, sentence: Sentence) -> dict[str, Fact]:
        certainty = content.certainty
        if not content.note:
            certainty = weakest_certainty(self.reading, start, end, certainty)
        negative = content.denied or is_negative(self.reading, start, end)
        facts: dict[str, Fact] = {
            "attribution": Choice(content.mode),
            "certainty": Choice(certainty),
            "polarity": Choice("negative" if negative else "positive"),
            "position": Choice(self.positions[sentence.paragraph]),
        }
        if content.cue:
            facts["cue"] = content.cue
        if content.note:
            facts["claim_type"] = Choice(content.note)
        if content.mode == "outlet_voice":
            facts["channel"] = Choice("no_channel")
        return facts

    def _links(self, claim: Found, content: Content) -> list[FoundLink]:
        links: list[FoundLink] = []
        used: set[int] = set()
        for index, source in enumerate(content.sources):
            actor, score = self._actor_of(source)
            if actor is None or id(actor) in used:
                continue
            used.add(id(actor))
            links.append(FoundLink("speaker" if index == 0 else "via", claim, actor, score))
        for hearer in content.hearers:
            if hearer.facts.get("actor_role") == "media" and id(hearer) not in used:
                links.append(FoundLink("via", claim, hearer, 0.6))
        return links

    def _actor_of(self, source: tuple[int, int]) -> tuple[Found | None, float]:
        start, end = source
        first = bisect_left(self.actor_starts, start - _WIDEST_MENTION)
        last = bisect_left(self.actor_starts, end)
        inside = [a for a in self.actors[first:last] if start < a.end]
        if inside:
            return max(inside, key=lambda a: (min(a.end, end) - max(a.start, start), a.score)), 0.75
        pronoun = self.text[start:end].strip().casefold()
        wanted = _CLASSES_OF_PRONOUN.get(pronoun)
        if wanted is None:
            return None, 0.0
        before = bisect_left(self.actor_starts, start)
        earlier = [a for a in self.actors[max(0, before - 12) : before] if a.end <= start]
        likely = [a for a in earlier if a.facts["actor_class"] in wanted]
        return (likely[-1], 0.4) if likely else (None, 0.0)


def _why(content: Content) -> str:
    if content.note:
        return "a note on what could be checked or who answered"
    if content.mode == "direct":
        return f"quoted words ({content.cue})" if content.cue else "quoted words"
    if content.cue:
        return f"content of an attribution ({content.cue.strip()})"
    return "a statement of the outlet"
