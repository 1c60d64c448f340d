"""The pre-highlighters as spaCy components, for anyone to put into a pipeline of their own.

Each writes a span group of its own name into `doc.spans` (grown to whole tokens) and leaves its
exact findings, in code points, in `doc.user_data["refusal"]`. Order: refusal_zones,
refusal_numbers, refusal_actors, refusal_claims, refusal_stance; a component whose predecessors are
missing finds what it can without them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.attrs import IDX
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from refusal_annotator.prehighlight.actors import find_actors
from refusal_annotator.prehighlight.base import Found, FoundLink, FoundZone
from refusal_annotator.prehighlight.claims import ClaimFinder
from refusal_annotator.prehighlight.doubts import doubtful_lines
from refusal_annotator.prehighlight.guidance import Guidance, guidance_of, guided_actors
from refusal_annotator.prehighlight.links import number_links, verification_links
from refusal_annotator.prehighlight.metadata import title_of
from refusal_annotator.prehighlight.number_rules import compile_rules
from refusal_annotator.prehighlight.numbers import find_numbers
from refusal_annotator.prehighlight.reading import Reading, read
from refusal_annotator.prehighlight.stance import find_stances
from refusal_annotator.prehighlight.zones import find_zones, lines_of

STATE = "refusal"


@dataclass(slots=True)
class Findings:
    """What the components have found in one document so far."""

    text: str

    confirmed: Sequence[tuple[int, int]] = ()
    zones: list[FoundZone] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    title: tuple[int, int] | None = None
    numbers: list[Found] = field(default_factory=list)
    actors: list[Found] = field(default_factory=list)
    claims: list[Found] = field(default_factory=list)
    stances: list[Found] = field(default_factory=list)
    foreign: list[Found] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    reading: Reading | None = None
    token_starts: list[int] | None = None

    def withheld(self) -> list[tuple[int, int]]:
        """Where nothing is suggested, in order: zones, and lines in doubt until a coder has
        confirmed the zones of the page.
        """
        doubtful = () if self.confirmed else self.doubtful
        zones = ((zone.start, zone.end) for zone in self.zones)
        return sorted([*self.confirmed, *zones, *doubtful])

    def read(self) -> Reading:
        """The document outside its zones, read once."""
        if self.reading is None:
            taken = [*self.confirmed, *((zone.start, zone.end) for zone in self.zones)]
            self.reading = read(self.text, taken)
        return self.reading


def findings(doc: Doc) -> Findings:
    """Return the findings kept with a document."""
    if STATE not in doc.user_data:
        # doc.text joins all tokens at each call, so it is asked for once.
        doc.user_data[STATE] = Findings(doc.text)
    return doc.user_data[STATE]


@Language.factory("refusal_zones")
def make_zones(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Exclusion zones: page furniture in which nothing is suggested."""

    def mark_zones(doc: Doc) -> Doc:
        found = findings(doc)
        found.zones = find_zones(found.text)
        found.title = title_of(found.text, found.zones)
        found.doubtful = doubtful_lines(lines_of(found.text), found.title, found.zones)
        found.reading = None
        _write(doc, name, [(zone.start, zone.end, zone.kind) for zone in found.zones])
        return doc

    return mark_zones


@Language.factory("refusal_numbers", default_config={"rules": None, "decimal_comma": False})
def make_numbers(
    nlp: Language, name: str, rules: dict[str, Any] | None, decimal_comma: bool
) -> Callable[[Doc], Doc]:
    """Quantities with their values; `rules` as in a codebook's `number_rules`, None for ours;
    `decimal_comma` for languages that write 1.300,5.
    """
    compiled = compile_rules(rules, decimal_comma=decimal_comma)

    def find(doc: Doc) -> Doc:
        found = findings(doc)
        found.numbers = find_numbers(found.read(), compiled)
        _write_found(doc, name, found.numbers)
        return doc

    return find


@Language.factory("refusal_actors", default_config={"use_entities": True, "capitals_name": True})
def make_actors(
    nlp: Language, name: str, use_entities: bool, capitals_name: bool
) -> Callable[[Doc], Doc]:
    """Names and nominal mentions of people, bodies and states that act.

    `use_entities`: take in `doc.ents` of a trained component before this one; `capitals_name`:
    false for a language that writes all nouns with capitals.
    """

    def find(doc: Doc) -> Doc:
        found = findings(doc)
        found.actors = find_actors(found.read(), found.numbers, capitals_name=capitals_name)
        if use_entities and doc.ents:
            found.actors = guided_actors(found.read(), found.actors, guidance_of(doc))
        _write_found(doc, name, found.actors)
        return doc

    return find


@Language.factory("refusal_claims", default_config={"use_parse": True})
def make_claims(nlp: Language, name: str, use_parse: bool) -> Callable[[Doc], Doc]:
    """Claims with their attribution, and links to speakers, numbers and what notes cover.

    `use_parse`: let the parse of a trained component before this one settle the borders of
    reported clauses.
    """

    def find(doc: Doc) -> Doc:
        found = findings(doc)
        reading = found.read()
        guidance = guidance_of(doc) if use_parse else Guidance()
        finder = ClaimFinder(reading, found.actors, found.title, guidance)
        found.claims, found.links = finder.find()
        found.links += number_links(found.text, found.numbers, found.actors, found.claims)
        found.links += verification_links(reading, found.claims)
        _write_found(doc, name, found.claims)
        return doc

    return find


@Language.factory("refusal_stance")
def make_stance(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Words that take a position, with the speaker around them as likely holder."""

    def find(doc: Doc) -> Doc:
        found = findings(doc)
        found.stances, holders = find_stances(found.read(), found.claims, found.links)
        found.links += holders
        _write_found(doc, name, found.stances)
        return doc

    return find


def _write_found(doc: Doc, name: str, found: Sequence[Found]) -> None:
    _write(doc, name, [(item.start, item.end, item.role) for item in found])


def _write(doc: Doc, name: str, places: Sequence[tuple[int, int, str]]) -> None:
    # char_span walks the whole document for each span; here the tokens are walked once.
    found = findings(doc)
    starts = found.token_starts
    if starts is None:
        starts = found.token_starts = [int(start) for start in doc.to_array([IDX]).ravel()]
    spans: list[Span] = []
    for start, end, label in places:
        first = max(0, bisect_right(starts, start) - 1)
        last = bisect_left(starts, end)
        if first < last:
            spans.append(Span(doc, first, last, label=label))
    doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
