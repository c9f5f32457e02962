"""Rows of the statistical appendix: an indicator of the groups A–L with its plan, its value and last year's."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from danvan.lib.plan import Plan
from reports.summaries.rows import trim
from reports.summaries.rows_json import Json, text

From: TypeAlias = Literal["records", "typed", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One line, in the indicator's unit. Missing is None, never zero.

    `value_from`: counted from records, or typed; "" where there is no value. `estimate` is what is expected of the
    whole year, and never part of a value. `last_year`: the same period a year before; `change` is said only where the
    same communes stand in both. `reported` of `expected` communes make the value; None where it is not theirs.
    `own`: the place's own number, under what its communes come to. `counted`: what the records come to where somebody
    typed another value, for `reason`.
    """

    group: str
    group_name: str
    code: str
    indicator: str
    unit: str
    planned_min: Decimal | None = None
    planned_max: Decimal | None = None
    actual: Decimal | None = None
    value_from: From = ""
    estimate: Decimal | None = None
    last_year: Decimal | None = None
    change: Decimal | None = None
    change_percent: Decimal | None = None
    counted: Decimal | None = None
    reason: str = ""
    reported: int | None = None
    expected: int | None = None
    own: bool = False
    lower_is_better: bool = False
    ref: str = ""
    value_ref: str = ""

    @property
    def plan(self) -> Plan:
        return Plan(trim(self.planned_min), trim(self.planned_max), trim(self.actual), self.lower_is_better)

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return any(one is not None for one in (self.actual, self.planned_min, self.estimate, self.last_year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Which communes handed in what is typed, as /chi-tieu/bao-cao/ counts it: of `expected` communes `full` did whole,
    `part` in part, the others not at all; `behind` names those that lack something, who sent nothing first.
    """

    full: int
    part: int
    expected: int
    behind: tuple[str, ...] = ()
    ref: str = ""

    @property
    def none(self) -> int:
        return self.expected - self.full - self.part


def indicator_json(row: IndicatorRow) -> Json:
    """An item of "indicators": decimals as strings, null for what is not known."""
    plan = row.plan
    low, high = plan.bounds or (None, None)
    return {
        "group": row.group, "code": row.code, "indicator": row.indicator, "unit": row.unit,
        "planned_min": text(low), "planned_max": text(high), "actual": text(plan.actual),
        "percent": text(plan.percent), "from": row.value_from or None, "estimate": text(trim(row.estimate)),
        "last_year": text(trim(row.last_year)), "change": text(trim(row.change)),
        "reported": row.reported or None, "expected": row.expected if row.reported else None, "own": row.own,
        "ref": row.value_ref or row.ref,
    }  # fmt: skip
