"""Tables: what a cell becomes, and that empty, open and the missing kinds stay apart."""

from __future__ import annotations

from datetime import date

import pytest

from refusal_annotator.domain.variables import EMPTY, OPEN, missing, value
from refusal_annotator.export.data_dictionary import make_data_set
from tests.builders import make_entity, make_link
from tests.export.lighthouse import Lighthouse


@pytest.fixture
def study():
    return Lighthouse()


def spans_of(study):
    return make_data_set(study.data(), {}).table("spans").records()


def test_categories_are_codes_and_missing_kinds_codes_of_their_own(study):
    ann = study.coder("Ann")
    for quote, cell in (
        ("The lamp", value("keeper")),
        ("Nine ships", missing("not_applicable")),
        ("the keeper", missing("missing")),
        ("the bay", dict(EMPTY)),
    ):
        study.span(ann, quote, subject=cell)
    rows = {r["text"]: (r["report_subject"], r["report_subject_label"]) for r in spans_of(study)}
    assert rows == {
        "The lamp": (2, "Keeper, or =crew"),
        "Nine ships": (97, "Not applicable"),
        "the keeper": (99, "Missing"),
        "the bay": (None, None),
    }


def test_figures_keep_97_98_and_99_and_say_why_they_are_missing(study):
    ann = study.coder("Ann")
    cells = [value(97), value(98.5), value(99), missing("not_determinable"), dict(OPEN), {}]
    quotes = ["The lamp", "Nine ships", "the keeper", "wrote", "Fog", "the bay"]
    for quote, cell in zip(quotes, cells, strict=True):
        study.span(ann, quote, "Figure", **({"high": cell} if cell else {}))
    rows = [
        (r["figure_high"], r["figure_high_missing"], r["figure_high_open"]) for r in spans_of(study)
    ]
    assert rows == [
        (97, None, 0), (98.5, None, 0), (99, None, 0), (None, 98, 0), (None, None, 1),
        (None, None, None),
    ]  # fmt: skip


def test_dates_have_a_first_and_a_last_day_and_their_text(study):
    ann = study.coder("Ann")
    quotes = ["The lamp", "Nine ships", "the keeper"]
    for quote, written in zip(quotes, ["2024-02", "2023-05-06/..", "1490"], strict=True):
        study.span(ann, quote, "Figure", day=value(written))
    rows = [(r["figure_day"], r["figure_day_first"], r["figure_day_last"]) for r in spans_of(study)]
    assert rows == [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-05-06/..", date(2023, 5, 6), None),
        ("1490", date(1490, 1, 1), date(1490, 12, 31)),
    ]


def test_sets_are_ticked_and_an_empty_set_is_no_empty_cell(study):
    ann = study.coder("Ann")
    study.span(ann, "The lamp", tags=value(["fog", "storm"]))
    study.span(ann, "Nine ships", tags=value([]))
    study.span(ann, "the keeper", tags=missing("not_applicable"))
    study.span(ann, "the bay")
    rows = [(r["report_tags"], r["report_tags_1"], r["report_tags_2"]) for r in spans_of(study)]
    assert rows == [("2 1", 1, 1), (None, 0, 0), (None, 97, 97), (None, None, None)]


def test_entities_are_keys_after_merging(study):
    union = make_entity("union", name="Keepers' Union")
    study.entities += [union, make_entity("guild", name="Guild", merged_into=union.id)]
    study.span(study.coder("Ann"), "Nine ships", "Figure", owner=value(["Guild", "A stranger"]))
    assert spans_of(study)[0]["figure_owner"] == "union|A stranger"


def test_derived_attributes_are_computed_and_stored_ones_ignored(study):
    ann = study.coder("Ann")
    report = study.span(ann, "The lamp", depth=value(7), doubted=value("yes"))
    study.links.append(make_link(report, study.span(ann, "Nine ships", "Figure"), "via", path=1))
    row = spans_of(study)[0]
    assert (row["report_depth"], row["report_doubted"], row["report_doubted_label"]) == (1, 0, "No")
    assert "report_depth_missing" not in row


def test_long_tables_hold_every_value_with_its_state(study):
    ann = study.coder("Ann", {"tone": value("loud"), "heading": dict(EMPTY)})
    big = 2**53 + 1
    study.span(
        ann, "Nine ships", "Figure", low=value(big), high=dict(OPEN), owner=value(["a", "b"])
    )
    data = make_data_set(study.data(), {})
    rows = data.table("span_attributes").records()
    assert [(r["attribute"], r["item"], r["content"], r["state"]) for r in rows] == [
        ("low", 1, str(big), "value"),
        ("high", 1, None, "open"),
        ("owner", 1, "a", "value"),
        ("owner", 2, "b", "value"),
    ]
    states = {r["attribute"]: r["state"] for r in data.table("article_variables").records()}
    assert states == {"tone": "value", "heading": "empty"}
    assert any("2^53" in note for note in data.notes)


def test_counts_by_article_and_coder_tell_zero_from_not_gone_through(study):
    ann, ben = study.coder("Ann"), study.coder("Ben", finished=False)
    study.codings[1] = study.codings[1].model_copy(update={"coded_types": ("Figure",)})
    study.span(ann, "The lamp", subject=value("lamp"))
    study.span(ann, "the bay", subject=value("lamp"))
    study.span(ben, "Nine ships", "Figure")
    first, second = make_data_set(study.data(), {}).table("article_coder").records()
    assert (first["n_report"], first["n_figure"], first["finished"]) == (2, 0, 1)
    assert (second["n_report"], second["n_figure"], second["finished"]) == (None, 1, 0)
    assert first["top_report_subject"] == 1
    assert second["top_report_subject"] is None


def test_a_tie_has_no_most_frequent_category(study):
    ann = study.coder("Ann")
    study.span(ann, "The lamp", subject=value("lamp"))
    study.span(ann, "the bay", subject=value("keeper"))
    assert make_data_set(study.data(), {}).table("article_coder").records()[0][
        "top_report_subject"
    ] is None  # fmt: skip


def test_units_have_a_column_for_each_coder(study):
    ann, ben = study.coder("Ann"), study.coder("=Ben")
    one = study.span(ann, "The lamp", subject=value("lamp"), force=missing("not_applicable"))
    two = study.span(ben, "The lamp of", subject=missing("not_applicable"), tags=value([]))
    study.group(one, two)
    study.group(study.span(ann, "the bay", subject=missing("missing")))
    data = make_data_set(study.data(), {})
    table = data.table("units_report")
    first, second = table.records()
    assert (first["subject_ann"], first["subject_ben"]) == (1, 97)
    assert (first["tags_ann"], first["tags_ben"]) == (None, "none")
    assert (second["coded_ann"], second["coded_ben"], second["subject_ben"]) == (1, 0, None)
    columns = {column.name: column for column in table.columns}
    # As in our own coefficients: a category for nominal variables, no value on a scale.
    assert columns["subject_ann"].missing == (99,)
    assert columns["force_ann"].missing == (97, 98, 99)
    assert columns["subject_ben"].label == "Subject: =Ben"


def test_targets_of_links_are_units(study):
    ann, ben = study.coder("Ann"), study.coder("Ben")
    spans = [(study.span(c, "The lamp"), study.span(c, "Nine ships", "Figure")) for c in (ann, ben)]
    study.links += [make_link(report, figure, "via", path=1) for report, figure in spans]
    study.group(*(report for report, _ in spans))
    study.group(*(figure for _, figure in spans))
    row = make_data_set(study.data(), {}).table("units_report").records()[0]
    assert row["to_via_ann"] == row["to_via_ben"] == "skerry:Figure:1"


def test_one_coder_has_no_reliability(study):
    study.span(study.coder("Ann"), "The lamp")
    names = [table.name for table in make_data_set(study.data(), {}).tables]
    assert not [name for name in names if name.startswith("units")]


def test_the_dictionary_knows_every_column(study):
    study.span(study.coder("Ann"), "The lamp", subject=value("lamp"))
    data = make_data_set(study.data(), {})
    listed = {(r["table_name"], r["column_name"]) for r in data.table("dictionary").records()}
    assert listed == {
        (t.name, c.name) for t in data.tables if t.name != "dictionary" for c in t.columns
    }
    rows = data.table("dictionary").records()
    row = next(r for r in rows if r["column_name"] == "report_subject")
    assert (row["attribute"], row["missing_codes"], row["n_filled"]) == ("subject", "97 98 99", 1)
    assert str(row["codes"]).startswith("1 = Lamp | 2 = Keeper, or =crew | 97 = Not applicable")


def test_values_that_the_codebook_lost_are_told(study):
    ann = study.coder("Ann")
    study.span(ann, "The lamp", subject=value("buoy"))
    study.spans.append(study.span(ann, "the bay").model_copy(update={"type": "Gone"}))
    data = make_data_set(study.data(), {})
    row = data.table("spans").records()[0]
    assert (row["report_subject"], row["report_subject_label"]) == (None, "buoy")
    assert any("buoy" in note for note in data.notes)
    assert any("Gone" in note for note in data.notes)
