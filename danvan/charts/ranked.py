"""Ranked bars (by organisation, source, place) and the small columns beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from danvan.charts.base import Number, Say, change, checked, million, pct, share


@dataclass(frozen=True, slots=True)
class BarIn:
    """One row: name, figure, last year's figure, the rows it counts (url), a small note, twelve monthly figures."""

    label: str
    value: Number | None
    before: Number | None = None
    url: str = ""
    note: str = ""
    hot: bool = False
    monthly: tuple[Number | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Spark:
    """Small columns on their own scale: (x, y, height) each; None draws nothing."""

    bars: tuple[tuple[str, str, str], ...]
    width: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    url: str
    note: str
    css: str
    width: str
    tick_x: str
    text: str
    change: str
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class Bars:
    """Ranked bars and their total; the template is a table whose cells hold the bars."""

    rows: tuple[Bar, ...]
    total_text: str
    total_change: str
    has_before: bool
    has_spark: bool
    reported: str


def spark(values: Sequence[Number | None]) -> Spark:
    """One small column a month on the row's own scale."""
    known = checked(values)
    top = max(known, default=0)
    slot = 100 / len(values) if values else 100.0
    bars = []
    for i, value in enumerate(values):
        tall = max(float(value * 100 / top), 4.0) if value and top else 0.0
        if tall:
            bars.append((pct(i * slot + slot * 0.1), pct(100 - tall), pct(tall)))
    title = f"Cao nhất tháng {list(values).index(top) + 1}" if top else "Chưa có số theo tháng"
    return Spark(tuple(bars), pct(slot * 0.8), title)


def bars(
    rows: Sequence[BarIn], *, say: Say = million, total: Number | None = None, total_before: Number | None = None
) -> Bars:
    """Bars on one common scale. Without `total` the known rows are added up; the order is the caller's."""
    known = checked([row.value for row in rows])
    before = checked([row.before for row in rows])
    top = max([*known, *before], default=0)
    total = sum(known) if total is None and known else total
    total_before = sum(before) if total_before is None and before else total_before
    made = tuple(
        Bar(
            label=row.label,
            url=row.url,
            note=row.note,
            css="b-hot" if row.hot else "b-now",
            width=pct(share(row.value, top)),
            tick_x="" if row.before is None else pct(share(row.before, top)),
            text=say(row.value),
            change=change(row.value, row.before),
            spark=spark(row.monthly) if row.monthly else None,
        )
        for row in rows
    )
    reported = "" if len(known) == len(rows) else f"{len(known)} trên {len(rows)} có số"
    return Bars(made, say(total), change(total, total_before, 1), bool(before), any(r.spark for r in made), reported)


def fold(rows: Sequence[BarIn], *, keep: int = 12, limit: int = 16, other: str = "{n} dòng còn lại") -> list[BarIn]:
    """Highest first; beyond `limit` rows the top `keep` and one row that adds up the rest (unknown only if all are)."""
    ranked = sorted(rows, key=lambda row: -1 if row.value is None else row.value, reverse=True)
    if len(ranked) <= limit:
        return ranked
    rest = ranked[keep:]
    values, before = checked([row.value for row in rest]), checked([row.before for row in rest])
    folded = BarIn(other.format(n=len(rest)), sum(values) if values else None, sum(before) if before else None)
    return [*ranked[:keep], folded]
