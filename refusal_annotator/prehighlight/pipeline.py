"""The one place that loads spaCy and runs the pre-highlighters over articles."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from uuid import UUID

from refusal_annotator.domain.annotations import Suggestion, Zone
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.variables import cell_to_json
from refusal_annotator.prehighlight.applying import apply_learned
from refusal_annotator.prehighlight.base import SOURCE, Found, Prehighlighter, Prehighlights
from refusal_annotator.prehighlight.calibration import Calibration, default_calibration
from refusal_annotator.prehighlight.languages import support_of
from refusal_annotator.prehighlight.learner import ROLES, Learned, candidates_of
from refusal_annotator.prehighlight.metadata import guess_metadata
from refusal_annotator.prehighlight.number_rules import rules_config
from refusal_annotator.prehighlight.trained import described, load_trained
from refusal_annotator.prehighlight.values import Binding, to_zone

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from refusal_annotator.prehighlight.candidates import Candidate
    from refusal_annotator.prehighlight.factories import Findings

log = logging.getLogger(__name__)

_NEUTRAL_LANGUAGE = "xx"
_FOREIGN_SCORE = 0.5
_LONGEST_TEXT = 1 << 31
_ENDLESS_WORD = re.compile(r"\S{1000}")
_PIECE = re.compile(r"\s+|\S{1,1000}")


@dataclass(frozen=True, slots=True)
class RulePart:
    """A pre-highlighter of our own: a registered spaCy factory of the same name."""

    name: str
    label: str
    role: str | None

    def why_not(self, codebook: Codebook) -> str | None:
        """Say why nothing of it can be shown with this codebook."""
        if self.role is None:
            return None if codebook.exclusion_zones else "The codebook names no exclusion zones."
        if codebook.type_by_role(self.role) is None:
            return f"The codebook has no span type with the role {self.role!r}."
        return None

    def config(self, codebook: Codebook) -> dict[str, Any]:
        """Options of the component."""
        support = support_of(codebook.language)
        if self.role == "number":
            return {"rules": rules_config(codebook), "decimal_comma": support.decimal_comma}
        return {"capitals_name": support.capitals_name} if self.role == "actor" else {}


PREHIGHLIGHTERS: tuple[Prehighlighter, ...] = (
    RulePart("refusal_zones", "Exclusion zones", None),
    RulePart("refusal_numbers", "Numbers", "number"),
    RulePart("refusal_actors", "Actors", "actor"),
    RulePart("refusal_claims", "Claims", "claim"),
    RulePart("refusal_stance", "Stance", "stance"),
)


class Pipeline:
    """Pre-highlights many articles with one codebook; spaCy is loaded when it is made.

    All parts run whatever roles the codebook has, since one builds on another (a mention of people
    on their number); what it has no role for is not suggested and is named in `missing_roles`.
    """

    def __init__(
        self,
        codebook: Codebook,
        *,
        prehighlighters: Sequence[Prehighlighter] = PREHIGHLIGHTERS,
        calibration: Calibration | None = None,
        trained: str | None = None,
        learned: Learned | None = None,
    ) -> None:
        """Make the pipeline ready.

        `trained` names an installed spaCy pipeline or its folder; `learned` is what was learned
        from coders of the same codebook.
        """
        from refusal_annotator.prehighlight import factories  # noqa: F401  registers the parts

        self.codebook = codebook
        self._support = support_of(codebook.language)
        loaded, problem = load_trained(trained) if trained else (None, "")
        self._nlp = loaded or _blank(codebook.language)
        said = learned.summary if learned and any(map(learned.model_for, ROLES)) else ""
        self.notices = tuple(text for text in (self._support.notice, problem, said) if text)
        self.source = f"{SOURCE} with {described(loaded)}" if loaded else SOURCE
        for part in prehighlighters:
            # A foreign factory takes what it declares and nothing else.
            taken = self._nlp.get_factory_meta(part.name).default_config or {}
            config = {k: v for k, v in part.config(codebook).items() if k in taken}
            self._nlp.add_pipe(part.name, config=config)
        self._nlp.max_length = _LONGEST_TEXT
        self._foreign = [part for part in prehighlighters if part not in PREHIGHLIGHTERS]
        self._calibration = calibration or default_calibration()
        self._learned = learned
        self._binding = Binding(codebook, self._calibration, self.source)
        self.missing_roles = self._binding.missing_roles

    def run(
        self, text: str, *, article_version_id: UUID, confirmed_zones: Sequence[Zone] = ()
    ) -> Prehighlights:
        """Pre-highlight one canonical text; nothing is suggested inside a zone.

        Confirmed zones stand: a zone found here that touches one is not proposed.
        """
        found = self._find(text, confirmed_zones)
        confirmed = found.confirmed
        learned = apply_learned(found, self._learned, self._calibration) if self._learned else {}
        suggestions = self._suggestions(found, text, article_version_id, learned)
        links = (self._binding.link(link, suggestions, article_version_id) for link in found.links)
        best = self._binding.best_links(link for link in links if link is not None)
        zones = (
            to_zone(zone, self.codebook, article_version_id)
            for zone in found.zones
            if not any(start < zone.end and zone.start < end for start, end in confirmed)
        )
        in_order = {s.id: s for s in sorted(suggestions.values(), key=lambda s: (s.start, -s.end))}
        return Prehighlights(
            zones=tuple(zone for zone in zones if zone is not None),
            suggestions=tuple(in_order.values()),
            links=tuple(best),
            missing_roles=self.missing_roles,
            metadata=guess_metadata(text, found.zones, found.title),
            notices=self.notices,
        )

    def candidates(
        self, text: str, *, confirmed_zones: Sequence[Zone] = ()
    ) -> dict[str, list[Candidate]]:
        """What could be suggested in a text, by role: what a learner chooses from."""
        found = self._find(text, confirmed_zones)
        withheld = _Stretches(found.withheld())
        return {
            role: [c for c in every if not withheld.touch(c.start, c.end)]
            for role, every in candidates_of(found, self._calibration).items()
        }

    def _find(self, text: str, confirmed_zones: Sequence[Zone]) -> Findings:
        from refusal_annotator.prehighlight.factories import findings

        doc = _make_doc(self._nlp, text)
        findings(doc).confirmed = sorted((z.start, z.end) for z in confirmed_zones if not z.deleted)
        doc = self._nlp(doc)
        found = findings(doc)
        found.foreign = [item for part in self._foreign for item in _spans_of(doc, part)]
        return found

    def _suggestions(
        self,
        found: Findings,
        text: str,
        article_version_id: UUID,
        learned: Mapping[int, float],
    ) -> dict[int, Suggestion]:
        """Suggestions by the identity of their finding; two findings of one place share one."""
        withheld = _Stretches(found.withheld())
        suggestions: dict[int, Suggestion] = {}
        every: Sequence[Found] = [
            *found.numbers,
            *found.actors,
            *found.claims,
            *found.stances,
            *found.foreign,
        ]
        for item in every:
            if item.end <= item.start or withheld.touch(item.start, item.end):
                continue
            suggestion = self._binding.suggestion(
                item, text, article_version_id, learned.get(id(item)), self._origin(item, learned)
            )
            if suggestion is not None:
                suggestions[id(item)] = suggestion
        return suggestions

    def _origin(self, item: Found, learned: Mapping[int, float]) -> str:
        """Source of a suggestion with its version, and the learner where it had a say."""
        if self._learned is None or id(item) not in learned:
            return self.source
        return f"{self.source}, learned from {self._learned.n_articles} articles"


class _Stretches:
    """Stretches of text in order, which may overlap, and whether something touches one."""

    def __init__(self, places: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in places]
        self._ends = list(accumulate((end for _, end in places), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with start..end."""
        last = bisect_left(self._starts, end)
        return last > 0 and self._ends[last - 1] > start


def prehighlight(
    text: str,
    codebook: Codebook,
    *,
    article_version_id: UUID,
    confirmed_zones: Sequence[Zone] = (),
) -> Prehighlights:
    """Pre-highlight one article; for many articles make one `Pipeline` and reuse it."""
    return Pipeline(codebook).run(
        text, article_version_id=article_version_id, confirmed_zones=confirmed_zones
    )


def as_json(suggestions: Sequence[Suggestion], codebook: Codebook) -> list[dict[str, Any]]:
    """Suggestions as the command line writes them; attributes as in a coding file."""
    return [
        {
            "type": item.type,
            "start": item.start,
            "end": item.end,
            "text": item.quote,
            "attributes": {name: cell_to_json(cell) for name, cell in item.values.items()},
            "score": item.score,
            "source": item.source,
        }
        for item in suggestions
    ]


def _spans_of(doc: Doc, part: Prehighlighter) -> list[Found]:
    """What a part of another package has left in the span group of its name."""
    if part.role is None or part.name not in doc.spans:
        return []
    why = f"found by {part.label}"
    return [
        Found(part.role, span.start_char, span.end_char, _FOREIGN_SCORE, why)
        for span in doc.spans[part.name]
    ]


def _make_doc(nlp: Language, text: str) -> Doc:
    """Tokenise; a run without spaces, such as code in a page, is cut up without the tokenizer.

    Its rules take a time that grows with the square of such a run.
    """
    if not _ENDLESS_WORD.search(text):
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    words = _PIECE.findall(text)
    return Doc(nlp.vocab, words=words, spaces=[False] * len(words))


def _blank(language: str) -> Language:
    import spacy

    code = language.split("-")[0].casefold()
    try:
        nlp = spacy.blank(code)
    except (ImportError, ValueError) as error:
        # The language is unknown to spaCy or its tokenizer needs a package that is not here.
        log.warning("no tokenizer for language %r, a neutral one is used: %s", language, error)
        nlp = spacy.blank(_NEUTRAL_LANGUAGE)
    return nlp
