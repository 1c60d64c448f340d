"""A wrong codebook: every problem names its line, its path and what is allowed."""

# One case, one line: the table is read across.
# ruff: noqa: E501

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refusal_annotator.domain.codebook import Category, load_codebook
from refusal_annotator.domain.codebook_reader import MAX_CHARACTERS
from refusal_annotator.domain.errors import CodebookError
from refusal_annotator.resources import codebook_path
from tests.builders import CODEBOOK

CATEGORY = "{id: pay, code: 1, definition: Wages.}"
RELATION = "raised_by, code: 1, label: Raised by, role: speaker"
REGISTRY = "entity_registry: {fields: [{id: key, level: text}], relations: []}\n"
NUMBERS = """\
  - id: Tally
    code: 3
    label: Tally
    role: number
    colour: "#009E73"
    definition: How many.
    example: nine
    counter_example: Pier 9
    attributes:
      - {id: kind, label: Kind, role: kind, level: nominal, required: false, definition: d, categories: [{id: count, code: 1, definition: d}]}
      - {id: how, label: How, role: approximator, level: nominal, required: false, definition: d, categories: [{id: exact, code: 1, definition: d}]}
number_rules: {bounds: {exact: {low: value, high: value}}}
relations:
"""


def problems_of(text: str, **options: str) -> tuple[str, ...]:
    with pytest.raises(CodebookError) as caught:
        load_codebook(text, **options)
    return caught.value.problems


def broken(old: str, new: str) -> tuple[str, int]:
    """The codebook with one piece replaced, and the line that the replacement is in."""
    before, found, after = CODEBOOK.partition(old)
    assert found, f"{old!r} is not in the codebook"
    return before + new + after, before.count("\n") + 1


# What is replaced, by what, where the problem is (path), and what is said.
# fmt: off
CASES = {
    "unknown key in the file": ("format: 1", "fromat: 1", "format", "this required key is missing"),
    "format of tomorrow": ("format: 1", "format: 2", "format", "2 is not allowed; allowed are 1"),
    "format as text": ("format: 1", 'format: "1"', "format", "allowed are 1"),
    "format as true": ("format: 1", "format: true", "format", "'True' is not allowed; allowed are 1"),
    "unknown key in the head": ("title: Harbour talk", "title: H, titel: x", "codebook.titel", "unknown key; allowed here are id, version, title, language"),
    "unknown key in a type": ("    role: claim", "    rolle: claim", "span_types[0].rolle", "allowed here are id, code, label, role, hotkey"),
    "unknown key in an attribute": ("label: Cue", "label: Cue, levl: x", "span_types[0].attributes[2].levl", "allowed here are id, "),
    "unknown key in a category": (CATEGORY, "{id: pay, code: 1, definition: W., colour: red}", "span_types[0].attributes[0].categories[0].colour", "allowed here are id, code, hotkey"),
    "unknown key in a condition": ("value: pay}", "value: pay, and: x}", "span_types[0].attributes[1].visible_when.and", "allowed here are attribute, operator, value"),
    "unknown key in a relation": (RELATION, RELATION + ", form: x", "relations[0].form", "from, to, ordered, paths, scope"),
    "missing key": ("title: Harbour talk, ", "", "codebook.title", "this required key is missing"),
    "missing key of a type": ("    example: more pilots\n", "", "span_types[0].example", "this required key is missing"),
    "null": ("definition: What somebody asks for.", "definition:", "span_types[0].definition", "there is no value here"),
    "null word": ("label: Cue", "label: null", "span_types[0].attributes[2].label", "there is no value here"),
    "null tilde": ("definition: The verb.", "definition: ~", "span_types[0].attributes[2].definition", "there is no value here"),
    "key twice": ("    code: 1", "    code: 1\n    code: 1", "span_types[0].code", "this key stands twice"),
    "key that is a list": ("    code: 1", "    ? [a]\n    : 1\n    code: 1", "span_types[0]", "a key here is no word"),
    "blank text": ("label: Topic", 'label: " "', "span_types[0].attributes[0].label", "the text is empty"),
    "number for text": ('version: "1.0"', "version: 1.0", "codebook.version", "text is expected (quote it"),
    "text for a number": ("    code: 1", "    code: one", "span_types[0].code", "a whole number is expected"),
    "decimal for a whole number": ("    code: 1", "    code: 1.0", "span_types[0].code", "a whole number is expected"),
    "endless number": ("    code: 1", "    code: " + "9" * 5000, "span_types[0].code", "more than 18 digits"),
    "yes is a word": ("required: true", "required: yes", "span_types[0].attributes[0].required", "true or false is expected"),
    "text for a list": ("trim: [space, quotes, final_punctuation]", "trim: space", "span_types[0].trim", "a list is expected"),
    "text for a map": ("codebook: {id: harbour-talk, version: \"1.0\", title: Harbour talk, language: en}", "codebook: harbour", "codebook", "a map of keys is expected"),
    "unknown trim": ("trim: [space, quotes", "trim: [space, quote", "span_types[0].trim[1]", "allowed are 'space', 'quotes', 'brackets' or 'final_punctuation'"),
    "unknown level": ("label: Count, level: ratio", "label: Count, level: metric", "span_types[0].attributes[3].level", "allowed are 'nominal', 'ordinal', 'interval', 'ratio', 'multi_select', 'text' or 'link'"),
    "unknown operator": ("operator: equals", "operator: is", "span_types[0].attributes[1].visible_when.operator", "'equals', 'not_equals', 'in'"),
    "unknown cardinality": ("cardinality: 0..1", "cardinality: 0..2", "relations[0].cardinality", "'0..1', '1', '0..n' or '1..n'"),
    "unknown scope": ("scope: within_article", "scope: article", "relations[0].scope", "'within_article', 'across_articles' or"),
    "id with a space": ("id: Demand", "id: Demand for", "span_types[0].id", "'Demand for' does not have the form ^[A-Za-z]"),
    "id of a category as a decimal": ("{id: pay,", "{id: 1.5,", "span_types[0].attributes[0].categories[0].id", "a whole number is expected, or text is expected"),
    "colour by name": ('colour: "#0072B2"', "colour: blue", "span_types[0].colour", "'blue' does not have the form"),
    "language": ("language: en", "language: e", "codebook.language", "does not have the form"),
    "hotkey of two characters": ('hotkey: "1"', 'hotkey: "F1"', "span_types[0].hotkey", "'F1' is more than one character"),
    "hotkey as a number": ('hotkey: "1"', "hotkey: 1", "span_types[0].hotkey", "text is expected"),
    "no span types": ("span_types:\n", "span_types: []\nothers:\n", "span_types", "at least one entry is expected"),
    "repeated type id": ("  - id: Party", "  - id: Demand", "span_types[1].id", "'Demand' is already the id of entry 1"),
    "repeated type code": ("    code: 2", "    code: 1", "span_types[1].code", "1 is already the code of entry 1"),
    "repeated type role": ("    role: actor", "    role: claim", "span_types[1].role", "'claim' is already the role of entry 1"),
    "repeated hotkey": ('hotkey: "2"', 'hotkey: "1"', "span_types[1].hotkey", "'1' is already the hotkey of entry 1"),
    "repeated attribute id": ("{id: cue,", "{id: topic,", "span_types[0].attributes[2].id", "'topic' is already the id of entry 1"),
    "repeated category id": ("{id: rest, code: 2", "{id: pay, code: 2", "span_types[0].attributes[0].categories[1].id", "already the id of entry 1"),
    "repeated category code": ("{id: rest, code: 2", "{id: rest, code: 1", "span_types[0].attributes[0].categories[1].code", "1 is already the code of entry 1"),
    "repeated category hotkey in another case": ("{id: pay, code: 1, definition: Wages.}, {id: rest, code: 2,", "{id: pay, code: 1, hotkey: P, definition: W.}, {id: rest, code: 2, hotkey: p,", "span_types[0].attributes[0].categories[1].hotkey", "'p' is already the hotkey of entry 1"),
    "unknown role of a type": ("    role: claim", "    role: clam", "span_types[0].role", "unknown role 'clam'; allowed are actor, claim, number, stance"),
    "role of another type": ("role: cue", "role: entity", "span_types[0].attributes[2].role", "unknown role 'entity'; allowed are attribution, certainty"),
    "unknown role of a relation": ("role: speaker", "role: says", "relations[0].role", "unknown role 'says'; allowed are contradiction"),
    "unknown role of a variable": ("label: Headline, role: headline", "label: Headline, role: title", "article_variables[0].role", "unknown role 'title'; allowed are byline"),
    "unknown role of a category": (CATEGORY, "{id: pay, code: 1, role: good, definition: W.}", "span_types[0].attributes[0].categories[0].role", "unknown role 'good'; allowed are actor"),
    "unknown role of a zone": ("{id: credit, code: 1,", "{id: credit, code: 1, role: zone,", "exclusion_zones[0].role", "unknown role 'zone'"),
    "category level without categories": ("label: Cue, role: cue, level: text", "label: Cue, role: cue, level: nominal", "span_types[0].attributes[2]", "level nominal needs categories or categories_from"),
    "categories at a level without": ("label: Topic, level: nominal", "label: Topic, level: text", "span_types[0].attributes[0].level", "level text takes no categories"),
    "value type that does not fit": ("label: Count, level: ratio", "label: Count, level: ratio, value_type: string", "span_types[0].attributes[3].value_type", "level ratio does not take string; allowed are number"),
    "link of a level that links nothing": ("label: Count, level: ratio", "label: Count, level: ratio, links_to: entity", "span_types[0].attributes[3].links_to", "level ratio links to nothing"),
    "borrowing from nothing": ("categories: [{id: mild, code: 1, definition: Asks.}, {id: firm, code: 2, definition: Insists.}]", "categories_from: Demand.tone", "span_types[0].attributes[1].categories_from", "'Demand.tone' has no categories; use Demand.topic"),
    "borrowing from a text": ("categories: [{id: mild, code: 1, definition: Asks.}, {id: firm, code: 2, definition: Insists.}]", "categories_from: headline", "span_types[0].attributes[1].categories_from", "'headline' has no categories; use Demand.topic"),
    "borrowing and owning": ("categories: [{id: mild,", "categories_from: Demand.topic, categories: [{id: mild,", "span_types[0].attributes[1].categories", "give categories or categories_from, not both"),
    "order with an unknown category": ("decision_order: [pay, rest]", "decision_order: [pay, sleep, rest]", "span_types[0].attributes[0].decision_order[1]", "'sleep' is no category; allowed are pay, rest"),
    "order with a category twice": ("decision_order: [pay, rest]", "decision_order: [pay, rest, pay]", "span_types[0].attributes[0].decision_order[2]", "'pay' stands twice"),
    "order that leaves one out": ("decision_order: [pay, rest]", "decision_order: [pay]", "span_types[0].attributes[0].decision_order", "'rest' is not in the order"),
    "default that is no category": ("required: true, definition: What about.", "required: true, default: sleep, definition: W.", "span_types[0].attributes[0].default", "has no category 'sleep'; allowed are pay, rest"),
    "default of another kind": ("label: Count, level: ratio", "label: Count, default: many, level: ratio", "span_types[0].attributes[3].default", "takes a number, not 'many'"),
    "inverse that is no category": (CATEGORY, "{id: pay, code: 1, inverse: sleep, definition: W.}", "span_types[0].attributes[0].categories[0].inverse", "'sleep' is no category; allowed are pay, rest"),
    "condition about nothing": ("{attribute: topic, operator: equals", "{attribute: theme, operator: equals", "span_types[0].attributes[1].visible_when.attribute", "there is no attribute 'theme' here; there are count, cue, force, topic"),
    "condition on an unknown category": ("operator: equals, value: pay", "operator: equals, value: sleep", "span_types[0].attributes[1].visible_when.value", "has no category 'sleep'; allowed are pay, rest"),
    "condition that needs a list": ("operator: equals, value: pay", "operator: in, value: pay", "span_types[0].attributes[1].visible_when.value", "in takes a list"),
    "condition that takes no list": ("operator: equals, value: pay", "operator: equals, value: [pay]", "span_types[0].attributes[1].visible_when.value", "equals takes one value, not a list"),
    "condition without a value": ("operator: equals, value: pay", "operator: equals", "span_types[0].attributes[1].visible_when", "equals needs a value"),
    "condition with a value too many": ("operator: equals, value: pay", "operator: is_set, value: pay", "span_types[0].attributes[1].visible_when.value", "is_set takes no value"),
    "condition on itself": ("{attribute: topic, operator: equals, value: pay}", "{attribute: force, operator: is_set}", "span_types[0].attributes[1].visible_when", "force is shown only when it is set itself"),
    "basis that is not there": ("label: Count, level: ratio", "label: Count, basis_attribute: how, level: ratio", "span_types[0].attributes[3].basis_attribute", "there is no attribute 'how' here; there are count, cue"),
    "relation from nothing": ("from: Demand", "from: [Demand, Wish]", "relations[0].from", "there is no span type 'Wish'; there are Demand, Party"),
    "relation to nothing": ("to: Party", "to: Crowd", "relations[0].to", "there is no span type 'Crowd'; there are Demand, Party"),
    "paths without order": ("ordered: false", "ordered: false, paths: true", "relations[0].paths", "only an ordered relation has paths"),
    "symmetric between unlike ends": ("symmetric: false", "symmetric: true", "relations[0].symmetric", "both ends must take the same span types"),
    "derived from nothing": ("label: Count, level: ratio", "label: Count, level: ratio, derived: {function: count, relations: [told_by]}", "span_types[0].attributes[3].derived.relations", "there is no relation 'told_by'; there are raised_by"),
    "derived through nothing": ("label: Count, level: ratio", "label: Count, level: ratio, derived: {function: has_rival, relations: [raised_by], through: x}", "span_types[0].attributes[3].derived.through", "there is no relation 'x'"),
    "derived by an unknown role": ("label: Count, level: ratio", "label: Count, level: ratio, derived: {function: has_rival, relations: [raised_by], only_roles: [bad]}", "span_types[0].attributes[3].derived.only_roles", "unknown role 'bad'; allowed are actor"),
    "colour outside the palette": ("language: en", 'language: en, palette: {sea: "#0072B2"}', "span_types[1].colour", "#D55E00 is not in the palette; it has #0072b2"),
    "missing code with another code": (CATEGORY, "{id: pay, code: 1, definition: W.}, {id: missing, code: 3, definition: W.}", "span_types[0].attributes[0].categories[1].code", "the missing code 'missing' has the code 99"),
    "category with the code of a missing code": (CATEGORY, "{id: pay, code: 98, definition: W.}", "span_types[0].attributes[0].categories[0].code", "98 is the code of the missing code 'not_determinable'"),
    "missing code that is a number": ("language: en", "language: en, missing_codes: [{id: 97, code: 97, definition: d}]", "codebook.missing_codes[0].id", "the id of a missing code is a word"),
    "note of a span type": ("{id: cue,", "{id: note,", "span_types[0].attributes[2].id", "'note' is a common attribute of every span and link already"),
    "note without its role": ("article_variables:", "common_attributes: [{id: note, label: N, level: text, required: false, definition: d}]\narticle_variables:", "common_attributes[0].role", "the attribute 'note' needs the role note"),
    "threshold above one": ("exclusion_zones:", "reliability: {thresholds: {reliable: 1.5}}\nexclusion_zones:", "reliability.thresholds.reliable", "1.5 is above 1"),
    "threshold as text": ("exclusion_zones:", 'reliability: {thresholds: {reliable: "0.8"}}\nexclusion_zones:', "reliability.thresholds.reliable", "a number is expected"),
    "endless threshold": ("exclusion_zones:", "reliability: {thresholds: {reliable: 1e999}}\nexclusion_zones:", "reliability.thresholds.reliable", "a finite number is expected"),
    "unknown threshold": ("exclusion_zones:", "reliability: {thresholds: {good: 0.5}}\nexclusion_zones:", "reliability.thresholds.good", "unknown key; allowed here are reliable, tentative"),
    "unknown matching": ("exclusion_zones:", "reliability: {matching: {rule: near}}\nexclusion_zones:", "reliability.matching.rule", "allowed are 'cover_shorter', 'iou' or 'any'"),
    "unknown key of matching": ("exclusion_zones:", "reliability: {matching: {rules: any}}\nexclusion_zones:", "reliability.matching.rules", "allowed here are rule, threshold"),
    "matching threshold as text": ("exclusion_zones:", 'reliability: {matching: {threshold: "0.5"}}\nexclusion_zones:', "reliability.matching", "threshold takes a number from 0 to 1"),
    "matching threshold below zero": ("exclusion_zones:", "reliability: {matching: {threshold: -1}}\nexclusion_zones:", "reliability.matching.threshold", "-1 is below 0"),
    "unknown bound": ("relations:\n", NUMBERS.replace("low: value", "low: most"), "number_rules.bounds.exact.low", "allowed are 'value', 'open', 'first', 'second' or 'table'"),
    "bounds of an unknown category": ("relations:\n", NUMBERS.replace("{exact:", "{vague:"), "number_rules.bounds.vague", "how has no category 'vague'; allowed are exact"),
    "kinds of an unknown category": ("relations:\n", NUMBERS.replace("}}}", "}}, kinds: {share: d}}"), "number_rules.kinds.share", "kind has no category 'share'; allowed are count"),
    "vague figure": ("relations:\n", NUMBERS.replace("}}}", "}}, vague_quantifiers: [{words: [few], low: some, high: 9}]}"), "number_rules.vague_quantifiers[0].low", "'some' is not allowed; allowed are 'open' or 'not_derivable'"),
    "registry field twice": ("exclusion_zones:", REGISTRY.replace("]", ", {id: key, level: text}]", 1) + "exclusion_zones:", "entity_registry.fields[1].id", "'key' is already the id of entry 1"),
    "registry field that borrows nothing": ("exclusion_zones:", REGISTRY.replace("level: text", "level: nominal, categories_from: Party.kind") + "exclusion_zones:", "entity_registry.fields[0].categories_from", "'Party.kind' has no categories; use Demand.force, Demand.topic"),
    "registry relation of an unknown role": ("exclusion_zones:", REGISTRY.replace("relations: []", "relations: [{id: m, code: 1, label: M, role: member, symmetric: false, definition: d}]") + "exclusion_zones:", "entity_registry.relations[0].role", "unknown role 'member'; allowed are member_of, part_of"),
    "registry relation with ends": ("exclusion_zones:", REGISTRY.replace("relations: []", "relations: [{id: m, code: 1, label: M, from: Party, symmetric: false, definition: d}]") + "exclusion_zones:", "entity_registry.relations[0].from", "unknown key; allowed here are id"),
    "unknown key of a registry field": ("exclusion_zones:", REGISTRY.replace("level: text", "level: text, order: 1") + "exclusion_zones:", "entity_registry.fields[0].order", "unknown key; allowed here are id"),
}
# fmt: on


@pytest.mark.parametrize("case", CASES)
def test_a_problem_names_its_line_its_path_and_what_is_allowed(case):
    old, new, path, said = CASES[case]
    text, line = broken(old, new)
    problems = problems_of(text)
    matching = [p for p in problems if f", {path}: " in p and said in p]
    assert matching, problems
    told = int(matching[0].removeprefix("line ").split(",")[0])
    if case == "colour outside the palette":
        line = text.splitlines().index('    colour: "#D55E00"') + 1
    if "is missing" in said or "is no word" in said:
        # There is no path to what is not there: its parent's line is told.
        assert told <= line
    else:
        assert line <= told <= line + new.count("\n") + 1


def test_all_problems_are_told_at_once_in_one_sentence_each():
    text = CODEBOOK.replace("title: Harbour talk, ", "").replace("level: ratio", "level: metric")
    with pytest.raises(CodebookError) as caught:
        load_codebook(text, source="talk.yaml")
    said = str(caught.value)
    assert said.startswith(
        "talk.yaml cannot be used as a codebook, 2 problems:\n  line 2, codebook.title"
    )
    assert len(caught.value.problems) == 2


def test_lines_are_those_of_the_file():
    problems = problems_of(CODEBOOK.replace("label: Party", "label: [Party]"))
    line = next(i for i, t in enumerate(CODEBOOK.splitlines(), 1) if "label: Party" in t)
    assert problems == (
        f"line {line}, span_types[1].label: text is expected (quote it if it looks like a number or a date)",
    )


def test_hundreds_of_problems_are_cut_and_counted():
    many = ", ".join(f"{{id: c{i}, code: 1, definition: d}}" for i in range(200))
    problems = problems_of(
        CODEBOOK.replace(CATEGORY, f"{CATEGORY}, {many}").replace(
            ", decision_order: [pay, rest]", ""
        )
    )
    assert len(problems) == 51
    assert problems[-1] == "and 150 more"


# --- hostile and broken files -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is no map of keys; a codebook starts with `format: 1`"),
        ("# nothing\n", "it is no map of keys"),
        ("- a\n- b\n", "it is no map of keys"),
        ("word", "it is no map of keys"),
        (
            "format: 1\ncodebook: &a {id: x}\n",
            "line 2: anchors and aliases are not allowed; write the text out",
        ),
        ("format: 1\ncodebook: *a\n", "line 2: anchors and aliases are not allowed"),
        ("format: !!int 1\n", "line 1: tags such as tag:yaml.org,2002:int are not allowed"),
        ("x: !!python/object/apply:os.system [ls]\n", "line 1: tags such as"),
        ("format: ! 1\n", "line 1: tags such as"),
        ("format: 1\n---\nformat: 1\n", "line 2, column 1: it is not YAML"),
        ("format: [1\n", "it is not YAML"),
        ("format: 1\n\tcodebook: x\n", "line 2, column 1: it is not YAML"),
        ("format: 'open\n", "it is not YAML"),
        ("a: " + "[" * 500, "line 1: nested deeper than 24 levels"),
        ("a: " + "[" * 10_000, "nest"),
        ("a: " + "{b: " * 30 + "1" + "}" * 30, "nested deeper than 24 levels"),
        ("#" + "x" * MAX_CHARACTERS, "a codebook has up to 4,000,000"),
        ("format: 1\x00", "it holds a NUL character; save the file as UTF-8"),
        ("format: \ud800", "half of a surrogate pair"),
        ("format: \x07", "it is not YAML"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text, said):
    (problem,) = problems_of(text)
    assert said in problem


def test_a_hundred_thousand_aliases_are_refused_at_the_first():
    bomb = "a: &a [x, x]\nb: [" + ", ".join(["*a"] * 100_000) + "]\n"
    assert problems_of(bomb) == ("line 1: anchors and aliases are not allowed; write the text out",)


def test_words_that_older_yaml_took_for_something_else_are_words():
    text = CODEBOOK.replace("{id: rest, code: 2", "{id: no, code: 010").replace(
        "[pay, rest]", "[pay, no]"
    )
    categories = load_codebook(text).span_type("Demand").attribute("topic").categories
    assert [(c.id, c.code) for c in categories] == [("pay", 1), ("no", 10)]
    dated = CODEBOOK.replace("title: Harbour talk", "title: 2026-03-01")
    assert load_codebook(dated).title == "2026-03-01"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    codebook = load_codebook("\ufeff" + CODEBOOK.replace("\n", "\r\n"))
    assert codebook.title == "Harbour talk"


def test_the_same_key_twice_far_apart_is_told_for_relations_that_share_a_start():
    second = "  - {id: denied_by, code: 2, label: Denied by, hotkey: R, from: [Demand, Party], to: Party, cardinality: 0..1, ordered: false, symmetric: false, scope: within_article, definition: d}\n"
    text = CODEBOOK.replace("role: speaker", "role: speaker, hotkey: r").replace(
        "article_variables:", second + "article_variables:"
    )
    (problem,) = problems_of(text)
    line = text.splitlines().index(second.rstrip()) + 1
    assert problem == f"line {line}, relations[1].hotkey: 'r' is already the hotkey of entry 1"
    apart = text.replace("from: [Demand, Party]", "from: Party")
    assert load_codebook(apart).relation("denied_by").hotkey == "R"


def borrowed(text: str, variable_id: str) -> Sequence[Category]:
    variable = load_codebook(text).find_variable(variable_id)
    assert variable is not None
    return variable.categories


def test_a_borrowed_list_may_be_borrowed_again_but_not_in_a_circle():
    own = "categories: [{id: mild, code: 1, definition: Asks.}, {id: firm, code: 2, definition: Insists.}]"
    variables = "\n  - {id: loudest, label: L, level: ordinal, required: false, definition: d, categories_from: Demand.force}"
    text = CODEBOOK.replace("article_variables:", "article_variables:" + variables)
    assert [c.id for c in borrowed(text, "loudest")] == [
        "mild",
        "firm",
    ]
    further = text + "  - {id: x, code: 2, definition: d}\n"
    again = further.replace(
        "categories_from: Demand.force}",
        "categories_from: Demand.force}\n  - {id: last, label: L, level: ordinal, required: false, definition: d, categories_from: loudest}",
    )
    assert [c.id for c in borrowed(again, "last")] == ["mild", "firm"]
    circle = text.replace(own, "categories_from: loudest")
    assert any("'loudest' has no categories; use Demand.topic" in p for p in problems_of(circle))


def test_a_missing_code_may_be_default_condition_and_repeated_category():
    text = CODEBOOK.replace(CATEGORY, CATEGORY + ", {id: not_applicable, code: 97, definition: d}")
    text = text.replace("[pay, rest]", "[not_applicable, pay, rest]")
    text = text.replace(
        "required: true, definition: What about.",
        "required: true, default: not_determinable, definition: W.",
    )
    text = text.replace("operator: equals, value: pay", "operator: not_in, value: [missing, pay]")
    assert load_codebook(text).span_type("Demand").attribute("topic").default == "not_determinable"
    assert any(
        "cue" in p for p in problems_of(text.replace("label: Cue", "label: Cue, default: 3"))
    )


# --- every mutilation is a sentence ---------------------------------------------------------------


@settings(max_examples=60)
@given(data=st.data())
def test_a_mutilated_codebook_loads_or_is_refused_with_lines(data):
    lines = CODEBOOK.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(lines) - 1))
        line = lines[index]
        how = data.draw(st.sampled_from(["drop", "double", "cut", "null", "list", "indent"]))
        cut = data.draw(st.integers(0, len(line)))
        lines[index] = {
            "drop": "",
            "double": line * 2,
            "cut": line[:cut] + "\n",
            "null": line.split(":")[0] + ":\n",
            "list": line.split(":")[0] + ": [1, {a: b}]\n",
            "indent": "  " + line,
        }[how]
    try:
        load_codebook("".join(lines))
    except CodebookError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.startswith(("line ", "it ", "and "))


def test_the_studys_codebook_loads_in_a_blink():
    text = codebook_path("refusal_news").read_text("utf-8")
    start = time.perf_counter()
    load_codebook(text)
    assert time.perf_counter() - start < 2
