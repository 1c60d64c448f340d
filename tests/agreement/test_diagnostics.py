"""What stands behind the figures: verdicts, categories, coders, pairs, parts, retest, cancel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from refusal_annotator.agreement.report import compare
from refusal_annotator.agreement.retest import FIRST, SECOND, as_retest
from refusal_annotator.domain.diagnostics import ComparisonCancelled, ComparisonOptions
from refusal_annotator.domain.reliability import Caution, ReliabilityError, Verdict
from refusal_annotator.domain.variables import value
from tests.agreement.conftest import Builder, an_id

WORDS = ["The river Elm", "three metres", "Cellars stood", "the ferry", "On the Ash", "the two"]
KINDS = ["flood", "drought", "repair"]
FEW = ComparisonOptions(resamples=300)


def coded(rivers, *, articles=14, careless=(), error=0.1, coders=("Ann", "Ben", "Cem"), seed=1):
    """Codings of three coders; the careless ones draw their values at random half of the time."""
    study, random = Builder(rivers), np.random.default_rng(seed)
    for number in range(articles):
        truth = [(w, KINDS[random.integers(3)]) for w in WORDS]
        for coder in coders:
            own = 0.5 if coder in careless else error
            spans = [
                (
                    "Event",
                    w,
                    {"kind": value(KINDS[random.integers(3)] if random.random() < own else k)},
                )
                for w, k in truth
                if random.random() > 0.05
            ]
            tone = {"tone": value(["calm", "loud"][number % 2])}
            study.coding(coder, spans, article=f"a{number:02}", values=tone)
    return study.build()


@pytest.fixture(scope="module")
def report(rivers):
    return compare(coded(rivers, careless=("Cem",)), FEW)


def test_a_verdict_is_given_on_the_lower_end(report):
    found = report.result("Event.kind", "alpha_nominal")
    assert found.ci_low < found.value < found.ci_high
    assert found.verdict is Verdict.NOT_RELIABLE
    assert f"{found.ci_low:.3f}" in found.verdict_why
    assert found.q_below["0.667"] > 0.9
    tone = report.result("tone", "alpha_nominal")
    assert (tone.value, tone.verdict) == (1.0, Verdict.NONE)
    assert "Fewer than 20 units" in tone.verdict_why


def test_few_articles_give_a_caution_and_no_verdict(rivers):
    found = compare(coded(rivers, articles=4), FEW).result("Event.kind", "alpha_nominal")
    assert found.verdict is Verdict.NONE
    assert Caution.FEW_ARTICLES in found.warnings
    assert "4" in found.verdict_why
    allowed = FEW.model_copy(update={"min_articles": 3})
    again = compare(coded(rivers, articles=4), allowed).result("Event.kind", "alpha_nominal")
    assert again.verdict is not Verdict.NONE


def test_intervals_are_seeded_and_may_be_left_out(rivers, report):
    again = compare(coded(rivers, careless=("Cem",)), FEW)
    assert [r.to_json() for r in again.results] == [r.to_json() for r in report.results]
    none = compare(coded(rivers), ComparisonOptions(resamples=0))
    found = none.result("Event.kind", "alpha_nominal")
    assert (found.ci_low, found.verdict) == (None, Verdict.NONE)


@pytest.mark.parametrize("method", ["bca", "jackknife", "krippendorff", "analytic"])
def test_other_intervals_say_so(rivers, method):
    options = FEW.model_copy(update={"ci_method": method})
    found = compare(coded(rivers), options).result("Event.kind", "alpha_nominal")
    assert found.ci_low < found.value < found.ci_high
    words = {
        "bca": "BCa",
        "jackknife": "jackknife",
        "krippendorff": "D_e fixed",
        "analytic": "Gwet",
    }
    assert words[method] in found.ci_method


def test_shares_of_disagreement_sum_to_the_observed_disagreement(report):
    for table in report.diagnostics.variables:
        if table.d_observed is not None:
            assert table.disagreement.sum() == pytest.approx(table.d_observed), table.variable


def test_coincidences_give_the_stored_alpha(report):
    tables = [t for t in report.diagnostics.variables if t.d_observed is not None]
    for table in tables:
        n = table.observed.sum()
        margins = table.observed.sum(axis=0)
        expected = (np.outer(margins, margins) * table.distances).sum()
        value_ = 1 - (n - 1) * (table.observed * table.distances).sum() / expected
        assert value_ == pytest.approx(table.results[table.measure].value), table.variable


def test_categories_say_what_they_are_confused_with(report):
    found = {f.category: f for f in report.diagnostics.categories if f.variable == "Event.kind"}
    assert set(found) == {"Flood", "Drought", "Repair"}
    for figures in found.values():
        assert figures.alpha.ci_low < figures.alpha.value < figures.alpha.ci_high
        assert figures.confused_with in set(found) - {figures.category}
        assert 0 < figures.specific_agreement < 1
        assert figures.required > 100
    assert sum(f.share for f in found.values()) == pytest.approx(1)


def test_leaving_out_the_careless_coder_gains_most(report):
    coders = {f.coder_id: f for f in report.diagnostics.coders if f.variable == "Event.kind"}
    gain = {c: f.alpha_without - f.alpha_all for c, f in coders.items()}
    assert max(gain, key=gain.get) == an_id("coder", "Cem")
    assert gain[an_id("coder", "Cem")] > 0.1
    pairwise = {c: f.mean_pairwise for c, f in coders.items()}
    assert min(pairwise, key=pairwise.get) == an_id("coder", "Cem")


def test_pairs_have_kappa_pi_and_alpha_near_one_another(report):
    pairs = [p for p in report.diagnostics.pairs if p.variable == "Event.kind"]
    assert len(pairs) == 3
    for pair in pairs:
        assert pair.kappa == pytest.approx(pair.pi, abs=0.03)
        assert pair.alpha == pytest.approx(pair.pi, abs=0.03)
        assert pair.kappa <= pair.kappa_max
        assert 0 <= pair.marginal_p <= 1
    spans = [
        p for p in report.diagnostics.pairs if p.variable == "Event" and p.level == "unitizing"
    ]
    assert all(p.f1_overlap > 0.8 for p in spans)


def test_texts_count_how_spans_match(report):
    for text in report.diagnostics.texts:
        assert text.n_exact > 0
        assert text.n_other_type == 0
        assert text.f1_exact <= text.f1_overlap
    missed = sum(t.n_only_first + t.n_only_second for t in report.diagnostics.texts)
    assert missed > 0


def with_times(material, *, decay):
    """Finish an article a week; the second half by another codebook, with suggestions."""
    order = {a.id: n for n, a in enumerate(material.articles)}
    start = datetime(2024, 1, 1, tzinfo=UTC)
    codings = []
    for coding in material.codings:
        n = order[coding.article_id]
        late = n >= len(order) // 2
        spans = tuple(
            a.model_copy(update={"origin": "accepted" if late else "drawn"})
            for a in coding.annotations
        )
        codings.append(
            replace(
                coding,
                annotations=spans,
                finished_at=start + timedelta(weeks=n),
                codebook_version=2 if late else 1,
                with_suggestions=late if decay else False,
            )
        )
    return replace(material, codings=tuple(codings))


def test_parts_over_time_version_suggestions_and_origin(rivers):
    material = with_times(coded(rivers, coders=("Ann", "Ben")), decay=True)
    parts = compare(material, FEW).diagnostics.parts
    own = [p for p in parts if p.variable == "Event.kind"]
    assert len([p for p in own if p.kind == "week"]) == 14
    assert [p.part for p in own if p.kind == "codebook version"] == ["1", "2"]
    suggestions = {p.part: p for p in own if p.kind == "suggestions"}
    assert set(suggestions) == {"with", "without"}
    assert suggestions["with"].ci_low < suggestions["with"].value < suggestions["with"].ci_high
    origins = {p.part: p.n_units for p in own if p.kind == "origin"}
    assert set(origins) == {"suggested", "unaided"}
    assert {p.measure for p in parts if p.level == "unitizing"} == {"u_alpha_nominal", "f1_overlap"}


def test_a_part_is_the_figure_of_its_articles_alone(rivers):
    material = with_times(coded(rivers, coders=("Ann", "Ben")), decay=True)
    parts = compare(material, FEW).diagnostics.parts
    late = {c.article_id for c in material.codings if c.codebook_version == 2}
    alone = replace(
        material,
        articles=tuple(a for a in material.articles if a.id in late),
        codings=tuple(c for c in material.codings if c.article_id in late),
    )
    whole = compare(alone, FEW)
    for level, variable, measure in (
        ("attribute", "Event.kind", "alpha_nominal"),
        ("unitizing", "Event", "u_alpha_nominal"),
        ("unitizing", "Event", "f1_overlap"),
    ):
        (part,) = [
            p
            for p in parts
            if (p.level, p.variable, p.measure) == (level, variable, measure)
            and (p.kind, p.part) == ("codebook version", "2")
        ]
        assert part.value == pytest.approx(whole.result(variable, measure).value)


def test_drift_is_the_change_from_the_first_to_the_last_third(rivers):
    good, bad = coded(rivers, articles=7, error=0.0), coded(rivers, articles=14, error=0.6, seed=2)
    late = {a.id for a in bad.articles[7:]}
    mixed = replace(
        bad,
        codings=(*good.codings, *(c for c in bad.codings if c.article_id in late)),
    )
    figures = compare(with_times(mixed, decay=False), FEW).diagnostics.coders
    own = [f for f in figures if f.variable == "Event.kind"]
    assert all(f.first_third == pytest.approx(1.0) for f in own)
    assert all(f.drift < -0.3 for f in own)


def test_codings_that_came_in_together_show_no_drift(report):
    assert all(f.drift is None for f in report.diagnostics.coders)


def test_retest_compares_coders_with_themselves_only(rivers):
    material = coded(rivers, coders=("Ann", "Ann again", "Ben", "Ben again"))
    ids = {name: an_id("coder", name) for name in ("Ann", "Ann again", "Ben", "Ben again")}
    pairs = [(ids["Ann"], ids["Ann again"]), (ids["Ben"], ids["Ben again"])]
    twice = as_retest(material, pairs)
    assert [c.name for c in twice.coders] == ["first coding", "second coding"]
    found = compare(twice, FEW)
    assert found.n_compared == 28
    assert {p.first for p in found.diagnostics.pairs} <= {FIRST.id, SECOND.id}
    assert found.result("Event.kind", "alpha_nominal").value > 0.6
    with pytest.raises(ReliabilityError, match="twice"):
        as_retest(material, [(ids["Ann"], an_id("coder", "nobody"))])


def test_progress_counts_up_and_cancel_stops(rivers):
    material, steps = coded(rivers, articles=3), []
    compare(material, FEW, progress=lambda done, total, label: steps.append((done, total, label)))
    assert steps[-1][0] == steps[-1][1]
    assert [s[0] for s in steps] == sorted(s[0] for s in steps)
    assert all(label for _, _, label in steps)
    seen = []

    def stop():
        seen.append(1)
        return len(seen) > 3

    with pytest.raises(ComparisonCancelled, match="stopped"):
        compare(material, FEW, cancelled=stop)


def test_trimming_is_stated_and_both_are_computed(rivers):
    study = Builder(rivers).coding("Ann", [("Event", "three metres on Monday night.", {})])
    study.coding("Ben", [("Event", "three metres on Monday night", {})])
    plain = compare(study.build(), FEW)
    trimmed = compare(study.build(), FEW.model_copy(update={"trim": True}))
    found = plain.result("Event", "f1_exact")
    assert (found.value, found.details["value_trimmed"]) == (0.0, 1.0)
    again = trimmed.result("Event", "f1_exact")
    assert (again.value, again.details["value_untrimmed"]) == (1.0, 0.0)
    assert trimmed.result("Event", "u_alpha_nominal").value == pytest.approx(1)


def test_gamma_is_computed_when_asked_for(rivers):
    options = FEW.model_copy(update={"gamma": True, "gamma_samples": 5, "gamma_precision": 0.5})
    found = compare(coded(rivers, articles=2, coders=("Ann", "Ben")), options)
    for result in (found.result("Event", "gamma"), found.result("all types", "gamma")):
        assert result.ci_low <= result.value <= result.ci_high
    assert compare(coded(rivers, articles=2), FEW).result("Event", "gamma") is None


def test_types_that_overlap_are_compared_as_sets(rivers):
    study = Builder(rivers)
    for coder in ("Ann", "Ben"):
        study.coding(coder, [("Event", "The river Elm rose", {}), ("River", "Elm", {})])
    found = compare(study.build(), FEW)
    assert found.result("all types", "u_alpha_sets").value == pytest.approx(1)
    assert found.result("all types", "u_alpha_nominal").reason == "overlap_within_coder"
    assert found.result("all types", "f1_boundaries").value == 1


def test_order_of_coders_changes_no_figure(rivers, report):
    material = coded(rivers, careless=("Cem",))
    turned = replace(material, coders=material.coders[::-1], codings=material.codings[::-1])
    again = compare(turned, FEW)
    assert [r.to_json() for r in again.results] == [r.to_json() for r in report.results]
    assert again.diagnostics.pairs == report.diagnostics.pairs
