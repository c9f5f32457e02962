"""Columns by month with last year's ticks; a month that is not known stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from danvan.charts.base import Number, Say, checked, million, pct, rem, share


@dataclass(frozen=True, slots=True)
class MonthIn:
    """One month: its label ("1" … "12", or "chưa rõ" with unknown=True), this year's and last year's figure."""

    label: str
    value: Number | None
    before: Number | None = None
    hot: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: rect, last year's tick (tick_y "" when unknown), label over it, words under it."""

    css: str
    x: str
    y: str
    width: str
    height: str
    tick_x: str
    tick_y: str
    tick_width: str
    mid: str
    text: str
    text_y: str
    text_css: str
    labels: tuple[tuple[str, str], ...]
    label_css: str
    says: str
    value_text: str
    before_text: str
    label: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A column chart. `known` is False when no month has a figure: the template then says so instead of drawing."""

    columns: tuple[Column, ...]
    base: str
    height: str
    desc: str
    known: bool
    has_before: bool


PLOT_TOP, PLOT_TALL = 1.5, 11.5
# Slots (px) a 13 px label must fit in: a panel of five twelfths at 1280 px, and a phone.
WIDE_PLOT, NARROW_PLOT, DIGIT = 400.0, 320.0, 7.6


def columns(months: Sequence[MonthIn], *, say: Say = million) -> Columns:
    """Columns with last year's ticks; a month that is not known stands apart at the right, paler."""
    known = checked([m.value for m in months])
    before = checked([m.before for m in months])
    top = max([*known, *before], default=0)
    base = PLOT_TOP + PLOT_TALL
    gaps = [0.6 if m.unknown else 0.0 for m in months]
    slot = 100 / (len(months) + sum(gaps)) if months else 100.0
    label_y = {
        i: _label_y(share(m.value, top) / 100 * PLOT_TALL, share(m.before, top) / 100 * PLOT_TALL, base)
        for i, m in enumerate(months)
    }
    tops = [base - share(m.value, top) / 100 * PLOT_TALL for m in months]
    wide = _fitting(months, say, label_y, tops, WIDE_PLOT * slot / 100)
    narrow = _fitting(months, say, label_y, tops, NARROW_PLOT * slot / 100)
    made, left = [], 0.0
    for i, month in enumerate(months):
        left += gaps[i] * slot
        tall = share(month.value, top) / 100 * PLOT_TALL
        tick = base - share(month.before, top) / 100 * PLOT_TALL
        words = month.label.split()
        made.append(
            Column(
                css="b-hot" if month.hot else "b-b" if month.unknown else "b-now",
                x=pct(left + slot * 0.14),
                y=rem(base - tall),
                width=pct(slot * 0.72),
                height=rem(tall),
                tick_x=pct(left + slot * 0.06),
                tick_y="" if month.before is None else rem(tick),
                tick_width=pct(slot * 0.88),
                mid=pct(left + slot / 2),
                text=say(month.value) if i in wide else "",
                text_y=rem(label_y[i]),
                text_css=("hot-t " if month.hot else "") + ("" if i in narrow else "v-wide"),
                labels=tuple((rem(base + 1.25 + n * 1.1), word) for n, word in enumerate(words)),
                label_css="strong" if month.hot else "soft-t",
                says=f"{month.label if month.unknown else 'Tháng ' + month.label}: {say(month.value)}",
                value_text=say(month.value),
                before_text=say(month.before),
                label=month.label,
            )
        )
        left += slot
    lines = max((len(m.label.split()) for m in months), default=1)
    return Columns(
        tuple(made), rem(base), rem(base + 0.65 + lines * 1.1), _desc(months, say), bool(known), bool(before)
    )


def _label_y(tall: float, tick: float, base: float) -> float:
    """The label's baseline: over its column, and over last year's tick where they would touch."""
    return base - (tick if 0 < tick - tall < 1.15 else tall) - 0.4


def _fitting(
    months: Sequence[MonthIn], say: Say, label_y: dict[int, float], tops: Sequence[float], slot: float
) -> set[int]:
    """Which labels fit into slots of so many px: hot ones first, then the highest; what touches another label, or a
    taller column beside it, gives way (its figure is in the table behind)."""
    taken: set[int] = set()
    known = [i for i, m in enumerate(months) if m.value]
    half = {i: len(say(months[i].value)) * DIGIT / 2 for i in known}
    for i in sorted(known, key=lambda i: (not months[i].hot, -(months[i].value or 0))):
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(months) and not months[max(i, j)].unknown]
        if half[i] > slot * 0.62 and any(tops[j] < label_y[i] for j in beside):
            continue
        if all(abs(label_y[i] - label_y[j]) >= 1.05 or abs(i - j) * slot >= half[i] + half[j] for j in taken):
            taken.add(i)
    return taken


def _desc(months: Sequence[MonthIn], say: Say) -> str:
    """The chart in one sentence, for those who hear it."""
    known = [(m.value, m) for m in months if m.value is not None]
    if not known:
        return "Chưa có số liệu."
    named = [(value, m) for value, m in known if not m.unknown]
    words = []
    if named:
        high, low = max(named, key=lambda pair: pair[0]), min(named, key=lambda pair: pair[0])
        words.append(f"Cao nhất là tháng {high[1].label} với {say(high[0])}")
        words.append(f"thấp nhất là tháng {low[1].label} với {say(low[0])}")
    words += [f"{m.label}: {say(value)}" for value, m in known if m.unknown]
    return "; ".join(words) + "."
