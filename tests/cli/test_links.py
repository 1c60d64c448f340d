"""Places and links on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.workspace.places import link_to
from refusal_annotator.workspace.project import OpenProject
from tests.cli.conftest import Run

ADDRESS = (
    "refusal-annotator://open/1d0c9b8a-7f6e-4d5c-8b4a-392817060504/"
    "0f1e2d3c-4b5a-4697-8876-655443322110?at=4-9"
)


class Window:
    """Where places are shown: remembers what it was asked."""

    def __init__(self) -> None:
        self.shown: list[tuple[PlaceLink, Path | None]] = []

    def __call__(self, place: PlaceLink, project: Path | None) -> int:
        self.shown.append((place, project))
        return 0


def test_open_shows_a_place(run: Run, sample: Path) -> None:
    window = Window()
    assert run("open", sample, "--at", "5:29-118", go_to_place=window).code == 0
    (place, folder) = window.shown[0]
    with OpenProject.open(sample, read_only=True) as project:
        assert place == link_to(project, "05_daily_trumpet:29-118")
    assert (folder, place.extent) == (sample, (29, 118))
    assert run("open", sample, "--at", "05", go_to_place=window).code == 0
    assert window.shown[1][0].extent is None


def test_open_shows_a_place_of_a_project_that_a_window_holds(run: Run, sample: Path) -> None:
    window = Window()
    with OpenProject.open(sample):
        assert run("open", sample, "--at", "5:29", go_to_place=window).code == 0
    assert window.shown[0][0].extent == (29, 29)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("99:1-2", "names no article of this project"),
        ("05:9-2", "ends before it starts"),
        ("05:1-999999", "so there is no place 1 to 999999 in it"),
    ],
)
def test_a_place_that_there_is_not(run: Run, sample: Path, written: str, why: str) -> None:
    window = Window()
    ran = run("open", sample, "--at", written, go_to_place=window)
    assert ran.code == 1 and why in ran.err
    assert not window.shown


def test_open_link_hands_the_place_on(run: Run) -> None:
    window = Window()
    assert run("open-link", ADDRESS, go_to_place=window).code == 0
    assert [(place.address, folder) for place, folder in window.shown] == [(ADDRESS, None)]


@pytest.mark.parametrize("address", ["https://example.org", "refusal-annotator://quit", "x" * 500])
def test_open_link_takes_nothing_but_places(run: Run, address: str) -> None:
    window = Window()
    ran = run("open-link", address, go_to_place=window)
    assert ran.code == 1 and "link" in ran.err
    assert not window.shown


def test_open_link_takes_one_argument_and_no_options(run: Run) -> None:
    window = Window()
    assert run("open-link", ADDRESS, "another", go_to_place=window).code == 2
    assert run("open-link", ADDRESS, "--project", "x", go_to_place=window).code == 2
    assert not window.shown


def test_without_a_window_it_is_said(run: Run) -> None:
    ran = run("open-link", ADDRESS)
    assert ran.code == 1 and "no window" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="writes where Linux looks")
def test_links_are_registered_and_taken_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    nobody = "Links from workbooks are not opened by any program."
    assert run("links").lines == run("links", "--status").lines == [nobody]
    assert run("links", "--register").lines == [
        "Links from workbooks are opened in Refusal Annotator."
    ]
    assert "opened in Refusal Annotator" in run("links").out
    assert run("links", "--unregister").lines == [nobody]
    assert run("links", "--register", "--unregister").code == 2
