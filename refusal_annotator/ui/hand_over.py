"""A link is handed to a window that is open already, over a socket that only this user may use.

Each window listens under a name of its own, so that a link reaches the one that has its project
open. What arrives is an address or it is thrown away; the most that comes of it is a place shown.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from refusal_annotator.domain.place_links import (
    LONGEST_ADDRESS,
    PlaceLink,
    PlaceLinkError,
    parse_address,
)
from refusal_annotator.workspace.settings import config_folder

Standing = Literal["here", "free", "busy"]
"""The link's project is open in the window; none is; another one is."""
WINDOWS = 6
"""Most windows of a user that can be reached."""
_CONNECTING, _ANSWERING, _TALKING = 500, 4000, 5000  # milliseconds
_TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"
_TOKEN = re.compile(r"[\w.:/@+-]{1,200}", re.ASCII)
_LONGEST = LONGEST_ADDRESS + 220
_LONGEST_PATH = 90  # the system's limit is 104 bytes or more


class LinkReceiver(QObject):
    """Listens for links that other processes of this user hand over."""

    received = Signal(str)  # address

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.standing: Callable[[PlaceLink], Standing] = lambda _: "free"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_all)

    def listen(self) -> bool:
        """Take the first name that no other window has; False where all are taken."""
        for name in _names():
            # Whoever listened there and crashed has left the name behind; nobody answers under it.
            if _connected(name) is None:
                QLocalServer.removeServer(name)
                if self._server.listen(name):
                    return True
        return False

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _take_all(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Talk(socket, self)

    def answer(self, line: str) -> str:
        """Answer to a line, empty for one that is not understood."""
        word, _, rest = line.partition(" ")
        address, _, token = rest.partition(" ")
        try:
            link = parse_address(address)
        except PlaceLinkError:
            return ""
        if word == "ask":
            return self.standing(link)
        if word != "go":
            return ""
        if _TOKEN.fullmatch(token):
            # With this a desktop lets the window come to the front.
            os.environ[_TOKEN_VARIABLE] = token
        # Later, so that whoever asked is answered however long it takes to go there.
        QTimer.singleShot(0, self, lambda: self.received.emit(address))
        return "done"


class _Talk(QObject):
    """One connection: lines come in and are answered, until it is closed or takes too long."""

    def __init__(self, socket: QLocalSocket, receiver: LinkReceiver) -> None:
        super().__init__(socket)
        self._socket, self._receiver = socket, receiver
        socket.setParent(receiver)
        socket.setReadBufferSize(_LONGEST)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(socket.deleteLater)
        QTimer.singleShot(_TALKING, self, socket.abort)
        self._read()

    def _read(self) -> None:
        socket = self._socket
        while socket.canReadLine():
            line = bytes(socket.readLine().data()).decode("ascii", "replace").rstrip("\n")
            answer = self._receiver.answer(line)
            if not answer:
                socket.abort()
                return
            socket.write(f"{answer}\n".encode("ascii"))
            socket.flush()
        if socket.bytesAvailable() >= _LONGEST:
            socket.abort()


def hand_over(link: PlaceLink, *, only_to_holder: bool = False) -> bool:
    """Hand a link to the open window that it suits best; False where none took it.

    With `only_to_holder` only the window that has the link's project open is asked to show it.
    """
    if QCoreApplication.instance() is None:
        # Sockets need one, and a window that is opened instead goes on with it.
        _kept.append(QApplication(sys.argv[:1] or ["annotator"]))
    chosen: dict[Standing, QLocalSocket] = {}
    for name in _names():
        socket = _connected(name)
        if socket is not None:
            standing = _asked(socket, f"ask {link.address}")
            if standing == "here" or standing == "free" or standing == "busy":
                chosen.setdefault(standing, socket)
    order: tuple[Standing, ...] = ("here",) if only_to_holder else ("here", "free", "busy")
    socket = next((chosen[standing] for standing in order if standing in chosen), None)
    if socket is None:
        return False
    _let_come_to_front()
    token = os.environ.get(_TOKEN_VARIABLE, "")
    return _asked(socket, f"go {link.address} {token}".rstrip()) == "done"


_kept: list[QApplication] = []


def _asked(socket: QLocalSocket, line: str) -> str:
    socket.write(f"{line}\n".encode("ascii", "replace"))
    socket.flush()
    if not socket.waitForReadyRead(_ANSWERING):
        return ""
    return bytes(socket.readLine(64).data()).decode("ascii", "replace").strip()


def _connected(name: str) -> QLocalSocket | None:
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket if socket.waitForConnected(_CONNECTING) else None


def _names() -> list[str]:
    """Names that windows of this user and these settings listen under."""
    folder = config_folder().resolve()
    digest = hashlib.sha256(f"{Path.home()}\n{folder}".encode()).hexdigest()[:16]
    names = [f"refusal-annotator-{digest}-{number}" for number in range(WINDOWS)]
    if sys.platform == "win32":
        return names
    # A folder that no other account can write to, so that nobody else can answer for us.
    run_time = Path(os.environ.get("XDG_RUNTIME_DIR") or folder)
    paths = [str((run_time if run_time.is_dir() else folder) / name) for name in names]
    return paths if len(os.fsencode(paths[0])) <= _LONGEST_PATH else names


def _let_come_to_front() -> None:
    """On Windows only the program in front may give its place to another one."""
    if sys.platform == "win32":
        import ctypes

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
