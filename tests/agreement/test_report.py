"""The whole comparison, as a supervisor reads it."""

from __future__ import annotations

import json

import pytest

from refusal_annotator.agreement.report import compare
from refusal_annotator.domain.comparison import AgreementInput
from refusal_annotator.domain.reliability import Reason, ReliabilityError
from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value

ROSE, STOOD, ASH = "The river Elm rose", "Cellars stood under water", "nothing happened"
STAYED = "the ferry stayed at its pier"


def event(words=ROSE, **cells):
    return ("Event", words, cells)


def river(words="Elm"):
    return ("River", words, {})


def figure(report, variable, measure):
    found = report.result(variable, measure)
    assert found is not None, f"{variable} {measure} was not computed"
    return found


def test_every_asked_variable_has_a_figure_and_no_other_has(study):
    study.coding("A", [event(kind=value("flood"))]).coding("B", [event(kind=value("flood"))])
    report = compare(study.build())
    variables = {r.variable for r in report.results if r.level == "attribute"}
    assert variables == {f"Event.{v}" for v in ("kind", "harm", "metres", "day", "uses", "who")}
    assert {r.variable for r in report.results if r.level == "link"} == {
        "causes",
        "causes.sure",
        "meets",
    }
    assert {r.variable for r in report.results if r.level == "article"} == {"tone"}
    assert all(r.ci_low is None for r in report.results)


def test_spans_agree_and_the_share_matched_stands_beside_attributes(study):
    study.coding("A", [event(kind=value("flood")), event(STOOD, kind=value("flood"))])
    study.coding("B", [event("river Elm rose", kind=value("drought"))])
    report = compare(study.build())
    (match,) = [m for m in report.type_matches if m.type == "Event"]
    assert (match.n_spans, match.n_matched, match.n_groups) == (3, 2, 2)
    assert figure(report, "Event", "f1_exact").value == 0
    assert figure(report, "Event", "f1_overlap").value == pytest.approx(2 / 3)
    kind = figure(report, "Event.kind", "alpha_nominal")
    assert kind.details["matched_share"] == pytest.approx(2 / 3)
    assert kind.n_units == 1
    assert figure(report, "Event.kind", "percent_agreement").value == 0


def test_no_matched_span_is_a_reason_of_its_own(study):
    study.coding("A", [event()]).coding("B", [event(STOOD)])
    found = figure(compare(study.build()), "Event.kind", "alpha_nominal")
    assert found.reason is Reason.NOT_MATCHED


def test_absence_as_a_category_is_lower_where_spans_are_missed(study):
    same = [event(kind=value("flood")), event(STOOD, kind=value("drought"))]
    study.coding("A", [*same, event(ASH, kind=value("repair"))]).coding("B", same)
    report = compare(study.build())
    assert figure(report, "Event.kind", "alpha_nominal").value == 1
    assert figure(report, "Event.kind", "alpha_nominal_with_absence").value < 1


def test_a_type_that_a_coder_did_not_code_is_missing_and_not_empty(study):
    study.coding("A", [event(), river()]).coding("B", [event()], coded_types=["Event"])
    report = compare(study.build())
    assert figure(report, "River", "u_alpha_nominal").reason is Reason.NO_TEXT
    assert figure(report, "Event", "u_alpha_nominal").value == pytest.approx(1)
    assert not [d for d in report.disagreements if d.type == "River"]
    # Links to a type that was not gone through are missing too.
    assert figure(report, "meets", "identical_targets").reason is Reason.NOT_MATCHED


def test_not_applicable_is_a_category_for_nominal_and_missing_for_ordinal(study):
    na = missing("not_applicable")
    study.coding("A", [event(kind=na, harm=na), event(STOOD, kind=value("flood"))])
    study.coding("B", [event(kind=na, harm=value("some")), event(STOOD, kind=value("flood"))])
    report = compare(study.build())
    assert figure(report, "Event.kind", "alpha_nominal").value == 1
    harm = figure(report, "Event.harm", "alpha_ordinal")
    assert harm.reason is Reason.NO_PAIRABLE_UNITS
    assert harm.left_out == {"not_applicable": 1}


def test_not_yet_coded_and_empty_are_missing(study):
    study.coding("A", [event(kind=missing("missing")), event(STOOD, kind=EMPTY)])
    study.coding("B", [event(kind=value("flood")), event(STOOD, kind=value("flood"))])
    found = figure(compare(study.build()), "Event.kind", "alpha_nominal")
    assert found.reason is Reason.NO_PAIRABLE_UNITS
    assert found.left_out == {}


def test_ordinal_follows_the_codes_and_not_the_order_of_the_file(study):
    words = [ROSE, STOOD, STAYED, ASH]
    a = ["none_at_all", "some", "high", "high"]
    b = ["none_at_all", "none_at_all", "high", "some"]
    for coder, harms in (("A", a), ("B", b)):
        study.coding(coder, [event(w, harm=value(h)) for w, h in zip(words, harms, strict=True)])
    found = figure(compare(study.build()), "Event.harm", "alpha_ordinal").value
    from refusal_annotator.agreement import measure
    from refusal_annotator.domain.reliability import ReliabilityData

    ranks = {"none_at_all": 1, "some": 2, "high": 3}
    data = ReliabilityData.from_values([[ranks[h] for h in row] for row in (a, b)])
    assert found == pytest.approx(measure("alpha_ordinal").compute(data).value)


def test_pairs_with_one_open_bound_are_left_out_and_counted(study):
    study.coding("A", [event(metres=OPEN), event(STOOD, metres=value(3)), event(ASH, metres=OPEN)])
    study.coding(
        "B", [event(metres=value(3)), event(STOOD, metres=value(3)), event(ASH, metres=OPEN)]
    )
    report = compare(study.build())
    found = figure(report, "Event.metres", "percent_agreement")
    assert found.value == 1
    assert found.left_out == {"pairs_one_open_bound": 1}
    assert found.details["pairs_both_bounds_open"] == 1
    (open_one,) = [d for d in report.disagreements if d.variable == "metres"]
    assert not open_one.tested
    assert sorted(side.shown for side in open_one.sides) == ["3", "open"]


def test_partial_dates_compare_by_the_middle_of_their_period(study):
    study.coding("A", [event(day=value("2021-03")), event(STOOD, day=value("2021-03-02/.."))])
    study.coding("B", [event(day=value("2021-03-16")), event(STOOD, day=value("2021-03-02"))])
    found = figure(compare(study.build()), "Event.day", "percent_agreement")
    assert found.value == 1
    assert found.left_out == {"pairs_open_ended_date": 1}


def test_multi_select_compares_sets(study):
    study.coding("A", [event(uses=value(["boats", "water"])), event(STOOD, uses=value([]))])
    study.coding("B", [event(uses=value(["water", "boats"])), event(STOOD, uses=value([]))])
    report = compare(study.build())
    assert figure(report, "Event.uses", "alpha_jaccard").value == 1
    assert figure(report, "Event.uses", "alpha_masi").value == 1


def test_entities_are_compared_after_merging(study):
    study.coding("A", [event(who=value("Elm Office"))]).coding(
        "B", [event(who=value("elm_office"))]
    )
    apart = compare(study.build())
    assert figure(apart, "Event.who", "percent_agreement").value == 0
    merged = compare(study.build(resolve=lambda w: w.casefold().replace(" ", "_")))
    assert figure(merged, "Event.who", "percent_agreement").value == 1


def test_a_category_that_the_codebook_lost_is_left_out_and_counted(study):
    study.coding("A", [event(kind=value("storm"))]).coding("B", [event(kind=value("flood"))])
    found = figure(compare(study.build()), "Event.kind", "alpha_nominal")
    assert found.left_out == {"not_in_codebook": 1}


def test_links_are_compared_by_the_group_of_their_target(study):
    spans_a, spans_b = (
        [river(), event(), event(STOOD)],
        [event("river Elm rose"), event(STOOD), river()],
    )
    link = {"type": "causes", "position": 1}
    study.coding("A", spans_a, links=[{**link, "from": 0, "to": 1}])
    study.coding("B", spans_b, links=[{**link, "from": 2, "to": 0}])
    report = compare(study.build())
    found = figure(report, "causes", "identical_targets")
    assert (found.value, found.n_units) == (1, 1)
    assert not [d for d in report.disagreements if d.kind == "link"]


def test_other_targets_are_a_disagreement_that_shows_both(study):
    spans = [river(), event(), event(STOOD)]
    study.coding("A", spans, links=[{"type": "causes", "from": 0, "to": 1}])
    study.coding("B", spans, links=[{"type": "causes", "from": 0, "to": 2}])
    report = compare(study.build())
    assert figure(report, "causes", "identical_targets").value == 0
    (found,) = [d for d in report.disagreements if d.kind == "link"]
    assert {side.shown for side in found.sides} == {ROSE, STOOD}


def test_symmetric_links_do_not_care_which_end_they_were_drawn_from(study):
    spans = [river("Elm"), river("Ash")]
    study.coding("A", spans, links=[{"type": "meets", "from": 0, "to": 1}])
    study.coding("B", spans, links=[{"type": "meets", "from": 1, "to": 0}])
    found = figure(compare(study.build()), "meets", "identical_targets")
    assert (found.value, found.details["pairs"]) == (1, 2)


def test_spans_without_links_on_either_side_say_nothing(study):
    study.coding("A", [river()]).coding("B", [river()])
    found = figure(compare(study.build()), "causes", "identical_targets")
    assert found.reason is Reason.NO_PAIRABLE_UNITS
    assert found.left_out == {"pairs_without_link": 1}


def test_pending_targets_are_compared_by_article_and_span(study):
    far = {"article": "ash", "span": "E7"}
    for coder in "AB":
        study.coding(coder, [river()], links=[{"type": "causes", "from": 0, "to": far}])
    assert figure(compare(study.build()), "causes", "identical_targets").value == 1


def test_order_of_targets_is_counted_beside_the_share(study):
    spans = [river(), event(), event(STOOD)]
    for coder, order in (("A", (1, 2)), ("B", (2, 1))):
        study.coding(
            coder,
            spans,
            links=[
                {"type": "causes", "from": 0, "to": to, "position": place}
                for to, place in zip((1, 2), order, strict=True)
            ],
        )
    found = figure(compare(study.build()), "causes", "identical_targets")
    assert (found.value, found.details["identical_in_order"]) == (1, 0)


def test_attributes_of_links_are_compared_on_matched_links(study):
    for coder, sure in (("A", "on"), ("B", "off")):
        link = {"type": "causes", "from": 0, "to": 1, "values": {"sure": value(sure)}}
        study.coding(coder, [river(), event()], links=[link])
    assert figure(compare(study.build()), "causes.sure", "percent_agreement").value == 0


def test_article_variables_are_coders_by_articles(study):
    for article, tones in (("elm", "calm calm"), ("ash", "calm loud"), ("oak", "loud loud")):
        for coder, tone in zip("AB", tones.split(), strict=True):
            study.coding(coder, article=article, values={"tone": value(tone)})
    report = compare(study.build())
    assert figure(report, "tone", "percent_agreement").value == pytest.approx(2 / 3)
    (found,) = [d for d in report.disagreements if d.kind == "article"]
    assert (found.article, {s.shown for s in found.sides}) == ("ash", {"Calm", "Loud"})


def test_disagreements_name_kind_place_and_snippet(study):
    study.coding("A", [event(kind=value("flood")), event(STOOD), river()])
    study.coding("B", [event("river Elm rose", kind=value("repair")), river()])
    report = compare(study.build())
    assert [d.kind for d in report.disagreements] == ["boundary", "attribute", "missed"]
    boundary, attribute, missed = report.disagreements
    assert boundary.iou == pytest.approx(14 / 18)
    assert {side.shown for side in attribute.sides} == {"Flood", "Repair"}
    assert missed.snippet.disputed == STOOD
    assert "\n" not in missed.snippet.text
    assert sorted(s.annotation_id is None for s in missed.sides) == [False, True]


def test_spans_inside_a_zone_take_no_part_and_are_counted(study):
    study.article("elm", zones=[(0, 30)])
    study.coding("A", [event(), event(STOOD)]).coding("B", [event(STOOD)])
    report = compare(study.build())
    assert report.left_out == {"spans_in_exclusion_zone": 1}
    assert figure(report, "Event", "f1_exact").value == 1
    assert report.full_length - report.length == 30
    assert figure(report, "Event", "u_alpha_nominal").details["length"] == report.length


def test_articles_of_one_coder_alone_are_counted(study):
    study.coding("A", [event()]).coding("A", [event()], article="alone").coding("B", [event()])
    report = compare(study.build())
    assert (report.n_articles, report.n_compared) == (2, 1)
    assert report.left_out == {"articles_without_second_coder": 1}


def test_two_codings_of_one_article_by_one_coder_are_refused(study):
    study.coding("A", [event()]).coding("A", [event()])
    with pytest.raises(ReliabilityError, match="coded twice"):
        study.build()


def test_three_coders_in_any_order_give_the_same_figures(study):
    study.coding("A", [event(kind=value("flood")), event(STOOD), river()])
    study.coding("B", [event("river Elm rose", kind=value("flood")), river("river Elm")])
    study.coding("C", [event("Elm rose by three", kind=value("drought")), event("Cellars")])
    given = study.build()
    turned = AgreementInput(
        given.codebook, given.articles, given.coders[::-1], given.codings[::-1], given.resolve
    )
    first, second = compare(given), compare(turned)
    assert first.results == second.results
    assert first.disagreements == second.disagreements


def test_json_is_plain_and_versioned(study):
    study.coding("A", [event(kind=value("flood"))]).coding("B", [event(kind=value("flood"))])
    content = json.loads(json.dumps(compare(study.build()).to_json(), allow_nan=False))
    assert content["format"] == 1
    by_name = {(r["variable"], r["measure"]): r for r in content["results"]}
    kind = by_name["Event.kind", "alpha_nominal"]
    assert kind["value"] is None
    assert kind["reason"] == "no_variation"
    assert {"level", "n_units", "n_coders", "left_out"} <= set(kind)


def test_nothing_finished_twice_gives_reasons_and_no_error(study):
    report = compare(study.coding("A", [event()]).build())
    assert report.n_compared == 0
    assert all(r.value is None for r in report.results)
