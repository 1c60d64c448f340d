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
        ("A ferry at Westport harbour at noon. Ivo Lind/Norland Press", "caption"),
        ("Ferries at the quay in Westport. (Ivo Lind for the Gazette)", "caption"),
        ("The ferry Tern in Westport in 2029.", "caption"),
        ("Image caption, Crews left the ferry Tern at noon", "caption"),
        ("Last modified on Tue 4 May 2031 09.12", "navigation"),
        ("Add us as a preferred source on Search", "plug"),
        ("Ivo Lind is following the talks", "byline"),
        ("Live updates from Ivo Lind in Westport", "byline"),
        ("As told to Ivo Lind by two people on board", "byline"),
        ("Posted 8 March by Gazette editors | 2 comments", "byline"),
        ("Posted on March 8 by admin | 2 comments", "byline"),
        ("A column by Mara Holm, who lives on the quay", "byline"),
        ("From Mara Holm, who sails with the crews", "byline"),
        ("Our harbour editor Mara Holm looks at the case", "byline"),
        ("The columnist Ivo Lind thinks the crews are right", "byline"),
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
        "Mara Holm has covered ports for the Gazette since 2019.",
        "Mara covers ports and shipping.",
        "Ivo Lind contributed from Sundby.",
        "With reporting by Seawire.",
        "— With files from Seawire",
        "— Seawire",
        "This article was originally written in Norlandish.",
        "(Except for the headline, this story has not been edited by our staff.)",
        "The views expressed in this article are the author's own.",
        "This material may not be published or redistributed without permission.",
        "Comments are closed.",
        "Report a correction or typo.",
        "Was this article helpful?",
        "Our Standards: The Harbour Gazette Trust Principles.",
        "A version of this article appears in print on May 4, Section A, Page 6.",
        "Seawire receives support for its coverage from several foundations.",
    ],
)
def test_lines_behind_the_body(line: str) -> None:
    found = kinds(f"{TITLE}\n\nBy Mara Holm\n\n{BODY}\n\n{line}")
    assert line in found


@pytest.mark.parametrize(
    "line",
    [
        "Read | Minister says ferry bonuses will be paid",
        "list 1 of 3Minister refuses to meet the crews",
        "By signing up, you agree to our terms of use and privacy policy.",
        "Thank you for signing up!",
        "(Advertisement)",
        "Privacy Notice: Newsletters may contain online ads.",
        "A post shared by Mara Holm (@maraholm)",
        "— Mara Holm (@maraholm) May 3, 2031",
        "This content is hosted by a third party.",
        "To play this video you need to enable JavaScript in your browser.",
        "Our journalism is funded by readers like you.",
        "FILE - A ferry lies at the quay in Westport, May 3, 2031. (Ivo Lind, File)",
    ],
)
def test_lines_between_paragraphs(line: str) -> None:
    first, rest = BODY.split("\n\n", 1)
    found = kinds(f"{TITLE}\n\nBy Mara Holm\n\n{first}\n\n{line}\n\n{rest}")
    assert set(found) == {"By Mara Holm", line}


@pytest.mark.parametrize(
    "line",
    [
        "The league receives support from forty donors in Sundby and abroad.",
        "By signing the paper the crews agreed to come back on Thursday.",
        "The report was published on Monday by the harbour office.",
        "Norland contributed 40 boats to the search, the ministry said.",
        "The clip was not available to crews, the union said.",
        "This text was provided to the port on Friday, a lawyer said.",
        "The views expressed by crews differ, Latu said.",
        "– Nine boats stay ashore",
        "In 2029 the ferry Tern was sold.",
        "The port stood still on Monday.",
    ],
)
def test_sentences_that_look_like_furniture_stay(line: str) -> None:
    for text in (f"{TITLE}\n\n{line}\n\n{BODY}", f"{TITLE}\n\n{BODY}\n\n{line}"):
        assert line not in kinds(text)


@pytest.mark.parametrize("title", ["Nine Dead in Ferry Fire", "Ferry Crews Strike in Westport"])
def test_a_title_in_capitals_with_a_place_is_no_byline(title: str) -> None:
    assert kinds(f"{title}\n\nUnion says the deal is close after a night of talks\n\n{BODY}") == {}


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
        "Westport, Seawire — ",
        "Seawire/Westport – ",
        "WESTPORT.— ",
        "WESTPORT | ",
        "Westport (Seawire) ",
        "Westport - ",
        "Port of Westport — ",
        "WESTPORT, 3 May. ",
        "(Seawire) — ",
        "Westport—",
    ],
)
def test_datelines(opening: str) -> None:
    text = f"{TITLE}\n\n{opening}{BODY}"
    assert kinds(text) == {opening: "dateline"}


def test_a_title_with_a_label_is_no_dateline() -> None:
    text = f"LIVE: {TITLE}\n\n{BODY}"
    assert kinds(text) == {}


@pytest.mark.parametrize("slug", ["UPDATE 2-", "FACTBOX-", "EXCLUSIVE - "])
def test_what_wires_put_before_a_title(slug: str) -> None:
    assert kinds(f"{slug}{TITLE}\n\n{BODY}") == {slug: "navigation"}


def test_an_outlet_behind_the_title() -> None:
    assert kinds(f"{TITLE} | Westport Mail\n\n{BODY}") == {" | Westport Mail": "navigation"}
    assert kinds(f"{TITLE} - Harbour Gazette\n\n{BODY}") == {" - Harbour Gazette": "navigation"}
    assert kinds(f"{TITLE} - at last\n\n{BODY}") == {}


@pytest.mark.parametrize("piece", ["AB-", "Ab/", "AB, ", "Ab of "])
def test_long_rows_of_capitals_take_no_time(piece: str) -> None:
    text = f"{TITLE}\n\n{piece * 2000}.\n\n{BODY}"
    assert all(zone.kind != "dateline" for zone in find_zones(text))


@pytest.mark.parametrize("head", ["More on this story", "Most read today", "Keep reading"])
def test_a_list_under_its_heading_teases_other_articles(head):
    teasers = "Five crossings moved to June\nHow LTU became the watchdog of the island."
    found = kinds(f"{TITLE}\n\n{BODY}\n\n{head}\n{teasers}\n\n\N{COPYRIGHT SIGN} Harbour Gazette")
    assert any(line.endswith("watchdog of the island.") for line in found), found


def test_a_paragraph_below_a_heading_and_an_empty_line_is_text():
    more = "The owners said on Friday that the talks with the crews would go on."
    found = kinds(
        f"{TITLE}\n\n{BODY}\n\nMore on the talks of the crews\n\n{more}\n\n{more[:-1]} soon."
    )
    assert not any(more in line for line in found)


def test_an_outlet_with_its_tag_line_over_the_title_is_navigation():
    line = "Westport Morning Mail - all news, all day"
    for title in (TITLE, "Crews of ferries stay ashore"):
        assert kinds(f"{line}\n\n{title}\n\n{BODY}") == {line: "navigation"}
