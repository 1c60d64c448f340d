"""Sources: the noun phrase before or behind a verb of saying, and whom it was said to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.reading import Reading

_ADJUNCT = re.compile(
    r"\s*(?:(?:on|in|at|via|to|during|through|by|for)\s+"
    r"(?:(?:a|an|the|his|her|its|their) (?:\w+ )?)?"
    r"(?:[A-Z][\w./’'-]*|reporters|journalists|statement|post|interview|briefing|message|video|"
    r"letter|tweet|report|speech|previous post|press conference|news conference|court|email)"
    r"(?:\s+(?:on|in|to|for|with|channel|post|posted|published)\s*(?:[A-Z][\w./’'-]*)?)*|"
    r"(?:last|this|earlier this|earlier|late|later)\s+(?:week|month|year|night|morning|on|in)?|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|again|also|separately|repeatedly)(?=[\s,])"
)
_CLAUSE_OPENERS = frozenset(', ; : and but that as when while although because “ " if'.split())
_PLAIN_VERBS = frozenset("said says told tells wrote writes added claimed claims reported".split())
_SUBJECT_OPENERS = frozenset("he she it they we i who".split())


class SourceFinder:
    """Finds who speaks around a verb, by the mentions of one text."""

    def __init__(self, reading: Reading, actors: Sequence[Found]) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.words
        self.actor_at = {actor.start: actor for actor in sorted(actors, key=lambda a: a.end)}

    def _in_actor(self, position: int) -> bool:
        return any(a.start <= position < a.end for a in self._actors_near(position))

    def _actors_near(self, position: int) -> list[Found]:
        near = range(max(0, position - 60), position + 1)
        return [self.actor_at[i] for i in near if i in self.actor_at]

    def _is_list_comma(self, comma: int, verb: int) -> bool:
        """Whether the comma stands in an apposition of the source: "Holm, a lawyer, said"."""
        following = self.words[comma + 1].lower if comma + 1 < verb else ""
        return following in ("a", "an", "another", "who", "whose", "and", "the") and any(
            self.words[j].text == "," for j in range(comma + 1, verb)
        )

    def _source_around(self, verb: int, left: int, end: int) -> tuple[int, int] | None:
        before = self.reading.word_at(left)
        while (
            before < verb
            and not grammar.is_word(self.words[before])
            and not self.words[before].text[0].isdigit()
        ):
            before += 1
        subject_last = self._before_auxiliaries(verb, before)
        if before < subject_last:
            return self.words[before].start, self.words[subject_last - 1].end
        after = verb + 1
        if self.words[verb].lower not in column("speech_verbs", "form"):
            return None
        if after >= len(self.words) or self.words[after].start >= end:
            return None
        if not self._opens_noun_phrase(after):
            return None
        return self.words[after].start, self._noun_phrase_end(after, end)

    def _opens_noun_phrase(self, i: int) -> bool:
        word = self.words[i]
        ahead = self.words[i : i + 4]
        if grammar.is_premodifier(word) and any(w.start in self.actor_at for w in ahead):
            return True
        return (
            word.capital
            or word.text[0].isdigit()
            or word.start in self.actor_at
            or word.lower in ("a", "an", "the", "one", "his", "her", "its", "their")
            or word.lower in _SUBJECT_OPENERS
        )

    def _noun_phrase_end(self, i: int, end: int) -> int:
        """End of the source behind the verb: the mention there, with descriptions before it."""
        last = self.reading.word_at(end)
        if self.words[i].lower in _SUBJECT_OPENERS:
            return self.words[i].end
        stop = i
        while stop < min(i + 10, last):
            if self.words[stop].text == "." and self.words[stop - 1].text in column(
                "titles", "word"
            ):
                stop += 1
                continue
            actor = self.actor_at.get(self.words[stop].start)
            if actor:
                return min(end, self._beside(actor, last).end)
            verbal = stop > i and self.words[stop].lower in grammar.AUXILIARIES
            if (
                verbal
                or self.words[stop].text in ",.;"
                or self.words[stop].lower in ("on", "in", "after", "when")
            ):
                break
            stop += 1
        return self.words[max(i, stop - 1)].end

    def _beside(self, actor: Found, last: int) -> Found:
        """Step from a house to the person beside it: "League lawyer Tereza Holm"."""
        i = self.reading.word_at(actor.end)
        for j in range(i, min(i + 4, last)):
            following = self.actor_at.get(self.words[j].start)
            if following:
                return following
            if self.words[j].lower not in grammar.heads() and not grammar.is_premodifier(
                self.words[j]
            ):
                break
        return actor

    def _before_auxiliaries(self, verb: int, first: int) -> int:
        i = verb
        while i > first and (
            self.words[i - 1].lower in grammar.AUXILIARIES | {"been", "be", "being"}
            or grammar.is_adverb(self.words[i - 1].lower)
        ):
            i -= 1
        return i

    def _subject_before(self, verb: int, start: int) -> tuple[int, int] | None:
        """Return the noun phrase before the verb, as far back as it reaches."""
        first = self.reading.word_at(start)
        last = self._before_auxiliaries(verb, first)
        if last <= first or self._only_adjunct(start, last):
            return self._carried_over(first)
        end = self.words[last - 1].end
        apposed = self._behind_apposition(last, first)
        if apposed is not None:
            return apposed
        word = self.words[last - 1]
        if word.lower in _SUBJECT_OPENERS:
            return word.start, end
        for actor in sorted(self._actors_near(end - 1), key=lambda a: a.start):
            if actor.end == end and actor.start >= start:
                return actor.start, actor.end
        if word.text in ("”", '"', "’"):
            return None
        i = last - 1
        while i >= first and (
            grammar.is_premodifier(self.words[i])
            or self.words[i].lower in grammar.heads()
            or self.words[i].lower in ("'s", "of")
        ):
            i -= 1
        opened = i < first or self.words[i].lower in grammar.DETERMINERS | {",", "and", "but"}
        clause = (
            i <= first or self.words[i - 1].lower in _CLAUSE_OPENERS or self.words[i].lower in ","
        )
        if i + 1 < last and opened and clause:
            return self.words[i + 1].start, end
        return self._long_subject(verb, first, last)

    def _long_subject(self, verb: int, first: int, last: int) -> tuple[int, int] | None:
        """A subject with a phrase behind it: "a pilot sacked for staying ashore said"."""
        if self.words[verb].lower not in _PLAIN_VERBS or last - first > 30:
            return None
        row = self.words[first:last]
        if any(w.lower in grammar.AUXILIARIES or w.text in ",;:" for w in row):
            return None
        for word in row[:3]:
            actor = self.actor_at.get(word.start)
            if actor:
                return actor.start, actor.end
        return None

    def _only_adjunct(self, start: int, last: int) -> bool:
        """Whether only a time stands before the verb, so that the subject is carried over."""
        position, _ = self._skip_adjuncts(start, self.words[last].start)
        return position > start and not self.text[position : self.words[last].start].strip()

    def _carried_over(self, first: int) -> tuple[int, int] | None:
        """Subject of the clause before, where this one has none: "and on Monday said"."""
        if first == 0 or self.words[first - 1].lower not in ("and", "but", ","):
            return None
        index = bisect_right(self.reading.sentences, first, key=lambda s: s.first) - 1
        if index < 0:
            return None
        opening = self.reading.sentences[index].first
        for word in self.words[opening : min(opening + 3, first)]:
            actor = self.actor_at.get(word.start)
            if actor:
                return actor.start, actor.end
        return None

    def _behind_apposition(self, last: int, first: int) -> tuple[int, int] | None:
        """Return the name before a description in commas: "Holm, a lawyer from Westport, said"."""
        if self.words[last - 1].text != ",":
            return None
        i = last - 2
        while i > first and self.words[i].text != ",":
            i -= 1
        named = self.actor_at.get(self.words[i + 1].start)
        if named and named.end == self.words[last - 2].end and self.words[i].text == ",":
            return named.start, named.end  # "Its cook, Oskar Lind, said"
        found: tuple[int, int] | None = None
        while i > first:
            end = self.words[i - 1].end
            for actor in self._actors_near(end - 1):
                if actor.end == end:
                    found = actor.start, actor.end
            i -= 1
            while i > first and self.words[i].text != ",":
                i -= 1
        return found

    def _skip_hearer(self, verb: int, end: int) -> tuple[int, Found | None]:
        i = verb + 1
        last = self.reading.word_at(end)
        if i < last and self.words[i].lower == "that":
            return self.words[verb].end, None
        while i < min(last, verb + 4) and self.words[i].lower in grammar.DETERMINERS:
            i += 1
        if i >= last:
            return self.words[verb].end, None
        for j in range(i, min(i + 6, last)):
            if self.words[j].lower == "that" and self.words[j - 1].end not in (
                self.words[verb].end,
            ):
                known = self.actor_at.get(self.words[i].start) or self.actor_at.get(
                    self.words[verb + 1].start
                )
                return self.words[j - 1].end, known
        actor = self.actor_at.get(self.words[i].start) or self.actor_at.get(
            self.words[verb + 1].start
        )
        if actor and actor.end <= end:
            after = self.reading.word_at(actor.end)
            if after + 1 < last and self.words[after].lower == "'s":
                service = self.actor_at.get(self.words[after + 1].start)
                return (service.end, service) if service else (self.words[after + 1].end, actor)
            return actor.end, actor
        return self.words[i].end, None

    def _skip_adjuncts(self, position: int, end: int) -> tuple[int, str]:
        for _ in range(4):
            match = _ADJUNCT.match(self.text, position, end)
            if not match:
                break
            position = match.end()
        return position, self.text[position:end]
