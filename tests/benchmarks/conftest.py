"""The window, for benchmarks of it."""

from __future__ import annotations

from tests.windows import window

__all__ = ["window"]
