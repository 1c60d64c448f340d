"""Agreement on units as wholes: F1 of spans found by both coders, exact and by overlap.

Mean pairwise F1 is the positive specific agreement: a fair coefficient where nobody can count what
was rightly left unmarked, but not corrected for chance. G. Hripcsak and A. S. Rothschild (2005),
doi:10.1197/jamia.M1733.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from refusal_annotator.domain.matching import MatchingRule, Pieces, match_spans
from refusal_annotator.domain.reliability import Reason, Result

Texts = Sequence[Mapping[str, Sequence[Pieces]]]
"""For each text the spans of each coder who finished it; an absent coder is missing there."""


@dataclass(frozen=True, slots=True)
class PairCount:
    """Spans of two coders in the texts that both finished, and how many of them agree."""

    coders: tuple[str, str]
    n_first: int
    n_second: int
    n_agreed: int

    @property
    def f1(self) -> float | None:
        """2 TP / (nA + nB), or None where neither coder marked anything."""
        total = self.n_first + self.n_second
        return 2 * self.n_agreed / total if total else None


def f1_exact(texts: Texts) -> Result:
    """F1 over spans with the same edges, mean over pairs of coders, 0 to 1.

    Undefined where no text has two coders (no_text) or where nobody marked a span (no_spans).
    Identical spans of one coder count one by one.
    """
    return _f1("f1_exact", texts, _identical, {})


def f1_overlap(texts: Texts, rule: MatchingRule) -> Result:
    """F1 over spans matched one to one by the codebook's rule, mean over pairs, 0 to 1.

    Undefined as :func:`f1_exact`. The rule is printed with the result.
    """

    def count(a: Sequence[Pieces], b: Sequence[Pieces]) -> int:
        return len(match_spans(a, b, rule))

    return _f1("f1_overlap", texts, count, {"matching": rule.describe()})


def pair_counts(
    texts: Texts, agreed: Callable[[Sequence[Pieces], Sequence[Pieces]], int]
) -> list[PairCount]:
    """Return the counts for each pair of coders that share a text."""
    coders = sorted({coder for text in texts for coder in text})
    counts = []
    for a, b in combinations(coders, 2):
        shared = [(text[a], text[b]) for text in texts if a in text and b in text]
        if shared:
            n_a, n_b = (sum(len(pair[side]) for pair in shared) for side in (0, 1))
            counts.append(PairCount((a, b), n_a, n_b, sum(agreed(x, y) for x, y in shared)))
    return counts


def _identical(a: Sequence[Pieces], b: Sequence[Pieces]) -> int:
    return (Counter(a) & Counter(b)).total()


def _f1(
    measure: str,
    texts: Texts,
    agreed: Callable[[Sequence[Pieces], Sequence[Pieces]], int],
    details: dict[str, str],
) -> Result:
    counts = pair_counts(texts, agreed)
    values = [count.f1 for count in counts if count.f1 is not None]
    reason = None
    if not values:
        reason = Reason.NO_SPANS if counts else Reason.NO_TEXT
    shared = [text for text in texts if len(text) >= 2]
    empty = len(counts) - len(values)
    return Result(
        measure,
        float(np.mean(values)) if values else None,
        reason,
        level="unitizing",
        n_units=len(shared),
        n_pairable=sum(len(spans) for text in shared for spans in text.values()),
        n_coders=len({coder for text in shared for coder in text}),
        left_out={"pairs_without_spans": empty} if empty else {},
        details=details,
    )
