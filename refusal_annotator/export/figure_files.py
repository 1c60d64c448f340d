"""Figures as SVG, PNG or PDF, drawn by matplotlib, which is imported only here and only then.

Equal figures give equal files: no date, no random ids. Colours are those of the light theme, on
white, whatever the window wears; text stays text in SVG and PDF.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from refusal_annotator.domain.results import Verdict
from refusal_annotator.export.base import ExportError, write_whole
from refusal_annotator.export.figures import Figure, Intervals, Line, Matrix, Stacks
from refusal_annotator.resources import resource_path

FORMATS = ("svg", "png", "pdf")
DPI = 200

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "refusal-annotator",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Segoe UI", "Verdana", "Arial"],
    "font.size": 9,
    "axes.linewidth": 0.8,
}
_ROW, _TOP, _BOTTOM = 0.30, 0.85, 0.55
_SIGNS = {Verdict.RELIABLE: "✓", Verdict.TENTATIVE: "−", Verdict.NOT_RELIABLE: "✗"}
_TONES = {
    Verdict.RELIABLE: "success",
    Verdict.TENTATIVE: "warning",
    Verdict.NOT_RELIABLE: "danger",
}
_STACK = ("#2B3038", "#7A7D83", "#B86A00", "#B9BCC3", "#DDDCD8")


def write_figure(figure: Figure, path: Path, *, program: str = "Refusal Annotator") -> Path:
    """Write a figure; the ending of the name says as what. The file is whole or not there."""
    form = path.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise ExportError(
            f"{path.name} is no name for a figure. End it in .svg, .png or .pdf to say as what."
        )
    try:
        import matplotlib
    except ImportError as error:
        raise ExportError(
            "Figures are drawn by the package matplotlib, which is not installed. "
            'Install it with: pip install "matplotlib>=3.10"'
        ) from error
    with matplotlib.rc_context(_RC):
        drawn = _DRAW[type(figure)](figure)
        write_whole(path, lambda place: _save(drawn, place, form, figure.title, program))
    return path


def axis_start(lines: Sequence[Line]) -> float:
    """Return where the axis of intervals begins: at 0, or below what is negative."""
    values = [v for line in lines for v in (line.value, line.low) if v is not None]
    least = min(values, default=0.0)
    return 0.0 if least >= 0 else max(-1.0, float(int(least * 5 - 1)) / 5)


def _save(drawn: Any, path: Path, form: str, title: str, program: str) -> None:
    metadata: dict[str, Any] = {
        "svg": {"Title": title, "Date": None, "Creator": program},
        "pdf": {"Title": title, "CreationDate": None, "Creator": program, "Producer": program},
        "png": {"Title": title, "Software": program},
    }[form]
    drawn.savefig(path, format=form, dpi=DPI, metadata=metadata, facecolor="white")


def _matrix(figure: Matrix) -> Any:
    n_rows, n_columns = len(figure.rows), len(figure.columns)
    longest = max(map(len, figure.rows), default=0)
    label = min(3.0, 0.075 * longest + 0.2)
    cell = 0.62 if figure.kind == "heat" else 0.5
    upright = figure.kind == "counts" or max(map(len, figure.columns), default=0) > 8
    head = min(1.8, 0.058 * max(map(len, figure.columns), default=0) + 0.3) if upright else 0.35
    caption = _wrapped(figure.caption, max(5.1, label + cell * n_columns + 0.4))
    foot = 0.35 + 0.16 * len(caption)
    width = max(5.6, label + cell * n_columns + 0.9)
    height = _TOP + head + cell * 0.62 * n_rows + foot
    drawn, axes = _canvas(width, height)
    _titles(drawn, figure.title, figure.subtitle, height)
    axes.set_position(
        (
            (label + 0.25) / width,
            foot / height,
            cell * n_columns / width,
            cell * 0.62 * n_rows / height,
        )
    )
    axes.set_xlim(0, n_columns)
    axes.set_ylim(n_rows, 0)
    top = max((v or 0 for row in figure.values for v in row), default=1) or 1
    for i in range(n_rows):
        for j in range(n_columns):
            _cell(axes, figure, i, j, top)
    axes.set_xticks([j + 0.5 for j in range(n_columns)])
    turn = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"} if upright else {}
    axes.set_xticklabels([_short(c, 26) for c in figure.columns], **turn)
    axes.set_yticks([i + 0.5 for i in range(n_rows)])
    axes.set_yticklabels([_short(r, 40) for r in figure.rows])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=4)
    _bare(axes)
    for number, line in enumerate(caption):
        y = (foot - 0.22 - 0.16 * number) / height
        drawn.text(0.25 / width, y, line, color=_role("text_muted"), size=8, va="top")
    return drawn


def _cell(axes: Any, figure: Matrix, i: int, j: int, top: float) -> None:
    from matplotlib.patches import Rectangle

    value = figure.values[i][j]
    fill, ink, bold = _role("window"), _role("text"), False
    if figure.kind == "heat" and value is not None:
        share = figure.shade(i, j)
        fill, bold = _ink(share), True
        ink = "#FFFFFF" if share >= 0.63 else ink
    elif figure.kind == "counts" and i == j and value:
        fill, bold = _ink(0.06 + 0.17 * value / top), True
    elif figure.kind == "counts" and (i, j) in figure.marked:
        fill, ink = _role("danger_fill"), _role("danger")
    edge = Rectangle((j + 0.02, i + 0.03), 0.96, 0.94, facecolor=fill, edgecolor="none")
    axes.add_patch(edge)
    if figure.kind == "heat" and (i, j) in figure.marked:
        edge.set_edgecolor(_role("focus"))
        edge.set_linewidth(1.6)
    weight = "bold" if bold else "normal"
    text = figure.shown(i, j)
    axes.text(j + 0.5, i + 0.52, text, ha="center", va="center", color=ink, weight=weight)


def _intervals(figure: Intervals) -> Any:
    lines = figure.lines
    labels = max((len(line.label) for line in lines), default=10)
    details = max((len(line.detail) for line in lines if not line.is_head), default=0)
    label, detail = min(3.4, 0.078 * labels + 0.35), min(4.2, 0.062 * details + 0.2)
    plot, values = 2.9, 1.75
    width = label + plot + values + detail + 0.3
    caption = _wrapped(figure.caption, width - 0.5)
    foot = _BOTTOM + 0.16 * len(caption)
    height = _TOP + _ROW * len(lines) + foot
    drawn, axes = _canvas(width, height)
    _titles(drawn, figure.title, figure.subtitle, height)
    axes.set_position((label / width, foot / height, plot / width, _ROW * len(lines) / height))
    start = axis_start(lines)
    axes.set_xlim(start, 1.0)
    axes.set_ylim(len(lines), 0)
    for low, high, role in (
        (figure.thresholds[0], figure.thresholds[1], "warning_fill"),
        (figure.thresholds[1], 1.0, "success_fill"),
    ):
        axes.axvspan(low, high, color=_role(role), lw=0, zorder=0)
    for at, line in enumerate(lines):
        _interval(drawn, axes, line, at, (label, plot, values, width, height, foot, len(lines)))
    ticks = [start, *([0.0] if start < 0 else []), *figure.thresholds, 1.0]
    axes.set_xticks(ticks)
    axes.set_xticklabels([f"{tick:.3g}".replace("-", "−").replace("0.", ".") for tick in ticks])
    axes.set_yticks([])
    axes.tick_params(length=3, color=_role("border"), labelcolor=_role("text_muted"), labelsize=8)
    _bare(axes, keep=("bottom",))
    for number, text in enumerate(caption):
        y = (foot - 0.38 - 0.16 * number) / height
        drawn.text(0.25 / width, y, text, color=_role("text_muted"), size=8, va="top")
    return drawn


def _interval(drawn: Any, axes: Any, line: Line, at: int, place: Sequence[float]) -> None:
    label, plot, values, width, height, foot, n = place
    y = (foot + _ROW * (n - at - 0.5)) / height
    if line.is_head:
        words = f"{line.label}   {line.detail}".rstrip()
        drawn.text(0.25 / width, y, words, weight="bold", va="center", color=_role("text"))
        return
    drawn.text(0.35 / width, y, _short(line.label, 44), va="center", color=_role("text"))
    x = (label + plot + 0.12) / width
    ends = ""
    if line.low is not None and line.high is not None:
        ends = f"  {line.low:.2f} to {line.high:.2f}".replace("-", "−")
        ink = {"color": _role("text"), "lw": 1.3, "clip_on": False}
        axes.plot([line.low, line.high], [at + 0.5] * 2, **ink)
        for end in (line.low, line.high):
            axes.plot([end, end], [at + 0.36, at + 0.64], **ink)
    if line.value is not None and axes.get_xlim()[0] <= line.value <= 1:
        axes.plot(
            [line.value], [at + 0.5], "o", color=_role("text"), ms=4.5, zorder=3, clip_on=False
        )
    drawn.text(x, y, line.shown, va="center", weight="bold", color=_role("text"))
    drawn.text(x + 0.42 / width, y, ends, va="center", color=_role("text_muted"), size=8)
    sign = _SIGNS.get(line.verdict) if line.verdict else None
    if sign:
        colour = _role(_TONES[line.verdict]) if line.verdict else ""
        drawn.text(x + (values - 0.28) / width, y, sign, va="center", color=colour)
    detail = _short(line.detail, 68)
    drawn.text(x + values / width, y, detail, va="center", color=_role("text_muted"), size=8)


def _stacks(figure: Stacks) -> Any:
    label = min(3.4, 0.078 * max(map(len, figure.rows), default=10) + 0.4)
    n, width = len(figure.rows), label + 5.2
    height = _TOP + 0.35 + _ROW * n + _BOTTOM
    drawn, axes = _canvas(width, height)
    _titles(drawn, figure.title, figure.subtitle, height)
    axes.set_position((label / width, _BOTTOM / height, 4.9 / width, _ROW * n / height))
    left = [0] * n
    for kind, colour, counts in zip(
        figure.kinds, _STACK, zip(*figure.counts, strict=True), strict=False
    ):
        axes.barh(range(n), counts, 0.62, left=left, color=colour, label=kind)
        left = [a + b for a, b in zip(left, counts, strict=True)]
    axes.set_ylim(n - 0.5, -0.5)
    axes.set_yticks(range(n))
    axes.set_yticklabels([_short(row, 44) for row in figure.rows])
    axes.tick_params(length=0, labelsize=9)
    axes.xaxis.get_major_locator().set_params(integer=True)
    _bare(axes, keep=("bottom",))
    drawn.legend(
        loc="upper left",
        bbox_to_anchor=(0.2 / width, 1 - (_TOP - 0.1) / height),
        ncols=5,
        frameon=False,
        fontsize=8,
        handlelength=1,
        columnspacing=1.2,
    )
    return drawn


_DRAW: dict[type, Callable[[Any], Any]] = {
    Matrix: _matrix,
    Intervals: _intervals,
    Stacks: _stacks,
}


def _canvas(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure as Canvas

    drawn = Canvas(figsize=(width, height))
    return drawn, drawn.add_axes((0, 0, 1, 1))


def _titles(drawn: Any, title: str, subtitle: str, height: float) -> None:
    x = 0.25 / drawn.get_figwidth()
    drawn.text(x, 1 - 0.32 / height, title, size=12, weight="bold", va="center")
    muted = _role("text_muted")
    drawn.text(x, 1 - 0.56 / height, subtitle, size=9, color=muted, va="center")


def _bare(axes: Any, keep: Sequence[str] = ()) -> None:
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side in keep)
        axes.spines[side].set_color(_role("border"))


def _ink(share: float) -> str:
    """Return ink of this opacity on white."""
    ink = _role("text").lstrip("#")
    parts = (int(ink[k : k + 2], 16) for k in (0, 2, 4))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02X}" for part in parts)


def _wrapped(text: str, inches: float) -> list[str]:
    return textwrap.wrap(text, max(30, int(inches * 15)))


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _role(name: str) -> str:
    return _roles()[name]


@cache
def _roles() -> dict[str, str]:
    content = resource_path("themes", "light.toml").read_text(encoding="utf-8")
    roles: dict[str, str] = tomllib.loads(content)["roles"]
    return roles
