"""What stands behind the figures of a comparison, all of it in one value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from refusal_annotator.agreement.category_figures import category_figures
from refusal_annotator.agreement.coder_figures import coder_figures, coder_spans
from refusal_annotator.agreement.groups import Material
from refusal_annotator.agreement.pair_figures import PairTables, pair_figures, span_pair_figures
from refusal_annotator.agreement.part_figures import part_figures
from refusal_annotator.agreement.text_figures import text_figures
from refusal_annotator.agreement.values import Compared, Engine
from refusal_annotator.agreement.variable_tables import variable_table
from refusal_annotator.domain.comparison import MatchedGroup
from refusal_annotator.domain.diagnostics import Diagnostics, SampleFigures


def diagnose(
    material: Material,
    compared: Sequence[Compared],
    groups: Sequence[MatchedGroup],
    engine: Engine,
    step: Callable[[str], None],
) -> Diagnostics:
    """Return figures per variable, category, coder, pair, part of the data, and text."""
    step("Values unit by unit")
    variables = tuple(variable_table(material, one, groups) for one in compared)
    step("Categories")
    categories = tuple(f for one in compared for f in category_figures(material, one, engine))
    step("Pairs of coders")
    tables = [PairTables(one) for one in compared]
    pairs = [f for one in tables for f in pair_figures(material, one)]
    step("Spans of pairs of coders")
    pairs += span_pair_figures(material)
    step("Coders")
    coders = tuple(f for one in tables for f in coder_figures(material, one))
    spans = tuple(coder_spans(material, groups))
    step("Parts of the data")
    parts = tuple(part_figures(material, compared, engine))
    step("Texts")
    texts = tuple(text_figures(material))
    return Diagnostics(
        variables,
        categories,
        coders,
        spans,
        tuple(pairs),
        parts,
        texts,
        sample_figures(material),
    )


def sample_figures(material: Material) -> SampleFigures:
    """Return what was coded twice of what there is."""
    n_coded = sum(bool(codings) for codings in material.codings.values())
    return SampleFigures(
        material.input.population or len(material.input.articles),
        n_coded,
        len(material.compared_articles),
        len(material.coder_ids),
        material.input.sampling,
    )
