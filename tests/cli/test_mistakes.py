"""A user's mistake is a sentence and an exit code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.workspace.ferry import CODEBOOK
from tests.workspace.modes import unwritable_copy

CHECKOUT = Path(__file__).resolve().parents[2]

WRONG_USE: tuple[tuple[str, ...], ...] = (
    (),
    ("codings",),
    ("fly",),
    ("new",),
    ("new", "p"),
    ("new", "p", "--codebook"),
    ("import",),
    ("import", "p"),
    ("import", "p", "x", "--column", "text"),
    ("import", "p", "x", "--column", "=x"),
    ("import", "p", "x", "--speed", "3"),
    ("prehighlight",),
    ("learn",),
    ("suggestions",),
    ("codings", "merge"),
    ("codings", "import", "p"),
    ("codings", "export", "p", "out"),
    ("codings", "export", "p", "--coder", "A"),
    ("agreement", "p"),
    ("agreement", "-o", "x.xlsx"),
    ("verify", "extra"),
    ("verify", "--cases"),
    ("check",),
    ("check", "a", "b"),
    ("open",),
    ("demo", "there"),
    ("--loud",),
)


@pytest.mark.parametrize("arguments", WRONG_USE, ids=lambda v: " ".join(v) or "nothing")
def test_wrong_use_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""


def made(tmp_path: Path) -> dict[str, Path]:
    """Paths of all sorts that are not what a command wants."""
    folder = tmp_path / "wrong"
    folder.mkdir()
    paths = {
        "gone": folder / "gone",
        "empty folder": folder / "empty",
        "file": folder / "file.txt",
        "binary": folder / "picture.png",
        "below a file": folder / "file.txt" / "deeper" / "x",
        "broken yaml": folder / "broken.yaml",
        "other yaml": folder / "other.yaml",
        "good yaml": folder / "good.yaml",
        "broken json": folder / "broken.json",
        "list json": folder / "list.json",
        "full folder": folder / "full",
    }
    paths["empty folder"].mkdir()
    paths["full folder"].mkdir()
    (paths["full folder"] / "thesis.txt").write_text("years of work", "utf-8")
    paths["file"].write_text("The ferry waits.", "utf-8")
    paths["binary"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    paths["broken yaml"].write_text("format: [1\n", "utf-8")
    paths["other yaml"].write_text("format: 1\nspan_types: []\ncolour: red\n", "utf-8")
    paths["good yaml"].write_text(CODEBOOK, "utf-8")
    paths["broken json"].write_text('{"article": ', "utf-8")
    paths["list json"].write_text("[1, 2]", "utf-8")
    return paths


P = "PROJECT"
FAILS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("check", "gone"), "is no project"),
    (("check", "empty folder"), "is no project"),
    (("check", "file"), "is no folder"),
    (("open", "gone"), "is no project"),
    (("import", "gone", "file"), "is no project"),
    (("prehighlight", "file"), "is no folder"),
    (("learn", "gone"), "is no project"),
    (("suggestions", "gone"), "is no project"),
    (("agreement", "gone", "-o", "out.xlsx"), "is no project"),
    (("codings", "export", "gone", "x", "--coder", "A"), "is no project"),
    (("new", "gone", "--codebook", "empty folder"), "cannot be read"),
    (("new", "gone", "--codebook", "file"), "cannot be used as a codebook"),
    (("new", "gone", "--codebook", "binary"), "is not UTF-8"),
    (("new", "gone", "--codebook", "broken yaml"), "cannot be used as a codebook"),
    (("new", "gone", "--codebook", "other yaml"), "colour"),
    (("new", "full folder", "--codebook", "good yaml"), "is not empty"),
    (("new", "file", "--codebook", "good yaml"), "is not empty"),
    (("new", "below a file", "--codebook", "good yaml"), "cannot be"),
    (("new", "gone", "--codebook", "good yaml", "--name", " "), "its name is empty"),
    (("import", P, "gone"), "there is no such file"),
    (("import", P, "binary"), "picture.png: "),
    (("import", P, "empty folder"), "holds no files"),
    (("import", P, "file", "--column", "mood=x"), "No column can be mapped to “mood”"),
    (("codings", "import", P, "gone"), "cannot be read"),
    (("codings", "import", P, "empty folder"), "no coding file there"),
    (("codings", "import", P, "file"), "was refused and changed nothing"),
    (("codings", "import", P, "binary"), "was refused"),
    (("codings", "import", P, "broken json"), "was refused"),
    (("codings", "import", P, "list json"), "takes an object, not a list"),
    (("codings", "export", P, "x", "--coder", "Nobody"), "no coder 'Nobody'"),
    (("agreement", P, "-o", "out.xlsx"), "A second coder is needed"),
    (("agreement", P, "--coders", "A,B", "-o", "out.xlsx"), "no coder 'A'"),
    (("prehighlight", P, "--json-dir", "below a file"), "cannot be written"),
    (("verify", "--cases", "gone"), "cannot be read"),
    (("verify", "--cases", "file"), "is not JSON"),
    (("verify", "--cases", "binary"), "is not JSON"),
    (("verify", "--cases", "empty folder"), "cannot be read"),
    (("verify", "--cases", "list json"), "no list of cases"),
    (("verify", "--json", "below a file"), "cannot be written"),
    (("demo", "--headless", "--out", "below a file"), "cannot be"),
)


@pytest.mark.parametrize(("arguments", "reason"), FAILS, ids=lambda v: str(v)[:60])
def test_what_cannot_be_done_is_exit_code_1(
    run: Run,
    ferries: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    paths: dict[str, Any] = {**made(tmp_path), P: ferries}
    done = run(*(paths.get(argument, argument) for argument in arguments))
    assert done.code == 1, done
    assert reason in done.err
    assert not (tmp_path / "wrong" / "gone").exists()


@pytest.mark.parametrize("target", ["empty folder", "below a file"])
def test_a_result_that_cannot_be_written(
    run: Run, coded: Path, tmp_path: Path, target: str
) -> None:
    path = made(tmp_path)[target]
    done = run("agreement", coded, "-o", path)
    assert done.code == 1
    assert str(path) in done.err
    done = run("agreement", coded, "-o", tmp_path / "good.xlsx", "--json", path)
    assert done.code == 1
    assert "cannot be written" in done.err
    if target != "empty folder":
        done = run("codings", "export", coded, "--coder", "Ada", path)
        assert done.code == 1
        assert "cannot be written" in done.err


def test_a_project_that_may_only_be_read(run: Run, sample: Path) -> None:
    # Once before: whoever may not read the checkout cannot import from it either.
    run("check", sample)
    run("codings", "import", sample, sample)
    with unwritable_copy(sample) as copy:
        assert run("check", copy).code == 0
        for command in (
            ("prehighlight", copy),
            ("learn", copy),
            ("import", copy, copy / "project.toml"),
            ("codings", "import", copy, copy),
        ):
            done = run(*command)
            assert done.code == 1
            assert "is not writable" in done.err


def test_a_damaged_database(run: Run, ferries: Path) -> None:
    (ferries / "project.db").write_bytes(b"no database" * 1000)
    done = run("check", ferries)
    assert done.code == 1
    assert "backups folder" in done.err


def test_a_codebook_in_the_project_that_is_broken(run: Run, ferries: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ferries / "project.db")) as connection, connection:
        connection.execute("UPDATE codebook_version SET text = 'format: 7'")
    done = run("check", ferries)
    assert done.code == 1
    assert "The project's codebook cannot be used as a codebook" in done.err


words = st.one_of(
    st.sampled_from(
        "open demo new import prehighlight codings agreement verify check export --coder --json "
        "-o --codebook --column text=x --headless --draft --name --out --cases --coders A,B . .. "
        "gone file.txt PROJECT -- - --help".split()
    ),
    st.text(max_size=8),
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(arguments=st.lists(words, min_size=1, max_size=6))
def test_no_line_of_words_ends_in_a_traceback(
    run: Run, ferries: Path, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if {"demo", "verify"} & set(arguments):
        # Built and recomputed in tests of their own; here they would only take long.
        arguments = [word for word in arguments if word not in ("demo", "verify")] or ["--help"]
    here = tmp_path / "here"
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    run(*(str(ferries) if word == "PROJECT" else word for word in arguments))


def process(*arguments: object, code: str | None = None) -> subprocess.CompletedProcess[bytes]:
    how = ["-c", code] if code else ["-m", "refusal_annotator"]
    return subprocess.run(
        [sys.executable, *how, *map(str, arguments)],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=None,
    )


def test_as_a_process_the_streams_and_the_code_are_the_same(ferries: Path) -> None:
    done = process("check", ferries)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.strip().endswith(b"0 problems, 0 pending")
    done = process("check", ferries / "gone")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Traceback" not in done.stderr


def test_a_console_that_cannot_show_a_character(ferries: Path, tmp_path: Path) -> None:
    (tmp_path / "Grüße ⚓.txt").write_text("Die Fähre wartet.", "utf-8")
    code = (
        "import sys; sys.stdout.reconfigure(encoding='cp1252');"
        "from refusal_annotator.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = process("import", ferries, tmp_path / "Grüße ⚓.txt", code=code)
    assert done.returncode == 0, done.stderr
    assert b"imported Gr\xfc\xdfe \\u2693.txt" in done.stdout
