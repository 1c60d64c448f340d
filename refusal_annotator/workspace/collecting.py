"""Holds the search for garbage back while thousands of objects are made that stay."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# So much more memory in use than after the last search, and everything is searched again: a search
# takes up to a tenth of a second, so it must be rare.
_GROWN = 1.3
_in_use_then = 0


@contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile, and set apart what is there at the end.

    Python would walk over all objects again and again while they become more, each time for as
    long as a coder can feel. Set apart, they are walked over by no later search either. What nobody
    needs any more still goes at once, unless it hangs in a circle, as statements for the database
    do: such stays until `collect_if_grown` finds it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()


def collect_if_grown() -> None:
    """Search everything, also what was set apart, where memory has grown since the last search.

    For the thread of the window, when nobody waits: it takes about a tenth of a second, but as
    seldom as memory grows by as much.
    """
    global _in_use_then
    in_use = sys.getallocatedblocks()
    if _in_use_then and in_use > _in_use_then * _GROWN:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        in_use = sys.getallocatedblocks()
    elif _in_use_then:
        return
    _in_use_then = in_use


def collect_again() -> None:
    """Let what was set apart be searched for garbage again, when a project is put away."""
    global _in_use_then
    _in_use_then = 0
    gc.unfreeze()
