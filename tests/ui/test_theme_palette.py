"""Every colour pair that a person has to tell apart, in every theme, and under three simulations.

Limits: text 4.5:1; outlines, focus, lines and marks 3:1 on every plane they stand on; CIEDE2000
between any two span lines at least 12, strong fills 6, coders 16.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refusal_annotator.ui.colour import (
    ciede2000,
    contrast,
    from_oklch,
    simulate,
    smallest_distance,
    to_oklch,
)
from refusal_annotator.ui.theme import THEMES, Theme, load_theme

TEXT, LINE = 4.5, 3.0
STUDY = [("a", "#0072B2", "A"), ("b", "#009E73", "B"), ("c", "#E69F00", "C"), ("d", "#CC79A7", "D")]
OTHER = [("a", "#D55E00", "A"), ("b", "#56B4E9", "B"), ("c", "#6A51A3", "C"), ("d", "#4D8B31", "D")]
HEXES = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")


def pairs(theme: Theme) -> list[tuple[str, str, str, float]]:
    role = theme.hex
    found = []
    for plane in ("window", "surface", "raised", "hover"):
        found += [(f"{n} on {plane}", role(n), role(plane), TEXT) for n in ("text", "text_muted")]
        marks = ("border", "focus", "accent")
        found += [(f"{n} on {plane}", role(n), role(plane), LINE) for n in marks]
    found.append(("zone_text", role("zone_text"), role("surface"), TEXT))
    found.append(("on_accent", role("on_accent"), role("accent"), TEXT))
    found.append(("missing", role("missing"), role("surface"), LINE))
    planes = ("selection", "selection_preview", "pressed")
    found += [(f"text on {n}", role("text"), role(n), TEXT) for n in planes]
    for state in ("success", "warning", "danger", "gold"):
        for plane in ("surface", "raised", "window", f"{state}_fill"):
            found.append((f"{state} on {plane}", role(state), role(plane), TEXT))
        found.append((f"text on {state}_fill", role("text"), role(f"{state}_fill"), TEXT))
    found += [
        (f"coder {n} on {plane}", colour, role(plane), LINE)
        for n, colour in enumerate(theme.coders, 1)
        for plane in ("surface", "raised")
    ]
    return found + span_pairs(theme)


def span_pairs(theme: Theme) -> list[tuple[str, str, str, float]]:
    role, spans = theme.hex, theme.spans.values()
    found = []
    for span in spans:
        for fill in (span.fill, span.fill_strong):
            found.append((f"text on {span.key} {fill}", role("text"), fill, TEXT))
            found.append((f"chip text of {span.key} on {fill}", span.chip_text, fill, TEXT))
        for other in spans:
            for fill in (other.fill, other.fill_strong):
                found.append((f"{span.key} line on {other.key} {fill}", span.line, fill, LINE))
        for plane in ("window", "surface", "raised"):
            found.append((f"{span.key} line on {plane}", span.line, role(plane), LINE))
        found.append((f"{span.key} chip text", span.chip_text, role("raised"), TEXT))
    return found


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_has_contrast(name) -> None:
    checked = pairs(load_theme(name).with_types(STUDY))
    assert len(checked) >= 118
    low = [
        (what, round(contrast(a, b), 2)) for what, a, b, limit in checked if contrast(a, b) < limit
    ]
    assert low == []


@pytest.mark.parametrize("name", THEMES)
def test_the_study_is_told_apart_in_every_kind_of_vision(name) -> None:
    theme = load_theme(name).with_types(STUDY)
    assert smallest_distance([s.line for s in theme.spans.values()]) >= 12
    assert smallest_distance([s.fill_strong for s in theme.spans.values()]) >= 6
    assert smallest_distance(theme.coders) >= 16


@pytest.mark.parametrize("name", THEMES)
def test_another_codebook_is_told_apart_too(name) -> None:
    theme = load_theme(name).with_types(OTHER)
    low = [
        (w, round(contrast(a, b), 2))
        for w, a, b, limit in span_pairs(theme)
        if contrast(a, b) < limit
    ]
    assert low == []
    assert smallest_distance([s.line for s in theme.spans.values()]) >= 12


@pytest.mark.parametrize("name", THEMES)
@settings(max_examples=15)
@given(colours=st.lists(HEXES, min_size=1, max_size=6))
def test_any_codebook_has_contrast(name, colours) -> None:
    types = [(f"t{n}", colour, "T") for n, colour in enumerate(colours)]
    theme = load_theme(name).with_types(types)
    low = [
        (what, a, b, round(contrast(a, b), 2))
        for what, a, b, limit in span_pairs(theme)
        if contrast(a, b) < limit
    ]
    assert low == []


@given(HEXES)
def test_oklch_comes_back(colour) -> None:
    again = from_oklch(*to_oklch(colour))
    assert ciede2000(colour, again) < 1.5


# Pairs of the published test data of CIEDE2000 need Lab input; these are known sRGB facts instead.
def test_known_contrasts() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_grey_is_grey_in_every_vision() -> None:
    for vision in ("protanopia", "deuteranopia", "tritanopia"):
        assert ciede2000(simulate("#808080", vision), "#808080") < 1
