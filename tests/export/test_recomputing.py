"""Whoever has nothing but the Data sheet comes to the same figures, by the formulas in plain form.

Nothing of the engine is used here: spans are matched, grouped and laid out anew, character by
character, and every coefficient is summed up pair by pair.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations, permutations
from statistics import mean

import numpy as np
import pytest
from openpyxl import load_workbook

from refusal_annotator.agreement.report import compare
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.variables import missing, value
from refusal_annotator.export import write_workbook
from tests.agreement.conftest import CODEBOOK, TEXT, Builder
from tests.export.test_workbook import FACTS, table

KINDS, HARMS = ("flood", "drought", "repair"), ("none_at_all", "some", "high")
N_KINDS = len(KINDS)
PLACES = (
    ("The river Elm rose", "river Elm rose", "river Elm rose by"),
    ("three metres", "by three metres", "three metres"),
    ("Cellars stood under water", "Cellars stood", "Cellars stood under water"),
    ("the ferry stayed", "ferry stayed at", "the ferry"),
)


@pytest.fixture(scope="module")
def study():
    """Fourteen articles of three coders who differ in edges, values and in what they find."""
    made = Builder(load_codebook(CODEBOOK))
    random = np.random.default_rng(11)
    zone = TEXT.index("On the Ash")
    for number in range(14):
        name = f"a{number:02}"
        made.article(name, TEXT, [(zone, len(TEXT))] if number % 3 == 0 else ())
        for coder in ("Ann", "Ben", "Cem"):
            spans = []
            for at, words in enumerate(PLACES):
                if random.random() < 0.15:
                    continue
                cells = {
                    "kind": value(KINDS[(at + int(random.random() < 0.2)) % 3]),
                    "harm": value(HARMS[min(2, (at + int(random.random() < 0.3)) % 3)]),
                    "metres": value(int(10 * (at + 1) + random.integers(0, 4))),
                }
                if random.random() < 0.1:
                    cells["harm"] = missing("not_applicable")
                spans.append(("Event", words[int(random.integers(3))], cells))
            if random.random() < 0.8:
                spans.append(("River", "Elm", {}))
            made.coding(coder, spans, article=name)
    return made.build()


@pytest.fixture(scope="module")
def report(study):
    return compare(study, ComparisonOptions(resamples=0))


@pytest.fixture(scope="module")
def rows(study, report, tmp_path_factory):
    """All that a statistician has: the Data sheet."""
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_workbook(report, study, path, FACTS)
    return table(load_workbook(path)["Data"], "Article")


@pytest.fixture(scope="module")
def texts(rows):
    """Article to coder to the spans of Events that the coder coded."""
    found = defaultdict(dict)
    for row in rows:
        if row["Kind"] == "finished" and "Event" in row["Value"].split("; "):
            found[row["Article"]][row["Coder"]] = []
    for row in rows:
        if row["Kind"] == "span" and row["Type"] == "Event":
            span = row["Start"], row["End"]
            if span not in found[row["Article"]][row["Coder"]]:
                found[row["Article"]][row["Coder"]].append(span)
    return found


@pytest.fixture(scope="module")
def units(texts):
    """Events of different coders that are one unit: lists of (article, coder, span)."""
    made = []
    for article, by_coder in texts.items():
        group = {(coder, span): {(coder, span)} for coder in by_coder for span in by_coder[coder]}
        for a, b in combinations(by_coder, 2):
            for x, y in matched(by_coder[a], by_coder[b]):
                joined = group[a, x] | group[b, y]
                group.update(dict.fromkeys(joined, joined))
        for members in {frozenset(g) for g in group.values()}:
            assert len({coder for coder, _ in members}) == len(members)
            made.append([(article, coder, span) for coder, span in members])
    return made


@pytest.fixture(scope="module")
def values(rows, units):
    """Return the values of a variable, unit by unit, without those that are missing."""
    cells = {
        (row["Article"], row["Coder"], (row["Start"], row["End"]), row["Variable"]): row
        for row in rows
        if row["Kind"] == "span" and row["State"] == "value"
    }

    def of(variable):
        found = []
        for unit in units:
            held = [cells.get((*member, variable)) for member in unit]
            found.append([r["Value"] if r["Code"] is None else r["Code"] for r in held if r])
        return found

    return of


def shared(x, y):
    return max(0, min(x[1], y[1]) - max(x[0], y[0]))


def matched(first, second):
    """Pairs that share at least half of the shorter span, the best first, each span once."""
    candidates = []
    for x in first:
        for y in second:
            common, lengths = shared(x, y), (x[1] - x[0], y[1] - y[0])
            if common and common >= min(lengths) / 2:
                candidates.append((common / (sum(lengths) - common), x, y))
    taken, pairs = set(), []
    for _, x, y in sorted(candidates, reverse=True):
        if not {(0, x), (1, y)} & taken:
            taken |= {(0, x), (1, y)}
            pairs.append((x, y))
    return pairs


def joined(spans):
    """Overlapping spans of one coder count as one stretch."""
    found = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def pairwise_f1(texts, agreed):
    found = []
    for a, b in combinations(("Ann", "Ben", "Cem"), 2):
        hits = sum(agreed(text[a], text[b]) for text in texts.values())
        found.append(2 * hits / sum(len(text[a]) + len(text[b]) for text in texts.values()))
    return mean(found)


def alpha(units, distance):
    pairable = [unit for unit in units if len(unit) >= 2]
    pool = [v for unit in pairable for v in unit]
    n = len(pool)
    observed = sum(
        sum(distance(x, y) for x, y in permutations(unit, 2)) / (len(unit) - 1) for unit in pairable
    )
    expected = sum(distance(x, y) for x, y in permutations(pool, 2)) / (n - 1)
    return 1 - observed / expected


def ordinal(units):
    """Squared difference of middle ranks."""
    counts = Counter(v for unit in units if len(unit) >= 2 for v in unit)
    below, rank = 0, {}
    for code in sorted(counts):
        rank[code] = below + counts[code] / 2
        below += counts[code]
    return lambda x, y: (rank[x] - rank[y]) ** 2


def share_of_equal_pairs(units):
    return mean(mean(x == y for x, y in combinations(u, 2)) for u in units if len(u) >= 2)


def test_f1_of_spans(texts, report):
    exact = pairwise_f1(texts, lambda a, b: len(set(a) & set(b)))
    overlap = pairwise_f1(texts, lambda a, b: len(matched(a, b)))
    assert exact == pytest.approx(report.result("Event", "f1_exact").value)
    assert overlap == pytest.approx(report.result("Event", "f1_overlap").value)
    assert 0.2 < exact < overlap < 1


def test_u_alpha(rows, texts, report):
    n_coders, observed, squares = 3, Counter(), 0
    ends = {r["Article"]: r["End"] for r in rows if r["Kind"] == "finished"}
    zones = defaultdict(list)
    for row in rows:
        if row["Kind"] == "zone":
            zones[row["Article"]].append((row["Start"], row["End"]))
    for article, by_coder in texts.items():
        for at in range(ends[article]):
            if any(start <= at < end for start, end in zones[article]):
                continue
            coded = [any(s <= at < e for s, e in spans) for spans in by_coder.values()]
            for pair in permutations(coded, 2):
                observed[pair] += 1 / (n_coders - 1)
        squares += sum((e - s) ** 2 for spans in by_coder.values() for s, e in joined(spans))
    assert zones
    margin = {c: observed[c, True] + observed[c, False] for c in (True, False)}
    total = sum(margin.values())
    # A span cannot meet itself; of a gap no single character can.
    own = {True: squares, False: margin[False]}
    pairs = total - sum(own.values()) / total
    expected = {
        (c, k): (margin[c] * margin[k] - (own[c] if c == k else 0)) / pairs
        for c in margin
        for k in margin
    }
    differing = expected[True, False] + expected[False, True]
    found = 1 - (observed[True, False] + observed[False, True]) / differing
    assert found == pytest.approx(report.result("Event", "u_alpha_nominal").value)


def test_alpha_of_attributes(values, report):
    kinds, harms = values("kind"), values("harm")
    nominal = alpha(kinds, lambda x, y: x != y)
    assert nominal == pytest.approx(report.result("Event.kind", "alpha_nominal").value)
    ranked = alpha(harms, ordinal(harms))
    assert ranked == pytest.approx(report.result("Event.harm", "alpha_ordinal").value)
    assert 0 < nominal < 1 and 0 < ranked < 1


def test_distance_of_numbers(values, report):
    metres = values("metres")
    ratio = alpha(metres, lambda x, y: ((x - y) / (x + y)) ** 2)
    logs = alpha(metres, lambda x, y: (math.log(x) - math.log(y)) ** 2)
    assert ratio == pytest.approx(report.result("Event.metres", "alpha_ratio").value)
    assert logs == pytest.approx(report.result("Event.metres", "alpha_log_ratio").value)
    assert 0.5 < ratio < 1


def test_raw_agreement_and_what_corrects_it_otherwise(values, report):
    kinds, metres = values("kind"), values("metres")
    raw = share_of_equal_pairs(kinds)
    assert raw == pytest.approx(report.result("Event.kind", "percent_agreement").value)
    assert share_of_equal_pairs(metres) == pytest.approx(
        report.result("Event.metres", "percent_agreement").value
    )
    alike = mean(len(set(unit)) == 1 for unit in kinds if len(unit) >= 2)
    assert alike == pytest.approx(report.result("Event.kind", "percent_unanimous").value)
    coded = [unit for unit in kinds if unit]
    prevalence = [mean(unit.count(code) / len(unit) for unit in coded) for code in (1, 2, 3)]
    chance = sum(p * (1 - p) for p in prevalence) / (N_KINDS - 1)
    ac1 = (raw - chance) / (1 - chance)
    assert ac1 == pytest.approx(report.result("Event.kind", "gwet_ac1").value)


def test_matched_units_are_those_of_the_report(units, report):
    groups = [group for group in report.groups if group.type == "Event"]
    assert sorted(Counter(map(len, units)).items()) == sorted(
        Counter(len(group.members) for group in groups).items()
    )
