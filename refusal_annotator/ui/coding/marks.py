"""Plain values that the article view shows. Offsets are half-open code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, overload
from uuid import UUID

from refusal_annotator.ui.theme import SpanStyle

Side = Literal["left", "right"]
Extent = tuple[int, int]


class LateExtents(Sequence[Extent]):
    """Extents that are read when somebody asks for the first of them."""

    def __init__(self, read: Callable[[], Sequence[Extent]]) -> None:
        self._read = read

    @cached_property
    def _extents(self) -> Sequence[Extent]:
        return self._read()

    @overload
    def __getitem__(self, index: int) -> Extent: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Extent]: ...
    def __getitem__(self, index: int | slice) -> Extent | Sequence[Extent]:
        return self._extents[index]

    def __len__(self) -> int:
        return len(self._extents)

    def __iter__(self) -> Iterator[Extent]:
        return iter(self._extents)


@dataclass(frozen=True, slots=True)
class ZoneMark:
    """A stretch that is left out of coding, and the word for its kind."""

    start: int
    end: int
    kind_label: str


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """The canonical text of an article with its borders.

    `headline` is set larger; zones are grey and the caret jumps over them. Without sentences or
    paragraphs the commands of those units stay within a line of the text.
    """

    text: str
    tokens: Sequence[Extent] = ()
    headline: Extent | None = None
    zones: Sequence[ZoneMark] = ()
    sentences: Sequence[Extent] = ()
    paragraphs: Sequence[Extent] = ()

    def is_in_zone(self, position: int) -> bool:
        """Whether a place lies inside a zone."""
        return any(zone.start <= position < zone.end for zone in self.zones)

    def past_zones(self, position: int) -> int:
        """The first character from here on that may be coded; 0 where there is none."""
        while position < len(self.text):
            zone = next((z for z in self.zones if z.start <= position < z.end), None)
            if zone is not None:
                position = zone.end
            elif self.text[position].isspace():
                position += 1
            else:
                return position
        return 0


@dataclass(frozen=True, slots=True)
class SpanMark:
    """One coding or suggestion as it is drawn.

    Parameters
    ----------
    id
        Given back in signals.
    parts
        Half-open extents in order; one unless the span is discontinuous.
    style
        Colours and pattern of its type.
    side
        Margin of its bar.
    suggestion
        Dashed and without a fill.
    label
        The value shown in the right margin, or an empty string.
    missing, doubt, comment
        Signs: a required field is empty; flagged as doubtful; has a comment.
    """

    id: UUID
    parts: tuple[Extent, ...]
    style: SpanStyle
    side: Side = "right"
    suggestion: bool = False
    label: str = ""
    missing: bool = False
    doubt: bool = False
    comment: bool = False

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]


class MarkSource(Protocol):
    """Where the marks of a long article come from."""

    @property
    def marks(self) -> Mapping[UUID, SpanMark]:
        """All of them; it may take a while."""
        ...

    def near(self, start: int, end: int) -> Iterable[SpanMark]:
        """Those of a stretch at once, with all that hang together with them by overlaps."""
        ...
