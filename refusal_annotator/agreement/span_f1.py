"""Agreement on units as wholes: F1 of spans found by both coders.

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
from numpy.typing import NDArray

from refusal_annotator.agreement.resampling import Statistic
from refusal_annotator.domain.matching import Match, MatchingRule, Pieces, match_spans
from refusal_annotator.domain.reliability import Reason, Result

Floats = NDArray[np.float64]
Texts = Sequence[Mapping[str, Sequence[Pieces]]]
"""For each text the spans of each coder who finished it; an absent coder is missing there."""
Pair = tuple[str, str]
PairMatches = Mapping[Pair, Sequence[Match]]
"""For one text, what :func:`match_spans` found for each pair of its coders, in order of name."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Per pair of coders and text: spans of the first, of the second, and those that agree.

    A text that one of the two did not finish counts nothing, and is not among `shared`.
    """

    counts: Mapping[Pair, NDArray[np.int64]]
    n_texts: int
    n_shared: int
    n_spans: int
    n_coders: int

    def value(self, pair: Pair) -> float | None:
        """Return F1 of one pair, or None where neither marked anything."""
        n_first, n_second, agreed = (int(x) for x in self.counts[pair].sum(axis=0))
        return 2 * agreed / (n_first + n_second) if n_first + n_second else None

    def by_text(self) -> Floats:
        """Return the mean over pairs for each text alone, nan where nobody marked anything."""
        return self.statistic().evaluate(np.eye(self.n_texts))

    def statistic(self) -> Statistic:
        """Return mean pairwise F1 as a function of how often each text counts."""
        stacked: Floats = (
            np.stack(list(self.counts.values())).astype(np.float64)
            if self.counts
            else np.zeros((0, 0, 3))
        )
        return Statistic(lambda weights: _mean_f1(stacked, weights), self.n_texts)


def f1_exact(texts: Texts) -> Result:
    """F1 over spans with the same edges, mean over pairs of coders, 0 to 1.

    Undefined where no text has two coders (no_text) or where nobody marked a span (no_spans).
    Identical spans of one coder count one by one.
    """
    return f1_result("f1_exact", exact_counts(texts))


def f1_overlap(texts: Texts, rule: MatchingRule) -> Result:
    """F1 over spans matched one to one by the codebook's rule, mean over pairs, 0 to 1.

    Undefined as :func:`f1_exact`. The rule is printed with the result.
    """
    matches = [match_text(text, rule) for text in texts]
    return f1_result("f1_overlap", matched_counts(texts, matches), matching=rule.describe())


def match_text(text: Mapping[str, Sequence[Pieces]], rule: MatchingRule) -> dict[Pair, list[Match]]:
    """Match the spans of each pair of coders of one text."""
    return {(a, b): match_spans(text[a], text[b], rule) for a, b in combinations(sorted(text), 2)}


def exact_counts(texts: Texts) -> PairCounts:
    """Count spans with the same edges."""
    return _count(texts, lambda _n, _pair, a, b: (Counter(a) & Counter(b)).total())


def matched_counts(texts: Texts, matches: Sequence[PairMatches]) -> PairCounts:
    """Count spans that were matched one to one."""
    return _count(texts, lambda n, pair, _a, _b: len(matches[n][pair]))


def token_counts(texts: Texts, tokens: Sequence[NDArray[np.int64]]) -> PairCounts:
    """Count tokens instead of spans; `tokens` are start and end of each token of each text.

    A token counts for a coder if a span of his shares a character with it.
    """
    touched = [
        {coder: _touched(spans, own) for coder, spans in text.items()}
        for text, own in zip(texts, tokens, strict=True)
    ]
    return _count(touched, lambda _n, _pair, a, b: len(np.intersect1d(a, b, assume_unique=True)))


def f1_result(measure: str, counts: PairCounts, **details: str) -> Result:
    """Return mean pairwise F1 as a result."""
    values = [value for pair in counts.counts if (value := counts.value(pair)) is not None]
    reason = None
    if not values:
        reason = Reason.NO_SPANS if counts.counts else Reason.NO_TEXT
    empty = len(counts.counts) - len(values)
    return Result(
        measure,
        float(np.mean(values)) if values else None,
        reason,
        level="unitizing",
        n_units=counts.n_shared,
        n_pairable=counts.n_spans,
        n_coders=counts.n_coders,
        left_out={"pairs_without_spans": empty} if empty else {},
        details=details,
    )


def _count(
    texts: Sequence[Mapping[str, Sequence[object] | NDArray[np.int64]]],
    agreed: Callable[..., int],
) -> PairCounts:
    coders = sorted({coder for text in texts for coder in text})
    counts: dict[Pair, NDArray[np.int64]] = {}
    for a, b in combinations(coders, 2):
        at = [n for n, text in enumerate(texts) if a in text and b in text]
        if at:
            own = np.zeros((len(texts), 3), dtype=np.int64)
            for n in at:
                x, y = texts[n][a], texts[n][b]
                own[n] = len(x), len(y), agreed(n, (a, b), x, y)
            counts[a, b] = own
    shared = [text for text in texts if len(text) >= 2]
    return PairCounts(
        counts,
        len(texts),
        len(shared),
        sum(len(spans) for text in shared for spans in text.values()),
        len({coder for text in shared for coder in text}),
    )


def _mean_f1(stacked: Floats, weights: Floats) -> Floats:
    """Pairs x texts x (first, second, agreed) and resamples x texts: mean F1 of each resample."""
    if not len(stacked):
        return np.full(len(weights), np.nan)
    spans = (stacked[:, :, 0] + stacked[:, :, 1]).astype(np.float64) @ weights.T
    agreed = stacked[:, :, 2].astype(np.float64) @ weights.T
    values = np.divide(2 * agreed, spans, out=np.zeros_like(spans), where=spans > 0)
    n_pairs = (spans > 0).sum(axis=0)
    total = values.sum(axis=0)
    return np.divide(total, n_pairs, out=np.full(len(total), np.nan), where=n_pairs > 0)


def _touched(spans: Sequence[Pieces], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
    pieces = np.array([piece for span in spans for piece in span], dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(tokens[:, 1], pieces[:, 0], side="right")
    last = np.searchsorted(tokens[:, 0], pieces[:, 1], side="left")
    marks = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(marks, first, 1)
    np.add.at(marks, np.maximum(last, first), -1)
    return np.flatnonzero(np.cumsum(marks)[:-1] > 0)
