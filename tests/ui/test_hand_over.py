"""A link goes from one process to the window of another, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from refusal_annotator.__main__ import _is_handed_over
from refusal_annotator.domain.place_links import PlaceLink
from refusal_annotator.ui import hand_over as module
from refusal_annotator.ui.application import receive_links
from refusal_annotator.ui.hand_over import LinkReceiver, hand_over
from refusal_annotator.ui.main_window import MainWindow
from refusal_annotator.workspace.places import link_to
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.projects import remember
from refusal_annotator.workspace.settings import change_settings

LINK = PlaceLink(
    UUID("5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d"), UUID("0a1b2c3d-4e5f-4061-8728-394a5b6c7d8e"), 3, 9
)
_CLIENT = """
import sys
from PySide6.QtCore import QCoreApplication
from refusal_annotator.domain.place_links import parse_address
from refusal_annotator.ui.hand_over import hand_over
application = QCoreApplication(sys.argv)
only = len(sys.argv) > 2
print(hand_over(parse_address(sys.argv[1]), only_to_holder=only), flush=True)
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # The names of sockets are short, and pytest's own folders lie deep.
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
        yield Path(folder)


@pytest.fixture
def receivers(qapp) -> Iterator[Callable[[str], LinkReceiver]]:
    """Windows that listen and say how well the link suits them."""
    made: list[LinkReceiver] = []

    def make(standing: str) -> LinkReceiver:
        receiver = LinkReceiver()
        receiver.standing = lambda _: standing  # type: ignore[assignment, return-value]
        receiver.got = []  # type: ignore[attr-defined]
        receiver.received.connect(receiver.got.append)  # type: ignore[attr-defined]
        assert receiver.listen()
        made.append(receiver)
        return receiver

    yield make
    for receiver in made:
        receiver.close()
        receiver.deleteLater()


@pytest.fixture
def other_process(qtbot: QtBot) -> Callable[..., str]:
    """Hand the link over from another process while this one's windows go on."""

    def run(link: PlaceLink = LINK, *more: str, **variables: str) -> str:
        ran = subprocess.Popen(
            [sys.executable, "-c", _CLIENT, link.address, *more],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )
        qtbot.waitUntil(lambda: ran.poll() is not None, timeout=20_000)
        out, _ = ran.communicate()
        return out.strip()

    return run


def test_the_window_that_has_the_project_open_gets_the_link(
    receivers, other_process, qtbot: QtBot
) -> None:
    busy, here, free = (receivers(standing) for standing in ("busy", "here", "free"))
    assert other_process() == "True"
    qtbot.waitUntil(lambda: here.got == [LINK.address])
    assert busy.got == free.got == []


def test_else_one_without_a_project_then_any(receivers, other_process, qtbot: QtBot) -> None:
    busy = receivers("busy")
    assert other_process(LINK, "only") == "False"
    assert other_process() == "True"
    qtbot.waitUntil(lambda: busy.got == [LINK.address])
    free = receivers("free")
    assert other_process() == "True"
    qtbot.waitUntil(lambda: free.got == [LINK.address])


def test_nobody_takes_it_where_no_window_is(other_process) -> None:
    assert other_process() == "False"


def test_the_name_of_a_window_that_crashed_is_taken_over(
    receivers, other_process, runtime: Path
) -> None:
    crashed = (
        "import os, sys; from PySide6.QtCore import QCoreApplication;"
        "from refusal_annotator.ui.hand_over import LinkReceiver;"
        "a = QCoreApplication([]); r = LinkReceiver(); r.listen(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", crashed], check=True)
    left = list(runtime.iterdir())
    assert len(left) == 1
    assert other_process() == "False"
    receivers("free")
    assert list(runtime.iterdir()) == left
    assert other_process() == "True"


def test_names_run_out_without_a_fuss(receivers) -> None:
    for _ in range(module.WINDOWS):
        receivers("busy")
    one_more = LinkReceiver()
    assert not one_more.listen()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of files")
def test_no_other_account_may_use_the_socket(receivers, runtime: Path) -> None:
    receivers("free")
    (socket,) = runtime.iterdir()
    assert socket.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "sent",
    [
        b"go refusal-annotator://quit\n",
        b"go file:///project.db\n",
        b"import os\n",
        b"go\n",
        b"\n",
        b"delete " + LINK.address.encode() + b"\n",
        b"\xff\xfe\x00\n",
        b"a" * 5000,
        b"go " + LINK.address.encode() + b"?x\n",
    ],
)
def test_anything_but_a_place_is_hung_up_on(receivers, qtbot: QtBot, sent: bytes) -> None:
    receiver = receivers("free")
    socket = QLocalSocket()
    socket.connectToServer(module._names()[0])
    assert socket.waitForConnected(1000)
    socket.write(sent)
    socket.flush()
    closed = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == closed, timeout=4000)
    assert bytes(socket.readAll().data()) == b""
    assert receiver.got == []


def test_who_says_nothing_is_hung_up_on(receivers, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(module, "_TALKING", 50)
    receivers("free")
    socket = QLocalSocket()
    socket.connectToServer(module._names()[0])
    closed = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == closed, timeout=4000)


def test_a_window_that_does_not_answer_is_not_waited_for_long(qapp, monkeypatch) -> None:
    monkeypatch.setattr(module, "_ANSWERING", 50)
    frozen = QLocalServer()
    assert frozen.listen(module._names()[0])
    assert not module.hand_over(LINK)
    frozen.close()


def test_the_desktops_token_comes_along_and_nothing_else_does(
    receivers, other_process, qtbot: QtBot
) -> None:
    receiver = receivers("free")
    other_process(XDG_ACTIVATION_TOKEN="shell_TIME12345-host")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "shell_TIME12345-host"
    other_process(XDG_ACTIVATION_TOKEN="a b;c")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "shell_TIME12345-host"
    qtbot.waitUntil(lambda: len(receiver.got) == 2)


def test_a_long_path_falls_back_to_the_systems_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    assert all("/" not in name for name in module._names())


def test_a_link_from_another_process_is_shown_in_the_window(
    study: MainWindow, sample: Path, other_process, qtbot: QtBot
) -> None:
    receiver = receive_links(study)
    link = link_to(study.bridge.project, "05:29-118")
    study.go("corpus")
    assert other_process(link, "only") == "True"
    qtbot.waitUntil(lambda: study.screen_name == "code")
    view = study.code.view
    assert (view.anchor(), view.caret()) == (29, 118)
    with OpenProject.open(sample, read_only=True) as project:
        assert link_to(project, "05:29-118") == link
    receiver.close()


def test_the_command_hands_a_link_to_the_open_window(receivers, qtbot: QtBot) -> None:
    receiver = receivers("free")
    ran = subprocess.Popen([sys.executable, "-m", "refusal_annotator", "open-link", LINK.address])
    qtbot.waitUntil(lambda: ran.poll() is not None, timeout=30_000)
    assert ran.returncode == 0
    qtbot.waitUntil(lambda: receiver.got == [LINK.address])


def test_the_command_opens_a_window_where_there_is_none(qapp, sample: Path, qtbot: QtBot) -> None:
    with OpenProject.open(sample) as project:
        remember(project)
        coder = str(project.coders()[0].id)
        change_settings(coders={str(project.folder.resolve()): coder})
        link = link_to(project, "05:29-118")
    command = [sys.executable, "-m", "refusal_annotator", "open-link", link.address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as ran:
        try:
            # The window says that it has the link's project open.
            qtbot.waitUntil(lambda: hand_over(link, only_to_holder=True), timeout=60_000)
            assert ran.poll() is None
        finally:
            ran.terminate()


@pytest.mark.parametrize("arguments", [(), ("https://example.org",), (LINK.address, "more")])
def test_what_is_no_link_is_left_to_the_command_to_refuse(
    receivers, arguments: tuple[str, ...]
) -> None:
    receiver = receivers("free")
    assert not _is_handed_over(arguments)
    assert receiver.got == []
