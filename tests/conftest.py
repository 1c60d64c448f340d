"""Fixtures for every test: a private home, the study beside the checkout, both databases."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Before anything imports Qt: without this a machine with no display aborts the test run.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
NO_SHARED = "the shared study is not beside this checkout"

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "default")


# --- the machine --------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _private_settings_for_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep session fixtures, and the processes they start, off the settings of whoever runs us."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("settings")
        patch.setenv("REFUSAL_ANNOTATOR_CONFIG_DIR", str(folder))
        yield


@pytest.fixture(autouse=True)
def config_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty settings folder."""
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("REFUSAL_ANNOTATOR_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def soak_share() -> float:
    """Share of the long tests to run: 1 by `make soak`, a tenth by `make check`."""
    return float(os.environ.get("SOAK_SHARE", "1"))


# --- the study beside the checkout --------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Folder with the study's codebook, seeds, codings and reference cases; skips without it."""
    folder = Path(os.environ.get("REFUSAL_SHARED") or CHECKOUT.parent / "shared")
    if not (folder / "study").is_dir():
        pytest.skip(NO_SHARED)
    return folder


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Count what was skipped for want of the study, so that nobody takes it for tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    wanting = sum(NO_SHARED in str(report.longrepr) for report in skipped)
    if wanting:
        terminalreporter.write_line(f"{wanting} skipped: {NO_SHARED} (REFUSAL_SHARED names it)")


# --- databases ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server of our own, for this run only; ends with its database name."""
    binaries = _postgres_binaries()
    if binaries is None:
        reason = "PostgreSQL's server programs are not installed (apt: postgresql)"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    # pytest's own temporary folders are closed to the user that the server must run as.
    home = Path(tempfile.mkdtemp(prefix="refusal-pg-"))
    try:
        with PostgresServer(binaries, home) as port:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def new_postgres_database(postgres_url: str) -> Iterator[Callable[[], str]]:
    """Make an empty PostgreSQL database per call and return its URL; all are dropped after."""
    import psycopg

    address, _, maintenance = postgres_url.rpartition("/")
    plain = address.replace("+psycopg", "")
    made: list[str] = []

    def new_database() -> str:
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(f"{plain}/{maintenance}", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        made.append(name)
        return f"{address}/{name}"

    yield new_database
    with psycopg.connect(f"{plain}/{maintenance}", autocommit=True) as connection:
        for name in made:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Make an empty database per call and return its URL: once on SQLite, once on PostgreSQL."""
    if request.param == "postgresql":
        return request.getfixturevalue("new_postgres_database")
    return lambda: f"sqlite:///{(tmp_path / uuid.uuid4().hex).as_posix()}.db"


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """URL of one empty database: once on SQLite, once on PostgreSQL."""
    return new_database()


class PostgresServer:
    """A throwaway server on loopback; as root it runs as the user postgres, as it insists."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self._binaries = binaries
        self._home = home
        self._data = home / "data"
        self._user: dict[str, Any] = {}
        if sys.platform != "win32" and os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
            self._user = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def __enter__(self) -> int:
        self._run(
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8" if sys.platform == "linux" else "--no-locale",
            "--no-sync",
        )
        port = _free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "fsync": "off",  # a test's server may lose power
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
        }
        if sys.platform != "win32":
            options["unix_socket_directories"] = self._home
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{key} = '{value}'\n" for key, value in options.items())
        self._run("pg_ctl", "start", "--wait", f"--log={self._home / 'log'}")
        return port

    def __exit__(self, *error: object) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        # A file, not a pipe: the server inherits it and would keep a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [str(self._binaries / program), f"--pgdata={self._data}", *arguments],
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **self._user,
            )
            output.seek(0)
            said = output.read().decode(errors="replace")
        if done.returncode:
            log = self._home / "log"
            more = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
            pytest.fail(f"{program} of PostgreSQL failed:\n{said}\n{more}")


def _postgres_binaries() -> Path | None:
    """Folder of initdb and pg_ctl: Debian keeps them off the PATH, one folder per version."""
    debian = Path("/usr/lib/postgresql")
    versions = sorted(
        (path for path in debian.glob("*/bin") if (path / "initdb").is_file()),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
    )
    if versions:
        return versions[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pytest_sessionfinish() -> None:
    """Empty the clipboard, if a test filled it.

    Off screen it lives in the process, and Qt lets go of it only after Python has ended: what a
    widget of ours had put there would then be freed without an interpreter.
    """
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
