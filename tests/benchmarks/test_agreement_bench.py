"""What agreement costs, beside the times of another program in the same run.

Gates: alpha of 5 coders x 1,000,000 units in 0.2 s, 1,000 bootstraps of 10,000 units in 0.3 s, the
u-alpha family on 5 x 10,000 spans in 0.2 s, less than 300 MB on top; a whole report of 5 coders x
500 articles x 40 spans with 2,000 bootstraps of articles in 60 s; a workbook of 100,000 rows of
data in 25 s and 200 MB.
"""

from __future__ import annotations

import ctypes
import gc
import re
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import krippendorff as oracle
import numpy as np
import pytest

from refusal_annotator.agreement import measure
from refusal_annotator.agreement.report import compare
from refusal_annotator.agreement.resampling import Resampler
from refusal_annotator.agreement.scales import INTERVAL, NOMINAL, ORDINAL
from refusal_annotator.agreement.tallies import alpha_statistic
from refusal_annotator.agreement.unitizing import ku_alpha_nominal
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.reliability import Block, Continuum, ReliabilityData
from refusal_annotator.export import Facts, write_workbook
from tests.benchmarks.agreement_study import big_study

pytestmark = pytest.mark.bench

LEVELS = ["nominal", "ordinal", "interval", "ratio"]
MEGABYTE = 1_000_000


def best_of(times, function):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        spent.append(time.perf_counter() - start)
    return min(spent)


def extra_megabytes(function):
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MEGABYTE


def draw(n_units):
    random = np.random.default_rng(1)
    truth = random.integers(0, 10, n_units)
    noise = random.integers(0, 10, (5, n_units))
    codes = np.where(random.random((5, n_units)) < 0.8, truth, noise)
    codes = np.where(random.random((5, n_units)) < 0.2, -1, codes).astype(np.int32)
    return codes, ReliabilityData(codes, tuple(range(10)))


@pytest.fixture(scope="module")
def small():
    return draw(10_000)


@pytest.fixture(scope="module")
def large():
    return draw(1_000_000)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_ten_thousand_units(small, level):
    codes, data = small
    part = measure(f"alpha_{level}")
    floats = np.where(codes < 0, np.nan, codes)
    ours = best_of(20, lambda: part.compute(data))
    theirs = best_of(3, lambda: oracle.alpha(floats, level_of_measurement=level))
    expected = oracle.alpha(floats, level_of_measurement=level)
    assert part.compute(data).value == pytest.approx(expected)
    print(f"\nalpha {level} 5 x 10,000: {1000 * ours:.2f} ms; krippendorff ", end="")
    print(f"{1000 * theirs:.2f} ms, {theirs / ours:.1f} times as long")
    assert ours < 0.004


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_a_million_units(large, level):
    codes, data = large
    part = measure(f"alpha_{level}")
    ours = best_of(5, lambda: part.compute(data))
    memory = extra_megabytes(lambda: part.compute(data))
    floats = np.where(codes < 0, np.nan, codes)
    theirs = best_of(1, lambda: oracle.alpha(floats, level_of_measurement=level))
    print(f"\nalpha {level} 5 x 1,000,000: {1000 * ours:.0f} ms, {memory:.0f} MB on top; ", end="")
    print(f"krippendorff {1000 * theirs:.0f} ms, {theirs / ours:.1f} times as long")
    assert ours < 0.2
    assert memory < 300


@pytest.mark.parametrize(
    ("level", "scale"), [("nominal", NOMINAL), ("ordinal", ORDINAL), ("interval", INTERVAL)]
)
def test_a_thousand_bootstraps_of_ten_thousand_units(small, level, scale):
    codes, data = small
    options = ComparisonOptions(resamples=1000)
    units = np.arange(10_000)

    def ours():
        statistic = alpha_statistic(data, units, 10_000, scale)
        return Resampler(10_000, options, unit="units").interval(statistic)

    spent = best_of(3, ours)
    memory = extra_megabytes(ours)
    floats = np.where(codes < 0, np.nan, codes)
    once = best_of(3, lambda: oracle.alpha(floats, level_of_measurement=level))
    print(f"\n1,000 bootstraps {level} of 10,000 units: {1000 * spent:.0f} ms, ", end="")
    print(f"{memory:.0f} MB on top; krippendorff in a loop {1000 * once / spent:.0f} times as long")
    assert spent < 0.3
    assert memory < 300


def test_the_family_of_u_alpha_on_ten_thousand_spans_of_five_coders():
    spans = {
        f"c{n}": tuple((100 * i + n, 100 * i + 60, "xyz"[i % 3]) for i in range(10_000))
        for n in range(5)
    }
    continuum = Continuum((Block("text", 1_000_000, 1_000_000, spans),), tuple(spans))

    def family():
        measure("u_alpha_nominal").compute(continuum)
        measure("cu_alpha_nominal").compute(continuum)
        ku_alpha_nominal(continuum)

    one = best_of(3, lambda: measure("u_alpha_nominal").compute(continuum))
    whole = best_of(3, family)
    print(f"\nu-alpha 5 x 10,000 spans on 1,000,000 characters: {1000 * one:.0f} ms; ", end="")
    print(f"u, cu and (k)u one after another {1000 * whole:.0f} ms")
    assert whole < 0.2


@pytest.fixture(scope="module")
def study():
    return big_study()


@pytest.fixture(scope="module")
def report(study):
    steps = []
    start, began = time.perf_counter(), time.process_time()
    found = compare(study, progress=lambda done, total, label: steps.append(time.perf_counter()))
    spent, work = time.perf_counter() - start, time.process_time() - began
    pause = max(b - a for a, b in pairwise(steps))
    print(
        f"\nreport of 5 coders x 500 articles x 40 spans, 2,000 bootstraps: {spent:.1f} s, ", end=""
    )
    print(f"{work:.1f} s of work, longest step {pause:.1f} s, ", end="")
    print(f"{len(found.disagreements):,} disagreements")
    assert spent < 60
    return found


def test_the_whole_report_has_intervals(report):
    heads = [r for r in report.results if r.verdict is not None and r.value is not None]
    assert len(heads) > 30
    assert all(r.ci_low is not None for r in heads)


def test_a_workbook_of_a_hundred_thousand_rows(tmp_path):
    material = big_study(n_articles=77)
    # As in a project: each row leads to its place in the text.
    articles = tuple(replace(article, article_id=article.id) for article in material.articles)
    material = replace(material, articles=articles)
    found = compare(material, ComparisonOptions(resamples=200))
    facts = Facts("Bench", datetime(2024, 1, 1, tzinfo=UTC), "bench", project_id=UUID(int=7))
    before = resident_peak(anew=True)
    start, began = time.perf_counter(), time.process_time()
    write_workbook(found, material, tmp_path / "a.xlsx", facts)
    # One thread writes, so what other programs take of the machine can be told apart.
    wall, spent = time.perf_counter() - start, time.process_time() - began
    grown = resident_peak() - before
    rows = sum(max(1, len(a.values)) for c in material.codings for a in c.annotations)
    rows += sum(len(c.values) for c in material.codings)
    print(f"\nworkbook of {rows:,} rows of data: {spent:.1f} s of work in {wall:.1f} s, ", end="")
    print(f"{grown:.0f} MB on top of before")
    assert rows > 100_000
    assert spent < 25
    assert grown < 200


def resident_peak(*, anew=False):
    """Largest resident memory in megabytes; `anew` counts from what is held now."""
    if anew:
        # Blocks that were freed but kept would hide what the next step needs.
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1000
