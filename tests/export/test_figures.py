"""Figures of a comparison: what they say, and the files they become."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from refusal_annotator.agreement.report import compare
from refusal_annotator.domain.comparison import blind_coders
from refusal_annotator.domain.diagnostics import ComparisonOptions
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.export.figure_files import axis_start, write_figure
from refusal_annotator.export.figures import Line, Matrix, overview
from refusal_annotator.export.variable_figures import VariableFigures
from tests.agreement.test_diagnostics import coded


@pytest.fixture(scope="module")
def report():
    from refusal_annotator.domain.codebook import load_codebook
    from tests.agreement.conftest import CODEBOOK

    material = coded(load_codebook(CODEBOOK), careless=("Cem",))
    return compare(material, ComparisonOptions(resamples=200))


@pytest.fixture(scope="module")
def kind(report):
    return VariableFigures(report, "attribute", "Event.kind", "Kind")


def test_the_heat_map_names_the_pair_that_agrees_least(kind, report):
    found = kind.pairs()
    assert found.rows == found.columns == tuple(c.name for c in report.coders)
    assert all(found.values[i][i] is None for i in range(3))
    least = min(v for row in found.values for v in row if v is not None)
    assert {found.values[i][j] for i, j in found.marked} == {least}
    assert found.caption.startswith("Cem lowers the value: without this coder 0.")
    assert "units in common" in found.subtitle


def test_a_confusion_matrix_adds_up_to_the_pairs_compared(kind, report):
    both = kind.confusion()
    assert both.caption.startswith("Most confused: ")
    n_pairs = sum(p.n_common for p in report.diagnostics.pairs if p.variable == "Event.kind")
    n = len(both.rows)
    assert sum(both.values[i][j] for i in range(n) for j in range(i, n)) == n_pairs
    assert both.subtitle == f"{n_pairs:,} pairs of values"
    ann, ben = report.coders[0].id, report.coders[1].id
    one = kind.confusion((ann, ben))
    other = kind.confusion((ben, ann))
    assert one.values == tuple(zip(*other.values, strict=True))
    assert (one.row_title, one.column_title) == ("Ann", "Ben")


def test_views_name_their_ns_and_what_is_behind_a_line(kind, report):
    categories = kind.categories()
    assert {line.label for line in categories.lines} == {"Flood", "Drought", "Repair"}
    assert all(line.low <= line.value <= line.high for line in categories.lines)
    assert "uses" in categories.lines[0].detail
    coders = kind.coders()
    heads = [line.label for line in coders.lines if line.is_head]
    assert heads == [c.name for c in report.coders]
    spans = VariableFigures(report, "unitizing", "Event", "Event")
    texts = spans.texts()
    assert len(texts.rows) == report.n_compared == len(texts.lines)
    assert spans.confusion() is None
    assert spans.measures().lines[0].label == "U-alpha (where spans are)"


def test_blind_figures_hold_no_name(report):
    blind = replace(report, coders=blind_coders(report.coders))
    found = VariableFigures(blind, "attribute", "Event.kind", "Kind")
    words = repr((found.pairs(), found.coders(), found.confusion()))
    assert "Coder 3" in words
    assert not any(name in words for name in ("Ann", "Ben", "Cem"))


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_equal_figures_give_equal_files(kind, tmp_path, form):
    first = write_figure(kind.pairs(), tmp_path / f"a.{form}")
    second = write_figure(kind.pairs(), tmp_path / f"b.{form}")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 2_000


def test_an_svg_holds_its_title_its_ns_and_no_date(kind, report, tmp_path):
    write_figure(kind.confusion(), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text("utf-8")
    assert "<dc:title>Kind: all pairs of coders</dc:title>" in text
    assert "pairs of values" in text and "Flood" in text
    assert "<dc:date>" not in text
    groups = [("Attributes", [(r.label, r) for r in report.results if r.level == "attribute"])]
    write_figure(overview(report, groups), tmp_path / "b.svg")
    assert re.search("3 coders, 14 articles coded twice", (tmp_path / "b.svg").read_text("utf-8"))
    write_figure(VariableFigures(report, "unitizing", "Event", "Event").texts(), tmp_path / "c.svg")


def test_another_ending_is_refused_with_the_way_out(kind, tmp_path):
    with pytest.raises(AnnotatorError, match=r"End it in \.svg, \.png or \.pdf"):
        write_figure(kind.pairs(), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


def test_negative_figures_have_room_and_six_steps_of_ink():
    assert axis_start([Line("a", "0.5", value=0.5)]) == 0
    assert axis_start([Line("a", "−0.3", value=-0.31)]) <= -0.31
    steps = (0.1, 0.3, 0.5, 0.65, 0.75, 0.9)
    row = Matrix("t", "s", "heat", ("a",), tuple("abcdef"), (steps,), ((None,) * 6,))
    assert len({row.shade(0, n) for n in range(6)}) == 6
    bare = Matrix("t", "s", "heat", ("a",), ("a",), ((-0.25,),), ((None,),))
    assert bare.shown(0, 0) == "−0.25"


def test_parts_show_time_version_and_suggestions(tmp_path):
    from refusal_annotator.domain.codebook import load_codebook
    from tests.agreement.conftest import CODEBOOK

    material = coded(load_codebook(CODEBOOK))
    names = {article.id: article.name for article in material.articles}
    codings = tuple(
        replace(
            c,
            codebook_version=1 if names[c.article_id] < "a07" else 2,
            with_suggestions=names[c.article_id] < "a05",
        )
        for c in material.codings
    )
    report = compare(replace(material, codings=codings), ComparisonOptions(resamples=100))
    parts = VariableFigures(report, "attribute", "Event.kind", "Kind").parts()
    assert [line.label for line in parts.lines] == [
        "By version of the codebook",
        "Version 1",
        "Version 2",
        "Articles with and without suggestions",
        "With suggestions",
        "Without suggestions",
    ]
    assert parts.lines[1].ref == ("codebook version", "1")
    assert parts.lines[1].detail.startswith("7 articles")
    assert parts.lines[4].low < parts.lines[4].value < parts.lines[4].high
    write_figure(parts, tmp_path / "parts.svg")
