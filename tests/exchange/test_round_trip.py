from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.domain.annotations import Annotation, Link
from refusal_annotator.domain.codebook import Codebook, load_codebook
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.text import PART_JOINER, canonical_text
from refusal_annotator.exchange.coding_files import (
    check_coding_file,
    read_coding_file,
    span_names,
    to_json,
)
from tests.exchange.harbour import IDS, TEXT, coding, exported, imported, parse, span, with_span


def same(content: dict[str, Any], codebook: Codebook) -> None:
    assert exported(content, imported(content, codebook), codebook) == content


def test_a_file_comes_back_equal(codebook: Codebook) -> None:
    same(coding(), codebook)


@pytest.mark.parametrize(
    "content",
    [
        {"article": "pier.txt", "spans": []},
        coding(
            article_relations=[{"type": "reprint_of", "to_article": "quay", "note": "credited"}]
        ),
        coding(not_tally=[{"why": "date", "deep": [None, 1.5, {"x": []}]}]),
        coding(
            cross_article=[
                {"type": "same", "from": "P1", "to_article": "q", "to": "C", "basis": ""}
            ]
        ),
        coding(relations=[{"type": "carried_by", "from": "P1", "to": "K1", "order": 1, "path": 2}]),
        coding(relations=[{"type": "raised_by", "from": "P1", "to": "K1", "doubt": False}]),
        coding(relations=[{"type": "raised_by", "from": "P1", "to": "K1", "origin": "imported"}]),
        coding(relations=[{"type": "raised_by", "from": "P1", "to": "K1", "origin": "accepted"}]),
        with_span(0, doubt=True, origin="edited"),
        with_span(0, doubt=False, origin="imported"),
        with_span(0, note="beside the attributes"),
        with_span(0, attributes={"note": "among the attributes"}),
        with_span(0, attributes={"tone": None, "cue": "", "tags": [], "old": "kept"}),
        with_span(0, attributes={"tags": "ship", "said_on": "2031/.."}),
        with_span(2, attributes={"least": 0.1, "most": None}),
        with_span(2, attributes={"least": None, "most": None}),
        with_span(2, attributes={"least": None, "most": "not_determinable"}),
        with_span(1, attributes={"who": "A name not matched yet", "ports": ["x", "y"]}),
    ],
)
def test_each_particular_comes_back_equal(codebook: Codebook, content: dict[str, Any]) -> None:
    same(content, codebook)


def test_a_span_without_attributes_and_one_in_parts(codebook: Codebook) -> None:
    content = coding(relations=[])
    del content["spans"][1]["attributes"]
    parts = [
        [TEXT.index("want"), TEXT.index("want") + 4],
        [TEXT.index("hands"), TEXT.index("hands") + 5],
    ]
    quote = PART_JOINER.join(["want", "hands"])
    content["spans"][0] |= {
        "start": parts[0][0],
        "end": parts[1][1],
        "parts": parts,
        "surface": quote,
    }
    assert check_coding_file(parse(content), text=TEXT, codebook=codebook) == ()
    same(content, codebook)


def test_derived_values_are_left_out_and_nothing_else(codebook: Codebook) -> None:
    content = with_span(0, attributes={"depth": 3})
    made = imported(content, codebook)
    assert "depth" not in made.annotations[0].values
    assert exported(content, made, codebook) == coding()


def test_cells_tell_open_empty_missing_and_absent_apart(codebook: Codebook) -> None:
    def bounds(**attributes: Any) -> dict[str, Any]:
        return dict(imported(with_span(2, attributes=attributes), codebook).annotations[2].values)

    assert bounds(most=None) == {"least": {"v": 12}, "most": {"open": True}}
    assert bounds(least=None) == {"least": {"open": True}, "most": {"v": 12}}
    assert bounds(least=0, most=None) == {"least": {"v": 0}, "most": {"open": True}}
    assert bounds(least=None, most=None) == {"least": {"empty": True}, "most": {"empty": True}}
    assert bounds(least=None, most="missing") == {
        "least": {"empty": True},
        "most": {"m": "missing"},
    }

    plea = imported(with_span(0, attributes={"subject": "not_applicable", "tone": None}), codebook)
    assert plea.annotations[0].values == {
        "subject": {"m": "not_applicable"},
        "tone": {"empty": True},
        "cue": {"v": "say"},
    }


def test_spans_after_an_emoji_stand_where_they_stood(codebook: Codebook) -> None:
    made = imported(coding(), codebook)
    assert [TEXT[a.start : a.end] for a in made.annotations] == [a.quote for a in made.annotations]
    assert made.annotations[1].quote == "The stokers of Pier 9"


def test_rows_say_where_they_come_from(codebook: Codebook) -> None:
    made = imported(with_span(0, origin="accepted", doubt=True), codebook)
    first, second, _ = made.annotations
    assert (first.origin, first.doubt, first.source_id, first.sequence) == (
        "accepted",
        True,
        "P1",
        0,
    )
    assert (second.origin, second.doubt, second.codebook_version) == ("imported", False, 3)
    assert {a.coder_id for a in made.annotations} == {IDS["coder_id"]}
    (link,) = made.links
    assert (link.from_id, link.to_id) == (first.id, second.id)
    (zone,) = made.zones
    assert TEXT[zone.start : zone.end] == "By T. Holm"
    assert (zone.kind, zone.status) == ("credit", "proposed")


def test_a_link_into_another_article_waits_for_it(codebook: Codebook) -> None:
    across = {"type": "echoes", "from": "P1", "to_article": "quay", "to": "C4"}
    link = imported(coding(cross_article=[across]), codebook).links[1]
    assert link.to_id is None
    assert link.pending_target == {"article": "quay", "span": "C4"}


def test_importing_again_gives_the_same_ids(codebook: Codebook) -> None:
    links = [
        {"type": "carried_by", "from": "P1", "to": "K1", "order": 1, "path": path}
        for path in (1, 2)
    ]
    content = coding(relations=links)
    once, again = imported(content, codebook), imported(content, codebook)
    assert once == again
    assert len({row.id for row in (*once.annotations, *once.links)}) == 5

    content["spans"].reverse()
    moved = imported(content, codebook)
    assert {a.id for a in moved.annotations} == {a.id for a in once.annotations}


def test_a_quote_that_does_not_match_never_becomes_a_row(codebook: Codebook) -> None:
    with pytest.raises(AnnotatorError, match="does not match the text"):
        imported(coding(), codebook, text=TEXT.replace("twelve", "eleven"))


def test_without_coded_types_those_that_occur_are_coded(codebook: Codebook) -> None:
    content = coding()
    del content["coded_types"], content["spans"][2]
    assert imported(content, codebook).coded_types == ("Plea", "Crew")
    same(content, codebook)


def drawn(number: int, type_: str, **changes: Any) -> Annotation:
    values: dict[str, Any] = {
        "id": UUID(int=100 + number),
        "article_version_id": IDS["article_version_id"],
        "coder_id": IDS["coder_id"],
        "type": type_,
        "start": number,
        "end": number + 1,
        "quote": TEXT[number],
        "sequence": number,
    }
    return Annotation(**{**values, **changes})


def written(annotations: list[Annotation], links: list[Link], codebook: Codebook) -> dict[str, Any]:
    return to_json(
        annotations,
        links,
        codebook=codebook,
        article="pier.txt",
        sha256="0" * 64,
        length=len(TEXT),
        coder="Ada",
        coded_types=["Plea", "Crew"],
    )


def test_what_was_drawn_in_the_tool_gets_short_names(codebook: Codebook) -> None:
    rows = [
        drawn(4, "Crew", source_id="P2"),
        drawn(5, "Plea", deleted=True),
        drawn(6, "Plea"),
        drawn(7, "Crew", doubt=True),
        drawn(8, "Crew", source_id="P2"),
    ]
    assert list(span_names(rows, codebook).values()) == ["P2", "P1", "P3", "C1", "C2"]
    content = written(rows, [], codebook)
    assert [entry["id"] for entry in content["spans"]] == ["P2", "P3", "C1", "C2"]
    assert content["spans"][2]["doubt"] is True
    assert content["spans"][1]["origin"] == "drawn"
    assert check_coding_file(parse(content), text=TEXT, codebook=codebook) == ()
    assert content["cross_article"] == content["relations"] == []
    assert "article_relations" not in content


def test_a_link_to_a_span_that_is_not_there_is_not_written_wrongly(codebook: Codebook) -> None:
    stray = Link(
        id=UUID(int=9),
        article_version_id=IDS["article_version_id"],
        coder_id=IDS["coder_id"],
        type="raised_by",
        from_id=UUID(int=104),
        to_id=UUID(int=77),
    )
    with pytest.raises(AnnotatorError, match="cannot be written"):
        written([drawn(4, "Plea")], [stray], codebook)


def test_what_was_added_since_the_import_is_written_too(codebook: Codebook) -> None:
    content = {"article": "pier.txt", "spans": []}
    made = imported(content, codebook)
    later = to_json(
        [drawn(4, "Plea")],
        [],
        codebook=codebook,
        article="pier.txt",
        sha256="",
        length=len(TEXT),
        coder="Ada",
        coded_types=made.coded_types,
        article_values={"headline": {"v": "Hands"}},
        extras=made.extras,
        keys=made.keys,
    )
    assert list(later) == ["article", "spans", "article_variables"]
    assert later["article_variables"] == {"headline": "Hands"}


# --- any coding at all --------------------------------------------------------------------------

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=6,
)
TEXTS = st.text(st.sampled_from("ab é\n🙂“"), min_size=4, max_size=40)
MISSING = st.sampled_from(["not_applicable", "not_determinable", "missing"])
NUMBERS = st.none() | st.integers(0, 2**62) | st.floats(0, 1e12) | MISSING
NAMES = WORDS.filter(str.strip)
DATES = st.sampled_from([None, "2031", "2031-05", "2031-05-01", "../2031", "2031-01/2031-02"])
PLEA = {
    "subject": st.none() | st.sampled_from(["pay", 2]) | MISSING,
    "tone": st.none() | st.sampled_from(["soft", "loud"]) | MISSING,
    "tags": st.none() | MISSING | st.sampled_from(["ship", ["shore"], ["ship", "shore"], []]),
    "cue": st.none() | WORDS,
    "said_on": DATES | MISSING,
    "note": st.none() | WORDS,
}
CREW = {"who": st.none() | NAMES | MISSING, "ports": st.none() | st.lists(NAMES, max_size=2)}
TALLY = {"least": NUMBERS, "most": NUMBERS}
ATTRIBUTES = {"Plea": PLEA, "Crew": CREW, "Tally": TALLY}


@st.composite
def spans(draw: st.DrawFn, text: str) -> dict[str, Any]:
    type_ = draw(st.sampled_from(sorted(ATTRIBUTES)))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    made = {"type": type_, "start": start, "end": end, "surface": text[start:end]}
    if type_ == "Plea" and end - start > 2 and draw(st.booleans()):
        parts = [[start, start + 1], [end - 1, end]]
        made |= {"parts": parts, "surface": PART_JOINER.join(text[a:b] for a, b in parts)}
    marks = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "doubt": st.booleans(),
                "origin": st.sampled_from(["drawn", "accepted", "edited", "imported", "gold"]),
            },
        )
    )
    attributes = draw(st.fixed_dictionaries({}, optional=ATTRIBUTES[type_]))
    return {**made, **marks, "attributes": attributes}


@st.composite
def codings(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    text = draw(TEXTS)
    made = draw(st.lists(spans(text), max_size=5))
    ids = draw(st.lists(NAMES, min_size=len(made), max_size=len(made), unique=True))
    named = [{"id": id_, **content} for id_, content in zip(ids, made, strict=True)]
    pleas = [content["id"] for content in named if content["type"] == "Plea"]
    crews = [content["id"] for content in named if content["type"] == "Crew"]
    links = [
        {"type": "carried_by", "from": plea, "to": crew, "order": order, "path": order % 2 + 1}
        for plea in pleas[:2]
        for order, crew in enumerate(crews, start=1)
    ]
    across = [
        {"type": "same", "from": plea, "to_article": "quay 🙂", "to": plea, "basis": None}
        for plea in pleas
    ]
    variables = st.fixed_dictionaries(
        {}, optional={"headline": st.none() | WORDS, "outlet": st.none() | NAMES, "dated": DATES}
    )
    content = {
        "article": "pier.txt",
        "spans": named,
        "coded_types": draw(st.permutations(["Plea", "Crew", "Tally"])),
    }
    optional = {
        "sha256": st.just("0" * 64),
        "length_code_points": st.just(len(text)),
        "coder": NAMES,
        "relations": st.permutations(links),
        "cross_article": st.permutations(across),
        "article_variables": variables,
        "boilerplate": st.sampled_from([[], [[0, 2, "menu"]], [[1, 2, "credit"], [0, 1, "menu"]]]),
        "x-tool": st.none() | st.lists(WORDS),
    }
    return text, {**content, **draw(st.fixed_dictionaries({}, optional=optional))}


@given(codings())
def test_any_coding_comes_back_equal(codebook: Codebook, made: tuple[str, dict[str, Any]]) -> None:
    text, content = made
    found = check_coding_file(parse(content), text=text, codebook=codebook)
    assert [problem for problem in found if problem.severity == "error"] == []
    again = exported(content, imported(content, codebook, text), codebook, text)
    assert json.loads(json.dumps(again)) == json.loads(json.dumps(content))


# --- the study's own codings --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "000_dc93ac0a98c7ec02.json",
        "000_dc93ac0a98c7ec02.coderB.json",
        "003_4a1a5b59ee4c7abd.json",
    ],
)
def test_the_given_codings_come_back_but_for_derived_values(shared_dir: Path, name: str) -> None:
    study = shared_dir / "study"
    codebook = load_codebook((study / "codebook.yaml").read_text("utf-8"))
    data = (study / "gold" / name).read_bytes()
    content = json.loads(data)
    source = (shared_dir / "seeds" / content["article"]).read_bytes()
    text = canonical_text(source.decode("utf-8"))

    found = check_coding_file(read_coding_file(data, name=name), text=text, codebook=codebook)
    assert found == ()

    derived = {a.id for t in codebook.span_types for a in t.attributes if a.derived}
    assert any(derived & entry["attributes"].keys() for entry in content["spans"])
    again = exported(content, imported(content, codebook, text), codebook, text)
    for entry in content["spans"]:
        entry["attributes"] = {k: v for k, v in entry["attributes"].items() if k not in derived}
    assert again == content


def test_the_minimal_codebook_takes_codings_too(shared_dir: Path) -> None:
    study = shared_dir / "study"
    codebook = load_codebook((study / "minimal_codebook.yaml").read_text("utf-8"))
    content = coding(
        coded_types=["Demand", "Party"],
        spans=[
            span("D1", "Demand", "twelve more hands", subject="other", note="of any trade"),
            span("P1", "Party", "The stokers of Pier 9"),
        ],
        relations=[{"type": "raised_by", "from": "D1", "to": "P1"}],
        boilerplate=[],
        article_variables={},
    )
    assert check_coding_file(parse(content), text=TEXT, codebook=codebook) == ()
    same(content, codebook)
