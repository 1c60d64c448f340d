"""Holds the search for garbage back while thousands of objects are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile, and set apart what is there at the end.

    Python would walk over all objects again and again while they become more, each time for as
    long as a coder can feel. Set apart, they are walked over by no later search either; what nobody
    needs any more still goes at once, since none of it hangs in a circle.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()


def collect_again() -> None:
    """Let what was set apart be searched for garbage again, when a project is put away."""
    gc.unfreeze()
