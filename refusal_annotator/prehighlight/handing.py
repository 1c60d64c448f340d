"""Hands large things to other processes through memory that both see.

A pipe holds 64 KB: who writes more waits for the reader, and in Python 3.11.2 (Debian 12) for ever
when the reader has died meanwhile. So only names go through pipes.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing lies; small enough for any pipe."""

    name: str
    size: int


class Handed:
    """A thing laid down for other processes, until it is dropped."""

    def __init__(self, thing: Any) -> None:
        packed = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        self._block = SharedMemory(create=True, size=len(packed))
        _memory(self._block)[: len(packed)] = packed
        self.place = Place(self._block.name, len(packed))

    def drop(self) -> None:
        """Give the memory back; whoever has taken the thing has a copy."""
        self._block.close()
        self._block.unlink()


def take(place: Place) -> Any:
    """A copy of what lies there."""
    block = SharedMemory(place.name)
    try:
        return pickle.loads(bytes(_memory(block)[: place.size]))
    finally:
        block.close()


def _memory(block: SharedMemory) -> memoryview:
    assert block.buf is not None, "closed already"
    return block.buf
