"""A real article coded by keyboard alone and by mouse: both give what was meant, and the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, IN_CI
from tests.journeys.by_hand import code_by_hand

# Of the 68 spans of the article; `make soak` codes them all.
SOME = 10
EVERY = 68


@pytest.mark.parametrize("coder", ["keyboard", "mouse"])
def test_what_was_meant_is_what_is_there_after_a_restart(window, shared_dir, tmp_path, coder):
    meant, coded = code_by_hand(window, shared_dir, tmp_path / "study", coder, "qt", SOME)
    assert len(meant.spans) == SOME
    assert {p[0] for p in meant.spans} >= {"Claim", "Actor", "Number"}
    assert meant.links and meant.article
    assert coded == meant


@pytest.mark.soak
def test_keyboard_and_mouse_give_the_same_in_a_window_on_a_display(
    shared_dir, tmp_path, soak_share
):
    """Keys and clicks come from the X server, as from a coder's own."""
    if not os.environ.get("DISPLAY") or shutil.which("xdotool") is None:
        reason = "no display with xdotool (apt: xvfb, xdotool)"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    spans = max(SOME, round(EVERY * soak_share))
    results = {
        coder: _in_its_own_process(shared_dir, tmp_path / coder, coder, spans)
        for coder in ("keyboard", "mouse")
    }
    for result in results.values():
        assert len(result["coded"]["spans"]) == spans
        assert result["coded"] == result["meant"]
    assert results["keyboard"]["coded"] == results["mouse"]["coded"]


def _in_its_own_process(shared: Path, out: Path, coder: str, spans: int) -> dict:
    out.mkdir()
    words = [str(shared), str(out), "--coder", coder, "--input", "x", "--spans", str(spans)]
    settings = {"QT_QPA_PLATFORM": "xcb", "REFUSAL_ANNOTATOR_CONFIG_DIR": str(out / "settings")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.by_hand", *words],
        cwd=CHECKOUT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((out / "result.json").read_text("utf-8"))
