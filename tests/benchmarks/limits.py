"""How a figure is taken and held against its limit: the best of a few rounds, and on a machine
that is busy with other work only the share of the time that was ours."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 3
_SPIN = 0.04  # seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of one round, and how many times slower than alone the machine let it run."""

    took: list[float]
    slowness: float
    limit: float
    worst: float | None = None

    @property
    def middle(self) -> float:
        return statistics.median(self.took)

    @property
    def high(self) -> float:
        return percentile(self.took, 0.99)

    @property
    def holds(self) -> bool:
        """Whether both limits hold."""
        high = self.worst is None or self.high < self.worst * self.slowness
        return high and self.middle < self.limit * self.slowness

    def __str__(self) -> str:
        limits = f"limit {self.limit:g}"
        if self.worst is not None:
            limits = f"limits {self.limit:g} and {self.worst:g}"
        busy = f"; machine busy, ×{self.slowness:.1f}" if self.slowness > 1.1 else ""
        return (
            f"median {self.middle:.1f} ms, p99 {self.high:.1f}, first {self.took[0]:.1f} "
            f"({limits}{busy})"
        )


def best_of(measure: Callable[[], list[float]], limit: float, worst: float | None = None) -> Figure:
    """The first round within its limits, else the best of them."""
    rounds: list[Figure] = []
    for _ in range(ROUNDS):
        before = slowness()
        took = measure()
        rounds.append(Figure(took, max(before, slowness()), limit, worst))
        if rounds[-1].holds:
            break
    return min(rounds, key=lambda each: each.middle / each.slowness)


def slowness() -> float:
    """Time that passes for each second of work: 1 on a machine that has nothing else to do."""
    began, worked = time.perf_counter(), time.thread_time()
    while time.thread_time() - worked < _SPIN:
        pass
    return max(1.0, (time.perf_counter() - began) / (time.thread_time() - worked))


def percentile(took: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    return sorted(took)[int(share * (len(took) - 1))]
