"""Geometry of figures over years: a line a class, broken where the standard of counting changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan.charts.base import Say, checked, pct, plain, rem

LEFT, RIGHT = 8.0, 78.0  # percent: the first and the last day; what is right of it holds the last labels
TOP, GAP = 2.6, 1.35  # rem


@dataclass(frozen=True, slots=True)
class PointIn:
    """One day: its label, what it was counted by ("" where that never changes), a figure for each line (None = –)."""

    day: date
    label: str
    by: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    css: str
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Dot:
    css: str
    x: str
    y: str
    text: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day under the axis, or a break between two standards."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    css: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    segments: tuple[Segment, ...]
    dots: tuple[Dot, ...]
    days: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    names: tuple[Name, ...]
    names_x: str
    foot: str
    height: str
    desc: str


def series(points: Sequence[PointIn], names: Sequence[str], *, height: float = 7.0, say: Say = plain) -> Series | None:
    """Points in the order of their days, one scale from zero. Points counted differently are never joined by a line.

    None for less than two days: one point is no series.
    """
    if len({point.day for point in points}) < 2:
        return None
    top = max(checked([value for point in points for value in point.values]), default=0) or 1
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()

    def x(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day.toordinal() - first) / (last - first)

    def y(value: int) -> float:
        return TOP + height * float(top - value) / float(top)

    segments, dots, labels = [], [], []
    for at, name in enumerate(names):
        css, dot = ("slope slope-hot", "b-hot") if at == 0 else ("slope", "b-now")
        known = [(point, value) for point in points if (value := point.values[at]) is not None]
        for (one, a), (other, b) in zip(known, known[1:], strict=False):
            if one.by == other.by:
                segments.append(Segment(css, pct(x(one.day)), rem(y(a)), pct(x(other.day)), rem(y(b))))
        above = -0.6 if (at == 0) == _mostly_above(points) else 1.3
        dots += [
            Dot(dot, pct(x(point.day)), rem(y(value)), say(value), rem(y(value) + above)) for point, value in known
        ]
        if known:
            labels.append((y(known[-1][1]), "hot-t" if at == 0 else "strong", name))
    breaks = [
        Mark(pct((x(one.day) + x(other.day)) / 2), f"đổi chuẩn: {other.by}")
        for one, other in zip(points, points[1:], strict=False)
        if one.by != other.by
    ]
    days = {point.day: Mark(pct(x(point.day)), point.label) for point in points}
    return Series(
        tuple(segments), tuple(dots), tuple(days.values()), tuple(breaks), _apart(labels), pct(RIGHT + 3),
        rem(TOP + height + 0.4), rem(TOP + height + 3), _desc(points, names, say),
    )  # fmt: skip


def _mostly_above(points: Sequence[PointIn]) -> bool:
    """Whether the first line runs above the second, so that its figures stand on top."""
    pairs = [(p.values[0], p.values[1]) for p in points if len(p.values) > 1]
    return sum(1 if (a or 0) > (b or 0) else -1 for a, b in pairs) >= 0


def _apart(labels: list[tuple[float, str, str]]) -> tuple[Name, ...]:
    """The lines' names beside their ends, at least a line of text apart."""
    placed, last = [], -GAP
    for y, css, text in sorted(labels):
        last = max(y, last + GAP)
        placed.append(Name(css, rem(last + 0.3), text))
    return tuple(placed)


def _desc(points: Sequence[PointIn], names: Sequence[str], say: Say) -> str:
    parts = []
    for at, point in enumerate(points):
        by = f" (đổi chuẩn: {point.by})" if at and point.by != points[at - 1].by else ""
        said = ", ".join(f"{name} {say(value)}" for name, value in zip(names, point.values, strict=True))
        parts.append(f"{point.label}{by}: {said}")
    return "; ".join(parts) + "."
