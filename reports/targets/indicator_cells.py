"""What is known of an indicator for one place in one period, and how places add up. No database here.

- The value is what was typed and accepted, with its reason, where something was; else what the portal counts from
  records. Both are kept, and said when they differ.
- A rate is numerator / denominator; of several places the sum of the numerators / the sum of the denominators.
- None is not known, and never 0. An estimate (ước cả năm) stands apart from actual values and is never added to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from danvan.lib.numbers import percent
from danvan.lib.plan import Plan


class Source(StrEnum):
    """Where a value comes from, in words."""

    COMPUTED = "tính từ bản ghi"
    TYPED = "nhập tay"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A target's row as somebody entered it. `actual` of a rate is computed from its parts."""

    pk: int
    version: int
    status: str
    actual: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    planned_min: Decimal | None = None
    planned_max: Decimal | None = None
    estimate: Decimal | None = None
    as_of: date | None = None
    reason: str = ""
    illustrative: bool = False

    @property
    def ref(self) -> str:
        return f"/chi-tieu/{self.pk}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One indicator of one place in one period, in the indicator's unit.

    `accepted` is the row that counts, `waiting` the newest that does not yet (a draft, one on its way, one asked back:
    only for who may see it). `computed` is what the records come to; `link` leads to them. `last_year` is the value of
    the same period a year before (`value` of that cell).
    """

    accepted: Typed | None = None
    waiting: Typed | None = None
    computed: Decimal | None = None
    link: str = ""
    last_year: Decimal | None = None
    lower_is_better: bool = False

    @property
    def typed(self) -> Decimal | None:
        return self.accepted.actual if self.accepted else None

    @property
    def value(self) -> Decimal | None:
        return self.computed if self.typed is None else self.typed

    @property
    def source(self) -> Source:
        if self.typed is not None:
            return Source.TYPED
        return Source.NONE if self.computed is None else Source.COMPUTED

    @property
    def differs(self) -> bool:
        """Whether somebody typed another value than the records come to."""
        return self.typed is not None and self.computed is not None and self.typed != self.computed

    @property
    def reason(self) -> str:
        return self.accepted.reason if self.accepted else ""

    @property
    def estimate(self) -> Decimal | None:
        return self.accepted.estimate if self.accepted else None

    @property
    def as_of(self) -> date | None:
        return self.accepted.as_of if self.accepted else None

    @property
    def plan(self) -> Plan:
        """Plan against value: text, difference, percent, judgement."""
        row = self.accepted
        low, high = (row.planned_min, row.planned_max) if row else (None, None)
        return Plan(low, high, self.value, self.lower_is_better)

    @property
    def change(self) -> Decimal | None:
        """Value − that of the same period last year."""
        return None if self.value is None or self.last_year is None else self.value - self.last_year


@dataclass(frozen=True, slots=True)
class Total:
    """What several places come to; `reported` of `expected` have a value that it is made of."""

    value: Decimal | None
    reported: int
    expected: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def said(self, noun: str = "xã") -> str:
        """ "14/16 xã"."""
        return f"{self.reported}/{self.expected} {noun}"


def total(aggregation: str, cells: Iterable[Cell]) -> Total:
    """The places' values put together by the indicator's rule (`Indicator.Aggregation`).

    "sum" adds; "last" adds too, for these are counts of different places at the same end; "ratio" divides the sum of
    the numerators by the sum of the denominators, of the places that gave both; "none" does not come to anything.
    """
    cells = tuple(cells)
    if aggregation == "ratio":
        rows = [c.accepted for c in cells if c.accepted and c.accepted.numerator is not None]
        parts = [(row.numerator, row.denominator) for row in rows if row.denominator]
        above = sum((n for n, _ in parts if n is not None), Decimal(0)) if parts else None
        below = sum((d for _, d in parts if d is not None), Decimal(0)) if parts else None
        return Total(percent(above, below), len(parts), len(cells), above, below)
    known = [cell.value for cell in cells if cell.value is not None]
    value = sum(known, Decimal(0)) if known and aggregation != "none" else None
    return Total(value, len(known), len(cells))


def plans(aggregation: str, cells: Iterable[Cell]) -> tuple[Decimal, Decimal] | None:
    """The places' plans added up (both bounds); None unless the rule adds and some place has a plan."""
    bounds = [cell.plan.bounds for cell in cells if cell.plan.bounds is not None]
    if aggregation not in ("sum", "last") or not bounds:
        return None
    return sum((low for low, _ in bounds), Decimal(0)), sum((high for _, high in bounds), Decimal(0))


def estimates(aggregation: str, cells: Iterable[Cell]) -> Total:
    """The places' estimates of the year added up, apart from every actual value."""
    cells = tuple(cells)
    known = [cell.estimate for cell in cells if cell.estimate is not None]
    added = aggregation in ("sum", "last") and known
    return Total(sum(known, Decimal(0)) if added else None, len(known), len(cells))
