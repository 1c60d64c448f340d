"""The lines that hold the parts apart, and what would tie the program to one system."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "refusal_annotator"

POSIX_MODULES = frozenset(
    "crypt curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog termios "
    "tty".split()
)
POSIX_NAMES = {
    "os": frozenset(
        "chown chroot fchmod fchown fork forkpty geteuid getegid getgid getgroups getloadavg "
        "getpgid getpgrp getpriority getsid getuid initgroups killpg lchown lockf mkfifo "
        "mknod nice openpty posix_fadvise posix_fallocate posix_spawn sched_getaffinity setegid "
        "seteuid setgid setpgid setpriority setsid setuid statvfs sync sysconf tcgetpgrp "
        "ttyname uname wait wait3 wait4 waitid".split()
    ),
    "signal": frozenset(
        "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 "
        "alarm pause pthread_kill pthread_sigmask setitimer sigpending sigwait".split()
    ),
    "time": frozenset(["tzset", "pthread_getcpuclockid"]),
    "asyncio": frozenset(["add_signal_handler"]),
}
POSIX_PATHS = ("/bin/", "/dev/", "/etc/", "/home/", "/opt/", "/proc/", "/tmp", "/usr/", "/var/")
FORKS = frozenset(["fork", "forkserver"])


def test_import_contracts() -> None:
    # A process of its own: inside ours it would switch off every logger.
    lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", lint], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "path",
    sorted(PACKAGE.rglob("*.py")),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_no_posix_only_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"{path.name}:{line}: {what}" for line, what in posix_only(tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import fcntl", "module fcntl"),
        ("from pwd import getpwuid", "module pwd"),
        ("import os\nos.fork()", "os.fork"),
        ("from os import geteuid", "os.geteuid"),
        ("import signal\nsignal.SIGKILL", "signal.SIGKILL"),
        ("path = '/tmp/copy.db'", "path '/tmp/copy.db'"),
        ("context = get_context('fork')", "start method 'fork'"),
    ],
)
def test_the_posix_check_finds(source: str, what: str) -> None:
    assert what in [found for _, found in posix_only(ast.parse(source))]


@pytest.mark.parametrize(
    "source",
    ["import os\nos.replace(a, b)", "from refusal_annotator import resources", "x = 'a/tmp/b'"],
)
def test_the_posix_check_lets_pass(source: str) -> None:
    assert not list(posix_only(ast.parse(source)))


def test_every_module_says_what_it_is_for() -> None:
    bare = [
        path.relative_to(CHECKOUT).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not bare


def test_the_core_starts_without_qt(run_python: Callable[[str], str]) -> None:
    """The headless core runs on a machine that has no Qt libraries at all."""
    loaded = run_python(
        "import sys, refusal_annotator.cli;"
        "print([name for name in ('PySide6', 'spacy', 'scipy') if name in sys.modules])"
    )
    assert loaded.strip() == "[]"


def posix_only(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of whatever Windows does not have."""
    for node in ast.walk(tree):
        for what in _posix_names(node):
            yield getattr(node, "lineno", 0), what


def _posix_names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (f"module {each.name}" for each in names if each.name in POSIX_MODULES)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            if module in POSIX_MODULES:
                yield f"module {module}"
            barred = POSIX_NAMES.get(module, frozenset())
            yield from (f"{module}.{each.name}" for each in names if each.name in barred)
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            if name in POSIX_NAMES.get(module, frozenset()):
                yield f"{module}.{name}"
        case ast.Constant(value=str(text)):
            if text.startswith(POSIX_PATHS) and "\n" not in text:
                yield f"path {text!r}"
        case ast.Call(
            func=ast.Attribute(attr=called) | ast.Name(id=called),
            args=[ast.Constant(value=str(text))],
        ) if called in {"get_context", "set_start_method"} and text in FORKS:
            yield f"start method {text!r}"
        case _:
            pass


@pytest.fixture
def run_python() -> Callable[[str], str]:
    """Run a line of Python in a process of its own and return what it printed."""

    def run(source: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", source], cwd=CHECKOUT, check=True, capture_output=True, text=True
        ).stdout

    return run
