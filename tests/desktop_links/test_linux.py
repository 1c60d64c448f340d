"""Links on Linux: what is written, what of others stays, and that the system understands it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refusal_annotator.desktop_links import DesktopLinkError, base, linux

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for freedesktop systems")

OTHERS = (
    "# my own\n[Added Associations]\ntext/plain=editor.desktop;\n\n"
    "[Default Applications]\ntext/html=browser.desktop\n"
)


@pytest.fixture(params=["with xdg-mime", "without"])
def tools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, home: Path) -> str:
    """The system's own programs, and a system that has none of them."""
    if request.param == "without":
        empty = home / "bin"
        empty.mkdir()
        monkeypatch.setenv("PATH", str(empty))
    elif shutil.which("xdg-mime") is None:
        pytest.skip("xdg-mime is not installed (apt: xdg-utils)")
    return request.param


def test_on_and_off_again_leaves_what_was_there(home: Path, tools: str) -> None:
    handler = linux.LinuxLinks()
    linux.mimeapps_file().parent.mkdir()
    linux.mimeapps_file().write_text(OTHERS, "utf-8")
    assert handler.state().opened_by == "nobody"
    handler.register()
    assert handler.state().on
    listed = linux.mimeapps_file().read_text("utf-8")
    assert "text/html=browser.desktop" in listed and "# my own" in listed
    handler.register()
    assert linux.mimeapps_file().read_text("utf-8") == listed
    handler.unregister()
    assert handler.state().opened_by == "nobody"
    left = linux.mimeapps_file().read_text("utf-8")
    assert [line for line in left.splitlines() if line] == [
        line for line in OTHERS.splitlines() if line
    ]
    # The index of the desktop is not ours: its program keeps it.
    files = {path.name for path in home.rglob("*") if path.is_file()}
    assert files <= {"mimeapps.list", "mimeinfo.cache"}
    handler.unregister()


def test_the_system_names_us_and_runs_us(home: Path) -> None:
    if shutil.which("xdg-mime") is None:
        pytest.skip("xdg-mime is not installed (apt: xdg-utils)")
    linux.LinuxLinks().register()
    asked = subprocess.run(
        ["xdg-mime", "query", "default", linux.MIME], capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == linux.FILE
    if shutil.which("desktop-file-validate"):
        checked = subprocess.run(
            ["desktop-file-validate", str(linux.desktop_file())], capture_output=True, text=True
        )
        assert (checked.returncode, checked.stdout) == (0, "")


def test_the_command_is_this_installation(home: Path) -> None:
    linux.LinuxLinks().register()
    content = linux.desktop_file().read_text("utf-8")
    command = next(x for x in content.splitlines() if x.startswith("Exec=")).removeprefix("Exec=")
    program, *rest = shlex.split(command)
    assert rest[-2:] == ["open-link", "%u"]
    assert os.access(program, os.X_OK)
    assert f"MimeType=x-scheme-handler/{base.__name__.split('.')[0].replace('_', '-')};" in content


def test_another_program_and_another_installation_are_told(home: Path) -> None:
    handler = linux.LinuxLinks()
    handler.register()
    text = linux.desktop_file().read_text("utf-8").replace("Exec=", "Exec=/else/where")
    linux.desktop_file().write_text(text, "utf-8")
    state = handler.state()
    assert not state.on and "/else/where" in state.sentence
    linux.mimeapps_file().write_text(f"{linux.DEFAULTS}\n{linux.MIME}=quay.desktop;\n", "utf-8")
    assert "quay.desktop" in handler.state().sentence
    handler.register()
    assert handler.state().on
    handler.unregister()
    assert linux.FILE not in linux.mimeapps_file().read_text("utf-8")


def test_a_list_that_cannot_be_written_is_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "share").write_text("in the way", "utf-8")
    with pytest.raises(DesktopLinkError, match="cannot be written"):
        linux.LinuxLinks().register()


def test_a_list_kept_elsewhere_stays_a_link_to_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))
    kept = home / "dotfiles.list"
    kept.write_text(OTHERS, "utf-8")
    kept.chmod(0o600)
    linux.mimeapps_file().parent.mkdir()
    linux.mimeapps_file().symlink_to(kept)
    linux.LinuxLinks().register()
    assert linux.mimeapps_file().is_symlink()
    assert linux.FILE in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600


lines = st.sampled_from(
    [
        "",
        "# note",
        "[Added Associations]",
        "[Default Applications]",
        "text/html=browser.desktop",
        f"{linux.MIME}=other.desktop;",
        f"{linux.MIME}={linux.FILE}",
        f"{linux.MIME}=other.desktop;{linux.FILE};",
        "no key here",
    ]
)


@given(st.lists(lines, max_size=12).map("\n".join))
def test_any_list_ends_up_with_us_first_and_the_rest_untouched(listed: str) -> None:
    made = linux.with_default(listed)
    assert linux.default_of(made) == linux.FILE
    assert linux.with_default(made) == made
    gone = linux.without_default(made)
    assert linux.FILE not in gone
    ours = (linux.MIME, linux.DEFAULTS)
    before = [x for x in listed.splitlines() if x and not x.startswith(ours)]
    assert [x for x in gone.splitlines() if x and not x.startswith(ours)] == before


@pytest.mark.parametrize(
    "argument", ["/plain/path", "/with space/a", 'quote"d', "back\\slash", "100%", "$HOME`x`"]
)
def test_arguments_are_quoted_as_the_format_asks(argument: str) -> None:
    content = linux.desktop_text((argument, "open-link"))
    written = next(x for x in content.splitlines() if x.startswith("Exec="))[5:]
    # Read back as the specification says: escapes of the file, then of quotes as in a shell, then
    # fields.
    once = written.removesuffix(" open-link %u").replace("\\\\", "\\")
    read = subprocess.run(["sh", "-c", f"printf %s {once}"], capture_output=True, text=True)
    assert read.stdout.replace("%%", "%") == argument
