"""Colour sums without Qt: contrast, distance, colour-vision simulation, and span colours for any
codebook.

References
----------
WCAG 2.2, relative luminance and contrast ratio. Sharma, Wu and Dalal 2005, CIEDE2000.
Machado, Oliveira and Fernandes 2009, simulation of colour vision deficiency, severity 1.0, in
linear light. Ottosson 2020, OKLab.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

MACHADO: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

LINE_CONTRAST = 3.25
TEXT_CONTRAST = 4.5
LINE_DISTANCE = 12.0
_MAX_CHROMA = 0.15
_MAX_SHIFT = 0.15


@dataclass(frozen=True, slots=True)
class SpanColours:
    """The four colours of one span type in one theme, as ``#RRGGBB``."""

    fill: str
    fill_strong: str
    line: str
    chip_text: str


@dataclass(frozen=True, slots=True)
class DeriveRule:
    """OKLCH lightness and chroma of derived fills in one theme."""

    fill_lightness: float
    fill_chroma: float
    strong_lightness: float
    strong_chroma: float


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=4096)
def simulate(colour: str, vision: str) -> str:
    """The colour as seen with one of the kinds of vision in `MACHADO`."""
    light = [_linear(v) for v in _rgb(colour)]
    return _hex(
        _gamma(sum(m * v for m, v in zip(row, light, strict=True))) for row in MACHADO[vision]
    )


def smallest_distance(colours: Sequence[str]) -> float:
    """Smallest CIEDE2000 of any pair under any kind of vision; infinite for fewer than two."""
    return min(
        (
            ciede2000(simulate(a, vision), simulate(b, vision))
            for vision in MACHADO
            for i, a in enumerate(colours)
            for b in colours[i + 1 :]
        ),
        default=math.inf,
    )


def ciede2000(first: str, second: str) -> float:
    """CIEDE2000 colour difference (Sharma, Wu and Dalal 2005); 0 for equal colours."""
    l1, a1, b1 = _lab(first)
    l2, a2, b2 = _lab(second)
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    delta_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = _mean_hue(h1, h2, grey=c1 * c2 == 0)
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rotation = (
        -2
        * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
        * math.sin(math.radians(60 * math.exp(-(((mean_h - 275) / 25) ** 2))))
    )
    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h
    return math.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """OKLCH lightness 0 to 1, chroma, and hue in degrees."""
    r, g, b = (_linear(v) for v in _rgb(colour))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest sRGB colour at this lightness and hue: chroma falls until it fits."""
    while chroma > 0:
        channels = _oklch_to_linear(lightness, chroma, hue)
        if all(-0.0005 <= v <= 1.0005 for v in channels):
            return _hex(_gamma(v) for v in channels)
        chroma -= 0.005
    return _hex(_gamma(v) for v in _oklch_to_linear(lightness, 0.0, hue))


def derive_colours(
    colours: Sequence[str],
    *,
    known: Mapping[str, SpanColours],
    rule: DeriveRule,
    planes: Sequence[str],
    dark: bool,
) -> tuple[SpanColours, ...]:
    """Span colours of one theme for a codebook's own colours, in codebook order.

    Parameters
    ----------
    colours
        One ``#RRGGBB`` per span type.
    known
        Rows of the theme, keyed by upper-case ``#RRGGBB``; used as they are.
    rule, planes, dark
        Lightness and chroma of fills, the planes that lines and chips stand on, and which way
        "more contrast" is.

    Notes
    -----
    Fills keep the hue at the rule's lightness. A line starts at the type's own lightness and moves
    until it has 3.25:1 on the surface and on every fill; when another line is nearer than CIEDE2000
    12 in a simulation, its lightness is shifted by up to .15 and, if that is not enough, its chroma
    lowered, to the most colourful place that is far enough and keeps 3:1.
    """
    grounds = list(planes)
    fills: list[tuple[str, str]] = []
    for colour in colours:
        row = known.get(colour.upper())
        pair = (row.fill, row.fill_strong) if row else _fills(colour, rule)
        fills.append(pair)
        grounds += pair
    fixed = [known[c.upper()].line for c in colours if c.upper() in known]
    out: list[SpanColours] = []
    for colour, (fill, strong) in zip(colours, fills, strict=True):
        row = known.get(colour.upper())
        if row is None:
            line = _line(colour, grounds, fixed, dark=dark)
            fixed.append(line)
            text = _moved(line, (fill, strong, *planes), TEXT_CONTRAST, dark=dark)
            row = SpanColours(fill, strong, line, text)
        out.append(row)
    return tuple(out)


def _fills(colour: str, rule: DeriveRule) -> tuple[str, str]:
    _, chroma, hue = to_oklch(colour)
    grey = chroma < 0.02
    return (
        from_oklch(rule.fill_lightness, 0.0 if grey else rule.fill_chroma, hue),
        from_oklch(rule.strong_lightness, 0.0 if grey else rule.strong_chroma, hue),
    )


def _line(colour: str, planes: Sequence[str], others: Sequence[str], *, dark: bool) -> str:
    line = _moved(colour, planes, LINE_CONTRAST, dark=dark)
    if _distance_to(line, others) >= LINE_DISTANCE:
        return line
    lightness, chroma, hue = to_oklch(line)
    reach = round(_MAX_SHIFT * 100)
    best, best_merit = line, (0.0, 0.0, 0.0)
    for share in (1.0, 0.8, 0.6, 0.4, 0.25):
        for shift in range(-reach, reach + 1, 3):
            moved = from_oklch(min(0.98, max(0.1, lightness + shift / 100)), chroma * share, hue)
            if any(contrast(moved, plane) < 3.0 for plane in planes):
                continue
            distance = _distance_to(moved, others)
            merit = (min(distance, LINE_DISTANCE), share, distance)
            if merit > best_merit:
                best, best_merit = moved, merit
    return best


def _moved(colour: str, planes: Iterable[str], limit: float, *, dark: bool) -> str:
    lightness, chroma, hue = to_oklch(colour)
    chroma, step = min(chroma, _MAX_CHROMA), 0.01 if dark else -0.01
    lightness = min(0.95, max(0.05, lightness))
    planes = tuple(planes)
    moved = from_oklch(lightness, chroma, hue)
    while any(contrast(moved, plane) < limit for plane in planes) and 0 < lightness < 1:
        lightness += step
        moved = from_oklch(lightness, chroma, hue)
    return moved


def _distance_to(colour: str, others: Sequence[str]) -> float:
    return min((smallest_distance((colour, other)) for other in others), default=math.inf)


def _mean_hue(h1: float, h2: float, *, grey: bool) -> float:
    if grey:
        return h1 + h2
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2


def _oklch_to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _rgb(colour: str) -> tuple[float, float, float]:
    h = colour.lstrip("#")
    return int(h[0:2], 16) / 255, int(h[2:4], 16) / 255, int(h[4:6], 16) / 255


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, v)) * 255):02X}" for v in channels)


def _linear(v: float) -> float:
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def _gamma(v: float) -> float:
    v = min(1.0, max(0.0, v))
    return 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    r, g, b = (_linear(v) for v in _rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@lru_cache(maxsize=4096)
def _lab(colour: str) -> tuple[float, float, float]:
    r, g, b = (_linear(v) for v in _rgb(colour))
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
