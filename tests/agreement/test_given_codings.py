"""The two given codings of one article, compared as in a project."""

from __future__ import annotations

import json

import pytest

from refusal_annotator.agreement.report import compare
from refusal_annotator.agreement.span_f1 import f1_exact
from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)
from refusal_annotator.domain.text import canonical_text
from refusal_annotator.domain.variables import cell_from_json
from tests.agreement.conftest import an_id


@pytest.fixture(scope="module")
def given_codings(shared_dir):
    codebook = load_codebook((shared_dir / "study/codebook.yaml").read_text(encoding="utf-8"))
    paths = sorted((shared_dir / "study/gold").glob("*.coderB.json"))
    (second,) = paths
    first = second.with_name(second.name.replace(".coderB", ""))
    codings, coders = [], []
    for path in (first, second):
        content = json.loads(path.read_text(encoding="utf-8"))
        raw = (shared_dir / "seeds" / content["article"]).read_bytes().decode("utf-8")
        zones = tuple((z[0], z[1]) for z in content["boilerplate"])
        article = ComparedArticle(an_id(content["article"]), "seed", canonical_text(raw), zones)
        coder = ComparedCoder(an_id(content["coder"]), content["coder"])
        coders.append(coder)
        codings.append(_coding(codebook, content, article, coder))
    return AgreementInput(codebook, (article,), tuple(coders), tuple(codings))


def _coding(codebook, content, article, coder):
    spans = []
    for number, span in enumerate(content["spans"]):
        known = {a.id: a for a in codebook.attributes_of(span["type"])}
        cells = {
            k: cell_from_json(known[k], v, codebook)
            for k, v in span["attributes"].items()
            if k in known
        }
        spans.append(
            Annotation(
                id=an_id(coder.name, span["id"]),
                article_version_id=article.id,
                coder_id=coder.id,
                type=span["type"],
                start=span["start"],
                end=span["end"],
                quote=article.text[span["start"] : span["end"]],
                values=cells,
                sequence=number,
            )
        )
    types = frozenset(content["coded_types"])
    return FinishedCoding(article.id, coder.id, types, tuple(spans))


def test_figures_follow_from_the_spans(given_codings):
    report = compare(given_codings)
    for span_type in given_codings.codebook.span_types:
        own = {
            str(c.coder_id): [a.all_parts for a in c.annotations if a.type == span_type.id]
            for c in given_codings.codings
        }
        exact = report.result(span_type.id, "f1_exact")
        assert exact.value == pytest.approx(f1_exact([own]).value)
        assert report.result(span_type.id, "f1_overlap").value >= exact.value
        assert 0 < report.result(span_type.id, "u_alpha_nominal").value <= 1


def test_planted_differences_are_found(given_codings):
    kinds = {d.kind for d in compare(given_codings).disagreements}
    assert {"missed", "boundary", "attribute"} <= kinds
