"""Geometry of plan against result (bullet bars) and of models by stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from danvan.charts.base import DASH, Number, Say, checked, pct, plain, share
from danvan.lib import numbers
from danvan.lib.arithmetic import readable_unit


@dataclass(frozen=True, slots=True)
class PlanIn:
    """One indicator: plan (a range when min and max differ; either may be open), result, direction, its rows."""

    label: str
    unit: str
    planned_min: Number | None
    planned_max: Number | None
    actual: Number | None
    lower_is_better: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """The drawing of one row: result bar, plan as a tick, or as a band. Empty strings draw nothing."""

    width: str
    css: str
    tick_x: str
    band_x: str
    band_width: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`mark` stands where no bar is drawn: "–" for a result that is not known, "0" for one that is nothing."""

    label: str
    unit: str
    url: str
    lower: bool
    plan_text: str
    actual_text: str
    state: str
    word: str
    bullet: Bullet | None
    mark: str = ""


def judge(
    planned_min: Number | None, planned_max: Number | None, actual: Number | None, lower: bool = False
) -> tuple[str, str]:
    """State (ok, warn, bad, none) and its word. A single plan answers in percent, half up, one decimal; a range and a
    plan of zero have no percent. Below nine tenths of the plan is bad."""
    low = planned_max if planned_min is None else planned_min
    high = planned_min if planned_max is None else planned_max
    if low is None or high is None:
        return "none", "Chưa có số" if actual is None else "Chưa giao"
    if actual is None:
        return "none", "Chưa có số"
    if low > high:
        raise ValueError("a plan's lower bound is above its upper bound")
    if lower:
        return ("ok", "Trong mức") if actual <= high else ("bad", "Vượt mức")
    if low != high:
        if actual > high:
            return "ok", "Vượt khoảng"
        if actual == high:
            return "ok", "Đạt mức trên"
        return ("ok", "Trong khoảng") if actual >= low else ("warn", "Dưới khoảng")
    if not low:
        return "ok", "Đạt"
    exact = Decimal(actual) * 100 / Decimal(low)
    rounded = numbers.percent(actual, low, 1) or Decimal(0)
    if exact < 100 <= rounded:
        rounded = Decimal("99.9")  # "100 %" beside a warning would contradict itself
    word = (f"{rounded:f}".removesuffix(".0")).replace(".", ",") + " %"
    return ("ok" if exact >= 100 else "warn" if exact >= 90 else "bad"), word


def plans(rows: Sequence[PlanIn], *, say: Say = plain, same_scale: bool = False) -> tuple[PlanRow, ...]:
    """Each row on its own scale: indicators of different units share no axis (the note under the table says so).

    `same_scale`: rows of one indicator, to be compared with each other.
    """
    divided = [readable_unit(row.unit, row.planned_min, row.planned_max, row.actual) for row in rows]
    if same_scale and divided:
        divided = [max(divided, key=lambda one: one[1])] * len(divided)
    rows = [_in_unit(row, *one) for row, one in zip(rows, divided, strict=True)]
    top = max((_top(row) for row in rows), default=0) if same_scale else None
    return tuple(_plan(row, say, _top(row) if top is None else top) for row in rows)


def _top(row: PlanIn) -> Number:
    return max(checked([row.planned_min, row.planned_max, row.actual]), default=0)


def _in_unit(row: PlanIn, unit: str, by: int) -> PlanIn:
    low, high, actual = (
        value if value is None or by == 1 else Decimal(value) / by
        for value in (row.planned_min, row.planned_max, row.actual)
    )
    return PlanIn(row.label, unit, low, high, actual, row.lower_is_better, row.url)


def _plan(row: PlanIn, say: Say, top: Number) -> PlanRow:
    state, word = judge(row.planned_min, row.planned_max, row.actual, row.lower_is_better)
    low = row.planned_max if row.planned_min is None else row.planned_min
    high = row.planned_min if row.planned_max is None else row.planned_max
    # A tenth of air at the right: the tick of a plan just met does not stand at the edge.
    scale = top * Decimal("1.1")
    if low is None or high is None:
        text = DASH
    elif low != high:
        text = f"{say(low)}–{say(high)}"
    else:
        text = f"≤ {say(high)}" if row.lower_is_better else say(high)
    bullet = None
    if scale:
        ranged = low is not None and high is not None and (low != high or row.lower_is_better)
        start = 0 if row.lower_is_better and low == high else low
        bullet = Bullet(
            width=pct(share(row.actual, scale)) if row.actual else "",
            css="b-hot" if state in ("warn", "bad") else "b-now",
            tick_x=pct(share(high, scale)) if high is not None and (low == high or row.lower_is_better) else "",
            band_x=pct(float((start or 0) * 100 / scale)) if ranged else "",
            band_width=pct(float(((high or 0) - (start or 0)) * 100 / scale)) if ranged else "",
        )
    mark = "" if row.actual else say(row.actual)
    return PlanRow(row.label, row.unit, row.url, row.lower_is_better, text, say(row.actual), state, word, bullet, mark)


@dataclass(frozen=True, slots=True)
class StageIn:
    """Models at one stage, always split: tập thể and cá nhân."""

    label: str
    collective: int | None
    individual: int | None
    url: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    label: str
    url: str
    css: str
    width: str
    rest_x: str
    rest_width: str
    collective: str
    individual: str
    total: str


def stages(rows: Sequence[StageIn]) -> tuple[Stage, ...]:
    """Stacked bars on the scale of the fullest stage; a stage with nothing known prints dashes."""
    checked([row.collective for row in rows] + [row.individual for row in rows])
    totals = [_added(row.collective, row.individual) for row in rows]
    top = max((total for total in totals if total is not None), default=0)
    made = []
    for row, total in zip(rows, totals, strict=True):
        first, second = share(row.collective, top), share(row.individual, top)
        made.append(
            Stage(
                label=row.label,
                url=row.url,
                css="b-hot" if row.hot else "b-a",
                width=pct(first),
                rest_x=pct(first),
                rest_width=pct(min(second, 100 - first)),
                collective=numbers.format_int(row.collective),
                individual=numbers.format_int(row.individual),
                total=numbers.format_int(total),
            )
        )
    return tuple(made)


def _added(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)
