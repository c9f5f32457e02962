"""Plan against result in words and figures: a plan may be a range, and lower may be better (design.md §6).

The difference of a range is 0 inside it, else to the nearer bound; a range and a plan of zero have no percent.
"""

from dataclasses import dataclass
from decimal import Decimal

from danvan.lib import numbers

NONE = ("none", "–")


@dataclass(frozen=True, slots=True)
class Plan:
    """One indicator's plan and result, in the indicator's unit. A single bound is an exact plan."""

    planned_min: Decimal | None
    planned_max: Decimal | None
    actual: Decimal | None
    lower_is_better: bool = False

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        low = self.planned_max if self.planned_min is None else self.planned_min
        high = self.planned_min if self.planned_max is None else self.planned_max
        return None if low is None or high is None else (low, high)

    @property
    def is_range(self) -> bool:
        return self.bounds is not None and self.bounds[0] != self.bounds[1]

    @property
    def text(self) -> str:
        """ "5,6", "0,5–1" or "–"."""
        if self.bounds is None:
            return "–"
        low, high = (numbers.format_decimal(bound) for bound in self.bounds)
        return f"{low}–{high}" if self.is_range else low

    @property
    def difference(self) -> Decimal | None:
        """Result − plan; None when either is unknown."""
        if self.actual is None or self.bounds is None:
            return None
        low, high = self.bounds
        if low == high or self.actual < low:
            return self.actual - low
        return self.actual - high if self.actual > high else Decimal(0)

    @property
    def percent(self) -> Decimal | None:
        """Result / plan in percent, half up, two decimals; None for a range and for a plan of zero."""
        return None if self.bounds is None or self.is_range else numbers.percent(self.actual, self.bounds[0])

    @property
    def met(self) -> bool | None:
        """Whether the plan was reached in the indicator's direction; None when plan or result is unknown."""
        if self.actual is None or self.bounds is None:
            return None
        return self.actual <= self.bounds[1] if self.lower_is_better else self.actual >= self.bounds[0]

    @property
    def judgement(self) -> tuple[str, str]:
        """(shape, words): whether the plan was met in the indicator's direction; colour never stands alone."""
        difference, met = self.difference, self.met
        if difference is None:
            return NONE
        if self.is_range:
            where = "trong khoảng" if difference == 0 else "vượt khoảng" if difference > 0 else "dưới khoảng"
            if self.lower_is_better and difference < 0:
                where = "thấp hơn khoảng, tốt"
        else:
            where = "đạt" if met else "cao hơn kế hoạch" if self.lower_is_better else "chưa đạt"
            if met and difference:
                where = "đạt, thấp hơn kế hoạch" if self.lower_is_better else "đạt, vượt kế hoạch"
        return ("ok" if met else "warn"), where
