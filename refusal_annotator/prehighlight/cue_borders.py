"""Where what is put forward begins and ends beside a source and its verb."""

from __future__ import annotations

import re

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.clauses import has_finite
from refusal_annotator.prehighlight.sources import SourceFinder

_RELATIVES = frozenset(("who", "which", "whose", "where"))
_AFTER_SOURCE = frozenset(
    "who which whose when after as while although though but because before amid and during this "
    "last earlier late later yesterday today again also published quoted".split()
)


class CueBorders(SourceFinder):
    """Answers for one text where contents border on attributions."""

    def _border_before(self, verb: int, start: int) -> int | None:
        """Where the content ends: the comma or closing mark right before source and verb."""
        i = verb - 1
        first = self.reading.word_at(start)
        while i > first and verb - i <= 14:
            text = self.words[i].text
            if text in ',”»"’' and not self._is_apostrophe(i):
                before = self.words[i - 1].text if i > first else ""
                closing = text in '”»"’'
                if text == "," and i == verb - 1 and not closing:
                    # "dissented, the court's registrar, Pavel Lindqvist, told"
                    apposed = self._before_apposition(i, first)
                    if apposed is not None:
                        i = apposed
                        continue
                if text == "," and self._is_list_comma(i, verb):
                    i -= 1
                    continue
                return self.words[i].end if closing or before in '”"' else self.words[i].start
            verbal = grammar.is_finite(self.words[i].lower) and i < verb - 1
            if verbal and not self._in_actor(self.words[i].start):
                return None
            i -= 1
        return None

    def _is_apostrophe(self, i: int) -> bool:
        """Whether a mark only shows who owns: "the insurers' association"."""
        before = self.words[i - 1]
        follows = i + 1 < len(self.words) and self.words[i + 1].start == self.words[i].end + 1
        return (
            self.words[i].text == "’"
            and before.lower.endswith("s")
            and before.end == self.words[i].start
            and follows
            and grammar.is_word(self.words[i + 1])
            and "‘" not in self.text[max(0, self.words[i].start - 200) : self.words[i].start]
        )

    def _before_apposition(self, comma: int, first: int) -> int | None:
        """Index of the comma or closing mark before a source in commas, or None."""
        stops = [
            j
            for j in range(comma - 1, max(first, comma - 16), -1)
            if self.words[j].text in ',”»"'
            or (self.words[j].text == "’" and not self._is_apostrophe(j))
        ]
        for count, stop in enumerate(stops[:2]):
            row = self.words[stop + 1 : comma]
            relative = bool(row) and row[0].lower in ("who", "whose")
            if any(grammar.is_finite(w.lower) for w in row) and not relative:
                return None
            if self.words[stop].text != "," or count == 1:
                return stop
            earlier = self.words[stops[count + 1] + 1 : stop] if count + 1 < len(stops) else []
            named = bool(earlier) and not any(grammar.is_finite(w.lower) for w in earlier)
            if not named:
                return stop
        return None

    def _is_interrupted(self, position: int, end: int) -> bool:
        """Whether the content goes on behind the source: "..., Holm said, and ..."."""
        match = re.compile(r"\s*,\s*(?P<next>\S+)").match(self.text, position, end)
        if not match:
            return False
        following = match.group("next").casefold()
        if following in (
            "who",
            "which",
            "whose",
            "a",
            "an",
            "the",
            "as",
            "after",
            "although",
            "though",
            "citing",
            "adding",
            "but",
            "while",
        ):
            return False
        if following.endswith("ing"):
            return False
        if following[0] in '“"‘':
            return self.text[match.start("next") + 1 : match.start("next") + 2].islower()
        return self._has_finite(match.start("next"), end)

    def _clause_end(self, position: int, end: int) -> int:
        """Where a source ends: at the comma behind which a clause of its own begins."""
        comma = self.text.find(",", position, end)
        while comma >= 0:
            following = self.text.find(",", comma + 1, end)
            word = self.reading.word_at(comma + 1)
            relative = word < len(self.words) and self.words[word].lower in _RELATIVES
            clause = self._has_finite(comma + 1, following if following > 0 else end)
            if clause and not relative:
                return comma
            comma = following
        return end

    def _opens_clause(self, position: int, end: int) -> bool:
        """Whether a clause can start here: it opens with a subject, not with a preposition."""
        i = self.reading.word_at(position)
        if i >= len(self.words) or self.words[i].start >= end:
            return False
        lower = self.words[i].lower
        if lower == "at" and self.words[min(i + 1, len(self.words) - 1)].lower in ("least", "most"):
            return True
        return lower not in ("of", "by", "to", "with", "in", "at", "and", "or", "as", ".", "?") or (
            lower in ("in", "at", "by", "as") and "," in self.text[position:end]
        )

    def _may_follow(self, position: int, end: int) -> bool:
        """Whether what follows source and verb is no object, as in "the captain called her"."""
        match = re.compile(r"\s*(?P<next>\S+)").match(self.text, position, end)
        if not match:
            return True
        following = match.group("next").casefold()
        return (
            not following[0].isalnum()
            or following in grammar.PREPOSITIONS
            or following in _AFTER_SOURCE
            or following.endswith(("ing", "ly"))
        )

    def _has_finite(self, start: int, end: int) -> bool:
        return has_finite(self.reading, start, end)

    def _has_clause(self, start: int, end: int) -> bool:
        """Whether a verb stands there that is no adjective: not "in a televised address"."""
        first, last = self.reading.word_at(start), self.reading.word_at(end)
        for i in range(first, last):
            lower = self.words[i].lower
            before = self.words[i - 1].lower if i else ""
            adjective = lower.endswith("ed") and before in grammar.DETERMINERS
            if grammar.is_finite(lower) and not adjective:
                return True
        return False
