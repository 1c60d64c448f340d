"""Actors: names and nominal mentions of one text, without doubles and descriptions beside names."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Choice, Fact, Found
from refusal_annotator.prehighlight.lexicon import column
from refusal_annotator.prehighlight.mentions import Mention
from refusal_annotator.prehighlight.names import Name, NameFinder, words_text
from refusal_annotator.prehighlight.nominals import NominalFinder
from refusal_annotator.prehighlight.reading import Reading, Sentence

# No mention is longer, so that only neighbours need be compared.
_LONGEST = 400
_CLASS_OF_NAME = {
    "person": "person",
    "organisation": "organisation",
    "outlet": "organisation",
    "other": "organisation",
    "state": "state",
    "capital": "state",
    "seat": "state",
}


def find_actors(
    reading: Reading, numbers: Sequence[Found], *, capitals_name: bool = True
) -> list[Found]:
    """All mentions that play an actor, in order."""
    name_finder = NameFinder(reading, capitals_name=capitals_name)
    names_by_sentence = name_finder.find()
    nominal_finder = NominalFinder(reading, numbers)
    found: list[Found] = []
    for index, sentence in enumerate(reading.sentences):
        names = names_by_sentence[index]
        mentions = nominal_finder.find(sentence, names)
        mentions = _without_descriptions(mentions, names, reading, sentence)
        mentions = _without_bases(mentions)
        found += [_of_name(name, name_finder) for name in names if name.accepted]
        found += [
            _of_people(name, reading, sentence)
            for name in names
            if _is_people(name, reading, sentence)
        ]
        found += [_of_mention(mention, reading) for mention in mentions]
    return _nested_only(found)


def _of_name(name: Name, finder: NameFinder) -> Found:
    words, text = finder.words, finder.reading.text
    printed = words_text(words, name.first, name.last, text)
    facts: dict[str, Fact] = {
        "actor_class": Choice(_CLASS_OF_NAME[name.kind]),
        "mention_form": Choice(_form_of_name(name, printed, finder)),
        "identification": Choice(_identification_of_name(name)),
    }
    full = finder.full_names.get(words[name.last - 1].text)
    if name.kind == "person":
        facts["entity"] = " ".join(full) if full else printed
    elif name.kind not in ("capital", "seat"):
        facts["entity"] = printed.removeprefix("The ")
    if name.kind == "outlet":
        facts["actor_role"] = Choice("media")
    start, end = words[name.first].start, words[name.last - 1].end
    return Found("actor", start, end, name.score, name.why, facts)


def _form_of_name(name: Name, printed: str, finder: NameFinder) -> str:
    if name.kind in ("capital", "seat") or printed == "West":
        return "metonym"
    if name.kind in ("outlet", "organisation") and printed.isupper() and len(printed) <= 6:
        return "alias"
    return "name"


def _identification_of_name(name: Name) -> str:
    if name.kind in ("capital", "seat"):
        return "role_only"
    return "partial_name" if name.kind == "person" and name.last - name.first == 1 else "full_name"


def _is_people(name: Name, reading: Reading, sentence: Sentence) -> bool:
    """A plural people's name that stands alone: "Russians", "the French"."""
    last = reading.words[name.last - 1].text
    if name.kind != "people" or not last.endswith("s"):
        return False
    return last[:-1] in grammar.demonyms() or last not in grammar.demonyms()


def _of_people(name: Name, reading: Reading, sentence: Sentence) -> Found:
    words = reading.words
    facts = {
        "actor_class": Choice("group"),
        "mention_form": Choice("nominal"),
        "identification": Choice("collective"),
    }
    start, end = words[name.first].start, words[name.last - 1].end
    return Found("actor", start, end, 0.6, "a people", facts)


def _of_mention(mention: Mention, reading: Reading) -> Found:
    text = reading.text
    start, end = mention.start, mention.end
    for word in ("only ", "just ", "even ", "merely "):
        if text[start:end].casefold().startswith(word):
            start += len(word)
    facts: dict[str, Fact] = {
        "actor_class": Choice(_class_of(mention, text[start:end])),
        "mention_form": Choice("nominal"),
        "identification": Choice(_identification(mention)),
    }
    if mention.concept:
        facts["actor_role"] = Choice(mention.concept)
    why = f"a phrase for people or a body ({mention.word})" if mention.word else "a count of people"
    return Found("actor", start, end, mention.score, why, facts)


def _class_of(mention: Mention, text: str) -> str:
    if mention.klass == "person" and mention.counted is not None:
        return "group"
    return mention.klass


def _identification(mention: Mention) -> str:
    if mention.number == "plural" or mention.counted is not None:
        return "collective"
    return "withheld" if mention.indefinite and mention.klass == "person" else "role_only"


def _without_descriptions(
    mentions: Sequence[Mention], names: Sequence[Name], reading: Reading, sentence: Sentence
) -> list[Mention]:
    """Leave out a description beside the name of the same actor, whichever comes first."""
    starts = {
        n.first: n for n in names if n.accepted and n.kind not in ("state", "capital", "seat")
    }
    ends = {n.last: n for n in names if n.accepted and n.kind not in ("state", "capital", "seat")}
    kept: list[Mention] = []
    dropped: list[Mention] = []
    for mention in mentions:
        # What stands inside a description goes with it: "a lawyer for the company".
        if any(d.start <= mention.start and mention.end <= d.end for d in dropped):
            continue
        if _describes_next(mention, starts, reading) or _describes_last(mention, ends, reading):
            dropped.append(mention)
            continue
        if kept and _repeats(mention, kept[-1], reading):
            continue
        kept.append(mention)
    return kept


def _describes_next(mention: Mention, starts: dict[int, Name], reading: Reading) -> bool:
    if mention.number == "plural" and mention.klass in ("person", "group"):
        return False
    after = mention.last
    words = reading.words
    while after < len(words) and words[after].text in column("titles", "word"):
        after += 1
    if after in starts:
        return reading.text[words[after - 1].end : words[after].start] == " "
    comma = after < len(words) and words[after].text == ","
    name = after + 1
    while (
        comma
        and name < len(words)
        and (words[name].text in column("titles", "word") or words[name].lower == "the")
    ):
        name += 1
    return bool(
        comma
        and name in starts
        and starts[name].kind in ("person", "organisation", "outlet", "other")
        and not _only_reports(starts[name], reading)
        and (
            mention.definite
            or mention.last > mention.head_end
            or mention.indefinite
            or any(words[i].lower == "'s" for i in range(mention.first, mention.last))
        )
    )


def _only_reports(name: Name, reading: Reading) -> bool:
    """Whether the name is the source of the sentence: "..., Seawire reported"."""
    words = reading.words
    after = words[name.last].lower if name.last < len(words) else ""
    joined = after == "and" and name.kind == "outlet"
    return joined or after in grammar.reporting_verbs()


def _describes_last(mention: Mention, ends: dict[int, Name], reading: Reading) -> bool:
    words = reading.words
    comma = mention.first - 1
    if comma > 1 and words[comma].lower == "'s" and grammar.is_word(words[comma - 1]):
        comma -= 2  # "Hydro, the dam's owner, is ..."
    while comma >= 0 and words[comma].lower in grammar.DETERMINERS | {
        "another",
        "one",
        "both",
        "also",
    }:
        comma -= 1
    if comma < 1 or words[comma].text not in (",", "(") or comma not in ends:
        return False
    after = mention.last
    closes = (
        after >= len(words)
        or words[after].text in ",.;)"
        or words[after].lower
        in ("who", "that", "which", "in", "at", "to", "with", "and", "based", "of")
    )
    determined = comma != mention.first - 1 or mention.number == "singular"
    return closes and determined


def _repeats(mention: Mention, last: Mention, reading: Reading) -> bool:
    """Of two descriptions side by side the first is tagged."""
    words = reading.words
    if words[last.last].text != "," if last.last < len(words) else True:
        return False
    after = words[mention.last].lower if mention.last < len(words) else ""
    if after in grammar.reporting_verbs():
        return False  # "... lost a battalion, a colonel said"
    return mention.indefinite and mention.first - 2 == last.last and mention.counted is None


def _without_bases(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out a group inside another mention: the base of the same phrase is not tagged again."""
    kept: list[Mention] = []
    for mention in mentions:
        inside = any(
            other is not mention
            and other.start <= mention.start
            and mention.end <= other.end
            and (other.end - other.start) > (mention.end - mention.start)
            for other in mentions
        )
        if not inside:
            kept.append(mention)
    return kept


def _nested_only(found: Sequence[Found]) -> list[Found]:
    """One mention per place; where two cross, the likelier one stays."""
    best: dict[tuple[int, int], Found] = {}
    for item in found:
        known = best.get((item.start, item.end))
        if known is None or item.score > known.score:
            best[item.start, item.end] = item
    kept: list[Found] = []
    for item in sorted(best.values(), key=lambda f: -f.score):
        first = bisect_left(kept, item.start - _LONGEST, key=lambda f: f.start)
        last = bisect_left(kept, item.end, key=lambda f: f.start)
        crosses = any(
            other.start < item.start < other.end < item.end
            or item.start < other.start < item.end < other.end
            for other in kept[first:last]
        )
        if not crosses:
            insort(kept, item, key=lambda f: f.start)
    return sorted(kept, key=lambda f: (f.start, -f.end))
