"""Geometry of charts between two dates: slope lines and the flow of households."""

from collections.abc import Sequence
from dataclasses import dataclass

from danvan.charts.base import Say, change, checked, plain, rem

# --- slope: two dates, one line a class -------------------------------------------------------------------------------

LABEL = 1.35  # rem between two labels, so that no line of text covers another


@dataclass(frozen=True, slots=True)
class SlopeIn:
    """One line: what is counted ("hộ nghèo"), its figure at the start and at the end (either may be unknown)."""

    label: str
    start: int | None
    end: int | None
    hot: bool = False


@dataclass(frozen=True, slots=True)
class SlopeLine:
    css: str
    dot: str
    y1: str
    y2: str
    start_text: str
    start_y: str
    end_text: str
    end_y: str
    end_css: str
    change: str


@dataclass(frozen=True, slots=True)
class Slope:
    lines: tuple[SlopeLine, ...]
    left: str
    right: str
    height: str
    foot: str
    desc: str
    known: bool


def slope(rows: Sequence[SlopeIn], *, left: str, right: str, height: float = 7.0, say: Say = plain) -> Slope:
    """Lines from `left` to `right` on one scale that spans the figures; labels are pushed apart where they touch."""
    known = checked([row.start for row in rows] + [row.end for row in rows])
    low, high = min(known, default=0), max(known, default=0)
    top = 2.2

    def at(value: int | None) -> float:
        if value is None or high == low:
            return top + height / 2
        return top + float(high - value) * height / float(high - low)

    starts = _apart([at(row.start) for row in rows])
    ends = _apart([at(row.end) for row in rows])
    lines = tuple(
        SlopeLine(
            css="slope slope-hot" if row.hot else "slope",
            dot="b-hot" if row.hot else "b-now",
            y1="" if row.start is None else rem(at(row.start)),
            y2="" if row.end is None else rem(at(row.end)),
            start_text=say(row.start),
            start_y=rem(starts[i] + 0.3),
            end_text=f"{say(row.end)} {row.label}",
            end_y=rem(ends[i] + 0.3),
            end_css="hot-t" if row.hot else "strong",
            change=change(row.end, row.start, 2),
        )
        for i, row in enumerate(rows)
    )
    foot = max([top + height, *starts, *ends]) + 0.6
    desc = "; ".join(f"{r.label}: {say(r.start)} ({left}), {say(r.end)} ({right})" for r in rows) + "."
    return Slope(lines, left, right, rem(foot), rem(foot - 0.2), desc, bool(known))


def _apart(places: Sequence[float]) -> list[float]:
    """The same places in the same order, at least one label apart, moved downwards only as far as needed."""
    moved, last = list(places), None
    for i in sorted(range(len(places)), key=lambda i: places[i]):
        if last is not None and moved[i] - last < LABEL:
            moved[i] = last + LABEL
        last = moved[i]
    return moved


# --- flow: start → left / fell back / entered → end ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FlowLabel:
    css: str
    x: str
    y: str
    text: str
    strong: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Ribbons inside a nested svg with viewBox 0 0 100 `box`; labels outside it in page units."""

    box: str
    height: str
    stay: str
    out: str
    into: str
    start_y: str
    start_height: str
    end_y: str
    end_height: str
    labels: tuple[FlowLabel, ...]
    desc: str


def flow(
    start: int | None,
    left: int | None,
    fell_back: int | None,
    entered: int | None,
    end: int | None,
    *,
    start_note: str = "",
    end_note: str = "",
    say: Say = plain,
) -> Flow | None:
    """Households of one class over a year. None when a figure is unknown, when nothing was there, or when
    start − left + fell_back + entered ≠ end: a flow may not hide a gap, a slope then shows the two ends."""
    if start is None or left is None or fell_back is None or entered is None or end is None:
        return None
    checked([start, left, fell_back, entered, end])
    stay, new = start - left, fell_back + entered
    if stay < 0 or stay + new != end or not max(start, end):
        return None
    tall = 128 / max(start, end)  # 8rem, in units of 1/16 rem, for the larger end
    y_in, y_end = 12.0, 20.0
    y_start = max(52.0, y_in + new * tall + 14)
    end_new, end_all = y_end + new * tall, y_end + end * tall
    start_stay, start_all = y_start + stay * tall, y_start + start * tall
    y_out = max(end_all + 30, 148.0)
    box = int(max(start_all, y_out + left * tall, end_all)) + 12
    unit = 16

    def ribbon(a0: float, a1: float, b0: float, b1: float) -> str:
        """Closed path from the left side (a0..a1) to the right side (b0..b1)."""
        return f"M4 {a0:.1f} C50 {a0:.1f} 50 {b0:.1f} 96 {b0:.1f} V{b1:.1f} C50 {b1:.1f} 50 {a1:.1f} 4 {a1:.1f} Z"

    mid_start, mid_end = (y_start + start_all) / 2 / unit, (y_end + end_all) / 2 / unit
    mid_out = (y_out + y_out + left * tall) / 2 / unit
    labels = [
        FlowLabel("end", "25.5%", rem(0.7), "Mới nghèo", say(entered)),
        FlowLabel("end", "25.5%", rem(1.8), "Tái nghèo", say(fell_back)),
        FlowLabel("end soft-t", "25.5%", rem(max(mid_start - 0.9, 3.2)), "Đầu kỳ"),
        FlowLabel("end big", "25.5%", rem(max(mid_start - 0.9, 3.2) + 1.3), say(start)),
        FlowLabel("end soft-t", "25.5%", rem(max(mid_start - 0.9, 3.2) + 2.5), start_note),
        FlowLabel("soft-t", "74.5%", rem(mid_end - 0.9), "Cuối kỳ"),
        FlowLabel("big", "74.5%", rem(mid_end + 0.4), say(end)),
        FlowLabel("soft-t", "74.5%", rem(mid_end + 1.6), end_note),
        FlowLabel("soft-t", "74.5%", rem(max(mid_out - 0.2, mid_end + 3.2)), "Thoát nghèo"),
        FlowLabel("big", "74.5%", rem(max(mid_out - 0.2, mid_end + 3.2) + 1.3), say(left)),
    ]
    if stay * tall > 28:
        middle = ((y_start + start_stay) / 2 + (end_new + end_all) / 2) / 2 / unit
        labels.append(FlowLabel("mid", "50%", rem(middle + 0.3), f"{say(stay)} còn nghèo"))
    desc = (
        f"Đầu kỳ {say(start)} hộ; {say(left)} hộ thoát; {say(stay)} hộ còn; {say(entered)} hộ mới và "
        f"{say(fell_back)} hộ tái nghèo; cuối kỳ {say(end)} hộ."
    )
    deepest = max(box / unit, max(mid_out - 0.2, mid_end + 3.2) + 1.6)
    box = int(deepest * unit)
    return Flow(
        box=str(box),
        height=rem(box / unit),
        stay=ribbon(y_start, start_stay, end_new, end_all),
        out=ribbon(start_stay, start_all, y_out, y_out + left * tall) if left else "",
        into=ribbon(y_in, y_in + new * tall, y_end, end_new) if new else "",
        start_y=f"{y_start:.1f}",
        start_height=f"{start * tall:.1f}",
        end_y=f"{y_end:.1f}",
        end_height=f"{end * tall:.1f}",
        labels=tuple(label for label in labels if label.text),
        desc=desc,
    )
