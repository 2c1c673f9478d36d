"""Plots as SVG text, coloured by the page's style sheet, so that they follow its light and dark.

Coordinates: `Frame` maps values to a drawing 420 wide; every plot says its values in titles shown on hover.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 20, 42
STEPS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25)  # between the four lines of a share's axis
ROW = 26  # height of a bar with its gap
NAMES = 128  # room for the names of bars


@dataclass(frozen=True, slots=True)
class Frame:
    """The ranges of a plot's axes."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: float) -> float:
        """Return the place of a value across."""
        share = (value - self.x_low) / ((self.x_high - self.x_low) or 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """Return the place of a value upwards."""
        share = (value - self.y_low) / ((self.y_high - self.y_low) or 1)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def risk_coverage(points: Sequence[dict[str, float]]) -> str:
    """Return the risk of the answers against the share of questions answered, surest first."""
    if not points:
        return ""
    highest = max(point["risk"] for point in points)
    frame = Frame(0, 1, 0, 4 * next((step for step in STEPS if 4 * step >= highest), STEPS[-1]))
    path = " ".join(f"{frame.x(point['coverage'])},{frame.y(point['risk'])}" for point in points)
    dots = "".join(
        _dot(
            frame.x(point["coverage"]),
            frame.y(point["risk"]),
            f"threshold {point['threshold']:.2f}: {point['coverage']:.0%} answered, "
            f"{point['risk']:.1%} not right",
            "dot hidden",
        )
        for point in points
    )
    now = points[-1]
    here = _dot(frame.x(now["coverage"]), frame.y(now["risk"]), "the threshold of this run", "dot now")
    line = f'<polyline class="line" points="{path}"/>'
    return _plot(
        "Risk and coverage", _axes(frame, "questions answered", "answers not right") + line + dots + here
    )


def calibration(bins: Sequence[dict[str, float]]) -> str:
    """Return the share that was right against the confidence that was stated."""
    if not bins:
        return ""
    frame = Frame(0, 1, 0, 1)
    most = max(one["questions"] for one in bins)
    diagonal = (
        f'<line class="ideal" x1="{frame.x(0)}" y1="{frame.y(0)}" x2="{frame.x(1)}" y2="{frame.y(1)}"/>'
    )
    dots = "".join(
        _dot(
            frame.x(one["confidence"]),
            frame.y(one["right"]),
            f"confidence {one['low']:.1f} to {one['high']:.1f}: "
            f"{one['questions']:.0f} questions, {one['right']:.0%} right",
            "dot",
            3 + 7 * (one["questions"] / most) ** 0.5,
        )
        for one in bins
    )
    return _plot("Calibration", _axes(frame, "stated confidence", "right") + diagonal + dots)


def histogram(seconds: NDArray[np.float64]) -> str:
    """Return how many answers took how long; the slowest hundredth are put into the last bar."""
    known = seconds[~np.isnan(seconds)]
    if not len(known):
        return ""
    top = float(np.percentile(known, 99)) or 1e-3
    counts, edges = np.histogram(np.minimum(known, top), bins=24, range=(0, top))
    frame = Frame(0, top, 0, float(counts.max()))
    bars = "".join(
        f'<rect class="bar" x="{frame.x(low)}" y="{frame.y(count)}" '
        f'width="{max(0.5, frame.x(high) - frame.x(low) - 1):.1f}" '
        f'height="{frame.y(0) - frame.y(count):.1f}">'
        f"<title>{low:.3f} to {high:.3f} s: {count}</title></rect>"
        for count, low, high in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    )
    marks = "".join(_mark(frame, float(np.percentile(known, share)), f"p{share}") for share in (50, 95))
    return _plot("Latency", _axes(frame, "seconds", "answers", share=False) + bars + marks)


def bars(title: str, rows: Sequence[tuple[str, float, float, float, int]]) -> str:
    """Return a bar a row: name, value from 0 to 1, its interval, and the number of questions."""
    if not rows:
        return ""
    height = ROW * len(rows) + 8
    across = WIDTH - NAMES - 44
    parts = []
    for place, (name, value, low, high, questions) in enumerate(rows):
        y, middle = place * ROW + 4, place * ROW + 4 + ROW / 2
        told = f"{name}: {value:.3f} ({low:.3f} to {high:.3f}), {questions} questions"
        parts.append(
            f'<g><title>{escape(told)}</title><text class="name" x="{NAMES - 8}" y="{middle + 4}">'
            f"{escape(_short(name))}</text>"
            f'<rect class="track" x="{NAMES}" y="{y + 5}" width="{across}" height="{ROW - 10}"/>'
            f'<rect class="bar" x="{NAMES}" y="{y + 5}" width="{across * value:.1f}" height="{ROW - 10}"/>'
            f'<line class="whisker" x1="{NAMES + across * low:.1f}" x2="{NAMES + across * high:.1f}" '
            f'y1="{middle}" y2="{middle}"/>'
            f'<text class="value" x="{WIDTH - 2}" y="{middle + 4}">{value:.2f}</text></g>'
        )
    return _plot(title, "".join(parts), height)


def _plot(title: str, inside: str, height: int = HEIGHT) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg></figure>'
    )


def _axes(frame: Frame, across: str, upwards: str, *, share: bool = True) -> str:
    parts = []
    for step in range(5):
        x = frame.x_low + (frame.x_high - frame.x_low) * step / 4
        y = frame.y_low + (frame.y_high - frame.y_low) * step / 4
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{frame.y(y)}" y2="{frame.y(y)}"/>'
            f'<text class="tick up" x="{LEFT - 6}" y="{frame.y(y) + 4}">{_tick(y, share=share)}</text>'
            f'<text class="tick" x="{frame.x(x)}" y="{HEIGHT - BOTTOM + 16}">{_tick(x, share=share)}</text>'
        )
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(
        f'<text class="axis" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 5}">{escape(across)}</text>'
        f'<text class="axis" x="12" y="{middle}" transform="rotate(-90 12 {middle})">{escape(upwards)}</text>'
    )
    return "".join(parts)


def _tick(value: float, *, share: bool) -> str:
    if share:
        return f"{value * 100:.3g}%"
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _dot(x: float, y: float, told: str, kind: str, radius: float = 5) -> str:
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{radius:.1f}"><title>{escape(told)}</title></circle>'


def _mark(frame: Frame, value: float, name: str) -> str:
    x = frame.x(min(value, frame.x_high))
    return (
        f'<line class="mark" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text class="tick" x="{x}" y="{TOP - 6}">{name}</text>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 16 else name[:15] + "…"
