"""Ways to part a sentence into claims: those of the rules, and others at the same borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from refusal_annotator.prehighlight import grammar
from refusal_annotator.prehighlight.base import Found
from refusal_annotator.prehighlight.candidates import Candidate
from refusal_annotator.prehighlight.clauses import has_finite
from refusal_annotator.prehighlight.linear import logit
from refusal_annotator.prehighlight.quotes import fit_marks
from refusal_annotator.prehighlight.reading import Reading, Sentence

_LEFT_SHARE = 0.02
_MOST_BORDERS = 14
_FEWEST_WORDS = 3
_JOINING = frozenset(
    "and but or while although though because that who which when as after where whose if "
    "so".split()
)
_MARKS = frozenset(",;:–—(")
_CONJUNCTIONS = frozenset(("and", "but", "or", "so"))


@dataclass(frozen=True, slots=True)
class Border:
    """A place where a claim may end and another begin."""

    end: int
    start: int
    kind: str


def claim_candidates(
    reading: Reading, claims: Sequence[Found], shares: dict[int, float]
) -> list[Candidate]:
    """Claims of the rules and other segments of the same sentences."""
    out: list[Candidate] = []
    seen: set[tuple[int, int]] = set()
    for claim in claims:
        seen.add((claim.start, claim.end))
    for sentence in reading.sentences:
        inside = [c for c in claims if c.start < sentence.end and sentence.start < c.end]
        for claim in inside:
            if claim.start >= sentence.start:
                features = tuple(
                    _features(reading, sentence, claim.start, claim.end, inside, "rule")
                )
                features += (f"why={claim.why[:22]}", f"score={round(claim.score, 1)}")
                offset = logit(shares[id(claim)])
                out.append(Candidate("claim", claim.start, claim.end, offset, features, claim))
        for start, end, kinds in _segments(reading, sentence, inside):
            if (start, end) in seen:
                continue
            seen.add((start, end))
            features = tuple(_features(reading, sentence, start, end, inside, kinds))
            out.append(Candidate("claim", start, end, logit(_LEFT_SHARE), features))
    return out


def best_parting(candidates: Sequence[Candidate], gains: Sequence[float]) -> list[int]:
    """Indices of the disjoint candidates with the largest sum of gains; by dynamic programming."""
    order = sorted(range(len(candidates)), key=lambda i: (candidates[i].end, candidates[i].start))
    order = [i for i in order if gains[i] > 0]
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    ends = [0]
    for i in order:
        place = _last_not_after(ends, candidates[i].start)
        total = best[place][0] + gains[i]
        if total > best[-1][0]:
            best.append((total, [*best[place][1], i]))
        else:
            best.append(best[-1])
        ends.append(candidates[i].end)
    return best[-1][1]


def _last_not_after(ends: Sequence[int], start: int) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= start:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _segments(
    reading: Reading, sentence: Sentence, claims: Sequence[Found]
) -> Iterator[tuple[int, int, str]]:
    borders = _borders(reading, sentence, claims)
    for i, left in enumerate(borders[:-1]):
        for right in borders[i + 1 :]:
            start, end = _fitted(reading, left.start, right.end)
            words = reading.word_at(end) - reading.word_at(start)
            if words < _FEWEST_WORDS or not has_finite(reading, start, end):
                continue
            yield start, end, f"{left.kind}|{right.kind}"


def _fitted(reading: Reading, start: int, end: int) -> tuple[int, int]:
    i = reading.word_at(start)
    if i < len(reading.words) and reading.words[i].lower in _CONJUNCTIONS:
        start = reading.words[i].end
    return fit_marks(reading.text, start, max(start, end))


def _borders(reading: Reading, sentence: Sentence, claims: Sequence[Found]) -> list[Border]:
    words = reading.words
    found = {sentence.start: Border(sentence.start, sentence.start, "s")}
    for i in range(sentence.first + 1, sentence.last - 1):
        word = words[i]
        if word.text in _MARKS:
            found[words[i + 1].start] = Border(word.start, words[i + 1].start, word.text)
        elif word.lower in _CONJUNCTIONS or word.lower == "that":
            found[words[i + 1].start] = Border(word.start, words[i + 1].start, word.lower)
        elif word.lower in _JOINING:
            found[word.start] = Border(words[i - 1].end, word.start, word.lower)
        elif word.text in '“”"':
            found.setdefault(word.start, Border(word.end, word.start, "q"))
    for claim in claims:
        for place in (claim.start, claim.end):
            if sentence.start < place < sentence.end:
                found.setdefault(place, Border(place, place, "r"))
    found[sentence.end] = Border(sentence.end, sentence.end, "e")
    borders = sorted(found.values(), key=lambda b: (b.start, b.end))
    if len(borders) > _MOST_BORDERS:
        kept = [b for b in borders if b.kind in "sre;q" or b.kind in ("and", "but")]
        borders = [*kept[: _MOST_BORDERS - 1], borders[-1]]
    return borders


def _features(
    reading: Reading,
    sentence: Sentence,
    start: int,
    end: int,
    claims: Sequence[Found],
    kinds: str,
) -> Iterator[str]:
    words = reading.words
    first, last = reading.word_at(start), reading.word_at(end)
    before = words[first - 1].lower if first > sentence.first else "^"
    after = words[last].lower if last < sentence.last else "$"
    relation = _relation(start, end, claims)
    inside = words[first:last]
    finite = sum(grammar.is_finite(word.lower) for word in inside)
    says_before = any(
        w.lower in grammar.reporting_verbs() for w in words[max(sentence.first, first - 4) : first]
    )
    says_after = any(w.lower in grammar.reporting_verbs() for w in words[last : last + 5])
    says_inside = sum(w.lower in grammar.reporting_verbs() for w in inside)
    joined = sum(w.lower in ("and", "but") or w.text == ";" for w in inside)
    whole = (first <= sentence.first + 1, last >= sentence.last - 1)
    yield f"rel={relation}"
    yield f"kinds={kinds}"
    yield f"rel+kinds={relation}|{kinds}"
    yield f"before={before}"
    yield f"after={after}"
    yield f"first={inside[0].lower if inside else ''}"
    yield f"rel+first={relation}|{inside[0].lower if inside else ''}"
    yield f"finite={min(finite, 3)}"
    yield f"says={says_before}{says_after}{min(says_inside, 2)}"
    yield f"rel+says={relation}|{says_before}{says_after}{min(says_inside, 2)}"
    yield f"joined={min(joined, 2)}|{relation}"
    yield f"whole={whole}"
    yield f"n={min(len(inside) // 4, 6)}"
    yield f"title={sentence.title_case}"
    yield f"ends={reading.text[sentence.end - 1]}"
    opened = reading.text[start : start + 1] in "“‘"
    closed = reading.text[max(0, end - 1) : end] in "”’"
    yield f"marks={opened}{closed}"
    yield f"claims={min(len(claims), 3)}"


def _relation(start: int, end: int, claims: Sequence[Found]) -> str:
    """How a segment lies to the claims of the rules."""
    for claim in claims:
        if (claim.start, claim.end) == (start, end):
            return "same"
    touched = [c for c in claims if c.start < end and start < c.end]
    if not touched:
        return "none"
    if len(touched) > 1:
        return "joins"
    claim = touched[0]
    if claim.start <= start and end <= claim.end:
        edges = f"{claim.start == start:d}{claim.end == end:d}"
        return f"part{edges}"
    if start <= claim.start and claim.end <= end:
        return "grows"
    return "shifted"
