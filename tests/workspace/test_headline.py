"""Where the title of a copied page stands, on pages of our own."""

from __future__ import annotations

import pytest

from refusal_annotator.domain.text import compute_borders
from refusal_annotator.workspace.corpus import guess_headline

BODY = "The ferry did not sail on Monday, and nobody said why it stayed."

PAGES = {
    "first line": ("Ferry stays in port again\n\n{body}\n", "Ferry stays in port again"),
    "below navigation": (
        "Home > News > Harbour\nLog in\nFerry stays in port again\nBy Ann Holm\n\n{body}\n",
        "Ferry stays in port again",
    ),
    "given twice": (
        "Mole Gazette daily news site\nFerry stays in port again\n{body}\n"
        "You have read: Ferry stays in port again\n",
        "Ferry stays in port again",
    ),
    "after a dateline line": (
        "Published 3 March 2031\n• Strike\nCrews ask who signed the order\n{body}\n",
        "Crews ask who signed the order",
    ),
    "a question in quotes": (
        "‘Who would sail in this?’ ask stokers\n{body}\n",
        "‘Who would sail in this?’ ask stokers",
    ),
    "after an emoji": (
        "👩🏽‍✈️ Pilots stay ashore for good\n{body}\n",
        "👩🏽‍✈️ Pilots stay ashore for good",
    ),
}


@pytest.mark.parametrize("name", [*PAGES])
def test_the_title_is_found(name: str) -> None:
    page, title = PAGES[name]
    text = page.format(body=BODY)
    place = guess_headline(text, compute_borders(text))
    assert place is not None
    assert text[slice(*place)] == title


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\nMore of the same follows here\n",
        "",
        "\n \n",
        "Menu\nNews\nLog in",
        "• one point in a list of them\n" + BODY,
    ],
)
def test_a_page_without_a_title(text: str) -> None:
    assert guess_headline(text, compute_borders(text)) is None
