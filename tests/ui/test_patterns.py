from __future__ import annotations

import pytest

from refusal_annotator.ui.patterns import bar_tile, lane_tile
from refusal_annotator.ui.theme import PATTERNS

INK = 0xFF000000


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("dashed", [False, True])
def test_every_pattern_is_another_picture(qapp, ratio, dashed) -> None:
    for tile in (lane_tile, bar_tile):
        images = [tile(pattern, INK, dashed, ratio).toImage() for pattern in PATTERNS]
        for i, image in enumerate(images):
            assert all(image != other for other in images[i + 1 :])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_suggestion_has_gaps(qapp, pattern) -> None:
    image = lane_tile(pattern, INK, True, 1.0).toImage()
    for x in (6, 9, 16, 59):
        assert not any(image.pixelColor(x, y).alpha() for y in range(image.height()))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_tiles_join_without_a_seam(qapp, pattern) -> None:
    # What is drawn right after the joint is what is drawn one period before it.
    image = lane_tile(pattern, INK, False, 1.0).toImage()
    for y in range(image.height()):
        first = image.pixelColor(0, y).alpha()
        period = image.pixelColor(30, y).alpha()
        assert abs(first - period) <= 1
