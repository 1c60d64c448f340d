"""The sample study as data: every format summed back to the project's own counts."""

from __future__ import annotations

import runpy
import shutil

import pytest

from refusal_annotator.agreement import measure
from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.coders import ArticleCoding, CoderKind, CodingStatus
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import ReliabilityData
from refusal_annotator.workspace.exporting import DataChoice, data_set, export_data
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import build_sample
from refusal_annotator.workspace.reliability import agreement_input

FORMATS = ["xlsx", "csv", "sav", "dta", "jsonl"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_sample(tmp_path_factory.mktemp("study") / "sample")


@pytest.fixture
def project(folder):
    with OpenProject.open(folder, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample_data(folder):
    with OpenProject.open(folder, read_only=True) as opened:
        return data_set(opened)


@pytest.mark.parametrize("form", FORMATS)
def test_counts_are_those_of_the_project(project, tmp_path, form):
    written = export_data(project, tmp_path / form, form)
    assert all(path.is_file() for path in written.paths)
    tables = runpy.run_path(str(tmp_path / form / "load.py"))["tables"]
    spans, links = project.store.values(Annotation), project.store.values(Link)
    names = {coder.id: coder.name for coder in project.coders()}
    counted = tables["spans"].groupby("coder").size().to_dict()
    assert counted == {
        name: n for i, name in names.items() if (n := sum(s.coder_id == i for s in spans))
    }
    codes = {t.id: t.code for t in project.codebook.span_types}
    by_type = tables["spans"].groupby("type").size().to_dict()
    assert by_type == {
        code: n for t, code in codes.items() if (n := sum(s.type == t for s in spans))
    }
    assert len(tables["relations"]) == len(links)
    assert len(tables["codings"]) == len(project.store.values(ArticleCoding))
    assert sorted(tables["spans"]["text"]) == sorted(s.quote for s in spans)
    assert len(tables["articles"]) == len(project.articles())
    ours = tables["article_coder"]
    assert ours["n_relations"].sum() == len(links)
    lengths = tables["spans"]["end_at"] - tables["spans"]["start_at"]
    assert lengths.sum() == sum(s.end - s.start for s in spans)


def test_every_value_of_the_project_is_in_the_long_tables(project, sample_data):
    book = project.codebook
    computed = {(t.id, a.id) for t in book.span_types for a in t.attributes if a.derived}
    held = sum(
        max(1, len(cell["v"]) if isinstance(cell.get("v"), list) else 1)
        for s in project.store.values(Annotation)
        for name, cell in s.values.items()
        if (s.type, name) not in computed
    )
    rows = sample_data.table("span_attributes").records()
    assert sum(not row["computed"] for row in rows) == held
    states = {row["state"] for row in rows}
    assert {"value", "open", "not_applicable"} <= states


def column_alpha(table, variable, name):
    """Coefficient of the columns of one variable, as a stranger to this program would read them."""
    columns = [c for c in table.columns if c.variable == variable]
    values = [
        [None if v in column.missing else v for v in table.column(column.name)]
        for column in columns
    ]
    found = measure(name)
    assert found is not None
    return found.compute(ReliabilityData.from_values(values)).value


@pytest.mark.parametrize(
    ("table", "variable", "name"),
    [
        ("units_claim", "Claim.topic", "alpha_nominal"),
        ("units_claim", "Claim.verification", "alpha_nominal"),
        ("units_claim", "Claim.certainty", "alpha_ordinal"),
        ("units_number", "Number.value_low", "alpha_ratio"),
        ("units_number", "Number.approximator", "alpha_nominal"),
        ("units_actor", "Actor.entity", "percent_agreement"),
        ("units_articles", "genre", "percent_agreement"),
    ],
)
def test_units_give_the_figures_that_we_report(project, sample_data, table, variable, name):
    from refusal_annotator.agreement.report import compare

    report = _report(project, compare)
    ours = report.result(variable, name).value
    theirs = column_alpha(sample_data.table(table), variable.split(".")[-1], name)
    assert ours is not None
    assert theirs == pytest.approx(ours, abs=1e-9)


_REPORTS: list = []


def _report(project, compare):
    if not _REPORTS:
        _REPORTS.append(compare(agreement_input(project)))
    return _REPORTS[0]


def test_derived_attributes_are_computed_from_the_links(project, sample_data):
    via = project.codebook.relation_by_role("via")
    chained = {k.from_id for k in project.store.values(Link) if k.type == via.id}
    rows = sample_data.table("spans").records()
    assert chained
    for row in rows:
        if row["type_label"] == project.codebook.type_by_role("claim").label:
            assert (row["claim_chain_depth"] > 0) == (row["span_id"] in {str(i) for i in chained})


def test_coders_can_be_chosen(project):
    first = project.coders()[0].name
    data = data_set(project, DataChoice(coders=(first.lower(),)))
    assert {row["coder"] for row in data.table("spans").records()} == {first}
    assert data.about["Coders"] == first


def test_an_unknown_coder_is_named(project):
    with pytest.raises(AnnotatorError, match="no coder 'Nobody'"):
        data_set(project, DataChoice(coders=("Nobody",)))


def test_without_a_gold_standard_there_is_none_to_export(project):
    with pytest.raises(AnnotatorError, match="no gold standard yet"):
        data_set(project, DataChoice(gold=True))
    with pytest.raises(AnnotatorError, match="either coders or the gold standard"):
        data_set(project, DataChoice(coders=("Aino",), gold=True))


def test_the_gold_standard_is_exported_alone_and_drafts_can_be_left_out(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with OpenProject.open(copy) as opened:
        gold = opened.add_coder("Settled", kind=CoderKind.GOLD)
        assert data_set(opened, DataChoice(gold=True)).table("spans").rows == ()
        assert gold.name not in data_set(opened).about["Coders"]
        everything = len(data_set(opened).table("codings").rows)
        finished = data_set(opened, DataChoice(finished_only=True)).table("codings").records()
        done = [c for c in opened.store.values(ArticleCoding) if c.status == CodingStatus.FINISHED]
        assert len(finished) == len(done) <= everything
        assert all(row["finished"] for row in finished)


def test_a_project_without_codings_gives_empty_tables(tmp_path):
    from tests.builders import CODEBOOK

    with OpenProject.create(tmp_path / "new", name="New", codebook_text=CODEBOOK) as opened:
        for form in FORMATS:
            written = export_data(opened, tmp_path / form, form)
            assert all(path.is_file() for path in written.paths)
