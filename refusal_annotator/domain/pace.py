"""How long somebody worked, from the times at which they touched keyboard or mouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from refusal_annotator.domain.stored import StoredValue

PAUSE = 60.0
"""Seconds without input from which on somebody is not at work."""


class WorkPeriod(StoredValue):
    """A stretch of work of one coder on one article without a pause; never changed afterwards."""

    coder_id: UUID
    article_id: UUID
    began: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last input before a pause, in seconds of some clock."""

    began: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """What a coder did in some time.

    `per_hour` is ``3600 spans / seconds``; None where less than a minute was worked, since a few
    seconds say nothing.
    """

    seconds: float
    spans: int

    @property
    def per_hour(self) -> float | None:
        return None if self.seconds < 60 else 3600 * self.spans / self.seconds


class WorkClock:
    """Turns inputs as they come into stretches of work; knows no clock of its own."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._began: float | None = None
        self._last = 0.0

    def touch(self, moment: float) -> Stretch | None:
        """An input at this moment; the stretch that ended with the pause before it, if any."""
        ended = self.stop() if self.is_pause(moment) else None
        if self._began is None:
            self._began = moment
        self._last = moment
        return ended

    def stop(self) -> Stretch | None:
        """End the stretch with its last input; None where nothing was done."""
        if self._began is None:
            return None
        stretch = Stretch(self._began, self._last - self._began)
        self._began = None
        return stretch if stretch.seconds > 0 else None

    def is_pause(self, moment: float) -> bool:
        """Whether the last input lies further back than a pause."""
        return self._began is not None and moment - self._last >= self._pause

    def seconds(self) -> float:
        """Seconds of the stretch that is going on."""
        return 0.0 if self._began is None else self._last - self._began


def stretches_of(moments: Iterable[float], *, pause: float = PAUSE) -> list[Stretch]:
    """Stretches of work in inputs at these moments: parted where `pause` seconds are empty.

    The time of a stretch is that from its first to its last input, so the sum never counts a pause.
    """
    clock = WorkClock(pause)
    ended = [clock.touch(moment) for moment in sorted(moments)]
    return [stretch for stretch in (*ended, clock.stop()) if stretch is not None]
