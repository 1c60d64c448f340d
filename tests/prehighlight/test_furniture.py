from __future__ import annotations

import pytest

from refusal_annotator.prehighlight.zones import find_zones

TITLE = "Ferry crews stay ashore over unpaid bonuses"
BODY = """The crews of nine ferries stayed ashore on Monday, the union said.

The port could not be reached for a comment on the matter.

Talks are to go on in the harbour office on Thursday afternoon."""


def kinds(text: str) -> dict[str, str]:
    """Kind of each line that is a zone as a whole."""
    return {text[z.start : z.end]: z.kind for z in find_zones(text)}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mara Holm, transport correspondent", "byline"),
        ("EXCLUSIVE by MARA HOLM", "byline"),
        ("Compiled by Mara Holm and Ivo Lind", "credit"),
        ("By our correspondent in Westport", "byline"),
        ("Harbour Gazette Staff", "byline"),
        ("Mara Holm | Harbour Gazette", "byline"),
        ("Reading time: 5 minutes", "navigation"),
        ("12th May", "navigation"),
        ("UPDATED 14:20, 3 MAY 2031", "navigation"),
        ("A ferry at the quay on Monday (Pic: Ivo Lind)", "caption"),
    ],
)
def test_lines_under_the_title(line: str, kind: str) -> None:
    found = kinds(f"{TITLE}\n\n{line}\n\n{BODY}")
    assert found[line] == kind
    assert TITLE not in found


@pytest.mark.parametrize("label", ["LIVE", "World News", "Explainer", "Home / Region / Westport"])
def test_labels_over_the_title(label: str) -> None:
    found = kinds(f"{label}\n\n{TITLE}\n\n{BODY}")
    assert found[label] == "navigation"
    assert TITLE not in found


@pytest.mark.parametrize(
    "line",
    [
        "Want more stories like this? Get the Gazette app",
        "Get alerts: download the Gazette app",
        "Reach Mara Holm at 555-0138. Support local journalism: subscribe to the Gazette.",
        "Was this useful? Write to us at desk@gazette.example",
        "Like our page to get the day’s five stories",
        "SHARE | COMMENTS (214)",
        "Comments (12)",
        "Related: Five things to know about ferries",
        "More from Westport: Harbour baths to close",
        "Article continues below ad",
        "Publicity",
        "Note translated automatically.",
        "Mara Holm is a reporter based in Westport.",
        "Editor's note: an earlier version gave another figure.",
        "Bakers join the strike",
    ],
)
def test_lines_behind_the_body(line: str) -> None:
    found = kinds(f"{TITLE}\n\nBy Mara Holm\n\n{BODY}\n\n{line}")
    assert line in found


def test_paragraphs_and_calls_that_are_quoted_stay() -> None:
    text = f"{TITLE}\n\n{BODY}\n\n“Get the app and read our stories,” said Mara Holm."
    assert kinds(text) == {}


def test_times_of_a_running_report_stay_and_signatures_go() -> None:
    text = f"{TITLE}\n\n14:30\nMara Holm in Westport\n{BODY}"
    assert kinds(text) == {"Mara Holm in Westport": "byline"}


@pytest.mark.parametrize(
    "opening",
    [
        "WESTPORT, Norland, 9 May (Seawire) — ",
        "WESTPORT, Oct 9 (Seawire) - ",
        "WESTPORT (Seawire) -- ",
        "Westport, Norland (Seawire) – ",
        "Westport — ",
    ],
)
def test_datelines(opening: str) -> None:
    text = f"{TITLE}\n\n{opening}{BODY}"
    assert kinds(text) == {opening: "dateline"}


def test_a_title_with_a_label_is_no_dateline() -> None:
    text = f"LIVE: {TITLE}\n\n{BODY}"
    assert kinds(text) == {}
